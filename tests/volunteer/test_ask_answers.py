"""What somebody invited to shifts answers, in the console and by the link of a letter."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update

from luisterlijn.errors import RefusedError
from luisterlijn.settings import load
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import person
from luisterlijn.volunteer import ask_answers
from luisterlijn.volunteer.ask_answers import Said
from luisterlijn.volunteer.links import Links
from luisterlijn.volunteer.rota import RotaOf
from tests.rota import NOW, local, rules
from tests.volunteer.asking import Asking

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def rota(database: Database) -> Asking:
    played = Asking(database)
    await played.people("anna", "bram", "carl", "dora")
    return played


async def test_yes_is_signing_up_and_is_told_and_audited(rota: Asking) -> None:
    shift = await rota.shift()
    await rota.ask((shift, "anna"))
    await rota.told()
    seen = await rota.answer("anna", shift)
    assert (seen.state, seen.ended_at, seen.seen.signed) == ("yes", NOW, 1)
    assert await rota.on(shift) == [("anna", "signed")]
    assert [(one.how, one.state) for one in await rota.of_person("anna")] == [("self", "signed")]
    assert [fact["kind"] for fact in await rota.told()] == ["sign_up.changed", "ask.changed"]
    assert await rota.audited() == [("cora", "ask.made"), ("anna", "sign_up.taken"), ("anna", "ask.answered")]
    assert [kind for kind, _ in await rota.messages()] == ["shift_asked"]


async def test_no_takes_no_place(rota: Asking) -> None:
    shift = await rota.shift()
    await rota.ask((shift, "anna"))
    assert (await rota.answer("anna", shift, "no")).state == "no"
    assert (await rota.on(shift), await rota.states()) == ([], [("anna", "no")])


@pytest.mark.parametrize(("first", "then"), [("yes", "no"), ("no", "yes"), ("yes", "yes")])
async def test_first_answer_stands(rota: Asking, first: Said, then: Said) -> None:
    shift = await rota.shift()
    await rota.ask((shift, "anna"))
    await rota.answer("anna", shift, first)
    assert (await rota.answer("anna", shift, then)).state == first
    assert await rota.on(shift) == ([("anna", "signed")] if first == "yes" else [])


async def test_last_place_is_theirs_who_says_yes_first_and_nobody_waits(rota: Asking) -> None:
    shift = await rota.shift(maximum=1)
    await rota.ask((shift, "anna"), (shift, "bram"), (shift, "carl"))
    assert (await rota.answer("bram", shift)).state == "yes"
    assert (await rota.answer("anna", shift)).state == "filled"
    assert await rota.on(shift) == [("bram", "signed")]
    assert sorted(await rota.states()) == [("anna", "filled"), ("bram", "yes"), ("carl", "filled")]
    assert {person: state for person, _, _, state in await rota.letters()} == {
        "anna": "expired",
        "bram": "due",
        "carl": "expired",
    }


async def test_who_waits_for_a_place_comes_before_who_is_asked(rota: Asking) -> None:
    shift = await rota.shift(maximum=1)
    taken = await rota.take(shift, "carl")
    await rota.take(shift, "dora")
    await rota.withdraw(taken)
    await rota.ask((shift, "anna"))
    assert await rota.states() == []  # dora moved up: it is full
    other = await rota.shift(5, maximum=1)
    await rota.ask((other, "anna"))
    await rota.take(other, "bram")
    assert (await rota.answer("anna", other)).state == "filled"


async def test_who_signed_up_meanwhile_said_yes(rota: Asking) -> None:
    shift = await rota.shift(maximum=1)
    await rota.ask((shift, "anna"))
    await rota.take(shift, "anna")
    assert (await rota.answer("anna", shift)).state == "yes"
    assert await rota.on(shift) == [("anna", "signed")]


async def test_rule_in_the_way_leaves_it_open_and_says_why(rota: Asking) -> None:
    first, second = await rota.shift(4), await rota.shift(4, 20, 23)
    await rota.ask((first, "anna"), (second, "anna"))
    await rota.answer("anna", first)
    seen = await rota.answer("anna", second)
    assert (seen.state, rules(seen.reasons)) == ("open", ["overlap"])
    (one,) = await rota.of_person("anna")
    await rota.withdraw(one)
    assert (await rota.answer("anna", second)).state == "yes"
    assert await rota.on(second) == [("anna", "signed")]


@pytest.mark.parametrize("said", ["yes", "no"])
async def test_answer_after_it_is_over_changes_nothing(rota: Asking, said: Said) -> None:
    begun, late = await rota.shift(4), await rota.shift(20)
    await rota.ask((begun, "anna"), (late, "anna"))
    assert (await rota.answer("anna", begun, said, local(4, 18))).state == "expired"
    assert (await rota.answer("anna", late, said, local(9, 0))).state == "expired"
    assert await rota.of_person("anna") == []


async def test_yes_of_who_stopped_takes_no_place(rota: Asking) -> None:
    shift = await rota.shift()
    await rota.ask((shift, "anna"))
    async with rota.database.transaction() as connection:
        await connection.execute(update(person).where(person.c.id == "anna").values(active=False))
    assert (await rota.answer("anna", shift)).state == "expired"
    assert await rota.on(shift) == []


async def test_answer_of_another_is_not_there(rota: Asking) -> None:
    shift = await rota.shift()
    await rota.ask((shift, "anna"))
    (number,) = await rota.numbers("anna", shift)
    night = RotaOf.of(load(environment={}, line={"id": "night"}))
    for name, line in (("bram", rota.of), ("anna", night)):
        with pytest.raises(RefusedError, match="no_such_ask"):
            async with rota.database.transaction() as connection:
                await ask_answers.answer(connection, line, name, number, "yes", NOW)


async def test_many_yeses_at_once_fill_the_places_and_no_more(rota: Asking) -> None:
    names = [f"v{number}" for number in range(8)]
    await rota.people(*names)
    shift = await rota.shift(maximum=3)
    await rota.ask(*((shift, name) for name in names))
    found = await asyncio.gather(*(rota.answer(name, shift) for name in names * 2))
    states = [one.state for one in found]
    assert (states.count("yes"), states.count("filled")) == (6, 10)
    assert [state for _, state in await rota.on(shift)] == ["signed"] * 3
    assert sorted(state for _, state in await rota.states()) == ["filled"] * 5 + ["yes"] * 3


async def test_yeses_to_each_others_shifts_wait_for_nobody_for_ever(rota: Asking) -> None:
    one, two = await rota.shift(4, maximum=1), await rota.shift(5, maximum=1)
    names = ("anna", "bram", "carl")
    await rota.ask(*((shift, name) for shift in (one, two) for name in names))
    orders = [(one, "anna"), (two, "bram"), (one, "carl"), (two, "anna"), (one, "bram"), (two, "carl")]
    async with asyncio.timeout(10):
        await asyncio.gather(*(rota.answer(name, shift) for shift, name in orders))
    assert [len(await rota.on(shift)) for shift in (one, two)] == [1, 1]


# --- by the link -----------------------------------------------------------------------------------------------------


async def test_link_shows_the_letter_and_looking_changes_nothing(rota: Asking) -> None:
    shifts = [await rota.shift(5), await rota.shift(4)]
    await rota.ask(*((one, "anna") for one in shifts), (shifts[0], "bram"))
    await rota.ask((await rota.shift(6), "anna"), now=NOW + MINUTE)  # another letter
    (first, *_) = [fields["number"] for name, _, fields, _ in await rota.letters() if name == "anna"]
    token = Links("a-secret", "demo").token("shifts", first)
    before = await rota.audited()
    seen = await rota.by_link(token)
    assert [(one.seen.shift.id, one.state) for one in seen] == [(shifts[1], "open"), (shifts[0], "open")]
    assert ([state for _, state in await rota.states()], await rota.audited()) == (["open"] * 4, before)


async def test_link_answers_each_shift_by_itself(rota: Asking) -> None:
    shifts = [await rota.shift(4), await rota.shift(5), await rota.shift(6)]
    await rota.ask(*((one, "anna") for one in shifts))
    token = await rota.token("anna")
    numbers = [one.id for one in await rota.by_link(token)]
    await rota.by_link(token, numbers[0], "yes")
    seen = await rota.by_link(token, numbers[2], "no")
    assert [one.state for one in seen] == ["yes", "open", "no"]
    assert [await rota.on(one) for one in shifts] == [[("anna", "signed")], [], []]


async def test_link_of_one_opens_nothing_of_another(rota: Asking) -> None:
    shift = await rota.shift()
    await rota.ask((shift, "anna"), (shift, "bram"))
    (other,) = await rota.numbers("bram", shift)
    with pytest.raises(RefusedError, match="no_such_ask"):
        await rota.by_link(await rota.token("anna"), other, "yes")
    assert [state for _, state in await rota.states()] == ["open", "open"]


@pytest.mark.parametrize(
    "token", ["", "1.AAAA", Links("another", "demo").token("shifts", 1), Links("a-secret", "demo").token("callout", 1)]
)
async def test_link_that_is_not_whole_opens_nothing(rota: Asking, token: str) -> None:
    await rota.ask((await rota.shift(), "anna"))
    with pytest.raises(RefusedError, match="no_such_link"):
        await rota.by_link(token)
