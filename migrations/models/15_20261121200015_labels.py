"""Labels, participants and mentions, drafts, custom attributes and satisfaction."""

from tortoise import BaseDBAsyncClient

from migrations.walls import Change, downward, index, one_of, reference, unique, upward, wall

TABLES = Change(
    """
    CREATE TABLE "labels" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "name" VARCHAR(50) NOT NULL,
        "name_key" VARCHAR(200) NOT NULL,
        "colour" VARCHAR(7) NOT NULL,
        "description" VARCHAR(200),
        "archived_at" TIMESTAMPTZ,
        "version" INT NOT NULL,
        "client_id" VARCHAR(100),
        "client_hash" VARCHAR(64)
    );
    CREATE TABLE "conversation_labels" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "conversation_id" UUID NOT NULL,
        "label_id" UUID NOT NULL
    );
    CREATE TABLE "conversation_members" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "role" VARCHAR(20) NOT NULL,
        "muted" BOOL NOT NULL,
        "conversation_id" UUID NOT NULL,
        "member_id" UUID NOT NULL
    );
    CREATE TABLE "message_mentions" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "member_id" UUID NOT NULL,
        "message_id" UUID NOT NULL
    );
    CREATE TABLE "drafts" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "kind" VARCHAR(20) NOT NULL,
        "body" TEXT NOT NULL,
        "version" INT NOT NULL,
        "conversation_id" UUID NOT NULL,
        "member_id" UUID NOT NULL
    );
    CREATE TABLE "attribute_definitions" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "target" VARCHAR(20) NOT NULL,
        "key" VARCHAR(64) NOT NULL,
        "label" VARCHAR(100) NOT NULL,
        "type" VARCHAR(20) NOT NULL,
        "options" JSONB NOT NULL,
        "pattern" VARCHAR(200),
        "required" BOOL NOT NULL,
        "archived_at" TIMESTAMPTZ,
        "version" INT NOT NULL,
        "client_id" VARCHAR(100),
        "client_hash" VARCHAR(64)
    );
    CREATE TABLE "attribute_values" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "text_value" VARCHAR(500) COLLATE "C",
        "number_value" DOUBLE PRECISION,
        "contact_id" UUID,
        "conversation_id" UUID,
        "definition_id" UUID NOT NULL
    );
    CREATE TABLE "satisfaction_requests" (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "expires_at" TIMESTAMPTZ NOT NULL,
        "rating" SMALLINT,
        "comment" TEXT,
        "rated_at" TIMESTAMPTZ,
        "contact_id" UUID NOT NULL,
        "conversation_id" UUID NOT NULL,
        "inbox_id" UUID NOT NULL,
        "member_id" UUID,
        "message_id" UUID NOT NULL
    );
    """,
    """
    DROP TABLE satisfaction_requests;
    DROP TABLE attribute_values;
    DROP TABLE attribute_definitions;
    DROP TABLE drafts;
    DROP TABLE message_mentions;
    DROP TABLE conversation_members;
    DROP TABLE conversation_labels;
    DROP TABLE labels;
    """,
)
# Models say their defaults themselves.
COLUMNS = Change(
    """
    ALTER TABLE conversations ADD COLUMN "custom_attributes" JSONB NOT NULL DEFAULT '{}';
    ALTER TABLE conversations ALTER COLUMN "custom_attributes" DROP DEFAULT;
    ALTER TABLE inboxes ADD COLUMN "csat_enabled" BOOL NOT NULL DEFAULT false;
    ALTER TABLE inboxes ALTER COLUMN "csat_enabled" DROP DEFAULT;
    ALTER TABLE inboxes ADD COLUMN "csat_question" VARCHAR(500);
    """,
    """
    ALTER TABLE inboxes DROP COLUMN "csat_question";
    ALTER TABLE inboxes DROP COLUMN "csat_enabled";
    ALTER TABLE conversations DROP COLUMN "custom_attributes";
    """,
)
CHANGES = [
    TABLES,
    COLUMNS,
    wall("labels", across=False),
    unique("labels_name_key", "labels (company_id, name_key) WHERE archived_at IS NULL"),
    unique("labels_client_key", "labels (company_id, client_id) WHERE client_id IS NOT NULL"),
    wall("conversation_labels", across=False),
    reference("conversation_labels", "conversation_id", "conversations"),
    reference("conversation_labels", "label_id", "labels"),
    unique(
        "conversation_labels_key", "conversation_labels (company_id, conversation_id, label_id)"
    ),
    index(
        "conversation_labels_label_idx",
        "conversation_labels (company_id, label_id, conversation_id)",
    ),
    wall("conversation_members", across=False),
    reference("conversation_members", "conversation_id", "conversations"),
    reference("conversation_members", "member_id", "members"),
    one_of("conversation_members", "role", "FOLLOWER MENTIONED"),
    unique(
        "conversation_members_key", "conversation_members (company_id, conversation_id, member_id)"
    ),
    index(
        "conversation_members_member_idx",
        "conversation_members (company_id, member_id, conversation_id)",
    ),
    wall("message_mentions", across=False),
    reference("message_mentions", "message_id", "messages"),
    reference("message_mentions", "member_id", "members"),
    unique("message_mentions_key", "message_mentions (company_id, message_id, member_id)"),
    wall("drafts", across=False),
    reference("drafts", "conversation_id", "conversations"),
    reference("drafts", "member_id", "members"),
    one_of("drafts", "kind", "REPLY NOTE"),
    unique("drafts_key", "drafts (company_id, member_id, conversation_id, kind)"),
    wall("attribute_definitions", across=False),
    one_of("attribute_definitions", "target", "CONTACT CONVERSATION"),
    one_of("attribute_definitions", "type", "TEXT NUMBER BOOLEAN DATE LIST LINK"),
    unique(
        "attribute_definitions_key",
        "attribute_definitions (company_id, target, key) WHERE archived_at IS NULL",
    ),
    unique(
        "attribute_definitions_client_key",
        "attribute_definitions (company_id, client_id) WHERE client_id IS NOT NULL",
    ),
    wall("attribute_values", across=False),
    reference("attribute_values", "definition_id", "attribute_definitions"),
    reference("attribute_values", "contact_id", "contacts"),
    reference("attribute_values", "conversation_id", "conversations"),
    unique(
        "attribute_values_contact_key",
        "attribute_values (company_id, contact_id, definition_id) WHERE contact_id IS NOT NULL",
    ),
    unique(
        "attribute_values_conversation_key",
        "attribute_values (company_id, conversation_id, definition_id) "
        "WHERE conversation_id IS NOT NULL",
    ),
    index(
        "attribute_values_text_idx",
        "attribute_values (company_id, definition_id, text_value) WHERE text_value IS NOT NULL",
    ),
    index(
        "attribute_values_number_idx",
        "attribute_values (company_id, definition_id, number_value) WHERE number_value IS NOT NULL",
    ),
    wall("satisfaction_requests", across=False),
    reference("satisfaction_requests", "conversation_id", "conversations"),
    reference("satisfaction_requests", "inbox_id", "inboxes"),
    reference("satisfaction_requests", "contact_id", "contacts"),
    reference("satisfaction_requests", "member_id", "members"),
    reference("satisfaction_requests", "message_id", "messages"),
    unique("satisfaction_requests_message_key", "satisfaction_requests (company_id, message_id)"),
    index(
        "satisfaction_requests_conversation_idx",
        "satisfaction_requests (company_id, conversation_id, id)",
    ),
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)


MODELS_STATE = (
    "eJztfW1z4kiy7l+p8JeZE8F0dNtt9xx840Zgm+5h24a+Nu7e2csNXKDCaC1KjFQY++zuf7+VpRfQG0g04JLID90IqbKEn5SqMp/MyvrX0cQ2mOW+a0zNr+z1qE7+dcTphMmD2JUaOaLT6eI8nBB0YKmmdGr2n9irOkkHrnDoUMjzI2q5TJ4ymDt0zKkwbQ6t78b2nBOb"
    "D9k5eWJTQahLKLn7o/Hb8ekZmZtiLL86jBrQPZk6bGS+vCN3Q3vKZENHnmLOxHRd2Z37Dm5p2EN5T5M/7qT3GTf/mrG+sB+ZGDNH3uP//j952uQGe2Fu8HX61B+ZzDIiEJoGdKDO98XrVJ27v29dfVYt4ZcP+kPbmk34ovX0VYxtHjafzUzjHcjAtUfGmUMFM5bA5TPL"
    "8vUQnPJ+sTwhnBkLf6qxOGGwEZ1ZoKKj/zWa8SFohsCd+jNhSp0P7cmUindw5tP/9n/nkky/3+50+3fNbr9/lFAv/J6YTvxTQ4mofDRMLgC1f/3H63eBjjp7BDe4/KNx++vJ2X8pPGxXPDrqosLu6D9KkArqiSoNLCBXP52/9otBH5XapgqCEwsdLN6KANAAMs1AXgJV"
    "vi/yT+5TkQT1Sl4R5oRlABuRjAFr+KLvgoMSAnwEQ0mHW6/+27UC8G7rpnnXbdx8g9tNXPcvS+HX6DbhyrE6+xo7+6unH1uOqN5QG3ZCfrS6fxD4Sv7RaTfjWgzbdf9xBL+JzoTd5/a8T42lgSA4G6AW0fpsamyo9agkal0XrQcYLand//ULravPhL4vx9RJ13XQPqZl"
    "iVYZ9TqhL32L8Ucxll8/vH+/QrHfG7dqCJWtYtpq+5eOvWvRsdSzOIogvJCoIsZneSCOvw9LCJ/FAZaGaH9M3XERiJdlKgjy2cccIJ99zAQZLkVBdpW9nIT4b3eddjrEC4n4fGAOBfk3sUxX7AroJSt3MDMtYUrTHu73FrYtIBSZCgKYf71p/D2ugcvrzkV8jIcOLmLq"
    "YC9TU17eYKqOSm5hqvYtC11ehPLOzEmDzKKu6M/cjUyyuCxqWmdNO+zZftpIz1FJ1LLOWg6c40FhuiIu+BOMRXn0u4awABZu9JROCoV4JVH+bDvMfORf2avCuiV/DeXDNJfGJ0Rv2GTA8tiEeiK7OLv0Axw6D+nL5NMlMZB/OROeEd24u2xcNY8U3gM6fJpTx+hHgIcr"
    "9rEdOxO2TV6aHE/iZyinjwoj+GPgp/voX3pM3VEKUx1cqq2iqj2mz2Q5ueoG8alBIm1HMTZdYsIDInUMLc4Je2aOfEok7kTeiZEBs2z+6BJhSwGWZKe30B/y0bqNPLUVfDTSKaEXepyLTjleQaccJ+kU+fKIWYojCgg3+WySGNSjTmkovT+8jxqX3db3ZsHH2JeqE++z"
    "x+/u774121fNqzoJD+PDTT6t5FLKCp3EVWLZQ2oVeugXEntUA+O7GkmiAJ+c5gD45DQTYLgUBRgs9/+R00ERiJdl9gjyffdyPyjvgOJiQsj7FyO5lmT0oLngtpWhuTAOmf02lDMihXHIQ9R6Vhwy4cK/jY/Z4s+moL4uEm7m0tXaKk/TDNvl9DU7Uya9Hi49HkKHQzaV"
    "T2GN+HwesR3iUfXGufQErVfpPDLpFT4x/osbZjdJdxJSnpJu53a7Rg+0TB4oZkRhRhTOSWiJoNY3zIhiE2paRXztUKCKJN5pHkdbtsomjE4TrrZjZ/FF6ym8QFZnrI86P9rN2zpRHz3euLpptetEfQCR9615+71117kFJi847vGb5s0FCHmfPX7bbFz1O+3rP+skPNSD"
    "8FO2YuGcq6iUzurThpLSKM1HN+jLO98kzYzARdtAzzFRzP/QWc+Y5XMIWlY80CZZPglBzPJZmeWzwCuJMmb51GJZPomnS6csHx/9FPZ1oZds5nWi2uTO8Jm5zCEmrBllQXZOLVwoKr2LcwK/gVBuEPYbuHZqmSiQpH7rX1wCa06H9vQ1LeNn6/0j/6rbqFRD/hX5V00A"
    "LikTh/zrIWo9D/8K82fB0XNJBIfO2NCJGam7zUjFcAGGCzBcsCJcQJ/l804HpmWKFE89nxrjfewxpVUC2WoXTt/2pKRO1adU6o+G1Az83+MX93fyGP7v8c7nz35D70APlRmmC5htYnnFRJGr1MfSSmOkJ/bzhoz0siRqWTcta5JaecuGNixxu5Rfj1Lovcj12iqSz/Fb"
    "ymfQyLuar8MZsUc+tSavwSK8KZ0y55z8/p44lBv2hAxM4dag2XxsDseLjMj1SZbb7h15Pv38qFU8n8EKJ0FEhLZjxKyHvsQZEBtWv8DCFxpPTcjr5nu1ysnw5eJ1keHbYVwcoEpCWzgifu/miodrCun6gPjSE6VTKPyWjaSmx13Ilky3mJeur7GYVcu+SrwsYDFbJn8C"
    "i5USl6m6yL+4ZDiWUJ6TmQuVKiCMLeCJUCFu+igv+YuLXGXb+mLpFvPWeu/xHn9wZ8Oh/G47D2BJw2XOXoS6SU22pBYsfBrZjux1aJmMC9mGCmKYBuG2INLQJvZMXuXunDkqJE/dJ9e7K9rkJbTJMfaOsXe00TD2jlrfKPaOSzv2RGz4Ns4mzHtEEukNfd6m5CAamqdJ"
    "JXelnZqu4IjQRi9TiTTa/Hs3osxE2ZhQoded9pegebyWTLySj/IQClqBUSm0AleTDD5aW+AZ7hY9lRPY9VRD9NHSiW24Y/LXG5/pUNip6feR67VVbIOrWvZHqmlOtqEr/XU5fo6lX24OqQA3fToFcgA8f5VG/2u30/1WI7efL8nZ8cnv/3UO/jkzlEsPez4RU4DjL289"
    "Mp0JM5Kcww7uoZgHVWDbFWwaMg+WfHJdQeZj2/UigmROXbiFIWGHu8l2j7ZtEDE3hxINLvuXpygnjDqWyRws+VlK0sGjmfryBXBYijW3YqKPC1bCct73bB++l5sQFDFZtKZ1tqbDITep5gvzscUzXrOIWEzDMGmXTqfy58qP3/77+Pjk5NPx+5Oz308/fvp0+vv732Vb"
    "9YOTlz6teBAuWl9a7dibBieQBqw2IYQ04CFqHZfgvLXvjAH6MgfoA74i1VsOqYxVjrK32XA+FxlC5q58LH4zg90iVEVP1/Uqdqql5K70UGvEtQnjBkTQpb8qj5RTOiHUstID8VvpFT1V3cadGobHMTyuCcAltZDQLj5Ereexi2VL2VnG9jPp6l4SqUIsbw8J/05fGl48"
    "5b3KBjkqVT2cT3ItXD9ZsXD9JGXhOlaXPATWFKsOHoKWca/gQ9G0V+2uoA8XEUIXbjU/NwlrDv4kQ5e7qKSmsK7n6CLPlVYsnVRUK52k867UVnJ0sk3fLMLRUSHYZCpg49ahPWHE5O9IQwqYlr+QxXRhxYn8YkK+x3AcbgyrFqRA/ohXNxJ2iE0n7LZ/C2TvdBuVasje"
    "IXunCcAl5XGQvTtEredh7+yZgIkznVhaX4NsSVznRL2jZrvbvIV9ov2DHv9x22l/6X9r3N396NzKC9HvwfXLzlUzuAbHcSMkD1G1g+pxSLki5VoVyhV9d/Td0Xdf57urxKYUzz1IeMr222FQyum038mpfGAbr7BegwwpV/kwBPJhLHvOnN+G1GX+/gw1Qp1Hmx+bBplS"
    "153bjkFgsWvSTd9Gp7C6pGFZZDAT5MEeqeUlQ2pZnl//wPwieMqre0A3vnRu/FvXi9aoXtxOqkUHb1PhVewJQZ2t/I0RP82F+OkKxE/jiGOF+T1UmO/Lcd+UnW5CWqR2gFE+faiKJEMVDkbDMeWPG2k9owvUu8569xareeGnTUP5UXHUt876xvhD9sxaTiYa4w+HqPWs"
    "+EOCqno7SiWzpOjiYm0duVKomGiDQEFPi/0mJb2FRVCTkwsyeCVq30vbIY/mM+N+hc7AYDn3yuSbwl1fhH9H90BKpUyUynTmSImNA3tL4jq7pEd3rS/t/v23OvEPYNMnaLsI7EW/9/hd87LTvup/blx21f5Ry1/1CO/pU3BQI15s+zE+zPXfZEjS3MBIsStxu4xK6xe9"
    "xewRtJx+A26X8dYZA1iNo8zVOFp8YM+40Xxm6qcnfNvI9doq99b0WvYZNC2Q+R+EVch05o7PiadYMoVEe9nji9pUgr0I5nBqEdNQJTUocdhUDsjEo+ZV3v5Yqik98X/rd0DvVrfxqbbCu8W8f8z7R0sKeXfU+oZ5/8HcmDqCrsi7iorpTA3qlK0ypa+WTVOQ/ttdp52V"
    "qRCKxN8scyjIv4llunnqtOqG9gpwAYzI65MohRyvehx7L6CDxMYHsDPIpix4KLy/B/3otnnZbH1vXhU0yEI5YLy9ox5vfPt23YJT/kGPf260ruGE96kH3+0v4k1Zz5JZv3hZZKPyxRvp5v2uRiCvePHxh4+fPv5+cvYxrFkcnllVqjhZlpg5Ttr2KiuG9UCgemtWTnON"
    "56crxvPT5HguPWZrs7TDqCQyy/qYSEnLeMJclz6ywkuTlqV+wsksj2YL+JiKnSmI6LIMOu2rmVuF1Rao21bQTzlBXc/dLj9UupG3L0cZrO3LeroWyMpaHp72x5g5DPYA9kixX9RuPkKKuGTumIKdwy48jW8tn1AdUxcaU8uCv1NlDs2hhIrarQd2Ck7baGhH90CuVrcR"
    "qYZcLXK1mgBcUtYOudpD1HoerhbXEobe/Idc3vyHFd78h6Q3/yT/tE0ZwkBWZ6yPpIUFFGBLD7ovsO/6M6fQmu+4XPW4quP3eYMPK6MPCcRxN8Y33ntZoTh12LNpz9zN9ZDSQxVegn3rIwZjf8ZFWvWJNSuJszpBTlcfUyppQdORYE5fdmhbzxuHBROd7DU82PnWbBcP"
    "DoIUhAbhs8cljLfdfrv5o07CQ02sA5eKPuOAUYpRdmHbFqM8w0CIica0MpCyu1JLeGa/r99Fp3MdefMuWvHx7/7moiktYqUB2cj0SM6UrUwBPPkHuyJ1C/sVZllcsApT0h5iiIbpqid1A2c+Joozjs4zztAyGRcF86wiQtV7oXbixvuYFV03GROrHtjbWTmpyaL9hpB/"
    "+mAm2BUbmdwUGbuOpjWrrQqd0UAAtOFLFNvqwBP39hUII17kibGpe67W1D+xV4hk+UsV6MTmj7K17TJYh0CoMxybz2lBtB30jwE0/WI7GEDDAJoeAJc0lIIBtEPUep4AmqDOYxrhmo/tWUjrzH4fXXba3cZlt078gx6XB9+bt3eNbqvTVqfDb3pQPdJgKWKo+811VsKb"
    "WujRkokDVii4FgpUEN6deJsKoE1HFF9WZ6xV6KVO4P8e91jEOvE+exx4x2ZDDir+QY/DMF8n8H+PX7fupCT8D8ftr3Dc/qrHmGNPQ88u70qsJZH9r8RacmYGM9MSJnffwf3ewoXZyfqsKSzlcQoxzksi1WNrdrL+0GF/zUyncEBlWQyDKQWCKQHZsskCoagocvv6+BVJ"
    "d/KZOW5quCxz4eKSxP7WLX7Y1ci15XWLGCrZk/GKoZJDCpV8p5aCOjtK4rWo5QuQPEPj3OWOVWtij1TMQq39IarosPwCYyFVpq0tvSQysR3Zw9xbMgQ7RMkHgozkh0tMVbtYdZVW7ngn98AYiX70PcZIMEaiB8AlZcsxRnKIWs8VI2Evwpvai1iEUanqGYQ7yfzjM7XJ"
    "aAbYny2bZjiPccEY3iOQLB/iKwC+6txfXDfJt9vmZevOj1st3hp1MUrF3DYb1/FJzLMIC1sGy1JYxSOBaWhYFwc2LoroxjKDwwy0gtgmBNGiXV0txYhkB8bG4aIlUzJyDsuJ8/oCKomHLb2KSspQvAWsLxc9lXKEWA9vdALKhW04rm4H4Eh31UU5PhvpVAwoeMxTuLul"
    "NyCbtAuq7eQl66YSC6DKZsI1Dcg1ZkGicY08SceBA0VGyZhyw2Kw9Tqjw7FfvEc2fvWq+hBhp7F02+0c6Tnd5tka0nNIz2kCcEmJGqTnDlHreeg5rAG02wwpl0HiTb8ozDExRDsf2gy2oS2CcyhQPYr5+DRP0oFslQ3waSL/eypBKvQghwLVA/jDWZ4EmvjYvpQ/c5bI"
    "rreH1CoE70KievienObA9+Q0E1+4FDNsZ66wJ/0w5aRQunaqsB6J23DbyiRuD+Qz/bSRHRqVxAxXfczOpLfhUWEbFSmJSKKWddayRV3Rp3K0ejbF6wa6TpNHjeuscUy1TjEUMdUaU61/Jk7TMqTO5Ah4lB2vCZvUcsRt5JumWpt50627YxbETwavZD42h2Mi/To/iAJB"
    "FneRI52M0RQXxyiMfgECjMJgFEYPgEvKx2MU5hC1nicKg7vm7jNK8MaZu7ohvp3pCjfg221K6VvkOGoK7PaTHHF3w5zA6rq7YSStNN1LjqSdrnSRw5a58xvFGGwTMjeF59gGq4VNvvBzz+XZGZcTtqs2IIQYkfR6HUae2FQQ6hJ/g1fvJOQkCsbT8h13d7Me7/G2LeRZ"
    "i9FnL5USRAm1ZM91L1sSBLzOjRoZzIQ6wZkJfrqqFwukbdA/4bZ3Um1rwebo3KNzf6iTOzr3+RyAcrp56NwfotbzOPfSaBSzlFSTfDUdF9J73Axok62ApMhVq/2lTvyDHve2BvI3Bmp3Ov9oXtWJf9Djt827zvV3OBUcxW2dfARBLn6gQCXHqWPajh9J2URhy/J7VFnb"
    "f3iLqAxk6gT+7/Hrzo86kf/1+E3zqnV/UyfeZ4//0fryR53A/z1+f/ul2e7Wifeph8Jcbtv/I8fGjbZbSwhjeoE+Q2lyBvX3RttkCo2Jop711rM9leAbfeVpJlWdWQcxKbi/cojvd2Ubbbkc4pyaQt6v75r+/FXkNUoI44uk84uElUS3+up4lXIKoLkQ2B+Yu3TTtoyn"
    "Oxv8k6VFNVYsjVqIVC97bSfxzpHpuKLvsKm1SQ5uUhpHfJ1HfJUz7dPvBUnbFFGsoRTfAGUJog0T2qPiFSTzKvs6+VGsItNVlnz15q4PZ7nS3M9WpLmfJeauALmifmBCDt3AuO0FgeIZL+5iJ+QQ2sSGA7jQVP+FprhUKWUMx6VKZVuqFNkfyHXNR86K2v0xMbT5MV94"
    "9/nC/oK1oinDUTGEFdOw95qGHQyVSXwLJwvfsIAaLuWguj5ZODatYBr2HtOw37o8cmmhLbx0YGnh9XbQXV7KXVWUY9O4rksJLr0k+qM1KwqCZrW8Cwv6QXa+Esm1/F5l1Uc2HvNCi2rhvMq1Jo+Qs2/PMhbgF+0As/R1M0tqBLP0MUtfD4BLmq+NWfqHqPU8WfqlyOzR"
    "Of6hT8mk0MK5pgNmrTPevEb5TTcL2udeGapaEzGmIr5v7Ji6aas71wugYaafzYCGGRpmegBc0ikaDbND1Hoew0ybPSF10/m2EhqlvVE4T3Qhg4CurdvzhvvnaQrxFjfQSzzLWwA5dAmqiu7yC6wr9+6HR9d4b4sgak73baIEcvtvXnMyH9tE0Cfmkil1RF19H9mWBZVr"
    "B69QGMd0CGw1ODdBMbaUUEV2OPTEDKjNQwm3BUtz+XZyD/QSdZskauglopeoCcAl9RfQSzxErefxEh07a+Os9RVbAlmd6+cefe5cX3d+NG/rJDiCSi3tbkvieQXFWvzDuH2RJxF5+zVZJjMALKGPC1tCTXnGkp1AJqaHgRTalSLCM/udxC46nevIi3XR6sbAvb+5aN7+"
    "+kFhLhuZnn2estQE6ZFd2hCebV4Q2IgQQooEiS4EyYSlB7l3l7tcWnwj77CuHMmttOeO1jAkqk0tNz8CJmJOduQPey4vOarqsM9hjKlLVHVivzBx2O85mXF1wXRVPeCHyCrSB2Ix1yVibKbExHd3G+RIdJsnasiRIEeiCcAl9ZaRIzlErefhSLDgw+4KPqAXjl649pCi"
    "F45eeLnw1dYLv2KWKTX/2hCCTabiKMUJjzeprfLBDb8xlP2B1jld8I70f7917rpE2Gq3niG1LPgDa8GePmTARvKxks4wuMQTarBzYswcL6Pc5GRiWpbpMqkJI8X13n736HLrNinU0OVGl1sTgEvqfKHLfYhaz+Nyl2JV4S5Vu2U/254JObtsnOmxJL7HrXnkM3Tb9TMz"
    "CmR8+GJ14h/0eOPysvlNnQqOYBulz/d33i5K6qDHPzda13DC+5RSNxetL/ed+zspFhzGLb23yRLx9raS+jFSNJr5isSkNnpPNCuptO3XhDmO7WTgumI78YhU9eotnuZ5gE+zH+DTxAOsECsMcTXR3cnWBXImnsqbsj57GTJnWmijiDTZ6sH+4f1xnjKi0GxFzdbjRCnR"
    "wIvvT1KKF2eOzTEpHJuTY/NmWzNsbVcG3SzEnbDZPlpboVjDnsoJbB6OdfnR0opkdegonVpVF2orCVVoUoBFhW3SGR2O/RSjWrT2BuUGeZKKTKdIC8gi/6nbMFJD/hP5T00ALikThvznIWo9D/8J896mZF0gq/WyrNvmt+s/gXyTHz0uW6oNtbtNPQi2gW2kFCbuspcM"
    "9y1orzPk25itus2/dyNvUGI/mfAtuu60vwTN45vMRMHGrVaPMKWuNFYYptRhSp2WdASm1B1oSl1mtdYcFVqLFGUFxsYeqXy2ue0Y7rlaKQb3hBw2T581VU2Hv5IhhS7oxOaPUsJ2mV+a1WFQakd+DsfmM8vghXZyF2SQdJsDasggIYOkCcAl5RKQQTpErefKoKNZ6V4Z"
    "CXR03/ldJc5fgc/+E0vhiFYDHMhUEOSdpLFI9OxZoUShhUQFMV5FBAUIf8rE91MiVWXpNxWAOCZWvdSgnTzKgS+ywTQcE93CPKwZ/OWddpPWFrLZR1tls3Gz+ZTURdxsfm9gb2ez+QTd/TZUYZCVl0IWLiXsZdOFfspbAcJQPhzOKxB6lIgxeFvnRL7kzdt24xqKULkB"
    "VwdH3CCcydGQWAw21FQLZz1CJ50m3FLfPd7j8XpXpkvG9pxMgGT0L5Hgj1fC3g2Jtx+pQWZTb6mvlJN3Rr4R+UbkG5FvrB7zhHzjIWo9D9/osr8K+Dx+a1yrm+LylLDcWInQNUyHDbMpr/XplZEOdCYZ5R9/0blvX9WJf9Djnfuufyo46vHAZK6HxnPc2H6bHEyXSTSc"
    "/s9kwsa60FpZN00oXA8bEsBnj1922t3GZbdO/IMeb3xr9b82/6wT/6DH7/686zZv6sT71ENtmDq7x9RZZMeSjzSyY6VjxyKlAV4EczhN31pzRYGAqFj1kN5JUMorCbLx9BpK6zx4H902L5ut716pF++ox//PffMeznifciZttq9a7S9yKvUO1Jmu+ipn3qvmtRS7BYHw"
    "ECrINFSfjZTaMfftr+3Oj3ad+Ad6zM1Y3mSP5U3kzxbUTNlWdR3SC7kqYp0P7FVoJ+C2h8OZ42zEOMVEK0g5lZdiSjKLLhhTxZW8JIa5Ezrr1y/mu9GbHJdFTeusaeDBN1DykhjqV2f9jqQFs9FrHBFEHeusY2aYm4X5IoKoY5117C1y3HA+ZqjlcmiZTk1YmVAw+SUq"
    "9RPJL+XRbJHcF5sLOkzn5ldWYFiSQkyxtMUe4YUEgpeCuC7LIKA61Qqp5AjgsKn12pdTWTFMY2KIKhZgKQrxjgqwqPFzCyC3gn6qiu7yRKNjXRs9B4atlLVJMWu3MywEPVUU2qgxvx5b36HaAraNqfnV66ii0EZ9z/XQBgbAVkaEvJXNywpuzFrSqdaVD/4N4/5fn7WO"
    "LWhRy7GcrT/xGudc1tbwy5WT+dieEKpWmJGgi+RKtfXNcaWYbsZxjeBKMVwppgfAJV0zhCvFDlHrKeGGxEoxrKC7A6IR90bCvZE0ciHy7I2EdYh3Rdi8qW92y55Nd7VzFjap5fHOHL91Tvfsh6oAHFTrIC41DTKT3pZFTEHm1CVe+klN+mPmcAyVPuZjxr3aHXDZNyiT"
    "jtw2O0aXT7eRv4YuH7p8mgBcUuMfXb5D1Hoelw8Xhe9xUbifXjsoOl/F5TBLAp1sdLK19gSLOdnhC75PP1vPoWA9uPHRUCdP+44K0x1R5WLdMomrK45SvO20ZrVVHre7JCDdbiWROyjqZzsoV5e6T8xQFTSld/tK5sxhZMysKTPOVfVMyt057Pdsy2cMTjhqcx+by47l"
    "58jk1EoLpO7iFuiJ6zY91NATR09cE4BL6pOhJ36IWs/jibOXqSl722TVZkSyglovr5aTL7eEHf7UhIrvJtSyMiuILqQ2Kh2qmanvVw49Of50FhYNhS+r6oXe3TSur9P2VJ5Axl4RCmtJpAplfPZNYjkbzk3OdmemEmmhbEPUGy+QLdHsgytkdYEXV8jiClntEcUoBS6Q"
    "1ZJSxwWy+iyQfYt1nKWFtuhCTlx9nBfZgquPMTy85fDw28Qvlye8rikUzInoZbJRbVXsMjK5CGifM3LZHTPizgb/ZEMBewl6OwMu+iJzU4y9JF7TUPsImsINIpG/uAR+9Tl5YlNBBq/yPTQfH6VoMnq5u9tgBFM307GGEUyMYGoCcEljWRjBPESt54lgwrqbIoGYoD3m"
    "EucMwySIj7cxEpvPjKemtXkXVhqDDJoU2KV6OKb8UV6bO6YQjBOTK/NLSnLXS4c7Jw8u+0ttDP1Ip9K49PaUlg0h0GdKm84xmEOm8t/KPat3die0AvUzUNAKRCtQD4BLag+gFXiIWs9lBaZtN31hPh7SjtP/fXx8cvLp+P3J2e+nHz99Ov39fZjnlLy0KuvpovUFcp4i"
    "ukwmQanPBObZu5kF7StheO96yzifGvRQKgByXA7BLgB2MesrKoXWl66pR3rGwn4SXekb2qs2Q08HNipVwbFh+3ukepAV3AllSQYf3NiwoAiPlD2G/3bXaWcMBwuRuFFuDgX5N7FMd2dm2xLVMJiZljC5+w5u+xYEA0C0mtKLs3cxfUAHicxqb11nwf21o1JVyGjf9Ubm"
    "uCtthRPZdeLI/5BO/lEWT64u1tZy5f2xbFcgYYJxA7IYaEBB/+ISy36sKy7boq4gqteaYq4h1WFk2bZDZlMibL88mkfRE+ow8mhzlp4wsf3b9HiPP8hu5csVsOwguOhMfqWCqBZE9uXNRQZx7QmDqjTyF8iHYWw7pkDeHXl39PyQd68gA4u8+yFqvRq8+/tdKfVNSHdl"
    "0RRDPBRBzDfDPDQPi+EeEavQAvo9o49+M/rNRzv2mxszwxRNLpzXoxTHeelqbZXnTKFdX/qMjpl3scEiBUz5rPOxDR6oV6sMuiUj6XOa4pw8jKk7Vu6p/cwc5aM69jx0dOEqGTDZmsnmq1LNtnof8J5bQi1R8B1n5TP/4tbIw8KWf1BXwAcbUJdJjxletsWiB0hiQ9cZ"
    "XWd0ndF1rp4Tha7zIWq9Gq5z5XwJL6O+SJxzIVHBbIntZ1LZm2Wt2Zi0tinUxcwvG1PWMKkKk6r0QXo7D67EYsDG1Br17VHRESEpiuhG0fX4jiSo2RlrC4mfSlgrD5o7yUyjI5FWNScb9lAAUd8cdYMJalqFEjSXRDBBc/uvgWHIqykKWWGSLEQwNXN9aubMZU6fPqZW"
    "dM4GOSpVPZxP3uex+2SrTKTVNcw2fotHGgI1RRAO2lfQfdkOuDpFKrMyfBcXa+vjlD+f4TscS8Tras8l+XtfiR/59HdXog6rReOGfsQPcmtzp/f+7D0wpqifZ4UxRYwp6gFwSaNLGFM8RK1XI6ZYrdRQ/c3so11ZABU2sv9mD9LMazi90rD+pz3IaVE3X0wX8uZGynq1"
    "5VgEx7HKb35unIAtTB9GjA/ZA3l07LnrFQdmz8x5JYI+pSyW23L/apUclS0nU+E+SLkZLKKTj7DLltfHmVza7lIK6LdaUMGYEWfGufxdsNnquWwwt50n5kjb3pDWxRgW1dEeH8vf+RtoDxIJOazMIw8Woy7ry1uZlspIlFDaxGWCjBx7QgzTlWbucAxr+1xBHfGONMjF"
    "defya/OKSE2QOYW/FxIb5Y+Qv19978vvD2TGRyY33bH8zaAzyIeUf8nDAPqTZqS8m5A3RAcCHQh0INCBqJ4piQ7EIWo9jwNRNPmlwmkvZ3nCH2fZ0Y+zRPADilql5h9mumdLEvtz0T7s1kU7/vDx08ffT84+hp5ZeGaVQ5Z0vqb01bJpyuOaHaleEsFIdWRI2kakeuqY"
    "qhBG+gDS5LOJ0srybjxR7SzJ79FDbndubxrXBZUAz2PztnHZbX1v1snSlx73+qsT77PHL+6vv9YJ/B/3094m+06iLzLSc9frKBTeo4K+NdtXrfaXohryncF64BX2uN9RnfgHPX57326rM/5Bj9/dX142m1cgFx7Kds3u7Z9eQ/+ox6+aDdkI/u/xy0b7snl9DVLhoR7a"
    "9h3YJ5bxWmbYcBGp6kXcj3MlNxyvSG44TklumPFNtqgOpSpoKpfXNE56RAEBVsB+WxapDMe+NQMO3sgNQI2LVai2wtagVdxqEVAXAvicxsFcIqKLDu4x0S2M8Jo9uFUa4FUMpMA7E7bHVyb+ynhBniIW50Kietbmh1zW5ocV1uaHpLXJHMd2CuXpLyT0ID/gfpUhP1QM"
    "ciO+PCqJU4TWU4QfN95AzTFR1LPOeh4C+WX1/YUHmwU/07tAveusd3c2ZY7LjM0G8rgw6lpnXYuxYwthFeZG43LVs1d3wo6GsG3kSCel8eXS+eUKcumSes7Ow1qWwSIEMYc6yF4swE9EZJAlTckgcGyA3O0bNi9C/CTkENwV4Apb0JTxfj26oSDCm4QXMswLFdkKBapn"
    "r5ye5qmudZpdXetUr9UH15Szo/QVCOpSbc0qhL4lW+VcitBQBX7VEoG5WlQLW9uIMSTsG+ZoJB0aL98eMvkh2+8Xl9hzTqa2ZQ5fz0nze/P2z/7XVvsqKAGcud/9zu6klifMmfk4FuHiBMj7X0jUF4uKYYmw15YcQ0cuc56ZQcTcHDJC5S1HgvF35EE+cKp6OB++wuqD"
    "Hg/XIDszTqiQf8iQwZqDB+n09Scmnwn2AJ2fvffWI7iw4EHe12WyK6NGOCyoIK75Il5D8aPwlcIVBjrZXbjCAFcY6AFwSXPNcYXBIWodVxi88QoDz7ApQhGEAri+IO5hLVmABRCNSaHrmsIMhAZzEVYgIoSwpq2HmbkbTacRQaTV9Zk8kzaTdJgZ7Gi1UQwlIYy61k3X"
    "mnBQ39SI8BVMrxQaaulqbRUT5Y8rQEiBFZebkILGwKRAFQdVXkLVhBDET5RS3A4QMb5XfQ5toWYEFLhg1iiNedpGlz9B1Lyt0buepimdyZtN0GgzC+rme+DQuJWhsWsOn9IGRXV+5XAoZIsC+wKqXfLkSOVtXO8w8CqAK4dE6aDO5XxsW3KMgsWa8rlTNKsc2IwZ8wew"
    "bDJ+J3dAKls/ljV7pFSfBSaloD0yMTmYGOEPB4VynHwZnHy0m3xwOdjh6dmL4hagqBYCVdqjb2v8lD0TcrYstjHcQqR6WSvbr/WAq1OqOzJp4v60DDaZ2gLCG19Z6nbpsRa1VS6RuWgL2fQ5vaMfQOBQ8myyOXMIdZ+YQWbyqZLHRPZSgzQeqLTLXG93AKgD6u117p6r"
    "pCPfuZkQ6dwYkKDjMOEmfaQd3gc9pTJ5Spj0g0k/mP6BST+o9U2Tfthrv2it/GWZKlJOW9/zSxkohWGOSiHQOYB2GbVgIPJMvSTYXfaSud1GXLIKbu2qgar5925kjEqU2gjHqetO+0vQPF5/440XZ/zn/wMUQd5k"
)
