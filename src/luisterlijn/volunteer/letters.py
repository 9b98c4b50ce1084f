"""Messages about somebody's sign-up: each says of which shift, and when that is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Literal, TypeAlias

from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.volunteer.messages import Kind, post
from luisterlijn.volunteer.rota import RotaOf, SignUp

What: TypeAlias = Literal["changed", "cancelled"]
KINDS: dict[What, tuple[Kind, Kind]] = {
    "changed": ("shift_changed", "shifts_changed"),
    "cancelled": ("shift_cancelled", "shifts_cancelled"),
}
"""What is said of one shift, and of several."""


async def write(
    connection: AsyncConnection,
    rota: RotaOf,
    kind: Kind,
    one: SignUp,
    now: datetime,
    *,
    to: str | None = None,
    turn: str | int = 0,
    **fields: int,
) -> None:
    """Tell the person signed up (or `to` another) what became of it; nobody is told of what is over.

    Args:
        turn: with kind, person and sign-up makes it one message.
        fields: what its words need beside the time.
    """
    if one.ends_at <= now:
        return
    person = to or one.volunteer
    await post(
        connection,
        rota.line,
        now,
        person,
        kind,
        f"{kind}:{one.id}:{person}:{turn}",
        about=one.id,
        expires_at=one.ends_at,
        starts_at=one.starts_at.isoformat(),
        ends_at=one.ends_at.isoformat(),
        **fields,
    )


async def write_all(
    connection: AsyncConnection,
    rota: RotaOf,
    what: What,
    these: Iterable[SignUp],
    now: datetime,
) -> None:
    """Tell everybody once what became of their shifts, however many: of the first, and how many there are."""
    by_person: defaultdict[str, list[SignUp]] = defaultdict(list)
    for one in sorted(these, key=lambda one: one.starts_at):
        by_person[one.volunteer].append(one)
    for each in by_person.values():
        kind = KINDS[what][len(each) > 1]
        await write(connection, rota, kind, each[0], now, turn=each[0].sequence, count=len(each))
