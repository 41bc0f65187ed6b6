"""A thread for what would hold the event loop for too long; one, so that it is never the many."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

aside: Final = ThreadPoolExecutor(1, thread_name_prefix="aside")
