"""Plain YAML values to the config structs, collecting every problem instead of the first one.

Each problem names the path of the key, what stands there and what would be right.
"""

import difflib
import enum
import math
import re
import types
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Union, get_args, get_origin

import msgspec


@dataclass(slots=True)
class Findings:
    """What is wrong with a config: problems refuse it, unknown keys only warn, except in structs that forbid them."""

    problems: list[str] = field(default_factory=list)
    unknown_keys: list[str] = field(default_factory=list)


def decode(value: Any, kind: Any, path: str, findings: Findings) -> Any:
    """Turn `value` into `kind` as far as it goes: what is wrong is noted in `findings` and stands at its default.

    A required field without a usable value stands empty, so that the checks after this one see every entry at its place.
    """
    struct = _struct_of(kind, value)
    if struct is not None:
        return _decode_struct(value, struct, path, findings)
    origin, args = get_origin(kind), get_args(kind)
    if origin is dict and isinstance(value, dict) and _is_struct(args[1]):
        _names_only(value, path, findings)
        return {str(name): decode(item, args[1], f"{path}.{name}", findings) for name, item in value.items()}
    if origin is tuple and isinstance(value, list) and _is_struct(args[0]):
        return tuple(decode(item, args[0], f"{path}[{index}]", findings) for index, item in enumerate(value))
    try:
        converted = msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        findings.problems.append(_problem(str(error), value, kind, path))
        return None
    if _is_finite(converted):
        return converted
    findings.problems.append(f"{path}: expected numbers that are finite (found {_shown(value)})")
    return None


def _decode_struct(value: Any, struct: type[msgspec.Struct], path: str, findings: Findings) -> Any:
    fields = {entry.name: entry for entry in msgspec.structs.fields(struct)}
    if not isinstance(value, dict | None):
        findings.problems.append(f"{path or 'the file'}: expected a mapping of keys (found {_shown(value)})")
        return struct(**{name: _empty(entry.type) for name, entry in fields.items() if entry.required})
    known: dict[str, Any] = {}
    for key, item in (value or {}).items():
        at = f"{path}.{key}" if path else str(key)
        if key not in fields:
            unknown = findings.problems if struct.__struct_config__.forbid_unknown_fields else findings.unknown_keys
            unknown.append(f"{at}: unknown key{nearest(str(key), list(fields))}")
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
    return struct(**known, **{name: _empty(fields[name].type) for name in missing})


def _empty(kind: Any) -> Any:
    """What a required field holds that got no usable value: a struct of defaults, an empty text, a zero, or None."""
    return kind() if _is_struct(kind) or kind in (str, float, int) else None


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


def nearest(key: str, known: Sequence[str]) -> str:
    """The end of a message about an unknown name: the known one that it was probably meant to be, or all of them."""
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
    return f"; did you mean `{near[0]}`?" if near else f"; known here: {', '.join(known)}"


def _shown(value: Any) -> str:
    if isinstance(value, dict | list | tuple):
        return f"a {'mapping' if isinstance(value, dict) else 'list'} of {len(value)}"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _is_finite(value: Any) -> bool:
    """No infinity and no NaN, which no duration, weight or price can be."""
    if isinstance(value, list | tuple):
        return all(map(_is_finite, value))
    if isinstance(value, dict):
        return all(map(_is_finite, value.values()))
    return not isinstance(value, float) or math.isfinite(value)


_AT: Final = re.compile(r" - at `\$((?:\[\d+\])*)[^`]*`$")
_KINDS: Final = {
    "array": "a list",
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "object": "a mapping",
    "null": "nothing",
}


def _problem(message: str, value: Any, kind: Any, path: str) -> str:
    """msgspec's message in plain words, with the place inside a list and with the values that would be right."""
    if inside := _AT.search(message):
        message = message[: inside.start()]
        for index in re.findall(r"\d+", inside[1]):
            value, path = value[int(index)], f"{path}[{index}]"
    if message.startswith("Invalid enum value"):
        message = f"expected one of {', '.join(_choices(kind))}"
    return f"{path}: {_plain(message)} (found {_shown(value)})"


def _choices(kind: Any) -> list[str]:
    """The closed set of texts that a type takes."""
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return [str(member.value) for member in kind]
    if get_origin(kind) is Literal:
        return [str(choice) for choice in get_args(kind)]
    return [choice for inner in get_args(kind) for choice in _choices(inner)]


def _plain(message: str) -> str:
    plain = re.sub(r"`([^`]+)`", lambda found: " or ".join(_KINDS.get(k, k) for k in found[1].split(" | ")), message)
    return plain[:1].lower() + plain[1:]
