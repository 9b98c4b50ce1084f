"""The API under /api/v1: log in and out, who am I, what the line is, the figures."""

from __future__ import annotations

from aiohttp import web

from luisterlijn import clock
from luisterlijn.channel.protocol import Close, LogIn, Person
from luisterlijn.errors import EngineAwayError, RefusedError
from luisterlijn.volunteer import presence
from luisterlijn.volunteer.profile import Profile
from luisterlijn.web import bodies
from luisterlijn.web.doors import Doors
from luisterlijn.web.session import give_cookie, take_cookie, token_of


def _person(who: Profile) -> Person:
    return Person(name=who.name, role=who.role)


async def log_in(request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """Begin a session."""
    given = LogIn.model_validate_json(await bodies.body_of(request))
    now = clock.now()
    session = await doors.credentials.log_in(
        given.email, given.password, now, await bodies.place_of(request, doors, now)
    )
    if session.person.line != doors.settings.line.id:
        await doors.credentials.log_out(session.token)
        raise RefusedError("wrong_credentials", "The e-mail address or the password is wrong.")
    answer = bodies.answer(_person(session.person))
    give_cookie(answer, session.token)
    return answer


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
    return bodies.answer(_person(who))


async def line(_request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """The line as every page shows it."""
    return bodies.answer(doors.desk.line_info())


async def figures(_request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """The same figures as the dashboard's."""
    return bodies.answer(doors.boards.now())
