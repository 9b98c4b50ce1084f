"""Offers in somebody's rest would be seen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from luisterlijn.insight.simulation.rests import rest_missed
from luisterlijn.live.driven import Happened
from luisterlijn.settings import Limits, Timing
from tests.insight.simulation.happened import offered, wrapped

TIMING = Timing(rest=timedelta(seconds=60), rest_heavy=timedelta(seconds=900), heavy_window=timedelta(hours=1))
LIMITS = Limits(heavy_budget=2)


@pytest.mark.parametrize(
    ("facts", "missed"),
    [
        ([wrapped("a", 100), offered("a", 159)], 1),
        ([wrapped("a", 100), offered("a", 160)], 0),
        ([wrapped("a", 100), offered("b", 110)], 0),
        ([wrapped("a", 100, heavy=True), offered("a", 999)], 1),
        ([wrapped("a", 100, heavy=True), offered("a", 1000)], 0),
        ([wrapped("a", 100, heavy=True), wrapped("a", 200), offered("a", 300)], 1),
        ([wrapped("a", 100, heavy=True), wrapped("a", 2000, heavy=True), offered("a", 3699)], 1),
        ([wrapped("a", 100, heavy=True), wrapped("a", 2000, heavy=True), offered("a", 3700)], 0),
        ([wrapped("a", 100), offered("a", 110), offered("a", 120)], 2),
    ],
)
def test_rest_missed_counts_offers_before_the_rest_is_over(facts: list[Happened], missed: int) -> None:
    assert rest_missed(facts, TIMING, LIMITS) == missed
