"""nginx with `deploy/nginx.conf`, and the name server it asks, in place of Docker's: each gateway has an address of its own.

Law: the file is used as it stands. What a network and a mount namespace would do is done by `mapped`, and by nothing else.
"""

import os
import random
import re
import shutil
import socket
import struct
import threading
from pathlib import Path
from typing import Final

from tests.fakes.client import Client
from tests.fakes.processes import ROOT, Process, until

CONF: Final = ROOT / "deploy" / "nginx.conf"
PORT: Final = 8080
"""Where deploy/nginx.conf listens."""
GATEWAY_PORT: Final = 18087


def nginx_binary() -> str | None:
    """Debian's nginx, when there is one."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


class Hosts:
    """Addresses on the loopback that nobody else uses: one /24 for a fleet, so that each part has its usual port."""

    def __init__(self) -> None:
        """Choose a network: all of 127/8 is the loopback on Linux."""
        while True:
            self._network = f"127.{random.randrange(64, 128)}.{random.randrange(256)}"
            if _is_free(f"{self._network}.1", PORT):
                break
        self._last = 0

    def new(self) -> str:
        """The next address."""
        self._last += 1
        return f"{self._network}.{self._last}"


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as sock:
        return sock.connect_ex((host, port)) != 0


class NameServer:
    """Answers questions for A records, as Docker does for the replicas of a service: all addresses, in the order of `names`."""

    def __init__(self) -> None:
        """Serve from a thread until `close`."""
        self.names: dict[str, list[str]] = {}
        self._socket = socket.socket(type=socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self._thread = threading.Thread(target=self._run, name="names", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the thread."""
        with socket.socket(type=socket.SOCK_DGRAM) as sock:
            sock.sendto(b"", ("127.0.0.1", self.port))
        self._thread.join(5)
        self._socket.close()

    def _run(self) -> None:
        while True:
            query, client = self._socket.recvfrom(512)
            if not query:
                return
            self._socket.sendto(self._answer(query), client)

    def _answer(self, query: bytes) -> bytes:
        """RFC 1035, section 4: the question comes back, then one resource record for each address; NXDOMAIN without any."""
        labels, at = [], 12
        while size := query[at]:
            labels.append(query[at + 1 : at + 1 + size].decode())
            at += size + 1
        question = query[12 : at + 5]
        found = self.names.get(".".join(labels), [])
        flags = 0x8180 if found else 0x8183
        records = b"".join(struct.pack("!HHHIH", 0xC00C, 1, 1, 1, 4) + socket.inet_aton(host) for host in found)
        return query[:2] + struct.pack("!5H", flags, 1, len(found), 0, 0) + question + records


def mapped(text: str, *, host: str, names_port: int, folder: Path) -> str:
    """nginx.conf for a process without namespaces: its own address, the name server's port, temporary files in `folder`."""
    changes = (
        (r"^( *resolver) 127\.0\.0\.11 ", rf"\1 127.0.0.1:{names_port} "),
        (rf"^( *listen) {PORT} ", rf"\1 {host}:{PORT} "),
        (r" /tmp/", f" {folder}/"),
    )
    for pattern, into in changes:
        text, count = re.subn(pattern, into, text, flags=re.MULTILINE)
        assert count, f"{pattern} is not in nginx.conf"
    return text


class Balancer(Process):
    """The balancer in front of whatever `names` says that `gateway` is."""

    def __init__(self, folder: Path, host: str, names: NameServer, *, name: str = "balancer") -> None:
        """Start it and wait until it answers."""
        binary = nginx_binary()
        assert binary, "there is no nginx here"
        own = folder / name
        own.mkdir()
        conf = own / "nginx.conf"
        conf.write_text(mapped(CONF.read_text(), host=host, names_port=names.port, folder=own))
        as_us = "user root; " if os.getuid() == 0 else ""
        super().__init__(name, [binary, "-c", str(conf), "-g", f"{as_us}daemon off;"], folder)
        self.address = (host, PORT)
        self.client = Client(self.address)
        try:
            until(lambda: self.client.get("/balancer/livez").status == 200, what="the balancer answers")
        except BaseException:
            self.kill()
            raise

    def kill(self) -> None:
        """SIGKILL to nginx and to its workers, which would go on without it."""
        self.kill_all()
