"""Giving shifts away and swapping them, under /api/v1."""

from __future__ import annotations

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn import clock
from luisterlijn.channel.protocol import rota as wire
from luisterlijn.volunteer import choices, swap
from luisterlijn.volunteer.profile import Profile
from luisterlijn.volunteer.rota import RotaOf
from luisterlijn.volunteer.seen import names_of
from luisterlijn.volunteer.swaps import concerning, look
from luisterlijn.web.bodies import answer, body_of, id_of
from luisterlijn.web.doors import Doors
from luisterlijn.web.rota import asked_by
from luisterlijn.web.rota_shown import people_of, swap_shown
from luisterlijn.web.route import Route
from luisterlijn.web.told import changing


def _coordinates(who: Profile | None) -> bool:
    return who is not None and who.is_at_least("coordinator")


async def listed(_request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Those that concern one; for coordinators all that are open."""
    rota, me = RotaOf.of(doors.settings), asked_by(who)
    async with doors.database.transaction() as connection:
        found = await concerning(connection, rota, me, clock.now(), everything=_coordinates(who))
        names = await names_of(connection, rota.line, people_of(found))
    return answer(wire.Swaps(swaps=[swap_shown(one, me, names) for one in found]))


async def colleagues(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Whom one's shift can be given to, and what they could give in return."""
    rota = RotaOf.of(doors.settings)
    async with doors.database.transaction() as connection:
        found = await choices.colleagues(connection, rota, id_of(request), asked_by(who), clock.now())
    return answer(wire.Colleagues(colleagues=[_colleague(one) for one in found]))


def _colleague(one: choices.Colleague) -> wire.Colleague:
    shifts = [
        wire.ColleagueShift(sign_up=mine.id, name=shift.name, starts_at=mine.starts_at, ends_at=mine.ends_at)
        for mine, shift in one.shifts
    ]
    return wire.Colleague(volunteer=one.person.id, name=one.person.card.name, shifts=shifts)


async def offer(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Offer one's shift to all or to one."""
    given = wire.SwapGiven.model_validate_json(await body_of(request) or b"{}")
    me = asked_by(who)
    async with changing(doors) as (connection, rota):
        wish = {"to": given.to, "wants": given.wants, "note": given.note}
        made = await swap.offer(connection, rota, id_of(request), me, clock.now(), **wish)
        shown = await _shown(connection, rota, made, me)
    return answer(shown, 201)


async def take(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Take an offered shift."""
    me = asked_by(who)
    async with changing(doors) as (connection, rota):
        taken = await swap.take(connection, rota, id_of(request), me, clock.now())
        shown = await _shown(connection, rota, taken, me)
    return answer(shown)


async def agree(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Say yes to a swap, as a coordinator."""
    given = wire.NoteGiven.model_validate_json(await body_of(request) or b"{}")
    me = asked_by(who)
    async with changing(doors) as (connection, rota):
        done = await swap.agree(connection, rota, id_of(request), me, clock.now(), note=given.note)
        shown = await _shown(connection, rota, done, me)
    return answer(shown)


async def refuse(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Say no to a swap."""
    given = wire.NoteGiven.model_validate_json(await body_of(request) or b"{}")
    me, may = asked_by(who), _coordinates(who)
    async with changing(doors) as (connection, rota):
        ended = await swap.refuse(
            connection, rota, id_of(request), me, clock.now(), is_coordinator=may, note=given.note
        )
        shown = await _shown(connection, rota, ended, me)
    return answer(shown)


async def cancel(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Take an offer back."""
    me, may = asked_by(who), _coordinates(who)
    async with changing(doors) as (connection, rota):
        ended = await swap.cancel(connection, rota, id_of(request), me, clock.now(), is_coordinator=may)
        shown = await _shown(connection, rota, ended, me)
    return answer(shown)


async def _shown(connection: AsyncConnection, rota: RotaOf, one: swap.Swap, me: str) -> wire.SwapShown:
    (seen,) = await look(connection, rota, [one], me, clock.now())
    return swap_shown(seen, me, await names_of(connection, rota.line, people_of([seen])))


ROUTES: tuple[Route, ...] = (
    Route("GET", "/api/v1/swaps", listed, "volunteer", "offered shifts", None, wire.Swaps),
    Route(
        "GET",
        "/api/v1/sign_ups/{id}/colleagues",
        colleagues,
        "volunteer",
        "whom a shift can be given to",
        None,
        wire.Colleagues,
    ),
    Route(
        "POST",
        "/api/v1/sign_ups/{id}/swap",
        offer,
        "volunteer",
        "offer one's shift to others",
        wire.SwapGiven,
        wire.SwapShown,
    ),
    Route("POST", "/api/v1/swaps/{id}/take", take, "volunteer", "take an offered shift", None, wire.SwapShown),
    Route("POST", "/api/v1/swaps/{id}/cancel", cancel, "volunteer", "take an offer back", None, wire.SwapShown),
    Route("POST", "/api/v1/swaps/{id}/refuse", refuse, "volunteer", "say no", wire.NoteGiven, wire.SwapShown),
    Route("POST", "/api/v1/swaps/{id}/agree", agree, "coordinator", "agree to a swap", wire.NoteGiven, wire.SwapShown),
)
