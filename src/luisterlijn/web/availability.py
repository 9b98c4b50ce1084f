"""When people can come, under /api/v1: said by themselves, seen and said for them by a coordinator."""

from __future__ import annotations

from dataclasses import asdict

from aiohttp import web

from luisterlijn import clock
from luisterlijn.channel.protocol import availability as wire
from luisterlijn.volunteer import availability_kept
from luisterlijn.volunteer.availability import Availability, Away, Window
from luisterlijn.volunteer.profile import Profile
from luisterlijn.web.bodies import answer, body_of, id_of
from luisterlijn.web.doors import Doors
from luisterlijn.web.rota import asked_by
from luisterlijn.web.route import Route
from luisterlijn.web.told import changing


def _shown(said: Availability) -> wire.AvailabilityShown:
    return wire.AvailabilityShown.model_validate(
        asdict(said) | {"windows": [asdict(one) for one in said.windows], "away": [asdict(one) for one in said.away]}
    )


def _given(given: wire.AvailabilityGiven) -> Availability:
    windows = tuple(Window(one.weekday, one.begins, one.ends) for one in given.windows)
    away = tuple(Away(one.first_on, one.last_on) for one in given.away)
    return Availability(windows, away, given.hours, given.shifts, given.nights)


async def _read(doors: Doors, person: str) -> web.Response:
    async with doors.database.transaction() as connection:
        return answer(_shown(await availability_kept.of(connection, doors.settings.line.id, person)))


async def _keep(request: web.Request, doors: Doors, person: str, by: str) -> web.Response:
    given = _given(wire.AvailabilityGiven.model_validate_json(await body_of(request)))
    async with changing(doors) as (connection, rota):
        kept = await availability_kept.keep(connection, rota, person, given, clock.now(), by=by)
    return answer(_shown(kept))


async def my(_request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """What one said."""
    return await _read(doors, asked_by(who))


async def keep_my(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Say it anew."""
    return await _keep(request, doors, asked_by(who), asked_by(who))


async def of_person(request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """What somebody said."""
    return await _read(doors, id_of(request))


async def keep_of_person(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Say it for somebody, who told it by telephone perhaps."""
    return await _keep(request, doors, id_of(request), asked_by(who))


_MY, _THEIRS = "/api/v1/my/availability", "/api/v1/people/{id}/availability"
_SAYS, _HEARS = wire.AvailabilityGiven, wire.AvailabilityShown
ROUTES: tuple[Route, ...] = (
    Route("GET", _MY, my, "volunteer", "when one can come", None, _HEARS),
    Route("PUT", _MY, keep_my, "volunteer", "say when one can come", _SAYS, _HEARS),
    Route("GET", _THEIRS, of_person, "coordinator", "when somebody can come", None, _HEARS),
    Route("PUT", _THEIRS, keep_of_person, "coordinator", "say when somebody can come", _SAYS, _HEARS),
)
