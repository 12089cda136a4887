"""JSON lines: what a line holds, and what it never holds."""

import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from shared import log


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root, ours = logging.getLogger(), logging.getLogger("dispatch")
    before = (root.handlers[:], root.level, ours.level)
    yield
    root.handlers[:], root.level, ours.level = before
    for logger in (root, ours):
        logger.setLevel(logger.level)


def line(event: object = "it_happened", *args: object, **facts: object) -> dict[str, Any]:
    record = logging.LogRecord("dispatch.test", logging.INFO, "file.py", 1, event, args, None)
    record.created, record.msecs = 0.25, 250.0
    record.__dict__.update(facts)
    text = log.JsonLines().format(record)
    assert "\n" not in text
    return dict(json.loads(text))


def test_a_line_holds_time_severity_event_and_facts() -> None:
    assert line(status=200, reasons=("a", "b")) == {
        "time": "1970-01-01T00:00:00.250Z",
        "severity": "info",
        "event": "it_happened",
        "status": 200,
        "reasons": ["a", "b"],
    }


def test_a_bound_request_id_is_on_every_line() -> None:
    token = log.request_id.set("0123456789abcdef")
    try:
        assert line()["request_id"] == "0123456789abcdef"
    finally:
        log.request_id.reset(token)
    assert "request_id" not in line()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param("a\nb\x00\u2028", "a\nb\x00\u2028", id="line breaks stay inside their line"),
        pytest.param("half a pair: \ud83d", "half a pair: \ud83d", id="half of a surrogate pair"),
        pytest.param(float("nan"), None, id="a number that JSON has no word for"),
        pytest.param({1: {2}}, {"1": [2]}, id="keys that are no text and a set"),
        pytest.param(ValueError("x"), "x", id="an object of any kind"),
        pytest.param(2**80, 2**80, id="a long number"),
    ],
)
def test_any_fact_becomes_json(value: object, shown: object) -> None:
    assert line(fact=value)["fact"] == shown


def test_an_exception_shows_its_kind_and_places_but_never_its_message() -> None:
    try:
        raise ValueError("CANARY of a prompt")
    except ValueError:
        shown = line(exc_info=sys.exc_info())
    assert shown["error_type"] == "ValueError"
    assert "test_log.py" in shown["where"][0]
    assert "CANARY" not in json.dumps(shown)


def test_a_deep_traceback_keeps_its_innermost_places() -> None:
    def down(depth: int) -> None:
        if depth == 0:
            raise KeyError
        down(depth - 1)

    try:
        down(30)
    except KeyError:
        assert len(line(exc_info=sys.exc_info())["where"]) == 8


def test_setup_sends_our_lines_from_its_level_and_those_of_libraries_from_warning(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log.setup("info")
    log.get("part").info("ours", extra={"number": 1})
    log.get("part").debug("too detailed")
    logging.getLogger("library").info("chatter")
    logging.getLogger("library").warning("theirs %s", "told")
    lines = [json.loads(text) for text in capsys.readouterr().err.splitlines()]
    assert [(found["event"], found["severity"]) for found in lines] == [("ours", "info"), ("theirs told", "warning")]
    assert lines[0]["number"] == 1


@pytest.mark.parametrize(("level", "shown"), [("debug", 4), ("info", 3), ("warn", 2), ("error", 1)])
def test_the_level_can_be_changed_while_running(level: str, shown: int, capsys: pytest.CaptureFixture[str]) -> None:
    log.setup("error")
    log.set_level(level)
    logger = log.get("part")
    for speak in (logger.debug, logger.info, logger.warning, logger.error):
        speak("said")
    assert len(capsys.readouterr().err.splitlines()) == shown


def test_setup_twice_writes_a_line_once(capsys: pytest.CaptureFixture[str]) -> None:
    log.setup()
    log.setup()
    log.get("part").info("once")
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_events_are_lines_like_others_and_obey_the_level(capsys: pytest.CaptureFixture[str]) -> None:
    log.setup("info")
    log.events(("decision", {"level": "hard"}), ("route", {"status": 200}))
    lines = [json.loads(text) for text in capsys.readouterr().err.splitlines()]
    assert [(found["event"], found["severity"]) for found in lines] == [("decision", "info"), ("route", "info")]
    assert lines[0]["level"] == "hard"
    log.set_level("warn")
    log.events(("decision", {}))
    assert capsys.readouterr().err == ""
