"""The specimens that a worker judges before its first request."""

import pytest

from services.classifier import warm
from services.classifier.core.engine import Engine
from services.classifier.core.messages import cut, parse
from shared.protocol import ClassifyRequest


def test_they_hold_outputs_code_and_prose_in_several_languages() -> None:
    outputs = [text for text in warm.specimens() if text.startswith("Still failing:")]
    code = [text for text in warm.specimens() if text.startswith("Explain this:")]
    prose = [text for text in warm.specimens() if text not in (*outputs, *code)]
    assert len("".join(outputs)) > 20_000
    assert all(text.count("```") == 2 for text in outputs)
    assert len("".join(code)) > 10_000
    assert len("".join(prose)) > 10_000
    assert not all(map(str.isascii, prose))


def test_each_is_judged_as_a_prompt_of_a_user_and_then_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[list[str]] = []
    judge = Engine.judge

    def noted(self: Engine, request: ClassifyRequest) -> object:
        judged.append([text for raw in cut(request.messages) for text in parse(raw).texts])
        return judge(self, request)

    monkeypatch.setattr(Engine, "judge", noted)
    warm.up()
    *each, (said, _, shown) = judged
    assert each == [[text] for text in warm.specimens()]
    assert all(text in said and text in shown for text in warm.specimens())
    assert len(said) + len(shown) > 150_000
