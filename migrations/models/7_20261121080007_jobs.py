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
    "eJztXf1z4jiT/ldU/LJ7VczUJJlk9sjVVZHEM8NOAjkgM7t7XDECK0EbI7O2CMm77/7vJ/"
    "kLf4LtASJDV+0Ojq2W4Wlb6n7U3fq7NjV1YthvmzP6hbzUGujvGsNTIg5iV+qohmez5Xl5"
    "guOR4TTFMzp8JC/OSTyyuYXHXJy/x4ZNxCmd2GOLzjg1mWzdm5gLhkw2Jufokcw4wjbCqP"
    "e5+eb49AwtKJ+IPy2Cddk9mlnknj6/Rb2xOSOioSVOEWtKbVt0Z7+Vt9TNsbgnZQ9b6X3O"
    "6F9zMuTmA+ETYol7/O//idOU6eSZ2P6fs8fhPSWGHoGQ6rID5/yQv8ycc3d3rauPTkv5zU"
    "fDsWnMp2zZevbCJyYLms/nVH8rZeS1B8KIhTnRQ+CyuWF4evBPud9YnODWnARfVV+e0Mk9"
    "nhtSRbX/up+zsdQMkncazjkVOh+b0xnmb+WZD//tfc+QzHDY7vSHPa0/HNYS6pXfJ6YT79"
    "RYICoeDcq4RO3vf9x+l+g4Z2vyBpefm92fT87+w8HDtPmD5Vx0sKv94whijl1RRwNLyJ2v"
    "zl6GxaCPSm1SBf6JpQ6Wb4UPqA+ZYiCHQBXvi/jJQ8yToF6JK5xOSQawEckYsLon+tY/qC"
    "DANTmUdJjx4r1dKwDvt260Xr95cytvN7XtvwwHv2Zfk1eOnbMvsbM/u/oxxYjqDrVBJ+hb"
    "q/8ZyT/RH522Ftdi0K7/R01+Jzzn5pCZiyHWQwOBf9ZHLaL1+UwvqfWoJGhdFa37GIXU7n"
    "37pdadz4S+LyfYSte13z6mZYFWFfU6xc9Dg7AHPhF/Hr17t0KxX5tdZwgVrWLaanuXjt1r"
    "0bHUtTiKILyU2EeMz/JAHH8fQgifxQEWhuhwgu1JEYjDMnsI8tn7HCCfvc8EWV6Kgmw79n"
    "IS4l97nXY6xEuJ+HxAxxz9GxnU5tsCOmTljubU4FSY9vJ+r2HbSoQiU4EP8883zd/iGri8"
    "7lzEx3jZwUVMHeR5RsXlElN1VHIDU7VnWajyIlR3Zk4aZAa2+XBulzLJ4rKgaZU1bZEn87"
    "GUnqOSoGWVtew7x6PCdEVc8AcYi+rodw1hIVm4+8d0UijAK4nyR9Mi9IF9IS8O1i3xbTAb"
    "p7k0HiF6Q6YjkscmVBPZ5dnQF7DwIqAvk0+XwED8csJdI7rZu2xeaTUH7xEePy6wpQ8jwM"
    "sr5rEZOxO0TV6aHk/jZzDDDw5G8sfIr+6hf+kydbUUptq/VF9FVbtMHyU5ueom8qhBJGxH"
    "PqE2ovIBETqWLc4ReSKWeEoE7kjciaARMUz2YCNuCgGSZKc30B/w0aqNPPUVfDTQKYEXep"
    "yLTjleQaccJ+kU8fLweYojKhHW2HyaGNSjTmkgvTu8a83LfuurVvAx9qQayP0csN5d71Zr"
    "X2lXDRQcxoebfFrJpZQVOomrxDDH2Cj00C8ldqgGwrY1kkQBPjnNAfDJaSbA8lIUYGm5/0"
    "tMB0UgDsvsEOS7/uVuUN4CxUU4F/cvRnKFZNSgueRt94bmgnXI7LehmitSsA55iFrPWodM"
    "uPCv42O22BPl2NNFws0MXa2v8jRp0C6nr9mZEeH1MOHxIDwek5l4CuvI4/OQaSGXqtfPhS"
    "dovAjnkQiv8JGwn+wgukm4kzLkKel2brZr8ECr5IFCRBRERMGcBJYIaL1kRBSZYmoU8bUD"
    "gX0k8U7zONqiVTZhdJpwtS0ziy9aT+H5sipjXet8a2vdBnI+Bqx5ddNqN5DzIYm8W637td"
    "XrdCWT5x8P2I12cyGF3M8B62rNq2Gnff17AwWHahB+jq1YOOYqKqWy+pShpBQK81EN+urO"
    "N0kzw3fRSug5JgrxHyrrGaJ8DkHLDg9UJsonIQhRPiujfJZ4JVGGKJ96LMon8XSpFOXjoZ"
    "/Cvi71ks28Tp02uSN85jaxEJU5o8SPzqkHiaLCuzhH8jsgzHRE3kjXzkkTlSSp1/onG8mc"
    "07E5e0mL+Nl4/8C/qjYq1YF/Bf5VEYArysQB/3qIWs/Dv8r5s+DoGRKBoTM2dEJE6nYjUm"
    "G5AJYLYLlgxXIBfhLPOx5Rg/IUTz2fGuN97DCkVQDZahcO33alhE6dT6HUb02hGfnvgF3c"
    "9cSx/HfAOh8/eg3dAzVUplNbYlbG8oqJAlepjqWVxkhPzaeSjHRYErSsmpYVCa3sknvxQy"
    "Z9ufZbS6H3Itfrq0g+y205dJaR80ZYMoIMyh6ReY8wsolT5e0nG40nQs/naG7LvDtJynH5"
    "XDqEHX4Ql7xQSdsh5TyxlCDLTfcOPJ96fhTwfMDzqQFwRRkf4PkOUet5eD4II9tRGJlngZ"
    "Sx8iOSYOWr8zYlB1HPkixoj0SlwB5ZHXLioZUEuHC8SW/ZUzWBXR9xEn20VAo38cFPcUhD"
    "esn2Rb1fVsALtcXD8Yb6BV+cpDzbdpPunGgQG1FeR7aJCNOl20i5PHJcxCnChpHufW6kV/"
    "A6VRuA6uB1gtepCMAV9T/A6zxErefxOkVL0VlGBamMJIulSCl/UzGnZ9vuphOMIwwvlvJe"
    "ZYMcldo/nE9yxZ6crIg9OUmJPYEEsUNw7SFx6BC0DOW+D0XTbsJKQR8uIgQu3GqibhqkDe"
    "0qL0xRWNfTdJHnSiWW7s5OTwlzztdX8XPSlsy7OaE5JSNTf0GLiYnGmDmcGpKcmmEuiPVm"
    "jG3ipWnVEbYeTHZMdTTDtr0wLR3JdaiUPQk31ClQc6oNOfUV1NxrB4Kvh7zaYeD++1F4yT"
    "ghuIerxsenecoOi1YrEE8UHobUkR2kjgyfiEVFp2XM/tQOwPZX2fYPBqPxBLOHUlrP6AL0"
    "rrLeHQ9d2oFDyso6+FFx0LfK+oY1xeyZtZqrS7CmeIhaz1pTVCTBRpIhmdk1y4v1dXRJob"
    "yaJpK5LQZ5IyS9cCObMI5GL0gapF5ZccpzVCr/sa6AIKkSQTKbW0KidCp3SFxlB7P2Veu2"
    "Pv4+1G6aresGCv8ls7Sl1G2z1/vW6V7JVO3w3/G343WSf9WJy1eI0YLiruAHlPIDSi7owl"
    "puRfQLfl72CFpNiz+Xnwc1qra4ej+3N7J27y8UVxPS9Sv3oSdKpXX7FhuZc6ZrT8T56ikb"
    "aoWu11dvqeW0HBLZtEC2jb8ggmZze3KOXMWimVOWdWQ+u6VXnzmxGDYQ1Z0UGYwsMhMDMn"
    "JJdRsx09mXOT3zZuN3AE9WtfGpvsKThSwcyMIBSwoYc9B6ySwcf25MHUFXRExFxVSmAVWK"
    "M5nhF8PEKUhn72wdEtn9xtavM1VtZQtrWxbQKMt4B8I7LHfZ1S611lftqqBBFshJTts9Gr"
    "Dm7e11S57yDgbsY7N1LU+4n2rw3ZhzMp3xlJTAFuMZGYEhkZhuKNvaa/FuWyPQg/wGb46P"
    "3n94/8vJ2ftfRBPnWwZnPqzAvNXux5ltyzJT/PcVw7ovsH9pf6e5xvPTFeP5aXI8Fx6zUS"
    "5gMCoJzLI6JlLSMnaYhMJ7SC1lwMFct3+UwGoDNGPL76eaoObZOmr5UKlGND7XMhjG5/XU"
    "oiTW6nk4xW8TYhGEQ/szCdC4ELHRwqKcnCPMhI3T8si/CbZlY2wY8neie9NCiwnmMnIFM3"
    "sh+tKTrOKW7gG8omojUh14ReAVFQG4ogwT8IqHqPU8vCJkrAWe51Euz/Nohed5lPQ8H8VP"
    "K8tm+bIqY10TFpakq1pqUFO+fTecW4Uyi+Ny+8erHL/LS5SvZMoTiNsEy81rbCLm/pSZo0"
    "+eMyjBhKDKj/lG+BTtt/5qujyYGa477U9+8ziHHmO27jmxhmI+MI2n0rR5opOd0uedW61d"
    "nDyXUpI6l58DJmbBbn/Y1r41UHCoxogEO0PtL/moSErTpct71FKIHf9SfRW14/Mm+bidpo"
    "zask2GzDm3qR7ZiPvc36B7WbaljmYTuZMPZUh7e3T2Pi2j6cc7BNZGPUIBWBtgbdQAuKL+"
    "O7A2h6h1YG1eP/5rx5XJFDPLd1GaTJpwRQAOBPYP4KOzPLRjfLQJsY5ncXQNc4yzdgBPh3"
    "cpsX/4nuQp9HaSXeftJFHmbTy3uTkVM6f4GqM5JymRcNmBoqnCuw8ZDTkVozk1OGX2W3nb"
    "13AlthJIOhLPdLka4FFJoF3UMYSS9q8bW1OKXYtIgpZV1rJTzA2L0eqJ8peyxeBi8qBx1T"
    "SuFp3a0gnj4nGpZdOqQZN6Dnp1SN3WNG8QXX9C0AQz3SCyuNNiQscT5BKfMp7tUSDnRLS5"
    "vSdp1eLiQKKqx+8BiQokqhoAV5ROAxL1ELWeh0SFlNpdUqpLK6jYdBWWgukqBipkPG0342"
    "m8DJ/4wZynUCBGNYFdn/UUfVfT854SD+8GoIV0sldKJxPP9BOxbMwztoaPXK+vcZGDlrnD"
    "kPhE2iZoQbnr2HrPnwwMCvzccy+YaM7EpG07WV+SVBeer0WcqsgI22hKbBvL+lLypMwd44"
    "SlhSlt/4bggas2OdTBAwcPXBGAK+qLgQd+iFrPFcY0T990NLOMzFJgd0VktqnaDdeRseej"
    "P0mau5LNZoRE9i/yYytEhqwxNU+J+MhfoWqeFvKxzRybMhk2QuSq1f7UQN7BgLkZN16+Tb"
    "vT+UPWpfIOnI0aOtdeOSv3KG5Bv07+zcyipuWt0ZVRWFh+hypreyNuEZVJmQaS/w7Ydedb"
    "A4l/BuxGu2rd3TSQ+zlgn1ufPjeQ/HfA7rqftHa/gdxPNRRmM9P8l5jQhQeVFoO52hpICM"
    "Mqvzrzf9Ls81IOy9h9MVHQs9p6NmcCfH3oECMFDL6kIFQPjFt999Sy+dAiM6NMaFRSGl4l"
    "lV+lBaZc/NahTT1rpYiyE8Kga5V17YQtemRxQZYxRfQHqMbq6LgA0xiBqGRMaVR8D9mnvX"
    "2dZhZ5omRRhCvJkt8/4uToLFcppLMVpZDOEo6dj1xRGzAhByZg3AT09/0pCm1CDqCNQyvX"
    "pb3165yghiR2B+dRReDEtk0fGClqzsTEwJSB4LrtB9d52R1F4+uiYvCoQsjiLkMWIaoObS"
    "qqLmWE3QCwEAmajAQN5dFtBt1wZl4lR9kcz290nlmPsm9DbQDlG+LHYewpuDF7U9Wo20s3"
    "zrS2JvjWb1bPG4M79ANYHZFcmaqSHEHhPpAbrLPcoQE94Ccii/yl56oW7QBiZVWzSuoIYm"
    "UhVlYNgCsaNQmxsoeo9b2JlVWZ1FWnukhg4XTF07rOdnPa5Dfc5AuQ02r7bC7EJcvJXZo6"
    "Br2zSZaT4+SlNwX9nqM5cy5QG32PrBp8RwaxbcQn1E7addu5BVh+6hklYPmB5acGwBW1Ac"
    "DyO0St57H8YHF/a6vREdOp8OJpXBRmqUTEjzT5CgIbEQJI1xYoiZRY+PHVk0h31YQ41wJV"
    "/OVdv34yJeke+PZWTyqLb+QdVmnx5IoYVGj+pck5mc54LcX5jjepr/K9da+xLOctW+d0vT"
    "vC973t9PqIm269EG/7wbpfDQSNyL14rBB1NqieYp2cI31uuesilKEpNQxqE6EJPcXt3nz3"
    "4HKrNinUweUGl1sRgCvqfIHLfYha35vFlm2qdsN+tjnnYnYpvT9tSHyHJRicjWS9MhYFqj"
    "B4Yt5GtLI0RvPyUrt1TvlHslzGx7ueWy3DORiwj83WtTzhfgqpm4vWp7vOXU+I+YdxSy9P"
    "Ls8WKjQ4NUyEfvQUjWa+IjGpUu+JYuFkm35NiGWZKaPOilrEvsD+paBtpXaP7+MMpykFfD"
    "Kf3JgUPLnJJ7dckvLG8pNVmz+3wvV5aG2EgAp6qiaweRio8KOlEgXlg59CPYX0kk05+cVj"
    "8zNNhHHrBZn3CHslbM+ReIO1brt5LaMw3DK0zOTyiOmIkSdiIYPIYNvQVtzpNNMG+waOSb"
    "XBqA4cE3BMigBcUbYBOKZD1HoejskmfxXxnt3WwC6lOB86tcg4fQU8H78U6UDlDX3Ej7/o"
    "3LWvGsg7GLDOXd875R8NmG+BNQJbTBHiiAg0rOGjAKWsqmJdKK2sG+3mQuvKyqvyc8AuO+"
    "1+87LfQN7BgDVvW8Mv2u8N5B0MWO/3Xl+7aSD3Uw21jUw9JTW3T54zxiq/vcrK2YRh19d+"
    "60cmm8S21cGEc91pf/Kbx/eyjpmABhU+VcE9ySJC+8cFHuXiAo9WcIFHSS7wFbd/UxpsKJ"
    "pedrzvapdayyuB7h4N2P/caXfyjPspxne/rHrPL6vecypwy38H7Eq7FmJdKRAcyrWiptNn"
    "M2WV6K79pd351m4g70CNGcNZl8hYIFqzmpG1QLQHb9ZpHpxPs3E+zcBZJxynlUpfh/RSbh"
    "+xzgf2KrTT7FdewksPiUG9XXU88iQR40VzlqJi4rKgaZU1LWmlUpsOYNBvFfR7Lya2Uq9x"
    "RBB0rLKOiU7LseYRQdCxyjp2V+1LzscEtFwNLeMZHT6SomvJUSmos6pUSeB9xRTShbcHL5"
    "QG3qf8670cAdx9ssRUVgzTmBigCkntmw95LZXUDuXCc6JbrFz47msFqDkwbKRUwGvXYa8q"
    "tEXLsHsO1Qawbc7oF7LPxdejvud6aH0DYCMjQt7kjaqCG7OWFEze6JInars/PyuJI2hSz5"
    "HMMbS81jmzOr5NMEcYedLIxlT3S3pghiS/mczWyCkDWRiqWcp1BFkYkIWhBsAVjceHLIxD"
    "1HqeLAyIbd5hbLO38DoqOl/F5YA/g+x7yL5X2IPLk32fOjAAY7Ye3PhoqJJ/rD0RllpV07"
    "1QX+ULE9mkQFmD8QSzB7KsaUnFf9wWasXMxmN3S4nvNvnru6xx+YBnziYSsgiBaCg8oCnl"
    "yLR0YqGZ+H9lkYOt3QmcbdVmgDo42+BsKwJwRd0ucLYPUet5nO3UkgcX9OGQqh785/Hxyc"
    "mH43cnZ7+cvv/w4fSXd0H5g+SlVXUQLlqfZCmEiC6TtRGczwTm2Zlhfvu94De2nX5nz0d/"
    "kjF3USoAclwOwC4AdjHrKyoF1peqEa1qOuM/iK7wDc1V5U4y4tojUns4Nmw+39yFrGD6QE"
    "gGHtzYsOAQHin1Gn7tddoZw8FSJG6U0zFH/0YGtbdmtoWohtGcGpwy+6287WsQDBKi1Ssn"
    "8UWSmD5kB/GVE4sIMOyiZWGiUvuX5H/2PsdAcvY+cyCRl2KF6sfjuVUuATwmuoeeaXU9UZ"
    "eASKzuvCJH/jlj6+flxfparnw4yb/Zc38ia/XqbqVej5L8yUaG+dBwuGwD2xwJd7vu8Nay"
    "NO+9YZoWms/kJlKLCR1PkEvQOxV9H0xGklz5tm4CNLl6xgLQ5ECTqwFwRQlToMkPUev7QZ"
    "NveX/nHXPkjhFSDPFABDDPj7ki9vev5qiWYnnL0ytt7j/NUU5ju4lmlIyJtIMXpvXYQOSZ"
    "2sKopfeO4WuKUUsex2JIvFAR8dSco+/3hI3Jd/RgmQsbLSh3DGPrBXH8mGJ47+KGYISrZx"
    "+CEQ5GuBoAV9QcAyP8ELWexwgvumq3x+t1Z3nW686y1+vOEut1cuE4tbhHpsEdktidyX20"
    "XZN7YxugzPCLYeKUxzV7uS4kAst1G1+um1nUtChPSWfIV/A+LL/DHY/bne6Nt1dMoT1p+l"
    "q3edlvfdW8DWfcPwbM7a+B3M8Bu7i7/tJA8t+4B/M6YQNyX4HSm1IHwjtU0K27aUBRDd36"
    "mw7c+psOdO/abeeMdzBgvbvLS027cjau9g/l1gP97u9uQ+9IblLQdPYnkNsRXDbbl9q1sy"
    "NBcKiGbj13NbWeSfYsHpXavxXzrWzuYc1ZmVragdQeGsbVNYST/g/mnExnvMiO2WGRvWFI"
    "N7dZtngjS4AaF4N9yFO2AiSYTwrt7R4IwHMaB9Mg2CbDOeNpm8usHtxjolB+W+UB3qH+C7"
    "wzQXt4ZeKvjFx9Sav7mG1xLiX2z9rczr59cu+qQqHJSwk1qA55v72hOoQbbJVjx6OSMEUo"
    "PUVQRu1JuR11oqKgZ9X0/KphGf/8P2egCmw="
)
