"""From the rows of a line to the problem of a proposal: who could be asked for what, and what is required."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from luisterlijn.errors import RefusedError
from luisterlijn.insight import proposals
from luisterlijn.insight.proposals import Handed
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import person, sign_up
from luisterlijn.volunteer.reason import Span
from tests.rota import AMSTERDAM, NOW, Rota, local

DAYS = {"first_on": "2026-05-04", "last_on": "2026-05-05", "seconds": 5, "show_rate": None}
BEGIN, END = local(4, 18), local(4, 22)


@pytest.fixture
async def rota(database: Database) -> Rota:
    played = Rota(database)
    await played.people("anna", "bram", "carl")
    return played


async def handed(rota: Rota, now: datetime = NOW, **params: Any) -> Handed:
    async with rota.database.transaction() as connection:
        return await proposals.handed(rota.settings, connection, DAYS | params, now)


async def test_problem_holds_the_open_shifts_and_everybody_active(rota: Rota) -> None:
    on = await rota.shift(minimum=1, target=2, maximum=3)
    await rota.shift(day=6)
    await rota.shift(state="draft")
    await rota.shift(standby=True)
    await rota.take(on, "anna")
    async with rota.database.transaction() as connection:
        await connection.execute(update(person).where(person.c.id == "carl").values(active=False))
    found = (await handed(rota)).problem
    assert [(one.id, one.minimum, one.target, one.maximum, one.signed) for one in found.openings] == [
        (on, 1, 2, 3, ("anna",))
    ]
    assert [(one.id, one.work, one.windows) for one in found.candidates] == [("anna", (), None), ("bram", (), None)]
    assert (dict(found.required), found.now, round(found.show_rate, 9)) == ({}, NOW, 0.92)


async def test_work_elsewhere_stands_in_the_way_and_that_of_the_shifts_is_theirs(rota: Rota) -> None:
    await rota.shift()
    before, within = await rota.shift(day=3), await rota.shift(day=5)
    await rota.take(before, "bram")
    await rota.take(within, "bram")
    found = (await handed(rota)).problem
    assert [one.work for one in found.candidates if one.id == "bram"] == [(Span(local(3, 18), local(3, 22)),)]


async def test_what_the_forecast_needs_is_required_also_below_the_minimum_of_shifts(rota: Rota) -> None:
    await rota.shift(channels=["chat"], minimum=2, target=2)
    await rota.needs(1, 4, at=BEGIN)
    found = (await handed(rota)).problem
    begin, people = found.required["chat"]
    first = (BEGIN - begin) // timedelta(minutes=15)
    assert (begin, people[first : first + 3].tolist(), int(people[:first].sum())) == (local(4, 0), [2, 4, 2], 0)
    assert "phone" not in found.required


async def test_who_is_on_a_shift_that_began_before_the_days_is_not_required_again(rota: Rota) -> None:
    night, first = await rota.shift(day=3, begins=22, ends=26, minimum=1), await rota.shift(begins=2, ends=6)
    await rota.take(night, "anna")
    await rota.take(first, "bram")
    await rota.needs(*[2] * 8, at=local(4, 0))
    await rota.needs(*[2] * 8, at=local(4, 2))
    asked = await handed(rota)
    begin, people = asked.problem.required["chat"]
    assert (begin, people[:16].tolist()) == (local(4, 0), [1] * 8 + [2] * 8)


async def test_who_is_on_a_shift_with_its_channels_is_not_taken_off_what_it_requires(rota: Rota) -> None:
    on = await rota.shift(channels=["chat"], minimum=2, target=2)
    await rota.take(on, "anna")
    async with rota.database.transaction() as connection:
        await connection.execute(update(sign_up).values(channels=[]))
    await rota.needs(1, at=BEGIN)
    begin, people = (await handed(rota)).problem.required["chat"]
    assert int(people[(BEGIN - begin) // timedelta(minutes=15)]) == 2


async def test_proposal_covers_what_was_open_and_counts_it(rota: Rota) -> None:
    on = await rota.shift(minimum=1, target=1)
    asked = await handed(rota)
    result = proposals.told(asked, proposals.made(asked))
    assert [one["shift"] for one in result["placed"]] == [on]
    assert (result["uncovered_s"], result["uncovered_then_s"]) == (2 * 4 * 3600, 0)
    assert (result["gaps"], result["proven"], result["method"]) == ([], True, "highs")


async def test_shift_nobody_can_take_says_why(rota: Rota) -> None:
    await rota.shift(trainings=["grief"])
    asked = await handed(rota, seconds=0)
    result = proposals.told(asked, proposals.made(asked))
    assert result["placed"] == []
    assert {(gap["why"], gap["lacking"]) for gap in result["gaps"]} == {("nobody_fit", 1)}
    assert result["gaps"][0]["counts"] == {"nobody_fit": 3}


async def test_days_that_began_are_looked_at_from_now_on(rota: Rota) -> None:
    await rota.shift(begins=8, ends=12)
    later = await rota.shift()
    found = (await handed(rota, now=local(4, 9))).problem
    assert [one.id for one in found.openings] == [later]


@pytest.mark.parametrize(
    ("params", "code", "field"),
    [
        ({"last_on": "2026-05-03"}, "bad_days", "last_on"),
        ({"last_on": "2026-06-30"}, "bad_days", "last_on"),
        ({"first_on": "2026-04-01", "last_on": "2026-04-02"}, "bad_days", "first_on"),
        ({"first_on": "0001-01-01", "last_on": "0001-01-02"}, "bad_days", "first_on"),
        ({"first_on": "9999-12-31", "last_on": "9999-12-31"}, "bad_days", "first_on"),
        ({"first_on": "2026-05-09", "last_on": "2026-05-09"}, "no_shifts", "first_on"),
    ],
)
async def test_days_nothing_can_be_proposed_for(rota: Rota, params: dict[str, Any], code: str, field: str) -> None:
    await rota.shift()
    with pytest.raises(RefusedError) as refused:
        await handed(rota, **params)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_days_of_a_proposal_are_local_over_the_clock_change() -> None:
    params = {"first_on": "2026-10-24", "last_on": "2026-10-25"}
    begin, end = proposals.days_between(params, AMSTERDAM, NOW)
    assert (begin, end) == (datetime(2026, 10, 23, 22, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC))
    assert begin.astimezone(AMSTERDAM).date() == date(2026, 10, 24)
