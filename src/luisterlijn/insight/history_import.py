"""Takes a file of counts: all of it or nothing. The same file again changes nothing, nor what the line recorded itself."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.facts import Channel
from luisterlijn.insight.history import begins_at
from luisterlijn.insight.history_csv import Quarter, entries, quarters
from luisterlijn.sql import audit
from luisterlijn.volunteer.csv_file import Sheet, Trouble
from luisterlijn.volunteer.people_csv import limited
from luisterlijn.volunteer.profile import CHANNELS

BATCH = 4000
"""Quarters written at once: in a second or so, well within the time a statement may take."""

KEEP = text("""
    INSERT INTO quarter (line, source, channel, starts_at, attempts, callers, answered, abandoned, refused,
                         handled, handled_ms)
    SELECT :line, 'imported', channel, starts_at, attempts, callers, answered, abandoned, refused, handled, handled_ms
    FROM json_to_recordset(CAST(:rows AS json))
         AS one (channel text, starts_at timestamptz, attempts int, callers int, answered int, abandoned int, refused int,
                 handled int, handled_ms bigint)
    ON CONFLICT (line, channel, source, starts_at) DO UPDATE
    SET attempts = excluded.attempts, callers = excluded.callers, answered = excluded.answered,
        abandoned = excluded.abandoned, refused = excluded.refused, handled = excluded.handled,
        handled_ms = excluded.handled_ms
    WHERE (quarter.attempts, quarter.callers, quarter.answered, quarter.abandoned, quarter.refused, quarter.handled,
           quarter.handled_ms)
          IS DISTINCT FROM (excluded.attempts, excluded.callers, excluded.answered, excluded.abandoned,
                            excluded.refused, excluded.handled, excluded.handled_ms)
    RETURNING channel, starts_at, xmax = 0 AS added
""")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the rows of a file.

    Args:
        same: rows that say what was known.
        passed_over: rows of a time the line has recorded itself.
        troubles: what is wrong; then nothing was taken.
    """

    added: int = 0
    changed: int = 0
    same: int = 0
    passed_over: int = 0
    troubles: Sequence[Trouble] = ()


async def take(connection: AsyncConnection, line: str, zone: ZoneInfo, sheet: Sheet, now: datetime, by: str) -> Taken:
    """Keep the counts of a file that `history_csv.read` has read, or say what is wrong with it."""
    own = {channel: await begins_at(connection, line, channel) for channel in CHANNELS}
    made, row_of, troubles = await asyncio.to_thread(_made, sheet, zone, now, own)
    if troubles:
        return Taken(troubles=limited(troubles))
    added, changed = set[int](), set[int]()
    for part in _batched(made):
        given = await asyncio.to_thread(_written, part)
        for row in await connection.execute(KEEP, {"line": line, "rows": given}):
            (added if row.added else changed).add(row_of[row.channel, row.starts_at])
    changed -= added
    rows = set(row_of.values())
    taken = Taken(len(added), len(changed), len(rows - added - changed), len(sheet.rows) - len(rows))
    if added or changed:
        await audit.note(connection, line, now, by, "history.imported", None, added=len(added), changed=len(changed))
    return taken


def _made(
    sheet: Sheet, zone: ZoneInfo, now: datetime, own: dict[Channel, datetime | None]
) -> tuple[list[Quarter], dict[tuple[str, datetime], int], list[Trouble]]:
    """The quarters of a file that lie before the line's own record, and the row each is of."""
    found, troubles = entries(sheet, zone, now)
    every = (one for entry in found for one in quarters(entry))
    made = [one for one in every if (until := own[one.channel]) is None or one.starts_at < until]
    return made, {(one.channel, one.starts_at): one.row for one in made}, troubles


def _batched(made: Sequence[Quarter]) -> Iterator[Sequence[Quarter]]:
    return (made[first : first + BATCH] for first in range(0, len(made), BATCH))


def _written(part: Sequence[Quarter]) -> str:
    rows: list[dict[str, Any]] = [asdict(one) for one in part]
    return json.dumps(rows, default=str)
