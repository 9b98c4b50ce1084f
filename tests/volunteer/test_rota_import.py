"""A rota brought by a file: everything or nothing, twice the same, thousands of rows in seconds."""

from __future__ import annotations

import asyncio
import time as clock_of_the_machine
from datetime import date, time, timedelta

import pytest
from sqlalchemy import func, insert, select

from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import person, shift, shift_template, sign_up
from luisterlijn.volunteer import publish, rota_csv, rota_import
from luisterlijn.volunteer.rota_import import Taken
from tests.rota import NOW, Rota, local

HEADING = "day,starts,ends,shift,email,state,minimum,target,maximum,channels,trainings"
ANNA, BRAM = "anna@demo.example", "bram@demo.example"


@pytest.fixture
async def rota(database: Database) -> Rota:
    played = Rota(database)
    await played.people("anna", "bram")
    return played


async def take(rota: Rota, *rows: str, heading: str = HEADING) -> Taken:
    sheet = rota_csv.read("\n".join((heading, *rows)).encode())
    async with rota.database.transaction() as connection:
        return await rota_import.take(connection, rota.of, sheet, NOW, "cora")


async def shifts(rota: Rota) -> list[tuple[str, int, int, int | None, list[tuple[str, str]]]]:
    """Name, minimum, target, maximum and people of every shift, in order."""
    wanted = select(shift).where(shift.c.state == "published").order_by(shift.c.starts_at, shift.c.name)
    async with rota.database.transaction() as connection:
        rows = (await connection.execute(wanted)).all()
    return [(row.name, row.minimum, row.target, row.maximum, await rota.on(row.id)) for row in rows]


async def refused(rota: Rota, *rows: str) -> list[tuple[int, str]]:
    """Row and column of what is wrong; nothing was changed."""
    before = await shifts(rota)
    taken = await take(rota, *rows)
    assert (taken.added, taken.changed, await shifts(rota)) == (0, 0, before)
    return [(one.row, one.column) for one in taken.troubles]


async def test_rows_become_shifts_with_people_and_empty_places(rota: Rota) -> None:
    taken = await take(
        rota,
        f"2026-05-04,18:00,22:00,evening,{ANNA}",
        "2026-05-04,18:00,22:00,evening,",
        f"2026-05-04,22:00,06:00,night,{BRAM},signed,1,3,4,chat",
        f"2026-05-04,22:00,06:00,night,{ANNA},waiting",
    )
    assert taken == Taken(2, 0, ())
    assert await shifts(rota) == [
        ("evening", 1, 2, None, [("anna", "signed")]),
        ("night", 1, 3, 4, [("bram", "signed"), ("anna", "waiting")]),
    ]
    (bram,) = await rota.of_person("bram")
    assert (bram.starts_at, bram.ends_at, bram.channels, bram.how) == (
        local(4, 22),
        local(4, 30),
        ("chat",),
        "coordinator",
    )
    assert ([one["kind"] for one in await rota.told()], await rota.messages()) == (["shift.changed"], [])
    assert await rota.audited() == [("cora", "rota.imported")]


async def test_same_file_again_adds_nothing_and_more_people_join(rota: Rota) -> None:
    row = f"2026-05-04,18:00,22:00,evening,{ANNA},,1,1"
    assert await take(rota, row) == Taken(1, 0, ())
    before = await shifts(rota)
    assert (await take(rota, row), await shifts(rota)) == (Taken(0, 0, ()), before)
    assert await take(rota, row, f"2026-05-04,18:00,22:00,evening,{BRAM}") == Taken(0, 1, ())
    assert await shifts(rota) == [("evening", 1, 1, None, [("anna", "signed"), ("bram", "signed")])]


async def test_what_is_wrong_is_named_by_row_and_column(rota: Rota) -> None:
    await rota.people("gone", active=False)
    await rota.people("mira", adult_from=date(2027, 1, 1))
    good = f"2026-05-05,18:00,22:00,evening,{ANNA}"
    assert await refused(rota, good, "2026-05-04,18:00,22:00,evening,nobody@demo.example") == [(3, "email")]
    assert await refused(rota, good, "2026-05-04,18:00,22:00,evening,gone@demo.example") == [(3, "email")]
    assert await refused(rota, good, "2026-05-04,22:00,06:00,night,mira@demo.example") == [(3, "email")]
    assert await refused(rota, good, f"2026-05-04,18:00,22:00,evening,{BRAM},,1,1,1,chat,youth") == [(3, "email")]
    assert await refused(rota, good, good) == [(3, "email")]
    assert await refused(rota, good, f"2026-05-05,21:00,23:00,late,{ANNA}") == [(3, "starts")]
    assert await refused(rota, f"{good},,2,2", f"2026-05-05,18:00,22:00,evening,{BRAM},,3,3") == [(3, "minimum")]
    assert await refused(rota, "2026-05-05,18:00,22:00,evening,,,3,2") == [(2, "target")]
    assert await refused(rota, good, "2026-05-32,18:00,22:00,evening,") == [(3, "day")]


async def test_overlap_with_what_somebody_is_on_already_is_refused(rota: Rota) -> None:
    await rota.take(await rota.shift(), "anna")
    assert await refused(rota, f"2026-05-04,20:00,23:00,late,{ANNA}") == [(2, "starts")]
    assert (await take(rota, f"2026-05-04,22:00,23:00,late,{ANNA}")).added == 1


async def test_what_is_past_is_taken_as_it_was(rota: Rota) -> None:
    await rota.people("gone", active=False)
    assert (await take(rota, "2026-04-04,18:00,22:00,evening,gone@demo.example")).added == 1


async def test_imported_shift_of_a_template_is_not_published_again(rota: Rota) -> None:
    when = {"starts": time(18), "minutes": 240, "recurrence": "FREQ=DAILY", "first_on": date(2026, 5, 1)}
    async with rota.database.transaction() as connection:
        values = {"id": "t1", "line": "demo", "name": "evening", "minimum": 1, "target": 1, "channels": ["chat"]}
        await connection.execute(insert(shift_template).values(**values, **when))
    assert (await take(rota, f"2026-05-02,18:00,22:00,evening,{ANNA}")).added == 1
    async with rota.database.transaction() as connection:
        made = await publish.publish(connection, rota.of, date(2026, 5, 3), NOW, "cora")
    assert (made.shifts, len(await shifts(rota))) == (2, 3)


async def test_twenty_thousand_rows_are_taken_in_seconds(rota: Rota) -> None:
    names = [f"v{number}" for number in range(1500)]
    async with rota.database.transaction() as connection:
        values = [
            {"id": name, "line": "demo", "role": "volunteer", "password_hash": "", "channels": ["chat", "phone"]}
            | {"name": name, "email": f"{name}@demo.example"}
            for name in names
        ]
        await connection.execute(insert(person), values)
    rows = []
    for number in range(20_000):
        day = date(2026, 5, 4) + timedelta(days=number // 60)
        begins = (number // 10) % 6 * 4
        rows.append(f"{day},{begins:02}:00,{(begins + 4) % 24:02}:00,shift,{names[number % 1500]}@demo.example")
    begun = clock_of_the_machine.monotonic()
    taken = await take(rota, *rows)
    assert clock_of_the_machine.monotonic() - begun < 60  # 4 s on a machine with nothing else to do
    assert (taken.added, taken.troubles) == (2000, ())
    async with rota.database.transaction() as connection:
        assert (await connection.execute(select(func.count()).select_from(sign_up))).scalar_one() == 20_000


async def test_file_of_a_century_leaves_room_for_others(rota: Rota) -> None:
    when = {"starts": time(18), "minutes": 240, "recurrence": "FREQ=DAILY", "first_on": date(2000, 1, 1)}
    async with rota.database.transaction() as connection:
        for name in "abc":
            values = {"id": name, "line": "demo", "name": "evening", "channels": ["chat"], "minimum": 0, "target": 0}
            await connection.execute(insert(shift_template).values(**values, **when))
    gaps: list[float] = []
    async with asyncio.TaskGroup() as group:
        other = group.create_task(_turns(gaps))
        await take(rota, "2000-01-01,18:00,22:00,evening", "2099-12-31,18:00,22:00,evening")
        other.cancel()
    assert max(gaps) < sum(gaps) / 2


async def _turns(gaps: list[float]) -> None:
    """Others get their turn; how long they waited for it each time, seconds."""
    while True:
        before = clock_of_the_machine.perf_counter()
        await asyncio.sleep(0.001)
        gaps.append(clock_of_the_machine.perf_counter() - before)
