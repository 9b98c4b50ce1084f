"""Figures kept up fact by fact are those of the contacts as they are."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from luisterlijn.contact.history import History, apply
from luisterlijn.facts import Fact, RefusalReason
from luisterlijn.insight.figures import Base, Figures
from luisterlijn.insight.service_level import Target
from luisterlijn.insight.tally import Part, parts
from tests.happenings import MORNING, Story, any_facts

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOBODY: dict[RefusalReason, int] = {"closed": 0, "full": 0, "blocked": 0, "too_many": 0}


def figures(facts: list[Fact]) -> Figures:
    counted = Figures(AMSTERDAM, Target())
    counted.apply(facts, facts[-1].id if facts else "0-0")
    return counted


def histories(facts: list[Fact]) -> tuple[History, ...]:
    found: dict[str, History] = {}
    for fact in facts:
        name = getattr(fact, "contact", "")
        after = apply(found.get(name), fact)
        if after is not None:
            found[name] = after
    return tuple(found.values())


def summed(facts: list[Fact]) -> Counter[Part]:
    total: Counter[Part] = Counter()
    for history in histories(facts):
        total.update(dict_of(history))
    return +total


def dict_of(history: History) -> Counter[Part]:
    counted: Counter[Part] = Counter()
    for part, amount in parts(history):
        counted[part] += amount
    return counted


def a_morning() -> Story:
    story = Story()
    story.arrives("in_time", 0)
    story.answered("in_time", 20, waited=20)
    story.over("in_time", 620, talked=600)
    story.arrives("late", 0, channel="phone")
    story.answered("late", 90, waited=90)
    story.arrives("lost", 0)
    story.leaves("lost", 300, waited=300, reason="silent")
    story.arrives("at_once", 0)
    story.leaves("at_once", 5, waited=5)
    story.refused("refused", 0, "closed")
    story.arrives("waiting", 0)
    return story


def test_apply_of_what_was_counted_changes_nothing() -> None:
    facts = a_morning().facts
    counted = figures(facts)
    before = +counted.tally.counts
    counted.apply(facts, "0-0")
    assert (+counted.tally.counts, counted.position) == (before, facts[-1].id)


def test_forget_keeps_counters_and_lets_go_of_old_contacts() -> None:
    facts = a_morning().facts
    counted = figures(facts)
    before = +counted.tally.counts
    counted.forget(MORNING + timedelta(days=1))
    assert counted.today(MORNING).arrivals == 6
    counted.forget(MORNING + timedelta(days=4))
    assert counted.today(MORNING).arrivals == 0
    assert +counted.tally.counts == before


@given(any_facts(), st.data())
def test_any_facts_from_any_base_give_the_sums_of_the_contacts(facts: list[Fact], data: st.DataObject) -> None:
    split = data.draw(st.integers(0, len(facts)))
    position = facts[split - 1].id if split else "0-0"
    base = Base(position, summed(facts[:split]), histories(facts[:split]))
    counted = Figures(AMSTERDAM, Target(), base)
    counted.apply(facts, position)
    assert +counted.tally.counts == summed(facts)
    assert counted.today(MORNING) == figures(facts).today(MORNING)
