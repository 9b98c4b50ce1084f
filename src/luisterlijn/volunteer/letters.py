"""Messages about somebody's sign-up: each says of which shift, and when that is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.volunteer.messages import Kind, post
from luisterlijn.volunteer.rota import RotaOf, SignUp


async def write(
    connection: AsyncConnection,
    rota: RotaOf,
    kind: Kind,
    one: SignUp,
    now: datetime,
    *,
    to: str | None = None,
    turn: str | int = 0,
) -> None:
    """Tell the person signed up (or `to` another) what became of it; nobody is told of what is over.

    Args:
        turn: with kind, person and sign-up makes it one message.
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
    )
