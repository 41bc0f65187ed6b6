"""How far consumers have read the log; what members are told of, and on which ways."""

from tortoise import BaseDBAsyncClient

from migrations.walls import Change, downward, index, one_of, reference, unique, upward, wall

TYPES = (
    "CONVERSATION_ASSIGNED WAITING_TOO_LONG NEW_MESSAGE MENTION SLA_WARNING SLA_BREACHED "
    "MESSAGE_FAILED INBOX_NEEDS_ATTENTION IMPORT_FINISHED INVITATION_ACCEPTED"
)
TABLES = Change(
    """
        CREATE TABLE event_consumers (
            id UUID NOT NULL PRIMARY KEY,
            company_id UUID NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            updated_at TIMESTAMPTZ NOT NULL,
            name VARCHAR(60) NOT NULL,
            seq BIGINT NOT NULL,
            occurred_at TIMESTAMPTZ,
            attempts INT NOT NULL,
            last_error VARCHAR(300),
            retry_at TIMESTAMPTZ
        );
        CREATE TABLE event_leftovers (
            id UUID NOT NULL PRIMARY KEY,
            company_id UUID NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            updated_at TIMESTAMPTZ NOT NULL,
            consumer VARCHAR(60) NOT NULL,
            seq BIGINT NOT NULL
        );
        CREATE TABLE notifications (
            id UUID NOT NULL PRIMARY KEY,
            company_id UUID NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            updated_at TIMESTAMPTZ NOT NULL,
            type VARCHAR(40) NOT NULL,
            dedupe_key VARCHAR(120) NOT NULL,
            subject_type VARCHAR(50) NOT NULL,
            subject UUID NOT NULL,
            actor_kind VARCHAR(20) NOT NULL,
            actor UUID,
            count INT NOT NULL,
            happened_at TIMESTAMPTZ NOT NULL,
            read_at TIMESTAMPTZ,
            snoozed_until TIMESTAMPTZ,
            mail_due_at TIMESTAMPTZ,
            conversation_id UUID,
            member_id UUID NOT NULL,
            message_id UUID
        );
        CREATE TABLE notification_counters (
            id UUID NOT NULL PRIMARY KEY,
            company_id UUID NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            updated_at TIMESTAMPTZ NOT NULL,
            unread INT NOT NULL,
            member_id UUID NOT NULL
        );
        CREATE TABLE notification_policies (
            id UUID NOT NULL PRIMARY KEY,
            company_id UUID NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            updated_at TIMESTAMPTZ NOT NULL,
            waiting_seconds INT,
            previews BOOL NOT NULL
        );
        CREATE TABLE notification_preferences (
            id UUID NOT NULL PRIMARY KEY,
            company_id UUID NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            updated_at TIMESTAMPTZ NOT NULL,
            type VARCHAR(40) NOT NULL,
            in_app BOOL NOT NULL,
            email BOOL NOT NULL,
            push BOOL NOT NULL,
            member_id UUID NOT NULL
        );
        CREATE TABLE notification_settings (
            id UUID NOT NULL PRIMARY KEY,
            company_id UUID NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            updated_at TIMESTAMPTZ NOT NULL,
            timezone VARCHAR(64) NOT NULL,
            quiet_from INT,
            quiet_until INT,
            digest VARCHAR(20) NOT NULL,
            digest_hour INT NOT NULL,
            member_id UUID NOT NULL
        );
        CREATE TABLE push_devices (
            id UUID NOT NULL PRIMARY KEY,
            company_id UUID NOT NULL,
            created_at TIMESTAMPTZ NOT NULL,
            updated_at TIMESTAMPTZ NOT NULL,
            name VARCHAR(200) NOT NULL,
            endpoint VARCHAR(2000) NOT NULL,
            endpoint_hash VARCHAR(64) NOT NULL,
            p256dh VARCHAR(120) NOT NULL,
            auth VARCHAR(40) NOT NULL,
            last_pushed_at TIMESTAMPTZ,
            member_id UUID NOT NULL
        );
    """,
    """
        DROP TABLE push_devices;
        DROP TABLE notification_policies;
        DROP TABLE notification_settings;
        DROP TABLE notification_preferences;
        DROP TABLE notification_counters;
        DROP TABLE notifications;
        DROP TABLE event_leftovers;
        DROP TABLE event_consumers;
    """,
)
CHANGES = [
    TABLES,
    wall("event_consumers", across=False),
    unique("event_consumers_name_key", "event_consumers (company_id, name)"),
    wall("event_leftovers", across=False),
    unique("event_leftovers_seq_key", "event_leftovers (company_id, consumer, seq)"),
    wall("notifications", across=False),
    reference("notifications", "member_id", "members"),
    reference("notifications", "conversation_id", "conversations"),
    reference("notifications", "message_id", "messages"),
    one_of("notifications", "type", TYPES),
    one_of("notifications", "actor_kind", "MEMBER CONTACT API_KEY SYSTEM"),
    unique(
        "notifications_open_key",
        "notifications (company_id, member_id, dedupe_key) WHERE read_at IS NULL",
    ),
    index(
        "notifications_recent_idx",
        "notifications (company_id, member_id, happened_at DESC, id DESC)",
    ),
    index(
        "notifications_unread_idx",
        "notifications (company_id, member_id, happened_at DESC, id DESC) WHERE read_at IS NULL",
    ),
    index(
        "notifications_mail_idx",
        "notifications (company_id, member_id, mail_due_at) WHERE mail_due_at IS NOT NULL",
    ),
    wall("notification_counters", across=False),
    reference("notification_counters", "member_id", "members"),
    unique("notification_counters_member_key", "notification_counters (company_id, member_id)"),
    wall("notification_preferences", across=False),
    reference("notification_preferences", "member_id", "members"),
    one_of("notification_preferences", "type", TYPES),
    unique(
        "notification_preferences_type_key",
        "notification_preferences (company_id, member_id, type)",
    ),
    wall("notification_settings", across=False),
    reference("notification_settings", "member_id", "members"),
    one_of("notification_settings", "digest", "IMMEDIATE HOURLY DAILY"),
    unique("notification_settings_member_key", "notification_settings (company_id, member_id)"),
    wall("notification_policies", across=False),
    unique("notification_policies_company_key", "notification_policies (company_id)"),
    wall("push_devices", across=False),
    reference("push_devices", "member_id", "members"),
    unique("push_devices_endpoint_key", "push_devices (company_id, endpoint_hash)"),
    index("push_devices_member_idx", "push_devices (company_id, member_id, id)"),
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)


MODELS_STATE = (
    "eJztfW1z2sqy7l+Z8pesXaWVSuw4WRvfulXYJlns2OBt42Stc7mFZTQYbYsRSxIm7HP2fz/Toxf0jkQEHon+kCCk6RHulma6n37776OZqVHDftue61/p6qhF/vuIqTPKD2JXFHKkzufr83DCUR8NMVSd66NnuhIn1UfbsdSxw89PVMOm/JRG7bGlzx3dZDD6bmouGTHZ"
    "mJ6RZzp3iGoTldz93v71+PQjWerOlH+1qKrB9GRu0Yn+4y25G5tzygda/BS1Zrpt8+nst3BLzRzze+rsaSezL5j+14KOHPOJOlNq8Xv8v//PT+tMoz+o7X+dP48mOjW0CAt1DSYQ50fOai7O3d93Lz+LkfDLH0dj01jM2Hr0fOVMTRYMXyx07S3QwLUnyqilOlQLMZct"
    "DMOTg3/K/cX8hGMtaPBTtfUJjU7UhQEiOvo/kwUbg2QI3Gm0cHQu87E5m6vOWzjz6f96vzNEMxr1+oPRXWcwGh0lxAu/JyYT79SYc5Q/GjpzgGv//R933jV3xNkjuMHF7+3bX04+/k3ww7SdJ0tcFLw7+o8gVB3VJRUSWLNc/HS2GpVjfZSqShH4J9YyWL8VPkN9lknG"
    "5BBT+fvC/+SR6iSZesmvOPqMZjA2QhljrOaRvvUPasjgI1hK+sxYeW9XDsMH3evO3aB9fQO3m9n2X4bgX3vQgSvH4uwqdvYXVz4mX1HdpTaYhHzvDn4n8JX8V7/XiUsxGDf4ryP4TerCMUfMXI5ULbQQ+Gd9rkWkvphrW0o9SolSl0XqPo9CYvd+/Vrq4jMh74upaqXL"
    "2h8fkzLnVh3lOlN/jAzKnpwp//r+3bscwX5r34ollI+KSavnXTp2r0XXUlfjKMPhNUUTefyxCIvj70OIwx/jDOaK6Giq2tMyLA7TNJDJHz8UYPLHD5lMhktRJttCX06y+B93/V46i9cU8f1AHzvkf4ih286uGB3Sch8XuuHoXLWH+72GbgscimwFPpt/uW7/EZfAxVX/"
    "PL7GwwTnMXHQH3OdX95iq45SVrBVe5qFLC9CfXfmpEJmqLYzWthbqWRxWpS0zJK26Iv5vJWco5QoZZml7BvHj6XhijjhTyAW9ZHvBsACULjJczooFPAryeXPpkX1J/aVrgSvu/zXqGycZtJ4gOg1nT3SIjqhnJxdnw39AEtdBvBl8uniPOB/OXVcJbp9d9G+7BwJfj+q"
    "4+elammjCOPhinlsxs4EY5OXZsez+BmVqU+CR/DHwE/3uH/hInVHKUi1f0nJg6pdpE+nBbHqNvGgQcJ1R2eq20SHB4TLGEacEfpCLf6UcL4TfidKHqlhsiebOCYnoEl0uoL5EI+WbeVRcvBohFMCK/S4EJxynAOnHCfhFP7yOIsUQxQ43GGLWWJRjxqlAfX++H3Uvhh0"
    "v3VKPsYeVYu4n0N2d3930+lddi5bJDiMLzfFpFJIKDkyiYvEMMeqUeqhX1PsUQyU7WoliTL45LQAg09OMxkMl6IMBs3933w7KMPiMM0emXw/uNgPl3cAcVHH4fcvB3KFaOSAueC2jYG50A+Z/TbU0yOFfshDlHqWHzJhwr+OjdllL7qjerJImJmhq0qepakH4wramv05"
    "5VYP4xYPUcdjOudPoUI8PI+YFnGheu2MW4LGihuPlFuFz5S9sYPoJm5OQshT0uysdmq0QOtkgWJEFEZE4Z6EmghKfcuIKDpTdaOMrR0QNBHEOy1iaPNR2YDRacLUtswsvGgzhOfTyszro/73Xue2RcTHkLUvr7u9FhEfAOTddG6/de/6t4Dk+cdDdt25Pgci93PIbjvt"
    "y1G/d/VniwSHcgB+QlcsHXMVpZJZfNJAUhKF+cjG+vruN0k1wzfRtpBzjBTjP2SWM0b5HIKUBQ60TZRPghCjfHKjfNb8SnIZo3yUWJRP4umSKcrH434K+rqWSzbyOhNjCkf4LGxqER1yRqkfnaMEiaLcujgj8BuIyjRCfwXTTqSJAkjqjX5jE8g5HZvzVVrET+XzI/4q"
    "26qkIP6K+KskDK4pEof46yFKvQj+CvtnydUzRIJLZ2zpxIjU3UakorsA3QXoLshxF6gv/HlXH3VDd1Is9WJijM+xx5BWzshur3T4tkvFZSo+uVC/t7lk4P8hO7+/48fw/5D1P3/2BroHcohsrM7Vcaq4uszJ0LNDJDHpACqxI+m8f7erZe0JfsKvx+8/fPrw28nHD7/x"
    "IeJnBmc+5TC92xvEOKrpNvyd2+iyMVJEf+XRXdMw/pn5siXGH6ZEKcsmZUmCVW/p2ISkwQv+9SgFMI1cV/JgU8sbyZ9BrWh+ZJ9RYk48sJJfg7TGuTqn1hn57R2xVKaZM/KoO7YCw5ZTfTxdx5huDlutenZETuWzTPOQU42WDiuJEFWjFm5mfY1jSrasJ4KlRCTemhAp"
    "L/Zq1RMzLYSUI2a6w0gDYFWStaVjDO7tQhEGkrJ0c4hB6ImSKbjglk64pKcDiD9N15hD1zdozGLkSISyltCYDZ09g8aqEpuKStNvbDKeclaekYUNtT8gMMCBJ0IEDahP/JKXrmUL3dYjS9eYK5t9yIbswV6Mx/y7aT2AJg2XGf3hiJsofKRqQCrZxLT4rGNDp8zhY1SH"
    "aLpGmOkQrmgTc8GvMntJLRHkoNrPtntX1MlrqJNjNANGM6COhtEMKPWtohkwWWZPwIan42yDvEcoEd6Q521KLqKBepoU8oDrqekCjhBt9TLVSKKdPwYRYSYK8QQCver3vvjD49V54rWRhIVQUguMUqEWmA8yeNyqAGe4W89UT8Zuhhqij5ZMaMMd5b9e+6yOHTM1oSFy"
    "XclDG2wxcjQRQwuiDQNur/P1c8rtcn2sOmCmz+cADoDlLxITfhn0BzcKuf18QT4en/z2tzOwz6kmTHrookV0Bwx/fuuJbs2olsQcdnAPgTyIkuW2Q+cB8mDwJ9d2yHJq2q5HkCxVG26hcbbD3fi4J9PUiLPUx5wbjM/PT6mMUNUydGphEdVagg4uzDTiL4BFU7S5nI0+"
    "TtgIzXnfu33wXm4DUMRoUZuWWZsOltykmM/1p8xYvwjZVsF+ksnUi/b7+/Hxycmn43cnH387/fDp0+lv74Kwv+SlvPi/8+4XCAGMyDUZE4gwYLZA6gkIIQx4iFLHpKbXtp3RQV9nB72PV6RaywGUkWcou+2bi5nI4DK3+WPxq+733xA1Um3brYEqkvNtbqEqxDYJZRp4"
    "0Lm9yo+EUTojqmGkO+IrmRUtVdnWHQXd4+gel4TBNdWQUC8+RKkX0Yv5SD5ZRkOfdHGHSJrgy9tDwL814ooXS3mvspkcpWoen08KlQI4ySkFcJJSCgDrdR4Caop1HA9Byth9+VAk7dYPLGnDRYjQhMvH52ZBFcefROgKl+mUlK2bMbrIcyUVSscF1U0H6dwrSi5Gx8eM"
    "9DIYneo4dDZ3oBXu2JxRorO3pM0JdMNLZNFtyDjhX3SI9xhPg1a7IiEF4kfcSpzQczcdsKv+FojeybYqKYjeIXonCYNriuMgeneIUi+C3pkLBzbOdGBpc1W3ELnMgXpHnd6gcwudt72DIft+2+99Gd207+6+92/5heh3//pF/7LjX4PjuBJSBKjaQT0+hFwRcm0K5Iq2"
    "O9ruaLtvst1FYFOK5e4HPGXb7bAoFTTa7/hW/mhqK8jXIGOViXgYAvEwhrmk1q9j1aZexwuFqNaTyY51jcxV216alkYg2TVpplcxKWSXtA2DPC4c8mBORHrJWDUM165/oF4RPGHVPaAZXzsz/rUrcEtUL24n9bf9t6l0FnuCUGYtf2uOnxbi+GkOx0/jHMea/Xuo2T/i"
    "677OJ90GtEidAL188kAVSYQqWIzGU5U9bSX1jClQ7jLL3U1Wc91P27ryo+Qob5nljf6H7J21nkg0+h8OUepZ/ocEVPV6kEpmSdH1RWUTuFKqmGibQEFPg/7KKd3EIqjJyRzyuCKik6hpkSf9hTKvQqevsJy5ZfJ1x95chH9H90BIpU6QynxhcYqtHXshcplN0qO77pfe"
    "6P6mRbwDaKMFY9eOvej3IbvrXPR7l6PP7YuB6MgV/iqHe0+egoMS4WLV+/gw1n+bJUlyBSNFr8R2GY2WL1qL2StoPe0GbJfx2hEDWI2jztU4uuzRXDCt80LFT0/YtpHrSp55q7sjRxSGloj8990qZL6wp2fEFSyZQ6A9n/GHaCpBfzjUYqpBdE2U1FCJRed8QSYuNC/i"
    "9qdcTOmB/5XfAa1b2dYnJce6xbh/jPtHTQpxd5T6lnH//t6YuoLmxF1FyWSGBmWKVpmrK8NUUzj9j7t+LytSISCJv1n62CH/Qwzd3llT9tfZqoAZkdcnUQo5XvU49l7ABInGB9AZZFsUPCDe34N+dNu56HS/dS5LKmQBHSDe7tGQtW9urrpwyjsYss/t7hWccD/lwLu9"
    "JN6UfJbM+sVhkq3KF28lm3e7WoHc4sXH7z98+vDbyccPQc3i4ExeqeJkWWJqWWntVXKWdZ+geTkrp4XW89Oc9fw0uZ5zi9nYLuwwSonIsjwqUlIznlHbVp9o6dSkMNVPGJn1kWwJG1OgMyU5GqZBoz0fuRW8qgC67frz1JOpm7Hb8EMlG3j74ygDtf2xGa4FsFIpgtN+"
    "n1KLQg9gFxR7I7r5OJzEJktLd+gZdOFp33Q9QHWq2jBYNQz4O0Xk0BJKqIhuPdApOK3R0I7ugVitbCuSglgtYrWSMLimqB1itYco9SJYLeYSBtb8+0LW/Psca/590pp/5n/atgihTyszr4+4hgUQYFcOuM/X70YLq1TOd5yueVjV8buizodc70OC49iN8ZV7Lwsuzi36"
    "opsLe3s5pMzQhJdg3/KIsXG0YE5a9YkNmcRZkyCmK48qldSg1YlDrRGf0DRetnYLJibZq3uwf9PplXcOAhW4BuFzyDgbbwejXud7iwSHkmgHtuqMKAMepShl56ZpUJVlKAgx0phUHjntrsQSnNnv63fe719F3rzzbnz9u78+73CNWEiAD9JdkDOllSkwj//BtpPawj5H"
    "LYsTNmFL2oMPUdNt8aRuYczHSHHHkXnHGRs6ZU7JOKsIUfNeqJ2Y8R7PyuZNxsiax+zqMye9Hwyr/qKsezyNFp3kuT7dCMuSvC7t2/2nP08tebvZtZv2iMnk4m07/A99XDj0kk50pjsZnXPThil57l/VJwDeexTl2nW45G5vjMBrS54pndtnoi7EM12BN9ZLt1FnJnvi"
    "o02bQi4NUa3xVH9JcwTvYH50Asu2hCnoBEYnsCQMrqk7EJ3Ahyj1Ik5gR7We0pwGxRDLNbXMHpyji35v0L4YtIh3MGT84Fvn9q496PZ74nTwTQ64kissZYxNb7jMQpDGyuR/Ny3lIA4IGsjenSAmgkHbrigercy8Fu7DFoH/h8xFwlvE/RwywM47bb6oeAdDBst8i8D/"
    "Q3bVveOU8D8c977Cce+rHGuOOQ8su6LZhCGS/WcThoyZx4VuODqz38L9XsOE2UmO4RzS0axSXpMQSfMQx53k0Fr0r4VulXYKhsnQIVjCIeiDLdskuUVJ0T8lj12RNCdfqGWnunwzk29DFPvLvX2/q5Wr4txbdPftSXlFd98uDbGEO+qVXSXfVEOwOttL4o5QijlIXmBw"
    "4ZLdYjQxJ8JnIfLXiCiczb/AWqgK1dbkVhKZmRafYemmvUGXM/5AkAn/sIku6m+LqdJKdu/kHugjkQ++Rx8J+kjkYHBN0XL0kRyi1Av5SOgPx93ay2iEUarmKYQ7iV5lC9EoN4PZnw1TzTAe44Qxfk+Asn4cz2HwZf/+/KpDbm47F907z2+1fmvExSgUc9tpX8U3MVcj"
    "LK0ZhKkwyC7B00CxLs/YOClyNxEi6kWglY8PjRKiRrsxOjQUHfiToaEZMYf15HOhSNHow5YeJpqyFFfA64v1TLVcITazN7oBFeJtsK5Ww+DIdM3lcnw3kinamUsBms9diJr7RykIXnSAkgfgjd2hXvfegvhdRx1PCRhrxDZnVFT8J0vVJqK4q8blPqVkqtuOaa3cyOS5"
    "Zb5Q2y09NTX530i4vZHE7CqcF3E62TZcBXE6xOkkYXBNERvE6Q5R6kVwOti+WVZs5+bQwxC51NGHcpVdqlsh/C0Y3r8ZdC5H3V6L+EdD5h717wf+SX44ZPe9r73+dz7QO5BERObCGpfCrtcUzcOtdxJF6CrnW+w3EcIGbjf13V6SWoU610fPtKyCHqVCQFcqF0SNXpcS"
    "TJ1R4Qwr22AgRISPaS447vKqAizxOpiollzdjCJGnqrNUK23WFbhcpjrX92JGsrZ6L4ip4dB0uW1GhfDq+HejotLpyHevlxysW7RKaEYyN2G3rc2hIguHFvXqECfPchRIc9cU2IQGqoSbjtrBiU6IxTwa7fxAh+8cjsyEMdMi06tdnKEu2XbQhWEuxHuloTBNQU+Ee4+"
    "RKkXgbuxf8OOMT0KCaejsmyOkSG3i3GbztS0auk5zUV9ggZC1KdFku34qGwGnybqnsw5k0o9yAFB8xj8/mORxNH42h7KG/2YqCpjjlWjFHvXFM3j78lpAf6enGbyFy7FFNuF7ZizUZBqWapMSSqxHAVL4LaNKVjyyJ/p56300CglVnaQR+1MWhsuFLZVgfkIJUpZZinP"
    "qPXERcX/NLO0IylOid6keAk62xmpfCd40Z3VFu9RGj2+TTK/TVi+JakkYvkWLN/yUz4wL8PjKNsV5o9QCnjERl4WSOE+5+F0C4VwW5lY5lJ0F1/XWlGZBt/cyNIzstT5c7WAIvUwVBctyL1QwbQu5zu4A/rI5FMM0EeGPjI5GFxTbwn6yA5R6pgSgikhmBKCKSGSOjQx"
    "JeQAcB1MCcGUkFowFVNCMCVkL1zFlBBMCanh8tqAlJDOj7lp5aHh3gClCBhOxdiibV4nXjdVUY/ogc+huV1iH0QBcSgqzjwsWjNZSp3ybSZAJFu23VFBJBuRbEkYXFNME5HsQ5R6ESS7bqDq0T/vO/edy5K7lEfVIu7nkN3e93rd3pcW8Q6G7O7+4qLTuYRBweGQfW53"
    "r+CU+zlkF+3eRedKnAoO5YBeqWWZFpeNVgp+jVI1D4I9LVZMPqeWfDqfNeqUzSuJ0TWR1zuo3M+XGGtrvNuqdFeSjPn13YSSugfUtbanW4k5RopyllnOGK+aXDYxXrV28aoxsNMDlZKMzkkdi1BhzlhkAasiZ8wylykCyWwS6w/fX4fYd7t63ivuEIuuaPSays/Rxdww"
    "Va0kRyNEyFH0Q6MfWmrOlvVDu+93BZy9DyZqKGcjK6GEPuiuxs0S3VkdZXuhgyFKET+07o7Wi3blGUB3HLdc4OOKLKf6eCoSp9yagVBT0F4nTyUd0eXJ0Q0t2+aooBsa3dCSMLimDkl0Qx+i1Iu4oekPh1pMNUpCwzEymXN7ZMohwVD4HWxXQpcrydIwDTI0H4HAqOId"
    "9rIVD2IFrO368zSVseE3VkZDebYhWNsboBQykmclgrUf+NssPFoPEE49NZeE/9YVlAuxiTkRNfgnOrd/VYuKYOsWBF7P3BazujN1+8yK4vtuu1wtaUXv5hZoacu2CShoaaOlLQmDa2pzoaV9iFLHgG8M+N6EmGDANwZ8V8ZrDPiWQ9eTfBPCgO9DlTMGfCeXTQz4rnXA"
    "9yxT49qsP89+Ru/ak5F0dHHb4UsH13fF55Dd31yK7+4nfL/r3A7gO3zKoQzPVGc8HT2mhNEVFEyIXmrhdK65YdIi4mPIbn7n63aLiA85BKFZq5G1YEk5nJumQVWWvgyFqGLcf+Rku2J/cGa/m/h5v38V2b/Pu4MYg++vzzt8CxB854N018WQDM6fqfM5/IoEt7MzT0Ik"
    "cqSdwP0ak3ai6apB05yU2QIJkcghkEblAY3NBXOsjH0hy1kQkDRPHzousuBnr/fx5d4xHTUFFcnMswrGb5VoJRtnK0618t2bJfgZJsHctThDPe9UCX6GKJCdcXZ6bp8S7AxRIDsT7GReGEIZhoZpkKVxlk5U3SjFzzUBMhMzfzHzt34ctSgEqZXkaIQIOSpRLrVskSCY"
    "TI3J1I3krPzJ1JIuBZVkUyd3sH1ytq7PbGTbljb6/lb4wvMD8GGMUjwGf+TXJyrSQHTldelcqjYx6MQh5sI5Iw+GzqgInF9OqUUhNP6RPunMJjoLQucVcTSlqkYtfpkLDa4CJXmf1kl0l7fCuHzZNBogxLj8PWriGJefyeCaRmhjXP4hSr1IXD7sfCWAS3/4/mDLGjnS"
    "Jj7Lirp8A4LmOXx3E21YMuvgp/INpHtad5xwMKO2zc2MMvwNkTSSxTvIM4gZWFuWwphVgyPLxv9dFnDwmFYB3pFIaa8nl0tUc5jJjX9cU0vs5FnYh3tdKYJ7zGBo0dIDkOOveYCD6pAlZQ7hpyyFPDjqM2UPQeo/MQFLAADCoBrRGR/xTOeON0B3yFS13TFL3U7pKLfb"
    "WyHkIdtypiDkgZCHJAyuqfGLkMchSr0I5CH20qTAc3IXfAIMlI+IuIpAeaG9lBFGQCCHMBqVRgKKYhlZ+OPlEEWj3guMgtxFqUy+KZStlBmQoM6MQaU75qhtLqwxLcnRCBE+pBgCiSGQcnO2bAgk7EHVwdb1XQmKVMkNduvNbHXXTWRsEcZG9hgJPQA908lzAIjLShH8"
    "n/GRBeH/nul3ziH0hVrEptSG7jpJ9D53JILvsqkPCoLvCL5LwuCawrAIvh+i1IuA74+mlmIkDOiPjIBDf3wj4ovy5Nj5Y5APIgZivOr3vvjD48hirIaspm/3hkUIsdSlPO9TchnFUpdHWOryNZldfalL9H3sQMfG3mvoAZGTowjXI1wvMWfLwvXYMLDihoGvgyzf0acZ"
    "FT88gSr7l5Q8RNl2BxVOnzchuFtnEKHNDybmgmmQ1k6oOp4SMLMU6OH+wBmmidKL9gNRbeL9Io+N9tuJbjjUskWQtzOls7Ts+R3eCcFs2TZXBcFsBLMlYXBNYU0Esw9R6kXAbPGZkHc2FuSPbwSYvZd8b18FSXI5Oyo5SoWxyfluhS1ik1+43leuXniIYn+VI97v6sGv"
    "ulw4IviI4COCjwg+gs0INkvAVQSb5QabXwcPPV/YOqO2/bu5sNy3LYaKRgcoedjoozd0NA3GbkRIxbTEnIgaF0tKn4npVvUcG+b4WVxRBXpJ/m0yTq8yTVwGyxmibclyqgO+OaUropmEmQ6ZmoaWBEh3daMhG7IHmM9YPXD2aepKIeacMluBmW1qc2a7hUtV8uCeeeCz"
    "qAKlhVkMfgMLvni/jdEfDr/r6ozPy++g80PbndnhP2tFVcvgtwApKWRimTOFOOZ/3pIB/CkuhvfGJm5tW5uI7lOA+/LXzqbufVWL8ql1238fHtY/kL9VCyqwX4aBzIj9IvaL2G8jUUDEfg9R6oj9vj5YA088KFhleBymaSCfq8dpXHW0DLi+ptg/sP46+/9OIHRfXy/D"
    "+jANMv8nmL+2aJLsz+0XHiXEluElWoajz+gIfUY1VEPQZ7RLXSSBxr8OtvlPQLOOUjBN94KSh2UKJKxolKfuTMmDOh7TuTMCZdVcOCObQsACBFlClQBY9VSBMwmgb0ItqikC/nvSXygDDM+t8ssoGQNUx1JCPHdyG8AvvwMsCKjfUoUEQTIxLfIAdYgnBhhPE4da6xs9"
    "mS4e6k/lDXOxQ4QMETJEyBAhw+aBRwgZHqLUETKUQFc3DXOREsCR1yDIp2iehp5nUPoM/pTJ3k9x5oZ/UwkOx8iax+addAniiw5fv/lvKMHpME3z2Hz8rhCfYVgmo92LUU6DaWRO3ECU0RYtsLLoUQJFJaDatv7E/ITKJN87bDFLhIdF40YjM+xvtzy6bvfu21clrTiP"
    "qkXczyG77d/3Lke3/fNur0VCX4bsqtO+G4zO7+/+bJH1cdzeLya8QqLLEVxCbKnwQgl8N3uCreBe2d6digHfdJClBLuzJ0B2J9mtWuOp/rKVhRYjxepZ8lhkSUMc3VKVvjbolkpuveiWqp1bKlKwMhKrXhL8TiXGNJwM1UY4hkpyOJUYOZyb6JRMv/jJtJxE6kctmbw5"
    "Oyf1dd6c/xR9Rivgd+CWbiifU19qmZKhhAA6zLFWR1lRA+5VZWPowIhvyJZeNIKgP4n770WmDrjj7TOytHTHoYyYzFhBLs9yaorcI9vNXwqRvbEJZDMlYweqvoHIepob6piK7sUiEMDSqOUnMRn8hWrBVHNLN/nsqyChiokqVJQJLoE19aAQ/vqNKSQhiepV4kcNme6l"
    "XIneCmL0GZS3cqa66LLgET38y+S3EvO8JQ9z1bahoTJETLq/ys1ptN0/SdVgfpP/dhEbobg/VbUdMSEcYPwCxi9g/ALGLzTPk43xC4co9SLxC/4WnZT53Uw1jEzILEy3P8zs3a4E7GJmJ8efPgZwGXzJQ8rurttXV0m4TOhFSW6e60/ZvPRJ9sfI3cP2fz8+Pjn5dPzu"
    "5ONvpx8+fTr97V3A2eSlPD6fd78AlyMvSJLtIZ2y7PIVI23g+lXf9Sq5TQUqf1kxRwhRyFILWVhoI/pjrvNJt5B1Gj067WSWuGu8J+WcnTq5ppCjHCTcrzHlIMOwT/n+InFStLDj7hE3O2dUund9ghDdIlHObuNvqsjN1JxHNcfPtG93h6RM3ezv2OzmyFpvK+DuRWy6"
    "pjI5Za8p4LoL1tAKON34upCJHUc6n50ngiyn3VpCm7x2nruomNfuQSTVgusJfGDCfWWZCwjWd51KT+oLuMX8RFzRT4XY5ow6Uz6mBT4pqMm3sLymLUm33U7ugO4t2TZbBd1b6N6ShME1dXSge+sQpV7EvWXQF2okBV4sBykg3mP60c1t97p9+2fJbconaxHvYMjO2xdf"
    "729axP2MKxevk1/kKzRl38AwHcK48rxuyVX2VRsayLauIqIlDUMR0drE1KoRrf133qgtYwu03nhFeOUGglOywJUbL3JlE7Qy5+MKN4VY8ku243ckgKhjnVEyM1+o3SKWaRgAgagv/Fl4orZCnuncgW62YTDQhkYHZGyoXCNI7Qexk3sguCLbuq8guILgiiQMrqmZjeDK"
    "IUq9CLgitr6UXMO8WNc1TWOihvcc6epV+RjNucoouJmiYxummsH/VOqYKCZAXsNXLYe1l/3786sOubntXHTvul7AVPAuiYtwal3t/LbTvooxHpxuLs+2WOcSxA1c6uq7tCV3NERdEHWRAhyQNV36fGE89+fAcvcvT+kdGR6g5PeONJ5Hpj+2aOF1r42iY5JHSjRI4l1C"
    "kXT+i1dRO10RNc2XU2iXCInIU2H9W1lxF1VOjIiAbGuSgogAIgKSMLimtiEiAoco9SKIgDrOriVdoOZrQC1zdfSj9t1d90uvRdzPIbvt3PWvvnVaxDuAM/2bDhR+FZ9Ddtfr9/+LD3A/h+zmttu/7Q7ccA1xNGRX7fPOVYuIjyH7533nnhOID5ivfQmztS/jysrrxHGo"
    "1tMCSvOWanUXIZIjZQtu25iULcd01JRQp0wkLhjfpKzzyqpeaqltSjOZqaV3KK0vqFkZIyeqbqQldmayck2AzEwwU2e6Pd1KrYqRYhidPGpUUnseg35kGNtZTTFalLTUksbqylhd+TWZXX11ZXWuj55pWRQtSoVp7VGevmpcdWM4muOP2n+4qpxcrSRaNWU1qICz7bn+"
    "1Z2ooZyNLoHSOfsWztgUMk139XmXlc2OPndkGTffIx3zO0J9YfDGuWWGZ2fkYcxv8UBsdQX50Svwu7nWY4ZTb6tp0IUn2zKuoAsPXXiSMLimzhx04R2i1Iu48LgW5mR0y9zswQuI95kx3elddntfSm5TPlmLeAdDdskZ2iLw/5B9bnevOpct4n4O2d3X7s0NnPAO5PDD"
    "gd5SCszwxjcPxTgt1rA3p19vkrdYAXGHKkUQ7Ve2AGKMDhmbj2uY4QjMnzTAExGd9WRwgZpnsYcM6/e9dv2+14E9ImJIwT3iYsoGPiJhw8WAjzZxpqBmusHHAFjwSRxOAo2Q4KvOHs0fZ/zsgjnQ5Qhikd3eR5CX7Gcse/3L3ZNer6ckPLLLm0G7qJ7pwFmmEQjyetGd"
    "FTEo1K9z+0VBJrZhQtco/n3l5lWLO2kKeVw44gSjOuAvROf3FPXvvJsRZlpDBmfnFn3R6RJRG0RtDlUTQNSmmPFQT/sdUZtDlHoR1MbbC0di10wKPjPYLkGHMXfxmDvQfBZMK83aBB2yNs5aUIlTDaZMpoYo9sfO9zVhJ6Cvi5SY/OLY7SItOH+X4C3kR/w8cutmW4Rz"
    "LS79ZIvLID/jMkjQkAS9zW69V0xgOS34dimynreDlRFZT0DrPQGtX/W/twj/b8iuO5fd++sWcT+H7Pful99bBP4fsvvbL53eoEXcTzkEZjPT/DdXkPh6rqdkWuRrVwlijMuVR59KqtF8KtN42UqPjpGinOWWszmn0BewrHqXJET9Lq6QQDN3fr+R6NZe9jVKEOOLJPOL"
    "xNWV1ADazBdoTYAJiGnK/OLxX3ScsiJlu/dDJM3z8B8XSgo5zkkKOU4mhUx0y3ZGFp0bq61S6uLUuETJvESJGmw+4lXO1ZBCigkVKeXxfBZtWSAvSt5ACLqxr5Pney2zXWXRN2/vev+xUELjx5yExo/JALWF7ZhQTZL/kseFQ0sV40glxqIckVevkj7KmN6L6b2vyewd"
    "pPfatv7EaFkNKkaG2lMi3BjCrcpHGoeoMAIm7rrV+MutO2XjimJkyNYUj/iPsjwN0SBDE9n91hPVRnxSs3SKf5wSF1Zp2qc1hp85+QX+tp5kL1ZOUOL5/VEVaHNWwb6LpNeVseU604mtqAKudv156rlnbWZreM8ulAIDumgFjL1Yz9RU1kYV9wLPrKeSVsfdbmjGpnI5"
    "psgXaVoZqFPVcLpMFlddV9+kDiprDteFm710tCGVyx+mFM3oGvlpUYJkY2bXAHKeIIMpPAdx/eFEJV5aC3mC/Chz4SSztbaZABOiZNOqFYIJUZgQJQeDa5oagwlRhyj1FO90IiGqFuFoMsdxJjCf11ffrtRHamxS3txBxVU3A8YXTskXo4kDxQTVqPY1VVNaiRUhQMVM"
    "Pp0BFTNUzORgcE23aFTMDlHqRRQzrKu24yhcrm+UDm5e0yBD8/2dWOhrt4W+Es9yBUwOTIKmcjf8AsuKvXve/Q3W2zoGoKD55nYjKGy/ucOhZTNx1Gdqk7lqOS3xfWIahrm0yeMKipDpFjGXjCx1EAw0eRbVzRjMRDUoiqYSZjo0zeTbyT3QSpRtk1DQSkQrURIG19Re"
    "QCvxEKVexEq0TGPrIvQ+rdRNpD/3r6763zu3LeIfQT2c3qDL+XkJJXG8w7h+USTno/rKN7MFMCwhj3OTs1plGaHJPk1MDo+caFeCCM7sdxM77/evIi/WeXcQY+799Xnn9pf3gud8kO7q58m0f4RHdhxp/4p99JrDUgRIpABI9t+0sLb8LdC18PUxkluuzx1tQEjEGKUw"
    "PgIqYkF05HdzyS9Zoty7h2FMVZuIsvBeRfhg3jOyYOKCbouC7A+RaqcPxKC2TZypnuIT391tECORbZ9QECNBjEQSBtfUWkaM5BClXgQjwcLkOyu+h1Y4WuHysxStcLTC68Vfaa3wS2roXPKrtuPQ2dw5SjHC40OUPBtc8wZDhTUYXdAE73P796Z/NyCOKTqjjVXDgD9Q"
    "8ZupkUc64Y8VtKjnJvFM1egZ0RZus0KIGJjphqHblEtCSzG9q58eTW7ZNgUFTW40uSVhcE2NLzS5D1HqRUzuWmQV7lK0FdvZ5sLhu8vWkR4h8j02QOLP0O3Ai8woEfHhkbWIdzBk7YuLzo045R9Bs6rP93durypxMGSf290rOOF+cqrr8+6X+/79HSfzD+Oa3utEibgd"
    "xLh8tBSJZr4iMaqt3hPJSqdU/ZpQyzKtDL5m17aNUjWvtO1pkQf4NPsBPk08wIJjpVncTO7upN8G34nn/KZ0RH+MqTUv1d0kjbZ5bH//7rhIxWYYllMe+zhRtdm34kezlDrxmWtzjArX5uTavF0/kcpaicimIe4Ezfa4VQnEGsxUT8YWwVjDj5ZUIKulTtKhVXFByQVU"
    "YUgJFHViWoSq46kXYqREa2+oTCPPXJDpEGkJWsQ/ZVtGFMQ/Ef+UhME1RcIQ/zxEqRfBP2Hf2xas82mlTsu67dxc/QngG/8YMj5StC0fdOQA2B5NLaUC9ID+yDDf/PEys7yK3WrQ+WMQeYMSrbuCt+iq3/viD4/384oyGzS+1OiZTGs5RLE/tP/9rlYxDKl79ecaQ+ok"
    "AiEwpA5D6iTkr7QhdZnVWgtUaC1TlBUQG3Mi4tmWpqXZZyJTDO4JMWyuPBVRTYetyFiFKdSZyZ44hWlTrzSrRaHUDv8cT/UXmoEL7eQuiCDJtgcoiCAhgiQJg2uKJSCCdIhSLxRBp2aFe2UE0Kn7ju+qcfwKfI6eaQpGlM9gn6aBTN5JGAvnnrkoFSi0pmggj/OAIJ/D"
    "nzL5+ykRqhL6TSVYHCNrXmjQTh5l3xbZYhuOkVawD0vG/vpuu0ltC9Hso0rRbEOnzEk1A3M2gTBR89an94XWp/c569P7lK3W5dlUtadbsNonax6zPxaJEv2YHSP6UUSIJuDu14EK/ai8FLAwFLCXDRd6IW8lAEP+cFgrAPRU4kzB2joj/CXv3PbaV1CEylZE5W1bBHvx"
    "yfQX3Vnxc5QvisSg0FdT5M+6uE46WljtLYZsyOLVr3SbTM0lmQHk6F0iPisEsXtf4nYn1chi7ib+cjr+AxB9RPQR0UdEH5uHQyH6eIhSL4I+2vSvEhaQNxozd1MMoBoWH6sRd+sVZxnE35WJtASaFoH/IRF60P3WHfwJidDu0ZANOtc3V22Iv/SP4lr268RgarpFx9nY"
    "5Gb5RCaQGQ3mz+V5/7532SLewZD17wfeKf9oyHyjphWYN3IIyqacG9boZ16l2BRSC+u6Ax0GoHMEfA7ZRb834G9Ti3gH/C276Y6+duAlcw+G7O7PO/5ytYj7KYfYMMZ5jzHOPu6QZPg/7vq9DNg/RBPXfvWxQ/6HGLpdw8TgHN4DM/J5H2dzTHWFCeK8Rwg5uZwghFw7"
    "CDlSP+OHQy2mpvefzamiESVrHqd34rl16+ZsrdoE1DJvnEe3nYtO95tbD8k9GrJ/3nfu4Yz7ybWYTu+y2/vC1Rj3QJwZiK9c67nsXHGyWyAIDqHMUlvM2U4psHTf+9rrf++1iHcgh16ENYD2WAOI/2xH1VN6D2/i9Jquibwuxuw8bifYbY7HC8vaCoiNkTYQia0v8poE"
    "3G1QpsoLOUSGAUYyy9ereL3VmxynRUnLLGlwD20h5BAZyldm+U64BrPVaxwhRBnLLGOq6dt5vyOEKGOZZexmAm+5H1OUcj2krM51SN8pGRMWpfqJmLD6SLZMSJjJHHWcjs3nlikJUSFPsf7LHtkLcTU/SvI1TIMMlamgTiNXAIvOjdWIb2XleBojQ65ilaKyLN5RlSKx"
    "flbA5K4/T1O5G95oZCz+JOfCUEntpxS1tpplwZ+poayNKvObeesZVBXwtj3Xv7oTNZS1UdtzM2t9BaCSFaFo+f+6MjemLclUEM5j/jVl3l+flezpj1AK5HyOZu7ggrmfba+mP1lOzRlRRQom8adI5nFuHo4JlLIpxwrBBEpMoJSDwTVNpcMEykOUeoq7IZFAiWWmdwA0"
    "YgMxbCAmkQlRpIEYFuveFWDzqrbZLX3R7XzjLBiiFLHOLG90QfPsuyiT7RexIbaqa2TBrS2D6A5ZqjZxw08Ubo/p4ykUwFlOKXNL2sBlT6FMGnJVTowmn2wrv4ImH5p8kjC4pso/mnyHKPUiJh8m5O8xId8Lr30su1/F6TBKAo1sNLKltgTLGdnBC75PO1vOpWAzc+Or"
    "oUyW9p3q6PZEFSbWLeV8tZ2jFGs7bZiSZ3HbIQJudguKwk5RL9pBmLqq/Uw1UViWW7crsqQWJVNqzKl2JorKqsxeQlN0kz9jcMISHbBMxifmnxOdqUaaI3UXt0BLXLbtQUFLHC1xSRhcU5sMLfFDlHoRS5z+mOt8tm2yNiOUDZR6faWcfLk52+FPTYj4bqYaRmZh3TXV"
    "VhV1JVP1vYK6J8efPga1dOFLXhndu+v21VVa4/EZROyVgbBCJE0o47NvEMvacm+yqt2ZaiSFui1Rr5wgW6PdBzNkZWEvZshihqz0HEUvBSbISgmpY4KsPAmyr5HHWVvWlk3kxOzjopwtmX2M7uGK3cOv47/8ptPlUYrDUpxX8jyUL3xEYY+krb5QjUx0w6EWNNEM7z/2"
    "Gel/74ErUHdsYi75I/DGJqrhN7WMeR5/Zir0MMqm2inoYUQPoyQMrqmvCT2Mhyj1Ih5G8ZmQd3bTA398I2J999GKyNK5EqKrSR5n99sK0/xUv62t+B3SER4XXIXSmf0WbvsamsFO2nCZFrT4S4urzH7swzQNfPRPijz5J9kP/knZppnpXK5No8wt2Vyk/VZ2961E8y1I"
    "tHzUjdRufsV6QkVn2GP/WL/JUonGUKJBE//PawfldYMasvbVVYvw/+J2YBGBVN+0iS8+evpjnxnHESbZX2/kd7t64itujAyGezl+hij2x873NWEn9qDcl+KHPSj31INSYHglEaAwDfqkc92nglXoHdmM4IefKZnw+7bjqOOpCG9MQfFDV5U8LF8NxhVG9Ce6QQF+D6pw"
    "nJEbt2EnFN3g13RHZPdQZzwFvN4yZ1CEw6KcwnPivbGJvbIdOiN8ReTj09D+Xd0GPQGyrVIKegLQEyAJg2uKCaMn4BClXsQTAP3BM1wBxZqLS+8XOLrx+4bfBH3DB33RKNz9jHcGlwNSAv1mVNZPEyGSWShbmpHHp6dF+Hx6ms1ouJbsAgbWt2BUCWbH6RrI751gJLb+"
    "7xQ+n+tPmdieT9GgjLe/Hx+fnHw6fnfy8bfTD58+nf72LsD4kpfywL7z7hfA+yLsTwEAp3T8bC9mpZ7vEA0iUpsRKWpZpsX5p5VaRaJUzePzaZEV5DR7ATlNOlug2Chdjpa65qSgrNkelzhdg5aTyjwFPpOmVH+aplgCG7m7JkT2JtlrmwtrnLI+ZIeFrCl+KihEMr7u"
    "O/oDM652gBMt5oapaiV5GiFClmKpvVcrtec+iRXw9j6YqKmsjby0Mnm5PusGvRcPdoqTa31RyfNxCdBkEYwrWrzecyK8sYUryiaO+swH8+fDhlp2MAR8TYyZC/7waERnY2OhQeW7ZzrnF223Jh6fBUZp5MnMrGa/mzuho0u2jUBBRxc6uiRhcE1dHujoOkSpF3F0ia2z"
    "BJ4RjMfg3DiI8bhy0liZh+AHJI3h5h4A/IRh+Do6tmfepCjYa8MnW7t2TYctoscCrbe11m1B66WM2A430bh++7Cud/kQ9HLSHa7hci15wfgLzD/stD5Ru7wRKtby6XyoWKNiLQeDa6pioWJ9iFJvYgSZHw9WcpsqEEZ22/lH52IAZ/wjOHfd/+aeEgdxTQSDy6SJVMDg"
    "Mgwu24tlitFlMZrmRT3tIN/x8V907JRetGNkzeP0hyKLyIfsNeRDYgmx6L/KF7GIEDWPy9VH8QFcso2lYGPrAAmtgqQxKFETG5Ty7hpEYGEJLCzRLEVLneujZ1oWEI5SYXEJbCGx50BRrGZeNEq0VDVz772ugLPtuf7VnaihnI0ugTJFiYabdwx0R3A54cxODlLy/NqR"
    "RhkOjC/o4x5MKbEXwiwH/zP0QQ7PRZa6M+VnoVS5JuI1oWL5umIJ/GovsvNxxZ8V/emJkyY93Lu7Dfq3ZdsYFPRvo39bEgbX1NOJ/u1DlHoh/7aatnRmN5X1xzfCY5cnx6paykoS5th5yaiV517IVQbpS/EKeX3GNbGpyp74taWlOw6EEjKhfnFKZqtC+zgjDzb9SwQb"
    "PqlzEWAolDQG4Yoznet0UJuczPk/b69OqoA7vRNqgfIpKKgFohYoB4Nrqg+gFniIUi+kBdK/kuLODStyCTCqaOuoImxStMPwCw8aLB2XGKdDZpdgdjntK0qF2lcysjbeqbq4XpsgRf9izAs+dkxr9Mz/hjKrQ5SqgWtD9aH4LstKBhuEaPDBjcciA+CRkp6c03lvTYKN"
    "9/IhvS1Kr1mUM8MuGyMWpcK4pQIB4uPxwrK2MkxjpA20TOtriboAhEwY+e80vRrA+qKyESsfTWnhogAQyUCZFkvWJ4b51BJYtqHaDhGzKgK5hlCHiWGaFlnMiWNCO5jx1B1gi1JZT6kN5HdzmyEbsgc+LX+5fJQdCNeTuRW8xAjC53L3Io3Y5ow+mhr8Av4wTE1LdxB3"
    "R9wdLT/E3RuIwCLufohSbwbuXv86U5HKAKDRlON4QII8347ngXpYju8RsgYV298z99FuRrv5aB928wVn7WImTLZ02zkYoGy2n8fe2II29O/mkl+yiMlEGoAgFV1PQXPwzoYs3qR1XHYCYfeG3g9h+Xp5CCHjF6gVbux6VrBqGTqfV1NXNmGUm8HMdMgjpzDNZ/5Ndc7I"
    "g+o4dDZ37AeF3wGmGokWOg/CKH+wqGOtxP3ABPduyOgPB36j4nWA1R0C2Toa5jOgRY0WNVrUDbSt0KI+RKkXsagxrGrthCvizf+Y7c3/mIz0QbjicI03yczp+q5Zya3KV/qTQs58s8IkjXm9KqvhvzacyuwFUarmRWWcFCrdc5JTuuckWbrHN0nLLlBhOlydZFudZEKW"
    "rujEMV9ykKVggLIZWTK8sUVbNrBwHIO6Boee1BcKoREAy6jkX+ajiH0wiWa2RGgENCazTZPBp+7ARS01LmMXN0DIRz40AiEfhHzkYHBNjX+EfA5R6kUgn3HIsVRU1Q/TIPTTCOinEa57SfTuf5iPado2nM7VsbmaWlCx7vzQbYdrrhOh4Jp8YYLjWPEOr0aHI5qUTSgb"
    "0wfyZJlL263vxhVnayX6BSf16ornFw7fwDfL6RYQBx1qUuyGOOtcHSecClJcFL8IHSXWgjH+u8BJe8YHLE3rmVpvuMbOVY0pxEWrQzblv/NXkB6o8gxUefJgUNWmI34r3RAeZs5Kk9jUIRPLnBFNt7nOO56CVWA7quW8JW1yftW/+Nq5FAbDUoW/d8Ln5z+C/37xfTQB"
    "b/KCTXSm21P+m0FmZCn+kodHmI/rlA+uSYHWBFoTaE2gNdE8vRKtiUOUehFromxSeIPTwau3IgB4TW09k2lGhCj2Z0q8360dUZmba66u/BbFRbPBQySYDR5ZkqrIBp9bushlTF9ANjeMDNPvsWdkr3973b4qKQR4Hju37YtB91unRUJfhsydr0XczyE7v7/62iLwf9xO"
    "K7IMVV+V4lCaenrGYMu3Cocs2ebz9r7XE2e8gyG7u7+46HQuRe9P/xBafQ5u/3QHekdDdtlp80Hw/5BdtHsXnasroAoO5ZC2Z8Cm9jnI3tejVM0LBjguFAxwnBMMcJwSDLBg24QCBFQNVJXrqxpjnNLOFTh4I7dgapysQelxlbFWYKtlmLomwOc0EU+3BqLLLu4xUgz1"
    "knmBFz6QEu9MMB5fmfgr4zp5ymica4rmaZs76RopQnVL1cJbU8gBfsD9GgN+CB/kVnh5lBK3CKm3CM9vvIWYY6QoZ5nlPAbwyxh5lSq3c36mT4Fyl1nu9mJOLZtq2y3kcWKUtcyydqaW6ThGaWw0Ttc8fXUn6GjAtq0M6SQ1vlwyv1x+LF1SztlxWGEaLH0eM6j96MUS"
    "+ESEBlHSlAgCywSW2yNIHivB2AQdMjeHuY7pqCnr/WbuBoTI3iR7IcK8VK2PgKB5+srpaQF15fQ0u6vP6d/kyT5oLzTd6TDHWh2lJCGErip5uQgqjBtRPlAv2rx+3VJUZA0sp6aIumf2kj8YfFoRS69Dmbapak/dom8v1HJj/M1lUDgdrpJHykdDNba81qWV3geSFLqO"
    "aHnvFWIXqcVvbIU8rAORH8QVCCB/VG36hg/kqqJfS85NiMC4f4z7x7h/jPtvXgQ4xv0fotSLxP1jguvey5u5SZhlNPg1RQPTLarvzGlu1wXVxCao27K6nPplYgtUbNL5+gHy2KSz2geX8+KRTlVjMjInZVeEJClyN8pdF+9IMjU76mtN8VNRX/Xh5k7Cu9SJkxbPmM32"
    "gAC5vj3XNeqoulEqyDFEIkeUY6NSPLlFCa6ZUirJmqR5nofqW/0ubGqNVM6TFPwlJ18vQtU8Pu+oeC92r97HIw2OmjIc9sc30HyphrkyeSqzOkavLyqb/ZQ/3zF6POUcb5GpuST8966I5/kEt55FoV+UEvUbhtpVFW4X/bP3QJ+ifJYV+hTRpygHg2vqXUKf4iFKvRk+"
    "xWb1S5JfzT7alQbQYCX7H+bjlcpomortX8pVsP9lPo4MPqpoyw8RYicqBrv9VG1zxrVVqN+r6ZMJtWy3/C4otuBm4mqxuWRkbhr6eHVGOt86t3+OvnZ7l34QnqcQpfT+2NWdRLXiJdWfpk5QqxhCCtcUrbVaD0q6O5Ycw0Q2tV4o1+GX+lg0GTEnDmVvyQN/4ERLMTZe"
    "QUTikAVWgLVgRIUWtGMKJYgf5tQazXS2cOgDTP7xnVue2BaNdFV+Az6VphAG9ZWJrf9wVgE5GgloJKCRgEZC49RFNBIOUepFjAQsOLzDgsOuYpNkb3bGYECA5Ybj5lVIAyzB0RgVZrKlJAoGCnMJvkaJkK1p5bEX9lbbaYQQs+zl2TyTOhM3mCm0ud6qpEKCGGUtm6wl"
    "waBuxIrwFVSvFBgqdFXJQ6K8dQUAKdDiCgNSMBiQFGjqJLpNiRZRDvHqpglsB4AYz6o+g7HQQgr6XVFjkoY8VTHlTwA1r6v0boZpaqfyZgM00uyCstkeuDRWsjQO9PFz2qIozucuhw4fUSIzX+Sp85VqOdXHU2JRsCoAK4e6qX6kyXJqGnyNgt4N/LkTMCt0xl5QbwHL"
    "BuN3cgeEsuVDWbNXSvFZYlPyxyMSUwCJcbzloMwO5NPg5iPd5oPV4Q9Pzq4XtwREtSZoUpZ8ZfiUuXD4blkuNXtN0ry4++ozW7FYdXNXJknMn57p6BN9rHrsT5hBketKnjnEQiMLmkW/m/wnEl2zRdg9Nz4c+sNpcRsFAB2H2OrKBusEnKcQYsTctt7iu7JujP64EiXI"
    "ZmqKWVT5HSA26ftUBxtKjFwwd+wMiph5NpbNWUj4k2pTG+KOuHrwIOZ6mHLu8ZdMlDE7I7YJBFTlttqDRrXFXBQkfoBu6jM6e6QWJCGIoCMf4XJv9pY8zFTdGHGjTdRDE0FPDhFaCPwqoHoCMr7a8p8+ZPRXGI8WXe0sOgxOwuAkDFPB4CSU+pbBSdmlozY3yq1D/aij"
    "i37vW+f2rj3o9nuj9t1d90tPtLBNO80Vl3Z30O19GQ36/dFVH5rhxs8MWa/zfcT5ftf+0mmR0Jchu+70YL4W8Q6G7O6qPfrevnUb8Ia+uFfObzvti99FH97QN5hHTDj63O6KfrvR70PW7Z33/xj1Op3Lu1F7MPDvmnqaj76+6d8ORp+7ve6duFnsBMz3rTvwWHFx0bkZ"
    "iFHJk3HlsYjN96GIzfch2+b7kLD51ppgGcM6SiXzI7ulcf2+kHX9Pse8fp/SSHuxXYW5OF0D+V19iTmPaWU02RAJqrFYXu51QDjBsjJPbUCApc/iAbiLtKI4OaG3i9RyOBjLfBRCksraMzHSBho09TVgknYr2GZbCDlEhtC/zPK1mWn+e9sA4AQxylpmWYdQ+7KSjpGi"
    "nGWWM//TXqhlC09Yaew+QYpaZFT1cX1jJfkaIUJbMsFS21afaGmehqnwMU2pOBJ/apPs/WxaVH9iX+kqgUbHOOo55K+Dier5qK7Phn6ApS4Dj3P0XeUM4H82dVxco3130b7sHGWuthXw9yI2XS2f3c1MTtloNrPae+MreYqDmRrK4OjqmM7b1w/5uQCIRcSB5Eb++MOU"
    "ogFAo7FLUTgQyKvF40a4QNCLTVQSCoMRITCqRd0sL9fuSQv32XoejIyRbTdVCEbGYGSMHAyuaYwERsYcotSLRMa4G2QJZ8yaoDHlPSvzxiAkgeazRIbHRvP59e2OG1EE9GiD2eGNKm51iNqipfqlhzsEnJGlzp+ZBaQGKG6bcVeKdnq+dQlatC5kW2zQukDrQhYG11TP"
    "ROviEKVexLpYqrrD//SRWyu7TM51CuXeagP+/V1dDI65RV90ukxh7LlpGlRl6cwNk8W4+sjpdvUOBWf2uzed9/tXkfflvBtrwdC7vz7v3P7yXrwofJDu6skuvyVM0L2x6IRCKVK6UXNejyyhPQdEJVp5LSGFlmvCIk+V899D2MOY+3hq2pTFNWR+DuguO5/b91eDu/Qm"
    "XpXOjkq4fPohKuGohMvB4JqqY6iEH6LUiyjhmPyKya81S37V2Qh01XJWzZpojzbN6+z0P2nShFlNIaS8JKcDGmR0cUbPF2ld/fLt9EVqYz9kcw6b0QeLPlj0wZZBk+6oA1Cr+2jkYEnBOKUwkmSHSTbCSN+h8FqA6UAzSNPQoOiaW7hM1E6DJbFF/lro1CFTc2HZIojT"
    "bSBje4XXdItoaUXgdjA/QkmyLVwKQkkIJUnC4JqCCgglHaLUC0FJXCL/NlmpIklhmj12KL8fXOxqc9pFk/Iwl4X2MYKe2Uk+ZzrMo0TYRy9pGbocyiiwsIGvWZUVkLGwaOtP1E7ZB4pBzGvqPa4O3evrzmWXr6gl14g1IWCs3uGQ/d6/v736s0XczyG7bHfhq/jYBlGt"
    "vnqVy+URmDQlHv4Y1f4i/v9ek0cf0SZEmxBt2th2cmFPL+mLnh6vFLqq5Lad5OP43wQDS8QlPdOVi+FALP6jZS5tar2xvdL/S0ps6lf31x0yVpnbA+CX288X5Lfjv7//W3o8UiWzIngk2zqkIHiE4JEkDK4pjIDg0SFKvQh4hH0pQ/ZdMQMvz8JLmHhc5Zibelpl3Wwe"
    "h2mayeeCjM7ldCarR1M1LahjM78DwgYyvXpAdH58+lErxec1RQMZvJMeCHzlLsVhf3wD+Vt9PKOh2s4I7NetlJ4kNdZ9lUfPSaq3CAoiKIig4CZQsKvR2dx0KBuvuLyOUoDB2AglDxzU12Oh+1HhiDORRQjJsNQiqv1MNbLgAuXHAPEp/BTkFk6p7XYB1R1oIGrzwTb0"
    "7Zz5rT5nZAqhZDYdWzStSsgO74MgomzrloIgIoKIkjC4pnASgoiHKPUiICLfLUuDLmGaBpqr1eMtQkEpzeYoFTK6AKNtqhqwELmqXpLZA/ojIzInSbkVw2uEAnT+GETWKJ+vv1y3//hbZJ2CHF5/eEgOF1f989eu5/Kf/wUMsYM2"
)
