"""Holds processes to a share of a core by the kernel's cgroups, so that one and two of a kind can be compared on a small machine."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

PERIOD_US: Final = 10_000
"""How often the share is given anew: short, so that a held process pauses for milliseconds."""


def _parent() -> tuple[Path, bool]:
    """The folder in which groups are made, and whether it is of version 2; raises OSError without one."""
    for line in Path("/proc/mounts").read_text().splitlines():
        _, folder, kind, options, *_ = line.split()
        if kind == "cgroup" and "cpu" in options.split(","):
            return Path(folder), False
        if kind == "cgroup2" and "cpu" in (Path(folder) / "cgroup.subtree_control").read_text().split():
            return Path(folder), True
    raise OSError("no cgroup with the controller cpu is mounted")


@contextmanager
def held_to(cores: float, pids: Iterable[int]) -> Iterator[None]:
    """The processes get at most so many cores together. Raises OSError where that is not to be had (no cgroups, not root)."""
    parent, second = _parent()
    pids = list(pids)
    quota = int(cores * PERIOD_US)
    group = parent / f"dispatch-bench-{os.getpid()}-{pids[0]}"
    group.mkdir()
    try:
        if second:
            (group / "cpu.max").write_text(f"{quota} {PERIOD_US}")
        else:
            (group / "cpu.cfs_period_us").write_text(str(PERIOD_US))
            (group / "cpu.cfs_quota_us").write_text(str(quota))
        for pid in pids:
            (group / "cgroup.procs").write_text(str(pid))
        yield
    finally:
        for pid in (group / "cgroup.procs").read_text().split():
            (parent / "cgroup.procs").write_text(pid)
        group.rmdir()
