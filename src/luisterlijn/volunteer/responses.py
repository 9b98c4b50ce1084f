"""What somebody asked by a call-out answers, from a link that needs no log-in: the first yes wins.

Answers to one call-out come one after the other, as each holds its row. The first answer of a person stands: the link is
for once, and so are the links of other rounds to the same person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.errors import RefusedError
from luisterlijn.facts import Channel
from luisterlijn.sql.audit import note
from luisterlijn.sql.tables import call_out, call_out_ask, person
from luisterlijn.sql.telling import tell
from luisterlijn.volunteer import callout, signup
from luisterlijn.volunteer.absence import no_shows
from luisterlijn.volunteer.callout_need import replaces
from luisterlijn.volunteer.links import Links
from luisterlijn.volunteer.rota import RotaOf

Said: TypeAlias = Literal["yes", "no"]
AnswerState: TypeAlias = Literal["open", "yes", "no", "filled", "expired", "blocked"]
SHOWN: dict[str, AnswerState] = {"yes": "yes", "no": "no", "too_late": "filled"}


@dataclass(frozen=True, slots=True)
class Answered:
    """What the person asked sees: where their answer stands, and what it is about."""

    state: AnswerState
    channels: tuple[Channel, ...]
    starts_at: datetime
    ends_at: datetime


async def answer(
    connection: AsyncConnection, rota: RotaOf, links: Links, token: str, said: Said | None, now: datetime
) -> Answered:
    """Answer, or only look (`said` None). Who says yes in time is on duty; `rota.touched` then has them.

    Raises:
        RefusedError: `no_such_link`.
    """
    number = links.read("callout", token)
    known = (
        select(call_out_ask.c.call_out, call_out_ask.c.volunteer, person.c.active)
        .join_from(call_out_ask, person, call_out_ask.c.volunteer == person.c.id)
        .where(call_out_ask.c.id == number)
    )
    ask = None if number is None else (await connection.execute(known)).one_or_none()
    row = None if ask is None else await _held(connection, rota.line, ask.call_out)
    if ask is None or row is None:
        raise RefusedError("no_such_link", "Use the link as it was sent: this one is not whole.")
    mine = select(call_out_ask).where(call_out_ask.c.call_out == row.id, call_out_ask.c.volunteer == ask.volunteer)
    asks = (await connection.execute(mine.order_by(call_out_ask.c.id))).all()
    given = next((one.answer for one in asks if one.answer is not None), None)
    if given is not None:
        return _shown(row, SHOWN[given])
    state = _state(row, next(one.expires_at for one in asks if one.id == number), now)
    if not ask.active:
        state = "expired"
    if said is None or state == "expired":
        return _shown(row, state)
    return _shown(row, await _take(connection, rota, row, ask.volunteer, said, now))


def _shown(row: Row[Any], state: AnswerState) -> Answered:
    return Answered(state, tuple(row.channels), row.starts_at, row.ends_at)


async def _held(connection: AsyncConnection, line: str, number: str) -> Row[Any] | None:
    wanted = select(call_out).where(call_out.c.id == number, call_out.c.line == line)
    return (await connection.execute(wanted.with_for_update(key_share=True))).one_or_none()


def _state(row: Row[Any], expires_at: datetime, now: datetime) -> AnswerState:
    """Where things stand for who has not answered. A call-out that found nobody still takes a yes."""
    if row.state == "filled":
        return "filled"
    if row.state in {"stopped", "over"} or now >= expires_at or now >= row.ends_at:
        return "expired"
    return "open"


async def _take(
    connection: AsyncConnection, rota: RotaOf, row: Row[Any], who: str, said: Said, now: datetime
) -> AnswerState:
    """Take a first answer."""
    if said == "no":
        await _keep(connection, rota, row, who, "no", now)
        await callout.hurry(connection, call_out.c.id == row.id, now)
        return "no"
    if row.state == "filled":
        await _keep(connection, rota, row, who, "too_late", now)
        return "filled"
    try:
        async with connection.begin_nested():
            sign_up = await _put(connection, rota, row, who, now)
    except RefusedError:
        return "blocked"
    await _keep(connection, rota, row, who, "yes", now, sign_up)
    more = update(call_out).where(call_out.c.id == row.id).values(filled=call_out.c.filled + 1).returning(call_out)
    row = (await connection.execute(more)).one()
    if row.filled >= row.need:
        await callout.end(connection, rota, row, "filled", now)
    else:
        await tell(connection, rota.line, "callout.changed", now, callout=row.id, state=row.state, round=row.round)
    return "yes"


async def _put(connection: AsyncConnection, rota: RotaOf, row: Row[Any], who: str, now: datetime) -> str:
    """Put them on duty, in the place of somebody who did not come if there is one."""
    one = callout.of_row(row)
    absent = [gap for gap in await no_shows(connection, rota.line, now) if gap.need > 0 and replaces(one, gap, now)]
    absent.sort(key=lambda gap: (gap.shift != row.shift, -gap.need))
    return await signup.put(
        connection,
        rota,
        who,
        max(now, row.starts_at),
        row.ends_at,
        one.channels,
        "call_out",
        now,
        by=who,
        shift=absent[0].shift if absent else None,
    )


async def _keep(
    connection: AsyncConnection,
    rota: RotaOf,
    row: Row[Any],
    who: str,
    said: Literal["yes", "no", "too_late"],
    now: datetime,
    sign_up: str | None = None,
) -> None:
    """Keep the answer with every ask of this person."""
    mine = (call_out_ask.c.call_out == row.id) & (call_out_ask.c.volunteer == who)
    given = {"answer": said, "answered_at": now, "sign_up": sign_up}
    await connection.execute(update(call_out_ask).where(mine).values(**given))
    await tell(connection, rota.line, "callout.answered", now, callout=row.id, volunteer=who, answer=said)
    await note(connection, rota.line, now, who, "callout.answered", row.id, answer=said, sign_up=sign_up)
