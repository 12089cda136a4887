"""How often a process looks for cyclic garbage. Both make little: what a request leaves behind is freed by counting."""

import gc
from typing import Final

YOUNG: Final = 20_000
"""Objects more than before until the young ones are looked at; Python's own 700 was 9 % of a gateway's CPU."""


def spare() -> None:
    """Look for cycles seldom, and never among what is there now. Call it when everything has been built."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 50)
