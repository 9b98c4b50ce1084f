"""The people of a line: who there is, what they have, and every change of them.

A change is checked, noted in the audit trail and told, all in the caller's transaction. Changes of one line's people come
one after the other, so that two administrators cannot take each other's right at once.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.errors import RefusedError
from luisterlijn.settings import Settings
from luisterlijn.sql.audit import note
from luisterlijn.sql.tables import message, person, training, way
from luisterlijn.sql.telling import tell
from luisterlijn.volunteer import invitation, rights
from luisterlijn.volunteer.card import PLAIN, Card, Person, Training, changed, misfits, tidy
from luisterlijn.volunteer.credentials import NO_PASSWORD
from luisterlijn.volunteer.fitness import Needs, Papers, expires
from luisterlijn.volunteer.invitation import Issued
from luisterlijn.volunteer.messages import post_each
from luisterlijn.volunteer.profile import Profile, email_taken, new_id

LOCK = 0x70656F70  # "peop"; the other half of the lock is the line


@dataclass(frozen=True, slots=True)
class Acting:
    """Who changes people, on which line, and when."""

    settings: Settings
    by: Profile
    now: datetime

    @property
    def line(self) -> str:
        """The line's id."""
        return self.settings.line.id

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.astimezone(ZoneInfo(self.settings.line.timezone)).date()


# --- who there is ----------------------------------------------------------------------------------------------------


async def everybody(connection: AsyncConnection, line: str, ids: Collection[str] | None = None) -> list[Person]:
    """The people of a line by name, those who stopped too; only some, if `ids` names them."""
    wanted = select(person).where(person.c.line == line).order_by(func.lower(person.c.name), person.c.id)
    trained = select(training).join(person, training.c.person == person.c.id).where(person.c.line == line)
    if ids is not None:
        wanted, trained = wanted.where(person.c.id.in_(ids)), trained.where(person.c.id.in_(ids))
    trainings: dict[str, list[Training]] = {}
    for row in await connection.execute(trained.order_by(training.c.name)):
        trainings.setdefault(row.person, []).append(Training(row.name, row.done_on, row.valid_until))
    return [_person(row, trainings.get(row.id, ())) for row in await connection.execute(wanted)]


async def one(connection: AsyncConnection, line: str, person_id: str) -> Person:
    """One of them.

    Raises:
        RefusedError: `no_such_person`.
    """
    found = await everybody(connection, line, [person_id])
    if not found:
        raise RefusedError("no_such_person", "Look for the person in the list again.")
    return found[0]


async def papers_of(
    connection: AsyncConnection, line: str, volunteers: Collection[str] | None = None
) -> dict[str, Papers]:
    """What people of a line have, by id; of some, or of all."""
    return {someone.id: someone.papers for someone in await everybody(connection, line, volunteers)}


def needs_of(settings: Settings) -> Needs:
    """What the line asks of everybody."""
    asked = settings.requirements
    return Needs(asked.certificate == "required", asked.trainings)


def _person(row: Row[Any], trainings: Sequence[Training]) -> Person:
    values = {name: getattr(row, name) for name in PLAIN}
    for name in ("languages", "topics", "channels"):
        values[name] = tuple(values[name])
    card = Card(**values, trainings=tuple(trainings))
    return Person(id=row.id, card=card, active=row.active, invited=row.password_hash == NO_PASSWORD)


# --- changes ---------------------------------------------------------------------------------------------------------


async def lock(connection: AsyncConnection, line: str) -> None:
    """Let no other change of this line's people begin before this transaction ends; first of all its locks."""
    await connection.execute(select(func.pg_advisory_xact_lock(LOCK, func.hashtext(line))))


async def invite(connection: AsyncConnection, acting: Acting, card: Card) -> Issued:
    """Keep a new person and invite them.

    Raises:
        RefusedError: a field does not fit the line, or `email_taken`.
        NotAllowedError: `not_yours_to_change`.
    """
    card = _fitting(card, acting)
    rights.check(acting.by.role, "volunteer", card.role)
    await lock(connection, acting.line)
    person_id = new_id()
    with email_taken():
        await connection.execute(insert(person).values(**row_of(card, person_id, acting.line)))
    await connection.execute(insert(way).values(person=person_id, kind="mail", address=card.email))
    await _keep_trainings(connection, person_id, card)
    await note(connection, acting.line, acting.now, acting.by.id, "person.invited", person_id, role=card.role)
    await tell(connection, acting.line, "person.changed", acting.now, volunteer=person_id)
    return (await invitation.issue(connection, acting.line, [person_id], acting.now))[0]


async def invite_again(connection: AsyncConnection, acting: Acting, person_id: str) -> Issued:
    """Give somebody a new link to choose a password with.

    Raises:
        RefusedError: `no_such_person`, or `person_inactive`.
        NotAllowedError: `not_yours_to_change`.
    """
    await lock(connection, acting.line)
    known = await one(connection, acting.line, person_id)
    rights.check(acting.by.role, known.card.role, known.card.role)
    if not known.active:
        raise RefusedError("person_inactive", "Let them take part again first.")
    await note(connection, acting.line, acting.now, acting.by.id, "person.invited", person_id, role=known.card.role)
    return (await invitation.issue(connection, acting.line, [person_id], acting.now))[0]


async def change(
    connection: AsyncConnection, acting: Acting, person_id: str, card: Card
) -> tuple[Person, tuple[str, ...]]:
    """Change what is known of somebody, and say which fields.

    Whoever was invited at another address is invited again, and so is who may more from now on: with a new password.

    Raises:
        RefusedError: `no_such_person`, a field does not fit the line, `email_taken`, or `last_administrator`.
        NotAllowedError: `not_yours_to_change`.
    """
    card = _fitting(card, acting)
    await lock(connection, acting.line)
    known = await one(connection, acting.line, person_id)
    before = known.card
    rights.check(acting.by.role, before.role, card.role)
    different = changed(before, card)
    if not different:
        return known, ()
    if "role" in different:
        await keep_an_administrator(connection, acting.line, known)
        await note_role(connection, acting, person_id, before, card)
    with email_taken():
        await connection.execute(update(person).where(person.c.id == person_id).values(**_columns(card)))
    if "trainings" in different:
        await connection.execute(delete(training).where(training.c.person == person_id))
        await _keep_trainings(connection, person_id, card)
    if "email" in different:
        await _keep_in_step(connection, acting, known, card.email)
    if rights.rises(before.role, card.role):
        await invitation.ask_anew(connection, acting.line, [person_id], acting.now)
        known = replace(known, invited=True)
    elif "role" in different and "email" not in different:
        await invitation.renew(connection, acting.line, [person_id], acting.now)
    if different != ("role",):
        fields = [name for name in different if name != "role"]
        await note(connection, acting.line, acting.now, acting.by.id, "person.changed", person_id, fields=fields)
    await tell(connection, acting.line, "person.changed", acting.now, volunteer=person_id)
    return replace(known, card=card), different


async def keep_an_administrator(connection: AsyncConnection, line: str, leaves: Person) -> None:
    """Raise if the line's last administrator who can log in would lose the right; nothing is lost where there is none.

    Raises:
        RefusedError: `last_administrator`.
    """
    if leaves.card.role != "administrator" or leaves.invited or not leaves.active:
        return
    others = (person.c.line == line) & (person.c.role == "administrator") & (person.c.id != leaves.id)
    can = person.c.active & (person.c.password_hash != NO_PASSWORD)
    if (await connection.execute(select(person.c.id).where(others, can).limit(1))).one_or_none() is None:
        raise rights.last_administrator()


async def note_role(connection: AsyncConnection, acting: Acting, person_id: str, before: Card, after: Card) -> None:
    """Note that somebody has another role."""
    detail = {"before": before.role, "after": after.role}
    await note(connection, acting.line, acting.now, acting.by.id, "rights.changed", person_id, **detail)


def row_of(card: Card, person_id: str, line: str) -> dict[str, Any]:
    """The row of a new person, who cannot log in yet."""
    return {"id": person_id, "line": line, "password_hash": NO_PASSWORD, **_columns(card)}


def _columns(card: Card) -> dict[str, Any]:
    values = {name: getattr(card, name) for name in PLAIN}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _fitting(card: Card, acting: Acting) -> Card:
    card = tidy(card)
    for wrong in misfits(card, acting.settings.line, acting.today):
        raise RefusedError(wrong.code, wrong.remedy, field=wrong.field)
    return card


async def _keep_trainings(connection: AsyncConnection, person_id: str, card: Card) -> None:
    rows = [
        {"person": person_id, "name": done.name, "done_on": done.done_on, "valid_until": done.valid_until}
        for done in card.trainings
    ]
    if rows:
        await connection.execute(insert(training), rows)


async def _keep_in_step(connection: AsyncConnection, acting: Acting, known: Person, email: str) -> None:
    """The address one logs in with is one messages go to; a link that went to the one before works no more."""
    mine = (way.c.person == known.id) & (way.c.kind == "mail")
    await connection.execute(delete(way).where(mine, way.c.address.in_([known.card.email, email])))
    await connection.execute(insert(way).values(person=known.id, kind="mail", address=email))
    if known.invited and known.active:
        await invitation.issue(connection, acting.line, [known.id], acting.now)
    else:
        await invitation.end(connection, [known.id], acting.now)


# --- papers that end -------------------------------------------------------------------------------------------------


async def tell_expiring(
    connection: AsyncConnection, line: str, settings: Settings, zone: ZoneInfo, now: datetime
) -> int:
    """Write to everybody whose papers end within the line's warning time, once for each paper and day; how many are new."""
    today, needs = now.astimezone(zone).date(), needs_of(settings)
    letters = {}
    for someone in await everybody(connection, line):
        if not someone.active:
            continue
        for lack in expires(someone.papers, needs, today, settings.requirements.warn_before):
            key = f"expiring:{someone.id}:{lack.kind}:{lack.what}:{lack.on}"
            letters[key] = (someone.id, key, {"what": lack.what, "on": str(lack.on)})
    known = select(message.c.key).where(message.c.line == line, message.c.key.in_(letters))
    for key in (await connection.execute(known)).scalars().all():
        del letters[key]
    return await post_each(connection, line, now, "expiring", letters.values())
