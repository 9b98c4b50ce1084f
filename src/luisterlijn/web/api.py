"""The API under /api/v1: log in and out, who am I, what the line is, the figures."""

from __future__ import annotations

import asyncio
from datetime import datetime

from aiohttp import web
from pydantic import BaseModel

from luisterlijn import clock
from luisterlijn.channel.protocol import Close, LogIn, Person
from luisterlijn.errors import EngineAwayError, RefusedError
from luisterlijn.volunteer import presence
from luisterlijn.volunteer.profile import Profile
from luisterlijn.web.doors import Doors
from luisterlijn.web.session import address_of, give_cookie, take_cookie, token_of

BODY_SECONDS = 30.0
"""A body that takes longer to come is refused."""


def _answer(body: BaseModel) -> web.Response:
    return web.Response(text=body.model_dump_json(), content_type="application/json")


def _person(who: Profile) -> Person:
    return Person(name=who.name, role=who.role)


async def log_in(request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """Begin a session."""
    given = LogIn.model_validate_json(await _body(request))
    now = clock.now()
    session = await doors.credentials.log_in(given.email, given.password, now, await _place(request, doors, now))
    if session.person.line != doors.settings.line.id:
        await doors.credentials.log_out(session.token)
        raise RefusedError("wrong_credentials", "The e-mail address or the password is wrong.")
    answer = _answer(_person(session.person))
    give_cookie(answer, session.token)
    return answer


async def _body(request: web.Request) -> bytes:
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.read()
    except TimeoutError:
        raise RefusedError("too_slow", "Send the request faster.", retry=True) from None


async def _place(request: web.Request, doors: Doors, now: datetime) -> str:
    """Where a request comes from, as a pseudonym; empty while Valkey, which has the day's key, is away."""
    try:
        return await doors.desk.intake.pseudonym(address_of(request, doors.settings.trusted_proxies), now)
    except EngineAwayError:
        return ""


async def log_out(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """End the session and leave the line; in mid-conversation the talk must be ended or handed over first."""
    if who is not None:
        try:
            left = await presence.leave(doors.desk.line, who.id)
        except EngineAwayError:
            left = "UNKNOWN"  # the heartbeats stop, that is enough
        if left == "IN_CONVERSATION":
            raise RefusedError("in_conversation", "End the conversation or hand it over first.")
        console = doors.desk.hub.owner("volunteer", who.id)
        if console is not None:
            console.close(Close.NOT_LOGGED_IN)
    doors.visits.end(token_of(request))
    await doors.credentials.log_out(token_of(request))
    answer = web.Response(status=204)
    take_cookie(answer)
    return answer


async def me(_request: web.Request, _doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Who is logged in."""
    assert who is not None  # noqa: S101 - the route says who may
    return _answer(_person(who))


async def line(_request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """The line as every page shows it."""
    return _answer(doors.desk.line_info())


async def figures(_request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """The same figures as the dashboard's."""
    return _answer(doors.boards.now())
