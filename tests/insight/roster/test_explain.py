"""Every gap says why: the first reason of each person, and the commonest of those who are fit and available."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from luisterlijn.insight.roster import Candidate, Gap, Opening, greedy
from tests.insight.roster.cases import local, opening, papers, person, problem, span

NIGHT = opening("night", 4, 22, 30)


def gaps(openings: list[Opening], candidates: list[Candidate], **more: Any) -> tuple[Gap, ...]:
    return greedy(problem(openings, candidates, **more)).gaps


@pytest.mark.parametrize(
    ("who", "why"),
    [
        (person("a", papers(active=False)), "nobody_fit"),
        (person("a", papers(channels=("phone",))), "nobody_fit"),
        (person("a", windows=()), "nobody_available"),
        (person("a", work=(span(4, 20, 23),)), "all_busy"),
        (person("a", work=(span(5, 8, 12),)), "rest_rule"),
        (person("a", work=(span(4, 18, 22),)), "rest_rule"),
        (person("a", most_shifts=0), "all_at_maximum"),
        (person("a", most_minutes=60), "all_at_maximum"),
    ],
)
def test_gap_tells_the_reason(who: Candidate, why: str) -> None:
    expected = Gap("night", local(4, 22), local(4, 30), ("chat",), 1, why, {why: 1})  # type: ignore[arg-type, dict-item]
    assert gaps([NIGHT], [who]) == (expected,)
    assert gaps([NIGHT], [who, person("b")]) == ()


def test_commonest_reason_of_those_who_could_is_told_and_everybody_counted() -> None:
    people = [
        person("a", windows=()),
        person("b", windows=()),
        person("c", windows=()),
        person("d", most_shifts=0),
        person("e", most_shifts=0),
        person("f", work=(span(5, 8, 12),)),
    ]
    (gap,) = gaps([NIGHT], people)
    assert (gap.why, gap.people) == ("all_at_maximum", {"nobody_available": 3, "rest_rule": 1, "all_at_maximum": 2})


def test_new_shifts_are_reasons_too() -> None:
    both = [NIGHT, opening("morning", 5, 8, 12, minimum=1), opening("beside", 4, 23, 31, 0)]
    assert [(gap.opening, gap.why) for gap in gaps(both, [person("a")])] == [("morning", "rest_rule")]


def test_gap_of_a_full_shift_or_one_that_began_says_so() -> None:
    full = opening("full", 4, 18, 22, 2, maximum=1, signed=("x",))
    assert [(gap.why, gap.people) for gap in gaps([full], [person("a")])] == [("full", {"full": 1})]
    begun = gaps([NIGHT], [person("a")], now=local(4, 23))
    assert [(gap.why, gap.people) for gap in begun] == [("started", {"started": 1})]


def test_gap_names_the_channels_that_lack() -> None:
    both = opening("both", 4, 18, 22, channels=("chat", "phone"), minimum=2, signed=("x",))
    chat = person("a", papers(channels=("chat",)))
    assert [(gap.channels, gap.lacking, gap.why) for gap in gaps([both], [chat])] == [(("phone",), 1, "nobody_fit")]
    assert [(gap.channels, gap.lacking) for gap in gaps([both], [])] == [(("chat", "phone"), 1)]


def test_target_leaves_no_gap() -> None:
    assert gaps([opening("wish", 4, 18, 22, 0, target=3)], []) == ()


def test_required_quarters_that_lack_are_laid_to_the_shift_with_room_that_began_first() -> None:
    first, second = opening("first", 4, 18, 20, maximum=1, signed=("x",)), opening("second", 4, 19, 21)
    required = {"chat": (local(4, 18), np.array([1] * 4 + [2] * 4 + [1] * 4 + [1] * 2, np.int64))}
    found = gaps([first, second], [], required=required)
    assert [(gap.opening, gap.starts_at, gap.ends_at, gap.lacking, gap.why) for gap in found] == [
        ("second", local(4, 19), local(4, 21), 1, "nobody_fit"),
        ("", local(4, 21), local(4, 21.5), 1, "no_shift"),
    ]


def test_more_people_than_required_leave_no_gap() -> None:
    required = {"chat": (local(4, 22), np.ones(32, np.int64))}
    assert gaps([replace(NIGHT, minimum=5)], [person("a")], required=required) == ()
