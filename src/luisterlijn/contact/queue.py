"""Queue: wait, keep the place, leave, resume. The atomic half is `queue.lua`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from luisterlijn import clock
from luisterlijn.contact.routing import Plan, Wish
from luisterlijn.live.line import Line


@dataclass(frozen=True)
class Admission:
    """What became of an arrival: `outcome` OFFERED | WAITING | REFUSED | KNOWN. `arrived_at`: the first arrival.

    `reason`: closed, full, blocked or too_many when refused. `volunteer` and `fence`: of the offer when offered.
    """

    outcome: str
    arrived_at: datetime
    reason: str | None = None
    volunteer: str | None = None
    fence: str | None = None


def _wish(wish: Wish) -> tuple[str, str, str, str, str]:
    return wish.channel, wish.language, wish.topic or "", wish.region or "", "1" if wish.urgent else "0"


def _credit_ms(plan: Plan) -> int:
    return round(plan.credit.total_seconds() * 1000)


async def enter(
    line: Line, contact: str, wish: Wish, plan: Plan, pseudonyms: Sequence[str], *, is_open: bool
) -> Admission:
    """Record an arrival, then let it in or refuse it; the same contact again changes nothing (KNOWN)."""
    reply = await line.live.call(
        "queue_enter_v1",
        line.id,
        contact,
        *_wish(wish),
        "1" if is_open else "0",
        _credit_ms(plan),
        plan.encoded(),
        " ".join(pseudonyms),
    )
    outcome, arrived_at = str(reply[0]), clock.from_ms(int(reply[1]))
    if outcome == "OFFERED":
        return Admission(outcome, arrived_at, volunteer=reply[2], fence=reply[3])
    return Admission(outcome, arrived_at, reason=reply[2] if outcome == "REFUSED" else None)


async def resume(
    line: Line, contact: str, wish: Wish, plan: Plan, pseudonyms: Sequence[str], arrived_at: datetime, *, seen: int = 0
) -> str:
    """Bring a contact back at its first arrival, also when live state has forgotten it.

    Args:
        seen: seq of the last message its page has; the messages of a forgotten contact are numbered on from there.

    Returns:
        LIVE (it never left), REENTERED, OVER (closed or refused) or TOO_LATE (the resume window is over).
    """
    reply = await line.live.call(
        "queue_resume_v1",
        line.id,
        contact,
        *_wish(wish),
        clock.to_ms(arrived_at),
        _credit_ms(plan),
        plan.encoded(),
        " ".join(pseudonyms),
        seen,
    )
    return str(reply[0])


async def leave(line: Line, contact: str) -> str:
    """The caller goes: LEFT (abandoned), ENDED (the conversation) or OVER (there was nothing to leave)."""
    return str((await line.live.call("queue_leave_v1", line.id, contact))[0])


async def beat(line: Line, contacts: Sequence[str]) -> list[str]:
    """Proof that these callers are there: OK, UNKNOWN, or the final state of a contact, one word each."""
    return [str(word) for word in await line.live.call("queue_beat_v1", line.id, *contacts)]
