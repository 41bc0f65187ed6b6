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
    "eJztXW132ri2/itafJk5a9GuNmnSOeSuuxZJaMs0gVwg7cxc7iICK0EnRmYsOy9nzvz3K8"
    "k2+JXYLhAZ9ocWx9aW4dm2pP3sF/1Vm1kGMfnb5px+Jc+1BvqrxvCMiIPYlTqq4fl8eV6e"
    "cPDYVE3xnI7uybM6icfcsfHEEedvscmJOGUQPrHp3KEWk637U+uRIYtNyAm6J3MHYY4w6n"
    "9pvjk4OkaP1JmKP22CDdk9mtvklj69Rf2JNSeioS1OEXtGORfd8bfyloY1Efek7G4jvbuM"
    "/umSkWPdEWdKbHGP//0/cZoygzwRHvw5vx/dUmIaEQipITtQ50fO81ydu75un39SLeU3H4"
    "8mlunO2LL1/NmZWmzR3HWp8VbKyGt3hBEbO8QIgctc0/T1EJzyvrE44dguWXxVY3nCILfY"
    "NaWKav9167KJ1AySdxq5DhU6n1izOXbeyjMf/9v/niGZ0ajTHYz6rcFoVEuoV36fmE78Ux"
    "OBqHg0KHMkan/97fW7REedrckbnH1p9n4+PP6HwsPizp2tLirsan8rQexgT1RpYAm5+urs"
    "eVQM+qjUOlUQnFjqYPlWBIAGkGkGcghU8b6InzzCThLUc3HFoTOSAWxEMgas4Yu+DQ4qCH"
    "BNDiVdZj77b9cKwAfty1Z/0Ly8krebcf6nqfBrDlryyoE6+xw7+7OnH0uMqN5Qu+gEfW8P"
    "viD5J/qj22nFtbhoN/ijJr8Tdh1rxKzHETZCA0FwNkAtonV3bpTUelQStK6L1gOMQmr3v/"
    "1S6+ozoe+zKbbTdR20j2lZoFVFvc7w08gk7M6Zij/fv3u3QrHfmj01hIpWMW11/EsH3rXo"
    "WOqtOIogvJTYRYyP80Acfx9CCB/HARYL0dEU82kRiMMyOwjy8YccIB9/yARZXoqCzNV6OQ"
    "nxr/1uJx3ipUR8PqATB/0HmZQ7mwI6tModu9R0qFjay/u9xtpWIhSZCgKYf75s/hbXwNlF"
    "9zQ+xssOTmPqIE9zKi6XmKqjkmuYqv2VhS4vQnVn5uSCzMTcGbm81JIsLgua1lnTNnmw7k"
    "vpOSoJWtZZy4FxPC5MV8QFf4CxqI5+XyAsJAt3e59OCi3wSqL8ybIJvWNfybPCui2+DWaT"
    "NJPGJ0QvyWxM8qwJ9UR2eTb0BWz8uKAvk0+XwED8cuJ4i+hm/6x53qopvMd4cv+IbWMUAV"
    "5esQ6s2JlF2+Sl2cEsfgYzfKcwkj9GfnUf/TOPqaulMNXBpfoqqtpj+ijJyVU3kU8NIrF2"
    "dKaUIyofEKFj2eIEkQdii6dE4I7EnQgaE9Nidxw5lhAgSXZ6Df0BH63byFNfwUcDnbKwQg"
    "9y0SkHK+iUgySdIl4ex00xRCXCLebOEoN61ChdSG8P71rzbND+1ir4GPtSDeR9Dln/un/V"
    "6py3zhtocRgfbvJpJZdSVugkrhLTmmCz0EO/lNiiGgjb1EgSBfjwKAfAh0eZAMtLUYDlyv"
    "3fYjooAnFYZosgXw/OtoPyBigu4jji/sVIrpCMHjSXvO3O0Fzgh8x+G6rpkQI/5D5qPcsP"
    "mTDhX8fGbLMH6mBfFwkzM3S1vsrSpIt2OW3N7pwIq4cJiwfhyYTMxVNYRz6fhywbeVS9cS"
    "IsQfNZGI9EWIX3hP3EF9FNwpyUIU9Js3O9XYMFWiULFCKiICIK5iRYiYDWS0ZEkRmmZhFb"
    "eyGwiyTeUR5DW7TKJoyOEqa2bWXxRS9TeIGszljXut87rV4DqY8ha55ftjsNpD4kkXfV6n"
    "1r97s9yeQFx0N22bo8lULe55D1Ws3zUbdz8XsDLQ71IPzUWrFwzFVUSmf1aUNJaRTmoxv0"
    "1Z1vksuMwEQroeeYKMR/6KxniPLZBy0rHqhMlE9CEKJ8Vkb5LPFKogxRPvVYlE/i6dIpys"
    "dHP4V9Xeolm3mdqTa5I3xcTmxEZc4oCaJz6otEUWFdnCD5HRBmBiJvpGmn0kQlSeq3/okj"
    "mXM6sebPaRE/a+8f+FfdRqU68K/Av2oCcEWZOOBf91HrefhXOX8WHD1DIjB0xoZOiEjdbE"
    "QquAvAXQDughXuAvwgnnc8piZ1Uiz1fGqM97HFkFYBZLtTOHzbkxI6VZ9Cqd+bQjPy/yE7"
    "ve6LY/n/kHU/ffIbegd6qMygXGJWZuUVEwWuUp+VVhojPbMeSjLSYUnQsm5a1iS0skduxQ"
    "+ZDqTvt5ZC70Wu11eRfLbXcqTcyHkjLBlBJmX3yLpFGHGiqrz9xNFkKvR8glwu8+4kKefI"
    "51IRdvhOXPJDJbki5XyxlCDLdfY+ZEN2w93JRPxt2Tcy/lJeZuTJUTepi5bYlGGct5Ytep"
    "2YlDBHtMEOMqiBmOWgO+IgyxVXGX8ktiIYMb/n3l2BSQQmEcxhYBJ3j1MCJnEftZ6HSYRA"
    "tS0FqvlrnDJ2REQS7Ah93qbkILpYniaVPBDr1IwU2bBQqZepQhpt/TaIKDORBLtQ6EW38z"
    "loHs+MjeclKwuh4CowKgWrwNWhRD5aSYALxxH1lz1VE9iXI4mij5ZOYUQB+ClEQ0gv2RyD"
    "/8sKsAtcPBxvaFDIRyVbcu4lU6ooH46oI0x3CxFmSDqAOvJI2fYzhE0znVVYS69g6+s2AN"
    "XB1gdbXxOAK2r1ga2/j1rPY+uLlqKzjMpgGckzS5FdMEw2beSrICux8GIp71U2yFGp3cP5"
    "MFdM0eGKmKLDlJgiSPzbB0IFEsL2QctQxn1fNO0lIhW04SJCYMKtJupmi3SwbeX7aQrryz"
    "Rd5LnSiaW75umpfup8fRU/J9eSeTedtGZkbBnP6HFqoQlmilNDklMzrUdiv5lgTvz0uzrC"
    "9p3FDqiB5pjzR8s2kPT+pew1uYZOZaBP0zTR2HXQjXWrIn0m2DSJIXMGbxTjN/J5nRsg8i"
    "pH5L12OsDLkFc7GSB4mwq79ROCO+jZPzjKU3xatFqBeKL8NCQQbSGBaCTGfSo6LWMkpHYA"
    "loLOlsJiMJpMMbsrpfWMLkDvOutd2fNy1TiirCwdEBUHfeusb/BAZs+s1fRFgQdyH7We5Y"
    "HUJM1KUieZOVbLi/WXyJVC2VVNJDOcTPJGSPrBSVzmJI2fkVyQ+sXlqZOjXv2PdQUESZUI"
    "krlrC4nSCf0hcZ0NzNq3Vq/96fdR67LZvmig8F8yV19KXTX7/e/d3rlM2A//HX878hmm60"
    "4B1yd3QiNGC0r8gh1Qyg4o6f4Fz29F9At2XvYIWs0Vfy47DyqVbdDX7/K1ePoDt3I1IX3Z"
    "zx96onTy8rfZ2HKZ0Xog6qunbKsWul5fvbGaajkismmB3JzAIYLmLp+eIE+xaK6K846tJ6"
    "8A75NDbIZNRA2VUIORTeZiQEYeqc5lXQ25O3d6ns7a7wCWrG7jU32FJQs5O5CzAyspYMxB"
    "6yVzdoK5MXUEXRExFRXTmQbUKc5kjp9NC6cgnb2/eUhk+9ubv85UtZGNzLksclKW8V4Ib7"
    "Hoaa911mp/a50XXJAt5CSn7R0NWfPq6qItT/kHQ/ap2b6QJ7xPPfhu7DhkNndSEgjbLKO0"
    "SVgkphvKNvZavNvUCHQnv8Gbg/cfPn745fD4wy+iifqWizMfV2De7gzizLZtp1WKWTGsBw"
    "K7lyR4lGs8P1oxnh8lx3NhMZvlAgajksAs67NESq6MFZNQeCexpQwYmC/tIiawWgPN2A76"
    "qSaoeTYQWz5UuhGNT7UMhvHpZWpREmv1PJzi9ymxiSy9u9ilS4DmCBGOHm3qkBOEmVjjtH"
    "3yb4q5bIxNU/5OVbb3UVbrpdwv0EuMJKu4oXsAr6jbiFQHXhF4RU0ArijDBLziPmo9D68I"
    "GWsLy/N9Lsvz/QrL833S8rwXP60smxXI6ox1TaywJF3V1oOaCtZ3I9culFkcl9s9XuXgXV"
    "6ifCVTnkDc22tjxImY+1NmjhXVjuOCOj/ma+FTNlPyWKE4t8kDtVxeXg8pPezCS7BtfcRg"
    "HLnMSatx8EK+alYnwD/qs5RKrqDxrUPskejQMh9Ku7ASnWzVldW9anWKO7KklHRjyc8hEz"
    "D2BqNO63sDLQ71WB3AXn378SJ6O34VDJWICO3C1LcF68bHrGjqU0xs98BeT/KTJhmzZx6t"
    "XkvxGwSX6qs8BwEtn8910JRBwdxiyHIdTg2i9vbzCds6uhevPJO5rhhNMTNMIiuBETyZ+i"
    "y/aPzs0f/IsdKSZ9fbOTgL9OOxwVkAzgI9AK4obQzOgn3UOjgLXj/smBNsT6ajojDHxADt"
    "AsUEi+D8Y+VHtTZYNlN/VIBU6EFeCOwewO+P81jf8bE9ZHwfx9E1rQk2C8G7lNg9fA/zVH"
    "M9zC7mepio5TpxuWPNxDpFfI2x65CUcPfsbJBU4e3nhYRMuLFLTYcy/lbe9jUMt41ki4zF"
    "M11uW5CoJPC5+iw7k9aGF0BbiraPSIKWddayqtiKxWj1QJ3nshVfY/KgcZ01Dn6alIUi+G"
    "nAT/Mjfpq2IXQmRsBatr9m0aSew28j3jTVmuZN/hhMSeA/Gcv9X+hkioRd5ztRpJNFZWJ4"
    "vSd9NMXFwQujn4MAvDDghdED4Iry8eCF2Uet5/HCQCmYbXoJlqugYtNVWAqmqxiokKm/2U"
    "z9yTIuKwpv4Vz9UIRXNYF9OVs/+q6m5+snHt41QAtlEF6pDIJ4ph+IzbH/w9Os5OX1+gsm"
    "8qJl7vhGZyrXJuiROp5h6z9/MthwYeeeiLMuExM2V5UKpI9IWL02UTt5IMzRjHCOZU1UeV"
    "LGJDqEpcU7bu5mcnfWjuWIsybBD14opRRF2BQ9N7xoSSngdW7U1T6u8gQjVNrpapMSSdoG"
    "/SNmeSdV/gt5BOMejPt9ndzBuM9nAFTTzAPjfh+1nse4lxUs3ZRQk/z1L920WJNNZg2WyR"
    "kUIuftzucG8g+GzMsh9DMIO93uH7LqpX+gtoHqXvjFMr2j+FrndTIK5za1bN+TUkZhYfkt"
    "qqzjP7xFVCZlGkj+P2QX3e8NJP4bssvWefv6soG8zyH70v78pYHk/0N23fvc6gwayPvUQ2"
    "GcWda/xdhYKi87IQzhBfoMpckZ1E+iLjOFxkRBz3rr2ZoL8I2RsjSTqs6sSpwUhNrE8drE"
    "j5g64n4jTv35q8hrlBCGF0nnF0lyWT7nlfMNCkls79V5X5FXR6z+xmn7cmWiuRTYHpibNN"
    "PWjCd3x/8iaV6NFalRS5Hdi17biL/zltrcGdlkbpaJwU1Kw4iv84ivYqZ9+r0gaZsi+gPM"
    "bXV0XIC4jUBUMqA9Kr6DZN7Ovk6+F6vIdJUlv3tz1/vjXGHuxyvC3I8Tc1eAXFE7MCEHZm"
    "B87RXsLFoU2oQcQBuHFrJgUoYHyIKpWhZMpBIm5/SOkaJLypgYLCchFHXzoah+LlTRaNSo"
    "GMAKEb5bjfANhsokvoXjUC9JwDpWclB9OQ41Nq1AhO8WI3xT5q81AAtR6clnNpTTux50w1"
    "nCu4pybBrXNUr9zIvPrr0QrB40q+eNWR8Fgd9KJFdmtwrYDveBPK/Vcic+dCfDwS03I7e7"
    "aAcQAK7bsqSOIAAcAsD1ALiiocAQAL6PWs8TAF6JoBGdqXV9qvEsVjg98bS+tHZTbfIv3O"
    "QLkHPV9sV6FJdsle83U7a+2gxZ5QX6KYGLfk+Qy9QFylUm3k3Ef3ODTMI5cqaUJ9d2m7sN"
    "rAD1W5zAChBWgHoAXNG1AKwA91HreVaAEGqxuVCL8BKqsBs1LgqzVCL+Si77CgIbEQJIXy"
    "zsEylN8uNMf6S7akKcy5kSf3lf9qjMSLolvjkHa2XxjbzDOjlRzolJheafm45DZnOnlmKE"
    "x5vUV9nght9Y7uwgW+c0wbvC/r3q9gfIsbwtB/3t5utBNR00JrfisRLGsDSJZ9ggJ8hwbc"
    "8/QhmaUdOknAhNGCmm9/q7B5Nbt0mhDiY3mNyaAFxR4wtM7n3U+s44XTap2jXb2ZbriNkl"
    "Y3Oyl6vihMS3WBRHPEO9gV9YqEBdHF+sgfyDIWuenbWu1KngSBYw+nTd9+oXqYMh+9RsX8"
    "gT3qeQujxtf77uXveFWHAYX+nliebfQM0cVVVK6MdI0WjmKxKTKvWeaBZxuu7XhNi2ZWfg"
    "uqKQd0Rq99JRjvI8wEfZD/BRcqdPiVhhiHcT3Y0UDRAz8VzclIzI04TY80IlGtJkdw/29+"
    "8O8mRZyWYrUtoOEplWgRU/mqUUDcwcm2NSMDYnx+ZyRRHWVg9BtxXiRthsH621UKyLnqoJ"
    "bB6ONfxo6USyBuCnkKshvWSTqkF58fxcKmGO/YysW4T9AucnSLzBrV6neSFjjbxC5UwVJ8"
    "fMQIw8EDtUptxnvtKJ1DX1Lcujx8OaKEdT6xHNZIy7f2lZW10K+9Xa/YrpyJ17jK6QE3cG"
    "YhaI2X2dRICYzbcIqiZFB8TsPmo9DzHLyZ9FKCevNVCyu1HAp0LoGtQmk/SgnHyUd6QDnf"
    "fmEz/+tHvdOW8g/2DIutcD/1RwNGTBkrmxWDxrwmUTgYY9uheglFVVrAutlXXZujxt9WR5"
    "fvk5ZGfdzqB5Nmgg/2DImlft0dfW7w3kHwxZ//f+oHXZQN6nHmobW0ZKZvuAPGWMWkF7nZ"
    "WzjmXzoPXbIDKVByD+fNn87R+R6fyi2/kcNA+BfnbRPYWCZFCQTCew11+Q7BX3zNUa6Y14"
    "g6q3h1GJmbXXOmu1/R2JvKMh+5/r1rU8432KmTTY5agf7HLUVxviyP+H7Lx1IcR6UmBxKA"
    "MFmqrPZkqIwHXna6f7vdNA/oEeczN4sbfoxRZf28FpOxe9hPRSbhexzgf2KrQTcFuTiWvb"
    "pRinmOgOUk7VpZiSzCKXi6niSg6JwR4HOuvXz9ko9SbHZUHTOmta8uClNnvDoN8q6PdWrG"
    "BKvcYRQdCxzjomBi3n5osIgo511rEXuVRyPiag5WpoGc/p6J4UDX6JSsEWAFptAbCrmEJR"
    "kM3BCzsB7FKVlZ0cAbz9KsVUVgzTmBigCqVr1h/2X6p0DWxgkRPdYhtYbL8ikJ4Dw1oKAr"
    "32ziBVhbboxiC+QbUGbJtz+pXk2Q6kqtBGbc+XoQ0WAGsZEfImsFUV3NhqScMEth55oNz7"
    "+VmJbIsm9RwJbSPbb50zs+37FDsIBxlhiGNqIJc51JR1ux4xRx7FWUePUzqZymyyxylhXn"
    "6YvOyntyTT2tbZMSSg6bbmriNIQIMEND0ArmgqEiSg7aPWU7wYiQQ0SDzYYuKB78IdF52v"
    "4nLAxEEtE6hlorEtmKeWSerAANzby+DGR0OdLO3WA2GpVbi9C/VVVjWRTQoUiZlMMbsjyx"
    "rYlKm9poQk43jibUN1w8mfqi7LHZ6rTadkSRfRUFhAM2EbW7ZBbDQX/1aWjNnYncDY1m0G"
    "qIOxDca2JgBX1OwCY3sftZ7H2E6t9nJK7/ap4Ms/Dw4ODz8evDs8/uXow8ePR7+8W9QmSV"
    "5aVaTktP1Z1imJ6DJZuER9JjDPTiYM2u8Ev7HpjE3ujv9FJo6HUgGQ43IAdgGwi62+olKw"
    "+tI1NlZPY/wH0RW2obWqFlFGhHxEagfHhvWXKPAgK5iIEJKBBzc2LCjCI6XEx6/9bidjOF"
    "iKxBfldOKg/yCT8o0t20JUw9ilpkMZfytv+xoEg4Roteck7iSJ6UN2EPec2ESAwYvWbIpK"
    "7V5diPXXEYKiEDucvJbw7rwiR/5FGPm1LJ5cXay/yJWPpqJdTsJ8MJWVzw2v7rlPSf7EkW"
    "ndNRSXbWLuINVrXTHXslr5rWlZtl+k3Isc8yh6VSH9LqhYHmHLN3cboMr1WzAAVQ5UuR4A"
    "V5Q0Bap8H7W+G1T5u00p9VV4crUIKYb4QgQwL4c5GFtgbNU2bGz9ao1rKWaWPF1fZWD9yx"
    "rntKxaT5QLY4XeKoPGErORPI7FB/lhQOLpO0E3t4RNyA26s61Hjh6powwe+xk5+D7FpFpz"
    "/2rfKixazuYOv/G2opKbU1lcbk+FHWm+ERW5hJGQkixa3etE2mq2y5j4XnK7qhPR4NGy74"
    "ktDDxDrC+nSJhxeMim4nu+kdqT0VBM2m/oxiSYk5HKSVJBUgJKC3HioFvbmiGDcmHoCMNP"
    "WIDcwbYDFh9YfGDxgcW3e2t/sPj2Uet5LL6ibuIddhAf53EQH2c7iI8TDmIZqZBalybTug"
    "tJbM++e78peNe8HdYcP5sWTnlcs/3DIRHwD6/dPzy3qWVTJyV/Jt+mHGH57Q0otU63d+nv"
    "HFZoh7JBq9c8G7S/tfztx7w/hszrr4G8zyE7vb742kDy/7hZ9TpxKnLvk4xIwXwbp2w5XL"
    "B25W1sUlRDV8HGKFfBxii9605HnfEPhqx/fXbWap3L/U8Wh3J7lEHvd6+hfyQ3UmmqPVTk"
    "lilnzc5Z60LtmrI41EO3vrmaWoonexaPSu1eiMZGNiCyXVamDPxCagcXxtVdCCftn4CdKr"
    "BaC4vsDB2/tuWafCNLgBoXKwWsbqPTujeGlcRnEVCXAvCcxsEMscRFB/eYKFSO13mAVw6K"
    "Au/Moj28MvFXxvPAFFlxLiV2b7W5kV1c1f56hWLhlxJ6UB3yfjtDdSgHYSl2PCoJU4TWUw"
    "RllE/LbQYVFQU966bnVw0N+fv/AeMdpv8="
)
