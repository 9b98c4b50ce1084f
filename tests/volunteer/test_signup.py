"""Taking a place, being put on duty, withdrawing; and many at once."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from luisterlijn.errors import RefusedError
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import sign_up
from luisterlijn.volunteer import covered, signup
from luisterlijn.volunteer.reason import RulesError
from luisterlijn.volunteer.rota import How
from tests.rota import NOW, Rota, local, rules

HOUR = timedelta(hours=1)


@pytest.fixture
async def rota(database: Database) -> Rota:
    played = Rota(database)
    await played.people("anna", "bram", "carl", "dora")
    await played.people("cora", role="coordinator")
    return played


async def refused(rota: Rota, *given: Any, **more: Any) -> list[str]:
    """The rules that stand in the way of taking a place."""
    with pytest.raises(RulesError) as error:
        await rota.take(*given, **more)
    return rules(error.value.reasons)


async def put(rota: Rota, name: str, begins: float, ends: float, how: How = "call_out", **more: Any) -> str:
    """Put somebody on duty on the fourth."""
    now = more.pop("now", NOW)
    async with rota.database.transaction() as connection:
        return await signup.put(
            connection, rota.of, name, local(4, begins), local(4, ends), ("chat",), how, now, by=name, **more
        )


async def test_take_is_kept_told_and_audited(rota: Rota) -> None:
    shift = await rota.shift()
    taken = await rota.take(shift, "anna")
    assert (taken.state, taken.how, taken.starts_at, taken.ends_at) == ("signed", "self", local(4, 18), local(4, 22))
    (fact,) = await rota.told()
    assert fact == {
        "kind": "sign_up.changed",
        "sign_up": taken.id,
        "shift": shift,
        "volunteer": "anna",
        "begins": str(round(local(4, 18).timestamp() * 1000)),
        "ends": str(round(local(4, 22).timestamp() * 1000)),
        "state": "signed",
    }
    assert (await rota.audited(), await rota.messages()) == ([("anna", "sign_up.taken")], [])


async def test_take_past_the_maximum_waits_in_order(rota: Rota) -> None:
    shift = await rota.shift(maximum=1)
    for name in ("carl", "anna", "bram"):
        await rota.take(shift, name)
    assert await rota.on(shift) == [("carl", "signed"), ("anna", "waiting"), ("bram", "waiting")]
    assert [fact["state"] for fact in await rota.told()] == ["signed", "waiting", "waiting"]


async def test_take_twice_is_refused(rota: Rota) -> None:
    shift = await rota.shift()
    await rota.take(shift, "anna")
    with pytest.raises(RefusedError, match="already_signed"):
        await rota.take(shift, "anna")


async def test_take_of_what_is_not_there_is_refused(rota: Rota) -> None:
    draft = await rota.shift(state="draft")
    for shift in ("s0", draft):
        with pytest.raises(RefusedError, match="no_such_shift"):
            await rota.take(shift, "anna")
    with pytest.raises(RefusedError, match="no_such_person"):
        await rota.take(await rota.shift(), "nobody")


async def test_take_against_a_hard_rule_is_refused_whoever_asks(rota: Rota) -> None:
    await rota.people("mira", adult_from=date(2027, 1, 1))
    night = await rota.shift(4, 22, 30)
    assert await refused(rota, night, "mira") == ["minor_night"]
    assert await refused(rota, night, "mira", how="coordinator", by="cora", note="just once") == ["minor_night"]
    assert await rota.on(night) == []


async def test_take_against_a_soft_rule_needs_a_coordinator_and_a_note(rota: Rota) -> None:
    long = await rota.shift(4, 8, 20)
    assert await refused(rota, long, "anna") == ["longest_shift"]
    assert await refused(rota, long, "anna", note="I want to") == ["longest_shift"]
    assert await refused(rota, long, "anna", how="coordinator", by="cora") == ["longest_shift"]
    taken = await rota.take(long, "anna", how="coordinator", by="cora", note="she asked for it")
    assert (taken.state, taken.how, taken.note) == ("signed", "coordinator", "she asked for it")
    assert await rota.audited() == [("cora", "sign_up.assigned")]
    assert await rota.messages() == [("assigned", "anna")]


async def test_take_without_the_papers_the_line_asks_is_refused(rota: Rota) -> None:
    rota.settings = Rota(rota.database, requirements={"certificate": "required"}).settings
    shift = await rota.shift()
    assert await refused(rota, shift, "anna") == ["certificate"]


async def test_take_of_a_shift_that_began_is_for_coordinators_and_from_now_on(rota: Rota) -> None:
    shift = await rota.shift()
    assert await refused(rota, shift, "anna", local(4, 18)) == ["started"]
    taken = await rota.take(shift, "anna", local(4, 19), how="coordinator", by="cora")
    assert (taken.starts_at, taken.ends_at) == (local(4, 19), local(4, 22))
    assert await refused(rota, shift, "bram", local(4, 22), how="coordinator", by="cora") == ["started"]


async def test_coordinator_puts_on_also_where_it_is_full_and_over_a_place_on_the_waitlist(rota: Rota) -> None:
    shift = await rota.shift(maximum=1)
    await rota.take(shift, "anna")
    await rota.take(shift, "bram")
    await rota.take(shift, "bram", how="coordinator", by="cora")
    assert await rota.on(shift) == [("anna", "signed"), ("bram", "signed")]


async def test_sign_up_is_for_the_channels_one_takes(rota: Rota) -> None:
    await rota.people("chris", channels=["chat"])
    assert (await rota.take(await rota.shift(), "chris")).channels == ("chat",)
    assert await refused(rota, await rota.shift(5, channels=["phone"]), "chris") == ["shift_channel"]


async def test_last_places_go_to_as_many_as_there_are(rota: Rota) -> None:
    names = [f"v{number}" for number in range(20)]
    await rota.people(*names)
    shift = await rota.shift(maximum=3)
    taken = await asyncio.gather(*(rota.take(shift, name) for name in names))
    on = await rota.on(shift)
    assert [state for _, state in on] == ["signed"] * 3 + ["waiting"] * 17
    assert {name for name, _ in on} == set(names)
    assert len({one.since for one in taken}) == 20
    assert [one.volunteer for one in sorted(taken, key=lambda one: one.since)] == [name for name, _ in on]


async def test_nobody_is_in_two_places_however_fast_they_click(rota: Rota) -> None:
    shifts = [await rota.shift(4, 17 + number / 4, 20 + number / 4) for number in range(8)]
    got = await asyncio.gather(*(rota.take(shift, "anna") for shift in shifts), return_exceptions=True)
    assert [type(one) for one in got].count(signup.SignUp) == 1
    assert {tuple(rules(one.reasons)) for one in got if isinstance(one, RulesError)} == {("overlap",)}
    assert [one.state for one in await rota.of_person("anna")] == ["signed"]


async def test_same_shift_twice_at_once_is_taken_once(rota: Rota) -> None:
    shift = await rota.shift()
    got = await asyncio.gather(*(rota.take(shift, "anna") for _ in range(6)), return_exceptions=True)
    assert sorted(getattr(one, "code", "taken") for one in got) == ["already_signed"] * 5 + ["taken"]


async def test_withdraw_against_take_leaves_no_place_unused(rota: Rota) -> None:
    for day in range(5, 25, 2):
        shift = await rota.shift(day, maximum=1)
        anna = await rota.take(shift, "anna")
        await asyncio.gather(rota.withdraw(anna), rota.take(shift, "bram"), rota.take(shift, "carl"))
        assert sorted(state for _, state in await rota.on(shift)) == ["signed", "waiting"]


async def test_withdraw_moves_the_first_up_and_tells(rota: Rota) -> None:
    shift = await rota.shift(maximum=1)
    anna = await rota.take(shift, "anna")
    await rota.take(shift, "bram")
    await rota.told()
    await rota.withdraw(anna)
    assert await rota.on(shift) == [("bram", "signed")]
    assert [(fact["volunteer"], fact["state"]) for fact in await rota.told()] == [
        ("anna", "withdrawn"),
        ("bram", "signed"),
    ]
    assert await rota.messages() == [("moved_up", "bram")]
    (gone,) = await rota.of_person("anna")
    assert (gone.state, gone.sequence) == ("withdrawn", 1)
    await rota.withdraw(anna)  # once more does nothing
    assert await rota.told() == []


async def test_withdraw_past_the_deadline_needs_somebody_in_ones_place(rota: Rota) -> None:
    shift = await rota.shift(maximum=1)
    anna = await rota.take(shift, "anna")
    late = local(4, 18) - timedelta(days=2) + timedelta(seconds=1)
    with pytest.raises(RefusedError, match="too_late_to_withdraw") as error:
        await rota.withdraw(anna, late)
    assert "Give the shift away" in error.value.remedy
    assert await rota.on(shift) == [("anna", "signed")]
    bram = await rota.take(shift, "bram", late)
    await rota.withdraw(anna, late)
    assert await rota.on(shift) == [("bram", "signed")]
    await rota.withdraw(bram, late)  # who moved up so late may still say no
    assert await rota.on(shift) == []


async def test_who_cannot_come_says_so_at_any_time_and_leaves_a_hole(rota: Rota) -> None:
    shift = await rota.shift()
    anna = await rota.take(shift, "anna")
    await rota.withdraw(anna, local(4, 17.9), why="ill")
    assert (await rota.on(shift), (await rota.audited())[-1]) == ([], ("anna", "sign_up.withdrawn"))
    async with rota.database.transaction() as connection:
        (hole,) = await covered.holes(connection, "demo", local(4, 0), local(5, 0))
    assert (hole.starts_at, hole.ends_at, hole.short) == (local(4, 18), local(4, 22), 1)


async def test_withdraw_in_time_and_from_the_waitlist_is_free(rota: Rota) -> None:
    shift = await rota.shift(maximum=1)
    anna, bram = await rota.take(shift, "anna"), await rota.take(shift, "bram")
    await rota.withdraw(bram, local(4, 17))
    await rota.withdraw(anna, local(4, 18) - timedelta(days=2))
    assert await rota.on(shift) == []


async def test_coordinator_takes_somebody_off_at_any_time(rota: Rota) -> None:
    shift = await rota.shift()
    anna = await rota.take(shift, "anna")
    await rota.withdraw(anna, local(4, 17), by="cora", why="removed", note="ill")
    assert await rota.on(shift) == []
    assert (await rota.messages(), (await rota.audited())[-1]) == ([("removed", "anna")], ("cora", "sign_up.removed"))
    with pytest.raises(RefusedError, match="no_such_sign_up"):
        async with rota.database.transaction() as connection:
            await signup.withdraw(connection, rota.of, "u0", NOW, by="cora", why="removed")


async def test_withdraw_of_who_is_there_ends_it_now(rota: Rota) -> None:
    anna = await rota.take(await rota.shift(), "anna")
    async with rota.database.transaction() as connection:
        await connection.execute(update(sign_up).values(checked_in_at=local(4, 18)))
    await rota.withdraw(anna, local(4, 19), by="cora", why="removed")
    (there,) = await rota.of_person("anna")
    assert (there.state, there.ends_at) == ("signed", local(4, 19))
    with pytest.raises(RefusedError, match="shift_over"):
        await rota.withdraw(anna, local(4, 22), by="cora", why="removed")


async def test_put_within_a_shift_or_without_one(rota: Rota) -> None:
    shift = await rota.shift(maximum=0, minimum=0, target=0)
    await put(rota, "anna", 19, 22, shift=shift, now=local(4, 19))
    await put(rota, "bram", 19, 20, "walk_in")
    (anna,), (bram,) = await rota.of_person("anna"), await rota.of_person("bram")
    assert (anna.shift, anna.how, anna.starts_at, anna.channels) == (shift, "call_out", local(4, 19), ("chat",))
    assert (bram.shift, bram.how, bram.state) == (None, "walk_in", "signed")
    assert await rota.audited() == [("anna", "sign_up.call_out"), ("bram", "sign_up.walk_in")]


async def test_put_takes_somebody_from_the_waitlist(rota: Rota) -> None:
    shift = await rota.shift(maximum=1)
    await rota.take(shift, "anna")
    waiting = await rota.take(shift, "bram")
    assert await put(rota, "bram", 19, 22, shift=shift) == waiting.id
    assert await rota.on(shift) == [("anna", "signed"), ("bram", "signed")]


async def test_put_against_the_rules(rota: Rota) -> None:
    await rota.take(await rota.shift(4, 20, 22), "anna")
    for how in ("call_out", "walk_in"):
        with pytest.raises(RulesError, match="rules") as error:
            await put(rota, "anna", 19, 21, how)
        assert rules(error.value.reasons) == ["overlap"]
    with pytest.raises(RulesError) as error:
        await put(rota, "bram", 8, 19, "walk_in")
    assert rules(error.value.reasons) == ["longest_shift"]
    await put(rota, "bram", 8, 19)  # who was called and said yes is trusted


async def test_several_yes_at_once_put_somebody_once(rota: Rota) -> None:
    got = await asyncio.gather(*(put(rota, "anna", 18, 20 + n) for n in range(4)), return_exceptions=True)
    assert [type(one) for one in got].count(str) == 1
    assert [type(one) for one in got].count(RulesError) == 3
