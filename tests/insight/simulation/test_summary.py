"""Means, their intervals, and what is clear about two rotas."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scipy.stats import ttest_1samp

from luisterlijn.insight.simulation.measured import Day, Figures
from luisterlijn.insight.simulation.summary import FIGURES, Interval, compared, row, summary

PLAIN = Figures(10, 8, 2, 0, 0.8, 0.2, 0.9, 5.0, 20.0, 60.0, 0.75)


def day(number: int, *, level: float | None = 0.75, occupancy: float | None = 0.5, uncovered: float = 0.0) -> Day:
    figures = replace(PLAIN, service_level=level)
    return Day(number, figures, {"phone": figures}, (level, None), occupancy, 0, 0, {"phone": uncovered}, ())


def test_interval_is_that_of_students_t() -> None:
    values = [0.71, 0.78, 0.74, 0.9, 0.66]
    found = Interval.of(values)
    expected = ttest_1samp(values, 0).confidence_interval(0.95)
    assert found is not None
    assert [found.mean, found.low, found.high] == pytest.approx([0.758, expected.low, expected.high])
    assert found.days == 5


def test_interval_of_one_day_has_no_bounds_and_of_none_there_is_none() -> None:
    assert Interval.of([None, 3, None]) == Interval(3.0, None, None, 1)
    assert Interval.of([None]) is None


def test_interval_of_equal_days_is_a_point() -> None:
    assert Interval.of([2, 2, 2]) == Interval(2.0, 2.0, 2.0, 3)


def test_summary_has_every_figure_of_all_of_a_channel_and_by_hour() -> None:
    found = summary([day(0, uncovered=30), day(1)])
    assert found.figures.keys() == {*FIGURES, "occupancy", "rest_missed", "breaks_missed", "uncovered_minutes"}
    assert found.channels["phone"].keys() == {*FIGURES, "uncovered_minutes"}
    assert found.by_hour == (Interval(0.75, 0.75, 0.75, 2), None)
    minutes = found.figures["uncovered_minutes"]
    assert minutes is not None
    assert (minutes.mean, minutes.low) == (15, 0)  # no interval reaches below nothing


def test_summary_of_shares_stays_between_0_and_1() -> None:
    found = summary([day(0, level=1.0), day(1, level=0.5)])
    for one in (found.figures["service_level"], found.channels["phone"]["service_level"], found.by_hour[0]):
        assert one == Interval(0.75, 0.0, 1.0, 2)


def test_summary_leaves_out_days_with_nothing_to_count() -> None:
    assert summary([day(0, occupancy=None), day(1, occupancy=0.4)]).figures["occupancy"] == Interval(0.4, None, None, 1)


def test_compared_pairs_the_days() -> None:
    one = [day(0, level=0.2), day(1, level=0.5), day(2, level=0.9)]
    other = [day(0, level=0.3), day(1, level=0.6), day(2, level=1.0)]
    found = compared(one, other).figures["service_level"]
    assert found is not None
    assert [found.mean, found.low, found.high] == pytest.approx([0.1, 0.1, 0.1])


def test_compared_may_be_less() -> None:
    found = compared([day(0), day(1)], [day(0, occupancy=0.4), day(1, occupancy=0.3)]).figures["occupancy"]
    assert found is not None
    assert found.mean == pytest.approx(-0.15)
    assert found.low is not None
    assert found.low < -0.5  # a difference has no bounds of its own


def test_compared_takes_rows_as_well() -> None:
    one, other = [day(0, level=0.2), day(1)], [day(0), day(1)]
    assert compared([row(each) for each in one], other) == compared(one, other)


def test_nothing_and_other_days_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^days: "):
        summary([])
    for one, other in (([], []), ([day(0)], [day(0), day(1)]), ([day(0)], [replace(day(0), by_hour=())])):
        with pytest.raises(ValueError, match=r"^other: "):
            compared(one, other)
    with pytest.raises(ValueError, match=r"^other: "):
        compared([day(0)], [day(1)])
