"""Plain YAML values to the config structs, collecting every problem instead of the first one.

Each problem names the path of the key, what stands there and what would be right.
"""

import difflib
import types
from dataclasses import dataclass, field
from typing import Any, Union, get_args, get_origin

import msgspec


@dataclass(slots=True)
class Findings:
    """What is wrong with a config: problems refuse it, unknown keys only warn."""

    problems: list[str] = field(default_factory=list)
    unknown_keys: list[str] = field(default_factory=list)


def decode(value: Any, kind: Any, path: str, findings: Findings) -> Any:
    """Turn `value` into `kind` as far as it goes: what is wrong is noted in `findings` and stands at its default, or None."""
    struct = _struct_of(kind, value)
    if struct is not None:
        return _decode_struct(value, struct, path, findings)
    origin, args = get_origin(kind), get_args(kind)
    if origin is dict and isinstance(value, dict) and _is_struct(args[1]):
        _names_only(value, path, findings)
        entries = ((name, decode(item, args[1], f"{path}.{name}", findings)) for name, item in value.items())
        return {name: entry for name, entry in entries if entry is not None}
    if origin is tuple and isinstance(value, list) and _is_struct(args[0]):
        items = (decode(item, args[0], f"{path}[{index}]", findings) for index, item in enumerate(value))
        return tuple(item for item in items if item is not None)
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        findings.problems.append(f"{path}: {_plain(str(error))} (found {_shown(value)})")
        return None


def _decode_struct(value: Any, struct: type[msgspec.Struct], path: str, findings: Findings) -> Any:
    value = {} if value is None else value
    if not isinstance(value, dict):
        findings.problems.append(f"{path or 'the file'}: expected a mapping of keys (found {_shown(value)})")
        return None
    fields = {entry.name: entry for entry in msgspec.structs.fields(struct)}
    known: dict[str, Any] = {}
    for key, item in value.items():
        at = f"{path}.{key}" if path else str(key)
        if key not in fields:
            findings.unknown_keys.append(f"{at}: unknown key{_nearest(str(key), list(fields))}")
        elif item is None and not _allows_none(fields[key].type) and not fields[key].required:
            continue  # `section:` with nothing under it means its defaults
        else:
            before = len(findings.problems)
            decoded = decode(item, fields[key].type, at, findings)
            if len(findings.problems) == before or decoded is not None:
                known[key] = decoded
    missing = [name for name, entry in fields.items() if entry.required and name not in known]
    for name in missing:
        at = f"{path}.{name}" if path else name
        if not any(problem.startswith((f"{at}:", f"{at}.", f"{at}[")) for problem in findings.problems):
            findings.problems.append(f"{at}: missing, and there is no default for it")
    return None if missing else struct(**known)


def _struct_of(kind: Any, value: Any) -> type[msgspec.Struct] | None:
    """The struct that `kind` is, or is besides None."""
    if _is_struct(kind):
        return kind  # type: ignore[no-any-return]  # narrowed by _is_struct
    if get_origin(kind) in (Union, types.UnionType) and value is not None:
        for option in get_args(kind):
            if _is_struct(option):
                return option  # type: ignore[no-any-return]  # narrowed by _is_struct
    return None


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _allows_none(kind: Any) -> bool:
    return type(None) in get_args(kind)


def _names_only(value: dict[Any, Any], path: str, findings: Findings) -> None:
    findings.problems.extend(
        f"{path}: the name {_shown(name)} must be a text; quote it" for name in value if not isinstance(name, str)
    )


def _nearest(key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
    return f"; did you mean `{near[0]}`?" if near else f"; known here: {', '.join(known)}"


def _shown(value: Any) -> str:
    if isinstance(value, dict | list | tuple):
        return f"a {'mapping' if isinstance(value, dict) else 'list'} of {len(value)}"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _plain(message: str) -> str:
    message = message.split(" - at `")[0]
    for foreign, plain in (
        ("`array`", "a list"),
        ("`str`", "a text"),
        ("`int`", "a whole number"),
        ("`float`", "a number"),
        ("`bool`", "true or false"),
        ("`object`", "a mapping"),
        ("`null`", "nothing"),
    ):
        message = message.replace(foreign, plain)
    return message[:1].lower() + message[1:]
