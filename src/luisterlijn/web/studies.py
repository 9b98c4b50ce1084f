"""Rota proposals and simulations under /api/v1: asked for, looked at while they are computed, stopped."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from aiohttp import web

from luisterlijn import clock
from luisterlijn.channel.protocol import planning as wire
from luisterlijn.errors import RefusedError
from luisterlijn.insight import proposals, scenarios, studies
from luisterlijn.insight.studies import KINDS, Study
from luisterlijn.volunteer.profile import Profile
from luisterlijn.web.bodies import answer, body_of, id_of
from luisterlijn.web.doors import Doors
from luisterlijn.web.rota import asked_by
from luisterlijn.web.route import Route


def _shown(one: Study) -> wire.StudyShown:
    return wire.StudyShown(
        id=one.id,
        asked=wire.StudyAsked.model_validate(one.params),
        asked_at=one.asked_at,
        state=one.state,
        done=one.done,
        whole=one.whole,
        trouble=one.trouble,
        proposal=one.result if one.kind == "rota" else None,
        simulation=one.result if one.kind == "simulation" else None,
    )


async def latest(request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """The last few of a kind, without their results."""
    kind = next((one for one in KINDS if one == request.query.get("kind")), None)
    if kind is None:
        raise RefusedError("bad_request", f"Choose one of {', '.join(KINDS)}.", field="kind")
    async with doors.database.transaction() as connection:
        found = await studies.latest(connection, doors.settings.line.id, kind)
    listed = [
        wire.StudyListed(
            id=one.id, asked=wire.StudyAsked.model_validate(one.params), asked_at=one.asked_at, state=one.state
        )
        for one in found
    ]
    return answer(wire.Studies(studies=listed))


async def ask(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Put one in line; any node takes it."""
    given, by, now = wire.StudyAsked.model_validate_json(await body_of(request)), asked_by(who), clock.now()
    params, zone = given.model_dump(mode="json"), ZoneInfo(doors.settings.line.timezone)
    if given.kind == "rota":
        proposals.days_between(params, zone, now)
    else:
        scenarios.day_of(params, zone, now)
    line = doors.settings.line.id
    async with doors.database.transaction() as connection:
        number = await studies.ask(connection, line, given.kind, params, by, now)
        found = await studies.study_of(connection, line, number)
    doors.studies.wake()
    return answer(_shown(found), 201)


async def one(request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """How far it is, and what came of it so far."""
    async with doors.database.transaction() as connection:
        return answer(_shown(await studies.study_of(connection, doors.settings.line.id, id_of(request))))


async def stop(request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """Ask that it come to its end; what it has is kept."""
    line, number = doors.settings.line.id, id_of(request)
    async with doors.database.transaction() as connection:
        await studies.stop(connection, line, number)
        return answer(_shown(await studies.study_of(connection, line, number)))


_ONE = "/api/v1/studies/{id}"
ROUTES: tuple[Route, ...] = (
    Route("GET", "/api/v1/studies", latest, "coordinator", "the last proposals or simulations", None, wire.Studies),
    Route(
        *("POST", "/api/v1/studies", ask, "coordinator", "ask for a rota proposal or a simulation"),
        says=wire.StudyAsked,
        hears=wire.StudyShown,
    ),
    Route("GET", _ONE, one, "coordinator", "a proposal or a simulation", None, wire.StudyShown),
    Route("DELETE", _ONE, stop, "coordinator", "stop it; what it has is kept", None, wire.StudyShown),
)
