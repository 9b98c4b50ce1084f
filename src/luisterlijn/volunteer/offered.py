"""Shifts offered to others, as far as other changes of the rota end such an offer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, or_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.sql.tables import swap
from luisterlijn.sql.telling import tell
from luisterlijn.volunteer.rows import one_of

OPEN = ("open", "asked")


async def end_offers(connection: AsyncConnection, line: str, sign_ups: Collection[str], now: datetime) -> None:
    """These sign-ups are no longer theirs who had them: what was offered of them, or wanted, is no longer."""
    of_them = or_(swap.c.sign_up == one_of(sign_ups), swap.c.wants == one_of(sign_ups))
    await end(connection, line, of_them, "cancelled", now)


async def end(
    connection: AsyncConnection,
    line: str,
    which: ColumnElement[bool],
    state: Literal["cancelled", "expired"],
    now: datetime,
) -> int:
    """End the open offers of a line that are so; how many."""
    ended = (
        update(swap)
        .where(swap.c.line == line, swap.c.state.in_(OPEN), which)
        .values(state=state, ended_at=now)
        .returning(swap.c.id)
    )
    ids = (await connection.execute(ended)).scalars().all()
    for one in ids:
        await tell(connection, line, "swap.changed", now, swap=one, state=state)
    return len(ids)
