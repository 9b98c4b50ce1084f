"""The letter of invitations to shifts: one to each person, of all they are asked for at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.volunteer.ask_standing import Pair, last_day
from luisterlijn.volunteer.messages import post_each
from luisterlijn.volunteer.rota import RotaOf, Shift
from luisterlijn.volunteer.template import DAY, local_day

MOST_NAMED = 10
"""So many shifts are named in a letter; of more it says how many there are beside."""


def key_of(volunteer: str, asked_at: datetime) -> str:
    """What a letter is known by."""
    return f"shifts_asked:{volunteer}:{asked_at.isoformat()}"


async def write(
    connection: AsyncConnection, rota: RotaOf, asked: Mapping[Pair, int], shifts: Mapping[str, Shift], now: datetime
) -> None:
    """Ask, by letters whose link is the number of the first invitation in each.

    Args:
        asked: the numbers of the invitations.
    """
    until = last_day(now, rota.settings.rota.ask_lives, rota.zone)
    by_person: defaultdict[str, list[tuple[Shift, int]]] = defaultdict(list)
    for pair, number in asked.items():
        by_person[pair.volunteer].append((shifts[pair.shift], number))
    letters = {True: list[tuple[str, str, Mapping[str, str | int | None]]](), False: []}
    for volunteer, theirs in sorted(by_person.items()):
        theirs.sort(key=lambda one: one[0].starts_at)
        fields: dict[str, str | int | None] = {
            "number": min(number for _, number in theirs),
            "count": len(theirs),
            "starts_at": theirs[0][0].starts_at.isoformat(),
            "ends_at": theirs[0][0].ends_at.isoformat(),
            "shifts": "\n".join(_line(shift) for shift, _ in theirs[:MOST_NAMED]),
            "more": max(0, len(theirs) - MOST_NAMED),
            "on": (local_day(until, rota.zone) - DAY).isoformat(),
        }
        letters[len(theirs) > 1].append((volunteer, key_of(volunteer, now), fields))
    for several, each in letters.items():
        kind = "shifts_asked" if several else "shift_asked"
        await post_each(connection, rota.line, now, kind, each, expires_at=until)  # type: ignore[arg-type]  # both are kinds


def _line(shift: Shift) -> str:
    """One shift, as channel/notify reads it: start, end and name."""
    return f"{shift.starts_at.isoformat()} {shift.ends_at.isoformat()} {shift.name}"
