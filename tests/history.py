"""Invented counts of past weeks, as a file to import: a wave over the day, weekends quieter, chance on top; always the same."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from math import cos, pi
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HOUR = timedelta(hours=1)


def mean_of(at: datetime, busiest: float) -> float:
    """Attempts expected in the hour that begins at a local time: most at 21, a third of that at 9."""
    wave = (2 + cos((at.hour - 21) * pi / 12)) / 3
    return busiest * wave * (0.8 if at.weekday() >= 5 else 1.0)


def counts_csv(
    until: date, weeks: int, busiest: float = 12.0, channel: str = "chat", zone: ZoneInfo = AMSTERDAM
) -> bytes:
    """Hourly counts of so many weeks before a local day, with offsets."""
    return "\n".join(
        ["channel,starts_at,attempts,answered,minutes,handle_s", *_rows(until, weeks, busiest, channel, zone)]
    ).encode()


def _rows(until: date, weeks: int, busiest: float, channel: str, zone: ZoneInfo) -> Iterator[str]:
    dice = random.Random(1)
    end = datetime.combine(until, time(), zone).timestamp()
    at = datetime.combine(until - weeks * timedelta(weeks=1), time(), zone).timestamp()
    while at < end:
        local = datetime.fromtimestamp(at, zone)
        mean = mean_of(local, busiest)
        came = sum(dice.random() < mean / 100 for _ in range(100))
        answered = came * 17 // 20
        yield f"{channel},{local:%Y-%m-%dT%H:%M}{local.isoformat()[-6:]},{came},{answered},60,{1200 if answered else ''}"
        at += HOUR.total_seconds()
