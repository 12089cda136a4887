"""Messages as what they are, whatever role a client sends them under.

Agents without tool calls send results as messages of the user, and some send the user's answer as the result of a tool.
"""

import json
import re
from collections.abc import Sequence
from typing import Final

from services.classifier.core.furniture import without_rules
from services.classifier.core.messages import Call, Message, parse

_RESULT: Final = re.compile(
    r"\s*\[([a-z]{2,20}_[a-z_]{2,40}|condense)(?: for '([^\n]{0,2000})')?[^\n\]]{0,200}\] Result:"
)
"""Cline, Roo Code, Kilo Code: the tool, and what for."""
_RAN: Final = (
    re.compile(r"\s*(?:<exception>[^<]{0,500}</exception>\s*)?<returncode>-?\d{1,5}</returncode>()"),  # mini-SWE-agent
    re.compile(r"I ran this command:\n\n([^\n]{1,2000})\n\nAnd got this output:\n"),  # Aider
    re.compile(r"OBSERVATION:\n()"),  # SWE-agent
    re.compile(r"EXECUTION RESULT of \[[^\]\n]{1,60}\]:()"),  # OpenHands
)
"""The result of a command; the group is the command, where it is said."""
_BY_ITSELF: Final = re.compile(
    r"\s*(?:"
    r"\[ERROR\] You did not use a tool|\[TASK RESUMPTION\]"  # Cline
    r"|This is (?:the )?[\w ]{2,30}\. We are setting up the context"  # Gemini CLI, Qwen Code
    r"|Format error:\n\n<error>"  # mini-SWE-agent
    r"|I have \*added these files to the chat\*|I added these files to the chat:|Here are summaries of some files present in my git"  # Aider
    r"|I switched to a new code base\.|I committed the changes with git hash|I am not sharing any files that you can edit yet"
    r"|Here are some READ ONLY files, provided for|I (?:updated the files|edited the files myself)\.\s*\Z"
    r")"
)
"""What a client says in the user's name."""
_BY_CLIENT: Final = re.compile("|".join(shape.pattern for shape in (_BY_ITSELF, _RESULT, *_RAN)))
"""All of these at once: most messages are none."""
_MARKED: Final = ("<user_message>", "</user_message>")
"""Between them it hands on what the user said meanwhile."""
_DETAILS: Final = "<environment_details>"
"""They stand behind each result."""
_ASKED: Final = (
    r"\A\s*(?:\[(?:ask_followup_question|attempt_completion|new_task|plan_mode_respond)[^\n]{0,2000}\] Result:\s{0,9})?"
)
_GIVEN: Final = r"\b(?:feedback|context|input)\b[^<\n]{0,200}\s{0,9}"
_ANSWERS: Final = {
    f"</{name}>": re.compile(f"(?:{_ASKED}|{_GIVEN})<{name}>") for name in ("feedback", "answer", "user_message")
}
"""By what ends the user's words: what stands before them."""
_BEHIND_ANSWER: Final = 4000
"""Characters behind the end of the user's words."""
_WRITTEN: Final = re.compile(r"```(?:bash|sh|shell|mswea_bash_command)?\n(.*?)\n```\s*\Z", re.DOTALL)
_WRITTEN_CHARS: Final = 4000
_ID: Final = "result"
_ASKED_BY_OPENCODE: Final = b'"What did we do so far?"'
_RECAP: Final = re.compile(rb"\b[Ss]ummar(?:y|i[sz]e)|\b[Rr]ecap\b")
_GOES_ON: Final = re.compile(rb"[Cc]ontinue (?:if you have next steps|the conversation from where we left)")
_BRIEF_BYTES: Final = 300
_OPENING: Final = 4
"""Messages at the beginning: what was before the summary is gone."""
_SUMMARY_CHARS: Final = 400
"""The goal, and how far it is reached; what was found on the way makes a task look harder than it is."""
_SUMMARIES: Final = ("condense", "summarize_task")


def recapped(raws: Sequence[bytes]) -> list[bytes]:
    """Raw messages in which a summary is what the user says: after a compaction it stands for the task.

    OpenCode lets the user ask what was done, the agent answer with the summary, and mostly the user say that it may go on.
    """
    found = list(raws)
    for at, raw in enumerate(raws[:_OPENING]):
        if len(raw) < _BRIEF_BYTES and at + 1 < len(raws) and _asks(raw, raws, at):
            answer = parse(raws[at + 1])
            if answer.role == "assistant" and answer.texts:
                summary = "\n".join(answer.texts)[:_SUMMARY_CHARS]
                found[at] = json.dumps({"role": "user", "content": summary}).encode()
    return found


def _asks(raw: bytes, raws: Sequence[bytes], at: int) -> bool:
    """Whether it is OpenCode that asks for a summary, or somebody who lets the agent go on with what it answered."""
    if _ASKED_BY_OPENCODE in raw:
        return True
    goes_on = raws[at + 2] if at + 2 < len(raws) else b""
    return bool(_RECAP.search(raw) and len(goes_on) < _BRIEF_BYTES and _GOES_ON.search(goes_on))


def read(raw: bytes) -> Message:
    """One raw message."""
    message = parse(raw)
    if message.role == "tool":
        return _answer(message) or message
    return _of_user(message) if message.role == "user" and message.texts else message


def calls_of(message: Message) -> tuple[Call, ...]:
    """The calls of an agent; one without tool calls ends with the command that it wants to be run."""
    if message.role != "assistant" or message.calls or not message.texts:
        return message.calls
    end = message.texts[-1][-_WRITTEN_CHARS:]
    fence = end.rfind("```", 0, max(end.rfind("```"), 0))
    written = _WRITTEN.search(end, fence) if fence >= 0 else None
    return (_call("bash", written[1]),) if written else ()


def _of_user(message: Message) -> Message:
    first = message.texts[0]
    if not _BY_CLIENT.match(first):
        return message
    if _BY_ITSELF.match(first):
        begin, end = _MARKED
        said = "\n".join(message.texts).partition(begin)[2].rpartition(end)[0]
        return Message("user", (said,)) if said else _result((_call("think"),), ())
    if found := _RESULT.match(first):
        texts = (first[found.end() :], *message.texts[1:])
        if found[1] in _SUMMARIES:
            return Message("user", texts)
        return _answer(message) or _result((_call(found[1], found[2] or ""),), texts)
    for shape in _RAN:
        if found := shape.match(first):
            texts = (without_rules(first[found.end() :]), *message.texts[1:])
            return _result((_call("bash", found[1]),) if found[1] else (), texts)
    return message


def _answer(message: Message) -> Message | None:
    """The user's words in the result of a tool, if it holds some."""
    if not any("</" in text[-_BEHIND_ANSWER:] for text in message.texts):
        return None
    whole = "\n".join(message.texts)
    for end, start in _ANSWERS.items():
        if (at := whole.rfind(end, max(len(whole) - _BEHIND_ANSWER, 0))) >= 0 and (found := start.search(whole, 0, at)):
            return Message("user", (whole[found.end() : at].strip(),), media=message.media)
    return None


def _result(calls: tuple[Call, ...], texts: tuple[str, ...]) -> Message:
    """The result of a call that it brings itself, or of the command that the agent wrote."""
    own = tuple(text.partition(_DETAILS)[0] for text in texts)
    return Message("tool", own, calls=calls, call_id=_ID)


def _call(name: str, command: str = "") -> Call:
    return Call(_ID, name, json.dumps({"command": command}) if command else "")
