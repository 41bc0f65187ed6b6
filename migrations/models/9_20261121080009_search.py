"""Search: the one function that looks past the walls, because what it asks is not leakproof.

Behind row-level security `@@` would be asked of every row of a company. So `search` runs as a role
of its own that reads what is searched of all companies, and leaves with the ids of the one that
the connection is set to.
"""

from tortoise import BaseDBAsyncClient

from migrations.walls import APP, SEARCH, Change, downward, upward

LONGEST = 200  # letters that are looked at of what is asked


def searched(table: str, columns: str) -> Change:
    """What the role of `search` may read: of all companies, or the policy would ask each row."""
    return Change(
        f"""
        CREATE POLICY searched ON {table} FOR SELECT TO "{SEARCH}" USING (true);
        GRANT SELECT ({columns}) ON {table} TO "{SEARCH}";
        """,
        f"""
        REVOKE SELECT ({columns}) ON {table} FROM "{SEARCH}";
        DROP POLICY searched ON {table};
        """,
    )


SIGNATURE = "search(text, text[], integer, integer, uuid, uuid)"
FUNCTION = Change(
    f"""
    -- Of the ranks: 4 a conversation by its number, 3 contacts, 2 conversations by their titles,
    -- 1 messages and notes; within each the newest first. What comes after (past_rank, past_id).
    CREATE FUNCTION search(
        wanted text, kinds text[], size integer,
        past_rank integer DEFAULT NULL, past_id uuid DEFAULT NULL, thread uuid DEFAULT NULL
    ) RETURNS TABLE (kind text, id uuid, rank integer)
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50
        SET search_path = pg_catalog, pg_temp
        SET enable_seqscan = off SET work_mem = '16MB'
    AS $function$
    #variable_conflict use_column
    DECLARE
        company CONSTANT uuid := public.app_company();
        prefix CONSTANT text := right(company::text, 8);
        asked CONSTANT text := left(wanted, {LONGEST});
        plain CONSTANT text := public.plain_words(asked);
        listed CONSTANT text[] := (string_to_array(plain, ' '))[1:16];
        final CONSTANT text := listed[cardinality(listed)];
        address CONSTANT text := lower(btrim(asked));
        digits CONSTANT text := CASE
            WHEN asked ~ '^[-+0-9 ()./]+$' THEN regexp_replace(asked, '[^+0-9]', '', 'g') ELSE ''
        END;
        numbered CONSTANT integer := substring(btrim(asked) FROM '^#?([0-9]{{1,9}})$')::integer;
        beginning text;
        people tsquery;
        things tsquery;
        texts tsquery;
        fragment text;
        left_over integer := size;
        found_now integer;
    BEGIN
        IF company IS NULL OR plain IS NULL OR plain = '' THEN
            RETURN;
        END IF;
        SELECT coalesce(string_agg('''' || prefix || word || '''', ' & ') || ' & ', '')
            INTO beginning FROM unnest(listed[:cardinality(listed) - 1]) word;
        things := (beginning || '''' || prefix || final || ''':*')::tsquery;
        -- One letter begins nearly everything that was ever said.
        texts := CASE WHEN octet_length(final) > 1 THEN things
            ELSE (beginning || '''' || prefix || final || '''')::tsquery END;
        people := things;
        FOREACH fragment IN ARRAY ARRAY['+' || digits, '+' || ltrim(digits, '0'), '@' || address] LOOP
            IF length(fragment) > 3 AND fragment !~ '\\s' THEN
                fragment := replace(replace(fragment, '\\', '\\\\'), '''', '''''');
                people := people || ('''' || prefix || fragment || ''':*')::tsquery;
            END IF;
        END LOOP;

        IF 'CONVERSATION' = ANY (kinds) AND coalesce(past_rank > 4, true) THEN
            RETURN QUERY SELECT 'CONVERSATION', c.id, 4 FROM public.conversations c
                WHERE c.company_id = company AND c.number = numbered;
            GET DIAGNOSTICS found_now = ROW_COUNT;
            left_over := left_over - found_now;
        END IF;
        IF kinds && ARRAY['CONTACT', 'DELETED_CONTACT'] AND left_over > 0
            AND coalesce(past_rank >= 3, true)
        THEN
            RETURN QUERY SELECT hit.kind, hit.id, 3 FROM (
                SELECT c.company_id, c.id,
                    CASE WHEN c.deleted_at IS NULL THEN 'CONTACT' ELSE 'DELETED_CONTACT' END AS kind
                FROM public.contacts c
                WHERE public.contact_words(c.company_id, c.name, c.email, c.phone) @@ people
                OFFSET 0
            ) hit
            WHERE hit.company_id = company AND hit.kind = ANY (kinds)
                AND coalesce(past_rank > 3 OR hit.id < past_id, true)
            ORDER BY hit.id DESC LIMIT left_over;
            GET DIAGNOSTICS found_now = ROW_COUNT;
            left_over := left_over - found_now;
        END IF;
        IF 'CONVERSATION' = ANY (kinds) AND left_over > 0 AND coalesce(past_rank >= 2, true) THEN
            RETURN QUERY SELECT 'CONVERSATION', hit.id, 2 FROM (
                SELECT t.company_id, t.id FROM public.conversation_titles t
                WHERE public.search_words(t.company_id, t.said) @@ things
                OFFSET 0
            ) hit
            WHERE hit.company_id = company AND coalesce(past_rank > 2 OR hit.id < past_id, true)
                AND hit.id IS DISTINCT FROM (
                    SELECT c.id FROM public.conversations c
                    WHERE c.company_id = company AND c.number = numbered
                )
            ORDER BY hit.id DESC LIMIT left_over;
            GET DIAGNOSTICS found_now = ROW_COUNT;
            left_over := left_over - found_now;
        END IF;
        IF kinds && ARRAY['MESSAGE', 'NOTE'] AND left_over > 0 THEN
            RETURN QUERY SELECT hit.kind, hit.id, 1 FROM (
                SELECT m.company_id, m.conversation_id, m.id,
                    CASE WHEN m.direction = 'INTERNAL' THEN 'NOTE' ELSE 'MESSAGE' END AS kind
                FROM public.messages m
                WHERE public.search_words(m.company_id, m.body) @@ texts AND m.deleted_at IS NULL
                OFFSET 0
            ) hit
            WHERE hit.company_id = company AND hit.kind = ANY (kinds)
                AND coalesce(hit.conversation_id = thread, true)
                AND coalesce(past_rank > 1 OR hit.id < past_id, true)
            ORDER BY hit.id DESC LIMIT left_over;
        END IF;
    END
    $function$;

    -- To own something in a schema takes the right to make things there, for this one moment.
    GRANT CREATE ON SCHEMA public TO "{SEARCH}";
    ALTER FUNCTION {SIGNATURE} OWNER TO "{SEARCH}";
    REVOKE CREATE ON SCHEMA public FROM "{SEARCH}";
    REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION {SIGNATURE} TO "{APP}";
    GRANT USAGE ON SCHEMA public TO "{SEARCH}";
    """,
    f"""
    REVOKE USAGE ON SCHEMA public FROM "{SEARCH}";
    DROP FUNCTION {SIGNATURE};
    """,
)

CHANGES = [
    searched("contacts", "id, company_id, name, email, phone, deleted_at"),
    searched("conversations", "id, company_id, number"),
    searched("conversation_titles", "id, company_id, said"),
    searched("messages", "id, company_id, conversation_id, direction, body, deleted_at"),
    FUNCTION,
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)


MODELS_STATE = (
    "eJztXW1z2siy/itTfNk9VSQV27GzB9+6VcQmCRsbfAEnu3u5hQUawxyLEauR/HL27H+/My"
    "MJ9AqSAngk+kOCLE2PoFua6X767a/a3NSxwd42F+Qrfqk10F81qs0xP4hcqaOatliszosT"
    "tjY25FBtQUYP+EWe1MbMtrSJzc/fawbD/JSO2cQiC5uYVIzuz8wnikw6wefoAS9spDGkof"
    "6X5pvj0zP0ROwZ/9PCmi6mRwsL35Pnt6g/MReYD7T4KWzNCWN8OvZW3FI3J/yehE53MrtD"
    "yZ8OHtnmFNszbPF7/O//8dOE6vgZM//PxcPonmBDD7GQ6GICeX5kvyzkudvb9uUnOVJ88/"
    "FoYhrOnK5GL17smUmXwx2H6G8Fjbg2xRRbmo31AHOpYxieHPxT7jfmJ2zLwcuvqq9O6Phe"
    "cwwhotp/3Tt0IiSDxJ1Gjk24zCfmfKHZb8WZD//tfc8AzWjU6Q5G/dZgNKrFxCu+T0Qm3q"
    "kJ5yh/NAi1Bdf++tudd8UdebYmbnDxpdn7+eTsH5IfJrOnlrwoeVf7WxJqtuaSSgmsWC6/"
    "On0Z5WN9mGqbIvBPrGSweit8hvosU4zJAaby94X/5JFmx5l6ya/YZI5TGBuijDBW90jf+g"
    "clZHBNLCVdarx4b9cahg/a163+oHl9I243Z+xPQ/KvOWiJK8fy7Evk7M+ufEy+orpL7XIS"
    "9L09+ILEn+iPbqcVleJy3OCPmvhOmmObI2o+jTQ9sBD4Z32uhaTuLPSCUg9TgtRVkbrPo4"
    "DYvW+/krr8jMn7YqZZybL2x0ekzLlVRrnOteeRgenUnvE/j969WyPYb82eXEL5qIi0Ot6l"
    "Y/daeC11NY48HF5RVJHHZ1lYHH0fAhw+izKYK6KjmcZmeVgcpKkgk8/eZ2Dy2ftUJotLYS"
    "YzqS/HWfxrv9tJZvGKIrofkImN/oMMwuxdMTqg5Y4dYtiEq/bifq+h2woOhbYCn80/Xzd/"
    "i0rg4qr7MbrGiwk+RsSBnxeEXy6wVYcpt7BVe5qFKi9CeXfmuEJmaMweOayQShalBUmrLG"
    "kLP5oPheQcpgQpqyxl3zge54YrooQ/gFiUR74bAAuBwt0/JINCS37FufzJtDCZ0q/4RfK6"
    "zb+NRidJJo0HiF7j+Rhn0QnV5OzqbOALWNrTEr6MP12cB/yXY9tVopv9i+Zlqyb5PdYmD0"
    "+apY9CjBdXzGMzcmY5Nn5pfjyPntGoNpU8Ej9GfHWP+xcuUldLQKr9S/V1ULWL9BGcEatu"
    "Ig8aRFx3tGeEISIeEC5jMeIc4Uds8aeE8x3xO2E0xoZJpwzZJifAcXR6C/MBHq3aylNfg0"
    "cDnLK0Qo8zwSnHa+CU4zicwl8e20kwRAWHW9SZxxb1sFG6pN4fv2vNi0H7WyvnY+xRNZD7"
    "OaT92/5Nq3PZumyg5WF0uckmlUxCWSOTqEgMc6IZuR76FcUexYDprlaSMINPTjMw+OQ0lc"
    "HiUpjBQnP/N98O8rA4SLNHJt8OLvbD5R1AXNi2+f3zgVwBGjVgLnHbysBc4IdMfxvK6ZEC"
    "P+QhSj3NDxkz4V/HxmzTR2JrnixiZmbgan2dpUmW4zLamt0F5lYP5RYP0iYTvOBPYR15eB"
    "4yLeRC9fo5twSNF248Ym4VPmD6E1tGN3FzUoQ8xc3O7U4NFmiZLFCIiIKIKNiTQBMBqReM"
    "iMJzjRh5bO0lQRVBvNMshjYflQ4YncZMbctMw4s2Q3g+rcq8rnW/d1q9BpIfQ9q8vG53Gk"
    "h+CCDvptX71u53ewLJ84+H9Lp1/VEQuZ9D2ms1L0fdztXvDbQ8VAPwk7pi7pirMJXK4lMG"
    "klIozEc11pd3v4mrGb6JVkDOEVKI/1BZzhDlcwhSljhQkSifGCFE+ayN8lnxK85liPKpR6"
    "J8Yk+XSlE+HvcT0NeVXNKR17kckznCx2HYQkTkjGI/Oqe+TBTl1sU5Et8BaVRH+I0w7WSa"
    "qABJvdE/MSRyTifm4iUp4mfr8wP+qtqqVAf8FfBXRRhcUiQO8NdDlHoW/FXsnzlXzwAJLJ"
    "2RpRMiUncbkQruAnAXgLtgjbtAe+TPuzYmBrETLPVsYozOsceQVs7Idid3+LZLxWUqP7lQ"
    "vze5ZMT/Q/rxts+Pxf9D2v30yRvoHqghMp0wwbMimleEFLBKdTStJER6bj4WRKSDlCBl1a"
    "SsSGhlD9/zHzIbCN9vLQHeC12vrwP5LHfkSLqRs0ZYUowMQh+QeY80xLCs8vYTQ5MZl/M5"
    "cpjIuxOgnC2eSwnYaVN+yQuVZBKU88gSgiy3OfuQDukdcyYT/rdp3Yn4S3GZ4mdb3qTOR2"
    "qGCOO8Ny0+68QgmNp8jGYjneiImjaaYhuZDr9K2RO2JMCosQfm3hWQREASwRwGJLF6mBIg"
    "iYco9SxIIgSq7SlQzdNxitgRIUqwI9R5m+KL6FI9jQt5wPXUlBTZIFGhl6lEEm39NggJM5"
    "YEuxToVbfz2R8ezYyN5iVLCyGnFhimAi1wfSiRx604g3PHEfVXM5WTsZsjicKPlkphRD7z"
    "E4CGgFzSMQbvl+VAFxh/ON4Qv5CPTLZkzE2mlFE+DBGbm+4mwlQXcACxxZG07edIM4xkVG"
    "Ers4Ktr9oCVAdbH2x9RRhcUqsPbP1DlHoWW5+P5JOlVAZLSZ5ZkVTBMNm1kS+DrLjiRRPe"
    "q3Qmh6mqx+eTTDFFJ2tiik4SYoog8e8QABVICDsEKUMZ90ORtJuIlNOGCxGBCbceqJsv08"
    "H2le+nKFs3w3Sh50ollO6WJaf6yfP1dfic0CWzNp0053hs6i/oaWaiiUYlpoYEpmaYT9h6"
    "M9EY9tLv6kizpiY9JjpaaIw9mZaOhPcvodfkFiYVgT5Nw0Bjx0Z35r2M9JlohoF1kTN4Jx"
    "G/kYfr3AGQVzog77XTATazvNzJAP7blNutHyOsoGf/+DRL8Wk+ag3HY+WnIYFoDwlEI77u"
    "Ez5pESMhcQKwFFS2FJaL0WSm0WkhqadMAXJXWe7Snhda44jQonBAmBzkrbK8wQOZvrOW0x"
    "cFHshDlHqaB1KRNCsBnaTmWK0u1jeBK7myq5pIZDgZ+A2n9IKTmMhJGr8goZB6xeWJnaFe"
    "/Y9NBQBJmQCShWNxisIJ/QFylQ3M2rdWr/3p91Hrutm+aqDgXyJXX1DdNPv9793epUjYD/"
    "4dfTuyGabbTgFXJ3dCIUQLSvyCHVDIDijo/gXPb0nkC3Ze+gpaTo0/k50Hlcp26Ot32FY8"
    "/b5buZws3eznDzxRKnn523RsOlRvPWL51RPaqgWu19c3VpMjR1gMzZGb4ztE0MJhs3PkCh"
    "YtZHHesfnsFuB9trFFNQMRXSbUaMjCC74gIxdUZ6KuhujOnZyns/U7gCWr2vpUX2PJQs4O"
    "5OyAJgWIOUi9YM6OvzcmrqBrIqbCZCrDgCrFmSy0F8PUEjid3t88QLL/9uavs1XtpJE5E0"
    "VOiiLeS+I9Fj3ttS5a7W+ty5wK2ZJOYNru0ZA2b26u2uKUdzCkn5rtK3HC/VQD79ZsG88X"
    "dkICYZumlDYJkkRkQ+jOXot3u1qBpuIbvDk+ev/h/S8nZ+9/4UPkt1ye+bCG5+3OIIpsW1"
    "ZSpZg1y7pPUL0kwdNM6/npmvX8NL6ec4vZKBYwGKYEZFkdFSmuGUskIXcnsRUNGJibuohx"
    "Xm0BZmz785STqVkaiK0eKtWAxudaCsL4vBlaFMBaPQum+H2GLSxK7y67dHGm2ZyEoSeL2P"
    "gcaZTrOG0P/JtpTAzWDEP8Tlm290lU6yXMK9CL9TiquKN7AK6o2opUB1wRcEVFGFxShAlw"
    "xUOUehZcETLWlpbnUSbL82iN5XkUtzwf+E8rimb5tCrzusY1LAFXtdWApnz9buRYuTKLo3"
    "TVw1WO32UFytci5TGOu702RgzzvT9h51hT7ThKqPJjvhU8ZTcljyUXFxZ+JKbDisshYYYq"
    "vAT7lkeEjSOH2kk1Djbkq6ZNAvijOqpUXIPW7m1sjfiEpvFY2IUVm2SvrqzuTauT35ElqI"
    "QbS3wOKWdjbzDqtL430PJQDe0AevUdxovodvzKGSoRIqrC1rcH68bjWd7UpwhZ9Zi9neQn"
    "RTJmL1xYvZbgN/Av1dd5DnxYPpvroCmCgplJkenYjOhY9vbzANs6euCvPBW5rhqaaVQ3sK"
    "gEhrXJzEP5+eAXF/5HtpmUPLvdycFZoB6ODc4CcBaoweCSwsbgLDhEqYOz4PXDjhnWrMls"
    "lJfNETLgdo5ignn4/GPlR5U2WHZTf5QzKdeDvCSoHoOPzrJY39G1PWB8n0W5a5gTzcjF3h"
    "VF9fh7kqWa60l6MdeTWC3XicNsc871FP41xo6NE8Ld07NBEon3nxcSMOHGDjFsQtlbcdvX"
    "MNx2ki0y5s90sbYgYUrAc9VRO+PWhhtAWwi2D1GClFWWsqzYqvHV6pHYL0UrvkboQeIqSx"
    "z8NAmKIvhpwE/zI36ats5lxlfAWrq/ZjmknsFvw980OZpkTf4YzLDvPxmL/i9kMkPcrvOc"
    "KMLJIjMx3NnjPpr85OCFUc9BAF4Y8MKoweCS4vHghTlEqWfxwkApmH16CVZaUL7tKkgF21"
    "WEqZCpv9tM/ckqLivM3ty5+oEIr3IydnO2fvhdTc7Xjz28W2AtlEF4pTII/Jl+xBbTvB+e"
    "ZCWvrtc3mMjLkZnjG+2Z0E3QE7Fdw9Z7/kSw4dLOPednHco3bCYrFQgfEbd6LSw7eSCNoT"
    "lmTBM1UcVJEZNoY5oU77i7m4nurB3T5mcNrD26oZSCFGkGn7nhRksKAndyvS77uIoTFBNh"
    "p8smJQK09edH1HRPyvwX/ATGPRj3h7q5g3GfzQAop5kHxv0hSj2LcS8qWDoJoSbZ6186Sb"
    "Emu8waLJIzyEku253PDeQdDKmbQ+hlEHa63T9E1UvvQLaB6l55xTLdo6iu8zoZhQuLmJbn"
    "SSkisCD9HkXW8R7ePCITNA0k/h/Sq+73BuL/Del167J9e91A7ueQfml//tJA4v8hve19bn"
    "UGDeR+qiEwRk3z33xtLJSXHSOG8AJ1ltL4DuolURfZQiOkIGe15WwuOPP1kbQ046JOrUoc"
    "J4TaxNHaxE8asfn9Rox4+1ee1yhGDC+Syi+SwLI8zCvjGxSg2N+rc1SSV4drf+Okvlyp3F"
    "wR7I+ZuzTTtsxP5oz/hZO8GmtSo1Yk1Yte24m/855YzB5ZeGEUicGNU8OKr/KKL2OmPfg9"
    "J2ibQPoDyG15ZJwDuA2xqGBAe5i8gmBeZV8nz4uVZ7tKo6/e3nV0linM/WxNmPtZbO/yOZ"
    "fXDozRgRkY1b38zqJ5WRujA9ZGWQtZMAnLA2TBlC0LJlQJkzEypTivShkhA3USQlF3H4rq"
    "5ULljUYNkwFbIcJ3rxG+/lIZ52/uONRr7KOOpVxUN8ehRrYViPDdY4Rvwv61BcZCVHr8mQ"
    "3k9G6Hu8Es4apyObKNqxqlfuHGZ9c2BKv7w+pZY9ZHfuC3JMmU2S0DtoNzINdrterEh6Yi"
    "HNx0UnK7804AAeCqqSV1BAHgEACuBoNLGgoMAeCHKPUsAeClCBpRGVpXpxrPUsPp8ad1k+"
    "4mx2RX3MQLkFFr+2I+8UuWzPebS1tfNkOWeYFeSuBy3nPkUHmBMJmJdxfy39whAzOG7Blh"
    "cd1ud7cBDVA95QQ0QNAA1WBwSXUB0AAPUepZNEAItdhdqEVQhcrtRo2Swi4Vi78Sal9Oxo"
    "aIgKUbC/uESpP8ONIfmq6cLM7kTIm+vJs9KnOcbInvzsFaWv6G3mGVnCiX2CBc8i9N28bz"
    "hV1LMMKjQ+rrbHDdGyw6O4jRGU3wLrd/b7r9AbJNt+Wg126+7lfTQWN8zx8rbgwLk3iu6f"
    "gc6Y7l+kcIRXNiGIRhLgk9wfTe/vRgcqu2KdTB5AaTWxEGl9T4ApP7EKVeGafLLkW7ZTvb"
    "dGy+u6Q0J9tcFSdAvseiOPwZ6g28wkI56uJ4ZA3kHQxp8+KidSNP+UeigNGn275bv0geDO"
    "mnZvtKnHA/OdX1x/bn2+5tn5P5h1FNL0s0/w5q5siqUlw+eoJEU1+RCFWh90SxiNNtvybY"
    "skwrha9rCnmHqKqXjnKa5QE+TX+AT+OdPgXHcrO4mtzdSdEAvhMv+E3xCD9PsLXIVaIhib"
    "Z6bD96d5wly0oMW5PSdhzLtPKt+NE8oWhg6tocoYK1Ob42FyuKsLV6CKppiDtBsz1ubQVi"
    "Xc5UTsZmwViDj5ZKIKvP/ARwNSCXdFDVLy+eHUvF1LZekHmPNK/A+Tnib3Cr12leiVgjt1"
    "A5lcXJNaojih+xFShT7iFfyUDqluYW5dGjYU2EoZn5hOYixt27tKqtLoi9au1exXTkLFxE"
    "l9PxOwMwC8DsoW4iAMxmU4LKCdEBMHuIUs8CzDL8Zx7IyR0NkGw1CviUiLs6sfAkOSgnG+"
    "QdmkDl3nz8x3/s3nYuG8g7GNLu7cA75R8Nqa8yN5bKsyJYNubcsEYPnClFRRWZQmlhXbeu"
    "P7Z6ojy/+BzSi25n0LwYNJB3MKTNm/boa+v3BvIOhrT/e3/Qum4g91MNsY1NPSGzfYCfU1"
    "Ytf7zKwtmG2jxo/TYIbeU+E3++bv72j9B2ftXtfPaHB5h+cdX9CAXJoCCZSszefkGyV+yZ"
    "qzSnd+INKl8PowI7a6910Wp7HYncoyH9n9vWrTjjfvKd1O9y1Pe7HPVlQxzx/5Betq44WU"
    "8QLA9FoEBTztlMCBG47XztdL93Gsg7UGNvBi/2Hr3Y/GvbWlLnok2cXtFVkdfZmL2O2zF2"
    "m5OJY1mFEKcIaQUhp/JCTHFkkQllKr+QA2TQ40Bl+Xo5G4Xe5CgtSFplSQscvFCzNw3kWw"
    "b53nMNptBrHCIEGassY6yTYm6+ECHIWGUZu5FLBfdjDFIuh5S1BRk94LzBL2EqaAGgVAuA"
    "qvIUioLsjr3QCaBKVVYquQK4/Sr5VpaPpxEy4CqUrtl+2H+h0jXQwCIjd/M1sNh/RSA1F4"
    "atFAR67c4gZWVt3sYgnkG1Bd42F+QrztIOpKysDduem1nrKwBbWRGyJrCVlbkRbUnBBLYe"
    "fiTM/flpiWzLIfUMCW0jyxudMbPt+0yzkeZnhCGmER051CaGqNv1pDHkQpx19DQjk5nIJn"
    "uaYermh4nLXnpLPK1tmxNDAppqOncdQQIaJKCpweCSpiJBAtohSj3BixFLQIPEgz0mHngu"
    "3HHe/SpKB0gc1DKBWiYK24JZapkkLgyAvW1mbnQ1VMnSDqL2A2JLPq9ti+UOqmfui2WL8T"
    "namTJn/C88sUW9F7d6S6Av6ROxZ64RzO1lUetFtKry4LefGBLf+hw94IWNxi/8aSHTKSdN"
    "bnq6m9uALa7aBlEHWxxscUUYXFKrDGzxQ5R6Fltc4NZ5bHF/PNjiGW3xmHnzOkpi6xFL7T"
    "amGLoX1iqDWAzJUUlwMtPoFK8apRAq1S9OSZk2cXuV3jH8pyzeN9UWsjOpVNKoKPU3J1yn"
    "s3RsoQX/t7au4M7uBFqgegoKaIGgBarB4JLqA6AFHqLUM2mBSSUBP5LpIVUF/Ofx8cnJh+"
    "N3J2e/nL7/8OH0l3fLAnbxS+sq2X1sfxbF7EKyjFe3k58xnqdXnPDHV0Lx3nVZDw8adLmU"
    "g8lROmB2Dmbn077CVKB9qZpApabH5ge5y21Dc13BypQ0yhBVBdeG7dexclmWM1s1QAMPbm"
    "RZkIBHQh24X/vdTspysCKJKuVkYqP/IIOwnaltAahh7BDDJpS9Fbd9DYBBsGg9pBdF7yLy"
    "EBNEw2sszJnB8hb2DFNVr3jY9otNQuWwClc4UAkj/8KN/FoaTi4v1jdi5aMZH5cjYAJT3W"
    "2O40GSPzFkmNOGxLINjdlIzlqXyLUIdbg3TNPyOtm46QUuRC/b6Ez9tjaxgInt30Y25BGl"
    "u/WRj7ILwtVk/E/NRnIE4nO5e5GOmDnHIqqTfwP+MMxMi9iAuwPuDpYf4O4VRGABdz9EqV"
    "cDd3+3K6G+CuguNZp8HF+SAM+L8XypHubje4isQs1098x9sJvBbq7t2G7+1RzXEixmcbq+"
    "zlb+lznOaCS3ngnjdie5l7apyXUBcRwJ9fIiuvjTd47u7jGd4Ds0tcwn5mYDiJ6yL8jWHh"
    "Ks4y3PL81ijY+cL2x257aeFZaxyXDQICaU2+KcSgCidT9lASPLoZR/L9Ge9pwPeDKtB2xx"
    "S1nn2v1MWNHakHI7Wn8jpCdMbipMcXRnYI3hkaxBIC1xzkoTMWyje8ucI50wbmZyG54b88"
    "zWLBvsbbC3wd4Ge7t6lhfY24co9Sz2dl6Pf4V9/WdZfP1n6b7+s5ivXwSdJNahTLXxAhT7"
    "s66PdsXeLbe/XWgvhqklPK7prv4ACbj6Q0vSNlz9C4tIR1XyArK5CV+Qfn8LSq3T7V17nY"
    "JzdSQetHrNi0H7W8trN+z+MaTufA3kfg7px9urrw0k/o+aVa8TciR6HaYEfWZrlLjnyM/a"
    "jdvIMK+EbvxGiDd+I8Tebacjz3gHQ9q/vbhotS5Fv8PloWiHOOj97g70jkTjxKbsmShaJF"
    "40OxetK9klcXmohmw9czWx9Gb6Lh6mql60zU4ajloOLdL2aUlVQcW4vIpw3P7x0akc2lqQ"
    "pDLOkK2pa+KNLMDUKFmFPB1bY60EPvMwdUUAz2mUmQGUOO/iHiGFTlEqL/DSQZHjnVmOh1"
    "cm+sq4Hpg8GueKonra5lEmbfNojbZ5FNc2ZT/tXGkNKwo1oA5xv8pAHdJBWAgdD1PCFqH0"
    "FkEoYbNizV/DpCBn1eT8qqEhf/8/e/GCGA=="
)
