"""Waits told, held against waits had."""

from __future__ import annotations

import math
import random
from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from luisterlijn.contact.estimate import Estimate, estimate
from luisterlijn.insight import calibration as module
from luisterlijn.insight.calibration import Calibration, Verdict, judged
from tests.happenings import Story

MINUTE = timedelta(minutes=1)
TOLD = Estimate(p50=10 * MINUTE, p90=30 * MINUTE, mean=14 * MINUTE)


def counted(*waits: tuple[float, str], waited_s: float = 0.0) -> dict[str, int]:
    """The verdicts on these waits (seconds, how they ended), each told `TOLD` after so many seconds in line."""
    kept, story = Calibration("demo"), Story()
    for number, (waited, end) in enumerate(waits):
        name = f"c{number}"
        kept.entered(name)
        kept.told(name, timedelta(seconds=waited_s), TOLD)
        story.arrives(name, 0)
        if end == "answered":
            story.answered(name, waited, waited=waited)
            story.over(name, waited + 600, talked=600)
        else:
            story.leaves(name, waited, waited=waited, reason=end)
    for fact in story.facts:
        kept.observe(fact)
    return {str(verdict): count for verdict, count in kept.counts.items()}


@pytest.mark.parametrize(
    ("minutes", "left", "verdict"),
    [
        (9.9, False, "below_p50"),
        (10, False, "inside"),
        (30, False, "inside"),
        (30.1, False, "above_p90"),
        (9.9, True, "left"),
        (30, True, "left"),
        (30.1, True, "above_p90"),
    ],
)
def test_judged(minutes: float, left: bool, verdict: Verdict) -> None:  # noqa: FBT001 - a column of the table
    assert judged(TOLD, minutes * MINUTE, left=left) == verdict


def test_every_wait_is_judged_once() -> None:
    waits = [(60.0, "answered"), (900, "answered"), (2000, "answered"), (60, "left"), (2000, "left"), (900, "silent")]
    assert counted(*waits) == {"below_p50": 1, "inside": 1, "above_p90": 2, "left": 2}


def test_wait_counts_from_when_it_was_told() -> None:
    assert counted((900.0, "answered"), waited_s=400) == {"below_p50": 1}


def test_only_the_first_range_told_counts() -> None:
    kept, story = Calibration("demo"), Story()
    kept.entered("a")
    assert kept.awaits("a")
    kept.told("a", timedelta(), None)
    assert kept.awaits("a")
    kept.told("a", timedelta(), TOLD)
    assert not kept.awaits("a")
    kept.told("a", timedelta(), Estimate(MINUTE, 2 * MINUTE, MINUTE))
    story.answered("a", 900, waited=900)
    kept.observe(story.facts[-1])
    assert kept.counts == {"inside": 1}


def test_contact_of_another_node_and_one_told_nothing_are_not_counted() -> None:
    kept, story = Calibration("demo"), Story()
    kept.told("other", timedelta(), TOLD)
    kept.entered("untold")
    for name in ("other", "untold"):
        story.answered(name, 60, waited=60)
    for fact in story.facts:
        kept.observe(fact)
    assert (kept.counts, kept.awaits("untold")) == ({}, False)


def test_contact_that_is_over_is_forgotten() -> None:
    kept, story = Calibration("demo"), Story()
    kept.entered("a")
    story.refused("a", 0, "full")
    kept.observe(story.facts[-1])
    assert not kept.awaits("a")


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    kept = Calibration("demo")
    for name in ("a", "b", "c"):
        kept.entered(name)
    assert [kept.awaits(name) for name in ("a", "b", "c")] == [False, True, True]


def test_metric_shows_every_verdict() -> None:
    registry, kept = CollectorRegistry(), Calibration("demo")
    registry.register(kept)
    kept.counts["inside"] += 3
    shown = dict(
        line.rsplit(" ", 1) for line in generate_latest(registry).decode().splitlines() if not line.startswith("#")
    )
    assert shown == {
        f'luisterlijn_wait_told_total{{line="demo",verdict="{verdict}"}}': number
        for verdict, number in (("below_p50", "0.0"), ("inside", "3.0"), ("above_p90", "0.0"), ("left", "0.0"))
    }


def test_true_ranges_have_half_below_and_a_tenth_above() -> None:
    """Waits of the estimate's own model, a change in the midst, and nobody leaves before the answer."""
    dice = random.Random(8)
    changes = [(600.0, 3.0)]
    known = estimate(7, 6, handle_s=1200, patience_s=1800, changes=changes)
    assert known is not None

    def wait() -> timedelta:
        at, ahead = 0.0, 7
        while ahead >= 0:
            able, ends = (6.0, 600.0) if at < 600 else (3.0, math.inf)
            then = at + dice.expovariate(able / 1200 + ahead / 1800)
            ahead -= then < ends
            at = min(then, ends)
        return timedelta(seconds=at)

    verdicts = [judged(known, wait(), left=False) for _ in range(10_000)]
    shares = [verdicts.count(one) / len(verdicts) for one in ("below_p50", "inside", "above_p90")]
    assert shares == pytest.approx([0.5, 0.4, 0.1], abs=0.015)
