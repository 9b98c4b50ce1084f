"""The figures of a local day, by examples."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisterlijn.facts import Fact, RefusalReason
from luisterlijn.insight.today import QUARTER, Quarter, Today, beginning, quarter_of
from tests.happenings import CALL, MORNING, WAITS, Story, any_facts
from tests.insight.test_figures import AMSTERDAM, a_morning, figures, histories

NOBODY: dict[RefusalReason, int] = {"closed": 0, "full": 0, "blocked": 0, "too_many": 0}


def test_today_of_a_morning() -> None:
    counted = figures(a_morning().facts)
    assert counted.today(MORNING) == Today(
        arrivals=6,
        answered=2,
        abandoned=2,
        refused={**NOBODY, "closed": 1},
        wait_p50_s=20,
        wait_p90_s=90,
        service_level=1 / 3,
        callers=6,
        callers_answered=2,
        quarters=(*empty_until(MORNING), Quarter(MORNING, 6, 2, 2, 1, 20)),
    )


def test_today_of_a_day_without_anybody() -> None:
    assert figures([]).today(MORNING) == Today(refused=NOBODY, quarters=(*empty_until(MORNING), Quarter(MORNING)))


def empty_until(at: datetime) -> list[Quarter]:
    """The quarters of the night before a quarter of the morning, in which nobody came."""
    midnight = at.astimezone(AMSTERDAM).replace(hour=0, minute=0).astimezone(UTC)
    return [Quarter(midnight + number * QUARTER) for number in range((at - midnight) // QUARTER)]


def test_today_counts_people_by_their_pseudonym_and_each_without_one_by_itself() -> None:
    story = Story()
    for name, caller in (("a", "p1"), ("b", "p1"), ("c", "p2"), ("d", ""), ("e", "")):
        story.arrives(name, 0, caller=caller)
    today = figures(story.facts).today(MORNING)
    assert (today.arrivals, today.callers, today.callers_answered) == (5, 4, 0)
    for at, name in enumerate("abd", 20):
        story.answered(name, at, waited=at)
    today = figures(story.facts).today(MORNING)
    assert (today.answered, today.callers, today.callers_answered) == (3, 4, 2)


def test_quarters_hold_who_arrived_in_them_whenever_they_were_answered() -> None:
    story = Story()
    story.arrives("a", 899)
    story.arrives("b", 900)
    story.answered("a", 1000, waited=101)
    story.answered("b", 1900, waited=1000)
    first, second, third = figures(story.facts).today(MORNING + 2 * QUARTER).quarters[-3:]
    assert first == Quarter(MORNING, arrivals=1, answered=1, wait_p50_s=101)
    assert second == Quarter(MORNING + QUARTER, arrivals=1, answered=1, wait_p50_s=1000)
    assert third == Quarter(MORNING + 2 * QUARTER)


@pytest.mark.parametrize(
    ("day", "quarters"), [(date(2026, 3, 29), 92), (date(2026, 10, 25), 100), (date(2026, 5, 4), 96)]
)
def test_day_has_the_quarters_of_its_hours(day: date, quarters: int) -> None:
    last = beginning(day + timedelta(days=1), AMSTERDAM) - timedelta(seconds=1)
    found = figures([]).today(last).quarters
    assert (len(found), found[0].at) == (quarters, beginning(day, AMSTERDAM))
    assert {after.at - before.at for before, after in pairwise(found)} == {QUARTER}
    assert {one.at.astimezone(AMSTERDAM).date() for one in found} == {day}


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.timezones()))  # noqa: DTZ001 - Hypothesis adds the zone
def test_quarter_of_an_instant_holds_it(at: datetime) -> None:
    begins = quarter_of(at)
    assert begins.tzinfo is UTC
    assert begins <= at < begins + QUARTER
    assert quarter_of(begins) == begins


@given(any_facts(), st.integers(0, 200))
def test_figures_are_those_of_a_naive_count(facts: list[Fact], quarters: int) -> None:
    now = MORNING + quarters * QUARTER
    today = figures(facts).today(now)
    day = [
        one
        for one in histories(facts)
        if one.arrived_at.astimezone(AMSTERDAM).date() == now.astimezone(AMSTERDAM).date()
    ]
    answered = [one for one in day if one.answered_at]
    assert (today.arrivals, today.answered) == (len(day), len(answered))
    assert today.abandoned == sum(1 for one in day if one.abandoned_at and not one.answered_at)
    assert sum(today.refused.values()) == sum(1 for one in day if one.refusal_reason)
    assert today.callers == len({one.caller or (one.contact,) for one in day})
    assert today.callers_answered == len({one.caller or (one.contact,) for one in answered})
    for quarter in today.quarters:
        inside = [one for one in day if quarter.at <= one.arrived_at < quarter.at + QUARTER]
        waits = sorted(one.waited_ms for one in inside if one.answered_at and one.waited_ms is not None)
        assert quarter == Quarter(
            quarter.at,
            len(inside),
            sum(1 for one in inside if one.answered_at),
            sum(1 for one in inside if one.abandoned_at and not one.answered_at),
            sum(1 for one in inside if one.refusal_reason),
            round(waits[(len(waits) - 1) // 2] / 1000) if waits else None,
        )


def test_today_no_longer_counts_as_abandoned_who_came_back() -> None:
    story = Story()
    story.arrives("a", 0)
    story.leaves("a", 40, waited=40)
    assert figures(story.facts).today(MORNING).abandoned == 1
    first = {"reason": "resumed", "first_arrival_at": round(MORNING.timestamp() * 1000)}
    story.tell("contact.queued", "a", 60, **CALL, **{**WAITS, **first})
    counted = figures(story.facts)
    assert counted.today(MORNING).abandoned == 0
    assert counted.tally.of("abandons", "left") == 1


def test_today_begins_at_local_midnight_also_when_the_clock_moves() -> None:
    before = datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC)  # 23:59:59 in Amsterdam, the night the clock goes forward
    after = before + timedelta(seconds=1)
    story = Story()
    story.arrives("a", (before - MORNING).total_seconds())
    story.arrives("b", (after - MORNING).total_seconds())
    counted = figures(story.facts)
    assert (counted.today(before).arrivals, counted.today(after).arrivals) == (1, 1)
    assert counted.today(datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC)).arrivals == 1  # that day has 23 hours
    assert counted.today(datetime(2026, 3, 29, 22, 0, tzinfo=UTC)).arrivals == 0
