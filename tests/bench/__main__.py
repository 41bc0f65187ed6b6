"""`make bench`: prints the table. Absolute figures are of this machine and hour: read ratios."""

import argparse
import asyncio
from statistics import median

from tests.bench.load import Figures
from tests.bench.stage import staged
from tests.bench.works import WORKS, requests_round, sockets_round

SPREADS = {1: 50, 100: 1000}  # companies, and messages to all of them


async def main(*, companies: int, messages: int, rounds: int, seconds: float, sockets: int) -> None:
    async with staged(companies=companies, messages=messages) as stage:
        print(f"{companies} companies of {messages} messages; medians of {rounds} rounds\n")
        print("| work | raw/s | ours/s | ratio | raw CPU µs | ours CPU µs |")
        print("| --- | --: | --: | --: | --: | --: |")
        for name in WORKS if seconds else ():
            pairs = [await requests_round(stage, name, seconds=seconds) for _ in range(rounds)]
            _row(f"{name}, requests", pairs)
        for over, sent in SPREADS.items():
            pairs = [
                await sockets_round(stage, sockets=sockets, companies=over, messages=sent)
                for _ in range(rounds)
            ]
            _row(f"messages to {sockets} sockets over {over} companies, deliveries", pairs)


def _row(name: str, pairs: list[tuple[Figures, Figures]]) -> None:
    raw = [median(figure) for figure in zip(*(_both(pair[0]) for pair in pairs), strict=True)]
    ours = [median(figure) for figure in zip(*(_both(pair[1]) for pair in pairs), strict=True)]
    print(
        f"| {name} | {raw[0]:,.0f} | {ours[0]:,.0f} | {ours[0] / raw[0]:.2f} "
        f"| {raw[1]:,.0f} | {ours[1]:,.0f} |",
        flush=True,
    )


def _both(figures: Figures) -> tuple[float, float]:
    return figures.per_second, figures.cpu_us


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--companies", type=int, default=200)
    parser.add_argument("--messages", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3.0, help="0: sockets only")
    parser.add_argument("--sockets", type=int, default=1000)
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main(**vars(_arguments())))
