"""What is planned happens in order."""

from __future__ import annotations

from luisterlijn.insight.simulation.agenda import Action, Agenda
from luisterlijn.live.driven import Call


def act(name: str) -> Action:
    def acted() -> tuple[Call, ...]:
        return ((name,),)

    return acted


def test_agenda_goes_by_instant_and_then_by_when_it_was_planned() -> None:
    agenda = Agenda(1000)
    for at_ms, name in ((1500, "b"), (1200, "a"), (1500, "c"), (1500.2, "d")):
        agenda.add(at_ms, act(name))
    found = []
    while (next_ms := agenda.next_ms()) is not None:
        agenda.now_ms = next_ms
        found.append((next_ms, *agenda.pop()()[0]))
    assert found == [(1200, "a"), (1500, "b"), (1500, "c"), (1500, "d")]


def test_agenda_plans_nothing_in_the_past() -> None:
    agenda = Agenda(1000)
    agenda.add(10, act("late"))
    agenda.after(2.5, act("after"))
    assert agenda.next_ms() == 1000
    agenda.pop()
    assert agenda.next_ms() == 3500
