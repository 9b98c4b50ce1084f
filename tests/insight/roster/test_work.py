"""Other work against the openings, and how much of it there may be."""

from __future__ import annotations

import numpy as np

from luisterlijn.insight.roster import Candidate, Opening
from luisterlijn.insight.roster.spans import times
from luisterlijn.insight.roster.work import Work, work
from tests.insight.roster.cases import AMSTERDAM, opening, person, problem, span

SHIFT = opening("evening", 4, 18, 22)


def worked(openings: list[Opening], who: Candidate) -> Work:
    given = problem(openings, [person("idle"), who])
    signed = np.array([[False] * len(openings), [who.id in one.signed for one in openings]])
    return work(given, signed, times([one.wanted() for one in openings], AMSTERDAM))


def test_work_at_the_time_before_it_and_beside_it_is_told_apart() -> None:
    found = worked([SHIFT], person("a", work=(span(4, 21, 23), span(4, 0, 5), span(4, 14, 18))))
    columns = (found.busy, found.tired, found.near)
    assert [each.ravel().tolist() for each in columns] == [[False, True]] * 3


def test_work_far_away_counts_for_nights_only() -> None:
    long_ago = tuple(span(day, 22, 30, month=3) for day in range(1, 6))
    found = worked([SHIFT], person("a", work=(*long_ago, span(2, 9, 13))))
    assert (found.days.tolist(), found.nights.tolist()) == ([0, 1], [0, 6])


def test_work_of_several_days_may_hold_as_many_nights() -> None:
    assert worked([SHIFT], person("a", work=(span(1, 0, 48, month=3),))).nights.tolist() == [0, 3]


def test_shifts_signed_for_are_work_once_even_if_told_twice() -> None:
    signed = opening("signed", 4, 19, 21, signed=("a",))
    found = worked([SHIFT, signed], person("a", work=(span(4, 19, 21),)))
    assert (len(found.spans[1]), found.busy.tolist()) == (1, [[False, False], [True, True]])


def test_stretch_of_their_own_makes_every_shift_worth_asking_the_rules() -> None:
    found = worked([SHIFT], person("a", work=(span(2, 9, 11), span(2, 11, 13))))
    assert found.near.ravel().tolist() == [False, True]
