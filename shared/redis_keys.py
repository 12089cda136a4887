"""Every Redis key of Dispatch, with type, writer, reader, lifetime and bound. No key is spelled anywhere else.

All keys carry the hash tag `{dispatch}`, so that one script may touch several of them on any server.
"""

from typing import Final

TAG: Final = "{dispatch}"

QUEUE: Final = f"{TAG}:queue"
"""list of classify requests | writer: gateway | reader: classifier | bounds: classifier.queue_limit requests, and
classifier.max_in_flight_bytes per gateway | gone a moment after the last deadline | not persisted: it holds prompt text"""

STATS: Final = f"{TAG}:stats"
"""hash counter name -> integer or float | writer, reader: gateway | lives for ever, label maps bounded"""

RING: Final = f"{TAG}:ring"
"""hash request id -> JSON record | writer, reader: gateway | bound: debug.request_index_size"""

RING_ORDER: Final = f"{TAG}:ring:order"
"""list of request ids, oldest first | bound as RING"""

RELOAD: Final = f"{TAG}:reload"
"""hash replica id -> JSON of its failing reload | writer, reader: gateway | counts while the replica has a lease in DEGRADED"""

DEGRADED: Final = f"{TAG}:degraded"
"""sorted set of replicas whose reload fails, by end of their lease, unix seconds | writer, reader: gateway"""

REPLICAS: Final = f"{TAG}:replicas"
"""sorted set replica id by end of its lease, unix seconds | writer, reader: gateway"""

WORKERS: Final = f"{TAG}:workers"
"""sorted set worker id by end of its lease, unix seconds | writer: classifier | reader: gateway"""

SESSION_ORDER: Final = f"{TAG}:sessions"
"""sorted set session state key by time of last use | writer: classifier | bound: intelligence.session.max_entries"""

APPLIED_TTL_S: Final = 86_400
"""A gateway's last batch number is remembered so long after it was written."""

LEASE_S: Final = 6.0
"""Lifetime of a replica's or worker's sign of life, seconds; renewed three times within it."""

CONFIG_TTL_S: Final = 86_400
"""A published config lives this long after a gateway last confirmed it."""


def replies(gateway_id: str) -> str:
    """channel of classify replies for one gateway process | publisher: classifier | subscriber: that gateway | never stored"""
    return f"{TAG}:replies:{gateway_id}"


def config(digest: str) -> str:
    """string, an accepted config source | writer: gateway | reader: classifier | lifetime CONFIG_TTL_S"""
    return f"{TAG}:config:{digest}"


def session(session_key: str, task_key: str) -> str:
    """string, state of one task of one session | writer, reader: classifier | lifetime intelligence.session.ttl_minutes"""
    return f"{TAG}:session:{session_key}:{task_key}"


def applied(replica: str) -> str:
    """string, number of this replica's last batch of counters, so that a repeated write counts once | lifetime APPLIED_TTL_S"""
    return f"{TAG}:applied:{replica}"
