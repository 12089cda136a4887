"""Messages by role from the latest back, and whether a turn names what was named before it."""

from services.classifier.core.conversation import LOOKED_BACK, back, shares_names
from services.classifier.core.messages import Message
from tests.services.classifier.core.told import Told, run, user

RED = "FAILED tests/test_cart_total.py::test_sum\n3 failed, 9 passed in 0.4s\n"
GREEN = "tests/test_cart_total.py 12 passed in 0.4s\n"
DONE = Message("assistant", ("Done.",))


def test_messages_of_a_role_come_latest_first_and_none_is_read() -> None:
    told = Told(user("a"), run("x"), user("b"), DONE, user("c"))
    assert list(back(told, "user", 0, 5)) == [4, 2, 0]
    assert list(back(told, "user", 1, 4)) == [2]
    assert list(back(told, "system", 0, 5)) == []
    assert not told.read


def names_again(*between: Message) -> bool:
    told = Told(user("Fix the cart"), *between, user("now open test_cart_total.py"))
    return shares_names(told, len(told.roles) - 1, 0, len(told.roles) - 1)


def test_a_turn_shares_what_the_agent_or_a_failed_run_named() -> None:
    assert names_again(Message("assistant", ("I changed test_cart_total.py",)))
    assert names_again(run(RED))
    assert not names_again(run(GREEN))
    assert not names_again(DONE)


def test_the_start_is_asked_however_long_ago_it_is_and_the_rest_only_if_it_is_recent() -> None:
    said = user("Look at test_cart_total.py")
    far = Told(said, *[DONE] * 100, user("test_cart_total.py again"))
    assert shares_names(far, 101, 0, 101)
    behind = Told(user("Hello"), said, *[DONE] * 100, user("test_cart_total.py again"))
    assert not shares_names(behind, 102, 0, 102)
    near = Told(user("Hello"), said, *[DONE] * (LOOKED_BACK - 1), user("test_cart_total.py again"))
    assert shares_names(near, LOOKED_BACK + 1, 0, LOOKED_BACK + 1)


def test_of_many_runs_only_the_latest_are_read() -> None:
    told = Told(user("Fix the cart"), *[run(GREEN)] * 50, user("now open test_cart_total.py"))
    assert not shares_names(told, 51, 0, 51)
    assert told.searched["tool"] == 3
