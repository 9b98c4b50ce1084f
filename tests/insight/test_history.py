"""A line's past: rolled up, not yet rolled up, imported; each quarter from one of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from luisterlijn.insight import history
from luisterlijn.insight.history import Behaviour, behaviour
from luisterlijn.insight.history_csv import read
from luisterlijn.insight.history_import import take
from luisterlijn.insight.learned import FEW, Priors
from luisterlijn.insight.quarters import DAY
from luisterlijn.insight.rollup import SETTLED, RollUp
from luisterlijn.insight.series import COUNTED, QUARTER, Series
from luisterlijn.insight.spread import Spread
from luisterlijn.sql.database import Database
from tests.pasts import LINE, MONDAY, happened, write

HOUR = timedelta(hours=1)
PRIORS = Priors(timedelta(seconds=600), timedelta(seconds=1200))


async def past(database: Database, begin: datetime, end: datetime) -> Series:
    async with database.transaction(snapshot=True) as connection:
        return await history.series(connection, LINE, "phone", begin, end)


async def behaved(database: Database, begin: datetime, end: datetime) -> Behaviour:
    async with database.transaction(snapshot=True) as connection:
        return await behaviour(connection, LINE, "phone", begin, end, PRIORS)


async def roll_up(database: Database, until: datetime) -> None:
    one = RollUp(database, LINE, lambda: until + SETTLED)
    while await one.step():
        pass


async def imported(database: Database, *rows: str) -> None:
    text = "\n".join(["channel,starts_at,attempts,answered,handle_s", *rows])
    async with database.transaction() as connection:
        taken = await take(connection, LINE, ZoneInfo("UTC"), read(text.encode()), MONDAY + 900 * DAY, "command")
    assert taken.troubles == ()


def shown(one: Series) -> list[tuple[int, tuple[int, ...]]]:
    """The quarters that hold something, by their number."""
    rows = list(zip(*(getattr(one, name).tolist() for name in COUNTED), strict=True))
    return [(at, row) for at, row in enumerate(rows) if any(row)]


async def test_nothing_is_known_of_a_line_without_contacts(database: Database) -> None:
    found = await past(database, MONDAY, MONDAY + HOUR)
    assert (found.known.tolist(), shown(found)) == ([False] * 4, [])


async def test_rolling_up_changes_nothing_of_the_past(database: Database) -> None:
    await write(
        database,
        happened("a", MONDAY + HOUR, caller="x"),
        happened("b", MONDAY + HOUR, "left", caller="x"),
        happened("c", MONDAY + DAY, "refused", caller="y"),
        happened("d", MONDAY + DAY + 2 * QUARTER, caller="y"),
        happened("e", MONDAY + 3 * DAY),
        happened("f", MONDAY + HOUR, channel="chat"),
    )
    whole = [(4, (2, 1, 1, 1, 0)), (96, (1, 1, 0, 0, 1)), (98, (1, 0, 1, 0, 0)), (288, (1, 1, 1, 0, 0))]
    for until in range(5):
        await roll_up(database, MONDAY + until * DAY)
        found = await past(database, MONDAY, MONDAY + 4 * DAY)
        assert shown(found) == whole
        assert found.known.tolist() == [False] * 4 + [True] * (96 * 4 - 4)


@pytest.mark.parametrize("until", [0, 1, 2])
async def test_part_of_the_past_begins_and_ends_where_it_was_asked_to(database: Database, until: int) -> None:
    await write(database, *(happened(f"c{one}", MONDAY + one * HOUR, caller="x") for one in range(48)))
    await roll_up(database, MONDAY + until * DAY)
    found = await past(database, MONDAY + 23 * HOUR, MONDAY + 26 * HOUR)
    # nobody is a new caller at 23:00, nor at 1:00 the next day
    assert shown(found) == [(0, (1, 0, 1, 0, 0)), (4, (1, 1, 1, 0, 0)), (8, (1, 0, 1, 0, 0))]
    assert found.known.all()


async def test_imported_counts_lie_before_the_own_record(database: Database) -> None:
    await imported(database, "phone,2026-03-02 00:00,8,4,", "phone,2026-03-02 01:00,5,5,")
    await write(database, happened("a", MONDAY + HOUR + QUARTER))
    found = await past(database, MONDAY - HOUR, MONDAY + 3 * HOUR)
    assert found.known.tolist() == [False] * 4 + [True] * 12
    assert found.attempts.tolist() == [0] * 4 + [2] * 4 + [1] + [1] + [0] * 6
    assert found.callers.tolist() == found.attempts.tolist()


async def test_gap_of_less_than_a_day_between_imported_rows_is_a_time_nobody_came(database: Database) -> None:
    rows = ["2026-03-02 00:00", "2026-03-02 23:00", "2026-03-03 23:00"]  # 22 hours, then 23, from end to start
    await imported(database, *(f"phone,{one},4,," for one in rows), "phone,2026-03-05 00:00,4,,")
    found = await past(database, MONDAY - HOUR, MONDAY + 3 * DAY + 2 * HOUR)
    known = [False] * 4 + [True] * 192 + [False] * 96 + [True] * 4 + [False] * 4
    assert found.known.tolist() == known
    part = await past(database, MONDAY + 10 * HOUR, MONDAY + 11 * HOUR)
    assert part.known.tolist() == [True] * 4


async def test_own_record_of_one_channel_leaves_the_import_of_another(database: Database) -> None:
    await write(database, happened("a", MONDAY, channel="chat"))
    await imported(database, "phone,2026-03-02 02:00,4,,")
    assert shown(await past(database, MONDAY, MONDAY + 3 * HOUR)) == [(at, (1, 1, 0, 0, 0)) for at in (8, 9, 10, 11)]


@pytest.mark.parametrize("until", [0, 1, 2])
async def test_behaviour_is_measured_over_rolled_up_and_later_contacts(database: Database, until: int) -> None:
    await write(
        database,
        happened("a", MONDAY, waited_s=100, handled_s=1000),
        happened("b", MONDAY + DAY, waited_s=20, handled_s=2000),
        happened("c", MONDAY, "left", waited_s=300, caller="x"),
        happened("d", MONDAY + HOUR, waited_s=30, handled_s=None, caller="x"),
        happened("e", MONDAY + DAY, "left", waited_s=50, caller="y"),
        happened("f", MONDAY + DAY, channel="chat", handled_s=5),
        happened("g", MONDAY + 2 * DAY, handled_s=7),
    )
    await roll_up(database, MONDAY + until * DAY)
    found = await behaved(database, MONDAY, MONDAY + 2 * DAY)
    assert (found.handles, found.waits, found.leaves) == tuple(map(Spread.of, ([1000, 2000], [100, 20, 30], [300, 50])))
    assert found.handle_s == pytest.approx((FEW * 600 + 3000) / (FEW + 2))
    assert found.patience_s == pytest.approx((FEW * 1200 + 500) / (FEW + 2))
    assert found.redial_share == pytest.approx(1 / (FEW + 2))


async def test_behaviour_begins_where_it_was_asked_to(database: Database) -> None:
    await write(database, happened("a", MONDAY, handled_s=10), happened("b", MONDAY + HOUR, handled_s=1000))
    assert (await behaved(database, MONDAY + HOUR, MONDAY + DAY)).handles == Spread.of([1000])


async def test_behaviour_takes_mean_handle_times_of_an_import(database: Database) -> None:
    await imported(database, "phone,2026-03-02 00:00,30,25,1200")
    found = await behaved(database, MONDAY, MONDAY + DAY)
    assert found.handle_s == pytest.approx((FEW * 600 + 25 * 1200) / (FEW + 25))
    assert (found.handles, found.patience_s) == (Spread(), 1200)


async def test_behaviour_nobody_has_shown_is_what_was_assumed(database: Database) -> None:
    found = await behaved(database, MONDAY, MONDAY + DAY)
    assert (found.handle_s, found.patience_s, found.redial_share) == (600, 1200, 0)
