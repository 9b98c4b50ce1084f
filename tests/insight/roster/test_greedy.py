"""Who is put where by the greedy rule and its exchanges."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from luisterlijn.insight.roster import Candidate, Opening, Share, greedy
from tests.insight.roster.cases import local, opening, papers, person, problem, span

EVENING = opening("evening", 4, 18, 22)
NIGHT = opening("night", 4, 22, 30)


def put(openings: list[Opening], candidates: list[Candidate], **more: object) -> list[tuple[str, str]]:
    return list(greedy(problem(openings, candidates, **more)).assignments)


def test_nothing_to_fill_gives_nothing() -> None:
    found = greedy(problem([], []))
    assert (found.assignments, found.gaps, found.shares, found.cost, found.bound) == ((), (), (), 0.0, None)


def test_shift_that_has_enough_people_gets_nobody() -> None:
    assert put([replace(EVENING, signed=("a",))], [person("a"), person("b")]) == []


def test_minimum_comes_before_the_target_of_another() -> None:
    wish = opening("wish", 4, 18, 22, 0, target=1)
    assert put([wish, EVENING], [person("a", most_shifts=1)]) == [("evening", "a")]


def test_person_of_two_channels_is_taken_where_both_lack() -> None:
    both = replace(EVENING, channels=("chat", "phone"))
    chat = person("a", papers(channels=("chat",)))
    assert put([both], [chat, person("b")]) == [("evening", "b")]


@pytest.mark.parametrize(
    "who",
    [
        person("a", papers(active=False)),
        person("a", papers(channels=("phone",))),
        person("a", papers(adult_from=date(2027, 1, 1))),
        person("a", windows=()),
        person("a", windows=(span(4, 22, 29.75),)),
        person("a", work=(span(5, 5, 9),)),
        person("a", work=(span(5, 8, 12),)),
        person("a", work=(span(4, 19, 22),)),
        person("a", most_shifts=0),
        person("a", most_minutes=479),
        person("a", most_nights=0),
        person("a", refused=frozenset({"night"})),
    ],
)
def test_night_is_left_where_something_stands_in_the_way(who: Candidate) -> None:
    assert put([NIGHT], [who]) == []
    assert put([NIGHT], [who, person("b")]) == [("night", "b")]


def test_windows_that_meet_are_one() -> None:
    assert put([NIGHT], [person("a", windows=(span(5, 0, 6), span(4, 22, 24)))]) == [("night", "a")]


def test_shift_that_began_gets_nobody() -> None:
    assert put([EVENING], [person("a")], now=local(4, 18)) == []


def test_night_goes_to_whoever_had_fewest() -> None:
    people = [person("a", nights=2), person("b", nights=1), person("c", nights=2)]
    found = greedy(problem([NIGHT], people))
    assert found.assignments == (("night", "b"),)
    assert found.shares == (Share("a", 2, 2, 0, 0), Share("b", 1, 2, 0, 0), Share("c", 2, 2, 0, 0))


def test_signed_nights_and_weekends_count_as_had() -> None:
    saturday = opening("saturday", 9, 22, 30, signed=("a",))
    found = greedy(problem([saturday, opening("sunday", 10, 22, 30)], [person("a"), person("b")]))
    assert found.assignments == (("sunday", "b"),)
    assert found.shares == (Share("a", 1, 1, 1, 1), Share("b", 0, 1, 0, 1))


def test_signed_shifts_use_up_what_somebody_may_take() -> None:
    taken = opening("taken", 3, 18, 22, signed=("a",))
    assert put([taken, EVENING], [person("a", most_shifts=1)]) == []
    assert put([taken, EVENING], [person("a", most_minutes=479)]) == []
    assert put([taken, EVENING], [person("a", most_minutes=480)]) == [("evening", "a")]


def test_somebody_moves_so_that_another_can_fill_in() -> None:
    early = opening("early", 4, 9, 13, 2)
    flexible = person("a", most_shifts=1)
    others = [person(name, windows=(span(4, 9, 13),), most_shifts=1) for name in "bc"]
    late = opening("late", 5, 9, 13, signed=("x",), minimum=2)
    assert put([early, late], [flexible, *others]) == [("early", "b"), ("early", "c"), ("late", "a")]


def test_maximum_of_a_shift_holds() -> None:
    full = opening("full", 4, 18, 22, 1, target=5, maximum=2, signed=("x",))
    assert put([full], [person("a"), person("b")]) == [("full", "a")]


def test_days_in_a_row_are_kept_among_proposed_shifts() -> None:
    days = [opening(f"d{day}", day, 9, 13) for day in range(4, 13)]
    assert len(put(days, [person("a")])) == 8  # a day off among nine


def test_three_shifts_that_adjoin_may_not_last_too_long() -> None:
    row = [opening("a", 4, 8, 12), opening("b", 4, 12, 16), opening("c", 4, 16, 20)]
    assert len(put(row, [person("one")])) == 2
