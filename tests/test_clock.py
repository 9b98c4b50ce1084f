from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from luisterlijn import clock


def test_now_is_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is UTC


def test_milliseconds_of_an_instant_in_another_zone_are_those_of_utc() -> None:
    there = datetime(2026, 10, 25, 2, 30, tzinfo=timezone(timedelta(hours=2)))
    assert clock.to_ms(there) == 1792888200000


@given(st.integers(min_value=0, max_value=4_000_000_000_000))
def test_milliseconds_come_back_as_they_went(milliseconds: int) -> None:
    assert clock.to_ms(clock.from_ms(milliseconds)) == milliseconds
