"""Hosts of a network of the test's own: network namespaces, and cables between them that can be cut and made long.

A cable is two TUN devices and a thread that carries packets from one to the other: later, or not at all. That needs no
module of the kernel but tun, and a cut is what it is between machines: silence, no refusal. A namespace lives as
long as the process that holds it, so nothing stays behind, however the test ends.
"""

import fcntl
import heapq
import os
import select
import shutil
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.fakes.processes import Process, until

TUNSETIFF: Final = 0x400454CA
IFF_TUN_NO_PI: Final = 0x1001
MTU: Final = 1500


def unavailable() -> str:
    """Why there can be no such network here; empty when there can."""
    if os.geteuid() != 0:
        return "network namespaces need root"
    if missing := [name for name in ("unshare", "nsenter", "ip", "sleep") if shutil.which(name) is None]:
        return f"no {', '.join(missing)} here (Debian: util-linux, iproute2)"
    if not os.access("/dev/net/tun", os.R_OK | os.W_OK):
        return "no /dev/net/tun here"
    tried = subprocess.run(["unshare", "-n", "true"], capture_output=True, text=True, check=False)
    return f"no network namespaces here: {tried.stderr.strip()}" if tried.returncode else ""


class Host:
    """A network namespace, held by a process that sleeps."""

    def __init__(self, name: str, folder: Path) -> None:
        """Make it, with its loopback up."""
        self.name = name
        self._holder = Process(f"host-{name}", ["unshare", "-n", "sleep", "infinity"], folder)
        self.pid = self._holder.pid
        own = os.readlink("/proc/self/ns/net")
        until(lambda: os.readlink(f"/proc/{self.pid}/ns/net") != own, what=f"{name} has a network of its own")
        self.ip("link", "set", "lo", "up")

    @property
    def inside(self) -> tuple[str, ...]:
        """What a command is put behind to run there."""
        return ("nsenter", f"--net=/proc/{self.pid}/ns/net")

    def ip(self, *words: str) -> None:
        """Set its network up."""
        subprocess.run([*self.inside, "ip", *words], check=True, capture_output=True)

    def close(self) -> None:
        """It goes with the last process in it."""
        self._holder.kill()


class Cable:
    """Between two hosts, or this machine (None) and a host."""

    def __init__(self, name: str, ends: tuple[Host | None, Host], addresses: tuple[str, str]) -> None:
        """`name`: at most 13 characters. `addresses`: of the two ends."""
        self.cut = False
        """Whether what is sent gets lost."""
        self.delay_s = 0.0
        """How long a packet is under way, in each direction."""
        self._files: list[int] = []
        self._end, self._stop = os.pipe()
        try:
            for side, (host, own, other) in enumerate(zip(ends, addresses, reversed(addresses), strict=True)):
                self._files.append(_tun(f"{name}{side}", host, own, other))
        except BaseException:
            self._close_files()
            raise
        self._thread = threading.Thread(target=self._carry, name=name)
        self._thread.start()

    def _carry(self) -> None:
        first, second = self._files
        other = {first: second, second: first}
        under_way: list[tuple[float, int, int, bytes]] = []
        number = 0
        while True:
            wait_s = max(under_way[0][0] - time.monotonic(), 0) if under_way else None
            ready, _, _ = select.select([*self._files, self._end], [], [], wait_s)
            if self._end in ready:
                return
            for file in ready:
                packet = os.read(file, MTU + 100)
                if not self.cut:
                    number += 1
                    heapq.heappush(under_way, (time.monotonic() + self.delay_s, number, other[file], packet))
            while under_way and under_way[0][0] <= time.monotonic():
                _, _, to, packet = heapq.heappop(under_way)
                os.write(to, packet)

    def close(self) -> None:
        """The devices go with their files."""
        os.write(self._stop, b"x")
        self._thread.join(5)
        self._close_files()

    def _close_files(self) -> None:
        for file in (*self._files, self._end, self._stop):
            os.close(file)


def _tun(name: str, host: Host | None, own: str, other: str) -> int:
    """A TUN device in the host's network, up, with its address; its file."""
    file = os.open("/dev/net/tun", os.O_RDWR | os.O_CLOEXEC)
    try:
        fcntl.ioctl(file, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN_NO_PI))
        inside: tuple[str, ...] = ()
        if host is not None:
            subprocess.run(["ip", "link", "set", name, "netns", str(host.pid)], check=True, capture_output=True)
            inside = host.inside
        for words in (("addr", "add", own, "peer", other, "dev", name), ("link", "set", name, "mtu", str(MTU), "up")):
            subprocess.run([*inside, "ip", *words], check=True, capture_output=True)
    except BaseException:
        os.close(file)
        raise
    return file


@contextmanager
def network(folder: Path) -> Iterator[tuple[dict[str, Host], dict[str, Cable], dict[str, str]]]:
    """This machine - gateway - redis - worker: hosts, cables by the two names, and the address of each server.

    198.18.0.0/15 is set aside for tests of networks (RFC 2544), so it clashes with nobody's.
    """
    number = os.getpid() % 250
    hosts: dict[str, Host] = {}
    cables: dict[str, Cable] = {}
    try:
        for name in ("gateway", "redis", "worker"):
            hosts[name] = Host(name, folder)
        plan = {
            "client-gateway": (None, hosts["gateway"], 1),
            "gateway-redis": (hosts["gateway"], hosts["redis"], 5),
            "worker-redis": (hosts["worker"], hosts["redis"], 9),
        }
        for name, (one, two, at) in plan.items():
            addresses = (f"198.18.{number}.{at}", f"198.18.{number}.{at + 1}")
            cables[name] = Cable(f"dt{os.getpid()}{name[0]}", (one, two), addresses)
        yield hosts, cables, {name: f"198.18.{number}.{at + 1}" for name, (_, _, at) in plan.items()}
    finally:
        for cable in cables.values():
            cable.close()
        for host in hosts.values():
            host.close()
