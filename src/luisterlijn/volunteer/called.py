"""Somebody on standby who is put on duty: their standby makes room, and goes on before and after."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.volunteer.reason import Span
from luisterlijn.volunteer.rota import RotaOf, SignUp, new_id
from luisterlijn.volunteer.rows import add_sign_up, change_sign_up, work_of


async def overlapped(connection: AsyncConnection, rota: RotaOf, volunteer: str, duty: Span) -> set[str]:
    """The sign-ups for standby the duty overlaps."""
    return {one.id for one in await _standby(connection, rota, volunteer, duty)}


async def make_room(connection: AsyncConnection, rota: RotaOf, volunteer: str, duty: Span, now: datetime) -> None:
    """Cut the duty out of their standby."""
    for one in await _standby(connection, rota, volunteer, duty):
        before, after = one.starts_at < duty.starts_at, one.ends_at > duty.ends_at
        if before:
            await change_sign_up(connection, rota, one.id, now, ends_at=duty.starts_at)
        elif after:
            await change_sign_up(connection, rota, one.id, now, starts_at=duty.ends_at)
        else:
            await change_sign_up(connection, rota, one.id, now, state="withdrawn", withdrawn_at=now)
        if before and after:
            rest: dict[str, Any] = {
                name: getattr(one, name) for name in ("volunteer", "channels", "how", "note", "since")
            }
            times = {"starts_at": duty.ends_at, "ends_at": one.ends_at}
            await add_sign_up(connection, rota, now, id=new_id("u"), standby=True, state="signed", **times, **rest)


async def _standby(connection: AsyncConnection, rota: RotaOf, volunteer: str, duty: Span) -> list[SignUp]:
    work = (await work_of(connection, rota.line, {volunteer}, duty))[volunteer]
    return [one for one in work if one.standby and one.span.overlaps(duty)]
