"""What stands around an order and says nothing of it: headings and labels, the path of a file alone, steps of every order, pleasantries, versions."""

import re
from typing import Final

from services.classifier.core.asides import AT_STAKE
from services.classifier.core.vocabulary import VOCABULARY

_SIGNS: Final = "#*_:：-=~ \t"
"""What headings and labels are set off by."""
_ENDS: Final = ".!?,。！？，、 \t"
_MOST_CHARS: Final = 48
_ABOUT: Final = r"(?:the |my |our |this )?"
_HEADING: Final = re.compile(
    _ABOUT + r"(?:"
    r"problem(?: statement| description)?|issue|bug(?: report| description)?|feature(?: request)?|task(?: description)?|goals?|aim|objectives?|context|background"
    r"|description|summary|overview|details?|motivation|proposal|approach|plan|scope|non-goals|out of scope|environment|setup|versions?"
    r"|what (?:i|we|you) (?:want|need|see|saw|expect(?:ed)?|did|tried|know|should do)|what(?:'s| is) (?:wrong|happening|needed|the problem)|what happen(?:s|ed)"
    r"|(?:expected|actual|current|desired|observed|new|old)(?: behaviou?r| results?| output| state)?|steps(?: to reproduce| to take)?|how to reproduce|repro(?:duction)?(?: steps)?"
    r"|(?:functional |technical )?requirements?|acceptance criteria|definition of done|done when|success criteria|notes?|constraints?|hints?|assumptions?"
    r"|questions?|request|to-?do(?:s| list)?|user story|story|ticket|deliverables?|references?|links?|see also|(?:relevant |related |affected )?files?|examples?|additional (?:context|info|information|notes)"
    r"|(?:please )?do (?:the following|this|these)(?: things| steps)?|(?:i|we) (?:want|need) (?:you to )?(?:do )?(?:the following|this|these)|here(?:'s| is) (?:the|my|our) (?:task|problem|issue|question|request|plan)"
    r"|(?:problem)?beschreibung|aufgabe|kontext|hintergrund|ziel|anforderungen|schritte|contexto|tarea|objetivo|requisitos|pasos|contexte|objectif|etapes|exigences|contesto|obiettivo|requisiti"
    r"|背景|任[务務]|目[标標]|要求|[问問][题題]|步[骤驟]|需求|[说說]明|描述|概要|手順|要件|目的|課題|задача|контекст|цель|требования|шаги|배경|목표|요구사항"
    r")"
)
_STEP: Final = re.compile(
    r"(?:then |and |finally,? )?(?:read (?:through )?the (?:code|codebase|files?)(?: first)?|understand the (?:code|problem)|(?:make|apply|implement) (?:the|your|these) (?:changes?|fix(?:es)?|solution|feature)|implement it"
    r"|(?:re-?)?run (?:the |all (?:the )?|our )?(?:unit )?tests?(?: suite)?(?: again| afterwards)?|(?:test|verify|check) (?:it|that it works|the changes?|your (?:changes?|work))|review (?:the|your) changes?|(?:and |also,? |then ){0,2}update the (?:docs?|documentation|readme|changelog)(?: accordingly| too| as well)?|it works|works as expected|no regressions?|(?:all )?(?:existing )?tests (?:still )?pass)"
)
"""What goes with every order."""
_PLEASANTRY: Final = re.compile(
    r"(?:i|we) (?:really |could )?(?:need|use) (?:some |your |a bit of |a little )?help(?: (?:with (?:something|this|it)|here))?|(?:can|could) (?:you|someone|anyone|somebody) (?:please )?help(?: me| us)?(?: (?:out|with (?:this|something|it)))?"
    r"|what do (?:you|y'all) think|(?:any )?(?:ideas|thoughts|suggestions)|(?:and |then |and then )?(?:commit|push)(?: (?:it|and push|the changes?|everything))?|(?:and |then |and then )?open a (?:pr|pull request)"
    r"|please help(?: me| us)?|help(?: me)? please|(?:i|we) (?:hope|was hoping) you can help(?: me)?(?: (?:out|with (?:this|it)))?|(?:al)?right,? let's (?:get started|begin)|let's (?:get started|begin)|got a (?:minute|moment|sec(?:ond)?)"
    r"|(?:sorry|apologies) (?:to bother|for bothering|for the (?:noise|interruption|spam|basic question|dumb question|trouble))(?: you)?(?: again)?|does (?:that|this|it) make sense|please advise|(?:it's|this is) driving me (?:crazy|nuts|mad|insane)"
    r"|keep it simple|take your time|(?:there's |it's )?no (?:rush|hurry)|(?:this |it )?is(?:n't| not) urgent|not urgent|(?:this|it) is blocking (?:me|us)|it's blocking (?:me|us)"
    r"|ich brauche (?:mal |etwas |eure |deine )?hilfe|j'ai besoin d'aide|necesito ayuda|preciso de ajuda|ho bisogno di aiuto|我?需要[帮幫]助|[请請]?[帮幫]忙|(?:よろしく)?お願いします|手伝ってください|도와(?:줘|주세요)|부탁(?:해요|합니다|드립니다)|помогите?(?:,? пожалуйста)?|нужна помощь"
)
"""What people say around an order."""
_BUILT_WITH: Final = (
    r"node(?:\.?js)?|pnpm|npm|yarn|bun|deno|python|django|flask|fastapi|postgres(?:ql)?|mysql|mariadb|redis|valkey|mongo(?:db)?|sqlite|rails|ruby|go(?:lang)?|rust|java|jdk|kotlin|gradle|maven|spring(?: boot)?|php|laravel|symfony"
    r"|react(?: native)?|next(?:\.?js)?|vue|nuxt|svelte(?:kit)?|angular|typescript|vite|webpack|jest|vitest|docker|kubernetes|k8s|helm|terraform|ansible|ubuntu|debian|alpine|fedora|macos|windows|ios|android|xcode|swift|flutter|dart"
    r"|unity|godot|electron|elixir|phoenix|erlang|otp|scala|sbt|\.net|dotnet|gcc|clang|cmake|qt|numpy|pandas|pytorch|torch|tensorflow|cuda|spark|kafka|rabbitmq|nginx|elasticsearch|chrome|firefox|safari|edge|prisma|tailwind|playwright|cypress"
)
_VERSIONS: Final = re.compile(rf"(?!node\.js v)(?:(?:{_BUILT_WITH}) v?\d+(?:\.[\dx]+)*(?:,? and |, |; |$)){{1,9}}")
"""What a project is built with."""
_REFERRED: Final = re.compile(
    r"(?:please )?see (?:also )?(?:#\d|(?:the|our) (?:thread|discussion|ticket|issue|pr|docs?|wiki|attached|screenshot|agents\.md|readme)\b).{0,60}|related(?: to|:)? #\d{1,6}|refs?:? #\d{1,6}|(?:[a-z][\w.-]{0,20} ){1,2} ?\d{1,2}:\d\d ?[ap]m"
)
"""Where more of it stands; who wrote it in a chat, and when."""
_PLACE: Final = re.compile(r"[`(]?@?(?:\.{0,2}/)?(?:[\w@.-]+/)+[\w@.-]+[`),:;]?|[`(]?@?[\w-]+\.[a-z]{1,5}[`),:;]?")
_LINK: Final = ("http://", "https://")
_ALSO: Final = re.compile(
    r"\W*(?:(?:and|oh|then|please|pls)[, ]+){0,3}(?:also|plus|additionally|in addition|while you(?:['’]re| are) (?:at it|there|in there)|when you(?:['’]re| are) done|au(?:ch|ßerdem)|adem[aá]s|tambi[eé]n|aussi|en plus|inoltre|também|além disso|également|ещ[её]|также)\b"
    r"|\W*(?:ついでに|另外|顺便|还有)",
    re.IGNORECASE,
)
_MOST_WORDS: Final = 14
_TINY: Final = VOCABULARY.of("tiny_object", "tiny_change")
_ORDERS: Final = VOCABULARY.of("do_add", "do_edit", "do_fix", "do_text_work", "do_create", "text_work", "fix", "edit")
_WITHOUT_SAYING: Final = (_STEP, _PLEASANTRY, _VERSIONS, _REFERRED)


def says_nothing(text: str, mask: int) -> bool:
    """Whether a sentence of these concepts says nothing beside an order: a heading, links and paths alone, what goes with every order."""
    goes = not mask & AT_STAKE and goes_without_saying(text)  # "see the thread" may go on with an outage
    return goes or is_heading(text) or all(map(_is_pointer, text.split()))


def _is_pointer(word: str) -> bool:
    return word.startswith(_LINK) or is_place(word)


def is_extra(text: str, mask: int, words: int) -> bool:
    """Whether a sentence of these concepts is a small order that is given besides: "also fix the typo in the README"."""
    is_small = mask & _TINY and mask & _ORDERS and not mask & AT_STAKE
    return bool(is_small) and words <= _MOST_WORDS and _ALSO.match(text) is not None


def is_heading(text: str) -> bool:
    """Whether a line is nothing but a label for what stands below it."""
    bare = text.strip(_SIGNS).lower()
    return 0 < len(bare) <= _MOST_CHARS and _HEADING.fullmatch(bare) is not None


def goes_without_saying(text: str) -> bool:
    """Whether a sentence says nothing beside an order: a step or a criterion of every one ("make the change", "tests pass"), a pleasantry."""
    bare = text.strip(_ENDS).lower().replace("’", "'")
    return 0 < len(bare) <= _MOST_CHARS and any(shape.fullmatch(bare) for shape in _WITHOUT_SAYING)


def is_place(word: str) -> bool:
    """Whether a word is the path or the name of a file."""
    return _PLACE.fullmatch(word) is not None
