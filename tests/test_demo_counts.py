"""The invented counts: always the same, a wave over the day, every hour of the clock change once."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from luisterlijn.demo_counts import counts_csv, mean_of
from luisterlijn.insight import history_csv

ZONE = ZoneInfo("Europe/Amsterdam")


def test_counts_are_a_file_that_can_be_imported() -> None:
    sheet = history_csv.read(counts_csv(date(2026, 11, 2), 2))
    found, troubles = history_csv.entries(sheet, ZONE, datetime(2026, 11, 2, tzinfo=ZONE))
    assert (len(found), troubles) == (14 * 24 + 1, [])  # one day has 25 hours
    assert 12 * 14 * 10 < sum(one.attempts for one in found) < 12 * 14 * 20


def test_counts_are_always_the_same() -> None:
    assert counts_csv(date(2026, 6, 1), 1) == counts_csv(date(2026, 6, 1), 1) != counts_csv(date(2026, 6, 2), 1)


def test_most_come_in_the_evening_and_fewer_at_weekends() -> None:
    evening, morning = datetime(2026, 6, 1, 21, tzinfo=ZONE), datetime(2026, 6, 1, 9, tzinfo=ZONE)
    assert (mean_of(evening, 12), mean_of(morning, 12)) == pytest.approx((12, 4))
    assert mean_of(datetime(2026, 6, 6, 21, tzinfo=ZONE), 12) == pytest.approx(9.6)
