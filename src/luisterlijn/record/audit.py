"""The audit trail, read: who changed what, with the names of people as they are now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.sql.tables import audit, person

MOST = 100


@dataclass(frozen=True, slots=True)
class Noted:
    """One row; `by` a person's id, `system` or `command`."""

    number: int
    at: datetime
    by: str
    by_name: str | None
    what: str
    about: str | None
    about_name: str | None
    detail: dict[str, Any]


async def trail(
    connection: AsyncConnection, line: str, before: int | None = None, about: str | None = None, most: int = MOST
) -> list[Noted]:
    """The rows of a line, newest first.

    Args:
        before: only rows with a lower number: those after the last row of the page before.
        about: only what was done to this; of a person, also to their sign-ups.
    """
    actor, subject = person.alias("actor"), person.alias("subject")
    wanted = (
        select(audit, actor.c.name.label("by_name"), subject.c.name.label("about_name"))
        .outerjoin(actor, (actor.c.id == audit.c.by) & (actor.c.line == line))
        .outerjoin(subject, (subject.c.id == audit.c.about) & (subject.c.line == line))
        .where(audit.c.line == line)
        .order_by(audit.c.id.desc())
        .limit(most)
    )
    if before is not None:
        wanted = wanted.where(audit.c.id < before)
    if about is not None:
        wanted = wanted.where((audit.c.about == about) | (audit.c.detail["volunteer"].astext == about))
    return [
        Noted(row.id, row.at, row.by, row.by_name, row.what, row.about, row.about_name, row.detail)
        for row in await connection.execute(wanted)
    ]
