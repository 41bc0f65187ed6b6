"""The audit trail: entries are appended by one function, and by nobody changed or removed.

Not even the role of every company may do more than read. The function belongs to the owner of the
tables, whom row-level security binds as well, unless they are a superuser: hence its policies.
"""

from tortoise import BaseDBAsyncClient

from migrations.walls import APP, EVERY, Change, downward, index, one_of, unique, upward, wall


def appended(table: str) -> Change:
    return Change(
        f"""
        REVOKE INSERT, UPDATE, DELETE ON {table} FROM "{EVERY}";
        CREATE POLICY appended ON {table} TO CURRENT_USER USING (true) WITH CHECK (true);
        """,
        f"""
        DROP POLICY appended ON {table};
        GRANT INSERT, UPDATE, DELETE ON {table} TO "{EVERY}";
        """,
    )


SIGNATURE = (
    "append_audit(uuid, timestamptz, uuid[], text[], text[], uuid[], text[], uuid[], uuid[], "
    "jsonb[], jsonb[], jsonb[], text, text, text[])"
)
APPEND = Change(
    f"""
    -- An entry for each id that is not NULL; the seq of the last. What is hashed, verifying hashes
    -- again: models/audit/verifying.py.
    CREATE FUNCTION append_audit(
        company uuid, moment timestamptz, ids uuid[], actions text[], object_types text[],
        object_ids uuid[], actor_kinds text[], actor_ids uuid[], principals uuid[],
        befores jsonb[], afters jsonb[], tellings jsonb[], address text, user_agent text,
        request_ids text[]
    ) RETURNS bigint
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $function$
    DECLARE
        place bigint;
        link text;
        micros bigint := (extract(epoch FROM moment) * 1000000)::bigint;
    BEGIN
        IF session_user = '{APP}' AND public.app_company() IS DISTINCT FROM company THEN
            RAISE insufficient_privilege USING MESSAGE = 'This is another company''s chain.';
        END IF;
        SELECT h.seq, h.hash INTO place, link FROM public.audit_heads h
            WHERE h.company_id = company FOR NO KEY UPDATE;
        IF NOT FOUND THEN
            INSERT INTO public.audit_heads AS h (id, company_id, seq, hash, created_at, updated_at)
                VALUES (company, company, 0, '', moment, moment)
                ON CONFLICT (company_id) DO UPDATE SET updated_at = h.updated_at
                RETURNING h.seq, h.hash INTO place, link;
        END IF;
        FOR n IN 1 .. cardinality(ids) LOOP
            CONTINUE WHEN ids[n] IS NULL;
            place := place + 1;
            link := encode(sha256(convert_to(link || jsonb_build_array(
                company, place, ids[n], actions[n], object_types[n], object_ids[n],
                actor_kinds[n], actor_ids[n], principals[n], befores[n], afters[n], tellings[n],
                address, user_agent, request_ids[n], micros, micros
            )::text, 'UTF8')), 'hex');
            INSERT INTO public.audit_entries (
                id, company_id, seq, action, object_type, object_id, actor_kind, actor_id,
                on_behalf_of_id, before, after, details, address, user_agent, request_id, hash,
                created_at, updated_at
            ) VALUES (
                ids[n], company, place, actions[n], object_types[n], object_ids[n],
                actor_kinds[n], actor_ids[n], principals[n], befores[n], afters[n], tellings[n],
                address, user_agent, request_ids[n], link, moment, moment
            );
        END LOOP;
        UPDATE public.audit_heads h SET seq = place, hash = link, updated_at = moment
            WHERE h.company_id = company;
        RETURN place;
    END
    $function$;
    REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION {SIGNATURE} TO "{APP}", "{EVERY}";
    """,
    f"DROP FUNCTION {SIGNATURE};",
)

CHANGES = [
    wall("audit_heads", app="SELECT"),
    appended("audit_heads"),
    unique("audit_heads_company_key", "audit_heads (company_id)"),
    wall("audit_entries", app="SELECT", across=False),
    appended("audit_entries"),
    one_of("audit_entries", "actor_kind", "MEMBER API_KEY CONTACT SYSTEM"),
    unique("audit_entries_seq_key", "audit_entries (company_id, seq)"),
    index("audit_entries_actor_idx", "audit_entries (company_id, actor_id, id)"),
    index("audit_entries_action_idx", "audit_entries (company_id, action, id)"),
    index("audit_entries_object_idx", "audit_entries (company_id, object_id, id)"),
    APPEND,
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)


MODELS_STATE = (
    "eJztXW1z2siy/itTfMmeKpJK7NjJwbduFbFJwsYGXxtvds/lFhZoMHMsRqw0mPics//9To9eQC+ApAAeRH9IENL0CHdLM91Pv/27MrZNarlv6hP2jT5XauTfFW6MqTyIXamSijGZzM/DCWH0LTXUmLDeI31WJ42+KxxjIOT5oWG5VJ4yqTtw2EQwm8Po25E948TmA3pG"
    "HulEEMMlBrn9Wn99dHJKZkyM5FeHGiZMTyYOHbIfb8jtwJ5QOdCRp6gzZq4rp3PfwC1NeyDvyfjDVmafcvbnlPaE/UDFiDryHv/7f/I04yb9Qd3g6+SxN2TUMiMsZCZMoM73xPNEnbu7a158ViPhl/d7A9uajvl89ORZjGweDp9OmfkGaODaA+XUMQQ1F5jLp5blyyE4"
    "5f1ieUI4Uxr+VHN+wqRDY2qBiCr/NZzyAUiGwJ16U8GkzAf2eGKIN3Dmw3/7v3OBptdrtTu920an16skxAu/JyYT/9RAclQ+GowL4Nq///LmnXNHna3ADc6/1m9+OT79m+KH7YoHR11UvKv8pQgNYXikSgJzlqufzp97+VgfpdqkCIITcxnM34qAoQHLNGPyAlPl+yL/"
    "5J4hkky9kFcEG9MljI1Qxhhr+qRvgoM9ZHAFlpI2t579t2sFwzvNq8Ztp351Dbcbu+6fluJfvdOAK0fq7HPs7C+efGy5onpLbTgJ+d7sfCXwlfyj3WrEpRiO6/yjAr/JmAq7x+1ZzzAXFoLgbMC1iNSnE7Og1KOUKHVdpB7waEHs/q+fS119JuR9PjKcdFkH42NSltza"
    "R7mOjR89i/IHMZJf3719u0Kwv9Vv1BIqR8Wk1fIvHXnXomupp3Hk4fCcoow8Ps3C4vj7sMDh0ziDpSLaGxnuKA+LF2lKyOTT9xmYfPp+KZPhUpTJrtKXkyz+9bbdSmfxnCK+H7CBIP8hFnPFthi9oOX2p8wSTKr2cL+X0G2BQ5GtIGDzL1f13+MSOL9sf4qv8TDBp5g4"
    "6I8Jk5cLbNVRyg1s1b5mocuLsL87c1IhswxX9KZuIZUsTouS1lnSDn2yHwvJOUqJUtZZyoFx3M8NV8QJfwKx2B/5rgEsAIUbPqaDQiG/klz+bDuUPfBv9Fnxuil/jcEHaSaND4he0XGfZtEJ9eTs/OzCD3CMWQhfJp8uyQP5l1PhKdH12/P6RaOi+N03Bo8zwzF7EcbD"
    "FfvIjp0JxyYvjY/G8TMGNx4Uj+CPgZ/uc//cQ+oqKUh1cKm6Cqr2kD5GM2LVdeJDg0TqjmLEXMLgAZEyhhFnhD5RRz4lku9E3omSPrVs/uASYUsCmkSnNzAf4tG6rTzVFXg0wimhFXqUCU45WgGnHCXhFPnyiGmKIQocbvDpOLGoR43SkHp3/K7UzzvN3xo5H2Ofqka8"
    "zy6/vbu9brQuGhc1Eh7Gl5tsUskklBUyiYvEsgeGleuhn1PsUAyUb2sliTL4+CQDg49PljIYLkUZDJr7v+R2kIfFizQ7ZPJd53w3XN4CxEWFkPfPB3It0OgBc8FtSwNzoR9y+duwnx4p9EMeotSX+SETJvzL2JhN/sSE4csiYWYuXK2usjRZOC6jrdmeUGn1cGnxEGMw"
    "oBP5FFaJj+cR2yEeVG+eSUvQepbGI5VW4SPlr9wwukmakxDylDQ7Nzs1WqD7ZIFiRBRGROGehJoISr1gRBQdG8zKY2uHBGUE8U6yGNpy1HLA6CRhajv2MrxoPYQX0OrM60r7e6txUyPqo8vrF1fNVo2oDwDyrhs3vzVv2zeA5AXHXX7VuPoERN5nl9806he9duvyjxoJ"
    "D/UA/JSumDvmKkqls/i0gaQ0CvPRjfX7u98k1YzARCsg5xgpxn/oLGeM8jkEKSscqEiUT4IQo3xWRvnM+ZXkMkb5VGNRPomnS6coH5/7KejrXC7LkdexGpM5wmfqUocwyBmlQXRONUwUldbFGYHfQAxuEvoaTDuVJgogqT/6lUsg53RgT57TIn42Pj/ir7qtSlXEXxF/"
    "1YTBe4rEIf56iFLPgr/C/plz9VwgwaUztnRiROp2I1LRXYDuAnQXrHAXGE/yeTf6zGIixVLPJsb4HDsMaZWMbLZyh297VFKm6lMK9XtdSgb+7/JPd7fyGP7v8vbnz/5A70APkZnMBZ4V0bxipIhV6qNppSHSY/upICK9SIlS1k3KmoRW3tCBDSlu5/JrJQXei1yvrgL5"
    "HH+kfAbNrNl8bU6JPfShNXkNkvAmxoQ6Z+TjW+IY3LTHpM+EW4VhsxEbjOYRkeuDLDc9O+J8+tlRq3A+k+YOgogQbUaJWc/6PY6AKFj9AgtfaLw1Ia6b7dXaT4QvE66LCN8W/eLAqiRrc3vE79xM/nBNWbreIb7wROnkCr+hQynpUQeiJdM15oXrazRmNbKnAi9zaMwW"
    "44+gsRrEpaou8iuXDEaSlWdk6kKlCnBjC3gilIvbeJCX/OQiV+m2Plm6xryx2bu8y+/d6WAgv9vOPWjScJnTH0LdpCpHGhYkPg1tR846sBjlQo4xBDGZSbgtiFS0iT2VV7k7o45yyRvuo+vdFXXyPdTJ0feOvnfU0dD3jlIv5HvH1I4dARu+jlMEeY9QIryhz9uUXERD"
    "9TQp5I7UU9MFHCEq9DLtkUQbv3ciwkyUjQkFetlufQmGx2vJxCv5KAshpxYYpUItcDXI4HNrAzjD7Xym/WTseqgh+mjphDbcUvnrzc/GQNip4feR69VVaIOrRvaGamhGtKEj7XW5fo6kXc4GhgAzfTIBcAAsfxVG/0un3bmukpvP5+T06Pjj387APqemMumh5xNhAgx/"
    "eeshc8bUTGIOW7iHQh5UgW1X0EmIPFjyyXUFmY1s1/MIkpnhwi1MyXa4mxz3YNsmETM2kNzgcn55yuCEGo7FqIMlP/cSdPBgpp58ARyaos2t2OjjhKXQnHe924fvZRGAIkaL2rTO2nS45CbF/Ik9NPmS1yxCFpMwbNp7J1P5c+XH678fHR0ffzh6e3z68eT9hw8nH99+"
    "lGPVD05e+rDiQfjU/NJsxd40OIEwYLkBIYQBD1HqmILz0rYzOuj32UEf4BWp1nIIZawylL1mw9lMZHCZu/KxeM2CbhGqoqfrehU7VSq5Ky3UKnFtQrkJHnRpr8ojZZSOiWFZ6Y74jcyKlqpu604V3ePoHteEwXuqIaFefIhSz6IXy5FysiXtZ9LFvUBSBl/eDgL+nZ5U"
    "vHjKe7WcyVGq8vH5OFPi+vGKxPXjlMR1rC55CKgpVh08BCljr+BDkbRX7S6nDRchQhNuNT43DmsO/iRCl7mopKZsXY/RRZ4rrVA6KahmOkjnXamuxOjkmB7Lg9EZQtDxREDj1oE9poTxN6QuCZjlJ7IwFzJO5BcG8R6DUdgYViWkQPyIVzcSOsSmA3abvwWid7qtSlVE"
    "7xC904TBe4rjIHp3iFLPgt7ZUwEbZzqwtL4G2QK5zoF6lUar07iBPtH+QZd/v2m3vvSu67e339s38kL0e3D9vH3RCK7BcVwJyQJUbaF6HEKuCLmWBXJF2x1td7Td19nuKrApxXIPAp6W2+2wKGU02m/lVt63zWfI1yADg6t4GALxMJY9o87rgeFSvz9DlRjOg82PmEkm"
    "huvObMckkOyaNNM3MSlkl9Qti/SngtzbQ5VeMjAsy7Pr76lfBE9Zdfdoxu+dGf/S9aI1qhe3lWrRwduUO4s9Qaizll+Y4yeZOH6yguMncY5jhfkdVJjvyXWfyUmLgBapE6CXTx+oIolQhYvRYGTwh0JSXzIFyl1nuXvJap77qagrP0qO8tZZ3uh/WL6z7icSjf6HQ5T6"
    "Mv9DAqp6OUhlaUnR+cXqOnAlVzHROoGCnhZ9LSm9xCKoyckF6T8T1ffSdsgDe6Lcr9AZKCxnXpl8Jtz1Rfi3dA+EVPYJUplMHUlR2LG3QK6zSVq5bX5p9e6ua8Q/gKZPMHbu2It+7/Lbxnm7ddH7XD/vqP5Ri1/1cO/pU3BQI1xs8z4+jPUvsiRprmCk6JXYLqPU8kVr"
    "cfkKup92A7bLeOmIAazGsc/VOJq8b0+52Xii6qcnbNvI9eoq85Z5I3sUhuaI/A/cKmQydUdnxBMsmUCgvZzxh2oqQX8I6nDDIsxUJTUM4tCJXJCJB82ruP2RFFN64P/G74DWrW7rU3WFdYtx/xj3j5oU4u4o9YJx/8HemLqCroi7ipLpDA3qFK0yMZ4t20jh9K+37day"
    "SIWQJP5msYEg/yEWc7PUadWN2yuYC8yIvD6JUsjxqsex9wImSDQ+gM4gRVHwkHh3D3rlpnHeaP7WuMipkIV0gHh7R11ev76+bMIp/6DLP9ebl3DC+9QD7/aTeFPyWZbWL14kKVS+uJBs3m5rBfKKFx+9e//h/cfj0/dhzeLwzKpSxcmyxNRx0tqrrFjWA4Ly5aycZFrP"
    "T1as5yfJ9VxazFaxsMMoJSLL+qhISc14TF3XeKC5U5MWqX7CyNwfyeawMRU6k5OjizRotK9GbhWvNgDdNoN59pOp67HbxYdKN/D2R2UJavtjPVwLYGU1C077fUQdCj2APVDslermIySJS2YOE/QMuvDUr5s+oDoyXBhsWBb8nSpyaAYlVFS3HugUnNZoaEv3QKxWtxWp"
    "ilgtYrWaMHhPUTvEag9R6lmwWswlDK35d5ms+XcrrPl3SWv+Uf5pRRHCgFZnXlekhgUQYFMPuC/Q73pTJ1fOd5yufFjV0duszoeV3ocEx7Eb4wv3XlZcnDj0idlTt7gcUmYow0uwa3nE2NibcpFWfWJNJvGySRDT1UeVSmrQxlBQpycntK2nwm7BxCQ7dQ+2rxut/M5B"
    "oALXIHx2uWTjTafXanyvkfBQD+3AZC7wp4iNEyPFF1HnF3FgMcpFzvCTCFEZtr4dWDc+z/Kmk8XIysfszSSUaZLLfO7B6pUUv0FwqbrKcxDA8tlcB3UItHZtTuypcJlJVR11H7Ctkkf5ynPINTbIyOCmRcPa6x7KLwc/e/A/EXZa9vJmJ0dngX44NjoL0FmgB4P3FDZG"
    "Z8EhSh2dBS8fyu1SwxmMennZHCNDbuco85iHzz9XGFZrg2U7lWElk3I9yCFB+Rj87jSL9R1f2xeM79M4dy17YFi52DunKB9/j7PU2T1eXmb3OFFldzB1hT2Weor8Gf2poCkpBMszbFKJd59rs2DC9afMEoy7b+C2L2G4bSUDpy+f6WLNVqOUiOfqo3YmrQ0vgLYQbB+h"
    "RCnrLGVVS9eQq9UTE89Fa/HG6FHiOksc/TQpiiL6adBP8zN+mqYpZSZXwMpyf004pJrBbyPfNDWaZU3+6Ixo4D/pQ2ceNhh57XKVEwWcLCoTw5s96aPJT45eGP0cBOiFQS+MHgzeUzwevTCHKPUsXhgsr7NLL8FcC8q3XS1S4XaFmfo7zdQfzOOyouzNnau/EOG1n4xd"
    "n60ffVfT8/UTD+8GWItlEF6oDIJ8pp+o4xr+H55mJc+vV9eYyOHIzPGNYgS6CZkx4Rm2/vMHwYahnXsmz0653LBdVakAfETS6nWo6phCDJf4lWC8kxCTKChPi3fc3s2gb27LFvKsRY0nL5QSSIlhyZlrXrQkEHiTm1XVYRdOcMrATlfNYAC0DeYn3PZOqvwXOkPjHo37"
    "Q93c0bjPZgDsp5mHxv0hSj2LcQ9VQacpoSbZa4pO02JNtpk1WCRnUJJcNFtfasQ/6HIvh9DPIGy12/+ASqL+gWq81b70C5B6R3Fd52UyCicOsx3fk1JEYIv0OxRZy39484gMaGoE/u/yy/b3GpH/dflV46J5d1Uj3meXf21++Voj8H+X3918abQ6NeJ96iEwl9v2v+Ta"
    "WCgvO0GM4QX6LKXJHdRPoi6yhcZIUc56y9meSOabPWVpJkW9tNJzkhDrPcfrPc8MJuT9ei7z9688r1GCGF8knV8kwLJ8zCvjG7RAsbtX592evDpS++un9Tpbys05we6YuU0zbcP8dKf9f9I0r8aK1Kg5Sfmi17bi7xwyxxU9h06sIjG4SWpc8XVe8VXMdLFa9CmkWJD+"
    "r+XcLRjQHiUvIZhX2tfJ92Ll2a6W0Zdv73p3minM/XRFmPtpYu8KOJfXDkzQoRkY172Cbq15WZugQ9bGWYtZMCnLA2bB7FsWTKQSpuuyB07zqpQxMlQnMRR1+6Gofi5U3mjUKBmyFSN8dxrhGyyVSf7mjkO9ogHquJeL6vo41Ni2ghG+O4zwTdm/NsBYjEpPPrMLOb2b"
    "4e5ilnBZuRzbxnWNUj/34rMra4LVg2HVrDHrvSDwW5FkyuxWAduLcxDPazXvxEceIBzcni7J7c47AQaA66aWVAkGgGMAuB4M3tNQYAwAP0SpZwkA34ugEZ2hdX2q8YQazo18WtfpbmpMdsUNXoCMWttXeyYvOSrfb6xsfdUMWeUF+imB4bxnZMrVBeaqTLz7iP/mnljU"
    "dYkYMTep223vNqgB6qecoAaIGqAeDN5TXQA1wEOUehYNEEMtthdqsahC5Xajxklxl0rEX4Hal5OxESJk6drCPpHSJD+P9Eem208WZ3KmxF/e9R6VMU23xLfnYN1b/kbeYZ2cKBfUYlLyz3Uh6HgiKilGeHxIdZUNbvqDobMDjM5ogrel/Xvdvu0QYXstB/1289Wgmg7p"
    "06F8rKQxDCbx2DDpGTGnjucfYZyMmWUxl0pJmCmm9+anR5Nbt02hiiY3mtyaMHhPjS80uQ9R6qVxumxTtBu2s+2pkLvLkuZk66viLJDvsCiOfIZuOn5hoRx1cXyyGvEPurx+ft64VqeCIyhg9Pnu1qtfpA66/HO9eQknvE9JdfWp+eWufXcryYLDuKaXJZp/CzVzVFUp"
    "KR8zRaJLX5EYVaH3RLOI002/JtRxbGcJX1cU8o5QlS8d5STLA3yy/AE+SXb6BI7lZnE5ubuVogFyJ57Im9Ie/TGgziRXiYY02vKx/d3boyxZVjBsRUrbUSLTKrDie+OUooFL1+YYFa7NybW5WFGEjdVD0E1D3Aqa7XNrIxBrONN+MjYLxrr4aOkEsgbMTwFXF+SyHFQN"
    "yotnx1IpF84zsYfE8AucnxH5BjduWvVLiDXyCpVzVZzc4Cbh9Ik6C2XKfeQrHUjd0NxQHj0e1sRcMrJnZAwx7v6leW11IPartfsV08l04iG6kk7eGYFZBGYPdRNBYDabErSfEB0Cs4co9SzArEv/zAM5eaMRki1HAZ894q7JHDpID8rJBnlHJtC5N5/84z+171oXNeIf"
    "dHn7ruOfCo66PFCZa6HyrAmWTSU3nN6jZEpRUcWm0FpYV42rT40bKM8Pn11+3m516uedGvEPurx+3ex9a/xRI/5Bl9/+cdtpXNWI96mH2Pq2mZLZ3qE/lqxawXidhbMJtbnT+L0T2coDJv5yVf/9b5Ht/LLd+hIMX2D6+WX7ExYkw4JkOjF78wXJXrBnrtac3oo3aP96"
    "GBXYWW8a542m35HIO+ry/7lr3MEZ71PupEGXo9ugy9GtaogD/3f5ReNSkt0AQXgIgQJ1NWc9JUTgrvWt1f7eqhH/QI+9Gb3YO/Riy58tjLTORes4PacrI6+zMXsVtxPstgeDqeMUQpxipCWEnPYXYkoiiy4oU/mFvECGPQ50lq+fs1HoTY7ToqR1ljTg4IWavRko332Q"
    "71BqMIVe4wghylhnGVOTFXPzRQhRxjrL2ItcKrgfU5TyfkjZmLDeI80b/BKlwhYAWrUAKCtPsSjI9tiLnQDKVGWllCuA169SbmX5eBojQ65i6ZrNh/0XKl2DDSwycjdfA4vdVwTSc2HYSEGgl+4Msq+szdsYxDeoNsDb+oR9o1nagewra6O253rWBgrARlaErAls+8rc"
    "mLakYQLbDX1irvfnL0tkC4dUMyS09Rx/dMbMtu8jQxAjyAgjrsFMMuWCWVC3a2a4xIM4q2Q2YoMRZJPNRpR7+WFw2U9vSaa1bXJiTEDTTeeuEkxAwwQ0PRi8p6lImIB2iFJP8WIkEtAw8WCHiQe+C7efd7+K0yESh7VMsJaJxrZgllomqQsDYm/rmRtfDXWytBdR+w4T"
    "is8r22J5g6qZ+2IJGJ+jnak77f+TDgTUe/Gqtyz0JZ0xMfKMYGkvQ60XaFXlw2+vXAK/+ow80okg/Wf5tLCHB0ma3vR0O7dBW1y3DaKKtjja4poweE+tMrTFD1HqWWxxwK3z2OLBeLTFM9riCfPmZZTExhNV2m1CMfQurFQGKQzJUUlwMDL4A503SmFcqV+SkrvGwOtV"
    "eu/SP1XxvgdjojqTKiWNQ6m/MZM6nWNSh0zkv5V1Bbd2J9QC9VNQUAtELVAPBu+pPoBa4CFKPZMWmFYS8BN7OKSqgH8/Ojo+/nD09vj048n7Dx9OPr4NC9glL62qZPep+QWK2UVkmaxupz4TPF9ecSIYXwrFe9tlPXxo0ONSDibH6ZDZOZidT/uKUqH2pWsClZ4em5/k"
    "rrQN7VUFK5ekUUaoSrg2bL6OlceynNmqCzT44MaWBQV4pNSB+/W23VqyHMxJ4ko5GwjyH2Ixd2tq2wLU0J8ySzDuvoHbvgTAACxaDenF0buYPGCCeHiNQyUz3LyFPaNU5Ssetvlik1g5rMQVDnTCyL9KI7+yDCdXF6trsfLeSI7LETBBuek1x/EhyVcuseyHmsKyLcMV"
    "RM1aVcg1hDoMLdt2/E42XnqBB9GrNjoPQVubRMDE5m+jGvJA6W6zF6DsQDifTH41BFEjiJzL24tM4tpjClGd8hfIh2FkO0wg7o64O1p+iLuXEIFF3P0QpV4O3P3ttoT6IqC70mjycTwkQZ4X43moHubje4SsRM10d8x9tJvRbq5s2W6uT00mGtDitZJiOC9cra6ynA0Y"
    "14NOsSxP21rPpFQ262xkgwVqcHcmn0I5LRlKm5OJM3IPfV2UeWpDZ1mwUR17Fhq6cJX0qRxN5fBVoWYbvQ9Yz02hUhR8w1nZzK/cKrmf6/L36grYYH3DpdJihpdtnvQAQWxoOqPpjKYzms7lM6LQdD5EqZfDdC6dLWGs6Ma61JW/B+1XtYmksotFrdkYtFaU1fnULxtD"
    "1jCoCoOq9OH0Zh5cyYs+HRnWsGcP864ISVLkbqzNtMI7kkxdHrE2p/ipgLX94eZWItOMoUirq7yc7SEBcr04172WoLkCNBdIMEBz86+BacqrSzonL3kR5iQYmrk+NHPqUqdnPPhp5FmZHKUqH5+PM/XPPV7RP/c42T8Xo41380iDoyYPh4PxJTRfNsNcnTyVyyJ85xer"
    "6/2UPx/hOxhJjtfIyJ4R+Xufie/5BLeeQyHEthr1G/oeP4itzRze+7P3QJ+ifpYV+hTRp6gHg/fUu4Q+xUOUejl8iuUKDdVfza5sSwMosZL9q91PU6/h9ErF+p92P6NG3fjBXIibGyrt1ZZrERzHKr/5sXHyeTgj90PKB/SePDj2zPWKA9Mn6jwTYTymJMtteH6VJWfI"
    "keOJcO8l3RSS6OQj7NLF/DjGpe4uqQB+qwYVjClxppzL3yV/Bj2TA2a280gdqdubUrsYQVKd0eUj+Ttfg/QgkJBDZh65t6jh0p5qSaQiEiUrbeJSQYaOPSYmc6WaOxhBbp8rDEe8IXXy6bJ9/q1xQaQkyMyAvxcCG+WPkL9ffe/J7/dkyoeMM3ckfzPIDOIh5V9y34f5"
    "pBp5Dx2QGFZTRgMCDQg0IEqoSqIBcYhSz2JA5A1+KXHYy2kW98fpcu/HacL5AUWtUuMPl5pnCxS7M9HebddEO3r3/sP7j8en70PLLDyzyiBLGl8T49myjZTHdbmneoEEPdWRJWkTnuqJw1QhjPQFpMGnYyWVxW48Ueks0O/QQm61b67qlzmFAM9j46Z+3mn+1qiRhS9d"
    "7s1XI95nl3+6u/xWI/B/3E57meg7yX2xJDx3vYxC4h0K6LrRumi2vuSVkG8M1gKrsMv9iWrEP+jym7tWS53xD7r89u78vNG4ALrwUI5rdG7+8Ab6R11+0ajLQfB/l5/XW+eNy0ugCg/1kLZvwKY2+14R3BChKp/H/ShTcMPRiuCGo5TghikvoC7PqUqoKu+vapy0iAIA"
    "LIf+tkhSGox9YwocvJEFmBonK1FthY2xVmGreZg6J8DnNM7MBSA67+IeI93ACq/Zg1umBV75QHK8M+F4fGXir4zn5Mmjcc4pyqdtvsukbb5boW2+S2qb1HFsJ1ec/pxCD/AD7lca8EP5IAvh5VFK3CK03iJ8v3EBMcdIUc46y3kA4JfV8xMPijk/06dAuessd3c6oY5L"
    "zWILeZwYZa2zrMXIsYWwcmOjcbry6atbQUdDthUypJPU+HLp/HIFsXRJOS+Pw1qkwSIEMYM6iF7MgU9EaBAlTYkgcGxgudszbZ4H+EnQIXNXMFfYwkhZ79dzNyRE9nrs1Sc+/tLgtJIeI68uVdfEyfcsOSpjsHxdlaBVQewzlfYJzVfECELKTTYcSpXbiwiHWHOIR3vl"
    "EnvGycS22OD5jDR+a9z80fvWbF0ERWqXdmTf2p1UAP2MsoeRCMPnITJ9TlGbp71CEqs3lhzBRC51nqhJxIwNKDHkLYeC8jfkXj5gqr41HzxDfHyXh1myzpQTQ8g/ZEAhKv5emiW9MeNTQe9h8tO3XsS8CyH58r4ulVOZVcIh5J+47Id4Dskr4SuEMfA6aQYYA48x8How"
    "eE+joTEG/hCljjHwLxwD7yk2eYzYkAAj4OMm1oIGmIOjMSo0rlJs11BhzmO3RoiQrWkZG1O30HYaIUTgV5/NM6kzSYOZQs+lQih/ghhlrZusNcGgrtWK8A1UrxQYauFqdRUS5a8rAEiBFpcZkILBgKRAnQFVAEFVLRDED+VR2A4AMb5VfQZjoaoBlGCg1jANedrElD8B"
    "1Lys0rseptk7lXc5QKPNLqib7YFL40aWxg4bPKYtiur8yuVQyBE5OtepPm5ypfJaqzsUrArAyiGUN6jEOBvZllyjIJ1QPncKZpULmzml/gK2HIzfyh0QytYPZV2+UqrPHJtSMB6RmAxIjPCXg1xROD4Nbj7abT6YsHR4cva8uDkgqjlBmbrIbQyfsqdC7pb5WpfNScoY"
    "B7rpagSYP1HelelFzZ+//h/n31H9"
)
