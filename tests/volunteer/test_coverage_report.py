"""The holes of a rota in words, JSON and CSV."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from luisterlijn.facts import Channel
from luisterlijn.volunteer.coverage import CHANNELS, Duty, Rota, Shift
from luisterlijn.volunteer.coverage_report import Report, length

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
BEGIN = datetime(2026, 10, 24, 8, tzinfo=UTC)
END = BEGIN + timedelta(days=7)
NIGHT = Shift(datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 10, 25, 5, tzinfo=UTC), 2, CHANNELS)
LATER = Shift(datetime(2026, 10, 28, 18, 10, tzinfo=UTC), datetime(2026, 10, 28, 22, tzinfo=UTC), 1, ("chat",))


def report(
    *duties: Duty, channels: tuple[Channel, ...] = CHANNELS, shifts: tuple[Shift, ...] = (NIGHT, LATER)
) -> Report:
    return Report.of(Rota.of(shifts, duties), "demo", AMSTERDAM, BEGIN, END, channels)


def test_words_by_local_time_for_each_channel_and_in_all() -> None:
    anna = Duty("anna", NIGHT.starts_at, NIGHT.starts_at + timedelta(hours=4, minutes=30), CHANNELS)
    assert report(anna).as_words().splitlines() == [
        "Line demo, Sat 24 Oct 2026 10:00 to Sat 31 Oct 2026 09:00 (Europe/Amsterdam)",
        "chat: 2 holes, 17 h 20 min of people lacking",
        "  Sat 24 Oct 2026 22:00 - Sun 25 Oct 2026 06:00: 2 too few, part of the time nobody",
        "  Wed 28 Oct 2026 19:10 - 23:00: nobody of 1",
        "phone: 1 hole, 13 h 30 min of people lacking",
        "  Sat 24 Oct 2026 22:00 - Sun 25 Oct 2026 06:00: 2 too few, part of the time nobody",
        "In all 2 holes, 17 h 20 min of people lacking",
        "After Wed 28 Oct 2026 23:00 no shift is published.",
    ]


@pytest.mark.parametrize(("hour", "said"), [(0, "02:30 CEST"), (1, "02:30 CET"), (2, "03:30")])
def test_time_the_clock_shows_twice_has_the_name_of_its_zone(hour: int, said: str) -> None:
    until = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    duties = [Duty(name, until, NIGHT.ends_at, CHANNELS) for name in ("anna", "bram")]
    (hole,) = [
        line for line in report(*duties, shifts=(NIGHT,), channels=("phone",)).as_words().splitlines() if " - " in line
    ]
    assert hole == f"  Sat 24 Oct 2026 22:00 - Sun 25 Oct 2026 {said}: nobody of 2"


def test_rota_without_holes_is_covered() -> None:
    duties = [Duty(name, NIGHT.starts_at, NIGHT.ends_at, CHANNELS) for name in ("anna", "bram")]
    found = report(*duties, shifts=(NIGHT,), channels=("chat",))
    assert (found.total, found.as_words().splitlines()[1:]) == (
        [],
        ["chat: covered", "After Sun 25 Oct 2026 06:00 no shift is published."],
    )


@pytest.mark.parametrize("shifts", [(), (Shift(NIGHT.starts_at, NIGHT.ends_at, 0, CHANNELS),)])
def test_rota_that_requires_nobody_has_no_end(shifts: tuple[Shift, ...]) -> None:
    assert (report(shifts=shifts).until, report(shifts=(NIGHT,)).until) == (None, NIGHT.ends_at)


def test_json_has_the_holes_in_utc() -> None:
    found = json.loads(report(shifts=(NIGHT,)).as_json())
    assert (found["line"], found["published_until"], found["uncovered_s"]) == ("demo", "2026-10-25T05:00:00Z", 64_800)
    assert found["holes"] == [
        {
            "channels": ["chat", "phone"],
            "starts_at": "2026-10-24T20:00:00Z",
            "ends_at": "2026-10-25T05:00:00Z",
            "short": 2,
            "severity": 1.0,
            "uncovered_s": 64_800,
        }
    ]


def test_csv_has_a_row_for_each_hole_of_each_channel() -> None:
    rows = list(csv.DictReader(report(shifts=(NIGHT,)).as_csv().splitlines()))
    assert [(row["channel"], row["starts_at"], row["local_start"], row["local_end"], row["short"]) for row in rows] == [
        (channel, "2026-10-24T20:00:00Z", "2026-10-24 22:00", "2026-10-25 06:00", "2") for channel in CHANNELS
    ]


@pytest.mark.parametrize(("seconds", "said"), [(20, "1 min"), (3600, "1 h"), (5400, "1 h 30 min"), (360_000, "100 h")])
def test_length_in_hours_and_minutes(seconds: int, said: str) -> None:
    assert length(seconds) == said
