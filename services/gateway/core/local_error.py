"""Refusals made by Dispatch itself, each with its HTTP status; never used for what OpenRouter answered."""

from typing import ClassVar

import msgspec


class LocalError(Exception):
    """A refusal. Its message is shown to the client: it says where and what would be right, and never quotes a prompt or key."""

    status: ClassVar[int] = 500
    type: ClassVar[str] = "dispatch_internal"
    code: ClassVar[str | int] = "internal_error"


class InvalidRequest(LocalError):
    """The body is not what a chat completion needs."""

    status = 400
    type = "invalid_request_error"
    code = "invalid_request"


class RequestTooLarge(LocalError):
    """The body is longer than `server.max_body_size`."""

    status = 413
    type = "invalid_request_error"
    code = "request_too_large"


class RequestTimeout(LocalError):
    """The client did not send its whole body in `server.read_timeout_seconds`."""

    status = 408
    type = "invalid_request_error"
    code = "request_timeout"


class UnsupportedEncoding(LocalError):
    """A Content-Encoding other than gzip or identity."""

    status = 415
    type = "invalid_request_error"
    code = "unsupported_content_encoding"


class ConfigDegraded(LocalError):
    """router.yaml is broken and `fail_requests_when_degraded` is on."""

    status = 503
    type = "dispatch_config_degraded"
    code = 503


class ApiKeyMissing(LocalError):
    """There is no OpenRouter key to send."""

    status = 503
    type = "dispatch_api_key_missing"
    code = "api_key_missing"


class UpstreamUnreachable(LocalError):
    """OpenRouter could not be reached, or broke off before its answer began."""

    status = 502
    type = "upstream_unreachable"
    code = "upstream_unreachable"


class UpstreamTimeout(LocalError):
    """OpenRouter did not accept a connection, or did not begin its answer, in time."""

    status = 504
    type = "upstream_timeout"
    code = "upstream_timeout"


class CrossSite(LocalError):
    """A web page of another origin tried to use the gateway."""

    status = 403
    type = "invalid_request_error"
    code = "cross_site_request"


class NotFound(LocalError):
    """Nothing is served at this path, or what was asked for does not exist."""

    status = 404
    type = "invalid_request_error"
    code = "not_found"


class MethodNotAllowed(LocalError):
    """The path exists for other methods."""

    status = 405
    type = "invalid_request_error"
    code = "method_not_allowed"


class MalformedHttp(LocalError):
    """The bytes on the connection are no HTTP request, or one whose meaning is in doubt."""

    status = 400
    type = "invalid_request_error"
    code = "malformed_http"


class HeadersTooLarge(LocalError):
    """The head of a request is longer than the server reads."""

    status = 431
    type = "invalid_request_error"
    code = "headers_too_large"


class UnsupportedCoding(LocalError):
    """A transfer coding other than chunked."""

    status = 501
    type = "invalid_request_error"
    code = "unsupported_transfer_coding"


class UnknownVersion(LocalError):
    """A version of HTTP other than 1.1 and 1.0."""

    status = 505
    type = "invalid_request_error"
    code = "unknown_http_version"


def error_body(error: LocalError, request_id: str) -> bytes:
    """The refusal in OpenAI's shape, with the request id beside it."""
    return msgspec.json.encode(
        {
            "error": {"message": str(error), "type": error.type, "code": error.code, "param": None},
            "request_id": request_id,
        }
    )
