"""Call-outs: people are called for a gap, round after round, until there are enough.

The row of a call-out says how far it is. Each step is one transaction that holds the row: it leaves a whole round (asks,
their messages, when the next begins) or nothing, and whichever node steps next goes on from there.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.errors import RefusedError
from luisterlijn.sql.audit import SYSTEM, note
from luisterlijn.sql.tables import call_out, call_out_ask, person
from luisterlijn.sql.telling import tell
from luisterlijn.volunteer import callout_letters
from luisterlijn.volunteer.callout_need import CallOut, Gap, State
from luisterlijn.volunteer.callout_people import candidates
from luisterlijn.volunteer.callout_plan import Ask, Asked, Exhausted, Stage, Wait, again, next_step
from luisterlijn.volunteer.rota import RotaOf
from luisterlijn.volunteer.rows import is_taken


def of_row(row: Row[Any]) -> CallOut:
    """A call-out from its row."""
    gap = row.starts_at, row.ends_at, row.why, tuple(row.channels), row.need, row.shift
    return CallOut(*gap, id=row.id, filled=row.filled, state=row.state, started_at=row.started_at)


async def begin(connection: AsyncConnection, rota: RotaOf, gap: Gap, now: datetime, *, by: str) -> str | None:
    """Begin a call-out; its id. None where one runs for a part of that time and one of those channels: it has the gap."""
    number = "o" + base64.b32encode(secrets.token_bytes(8)).decode().lower()[:12]
    row = {name: getattr(gap, name) for name in ("why", "starts_at", "ends_at", "shift", "need")}
    row |= {"id": number, "line": rota.line, "channels": list(gap.channels), "state": "running"}
    row |= {"next_at": now, "started_by": by, "started_at": now}
    written = insert(call_out).values(**row).on_conflict_do_nothing().returning(call_out.c.id)
    if (await connection.execute(written)).one_or_none() is None:
        return None
    await _told(connection, rota.line, number, "running", 0, now)
    detail = {"why": gap.why, "channels": list(gap.channels), "need": gap.need, "shift": gap.shift}
    times = {"starts_at": gap.starts_at.isoformat(), "ends_at": gap.ends_at.isoformat()}
    await note(connection, rota.line, now, by, "callout.started", number, **detail, **times)
    return number


async def step(
    connection: AsyncConnection,
    rota: RotaOf,
    number: str,
    now: datetime,
    *,
    lacking: int | None = None,
    busy: Collection[str] = (),
) -> None:
    """Let a running call-out do what is due: end, or begin its next round. Nothing while another transaction holds it.

    Args:
        lacking: how many more people are needed as things are now. None: as many as were, less those who said yes.
        busy: who takes contacts at this moment, whatever the rota says.
    """
    row = await _row(connection, rota.line, number, or_none=True)
    if row is None or row.state != "running":
        return
    if lacking is not None and row.filled + max(lacking, 0) != row.need:
        changed = update(call_out).where(call_out.c.id == number).values(need=row.filled + max(lacking, 0))
        row = (await connection.execute(changed.returning(call_out))).one()
        await _told(connection, rota.line, number, "running", row.round, now)
    if row.need <= row.filled:
        await end(connection, rota, row, "filled", now)
    elif now >= row.ends_at:
        await end(connection, rota, row, "over", now)
    elif row.next_at is None or now >= row.next_at:
        await _go_on(connection, rota, row, busy, now)


async def stop(connection: AsyncConnection, rota: RotaOf, number: str, now: datetime, *, by: str) -> None:
    """Ask nobody any more.

    Raises:
        RefusedError: `no_such_callout` or `callout_over`.
    """
    await end(connection, rota, await running(connection, rota, number), "stopped", now, by=by)


async def force(connection: AsyncConnection, rota: RotaOf, number: str, now: datetime, *, by: str) -> None:
    """Begin the next round now, whether the last one is over or not.

    Raises:
        RefusedError: `no_such_callout` or `callout_over`.
    """
    row = await running(connection, rota, number)
    await note(connection, rota.line, now, by, "callout.forced", number, round=row.round)
    await _go_on(connection, rota, row, (), now, wait=False)


async def repeat(connection: AsyncConnection, rota: RotaOf, number: str, now: datetime, *, by: str) -> None:
    """Ask those of the last stage who have not answered once more; one that was stopped, or found nobody, runs again.

    Raises:
        RefusedError: `no_such_callout`, `callout_over`, `callout_runs` for that time, or `nobody_to_ask`.
    """
    row = await running(connection, rota, number, or_in=("stopped", "exhausted"))
    if now >= row.ends_at:
        raise _over()
    found = again(_stages(rota), await _asked(connection, number), now)
    if found is None:
        raise RefusedError("nobody_to_ask", "Begin the next round: everybody of this one has answered.")
    await note(connection, rota.line, now, by, "callout.repeated", number, round=row.round)
    if row.state != "running":
        await _revive(connection, number)
    await _ask(connection, rota, row, found, now)


async def hurry(connection: AsyncConnection, which: ColumnElement[bool], now: datetime) -> None:
    """Let the running rounds of these call-outs be over in which nobody is left who may still answer."""
    silent = (
        select(call_out_ask.c.id)
        .join_from(call_out_ask, person, call_out_ask.c.volunteer == person.c.id)
        .where(call_out_ask.c.call_out == call_out.c.id, call_out_ask.c.round == call_out.c.round)
        .where(call_out_ask.c.answer.is_(None), person.c.active)
    )
    over = which & (call_out.c.state == "running") & ~silent.exists()
    await connection.execute(update(call_out).where(over).values(next_at=now))


async def running(connection: AsyncConnection, rota: RotaOf, number: str, *, or_in: Collection[State] = ()) -> Row[Any]:
    """The row of a call-out that runs, held until the end of the transaction.

    Args:
        or_in: other states that will do.

    Raises:
        RefusedError: `no_such_callout` or `callout_over`.
    """
    row = await _row(connection, rota.line, number)
    if row is None:
        raise RefusedError("no_such_callout", "Look at the call-outs again: this one is not there.")
    if row.state not in {"running", *or_in}:
        raise _over()
    return row


async def end(
    connection: AsyncConnection, rota: RotaOf, row: Row[Any], state: State, now: datetime, *, by: str = SYSTEM
) -> None:
    """End a call-out whose row is held; whoever was asked and need not come any more is told, or nobody being left is."""
    ended = {"state": state, "ended_at": now, "next_at": None}
    await connection.execute(update(call_out).where(call_out.c.id == row.id).values(**ended))
    told = await callout_letters.take_back(connection, rota.line, row.id, now)
    if state == "filled":
        await callout_letters.filled(connection, rota.line, row, told, now)
    elif state == "exhausted":
        await callout_letters.exhausted(connection, rota.line, row, now)
    await _told(connection, rota.line, row.id, state, row.round, now)
    what = "callout.stopped" if state == "stopped" else "callout.ended"
    await note(connection, rota.line, now, by, what, row.id, state=state, need=row.need, filled=row.filled)


async def _row(connection: AsyncConnection, line: str, number: str, *, or_none: bool = False) -> Row[Any] | None:
    """The row, held; with `or_none` not waited for."""
    wanted = select(call_out).where(and_(call_out.c.id == number, call_out.c.line == line))
    held = wanted.with_for_update(skip_locked=or_none, key_share=True)
    return (await connection.execute(held)).one_or_none()


async def _go_on(
    connection: AsyncConnection,
    rota: RotaOf,
    row: Row[Any],
    busy: Collection[str],
    now: datetime,
    *,
    wait: bool = True,
) -> None:
    found = next_step(
        row.id,
        _stages(rota),
        await candidates(connection, rota, of_row(row), busy, now),
        await _asked(connection, row.id),
        need=row.need - row.filled,
        until=row.next_at if wait else None,
        now=now,
        zone=rota.zone,
    )
    match found:
        case Ask():
            await _ask(connection, rota, row, found, now)
        case Exhausted():
            await end(connection, rota, row, "exhausted", now)
        case Wait():
            await connection.execute(update(call_out).where(call_out.c.id == row.id).values(next_at=found.until))


async def _ask(connection: AsyncConnection, rota: RotaOf, row: Row[Any], found: Ask, now: datetime) -> None:
    """Begin a round."""
    turn = row.round + 1
    expires_at = min(row.ends_at, now + rota.settings.callout.link_lives)
    same = {"call_out": row.id, "round": turn, "stage": found.who, "asked_at": now, "expires_at": expires_at}
    asks = insert(call_out_ask).returning(call_out_ask.c.id, call_out_ask.c.volunteer)
    asked = (await connection.execute(asks, [{**same, "volunteer": one} for one in found.volunteers])).all()
    await callout_letters.ask(connection, rota.line, row, found.who, asked, expires_at, now)
    went_on = update(call_out).where(call_out.c.id == row.id).values(round=turn, next_at=found.until)
    await connection.execute(went_on)
    await _told(connection, rota.line, row.id, "running", turn, now)
    detail = {"round": turn, "stage": found.who, "people": list(found.volunteers)}
    await note(connection, rota.line, now, SYSTEM, "callout.asked", row.id, **detail)


async def _revive(connection: AsyncConnection, number: str) -> None:
    try:
        async with connection.begin_nested():
            again_on = update(call_out).where(call_out.c.id == number).values(state="running", ended_at=None)
            await connection.execute(again_on)
    except DBAPIError as error:
        if not is_taken(error):
            raise
        raise RefusedError("callout_runs", "Look at the call-outs: people are called for that time already.") from error


async def _asked(connection: AsyncConnection, number: str) -> Sequence[Asked]:
    ask = call_out_ask.c
    wanted = (
        select(ask.round, ask.stage, ask.volunteer, ask.answer, ~person.c.active)
        .join_from(call_out_ask, person, ask.volunteer == person.c.id)
        .where(ask.call_out == number)
        .order_by(ask.id)
    )
    return [Asked(*row) for row in await connection.execute(wanted)]


async def _told(connection: AsyncConnection, line: str, number: str, state: State, turn: int, now: datetime) -> None:
    await tell(connection, line, "callout.changed", now, callout=number, state=state, round=turn)


def _stages(rota: RotaOf) -> list[Stage]:
    return [Stage(one.who, one.ask, one.wait, one.rounds) for one in rota.settings.callout.stages]


def _over() -> RefusedError:
    return RefusedError("callout_over", "Begin a new call-out: this one is over.")
