from __future__ import annotations

import math
from typing import Any

import pytest

from luisterlijn.insight.staffing import Goal, Work


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"share": None, "leave": None}, "share: neither share nor leave is given; give one, or both"),
        ({"share": 1.0}, "share: 1.0 cannot be promised; give a share above 0 and below 1"),
        ({"share": 0.0}, "share: 0.0 cannot"),
        ({"share": 80}, "share: 80 cannot"),
        ({"share": math.nan}, "share: nan cannot"),
        ({"leave": 0.0}, "leave: 0.0 cannot be promised; give a share above 0 and below 1, or none"),
        ({"leave": 1.0}, "leave: 1.0 cannot"),
        ({"leave": math.nan}, "leave: nan cannot"),
        ({"within_s": -1.0}, "within_s: -1.0 is no wait; give seconds from 0 on"),
        ({"within_s": math.inf}, "within_s: inf is no wait"),
        ({"within_s": math.nan}, "within_s: nan is no wait"),
        ({"judged": "answered"}, "judged: 'answered' is no way to judge; give offered or waits"),
    ],
)
def test_goal_that_nobody_can_mean_is_refused(wrong: dict[str, Any], says: str) -> None:
    good: dict[str, Any] = {"share": 0.8, "within_s": 60.0, "leave": None}
    assert Goal(**good).judged == "offered"
    with pytest.raises(ValueError, match=says):
        Goal(**good | wrong)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"handle_s": 0.0}, "handle_s: 0.0 is no handle time; give seconds above 0"),
        ({"handle_s": math.inf}, "handle_s: inf is no"),
        ({"handle_s": math.nan}, "handle_s: nan is no"),
        ({"patience_s": 0.0}, "patience_s: 0.0 is no patience; give seconds above 0, or inf"),
        ({"patience_s": math.nan}, "patience_s: nan is no"),
        ({"redial": 1.0}, "redial: 1.0 is no share who call again; give 0 or more, below 1"),
        ({"redial": -0.1}, "redial: -0.1 is no"),
        ({"redial": math.nan}, "redial: nan is no"),
        ({"chats": 0}, "chats: 0 at once cannot be reckoned; give 1 to 4"),
        ({"chats": 5, "slower": (1.0,) * 5}, "chats: 5 at once cannot"),
        ({"chats": 2}, "slower: 0 factors for 2 at once; give one for each"),
        ({"chats": 2, "slower": (1.0,)}, "slower: 1 factors for 2 at once"),
        ({"chats": 1, "slower": (1.0, 1.4)}, "slower: 2 factors for 1 at once"),
        ({"chats": 2, "slower": (1.0, 0.0)}, "slower: .* holds no factors; give numbers above 0"),
        ({"chats": 2, "slower": (1.0, math.nan)}, "slower: .* holds no factors"),
        ({"chats": 2, "slower": (1.0, 2.1)}, "ends less with more chats at once; lower chats or the last factors"),
        ({"chats": 2, "slower": (1.0, 0.9)}, "a further chat adds more than the one before; raise the last factors"),
        ({"chats": 3, "slower": (1.0, 1.9, 2.0)}, "a further chat adds more"),
    ],
)
def test_work_that_no_line_has_is_refused(wrong: dict[str, Any], says: str) -> None:
    good: dict[str, Any] = {"handle_s": 1200.0, "patience_s": 300.0}
    assert Work(**good).chats == 1
    with pytest.raises(ValueError, match=says):
        Work(**good | wrong)


@pytest.mark.parametrize(
    "slower", [(1.0, 1.0), (1.0, 1.4), (1.0, 2.0), (1.1, 1.3), (1.0, 1.4, 2.1), (1.0, 1.5, 2.0, 2.6)]
)
def test_work_with_chats_that_each_add_less_is_taken(slower: tuple[float, ...]) -> None:
    work = Work(1200, math.inf, chats=len(slower), slower=slower)
    assert work.speeds == tuple(k / factor for k, factor in zip((1, 2, 3, 4), slower, strict=False))


def test_speeds_of_one_at_a_time_are_one() -> None:
    assert Work(1200, 300).speeds == (1,)
