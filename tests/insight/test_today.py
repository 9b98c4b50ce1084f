"""The figures of a local day, by examples."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from luisterlijn.facts import RefusalReason
from luisterlijn.insight.today import Today
from tests.happenings import CALL, MORNING, WAITS, Story
from tests.insight.test_figures import a_morning, figures

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
    )


def test_today_of_a_day_without_anybody() -> None:
    assert figures([]).today(MORNING) == Today(refused=NOBODY)


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
