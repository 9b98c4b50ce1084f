"""Conversation: messages while the talk lasts, receipts, transfer, end. The atomic half is `conversation.lua`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from luisterlijn import clock
from luisterlijn.facts import Party
from luisterlijn.live.line import Line

RATE_SPAN = timedelta(seconds=10)


@dataclass(frozen=True)
class Message:
    """A message; `seq` counts from 1 within the contact, `key` is the sender's idempotency key."""

    seq: int
    by: Party
    key: str
    body: str
    at: datetime


@dataclass(frozen=True)
class Sent:
    """What became of a message: `outcome` SENT | AGAIN | TOO_FAST | FULL | NOT_YOURS | OVER."""

    outcome: str
    seq: int = 0
    at: datetime | None = None
    wait: timedelta = timedelta()

    @classmethod
    def of(cls, reply: Sequence[Any]) -> Sent:
        """From the answer of the Function."""
        if reply[0] in {"SENT", "AGAIN"}:
            return cls(reply[0], int(reply[1]), clock.from_ms(int(reply[2])))
        if reply[0] == "TOO_FAST":
            return cls(reply[0], wait=timedelta(milliseconds=int(reply[1])))
        return cls(str(reply[0]))


@dataclass(frozen=True)
class Look:
    """A contact as it is: the hash's fields (see `queue.lua`; empty if unknown) and its messages after a seq."""

    fields: dict[str, str]
    messages: tuple[Message, ...]


def message_of(text: str) -> Message:
    """From the engine's JSON."""
    one = json.loads(text)
    return Message(int(one["seq"]), one["by"], one["key"], one["body"], clock.from_ms(one["at"]))


async def look(line: Line, contact: str, after: int = 0) -> Look:
    """The contact and what was written after message `after`."""
    flat, rows = await line.live.call("conversation_look_v1", line.id, contact, after)
    return Look(dict(zip(flat[::2], flat[1::2], strict=True)), tuple(map(message_of, rows)))


async def write(line: Line, contact: str, by: Party, volunteer: str, key: str, body: str, *, most: int) -> Sent:
    """Keep a message for as long as the talk lasts; the same key again changes nothing.

    Args:
        volunteer: empty when the caller writes.
        most: messages this side may write in ten seconds.
    """
    span = round(RATE_SPAN.total_seconds() * 1000)
    return Sent.of(
        await line.live.call("conversation_write_v1", line.id, contact, by, volunteer, key, body, most, span)
    )


async def receipt(line: Line, contact: str, by: Party, volunteer: str, delivered: int, read: int) -> str:
    """The other side's messages reached, or were read by, `by`, up to these seqs: OK or NOT_YOURS."""
    reply = await line.live.call("conversation_receipt_v1", line.id, contact, by, volunteer, delivered, read)
    return str(reply[0])


async def typing(line: Line, contact: str, by: Party, volunteer: str, *, on: bool) -> str:
    """Tell the other side that `by` is (not) writing: OK or NOT_YOURS."""
    reply = await line.live.call("conversation_typing_v1", line.id, contact, by, volunteer, "1" if on else "0")
    return str(reply[0])


async def transfer(line: Line, contact: str, volunteer: str, lanes: Sequence[str]) -> str:
    """Look for another volunteer; this one stays until somebody accepts: OFFERED, LOOKING, MOVING or NOT_YOURS."""
    return str((await line.live.call("conversation_transfer_v1", line.id, contact, volunteer, " ".join(lanes)))[0])


async def transfer_cancel(line: Line, contact: str, volunteer: str) -> str:
    """Keep the conversation after all: OK or NOT_MOVING."""
    return str((await line.live.call("conversation_transfer_cancel_v1", line.id, contact, volunteer))[0])


async def end(line: Line, contact: str, volunteer: str) -> str:
    """The volunteer ends the talk; its messages are deleted and wrap-up begins: ENDED or NOT_YOURS."""
    return str((await line.live.call("conversation_end_v1", line.id, contact, volunteer))[0])
