"""Rows of the rota, read, locked and written; every sign-up written is told to the line.

Who changes who is on a shift first locks the row of the shift, and of several shifts in the order of their ids: so the last
place goes to one, and nobody waits for another who waits for them. That nobody is in two places at once the database itself
keeps (`ex_sign_up_overlap`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, any_, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import Text

from luisterlijn.errors import RefusedError
from luisterlijn.sql.tables import shift, sign_up
from luisterlijn.sql.telling import tell
from luisterlijn.volunteer import people
from luisterlijn.volunteer.fitness import Papers
from luisterlijn.volunteer.reason import Span
from luisterlijn.volunteer.rest import SIXTEEN_WEEKS
from luisterlijn.volunteer.rota import RotaOf, Shift, SignUp, names_of, shift_of_row, sign_up_of_row

SHIFT_COLUMNS = [shift.c[name] for name in names_of(Shift)]
SIGN_UP_COLUMNS = [sign_up.c[name] for name in names_of(SignUp)]
TAKEN = frozenset({"23P01", "23505", "40P01"})
"""Two at once: an exclusion, a double, or both waiting for one another."""


def one_of(values: Collection[str]) -> Any:
    """Any of these values, to compare a column with: one array, however many there are."""
    return any_(bindparam(None, list(values), type_=ARRAY(Text)))


async def shift_of(connection: AsyncConnection, line: str, shift_id: str, *, lock: bool = False) -> Shift:
    """A shift of this line.

    Args:
        lock: nobody else changes who is on it before this transaction ends.

    Raises:
        RefusedError: `no_such_shift`.
    """
    wanted: Select[Any] = select(*SHIFT_COLUMNS).where(shift.c.id == shift_id, shift.c.line == line)
    if lock:
        wanted = wanted.with_for_update(key_share=True)  # a sign-up may still refer to it
    row = (await connection.execute(wanted)).mappings().one_or_none()
    if row is None:
        raise RefusedError("no_such_shift", "Look at the rota again: this shift is not there.")
    return shift_of_row(dict(row))


async def shifts_of(connection: AsyncConnection, ids: Collection[str], *, lock: bool = False) -> dict[str, Shift]:
    """These shifts by id; those that are gone are left out."""
    wanted: Select[Any] = select(*SHIFT_COLUMNS).where(shift.c.id == one_of(ids)).order_by(shift.c.id)
    if lock:
        wanted = wanted.with_for_update(key_share=True)
    return {row["id"]: shift_of_row(dict(row)) for row in (await connection.execute(wanted)).mappings()}


async def sign_up_of(connection: AsyncConnection, line: str, sign_up_id: str, *, lock: bool = False) -> SignUp:
    """A sign-up of this line.

    Raises:
        RefusedError: `no_such_sign_up`.
    """
    wanted: Select[Any] = select(*SIGN_UP_COLUMNS).where(sign_up.c.id == sign_up_id, sign_up.c.line == line)
    if lock:
        wanted = wanted.with_for_update(key_share=True)
    row = (await connection.execute(wanted)).mappings().one_or_none()
    if row is None:
        raise RefusedError("no_such_sign_up", "Look at the rota again: nobody is signed up so.")
    return sign_up_of_row(dict(row))


async def sign_ups_of(connection: AsyncConnection, shifts: Collection[str]) -> list[SignUp]:
    """Who is on these shifts and who waits, in the order they came."""
    wanted = (
        select(*SIGN_UP_COLUMNS)
        .where(sign_up.c.shift == one_of(shifts), sign_up.c.state != "withdrawn")
        .order_by(sign_up.c.since, sign_up.c.id)
    )
    return [sign_up_of_row(dict(row)) for row in (await connection.execute(wanted)).mappings()]


async def work_of(
    connection: AsyncConnection,
    line: str,
    volunteers: Collection[str] | None,
    around: Span,
    *,
    reach: timedelta = SIXTEEN_WEEKS,
) -> defaultdict[str, list[SignUp]]:
    """What these volunteers (None: all) are signed up for, as far around a span as `reach`: by default as the rules look."""
    wanted = select(*SIGN_UP_COLUMNS).where(
        sign_up.c.line == line,
        sign_up.c.state == "signed",
        sign_up.c.ends_at > around.starts_at - reach,
        sign_up.c.starts_at < around.ends_at + reach,
    )
    if volunteers is not None:
        wanted = wanted.where(sign_up.c.volunteer == one_of(volunteers))
    found: defaultdict[str, list[SignUp]] = defaultdict(list)
    for row in (await connection.execute(wanted)).mappings():
        found[row["volunteer"]].append(sign_up_of_row(dict(row)))
    return found


async def spans_of(
    connection: AsyncConnection,
    line: str,
    volunteers: Collection[str] | None,
    around: Span,
    *,
    reach: timedelta = SIXTEEN_WEEKS,
    leaving_out: str | None = None,
) -> defaultdict[str, list[Span]]:
    """When these volunteers (None: all) are signed up, as far around a span as `reach`: as `work_of`, and much less of it."""
    mine = sign_up.c
    wanted = select(mine.volunteer, mine.starts_at, mine.ends_at).where(
        mine.line == line,
        mine.state == "signed",
        mine.ends_at > around.starts_at - reach,
        mine.starts_at < around.ends_at + reach,
    )
    if volunteers is not None:
        wanted = wanted.where(mine.volunteer == one_of(volunteers))
    if leaving_out is not None:
        wanted = wanted.where(mine.id != leaving_out)
    found: defaultdict[str, list[Span]] = defaultdict(list)
    for volunteer, starts_at, ends_at in await connection.execute(wanted):
        found[volunteer].append(Span(starts_at, ends_at))
    return found


async def papers_of(connection: AsyncConnection, line: str, volunteer: str) -> Papers:
    """The papers of one person.

    Raises:
        RefusedError: `no_such_person`.
    """
    found = (await people.papers_of(connection, line, {volunteer})).get(volunteer)
    if found is None:
        raise RefusedError("no_such_person", "Choose somebody of this line.", field="volunteer")
    return found


async def next_since(connection: AsyncConnection, shift_id: str | None, now_ms: int) -> int:
    """The place in time of who comes now: after everybody who is there."""
    last = await connection.execute(select(func.max(sign_up.c.since)).where(sign_up.c.shift == shift_id))
    return max(now_ms, (last.scalar_one() or 0) + 1)


async def add_sign_up(connection: AsyncConnection, rota: RotaOf, now: datetime, **values: Any) -> SignUp | None:
    """Write a new sign-up and tell the line; None where the person is on this shift, or elsewhere at that time."""
    written = (
        insert(sign_up).values(line=rota.line, **values).on_conflict_do_nothing().returning(*SIGN_UP_COLUMNS)
    )  # which looks first, so that two at once do not wait for one another
    row = (await connection.execute(written)).mappings().one_or_none()
    return None if row is None else await _told(connection, rota, now, row)


async def change_sign_up(
    connection: AsyncConnection, rota: RotaOf, sign_up_id: str, now: datetime, **values: Any
) -> SignUp | None:
    """Change one, raise its sequence and tell the line; None, and nothing is changed, where the person is elsewhere then."""
    written = (
        update(sign_up)
        .where(sign_up.c.id == sign_up_id)
        .values(**values, sequence=sign_up.c.sequence + 1)
        .returning(*SIGN_UP_COLUMNS)
    )
    try:
        async with connection.begin_nested():
            row = (await connection.execute(written)).mappings().one()
    except DBAPIError as error:
        if is_taken(error):
            return None
        raise
    return await _told(connection, rota, now, row)


def is_taken(error: DBAPIError) -> bool:
    """Whether somebody else was sooner."""
    return getattr(error.orig, "sqlstate", None) in TAKEN


async def _told(connection: AsyncConnection, rota: RotaOf, now: datetime, row: Mapping[Any, Any]) -> SignUp:
    one = sign_up_of_row(dict(row))
    when: dict[str, Any] = {"begins": one.starts_at, "ends": one.ends_at}
    who = {"sign_up": one.id, "shift": one.shift, "volunteer": one.volunteer}
    await tell(connection, rota.line, "sign_up.changed", now, **who, **when, state=one.state)
    rota.touched.add(one.volunteer)
    return one
