"""The end of a company's log and the end of its audit chain are one row, moved by one function.

What most transactions write last, one event with its entry, is one call: PostgreSQL prepares no more
than what it then does. The runtime roles move the log's part of the row, as before; the chain's only
by the functions of the owner.
"""

from importlib import import_module

from tortoise import BaseDBAsyncClient

from migrations.walls import APP, EVERY, Change, downward, upward

_TABLES = import_module("migrations.models.0_20261121080000_tables")
_AUDIT = import_module("migrations.models.11_20261121080011_audit")
COLUMNS = "seq, floor, ended_seq, occurred_at, updated_at"
# The owner of the tables is bound by row-level security as well, unless they are a superuser.
OWNER = Change(
    """
    CREATE POLICY appended ON event_heads TO CURRENT_USER USING (true) WITH CHECK (true);
    CREATE POLICY appended ON events TO CURRENT_USER USING (true) WITH CHECK (true);
    """,
    """
    DROP POLICY appended ON events;
    DROP POLICY appended ON event_heads;
    """,
)
HEADS = [change for change in _AUDIT.CHANGES if "audit_heads" in change.up][:3]
MERGED = Change(
    f"""
    ALTER TABLE event_heads
        ADD COLUMN chain_seq BIGINT NOT NULL DEFAULT 0,
        ADD COLUMN chain_hash VARCHAR(64) NOT NULL DEFAULT '',
        DROP CONSTRAINT event_heads_company_id_id_key;
    REVOKE INSERT, UPDATE ON event_heads FROM "{APP}";
    REVOKE INSERT, UPDATE, DELETE ON event_heads FROM "{EVERY}";
    GRANT INSERT (id, company_id, created_at, {COLUMNS}), UPDATE ({COLUMNS})
        ON event_heads TO "{APP}", "{EVERY}";
    INSERT INTO event_heads
        (id, company_id, seq, floor, occurred_at, created_at, updated_at, chain_seq, chain_hash)
    SELECT company_id, company_id, 0, 0, updated_at, created_at, updated_at, seq, hash
    FROM audit_heads
    ON CONFLICT (company_id) DO UPDATE SET
        chain_seq = excluded.chain_seq, chain_hash = excluded.chain_hash;
    {downward(HEADS)}
    DROP TABLE audit_heads;
    """,
    f"""
    CREATE TABLE audit_heads (
        "id" UUID NOT NULL PRIMARY KEY,
        "company_id" UUID NOT NULL,
        "created_at" TIMESTAMPTZ NOT NULL,
        "updated_at" TIMESTAMPTZ NOT NULL,
        "seq" BIGINT NOT NULL,
        "hash" VARCHAR(64) NOT NULL
    );
    {upward(HEADS)}
    INSERT INTO audit_heads (id, company_id, created_at, updated_at, seq, hash)
    SELECT company_id, company_id, created_at, updated_at, chain_seq, chain_hash
    FROM event_heads WHERE chain_seq > 0;
    REVOKE INSERT (id, company_id, created_at, {COLUMNS}), UPDATE ({COLUMNS})
        ON event_heads FROM "{APP}", "{EVERY}";
    GRANT INSERT, UPDATE ON event_heads TO "{APP}";
    GRANT INSERT, UPDATE, DELETE ON event_heads TO "{EVERY}";
    ALTER TABLE event_heads
        DROP COLUMN chain_hash,
        DROP COLUMN chain_seq,
        ADD CONSTRAINT event_heads_company_id_id_key UNIQUE (company_id, id);
    """,
)

OURS = f"""
        IF session_user = '{APP}' AND public.app_company() IS DISTINCT FROM company THEN
            RAISE insufficient_privilege USING MESSAGE = 'This is another company''s chain.';
        END IF;
"""
FIRST = """
            INSERT INTO public.event_heads
                (id, company_id, seq, floor, occurred_at, created_at, updated_at)
                VALUES (company, company, 0, 0, moment, moment, moment) ON CONFLICT DO NOTHING;
"""
ENTRY = """
        INSERT INTO public.audit_entries (
            id, company_id, seq, action, object_type, object_id, actor_kind, actor_id,
            on_behalf_of_id, before, after, details, address, user_agent, request_id, hash,
            created_at, updated_at
        ) VALUES (
            entry, company, place, action, object_type, object_id, actor_kind, actor_id,
            principal, before, after, telling, address, user_agent, request_id, link,
            moment, moment
        );
"""


def chained(moment: str) -> str:
    """The chain's part of the row, one entry on; what is hashed, models/audit/verifying.py says."""
    micros = f"(extract(epoch FROM {moment}) * 1000000)::bigint"
    return f"""
                chain_seq = h.chain_seq + 1,
                chain_hash = encode(sha256(convert_to(h.chain_hash || jsonb_build_array(
                    company, h.chain_seq + 1, entry, action, object_type, object_id,
                    actor_kind, actor_id, principal, before, after, telling,
                    address, user_agent, request_id, {micros}, {micros}
                )::text, 'UTF8')), 'hex')
    """


# Of several events, each that has one: behind the statement that has moved the row for them all.
AUDIT = Change(
    _AUDIT.APPEND.down
    + f"""
    CREATE FUNCTION append_audit(
        company uuid, moment timestamptz, entry uuid, action text, object_type text,
        object_id uuid, actor_kind text, actor_id uuid, principal uuid,
        before jsonb, after jsonb, telling jsonb, address text, user_agent text, request_id text
    ) RETURNS bigint
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $function$
    #variable_conflict use_variable
    DECLARE
        place bigint;
        link text;
    BEGIN
        {OURS}
        LOOP
            UPDATE public.event_heads AS h SET {chained("moment")}
                WHERE h.company_id = company RETURNING h.chain_seq, h.chain_hash INTO place, link;
            EXIT WHEN FOUND;
            {FIRST}
        END LOOP;
        {ENTRY}
        RETURN place;
    END
    $function$;
    REVOKE ALL ON FUNCTION {_AUDIT.SIGNATURE} FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION {_AUDIT.SIGNATURE} TO "{APP}", "{EVERY}";
    """,
    _AUDIT.APPEND.down + _AUDIT.APPEND.up,
)
SIGNATURE = (
    "append_event(uuid, uuid, text, text, uuid, uuid, text, uuid, jsonb, text, boolean, jsonb, "
    "jsonb, uuid, text, text)"
)
EVENT = Change(
    f"""
    -- An event and its entry; `ends` somebody's authority.
    CREATE FUNCTION append_event(
        company uuid, entry uuid, action text, object_type text, object_id uuid,
        conversation uuid, actor_kind text, actor_id uuid, telling jsonb, request_id text,
        ends boolean, before jsonb, after jsonb, principal uuid, address text, user_agent text,
        OUT seq bigint, OUT moment timestamptz
    )
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $function$
    #variable_conflict use_variable
    DECLARE
        place bigint;
        link text;
    BEGIN
        {OURS}
        moment := clock_timestamp();
        LOOP
            UPDATE public.event_heads AS h SET
                seq = h.seq + 1,
                ended_seq = CASE WHEN ends THEN h.seq + 1 ELSE h.ended_seq END,
                occurred_at = greatest(h.occurred_at, moment),
                updated_at = now(),
                {chained("greatest(h.occurred_at, moment)")}
                WHERE h.company_id = company
                RETURNING h.seq, h.occurred_at, h.chain_seq, h.chain_hash
                INTO seq, moment, place, link;
            EXIT WHEN FOUND;
            moment := clock_timestamp();
            {FIRST}
        END LOOP;
        INSERT INTO public.events (
            company_id, seq, id, name, subject_type, subject_id, conversation_id, actor_kind,
            actor_id, changes, request_id, occurred_at, created_at, updated_at
        ) VALUES (
            company, seq, entry, action, object_type, object_id, conversation, actor_kind,
            actor_id, telling, request_id, moment, moment, moment
        );
        {ENTRY}
    END
    $function$;
    REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION {SIGNATURE} TO "{APP}", "{EVERY}";
    """,
    f"DROP FUNCTION {SIGNATURE};",
)

CHANGES = [OWNER, MERGED, AUDIT, EVENT]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)


MODELS_STATE = (
    "eJztvX1z2sjSN/xVpvxP9qrSphI7Tvbgp54qbJMsJzb4GJzsXjd3YQGD0bGYYSVhwl7X+e739OgFvYJEAI9E/5EgpOkR7pZmun/99j8nUz6ipv22PjO+0uVJjfzPCdOnVBzErmjkRJ/NVufhhKMPTDlUnxn9Z7qUJ/WB7Vj60BHnx7ppU3FqRO2hZcwcgzMY3ZnwBSOc"
    "DekFeaYzh+g20Unn9/qvp+cfycJwJuKrRfURTE9mFh0bP96SzpDPqBhoiVPUmhq2Laaz38ItR3wo7mmwp73MPmfGX3Pad/gTdSbUEvf4P/9XnDbYiP6gtv919twfG9QcRVhojGACeb7vLGfy3MND8/qzHAm/fNAfcnM+ZavRs6Uz4SwYPp8bo7dAA9eeKKOW7tBRiLls"
    "bpqeHPxT7i8WJxxrToOfOlqdGNGxPjdBRCf/33jOhiAZAnfqzx1DyHzIpzPdeQtnPv3/3u8M0fT7rXa332l0+/2ThHjh98Rk4p0aCo6KR8NgDnDtf/7jzrvijjx7Aje4+r1+/8vZx/+S/OC282TJi5J3J/+RhLqju6RSAiuWy5/Olv1irI9S7VIE/omVDFZvhc9Qn2WK"
    "MTnEVPG+iD+5rztJpl6LK44xpRmMjVDGGDvySN/6ByVk8AksJW1mLr23aw3Du83bRqdbv72D201t+y9T8q/ebcCVU3l2GTv7iysfLlZUd6kNJiHfm93fCXwl/91uNeJSDMZ1//sEfpM+d3if8UVfH4UWAv+sz7WI1Oez0ZZSj1Ki1FWRus+jkNi9X7+SuvxMyPtqolvp"
    "svbHx6QsuFVGuU71H32TsidnIr6+f/dujWC/1e/lEipGxaTV8i6duteia6mrcRTh8Iqiijz+mIfF8fchxOGPcQYLRbQ/0e1JERaHaSrI5I8fcjD544dMJsOlKJNtqS8nWfzPTruVzuIVRXw/MIYO+V9iGrazL0aHtNzB3DAdQ6j2cL/X0G2BQ5GtwGfzL7f1P+ISuLpp"
    "X8bXeJjgMiYO+mNmiMtbbNVRyh1s1Z5mocqLUN6dOamQmbrt9Of2VipZnBYlrbKkLfrCn7eSc5QSpayylH3jeFAYrogT/gRiUR75bgAsAIUbP6eDQgG/klz+zC1qPLGvdCl53RS/RmfDNJPGA0Rv6XRA8+iEanJ2dTb0Ayx9EcCXyadL8ED85dRxleh656p+3TiR/B7o"
    "w+eFbo36EcbDFX7KY2eCsclL09Np/IzO9CfJI/hj4Kd73L9ykbqTFKTav6Stg6pdpM+gObHqOvGgQSJ0R2di2MSAB0TIGEZcEPpCLfGUCL4TcSdKBtTk7MkmDhcENIlO72A+xKNVW3m0NXg0wimBFXqaC045XQOnnCbhFPHyOPMUQxQ43GDzaWJRjxqlAfXh+H1Sv+o2"
    "vzUKPsYeVY24nz3WeejcNVrXjesaCQ7jy00+qeQSyhqZxEVi8qFuFnroVxQHFANl+1pJogw+O8/B4LPzTAbDpSiDQXP/W2wHRVgcpjkgkx+6V4fh8h4gLuo44v7FQK4QjRowF9y2MjAX+iGz34ZyeqTQD3mMUs/yQyZM+NexMZvsxXB0TxYJMzN0VVtnaRrBuJy2ZntG"
    "hdXDhMVD9OGQzsRTqBEPzyPcIi5UP7oQlqC5FMYjFVbhM2Vv7CC6SZiTEPKUNDt3OzVaoGWyQDEiCiOicE9CTQSlvmVEFJ3qhlnE1g4IqgjinecxtMWobMDoPGFqWzwLL9oM4fm0KvP6pP291bivEfnRY/Xr22arRuQHAHl3jftvzU77HpA8/7jHbhu3l0DkfvbYfaN+"
    "3W+3bv6skeBQDcBP6oqFY66iVCqLTxlISqEwH9VYX979Jqlm+CbaFnKOkWL8h8pyxiifY5CyxIG2ifJJEGKUz9oonxW/klzGKB8tFuWTeLpUivLxuJ+Cvq7kko28TuWY3BE+c5taxICcUepH52hBoqiwLi4I/AaisxGhv4JpJ9NEAST1Rr+xCeScDvlsmRbxs/P5EX9V"
    "bVXSEH9F/FURBpcUiUP89Rilngd/hf2z4OoZIsGlM7Z0YkTqfiNS0V2A7gJ0F6xxF+gv4nnXB4ZpOCmWej4xxuc4YEirYGSzVTh826USMpWfQqjf60Iy8H+PXT50xDH832Ptz5+9ge6BGiIb6jN9mCquJnMy9OwQSUw6gErsSTrv3+1rWXuCn/Dr6fsPnz78dvbxw29i"
    "iPyZwZlPa5jebHVjHB0ZNvyd2+iyMVJEf9XRXdMw/il/2RLjD1OilFWTsiLBqvd0yCFp8Ep8PUkBTCPXtXWwqeWNFM/gKG9+ZJtRwsceWCmuQVrjTJ9R64L89o5YOhvxKRkYjq3BsMXEGE5WMaabw1Z3PTsip+pZpuuQ0xEtHFYSIdqNWriZ9SWOKdmyngiWElF4a0Kk"
    "PN+rVU7MNBdSjpjpHiMNgFVJ1haOMXiwc0UYKMrSzSEGoSdKpeCCezoWkp50If40XWMOXd+gMcuRfRnKWkBjNg32DBqrTmwqK02/sclwIlh5QeY21P6AwAAHnggZNKA/iUteupYtdVuPLF1j3tnsPdZjj/Z8OBTfufUImjRcZvSHI2+iiZG6CalkY26JWYemQZkjxugO"
    "GRkjwrhDhKJN+FxcZfaCWjLIQbefbfeuqJOXUCfHaAaMZkAdDaMZUOpbRTNgssyBgA1Px9kGeY9QIryhztuUXEQD9TQp5K7QU9MFHCHa6mUqkUQbf3QjwkwU4gkEetNuffGHx6vzxGsjSQuhoBYYpUItcD3I4HFrBzhDZzVTORm7GWqIPloqoQ0dKn796LM+dHhqQkPk"
    "urYObbDlyP5YDs2JNnSFvS7Wz4mwy42h7oCZPpsBOACWv0xM+KXb7t5p5P7zFfl4evbbf12AfU5H0qSHLlrEcMDwF7ceG9aUjpKYwx7uIZEHWbLcdugsQB5M8eTaDllMuO16BMlCt+EWI8F2uJsY98T5iDgLYyi4wcT84pTOCNUt06AWFlEtJejgwkx98QJYNEWbW7PR"
    "xwkroTkfercP3sttAIoYLWrTKmvTwZKbFPOl8ZQZ6xch2yrYTzGZetF+/zg9PTv7dPru7ONv5x8+fTr/7V0Q9pe8tC7+77L5BUIAI3JNxgQiDJgtkHICQggDHqPUManptW1ndNCX2UHv4xWp1nIAZawzlN32zflMZHCZ2+Kx+NXw+2/IGqm27dZAlcn5trBQNWJzQtkI"
    "POjCXhVH0iidEt000x3xO5kVLVXV1h0N3ePoHleEwSXVkFAvPkap59GLxUgxWUZDn3Rxh0iq4Ms7QMC/1ReKF0t5r7KZHKWqHp/PcpUCOFtTCuAspRQA1us8BtQU6zgeg5Sx+/KxSNqtH1jQhosQoQm3Hp+bBlUcfxKhy12mU1G2bsboIs+VUiidEFQzHaRzr2hrMTox"
    "pm8Uweh0x6HTmQOtcId8SonB3pK6IDBML5HFsCHjRHwxIN5jOAla7cqEFIgfcStxQs/ddMBu97dA9E61VUlD9A7RO0UYXFIcB9G7Y5R6HvSOzx3YONOBpc1V3ULkKgfqnTRa3cY9dN72Dnrs+3279aV/V+90vrfvxYXod//6Vfu64V+D47gSkgeo2kM9PoRcEXKtCuSK"
    "tjva7mi7b7LdZWBTiuXuBzxl2+2wKOU02jtiKx/w0RLyNchQZzIehkA8jMkX1Pp1qNvU63ihEd164uzUGJGZbtsLbo0IJLsmzfRdTArZJXXTJIO5Qx75WKaXDHXTdO36R+oVwZNW3SOa8aUz41+7ArdC9eL2Un/bf5sKZ7EnCFXW8rfm+Hkujp+v4fh5nONYs/8ANfv7"
    "Yt03xKTbgBapE6CXTx2oIolQBYvRcKKzp62knjEFyl1lubvJaq77aVtXfpQc5a2yvNH/kL2zlhOJRv/DMUo9y/+QgKpeD1LJLCm6uqhtAlcKFROtEyjoadJfBaWbWAQ1OZlDBksiO4lyizwZL5R5FTp9heXCLZNvOPbmIvx7ugdCKmWCVGZzS1Bs7dgLkatskp50ml9a"
    "/Ye7GvEOoI0WjF059qLfe6zTuGq3rvuf61dd2ZEr/FUN9546BQcVwsV27+PDWP9tliTFFYwUvRLbZVRavmgtZq+g5bQbsF3Ga0cMYDWOMlfjaLIBn7NR44XKn56wbSPXtXXmreGO7FMYWiDy33erkNncnlwQV7BkBoH2YsYfsqkE/eFQi+kmMUaypIZOLDoTCzJxoXkZ"
    "tz8RYkoP/N/5HdC6VW190tZYtxj3j3H/qEkh7o5S3zLu398bU1fQNXFXUTKVoUGVolVm+tLkegqn/9lpt7IiFQKS+JtlDB3yv8Q07L01ZX+drQqYEXl9EqWQ41WPY+8FTJBofACdQbZFwQPiwz3oJ/eNq0bzW+O6oEIW0AHi7R71WP3u7qYJp7yDHvtcb97ACfdTDbzb"
    "S+JNyWfJrF8cJtmqfPFWsnm3rxXILV58+v7Dpw+/nX38ENQsDs6sK1WcLEtMLSutvcqaZd0nqF7Oynmu9fx8zXp+nlzPhcVsbhd2GKVEZFkdFSmpGU+pbetPtHBqUpjqJ4zM8ki2gI0p0ZmCHA3ToNG+HrmVvNoBdNv05yknUzdjt+GHSjXw9sdJBmr7YzNcC2Cllgen"
    "/T6hFoUewC4o9kZ283EEiU0WluHQC+jCU79reoDqRLdhsG6a8HfKyKEFlFCR3XqgU3Bao6E93QOxWtVWJA2xWsRqFWFwSVE7xGqPUep5sFrMJQys+fe5rPn3a6z590lr/ln8adsihD6tyrw+ERoWQIBNNeA+X7/rz61COd9xuuphVafv8jof1nofEhzHboyv3HtZcnFm"
    "0ReDz+3t5ZAyQxVegkPLI8bG/pw5adUnNmQSZ02CmK46qlRSg9bHDrX6YkJuvmztFkxMclD3YPuu0SruHAQqcA3CZ48JNt53+63G9xoJDhXRDmzd6VMGPEpRyi45N6nOMhSEGGlMKgNBuy+xBGcO+/pdtts3kTfvshlf/x5uLxtCI5YSEIMMF+RMaWUKzBN/sO2ktrBf"
    "o5bFCauwJR3AhzgybPmkbmHMx0hxx1F5x7FNvT/jpjEsioAmCNGXGFuyTIMyp2AEW4SoekvVXgASj2dFM1JjZNVj9u5zUr0fDPvpvGjgQRotLhlrveURliV5Xdhr/i9/nlLydrPTPO0RU8l5XnfEHzqYO/Sajg1mOBk9idOGaesc67pPALz3KIo1QnHJ3a4jgT+cPFM6"
    "sy9kxY1nugQ/t5fIpE85exKjuU0hS4no1nBivKS52Hc8P1Ra7erWE3U0SQJ5VPCQixFUOuSh1motcMtDcRCim+B7WZIFn5sjMR0xxeTUImMDC4egu/5nRaDG2ojuenTcorv+6KWex13vyO1zW2x5Ra2yr+3kqt3q1q+6NeId9Jg4+Na479S7zXZLng6+qQEsC22miPHq"
    "DVdZCMpYreLvpoVc+QFBBdm7FwRGMmjbFcWjVZnX0tFbI/B/j7k+ixpxP3sMvByNulhUvIMeg2W+RuD/HrtpdgQl/A/Hra9w3PqqxprDZ4GlmDfvM0Ry+LzPkDEzmBumYzD7LdzvNUyYvWSDziBx0Crk3wqRVA/B3Eu2s0X/mhtWYfdtmAxdtwVctz54s006YpQUPYnq"
    "2BVJc/KFWnaqcz4zTTpEcbgs6ff7Wrl2nCWN7sMDKa/oPtynIZZwb72y6+WbbkpWZ3td3BFaPofLCwzOXVxdjna9IGPwesC/lcsGfjT097OJbhN7PpxoRDdNIm5O4YxDfzjQTw6IuDWiVlpp9T3cAf0j6kH36B9B/4gaDC4pUo7+kWOUei7/iNgE3W29iDYYpaqeMriX"
    "GGNXGcli9meT6xmGY5wwxu8xUJaP42sYfN1+uLxpkLv7xlWz4/msVm+NvBiFYe4b9Zv4JubWtiisGYSpMGAvwVMAMXS4e3HGxkmRu4lwU89wKR5rGiVEjXZjpGko0vAnw0wz4hfLyedcUafRhy095DRlKd4Br69WM5VyhdjM3ugGlIu3wbq6GwZHpqsul+O7kUqR00IK"
    "0CLwSnZGOElB76IDtHXg3dAd6vVYzondNfThhICxRmw+pbIvA1kAiAYleEdC7hNKJobtcGvpom8zi79Q241EnnDxNxJhbyQRux3Oizidahuuhjgd4nSKMLikiA3idMco9Tw4HWzfLCuuc3PYYYhc6chDtYpjla1dwRYMb991G9f9ZqtG/KMec4/aD13/pDjssYfW11b7"
    "uxjoHSgiIj63hoWw6xVF9XDrvUQQusr5FvtNhLCC2015t5ekVqHPjP4zLaqgR6kQ0FXKBVGi16UAU6dUOsOKtoEIEeFjuhYcd3m1AyzxNpiolFzdjCJGnqrNUK23WO7C5TAzvroTVZSz0X1FTQ+DosvrblwMr4Z7Oy4unYZ4+3JZi3XLfhb5QO46dCi2OSN87tjGiEr0"
    "2YMcNfIsNCVGBkuiE2E7j0wKoaIU8Gu3PYYYvHT7ZhCHp8Wm7nZyhLtV20I1hLsR7laEwSUFPhHuPkap54G7scvGnjE9Csmm/aJsjpEht/Nxm071tJr2a1rA+gQVhKjP8yTaiVHZDD5P1DyZCSYVepADguox+P3HPEmj8bU9lDP6MVFRhg91sxB7VxTV4+/ZeQ7+np1n"
    "8hcuxRTbue3waT9IsyxUoiSVWI1iJXDbyhQrGYhn+nkrPTRKiVUd1FE7k9aGC4Vt1QYgQolSVlnKU2o9CVGJP40XdiTFKdGbFF0nsS7KyS7ropi67fR1sbG+GM5yi2UpjR4XJ5UXJ6yEc4KVcF6T2ZWqhOP5Db2EmZNsz6I/QsvhYOx7STU5HY3fI9krGuGMEosvZAV/"
    "aA8g55TF/cU3N1D3giwM8VzNoX8ADDVkgX8v8jLpbdzLHdDlqJ6ehS5HdDmqweCSOp/Q5XiMUscMG8ywwQwbzLBR1D+MGTZHgOtghg1m2JSCqZhhgxk2B+EqZthghk0Jl9cKZNg0fsy4tQ4N9wZoecBwKsfm7cA79hrdyvJOj2KOkdvA95GMhVjJYmJANowEo0ec0Qvy"
    "aPGFuCq+T/iCTKGTrpseQy2a0oF39/MjDq7a3qohDo44uCIMLikiijj4MUo9Dw5eNkj25F8PjYfGdcFdyqOqEfezx+4fWq1m60uNeAc91nm4umo0rmFQcNhjn+vNGzjlfvbYVb111biRp4JDNYBbalncErIZFQJvo1TVA3DP81X2X1PYP53PI+oUTfKJ0VWR13tooyCW"
    "GGtrtNza6a6kGPPLuwkldQ8oMm5PthJzjBTlrLKcMdo1uWxitGvpol1jUKmHOSUZvSaPL0KFCXyRBWwXCXwA8yUFkpmV4g8/XErKu3097ztOSUFHNvpc1efofGZyfVSQoxEi5Ch6sdGLrTRni3qx3fd7B5x9CCaqKGcjK6GCHuzmSJglhrM8yfZhB0O0PF5swx1t5G2R"
    "1IVWRW7txsES3MrDiUy7cgs4QoFHe5V6lfRTFydHN7Rqm6OGbmh0QyvC4JI6JNENfYxSz+OGpj8cajHdLAgNx8hUzgxSKQMFA+n3sF1JXa4gS8M0yND1CATGJO+xsbB8EHfA2qY/T1UZG35jVTSUpxtCvb0BWi4jeVog1PtRvM3SoxUNrgbHCuFj2RBhDMHYukVlKHYN"
    "wrKnbr9fw5m4TX9lKLbbu3iUtKJ3f4se67E6GVlikjkT9vdcPA6ycIpF5Z/ukiz43ByRgfij4ZLXWpkwjgY7GuzHvmGjwZ5PqS+n6YYG+zFKHePGMW58E/CCceMYN74zXmPcuBq6nuKbEMaNH6ucMW48uWxi3Hip48anmRrXZv15+jN614GMpJOr+4ZYOoS+Kz977OHu"
    "Wn53P+F7p3Hfhe/wqYYyPNWd4aQ/SInGyymYEL3SwmncCsOkRuRHj939LtbtGpEfaghiZC371jylr8Ql5ybVWfoyFKKKcX8gyPbF/uDMYTfxy3b7JrJ/Xza7MQY/3F42xBYg+S4GGa6nIhnjP9VnM/gVCW5nJ7CESNTIXoH7VSZ7ZWToJk3zdWYLJESihkAqlU4kXUNW"
    "xr6Q5SwISKqnD53mWfCz1/v4cu9wR09BRTLTtYLxW+VrqcbZHWds+V7SAvwMk2AKXJyhnneqAD9DFMjOODs9t08BdoYokJ0JdjIvmqEIQ8M0yNI4S8e6YRbi54oAmYkJxJhAXD6OugFfBTkaIUKOYko2pmQrGbSLKdmYkl02zuZIyU7uX8jYzYyNbNrKhvDfS0/4+ih+"
    "GKPlD+Tv+0WO8vQwXXqNQhe6TUw6dgifOxfk0TQYldH3iwm1ZGX1AX0ymE0MFsTfa/JoQvURtcRlITS4CpTkfVoz033eCqPyVVNogBCj8g+oh2NUfiaDSxqfjVH5xyj1PFH5sPMVgC394YcDLUvkRhv7LMvr8A0Iqufu3U+sYcGcg5/KNlDuad1zusGU2rYwM4rwN0RS"
    "SRbvIcsgZmBtWU9juhsUWTX+77MKhMe0HeAdibz4cnK5QEmIqdr4xy215E6ehX2417U8uMcUhuatXwCFAkYe4ABJ/5Q5RJyyNPLo6M+UPQb1AwgHLAEACJOOiMHEiGc6c7wBhkMmuu2OWRh2Ste6/d4KIQ/VljMNIQ+EPBRhcEmNX4Q8jlHqeSAPuZcmBb4mc8EnwDD5"
    "iIh3ESYvtZciwggI1BBGpZJIQFEsIgt/vBqiqNR7gTGQ+6i3KTaFouU2AxLUmTGkdM8ctfncGtKCHI0Q4UOKEZAYAak2Z4tGQMIetDvYurwrQZ5Su8FuvZmt7rqJjM3D2Mgeo6AHoMWddQ4AeVnLg/8zMTIn/N8KqvkS+kItYlNqQ4ueJHq/diSC76qpDxqC7wi+K8Lg"
    "ksKwCL4fo9TzgO8DPkoxErr0R0bAoT++EvFF6+TY+KO7HkQMxHjTbn3xh8eRxVgF2ZGx3RsWIcRCl+q8T8llFAtdnmChy9dk9u4LXaLvYw86NjZwQw+ImhxFuB7heoU5WxSux66DO+46+DrIcoc+Tan84QlU2b+krUOUbXdQ7vR5DsHdBoMIbXEw5nM2grR2QvXhhICZ"
    "deEeumXYvCZ1jy/UsqG9XVqW/A5mRHBatc1SQ3AawWlFGFxSmBLB6WOUeh5wWn4m5J2N7fjjKwFOHyR/m41k1Wg7yeXsKOMoFcYar3cTbBFr7Kl8SZlkloEIURyuEsT7fT34uy7+jYg8IvKIyCMij+AxgscKcBXBY7XB49fBNy/ntsGobf/O55b7tsVQzugAbR3WOfCG"
    "9ifB2I2Ip5yW8LGsWbGg9Jlwt0rn0OTDZ3lFlygl+ZszQa+zkbwMljNEz5LFxAAcc0KXZMQJ4w6ZcHOUBEL3daMe67FHmM9cPgr2jfSlRviMMluDmW1qC2a7hUh18uieeRSz6BKNhVlMcQMLvni/jdEfjrjr8kLMK+5giEPbndkRP2tJdcsUtwApeXcYfbb41D9+YI5h"
    "/uct6cJf5kJ6b2zilq61iWwtRQZLcSMxuMfk79DFb3s0bP/1eFz9XvGSzamsFMIwThmhYISCEQquJCiIUPAxSh2h4NfHbuCJB32rCI/DNBXk8+5hG1c7LYK1rygOj7O/zv6/F0TdV9+LsD5Mg8z/CeavLJok+9c2A48SYj/wAv3A0YV0gi6kEqoh6ELapy6SAOdfB+r8"
    "F6BZJykQp3tBWwdtSiQsbxCn4UzIoz4c0pnTB2WVz52+TSF+wX4kOhQBgFVPlziTxP3G1KIjTaKBT8YLZRpxuFvEl1EyBKiOpUR27uU2AGd+B1QQUL+FDvl/ZMwt8ghlhscmGE9jh1qrGz1xFx71p/KGudjhW1JnRLeGE3G7kXuqx6B0n4Q+J27bpQuvmLG4mQ1zQM8m"
    "m9iOYZrEppagROQRkUdEHhF5rB4GhcjjMUodkUcFVH5u8nlKWMi6NkI+RfUU/XV2qc/gT5ns/RRnbvg3FeBwjKx6bN5LLyGx6Ij1W/yGApwO01SPzafvcvEZhmUy2r0Y5TRYWHzshrf0t2iUlUWPEsgrAd22jSfmp10m+d5g82ki6CwajRqZ4XC75cltvfVQvyloxXlU"
    "NeJ+9th9+6F13b9vXzZbNRL60mM3jXqn27986PxZI6vjOGyQT3i5RLdGcAmxpaIUBWDi7Am2Qo1Ve3d2jBunYzUF2J09AbI7yW4f4NrCQouRYo0tdSyypCFum3p/xk1jWBTWShBiyD76DdFvWAEQAf2GB4phiuYWFFx/U4lxDc5QGqWbriCHU4mRw2sT05LpMj+ZRpVI"
    "1SklkzdnU6W+zpvz1aLP6A74HcQNVJTPqS+1SslrUgAN5ljLk6ywDveqtjG2oy82ZMvIG+LRHscDLJwghOGCLCzDcSgjnJlLSLZaTLjMFbPdfLMQ2RubQPZZMrhj1zeQWWozUx9S2T1aRmpYI2r5SWemeKFqMNXMMriYfRkkwDE4+0iZ5BLYqY8aEa/fkEKWmKwqJn9U"
    "jxleipzsbSFHX0DZMWdiyC4XHtHjv7m4lZznLXmc6bYNDa0hpNX9VW4Oqu3+SfoI5ufit8vgFc39qbrtyAnhACNDMDIEI0MwMqR6MQIYGXKMUs8TGeJv0UmZd6a6aWZCZmG6w2Fm7/YlYBczOzv99DGAy+DLOqSsc1u/uUnCZVIvSnLz0njK5qVPcjhG7t8h8o/T07Oz"
    "T6fvzj7+dv7h06fz394FnE1eWsfny+YX4HLkBUmyPaRTFl2+YqQVXL/Ku14lt6lA5S8q5gghCllpIUsLrU9/zAwx6RayTqNHd6jKEneN96Scs3NbVxRqlO+E+1WmfGcY9ine3yVOihZ23D3ipk/1g9bCuV0jcUJ0i0Q5u42/aUdupuo8qmv8TId2dyjK1M3+js1ujqz1"
    "dgfcvYpNV1Ump+w1OVx3wRq6A05Xvo5nYsdRzmfniSDLabeS0Cavnecuyue1e5RZz+B6Ah+YdF9ZfA5pEK5T6Ul/AbeYnykN3qYpsfmUykzlGvikbEqcueU100m67fZyB3RvqbbZaujeQveWIgwuqaMD3VvHKPU87i2TvlAzKfB82V0B8QETu+7um7f1+z8LblM+WY14"
    "Bz12Wb/6+nBXI+5nXLl4ncwtX6Ep+gaG6RDGVed1S66yr9qAQrV1FREtZRiKiNYmpu4a0Tp8p5TSMjZHq5RXhFfuIDglC1y58yJXNkErMzEudxOPhbhkO37LCIg6NpjXS7hGLG6aAIHoL+JZeKK2Rp7pTAy2I6HKtmxEMTR1oRGk9u/Yyz0QXFFt3dcQXEFwRREGl9TM"
    "RnDlGKWeB1yRW19KruG6WNcVTWWihg8c6erVT+nPhMoouZmiY5tcz+B/KnVMFGMgL+Grtoa11+2Hy5sGubtvXDU7TS9gKniX5EU4tSpHf9+o38QYD043l2dbrHMJ4goudeVd2pI7GqIuiLooAQ6omi59OTef2zNgufuXp/T6DA/Q1vf6NJ/73B+btzK+1/ZyBOm7C6hf"
    "L37rMmqha7Lc/GICLS0hBXki7X4rK+Li56d0K94HvT11r/w8dRyTjoIk5wF9MphdE/SEzx1hUcpREmOAyak+nCCegHjCsW4biCfkMz/KaVkinnCMUs+DJ+jD7BrfOWrxBtQqV60/qXc6zS+tGnE/e+y+0WnffGvUiHcAZ9p3DSjIKz97rNNqt/9bDHA/e+zuvtm+b3ab"
    "nYYM9/COe6x+fd2/qV82bjpi9uAY5rttf2sElyJfewy+1Aj8DyPr1zCgfh1XjV4nXkS3nuZQXLlQz8MIkRqpYXDbyqSGOdzRU0KqMhG/YHyVstt3Vl1zlNqvNpOZo/RWteUFT3fGyLFumGkJpJmsXBEgMxPMNJhhT7ZSwGKkGK6njsKV1LOHoEmZ5nb2VYwWJa20pLGK"
    "M1Zxfk1m776Ksz4z+s+0KN4WpcL0+ShPXzV+uzIcXeP3OnxYrJpc3UlUbMpqsAPO1mfGV3eiinI2ugQq51R0PWInWS5F77K22aHojiziThzQobgj1DEGD6Bbznh6QR6H4haPxNaXkIe9BBeeaz1muBC3mgadfaot4xo6+9DZpwiDS+r2QWffMUo9j7NPaGFORr/Tzb6+"
    "gPiQmdmN1nWz9aXgNuWT1Yh30GPXgqE1Av/32Od686ZxXSPuZ491vjbv7uCEd6CGHw70lkJghje+eijGeb6Wy2s6Lid5i5UW96hSBFGFRQstxuiQsetxDR6O9PxJAzwROVpOBueorRZ7yLBO4GvXCXwd2CMihhTcIy6mbOAjEqqcD/ioE2cCaqYb8AyAhZjEESTQcAm+"
    "GmzAf1yIs3PmQDclCFF2eyxBeLOfGe11oHdPej2lkvDIPm8Gsdct7sBZNiIQDvZiOEtiUqiT5/algoxvk0N3qiA8273TSCODuSNPMGoA/kIMcU9ZZ8+7GWHc6jE4O7Poi0EXiNoganOsmgCiNvmMh3La74jaHKPU86A23l7Yl7tmUvCZwXYJOoy5i8fcgeYzZ6PCrE3Q"
    "IWvjrAWVONVgymRqiOJw7HxfEnYC+jpPicnPj93O04Lz9wneQibFzyO3bl5GOCvj2k/LuA4yOa6DVA5F0NvsFn/5BLam1d8+RdbydrAiImtJaL0lofWb9vcaEf/12G3juvlwWyPuZ4/93vzye43A/z32cP+l0erWiPuphsBsxvnfQkES67mRkmmxXrtKEGNcrjr6VFKN"
    "FlNx82UrPTpGinJWW858RqH/YFH1LkmI+l1cIYGm8eJ+fdkVvuhrlCDGF0nlF0moK6kBtJkv0IoAExDTlPn54N90mLIiZbv3QyTV8/Cf5koKOV2TFHKaTAoZG5bt9C06M5dbpdTFqXGJUnmJsk29P+OmMSzqaEgQYjJF9D1i9IfTBy6N5nSLFymFHN8kld8kWTXRx46L"
    "vUsppPg2pRS09Fm0ZUnLKHkFnTmVfZ28KIYiil8WffW0wPcfc6UGf1yTGvwxGeo5tx0O9V/FLxnMHVqorE0qMZa3ibx6O+l8jonymCj/mszeQ6K8bRtPjBbVoGJkqD0lAvchcLF4zH6ICmPJ4kEQI/FyG05RwzlGhmxNiS35UZSnIRpkaKJOhvVER30xKS9cLCNOiQur"
    "Mg0PK8PPNZk6/raeZC/WINHilTKiKtDm/JxDtzUoK2OL9ZKUW9EOuNr05ynnnrWZreE9O1cyGeiiO2Ds1WqmqrI2qrjneGY9lXR33G2GZqwql2OKfJ42s4E6tRtOF8mHLOvqm9RBVc2GvHLzAE82JEX6w7S8uZF9P8FQkmzMkexC9iDkAobnIG5kCdGJlyBGniDTkM+d"
    "ZN7jNhNgaqFqWrVGMLUQUwvVYHBJk8wwtfAYpZ7inU6kFpYisFPliOgE5vP66tuNPqDmJuXNHZRfdTNhfO7iFnI0caAspx7VviZ6SgvAPASomKmnM6BihoqZGgwu6RaNitkxSj2PYoYVCvcchSv0jcLBzSsaZOh6fyeWzNtvybzEs7wDJgcmQVW5G36BVcXePe/+Butt"
    "FQOQ03xz+3rktt/c4dBwnTj6M7XJTLecmvw+5qbJFzYZLKGcn2ERvmBkYYBgoEW7rBPIYCY6gvKCOmHcoWkm317ugVaiapuEhlYiWomKMLik9gJaicco9TxWosXNrds5+LRKN27/3L65aX9v3NeIfwSVpVrdpuDnNRSX8g7j+kWenI/d15CazoFhCXlccsFqnWWEJvs0"
    "MTkMBNG+BBGcOewmdtlu30RerMtmN8bch9vLxv0v7yXPxSDD1c+TBTQQHtlzpP0rdqSsDksRIFECIDl8+8/S8jdH/8/Xx0juhT53sgEhkWO03PgIqIg50ZHf+UJcsmTjBA/DmOg2kQ0WvN4KwbwXZM7kBcOWrQ0eI3WDH4lJbZs4EyPFJ76/2yBGoto+oSFGghiJIgwu"
    "qbWMGMkxSj0PRoIl/vdWxhKtcLTC1WcpWuFohZeLv8pa4dfUNITkl3XHodOZc5JihMeHaOts8JE3GCqsweicJnhb2L937U6XOFz2GBzqpgl/oOa3JSQDOhaPlTCGwSSe6iN6QUZzt+0nRAxMDdM0bCokMUoxvXc/PZrcqm0KGprcaHIrwuCSGl9och+j1POY3KXIKtyn"
    "aHdsZ/O5I3aXrSM9QuQHbCUmnqH7rheZUSDiwyOrEe+gx+pXV407eco/grZvnx86btc3edBjn+vNGzjhfgqq28vml4f2Q0eQ+YdxTe91okTcXnxCPqMUiWa+IjGqrd4TxUqn7Po1oZbFrQy+Zte2jVJVr7TteZ4H+Dz7AT5PPMCSY4VZXE3u7qVzjdiJZ+KmtE9/DKk1"
    "K9QnKI22emx//+40T8VmGLamPPZpomqzb8X3pyl14jPX5hgVrs3JtXm7fiI7ayWimoa4FzTb49ZOINZgpnIyNg/GGn60lAJZLX2cDq3KC9paQBWGFEBRx9wiVB9OvBAjLVp7Q2cj8iwEmQ6RFqBF/FO1ZURD/BPxT0UYXFIkDPHPY5R6HvwT9r1twTqfVum0rPvG3c2f"
    "AL6Jjx4TIxs1Av+rAbAN+CilAnSX/sgw3/zxKrN8F7tVt/FHN/IGJVp3BW/RTbv1xR8e7+cVZTZofKnRM5nWcojicGj/+32tYhhS9+rPNYbUKQRCYEgdhtQpyF9lQ+oyq7XmqNBapCgrIDZ8LOPZFtwa2RcyUwzuCTFsrjw1WU2HLclQhyn0KWdPgoLb1CvNalEotSM+"
    "hxPjhWbgQnu5CyJIqu0BGiJIiCApwuCSYgmIIB2j1HNF0OlZ4V4ZAXT6oeO7Shy/Ap/9Z5qCEa1nsE9TQSbvJYxFcI/PCwUKrSgqyON1QJDP4U+Z/P2UCFUJ/aYCLI6RVS80aC+Psm+LbLENx0h3sA8rxv7ybrtJbQvR7JOdotmmQZmTagau2QTCRNVbn97nWp/er1mf"
    "3qdstS7PJro92YLVPln1mP0xT5Tox+wY0Y8yQjQBd78OVOhH5aWAhaGAvWy40At5KwAYiofDWgKgpxNnAtbWBREveeO+Vb+BIlS2Jitv2zLYS0xmvBjOUpyjYlEkJoW+mjJ/1sV10tHC3d6ix3osXv3KsMmEL8gUIEfvEvFZIYnd+xK3O+mIzGdu4q+gEz8A0UdEHxF9"
    "RPSxejgUoo/HKPU86KNN/ypgAXmjMXM3xQAqYfGxEnG3XHGWQfxdkUhLoKkR+B8SobvNb83un5AI7R71WLdxe3dTh/hL/yiuZb9ODObIsOgwG5vcLJ/IBCqjweK5vGw/tK5rxDvosfZD1zvlH/WYb9TUAvNGDUHZVHDD6v/MqxSbQmlh3TagwwB0joDPHrtqt7ribaoR"
    "70C8ZXfN/tcGvGTuQY91/uyIl6tG3E81xIYxzgeMcfZxhyTD/9lptzJg/xBNXPs1hg75X2IadgkTg9fwHpixnvdxNsdUV5ggznuoC2cK7hS05mNkP2HOl4f/Baz5gD3FHR5ppJjxjr4P9H0oxuzd+D4ihV9+ONRienrj5DXlX6Jk1eP0XkIO3IJPW+vkAbXKGt/JfeOq"
    "0fzmFvJyj3rsXw+NBzjjfgr1u9G6bra+CP3bPZBnuvKrUNevGzeC7B4IgkOoD1aXc9ZTKoM9tL622t9bNeIdqKHQY/GqAxavEj/b0Y2UptmbOL2iqyKv8zF7HbcT7ObD4dyytvIgxEgr6EIor8sg6SmyQZkqLuQQGUbGqSxfr1T7Vm9ynBYlrbKkwa+5hZBDZChfleU7"
    "FhrMVq9xhBBlrLKM6cjYLmwjQogyVlnGbgr7lvsxRSmXQ8r6zIC8s4LujygVej8SRXYcfZiOza+trxOiQp5i4aIDshcCwn4U5GuYBhmqUiWoSq4AFp2Zy77YyorxNEaGXMXyWkVZvKfyWnL93AGTm/48VeVueKNRsWqZmgvDToqWpai1u1kW/JkqytqoMr+Zt55BtQPe"
    "1mfGV3eiirI2antuZq2vAOxkRcjbt6KszI1pSypVMvSYf0uZ99dnZSn7I7Qcycr9qTs4Z9Jy3WtGQRYTPiW6zB0m/hTJBOTNwzHzVzXlWCOY+YuZv2owuKQ5oJj5e4xST3E3JDJ/sT76HoBG7HyHne8UMiHydL7DKvP7Amxe1Ta7py+Gvd44C4Zoeawzyxud0zz7Luu7"
    "+9WXiK0bIzIX1pZJDIcsdJu44SeasMeM4QQqNy0mlLm1mOCyp1AmDbldTowmn2orv4YmH5p8ijC4pMo/mnzHKPU8Jh9WkjhgJQkvvHZQdL+K02GUBBrZaGQrbQkWM7KDF/yQdraaS8Fm5sZXQ5Us7Y7uGPZYlybWPRV8tZ2TFGs7bZi2zuK2QwTC7JYUuZ2iXrSDNHV1"
    "+5mOZEVkYd0uyYJalEyoOaOjC1kNWWe2OKcRLp4xOGHJ1m2ciYnF59hgupnmSN3HLdASV2170NASR0tcEQaX1CZDS/wYpZ7HEqc/ZoaYbZuszQhlBaVeXiknX27BdvhTEyLuTHXTzCy7t6KqULG9s9NPH4M6e/BlXYm9zm395ialzh6fQsReEQgrRFKFMj6HBrGsLfcm"
    "a7c7U4mkULYl6pUTZEu0+2CGrCrsxQxZzJBVnqPopcAEWSUhdUyQVSdB9jXyOEvL2qKJnJh9nJezBbOP0T28Y/fw6/gvvxl0cZLisJTntXUeyhcxIrdH0tZf6Ei2QKmR9vcW+P0MxyZ8IeT9xia6Kb2BsgS49AlyS3oO3WfSdvvFCpHPaZovcreToxdSNfVPQy8keiEV"
    "YXBJ/VHohTxGqefxQsrPhLyzGyP44ysRD3yIdkWW4VDL0JM8zm4mF6b5qWZyW/E7pCMM5obpGMx+C7d9Dc1gLz3muAX9K9NiL7Mf+zBNBR/9szxP/ln2g39WtCNsOpdL0wV2SzbnadGV3aEr0aALkjEHhpnaqjJf36joDAdsjuw3YirQPEo2cRL/eS2jvI5RPVa/uakR"
    "8V/cMswjkN03dhKLj5H+2GfGeoRJDtf4+92+nvgdN1Ys3rLyZztVbsXO9yVhJ/apPJTih30qD9SnUgJ9BRGgMA36raP8lFhoQX6GaZCfa13W8tFDj9Rmr0n4Hd3skJJP4A7Y+i9/nopyNfymquSJqjuOPpzIQN0Uf1ToqrbOK6UH43L7psaGSV0nkOemuyB3butZKB8j"
    "rhmOdBtRZzihIzK2+BTKyVhUUHju6Dc2sZe2Q6dE7NtifJqXah+36bEee7T53BrSR6/KjQUpdjpMpRExyOTsicjBZDq3HTKg5JmJFwtdXejqQlcXurqq5/RAV9cxSj2Pq0tofk6Gr2szUhoQqwxLn3gaRc1XLXqs023fN65rxP3ssc/15g18dz/VwExBNeoXdURGiFQW"
    "ypY4yen5eR4+n59nMxquJVvhAbwkGVWA2XG6CvJ7LyCgbfydwudL4ykTvPYpKpT2+Y/T07OzT6fvzj7+dv7h06fz394FIHby0jo0+7L5BQDtCPtTEO4JHT7b82mh5ztEg5DrZsiVWha3BP9GhVaRKFX1+HyeZwU5z15AzpPeRKi4Sxf9hTFyUtwI2S7FOF2FlpOducJ8"
    "Jk2o8TRJsQQ2cndFiOxNstfFpZJszY57WlH8VNSTYnw9dHgTph3uASeaz0yujwryNEKELMV6k69Wb9J9EnfA24dgoqqyNvLSquQg+2yY9EE+2Cn+sdVFbZ17TIIm82Bc3g4OnhPhjS29WDZx9GcxWDwftudt0sFNxRifi4dnRAw2NOcjKP/4TGcOuJ9kYUgxC4wakSee"
    "2dJhP3dCR5dqG4GGji50dCnC4JK6PNDRdYxSz+PokltnATwjGI/R53EQY7B00li5DsEPSCrDzQMA+AnD8HV0bM+8SVGwV4ZPtnbtmg5bBJ4FWm9tpduC1ksZsR1hogn99nFV9PUxaGhmOELDFVrynIkXWHzYac3S9nUjN/jM+NsPPdO9avCreUEDl+dBi7eJxfnUjWuT"
    "N+RM3IwP/k2HjvTjetNAwzbxWw3H7jH3qi3UfFmxQf5EN04O1XpU61GtR7W+egoeqvXHKPUqxq/50WgFt6kcQWz3jX82rrpwxj+Cc7ftb+4peRDXgzC0TZk4CQxtw9C2g9jFGNsWo6lezNUe0olXJmkRNsfIqsfpD3kWkQ/Za8iHxBJi0X8XrxETIaoel3cfQwhgzTaW"
    "go3dOxS0CpLGoEJ9pFDK++vRgnVbsG5LtRQtfWb0n2lRQDhKhbVGsIvLgcNUsaFA3hjVQg0FvPd6B5ytz4yv7kQV5Wx0CVQpRrVLpzNTlz8l4UEPrmnrfOiONyq3F92hPxyyMJwJEXRDCBnl4PA2icE0MljKVgD2hFsO5J2BJ5kzSkydPc1lDRaqDyfEqxgIDmiII03z"
    "oe/jNuBBh4YFYqgtA1udCTWseOMCN/hVuu+9HgbiVl7zgjfoB0c/OPrB0Q9ePY8o+sGPUep5/OBYn3K3a2d5y4gXZ21JqohjV449O699Tb0IkyNEFeT07h18vv1ThMthmgoy+SxP6MtZduTLWTLwRbDiiVuF2pmEaaoHVe/ehzrgoxT+dumPrBwQb3wlHuB1qmPjj25E"
    "a0wUsAg0x5t264s/PF7VIqaP6JYBrEjJu8muHRIhUqNpEtyvMk2TsA3HyS7zynRrODFetjJdY6TotlfHVEW3PbrtFWM2tltREX5Z42DG9iA5vaCb24O8rg/0ngIsJv/4TF9oMEbL4xPtW97w3M5R3+MovYf+NJrXEAKydf02E5BgC+m34pTnECFz5himzLtlws5J84nu"
    "eHZ0Y6q2TGnoxkQ3piIMLqlDC92Yxyj1PG7MkiAq+xTujkEV9Jrt18ZGFBxR8ONGwenIgO12UFTtjdMhBhLla2DhFmNrjAzNifXQkhOKwP5JdCkczF1O1m4GmGJP1+YUhuAtR/huM3fjS6JKEN4VZ6Br6/DHdw1H8jmB4SUHaetAvGFoeN+B8TlRvC5UvpvL6gKAtAFk"
    "Fp7LTUqQ+JoxkiX3ID9g1TEWfrVXHnuwFE+L8fQkSJNw3v5ug7ieanuEhrge4nqKMLikCA/iesco9Ty4nq2nLZ3ZKIk/HlGSnChJwsJ5HSXxs6u1JVuxwPm1qqBFZ9xyBBv7YzE2pxr4fcI18KVabmcTqY651ZLFsyDuIBNIpeIGBZfFquDWXxZ2xpLYqQ1Xfmo+Wf35"
    "RTfn9FEqfKAumnz4TLhbq3mhw+PxOJjbBqO23feGijuYlPhnyYTPLZss4EfwGWWoLqK6iOoiqovVUxxQXTxGqedRF7OdlpvzLsvgwDy5are+Ne479W6z3epf3TfqsnBz2tkei5y9b7TvGq3EYP90jwned+pfGv1mq0ZWx6vz7Yfu6oL40mOfm/edrpihc9dudRo1Ev0O"
    "RaTvbv6EEtLiA7512jcPcFM45R97maP97/Vm10sflcdivPiBULfa/YxrXLmyw/J4bc+ynbZnCZ+t1LtS8GiT61lRBj5F7KkaA4k6z9UutuTr9sPlTYPc3Teump2m5y8MFgd5EU6JE4aLS4vn9CbuFI9ouIU4nSRFludheQRKL6p4JkhR+4yx12AD/qMgX8M0yNAYQ7Fg"
    "BRY5VJujEvIRvCkUbBQhwmCj9djmFsFGQum3trMHo5QVtAfLa/8lzX4qWLiNkMN0KGLlRKyIl6Jj6leAy5+keCqCa9o6b4Vt6n0J7ed0VLTHsvZlJHgEPAdTKgQ+vACfgqyGyZm5lCMnuk0Yd4h8oJOOip+cTzoqTDp2+jYVc4zsR9ffAKeI7pBHnQ0n3IJ2l1rQ7HJA"
    "n3RGuCWGMsftVDkS6hi0xBxz0+QLO2hkOdV6TIbDQHfMZ/EEMM/JIftUkpkOjRRgKtOgtph4KX6D9JCImxp/u9lzEEoT9YmgJwQ9IWg6oSekepg4ekKOUep5PCHuhr6tL2RFrbQ3ZJMHotX4I3w58jXLI7GNp2H3NSuPtz3pbUP6mbo9dnnfqF/9Di4r/6jHruqtq8bN"
    "jfRj+YeKSMxViJMyy27huKLADNSUDFRhr7H+jFpDylK2rky2xsm24q1iwOSuWRs24Qp52eKE6GPL42ND8HEbziuuciU17QD8KCrlCCEKWWkhu9BVUQmvqLDEpMrSlcpDcfGGyFC+qst3q404QogyVlnGrpdgCxlHCFHGKst4Sp0tBLyiQumqLN2BBU7Ird7hGCnKWWU5"
    "KxKtgRLeX8l2jC7ep0d3xk1jWNRLHiFClq4v8xR+ClOQ0qKViK5i05WTxZsLEqW8vJtLPrkP5g643DH1u2CuqrI48hqrVPBpxf30MLmVaNbHyck/0Mhb2anjOiXImFtuCNvM4lMDRg75nEGVdD+SLB4e5ibnzyjTiPgZlOim6RVtmiYD6PZzG4irqzvkMey7evQrR4EW"
    "Q3QC18SPgDi4J+OFsrek6YiZTe/HhN+4oGa8TR24qPWYvCWMCzpgwy+UiRG25n+ViSfyuyXHwk80xl7wHfwU72nHgDoMqDtWXQED6nIxuKShVRhQd4xSzxNQh/XQ91sPfWxYttMX8pqJW9Ps4JTMuJ/sCTACKKW8P/3xU9zOpEdmJ5kt+CQYJ23h4pxOJ0Y2Y8DgAVlr"
    "2MFvTDD2knOT6izDeIsQxlg7EJT72g2DM4e1Hi7b7ZuIRnPZjFdefLi9bIjtUW6Oq7BBbGu7Iwkorlgm7YmS9C4qSzdo7BJ8chiNHbsEH6pLcFDbSgLJBTG8VGKs2bLW6xfl2Q48UpfehL/785WSyZudUqkPm0rOqa4xdf/QZBth94pWoO8IEGxfyKFGFlAOWrb+kCUh"
    "ZCUGcLPIStbglHGLW9uEUSqucAIlEXxnzUy3UxoJ7+k+4KBqSjdQMBd9Ecu4TeYzIIDxU/3ZcyxpZMIX4rol7mAlu58IamqOYTLdBMBwif4k9CehPwn9SdXzLKA/6RilnsefhIVBsTCo0vzUbVuYOLQoS2NkyNUoVyEAbKu1PkKIgK46K3tyQxfWlGlsJeQoJUpZZSkv"
    "dEO2nbIND/kplk4aI0ZZqyxrm3H+93YFPCKUKGWVpSy1wW2EHCFEGassY5vSbQo8hMgqaGZXScCYcYjpccq7yXKnx72Ok6wBrp2TFB+Ze0Fb5yJz3UI5nWLgqZro7ElcW1iG40DBcOkfElugzmxdekwuyKNN/3qUiU/6zISEKlkjnJEhn04Nh3BrRC0yo5AEJf0LKW6x"
    "fd4JPVeqrVgaeq7Qc6UIg0vqw0DP1TFKPY/nSmyRSXFfGk9rCh3/lSLlUhc5/sfp6dnZp9N3Zx9/O//w6dP5b++CsNXkpXXxq5fNLxDCGpFlSrYOJp/50ZXneSJZz7MDWc+Tlbvng3/ToeNyqQCT43TI7ALMLqZ9RalQ+1K1h2t5gMsijvChw63+s/gbiqwOUaoKrg27"
    "b6HgsqxguEGIBh/c2LIgAY9CbUhDJGo0IYXbVqYJqUUFM+yiuUlRKsyX2Zwvw4fDuWVtF2YTJa2gZVpeS9QFIBLeiFfEyH8XRv5JFk4uL2obsfL+RIzLCZh3JxQ6cUKWhe5D0G9sYvKnmsSyTd123MQMbZXkYXJueWkai4kxnPiZG1CP7IkzmkTL93Mb2TzULd3qo+xA"
    "uJpMfNW9TqNQgczdi0bE5lM64CP4BeJhgE6fzvLCzSqZiKfaL5Omz0eG02PwpJswiS0bksoh8n4aWRjOxD8D6YeyR6nhdzv19x7bn5AvGAD9OiNT/kIR6UekH21NRPqrh/ki0n+MUq8G0v9uX0J9FZhf6lDFOB6QIM+343mgkBbje4SsQhWjDsx9tNQrbKnHsEjXDiv2"
    "mkXIcInb7iVbWbxFYMco1QFbSe/LyNwH6qgSGHUl/tz5VKIS6YBUMEDbDEoNvbE5ganf+YJArQ+v9ogkJeLZIaAce2dDMFIScio6gQSTQluAhJM84CaEKAG1RmzuQUu6ZRpi3pG+9GqdMO6QgaDg/Fl8050L8qg7Dp3OHPtRE3eAqfrUsrj1KJGuR4s61lLeT5bzd28I"
    "xVDhNwKeRC0o/k8g0nlkI2iEoBGCRggaVQ8+QNDoGKWeBzTCWMWVjpknROZjdojMx2T4HCJyx4tPKIYYlXfNSm5VvtKfFHLmmxUmqczrtbMqzCvDqcheEKWqXqjTWa46zGdr6jCfJesw+yZp0QUqTIerk2qrk0rI0g0dO/xlDbIUDNA2I0umNzYnslRn4eAgfQUOPekv"
    "FOKNAJbRyb/5QAYUcTLiNRlvRKD/IecMPt0OhqPUYKd93AAhH/XQCIR8EPJRg8ElNf4R8jlGqeeBfIYhx1Ju92KIBqGfSkA/lYhOUUTv/icfpGnbcHqtji3U1JyKdeOHYUPP77FUcGUIvDGOV8TxCt+I5+SCPI4pG9JH8mTxhe0G00OPhyVx9OcUvXrH80uHb+Cbdbut"
    "214381DegCHUcSKoIG/Mi/gHD601Z7J5ulDQL6CXOreeqfVGaOxC1ZhAsoHeYxPxO38F6YEqz0CVJ48m1W3aF7cyzEe3YYXN3a7qFp+SkWELnXc4AavAdnTLeUvq5PKmffW1cS0NBijzaXtt16n4/fJ7fwze5DkbG8ywJ+I3g8zIQv4ljwOYT+iUj65JgdYEWhNoTaA1"
    "UT29Eq2JY5R6HmuiaKWFCtdY2L0Vgc1GT3bp5prpS5PrKY9rdomFEAmWWIgsSbsosTCzDJkgnL6ANNh8KqUSLkUblU6I/oAxz632/W39pqAQ4Hls3Nevus1vjRoJfekxd74acT977PLh5muNwP9xOy3PMrT7Ui+C+05GlNBmGQXEBxTQXaN13Wx9KSohzxis+VZhj3kT"
    "1Yh30GP3D62WPOMd9Fjn4eqq0bgGuuBQjGt07/90B3pHPXbdqItB8H+PXdVbV42bG6AKDtWQtmfAPtOM1zJDh4tQVS8Y4DRXMMDpmmCA05RggPk25e1XVBVUlcurGmOc0t4VOHgjt2BqnKxCGaA7Y63EVoswdUWAz2kinm4FRBdd3GOkGOql8gIvfSAF3plgPL4y8VfG"
    "dfIU0ThXFNXTNt/n0jbfr9E23ye1TRmqW6jA5IpCDfAD7lcZ8EP6ILdrUxehxC1C6S3C8xtvIeYYKcpZZTkPAfwy+1751+2cn+lToNxVlrs9n1HLpqPtFvI4McpaZVk7E4s7jlkYG43TVU9f3Qs6GrBtK0M6SY0vl8ovlx9Ll5RzdhxWmAb7CcQMaj96sQA+EaFBlDQl"
    "gsDiwHK7D8ljBRiboEPmrmGuwx09Zb3fzN2AENmbZC9EmBeq9REQVE9fOT/Poa6cn2e3yjpXqJ5cHWrpN5hjLU9SkhBCV7V1uQiyIn+fioEGLdwRWGYNLCZcRt0zeyEeDDGtjKU3oEybLOAvi769UMuN8eeLoBsBXCUDKkZDNbZ1/YB3eh9IUmhC0sPI724gU4vf2Bp5"
    "XAUiP8orEEA+0G36RgwUqqJfS85NiMC4f4z7x7h/jPuvXgQ4xv0fo9TzxP1jguvBy5u5SZhFNPgVRQXTLXbf7pZv11qYY2fhbVldTP3i2FcYO9++foA8dr7d7YMreDGgE90c9/m46IqQJEXuRrnr4h1JpmZHfa0ofirqqzzc3Et4lz520uIZs9keECDXt+f6iDq6YRYK"
    "cgyRqBHlWKkUT2FRgmumkEqyIqme52H3/bPnNrX6uuBJCv6yJl8vQlU9Pu+peC+2hD/EI120+9Xh+16VjLmKeCr/yQc3OqMn6bXS5CVtQ720vilG5a1GLL1/spiZ2+oJmpM7EygtNjLGY2rZbmUw8OSBBfzGhjbiZMZNY7i8II1vjfs/+1+brWvfP+j5f1LKEu/rTrKQ"
    "2oIaTxMnKKMG3s4VRW3V9R28ku5YcgoTiSX+hY6IszCGsv4xFxome0sexQMnux2w4RKcpT02ET9+ChNYcwaN2MV1CtXRHmdik5gabO7QR5j84zu3cpote3zp4gZiqpFGGJR+I7bxw1kG5OgTRZ8oonLoE62cdwx9osco9Tw+UayFtsdaaK5ik2RvdjBzQICV0BJNhlca"
    "YAGOxqgwyDYlhjlQmAvwNUqEbE2r3De3t9pOI4SYAKTO5pnUmYTBTKED31bZXglilLVqslYEg7qTK8JXUL1SYKjQVW0dEuWtKwBIgRaXG5CCwYCkQL15WQhfVq93iFfSQWI7AMR4VvUFjIXq9lCKn5rjNORpF1P+BFDzukrvZpimdCpvNkCjzC6omu2BS+NOlsauMXxO"
    "WxTl+bXLoSNGFEgakik0YqVaTIzhhFgUrArAyqGkk59as5hwU6xRUFZWPHcSZoWmfXPqLWDZYPxe7oBQtnooa/ZKiW3N94jEON5yUGQH8mlw81Fu88HClccnZ9eLWwCiWhFUKYFnZ/gUnztityyWNbIiqV5I0O6D7rGOXnVXJkXMnxZ3jLEx1D32J8ygyHVtnTnEQiNz"
    "mkW/c/ETiTGyZbUCYXw49IdTEzYKADoOsfWlDdYJOE8hxIh5Tczhu7bq2ThYyuoIUz3FLNr5HSA26fvEABtKjpwzd+wU6it4NpYtWEjEk2pTG+KOhHrwKOd6nAjuiZdMVli4IDYHAqoLW+1xREfzmayV9giNHqd0OqAW1G6QQUc+wuXe7C15nOqG2RdGmyzVIIOeHCK1"
    "EPhVQCW7v4vVFn46/RWGQwvJAaXi57tz1InNOP+bjuQdPPhM/lhxKphLnIfnDK3B0lmDGNiEgU0Y4oKBTSj1LQObsjPiN/f/KkNa/MlVu/Wtcd+pd5vtVr/e6TS/tGRnrrTTQumpN7vN1pd+t93u37Shx1f8TI+1Gt/7gu+d+pdGjYS+9NhtowXz1Yh30GOdm3r/e/3e"
    "7SsW+uJeubxv1K9+l+3FQt9gHjlh/3O9KduIRb/3WLN12f6j32o0rjv9erfr3zX1tBh9e9e+7/Y/N1vNjrxZ7ATM963Z9VhxddW468pRyZNxxTOPvfghj734Idte/JCwF1daZBGjPEql8iO7pWH+Ppdl/n6Naf4+pT/gfLvCGXG6CvJ795UzPKYV0WRDJKjGYtWM1wHw"
    "JMuKPLUBAVZ0iAfvztNyfdeE7c5Ts3wxDvokhEIVtWdipBU0aMprwCTtVrDNtmm1uiJDt4HK8vUA3O1c1wlilLXKsg4h/kUlHSNFOassZ/GnvVDLll60wth9ghS1yFgvZelXK8jXCBHakgmW2rb+RAvzNEyFj2lKtZL4U5tk72duUeOJfaXLBBod46jnzL8NJirno7o6"
    "G/oBlr4IPM7Rd1UwQPzZ1HFxjXrnqn7dOMlcbXfA36vYdKV8djczOWWj2cxq743fyVMczFRRBkdXx3Tevn640JUMFrFONkQN+cO0vMFDfTcKxcodROTV8XGjYyCcxSY6CYXQyPAZ3aJuhphr96SFCm09D0bGqLabagQjYzAyRg0GlzRGAiNjjlHqeSJj3A2ygDNmRXA4"
    "b8y7fcl1x94YhCTQfFbI8NhoPr++3XEnC4iebDA7vFH5rQ5ZlzR3G8g6FK4nUEPU5OxJlj4d8NGSyG7CxOFcnte83o3SLCAyDB9OzOb2BLIJyF9z7lDimXt2SqGLfd0FLRbVFjC0WNBiUYXBJdVd0WI5RqnnsVhgvxR/et+t3V0kBzyF8mC1Cv/xrixGzMyiLwZdpDD2"
    "knOT6iyduWGyGFcHgm5f71Bw5rB702W7fRN5Xy6bsfaXrYfby8b9L+/liyIGGa7u7fJbwYThO4uOKZRGpRu18dXIAhp5QJRTKe9CgSNI6eVjN29W8N9D7cM4/nDCbcouyMIQj9wcEoE1MUqcA7rrxuf6w023k1TGdz47KuHq6YeohKMSrgaDS6qOoRJ+jFLPo4RjQi0m"
    "1JYsodZgfdBVi1k1K6ID2jSvs9P/pEkTZjUF3LogpwMaZHR+RoNboKidPk9tNYhsXsNm9OuiXxf9ukXQpA51AGp1H401WFIwTsuNJNlhko0w0ncoBBdgOtCckpujUCU137mahIhyU0IZuX/NDeqQCZ9btowqdbvh2F4VOcMiI32pecW8ox0y39hex01xbkmAVbK0HZT/"
    "/pszetFjPvj0KLfIR3cg3MSmzJGdEDRZBE/2sJQXXbANcSnEpY51q0FcKheDS4pQIC51jFLPhUsJicC2mY5Npcs7TFO9Sta7b25fFuveVxdKa3b+BUplH/quJ7mdGeQQJcJejFlszSi0sYGvWRU2kLGwNxpP1E7ZbvO5BVbUh3MMnDRvbxvXTbFxFbQTVoSAi3uHPfZ7"
    "++H+5s8acT977LrehK/yYxsUfPdVzFwu98FSLfDwx6gOl/nxj5I8+ogQIkKICOHG1qVze3JNX4z0GLPQVW1t61IxTvxNMLBALNkzXbrQHGBvA4svbGq9sb32EQsJpnkdIgyHDHXm9pH45f7zFfnt9B/v/ys9hmwnsyJGp9o6pCFGhxidIgwuKVqDGN0xSj0PRoe9TUP2"
    "XT4Db52FlzDxhMox40ZaheVsHodpqsnnnIxey+lMVvcnelogzmZ+B4QVZPrukefZ6fnHUSE+rygqyOC99MIQK3chDvvjK8jf3cegmrrt9MF+3UrpSVJj/V919JykeougIIKCCApuAgWbIzqdcYey4VLI6yQFGIyN0NaBg8ZqLHTByh0lKDM/IYGZWkS3n2Xf1BEcA8Sn"
    "iVOQDzqhtlufBSq26MwWg+0LWcnFC/SbkgkECdp0aFEnpQbMHu+DIKJq65aGICKCiIowuKRwEoKIxyj1PCCi2C0Lgy5hmgqaq7vHW6SCUpjNUSpkdA5G21Q3YSFyVb0ks7v0R0ZkTpKyCiGs6xaqxh/dyBrl8/WX2/of/xVZpyDv2h8eksPVTfvytWvw/Of/AQdXDsA="
)
