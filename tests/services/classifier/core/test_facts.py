"""Facts are values: closed sets, frozen, with the risk worked out from the strongest event."""

import msgspec
import pytest

from services.classifier.core.facts import Facts, Risk, Signals, Stakes

RISKS = [
    ("nothing", Stakes(), Risk.NONE),
    ("production alone", Stakes(production_context=True), Risk.LOW),
    ("a destructive act alone", Stakes(destructive_action=True), Risk.LOW),
    ("one signal", Stakes(signals=Signals(money=1)), Risk.MEDIUM),
    ("one signal of each of two events", Stakes(signals=Signals(money=1, loss=1)), Risk.MEDIUM),
    ("one signal in production", Stakes(signals=Signals(money=1), production_context=True), Risk.HIGH),
    ("two signals of one event", Stakes(signals=Signals(access=2)), Risk.CRITICAL),
]


@pytest.mark.parametrize(("stakes", "risk"), [row[1:] for row in RISKS], ids=[row[0] for row in RISKS])
def test_risk_is_that_of_the_strongest_event(stakes: Stakes, risk: Risk) -> None:
    assert Facts(stakes=stakes).risk is risk


@pytest.mark.parametrize("event", [field.name for field in msgspec.structs.fields(Signals)])
def test_every_event_can_be_the_strongest(event: str) -> None:
    assert Signals(**{event: 3}).strongest == 3


def test_facts_can_not_be_changed() -> None:
    with pytest.raises(AttributeError):
        Facts().courtesy = True  # type: ignore[misc]
