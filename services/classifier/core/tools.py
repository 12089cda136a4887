"""What kind of tool a call is: one that looks, one that edits, one that runs something. Only a run has an outcome."""

import re
from typing import Final

from services.classifier.core.messages import Call

_LOOK: Final = frozenset(
    [
        "read",
        "view",
        "cat",
        "open",
        "show",
        "get",
        "list",
        "ls",
        "glob",
        "grep",
        "search",
        "find",
        "rg",
        "tree",
        "fetch",
        "web",
        "browse",
        "query",
        "lookup",
        "inspect",
        "todo",
        "todowrite",
        "todoread",
        "skill",
        "think",
        "memory",
        "diagnostics",
        "symbols",
        "definition",
        "references",
        "outline",
        "status",
        "retrieve",
        "select",
        "describe",
        "recall",
        "webfetch",
        "websearch",
        "codesearch",
        "sourcegraph",
        "lsp",
        "thinking",
    ]
)
_EDIT: Final = frozenset(
    [
        "edit",
        "write",
        "patch",
        "replace",
        "apply",
        "create",
        "insert",
        "update",
        "delete",
        "rename",
        "move",
        "multiedit",
        "str",
        "modify",
        "append",
        "save",
        "undo",
        "editor",
    ]
)
_RUN: Final = frozenset(
    [
        "bash",
        "shell",
        "sh",
        "run",
        "exec",
        "execute",
        "command",
        "terminal",
        "cmd",
        "powershell",
        "test",
        "tests",
        "build",
        "python",
        "node",
        "interpreter",
        "process",
        "script",
        "kernel",
        "launch",
        "deploy",
        "container",
        "compile",
        "stdin",
    ]
)
_WORDS: Final = re.compile(r"[a-z]+")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")

# Programs that only show what is there. What they print did not happen now.
_SHOWING: Final = frozenset(
    [
        "cat",
        "bat",
        "head",
        "tail",
        "less",
        "more",
        "grep",
        "egrep",
        "fgrep",
        "rg",
        "ag",
        "ack",
        "ls",
        "ll",
        "dir",
        "find",
        "fd",
        "tree",
        "stat",
        "file",
        "wc",
        "sort",
        "uniq",
        "cut",
        "awk",
        "sed",
        "nl",
        "tac",
        "strings",
        "jq",
        "yq",
        "xxd",
        "od",
        "column",
        "tr",
        "echo",
        "printf",
        "pwd",
        "cd",
        "env",
        "printenv",
        "which",
        "whereis",
        "type",
        "date",
        "whoami",
        "id",
        "hostname",
        "uname",
        "df",
        "du",
        "ps",
        "top",
        "free",
        "history",
        "man",
        "diff",
        "comm",
        "cmp",
        "basename",
        "dirname",
        "realpath",
        "readlink",
        "open",
        "code",
        "sleep",
        "true",
        "set",
        "export",
        "source",
        "pushd",
        "popd",
        "mkdir",
        "touch",
        "findstr",
        "get-content",
        "gc",
        "get-childitem",
        "gci",
        "get-item",
        "get-location",
        "select-string",
        "sls",
        "test-path",
        "write-host",
        "write-output",
    ]
)
_SHOWING_PAIRS: Final = frozenset(
    {
        ("git", "log"),
        ("git", "show"),
        ("git", "diff"),
        ("git", "status"),
        ("git", "blame"),
        ("git", "grep"),
        ("git", "branch"),
        ("git", "ls-files"),
        ("git", "reflog"),
        ("git", "shortlog"),
        ("git", "remote"),
        ("kubectl", "logs"),
        ("kubectl", "get"),
        ("kubectl", "describe"),
        ("docker", "logs"),
        ("docker", "ps"),
        ("docker", "inspect"),
        ("docker", "images"),
        ("gh", "issue"),
        ("gh", "pr"),
        ("npm", "ls"),
        ("npm", "view"),
        ("pip", "list"),
        ("pip", "show"),
        ("cargo", "tree"),
        ("go", "list"),
        ("go", "doc"),
        ("terraform", "show"),
        ("terraform", "state"),
        ("helm", "list"),
        ("systemctl", "status"),
        ("crontab", "-l"),
    }
)
_PIECES: Final = re.compile(r"&&|\|\||;|\n")
_COMMAND: Final = re.compile(r'"(?:command|cmd|script|code|input)"\s*:\s*(?:"((?:[^"\\]|\\.)*)"|\[([^\]]*)\])')
_SCRIPT: Final = re.compile(
    r"""(?:\S{0,60}/)?(?:bash|sh|zsh|dash|pwsh|powershell)(?:\.exe)?(?: -\w+)*? -(?:l?c|lic|ilc|[Cc]ommand) (?:(['"])(.*)\1|(.*))""",
    re.DOTALL,
)
"""A shell within the shell: what it runs is the command. Codex wraps all of its commands so."""
_PREFIX: Final = frozenset(
    ["sudo", "time", "nohup", "env", "exec", "command", "nice", "timeout", "stdbuf", "unbuffer", "xargs", "then", "do"]
)


def kind_of(call: Call) -> str:
    """look, edit, run or unknown."""
    words = _WORDS.findall(_CAMEL.sub("_", call.name).lower())
    if any(word in _RUN for word in words):
        command = command_of(call)
        return "look" if command and only_shows(command) else "run"
    if any(word in _EDIT for word in words) and not any(word.startswith("todo") for word in words):
        return "edit"
    if any(word in _LOOK or word.startswith("todo") for word in words):
        return "look"
    return "unknown"


def command_of(call: Call) -> str:
    """The command line in the arguments of a shell tool; empty when there is none."""
    match = _COMMAND.search(call.arguments[:8000])
    if not match:
        return ""
    text = (
        match.group(1) if match.group(1) is not None else " ".join(re.findall(r'"((?:[^"\\]|\\.)*)"', match.group(2)))
    )
    return text.replace('\\"', '"').replace("\\n", "\n").replace("\\t", " ").replace("\\\\", "\\")


def only_shows(command: str) -> bool:
    """Whether every step of a command line only prints what is there."""
    if script := _SCRIPT.fullmatch(command.strip()):
        command = script.group(2) or script.group(3) or ""
    return all(_step_shows(step) for step in _PIECES.split(command) if step.strip())


def _step_shows(step: str) -> bool:
    words = step.split("|", 1)[0].split()
    while words and (
        ("=" in words[0] and not words[0].startswith("=")) or words[0] in _PREFIX or words[0].startswith("(")
    ):
        if words[0].startswith("("):
            words[0] = words[0].lstrip("(")
            break
        words = words[1:]
    if not words:
        return True
    program = words[0].rsplit("/", 1)[-1].lower()
    plain = [word for word in words[1:] if not word.startswith("-")]
    if program in _SHOWING:
        return True
    return any((program, word) in _SHOWING_PAIRS for word in plain[:4])
