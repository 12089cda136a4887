"""The listening sockets: free ports, taken ports, every address, several sockets on one port."""

import socket

import pytest

from services.cli.listener import ListenError, open_sockets, port_of


def test_port_zero_takes_a_free_port() -> None:
    (listening,) = open_sockets("127.0.0.1:0", 1)
    with listening:
        assert port_of([listening]) > 0


def test_no_host_listens_on_ipv4_and_on_ipv6_where_there_is_one() -> None:
    (listening,) = open_sockets(":0", 1)
    with listening:
        port = port_of([listening])
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        if listening.family == socket.AF_INET6:
            socket.create_connection(("::1", port), timeout=1).close()


def test_several_sockets_share_one_port() -> None:
    sockets = open_sockets("127.0.0.1:0", 3)
    assert len({listening.getsockname() for listening in sockets}) == 1
    for listening in sockets:
        listening.close()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("taken_by", [1, 2])
def test_a_taken_port_names_the_key_to_change(count: int, taken_by: int) -> None:
    """Also when those who took it would share it: two Dispatches must not answer in turn."""
    others = open_sockets("127.0.0.1:0", taken_by)
    with pytest.raises(ListenError, match=r"already in use.*server\.listen"):
        open_sockets(f"127.0.0.1:{port_of(others)}", count)
    for other in others:
        other.close()


def test_a_port_can_be_taken_again_at_once() -> None:
    """Connections of the one before may linger in TIME_WAIT."""
    (first,) = open_sockets("127.0.0.1:0", 1)
    port = port_of([first])
    caller = socket.create_connection(("127.0.0.1", port), timeout=1)
    accepted, _ = first.accept()
    accepted.close()
    caller.close()
    first.close()
    (second,) = open_sockets(f"127.0.0.1:{port}", 1)
    second.close()


@pytest.mark.parametrize(
    ("listen", "said"),
    [("no-such-host.invalid:18087", "host is not known"), ("192.0.2.1:18087", "cannot listen on 192.0.2.1:18087")],
    ids=["a host nobody knows", "an address that is not ours"],
)
def test_a_host_that_cannot_be_had_is_named(listen: str, said: str) -> None:
    with pytest.raises(ListenError, match=said):
        open_sockets(listen, 1)
