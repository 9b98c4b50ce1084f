"""A year of coverage, quarter by quarter: 1,500 volunteers, 20,000 shifts and the 40,000 sign-ups to them.

From columns, as SQL gives them, to one channel's required, planned and likely of 35,040 quarters, its holes and the
uncovered seconds of a fortnight; the least of ten runs. Every tenth shift begins at ten past. Beside it the same count by a
plain loop over the same numbers. Budgets: <= 20 ms, and <= 0.08 of the plain loop.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from loadtests.result import Result, judged, least_ms
from luisterlijn.volunteer.coverage import QUARTER_S, Rota, Spans, bit, count, likely

VOLUNTEERS, SHIFTS, SIGNED = 1500, 20_000, 2
BEGIN, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
SHOW_RATE = 0.92
MOST_MS, MOST_OF_LOOP = "<= 20", "<= 0.08"
Row = tuple[int, int, int, int]


def rows() -> tuple[list[Row], list[Row]]:
    """Shifts (begin, end, channels, minimum) and sign-ups (begin, end, channels, person), by person and begin."""
    dice = random.Random(1)
    channels = bit("chat") | bit("phone")
    shifts, signed = [], []
    for number in range(SHIFTS):
        day, hour = number % 365, dice.randrange(24)
        start = int(BEGIN.timestamp()) + (day * 24 + hour) * 3600 + (600 if number % 10 == 0 else 0)
        end = start + dice.choice((3, 4, 5, 8)) * 3600
        shifts.append((start, end, channels, dice.choice((1, 2, 2, 3))))
        signed += [(start, end, channels, dice.randrange(VOLUNTEERS)) for _ in range(SIGNED)]
    return shifts, sorted(signed, key=lambda row: (row[3], row[0]))


def counted(rota: Rota) -> tuple[list[int], list[int]]:
    """All that a page shows of a year."""
    found = count(rota, "chat", BEGIN, END)
    quarters = found.quarters()
    likely(quarters.required, quarters.planned, SHOW_RATE)
    found.holes()
    found.uncovered_s(BEGIN, BEGIN + timedelta(days=14))
    return quarters.required.tolist(), quarters.planned.tolist()


def looped(shifts: list[Row], signed: list[Row]) -> tuple[list[int], list[int]]:
    """The worst fifth minute of every quarter, added up one by one; nobody is looked at twice at once."""
    first, step = int(BEGIN.timestamp()), 300
    pieces = int((END - BEGIN).total_seconds()) // step
    required, planned, until = [0] * pieces, [0] * pieces, [0] * VOLUNTEERS
    for start, end, _, minimum in shifts:
        for piece in range((start - first) // step, min((end - first) // step, pieces)):
            required[piece] += minimum
    for start, end, _, person in signed:
        for piece in range((max(start, until[person]) - first) // step, min((end - first) // step, pieces)):
            planned[piece] += 1
        until[person] = max(until[person], end)
    each = QUARTER_S // step
    worst = [
        max(range(quarter, quarter + each), key=lambda piece: (required[piece] - planned[piece], required[piece]))
        for quarter in range(0, pieces, each)
    ]
    return [required[piece] for piece in worst], [planned[piece] for piece in worst]


async def run() -> list[Result]:
    """The count, and the plain loop beside it."""
    shifts, signed = rows()
    rota = Rota(*(Spans.of(*zip(*spans, strict=True)) for spans in (shifts, signed)))
    assert counted(rota) == looped(shifts, signed)
    ms = least_ms(lambda: counted(rota), 10)
    return [
        judged("coverage_year", ms, "ms", None, MOST_MS),
        judged("coverage_by_loop", ms, "ms", least_ms(lambda: looped(shifts, signed), 2), MOST_OF_LOOP),
    ]
