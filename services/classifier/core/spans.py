"""Who speaks in a user's message: the user's own words, what was pasted, what is quoted, what the client put around them."""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import repeat
from typing import Final, Literal, NamedTuple

import msgspec

from services.classifier.core.furniture import own_text, unlabelled
from services.classifier.core.printed import dedented, was_collected
from services.classifier.core.tables import line_kind

LONG_CHARS: Final = 2000
"""Characters of the user's own words above which a text is long, and read at its two ends."""
HEAD_CHARS: Final = 1500
"""Characters of a long text that are read closely."""
LEAD_CHARS: Final = 700
"""In a long text, the opening that says what is wanted."""
_NARROW: Final = 50
_WIDE: Final = 120
"""Characters of lines that editors and people break a paragraph into."""
_WORDS_OF_LINE: Final = 4
_MAY_END: Final = frozenset(".,;:!?)")
"""What a word in front of a capital letter may end with."""
_HEAD_LINES: Final = 200
_TAIL_LINES: Final = 40
_SAYS_NOTHING: Final = frozenset({"", "text", "txt", "md", "markdown", "prompt", "plaintext"})
"""Languages of a fence in which prose may stand."""
_LOOKED_AT: Final = 24
"""Lines of a fenced block that say what it is."""

_HELLO: Final = re.compile(
    r"\s*(?i:hi|hello|hey|hiya|hallo|hola|bonjour|bonsoir|coucou|salut|ciao|buongiorno|buonasera|ola|olá|oi|opa|bom dia|boa tarde|boa noite|moin|servus|guten (?:morgen|tag|abend)|buenas(?: tardes| noches)?|buenos d[ií]as|hej|hoi|merhaba|selam|cześć|good (?:morning|afternoon|evening)|привет|здравствуйте|добрый день|доброе утро)(?: (?:(?i:there|all|team|folks|again|everyone|guys|mate|buddy|claude|gpt|chatgpt|gemini|copilot|codex|cursor|opencode|agent|assistant|bot|dispatch)|[A-Z][a-z]{1,20}))?[!,.]+[ \t\n]+(?=\S)"
    r"|\s*(?i:hi|hello|hey|hiya|yo) (?i:there|folks|everyone|guys|mate|buddy|claude|gpt|chatgpt|gemini|codex|opencode|dispatch) (?=\S)(?!(?i:is|are|was|has|does|can't|won't|isn't|doesn't|fail\w*|keeps?|crash\w*|returns?|says?)\b)"
    r"|\s*(?:(?:大家|您|你)好(?:啊|呀)?|嗨|哈喽|こんにちは|おはようございます|こんばんは|안녕하세요|안녕)[,!.，。！、~～]+\s*(?=\S)"
)
"""A greeting in front of something pasted: what is pasted begins behind it."""
_BLANK: Final = re.compile(r"\n[ \t]*\n")
_THANKS: Final = re.compile(
    r"\A(?:(?:ok|okay|great|cool|perfect|awesome|nice),? )?(?:thanks|thank you|thx|ty|danke|merci|gracias|grazie|obrigad[oa]|спасибо|[谢謝]{2}(?:你|您)?|多[谢謝]|ありがとう(?:ございます)?|감사합니다|고마워)(?: (?:a lot|so much|very much))?[,，、]\s*(?=\S)",
    re.IGNORECASE,
)
"""Thanks in front of what is said."""
_END: Final = re.compile(r"[.!?;…](?:[\"'”’“)\]]| ?»)*(?=\s+\S)|[。！？；][”」』]?|(?=\n)")
"""Where a sentence ends, with the signs that close it."""
_BEFORE_LINES: Final = ((">", re.compile(r"^> ?", re.MULTILINE)), ("//", re.compile(r"^//+ ?", re.MULTILINE)))
"""Of a quotation, of a comment."""
_BULLET: Final = re.compile(
    r"\A(?:(?:[-*•·▪‣–—]|\?{2,}|\[[ xX]\]|[(]?\d{1,2}[.)]|[a-f]\))(?:\s+|\Z)|[\u2600-\u27bf\u2b50\ufe0f\U0001f000-\U0001faff]+\s+(?=\S))+"
)
"""What a list begins its lines with, and a picture in front of words."""
_SIGH: Final = re.compile(
    r"\A(?:h+m+|so|well|oh|ah|um+|uh+|eh|äh+m?|tja|bueno|pues|alors|euh|bon|allora|beh|então|bom|ну|так|эм+|嗯|那[个個]|えっと|うーん|음)[,.:…，、]+\s*(?=\S)"
    r"|\A(?:ok|okay|alright|right|well|yeah|hey|hi),? so,? (?=\w)(?!far\b|much\b|that\b|many\b)"
    r"|\A(?:i(?:['’]d| would) like|i want|i need) you to (?=\w)"
    r"|\A(?:すみません|恐れ入りますが|お手数ですが)[、。,]\s*(?=\S)|\A(?:(?:[请請]|麻[烦煩](?:你|您)?)?[帮幫](?:我|忙)(?:一下)?|麻[烦煩](?:你|您))[，,：:]?\s*(?=\S)"
    r"|\A(?:(?:it['’]s|this is) )?(?:not urgent|no rush|no hurry|low priority)(?: at all)?,? but (?=\w)"
    r"|\A(?:in |for )?(?:[\w@.-]{1,60}/){0,9}[\w@.-]{1,60}\.[a-z]{1,5}[,:] (?=[^\W\d_])"
    r"|\A(?:please )?help me (?:to )?(?=\w)(?!understand\b|with\b|out\b|see\b|decide\b|choose\b|find out\b)",
    re.IGNORECASE,
)
"""What people say before they say something, or what they want."""
_ASKED_BESIDES: Final = re.compile(
    r"(?<=[\w)`'\"])(?<!\bhave)(?<!\bgot)(?<!\bthere)(?<!\bany)(?<!\byour)(?<!\bof)(?<!\bmy)(?<!\bwith) (?:any (?:ideas?|thoughts|clues?|suggestions?|tips|pointers|advice)|thoughts|ideas)(?: (?:why|what|how))?\s?\?+\s*\Z",
    re.IGNORECASE,
)
"""What many ask at the end of a sentence without a sign between: "the cart is empty after a reload any ideas?"."""
_BESIDES_CHARS: Final = 40
_SIGNS: Final = ".!?;…。！？；,:- "
_ABBREVIATION: Final = re.compile(r"\b(?:e\.g|i\.e|etc|vs|approx|resp|z\.B|d\.h|ca|bzw|incl|no|nr)\.$", re.IGNORECASE)
_COMMENT: Final = re.compile(r"#(?!\d)|//|/\*|\*/|--\s|%|;;|\"{3}|'{3}")
_ABOVE_CODE: Final = re.compile(rf"{_COMMENT.pattern}|import \w+\s*\Z")
_IN_CODE: Final = re.compile(rf"\t| {{2,}}(?![-*\d ])| \*|{_COMMENT.pattern}")
"""What a comment begins with; a line above code that belongs to it; a line of a paragraph behind code that does: no item of a list."""
_KEY: Final = re.compile(r"[\w.-]+:\s*\Z")
"""Of what is indented below it."""
_COLUMNS: Final = re.compile(r"[^\s.!?:;,]\s{2,}\S")
_QUOTES: Final = frozenset("\"'“”«»„「」『』‘’")
_QUOTED: Final = re.compile(
    r"\"([^\"\n]{2,400})\"|“([^”\n]{2,400})”|«([^»\n]{2,400})»|„([^“”\n]{2,400})[“”]|「([^」\n]{2,400})」|『([^』\n]{2,400})』|'(?<![^\s(:=]')([^'\n]{2,400})'(?=[\s.,;:!?)]|$)|‘(?<![^\s(:=]‘)([^’\n]{2,400})’"
)


class Paste(NamedTuple):
    """What was pasted into a message."""

    text: str
    kind: Literal["log", "other", "middle", "fence"]
    """The middle of a long text is like what stands before it, and the lines of a fence say what it is."""
    language: str = ""
    """Of the fence."""


class Spans(msgspec.Struct, frozen=True, dict=True):
    """A user's message, parted. Paragraphs of the user's own words; texts of everything else, told apart when they are asked for."""

    paragraphs: tuple[str, ...]
    pastes: tuple[Paste, ...] = ()
    files: tuple[str, ...] = ()
    furniture: bool = False
    chars: int = 0

    @property
    def logs(self) -> tuple[str, ...]:
        """What was printed."""
        return self._told_apart[0]

    @property
    def others(self) -> tuple[str, ...]:
        """Pasted code, diffs, tables, quotations: looked at, never evidence."""
        return self._told_apart[1]

    @cached_property
    def _told_apart(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        logs: list[str] = []
        others: list[str] = []
        for paste in self.pastes:
            is_log = bool(logs) if paste.kind == "middle" else paste.kind == "log"
            if is_log or (paste.kind == "fence" and _is_log(paste.language, paste.text)):
                logs.append(paste.text)
            else:
                others.append(paste.text)
        return tuple(logs), tuple(others)


def part(texts: tuple[str, ...]) -> Spans:
    """Part the texts of a user's message."""
    paragraphs: list[str] = []
    pastes: list[Paste] = []
    files: list[str] = []
    furniture = False
    for whole in texts:
        own, around, attached = own_text(whole)
        furniture = furniture or around
        files.extend(attached)
        if hello := _HELLO.match(own[:80]):
            paragraphs.append(hello.group().strip())
            own = unlabelled(own[hello.end() :])
        for fenced, language, block in _fences(own):
            if fenced and not (language in _SAYS_NOTHING and _is_all(own, block)):
                pastes.append(Paste(block, "fence", language))
            elif block.strip():
                _part_lines(_unwrapped(block), paragraphs, pastes)
    return Spans(tuple(paragraphs), tuple(pastes), tuple(files), furniture, sum(map(len, texts)))


def read_closely(chars: int) -> int:
    """How many characters of a text of so many are read closely."""
    return HEAD_CHARS if chars > LONG_CHARS else LONG_CHARS


def opening(paragraphs: tuple[str, ...]) -> str:
    """The user's own words that are read closely."""
    head = read_closely(sum(map(len, paragraphs)) + len(paragraphs) - 1)
    return "\n".join([paragraph[:head] for paragraph in paragraphs[:head]])[:head]


def sentences(paragraph: str) -> list[str]:
    """The sentences of a paragraph, without the signs of a list before them."""
    found: list[str] = []
    for piece in filter(None, (_SIGH.sub("", _BULLET.sub("", piece.strip(), 1), 1) for piece in _pieces(paragraph))):
        if found and not piece.strip(_SIGNS):
            continue  # "thank you! !"
        if found and (_ABBREVIATION.search(found[-1][-8:]) or found[-1].count('"') % 2):
            found[-1] += " " + piece
        else:
            found.append(piece)
    return found


def _pieces(paragraph: str) -> Iterator[str]:
    thanks = _THANKS.match(paragraph)
    start = thanks.end() if thanks else 0
    if thanks:
        yield thanks.group()
    besides = _ASKED_BESIDES.search(paragraph, max(len(paragraph) - _BESIDES_CHARS, start))
    last = besides.start() if besides else len(paragraph)
    for end in _END.finditer(paragraph, start, last):
        yield paragraph[start : end.end()]
        start = end.end()
    yield paragraph[start:last]
    if besides:
        yield besides.group()


def without_quotes(sentence: str) -> str:
    """The sentence with quotations of several words taken out: what is quoted is mentioned, not said."""
    if _QUOTES.isdisjoint(sentence):
        return sentence
    return _QUOTED.sub(lambda match: " QUOTED " if _is_mention(match.group()) else match.group(), sentence)


def _is_mention(quoted: str) -> bool:
    """Several words, or words of a script that does not part them."""
    return " " in quoted.strip() or len(quoted) > 24 or any(char >= "\u2e80" for char in quoted[1:-1])


def _unwrapped(text: str) -> str:
    """Without the signs of a quotation or a comment around the whole of a prompt: where nothing else is said, it is what the user says."""
    text = text.strip()
    if len(text) > 2 and text[0] == text[-1] == '"' and text.count('"') == 2:
        return text[1:-1]
    for sign, before in _BEFORE_LINES:
        if text.startswith(sign) and all(line.startswith(sign) for line in text.split("\n") if line):
            return before.sub("", text)
    return text


def _fences(text: str) -> list[tuple[bool, str, str]]:
    """(fenced, language, text) in order."""
    if "```" not in text:
        return [(False, "", text)]
    found: list[tuple[bool, str, str]] = []
    for index, piece in enumerate(text.split("```")):
        if index % 2 == 0:
            found.append((False, "", piece))
        else:
            language, _, body = piece.partition("\n")
            found.append((True, language.strip().lower(), body) if body else (False, "", piece))
    return found


_LOG_LANGUAGES: Final = frozenset(
    {
        "log",
        "logs",
        "text",
        "txt",
        "console",
        "output",
        "stacktrace",
        "traceback",
        "terminal",
        "plaintext",
        "pytb",
        "shell-session",
    }
)


_LOGGED: Final = frozenset({"log", "log?"})
_CODED: Final = frozenset({"code", "code?", "diff", "diff?"})
_SAID: Final = frozenset({"", "log?", "diff?"})
_SAID_ALONE: Final = _SAID | {"clock", "row", "option", "code?", "table?"}
"""Kinds of lines that a person says, where nothing else stands with them; and one line of these."""
_SHELLS: Final = frozenset({"", "sh", "bash", "zsh", "shell"})
"""Languages of a fence that say nothing of what is in it."""


def _is_all(text: str, block: str) -> bool:
    """Whether a fence is all of a text and holds prose: then it is what the user says."""
    bare = text.strip()
    if not (bare.startswith("```") and bare.endswith("```") and bare.count("```") == 2):
        return False
    return not any(map(line_kind, block.split("\n", _LOOKED_AT)[:_LOOKED_AT]))


def _is_log(language: str, block: str) -> bool:
    """Whether what is in a fence was printed: by its lines, or, where the fence does not say what it holds, unless it is code."""
    if language in _LOG_LANGUAGES:
        return True
    says_nothing = language in _SHELLS
    share = 4 if says_nothing else 2
    lines = [line for line in dedented(block).split("\n", _LOOKED_AT)[:_LOOKED_AT] if line.strip()]
    logged = coded = 0
    for behind, line in zip(range(len(lines) - 1, -1, -1), lines, strict=True):
        kind = line_kind(line)
        logged += kind in _LOGGED
        coded += kind in _CODED
        if logged * share >= len(lines) or (says_nothing and (coded + behind) * share < len(lines)):
            return True
    return not lines or (says_nothing and was_collected(block))


def _part_lines(text: str, paragraphs: list[str], pastes: list[Paste]) -> None:
    lines = text.split("\n")
    if len(lines) > _HEAD_LINES + _TAIL_LINES:
        middle = "\n".join(lines[_HEAD_LINES:-_TAIL_LINES])
        _part_paragraphs("\n".join(lines[:_HEAD_LINES]), paragraphs, pastes)
        if pastes:
            pastes.append(Paste(middle, "middle"))
        else:
            paragraphs.append(middle)
        _part_paragraphs("\n".join(lines[-_TAIL_LINES:]), paragraphs, pastes)
    else:
        _part_paragraphs(text, paragraphs, pastes)


def _part_paragraphs(text: str, paragraphs: list[str], pastes: list[Paste]) -> None:
    previous = ""
    for wrapped in _BLANK.split(text):
        if not wrapped.strip():
            continue
        block = _unbroken(wrapped)
        lines = [line for line in block.split("\n") if line.strip()]
        pasted = _foreign(lines, asked=bool(paragraphs))
        if not pasted:
            if previous and _continues(lines, previous):
                pastes.append(Paste(block, "log" if previous == "log" else "other"))
            else:
                paragraphs.append(block)
                previous = ""
            continue
        first, last = pasted[0], pasted[-1]
        if first:
            paragraphs.append("\n".join(lines[:first]))
        while len(paragraphs) > 1 and _is_comment(paragraphs[-1]):
            pastes.append(Paste(paragraphs.pop(), "other"))  # comments above code
        whole = "\n".join(lines[first : last + 1])
        is_log = any(line_kind(line) in _LOGGED for line in dedented(whole).split("\n"))
        pastes.append(Paste(whole, "log" if is_log else "other"))
        previous = "log" if is_log else "code"
        if last + 1 < len(lines):
            paragraphs.append("\n".join(lines[last + 1 :]))


def _is_comment(paragraph: str) -> bool:
    return bool(_COMMENT.match(paragraph)) and all(map(_COMMENT.match, paragraph.split("\n")))


def _foreign(lines: list[str], *, asked: bool) -> range:
    """The lines of a paragraph that are pasted: from the first that is no prose to the last, and what belongs to them.

    `asked`: something was said before, so that a comment above code is no order.
    """
    first = next((index for index, line in enumerate(lines) if line_kind(line)), -1)
    if first < 0:
        return range(0)
    last = next(index for index in range(len(lines) - 1, -1, -1) if index == first or line_kind(lines[index]))
    may_be_said = _SAID_ALONE if first == last else _SAID
    if line_kind(lines[last]) in may_be_said and all(line_kind(line) in may_be_said for line in lines[first:last]):
        return range(0)  # "09:41, more or less" is said; several are a list of what happened
    while last + 1 < len(lines) and (not _speaks(lines[last + 1]) or _KEY.match(lines[last + 1])):
        last += 1
    while first > 0 and (not _speaks(lines[first - 1]) or (asked and _ABOVE_CODE.match(lines[first - 1]))):
        first -= 1
    return range(first, last + 1)


def _unbroken(block: str) -> str:
    """A paragraph that was broken into lines of one width, as one line; another as it is."""
    lines = block.split("\n")
    width = max(map(len, lines))
    if len(lines) < 2 or not _NARROW <= width <= _WIDE or not all(map(_goes_over, lines, lines[1:], repeat(width))):
        return block
    small = sum(line[0].islower() for line in lines[1:])
    is_other = any(line_kind(line) not in _SAID for line in lines)
    return block if 2 * small < len(lines) - 1 or is_other else " ".join(map(str.strip, lines))


def _goes_over(line: str, following: str, width: int) -> bool:
    """Whether a line may have been broken because the first word of the next one had no more room."""
    first, _, _ = following.partition(" ")
    starts = first[:1].islower() or line.rstrip()[-1:] in _MAY_END
    if not first or not starts or first[-1] in ":=":
        return False
    return len(line.rstrip()) + len(first) >= width and line.count(" ") >= _WORDS_OF_LINE


def _speaks(line: str) -> bool:
    """Whether a line reads like a person's: starts at the margin, with words."""
    if line[:1] in " \t" or _COLUMNS.search(line):
        return False
    words = line.split(None, 3)
    if not line.isascii() and any(char.isalpha() and not char.isascii() for char in line):
        return True
    return len(words) >= 3 or (line.endswith(("?", ":", ".", "!")) and len(words) >= 1) or len(words) == 2


def _continues(lines: list[str], previous: str) -> bool:
    """Whether a paragraph after a log or code is part of it: indented, without a word of a person, or a comment in code."""
    if previous == "code":
        return all(_IN_CODE.match(line) or not (line[0] == " " or _speaks(line)) for line in lines)
    return not any(map(_speaks, lines))
