"""One exchange after another, each for the better."""

from __future__ import annotations

from luisterlijn.insight.roster.compiled import compiled
from luisterlijn.insight.roster.greedy import placed
from luisterlijn.insight.roster.placing import Placing
from luisterlijn.insight.roster.repair import MOST_IN_VAIN, repair
from tests.insight.roster.cases import opening, papers, person, problem, span


def test_somebody_moves_and_another_takes_their_place() -> None:
    early, late = opening("early", 4, 9, 13), opening("late", 4, 18, 22)
    placing = Placing(
        compiled(problem([early, late], [person("a", most_shifts=1), person("b", windows=(span(4, 9, 13),))]))
    )
    placing.put(0, 0)
    assert repair(placing)
    assert placing.on.tolist() == [[False, True], [True, False]]
    assert not repair(placing)


def test_somebody_moves_from_a_target_to_a_minimum() -> None:
    wish, need = opening("wish", 4, 9, 13, 0, target=1), opening("need", 4, 9, 13)
    placing = Placing(compiled(problem([wish, need], [person("a")])))
    placing.put(0, 0)
    assert repair(placing)
    assert placing.on.tolist() == [[False, True]]


def test_nobody_moves_where_as_much_would_lack_there() -> None:
    one, other = opening("one", 4, 9, 13), opening("other", 4, 9, 13)
    people = [person("a"), person("b", papers(active=False))]
    placing = Placing(compiled(problem([one, other], people)))
    placing.put(0, 0)
    assert not repair(placing)
    assert placing.on.tolist() == [[True, False], [False, False]]


def test_exchanges_end_where_everybody_is_needed_everywhere() -> None:
    openings = [opening(f"s{day}-{hour}", day, hour, hour + 4, 9) for day in range(4, 14) for hour in range(0, 24, 4)]
    placing = placed(compiled(problem(openings, [person(f"v{number:02}") for number in range(20)])))
    assert placing.in_vain == MOST_IN_VAIN + 1
    assert placing.on.any()
