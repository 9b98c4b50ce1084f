"""Takes a file of people: all of it or nothing, in a handful of statements however many there are."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import any_, bindparam, delete, insert, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import Text

from luisterlijn.sql.audit import note_each
from luisterlijn.sql.tables import person, training, way
from luisterlijn.sql.telling import tell_each
from luisterlijn.volunteer import invitation, people, people_csv, rights
from luisterlijn.volunteer.card import PLAIN, Card, Person, changed
from luisterlijn.volunteer.csv_file import Sheet, Trouble, shown
from luisterlijn.volunteer.people import Acting, row_of
from luisterlijn.volunteer.profile import email_taken, new_id, normal_email


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file. `people`: whose papers may have changed, by id."""

    added: int
    changed: int
    troubles: Sequence[Trouble]
    people: frozenset[str] = frozenset()


async def take(connection: AsyncConnection, acting: Acting, sheet: Sheet, *, invite: bool) -> Taken:
    """Do what a file says, or say what is wrong with it.

    Args:
        invite: whether those who are new are sent an invitation at once.

    Raises:
        RefusedError: `email_taken`, by somebody who was added at this very moment.
    """
    await people.lock(connection, acting.line)
    known = await people.everybody(connection, acting.line)
    line, by = acting.settings.line, acting.by.role
    made = await asyncio.to_thread(people_csv.plan, sheet, known, line, acting.today, by)
    made.troubles += await _elsewhere(connection, acting.line, sheet)
    if made.troubles:
        return Taken(0, 0, people_csv.limited(made.troubles))
    added = [(new_id(), card) for card in made.added]
    await _add(connection, acting, added, invite=invite)
    await _change(connection, acting, made.changed)
    ids = [one for one, _ in added] + [before.id for before, _ in made.changed]
    facts = [{"volunteer": one} for one in ids]
    await tell_each(connection, acting.line, "person.changed", acting.now, facts)
    return Taken(len(added), len(made.changed), (), frozenset(ids))


async def _elsewhere(connection: AsyncConnection, line: str, sheet: Sheet) -> list[Trouble]:
    """Rows whose address somebody of another line has."""
    rows = {normal_email(row.cells["email"]): row.number for row in sheet.rows}
    given = any_(bindparam("given", list(rows), type_=ARRAY(Text)))
    wanted = select(person.c.email).where(person.c.email == given, person.c.line != line)
    remedy = "Somebody has this e-mail address already; choose another."
    found = (await connection.execute(wanted)).scalars().all()
    return [Trouble(rows[email], "email", shown(email), remedy) for email in found]


async def _add(connection: AsyncConnection, acting: Acting, added: Sequence[tuple[str, Card]], *, invite: bool) -> None:
    if not added:
        return
    with email_taken():
        await connection.execute(insert(person), [row_of(card, one, acting.line) for one, card in added])
    ways = [{"person": one, "kind": "mail", "address": card.email} for one, card in added]
    await connection.execute(insert(way), ways)
    await _train(connection, added)
    what = "person.invited" if invite else "person.added"
    each = [(one, {"role": card.role, "by_file": True}) for one, card in added]
    await note_each(connection, acting.line, acting.now, acting.by.id, what, each)
    if invite:
        await invitation.issue(connection, acting.line, [one for one, _ in added], acting.now)


async def _change(connection: AsyncConnection, acting: Acting, pairs: Sequence[tuple[Person, Card]]) -> None:
    if not pairs:
        return
    columns: dict[str, Any] = {name: bindparam(f"new_{name}") for name in PLAIN}
    rows = [_renamed(before.id, after, acting.line) for before, after in pairs]
    await connection.execute(update(person).where(person.c.id == bindparam("the_id")).values(**columns), rows)
    trained = [(before.id, after) for before, after in pairs if before.card.trainings != after.trainings]
    theirs = any_(bindparam("theirs", [one for one, _ in trained], type_=ARRAY(Text)))
    await connection.execute(delete(training).where(training.c.person == theirs))
    await _train(connection, trained)
    roles = [
        (before.id, {"before": before.card.role, "after": after.role})
        for before, after in pairs
        if before.card.role != after.role
    ]
    await note_each(connection, acting.line, acting.now, acting.by.id, "rights.changed", roles)
    risen = [before.id for before, after in pairs if rights.rises(before.card.role, after.role)]
    await invitation.ask_anew(connection, acting.line, risen, acting.now)
    await invitation.renew(connection, acting.line, [one for one, _ in roles if one not in risen], acting.now)
    fields = ((before.id, [one for one in changed(before.card, after) if one != "role"]) for before, after in pairs)
    each = [(one, {"fields": names, "by_file": True}) for one, names in fields if names]
    await note_each(connection, acting.line, acting.now, acting.by.id, "person.changed", each)


def _renamed(person_id: str, card: Card, line: str) -> dict[str, Any]:
    row = row_of(card, person_id, line)
    return {"the_id": person_id, **{f"new_{name}": row[name] for name in PLAIN}}


async def _train(connection: AsyncConnection, cards: Iterable[tuple[str, Card]]) -> None:
    rows = [
        {"person": one, "name": done.name, "done_on": done.done_on, "valid_until": done.valid_until}
        for one, card in cards
        for done in card.trainings
    ]
    if rows:
        await connection.execute(insert(training), rows)
