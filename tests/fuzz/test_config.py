"""Config files, key files and exemplars of any content: taken or refused with every problem in its place, and nothing else."""

import random
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from services.cli.check_config import describe
from services.gateway.core.env_file import KeyRefused, checked, find
from services.gateway.core.reload_state import ERROR_LIMIT
from services.gateway.watch.api_key_watch import ApiKeyWatch
from services.gateway.watch.config_watch import ConfigWatch
from shared.config.load import ConfigError, Source, default, default_text, load, unpack
from shared.config.model import OpenRouter
from shared.config.snapshot import Snapshot
from shared.level import LEVELS
from tests.fuzz.harness import examples, header_value, json_value, tried

PACKAGED = default_text("router.yaml")
TREE: dict[str, Any] = yaml.safe_load(PACKAGED)
OWN_KEYS = sorted({key for section in TREE.values() if isinstance(section, dict) for key in section} | set(TREE))

value = (
    json_value
    | st.sampled_from([-1, 0, 1e308, 10**30, float("inf"), float("nan"), "", " ", "easy", "http://x", ":0", "(?P<a>", "a" * 300])
    | st.dictionaries(st.sampled_from(OWN_KEYS) | st.integers() | st.none(), json_value, max_size=3)
)  # fmt: skip


def taken(text: bytes) -> Snapshot | None:
    """The snapshot, proved sound; None when the text was refused, proved clear."""
    tried["configs"] += 1
    try:
        snapshot = load(Source(text))
    except ConfigError as error:
        refused = error.problems
    else:
        return sound(snapshot)
    assert refused
    assert all(problem.strip() and "Traceback (most recent call last):" not in problem for problem in refused)
    return None


def sound(snapshot: Snapshot) -> Snapshot:
    """A classifier rebuilds it, every level has a target, and it can be shown."""
    again = unpack(snapshot.source)
    assert (again.digest, again.config, again.targets) == (snapshot.digest, snapshot.config, snapshot.targets)
    assert set(snapshot.targets) == set(LEVELS)
    assert "\n".join(describe(Path("router.yaml"), snapshot))
    return snapshot


@st.composite
def trees(draw: Any) -> Any:
    """The packaged config with some values replaced, taken out or added anywhere."""
    tree = yaml.safe_load(PACKAGED)
    for _ in range(draw(st.integers(1, 4))):
        place, keys = tree, []
        while isinstance(place, dict) and place and (not keys or draw(st.booleans())):
            keys.append(draw(st.sampled_from(sorted(place, key=str))))
            parent, place = place, place[keys[-1]]
        if keys:
            action = draw(st.sampled_from(["replace", "replace", "remove", "add"]))
            if action == "remove":
                del parent[keys[-1]]
            else:
                parent[keys[-1] if action == "replace" else draw(st.text(max_size=8))] = draw(value)
    return tree


@examples(120)
@given(trees())
def test_a_changed_config_is_taken_or_refused(tree: Any) -> None:
    taken(yaml.safe_dump(tree, allow_unicode=True).encode("utf-8", "replace"))


@examples(80)
@given(st.sampled_from(sorted(TREE)), value)
def test_a_section_of_any_value_is_taken_or_refused(section: str, given_value: Any) -> None:
    taken(yaml.safe_dump({"levels": TREE["levels"], "model_profiles": TREE["model_profiles"], section: given_value}).encode("utf-8", "replace"))  # fmt: skip


pattern = st.fixed_dictionaries(
    {"id": st.sampled_from(["a", "b", "c"]), "dimension": st.sampled_from(["risk", "complexity", "x"]), "weight": value},
    optional={
        "regex": st.text(alphabet="ab(|)*+?{1,99}[^]\\dpLx.$", max_size=20),
        "match_tools": value, "match_response_format": value, "per_match": st.booleans(), "cap": value,
        "requires": st.lists(st.sampled_from(["a", "b", "zz"]), max_size=3), "requires_not": value, "reason": value,
    },
)  # fmt: skip


@examples(80)
@given(st.lists(pattern, max_size=4))
def test_patterns_of_any_value_are_taken_or_refused(patterns: list[Any]) -> None:
    taken(yaml.safe_dump({**TREE, "patterns": patterns}).encode("utf-8", "replace"))


@examples(100)
@given(st.randoms(use_true_random=False), st.binary(max_size=6), st.integers(1, 4))
def test_a_damaged_text_is_taken_or_refused(source: random.Random, noise: bytes, times: int) -> None:
    raw = bytearray(PACKAGED)
    for _ in range(times):
        at = source.randrange(len(raw))
        raw[at : at + source.choice([0, 1, 5, 40])] = source.choice([noise, b"", b"\t", b"  ", b": ", b"- ", b"&a ", b"*a", b"\n"])  # fmt: skip
    taken(bytes(raw))


async def _published(_: Snapshot) -> None:
    """Redis took it."""


@examples(30)
@given(
    st.lists(st.sampled_from([PACKAGED, b"levels: [", b"", b"\xff"]) | st.binary(max_size=50), min_size=1, max_size=8)
)
async def test_whatever_the_file_becomes_the_last_valid_config_is_served(tmp_path_factory: Any, texts: list[bytes]) -> None:  # fmt: skip
    path = tmp_path_factory.mktemp("reload") / "router.yaml"
    path.write_bytes(PACKAGED)
    watch = ConfigWatch(path, default(), _published, 0.0)
    for now, text in enumerate(texts, start=1):
        path.write_bytes(text)
        await watch.tick(float(now))
        good = taken(text)
        assert watch.state.failing == (good is None)
        assert len(watch.state.error) <= ERROR_LIMIT
        assert watch.snapshot.targets == (good or watch.snapshot).targets


# --- the key file ---

LINE = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "export ", "  ", "# ", "export\t"]),
    st.sampled_from(["OPENROUTER_API_KEY", "OTHER", "OPENROUTER_API_KEY2", ""]),
    st.sampled_from(["=", " = ", "", "=="]),
    st.text(max_size=20) | st.sampled_from(["sk-or-v1-good", '"sk-or-v1-good"', "'sk-or-v1-good' # why", '"open', "$(id)"]),
)  # fmt: skip


@examples(300)
@given(st.lists(LINE, max_size=6), st.sampled_from(["\n", "\r\n", "\r"]))
def test_a_key_file_of_any_content_gives_a_key_that_can_be_a_header_or_none(lines: list[str], end: str) -> None:
    tried["key files"] += 1
    found = find(end.join(lines), "OPENROUTER_API_KEY") or ""
    try:
        key = checked(found)
    except KeyRefused as refusal:
        said = str(refusal)
    else:
        said, found = "", ""
    if said:
        assert len(found) < 4 or found not in said, "the reason never repeats the value"
        return
    assert key.isascii()
    assert all("!" <= char <= "~" for char in key)


@examples(30)
@given(st.lists(st.binary(max_size=60) | header_value.map(lambda raw: b"OPENROUTER_API_KEY=" + raw), max_size=5))
def test_whatever_the_key_file_becomes_there_is_always_a_key(tmp_path_factory: Any, contents: list[bytes]) -> None:
    path = tmp_path_factory.mktemp("key") / "dispatch.env"
    path.write_text("OPENROUTER_API_KEY=sk-or-v1-first")
    settings = OpenRouter(api_key_file=str(path))
    watch = ApiKeyWatch(settings)
    for now, content in enumerate(contents, start=1):
        tried["key files"] += 1
        path.write_bytes(content)
        key = watch.tick(settings, float(now))
        assert key
        assert key.isascii()
        assert key.isprintable()
