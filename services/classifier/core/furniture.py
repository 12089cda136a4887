"""What clients put around a user's words in a text: tags, labels, remarks. Some mark what the user said, and all else is theirs."""

import json
import re
from typing import Final

from services.classifier.core.literals import Signs

_FURNITURE: Final = (
    "additional_data",
    "agent_skills",
    "agent_transcripts",
    "attached_files_note",
    "attachments",
    "command-message",
    "command-name",
    "context_window",
    "current_datetime",
    "editorcontext",
    "env",
    "environment_context",
    "environment_details",
    "environment_info",
    "extra_info",
    "git_status",
    "ide_opened_file",
    "ide_selection",
    "info-msg",
    "instructions_file",
    "local-command-caveat",
    "local-command-stdout",
    "mode_notice",
    "open_and_recently_viewed_files",
    "project_layout",
    "reminder",
    "reminderinstructions",
    "repocontext",
    "repository_info",
    "repository_instructions",
    "rules",
    "runtime_information",
    "session_context",
    "sql_tables",
    "system-reminder",
    "system_information",
    "system_reminder",
    "task_progress",
    "timestamp",
    "todolist",
    "tool_use_error",
    "user_info",
    "user_instructions",
    "user_rules",
    "workspace_info",
)
_FILES: Final = (
    "attached_file",
    "attachment",
    "code_snippet",
    "content",
    "document",
    "documents",
    "file",
    "file_content",
    "file_contents",
    "files",
    "final_file_content",
    "folder_content",
    "open_files",
    "path",
    "selection",
    "type",
    "url_content",
)
_SAID: Final = (
    "command-args",
    "current_plan",
    "explicit_instructions",
    "feedback",
    "issue_description",
    "key_knowledge",
    "overall_goal",
    "pr_description",
    "problem_statement",
    "recent_actions",
    "state_snapshot",
    "task",
    "task_state",
    "user_input",
    "user_message",
    "user_prompt",
    "user_query",
    "user_request",
    "userprompt",
    "userrequest",
)
"""What is in these the user said, or stands for it after a compaction. (Cline, Roo Code, Kilo Code; Cursor; GitHub Copilot; Gemini CLI; the
harnesses of SWE-bench.)"""
_AROUND: Final = ("context", "instructions")
"""Furniture in a message in which the user's words are marked, and else parts of it."""
_PARTS: Final = (
    "acceptance_criteria",
    "actual_behavior",
    "answer",
    "background",
    "bug",
    "bug_report",
    "constraints",
    "description",
    "expected_behavior",
    "goal",
    "incident",
    "instruction",
    "issue",
    "message",
    "notes",
    "objective",
    "problem",
    "prompt",
    "query",
    "question",
    "report",
    "request",
    "requirements",
    "scenario",
    "steps_to_reproduce",
    "summary",
    "symptoms",
    "ticket",
)
"""Users who part a prompt by tags give each a line of its own."""
_TAG: Final = re.compile(r"<(/?)([A-Za-z][\w-]{2,30})\b[^<>]{0,300}>")
_TAGS: Final = frozenset((*_FURNITURE, *_FILES, *_SAID, *_AROUND, *_PARTS))
_CALLED: Final = re.compile(
    r"^(?:Called the \w+ tool with the following input:|Contents of |Reading file:|The user (?:opened|selected) |Note: The (?:user|file) |Image read successfully|\[Image|\[Pasted text|# AGENTS\.md instructions for |The following items were attached by the user)"
)
_REQUEST: Final = re.compile(
    r"\A# Context from my IDE setup:.*?^## My request for [^\n]{1,40}:[ \t]*$", re.DOTALL | re.MULTILINE
)
"""What Codex's extensions put in front."""
_RULES: Final = (
    "\n# *SEARCH/REPLACE block* Rules:",
    "\n# File editing rules:",
    "\nTo suggest changes to a file you MUST return",
    "\nYou can execute bash commands and edit files to implement the necessary changes.",
)
"""With these Aider and mini-SWE-agent begin what they say to their models behind the user's words."""
_NAMES: Final = "Human|Input|Instructions?|Message|Prompt|Query|Question|Request|Task|User"
_LABEL: Final = re.compile(
    r"\s*(?:"
    r"\[(?:\w{3},? )?\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?: ?[A-Z]{1,4}| ?[+-]\d\d:?\d\d)?\]"
    rf"|@[\w-]{{1,40}}[,:]?(?=\s)|@[\w./-]{{1,120}}\.\w{{1,6}}(?=\s)|(?:{_NAMES}):(?=\s)|#{{1,3}} (?:{_NAMES}):?[ \t]*(?=\n)"
    r"|(?:\*\*|#{1,4} )?(?i:feature(?: request)?|bug(?: report)?|to-?do|task|issue|ticket|(?:user )?story|chore|question|problem|goal|plan|idea|wish|epic|spike|rfc|wip|tl;?dr|q|qa|pm|dev|me|(?:step|phase|part|task) \d{1,2}(?:/\d{1,2})?|(?:feat|docs|refactor|perf|test|style)(?:\([\w./-]{1,30}\))?!?|think (?:hard|harder|deeply|step by step)|ultrathink)(?:\*\*:|:\*\*|:)(?=\s)"
    r"|\[\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?\](?=\s)(?![^\n]*\n\s*\[\d)"
    r"|(?i:here's what (?:i|we) (?:need|want)|(?:(?:i|we) have |got )?(?:just )?(?:another |one |a )?(?:quick |small |little |tiny )?(?:question|request|favou?r|ask)(?: for you)?|(?:just )?(?:another |one |a )?(?:quick|small|little|tiny) (?:one|thing|q)|from (?:the|our) backlog|following up|pair with me on this|i was wondering|as discussed|(?:as )?per (?:our|the) (?:standup|discussion|call|meeting)|no rush|for context|fyi)[:,](?=\s)"
    r"|\((?:re|refs?|see|for|part of|closes|fixes)? ?#\d{1,6}\)(?=\s)|#\d{1,6}:(?=\s)|#\d{2,6}(?=\s+[A-Z][a-z])"
    r"|/(?:agent|architect|ask|build|chat|code|debug|do|edit|explain|feature|fix|implement|optimi[sz]e|plan|refactor|review|run|search|spec|task|tdd|test|think)(?=\s)(?!\s+(?:is|are|was|isn't|returns?|gives?|throws?|fails?|does|doesn't|has|shows|should|must|and|or|still|now|responds?|takes?|times?|endpoint|route|page)\b)"
    r"|\[(?!(?i:prod|live|urgent|crit|incident|outage|sev|sec|down|hotfix|p[01]\b|info|error|warn|debug|trace|fatal|fail|pass|ok\b))[a-z][a-z /&-]{1,20}\](?=(?:\s{1,9}\S{1,60}){4})"
    r"|\[[A-Z][A-Z\d]{1,9}-\d{1,6}\]|[A-Z][A-Z\d]{1,9}-\d{1,6}:(?=\s)|(?:Please|Bitte|Por favor):(?=\s)"
    r"|\$ (?=[^\n'\"]*\b(?i:the|our|my|we|please|is|are|should|must|this|that|und|der|die|das|nicht|el|la|los|le|les|il|per|para|pour|que)\b[^\n]*\Z)"
    r"|Please solve this issue:(?=\s)"
    r"|This session is being continued from a previous conversation[^\n]*"
    r"|Another language model started to solve this problem[^\n]*"
    r")\s*"
)
"""What a bot, a chat or a template puts before a message: when it was sent, whom it is for, what it is, its ticket; and what an agent says before a summary."""
_LAST_COURTESY: Final = re.compile(
    r"(?:cheers|(?:many )?thanks(?: in advance| a lot| again)?|thank you|thx|(?:kind |best |warm )?regards|best|greetings|yours|vg|lg|mfg|gru(?:ß|ss|\u0308ß)|(?:viele|liebe|beste) gr(?:ü|ue)(?:ß|ss)e|danke|saludos|gracias|cordialement|merci|bien à vous|saluti|grazie|abraços?|obrigad[oa]|с уважением|спасибо)[,!.]?",
    re.IGNORECASE,
)
_NAME: Final = r"[^\W\d_a-z][\w'-]{0,20}\.?"
_SIGNATURE: Final = re.compile(rf"{_NAME}(?: (?:{_NAME}|d[aei]|v[ao]n|der|la)){{0,3}}|\w{{1,12}}")
"""How a letter ends: a last courtesy, and a name on the line behind it."""
_DASHES: Final = "\n-- \n"
"""RFC 3676, section 4.3: what stands behind it is who wrote the letter."""
_SENT: Final = re.compile(
    r"\n\s*(?:(?:cc|Cc|CC):? (?:@[\w.-]{1,40}[, ]{0,3}){1,9}|Sent (?:from|via) \w+(?: \w+){0,3}|Gesendet (?:von|mit) \S+(?: \S+){0,3}|Von meinem \w+ gesendet|Enviado desde mi \S+|Envoyé de mon \S+|Get Outlook for \w+)[.!]?\s*\Z"
)
"""What a phone or a mail program puts behind a letter, and whom it goes to, too."""
_SENT_CHARS: Final = 200
_CARD_LINES: Final = 5
_CARD_CHARS: Final = 60
_LABELS: Final = 3
_ASKED: Final = ("task", "goal", "prompt", "instruction", "instructions", "question", "user_input")
"""Under which names programs put what they ask."""
_OBJECT_CHARS: Final = 20_000
_THINGS: Final = ("Image", "Pasted", "Screenshot", "File", "Attachment")
_ATTACHED: Final = re.compile(rf"\[(?:{'|'.join(_THINGS)})(?: [^\[\]\n]{{0,60}})?\]")
"""What Claude Code, OpenCode and others leave in the text where something was pasted."""
_PICTURE: Final = re.compile(r"!\[[^\[\]\n]{0,200}\]\([^)\s]{0,1000}\)")
_CALLS: Final = ("Called the", "attached by the user")
_SIGNS: Final = Signs(sign.encode() for sign in (*_CALLS, *_RULES, _DASHES, "![", *(f"[{thing}" for thing in _THINGS)))
"""Most texts hold none of these, and are searched once for all of them."""
_OF_CALLS: Final = frozenset(range(len(_CALLS)))
_OF_ONE_WORD: Final = 200
"""Characters behind a tag that is never closed: with fewer it was only a word in angle brackets."""


def own_text(text: str) -> tuple[str, bool, list[str]]:
    """A text of the user without what is put around it, whether a client did that, and the files that it attached."""
    text = asked_in(text)
    signs = {sign for sign, _, _ in _SIGNS.found(text.encode("utf-8", "replace"))}
    calls = not signs.isdisjoint(_OF_CALLS)
    return _without_tags(_without_labels(text, plain=signs <= _OF_CALLS), calls=calls)


def _without_tags(text: str, *, calls: bool) -> tuple[str, bool, list[str]]:
    """`calls`: it may say that tools were called."""
    if "<" not in text and not calls and not _CALLED.match(text) and not text.startswith("# Context"):
        return text, False, []
    text = _REQUEST.sub("", text)
    tags = [
        (tag.start(), tag.end(), bool(tag.group(1)), name)
        for tag in _TAG.finditer(text)
        if (name := tag.group(2).lower()) in _TAGS
    ]
    if not tags:
        return *_without_calls(text, calls=calls, furniture=False), []
    closed = {name for _, _, closes, name in tags if closes}
    own_only = not closed.isdisjoint(_SAID)
    own: list[str] = []
    files: list[str] = []
    furniture = False
    at, inside, behind = 0, "", 0
    for start, end, closes, name in tags:
        if name in _SAID or name in _PARTS or (name in _AROUND and not own_only):
            if name in closed and not inside and (name in _SAID or _is_alone(text, start, end)):
                own.append(text[at:start])
                at = end
        elif not inside and not closes:
            own.append(text[at:start])
            inside, behind = name, end
        elif closes and name == inside:
            if name in _FILES:
                files.append(text[behind:start])
            else:
                furniture = True
            inside, at = "", end
    if inside:  # never closed: the rest belongs to it
        rest, at = text[behind:], len(text)
        if inside not in _FILES or len(rest) > _OF_ONE_WORD:
            furniture = furniture or inside not in _FILES
        else:
            own.append(rest)
    own.append(text[at:])
    return *_without_calls("\n".join(own), calls=calls, furniture=furniture), files


def asked_in(text: str) -> str:
    """What a program asks that sends its prompt as a JSON object, and the rest of it in a fence; another text as it is."""
    bare = text.strip()
    if not (bare.startswith("{") and bare.endswith("}") and len(bare) <= _OBJECT_CHARS):
        return text
    try:
        values = json.loads(bare)
        asked = {key: value for key in _ASKED if isinstance(value := values.get(key), str)}
        rest = json.dumps({key: value for key, value in values.items() if key not in asked}, ensure_ascii=False)
    except (ValueError, RecursionError):
        return text
    shown = [] if rest == "{}" else [f"```json\n{rest}\n```"]
    return "\n\n".join((*asked.values(), *shown)) if asked else text


def unlabelled(text: str) -> str:
    """A text without the labels in front of it."""
    for _ in range(_LABELS):
        label = _LABEL.match(text)
        if label is None:
            break
        text = text[label.end() :]
    return text


def _without_labels(text: str, *, plain: bool) -> str:
    """Without what a client or a letter puts in front of it or behind it. `plain`: nothing is put into it."""
    text = unlabelled(text)
    if sent := _SENT.search(text, max(len(text) - _SENT_CHARS, 0)):
        text = text[: sent.start()] if text[: sent.start()].strip() else text
    if not plain:
        text = without_rules(_without_card(_PICTURE.sub("", _ATTACHED.sub("", text))))
    return _without_name(text)


def _without_name(text: str) -> str:
    """A text without the courtesy and the name that end a letter, if anything stands before them."""
    before, _, name = text.rstrip().rpartition("\n")
    if not _SIGNATURE.fullmatch(name.strip()):
        return text
    said, _, closing = before.rstrip().rpartition("\n")
    return said.rstrip() if said.strip() and _LAST_COURTESY.fullmatch(closing.strip()) else text


def _without_card(text: str) -> str:
    """A text without what says who wrote a letter, if anything stands before it."""
    said, _, card = text.rstrip().rpartition(_DASHES)
    lines = card.split("\n", _CARD_LINES)
    is_card = len(lines) <= _CARD_LINES and max(map(len, lines)) <= _CARD_CHARS
    return said.rstrip() if is_card and said.strip() else text


def without_rules(text: str) -> str:
    """A text without what a client says to its model behind it."""
    for rules in _RULES:
        text = text.partition(rules)[0]
    return text


def _is_alone(text: str, start: int, end: int) -> bool:
    """On a line of its own."""
    return text[start - 1 : start] in ("", "\n") and text[end : end + 1] in ("", "\n")


def _without_calls(text: str, *, calls: bool, furniture: bool) -> tuple[str, bool]:
    if not calls and not _CALLED.match(text):
        return text, furniture
    lines = text.split("\n")
    kept = [line for line in lines if not _CALLED.match(line)]
    return "\n".join(kept), furniture or len(kept) < len(lines)
