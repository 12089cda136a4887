"""Weights of stems in several models are summed as one number."""

import pytest

from services.classifier.core.weighed import WEIGHED, Weighed, lane_of, pack, unpack


def test_lanes_are_summed_apart() -> None:
    both = pack((-3, 0, 7, 1, -900_000)) + pack((3, -1, 7, -2, -900_000)) + pack((-40,), 7)
    assert unpack(both, 5) == (0, -1, 14, -1, -1_800_000)
    assert [lane_of(both, lane) for lane in range(8)] == [0, -1, 14, -1, -1_800_000, 0, 0, -40]


def test_stems_and_pairs_of_neighbours_are_weighed() -> None:
    weighed = Weighed()
    weighed.add({"still": (5,), "still red": (-20,)}, 0)
    weighed.add({"red": (300,), "still": (-1,)}, 6)
    assert repr(weighed) == "Weighed(2 stems, 1 pairs)"
    found = weighed.sum(["still", "red", "still", "unknown"])
    assert (lane_of(found, 0), lane_of(found, 6)) == (5 - 20 + 5, -1 + 300 - 1)
    assert weighed.sum([]) == 0


@pytest.mark.parametrize("lane", range(8))
def test_no_lane_that_is_shipped_runs_over(lane: int) -> None:
    most = max(abs(lane_of(packed, lane)) for packed in (*WEIGHED._words.values(), *WEIGHED._pairs.values()))
    assert 0 < most * 320 < 1 << 23
