"""What is learned of handle times and patience is the same from facts as they come and from rows after a restart."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from luisterlijn.contact.estimate import PRIOR_WEIGHT
from luisterlijn.facts import Fact
from luisterlijn.insight.figures import Base, Figures
from luisterlijn.insight.learned import Learned, Priors
from luisterlijn.insight.service_level import Target
from tests.happenings import MORNING, Story
from tests.insight.test_figures import histories

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
PRIORS = Priors(handle=timedelta(minutes=10), patience=timedelta(minutes=30))
NOON = MORNING + timedelta(hours=5)


def learned(facts: list[Fact], *, in_rows: int = 0) -> Learned:
    """From rows that hold the first facts, and then from the others."""
    base = Base(facts[in_rows - 1].id if in_rows else "0-0", recent=histories(facts[:in_rows]))
    figures = Figures(AMSTERDAM, Target(), base, priors=PRIORS)
    figures.apply(facts, facts[-1].id)
    return figures.learned


def means(one: Learned) -> tuple[float, float]:
    return one.handling.mean_s(NOON), one.patience.mean_s(NOON)


def a_day() -> list[Fact]:
    story = Story()
    for number in range(20):
        at = number * 600
        story.arrives(f"heard{number}", at)
        story.answered(f"heard{number}", at + 120, waited=120)
        story.over(f"heard{number}", at + 1020, talked=900, wrapup=100)
        story.arrives(f"gone{number}", at)
        story.leaves(f"gone{number}", at + 60, waited=60)
        story.refused(f"refused{number}", at, "full")
    return story.facts


def test_nothing_seen_is_the_priors() -> None:
    assert means(Learned(PRIORS)) == (600, 1800)


@pytest.mark.parametrize("in_rows", [0, 1, 37, 100, 180])
def test_rows_and_facts_teach_the_same_wherever_they_meet(in_rows: int) -> None:
    facts = a_day()
    assert means(learned(facts, in_rows=in_rows)) == pytest.approx(means(learned(facts)), rel=1e-9)
    assert means(learned(facts)) != pytest.approx((600, 1800), rel=0.1)


def test_handle_time_is_that_of_all_volunteers_of_a_contact_and_counts_once_it_is_closed() -> None:
    story = Story()
    story.arrives("a", 0)
    story.answered("a", 10, waited=10)
    story.tell("offer.made", "a", 70, offer="8", volunteer="vcor", lane="chat|nl", due_at="0", transfer="1", why="{}")
    story.tell(
        "offer.accepted", "a", 70, offer="8", volunteer="vcor", lane="chat|nl", waited_ms="70000", before="vnoor"
    )
    story.over("a", 170, talked=100, wrapup=40)
    facts = story.facts
    assert learned(facts[:-1]).handling.endings == 0
    assert (learned(facts).handling.endings, learned(facts).handling.time_s) == (1, 60 + 100 + 40)


def test_patience_of_one_who_came_back_counts_every_second_once() -> None:
    story = Story()
    story.arrives("a", 0)
    story.leaves("a", 60, waited=60)
    story.tell("contact.queued", "a", 90, channel="chat", order_key=1, lanes="chat|nl", step=0, reason="resumed",
               first_arrival_at=round(MORNING.timestamp() * 1000))  # fmt: skip
    story.answered("a", 300, waited=300)
    seen = learned(story.facts).patience
    at = MORNING + timedelta(seconds=300)
    assert seen.mean_s(at) == pytest.approx((PRIOR_WEIGHT * 1800 + 300) / (PRIOR_WEIGHT + 1), rel=0.01)


def handled(*spans: float) -> list[Fact]:
    """Contacts whose talks lasted so many seconds."""
    story = Story()
    for number, span in enumerate(spans):
        at = number * 60
        story.arrives(f"c{number}", at)
        story.answered(f"c{number}", at, waited=0)
        story.over(f"c{number}", at + span, talked=span, wrapup=0)
    return story.facts


def test_long_handle_of_few_contacts_is_that_of_the_prior() -> None:
    assert Learned(PRIORS).long_handle().total_seconds() == pytest.approx(600 * 1.6094, rel=1e-3)
    assert learned(handled(*[60] * 19)).long_handle() == Learned(PRIORS).long_handle()


@pytest.mark.parametrize("in_rows", [0, 60])
def test_long_handle_is_the_80th_percentile_of_the_last_contacts(in_rows: int) -> None:
    spans = [float(number) for number in range(1, 101)]
    assert learned(handled(*spans), in_rows=in_rows).long_handle() == timedelta(seconds=80)


def test_long_handle_follows_what_has_changed() -> None:
    assert learned(handled(*[60] * 500, *[30] * 400)).long_handle() == timedelta(seconds=30)
