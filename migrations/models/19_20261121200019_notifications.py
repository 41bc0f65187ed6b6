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
    "eJztvW1z4kiyNvxXKvxlZiO0Hd3udvcsfuKJwDbdw7YNXoO7Z87NHViGwmgtSqxKmGbOOf/9riy9oHckGnBJ5BcjpMoSzpSqMq98+++TmTWmJn/TnBtf6eqkQf77hOkzKg5iVzRyos/n6/NwwtEfTTlUnxvDZ7qSJ/VH7tj6yBHnJ7rJqTg1pnxkG3PHsBiM7k2tJSMW"
    "G9Fz8kznDtE50Unv9+bfT88+kqXhTMVXm+pjmJ7MbToxfrwhvZE1p2KgLU5Re2ZwLqbjb+CWY2sk7mmwp73MvmDGfxZ06FhP1JlSW9zj//xfcdpgY/qDcv/r/Hk4Mag5jrDQGMME8vzQWc3lufv79tVnORJ++eNwZJmLGVuPnq+cqcWC4YuFMX4DNHDtiTJq6w4dh5jL"
    "FqbpycE/5f5iccKxFzT4qeP1iTGd6AsTRHTy/00WbASSIXCn4cIxhMxH1myuO2/gzKf/3/udIZrhsNPtD3ut/nB4khAv/J6YTLxTI8FR8WgYzAGu/ff/uvOuuSPPnsANLn9v3v36/uPfJD8s7jzZ8qLk3cn/SkLd0V1SKYE1y+VPZ6thOdZHqXYpAv/EWgbrt8JnqM8y"
    "xZgcYqp4X8S/PNSdJFOvxBXHmNEMxkYoY4wde6Rv/IMKMvgElpIuM1fe25XD8H77ptXrN29u4XYzzv9jSv41+y24cirPrmJnf3XlY4kV1V1qg0nI93b/dwJfyX91O624FINx/f86gd+kLxxryKzlUB+HFgL/rM+1iNQX8/GWUo9SotRVkbrPo5DYvV+/lrr8TMj7cqrb"
    "6bL2x8ekLLhVRbnO9B9Dk7InZyq+vnv7Nkew35p3cgkVo2LS6niXTt1r0bXU1TjKcHhNUUcefyzC4vj7EOLwxziDhSI6nOp8WobFYZoaMvnjhwJM/vghk8lwKcpkLvXlJIv/2et20lm8pojvB8bIIf9DTIM7+2J0SMt9XBimYwjVHu73GrotcCiyFfhs/vWm+UdcApfX"
    "3Yv4Gg8TXMTEQX/MDXF5i606SrmDrdrTLFR5Eaq7MycVMlPnznDBt1LJ4rQoaZUlbdMX63krOUcpUcoqS9k3jh9LwxVxwp9ALKoj3w2ABaBwk+d0UCjgV5LLny2bGk/sK11JXrfFr9HZKM2k8QDRGzp7pEV0QjU5uz4b+gG2vgzgy+TTJXgg/nPquEp0s3fZvGqdSH4/"
    "6qPnpW6PhxHGwxXr1IqdCcYmL81OZ/EzOtOfJI/gn4Gf7nH/0kXqTlKQav+SlgdVu0ifQQti1U3iQYNE6I7O1ODEgAdEyBhGnBP6Qm3xlAi+E3EnSh6pabEnThxLENAkOr2D+RCPVm3l0XLwaIRTAiv0tBCccpoDp5wm4RTx8jiLFEMUONxii1liUY8apQH14fh90rzs"
    "t7+1Sj7GHlWDuJ8D1rvv3bY6V62rBgkO48tNMakUEkqOTOIiMa2RbpZ66NcUBxQDZftaSaIMfn9WgMHvzzIZDJeiDAbN/S+xHZRhcZjmgEy+718ehst7gLio44j7lwO5QjRqwFxw29rAXOiHzH4bqumRQj/kMUo9yw+ZMOFfx8ZssxfD0T1ZJMzM0FUtz9I0gnEFbc3u"
    "nAqrhwmLh+ijEZ2Lp1AjHp5HLJu4UP34XFiC5koYj1RYhc+U/cKD6CZhTkLIU9Ls3O3UaIFWyQLFiCiMiMI9CTURlPqWEVF0phtmGVs7IKgjiHdWxNAWo7IBo7OEqW1bWXjRZgjPp1WZ1yfd753WXYPIjwFrXt20Ow0iPwDIu23dfWv3uneA5PnHA3bTurkAIvdzwO5a"
    "zatht3P9Z4MEh2oAflJXLB1zFaVSWXzKQFIKhfmoxvrq7jdJNcM30baQc4wU4z9UljNG+RyDlCUOtE2UT4IQo3xyo3zW/EpyGaN8tFiUT+LpUinKx+N+Cvq6lks28jqTYwpH+Cw4tYkBOaPUj87RgkRRYV2cE/gNRGdjQv8Opp1MEwWQ1Bv9CyeQczqy5qu0iJ+dz4/4"
    "q2qrkob4K+KvijC4okgc4q/HKPUi+CvsnyVXzxAJLp2xpRMjUvcbkYruAnQXoLsgx12gv4jnXX80TMNJsdSLiTE+xwFDWgUj253S4dsulZCp/BRC/d4UkoG/A3Zx3xPH8HfAup8/ewPdAzVENtLn+ihVXG3mZOjZIZKYdACV2JN03r3d17L2BD/h76fvPnz68Nv7jx9+"
    "E0PkzwzOfMphervTj3F0bHD4P7fRZWOkiP6qo7umYfwz62VLjD9MiVJWTcqKBKve0ZEFSYOX4utJCmAaua7lwaa2N1I8g+Oi+ZFdRok18cBKcQ3SGuf6nNrn5Le3xNbZ2JqRR8PhGgxbTo3RdB1jujlsddezI3KqnmWah5yOaemwkgjRbtTCzayvcEzJlvVEsJSIwlsT"
    "IuXFXq1qYqaFkHLETPcYaQCsSrK2dIzBPS8UYaAoSzeHGISeKJWCC+7oREh62of403SNOXR9g8YsRw5lKGsJjdk02DNorDrhVFaa/oWT0VSw8pwsONT+gMAAB54IGTSgP4lLXroWl7qtR5auMe9s9gEbsAe+GI3Ed8t+AE0aLjP6w5E30cRI3YRUsolli1lHpkGZI8bo"
    "DhkbY8IshwhFm1gLcZXxJbVlkIPOn7l7V9TJK6iTYzQDRjOgjobRDCj1raIZMFnmQMCGp+Nsg7xHKBHeUOdtSi6igXqaFHJf6KnpAo4QbfUyVUiirT/6EWEmCvEEAr3udr74w+PVeeK1kaSFUFILjFKhFpgPMnjc2gHO0FvPVE3GboYaoo+WSmhDj4pfP/6sjxwrNaEh"
    "cl3LQxu4HDmcyKEF0Ya+sNfF+jkVdrkx0h0w0+dzAAfA8peJCb/2u/1bjdx9viQfT9//9rdzsM/pWJr00EWLGA4Y/uLWE8Oe0XESc9jDPSTyIEuWc4fOA+TBFE8ud8hyanHXI0iWOodbjAXb4W5i3JNljYmzNEaCG0zML07pjFDdNg1qYxHVSoIOLsw0FC+ATVO0uZyN"
    "Pk5YC8350Lt98F5uA1DEaFGbVlmbDpbcpJgvjKfMWL8I2VbBforJ1Iv2+8fp6fv3n07fvv/429mHT5/OfnsbhP0lL+XF/120v0AIYESuyZhAhAGzBVJNQAhhwGOUOiY1vbbtjA76Kjvofbwi1VoOoIw8Q9lt31zMRAaXORePxd8Nv/+GrJHKuVsDVSbnc2GhaoRbhLIx"
    "eNCFvSqOpFE6I7pppjvidzIrWqqqrTsausfRPa4IgyuqIaFefIxSL6IXi5FisoyGPuniDpHUwZd3gIB/eygUL5byXmUzOUpVPz6/L1QK4H1OKYD3KaUAsF7nMaCmWMfxGKSM3ZePRdJu/cCSNlyECE24fHxuFlRx/EmErnCZTkXZuhmjizxXSqF0QlDtdJDOvaLlYnRi"
    "zNAog9HpjkNncwda4Y6sGSUGe0OagsAwvUQWg0PGifhiQLzHaBq02pUJKRA/4lbihJ676YDd7m+B6J1qq5KG6B2id4owuKI4DqJ3xyj1IuidtXBg40wHljZXdQuRqxyod9Lq9Ft30HnbOxiw73fdzpfhbbPX+969Exei3/3rl92rln8NjuNKSBGgag/1+BByRci1LpAr"
    "2u5ou6Ptvsl2l4FNKZa7H/CUbbfDolTQaO+JrfzRGq8gX4OMdCbjYQjEw5jWktp/H+mceh0vNKLbTxY7NcZkrnO+tOwxgWTXpJm+i0khu6RpmuRx4ZAHayLTS0a6abp2/QP1iuBJq+4BzfjKmfGvXYFboXpxe6m/7b9NpbPYE4Qqa/lbc/ysEMfPcjh+Fuc41uw/QM3+"
    "oVj3DTHpNqBF6gTo5VMHqkgiVMFiNJrq7GkrqWdMgXJXWe5usprrftrWlR8lR3mrLG/0P2TvrNVEotH/cIxSz/I/JKCq14NUMkuKri9qm8CVUsVEmwQKepr074LSTSyCmpzMIY8rIjuJWjZ5Ml4o8yp0+grLuVsm33D45iL8e7oHQipVglTmC1tQbO3YC5GrbJKe9Npf"
    "OsP72wbxDqCNFoxdO/ai3wes17rsdq6Gn5uXfdmRK/xVDfeeOgUHFcLFdu/jw1j/bZYkxRWMFL0S22XUWr5oLWavoNW0G7BdxmtHDGA1jipX42izR2vBxq0XKn96wraNXNfyzFvDHTmkMLRE5L/vViHzBZ+eE1ewZA6B9mLGH7KpBP3hUJvpJjHGsqSGTmw6FwsycaF5"
    "Gbc/FWJKD/zf+R3QulVtfdJyrFuM+8e4f9SkEHdHqW8Z9+/vjakraE7cVZRMZWhQpWiVub4yLT2F0//sdTtZkQoBSfzNMkYO+R9iGnxvTdlfZ6sCZkRen0Qp5HjV49h7ARMkGh9AZ5BtUfCA+HAP+sld67LV/ta6KqmQBXSAeLtHA9a8vb1uwynvYMA+N9vXcML9VAPv"
    "9pJ4U/JZMusXh0m2Kl+8lWze7msFcosXn7778OnDb+8/fghqFgdn8koVJ8sSU9tOa6+Ss6z7BPXLWTkrtJ6f5aznZ8n1XFjM5nZhh1FKRJbVUZGSmvGMcq4/0dKpSWGqnzAyqyPZEjamRGdKcjRMg0Z7PnIrebUD6Lbtz1NNpm7GbsMPlWrg7Y+TDNT2x2a4FsBKrQhO"
    "+31KbQo9gF1Q7BfZzccRJJwsbcOh59CFp3nb9gDVqc5hsG6a8H/KyKEllFCR3XqgU3Bao6E93QOxWtVWJA2xWsRqFWFwRVE7xGqPUepFsFrMJQys+XeFrPl3Odb8u6Q1/yz+tW0RQp9WZV6fCA0LIMC2GnCfr98NF3apnO84Xf2wqtO3RZ0Pud6HBMexG+Mr916WXJzb"
    "9MWwFnx7OaTMUIeX4NDyiLFxuGBOWvWJDZnEWZMgpquOKpXUoPWJQ+2hmNAyX7Z2CyYmOah7sHvb6pR3DgIVuAbhc8AEG+/6w07re4MEh4poB1x3hpQBj1KUsgvLMqnOMhSEGGlMKo+Cdl9iCc4c9vW76HavI2/eRTu+/t3fXLSERiwlIAYZLsiZ0soUmCf+Ye6ktrDP"
    "UcvihHXYkg7gQxwbXD6pWxjzMVLccVTecUamQZlTMs4qQlS/F2ovZrzHs7J5kzGy+jF795mT3g+GVX9R1j2eRotO8lyfboRlSV6X9u3+y5+nkrzd7NpNe8RUcvE2HfGPPi4cekUnBjOcjM65acO0PPev7hMA7z2Kcu06XHK3N0bgtSXPlM75uawL8UxX4I310m30mcWe"
    "xGiLU8ilIbo9mhovaY7gPcyPTmDVljANncDoBFaEwRV1B6IT+BilXsQJ7Oj2U5rToBhiuaZW2YNzctnt9JuX/QbxDgZMHHxr3fWa/Xa3I08H39SAK4XCUsbY9IarLARlrEzxf9NSDuKAoIbs3QtiIhm07Yri0arMa+k+bBD4O2AuEt4g7ueAAXbeaopFxTsYMFjmGwT+"
    "Dth1uyco4S8cd77CceerGmuONQ8su6LZhCGSw2cThoyZx4VhOgbjb+B+r2HC7CXHcA7paHYpr0mIpH6I415yaG36n4Vhl3YKhsnQIVjCIeiDLdskuUVJ0T+ljl2RNCdfqM1TXb6ZybchisPl3r7b18q149xbdPcdSHlFd98+DbGEO+qVXSXfdFOyOttL4o7QijlIXmBw"
    "4ZLdcjSxJtJnIfPXiCycLb7AWqhL1dYSVhKZWbaYYemmvUGXM/FAkIn44MSQ9bflVGklu/dyD/SRqAffo48EfSRqMLiiaDn6SI5R6oV8JPSH427tZTTCKFX9FMK9RK+yhWyUm8Hsz6alZxiPccIYvydAWT2O5zD4qnt/cd0it3ety3bP81ut3xp5MQrF3LWa1/FNzNUI"
    "S2sGYSoMskvwNFCsyzM2TorcTYSIehFo5eNDo4So0W6MDg1FB/5kaGhGzGE1+VwoUjT6sKWHiaYsxTvg9eV6pkquEJvZG92ACvE2WFd3w+DIdPXlcnw3UinaWUgBms9dypr7JykIXnSAlgfgjdyhXvfegvhdSx9NCRhrhFszKiv+k6XOiSzuOhZyn1IyNbhj2Ss3Mnlu"
    "Wy+Uu6Wnppb4H4mwN5KY3Q7nRZxOtQ1XQ5wOcTpFGFxRxAZxumOUehGcDrZvlhXbuTn0MESudPShWmWXqlYIfwuGd2/7rathu9Mg/tGAuUfd+75/UhwO2H3na6f7XQz0DhQRkbWwR6Ww6zVF/XDrvUQRusr5FvtNhLCG2011t5ekVqHPjeEzLaugR6kQ0FXKBVGh16UE"
    "U2dUOsPKNhgIEeFjmguOu7zaAZZ4E0xUSa5uRhEjT9VmqNZbLHfhcpgbX92JasrZ6L6ipodB0eV1Ny6GV8O9HReXTkO8fbnkYt2yU0IxkLsJvW85hIguHG6MqUSfPchRI89CU2IQGqoTYTuPTUoMRijg127jBTF45XZkII6VFp2628kR7lZtC9UQ7ka4WxEGVxT4RLj7"
    "GKVeBO7G/g17xvQoJJwOy7I5RobcLsZtOtPTqqXnNBf1CWoIUZ8VSbYTo7IZfJaoezIXTCr1IAcE9WPwu49FEkfja3sob/RjoqqMNdLNUuxdU9SPv+/PCvD3/Vkmf+FSTLFdcMeaDYNUy1JlSlKJ1ShYAretTcGSR/FMP2+lh0YpsbKDOmpn0tpwobCtCsxHKFHKKkt5"
    "Ru0nISrxr1mlHUlxSvQmxUvQcWeoi53gxXBWW7xHafT4Nqn8NmH5lqSSiOVbsHzLT/nAvAyPk2xXmD9CK+ARG3pZIIX7nIfTLTQibGViW0vZXXxda0VnY/jmRpaek6UhnqsFFKmHoYZsQe6FCqZ1Od/DHdBHpp5igD4y9JGpweCKekvQR3aMUseUEEwJwZQQTAlR1KGJ"
    "KSFHgOtgSgimhFSCqZgSgikhB+EqpoRgSkgFl9capIS0fswtOw8N9wZoRcBwKscWbfM68bqpynpED2KOsdsl9kEWEIei4szDoscWS6lTvs0EiGSrtjtqiGQjkq0IgyuKaSKSfYxSL4JkVw1UPfnXfeu+dVVyl/KoGsT9HLC7+06n3fnSIN7BgPXuLy9brSsYFBwO2Odm"
    "+xpOuZ8DdtnsXLau5angUA3oldq2ZQvZjEvBr1Gq+kGwZ8WKyefUkk/n85g6ZfNKYnR15PUeKveLJcbeGu+2d7orKcb86m5CSd0D6lrz6VZijpGinFWWM8arJpdNjFetXLxqDOz0QKUko3NSxyJUmDMWWcB2kTNmW8sUgWQ2ifWHH65D7Nt9Pe877hCLrmj0mqrP0cXc"
    "tPRxSY5GiJCj6IdGP7TSnC3rh3bf7x1w9j6YqKacjayECvqg22NhlhjO6iTbCx0M0Yr4oQ13tFG0K08fuuO45QIfV2Q5NUZTmTjl1gyEmoJ8nTyVdESXJ0c3tGqbo4ZuaHRDK8Lgijok0Q19jFIv4oamPxxqM90sCQ3HyFTO7VEphwRD4fewXUldriRLwzTI0HwEAqOK"
    "99jLVj6IO2Bt25+nrowNv7EqGsqzDcHa3gCtkJE8KxGs/SDeZunReoBw6qm1JOK3rqBcCCfWRNbgnxjC/tVtKoOtGxB4PXNbzBrO1O0zK4vvu+1yx0krej+3QEtbtU1AQ0sbLW1FGFxRmwst7WOUOgZ8Y8D3JsQEA74x4HtnvMaAbzV0PcU3IQz4PlY5Y8B3ctnEgO9K"
    "B3zPMjWuzfrz7Gf0rgMZSSeXdy2xdAh9V34O2P3tlfzufsL3XuuuD9/hUw1leKY7o+nwMSWMrqBgQvRKC6d1IwyTBpEfA3b7u1i3G0R+qCGIsb0a2guWlMOFZZlUZ+nLUIgqxv1HQbYv9gdnDruJX3S715H9+6LdjzH4/uaiJbYAyXcxyHBdDMng/Jk+n8OvSHA7O/Mk"
    "RKJG2gncrzZpJ2NDN2makzJbICESNQRSqzygkbVgjp2xL2Q5CwKS+ulDp0UW/Oz1Pr7cO5ajp6AimXlWwfitEq1U4+yOU61892YJfoZJMHctzlDPO1WCnyEKZGecnZ7bpwQ7QxTIzgQ7mReGUIahYRpkaZylE90wS/FzTYDMxMxfzPytHkdtCkFqJTkaIUKOKpRLrVok"
    "CCZTYzJ1LTmrfjK1okvBTrKpkzvYITlb1Wc2sm0rG31/J33h+QH4MEYrHoM/9OsTFWkguvK6dC51Tkw6cYi1cM7Jg2kwKgPnl1NqUwiNf6RPBuPEYEHovCaPplQfU1tcFkKDq0BJ3qV1Et3nrTAuXzWNBggxLv+AmjjG5WcyuKIR2hiXf4xSLxKXDztfCeDSH3442LJC"
    "jrSJz7KiLt+AoH4O3/1EG5bMOvipfAPlntY9JxzMKOfCzCjD3xBJLVm8hzyDmIG1ZSmM2W5wZNX4v88CDh7TdoB3JFLaq8nlEtUcZmrjHzfUljt5FvbhXteK4B4zGFq09ADk+I89wEF3yJIyh4hTtkYeHP2Zsocg9Z9YgCUAAGHSMTGYGPFM5443wHDIVOfumKXBUzrK"
    "7fdWCHmotpxpCHkg5KEIgytq/CLkcYxSLwJ5yL00KfCc3AWfAAPlIyLeRaC81F7KCCMgUEMYtUojAUWxjCz88WqIolbvBUZB7qNUptgUylbKDEhQZ8ag0j1zlFsLe0RLcjRChA8phkBiCKTanC0bAgl70O5g6+quBEWq5Aa79Wa2uusmMrYIYyN7jIIegI7l5DkA5GWt"
    "CP7PxMiC8H/H8jvnEPpCbcIp5dBdJ4ne545E8F019UFD8B3Bd0UYXFEYFsH3Y5R6EfD90RqnGAl9+iMj4NAfX4v4ojw5tv7o54OIgRivu50v/vA4shirITs2tnvDIoRY6lKd9ym5jGKpyxMsdfmazN59qUv0fexBx8bea+gBUZOjCNcjXK8wZ8vC9dgwcMcNA18HWe7R"
    "pxmVPzyBKvuXtDxEmbuDCqfPWxDcbTCI0BYHE2vBxpDWTqg+mhIwszTo4f4gGDaWpRf5A9E58X6Rx0b+ZmKYDrW5DPJ2pnSWlj2/xzshmK3a5qohmI1gtiIMriisiWD2MUq9CJgtPxPyzsaC/PG1ALMPku/tqyBJLmdHJUepMDY5362wRWzyi9D7ytULD1EcrnLEu309"
    "+LsuF44IPiL4iOAjgo9gM4LNCnAVwWa1webXwUMvFtxglPPfrYXtvm0xVDQ6QMvDRh+9ocNpMHYjQiqnJdZE1rhYUvpMLLeq58i0Rs/yii7RS/KXxQS9zsbyMljOEG1LllMD8M0pXZGxRZjlkKlljpMA6b5uNGAD9gDzmasHwb6xvtKINaeMazAzp1ww2y1cqpMH98yD"
    "mEWXKC3MYoob2PDF+22M/nDEXVfnYl5xB0MccndmR/ysFdVtU9wCpKSRiW3NNOJY//uG9OFfcTG8Xzhxa9tyIrtPAe4rXjtO3fvqNhVTG9x/Hx7WP1C8VQsqsV+GgcyI/SL2i9hvLVFAxH6PUeqI/b4+WANPPChYZXgcpqkhn3eP07jqaBlwfU1xeGD9dfb/vUDovr5e"
    "hvVhGmT+TzB/bdEk2Z/bLzxKiC3DS7QMR5/RCfqMKqiGoM9on7pIAo1/HWzzX4BmnaRgmu4FLQ/LlEhY0ShPw5mSB300onNnCMqqtXCGnELAAgRZQpUAWPV0iTNJoG9CbTrWJPz3ZLxQBhieW+WXUTICqI6lhHju5TaAX34HWBBQv6UOCYJkYtnkAeoQT0wwniYOtdc3"
    "erJcPNSfyhvmYocIGSJkiJAhQob1A48QMjxGqSNkqICubpnWIiWAI69BkE9RPw09z6D0Gfwpk72f4swN/6YSHI6R1Y/Ne+kSJBYdsX6L31CC02Ga+rH59G0hPsOwTEa7F6OcBtPImriBKMMtWmBl0aMEikpA59x4Yn5CZZLvLbaYJcLDonGjkRkOt1ue3DQ7983rklac"
    "R9Ug7ueA3XXvO1fDu+5Fu9MgoS8Ddt1q9vrDi/venw2yPo7b+8WEV0h0OYJLiC0VXiiB72ZPsBXcq9q7s2PANx1kKcHu7AmQ3Ul26/ZoarxsZaHFSLF6ljoWWdIQR7fUTl8bdEslt150S1XOLRUpWBmJVS8JfqcSYxpOhmojHUMlOZxKjBzOTXRKpl/8ZFpOIvWjkkze"
    "nJ2T+jpvzn+KPqM74Hfglq4pn1NfapWSoaQAWsyxVydZUQPuVW1j6MBQbMi2UTSCoDuJ++9lpg644/k5WdqG41BGLGauIJdnObVk7hF385dCZL9wAtlMydiBXd9AZj3NTX1EZfdiGQhgj6ntJzGZ4oVqwFRz27DE7KsgoYrJKlSUSS6BNfWgEfH6jSgkIcnqVfJHDZjh"
    "pVzJ3gpy9DmUt3Kmhuyy4BE9/NsSt5LzvCEPc51zaKgMEZPur3JzGrn7L+ljmN8Sv13GRmjuT9W5IyeEA4xfwPgFjF/A+IX6ebIxfuEYpV4kfsHfopMy781008yEzMJ0h8PM3u5LwC5m9v7008cALoMveUhZ76Z5fZ2Ey6RelOTmhfGUzUuf5HCM3D9s/4/T0/fvP52+"
    "ff/xt7MPnz6d/fY24GzyUh6fL9pfgMuRFyTJ9pBOWXb5ipHWcP2q7nqV3KYClb+smCOEKGSlhSwttCH9MTfEpFvIOo0enXYqS9w13pNyzk6dXFOoUQ4S7lebcpBh2Kd8f5E4KVrYcfeIm50zLN27PkGIbpEoZ7fxN+3IzVSfRzXHz3Rod4eiTN3s79js5shab3fA3cvY"
    "dHVlcspeU8B1F6yhO+B07etCJnYc5Xx2ngiynHZrCW3y2nnuomJeuweZVAuuJ/CBSfeVbS0gWN91Kj3pL+AW8xNxZT8Vwq0ZdaZiTAN8UlCTb2F7TVuSbru93AHdW6ptthq6t9C9pQiDK+roQPfWMUq9iHvLpC/UTAq8WA5SQHzA9KPbu/ZN8+7PktuUT9Yg3sGAXTQv"
    "v97fNoj7GVcuXie/yFdoyr6BYTqEcdV53ZKr7Ks2NFBtXUVESxmGIqK1iam7RrQO33mjsowt0HrjFeGVWwhOyQJXbr3IlU3QylyMK9wUYikuccfvSABRxwajZGa9UN4gtmWaAIHoL+JZeKJcI8907kA32zAYyKHRARmZutAIUvtB7OUeCK6otu5rCK4guKIIgytqZiO4"
    "coxSLwKuyK0vJdcwL9Z1TVObqOEDR7p6VT6Gc6EySm6m6NimpWfwP5U6JooJkFfwVcth7VX3/uK6RW7vWpftXtsLmAreJXkRTq2rnd+1mtcxxoPTzeXZFutcgriGS111l7bkjoaoC6IuSoADqqZLXyzM5+4cWO7+5ym9I8MDtPzekebz0PLHFi287rVRdCzySMkYkniX"
    "UCRd/OJV1E7XZE3z5RTaJUIi8lRa/3ZW3MUuJ0ZEQLU1SUNEABEBRRhcUdsQEYFjlHoRREAfZdeSLlDzNaBWuTr6SbPXa3/pNIj7OWB3rV73+lurQbwDONO9bUHhV/k5YL1Ot/tfYoD7OWC3d+3uXbvvhmvIowG7bl60rhtEfgzYv+5b94JAfsB8zSuYrXkVV1ZeJ45D"
    "t58WUJq3VKu7CJEaKVtw29qkbDmWo6eEOmUiccH4OmWd76zq5Ti1TWkmM8fpHUqrC2rujJET3TDTEjszWbkmQGYmmGkwg0+3UqtipBhGp44aldSeR6AfmeZ2VlOMFiWttKSxujJWV35NZu++urI+N4bPtCyKFqXCtPYoT181rro2HM3xRx0+XFVNru4kWjVlNdgBZ5tz"
    "46s7UU05G10ClXP2LZyRJWWa7urzLmubHX3uyDJuvkc6EneE+sLgjXPLDM/OycNI3OKBcH0F+dEr8Lu51mOGU2+radCFp9oyrqELD114ijC4os4cdOEdo9SLuPCEFuZkdMvc7MELiA+ZMd3qXLU7X0puUz5Zg3gHA3YlGNog8HfAPjfb162rBnE/B6z3tX17Cye8AzX8"
    "cKC3lAIzvPH1QzHOijXszenXm+QtVkDco0oRRPuVLYAYo0PG5uMaVjgC8ycN8EREZzUZXKDmWewhw/p9r12/73Vgj4gYUnCPuJiygY9I2HAx4KNJnCmomW7wMQAWYhJHkEAjJPhqsEfrx7k4u2AOdDmCWGS39xHkJfsZy17/cvek1+spCY/s82bQLqpjOXCWjQkEeb0Y"
    "zoqYFOrXuf2iIBPbtKBrlPi+cvOq5Z3GGnlcOPIEowbgL8QQ95T177ybEWbZAwZn5zZ9MegSURtEbY5VE0DUppjxUE37HVGbY5R6EdTG2wuHctdMCj4z2C5BhzF38Zg70HwWbFyatQk6ZG2ctaASpxpMmUwNURyOne8qwk5AXxcpMfnFsdtFWnD+PsFbyI/4eeTWzbYI"
    "51pc+ckWV0F+xlWQoKEIepvdeq+YwHJa8O1TZB1vBysjso6E1jsSWr/ufm8Q8WfAblpX7fubBnE/B+z39pffGwT+Dtj93ZdWp98g7qcaAuPMsv4SCpJYz42UTIt87SpBjHG56uhTSTVaTGWZL1vp0TFSlLPacrbmFPoCllXvkoSo38UVEmjmLu43lN3ay75GCWJ8kVR+"
    "kYS6khpAm/kCrQkwATFNmV88/puOUlakbPd+iKR+Hv7TQkkhpzlJIafJpJCJYXNnaNO5udoqpS5OjUuUykuUrMHmI17lXA0ppJhQkVIez2fRlgXyouQ1hKBr+zp5vtcy21UWff32rncfCyU0fsxJaPyYDFBbcMeCapLilzwuHFqqGEcqMRbliLx6O+mjjOm9mN77msze"
    "Q3ov58YTo2U1qBgZak+JcGMItyofaRyiwgiYuOt2LF5uwykbVxQjQ7ameMR/lOVpiAYZmsjut5/oeCgmtUqn+McpcWFVpn1abfiZk1/gb+tJ9mLlBC2e3x9VgTZnFRy6SHpVGVuuM53cinbA1bY/TzX3rM1sDe/ZhVJgQBfdAWMv1zPVlbVRxb3AM+uppLvjbjs0Y125"
    "HFPkizStDNSp3XC6TBZXVVffpA6qag7XpZu9dLIhlcsfphXN6Br6aVGSZGNmVx9yniCDKTwHcf3hRCdeWgt5gvwoa+Eks7W2mQATolTTqjWCCVGYEKUGgyuaGoMJUcco9RTvdCIhqhLhaCrHcSYwn9dX3671R2puUt7cQcVVNxPGF07Jl6OJA8UE9aj2NdVTWokVIUDF"
    "TD2dARUzVMzUYHBFt2hUzI5R6kUUM6yrtucoXKFvlA5uXtMgQ/P9nVjoa7+FvhLP8g6YHJgEdeVu+AVWFXv3vPsbrLd1DEBB883tRlDYfnOHQ8tm4ujPlJO5bjsN+X1imaa15ORxBUXIDJtYS0aWBggGmjzL6mYMZqJjKIqmE2Y5NM3k28s90EpUbZPQ0EpEK1ERBlfU"
    "XkAr8RilXsRKtC1z6yL0Pq3STaQ/d6+vu99bdw3iH0E9nE6/Lfh5BSVxvMO4flEk52P3lW9mC2BYQh4XlmC1zjJCk32amBweBdG+BBGcOewmdtHtXkderIt2P8bc+5uL1t2v7yTPxSDD1c+Taf8Ij+w50v4V++jVh6UIkCgBkBy+aWFl+Vuga+HrYyR3Qp872YCQyDFa"
    "YXwEVMSC6Mjv1lJcsmW5dw/DmOqcyLLwXkX4YN5zsmDygsFlQfaHSLXTB2JSzokzNVJ84vu7DWIkqu0TGmIkiJEowuCKWsuIkRyj1ItgJFiYfG/F99AKRytcfZaiFY5WeLX4q6wVfkVNQ0h+1XQcOps7JylGeHyIlmeDj73BUGENRhc0wbvC/r3t9vrEsWRntJFumvAP"
    "an4zNfJIJ+Kxghb1wiSe6WN6TsYLt1khRAzMDNM0OBWSGKeY3rufHk1u1TYFDU1uNLkVYXBFjS80uY9R6kVM7kpkFe5TtDu2s62FI3aXrSM9QuQHbIAknqG7vheZUSLiwyNrEO9gwJqXl61beco/gmZVn+97bq8qeTBgn5vtazjhfgqqm4v2l/vufU+Q+YdxTe91okTc"
    "DmJCPuMUiWa+IjGqrd4TxUqn7Po1obZt2Rl8za5tG6WqX2nbsyIP8Fn2A3yWeIAlx0qzuJ7c3Uu/DbETz8VN6ZD+GFF7Xqq7SRpt/dj+7u1pkYrNMCynPPZpomqzb8UPZyl14jPX5hgVrs3JtXm7fiI7ayWimoa4FzTb49ZOINZgpmoytgjGGn60lAJZbX2SDq3KC1ou"
    "oApDSqCoE8smVB9NvRAjLVp7Q2dj8iwEmQ6RlqBF/FO1ZURD/BPxT0UYXFEkDPHPY5R6EfwT9r1twTqfVum0rLvW7fWfAL6JjwETI2Xb8n5LDYDt0RqnVIDu0x8Z5ps/XmWW72K36rf+6EfeoETrruAtuu52vvjD4/28oswGjS81eibTWg5RHA7tf7evVQxD6l79ucaQ"
    "OoVACAypw5A6BfmrbEhdZrXWAhVayxRlBcTGmsh4tqVlj/m5zBSDe0IMmytPTVbTYSsy0mEKfWaxJ0FhceqVZrUplNoRn6Op8UIzcKG93AURJNX2AA0RJESQFGFwRbEERJCOUeqFIuj0rHCvjAA6/dDxXRWOX4HP4TNNwYjyGezT1JDJewljEdyzFqUChdYUNeRxHhDk"
    "c/hTJn8/JUJVQr+pBItjZPULDdrLo+zbIltswzHSHezDirG/uttuUttCNPtkp2i2aVDmpJqBOZtAmKh+69O7QuvTu5z16V3KVuvybKrz6Ras9snqx+yPRaJEP2bHiH6UEaIJuPt1oEI/Ki8FLAwF7GXDhV7IWwnAUDwc9goAPZ04U7C2zol4yVt3neY1FKHimqy8zWWw"
    "l5jMeDGclThHxaJITAp9NWX+rIvrpKOFu73FgA1YvPqVwcnUWpIZQI7eJeKzQhK79yVud9IxWczdxF9BJ34Aoo+IPiL6iOhj/XAoRB+PUepF0EdO/1PCAvJGY+ZuigFUweJjFeJuteIsg/i7MpGWQNMg8BcSofvtb+3+n5AI7R4NWL91c3vdhPhL/yiuZb9ODObYsOko"
    "G5vcLJ/IBCqjweK5vOjed64axDsYsO593zvlHw2Yb9Q0AvNGDUFxKrhhD3/mVYpNobSwblrQYQA6R8DngF12O33xNjWIdyDestv28GsLXjL3YMB6f/bEy9Ug7qcaYsMY5wPGOPu4Q5Lh/+x1Oxmwf4gmrv0aI4f8DzENXsHE4BzeAzPyeR9nc0x1hQnivEcIObmcIIRc"
    "OQg5Uj/jh0Ntpqf3n82pohElqx+n9+K5devmbK3aBNQqb5wnd63LVvubWw/JPRqwf9237uGM+ym0mFbnqt35ItQY90Ce6cuvQuu5al0LsjsgCA6hzFJTztlMKbB03/na6X7vNIh3oIZehDWADlgDSPxsRzdSeg9v4vSaro68LsbsPG4n2G2NRgvb3gqIjZHWEImtLvKa"
    "BNw5KFPlhRwiwwAjleXrVbze6k2O06KkVZY0uIe2EHKIDOWrsnwnQoPZ6jWOEKKMVZYxHRvbeb8jhChjlWXsZgJvuR9TlHI1pKzPDUjfKRkTFqX6iZiw6ki2TEiYxRx9lI7N55YpCVEhT7H+ywHZC3E1P0ryNUyDDFWpoE4tVwCbzs3VUGxl5XgaI0OuYpWisizeU5Ui"
    "uX7ugMltf566cje80ahY/EnNhWEntZ9S1NrdLAv+TDVlbVSZ38xbz6DaAW+bc+OrO1FNWRu1PTez1lcAdrIiFC3/X1XmxrQllQrCecy/ocz777OSPf0RWoGcz+HMHVww97Pp1fQny6k1I7pMwST+FMk8zs3DMYFSNeVYI5hAiQmUajC4oql0mEB5jFJPcTckEiixzPQe"
    "gEZsIIYNxBQyIYo0EMNi3fsCbF7VNrujLwbPN86CIVoR68z2Rhc0z77LMtl+ERvCdWNMFsLaMonhkKXOiRt+ogl7zBhNoQDOckqZW9IGLnsKZdKQ2+XEaPKptvJraPKhyacIgyuq/KPJd4xSL2LyYUL+ARPyvfDax7L7VZwOoyTQyEYjW2lLsJyRHbzgh7Sz1VwKNjM3"
    "vhqqZGn3dMfgE12aWHdU8JU7JynWdtowLc/i5iECYXZLisJOUS/aQZq6On+mY1lYVli3K7KkNiVTas7p+FwWldUZX0JTdEs8Y3DClh2wLCYmFp8Tg+lmmiN1H7dAS1y17UFDSxwtcUUYXFGbDC3xY5R6EUuc/pgbYrZtsjYjlDWUenWlnHy5BdvhX02IuDfTTTOzsO6a"
    "aquKuoqp+l5B3fennz4GtXThS14Z3d5N8/o6rfH4DCL2ykBYIZI6lPE5NIhlb7k32bvdmSokhaotUa+cIFuh3QczZFVhL2bIYoas8hxFLwUmyCoJqWOCrDoJsq+Rx1lZ1pZN5MTs46KcLZl9jO7hHbuHX8d/+c2gy5MUh6U8r+V5KF/EiMIeSa6/0DGZGKZDbWiiGd5/"
    "+Dnpfu+AK9BwOLGW4hH4hRPd9JtaxjyPPzMVehhVU+009DCih1ERBlfU14QexmOUehEPo/xMyDu76YE/vhaxvodoRWQbQgkx9CSPs/tthWl+qt/WVvwO6QiPC6FCGYy/gdu+hmawlzZclg0t/tLiKrMf+zBNDR/990We/PfZD/77sk0z07lcmUaZW7K5SPut7O5bieZb"
    "kGj5aJip3fyK9YSKznDA/rF+k6USjaFkgybxx2sH5XWDGrDm9XWDiD9xO7CIQHbftEksPkb6Y58ZxxEmOVxv5Lf7euJ33BgZDPdy/AxRHI6d7yrCTuxBeSjFD3tQHqgHpcTwSiJAYRr0See6TyWr0DuyGcEPP1Mq4fdNx9FHUxnemILih65qeVi+HowrjOhPDJMC/B5U"
    "4Tgnt27DTii6Ia4Zjszuoc5oCni9bc2gCIdNBYXnxPuFE77iDp0RsSKK8Wlo/75ug54A1VYpDT0B6AlQhMEVxYTRE3CMUi/iCYD+4BmugGLNxZX3C5zc+n3Db4O+4f2ubBTufsY7g6sBKYF+Myzrp4kQqSyULc3I07OzInw+O8tmNFxLdgED61syqgSz43Q15PdeMBJu"
    "/JXC5wvjKRPb8ylqlPH2j9PT9+8/nb59//G3sw+fPp399jbA+JKX8sC+i/YXwPsi7E8BAKd09MwXs1LPd4gGEanNiBS1bcsW/BuXWkWiVPXj81mRFeQsewE5SzpboNgoXQ6XxthJQVmzPS5xuhotJzvzFPhMmlLjaZpiCWzk7poQ2ZtkL7cW9ihlfcgOC1lT/FRQiGJ8"
    "PXT0B2Zc7QEnWsxNSx+X5GmECFmKpfZerdSe+yTugLf3wUR1ZW3kpVXJy/XZMOm9fLBTnFzri1qej0uCJotgXNHi9Z4T4RcuXVGcOPqzGCyeDw617GAI+JoYsxbi4RkTg43MxRgq3z3TubjI3Zp4YhYYNSZPVmY1+/3cCR1dqm0EGjq60NGlCIMr6vJAR9cxSr2Io0tu"
    "nSXwjGA8BufGQYzHlZPGyjwEPyCpDTcPAOAnDMPX0bE98yZFwV4bPtnatWs6bBE9Fmi9jbVuC1ovZYQ7wkQT+u3Dut7lQ9DLyXCEhiu05AUTL7D44Gl9ovZ5I1Ss1dP5ULFGxVoNBldUxULF+hilXscIMj8erOQ2VSCM7K71z9ZlH874R3DupvvNPSUP4poIBpcpE6mA"
    "wWUYXHYQyxSjy2I09Yt62kO+4+O/6cgpvWjHyOrH6Q9FFpEP2WvIh8QSYtN/ly9iESGqH5d3H8UHcMk2lgLH1gEKWgVJY1ChJjYo5f01iMDCElhYol6Klj43hs+0LCAcpcLiEthC4sCBoljNvGiUaKlq5t57vQPONufGV3eimnI2ugSqFCUabt7RNxzJ5YQzOzlIy/Nr"
    "RxplODC+oI+7P6WEL6RZDv5n6IMcnossDWcqzkKp8rGM14SK5euKJfCrvcjOx5V4VoynJ0Ga9HDv7zbo31ZtY9DQv43+bUUYXFFPJ/q3j1HqhfzbetrSmd1U1h9fC49dnhx31VJWkTDHz67Wlswi8hpnZauCNp1bNnRlHk7E2IJq4PeppfkF6YT2JdWx5dQYTYl4FsQd"
    "ZFKPVNx0h8CqoMlxwspYEZ6aK/RT8w3YgD286OaCPkiFD9RF0xo9E6EIwZelDo/Hw+OCG4xyPvSGuqX2/LNkai1sTpbwI6w5ZaguorqI6iKqi/VTHFBdPEapF1EXswM0NkdDViG47uSy2/nWuus1++1uZ3h512rKiMe0swMWOXvX6t62OonB/ukBE7zvNb+0hu1Og6yP"
    "1+e79/31BfFlwD6373p9MUPvttvptRok+h2iL2+v/4TYS/EB33rd63u4KZzyj73OEsPvzXbfay8hj8V48QMh4NP9jGtcRbxTu++wIvWuFDTatPSsxgg+ReypmgCJOs/VLrbkq+79xXWL3N61Ltu9tldGJlgc5EU4JU4YLi4tntPreHJbRMMtxekkKbK8CMtTek4XVzwT"
    "pKh9xtgbbjpd2JYK0SBDYwwV/8qibCmpMA36sjE6YL8clZCP4E1KlnZ2pbkIkRodCOF+telAKJR+ezt7MEpZQ3uwuvZfSuCrYOE2Qg7ToYiVE7EiXoqeqV8CLn+S4qkIrml53gpu6kMJ7Rd0VHQnxGKx4BHwHMyoEPjoHHwKVB9NxSBzJUdCMx1mOUQ+0ElHxU/OJx0V"
    "Jp04Q07FHGP+4Pob4BTRHfKgs9HUsqFSgxbUaXikTzojli2GMkdMek4exkIdg2oOE8s0rSV3GwQ5UzrTBkyGw0Bhh2fxBLBIP6G5DhkIMJVpUC4mXonfID0k4qbGX+J/Eb8fQmmiPhH0hKAnBE0n9ITUDxNHT8gxSr2IJ8Td0Lf1hayplfaGbPJAdFp/hC9HvmZ5JLbx"
    "NOy+RsTx1vW4aUk/U3/ALu5azcvfwWXlHw3YZbNz2bqW/aKCQ0Uk5irESZll1z5YU9Sp/MHOKh0Ke40N59QeeY1SC7I1ToadMJKsDZtwpbxscUL0sRXxsSH4uA3nFVe5kpp2AH6UlXKEEIWstJBd6KqshNdUWFJBZelK5aG8eENkKF/V5bvVRhwhRBmrLGPXS7CFjCOE"
    "KGOVZTyjzhYCXlOhdFWW7qMNTsit3uEYKcpZZTkrEq2BEt7fm+xHZUtHfEl3bioxRhti/PYB2Tu3TGNUNg4hQoQsza+eFX4KU7DospWeLmPTVZPFmws+pby8mwtquQ/mDrjcM/XbYK66sjjyGm9mbnS72gGTL7wJf/fnq+T+tpnPqfu8SiXM1k97euDn+lXIj/yUD5RR"
    "tFZZz3WzkYllu0GZc9uaGTByZC2YeAqC2Mh4wKNbbmJOmUbEz6BEN02vDNksGRK6n9tApGjTIQ9hb+yDXwsN9HKiE7gmfgREdj4ZL5S9IW1HzGx6Pya8wnGIAF3qnHDqwEVtwOQtYZzbi9eL/JSpPlzzv8pUKvndlmPhJxoTL5wUfor31GOIKIaIHqtuhiGihRhc0WBB"
    "DBE9RqkXCREt282kCgUyist1/1XjJ4bNnaGQ11zcmmaHW+V0Qc6aAGPakjFtjP74KW5n0iOzk8wWfBKMk9hDeU6nEyObMQT2gKw1ePAbE4y9sCyT6izDeIsQxlj7KCj3tRsGZw5rPVx0u9cRjeaiHa8len9z0RLbo9wc14GwSZ7r9mgqDP1tFM0YKXr91FEsk/YEwDap"
    "aH7mihWiOFwuxLuKLFXY5+kE+zy9JrN33+cJ4wIO7GVF51RdnVN9Y+b+ownPlHdFK9FJBwi2L03SIEsocC6b2cgiJ7K2CLhZZG12cMq45do5YZSKKxaBIh++s2auc6dQyZJd3AccVG3pBpJzATF9Ecs4J4s5EDxwSpksUjLTnz33kkam1lKMssV97GRXHzE3NScw5eOK"
    "iPuhUwmdSuhUQqdS/dwL6FQ6RqkXcSphvVusd6s0P3XOhZ1Dy7I0RoZcjXIVosC2WusjhIjqqrOyJzd0YVKZxlZCjlKilFWW8lI3ZDc1bnjwT7ks6RgxylplWXNmWX9tV5cmQolSVlnKUhvcRsgRQpSxyjL2wMrSr/GarIZmdp0EjGmemJOovK+scE7i63jKWuDfOUlx"
    "lLkXtDw/mesbKugZA3fVVGdP4trSNhwH6uBL95DYAnXGdekxOQcX038eZPaTPjchq0qWvmdkZM1mhkMse0xtMqeQCSX9Cym+sX3eCT1Xqq1YGnqu0HOlCIMr6sNAz9UxSr2I50pskUlxXxhPOfW7/5Mi5UrX7v7H6en7959O377/+NvZh0+fzn57G8SuJi/lBbFetL9A"
    "HGtElikpO5iB5odYnhUJZz3LjmY9SxakXzz+m44cl0slmBynQ2aXYHY57StKhdqXqqWtqgNclnGEjxzLHj6L/6HM6hClquHasPvOIC7LSoYbhGjwwY0tCxLwKNVdN0SiRm9duG1teuvaVDCDl01QilJh0szmpBlrNFrY9nZhNlHSGlqm1bVEXQAi4Y14RYz8d2Hkn2Th"
    "5PKithErH07FuIKAeR+SL9gYkix0H4L+hRPTempILNvUueNmZ2jrTA/TsmwvV2M5NUZTP30DipI9WYwm0fL93Eb2xHUrEvsoOxCuJxNfda+BLpQhc/eiMeHWjD5aY/gF4mGABrYO4u6Iu6Plh7h7DRFYxN2PUer1wN3f7kuorwK6S42mHMcDEuT5djwP1MNyfI+Q1aiI"
    "04G5j3Yz2s0nh7CbLwVrFzNpsqXbzsEAbbP9PPLGFrShf7eWBKoSeLUSJCmZ6pyA5uCdDVm8Seu47ATS7g29H9Ly9Qp8h4xfoNaEsetZwbptGmLesb7yajMwyyGPgsKynsU33TknD7rj0Nnc4Q+auANMNaS2bdkP0ih/sKljr+T9ZPlx94ZQvBF+oyaMdGpDsXICQZlj"
    "jhY1WtRoUaNFXT/bCi3qY5R6EYsaw6rWTrgi3vyP2d78j8lIH4Qrjtd4U8ycru6aldyqfKU/KeTMNytMUpvXa2dVY9eGU5m9IEpVv6iM94Xqxr7PqRv7Plk31jdJyy5QYTpcnVRbnVRClq7pxLFecpClYIC2GVkyvbEFkaUmC8cx6Gtw6El/oRAaAbCMTv5tPcrYB4uM"
    "rYYMjSDQr82yGHy6HdfGqXEZ+7gBQj7qoREI+SDkowaDK2r8I+RzjFIvAvmMQo6loqp+mAahn1pAP7Vw3Suid//TekzTtuF0ro4t1NSCinXrh8GhR/FEKriWWJjc3sSR4h1ejQ7xnJyThwllI/pAnmxrycnScGQ0sr0ijv6colfveH7p8A18s253aO51Xw6FOBtCHSeC"
    "ClJcNHcS8NDaCyabPQsF/Rx6P1v2M7V/ERq7UDWmEBetD9hU/M6/g/RAlWegypMHk+qcDsWtDFN6mAUrLbcLtG3NyNjgQucdTcEq4I5uO29Ik1xcdy+/tq6kwQAVCbnXJpqK3y+/DyfgTV6wicEMPhW/GWRGlvI/eXiE+YRO+eCaFGhNoDWB1gRaE/XTK9GaOEapF7Em"
    "yiaF1zgdfPdWBDZHPNmlm2uur0xLT3lcs7PBQySYDR5ZknaRDT63DZnLmL6AtNhiJqUSrpoZlU6I/nALykmne3fTvC4pBHgeW3fNy377W6tBQl8GzJ2vQdzPAbu4v/7aIPA3bqcVWYZ2X5VCcN/JiBLaLKOA+IACum11rtqdL2Ul5BmDDd8qHDBvogbxDgbs7r7TkWe8"
    "gwHr3V9etlpXQBccinGt/t2f7kDvaMCuWk0xCP4O2GWzc9m6vgaq4FANaXsG7DPNeC0zdLgIVf2CAU4LBQOc5gQDnKYEAyy2qcS9pqqhqlxd1RjjlPauwMEbuQVT42Q1So/bGWsltlqGqWsCfE4T8XRrILrs4h4jxVAvlRd46QMp8c4E4/GVib8yrpOnjMa5pqiftvmu"
    "kLb5LkfbfJfUNmWobqlaeGsKNcAPuF9twA/pg9yuo1aEErcIpbcIz2+8hZhjpChnleU8AvDLHHqVKrdzfqZPgXJXWe58Mac2p+PtFvI4McpaZVk7U9tyHLM0Nhqnq5++uhd0NGDbVoZ0khpfLpVfLj+WLinn7DisMA2WPo8Z1H70Ygl8IkKDKGlKBIFtAcv5EJLHSjA2"
    "QYfMzWGuYzl6ynq/mbsBIbI3yV6IMC9V6yMgqJ++cnZWQF05O8vu6nP2N3WyD5qLseG0mGOvTlKSEEJXtbxcBB3GDakYaNDSzUtl1sByasmoe8aX4sEQ08pYegPKtE11PnWLvr1Q243xt5ZB4XS4Sh6pGA3V2PJal+70PpCk0Iakh7FfiF2mFv/CNfKwDkR+kFcggPxR"
    "5/QXMVCoin4tOTchAuP+Me4f4/4x7r9+EeAY93+MUi8S948Jrgcvb+YmYZbR4NcUNUy32H1nTmu7LqgWNkHdltXl1C8LW6Bik87XD5DHJp27fXAFLx7pVDcnQ2tSdkVIkiJ3o9x18Y4kU7OjvtYUPxX1VR1u7iW8S584afGM2WwPCJDr23N9TB3dMEsFOYZI1IhyrFWK"
    "p7AowTVTSiVZk9TP87D7Vr8LTu2hLniSgr/k5OtFqOrH5z0V78Xu1Yd4pMFRU4bD/vgami+7Ya5KnsqsjtHri9pmP+XPd4weTQXHG2RqLYn4vSvieT7BrWdT6BelRf2GoXZVhdtF/+w90KeonmWFPkX0KarB4Ip6l9CneIxSr4dPsV79ktRXs0/2pQHUWMn+p/V4rTOa"
    "pmL7l3IV7H9bj0NTjCra8kOG2MmKwW4/VW7NhLYK9XvHxmRCbe6W3wXFFtxMQi22lozMLdMYrc5J61vr7s/h13bnyg/C8xSilN4f+7qTrFa8pMbT1AlqFUNI4ZqisVbrQUl3x5JTmIhT+4UKHX5pjGSTEWviUPaGPIgHTrYUY6MVRCQOWGAF2AtGdGhBO6JQgvhhTu3h"
    "zGALhz7A5B/fuuWJuWykq4sbiKnGGmFQX5lw44ezCsjRSEAjAY0ENBJqpy6ikXCMUi9iJGDB4T0WHHYVmyR7szMGAwIsNxw3r0IaYAmOxqgwky0lUTBQmEvwNUqEbE0rj73gW22nEULMsldn80zqTMJgptDmequSCglilLVqslYEg7qVK8JXUL1SYKjQVS0PifLWFQCk"
    "QIsrDEjBYEBSoKmT7DYlW0Q5xKubJrEdAGI8q/ocxkILKeh3Rc1JGvK0iyl/Aqh5XaV3M0xTOZU3G6BRZhdUzfbApXEnS2PfGD2nLYryfO5y6IgRJTLzZZ66WKmWU2M0JTYFqwKwcqib6keaLKeWKdYo6N0gnjsJs0Jn7AX1FrBsMH4vd0AoWz2UNXullJ8lNiV/PCIx"
    "BZAYx1sOyuxAPg1uPsptPlgd/vjk7HpxS0BUa4I6ZcnvDJ+yFo7YLculZq9J6hd3v/vMVixWXd+VSRHzp2M5xsQY6R77E2ZQ5LqWZw6x0MiCZtHvlviJxBhzGXYvjA+H/nAawkYBQMchXF9xsE7AeQohRsxt6y2/a+vG6I8rWYJspqeYRTu/A8QmfZ8aYEPJkQvmjp1B"
    "ETPPxuKChUQ8qZxyiDsS6sGDnOthKrgnXjJZxuyccAsIqC5stYcxHS/msiDxA3RTn9HZI7UhCUEGHfkIl3uzN+RhphvmUBhtsh6aDHpyiNRC4FcB1ROQidVW/PQBo3+H8WjRVc6iw+AkDE7CMBUMTkKpbxmclF06anOj3CrUjzq57Ha+te56zX672xk2e732l45sYZt2"
    "WiguzXa/3fky7He7w+suNMONnxmwTuv7UPC91/zSapDQlwG7aXVgvgbxDgasd90cfm/euQ14Q1/cKxd3rebl77IPb+gbzCMnHH5utmW/3ej3AWt3Lrp/DDut1lVv2Oz3/bumnhajb267d/3h53an3ZM3i52A+b61+x4rLi9bt305KnkyrjwWsfk+FLH5PmTbfB8SNt9a"
    "EyxjWEepVH5ktzSu3xWyrt/lmNfvUhppL7arMBenqyG/d19izmNaGU02RIJqLJaXex0QTrKszFMbEGDps3gA7iKtKE5O6O0itRwOxjKfhJCksvZMjLSGBk11DZik3Qq22RZCDpEh9K+yfDmzrL+2DQBOEKOsVZZ1CLUvK+kYKcpZZTmLf+2F2lx6wkpj9wlS1CKjqo/r"
    "GyvJ1wgR2pIJlnKuP9HSPA1T4WOaUnEk/tQm2fvZsqnxxL7SVQKNjnHUc8jfBBNV81Fdnw39AFtfBh7n6LsqGCD+beq4uEazd9m8ap1krrY74O9lbLpKPrubmZyy0WxmtffG7+QpDmaqKYOjq2M6b18/5OcSIBYZB5Ib+eMP04oGAA1HLkXhQCCvFo8b4QJBL5zoJBQG"
    "I0NgdJu6WV6u3ZMW7rP1PBgZo9puqhGMjMHIGDUYXNEYCYyMOUapF4mMcTfIEs6YNUFtynvuzBuDkASazwoZHhvN59e3O25lEdCTDWaHN6q41SFri5bqlx7uEHBOloZ4ZhaQGqC5bcZdKfL0fOsStGhdqLbYoHWB1oUqDK6ononWxTFKvYh1sdQNR/zrQ7dWdpmc6xTK"
    "g9UG/Mfbqhgcc5u+GHSZwtgLyzKpztKZGyaLcfVR0O3rHQrOHHZvuuh2ryPvy0U71oKhc39z0br79Z18UcQgw9WTXX4rmKB7a9MJhVKkdKPmvB5ZQnsOiEq08lpCCq3QhGWequC/h7CHMffR1OKUxTVkcQ7orlqfm/fX/V56E6+dzo5KuHr6ISrhqISrweCKqmOohB+j"
    "1Iso4Zj8ismvFUt+NdgQdNVyVs2a6IA2zevs9D9p0oRZTSGkvCSnAxpkdHFGzxdpXf3y7fRFamM/ZHMOm9EHiz5Y9MGWQZN61AGo1X00crCkYJxWGEniYZKNMNJ3KLwWYDrQDNIyx1B0zS1cJmunwZLYIP9ZGNQhU2thcxnE6TaQ4V7hNcMm47QicHuYH6Ek1RYuDaEk"
    "hJIUYXBFQQWEko5R6oWgJCGRvyxWqkhSmOaAHcrv+5f72pz20aQ8zGWpfQyhZ3aSz5kO8ygR9tFLWoYuhzIKLGzga1ZlBWQsLNrGE+Up+0AxiHlNfcDVoX1z07pqixW15BqxJgSM1TscsN+793fXfzaI+zlgV802fJUf2yCqu69e5XJ5CCZNiYc/RnW4iP9/VOTRR7QJ"
    "0SZEmza2nVzw6RV9MdLjlUJXtdy2k2Kc+J9gYIm4pGe6cjEciMV/tK0lp/Yv3Cv9v6SEU7+6v+GQkc7cHgC/3n2+JL+d/uPd39LjkXYyK4JHqq1DGoJHCB4pwuCKwggIHh2j1IuAR9iXMmTfFTPw8iy8hIknVI65ZaRV1s3mcZimnnwuyOhcTmeyejjV04I6NvM7IKwh"
    "03cPiM5Pzz6OS/F5TVFDBu+lB4JYuUtx2B9fQ/7uPp7R1LkzBPt1K6UnSY11X9XRc5LqLYKCCAoiKLgJFGyP6WxuOZSNVkJeJynAYGyElgcOGuux0P2ocMSZzCKEZFhqE50/0zFZCIGKY4D4NHEKcgunlLtdQA0HGohyMZhD386Z3+pzRqYQSsbpyKZpVUL2eB8EEVVb"
    "tzQEERFEVITBFYWTEEQ8RqkXARHFblkadAnT1NBc3T3eIhWU0myOUiGjCzCaU92EhchV9ZLM7tMfGZE5ScqtGF4hFKD1Rz+yRvl8/fWm+cffIusU5PD6w0NyuLzuXrx2PZf//X/VDEUN"
)
