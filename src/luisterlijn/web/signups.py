"""Who is on a shift, under /api/v1: what volunteers take and give up, whom coordinators put on and take off."""

from __future__ import annotations

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn import clock
from luisterlijn.channel.protocol import rota as wire
from luisterlijn.errors import RefusedError
from luisterlijn.volunteer import choices, signup
from luisterlijn.volunteer.profile import Profile
from luisterlijn.volunteer.rota import RotaOf, SignUp
from luisterlijn.volunteer.rows import sign_up_of
from luisterlijn.volunteer.seen import names_of, own_sign_ups, seen
from luisterlijn.volunteer.swaps import of_sign_ups
from luisterlijn.volunteer.template import DAY
from luisterlijn.volunteer.walk_in import walk_in
from luisterlijn.web.bodies import answer, body_of, done, id_of
from luisterlijn.web.doors import Doors
from luisterlijn.web.rota import asked_by, days_of
from luisterlijn.web.rota_shown import (
    my_shift,
    people_of,
    reasons_shown,
    shift_shown,
    sign_up_shown,
    swap_shown,
)
from luisterlijn.web.route import Route
from luisterlijn.web.told import changing


async def open_shifts(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Shifts one is not on yet, where the need is greatest first."""
    rota, now = RotaOf.of(doors.settings), clock.now()
    until = now + days_of(request, 28) * DAY
    async with doors.database.transaction() as connection:
        found = await choices.open_shifts(connection, rota, asked_by(who), until, now)
    shown = [
        wire.OpenShift(shift=shift_shown(one.seen), waitlist=one.seen.is_full, reasons=reasons_shown(one.reasons))
        for one in found
    ]
    return answer(wire.OpenShifts(shifts=shown))


async def my_shifts(_request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """One's own, from now on."""
    rota, now, me = RotaOf.of(doors.settings), clock.now(), asked_by(who)
    async with doors.database.transaction() as connection:
        found = await own_sign_ups(connection, rota.line, me, now)
        shown = await _mine(connection, rota, found, me)
    return answer(wire.MyShifts(shifts=shown))


async def _mine(connection: AsyncConnection, rota: RotaOf, found: list[SignUp], me: str) -> list[wire.MyShift]:
    now = clock.now()
    shifts = await seen(connection, {one.shift for one in found if one.shift is not None})
    swaps = await of_sign_ups(connection, rota, [one.id for one in found], me, now)
    names = await names_of(connection, rota.line, people_of(swaps.values()))
    return [
        my_shift(
            rota,
            one,
            shifts.get(one.shift or ""),
            swap_shown(swaps[one.id], me, names) if one.id in swaps else None,
            now,
        )
        for one in found
    ]


async def take(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Sign up, or wait for a place."""
    me = asked_by(who)
    async with changing(doors) as (connection, rota):
        taken = await signup.take(connection, rota, id_of(request), me, "self", clock.now(), by=me)
        shown = await _mine(connection, rota, [taken], me)
    return answer(shown[0], 201)


async def withdraw(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Give up one's own place; who cannot come says so at any time, and what is then lacking is called for."""
    given = wire.WithdrawGiven.model_validate_json(await body_of(request) or b"{}")
    me = asked_by(who)
    async with changing(doors) as (connection, rota):
        if (await sign_up_of(connection, rota.line, id_of(request))).volunteer != me:
            raise RefusedError("not_yours", "Choose a shift of your own.")
        await signup.withdraw(
            connection, rota, id_of(request), clock.now(), by=me, why="ill" if given.cannot else "self"
        )
    return done()


async def walk(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Help now, without a shift."""
    given = wire.WalkInGiven.model_validate_json(await body_of(request) or b"{}")
    me = asked_by(who)
    async with changing(doors) as (connection, rota):
        put = await walk_in(connection, rota, me, given.until, clock.now())
        shown = await _mine(connection, rota, [put], me)
    return answer(shown[0], 201)


async def candidates(request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """Who could be put on a shift."""
    rota = RotaOf.of(doors.settings)
    async with doors.database.transaction() as connection:
        found = await choices.candidates(connection, rota, id_of(request), clock.now())
    shown = [
        wire.Candidate(volunteer=one.person.id, name=one.person.card.name, reasons=reasons_shown(one.reasons))
        for one in found
    ]
    return answer(wire.Candidates(candidates=shown))


async def assign(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Put somebody on."""
    given = wire.AssignGiven.model_validate_json(await body_of(request))
    async with changing(doors) as (connection, rota):
        taken = await signup.take(
            connection,
            rota,
            id_of(request),
            given.volunteer,
            "coordinator",
            clock.now(),
            by=asked_by(who),
            note=given.note,
        )
        names = await names_of(connection, rota.line, {taken.volunteer})
    return answer(sign_up_shown(taken, names), 201)


async def remove(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Take somebody off, also when it is too late for themselves."""
    given = wire.NoteGiven.model_validate_json(await body_of(request) or b"{}")
    by = asked_by(who)
    async with changing(doors) as (connection, rota):
        await signup.withdraw(connection, rota, id_of(request), clock.now(), by=by, why="removed", note=given.note)
    return done()


ROUTES: tuple[Route, ...] = (
    Route("GET", "/api/v1/shifts/open", open_shifts, "volunteer", "shifts one could take", None, wire.OpenShifts),
    Route("POST", "/api/v1/shifts/{id}/sign_up", take, "volunteer", "sign up", None, wire.MyShift),
    Route(
        "GET",
        "/api/v1/shifts/{id}/candidates",
        candidates,
        "coordinator",
        "who could be put on a shift",
        None,
        wire.Candidates,
    ),
    Route(
        "POST",
        "/api/v1/shifts/{id}/assign",
        assign,
        "coordinator",
        "put somebody on a shift",
        wire.AssignGiven,
        wire.SignUpShown,
    ),
    Route("GET", "/api/v1/my/shifts", my_shifts, "volunteer", "one's own shifts", None, wire.MyShifts),
    Route("POST", "/api/v1/my/walk_in", walk, "volunteer", "help now", wire.WalkInGiven, wire.MyShift),
    Route(
        "POST", "/api/v1/sign_ups/{id}/withdraw", withdraw, "volunteer", "give up one's own place", wire.WithdrawGiven
    ),
    Route("POST", "/api/v1/sign_ups/{id}/remove", remove, "coordinator", "take somebody off", wire.NoteGiven),
)
