"""Answers by link: the first yes wins, whatever comes at once, and everybody reads where they stand."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from luisterlijn.errors import RefusedError
from luisterlijn.sql.database import Database
from luisterlijn.volunteer import callout, leaving
from luisterlijn.volunteer.people import Acting
from luisterlijn.volunteer.responses import Answered, Said
from tests.calling import BOTH, LINKS, Calling
from tests.rota import NOW, local
from tests.volunteer.crowd import DORA

HOURS = timedelta(hours=1)


@pytest.fixture
async def rota(database: Database) -> Calling:
    played = Calling(database)
    await played.willing("anna", "bram")
    await played.people("cora", role="coordinator")
    return played


@pytest.fixture
async def number(rota: Calling) -> str:
    """A call-out that asked Anna and Bram."""
    begun = await rota.begin()
    assert begun is not None
    await rota.step(begun)
    await rota.sent()
    await rota.told()
    return begun


@pytest.mark.usefixtures("number")
async def test_look_says_what_it_is_about_and_changes_nothing(rota: Calling) -> None:
    assert await rota.answer(await rota.link("anna"), None) == Answered("open", BOTH, local(4, 18), local(4, 22))
    assert await rota.told() == []
    assert [answer for *_, answer in await rota.asks()] == [None, None]


async def test_yes_puts_on_duty_ends_the_call_out_and_thanks_the_others(rota: Calling, number: str) -> None:
    assert await rota.says("anna", "yes") == "yes"
    (duty,) = await rota.of_person("anna")
    assert (duty.how, duty.state, duty.channels, duty.starts_at, duty.ends_at) == (
        "call_out",
        "signed",
        BOTH,
        local(4, 18),
        local(4, 22),
    )
    assert await rota.state(number) == ("filled", 1, 1)
    assert await rota.written("callout_filled") == ["bram"]
    facts = [(fact["kind"], fact.get("state") or fact.get("answer")) for fact in await rota.told()]
    assert facts == [("sign_up.changed", "signed"), ("callout.answered", "yes"), ("callout.changed", "filled")]
    assert (await rota.audited())[-3:] == [
        ("anna", "sign_up.call_out"),
        ("anna", "callout.answered"),
        ("system", "callout.ended"),
    ]


@pytest.mark.usefixtures("number")
async def test_yes_in_the_middle_is_from_now_on(rota: Calling) -> None:
    assert await rota.says("anna", "yes", local(4, 19)) == "expired"  # the link lived twelve hours
    begun = await rota.begin(23, 25, now=local(4, 20))
    assert begun is not None
    await rota.step(begun, now=local(4, 22.9))
    assert await rota.says("anna", "yes", local(4, 23.5)) == "yes"
    (duty,) = await rota.of_person("anna")
    assert (duty.starts_at, duty.ends_at) == (local(4, 23.5), local(4, 25))


async def test_yes_of_who_is_on_standby_takes_the_place_of_the_standby(rota: Calling) -> None:
    await rota.people("stan")
    await rota.take(await rota.shift(4, 16, 24, standby=True), "stan")
    begun = await rota.begin()
    assert begun is not None
    await rota.step(begun)
    assert await rota.says("stan", "yes") == "yes"
    found = [(one.standby, one.starts_at, one.ends_at) for one in await rota.of_person("stan")]
    assert found == [
        (True, local(4, 16), local(4, 18)),
        (False, local(4, 18), local(4, 22)),
        (True, local(4, 22), local(4, 24)),
    ]


@pytest.mark.usefixtures("number")
async def test_later_yes_reads_that_it_is_filled_and_is_kept_as_too_late(rota: Calling) -> None:
    await rota.says("anna", "yes")
    assert await rota.says("bram", None) == "filled"
    assert await rota.says("bram", "yes") == "filled"
    assert await rota.of_person("bram") == []
    assert [(name, answer) for _, _, name, answer in await rota.asks()] == [("anna", "yes"), ("bram", "too_late")]
    assert await rota.says("bram", "no") == "filled"


async def test_no_is_kept_and_asked_nothing_more(rota: Calling, number: str) -> None:
    assert await rota.says("anna", "no") == "no"
    assert (await rota.row(number)).next_at > NOW
    await rota.step(number, now=NOW + HOURS)
    assert [(name, answer) for _, _, name, answer in await rota.asks()] == [
        ("anna", "no"),
        ("bram", None),
        ("cora", None),
    ]


async def test_last_no_of_a_round_lets_the_next_begin_at_once(rota: Calling, number: str) -> None:
    for name in ("anna", "bram"):
        await rota.says(name, "no", NOW + timedelta(seconds=9))
    assert (await rota.row(number)).next_at == NOW + timedelta(seconds=9)
    await rota.step(number, now=NOW + timedelta(seconds=9))
    assert (await rota.asked())[-1] == "cora"


@pytest.mark.usefixtures("number")
@pytest.mark.parametrize("first", ["yes", "no"])
async def test_first_answer_stands_and_the_same_again_changes_nothing(rota: Calling, first: Said) -> None:
    await rota.says("anna", first)
    told = len(await rota.told())
    assert told > 0
    assert [await rota.says("anna", said) for said in ("yes", "no", None)] == [first] * 3
    assert await rota.told() == []
    assert len(await rota.of_person("anna")) == (first == "yes")


async def test_answer_by_the_link_of_an_earlier_round_is_the_answer_of_the_person(rota: Calling, number: str) -> None:
    async with rota.database.transaction() as connection:
        await callout.repeat(connection, rota.of, number, NOW, by="cora")
    assert (await rota.answer(await rota.link("anna", 1), "yes", NOW)).state == "yes"
    assert (await rota.answer(await rota.link("anna", 2), "no", NOW)).state == "yes"
    assert (await rota.state(number), len(await rota.of_person("anna"))) == (("filled", 1, 1), 1)


@pytest.mark.usefixtures("number")
async def test_link_expires(rota: Calling) -> None:
    last = NOW + 12 * HOURS - timedelta(seconds=1)
    assert await rota.says("anna", None, last) == "open"
    assert await rota.says("anna", None, NOW + 12 * HOURS) == "expired"
    assert await rota.says("anna", "yes", NOW + 12 * HOURS) == "expired"
    assert await rota.of_person("anna") == []


@pytest.mark.usefixtures("number")
@pytest.mark.parametrize(
    "token", ["", "1", "x.y", "404.AAAA", LINKS.token("callout", 404), LINKS.token("invitation", 1)]
)
async def test_link_that_was_not_signed_or_asks_nobody_is_refused(rota: Calling, token: str) -> None:
    with pytest.raises(RefusedError, match="no_such_link"):
        await rota.answer(token, "yes")


@pytest.mark.usefixtures("number")
async def test_link_of_another_line_is_refused(rota: Calling) -> None:
    token = await rota.link("anna")
    rota.settings = Calling(rota.database).settings.model_copy(
        update={"line": rota.settings.line.model_copy(update={"id": "other"})}
    )
    with pytest.raises(RefusedError, match="no_such_link"):
        await rota.answer(token, "yes")


async def test_yes_of_a_call_out_that_was_stopped_or_is_over_is_expired(rota: Calling, number: str) -> None:
    async with rota.database.transaction() as connection:
        await callout.stop(connection, rota.of, number, NOW, by="cora")
    assert [await rota.says("anna", said) for said in (None, "yes")] == ["expired", "expired"]


async def test_yes_of_a_call_out_that_found_nobody_still_wins(rota: Calling, number: str) -> None:
    for turn in range(1, 4):
        await rota.step(number, now=NOW + turn * HOURS)
    assert await rota.state(number) == ("exhausted", 1, 0)
    assert await rota.says("anna", "yes", NOW + 4 * HOURS) == "yes"
    assert await rota.state(number) == ("filled", 1, 1)


async def test_yes_a_hard_rule_stands_against_is_blocked_and_leaves_nothing(rota: Calling, number: str) -> None:
    await rota.take(await rota.shift(4, 20, 24), "anna")
    await rota.told()
    assert await rota.says("anna", "yes") == "blocked"
    assert (await rota.state(number), await rota.told()) == (("running", 1, 0), [])


async def test_yes_to_a_no_show_takes_the_place_on_that_shift(rota: Calling) -> None:
    shift = await rota.shift()
    await rota.people("nora")
    await rota.take(shift, "nora")
    watch = rota.watch()
    for minutes in (0, 5):
        await watch.step(local(4, 18 + minutes / 60))
    assert await rota.says("anna", "yes", local(4, 18.1)) == "yes"
    assert [(one.shift, one.starts_at) for one in await rota.of_person("anna")] == [(shift, local(4, 18.1))]


# --- at once ---------------------------------------------------------------------------------------------------------


@pytest.fixture
async def nodes(database_url: str) -> AsyncIterator[list[Calling]]:
    """Two nodes, so that ten answers have ten connections."""
    async with AsyncExitStack() as stack:
        yield [Calling(await stack.enter_async_context(Database(database_url, Path()).opened())) for _ in range(2)]


@pytest.mark.parametrize("need", [1, 3])
async def test_of_ten_yes_at_once_as_many_win_as_are_needed(rota: Calling, nodes: list[Calling], need: int) -> None:
    names = [f"v{n}" for n in range(10)]
    await rota.willing(*names)
    begun = await rota.begin(need=need)
    assert begun is not None
    await rota.step(begun, lacking=12)
    await rota.step(begun, lacking=need)
    links = [await rota.link(name) for name in names]
    answers = await asyncio.gather(*(nodes[n % 2].answer(link, "yes") for n, link in enumerate(links)))
    assert Counter(one.state for one in answers) == {"yes": need, "filled": 10 - need}
    assert await rota.state(begun) == ("filled", need, need)
    winners = [name for name, one in zip(names, answers, strict=True) if one.state == "yes"]
    assert [name for name in names if await rota.of_person(name)] == winners
    said = Counter(answer for *_, answer in await rota.asks())
    assert said == {"yes": need, "too_late": 10 - need, None: 2}


async def stop(rota: Calling, name: str) -> None:
    """Somebody takes part no more."""
    acting = Acting(rota.settings, DORA, NOW)
    async with rota.database.transaction() as connection:
        await leaving.deactivate(connection, acting, name)


@pytest.mark.parametrize("said", [None, "yes", "no"])
async def test_link_of_who_takes_part_no_more_is_over(rota: Calling, number: str, said: Said | None) -> None:
    assert await rota.says("anna", None) == "open"
    await stop(rota, "anna")
    assert await rota.says("anna", said) == "expired"
    assert ([answer for *_, answer in await rota.asks()], await rota.state(number)) == ([None, None], ("running", 1, 0))


async def test_round_waits_for_nobody_who_takes_part_no_more(rota: Calling, number: str) -> None:
    await rota.says("bram", "no")
    await rota.step(number)
    assert await rota.asked() == ["anna", "bram"]
    await stop(rota, "anna")
    await rota.step(number)
    assert await rota.asked() == ["anna", "bram", "cora"]


async def test_round_still_waits_for_the_others_of_who_takes_part_no_more(rota: Calling, number: str) -> None:
    await stop(rota, "anna")
    await rota.step(number)
    assert await rota.asked() == ["anna", "bram"]
    await rota.says("bram", "no")
    await rota.step(number)
    assert await rota.asked() == ["anna", "bram", "cora"]


async def test_repetition_leaves_out_who_takes_part_no_more(rota: Calling, number: str) -> None:
    await stop(rota, "anna")
    async with rota.database.transaction() as connection:
        await callout.repeat(connection, rota.of, number, NOW, by="cora")
    assert [(turn, name) for turn, _, name, _ in await rota.asks()] == [(1, "anna"), (1, "bram"), (2, "bram")]
