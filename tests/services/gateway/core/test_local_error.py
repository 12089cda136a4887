"""Refusals of Dispatch itself: status, type and code, in OpenAI's shape."""

import json

import pytest

from services.gateway.core import local_error
from services.gateway.core.local_error import ConfigDegraded, LocalError, error_body

KINDS = [
    kind for kind in vars(local_error).values() if isinstance(kind, type) and issubclass(kind, LocalError)
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "status", "kind", "code"),
    [
        ("LocalError", 500, "dispatch_internal", "internal_error"),
        ("InvalidRequest", 400, "invalid_request_error", "invalid_request"),
        ("RequestTooLarge", 413, "invalid_request_error", "request_too_large"),
        ("RequestTimeout", 408, "invalid_request_error", "request_timeout"),
        ("UnsupportedEncoding", 415, "invalid_request_error", "unsupported_content_encoding"),
        ("ConfigDegraded", 503, "dispatch_config_degraded", 503),
        ("ApiKeyMissing", 503, "dispatch_api_key_missing", "api_key_missing"),
        ("UpstreamUnreachable", 502, "upstream_unreachable", "upstream_unreachable"),
        ("UpstreamTimeout", 504, "upstream_timeout", "upstream_timeout"),
        ("CrossSite", 403, "invalid_request_error", "cross_site_request"),
        ("NotFound", 404, "invalid_request_error", "not_found"),
        ("MethodNotAllowed", 405, "invalid_request_error", "method_not_allowed"),
    ],
)
def test_a_refusal_has_its_status_type_and_code(name: str, status: int, kind: str, code: str | int) -> None:
    refusal = getattr(local_error, name)
    assert (refusal.status, refusal.type, refusal.code) == (status, kind, code)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_refusal_is_written_in_openai_s_shape_with_the_request_id_beside_it(kind: type[LocalError]) -> None:
    assert json.loads(error_body(kind('it broke at "byte" 5 – ü'), "0123456789abcdef")) == {
        "error": {"message": 'it broke at "byte" 5 – ü', "type": kind.type, "code": kind.code, "param": None},
        "request_id": "0123456789abcdef",
    }


def test_a_degraded_config_says_503_as_a_number() -> None:
    assert json.loads(error_body(ConfigDegraded("x"), ""))["error"]["code"] == 503
