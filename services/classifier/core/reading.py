"""What one message says, as a pure function of the message.

A reading holds concepts, counts and hashes and no text, so it can be remembered for as long as the message is resent.
"""

import hashlib
import math
import re
import zlib
from typing import Final, NamedTuple

import msgspec

from services.classifier.core import spans
from services.classifier.core.asides import ASIDES, COURTESY
from services.classifier.core.courtesies import is_courtesy
from services.classifier.core.events import EVENTS
from services.classifier.core.headings import is_extra, says_nothing
from services.classifier.core.learned import NOTHING as UNSPOKEN
from services.classifier.core.learned import WEIGHTS, Spoken
from services.classifier.core.lexicon.language import fold
from services.classifier.core.messages import Message
from services.classifier.core.slips import NONE as NO_SLIPS
from services.classifier.core.slips import SLIPS, mended
from services.classifier.core.spans import Spans
from services.classifier.core.tables import WIDE, secret_shapes
from services.classifier.core.vocabulary import VOCABULARY
from services.classifier.core.weighed import WEIGHED
from services.classifier.core.words import stems, topics

_ASKING: Final = VOCABULARY.of("do_starts", "do_text_work", "do_explain", "question", "report", "still", "go_on")
_COURTESIES: Final = COURTESY | VOCABULARY.of("greeting")
_COUNTED: Final = VOCABULARY.of("counted_scope", "whole", "few_units")
_REFERS: Final = re.compile(
    r"\b(?:all|each|every|them|they|those|both|alle[nrs]?|jede[nrsm]?|tod[oa]s|cada|tous|toutes|chacun\w*|tutt[ei]|ogni|ognun\w*|все|всех|всем|каждый|каждую|каждом)\b|全部|所有|每|都|すべて|全て|それぞれ|모두|전부|각각",
    re.IGNORECASE,
)
"""What an order says of things that were counted before it."""
_NAMES: Final = re.compile(
    r"\b(?:[\w-]{1,60}\.(?:[a-z]{1,4})\b|[A-Z][a-z0-9]{1,40}(?:[A-Z][a-z0-9]{1,40}){1,8}|[a-z0-9]{1,40}(?:_[a-z0-9]{1,40}){1,8}|[a-z]{1,40}(?:[A-Z][a-z0-9]{1,40}){1,8})"
)
_PUNCTUATION: Final = ".,;:!?()"
_COMMON_NAME: Final = re.compile(
    r"(?:Error|Exception|Warning|Failed|Failure)$|^(?:package|index|main|node_modules|package-lock|README|Makefile)\b"
)
_NAME_CHARS: Final = 1000
_KEY_CHARS: Final = 512
_OPENING_CHARS: Final = 2 * _KEY_CHARS
"""Room for blanks."""
_SUBJECT_CHARS: Final = 700
_END_CHARS: Final = 120
_BRIEF_CHARS: Final = 80
_MAX_SENTENCES: Final = 80
_SENTENCE_CHARS: Final = 1200
"""Characters of one sentence that are looked at."""
_HEADS: Final = 4
"""Sentences whose first clause is read by itself: what is asked stands at the beginning."""
_CLOSING: Final = 6
"""Sentences of the last paragraph of a long text."""
_COLON: Final = re.compile(r":(?:\s|$)|：")
_CODE: Final = re.compile(r"`[^`]*`")
_CLAUSE: Final = re.compile(r"[,:;(]\s| - | (?:that|which|so that|when|whose|because|since|who) ")
_OBJECTS: Final = (
    ("`", re.compile(r"`[^`]+`")),
    ("/", re.compile(r"(?:\s|^)[./~]{0,9}\w{0,60}/\w")),
    ('"', re.compile(r'"[^"]+"')),
    ("'", re.compile(r"'[^']{2,}'")),
    ("_", re.compile(r"_\w")),
    ("()", re.compile(r"\(\)")),
    ("http", re.compile(r"https?:")),
    ("「", re.compile("「")),
    ("“", re.compile("“")),
    ("", re.compile(r"[A-Z](?<=[a-z].)")),
)
"""Things of their own in a sentence, each by a character without which it is not looked for."""
_ENDING: Final = re.compile(r"\.[a-z]{1,5}\b")
_FILE: Final = re.compile(r"\b[\w.-]{0,60}[\w-]\.[a-z]{1,5}\b")


class How(NamedTuple):
    """How a user's words are read."""

    asides: bool = True
    """What tells nothing of what is asked is left out."""
    slips: bool = True
    """Slips of typing are mended."""
    events: bool = True
    """Events that are only told of are doubted."""


AS_IT_IS: Final = How(asides=False, slips=False)
WITH_CARE: Final = How()
Placed = tuple[str, int, bool]
"""A sentence, the number of its paragraph, and whether it stands in the opening."""


class Sentence(msgspec.Struct, frozen=True, gc=False):
    """One sentence of the user: the concepts in it as a mask of `VOCABULARY`."""

    mask: int
    words: int
    head: int = 0
    """The concepts of its first clause."""
    lead: bool = True
    """Stands in the opening of the message; in a long message only these say what is wanted."""
    paragraph: int = 0
    named: bool = False
    """Names a thing of its own: a path, an identifier, a quotation."""
    asks: bool = False
    """Ends with a question mark."""
    colon: bool = False
    """Has a colon with a text behind it: what follows may be shown, not said."""
    spoken: Spoken = UNSPOKEN
    """What its words weigh in the learned layer, which hears the opening of a message."""
    aside: bool = False
    """Tells nothing of what is asked: how to work, what the project is like, a link; looked for where a message opens."""
    slips: int = 0
    """Slips of typing that were mended."""
    reality: float = math.inf
    """How much it speaks for its events being real, as a logit (`events.py`)."""
    courtesy: bool = False
    """Only greets, thanks, agrees, takes leave, or says that it is done."""


class Reading(msgspec.Struct, frozen=True, gc=False):
    """What one message says."""

    role: str
    sentences: tuple[Sentence, ...] = ()
    content: tuple[Sentence, ...] = ()
    """Those that are no courtesies."""
    secrets: tuple[str, ...] = ()
    words: int = 0
    chars: int = 0
    pasted: bool = False
    """Brings pasted material besides the user's words."""
    media: bool = False
    asides: int = 0
    """Sentences that were left out."""

    @property
    def mask(self) -> int:
        """All concepts of all sentences."""
        mask = 0
        for sentence in self.sentences:
            mask |= sentence.mask
        return mask


def digest(text: str) -> str:
    """16 hex characters."""
    return hashlib.sha256(_encoded(text)).hexdigest()[:16]


def whole_of(message: Message) -> str:
    """Hash of all texts of a message, 16 hex characters."""
    return digest("\n".join(message.texts))


def key_of(message: Message, parted: Spans) -> str:
    """Hash of the opening of a message of the user, whatever its case and blanks, 16 hex characters."""
    text = "\n".join(parted.paragraphs or message.texts)
    return digest(" ".join(text[:_OPENING_CHARS].split())[:_KEY_CHARS].lower())


Names = frozenset[int]
"""Hashes of the files and identifiers that a message names: what a later message can have in common with it."""
NAMELESS: Final[Names] = frozenset()


def names_in(message: Message, parted: Spans | None = None) -> Names:
    """The names in a message, but for what a client put around. `parted`: a message of the user that is parted already."""
    text = "\n".join(message.texts)
    if parted and parted.furniture:
        text = "\n".join((*parted.paragraphs, *(paste.text for paste in parted.pastes), *parted.files))
    if message.role == "assistant":
        text = "\n".join((text[:_NAME_CHARS], *(call.arguments[:500] for call in message.calls)))
    return _names(text)


def _names(text: str) -> Names:
    """Hashes of file names and identifiers at the two ends of a text."""
    if len(text) > 2 * _NAME_CHARS:
        text = text[:_NAME_CHARS] + "\n" + text[-_NAME_CHARS:]
    words = {written.strip(_PUNCTUATION) for written in set(text.split())}
    telling = (word for word in words if "." in word or "_" in word or word[1:] != word[1:].lower())
    found = set(_NAMES.findall(" ".join(telling)))
    found |= {name.partition(".")[0] for name in found}
    return frozenset(zlib.crc32(name.encode()) for name in found if len(name) > 4 and not _COMMON_NAME.search(name))


class Subject(msgspec.Struct, frozen=True, gc=False):
    """What a message is about: asked for only where several turns have to be told apart."""

    topics: frozenset[int] = frozenset()
    """Hashes of the words that name things."""
    asks: bool = False
    """It ends with a question."""
    brief: bool = False


NO_SUBJECT: Final = Subject()


def subject_of(message: Message, own: "Own | None" = None) -> Subject:
    """The subject of a message; a tool's result has none. `own`: as in `read_user`."""
    if message.role == "user":
        text = " ".join(text for text, _ in (own or own_of(message)).read)[:_SUBJECT_CHARS]
    elif message.role == "assistant":
        text = "\n".join(message.texts)
    else:
        return NO_SUBJECT
    if not text and not message.calls:
        return NO_SUBJECT
    end = text.rstrip()[-_END_CHARS:]
    named = " ".join((text[:_SUBJECT_CHARS], *(call.arguments[:200] for call in message.calls[:8])))
    return Subject(topics(fold(named)), "?" in end or "？" in end, 0 < len(text) <= _BRIEF_CHARS)


class Own(msgspec.Struct, frozen=True, gc=False):
    """A message of the user, parted, and what the user says in it."""

    parted: Spans
    read: tuple["Read", ...]
    left_out: int
    """Asides."""


def own_of(message: Message, parted: Spans | None = None, how: How = WITH_CARE) -> Own:
    """What a user says in a message. `parted`: when it is parted already."""
    parted = parted or spans.part(message.texts)
    read, left_out = said_in(parted.paragraphs, how)
    return Own(parted, tuple(read), left_out)


def read_user(message: Message, own: Own | None = None) -> Reading:
    """A message of the user. `own`: what is said in it, when that is known already."""
    own = own or own_of(message)
    parted = own.parted
    sentences = tuple(sentence for _, sentence in own.read)
    return Reading(
        role="user",
        sentences=sentences,
        content=tuple([sentence for sentence in sentences if not sentence.courtesy]),
        secrets=secret_shapes(_encoded("\n".join(message.texts))),
        words=sum(sentence.words for sentence in sentences),
        chars=parted.chars,
        pasted=bool(parted.pastes or parted.files) or any(map(_is_quotation, parted.paragraphs)),
        media=message.media,
        asides=own.left_out,
    )


def read_tool(message: Message) -> Reading:
    """The result of a tool: it says nothing, it shows (`findings.of_tool`)."""
    return Reading(role="tool", chars=len("\n".join(message.texts)))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def read_other(message: Message) -> Reading:
    """A message of the agent or the system: the system's words can name a side request."""
    text = "\n".join(message.texts)
    own = read_in((text[:1500],), AS_IT_IS) if message.role == "system" else []
    return Reading(role=message.role, sentences=tuple(sentence for _, sentence in own), chars=len(text))


_LINE_CHARS: Final = 48
"""A greeting, or a remark above or below something pasted."""
_GREETING_CHARS: Final = 14


def own_sentences(paragraphs: tuple[str, ...]) -> tuple[list[Placed], list[Placed]]:
    """The sentences that are read, and those of the last paragraph of a long text."""
    total = sum(map(len, paragraphs))
    is_long = total > spans.LONG_CHARS
    head = spans.read_closely(total)
    found: list[Placed] = []
    heard: set[str] = set()
    seen = 0
    opens, room = _opening_of(paragraphs)
    for number, paragraph in enumerate(paragraphs):
        if _is_quotation(paragraph):
            seen += len(paragraph)
            continue
        kept = paragraph[: max(head - seen, 0)]
        for text in spans.sentences(kept):
            opening = not is_long or not found or (number <= opens and seen < room)
            seen += len(text) + 1
            if text not in heard:  # a prompt that was pasted twice says what it says once
                heard.add(text)
                found.append((text, number, opening))
            if len(found) >= _MAX_SENTENCES:
                return found, []
        if seen >= head:
            break
    last = paragraphs[-1] if paragraphs else ""
    if is_long and seen < total and len(last) <= 400 and len(paragraphs) > 1:
        return found, [(text, len(paragraphs) - 1, True) for text in spans.sentences(last)[:_CLOSING]]
    return found, []


def _opening_of(paragraphs: tuple[str, ...]) -> tuple[int, int]:
    """The paragraph with which the opening of a long text ends, and the most characters of it.

    The last before a line that announces a text (`For reference:`): what stands before that is the prompt. Where none is near, the first that is more than a line.
    """
    seen = 0
    for number, paragraph in enumerate(paragraphs):
        if number and _announces(paragraph):
            more_than_hello = any(len(earlier) > _GREETING_CHARS for earlier in paragraphs[:number])
            return number - more_than_hello, spans.HEAD_CHARS if more_than_hello else spans.LEAD_CHARS
        seen += len(paragraph)
        if seen > spans.HEAD_CHARS:
            break
    if paragraphs and _announces(paragraphs[0]):
        return 0, spans.LEAD_CHARS
    longer = (number for number, paragraph in enumerate(paragraphs) if len(paragraph) > _LINE_CHARS)
    return next(longer, len(paragraphs)), spans.LEAD_CHARS


def _announces(paragraph: str) -> bool:
    return len(paragraph) <= _LINE_CHARS and paragraph.rstrip().endswith((":", "："))


Read = tuple[str, Sentence]
"""A sentence, and what was read of it."""


def said_in(paragraphs: tuple[str, ...], how: How = WITH_CARE) -> tuple[list[Read], int]:
    """The sentences of a user, and how many asides are left out: those beside anything but a courtesy."""
    own = read_in(paragraphs, how)
    telling = [read for read in own if not read[1].aside] if how.asides else own
    if any(item.aside and item.mask & _COUNTED for _, item in own) and any(_REFERS.search(text) for text, _ in telling):
        telling = [read for read in own if not read[1].aside or read[1].mask & _COUNTED]  # "... 31 services. Move all"
    if all(item.mask & _COURTESIES for _, item in telling):
        return own, 0
    if how.asides:
        telling = _without_extras(telling)
    return telling, len(own) - len(telling)


def _without_extras(own: list[Read]) -> list[Read]:
    """Without small orders that are given besides ("also fix the typo"): who asks for a large thing and a small one asks for a large one."""
    kept = [*own[:1], *((text, item) for text, item in own[1:] if not is_extra(text, item.mask, item.words))]
    return own if all(item.mask & _COURTESIES for _, item in kept) else kept


def read_in(paragraphs: tuple[str, ...], how: How) -> list[Read]:
    """The sentences that are read; the closing of a long text counts only when it asks for something."""
    body, closing = (
        [(placed[0], _sentence(*placed, with_head=number < _HEADS, how=how)) for number, placed in enumerate(part)]
        for part in own_sentences(paragraphs)
    )
    if any(item.mask & _ASKING or item.asks for _, item in closing):
        body.extend(closing)
    return body


def _is_quotation(paragraph: str) -> bool:
    text = paragraph.strip()
    return len(text) > 40 and text[0] in "\"“«„「'‘" and text[-1] in "\"”»“」'’"


def plain_of(text: str) -> str:
    """A sentence without quotations and bold print, in plain form."""
    return fold(spans.without_quotes(text[:_SENTENCE_CHARS]).replace("**", ""))


def folded_of(text: str) -> str:
    """A sentence as it is looked up: in plain form, slips mended, without clauses that are only manner."""
    return _looked_up(text, WITH_CARE)[0]


def _looked_up(text: str, how: How) -> tuple[str, int]:
    """The same as far as it is asked for, and how many slips were mended."""
    plain = plain_of(text)
    slips = SLIPS.found(plain) if how.slips else NO_SLIPS
    folded = mended(plain, slips)
    return (ASIDES.trimmed(folded) if how.asides else folded), len(slips)


_REMEMBERED: Final = 4096
_sentences: Final[dict[int, Sentence]] = {}
"""What was read lately, by Python's keyed hash of the text and its place: no text is kept. The oldest is forgotten first."""


def _sentence(text: str, paragraph: int, lead: bool, *, with_head: bool, how: How) -> Sentence:
    """A sentence read: people say many things again and again."""
    key = hash((text, paragraph, lead, with_head, how))
    found = _sentences.get(key)
    if found is None:
        found = _sentences[key] = _read_sentence(text, paragraph, lead, with_head=with_head, how=how)
        if len(_sentences) > _REMEMBERED:
            del _sentences[next(iter(_sentences))]
    return found


def _read_sentence(text: str, paragraph: int, lead: bool, *, with_head: bool, how: How) -> Sentence:
    folded, slips = _looked_up(text, how)
    asks = text.rstrip().endswith(("?", "？"))
    text = text[:_SENTENCE_CHARS]
    bare = _CODE.sub(" x ", folded) if "`" in folded else folded
    mask = VOCABULARY.mask(folded)
    clause = _CLAUSE.search(folded, 8) if with_head and mask else None
    words = len(bare.split()) if bare.isascii() else _words(bare)
    heard = stems(folded) if lead or with_head else []
    packed = WEIGHED.sum(heard)
    return Sentence(
        mask=mask,
        head=VOCABULARY.mask(folded[: clause.start()]) if clause else mask,
        words=words,
        lead=lead,
        paragraph=paragraph,
        named=_names_object(text),
        asks=asks,
        colon=bool(_COLON.search(text)),
        spoken=WEIGHTS.spoken(heard, packed),
        aside=ASIDES.holds(mask, heard, packed) or says_nothing(text, mask),
        slips=slips,
        reality=EVENTS.reality(mask, len(heard), packed) if how.events else math.inf,
        courtesy=is_courtesy(mask, words),
    )


def _names_object(text: str) -> bool:
    for sign, shape in _OBJECTS:
        if sign in text and shape.search(text):
            return True
    return bool(_ENDING.search(text) and _FILE.search(text))


def _words(folded: str) -> int:
    """Words, where scripts without blanks count two characters as one."""
    return len(folded.split()) + len(WIDE.findall(folded)) // 2
