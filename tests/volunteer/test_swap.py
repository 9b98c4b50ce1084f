"""Giving away and swapping: who may, what the rules say, what changes hands; and two at once."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import pytest

from luisterlijn.errors import RefusedError
from luisterlijn.sql.database import Database
from luisterlijn.volunteer import swap
from luisterlijn.volunteer.reason import RulesError
from luisterlijn.volunteer.rota import SignUp
from luisterlijn.volunteer.swap import Swap
from tests.rota import NOW, Rota, local, rules


@pytest.fixture
async def rota(database: Database) -> Rota:
    played = Rota(database)
    await played.people("anna", "bram", "carl")
    await played.people("cora", role="coordinator")
    return played


async def offer(rota: Rota, one: SignUp, now: Any = NOW, **more: Any) -> Swap:
    async with rota.database.transaction() as connection:
        return await swap.offer(connection, rota.of, one.id, more.pop("by", one.volunteer), now, **more)


async def take(rota: Rota, found: Swap, by: str, now: Any = NOW) -> Swap:
    async with rota.database.transaction() as connection:
        return await swap.take(connection, rota.of, found.id, by, now)


async def agree(rota: Rota, found: Swap, **more: Any) -> Swap:
    async with rota.database.transaction() as connection:
        return await swap.agree(connection, rota.of, found.id, "cora", NOW, **more)


async def refuse(rota: Rota, found: Swap, by: str, *, is_coordinator: bool = False) -> Swap:
    async with rota.database.transaction() as connection:
        return await swap.refuse(connection, rota.of, found.id, by, NOW, is_coordinator=is_coordinator)


async def cancel(rota: Rota, found: Swap, by: str, *, is_coordinator: bool = False) -> Swap:
    async with rota.database.transaction() as connection:
        return await swap.cancel(connection, rota.of, found.id, by, NOW, is_coordinator=is_coordinator)


async def states(rota: Rota) -> list[tuple[str, str]]:
    """What became of offers, as told."""
    return [(one["swap"], one["state"]) for one in await rota.told() if one["kind"] == "swap.changed"]


async def test_shift_given_away_changes_hands_at_once(rota: Rota) -> None:
    shift = await rota.shift()
    anna = await rota.take(shift, "anna")
    found = await offer(rota, anna, note="my birthday")
    assert (await rota.messages(), await rota.on(shift)) == ([], [("anna", "signed")])
    await rota.told()
    done = await take(rota, found, "bram", local(4, 17))  # also past the deadline
    assert (done.state, done.taken_by, await rota.on(shift)) == ("done", "bram", [("bram", "signed")])
    (gone,), (bram,) = await rota.of_person("anna"), await rota.of_person("bram")
    assert (gone.state, gone.sequence, bram.how) == ("withdrawn", 1, "swap")
    facts = [(one["kind"], one.get("volunteer"), one["state"]) for one in await rota.told()]
    assert facts == [
        ("swap.changed", None, "done"),
        ("sign_up.changed", "anna", "withdrawn"),
        ("sign_up.changed", "bram", "signed"),
    ]
    assert await rota.messages() == [("swap_done", "anna"), ("swap_done", "bram")]
    assert await rota.audited() == [("anna", "sign_up.taken"), ("anna", "swap.offered"), ("bram", "swap.done")]


async def test_swap_takes_theirs_in_return(rota: Rota) -> None:
    one, other = await rota.shift(4), await rota.shift(4, 20, 23)  # they overlap: nobody could have both
    anna, bram = await rota.take(one, "anna"), await rota.take(other, "bram")
    found = await offer(rota, anna, wants=bram.id)
    assert (found.to, await rota.messages()) == ("bram", [("swap_offered", "bram")])
    with pytest.raises(RefusedError, match="not_yours"):
        await take(rota, found, "carl")
    await take(rota, found, "bram")
    assert (await rota.on(one), await rota.on(other)) == ([("bram", "signed")], [("anna", "signed")])


async def test_rules_hold_for_both(rota: Rota) -> None:
    await rota.people("mira", adult_from=date(2027, 1, 1))
    night, evening = await rota.shift(4, 22, 30), await rota.shift(6)
    anna, mira = await rota.take(night, "anna"), await rota.take(evening, "mira")
    with pytest.raises(RulesError) as error:
        await take(rota, await offer(rota, anna), "mira")
    assert rules(error.value.reasons) == ["minor_night"]
    with pytest.raises(RulesError) as error:
        await take(rota, await offer(rota, mira, wants=anna.id), "anna")
    assert rules(error.value.reasons) == ["minor_night"]
    assert (await rota.on(night), await rota.on(evening)) == ([("anna", "signed")], [("mira", "signed")])


async def test_coordinator_agrees_where_the_line_wants_it(rota: Rota) -> None:
    rota.settings = Rota(rota.database, rota={"swaps": "need_yes"}).settings
    shift = await rota.shift()
    found = await offer(rota, await rota.take(shift, "anna"))
    asked = await take(rota, found, "bram")
    assert (asked.state, asked.taken_by, await rota.on(shift)) == ("asked", "bram", [("anna", "signed")])
    assert await rota.messages() == [("swap_asked", "cora")]
    with pytest.raises(RefusedError, match="swap_gone"):
        await take(rota, found, "carl")
    assert (await agree(rota, found)).state == "done"
    assert await rota.on(shift) == [("bram", "signed")]
    assert [state for _, state in await states(rota)] == ["open", "asked", "done"]


async def test_coordinator_needs_a_note_where_a_soft_rule_stands_in_the_way_by_now(rota: Rota) -> None:
    rota.settings = Rota(rota.database, rota={"swaps": "need_yes"}).settings
    shift = await rota.shift()
    found = await offer(rota, await rota.take(shift, "anna"))
    await take(rota, found, "bram")
    await rota.take(await rota.shift(4, 10, 18), "bram")
    with pytest.raises(RulesError) as error:
        await agree(rota, found)
    assert rules(error.value.reasons) == ["longest_shift"]
    assert (await agree(rota, found, note="this once")).state == "done"


async def test_refusal_leaves_everything_as_it_was_and_tells(rota: Rota) -> None:
    shift = await rota.shift()
    anna = await rota.take(shift, "anna")
    found = await offer(rota, anna, to="bram")
    with pytest.raises(RefusedError, match="not_yours"):
        await refuse(rota, found, "carl")
    assert (await refuse(rota, found, "bram")).state == "refused"
    assert await rota.messages() == [("swap_offered", "bram"), ("swap_refused", "anna")]
    assert (await refuse(rota, await offer(rota, anna), "cora", is_coordinator=True)).state == "refused"
    with pytest.raises(RefusedError, match="swap_gone"):
        await take(rota, found, "bram")
    assert await rota.on(shift) == [("anna", "signed")]


async def test_offer_is_taken_back_by_whose_it_is(rota: Rota) -> None:
    anna = await rota.take(await rota.shift(), "anna")
    found = await offer(rota, anna)
    with pytest.raises(RefusedError, match="already_offered"):
        await offer(rota, anna)
    with pytest.raises(RefusedError, match="not_yours"):
        await cancel(rota, found, "bram")
    assert (await cancel(rota, found, "anna")).state == "cancelled"
    assert (await cancel(rota, await offer(rota, anna), "cora", is_coordinator=True)).state == "cancelled"


async def test_offer_ends_with_the_sign_up_and_with_the_start(rota: Rota) -> None:
    one, other = await rota.take(await rota.shift(), "anna"), await rota.take(await rota.shift(6), "anna")
    first, second = await offer(rota, one), await offer(rota, other)
    await rota.told()
    await rota.withdraw(one)
    assert await states(rota) == [(first.id, "cancelled")]
    async with rota.database.transaction() as connection:
        assert await swap.expire(connection, "demo", local(6, 17)) == 0
        assert await swap.expire(connection, "demo", local(6, 18)) == 1
        assert await swap.expire(connection, "demo", local(6, 18)) == 0
    assert await states(rota) == [(second.id, "expired")]


async def test_other_offers_of_what_changed_hands_end(rota: Rota) -> None:
    anna, bram = await rota.take(await rota.shift(), "anna"), await rota.take(await rota.shift(6), "bram")
    carl = await rota.take(await rota.shift(8), "carl")
    first, second = await offer(rota, anna, wants=bram.id), await offer(rota, carl, wants=bram.id)
    await rota.told()
    await take(rota, first, "bram")
    assert sorted(await states(rota)) == sorted([(first.id, "done"), (second.id, "cancelled")])


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"by": "bram"}, "not_yours"),
        ({"now": local(4, 18)}, "shift_over"),
        ({"to": "anna"}, "no_such_person"),
        ({"to": "nobody"}, "no_such_person"),
        ({"wants": "u0"}, "no_such_sign_up"),
        ({"wants": "own"}, "bad_swap"),
        ({"wants": "bram", "to": "carl"}, "bad_swap"),
    ],
)
async def test_offer_that_cannot_be_is_refused(rota: Rota, given: dict[str, Any], code: str) -> None:
    anna, bram = await rota.take(await rota.shift(), "anna"), await rota.take(await rota.shift(6), "bram")
    known = {"own": anna.id, "bram": bram.id}
    if "wants" in given:
        given = given | {"wants": known.get(given["wants"], given["wants"])}
    with pytest.raises(RefusedError, match=code):
        await offer(rota, anna, **given)


async def test_give_away_to_who_waits_uses_their_place(rota: Rota) -> None:
    shift = await rota.shift(maximum=1)
    anna = await rota.take(shift, "anna")
    await rota.take(shift, "carl")
    bram = await rota.take(shift, "bram")
    await take(rota, await offer(rota, anna, to="bram"), "bram")
    assert sorted(await rota.on(shift)) == [("bram", "signed"), ("carl", "waiting")]
    assert [one.id for one in await rota.of_person("bram")] == [bram.id]


async def test_two_who_take_at_once_get_it_once(rota: Rota) -> None:
    for day in range(4, 14, 2):
        shift = await rota.shift(day)
        found = await offer(rota, await rota.take(shift, "anna"))
        got = await asyncio.gather(*(take(rota, found, name) for name in ("bram", "carl")), return_exceptions=True)
        assert sorted(getattr(one, "code", "done") for one in got) == ["done", "swap_gone"]
        assert [state for _, state in await rota.on(shift)] == ["signed"]


async def test_two_swaps_at_once_for_one_shift_do_one(rota: Rota) -> None:
    """Anna and Carl both want Bram's; their shifts are locked in one order, so that nobody waits for ever."""
    for day in range(4, 14, 2):
        shifts = [await rota.shift(day, begins, begins + 3) for begins in (9, 13, 17)]
        anna, bram, carl = [
            await rota.take(shift, name) for shift, name in zip(shifts, ("anna", "bram", "carl"), strict=True)
        ]
        offers = [await offer(rota, one, wants=bram.id) for one in (anna, carl)]
        got = await asyncio.gather(*(take(rota, one, "bram") for one in offers), return_exceptions=True)
        assert sorted(getattr(one, "code", "done") for one in got) == ["done", "swap_gone"]
        assert [len(await rota.on(shift)) for shift in shifts] == [1, 1, 1]


async def test_take_against_withdraw_leaves_one_of_both(rota: Rota) -> None:
    for day in range(4, 14, 2):
        shift = await rota.shift(day)
        anna = await rota.take(shift, "anna")
        found = await offer(rota, anna)
        got = await asyncio.gather(rota.withdraw(anna), take(rota, found, "bram"), return_exceptions=True)
        on = await rota.on(shift)
        taken = isinstance(got[1], Swap)
        assert on == ([("bram", "signed")] if taken else [])
        assert taken or getattr(got[1], "code", "") == "swap_gone"
