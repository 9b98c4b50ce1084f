from __future__ import annotations

import math

import numpy as np
import pytest

from luisterlijn.insight.staffing import Goal, Work
from luisterlijn.insight.staffing.chats import staffed
from luisterlijn.insight.staffing.parts import Part, attempts, most_load, parts

WORKS = [
    Work(1200, 300),
    Work(1200, 300, redial=0.5),
    Work(1200, 20),
    Work(300, math.inf),
    Work(900, 400, chats=2, slower=(1.0, 1.4)),
    Work(900, math.inf, chats=3, slower=(1.0, 1.5, 2.1)),
]


def test_parts_are_those_that_are_asked() -> None:
    assert [(one.name, round(one.allowed, 9)) for one in parts(Goal(0.8, 60, 0.05))] == [
        ("share", 0.2),
        ("leave", 0.05),
    ]
    assert [one.name for one in parts(Goal(None, 60, 0.05))] == ["leave"]
    assert [one.name for one in parts(Goal(0.8, 60, None))] == ["share"]


@pytest.mark.parametrize("work", WORKS)
@pytest.mark.parametrize("goal", [Goal(0.8, 60, None), Goal(0.8, 10, None, "waits"), Goal(None, 0, 0.05)])
def test_most_load_is_just_within_the_goal(work: Work, goal: Goal) -> None:
    people = np.array([1, 2, 7, 30, 200])
    (part,) = parts(goal)
    most = most_load(people, work, part)
    n = people.astype(float)
    if math.isinf(work.patience_s) and part.name == "leave":
        assert most.tolist() == (n * work.speeds[-1]).tolist()
        return
    for just, holds in ((1 - 1e-7, 1), (1 + 1e-6, 0)):
        found = staffed(n, attempts(n, most * just, work), work)
        assert part.holds(part.missed(found)).tolist() == [holds] * 5


def test_most_load_rises_with_people() -> None:
    people = np.arange(1, 2000)
    for work in WORKS[:4]:
        for part in parts(Goal(0.8, 60, 0.05)):
            assert (np.diff(most_load(people, work, part)) > 0).all()


def test_most_load_of_callers_who_never_wait_so_long_is_any() -> None:
    part = Part("share", Goal(0.8, 600, None, "waits"), 0.2)
    assert most_load(np.array([1, 5]), Work(1200, 60), part).tolist() == [math.inf, math.inf]


def test_attempts_of_endless_patience_are_no_more() -> None:
    load = np.array([3.0, 30.0])
    assert attempts(np.array([4.0, 4.0]), load, Work(1200, math.inf, redial=0.5)).tolist() == load.tolist()
