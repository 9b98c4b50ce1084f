"""Coverage under /api/v1: quarter by quarter for a page, and as a file."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from luisterlijn import clock
from luisterlijn.channel.protocol import rota as wire
from luisterlijn.errors import RefusedError
from luisterlijn.facts import Channel
from luisterlijn.volunteer import covered, csv_file
from luisterlijn.volunteer.coverage import CHANNELS, QUARTER_S, Hole
from luisterlijn.volunteer.covered import Covered
from luisterlijn.volunteer.profile import Profile
from luisterlijn.web.bodies import answer
from luisterlijn.web.doors import Doors
from luisterlijn.web.route import Route

QUARTER = timedelta(seconds=QUARTER_S)
USUAL, LONGEST = timedelta(days=14), timedelta(days=400)
FURTHEST = timedelta(days=3660)
ON = frozenset({"ready", "reserved", "busy", "wrapup", "resting"})
COLUMNS = ("channel", "starts_at", "local", "required", "planned", "expected", "gap", "likely", "forecast")


@dataclass(frozen=True, slots=True)
class Asked:
    """The range a request asks for, and the channels."""

    begin: datetime
    end: datetime
    channels: tuple[Channel, ...]


def _instant(text: str, field: str, now: datetime) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise RefusedError("bad_request", "Write an instant in UTC, such as 2026-03-29T00:00:00Z.", field=field)
    if abs(found - now) > FURTHEST:
        raise RefusedError("bad_request", "Choose an instant within ten years of today.", field=field)
    return found.astimezone(UTC)


def asked(request: web.Request, now: datetime) -> Asked:
    """What the query says; without one the fortnight from now on, of every channel.

    Raises:
        RefusedError: `bad_request`, with the field.
    """
    query = request.query
    begin = _instant(query["from"], "from", now) if "from" in query else now
    end = _instant(query["until"], "until", now) if "until" in query else begin + USUAL
    if not begin < end <= begin + LONGEST:
        remedy = f"Choose an instant after `from`, and at most {LONGEST.days} days later."
        raise RefusedError("bad_request", remedy, field="until")
    channels = tuple(one for one in CHANNELS if query.get("channel", one) == one)
    if not channels:
        raise RefusedError("bad_request", f"Choose one of {', '.join(CHANNELS)}.", field="channel")
    return Asked(begin, end, channels)


async def _covered(doors: Doors, of: Asked, channels: Sequence[Channel], now: datetime) -> list[Covered]:
    line, settings = doors.settings.line.id, doors.settings.rota
    async with doors.database.transaction() as connection:
        rate = await covered.show_rate(connection, line, now, settings.show_rate)
        return [await covered.coverage(connection, line, one, of.begin, of.end, now, rate) for one in channels]


def hole_shown(hole: Hole) -> wire.Hole:
    """A hole, as pages read it."""
    return wire.Hole.model_validate(asdict(hole) | {"channels": list(hole.channels)})


async def coverage(request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """One channel's coverage; chat, unless another is named."""
    now = clock.now()
    of = asked(request, now)
    (found,) = await _covered(doors, of, of.channels[:1], now)
    quarters = found.quarters
    return answer(
        wire.Coverage.model_validate(
            {
                "channel": found.channel,
                "starts_at": quarters.starts_at,
                "quarter_s": QUARTER_S,
                "required": quarters.required.tolist(),
                "planned": quarters.planned.tolist(),
                "expected": found.expected.round(2).tolist(),
                "gap": found.gap.tolist(),
                "likely": found.likely.round(4).tolist(),
                "forecast": found.forecast.tolist(),
                "now": _on_now(doors, found.channel),
                "holes": [hole_shown(hole) for hole in found.holes],
                "uncovered_s": found.uncovered_s,
            }
        )
    )


def _on_now(doors: Doors, channel: Channel) -> int:
    """How many volunteers are on who take this channel."""
    mine = f"{channel}."
    return sum(
        count
        for presence, lanes, count in doors.desk.hub.mirror.presences()
        if presence in ON and any(lane.startswith(mine) for lane in lanes)
    )


async def export(request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """The same as a file, of every channel unless one is named; with ?separator=; as a Dutch spreadsheet opens it."""
    now = clock.now()
    of = asked(request, now)
    zone = ZoneInfo(doors.settings.line.timezone)
    found = await _covered(doors, of, of.channels, now)

    def work() -> bytes:
        rows = (row for one in found for row in _rows(one, zone))
        return csv_file.write(COLUMNS, rows, ";" if request.query.get("separator") == ";" else ",")

    written = await asyncio.to_thread(work)  # tens of thousands of quarters: serve others meanwhile
    name = f"coverage-{of.begin.astimezone(zone).date()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=written, content_type="text/csv", charset="utf-8", headers=headers)


def _rows(found: Covered, zone: ZoneInfo) -> Iterator[Sequence[str]]:
    at = found.quarters.starts_at
    figures = (
        *(found.quarters.required, found.quarters.planned, found.expected.round(2), found.gap),
        *(found.likely.round(4), found.forecast.astype(int)),
    )
    for row in zip(*(column.tolist() for column in figures), strict=True):
        yield (found.channel, f"{at:%Y-%m-%dT%H:%MZ}", f"{at.astimezone(zone):%Y-%m-%d %H:%M}", *map(str, row))
        at += QUARTER


ROUTES: tuple[Route, ...] = (
    Route("GET", "/api/v1/coverage", coverage, "coordinator", "coverage by quarter", None, wire.Coverage),
    Route("GET", "/api/v1/coverage.csv", export, "coordinator", "coverage by quarter, as a file"),
)
