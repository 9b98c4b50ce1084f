"""People under /api/v1: who there is, inviting and changing them, who stops, and as a file."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

from aiohttp import web

from luisterlijn import clock
from luisterlijn.channel.protocol import people as wire
from luisterlijn.settings import Settings
from luisterlijn.volunteer import fitness, leaving, people, people_csv, people_import
from luisterlijn.volunteer.card import FIELDS, Card, Person, Training
from luisterlijn.volunteer.fitness import Needs
from luisterlijn.volunteer.invitation import Issued
from luisterlijn.volunteer.people import Acting
from luisterlijn.volunteer.profile import Profile
from luisterlijn.web.bodies import answer, body_of, id_of
from luisterlijn.web.doors import Doors
from luisterlijn.web.route import Route
from luisterlijn.web.told import told

LARGEST_FILE = 2 * 1024 * 1024


def lacks_shown(lacks: tuple[fitness.Lack, ...]) -> list[wire.Lack]:
    """What somebody lacks, as pages read it."""
    return [wire.Lack(kind=one.kind, what=one.what, on=one.on) for one in lacks]


def _acting(doors: Doors, who: Profile | None) -> Acting:
    assert who is not None  # noqa: S101 - the route says who may
    return Acting(doors.settings, who, clock.now())


def _shown(someone: Person, needs: Needs, today: date, within: timedelta) -> wire.PersonShown:
    papers = someone.papers
    ending = fitness.expires(papers, needs, today, within) if someone.active else ()
    given = {name: getattr(someone.card, name) for name in FIELDS if name != "trainings"}
    return wire.PersonShown.model_validate(
        {
            **given,
            "id": someone.id,
            "active": someone.active,
            "invited": someone.invited,
            "trainings": [
                {"name": one.name, "done_on": one.done_on, "valid_until": one.valid_until}
                for one in someone.card.trainings
            ],
            "lacks": lacks_shown(fitness.lacks(papers, needs, today)),
            "expires": lacks_shown(ending),
        }
    )


def _shown_to(acting: Acting, someone: Person) -> wire.PersonShown:
    asked = acting.settings.requirements
    return _shown(someone, people.needs_of(acting.settings), acting.today, asked.warn_before)


def _card(given: wire.PersonGiven) -> Card:
    values = {name: getattr(given, name) for name in FIELDS if name != "trainings"}
    for name in ("languages", "topics", "channels"):
        values[name] = tuple(values[name])
    trainings = tuple(Training(one.name, one.done_on, one.valid_until) for one in given.trainings)
    return Card(**values, trainings=trainings)


# --- who there is ----------------------------------------------------------------------------------------------------


async def everybody(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """All of them, or those whose papers end soon or have ended."""
    acting = _acting(doors, who)
    async with doors.database.transaction() as connection:
        found = await people.everybody(connection, acting.line)
    listed = [_shown_to(acting, one) for one in found]
    if request.query.get("expiring") == "1":
        listed = [one for one in listed if one.expires or _ended(one)]
    asked = doors.settings.requirements
    return answer(
        wire.People(
            people=listed,
            trainings=_trainings(doors.settings, found),
            certificate=asked.certificate,
            mail=_has_mail(doors.settings),
        )
    )


def _ended(one: wire.PersonShown) -> bool:
    """Whether a paper of somebody who takes part has ended; one they never had has no day."""
    return one.active and any(lack.on is not None for lack in one.lacks)


def _trainings(settings: Settings, found: list[Person]) -> list[str]:
    """Those the line asks for, then those people have beside."""
    had = sorted({training.name for one in found for training in one.card.trainings})
    return list(dict.fromkeys((*settings.requirements.trainings, *had)))


def _has_mail(settings: Settings) -> bool:
    return bool(settings.notify.mail.host)


# --- inviting and changing -------------------------------------------------------------------------------------------


async def invite(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """A new person."""
    card = _card(wire.PersonGiven.model_validate_json(await body_of(request)))
    acting = _acting(doors, who)
    async with doors.database.transaction(waits=True) as connection:
        issued = await people.invite(connection, acting, card)
        someone = await people.one(connection, acting.line, issued.person)
    await told(doors, [issued.person])
    return _invited(request, doors, _shown_to(acting, someone), issued)


async def invite_again(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """A new link for somebody whose invitation is too old, or who forgot the password."""
    acting = _acting(doors, who)
    async with doors.database.transaction(waits=True) as connection:
        issued = await people.invite_again(connection, acting, id_of(request))
        someone = await people.one(connection, acting.line, issued.person)
    await told(doors)
    return _invited(request, doors, _shown_to(acting, someone), issued)


def _invited(request: web.Request, doors: Doors, someone: wire.PersonShown, issued: Issued) -> web.Response:
    origin = request.headers["Origin"]  # the line's own: the route has looked
    token = doors.links.token("invitation", issued.number)
    return answer(
        wire.Invited(
            person=someone,
            link=f"{origin}/invitation#{token}",
            mailed=_has_mail(doors.settings),
            expires_at=issued.expires_at,
        )
    )


async def change(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """What is known of somebody."""
    card = _card(wire.PersonGiven.model_validate_json(await body_of(request)))
    acting = _acting(doors, who)
    async with doors.database.transaction(waits=True) as connection:
        someone, different = await people.change(connection, acting, id_of(request), card)
    await told(doors, [someone.id])
    if "role" in different:
        await doors.visits.look()
    return answer(_shown_to(acting, someone))


async def deactivate(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Somebody takes part no more."""
    acting = _acting(doors, who)
    async with doors.database.transaction(waits=True) as connection:
        someone, touched = await leaving.deactivate(connection, acting, id_of(request))
    await told(doors, touched)
    await doors.visits.look()
    return answer(_shown_to(acting, someone))


async def activate(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Somebody takes part again."""
    acting = _acting(doors, who)
    async with doors.database.transaction(waits=True) as connection:
        someone = await leaving.activate(connection, acting, id_of(request))
    await told(doors, [someone.id])
    return answer(_shown_to(acting, someone))


# --- as a file -------------------------------------------------------------------------------------------------------


async def export(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Those who take part, as a file; with ?separator=; as a Dutch spreadsheet opens it."""
    acting = _acting(doors, who)
    async with doors.database.transaction() as connection:
        found = await people.everybody(connection, acting.line)
    written = people_csv.export(found, ";" if request.query.get("separator") == ";" else ",")
    headers = {"Content-Disposition": f'attachment; filename="people-{acting.today}.csv"'}
    return web.Response(body=written, content_type="text/csv", charset="utf-8", headers=headers)


async def take(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Add and change people as a file says; with ?invite=1 those who are new are invited."""
    sheet = await asyncio.to_thread(people_csv.read, await body_of(request))
    acting = _acting(doors, who)
    async with doors.database.transaction(waits=True) as connection:
        taken = await people_import.take(connection, acting, sheet, invite=request.query.get("invite") == "1")
    await told(doors, taken.people)
    troubles = [
        wire.CsvTrouble(row=one.row, column=one.column, value=one.value, remedy=one.remedy) for one in taken.troubles
    ]
    return answer(wire.CsvTaken(added=taken.added, changed=taken.changed, troubles=troubles))


ROUTES: tuple[Route, ...] = (
    Route("GET", "/api/v1/people", everybody, "coordinator", "the people of the line", None, wire.People),
    Route("POST", "/api/v1/people", invite, "coordinator", "invite a person", wire.PersonGiven, wire.Invited),
    Route("GET", "/api/v1/people.csv", export, "coordinator", "the people as a file"),
    Route(
        "POST",
        "/api/v1/people.csv",
        take,
        "coordinator",
        "add and change people by a file, all of it or nothing",
        None,
        wire.CsvTaken,
        most=LARGEST_FILE,
    ),
    Route("PUT", "/api/v1/people/{id}", change, "coordinator", "change a person", wire.PersonGiven, wire.PersonShown),
    Route("POST", "/api/v1/people/{id}/invite", invite_again, "coordinator", "invite again", None, wire.Invited),
    Route(
        "POST",
        "/api/v1/people/{id}/deactivate",
        deactivate,
        "coordinator",
        "somebody takes part no more",
        None,
        wire.PersonShown,
    ),
    Route(
        "POST",
        "/api/v1/people/{id}/activate",
        activate,
        "coordinator",
        "somebody takes part again",
        None,
        wire.PersonShown,
    ),
)
