"""The job table: the truth about all work."""

from tortoise import BaseDBAsyncClient

from migrations.walls import Change, downward, index, one_of, unique, upward, wall

CHANGES = [
    wall("jobs"),
    one_of("jobs", "state", "PENDING RUNNING SUCCEEDED RETRYING DEAD CANCELLED"),
    one_of("jobs", "priority", "INTERACTIVE NORMAL BULK"),
    unique(
        "jobs_unique_key",
        "jobs (company_id, kind, unique_key) "
        "WHERE unique_key IS NOT NULL AND state IN ('PENDING', 'RUNNING', 'RETRYING')",
    ),
    index(
        "jobs_waiting_idx",
        "jobs (company_id, priority, run_at, id) WHERE state IN ('PENDING', 'RETRYING')",
    ),
    # The dispatcher's, across companies: what runs, and what runs out.
    index("jobs_leased_idx", "jobs (lease_until, company_id) WHERE lease_until IS NOT NULL"),
    # Every job is written four times in its life: plans and indexes age faster here.
    Change(
        "ALTER TABLE jobs SET (autovacuum_vacuum_scale_factor = 0.02, "
        "autovacuum_analyze_scale_factor = 0.02);",
        "ALTER TABLE jobs RESET (autovacuum_vacuum_scale_factor, autovacuum_analyze_scale_factor);",
    ),
    index("jobs_list_idx", "jobs (company_id, state, id DESC)"),
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)


MODELS_STATE = (
    "eJztXW1z4riy/isqvuyeKmZqJplk9pBbt4okzAw7CeQCmdndyy0isBJ0YmTWsvNy9ux/v5"
    "Jsg1+J7QEiQ3+YwbHVMjxtS92Pult/1WaWQUz+tjmnX8lzrYH+qjE8I+IgdqWOang+X56X"
    "Jxw8NlVTPKeje/KsTuIxd2w8ccT5W2xyIk4ZhE9sOneoxWTr/tR6ZMhiE3KC7sncQZgjjP"
    "pfmm8Ojo7RI3Wm4k+bYEN2j+Y2uaVPb1F/Ys2JaGiLU8SeUc5Fd/ytvKVhTcQ9KbvbSO8u"
    "o3+6ZORYd8SZElvc43//T5ymzCBPhAd/zu9Ht5SYRgRCasgO1PmR8zxX566v2+efVEv5zc"
    "ejiWW6M7ZsPX92phZbNHddaryVMvLaHWHExg4xQuAy1zR9PQSnvG8sTji2SxZf1VieMMgt"
    "dk2potp/3bpsIjWD5J1GrkOFzifWbI6dt/LMx//2v2dIZjTqdAejfmswGtUS6pXfJ6YT/9"
    "REICoeDcocidpff3v9LtFRZ2vyBmdfmr2fD4//ofCwuHNnq4sKu9rfShA72BNVGlhCrr46"
    "ex4Vgz4qtU4VBCeWOli+FQGgAWSagRwCVbwv4iePsJME9VxcceiMZAAbkYwBa/iib4ODCg"
    "Jck0NJl5nP/tu1AvBB+7LVHzQvr+TtZpz/aSr8moOWvHKgzj7Hzv7s6ccSI6o31C46Qd/b"
    "gy9I/on+6HZacS0u2g3+qMnvhF3HGjHrcYSN0EAQnA1Qi2jdnRsltR6VBK3rovUAo5Da/W"
    "+/1Lr6TOj7bIrtdF0H7WNaFmhVUa8z/DQyCbtzpuLP9+/erVDst2ZPDaGiVUxbHf/SgXct"
    "OpZ6FkcRhJcSu4jxcR6I4+9DCOHjOMDCEB1NMZ8WgTgss4MgH3/IAfLxh0yQ5aUoyFzZy0"
    "mIf+13O+kQLyXi8wGdOOg/yKTc2RTQISt37FLTocK0l/d7DdtWIhSZCgKYf75s/hbXwNlF"
    "9zQ+xssOTmPqIE9zKi6XmKqjkmuYqn3LQpcXobozc9IgMzF3Ri4vZZLFZUHTOmvaJg/WfS"
    "k9RyVByzprOXCOx4XpirjgDzAW1dHvC4SFZOFu79NJoQVeSZQ/WTahd+wreVZYt8W3wWyS"
    "5tL4hOglmY1JHptQT2SXZ0NfwMaPC/oy+XQJDMQvJ45nRDf7Z83zVk3hPcaT+0dsG6MI8P"
    "KKdWDFzizaJi/NDmbxM5jhO4WR/DHyq/von3lMXS2FqQ4u1VdR1R7TR0lOrrqJfGoQCdvR"
    "mVKOqHxAhI5lixNEHogtnhKBOxJ3ImhMTIvdceRYQoAk2ek19Ad8tG4jT30FHw10ysILPc"
    "hFpxysoFMOknSKeHkcN8URlQi3mDtLDOpRp3QhvT28a82zQftbq+Bj7Es1kPc5ZP3r/lWr"
    "c946b6DFYXy4yaeVXEpZoZO4Skxrgs1CD/1SYotqIGxTI0kU4MOjHAAfHmUCLC9FAZaW+7"
    "/FdFAE4rDMFkG+HpxtB+UNUFzEccT9i5FcIRk9aC55252huWAdMvttqOaKFKxD7qPWs9Yh"
    "Ey786/iYbfZAHezrIuFmhq7WV3madNEup6/ZnRPh9TDh8SA8mZC5eArryOfzkGUjj6o3To"
    "QnaD4L55EIr/CesJ/4IrpJuJMy5Cnpdq63a/BAq+SBQkQURETBnASWCGi9ZEQUmWFqFvG1"
    "FwK7SOId5XG0Ratswugo4WrbVhZf9DKFF8jqjHWt+73T6jWQ+hiy5vllu9NA6kMSeVet3r"
    "d2v9uTTF5wPGSXrctTKeR9Dlmv1TwfdTsXvzfQ4lAPwk/ZioVjrqJSOqtPG0pKozAf3aCv"
    "7nyTNDMCF62EnmOiEP+hs54hymcftKx4oDJRPglBiPJZGeWzxCuJMkT51GNRPomnS6coHx"
    "/9FPZ1qZds5nWm2uSO8HE5sRGVOaMkiM6pLxJFhXdxguR3QJgZiLyRrp1KE5Ukqd/6J45k"
    "zunEmj+nRfysvX/gX3UblerAvwL/qgnAFWXigH/dR63n4V/l/Flw9AyJwNAZGzohInWzEa"
    "mwXADLBbBcsGK5AD+I5x2PqUmdFE89nxrjfWwxpFUA2e4UDt/2pIRO1adQ6vem0Iz8f8hO"
    "r/viWP4/ZN1Pn/yG3oEeKjMol5iVsbxiosBV6mNppTHSM+uhJCMdlgQt66ZlTUIre+RW/J"
    "DpQK791lLovcj1+iqSz/ZajtQyct4IS0aQSdk9sm4RRpyoKm8/cTSZCj2fIJfLvDtJyjny"
    "uVSEHb4Tl/xQSa5IOV8sJchynb0P2ZDdcHcyEX9b9o2Mv5SXGXly1E3qoiU2ZRjnrWWLXi"
    "cmJcwRbbCDDGogZjnojjjIcsVVxh+JrQhGzO+5d1dgEoFJBHcYmMTd45SASdxHredhEiFQ"
    "bUuBar6NU8aPiEiCH6HP25QcRBfmaVLJA2GnZqTIhoVKvUwV0mjrt0FEmYkk2IVCL7qdz0"
    "HzeGZsPC9ZeQgFrcCoFFiBq0OJfLSSABeOI+ove6omsC9HEkUfLZ3CiALwU4iGkF6yOQb/"
    "lxVgF7h4ON7QoJCPSrbk3EumVFE+HFFHuO4WIsyQdAB15JHy7WcIm2Y6q7CWXsHX120Aqo"
    "OvD76+JgBX1OsDX38ftZ7H1xctRWcZlcEykmeWIrvgmGzayVdBVsLwYinvVTbIUandw/kw"
    "V0zR4YqYosOUmCJI/NsHQgUSwvZBy1DGfV807SUiFfThIkLgwq0m6maLdLBt5ftpCuvLNF"
    "3kudKJpbvm6al+6nx9FT8nbcm8m05aMzK2jGf0OLXQBDPFqSHJqZnWI7HfTDAnfvpdHWH7"
    "zmIH1EBzzPmjZRtIrv6l7DW5hk5loE/TNNHYddCNdasifSbYNIkhcwZvFOM38nmdGyDyKk"
    "fkvXY6wMuQVzsZIHibCi/rJwR3cGX/4ChP8WnRagXiifLTkEC0hQSikRj3qei0jJOQ2gF4"
    "Cjp7CovBaDLF7K6U1jO6AL3rrHflz0urcURZWTogKg761lnfsAKZPbNWcy0KViD3UetZK5"
    "CapFlJ6iQzx2p5sf4SuVIou6qJZIaTSd4IST84icucpPEzkgapX1yeOjnq1f9YV0CQVIkg"
    "mbu2kCid0B8S19nBrH1r9dqffh+1LpvtiwYK/yVz9aXUVbPf/97tncuE/fDf8bcjn2O67h"
    "RwfXInNGK0oMQv+AGl/ICSy7+w8lsR/YKflz2CVtPiz+XnQaWyDa71u3wtK/3BsnI1IX15"
    "nT/0ROm0yt9mY8tlRuuBqK+esq1a6Hp99cZqquWIyKYFcnOCBRE0d/n0BHmKRXNVnHdsPX"
    "kFeJ8cYjNsImqohBqMbDIXAzLySHUu62rI3bnT83TWfgfwZHUbn+orPFnI2YGcHbCkgDEH"
    "rZfM2QnmxtQRdEXEVFRMZxpQpziTOX42LZyCdPb+5iGR7W9v/jpT1UY2MueyyElZxnshvM"
    "Wip73WWav9rXVe0CBbyElO2zsasubV1UVbnvIPhuxTs30hT3ifevDd2HHIbO6kJBC2WUZp"
    "k7BITDeUbey1eLepEehOfoM3B+8/fPzwy+Hxh19EE/UtF2c+rsC83RnEmW3bTqsUs2JYDw"
    "R2L0nwKNd4frRiPD9KjufCYzbLBQxGJYFZ1sdESlrGikkovJPYUgYczJd2ERNYrYFmbAf9"
    "VBPUPBuILR8q3YjGp1oGw/j0MrUoibV6Hk7x+5TYRJbeXezSJUBzhAhHjzZ1yAnCTNg4bZ"
    "/8m2IuG2PTlL9Tle19lNV6KfcL9BIjySpu6B7AK+o2ItWBVwReUROAK8owAa+4j1rPwytC"
    "xtrC83yfy/N8v8LzfJ/0PO/FTyvLZgWyOmNdExaWpKvaelBTgX03cu1CmcVxud3jVQ7e5S"
    "XKVzLlCcS9vTZGnIi5P2XmWFHtOC6o82O+Fj5lMyWPFYpzmzxQy+Xl9ZDSwy68BNvWRwzG"
    "kcuctBoHL+SrZnUC/KM+plTSgsa3DrFHokPLfCi9hJXoZKtLWd2rVqf4QpaUkstY8nPIBI"
    "y9wajT+t5Ai0M9rAPYq28/XkRvx6+CoRIRoV2Y+rbg3fiYFU19iontHtjrSX7SJGP2zKPV"
    "aynrBsGl+qqVg4CWz7d00JRBwdxiyHIdTg2i9vbzCds6uhevPJO5rhhNMTNMIiuBETyZ+i"
    "y/aPzs0f/IsdKSZ9fbOSwW6Mdjw2IBLBboAXBFaWNYLNhHrcNiweuHHXOC7cl0VBTmmBig"
    "XaCYYBGcf6z8qNYOy2bqjwqQCj3IC4HdA/j9cR7vOz62h5zv4zi6pjXBZiF4lxK7h+9hnm"
    "quh9nFXA8TtVwnLnesmbBTxNcYuw5JCXfPzgZJFd5+XkjIhRu71HQo42/lbV/DcdtItshY"
    "PNPltgWJSgKfq4/ZmfQ2vADaUrR9RBK0rLOWVcVWLEarB+o8l634GpMHjeuscVinSTEUYZ"
    "0G1ml+ZJ2mbQidiRGwlr1es2hSz7FuI9401ZrmTf4YTEmwfjKW+7/QyRQJv85fRJGLLCoT"
    "w+s9uUZTXBxWYfRbIIBVGFiF0QPgivLxsAqzj1rPswoDpWC2uUqwtIKKTVdhKZiuYqBCpv"
    "5mM/Uny7isKLyFc/VDEV7VBPblbP3ou5qer594eNcALZRBeKUyCOKZfiA2x/4PT/OSl9fr"
    "L7jIi5a54xudqbRN0CN1PMfWf/5ksOHCzz0RZ10mJmyuKhXINSLh9dpE7eSBMEczwjmWNV"
    "HlSRmT6BCWFu+4uZvJ3Vk7liPOmgQ/eKGUUhRhU/Tc8KIlpYDXuVFX+7jKE4xQ6aerTUok"
    "aRv0j5jlnVT5L+QRnHtw7vd1cgfnPp8DUE03D5z7fdR6HudeVrB0U0JN8te/dNNiTTaZNV"
    "gmZ1CInLc7nxvIPxgyL4fQzyDsdLt/yKqX/oHaBqp74RfL9I7its7rZBTObWrZ/kpKGYWF"
    "5beoso7/8BZRmZRpIPn/kF10vzeQ+G/ILlvn7evLBvI+h+xL+/OXBpL/D9l173OrM2gg71"
    "MPhXFmWf8WY2OpvOyEMIQX6DOUJmdQP4m6zBQaEwU9661nay7AN0bK00yqOrMqcVIQahPH"
    "axM/YuqI+4049eevIq9RQhheJJ1fJMll+ZxXzjcoJLG9V+d9RV4dYf2N0/blykRzKbA9MD"
    "fppq0ZT+6O/0XSVjVWpEYtRXYvem0j65231ObOyCZzs0wMblIaRnydR3wVM+3T7wVJ2xTR"
    "H2Buq6PjAsRtBKKSAe1R8R0k83b2dfJXsYpMV1nyuzd3vT/OFeZ+vCLM/TgxdwXIFfUDE3"
    "LgBsZtr2Bn0aLQJuQA2ji0kAWTMjxAFkzVsmAilTA5p3eMFDUpY2JgTkIo6uZDUf1cqKLR"
    "qFExgBUifLca4RsMlUl8C8ehXpKAdazkoPpyHGpsWoEI3y1G+KbMX2sAFqLSk89sKKd3Pe"
    "iGs4R3FeXYNK5rlPqZF59deyFYPWhWzxuzPgoCv5VIrsxuFbAd7gN5q1bLnfjQnQwHt9yM"
    "3O6iHUAAuG5mSR1BADgEgOsBcEVDgSEAfB+1nicAvBJBIzpT6/pU41lYOD3xtL5ku6k2+Q"
    "03+QLktNq+WI/ikq3y/WbK11ebIau8QD8lcNHvCXKZukC5ysS7iazf3CCTcI6cKeVJ225z"
    "twELUD/jBCxAsAD1ALiitgBYgPuo9TwWIIRabC7UImxCFV5GjYvCLJWIv5JmX0FgI0IA6Y"
    "uFfSKlSX6c6Y90V02Icy2mxF/el1dUZiTdE9/cAmtl8Y28wzotopwTkwrNPzcdh8zmTi3F"
    "CY83qa/ywQ2/sdzZQbbO6YJ3hf971e0PkGN5Ww76283Xg2o6aExuxWMlnGHpEs+wQU6Q4d"
    "re+ghlaEZNk3IiNGGkuN7r7x5cbt0mhTq43OByawJwRZ0vcLn3Ues7s+iySdWu2c+2XEfM"
    "Lhmbk71cFSckvsWiOOIZ6g38wkIF6uL4Yg3kHwxZ8+ysdaVOBUeygNGn675Xv0gdDNmnZv"
    "tCnvA+hdTlafvzdfe6L8SCw7illyeafwM1c1RVKaEfI0Wjma9ITKrUe6JZxOm6XxNi25ad"
    "geuKQt4Rqd1LRznK8wAfZT/AR8mdPiVihSHeTXQ3UjRAzMRzcVMyIk8TYs8LlWhIk9092N"
    "+/O8iTZSWbrUhpO0hkWgVe/GiWUjQwc2yOScHYnBybyxVFWFs9BN0sxI2w2T5aa6FYFz1V"
    "E9g8HGv40dKJZA3ATyFXQ3rJJlWD8uL5uVTCHPsZWbcI+wXOT5B4g1u9TvNCxhp5hcqZKk"
    "6OmYEYeSB2qEy5z3ylE6lr6luWR4+HNVGOptYjmskYd//Ssra6FPartfsV05E79xhdISfu"
    "DMQsELP7OokAMZvPCKomRQfE7D5qPQ8xy8mfRSgnrzVQsrtRwKdC6BrUJpP0oJx8lHekA5"
    "335hM//rR73TlvIP9gyLrXA/9UcDRkgcncWBjPmnDZRKBhj+4FKGVVFetCa2Vdti5PWz1Z"
    "nl9+DtlZtzNong0ayD8YsuZVe/S19XsD+QdD1v+9P2hdNpD3qYfaxpaRktk+IE8Zo1bQXm"
    "flrMNsHrR+G0Sm8gDEny+bv/0jMp1fdDufg+Yh0M8uuqdQkAwKkukE9voLkr3inrlaI72R"
    "1aDq7WFUYmbttc5abX9HIu9oyP7nunUtz3ifYiYNdjnqB7sc9dWGOPL/ITtvXQixnhRYHM"
    "pAgabqs5kSInDd+drpfu80kH+gx9wMq9hbXMUWX9vBaTsXvYT0Um4Xsc4H9iq0E3Bbk4lr"
    "26UYp5joDlJO1aWYkswil8ZUcSWHxGCPA5316+dslHqT47KgaZ01LXnwUpu9YdBvFfR7Ky"
    "yYUq9xRBB0rLOOiUHLLfNFBEHHOuvYi1wqOR8T0HI1tIzndHRPiga/RKVgCwCttgDYVUyh"
    "KMjm4IWdAHapyspOjgDefpViKiuGaUwMUIXSNesP+y9VugY2sMiJbrENLLZfEUjPgWEtBY"
    "Fee2eQqkJbdGMQ36FaA7bNOf1K8mwHUlVoo77ny9AGBsBaRoS8CWxVBTdmLWmYwNYjD5R7"
    "Pz8rkW3RpJ4joW1k+61zZrZ9n2IH4SAjDHFMDeQyh5qybtcj5sijOOvocUonU5lN9jglzM"
    "sPk5f99JZkWts6O4YENN1s7jqCBDRIQNMD4IqmIkEC2j5qPWUVI5GABokHW0w88Jdwx0Xn"
    "q7gcMHFQywRqmWjsC+apZZI6MAD39jK48dFQJ0+79UBYahVu70J9lVdNZJMCRWImU8zuyL"
    "IGNmVqrykhyTieeNtQ3XDyp6rLcofnatMpWdJFNBQe0Ez4xpZtEBvNxb+VJWM2didwtnWb"
    "AergbIOzrQnAFXW7wNneR63ncbZTq72c0rt9Kvjyz4ODw8OPB+8Oj385+vDx49Ev7xa1SZ"
    "KXVhUpOW1/lnVKIrpMFi5RnwnMs5MJg/Y7wW9sOmOTu+N/kYnjoVQA5LgcgF0A7GLWV1QK"
    "rC9dY2P1dMZ/EF3hG1qrahFlRMhHpHZwbFh/iQIPsoKJCCEZeHBjw4IiPFJKfPza73Yyho"
    "OlSNwopxMH/QeZlG/MbAtRDWOXmg5l/K287WsQDBKi1Ssn8UWSmD5kB/GVE5sIMHjRmk1R"
    "qd2rC7H+OkJQFGKHk9cSqzuvyJF/EU5+LYsnVxfrL3Llo6lol5MwH0xl5XPDq3vuU5I/cW"
    "Radw3FZZuYO0i423XFW8ta5bemZdl+iXIvbswj6FV99LugXnmEK9/UTYAm189YAJocaHI9"
    "AK4oYQo0+T5qfTdo8nebUuqrcOTKCCmG+EIEMM+PuSb296/WuJZiecvTK23uf1njnMZ264"
    "lyYcPSW2XnWmKQksexkBE/MkQ8JCfo5pawCblBd7b1yNEjdZQdbD8jB9+n2Nlr7l9tZRRs"
    "eH/j7U4k9yuyuNyxCDvSpicqmAUjISWJlbrXiTThbZcx8b3kDkYnosGjZd8TW1j9hjA7pk"
    "hY93jIpuJ7vpHakwEyTJr16MYkmJORSlNRcTMCSks4Bw66ta0ZMigX9q/wB4RjwB1sO+AI"
    "gCMAjgA4ArtnEoIjsI9az+MIFF053OE1w+M8a4bH2WuGx4k1Q7l4nVqqJNPoD0lsz+x/v1"
    "mzf207JM3xs2nhlMc1e8kwJAJLhmtfMpzb1LKpk5JSkW+fhrD89gaUWqfbu/Q3kyq0adWg"
    "1WueDdrfWv6OVN4fQ+b110De55CdXl98bSD5f9ytep3QBbkdRkbwWL69NLYcQVa78va6KK"
    "qhq2CvjKtgr4zedaejzvgHQ9a/Pjtrtc7llhiLQ7ljxqD3u9fQP5J7azTVthpyF42zZues"
    "daE20lgc6qFb311Nrc6SPYtHpXZv1X4je9LYLitTGXwhtYOGcXUN4aT/E7BTBay1sMjOsL"
    "RrM9fkG1kC1LhYKWB1G53WvVeoJD6LgLoUgOc0DmaIJS46uMdEoZi4zgO8WqAo8M4s2sMr"
    "E39lvBWYIhbnUmL3rM2NbOyptlwrFB69lNCD6pD32xmqQy0QlmLHo5IwRWg9RVBG+bTc/k"
    "BRUdCzbnp+1dCQv/8fS14JXw=="
)
