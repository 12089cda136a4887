"""Shapes of text: real-looking secrets, and what a line of a message is made of."""

from typing import Final

# Secrets by shape. A match that looks like a placeholder (`PLACEHOLDER`) does not count.
SECRET: Final[tuple[tuple[str, str], ...]] = (
    ("aws_key", r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    ("github_token", r"\b(?:gh[pousr]_[0-9A-Za-z]{20,}|github_pat_[0-9A-Za-z_]{20,})"),
    ("gitlab_token", r"\bglpat-[0-9A-Za-z_-]{16,}"),
    ("stripe_key", r"\b[sr]k_live_[0-9A-Za-z]{8,}"),
    ("slack_token", r"\bxox[abprs]-[0-9A-Za-z-]{10,}|hooks\.slack\.com/services/T[0-9A-Z]{6,}/"),
    ("google_key", r"\bAIza[0-9A-Za-z_-]{30,}"),
    ("openai_key", r"\bsk-(?:proj-|ant-|or-v1-)?[0-9A-Za-z_-]{20,}"),
    ("npm_token", r"\bnpm_[0-9A-Za-z]{30,}"),
    ("sendgrid_key", r"\bSG\.[0-9A-Za-z_-]{16,}\.[0-9A-Za-z_-]{16,}"),
    ("private_key", r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----(?:\s*\S{1,40})?"),
    ("url_password", r"\b(?:postgres(?:ql)?|mysql|mongodb(?:\+srv)?|redis|amqps?)://[^\s:@/]+:[^\s@/]{4,}@[^\s/]+"),
    ("jwt", r"\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]{10,}"),
    ("telegram_token", r"\b\d{8,10}:AA[0-9A-Za-z_-]{30,}"),
)

PLACEHOLDER: Final = r"(?i)example|xxxx|\*\*\*\*|placeholder|changeme|your[_-]|dummy|fake|test_|<[a-z_ -]+>|\.\.\.|0{6,}|1234567|localhost|127\.0\.0\.1|user:pass(?:word)?@|password@|postgres:postgres@|redacted"

# A line of a user's message that is no prose. Order does not matter: any of them makes the line foreign.
FOREIGN_LINE: Final[tuple[tuple[str, str], ...]] = (
    ("log", r"^\s*\[?\d{4}[-/]\d\d[-/]\d\d[T ,]"),
    ("log", r"^\s*\[?\d\d:\d\d:\d\d|^\s*\[\d\d:\d\d\] \S"),
    ("log", r"^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d+ \d\d:"),
    (
        "log",
        r"^\s*(?:\[?(?:FATAL|ERROR|WARN(?:ING)?|INFO|DEBUG|TRACE|CRITICAL|SEVERE|NOTICE|ERR|EMERG)\]?)(?:[ :\]]|$)",
    ),
    (
        "log",
        r"^\s*(?:FAILED|FAIL|PASS|PASSED|--- (?:FAIL|PASS))[ \t:]+\S*[/.:(]|^ok[ \t]+\S+[ \t]+(?:\d+\.\d+s|\(cached\)|\[)|^\s*(?:FAILED|FAIL|PASS|PASSED)\s*$|^(?:not )?ok \d+ (?:-|#)|^not ok \d+|^ok \d+$",
    ),
    ("log", r'^\s*File "[^"]+", line \d+'),
    ("log", r"^Traceback \(most recent|^(?:During handling|The above exception)"),
    ("log", r"^(?:\w+\.)*[A-Z]\w*(?:Error|Exception|Warning|Interrupt|Fault)\b(?: \[\w+\])?(?::|$)"),
    ("log", r"^[a-z]\w*(?:\.\w+)+(?:Exception|Error)\b"),
    (
        "log",
        r"^(?:\S+: )*(?:error|warning|note|help|hint)\[\w+\]:? \S|^(?:\S+: )+(?:fatal )?(?:error|warning|note|help|info|fatal|hint):? \S",
    ),
    ("log", r"^(?:error|warning|info) (?:[A-Z][a-z]+ [a-z]|[A-Z]+\d+:|package\.json)"),
    (
        "log",
        r"^\s*(?:Exception in thread|Uncaught|Unhandled|panic:|goroutine \d|thread '|stack traceback|stack trace:|Stack trace:|PHP (?:Fatal|Parse|Warning|Notice|Deprecated)|lua: \S+:\d)",
    ),
    ("log?", r"^\s*\S+\.\w{1,5}[:(]\d+(?:[:,]\d+)?\)?[:\s-]"),
    ("log", r"^\S+ -?> *\S+:\d+|^\s*--> \S+"),
    (
        "log",
        r"^\s*#\d+(?:\s+(?:0x|\d)|\s{2,}\S+ | (?:\S*[(:/\[]|\S+\.\S+ \(|\w+ \(\S+:|DONE|CACHED|ERROR|CANCELED|extracting|transferring|exporting))",
    ),
    ("log", r"^==+\d*==+|^=+ .* =+$|^_{3,} .* _{3,}$|^-{3,} .* -{3,}$|^[=_*~-]{5,}$"),
    ("log", r"^(?:>>> |E   |>   )"),
    ("log", r"^\s*(?:npm|yarn|pnpm) (?:ERR|error|warn|verb)"),
    ("log", r"^##\[|^::(?:error|warning)|^Run \S+ \S+$"),
    ("log", r"^\s*[●✕✗✘×✓✔○] "),
    ("log", r"^\s*(?:Tests?|Test Suites|Test Files|Snapshots|Time|Duration)\s*:?\s+\d"),
    ("log", r"^\s*\d+ (?:passed|passing|examples?|runs)\b"),
    ("log?", r"^\s*\d+ (?:failed|failing|tests?|errors?)\b"),
    ("log", r"^\s+\d+\) "),
    ("log?", r"^(?:make|ninja|gmake|cmake|cc|gcc|clang|ld|collect2|/usr/bin/\S+)(?:\[\d+\])?: "),
    ("log", r"^\s*\|?\s*\^[\^~-]*|^\s*\d+ *\| |^\s+\| "),
    ("log?", r"^\| .*[^|\s]\s*$"),
    ("log", r"^\d+>(?:\S|$)"),
    ("log?", r"(?:^|\s)\w+=\S+ +\w+=\S+ +\w+=\S+"),
    ("log", r"^\[\d+/\d+\] |^>>> "),
    (
        "log",
        r"^\d+ +\S.*\s0x[0-9a-f]{4,}\s|^Thread \d+ (?:Crashed|name:)|^\*\*\* [-+]\[|^(?:ii|rc|iU|iF) {1,2}\S+ +\S*\d|^[urph][hucn]  \S+ +\S*\d",
    ),
    ("log", r"^══|^-- (?:\[E\d+\] )?[\w ]{0,40}Error: \S|^\s*error [-•] \S"),
    ("log", r"^\$ (?:[!-@\[-~]|[A-Z]\w*-)|^(?:root|[\w-]+)@[\w-]+[:#$]"),
    ("log", r"^test \S+ \.\.\. "),
    ("log", r"^running \d+ tests?$|^test result: |^collected \d+ items"),
    (
        "log",
        r"^Ran \d+ tests? in \d|^OK(?: \(|\s*$)|: Executed \d+ of \d+|^Found \d+ errors? in \d+ |^\s*\d+ items had failures|^[*]{10,}",
    ),
    ("log", r"[^\s.][.]{10,}(?:Failed|Passed|Skipped|ok|FAIL|PASS)|^- (?:hook id|exit code): "),
    (
        "log",
        r"^\s*(?:WRITE|READ|Write|Read|(?:Previous|Atomic) (?:atomic )?(?:read|write)) (?:of size|at 0x|by (?:main |goroutine|thread))|^SUMMARY: |^\s*Goroutine \d+ ",
    ),
    (
        "log",
        r"^\s*(?:-?bash|sh|zsh|psql|mysql|git|docker|kubectl|helm|terraform|java|node|ruby|php|python\d?): (?:.*(?:not found|denied|No such|annot|rror|line \d+:|nable|FATAL|fatal|unknown|invalid))",
    ),
    ("log", r"^\[(?:ERROR|INFO|WARNING|WARN|error|info)\]"),
    ("log", r'^\s*\{"(?:level|lvl|ts|time|timestamp|@timestamp|severity|msg|message)":'),
    (
        "log",
        r"^On branch \S+$|^Your branch is (?:up to date|ahead|behind)|^nothing (?:added )?to commit|^no changes added to commit|^Changes (?:not staged|to be committed)|^Untracked files:|^\s+(?:modified|new file|deleted|renamed): +\S",
    ),
    ("log", r"^(?:TASK|PLAY|RUNNING HANDLER) \[|^(?:fatal|changed|failed|ok|skipping): \["),
    ("log", r"^\d\d:\d\d \+\d+|^\s*--- (?:FAIL|PASS|SKIP): |^//\S+ +(?:FAILED|PASSED|TIMEOUT)"),
    ("log", r"^\s*\d+ (?:Error|Warning)\(s\)|^(?:\*\* )?(?:BUILD|TEST|ARCHIVE) (?:FAILED|SUCC\w+)"),
    ("log", r"^Build (?:FAILED|succeeded|failed with (?:an|\d+) )|^FAILURE: |^thread panicked|^Fatal error: "),
    ("log", r"^Error (?:response from|joining|while|during|running|occurred) .*: "),
    ("log", r"^[a-z][\w.-]{1,20}: (?:\(\d+\) )?(?:ERROR|FATAL|Failed|failed|write failed|read failed|cannot|can't)\b"),
    ("log", r"^NAME\s{2,}[A-Z]|^\S+\s{2,}(?:\d+/\d+\s|(?:Up|Exited|Restarting|Created|Running|Pending)\b)"),
    ("log", r"^Executed \d+ (?:out of \d+ )?tests?\b|^Test Case '|^\s*\d+ flaky$|^\d+ of \d+ (?:ERROR|FAIL|OK|PASS)"),
    ("log", r"^[EFWIDV] [\w.]+ *: |^[EFWIDV]/[\w.]+ *[(:]"),
    ("log", r"^\s*/\S+/\S+:\d+|^\t\S+\.\w+:\d+"),
    ("log", r"^</?(?:stdout|stderr|bash-stdout|bash-stderr|exit_?code|returncode)>"),
    ("log", r"^(?:\d+\|)?[A-Za-z][\w.-]*[-_]\d+ +\| |^[^\t]+\t[^\t]+\t\d{4}-\d\d-\d\dT"),
    ("log", r"^@[\w.-]+/[\w.-]+:(?:[\w:-]+:)? |^(?:apps|libs|packages|services)/[\w./-]+ [a-z][\w:-]*[:$] "),
    (
        "log?",
        r"^(?:error|warning|note|help|info|fatal(?: error)?|hint): \S|^\s*(?:Caused by|Suppressed)|^\.\.\. |^ok \d+ ",
    ),
    ("log?", r"^\s*(?:Expected|Received|expected|got|actual|Actual|Failures|failures)\s*:|^\s*(?:left|right):.*[^;]$"),
    ("log?", r"^\s*(?:symbol|location|required|found|reason|note): |^(?:Warning|Error|Deprecated|Notice): "),
    ("log?", r"^\s*at \S+.*[(:]|^\d+\) \S+[#.:]"),
    ("diff?", r"^[+-](?:\S|\s{2}).*[;{}()=]"),
    ("diff", r"^diff --git |^@@ .*@@|^index [0-9a-f]+\.\.|^(?:---|\+\+\+) [ab/]"),
    (
        "diff?",
        r"^[+-]\s(?:[\w.*&\[\]>-]+\s*[:+-]?[={].*|[\w.]+\(.*\)\s*|\S.*[;{}]\s*)$|^\+\s.*[;{}()=]",
    ),
    (
        "code",
        r"^\s*(?:for \w+(?:, ?\w+)* in \S+|(?:el)?if not [\w.]+):\s*$|^\s*(?:require(?:_relative)?|import) ['\"]\S+['\"]\s*$",
    ),
    (
        "code",
        r"^\s*#(?:if|ifdef|ifndef|else|elif|endif|include|define|undef|pragma)\b|^\s+@[\w.]+\s*$|^[.#][\w-].*,\s*$|^\s*[\w.:]+\([^()]*\)\s*$",
    ),
    ("code", r"^\s*from [\w.]+ import [\w*(]|^\s*import (?:\w+\.[\w.]+|\w+ as \w+)\s*$|^\s*import .* from ['\"]"),
    (
        "code",
        r"^\s*(?:export )?(?:const|let|var|val) (?:[\w$]+(?:: ?[\w<>\[\], |]+)?|[\[{][^=]+[\]}]) = \S|^\s*[\w.$]+\[[^\]]+\]\s*=\s*\S",
    ),
    (
        "code",
        r"^(?:(?:static|extern|inline|const|unsigned) ){1,3}(?:void|int|char|bool|float|double|long|size_t|\w+_t|struct \w+|[A-Z]\w+)\b ?\**\s*$|^(?:\w+[ *]+)+\w+\([^()]*,\s*$",
    ),
    (
        "code",
        r"^\s*(?:FROM|(?:(?:LEFT|RIGHT|INNER|OUTER|CROSS) ){0,2}JOIN) [a-z_\"][\w.\"]*|^\s*WHERE \S+ ?(?:[=<>!]|IN\b|IS\b|LIKE\b)|^\s*(?:GROUP|ORDER) BY [\w.\"]+(?: ASC| DESC)?(?:, [\w.\"]+(?: ASC| DESC)?)*;?\s*$|^\s*VALUES \(|^\s*SELECT (?:\*|[\w.\"]+)(?:,|\s*$)",
    ),
    ("code", r"^\s*[)\]}]+[;,]?\s*$"),
    ("code", r"^\s*</?[a-zA-Z][^>]*>"),
    ("code", r"^\s*[\w.\[\]'\"-]+(?:=|:=|\+=|=>)\s*\S"),
    ("code?", r"^\s*[\w.\[\]'\"-]+\s+(?:=|:=|\+=|=>)\s*\S"),
    ("code", r"^\s*\"[^\"]+\"\s*:\s*"),
    ("code", r"^\s*(?i:select|insert into|update|delete from|create|alter|drop|with|grant|truncate) .*[;(,]\s*$"),
    ("code", r"^\s{4,}\S.*[({\[;,=]"),
    ("code", r"^\d{1,6}\s*[|→\t]|^\d{1,6}:(?:[^\d ]| {2,}\S|$)"),
    ("code", r"^\s*(?://|/\*) ?\S"),
    (
        "code",
        r"^\s+-? ?\w[\w.-]*:\s*(?:\S+\s*)?$|^[\w.-]*[a-z_.-][\w.-]*: (?:[^\s\x{2e80}-\x{9fff}\x{ac00}-\x{d7af}]+|\S{1,8})\s*$",
    ),
    ("quote", r"^\s*>\s?\S"),
    (
        "quote",
        r"^(?:From|To|Cc|Subject|Sent|Reply-To|Body|Betreff|Von|Asunto|Objet|Oggetto|Assunto|Тема|Кому|件名|差出人|主题|发件人|제목)(?:: ?|：)\S+(?: \S+){0,9}$",
    ),
    ("quote", r"^commit [0-9a-f]{7,40}$|^(?:[0-9]+[a-f]|[a-f]+[0-9])[0-9a-f]{4,11} \S|^(?:Author|Commit|Date): +\S"),
    ("quote", r"^\s*[-*] \d{4}-\d\d-\d\d\b|^§ ?\d"),
    ("option", r"^[a-f]\) \S"),
    ("clock", r"^\d\d:\d\d\s\S"),
    ("table", r"^(?:│ {3}| {4})*[├└]── \S"),
    (
        "table",
        r"^\s*\|.*\|\s*$|^\S+(?:\t\S*){4,}$|^[^;\s]+(?: [^;\s]+){0,3}(?:; ?[^;\s]+(?: [^;\s]+){0,3}){3,}$",
    ),
    ("table?", r"^\S+(?:[,;]\S*){4,}$"),
    ("row", r"^[^\s,;]+(?:[,;][^\s,;]*){2,}$"),
)

# Lines that are code unless they read like prose: more words than so many, and no sign of code (`SIGN_OF_CODE`).
DOUBTFUL_LINE: Final[tuple[tuple[int, str], ...]] = (
    (
        2,
        r"^\s*(?:def|class|func|fn|function|public|private|protected|static|struct|impl|interface|enum|import|from|package|using|namespace|const|let|var|return|if|for|while|switch|export|async|await|type|trait|pub|use|mod|module|require|include|#include|#define|@\w+)(?:[^\w']|$).*[;{}():=<>'\"]\s*$",
    ),
    (5, r"[;{}]\s*$"),
)
SIGN_OF_CODE: Final = r"\w\(|[=!<>]=|\w ?= ?\S|->|=>|::|\w\[|<[\w./]+>|^\s*[^\w\s@]|^\s*[\w-]+:.*;\s*$"

# Numbered lines or a wrapper: a file that a client put into a message.
FILE_VIEW: Final = r"(?m)^\s*\d{1,6}(?:[|→\t]|: )|^<(?:path|file|content|type)>|\(End of file"
