"""Asking people for shifts, under /api/v1: by coordinators; answered in the console, or by whoever has the link of a letter."""

from __future__ import annotations

from aiohttp import web

from luisterlijn import clock
from luisterlijn.channel.protocol import availability as wire
from luisterlijn.volunteer import ask_answers, ask_ends, ask_seen, attempts
from luisterlijn.volunteer.ask import ask
from luisterlijn.volunteer.ask_seen import AskSeen
from luisterlijn.volunteer.ask_standing import Asked, Pair
from luisterlijn.volunteer.profile import Profile
from luisterlijn.volunteer.rota import RotaOf
from luisterlijn.volunteer.seen import names_of
from luisterlijn.volunteer.template import DAY, day_begins, local_day
from luisterlijn.web.bodies import answer, body_of, number_of, place_of
from luisterlijn.web.doors import Doors
from luisterlijn.web.rota import asked_by, days_of, first_of
from luisterlijn.web.rota_shown import reasons_shown, shift_shown
from luisterlijn.web.route import Route
from luisterlijn.web.told import changing, told

LARGEST_LIST = 1024 * 1024


def _pair(one: Asked) -> wire.PairAsked:
    named = {"shift": one.pair.shift, "volunteer": one.pair.volunteer}
    return wire.PairAsked(**named, state=one.state, why=one.why, reasons=reasons_shown(one.reasons))


def _mine(one: AskSeen) -> wire.MyAsk:
    return wire.MyAsk(
        id=one.id,
        shift=shift_shown(one.seen),
        state=one.state,
        expires_at=one.expires_at,
        reasons=reasons_shown(one.reasons),
    )


# --- coordinators ----------------------------------------------------------------------------------------------------


async def make(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Ask; of those who cannot be asked it is said why."""
    given = wire.AsksGiven.model_validate_json(await body_of(request))
    pairs = [Pair(one.shift, one.volunteer) for one in given.pairs]
    async with changing(doors) as (connection, rota):
        found = await ask(connection, rota, pairs, clock.now(), by=asked_by(who))
    asked = [one.pair.volunteer for one in found if one.state == "asked"]
    made = wire.AsksMade(pairs=[_pair(one) for one in found], asked=len(asked), letters=len(set(asked)))
    return answer(made, 201)


async def listed(request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """Who was asked for the shifts of some days, and what they said."""
    rota, now = RotaOf.of(doors.settings), clock.now()
    first, days = first_of(request, local_day(now, rota.zone)), days_of(request, 28)
    begin, end = day_begins(first, rota.zone), day_begins(first + days * DAY, rota.zone)
    async with doors.database.transaction(snapshot=True) as connection:
        found = await ask_seen.between(connection, rota.line, begin, end, now)
        names = await names_of(connection, rota.line, {one.volunteer for one in found})
    return answer(wire.Asks(asks=[_listed(one, names.get(one.volunteer, "")) for one in found]))


def _listed(one: AskSeen, name: str) -> wire.ShiftAsk:
    return wire.ShiftAsk(
        id=one.id,
        shift=one.seen.shift.id,
        volunteer=one.volunteer,
        name=name,
        state=one.state,
        asked_at=one.asked_at,
        expires_at=one.expires_at,
        ended_at=one.ended_at,
    )


async def withdraw(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Ask no more."""
    given = wire.AsksWithdrawn.model_validate_json(await body_of(request))
    async with changing(doors) as (connection, rota):
        count = await ask_ends.withdraw(connection, rota.line, given.asks, clock.now(), by=asked_by(who))
    return answer(wire.Withdrawn(withdrawn=count))


# --- who is asked ----------------------------------------------------------------------------------------------------


async def mine(_request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """What one is asked to take."""
    rota, now = RotaOf.of(doors.settings), clock.now()
    async with doors.database.transaction() as connection:
        found = await ask_seen.of_person(connection, rota, asked_by(who), now)
    return answer(wire.MyAsks(asks=[_mine(one) for one in found]))


async def respond(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Say yes or no; who says yes is signed up."""
    given = wire.MyAskAnswer.model_validate_json(await body_of(request))
    number = number_of(request.match_info["id"], "id")
    async with changing(doors) as (connection, rota):
        found = await ask_answers.answer(connection, rota, asked_by(who), number, given.answer, clock.now())
    return answer(_mine(found))


async def by_link(request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """Look what a letter asks, or answer one of it; guesses at links are slowed down."""
    given = wire.AskedToken.model_validate_json(await body_of(request))
    now = clock.now()
    place, counted = await place_of(request, doors, now), f"asked {given.token}"
    await attempts.count(doors.database, counted, place, now)
    rota = RotaOf.of(doors.settings)
    async with doors.database.transaction(waits=True) as connection:
        said = given.token, given.ask, given.answer
        found = await ask_answers.by_link(connection, rota, doors.links, *said, now)
        await attempts.forget(connection, counted, place)
    await told(doors, rota.touched)
    line = doors.settings.line
    return answer(wire.AskedShown(line=line.name, timezone=line.timezone, asks=[_mine(one) for one in found]))


ROUTES: tuple[Route, ...] = (
    Route(
        "POST",
        "/api/v1/asks",
        make,
        "coordinator",
        "ask people for shifts",
        wire.AsksGiven,
        wire.AsksMade,
        most=LARGEST_LIST,
    ),
    Route("GET", "/api/v1/asks", listed, "coordinator", "who was asked for the shifts of some days", None, wire.Asks),
    Route(
        "POST",
        "/api/v1/asks/withdraw",
        withdraw,
        "coordinator",
        "ask no more",
        wire.AsksWithdrawn,
        wire.Withdrawn,
        most=LARGEST_LIST,
    ),
    Route("GET", "/api/v1/my/asks", mine, "volunteer", "shifts one is asked to take", None, wire.MyAsks),
    Route("POST", "/api/v1/my/asks/{id}", respond, "volunteer", "say yes or no", wire.MyAskAnswer, wire.MyAsk),
    Route("POST", "/api/v1/asked", by_link, "anyone", "answer a letter by its link", wire.AskedToken, wire.AskedShown),
)
