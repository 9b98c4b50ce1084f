"""Call-outs over HTTP: coordinators see, begin and steer them; anyone who has the link of a message answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from aiohttp import web

from luisterlijn import clock
from luisterlijn.channel.protocol.calling import (
    AnswerShown,
    AnswerToken,
    AskShown,
    CalloutGiven,
    Callouts,
    CalloutShown,
    WayTried,
)
from luisterlijn.errors import RefusedError
from luisterlijn.volunteer import attempts, callout, callout_seen, responses
from luisterlijn.volunteer.callout_need import by_hand
from luisterlijn.volunteer.callout_seen import AskSeen, CallOutSeen
from luisterlijn.volunteer.profile import Profile
from luisterlijn.volunteer.rota import RotaOf
from luisterlijn.web.bodies import answer, body_of, id_of, place_of
from luisterlijn.web.doors import Doors
from luisterlijn.web.route import Handle, Route
from luisterlijn.web.told import told

Steer: TypeAlias = Callable[..., Awaitable[None]]


def _ask(one: AskSeen) -> AskShown:
    ways = [WayTried.model_validate(way) for way in one.ways]
    return AskShown(
        round=one.round,
        stage=one.stage,
        name=one.name,
        asked_at=one.asked_at,
        answer=one.answer,
        answered_at=one.answered_at,
        ways=ways,
    )


def _shown(one: CallOutSeen) -> CalloutShown:
    row = one.row
    return CalloutShown(
        id=row.id,
        why=row.why,
        channels=list(row.channels),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        shift_name=one.shift_name,
        need=row.need,
        filled=row.filled,
        state=row.state,
        round=row.round,
        stage=one.stage,
        next_at=row.next_at,
        started_by=one.started_by,
        started_at=row.started_at,
        ended_at=row.ended_at,
        asks=[_ask(each) for each in one.asks],
    )


async def lately(_request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """Those that run, and those of the last days."""
    async with doors.database.transaction() as connection:
        found = await callout_seen.lately(connection, doors.settings.line.id, clock.now())
    return answer(Callouts(callouts=[_shown(one) for one in found]))


async def begin(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Call people for a time; the first round begins at once."""
    assert who is not None  # noqa: S101 - the route says who may
    given = CalloutGiven.model_validate_json(await body_of(request))
    rota, now = RotaOf.of(doors.settings), clock.now()
    gap = by_hand(given.channels, given.starts_at, given.ends_at, given.need, now)
    async with doors.database.transaction(waits=True) as connection:
        number = await callout.begin(connection, rota, gap, now, by=who.id)
        if number is None:
            raise RefusedError("callout_runs", "Look at the call-outs: people are called for that time already.")
        await callout.step(connection, rota, number, now)
        found = await callout_seen.one(connection, rota.line, number)
    await told(doors)
    return answer(_shown(found), 201)


def _steering(steer: Steer) -> Handle:
    """A handler that does this to a call-out, and shows it as it is then."""

    async def handle(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
        assert who is not None  # noqa: S101 - the route says who may
        rota, number = RotaOf.of(doors.settings), id_of(request)
        async with doors.database.transaction(waits=True) as connection:
            await steer(connection, rota, number, clock.now(), by=who.id)
            found = await callout_seen.one(connection, rota.line, number)
        await told(doors)
        return answer(_shown(found))

    return handle


async def respond(request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """Look where things stand, or say yes or no; who said yes is on duty, and in the engine at once."""
    given = AnswerToken.model_validate_json(await body_of(request))
    now = clock.now()
    place, counted = await place_of(request, doors, now), f"answer {given.token}"
    await attempts.count(doors.database, counted, place, now)
    rota = RotaOf.of(doors.settings)
    async with doors.database.transaction(waits=True) as connection:
        found = await responses.answer(connection, rota, doors.links, given.token, given.answer, now)
        await attempts.forget(connection, counted, place)
    await told(doors, rota.touched)
    return answer(
        AnswerShown(
            state=found.state,
            line=doors.settings.line.name,
            timezone=doors.settings.line.timezone,
            channels=list(found.channels),
            starts_at=found.starts_at,
            ends_at=found.ends_at,
        )
    )


_ONE = "/api/v1/callouts/{id}"
ROUTES: tuple[Route, ...] = (
    Route("POST", "/api/v1/answer", respond, "anyone", "answer a call-out by its link", AnswerToken, AnswerShown),
    Route("GET", "/api/v1/callouts", lately, "coordinator", "call-outs, running and lately", None, Callouts),
    Route("POST", "/api/v1/callouts", begin, "coordinator", "call people for a time", CalloutGiven, CalloutShown),
    Route("POST", f"{_ONE}/stop", _steering(callout.stop), "coordinator", "ask nobody any more", None, CalloutShown),
    Route(
        "POST", f"{_ONE}/force", _steering(callout.force), "coordinator", "begin the next round now", None, CalloutShown
    ),
    Route(
        "POST",
        f"{_ONE}/repeat",
        _steering(callout.repeat),
        "coordinator",
        "ask those who have not answered once more",
        None,
        CalloutShown,
    ),
)
