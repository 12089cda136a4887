"""How a process handles its memory: how often it looks for cyclic garbage, and what it keeps of memory that became free."""

import ctypes
import gc
from contextlib import suppress
from typing import Final

YOUNG: Final = 20_000
"""Objects more than before until the young ones are looked at; Python's own 700 was 9 % of a gateway's CPU."""
KEPT_BYTES: Final = 32 << 20
"""Free memory at the end of the heap that is not given back to the system."""
HEAP_BYTES: Final = 4 << 20
"""A block up to this size comes from the heap. glibc maps blocks from 128 KiB anew each time: pages that a long body fills
are fetched, cleared and given back for each copy of it."""
_M_TRIM_THRESHOLD: Final = -1
_M_MMAP_THRESHOLD: Final = -3


def settle() -> None:
    """Look for cycles seldom and never among what is there now, and reuse the memory of bodies. Call it when all is built."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 50)
    with suppress(OSError, AttributeError):  # another C library than glibc has its own ways
        libc = ctypes.CDLL(None)
        libc.malloc_trim(0)  # what compiling the word tables left behind: 50 of a worker's 110 MiB
        libc.mallopt(_M_MMAP_THRESHOLD, HEAP_BYTES)
        libc.mallopt(_M_TRIM_THRESHOLD, KEPT_BYTES)
