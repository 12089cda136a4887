"""The listening sockets, made once by the supervisor and handed to gateways by descriptor.

Law: they stay open here while a gateway is down, so that the connections of a crashed one wait for its successor.
"""

import contextlib
import errno
import os
import socket
from typing import Final

BACKLOG: Final = 1024
"""Connections that may wait for a gateway to take them."""


class ListenError(Exception):
    """`server.listen` can't be had; the message is one line for the operator."""


def open_sockets(listen: str, count: int) -> list[socket.socket]:
    """`count` listening sockets on one address: a plain one, or several among which the kernel spreads connections.

    `listen` is "HOST:PORT" or ":PORT"; no host means every address, IPv4 and IPv6. Raises `ListenError`.
    """
    host, _, port = listen.rpartition(":")
    try:
        first = _bound(host.strip("[]"), int(port), shared=False)
        if count == 1:
            return [first]
        with first:  # only asked whether the address is free: shared sockets would also join another Dispatch's
            number = first.getsockname()[1]
        return [_bound(host.strip("[]"), number, shared=True) for _ in range(count)]
    except (OSError, OverflowError) as error:
        raise ListenError(_advice(listen, error)) from error


def port_of(sockets: list[socket.socket]) -> int:
    """The port they listen on, also when the config said 0."""
    return int(sockets[0].getsockname()[1])


def _bound(host: str, port: int, *, shared: bool) -> socket.socket:
    if not host:
        with contextlib.suppress(OSError):  # a machine without IPv6
            if socket.has_dualstack_ipv6():
                return _serving(socket.AF_INET6, ("::", port), shared=shared, both=True)
        return _serving(socket.AF_INET, ("0.0.0.0", port), shared=shared)  # noqa: S104 - what an empty host asks for
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, _, _, _, address = found[0]
    return _serving(family, (str(address[0]), port), shared=shared)


def _serving(family: int, address: tuple[str, int], *, shared: bool, both: bool = False) -> socket.socket:
    return socket.create_server(address, family=family, backlog=BACKLOG, reuse_port=shared, dualstack_ipv6=both)


def _advice(listen: str, error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return f"cannot listen on {listen}: the host is not known; change server.listen in router.yaml"
    reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return f"cannot listen on {listen}: the port is already in use; stop what uses it, or change server.listen in router.yaml"
    if isinstance(error, OSError) and error.errno == errno.EACCES:
        return f"cannot listen on {listen}: ports below 1024 need more rights; change server.listen in router.yaml"
    return f"cannot listen on {listen}: {reason}; change server.listen in router.yaml"
