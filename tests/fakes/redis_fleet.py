"""Redis as other people run it: on a TCP port, behind TLS, with users, with replicas and sentinels. Real servers throughout."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import redis

from tests.fakes.processes import Process, RedisServer, free_port, until, valkey_binary


class TcpRedis(RedisServer):
    """On a port of 127.0.0.1 and on a unix socket, through which tests look inside."""

    def __init__(
        self,
        binary: str | None = None,
        *options: str,
        port: int = 0,
        address: str = "",
        inside: tuple[str, ...] = (),
    ) -> None:
        """`address`: what `url` shall be, with `{port}` in it. `inside`: what its command is put behind."""
        self.inside = inside
        self.port = port or free_port()
        self._address = address or "redis://127.0.0.1:{port}"
        super().__init__(binary, "--port", str(self.port), *options)

    @property
    def url(self) -> str:
        """For --redis-url."""
        return self._address.format(port=self.port)


@contextmanager
def running(server: TcpRedis) -> Iterator[TcpRedis]:
    """Stopped at the end, even when a test has killed or suspended it."""
    try:
        yield server
    finally:
        server.stop()


@dataclass(frozen=True)
class Certificates:
    """Files of a certificate authority of the test's own, and of one certificate for 127.0.0.1 signed by it."""

    ca: Path
    certificate: Path
    key: Path

    @property
    def query(self) -> str:
        """What stands behind the `?` of an address, so that client and server know each other."""
        return f"ssl_ca_certs={self.ca}&ssl_certfile={self.certificate}&ssl_keyfile={self.key}"

    @property
    def options(self) -> tuple[str, ...]:
        """A server's options; it asks its clients for a certificate."""
        return (
            *("--tls-cert-file", str(self.certificate), "--tls-key-file", str(self.key)),
            *("--tls-ca-cert-file", str(self.ca), "--tls-auth-clients", "yes"),
        )


def certificates(folder: Path) -> Certificates:
    """Made by openssl, valid for two days."""
    folder.mkdir(parents=True, exist_ok=True)
    ca, ca_key, certificate, key = (folder / name for name in ("ca.pem", "ca.key", "server.pem", "server.key"))
    new = (
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    )
    own = ("-subj", "/CN=Dispatch test authority", "-keyout", str(ca_key), "-out", str(ca))
    signed = (
        "-subj",
        "/CN=redis",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-addext",
        "basicConstraints=critical,CA:FALSE",
    )
    by = ("-CA", str(ca), "-CAkey", str(ca_key), "-keyout", str(key), "-out", str(certificate))
    for command in ((*new, *own), (*new, *signed, *by)):
        subprocess.run(command, check=True, capture_output=True)
    return Certificates(ca, certificate, key)


SERVICE = "counters"


class SentinelFleet:
    """A master, a replica and three sentinels that fail over half a second after the master is gone."""

    def __init__(self, binary: str | None = None) -> None:
        """Start them and wait until the sentinels know one another and the replica."""
        self._stack = ExitStack()
        self.binary = binary or valkey_binary()
        self.folder = Path(tempfile.mkdtemp(prefix="dispatch-sentinels-"))
        try:
            self.master = self._server()
            self.replica = self._server("--replicaof", f"127.0.0.1 {self.master.port}")
            self.ports = [free_port() for _ in range(3)]
            for port in self.ports:
                self._sentinel(port)
            until(
                lambda: all(self._settled(port) for port in self.ports),
                what="the sentinels know one another",
                limit_s=20,
            )
        except BaseException:
            self.stop()
            raise

    def _server(self, *options: str) -> TcpRedis:
        server = TcpRedis(self.binary, *options)
        self._stack.callback(server.stop)
        return server

    def _sentinel(self, port: int) -> None:
        settings = self.folder / f"sentinel-{port}.conf"
        settings.write_text(
            f"port {port}\nbind 127.0.0.1\ndir {self.folder}\n"
            f"sentinel monitor {SERVICE} 127.0.0.1 {self.master.port} 2\n"
            f"sentinel down-after-milliseconds {SERVICE} 500\nsentinel failover-timeout {SERVICE} 3000\n"
        )
        process = Process(f"sentinel-{port}", [self.binary, str(settings), "--sentinel"], self.folder)
        self._stack.callback(process.terminate)

    def _settled(self, port: int) -> bool:
        with redis.Redis(port=port, socket_timeout=2) as sentinel:
            state = sentinel.sentinel_master(SERVICE)
            replicas = sentinel.sentinel_slaves(SERVICE)
            return (
                int(state["num-other-sentinels"]) == 2
                and len(replicas) == 1
                and replicas[0]["master-link-status"] == "ok"
                and not replicas[0]["is_sdown"]
            )

    @property
    def url(self) -> str:
        """For --redis-url; the first of the named sentinels does not exist."""
        nodes = ",".join(f"127.0.0.1:{port}" for port in (free_port(), *self.ports))
        return f"redis+sentinel://{nodes}/{SERVICE}"

    def master_port(self) -> int:
        """Whom the first sentinel names."""
        with redis.Redis(port=self.ports[0], socket_timeout=2) as sentinel:
            return int(sentinel.sentinel_get_master_addr_by_name(SERVICE)[1])

    def stop(self) -> None:
        """End all of them; nothing stays."""
        try:
            self._stack.close()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
