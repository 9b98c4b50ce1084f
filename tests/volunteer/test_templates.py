"""A template changed: its shifts, and the people on them, as if they had been published so."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from sqlalchemy import RowMapping, select

from luisterlijn.errors import RefusedError
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import shift
from luisterlijn.volunteer import publish, templates
from luisterlijn.volunteer.rota import SignUp
from luisterlijn.volunteer.shift import cancel, change
from luisterlijn.volunteer.template import Template
from luisterlijn.volunteer.wish import ShiftWish, TemplateWish
from tests.rota import NOW, Rota, local

FIRST, LAST = date(2026, 5, 1), date(2026, 5, 10)


def wish(starts: time = time(18), recurrence: str = "FREQ=DAILY", **more: Any) -> TemplateWish:
    when = Template(starts, 240, "end", recurrence, FIRST, more.pop("last_on", None))
    return TemplateWish(name=more.pop("name", "evening"), template=when, **more)


@pytest.fixture
async def rota(database: Database) -> Rota:
    played = Rota(database)
    await played.people("anna", "bram")
    return played


@pytest.fixture
async def made(rota: Rota) -> str:
    """A daily template, published until LAST."""
    async with rota.database.transaction() as connection:
        row = await templates.add(connection, rota.of, wish(), NOW, "cora")
        await publish.publish(connection, rota.of, LAST, NOW, "cora")
    await rota.told()
    found: str = row["id"]
    return found


async def apply(rota: Rota, made: str, wanted: TemplateWish, now: datetime = NOW) -> tuple[RowMapping, list[SignUp]]:
    async with rota.database.transaction() as connection:
        return await templates.change(connection, rota.of, made, wanted, now, "cora")


async def shifts(rota: Rota) -> dict[int, Any]:
    """Rows of the shifts that are not cancelled, by the day of May."""
    wanted = select(shift).where(shift.c.state == "published").order_by(shift.c.day)
    async with rota.database.transaction() as connection:
        return {row.day.day: row for row in await connection.execute(wanted)}


async def test_template_is_kept_and_listed(rota: Rota, made: str) -> None:
    async with rota.database.transaction() as connection:
        other = await templates.add(connection, rota.of, wish(time(9)), NOW, "cora")
        await templates.end(connection, rota.of, other["id"], NOW, "cora")
        found = await templates.every(connection, "demo")
    assert [(row["id"], row["active"], row["recurrence"]) for row in found] == [
        (made, True, "FREQ=DAILY"),
        (other["id"], False, "FREQ=DAILY"),
    ]
    assert [what for _, what in await rota.audited()] == [
        "template.added",
        "rota.published",
        "template.added",
        "template.ended",
    ]


async def test_change_moves_its_shifts_and_keeps_the_people(rota: Rota, made: str) -> None:
    before = await shifts(rota)
    for day in (4, 5, 6):
        await rota.take(before[day].id, "anna")
    await rota.told()
    _, removed = await apply(rota, made, wish(time(19), minimum=2, target=3, name="late"))
    after = await shifts(rota)
    assert removed == []
    assert {day: row.id for day, row in after.items()} == {day: row.id for day, row in before.items()}
    assert {(row.name, row.minimum, row.target, row.sequence, row.changed) for row in after.values()} == {
        ("late", 2, 3, 1, False)
    }
    assert [row.starts_at for row in after.values()] == [local(day, 19) for day in range(1, 11)]
    assert [one.starts_at for one in await rota.of_person("anna")] == [local(day, 19) for day in (4, 5, 6)]
    assert await rota.messages() == [("shifts_changed", "anna")]
    assert [one["kind"] for one in await rota.told()] == ["sign_up.changed"] * 3 + ["shift.changed"]


async def test_change_of_numbers_alone_writes_to_nobody(rota: Rota, made: str) -> None:
    await rota.take((await shifts(rota))[4].id, "anna")
    await apply(rota, made, wish(minimum=3, target=3))
    assert await rota.messages() == []


async def test_change_takes_off_who_is_elsewhere_by_name(rota: Rota, made: str) -> None:
    before = await shifts(rota)
    await rota.take(before[4].id, "anna")
    await rota.take(before[4].id, "bram")
    await rota.take(await rota.shift(4, 10, 13), "anna")
    _, removed = await apply(rota, made, wish(time(12)))
    assert [(one.volunteer, one.shift) for one in removed] == [("anna", before[4].id)]
    assert await rota.on(before[4].id) == [("bram", "signed")]


async def test_days_lost_and_won(rota: Rota, made: str) -> None:
    before = await shifts(rota)
    await rota.take(before[5].id, "anna")  # a Tuesday
    await apply(rota, made, wish(recurrence="FREQ=WEEKLY;BYDAY=MO"))
    assert set(await shifts(rota)) == {4}
    assert await rota.messages() == [("shift_cancelled", "anna")]
    await apply(rota, made, wish(recurrence="FREQ=WEEKLY;BYDAY=TU,WE"))
    after = await shifts(rota)
    assert set(after) == {5, 6}
    assert (after[5].id, await rota.on(before[5].id)) == (before[5].id, [])


async def test_change_leaves_exceptions_and_what_has_begun_alone(rota: Rota, made: str) -> None:
    before = await shifts(rota)
    async with rota.database.transaction() as connection:
        party = ShiftWish(name="party", starts_at=local(5, 20), ends_at=local(5, 23))
        await change(connection, rota.of, before[5].id, party, NOW, "cora")
        await cancel(connection, rota.of, before[6].id, NOW, "cora")
    await apply(rota, made, wish(time(12), last_on=date(2026, 5, 7)), now=local(2, 18))
    assert {day: (row.name, row.starts_at) for day, row in (await shifts(rota)).items()} == {
        1: ("evening", local(1, 18)),
        2: ("evening", local(2, 18)),
        3: ("evening", local(3, 12)),
        4: ("evening", local(4, 12)),
        5: ("party", local(5, 20)),
        7: ("evening", local(7, 12)),
    }


async def test_template_that_is_not_there_is_refused(rota: Rota, made: str) -> None:
    with pytest.raises(RefusedError, match="no_such_template"):
        await apply(rota, "t0", wish())
    with pytest.raises(RefusedError, match="bad_recurrence"):
        await apply(rota, made, wish(recurrence="FREQ=YEARLY"))
