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
    "eJztXW132ri2/itafJk5a9GuNmnSOeSuuxZJaMs0gVwg7cxc7iICK8EnRmYsOyRnzvz3K8"
    "k2+BVsF4hs9ocWx9aW4dm2pP3sF/1Vm5kaMdjb5lz/Sl5qDfRXjeIZ4QeRK3VUw/P56rw4"
    "YeOxIZviuT56JC/yJB4z28ITm5+/xwYj/JRG2MTS57ZuUtG6PzUXFJl0Qs7QI5nbCDOEUf"
    "9L883RySla6PaU/2kRrInu0dwi9/rzW9SfmHPCG1r8FLFmOmO8O/ZW3FIzJ/yeOn3YSe8O"
    "1f90yMg2H4g9JRa/x//+Hz+tU408E+b/OX8c3evE0EIQ6proQJ4f2S9zee72tn35SbYU33"
    "w8mpiGM6Or1vMXe2rSZXPH0bW3QkZceyCUWNgmWgBc6hiGpwf/lPuN+Qnbcsjyq2qrExq5"
    "x44hVFT7r3uHToRmkLjTyLF1rvOJOZtj+6048/G/ve8ZkBmNOt3BqN8ajEa1mHrF94noxD"
    "s14YjyR0OntkDtr7/dflfoyLM1cYOLL83ez8en/5B4mMx+sORFiV3tbymIbeyKSg2sIJdf"
    "nb6M8kEfltqmCvwTKx2s3gofUB8yxUAOgMrfF/6TR9iOg3rJr9j6jKQAG5KMAKt5om/9gx"
    "ICXBNDSZcaL97btQbwQfu61R80r2/E7WaM/WlI/JqDlrhyJM++RM7+7OrH5COqO9QuO0Hf"
    "24MvSPyJ/uh2WlEtLtsN/qiJ74Qd2xxRczHCWmAg8M/6qIW07sy1gloPS4LWVdG6j1FA7d"
    "63X2ldfsb0fTHFVrKu/fYRLXO0yqjXGX4eGYQ+2FP+5/t379Yo9luzJ4dQ3iqirY536ci9"
    "Fh5L3RVHHoRXElXE+DQLxNH3IYDwaRRgvhAdTTGb5oE4KFNBkE8/ZAD59EMqyOJSGGQm18"
    "txiH/tdzvJEK8kovOBPrHRf5ChM3tXQAdWuWNHN2ydL+3F/V5jbSsQCk0FPsw/Xzd/i2rg"
    "4qp7Hh3jRQfnEXWQ57nOLxeYqsOSW5iqvZWFKi9CeWfm+ILMwMweOazQkiwqC5pWWdMWeT"
    "IfC+k5LAlaVlnLvnE8zk1XRAV/gLEoj343EBaChbt/TCaFlnjFUf5kWkR/oF/Ji8S6zb8N"
    "ppMkk8YjRK/JbEyyrAnVRHZ1NvAFLLxY0pfxp4tjwH85sd1FdLN/0bxs1STeYzx5XGBLG4"
    "WAF1fMIzNyZtk2fml2NIuewRQ/SIzEjxFf3UP/wmXqaglMtX+pvo6qdpk+nWTkqpvIowYR"
    "XzvaU50hXTwgXMeixRkiT8TiTwnHHfE7ETQmhkkfGLJNLkDi7PQW+gM+WrWRp76GjwY6ZW"
    "mFHmWiU47W0ClHcTqFvzy2k2CICoRb1JnFBvWwUbqU3h/etebFoP2tlfMx9qQayP0c0v5t"
    "/6bVuWxdNtDyMDrcZNNKJqWs0UlUJYY5wUauh34lsUc1ELqrkSQM8PFJBoCPT1IBFpfCAI"
    "uV+7/5dJAH4qDMHkG+HVzsB+UdUFzEtvn985FcARk1aC5x28rQXOCHTH8byumRAj/kIWo9"
    "zQ8ZM+Ffx8Zs0yfdxp4uYmZm4Gp9naWpL9tltDW7c8KtHsotHoQnEzLnT2EdeXweMi3kUv"
    "XaGbcEjRduPBJuFT4S+hNbRjdxc1KEPMXNzu12DRZomSxQiIiCiCiYk2AlAlovGBFFZlg3"
    "8tjaS4EqkngnWQxt3iqdMDqJmdqWmcYXbabwfFmVsa51v3davQaSH0PavLxudxpIfggi76"
    "bV+9bud3uCyfOPh/S6dX0uhNzPIe21mpejbufq9wZaHqpB+Mm1Yu6Yq7CUyupThpJSKMxH"
    "NejLO9/Elxm+iVZAzxFRiP9QWc8Q5XMIWpY8UJEon5ggRPmsjfJZ4RVHGaJ86pEon9jTpV"
    "KUj4d+Avu60ks68zqTbTJH+DiMWEgXOaPEj86pLxNFuXVxhsR3QJhqiLwRpp1MExUkqdf6"
    "J4ZEzunEnL8kRfxsvX/gX1UblerAvwL/qgjAJWXigH89RK1n4V/F/Jlz9AyIwNAZGTohIn"
    "W3EangLgB3AbgL1rgL8BN/3vFYN3Q7wVLPpsZoH3sMaeVAtju5w7ddKa5T+cmV+r3JNSP+"
    "H9Lz2z4/Fv8PaffTJ6+he6CGyjSdCcyKrLwiosBVqrPSSmKkZ+ZTQUY6KAlaVk3LioRW9s"
    "g9/yHTgfD91hLovdD1+jqSz3JbjqQbOWuEJSXI0OkjMu8RRozIKm8/MTSZcj2fIYeJvDtB"
    "ytniuZSEHX7gl7xQSSZJOU8sIchym70P6ZDeMWcy4X+b1p2IvxSXKXm25U3qvCU2RBjnvW"
    "nxXieGTqjN22AbabqGqGmjB2Ij0+FXKVsQSxKMmD0y967AJAKTCOYwMInV45SASTxErWdh"
    "EiFQbU+Bat4ap4gdEZIEO0Kdtyk+iC6Xp3ElD/g6NSVFNihU6GUqkUZbvw1CyowlwS4Vet"
    "XtfPabRzNjo3nJ0kLIuQoMS8EqcH0okYdWHODccUT9VU/lBHZzJFH40VIpjMgHP4FoCOgl"
    "nWPwflkOdoHxh+ON7hfykcmWjLnJlDLKhyHd5qa7iQjVBB2g2+JI2vYzhA0jmVXYSq9g66"
    "s2ANXB1gdbXxGAS2r1ga1/iFrPYuvzlryzlMpgKckzK5EqGCa7NvJlkBVfeNGE9yod5LBU"
    "9XA+zhRTdLwmpug4IaYIEv8OgVCBhLBD0DKUcT8UTbuJSDltuJAQmHDribrZMh1sX/l+is"
    "K6maYLPVcqsXS3LDnVT56vr+PnxFoy66aT5oyMTe0FLaYmmmAqOTUkODXDXBDrzQQz4qXf"
    "1RG2Hkx6pGtojhlbmJaGhPcvYa/JLXQqAn2ahoHGjo3uzHsZ6TPBhkE0kTN4Jxm/kcfr3A"
    "GRVzoi77XTATZDXu5kAP9tyu3WjwlW0LN/dJKl+DRvtQbxWPlpSCDaQwLRiI/7Ou+0iJGQ"
    "2AFYCipbCsvBaDLF9KGQ1lO6AL2rrHdpz4tV40inRemAsDjoW2V9gwcyfWYtpy8KPJCHqP"
    "U0D6QiaVaCOknNsVpdrG8iV3JlVzWRyHAyyBsu6QUnMZGTNH5BYkHqFZfX7Qz16n+sKyBI"
    "ykSQzB2LSxRO6A+Iq2xg1r61eu1Pv49a1832VQMF/xK5+kLqptnvf+/2LkXCfvDv6NuRzT"
    "Dddgq4OrkTCjFaUOIX7IBCdkBB9y94fkuiX7Dz0kfQcq74M9l5UKlsh75+h23F0++7lcsJ"
    "6WY/f+CJUsnL36Zj06Fa64nIr56wrVrgen39xmqy5YiIpjlyc3yHCJo7bHqGXMWiuSzOOz"
    "af3QK8zzaxKDaQrsmEGowsMucDMnJJdSbqaojduZPzdLZ+B7BkVRuf6mssWcjZgZwdWEkB"
    "Yw5aL5iz48+NiSPomoipsJjKNKBKcSZz/GKYOAHp9P3NAyL73978daaqnWxkzkSRk6KM91"
    "J4j0VPe62LVvtb6zLngmwpJzht92hImzc3V21xyjsY0k/N9pU44X6qwXdj2yazuZ2QQNim"
    "KaVNgiIR3eh0Z6/Fu12NQA/iG7w5ev/h44dfjk8//MKbyG+5PPNxDebtziDKbFtWUqWYNc"
    "O6L1C9JMGTTOP5yZrx/CQ+nnOL2SgWMBiWBGZZnSVSfGUsmYTcO4mtZMDA3LSLGMdqCzRj"
    "2++nnKBm2UBs9VCpRjQ+11IYxufN1KIg1upZOMXvU2IRUXp3uUsXB83mIgwtLN0mZwhTvs"
    "Zpe+TfFDPRGBuG+J2ybO9CVOvVmVegl2hxVnFH9wBeUbURqQ68IvCKigBcUoYJeMVD1HoW"
    "XhEy1paW5/tMluf7NZbn+7jl+ch/WlE2y5dVGesaX2EJuqqtBjXlr+9GjpUrszgqVz1e5e"
    "hdVqJ8LVMeQ9zda2PECJ/7E2aONdWOo4IqP+Zb4VN2U/JYoji3yJNuOqy4HhJ6qMJLsG99"
    "RGAcOdROqnGwIV81rRPgH9VZSsVX0PjeJtaId2gaT4VdWLFO9urK6t60OvkdWUJKuLHE55"
    "ByGHuDUaf1vYGWh2qsDmCvvsN4Ed0dv3KGSoSEqjD17cG68TDLm/oUEase2NtJflIkY/bC"
    "pdVrCX4D/1J9nefAp+WzuQ6aIiiYmRSZjs10jci9/TzCto4e+StPRa4rRlNMNYOISmAET6"
    "Yey88bv7j0P7LNpOTZ7XYOzgL1eGxwFoCzQA2AS0obg7PgELUOzoLXDztmBFuT6SgvzBEx"
    "QDtHMcE8OP9Y+VGlDZbd1B/lIOV6kJcC1QP4/WkW6zs6tgeM79MouoY5wUYueFcS1cP3OE"
    "s11+P0Yq7HsVquE4fZ5oyvU/jXGDs2SQh3T88GSRTef15IwIQbO7ph65S9Fbd9DcNtJ9ki"
    "Y/5MF9sWJCwJfK46y864teEG0Bai7UOSoGWVtSwrtmI+Wj3p9kvRiq8RedC4yhoHP03CQh"
    "H8NOCn+RE/TVvjOuMjYC3dX7NsUs/gt+FvmmytZ03+GEyJ7z8Zi/1f9MkUcbvOc6IIJ4vM"
    "xHB7j/to8ouDF0Y9BwF4YcALowbAJeXjwQtziFrP4oWBUjD79BKsVkH5pqugFExXEVAhU3"
    "+3mfqTVVxWGN7cufqBCK9yArs5Wz/8ribn68ce3i1AC2UQXqkMAn+mn4jFsPfDk6zk1fX6"
    "BhN52TJzfKM9FWsTtNBt17D1nj8RbLi0c8/4WYfyCZvJSgXCR8StXovInTwQZmhGGMOiJq"
    "o4KWISbUKT4h13dzOxO2vHtPlZg+AnN5RSiCJs8J4bbrSkEHA71+pyH1dxghJd2OlykxJB"
    "2vr9I2q6J2X+C1mAcQ/G/aFO7mDcZzMAymnmgXF/iFrPYtyLCpZOQqhJ9vqXTlKsyS6zBo"
    "vkDHKRy3bncwN5B0Pq5hB6GYSdbvcPUfXSO5DbQHWvvGKZ7lF0rfM6GYVzSzctz5NSRGFB"
    "+T2qrOM9vHlUJmQaSPw/pFfd7w3E/xvS69Zl+/a6gdzPIf3S/vylgcT/Q3rb+9zqDBrI/V"
    "RDYYya5r/52FgoLzsmDOEF6gyl8RnUS6IuMoVGREHPauvZnHPwtZG0NOOqTq1KHBeE2sTR"
    "2sQLrNv8fiOme/NXntcoJgwvksovkuCyPM4r4xsUkNjfq/O+JK8OX/2Nk/blSkVzJbA/MH"
    "dppm0ZT+aM/0WSvBprUqNWItWLXtuJv/Net5g9ssjcKBKDG5eGEV/lEV/GTHv0e07SNkH0"
    "B5jb8ug4B3EbgqhgQHtYvIJkXmVfJ8+LlWe6SpOv3tz1/jRTmPvpmjD309jc5SOX1w6MyY"
    "EZGF17+TuL5oU2JgfQRqGFLJiE4QGyYMqWBROqhMmY/kBJ3iVlRAyWkxCKuvtQVC8XKm80"
    "algMYIUI371G+PpDZRzf3HGo18RnHUs5qG6OQ41MKxDhu8cI34T5awvAQlR6/JkN5PRuB9"
    "1glnBVUY5M46pGqV+48dm1DcHqfrN61pj1kR/4LUUyZXbLgO1gH8j1Wq124kMPIhzcdFJy"
    "u/N2AAHgqi1L6ggCwCEAXA2ASxoKDAHgh6j1LAHgpQgaUZlaV6caz3KF0+NP66a1m2yTfe"
    "EmXoCMq7Yv5oJfsmS+30za+nIzZJkX6KUELvs9Qw6VF3QmM/HuQv6bO2QQxpA91Vl8bbe7"
    "28AKUL3FCawAYQWoBsAlXQvACvAQtZ5lBQihFrsLtQguoXK7UaOiMEvF4q/Esi8nsCEhgH"
    "RjYZ9QaZIfZ/pD3ZUT4kzOlOjLu9mjMiPJlvjuHKylxTf0DqvkRLkkhs41/9K0bTKb27UE"
    "IzzapL7OBte8xmJnB9E6owne5fbvTbc/QLbpbjnobTdf96vpoDG5548VN4aFSTzDGjlDmm"
    "O5/hGdopluGDojXBNagum9/e7B5FZtUqiDyQ0mtyIAl9T4ApP7ELVeGafLLlW7ZTvbdGw+"
    "u6RsTra5Kk5AfI9Fcfgz1Bt4hYVy1MXxxBrIOxjS5sVF60ae8o9EAaNPt323fpE8GNJPzf"
    "aVOOF+cqnr8/bn2+5tn4v5h9GVXpZo/h3UzJFVpbh+tASNpr4iEalC74liEafbfk2IZZlW"
    "Cq5rCnmHpKqXjnKS5QE+SX+AT+I7fQrEckNcTXR3UjSAz8RzflMyIs8TYs1zlWhIkq0e7O"
    "/fHWXJshLN1qS0HcUyrXwrfjRLKBqYOjZHpGBsjo/NxYoibK0egmorxJ2w2R5aW6FYlz2V"
    "E9gsHGvw0VKJZPXBTyBXA3pJJ1X98uLZuVRCbesFmfcIewXOzxB/g1u9TvNKxBq5hcqpLE"
    "6OqYYoeSJWoEy5x3wlE6lb6luUR4+GNekMTc0FmokYd+/Sqra6EPaqtXsV05EzdxldLsfv"
    "DMQsELOHOokAMZttEVROig6I2UPUehZilpE/81BObmugZKtRwKdE6Gq6RSbJQTnZKO9QBy"
    "rvzcd//Hn3tnPZQN7BkHZvB94p/2hI/SVzY7l4VoTLJhwNa/TIQSmqqkgXSivrunV93uqJ"
    "8vzic0gvup1B82LQQN7BkDZv2qOvrd8byDsY0v7v/UHruoHcTzXUNja1hMz2AXlOGbX89i"
    "orZxvL5kHrt0FoKvdB/Pm6+ds/QtP5Vbfz2W8eAP3iqnsOBcmgIJlKYG+/INkr7pmrNNI7"
    "8QaVbw+jAjNrr3XRans7ErlHQ/o/t61bccb95DOpv8tR39/lqC83xBH/D+ll64qL9YTA8l"
    "AECjRln82EEIHbztdO93ungbwDNeZm8GLv0YvNv7aNk3Yu2oT0Sq6KWGcDex3aMbjNycSx"
    "rEKMU0S0gpRTeSmmOLPIxGIqv5IDYrDHgcr69XI2Cr3JUVnQtMqaFjx4oc3eMOi3DPq95y"
    "uYQq9xSBB0rLKOiaYXc/OFBEHHKuvYjVwqOB8T0HI5tIzn+uiR5A1+CUvBFgBKbQFQVUyh"
    "KMju4IWdAKpUZaWSI4C7XyWfyvJhGhEDVKF0zfbD/guVroENLDKim28Di/1XBFJzYNhKQa"
    "DX3hmkrNDm3RjEM6i2gG1zrn8lWbYDKSu0YdtzM7T+AmArI0LWBLayghtZLSmYwNYjTzpz"
    "f35aItuyST1DQtvI8lpnzGz7PsU2wn5GGGJY15BDbd0QdbsWmCGX4qyjxVSfTEU22WJKqJ"
    "sfJi576S3xtLZtdgwJaKqtuesIEtAgAU0NgEuaigQJaIeo9QQvRiwBDRIP9ph44Llwx3nn"
    "q6gcMHFQywRqmShsC2apZZI4MAD3thnc6GiokqXdeiI0sQq3e6G+zqomokmOIjGTKaYPZF"
    "UDW6dyrykuSRmeuNtQ3THyp6zL8oDnctMpUdKFN+QW0IzbxqalEQvN+b+1JWN2dicwtlWb"
    "AepgbIOxrQjAJTW7wNg+RK1nMbYTq72c6w+HVPDln0dHx8cfj94dn/5y8uHjx5Nf3i1rk8"
    "QvrStSct7+LOqUhHQZL1wiP2OYpycT+u0rwW/sOmOTOeN/kYntopQD5KgcgJ0D7Hyrr7AU"
    "rL5UjY1V0xj/QXS5bWiuq0WUEiEfkqrg2LD9EgUuZDkTEQIy8OBGhgVJeCSU+Pi13+2kDA"
    "crkeiiXJ/Y6D/I0NnOlm0BqmHs6IatU/ZW3PY1CAYB0XrPSdRJEtGH6CDqObEIB4PlrdkU"
    "lqpeXYjt1xGCohAVTl6LeXdekSP/wo38WhpPLi/WN3Lloylvl5EwH0xF5XPNrXvuUZI/MW"
    "SYDw3JZRuY2Uj2WpfMtahWfm+YpuUVKXcjx1yKXlZIf/ArlofY8t3cRtZaF1UZtZHPsgvB"
    "VWf8T2wj2QLxvty5SEPMnBHhsOffgD8MU9PSbeDdgXcHyw949woysMC7H6LWq8G7v9uVUl"
    "+FdJcrmnyIL0UA82KYL5eH+XAPiVVon7Q9ow92M9jNtR3bzb+a41qCxSxO19fZyv8yxxmN"
    "5Nazzrjdqd9L29TkawFxHAn18iK6+NN3hu7uCZ2QO/RgmQuGFrotbVfrBdn4McE63nL/0i"
    "zGvOVsbrM7d1cxYRmbjAQNYp1yW5xLCUK07nYirGfLoZR/L7Hz2BlvsDCtR2JxS1njq/up"
    "sKLxkHI7WnsjtCdMbipMcXRnEMzISKaXSUucQ2kiRmx0b5kzpOmMm5nchufGPLOxZYO9Df"
    "Y22Ntgb1fP8gJ7+xC1nsXezuvxr7Cv/zSLr/803dd/GvP1i6CTxBJDqTZeQGJ/1vX7XcG7"
    "5Z3N5vjFMHHC45ru6g+IgKs/NCRtw9U/t3TpqEoeQDbvrxKU39+AUut0e9feJnC5NpsbtH"
    "rNi0H7W8vbSc79Y0jd/hrI/RzS89urrw0k/o+aVa8TciS2sUkJ+sy2B86eIz9rN+4eNXk1"
    "dOPvcXPj73HTu+105BnvYEj7txcXrdal2MpmeSh2uhn0fncbekdiT5ym3A5H7H5z0exctK"
    "7kBjjLQzV065mriVWV0mfxsFT1om12speU5dAiFf2XUhVcGJd3IRy3f3x2KsdqLShSGWfI"
    "1pZr4o0sAGpUrEKeju3t8SuIzzygrgTgOY2CGWCJ8w7uEVHYBEDlAV46KHK8M8v28MpEXx"
    "nXA5NnxbmSqN5qcycb8sqtEnOlNawk1KA6xP0qQ3VIB2EhdjwsCVOE0lOETnU2LbavV1gU"
    "9Kyanl81NOTv/wfnizkS"
)
