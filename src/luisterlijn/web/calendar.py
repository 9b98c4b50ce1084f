"""A volunteer's calendar: a secret address under /api/v1/my, and the file at it, which needs no log-in."""

from __future__ import annotations

import hashlib
import re

from aiohttp import web

from luisterlijn import clock
from luisterlijn.channel.protocol import people as wire
from luisterlijn.errors import RefusedError
from luisterlijn.volunteer import calendar
from luisterlijn.volunteer.profile import Profile
from luisterlijn.web.bodies import answer, done
from luisterlijn.web.doors import Doors
from luisterlijn.web.route import Route

FILE = re.compile(r"([A-Za-z0-9_-]{43})\.ics")


def _origin(request: web.Request, doors: Doors) -> str:
    return doors.settings.public_origin or str(request.url.origin())


async def make(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """A new address; the one before works no more."""
    assert who is not None  # noqa: S101 - the route says who may
    async with doors.database.transaction() as connection:
        secret = await calendar.make(connection, who.line, who.id, clock.now())
    return answer(wire.CalendarLink(url=f"{_origin(request, doors)}/calendar/{secret}.ics"))


async def revoke(_request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """The address works no more."""
    assert who is not None  # noqa: S101 - the route says who may
    async with doors.database.transaction() as connection:
        await calendar.revoke(connection, who.line, who.id, clock.now())
    return done()


async def read(request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """The file, for whoever has the address. A calendar asks each time whether it changed: nobody else may keep it."""
    named, file = FILE.fullmatch(request.match_info["name"]), None
    if named is not None:
        page = f"{_origin(request, doors)}/console"
        async with doors.database.transaction() as connection:
            file = await calendar.read(connection, doors.settings, named[1], page, clock.now())
    if file is None:
        raise RefusedError("not_found", "There is nothing at this address.")
    tag = hashlib.sha256(file).hexdigest()[:32]
    headers = {"ETag": f'"{tag}"', "Cache-Control": "private, no-cache"}
    if request.if_none_match and any(one.value in {tag, "*"} for one in request.if_none_match):
        return web.Response(status=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="luisterlijn.ics"'
    return web.Response(body=file, content_type="text/calendar", charset="utf-8", headers=headers)


ROUTES: tuple[Route, ...] = (
    Route("POST", "/api/v1/my/calendar", make, "volunteer", "a new calendar address", None, wire.CalendarLink),
    Route("DELETE", "/api/v1/my/calendar", revoke, "volunteer", "the calendar address works no more"),
    Route("GET", "/calendar/{name}", read, "anyone", "a volunteer's shifts, for who has the secret address"),
)
