"""Presence: what a volunteer truly does now, proven by heartbeats. The atomic half is `presence.lua`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from luisterlijn.live.line import Line


async def connect(line: Line, volunteer: str, console: str = "") -> str:
    """The console is open: returns the presence (`away` for somebody new).

    Args:
        console: its name; the volunteer's other consoles, on whatever node, hear of it and close.
    """
    return str((await line.live.call("presence_connect_v1", line.id, volunteer, console))[1])


async def ready(  # noqa: PLR0913 - one argument a field of the Function
    line: Line,
    volunteer: str,
    *,
    lanes: Sequence[str],
    profile: str,
    lanes2: Sequence[str] = (),
    profile2: str = "",
    chats: int = 1,
    fit: timedelta = timedelta(),
    past_end: bool = False,
) -> str:
    """Can take a contact from these lanes; returns the presence, `reserved` if something waited.

    Args:
        lanes2: lanes a second chat may come from; `chats` 2 chooses it.
        fit: so long before the end of the shift nothing new is offered, unless `past_end`.

    Returns:
        Also NOT_ON_SHIFT or LACKS (what the line requires): nothing has changed. `away`, soon before a shift: checked in.
    """
    reply = await line.live.call(
        "presence_ready_v1",
        line.id,
        volunteer,
        chats,
        profile,
        " ".join(lanes),
        profile2,
        " ".join(lanes2),
        round(fit.total_seconds() * 1000),
        "1" if past_end else "0",
    )
    return str(reply[-1])


async def pause(line: Line, volunteer: str) -> str:
    """A break; a pending offer goes back: OK or UNKNOWN."""
    return str((await line.live.call("presence_pause_v1", line.id, volunteer))[0])


async def drain(line: Line, volunteer: str, *, on: bool) -> str:
    """Stop after this one, or do go on: OK or UNKNOWN."""
    return str((await line.live.call("presence_drain_v1", line.id, volunteer, "1" if on else "0"))[0])


async def rest(line: Line, volunteer: str, span: timedelta) -> str:
    """Recover for `span`, then be ready: OK or UNKNOWN."""
    milliseconds = round(span.total_seconds() * 1000)
    return str((await line.live.call("presence_rest_v1", line.id, volunteer, milliseconds))[0])


async def leave(line: Line, volunteer: str) -> str:
    """Log out: OK, UNKNOWN, or IN_CONVERSATION (end or hand over first)."""
    return str((await line.live.call("presence_leave_v1", line.id, volunteer))[0])


async def beat(line: Line, volunteers: Sequence[str]) -> list[str]:
    """Proof that these volunteers are there: OK or UNKNOWN (present yourself again), one word each."""
    return [str(word) for word in await line.live.call("presence_beat_v1", line.id, *volunteers)]


async def look(line: Line, volunteer: str) -> dict[str, str]:
    """The volunteer's fields as `presence.lua` lists them, and their `duty`; empty if unknown."""
    flat = await line.live.call("presence_look_v1", line.id, volunteer)
    return dict(zip(flat[::2], flat[1::2], strict=True))
