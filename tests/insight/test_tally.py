"""Counters only rise, and histograms are those Prometheus expects."""

from __future__ import annotations

from collections import Counter

from hypothesis import given

from luisterlijn.facts import Fact
from luisterlijn.insight.figures import Figures
from luisterlijn.insight.service_level import Target
from luisterlijn.insight.tally import Tally
from tests.happenings import Story, any_facts
from tests.insight.test_figures import AMSTERDAM, figures


def test_spread_is_cumulative_and_a_bound_belongs_to_its_bucket() -> None:
    story = Story()
    for name, waited in (("a", 5), ("b", 5.001), ("c", 4000)):
        story.arrives(name, 0)
        story.answered(name, waited, waited=waited)
    upto, total = figures(story.facts).tally.spread("wait_answered")
    assert [count for _, count in upto] == [1, *[2] * 12, 3]
    assert total == 4010.001


@given(any_facts())
def test_counters_never_fall(facts: list[Fact]) -> None:
    counted, before = Figures(AMSTERDAM, Target()), Tally()
    for fact in facts:
        counted.apply([fact], fact.id)
        now = Tally(Counter(counted.tally.counts))
        assert {part: amount for part, amount in before.counts.items() if now.counts[part] < amount} == {}
        before = now
