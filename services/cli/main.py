"""The command `dispatch`. Each command's module is loaded when it is chosen, so that `dispatch gateway` never loads the rules."""

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple, NoReturn

from shared import version

DEFAULT_REDIS_URL: Final = "redis://localhost:6379/0"


class Command(NamedTuple):
    """One command: where it lives, and whether it reads router.yaml. Its module has `add_arguments` and `run`."""

    module: str
    summary: str
    takes_config: bool = True


COMMANDS: Final[Mapping[str, Command]] = {
    "up": Command("services.cli.up", "run everything on this machine: Valkey, classifiers, gateways"),
    "gateway": Command("", "run one gateway in the foreground"),
    "classifier": Command("", "run one classifier in the foreground", takes_config=False),
    "check-config": Command("services.cli.check_config", "check router.yaml and show what it means"),
    "route": Command("services.cli.route", "explain the decision for a prompt or a request file, offline"),
    "eval": Command("services.cli.evaluate", "judge labelled prompts: confusion matrix and misses, offline"),
    "health": Command("services.cli.health", "ask a running gateway whether it lives", takes_config=False),
}


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, and where help is."""

    def error(self, message: str) -> NoReturn:
        """Exit 2."""
        self.exit(2, f"dispatch: {message} (see {self.prog} --help)\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name; returns the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if words and not words[0].startswith("-"):
            return _run_command(words[0], words[1:])
        return _run_flags(words)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `dispatch route ... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def default_config(environment: Mapping[str, str]) -> Path:
    """/config/router.yaml in a container, ./config/router.yaml elsewhere."""
    in_container = environment.get("DISPATCH_CONTAINER") == "1" or Path("/config").is_dir()
    return Path("/config/router.yaml") if in_container else Path("config/router.yaml")


def _run_flags(words: list[str]) -> int:
    """`dispatch --version`, `dispatch --check-config`, and `dispatch --config PATH`, which means `up`."""
    parser = _Parser(
        prog="dispatch",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Judges how hard a coding agent's request is and streams it to the model of that level.",
        epilog="commands:\n" + "\n".join(f"  {name:<14}{command.summary}" for name, command in COMMANDS.items()),
        usage="dispatch COMMAND [options] | dispatch [--config PATH] [--check-config] [--version]",
    )
    parser.add_argument("--version", action="store_true", help="show the version")
    parser.add_argument("--check-config", action="store_true", help="same as the command check-config")
    _add_config(parser)
    args, rest = parser.parse_known_args(words)
    if args.version:
        print(f"dispatch {version.VERSION} (commit {version.COMMIT}, built {version.BUILD_TIME})")
        return 0
    if not words:
        parser.print_help()
        return 2
    return _run_command("check-config" if args.check_config else "up", ["--config", str(args.config), *rest])


def _run_command(name: str, words: list[str]) -> int:
    if name not in COMMANDS:
        known = ", ".join(COMMANDS)
        print(f"dispatch: unknown command `{name}`; there are: {known} (see dispatch --help)", file=sys.stderr)
        return 2
    command = COMMANDS[name]
    parser = _Parser(prog=f"dispatch {name}", description=command.summary)
    if command.takes_config:
        _add_config(parser)
    add_arguments, run = _PROCESSES[name] if name in _PROCESSES else _offline(command.module)
    add_arguments(parser)
    return run(parser.parse_args(words))


def _add_config(parser: argparse.ArgumentParser) -> None:
    default = default_config(os.environ)
    parser.add_argument("--config", type=Path, default=default, metavar="PATH", help=f"router.yaml (default {default})")


AddArguments = Callable[[argparse.ArgumentParser], None]
Run = Callable[[argparse.Namespace], int]


def _offline(module: str) -> tuple[AddArguments, Run]:
    loaded = importlib.import_module(module)
    return loaded.add_arguments, loaded.run


def _add_redis(parser: argparse.ArgumentParser) -> None:
    url = os.environ.get("REDIS_URL") or DEFAULT_REDIS_URL
    parser.add_argument(
        "--redis-url", default=url, metavar="URL", help=f"default: the variable REDIS_URL, else {DEFAULT_REDIS_URL}"
    )


def _add_gateway(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--simulate", action="store_true", help="answer from the built-in simulator; needs no key")
    parser.add_argument(
        "--fd", type=int, metavar="N", help="serve on this open listening socket instead of server.listen"
    )
    _add_redis(parser)


def _gateway(args: argparse.Namespace) -> int:
    from services.gateway import server

    return server.run(args.config, simulate=args.simulate, fd=args.fd, redis_url=args.redis_url)


def _classifier(args: argparse.Namespace) -> int:
    from services.classifier import worker

    return worker.run(args.redis_url)


_PROCESSES: Final[Mapping[str, tuple[AddArguments, Run]]] = {
    "gateway": (_add_gateway, _gateway),
    "classifier": (_add_redis, _classifier),
}


if __name__ == "__main__":
    sys.exit(main())
