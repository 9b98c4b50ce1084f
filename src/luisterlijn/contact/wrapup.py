"""Wrap-up: after-contact answers, rest, ready again; feedback; blocking misuse. The atomic half is `wrapup.lua`."""

from __future__ import annotations

from datetime import datetime

from luisterlijn import clock
from luisterlijn.live.line import Line


async def done(
    line: Line,
    contact: str,
    volunteer: str,
    *,
    topic: str | None = None,
    heavy: bool = False,
    result: str | None = None,
) -> str:
    """The volunteer finishes the wrap-up of this contact: DONE or NOT_YOURS."""
    reply = await line.live.call(
        "wrapup_done_v1", line.id, contact, volunteer, topic or "", "1" if heavy else "0", result or ""
    )
    return str(reply[0])


async def feedback(line: Line, contact: str, helped: str) -> str:
    """The caller's answer to "did this help", once: OK or NOT_NOW."""
    return str((await line.live.call("wrapup_feedback_v1", line.id, contact, helped))[0])


async def block(line: Line, contact: str, until: datetime) -> str:
    """Refuse this contact's caller until then: OK or UNKNOWN."""
    return str((await line.live.call("wrapup_block_v1", line.id, contact, clock.to_ms(until)))[0])
