"""A volunteer's own standing under /api/v1/my: what they lack, when they may be called, and how they are reached."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import datetime
from zoneinfo import ZoneInfo

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn import clock
from luisterlijn.channel.protocol import people as wire
from luisterlijn.volunteer import standing, ways
from luisterlijn.volunteer.profile import Profile
from luisterlijn.volunteer.standing import Standby, Standing
from luisterlijn.web.bodies import answer, body_of, done, number_of
from luisterlijn.web.doors import Doors
from luisterlijn.web.people import lacks_shown
from luisterlijn.web.route import Route
from luisterlijn.web.told import told


async def _mine(connection: AsyncConnection, doors: Doors, who: Profile, now: datetime) -> wire.Mine:
    today = now.astimezone(ZoneInfo(doors.settings.line.timezone)).date()
    return _shown(await standing.standing(connection, doors.settings, who, today, now), doors.push_key)


def _shown(mine: Standing, push_key: str) -> wire.Mine:
    return wire.Mine(
        lacks=lacks_shown(mine.lacks),
        expires=lacks_shown(mine.expires),
        standby=wire.MyStandby(**asdict(mine.standby)),
        willing_until=mine.willing_until,
        ways=[wire.Way(**asdict(one)) for one in mine.ways],
        push_key=push_key,
        calendar=mine.calendar,
        walk_in=mine.walk_in,
        minor=mine.minor,
    )


async def _changed(
    doors: Doors, who: Profile | None, work: Callable[[AsyncConnection, Profile, datetime], Awaitable[None]]
) -> web.Response:
    """Change something of one's own, and answer how all of it is then."""
    assert who is not None  # noqa: S101 - the route says who may
    now = clock.now()
    async with doors.database.transaction() as connection:
        await work(connection, who, now)
        mine = await _mine(connection, doors, who, now)
    await told(doors)
    return answer(mine)


async def my(_request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """One's own standing."""
    assert who is not None  # noqa: S101 - the route says who may
    async with doors.database.transaction() as connection:
        return answer(await _mine(connection, doors, who, clock.now()))


async def standby(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """May I be called, and when."""
    given = wire.MyStandby.model_validate_json(await body_of(request))
    wanted = Standby(given.callable, given.call_from, given.call_until)
    return await _changed(doors, who, lambda connection, me, now: standing.set_standby(connection, me, wanted, now))


async def willing(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Call me if needed, until then."""
    until = wire.Willing.model_validate_json(await body_of(request)).until
    return await _changed(doors, who, lambda connection, me, now: standing.set_willing(connection, me, until, now))


async def add_way(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Reach me by this too."""
    given = wire.WayGiven.model_validate_json(await body_of(request))
    address = await ways.checked(given.kind, given.address, doors.settings.notify.url_kinds)
    return await _changed(
        doors, who, lambda connection, me, now: standing.add_way(connection, me, given.kind, address, now)
    )


async def remove_way(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Reach me by this no more."""
    number = number_of(request.match_info["id"], "id")
    return await _changed(doors, who, lambda connection, me, now: standing.remove_way(connection, me, number, now))


async def try_way(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Send me a message by this, to see whether it arrives."""
    assert who is not None  # noqa: S101 - the route says who may
    number = number_of(request.match_info["id"], "id")
    async with doors.database.transaction() as connection:
        await ways.send_try(connection, who, number, clock.now())
    await told(doors)
    return done()


ROUTES: tuple[Route, ...] = (
    Route("GET", "/api/v1/my", my, "volunteer", "one's own standing", None, wire.Mine),
    Route("PUT", "/api/v1/my/standby", standby, "volunteer", "may I be called", wire.MyStandby, wire.Mine),
    Route("POST", "/api/v1/my/willing", willing, "volunteer", "call me if needed", wire.Willing, wire.Mine),
    Route("POST", "/api/v1/my/ways", add_way, "volunteer", "reach me by this too", wire.WayGiven, wire.Mine),
    Route("DELETE", "/api/v1/my/ways/{id}", remove_way, "volunteer", "reach me by this no more", None, wire.Mine),
    Route("POST", "/api/v1/my/ways/{id}/try", try_way, "volunteer", "send me a message by this"),
)
