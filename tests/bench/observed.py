"""The product's command line, in a process that says what it holds when it is sent SIGUSR1."""

import asyncio
import gc
import json
import os
import signal
import sys
from collections import Counter
from pathlib import Path

from api.cli import main


def _observe(*_: object) -> None:
    path = Path(os.environ["BENCH_OBSERVED"])
    gc.collect()
    kinds = Counter(
        f"{type(each).__module__}.{type(each).__qualname__}" for each in gc.get_objects()
    )
    draft = path.with_suffix(".new")
    coroutines = [each.get_coro() for each in asyncio.all_tasks()]
    tasks = Counter(getattr(each, "__qualname__", "?") for each in coroutines)
    draft.write_text(json.dumps({"tasks": tasks, "objects": kinds}))
    draft.rename(path)


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, _observe)
    sys.exit(main())
