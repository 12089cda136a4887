"""The settings, in a process of their own: they would outlive the test."""

import subprocess
import sys

SHOW = """
import gc
from shared import memory
memory.settle()
gc.collect()
cycle = []
cycle.append(cycle)
del cycle
print(gc.get_freeze_count() > 1000, gc.get_threshold()[0] == memory.YOUNG, gc.isenabled(), gc.collect())
"""


def test_what_was_built_is_left_alone_and_cycles_are_still_found() -> None:
    shown = subprocess.run([sys.executable, "-c", SHOW], capture_output=True, text=True, check=True).stdout
    assert shown.split() == ["True", "True", "True", "1"]
