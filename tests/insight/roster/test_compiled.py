"""What one person may take at all, and where only the rules themselves can say."""

from __future__ import annotations

from hypothesis import given, settings

from luisterlijn.insight.roster import Problem
from luisterlijn.insight.roster.compiled import compiled
from tests.insight.roster.cases import opening, papers, person, problem, span
from tests.insight.roster.random_problems import problems


@given(problems())
@settings(max_examples=100, deadline=None)
def test_what_may_be_breaks_no_rule_and_what_may_not_breaks_one_or_a_limit(problem: Problem) -> None:
    known = compiled(problem)
    for person_ in range(len(problem.candidates)):
        for opening_ in range(len(problem.openings)):
            limited = known.most_shifts[person_] < 1 or known.most_minutes[person_] < known.minutes[opening_]
            limited |= known.times.night[opening_] and known.most_nights[person_] < 1
            free = known.free[person_, opening_] and not limited and not known.signed[person_, opening_]
            if known.may[person_, opening_]:
                assert free
                assert known.permitted(person_, opening_, ())
            elif free and not known.work.tired[person_, opening_]:
                assert not known.permitted(person_, opening_, ())


def test_people_signed_count_in_the_pieces_of_their_channels_and_strangers_everywhere() -> None:
    both = opening("both", 4, 18, 22, 3, channels=("chat", "phone"), signed=("a", "b", "stranger"))
    people = [person("a", papers(channels=("chat",))), person("b")]
    assert compiled(problem([both], people)).present.tolist() == [3, 2]


def test_doubtful_are_shifts_that_touch_and_many_days_or_nights() -> None:
    row = [opening("a", 4, 8, 12), opening("b", 4, 12, 16), opening("c", 4, 18, 20), opening("d", 5, 18, 20)]
    busy = person("busy", work=tuple(span(day, 9, 10) for day in (1, 2, 3, 6, 7, 8)))
    known = compiled(problem(row, [person("free"), busy, person("beside", work=(span(4, 20, 21),))]))
    assert [known.doubtful(0, 1, [0]), known.doubtful(0, 2, [0]), known.doubtful(0, 2, [0, 1])] == [True, False, True]
    assert [known.doubtful(1, 3, []), known.doubtful(1, 3, [2])] == [False, True]
    assert [known.doubtful(2, 2, []), known.doubtful(2, 3, [2]), known.doubtful(2, 3, [])] == [True, True, False]
