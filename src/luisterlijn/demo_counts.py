"""Invented counts of past weeks, as a file to import: a wave over the day, weekends quieter, chance on top; always the same."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from math import cos, pi
from zoneinfo import ZoneInfo

HOUR = timedelta(hours=1)
COLUMNS = "channel,starts_at,attempts,answered,minutes,handle_s"
HANDLE_S = 1200
TRIALS = 100
"""So many people might call in an hour, each with a small chance."""


def counts_csv(
    until: date, weeks: int, busiest: float = 12.0, channel: str = "chat", zone: str = "Europe/Amsterdam"
) -> bytes:
    """Hourly counts of so many weeks before a local day, with offsets; `busiest`: attempts expected at nine in the evening."""
    rows = _rows(until, weeks, busiest, channel, ZoneInfo(zone))
    return "\n".join([COLUMNS, *rows]).encode()


def mean_of(at: datetime, busiest: float) -> float:
    """Attempts expected in the hour that begins at a local time: most at 21, a third of that at 9."""
    wave = (2 + cos((at.hour - 21) * pi / 12)) / 3
    return busiest * wave * (0.8 if at.isoweekday() > 5 else 1.0)  # noqa: PLR2004 - Saturday and Sunday


def _rows(until: date, weeks: int, busiest: float, channel: str, zone: ZoneInfo) -> Iterator[str]:
    dice = random.Random(1)  # noqa: S311 - made-up callers need no secret dice
    end = datetime.combine(until, time(), zone).timestamp()
    at = datetime.combine(until - timedelta(weeks=weeks), time(), zone).timestamp()
    while at < end:
        local = datetime.fromtimestamp(at, zone)
        came = sum(dice.random() < mean_of(local, busiest) / TRIALS for _ in range(TRIALS))
        answered = came * 17 // 20
        handled = HANDLE_S if answered else ""
        yield f"{channel},{local:%Y-%m-%dT%H:%M}{local.isoformat()[-6:]},{came},{answered},60,{handled}"
        at += HOUR.total_seconds()
