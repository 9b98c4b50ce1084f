"""A past for a line: invented counts of so many weeks, read in by a coordinator as the dashboard does it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from playwright.async_api import Page

from luisterlijn import clock

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HEADING = "channel,starts_at,minutes,attempts,answered,abandoned,handle_s"
NIGHT, DAY, EVENING = 2, 5, 9
"""Callers an hour, on average."""

READ_IN = """async text => {
    const sent = { method: "POST", body: text, headers: { "Content-Type": "text/csv" } };
    const answer = await fetch("/api/v1/arrivals.csv", sent);
    return [answer.status, await answer.json()];
}"""


def _hours(weeks: float) -> Iterator[datetime]:
    """The whole hours that are over, in UTC, from the beginning of a day on."""
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    first = (now - timedelta(weeks=weeks)).replace(hour=0)
    while first < now:
        yield first
        first += timedelta(hours=1)


def counts(weeks: float, channels: tuple[str, ...] = ("chat",), busy: float = 1.0) -> str:
    """A file of counts by the hour: quiet nights, busy evenings, the same each time."""
    chance = Random(7)
    rows = [HEADING]
    for at in _hours(weeks):
        hour = at.astimezone(AMSTERDAM).hour
        usual = busy * (NIGHT if hour < 7 else DAY if hour < 19 else EVENING)
        for channel in channels:
            came = sum(chance.random() < usual / 60 for _ in range(60))
            answered = came - came // 8
            rows.append(f"{channel},{at:%Y-%m-%dT%H:%MZ},60,{came},{answered},{came - answered},1200")
    return "\n".join(rows)


async def give_past(page: Page, weeks: float, channels: tuple[str, ...] = ("chat",), busy: float = 1.0) -> None:
    """Read such a file in, with the session of the page."""
    status, taken = await page.evaluate(READ_IN, counts(weeks, channels, busy))
    assert (status, taken.get("troubles")) == (200, []), taken
