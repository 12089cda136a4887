"""`dispatch route`: judges one prompt or one request file, offline, and shows how the decision came about.

The same engine as in the classifier; no Redis, no upstream, no session.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from services.classifier.core.engine import Engine
from shared.config.load import ConfigError, default, load_file
from shared.config.snapshot import Snapshot
from shared.protocol import ClassifyRequest, Decision


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """A prompt or `--file`, and how much to show."""
    parser.add_argument("prompt", nargs="?", help="the prompt to judge; `-` reads it from standard input")
    parser.add_argument(
        "--file", type=Path, metavar="PATH", help="a chat-completions request body (JSON) instead of a prompt"
    )
    parser.add_argument("--explain", action="store_true", help="show frame, facts, scores and every rule that fired")
    parser.add_argument("--json", action="store_true", help="print the whole decision as JSON")
    parser.add_argument("--profile", default="", help="routing profile to judge by")


def run(args: argparse.Namespace) -> int:
    """0 with a decision on standard output, 1 with one line on standard error."""
    try:
        body = _body(args)
        engine, snapshot = engine_of(args.config)
        known = snapshot.config.intelligence.routing_profiles.profiles
        if args.profile and args.profile not in known:
            raise ValueError(f"--profile: unknown profile; the config has: {', '.join(known)}")
    except ConfigError as error:
        return _refuse("; ".join(error.problems))
    except (OSError, ValueError) as error:
        return _refuse(str(error))
    request = request_of(body, explain=True, profile=args.profile)
    decision = engine.classify(request).decision
    print(as_json(decision, snapshot) if args.json else "\n".join(describe(decision, snapshot, explain=args.explain)))
    return 0


def engine_of(config: Path | None) -> tuple[Engine, Snapshot]:
    """The engine of a config file; of the packaged defaults when there is no such file. Raises `ConfigError`."""
    snapshot = load_file(config) if config is not None and config.is_file() else default()
    return Engine.compile(snapshot), snapshot


def request_of(body: Mapping[str, Any], *, explain: bool = False, profile: str = "") -> ClassifyRequest:
    """What the gateway would ask for this request body. Raises `ValueError` when it has no messages."""
    messages = body.get("messages")
    if not isinstance(messages, list):
        raise ValueError("the request has no `messages` array")  # noqa: TRY004 - a fault of the file, not of the caller
    tools = body.get("tools")
    tools = tools if isinstance(tools, list) else []
    return ClassifyRequest(
        request_id="offline",
        reply_to="",
        deadline_unix_ms=0,
        config_digest="",
        profile=profile,
        has_tools=bool(tools),
        tool_names=tuple(name for tool in tools if isinstance(name := _tool_name(tool), str)),
        response_format=_response_format(body.get("response_format")),
        stateless=True,
        explain=explain,
        messages=json.dumps(messages, ensure_ascii=False).encode("utf-8", "replace"),
    )


def as_json(decision: Decision, snapshot: Snapshot) -> str:
    """The decision as `/debug/route` shows it."""
    shown = msgspec.to_builtins(decision)
    explanation = json.loads((shown.pop("explanation", "") and decision.explanation) or b"{}")
    return json.dumps(
        {"level": decision.level, "model": snapshot.target(decision.level).model, **shown, **explanation}, indent=2
    )


def describe(decision: Decision, snapshot: Snapshot, *, explain: bool) -> Iterator[str]:
    """The decision on one screen."""
    scores, frame = decision.scores, decision.frame
    yield f"{decision.level}  ->  {snapshot.target(decision.level).model}   (confidence {decision.confidence:.2f})"
    for reason in decision.reasons:
        yield f"  {reason}"
    if not explain:
        return
    yield ""
    yield (
        f"scores    total {scores.total:g} = complexity {scores.complexity:g}, risk {scores.risk:g}, "
        f"agent_pressure {scores.agent_pressure:g}, downgrade {scores.downgrade:g}"
    )
    yield (
        f"frame     messages from {frame.task_boundary_index} on ({frame.included_messages} judged, {frame.excluded_messages} left out), "
        f"latest user turn {frame.latest_user_index}, task {frame.task_key}"
    )
    if frame.continuation_detected:
        yield f"          continues the task before it: {', '.join(frame.continuation_reasons)}"
    if frame.excluded_prior_hard_context:
        yield "          what lies before the frame showed failures or risk; it is not judged"
    blocks = json.loads(decision.explanation or b"{}")
    for name, value in blocks.get("analysis", {}).items():
        yield f"{name:<22}{_short(value)}"
    for name, value in blocks.get("intelligence", {}).items():
        yield f"intelligence.{name:<17}{_short(value)}"


def _short(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_short(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(map(_short, value)) or "-"
    return "-" if value in (None, "") else str(value)


def _body(args: argparse.Namespace) -> Mapping[str, Any]:
    if (args.file is None) == (args.prompt is None):
        raise ValueError("give a prompt or --file, one of them")
    if args.file is None:
        prompt = sys.stdin.read() if args.prompt == "-" else args.prompt
        return {"messages": [{"role": "user", "content": prompt}]}
    try:
        body = json.loads(args.file.read_bytes())
    except ValueError as error:
        raise ValueError(f"{args.file}: not valid JSON: {error}") from error
    if not isinstance(body, dict) or not isinstance(body.get("messages"), list):
        raise ValueError(f"{args.file}: no `messages` array")  # noqa: TRY004 - a fault of the file, not of the caller
    return body


def _tool_name(tool: Any) -> Any:
    function = tool.get("function") if isinstance(tool, dict) else None
    return function.get("name") if isinstance(function, dict) else None


def _response_format(value: Any) -> str:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind == "json_schema":
        schema = value.get("json_schema")
        return "json_schema_strict" if isinstance(schema, dict) and schema.get("strict") is True else "json_schema"
    return kind if isinstance(kind, str) else ""


def _refuse(message: str) -> int:
    print(f"dispatch: {message}", file=sys.stderr)
    return 1
