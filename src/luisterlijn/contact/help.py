"""Help among volunteers: a raised hand, a coordinator in the conversation, the words between them; notices to all on shift.

The atomic half is `help.lua`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

from luisterlijn import clock
from luisterlijn.contact.conversation import RATE_SPAN, Message, Sent, message_of
from luisterlijn.facts import Party
from luisterlijn.live.line import Line

Helping: TypeAlias = Literal["volunteer", "coordinator"]


@dataclass(frozen=True)
class Aside:
    """A word between volunteer and coordinator; `seq` counts from 1 within the talk, `key` is the sender's."""

    seq: int
    by: Helping
    key: str
    body: str
    at: datetime


@dataclass(frozen=True)
class Notice:
    """A coordinator's word to everybody on shift; `by` is their id, `seq` rises from notice to notice."""

    seq: int
    by: str
    body: str
    at: datetime


@dataclass(frozen=True)
class Joined:
    """A conversation as the coordinator in it may see it: `outcome` IN, SOON (not yet shown to the others) or OUT.

    `fields`: those of the contact, empty if it is unknown. The rest is empty but for IN.
    """

    outcome: str
    fields: dict[str, str]
    messages: tuple[Message, ...] = ()
    asides: tuple[Aside, ...] = ()


def _aside(text: str) -> Aside:
    one = json.loads(text)
    return Aside(int(one["seq"]), one["by"], one["key"], one["body"], clock.from_ms(one["at"]))


async def _outcome(line: Line, function: str, *args: Any) -> str:
    return str((await line.live.call(function, line.id, *args))[0])


async def hand(line: Line, contact: str, volunteer: str, *, on: bool) -> str:
    """Ask a coordinator to come, or no longer: RAISED, LOWERED (also where one is there already) or NOT_YOURS."""
    return await _outcome(line, "help_hand_v1", contact, volunteer, "1" if on else "0")


async def join(line: Line, contact: str, coordinator: str) -> str:
    """Come in where a hand is up, and out of any other talk: JOINED, NOBODY_ASKED, NOT_TALKING or TAKEN (by another)."""
    return await _outcome(line, "help_join_v1", contact, coordinator)


async def part(line: Line, contact: str, coordinator: str) -> str:
    """Leave the conversation again: PARTED or OUT."""
    return await _outcome(line, "help_part_v1", contact, coordinator)


async def beat(line: Line, contact: str, coordinator: str) -> str:
    """Proof that the coordinator is there: OK, or OUT of this conversation."""
    return await _outcome(line, "help_beat_v1", contact, coordinator)


async def shown(line: Line, contact: str, by: Party, volunteer: str) -> str:
    """The page of `by` was sent that a coordinator is there, who may read once both were: OK or NOT_YOURS.

    Args:
        volunteer: empty when it is the caller's page.
    """
    return await _outcome(line, "help_shown_v1", contact, by, volunteer)


async def look(line: Line, contact: str, coordinator: str, after: int = 0, asides_after: int = 0) -> Joined:
    """What the coordinator may see of the conversation, from after these seqs on."""
    word, flat, messages, asides = await line.live.call(
        "help_look_v1", line.id, contact, coordinator, after, asides_after
    )
    fields = dict(zip(flat[::2], flat[1::2], strict=True))
    return Joined(str(word), fields, tuple(map(message_of, messages)), tuple(map(_aside, asides)))


async def aside(line: Line, contact: str, by: Helping, who: str, key: str, body: str, *, most: int) -> Sent:
    """Keep a word for as long as the talk lasts; the same key again changes nothing. Outcomes as of a message, but OVER.

    Args:
        most: words this side may send in ten seconds.
    """
    span = round(RATE_SPAN.total_seconds() * 1000)
    return Sent.of(await line.live.call("help_aside_v1", line.id, contact, by, who, key, body, most, span))


async def asides(line: Line, contact: str, volunteer: str, after: int = 0) -> tuple[Aside, ...]:
    """What was said aside after this seq, for the volunteer of the conversation; nothing for anybody else."""
    return tuple(map(_aside, await line.live.call("help_asides_v1", line.id, contact, volunteer, after)))


async def notice(line: Line, coordinator: str, body: str, keep: timedelta) -> int:
    """Tell every console, on every node; returns the notice's seq.

    Args:
        keep: how long a console that opens may still read it.
    """
    reply = await line.live.call("help_notice_v1", line.id, coordinator, body, round(keep.total_seconds() * 1000))
    return int(reply[1])


async def notices(line: Line) -> tuple[Notice, ...]:
    """The notices still kept, oldest first."""
    rows = (json.loads(row) for row in await line.live.call("help_notices_v1", line.id))
    return tuple(Notice(int(one["seq"]), one["by"], one["body"], clock.from_ms(one["at"])) for one in rows)
