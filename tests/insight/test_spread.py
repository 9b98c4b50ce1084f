"""Spans kept as histograms: exact means, and spans drawn like those seen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisterlijn.insight.spread import BOUNDS_S, PARTS, Spread

SPANS = st.lists(st.floats(0.001, 20_000), min_size=1, max_size=50)


@given(SPANS)
def test_spread_keeps_count_and_mean_exactly(spans: list[float]) -> None:
    found = Spread.of(spans)
    assert found.count == len(spans)
    assert found.mean_s == pytest.approx(sum(spans) / len(spans))


def test_bound_belongs_to_its_own_part() -> None:
    assert Spread.of([5, 5.001, 7200, 7201]).counts == (1, 1, *([0] * (PARTS - 4)), 1, 1)


@given(SPANS)
def test_shares_grow_and_have_the_mean(spans: list[float]) -> None:
    found = Spread.of(spans)
    drawn = found.at((np.arange(20_000) + 0.5) / 20_000)
    assert (np.diff(drawn) >= 0).all()
    assert drawn.mean() == pytest.approx(found.mean_s, rel=0.01)


def test_drawn_spans_are_like_those_seen() -> None:
    seen = np.random.default_rng(1).lognormal(7, 0.7, 20_000)
    drawn = Spread.of(seen.tolist()).at(np.array([0.1, 0.5, 0.9]))
    assert drawn == pytest.approx(np.quantile(seen, [0.1, 0.5, 0.9]), rel=0.03)


def test_spans_of_one_part_are_drawn_from_it_alone() -> None:
    drawn = Spread.of([65, 70, 75, 90]).at(np.array([0.0, 1.0]))
    assert drawn == pytest.approx([60, 90])


def test_nothing_measured_has_no_mean_and_draws_nothing() -> None:
    assert Spread().mean_s is None
    with pytest.raises(ValueError, match="nothing was measured"):
        Spread().at(np.array([0.5]))


def test_spread_with_another_number_of_parts_is_refused() -> None:
    with pytest.raises(ValueError, match=f"has 2 parts; give {len(BOUNDS_S) + 1}"):
        Spread((1, 2))
