"""Inviting people to shifts: each by one letter, and why not those who are not asked."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import audit, shift_ask
from luisterlijn.sql.tables import shift as shift_table
from luisterlijn.volunteer.ask_letters import MOST_NAMED
from luisterlijn.volunteer.ask_standing import Asked, Pair
from tests.rota import NOW, local, rules
from tests.volunteer.asking import Asking

DAY = timedelta(days=1)


@pytest.fixture
async def rota(database: Database) -> Asking:
    played = Asking(database)
    await played.people("anna", "bram", "carl")
    await played.people("cora", role="coordinator")
    return played


async def test_each_person_has_one_letter_of_all_they_are_asked_for(rota: Asking) -> None:
    later, soon, other = await rota.shift(6), await rota.shift(4), await rota.shift(5)
    found = await rota.ask((later, "anna"), (other, "bram"), (soon, "anna"))
    assert found == [Asked(Pair(*one), "asked") for one in ((later, "anna"), (other, "bram"), (soon, "anna"))]
    both, one = sorted(await rota.letters())
    assert [(each[0], each[1], each[3]) for each in (both, one)] == [
        ("anna", "shifts_asked", "due"),
        ("bram", "shift_asked", "due"),
    ]
    said = both[2]
    assert (said["count"], said["more"], said["on"]) == (2, 0, "2026-05-08")
    assert [line.split(" ")[0] for line in said["shifts"].splitlines()] == [
        local(4, 18).isoformat(),
        local(6, 18).isoformat(),
    ]
    assert said["number"] == min(await rota.numbers("anna", soon) + await rota.numbers("anna", later))


async def test_asking_is_kept_told_and_audited(rota: Asking) -> None:
    shifts = [await rota.shift(4), await rota.shift(12)]
    await rota.ask(*((one, "anna") for one in shifts))
    async with rota.database.transaction() as connection:
        rows = (await connection.execute(select(shift_ask).order_by(shift_ask.c.expires_at))).all()
        trail = (await connection.execute(select(audit))).one()
    assert [(row.shift, row.state, row.asked_by, row.asked_at) for row in rows] == [
        (one, "open", "cora", NOW) for one in shifts
    ]
    assert [row.expires_at for row in rows] == [local(4, 18), local(9, 0)]  # its start, and seven whole days
    assert await rota.told() == [{"kind": "ask.changed", "volunteer": "anna"}]
    assert (trail.by, trail.what, trail.about, trail.detail) == ("cora", "ask.made", "anna", {"shifts": 2})


async def test_line_says_how_long_a_question_is_open(rota: Asking) -> None:
    shift = await rota.shift(12)
    rota.settings = Asking(rota.database, rota={"ask_lives": DAY}).settings
    await rota.ask((shift, "anna"))
    async with rota.database.transaction() as connection:
        assert (await connection.execute(select(shift_ask.c.expires_at))).scalar_one() == local(3, 0)


async def test_letter_of_many_names_the_first_and_counts_the_others(rota: Asking) -> None:
    shifts = [await rota.shift(3, begins, begins + 0.5) for begins in range(MOST_NAMED + 2)]
    await rota.ask(*((one, "anna") for one in shifts))
    ((_, _, said, _),) = await rota.letters()
    assert (said["count"], len(said["shifts"].splitlines()), said["more"]) == (MOST_NAMED + 2, MOST_NAMED, 2)


async def test_those_that_cannot_be_are_told_of_and_the_others_asked(rota: Asking) -> None:
    evening, full = await rota.shift(4), await rota.shift(5, maximum=1)
    await rota.take(full, "carl")
    await rota.take(await rota.shift(4, 20, 23), "bram")
    found = await rota.ask(
        (evening, "anna"), (evening, "bram"), (full, "anna"), ("sgone", "anna"), (evening, "nobody"), (full, "carl")
    )
    assert [(one.state, one.why) for one in found] == [
        ("asked", None),
        ("refused", "rules"),
        ("refused", "shift_full"),
        ("refused", "no_such_shift"),
        ("refused", "no_such_person"),
        ("refused", "already_signed"),
    ]
    assert rules(found[1].reasons) == ["overlap"]
    assert await rota.states() == [("anna", "open")]


async def test_shift_and_person_of_another_line_are_not_there(rota: Asking) -> None:
    here, elsewhere = await rota.shift(4), await rota.shift(5)
    await rota.people("noor", line="night")
    async with rota.database.transaction() as connection:
        await connection.execute(update(shift_table).where(shift_table.c.id == elsewhere).values(line="night"))
    found = await rota.ask((here, "noor"), (elsewhere, "anna"))
    assert [one.why for one in found] == ["no_such_person", "no_such_shift"]


async def test_asking_twice_writes_once(rota: Asking) -> None:
    shift = await rota.shift()
    await rota.ask((shift, "anna"), (shift, "anna"))
    assert await rota.ask((shift, "anna"), now=NOW + DAY) == [Asked(Pair(shift, "anna"), "open")]
    assert (await rota.states(), len(await rota.letters())) == ([("anna", "open")], 1)


async def test_who_said_no_is_not_asked_for_that_shift_again(rota: Asking) -> None:
    shift, other = await rota.shift(4), await rota.shift(5)
    await rota.ask((shift, "anna"))
    await rota.answer("anna", shift, "no")
    found = await rota.ask((shift, "anna"), (other, "anna"), now=NOW + DAY)
    assert [(one.state, one.why) for one in found] == [("refused", "said_no"), ("asked", None)]


async def test_who_did_not_answer_in_time_may_be_asked_again(rota: Asking) -> None:
    shift = await rota.shift(20)
    await rota.ask((shift, "anna"))
    assert [one.state for one in await rota.ask((shift, "anna"), now=local(8, 23))] == ["open"]
    assert [one.state for one in await rota.ask((shift, "anna"), now=local(9, 0))] == ["asked"]
    assert await rota.states() == [("anna", "expired"), ("anna", "open")]
    assert [state for *_, state in await rota.letters()] == ["expired", "due"]


async def test_many_nodes_that_ask_the_same_ask_once(rota: Asking) -> None:
    shifts = [await rota.shift(day) for day in (4, 5, 6)]
    pairs = [(shift, name) for shift in shifts for name in ("anna", "bram", "carl")]
    moments = [NOW + timedelta(seconds=second) for second in range(4)]
    orders = [pairs, pairs[::-1], pairs[3:] + pairs[:3], pairs]
    found = await asyncio.gather(*(rota.ask(*order, now=now) for order, now in zip(orders, moments, strict=True)))
    states = [one.state for each in found for one in each]
    assert (states.count("asked"), states.count("open")) == (9, 27)
    assert sorted(await rota.states()) == sorted((name, "open") for _, name in pairs)
    assert sorted(said["count"] for _, _, said, _ in await rota.letters()) == [3, 3, 3]


async def test_nothing_to_ask_does_nothing(rota: Asking) -> None:
    assert await rota.ask() == []
    assert (await rota.letters(), await rota.audited()) == ([], [])
