"""The campaigns of a line: kept, changed and taken away, inside the caller's transaction."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from math import isfinite
from typing import Any

from sqlalchemy import RowMapping, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.errors import RefusedError
from luisterlijn.insight.effects import Campaign
from luisterlijn.sql import audit
from luisterlijn.sql.tables import campaign
from luisterlijn.volunteer.rota import new_id

LONGEST_NAME = 120
FIRST_YEAR, LAST_YEAR = 2000, 2099
MOST_DAYS = 366
LEAST_FACTOR, MOST_FACTOR = 0.05, 20.0

FIELDS = ("name", "first_on", "last_on", "factor", "fading_days", "channel")
_ODD = re.compile(r"[\x00-\x1f\x7f]")


async def of_line(connection: AsyncConnection, line: str) -> list[Campaign]:
    """The campaigns of a line, the latest first."""
    known = campaign.c
    wanted = select(campaign).where(known.line == line).order_by(known.first_on.desc(), known.name, known.id)
    return [_of_row(row) for row in (await connection.execute(wanted)).mappings()]


async def add(connection: AsyncConnection, line: str, wish: Campaign, now: datetime, by: str) -> Campaign:
    """Keep a campaign; its id is given to it here.

    Raises:
        RefusedError: `bad_campaign`; the field says where.
    """
    made = replace(checked(wish), id=new_id("c"))
    await connection.execute(insert(campaign).values(id=made.id, line=line, **_columns(made)))
    await audit.note(connection, line, now, by, "campaign.added", made.id, name=made.name)
    return made


async def change(connection: AsyncConnection, line: str, wish: Campaign, now: datetime, by: str) -> Campaign:
    """Change the campaign that has the id of `wish`.

    Raises:
        RefusedError: `bad_campaign`, the field says where; or `no_such_campaign`.
    """
    made = checked(wish)
    mine = (campaign.c.line == line) & (campaign.c.id == made.id)
    done = await connection.execute(update(campaign).where(mine).values(**_columns(made)))
    if not done.rowcount:
        raise _gone()
    await audit.note(connection, line, now, by, "campaign.changed", made.id, name=made.name)
    return made


async def remove(connection: AsyncConnection, line: str, campaign_id: str, now: datetime, by: str) -> None:
    """Take a campaign away, as if it had never been said.

    Raises:
        RefusedError: `no_such_campaign`.
    """
    mine = (campaign.c.line == line) & (campaign.c.id == campaign_id)
    name = (await connection.execute(delete(campaign).where(mine).returning(campaign.c.name))).scalar_one_or_none()
    if name is None:
        raise _gone()
    await audit.note(connection, line, now, by, "campaign.removed", campaign_id, name=name)


def checked(wish: Campaign) -> Campaign:
    """A campaign as it is kept. Pure.

    Raises:
        RefusedError: `bad_campaign`; the field says where.
    """
    name = wish.name.strip()
    if not name or len(name) > LONGEST_NAME or _ODD.search(name):
        raise _bad("name", f"Give it a name of at most {LONGEST_NAME} characters.")
    if not FIRST_YEAR <= wish.first_on.year <= LAST_YEAR:
        raise _bad("first_on", f"Choose a day from {FIRST_YEAR} to {LAST_YEAR}.")
    if not 0 <= (wish.last_on - wish.first_on).days < MOST_DAYS:
        raise _bad("last_on", "Let the last day be the first or a later one, within a year.")
    if not (isfinite(wish.factor) and LEAST_FACTOR <= wish.factor <= MOST_FACTOR):
        raise _bad("factor", f"Give a factor from {LEAST_FACTOR} to {MOST_FACTOR:.0f}; 1.6 is 60% more than usual.")
    if not 0 <= wish.fading_days <= MOST_DAYS:
        raise _bad("fading_days", f"Let it fade within {MOST_DAYS} days; 0 if it ends at once.")
    if wish.channel not in {None, "chat", "phone"}:
        raise _bad("channel", "Choose chat or phone, or leave it out for both.")
    return replace(wish, name=name)


def _bad(field: str, remedy: str) -> RefusedError:
    return RefusedError("bad_campaign", remedy, field=field)


def _gone() -> RefusedError:
    return RefusedError("no_such_campaign", "Look at the campaigns again: this one is not there.")


def _columns(made: Campaign) -> dict[str, Any]:
    return {name: getattr(made, name) for name in FIELDS}


def _of_row(row: RowMapping) -> Campaign:
    return Campaign(id=row["id"], **{name: row[name] for name in FIELDS})
