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
    "eJztfe1z2sjy7r8y5S/ZU6VNJU6c7LFv3Spsk4SNDb42TnZ/l1tYoMHoWIxYjWTCnnP+9zs9ekFvgEQAj0R/SBDStISflkbdT/d0//toYhvU4q8bU/MrnR+dkn8fMX1CxUbqiEaO9Ol0sR92uPrAkkP1qdl/onO5Ux9w19GHrtg/0i1OxS6D8qFjTl3TZjD6bmzPGLHZ"
    "kJ6RJzp1ic6JTu6+NH49PvlAZqY7Fl8dqhtwejJ16Mj88ZrcDe0pFQMdsYs6E5NzcTr+Gi5p2ENxTZM97uTsHjP/8mjftR+pO6aOuMb//X9it8kM+oPy8Ov0qT8yqWUkIDQNOIHc33fnU7nv/r51+UmOhF8+6A9ty5uwxejp3B3bLBrueabxGmTg2CNl1NFdasTAZZ5l"
    "BXoId/m/WOxwHY9GP9VY7DDoSPcsUNHR/xp5bAiaIXClvueaQudDezLV3dew5+P/Dn5nTKbfb3e6/btmt98/yqgXfk9KJ8GuoUBU3BomcwG1f//XP+8CHbn3CC5w8aVx+8u7D/+QeNjcfXTkQYnd0X+loO7qvqjUwAJy+dPZvF8O+qTUNlUQ7ljoYPFUhICGkCkGcgxU"
    "8byIP7mvu1lQL8UR15zQJcAmJFPAGoHo63CjggAfwVTSYdY8eLpWAN5tXTfvuo3rG7jchPO/LIlfo9uEI8dy7zy19xdfP7aYUf2pNjoJ+d7qfiHwlfxPp91MazEa1/2fI/hNuufafWbP+roRmwjCvSFqCa17U2NDrSclUeuqaD3EKKb24NcvtC4/M/q+GOtOvq7D8Skt"
    "C7SqqNeJ/qNvUfbojsXXt2/erFDst8atnELFqJS22sGhY/9Yci71LY4yCC8k6ojxhyIQp5+HGMIf0gALQ7Q/1vm4DMRxmRqC/OF9AZA/vF8KMhxKgsylvZyF+Pe7Tjsf4oVE+n1gDl3yH2KZ3N0V0DErd+CZlmsK0x6u9xK2LSCUeBWEMP9y3fgjrYGLq855eo6HE5yn"
    "1EF/TE1xeINXdVJyC6/qwLJQ5UGo7ps5a5BZOnf7Ht/IJEvLoqZV1rRDn+2njfSclEQtq6zl0DkelKYr0oI/wVhUR79rCAtg4UZP+aRQhFcW5U+2Q81H9pXOJdYt8Wt0NsxzaQJC9JpOBrSITagmsou9sR/g6LOIvszeXQID8ZdT1zeiG3cXjcvmkcR7oA+fZrpj9BPA"
    "wxH72E7ticZmD02OJ+k9OtMfJUbwx8BPD9C/8Jm6oxymOjykraKqfabPpAW56gYJqEEibEd3bHJiwg0idAwjzgh9po64SwTuRFyJkgG1bPbIiWsLAZplp7dwPuSjVZt5tBV8NNIpkRd6XIhOOV5Bpxxn6RTx8LhejiMKCDeZN8lM6kmnNJLeH95HjYtu61uz5G0cSJ0S"
    "/7PH7u7vbprty+blKYk209NNMa0UUsoKnaRVYtlD3Sp10y8k9qgGynY1kyQBfndSAOB3J0sBhkNJgMFy/1u8DspAHJfZI8j33Yv9oLwDiou6rrh+OZIrJqMGzQWXrQ3NhXHI5U9DNSNSGIc8RK0vi0NmXPiX8TFb7Nl09UAXGTczdlRb5Wma0biCvmZnSoXXw4THQ/Th"
    "kE7FXaiRgM8jtkN8qt44E56gNRfOIxVe4RNlr3iU3STcSUh5yrqd2z01eqBV8kAxIwozovCdhJYIan3DjCg60U2rjK8dCdSRxDsp4miLUcsJo5OMq+3Yy/ii9RReKKsy1ked7+3m7SmRHz3WuLxutU+J/AAi76Z5+61117kFJi/c7rHr5vU5CPmfPXbbbFz2O+2rP09J"
    "tKkG4SdtxdI5V0kpldWnDCWlUJqPatBX932TNTNCF20DPadEMf9DZT1jls8haFnyQJtk+WQEMctnZZbPAq8sypjlo6WyfDJ3l0pZPgH6OezrQi/LmdeJHFM4w8fj1CEmrBmlYXaOFi0UFd7FGYHfQHRmEPoruHZymSiQpMHoV5zAmtOhPZ3nZfxs/fzIv6o2K2nIvyL/"
    "qgjAFWXikH89RK0X4V/h/Vly9oyJ4NSZmjoxI3W3GakYLsBwAYYLVoQL9Gdxv+sD0zLdHE+9mBrT59hjSqsAstUunb7tSwmdyk+h1O8NoRn4v8fO7+/ENvzfY51Pn4KB/oYaKjNMDphtYnmlRJGrVMfSymOkJ/bzhox0XBK1rJqWFUmtvKVDG5a4XYivRzn0XuK4tork"
    "c4KR4h40iq7m6zBK7FFArYljsAhvqk+pc0Z+e0McnRn2hAxMl2swbDY2h+NFRuT6JMttnx15PvX8qFU8n0FLJ0EkhLZjxKyHvsIZEBtWv8DCFwq/mpDXLfZoVZPhK8TrIsO3w7g4QJWFtnRE/J4XiocrCun6gHjsjlIpFH5LR0LT4y5kS+ZbzLHjayxmObIvEy9LWMyW"
    "yZ7AYtUJp7Iu8itOhmMB5RnxOFSqgDC2C3eEDHHrj+JQsLiIS9s2EMu3mLd29h7rsQfuDYfiu+08gCUNhxn94cqLaGKkbsHCp5HtiLMOLZMyV4zRXWKYBmG2S4ShTWxPHGV8Rh0Zktf5E/evijZ5BW1yjL1j7B1tNIy9o9Y3ir3j0o49ERuBjbMJ856QRHpDnacpO4lG"
    "5mlWyV1hp+YrOCG00cNUIY02/+gmlJkpGxMp9KrT/hwOT9eSSVfykR5CSSswKYVW4GqSIUBrCzzD3eJM1QR2PdWQvLVUYhvuqPj1xid96Nq56feJ49oqtoHLkf2RHFqQbegKf13Mn2Phl5tD3QU3fToFcgA8f5lG/0u3073RyO2nC/Lh+N1v/zgD/5wa0qWHnk/EdMHx"
    "F5cemc6EGlnOYQfXkMyDLLDNXTqNmAdL3LncJbOxzf2IIJnpHC5hCNjhamLco20bxJ2ZQ4EGE+cXu3RGqO5YJnWw5GclSQefZuqLB8ChOdbcihd9WrAWlvO+3/bRc7kJQZGSRWtaZWs6mnKzaj43H1tsyWOWEEtpGF7aldOp+Lni49d/Hh+/e/fx+M27D7+dvP/48eS3"
    "N7+JsfIHZw99XHEjnLc+t9qpJw12IA1Yb0IIacBD1DouwXlp3xkD9FUO0Id8Ra63HFEZqxxlv9lwMRcZQuZc3Ba/mmG3CFnRk3O/YqdcSs6Fh6oRbhPKDIigC39VbEmndEJ0y8oPxG/lrOipqjbvaBgex/C4IgBX1EJCu/gQtV7ELhYjxcmWtJ/JV3dMpA6xvD0k/Dt9"
    "YXixnOdqOchJqfrh/K7QwvV3Kxauv8tZuI7VJQ+BNcWqg4egZewVfCia9qvdlfThEkLowq3m5yZRzcGfZOgKF5VUFNb1HF3ivlKKpROKauWTdP4RbSVHJ8b0zTIcne66dDJ1oXHr0J5QYrLXpCEETCtYyGJyWHEivpiQ7zEcR41h5YIUyB/x60ZCh9h8wm77l0D2TrVZ"
    "SUP2Dtk7RQCuKI+D7N0har0Ie2d7Lrw484ml9TXIYuIqJ+odNdvd5i30iQ42euz7baf9uX/TuLv73rkVB5Lfw+MXnctmeAy200ZIEaJqB9XjkHJFyrUulCv67ui7o+++zneXiU05nnuY8LTcb4dJqaDTfide5QPbmMN6DTLUmcyHIZAPY9kz6vw61DkN+jNoRHcebXZs"
    "GmSqcz6zHYPAYtesm76Nk8LqkoZlkYHnkgd7JJeXDHXL8v36BxoUwZNe3QO68ZVz41+6XrRC9eJ2Ui06fJpKr2LPCKps5W+M+EkhxE9WIH6SRhwrzO+hwnxfzPumOOkmpEXuCTDKpw5VkWWoosloONbZ40ZaX3IK1LvKevcXq/nhp01D+Ulx1LfK+sb4w/I3azWZaIw/"
    "HKLWl8UfMlTVy1EqS0uKLg5q68iVUsVEGwQKelr0VyHpLyyCmpzMJYM5kX0vbYc8ms+UBRU6Q4PlzC+Tb7p8fRH+HV0DKZUqUSpTzxESGwf2YuIqu6RHd63P7f79zSkJNqDpE4xdBPaS33vsrnnRaV/2PzUuurJ/VPyrGuE9dQoOKsSLbT/Gh7n+m0xJihsYOXYltsuo"
    "tX7RW1w+g1bTb8B2GS+dMYDVOKpcjaPFBrbHjOYzlT8949smjmur3FvTH9mnMLRE5n8YViFTj4/PiK9YMoVEe3HGH7KpBP3hUofpFjENWVJDJw6digmZ+NS8zNsfCzXlJ/5v/Qro3ao2P2krvFvM+8e8f7SkkHdHrW+Y9x++G3Nn0BV5V0kxlalBlbJVpvrcsvUcpH+/"
    "67SXZSpEIuknyxy65D/EMnmROq2qob0CXAAj8fhkSiGnqx6nngs4QabxAXQG2ZQFj4T3d6Mf3TYvmq1vzcuSBlkkB4y3v9VjjZubqxbsCjZ67FOjdQU7/E81+O5gEW/Oepal9YvjIhuVL95IN292NQP5xYuP377/+P63dx/eRzWLoz2rShVnyxJTx8lrr7JiWg8F6rdm"
    "5aTQfH6yYj4/yc7nwmO2Nks7TEois6yOiZS1jCeUc/2Rll6aFJf6CSezOpot4WNKdqYkonEZdNpXM7cSqy1Qt63wPNUEdT13G7+pVCNvfxwtYW1/rKdrgazUivC038fUodAD2CfFXsluPq4Q4WTmmC49gy48jZtWQKiOdQ6DdcuCv1NmDs2ghIrs1gOdgvMaDe3oGsjV"
    "qjYjacjVIlerCMAVZe2Qqz1ErRfhanEtYeTNvy3kzb9d4c2/zXrzT+JP25QhDGVVxvpIWFhAAbbUoPtC+67vOaXWfKfl6sdVHb8pGnxYGX3III7dGF+497JEcerQZ9P2+OZ6yDlDHR6CfesjBWPfY25e9Yk1K4mXnQQ5XXVMqawFrY9c6vTFCW3reeOwYOYkew0Pdm6a"
    "7fLBQZCC0CB89piA8bbbbze/n5JoUxHrgOtunzLAKMcoO7dti+psiYGQEk1pZSBkd6WWaM9+H7/zTucq8eSdt9Lz3/31eVNYxFIDYpDpk5w5rUwBPPEHcze3hf0KsywtWIdX0h5iiIbJ5Z26gTOfEsU3jspvnKFlUuaWzLNKCNXvgdqJGx9gVnbdZEqsfmBvZ+WkIov2"
    "G6740weeSy/pyGSmu6TraN4wbVXoTA8FQBuBRLlWB76431cginiRJ0qn/EyuqX+ic4hkBUsV9InNHsVom1NYh0B0Zzg2n/OCaDs4PwbQ1IvtYAANA2hqAFzRUAoG0A5R60UCaK7uPOYRrsXYnoW0yuz30UWn3W1cdE9JsNFjYuNb8/au0W112nJ39E0NqkcYLGUM9WC4"
    "ykp4UQs9WTJxQEsF1yKBGsK7E29TArTpjBLIqoy1DL2cEvi/x3wW8ZT4nz0GvGOzISaVYKPHYJo/JfB/j1217oQk/A/b7a+w3f6qxpxjTyPPruhKrJjI/ldixZyZgWdarsn4a7jeS7gwO1mfNYWlPE4pxjkmUj+2ZifrDx36l2c6pQMqcTEMppQIpoRkyyYLhJKiyO2r"
    "41dk3cln6vDccNnShYsxif2tW3y7q5lry+sWMVSyJ+MVQyWHFCr5plsS6uVREn+EVixA8gyDC5c7lqOJPZIxC7n2h8iiw+ILzIW6NG1t4SWRie2IM8z8JUPQIUrcEGQkPjgxZe1ieaq8csc7uQbGSNSj7zFGgjESNQCuKFuOMZJD1HqhGAn94fqv9jIWYVKqfgbhTjL/"
    "mCebjC4B+5Nl60ucx7RgCu8RSFYP8RUAX3buz6+a5Oa2edG6C+JWi6dGHkxSMbfNxlX6JeZbhKUtg7gUVvHIYBoZ1uWBTYsiuqnM4CgDrSS2GUG0aFdXSzES2YGpebhsyZQlOYfVxHl9AZXMzZZfRSVnKt4C1heLM1VyhlgPb/IFVAjbaF7dDsCJ09UX5fTbSKViQOFt"
    "nsPdxZ6A5aRdWG2nKFk3FVgAVea53DQg15iGicYaeRKOAwOKTCdjnRkWhdbrVB+Og+I9YvDcr+pDXDuPpdvuyZGeU+09qyE9h/ScIgBXlKhBeu4QtV6EnsMaQLvNkOIUEm/6ZWFOiSHaxdCm0Ia2DM6RQP0o5uOTIkkHYtRygE8y+d9TAVKpGzkSqB/Abz8USaBJz+2x"
    "/JkPmex6e6hbpeBdSNQP33cnBfB9d7IUXziUMmw97tqTfpRyUipdO1dYjcRtuGxtErcH4p5+2sgOTUpihqs6ZmfW2/CpsI2KlCQkUcsqa9nSudvXxWz1bLrzDXSdJ48aV1njmGqdYyhiqjWmWv9MnKZlCJ2JGfBoebwmGqIViNuIJ02ONoumW3fHNIyfDOZkNjaHYyL8"
    "uiCIAkEWvsiRzsZoyotjFEa9AAFGYTAKowbAFeXjMQpziFovEoXBrrn7jBK8cOauaohv53WFDfh2m1L6EjmOigK7/SRH7G5YEFhVuxuee9xklPMvtuf4T1vKTU4O0FY5yYNgaH8cjV3rIMvTwkphyD6cUfok/Fs/ExFiEtxfQwx2F/lbOL4aEc6wPAzmGIexvlMs0xEN"
    "WxZWHdtWTtHWXV2ox3rsAc5nzR8EfIY+14g9pYxrcGZO+X+j5c3kwd/z4NeMNbk8iyUu4MCX4LcxYZyIq87PxHnFFUyxyf0zu+JnzanuWOISoCWNjBx7ohHX/u9r0l1kb77ixKFT23Ghu6PH5DJqv+6sX6vWoeLUJg+fhofFDxTPlEdl10cmQEBCAQmFQzUokFAo5nRU"
    "07VEQuEQtY5pnS8ffYM7/u+SqXBxmRrivP1is745moV4eY7WQmL/iVkv8/7fSQpWaK+XgT4ug+D/BPgLjyYL/8qqmklBrKtZoq4m1ls8wnqLFTRDMAnoMJKAFkvm8zOAEkvqV6b/RCMLr912x+AmkZnp+kk7YSVEky1yeM58hk6cm4xsR77pORB05IlOXaJzMqGci7/O"
    "3wnrrV3K8tZy7+5iQHC2bSBBxRv02V8mDqJEt8SZT31GFAT8kxsaGXiSZCSMmkAZyl5YkJAanp8w298pW/bSGfKMyDMiz4g8Y/0YJ+QZD1HrRXhG7uqul8MTFOtXs5DeY6PzTdqcC5HLVvvzKQk2esxvex40PW93Ov/TvDwlwUaP3TbvOlffYFe4lbZ1iiU/Fcp9KtGl"
    "ZuqYthNkiW+isLj8HlXWDm7eMioDmVMC//fYVef7KRH/9dh187J1f31K/M8e+9L6/OWUwP89dn/7udnunhL/Uw2FcWbbf4u5UZikeQvbV0+sGWFcOqXOVJp9g4pT2dZmzV1SoqhntfUMiTVCWdLTLME5ZgX3Rz2+2ZVttGXqcaabrrhen5vB+6vMY5QRxgdJ5QcJWfut"
    "Pjp+FfASaC4E9gfmLt20LePJvcG/aF7G9oqyTwuR+pHyO1nLMTId7vYdOrU2qS+QlcYZX+UZX9aDCOj3kqRtjijWh083d45BtGGxjqR4Dcm82j5OQRSrzOtqmXz93l1vPxSK3n9YEb3/kHl3hciV9QMzcugGpm0vCBR7rLyLnZFDaDPJPVhET/0kQszAypnDMQOrahlY"
    "id7nnJuPjJa1+1NiaPNjLYTd10IIinGVLYeQFENYscTEXktMhFNlFt/ShRCuaUgNV3JSXV8IIfVawRITeywx8dKt3yoLbemyKLGikttBN16msq4op17jKpVJiS8VuPCT6I/WrCgIh2lFFxb0w+x8KVKotKjMqo+fg/ihRVkUVOZak0fI2be9JcVFy54As/RVM0s0gln6"
    "mKWvBsAVzdfGLP1D1HqRLP1KZPaoHP9QcCXolT6g1jrjzR9U3HSzYHzhlaFydFCMLWl9jXWet7pzvQAaZurZDGiYoWGmBsAVfUWjYXaIWi9imCVevqVDcGlRnEozCY3C3iidJ7qQQUDX1iRPVB75eY44cbpqQlyIhk8/uuu5eCs05X8S5MglqCu68QdYVe49CI+u8d4W"
    "QdSC7ttEChT23/zhZDa2ias/UU6muuOeyu8j27KgK5csuU1Nh9gzRmYmKMYWErLIDoMzUQNq8+hQApzmuXw7uQZ6iaq9JDT0EtFLVATgivoL6CUeotaLeImObS0pNL2+Yksoq3LB6aNPnaurzvfm7SkJt6BSS7vbEnheQrGWYDNtXxRJRN5+TZaJB4Bl9LGyNm8kg2V5"
    "S5TlRXpkpzaEb5uXBDYhhJAiQaIKQTKh+UHu3eUuVxbfxDOsKkdyK+y5ozUMiRyjFeZHwEQs3NBtJg45supwwGFAPzFZnTgoTByd94x4TB4wuawH/JBYRfpALMo5ccdmTkx8d5dBjkS194SGHAlyJIoAXFFvGTmSQ9R6EY4ECz7sruADeuHohSsPKXrh6IVXC19lvfBL"
    "aplC8/OG69LJ1D3KccLTQ7RVPrgRDIayPzC6oAveEf7vTeeuS1zb73CuWxb8gVrY04cM6EjcVsIZBpd4ohv0jBie42eUm4xMTMsyORWaMHJc7+2fHl1u1V4KGrrc6HIrAnBFnS90uQ9R60Vc7kqsKtylarfsZ9ueK94uG2d6xMT32JpH3EO33SAzo0TGRyB2SoKNHmtc"
    "XDRv5K5wC9oofbq/87soyY0e+9RoXcEO/1NIXZ+3Pt937u+EWLiZtvReJkvE720l9GPkaHTpI5KS2ug5Uayk0rYfE+o4trME1+UFF5NS9au3eFLkBj5ZfgOfZG5giVhpiOuJ7k5aF4g38VRclPbpjyF1pqUaReTJ1g/2t2+Oi5QRhWErarYeZ0qJhl58f5JTvHjp3JyS"
    "wrk5Ozdv1ppha10ZVLMQd8JmB2hthWKNzlRNYItwrPFbSymS1dFH+dSqPKCtJFRhSAkWFdqkU304DlKMtGTtDZ0Z5EkoMp8iLSGL/Kdq04iG/Cfyn4oAXFEmDPnPQ9R6Ef4T3nubknWhrNLLsm6bN1d/AvkmPnpMjJQNtbtNNQi2gW3kFCbu0h9L3LdwvMqQb+Nt1W3+"
    "0U08QZl+MtFTdNVpfw6Hp5vMJMHGVqtHmFJXGSsMU+owpU5JOgJT6g40pW5ptdYCFVrLFGUFxsYeyXy2me0Y/EyuFINrQg6br09NVtNhczLU4RT6xGaPQsLmNCjN6lAotSM+h2PzmS7hhXZyFWSQVHsHaMggIYOkCMAV5RKQQTpErRfKoNOXpXstSaDT953fVeH8Ffjs"
    "P9Ecjmg1wKFMDUHeSRqLQM/2SiUKLSRqiPEqIihE+ONSfD9mUlViv6kExCmx+qUG7eRWDn2RDV7DKdEtvIcVg7+6r92stYVs9tFW2WxsNp+TuojN5vcG9naazWfo7pehCsOsvByyMJawt5wuDFLeShCG4uZw5kDo6cQdg7d1RsRD3rxtN66gCBUPuTrYYgZhVMyGxKLQ"
    "UFMunPUJnXyacEvn7rEeS9e7MjkZ2zMyAZIxOETCP14K+xckfj9Sg3hTf6mvkBNXRr4R+UbkG5FvrB/zhHzjIWq9CN/I6V8lfJ5gNK7VzXF5KlhurELoGqZDh8spr/XplYkTqEwyij/+vHPfvjwlwUaPde67wa5wq8dCk/k0Mp7TxvbL5GByKtBw+j+TCZs6hdLKum5C"
    "4XpoSACfPXbRaXcbF91TEmz0WOOm1f/a/POUBBs9dvfnXbd5fUr8TzXUhqmze0ydRXYse0sjO1Y5dixRGuCHSx2m57fWXFEgIClWP6R3EpTyS4Js/HqNpFWevI9umxfN1je/1Iu/1WP/5755D3v8T/EmbbYvW+3P4lXqb8g9XflVvHkvm1dC7BYEok2oINOQ52zk1I65"
    "b39td763T0mwoca7Gcub7LG8ifjZrm7mtFVdh/RCro5YFwN7FdoZuO3h0HOcjRinlGgNKafqUkxZZpGDMVVeyTExzJ1QWb9BMd+NnuS0LGpaZU0DD76BkmNiqF+V9TsSFsxGj3FCEHWsso6pYW4W5ksIoo5V1rG/yHHD9zFFLVdDy/rUhJUJJZNfklI/kfxSHc2WyX2x"
    "masP87n5lRUYYlKIKZa22CO8kEDwoySucRkEVKVaIbWcARw6teZ98Sorh2lKDFHFAixlId5RARY5f24B5FZ4nrqiG3/RqFjXRs2JYStlbXLM2u1MC+GZagpt0phfj23gUG0B28bU/OqfqKbQJn3P9dCGBsBWZoSilc2rCm7KWlKp1lUA/jVlwV+/bB1bOEIrsJytP/EH"
    "F1zW1gjKlZPZ2J4QXa4wI+EpsivV1g/HlWKqGccawZViuFJMDYArumYIV4odotZzwg2ZlWJYQXcHRCP2RsLeSAq5EEV6I2Ed4l0RNi/qm93SZ5Ovds6iIVoR78wJRhd0z77LCsBhtQ7CddMgnvC2LGK6ZKZz4qefaMIfM4djqPQxG1Pm1+6Aw4FBmXXktnlidPlUm/k1"
    "dPnQ5VME4Ioa/+jyHaLWi7h8uCh8j4vCg/TaQdn3VVoOsyTQyUYnW2lPsJyTHT3g+/Sz1ZwK1oObng1V8rTvdNfkI126WLdU4MrdoxxvO2+Ytsrj5jEB4XZLicJB0SDbQbq6On+ihqygKbzbOZlRh5IxtabUOJPVM3XGZ9Dv2Rb3GOxwZHMfm4kTi8+RyXQrL5C6i0ug"
    "J67a60FDTxw9cUUArqhPhp74IWq9iCdOf0xNcbZNVm0mJGuo9epqOftwC9jhT82o+G6iW9bSCqILqY1Khypm6geVQ98df/wQFQ2FL6vqhd5dN66u8noqTyBjrwyFFROpQxmffZNYzobvJme7b6YKaaFqU9QLL5Ct0NsHV8iqAi+ukMUVssojilEKXCCrJKWOC2TVWSD7"
    "Eus4Kwtt2YWcuPq4KLIlVx9jeHjL4eGXiV82XPE4jSU9khO2jB3VVkUr9Whc4RjlyLSo3zAwAOeM3PgFvyFpVxwzXRkdpO5wTA0ycuwJJPE6VEgEk8ArTvicu3RCxjoX4/PilLu6DMYqVTMSNYxVYqxSEYArGrXCWOUhar1IrBL6iyzpVFGsOcnmDSv2pOWjm7DvyE3U"
    "d6TbkY1G/M90Z5G0sbHknthxHxGwb/ryS65y8p/EhJDKSin+6CVhPjkpgvPJyXKg4Vi2iih0L5BAlQA7LVdDvHfS54ubf+fgfG4+Lu9kGkjUKGL+z+Pjd+8+Hr959+G3k/cfP5789iaKn2cPrYqmn7c+Qyw9AX9OcH1Mh0/cm5S6v2MydQiv77yrGnZ+ysF5+52fprBY"
    "mc76M9NwczoFLp1FMnI1mk621ro3BGlMzcdxmc7IWUGENwsvtz1nmDM//H7XaS9590USacfKHLrkP8QyeQVxXQEaQJFwnjKpTumsJi3pFcEJ0qlOGLHdAU/kTS1bN0pimhBCSHGp3ost1fPvxC1gex+dqK7QJh5alaJcn0yL3ssbOyfItTiorYpxSdLEi8YVLX4TBBFe"
    "cRmK4sTVn8RgcX9wWAsHQyDWxJjtiZvHICYbWp4BK+ee6FQc5P6aOnEWGGWQR3tpNZzdXAkDXaq9CDQMdGGgSxGAKxrywEDXIWq9SKBLvjpL8BnR+I1ojI0U+2ZXWt0yiTGYu3lQrmLwI5HaoLkHAj/jGL6MjR24NzkG9sLxWW5d+67DBtljkdV7urBtweqljHBXuGjC"
    "vn1YrJd9iGpBmq6wcIWV7DHxAIsPnldncpcXQsNaPZsPDWs0rNUAuKImFhrWh6j1OmaQhflgJV9TBdLIbpu/Ny+6sCfcgn3XnW/+LrmRtkQwuUyZTAVMLsPksr14pphdlpKpX9bT9rPL7MG/6NAtPWmnxOqH9Psik8j75XPI+8wU4lCALHfZ+XKcE0L1Q3n7WXxAl2zi"
    "KXAsPaSgV5B1BhUqgoda3l2BKcsEKzWPPFvx6o8L1W+u3IldG2A21nlOyvNaqEOx+oG9fUMr2fa6KCGclMKCSViCas+JolgNZSfVUILnegvINqbmV/9ENUU2OQWqlCUaL/7VNV2JciaYnR2krYprJwptuTC+YIy7O6aEe9Ith/gz9FGIn4vMTHfsNzQ0DZmvabo8VrEE"
    "fnWQ2TmYi3vFfHwUotkI9+4ug/Ft1V4MGsa3Mb6tCMAVjXRifPsQtV4ovq3nTZ3Li9KH42sRsVulx22VpFckzbH5vKRWnn9gpTFIn4tXyOswYYmNdfYojs0c03UhlZBJ80tIMu63BjsjD5z+JZMNH/WpTDCURhqDdMWJKWw6x6AOmYp/wbs6awLu9EpoBapnoKAViFag"
    "GgBX1B5AK/AQtV7ICqR/ZdW9Mq3IF8Csoo2zisqmutQ4NXH76RcBNVg6LzEth2CXALuc9ZWUQutL1TZMasZrfhJd4RvaTv9J/A1lZoekVA3nhu2n4vuQlUw2iMngjZvORQbCI2d58vISazGRn6qxttlylAXVMPBMyzUZfw2XfQmCYSel14Ie9yVzxJJSmLdUIEF8OPQc"
    "ZyPHNCVaQ8+0up6oT0CoxJF/ofnVABYHtbVceX9MCxcFgEwGyozUYn1i2Y+nksu2dO4SeVZNMteQ6jCybNsh3pS4NrSDGY79AVyWynq0Gc1PmNj+ZXqsxx7EacXDFbLsILg4mV/BS44g4lz+u8gg3J7QgW3ALxA3w9h2TBd5d+Td0fND3r2GDCzy7oeo9Xrw7tWvM5Wo"
    "DAAWTTnEIxHEfDPMI/OwHO4JsRoV298z+ug3o998tA+/+UJA602ky5bvO0cDtPX+8zAYW9CH/mLPxCGH2EwuA5CisuspWA7B3pjHm/WOy55A+r2x50N6vsE6hJjzC9KacHYDL1h3LFOc19DnnDAq3GBmu2QgJGz7SXzT3TPyoLsunUxd/qCJK8Cp+rKFzoN0yh8c6jpz"
    "eT1wwYMLMvrDhd+oBR1gTZfAah0D1zOgR40eNXrUNfSt0KM+RK0X8agxrWoRhCsSzf+wPJr/IZvpg3TF4TpvirnT1Z2zsq+q0OjPKnnpkxUXqc3jtbUa/gvHqcy7IClVv6yMd4VK97xbUbrnXbZ0T+iSlp2g4nI4O6k2O6nELF3RkWs/r2CWogHaembJCsYWbdnA4nkM"
    "+oIcetSfKaRGAC2jk3/ZA5n7YBPDPpWpEdCYjNs2g0/ThYNGbl7GLi6AlI96bARSPkj5qAFwRZ1/pHwOUetFKJ9hLLBU1NSPyyD1Uwvqpxahe0Xs7t/tQZ61DbtX2tjCTC1oWDd/mNwVlutIGri2mJhgO1W8I6jR4comZSPKhvSBPDr2jPv13YTh7Mxlv+CsXb3l88uA"
    "bxSbFXIe5EHHmhT7Kc6mMMeJkIIlLlpYhI4Sx2NM/C4I0p6JATPbeaLOK2GxC1NjDHnReo+Nxe/8FbQHpjwDU548WFTntC8uZVoywiygtAmnLhk59oQYJhc273AMXgF3dcd9TRrk/Kpz8bV5KR2GmQ5/70icX/wI8fvl9/4IoskeG5nM5GPxm0FnZCb/kocBnE/YlA++"
    "S4HeBHoT6E2gN1E/uxK9iUPUehFvouyi8BovB9++FwHEa27rmaVuRExif67E2936EVsLc031ediiuOhq8JgIrgZPTEnbWA0+dUy5ljF/AlnfMDIuv8eeke3O7XXjqqQS4H5s3jYuuq1vzVMS+9Jj/vlOif/ZY+f3V19PCfyf9tOKTEPbr0pxKE09A2fwNPQKeyzb5vP2"
    "vt2We4KNHru7v7hoNi9l789wE1p9dm//9AcGWz122WyIQfB/j1002hfNqyuQijbV0HbgwOb2OVj+Xk9K1S8Z4LhQMsDximSA45xkAI9tkgoQSdXQVK6uaYx5Sjs34OCJ3ADUtFiNlsdtDVrJrZYBdSGA92kmn25BRJed3FOimOql8gQvYyAlnploPD4y6UfGD/KUsTgX"
    "EvWzNnfSNVKm6paqhbeQUIP8gOvVhvyQMciN+PKkJL4ilH5FBHHjDdScEkU9q6znIZBfVj+oVLlZ8DP/FKh3lfXOvSl1ODU2m8jTwqhrlXXtjh3bda3S3Gharn726k7Y0Qi2jRzprDQ+XCo/XGEuXVbPy/Ow4jJY+jzlUIfZiyX4iYQMsqQ5GQSODZDzPiweKwFsRg7B"
    "XQGua7t6zny/Ht1IEOHNwgsZ5qVqfUQC9bNXTk4KmCsnJ8u7+pz8Q53VBw3PMN0mc535Uc4ihNhRbdVaBB3G9akYaBZtXr9oKSpXDczGtsy6Z3wmbgxxWplLb0KZtrHOx37Rt2fq+Dn+9iwqnA5HyYCK0VCNbVXr0q1eBxYptFzZ8j4oxC6XFr/iGnlYJCI/yCOQQD7Q"
    "OX0lBgpTMawl5y+IwLx/zPvHvH/M+69fBjjm/R+i1ovk/eMC172XN/MXYZax4BcSNVxusf3OnPZmXVBtbIK6KdTlzC8bW6Bik86XT5DHJp3bvXEFFgM61q1R3x6VnRGyoohuEl2f78iCujzrayHxU1lf1UFzJ+ld+sjNy2dcDnskgKhvjrpBXd20SiU5xkTUyHKs1RJP"
    "4VFCaKaUSbIQqV/kYfutfj1Onb4uMMnhX1as10tI1Q/nHRXvxe7V+7ilIVBTBuFwfA3dl+2Aq1KkclnH6MVBbX2c8uc7Rg/HAvFTMrZnRPzeOQkinxDWcyj0i9KSccNYu6rC7aJ/9hoYU1TPs8KYIsYU1QC4otEljCkeotbrEVOsV78k9c3so11ZADU2sn+3B1c6o3km"
    "dnhopYH9L3vQt8Sooi0/ZIqdrBjs91Pl9kRYq1C/1zBHI+pwv/wuGLYQZhJmsT1jZGpb5nB+Rprfmrd/9r+22pdhEl5gEOX0/tjVlWS14hk1H8duVKsYUgoXEqcLsx6MdH8sOYYTceo8U2HDz8yhbDJij1zKXpMHccPJlmJsOIeMxB6LvADHY0SHFrRDCiWIH6bU6U9M"
    "5rn0AU7+4Y1fnpjLRrq6uIA4laERBvWVCTd/uPNIHJ0EdBLQSUAnoXbmIjoJh6j1Ik4CFhzeYcFh37DJwrt8xWAkgOWG0+5VzAIsgWhKCley5SwUjAzmErgmhRDWvPLYHt/odZoQxFX26rw8szaTcJgptLneqKRCRhh1rZquFeGgbuSM8BVMrxwaKnZUW8VEBfMKEFJg"
    "xRUmpGAwMCnQ1El2m5ItolwS1E2T3A4QMYFXfQZjoYUU9Lui1iiPedrGKX+CqHlZo3c9TVM5k3c5QaPMW1A13wOnxq1MjV1z+JQ3Kcr9K6dDV4wosTJfrlMXM9VsbA7HxKHgVQBXDnVTw0yT2di2xBwFvRvEfSdpVuiM7dFgAltOxu/kCkhlq8eyLp8p5WeJl1I4HpmY"
    "AkyMG0wHZd5AoQy+fJR7+WB1+MPTsx/FLUFRLQTqtEp+a/yU7bnibVluafZCpH5599tf2YrFqus7Myni/rRt1xyZQz2AP+MGJY5rq9whFhtZ0C36YoufSEyDy7R74Xy49Id7KnwUIHRcwvU5B+8EgqeQYsT8tt7yu7ZojD6YyxJkEz3HLdr6FSA36fvYBB9KjvSYP3YC"
    "RcwCH4sLCIm4UznlkHckzIMHea6HsUBPPGSyjNkZ4TYIUF34ag8GNbypLEj8AN3UJ3QyoA4sQpBJRyHD5V/sNXmY6KbVF06brIcmk55cIq0Q+FUg9QhiYrYVP73H6K8wHj26ynl0mJyEyUmYpoLJSaj1DZOTlpeOWt8otwr1o44uOu1vzdu7RrfVafcbd3etz23ZwjZv"
    "tzBcGq1uq/253+10+lcdaIab3tNj7eb3vsD9rvG5eUpiX3rsutmG852SYKPH7q4a/e+NW78Bb+yLf+T8ttm4+CL78Ma+wXnkCfufGi3Zbzf5vcda7fPOH/12s3l51290u+FVc3eL0dc3ndtu/1Or3bqTF0vtgPN9a3UDKC4umjddOSq7M208FvH53hfx+d4v9/neZ3y+"
    "hSVYxrFOSql8y27oXL8t5F2/XeFev81ppO1tVmEuLVdDvLdfYi4ArYwlGxNBMxbLy70MCSchK3PXRgJY+iydgOvlFcVZkXrr5ZbDwVzmoxiTVNafSYnW0KGprgOT9VvBN9tAyTExpP5V1i9ntv33pgnAGWHUtcq6jrH2ZTWdEkU9q6xn8ac9U4fLSFhp7j4jilZk0vTx"
    "Y2MlcU0IoS+ZgZRz/ZGWxjQuhbdpTsWR9F2bhfeT7VDzkX2l8wwbnUI0CMhfRyeq5q262Bv7AY4+iyLOyWdVACD+bOr6vEbj7qJx2TxaOttuAd+L1Okqee+uBznnRbMe6uCJ38pdHJ2ppgAnZ8d8bF8+5ecCKBaZB7Iy8yccphVNAOoPfYnCiUBBLR4/wwWSXjjRSSwN"
    "RqbA6A71V3n5fk9eus/G58HMGNXephrBzBjMjFED4IrmSGBmzCFqvUhmjP+CLBGMWQjUprzn1qIxSEmg+6yQ47HWfX55v+NGFgE9WuN2BKOKex2ytmipfunxDgFnZGaKe8aDpQGa32bc1yLPX29dQha9C9UmG/Qu0LtQBeCK2pnoXRyi1ot4FzPddMWf3vdrZZdZc50j"
    "ubfagP98UxWHY+rQZ5POcoA9t22L6iwf3LhYCtWBkNvVMxTt2e+76bzTuUo8L+etVAuG9v31efP2l7fyQRGDTN9O9vFWcIHujUNHFEqR0rWW82JkCes5EirRymsGS2iFJSzXqQr8A4Y9zrkPxzanLG0hi30gd9n81Li/6t7lN/Ha6tnRCFfPPkQjHI1wNQCuqDmGRvgh"
    "ar2IEY6LX3Hxa8UWv5qsD7ZqOa9mIbRHn+Zl3vQ/6dLEoaaQUl4S6UgGgS4O9NTL6+q32k/3chv7IcwrYMYYLMZgMQZbhk26oy5Qrf6tsYJLisZphZkkHhdZSyN9h8JrEacDzSBty4Cia37hMlk7DabEU/KXZ1KXjG3P4TKJ028gw4PCa6ZDjLwicDs4P1JJqk1cGlJJ"
    "SCUpAnBFSQWkkg5R64WoJKGRv21WqkhSXGaPHcrvuxe7ejntokl5HGVpffShZ3YW56UB86QQ9tHLeoY+QksKLKzBdVllBQQWJm3zkfKc90AxinkhvcfZoXV93bxsiRm15ByxEASONdjssS+d+9urP0+J/9ljl40WfJUfmzCq269e5aPcB5emxM2fktpfxv8/K3LrI9uE"
    "bBOyTWvbTnp8fEmfzfx8pdhRbWXbSTFO/E0wsERe0hOd+xwO5OIPHHvGqfOKB6X/Z5RwGlb3N10y1JnfA+CX208X5Lfjf779R34+0lbOiuSRavOQhuQRkkeKAFxRGgHJo0PUehHyCPtSxvy7Yg7eKg8v4+IJk2Nqm3mVdZdjHJepJ84FgV6J9FKo+2M9L6ljPd6RYA1B"
    "3z4hOj0++WCUwnkhUUOAd9IDQczcpRAOx9cQ3+3nM1o6d/vgv25k9GSlse6rOnZO1rxFUhBJQSQF15GCLYNOprZL2XAu9HWUQwymRmiryEFzMRa6HxXOOJOrCGExLHWIzp+oQTyhULENFJ8mdsHawjHlfhdQ04UGolwM5tC3cxK2+pyQMaSScTp0aF6VkB1eB0lE1eYt"
    "DUlEJBEVAbiidBKSiIeo9SIkonhbliZd4jI1dFe3z7dIA6U0zEkpBLoA0JzqFkxEvqmXBbtLfyzJzMlKbgR4hViA5h/dxBwV4vrLdeOPfyTmKVjDGw6P6eHiqnP+0vVc/vv/AYnkqgw="
)
