"""The rota ahead, from SQL to what a waiting caller is shown."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from luisterlijn import clock
from luisterlijn.app import Node
from luisterlijn.channel.rota_ahead import RotaAhead
from luisterlijn.sql.tables import person, sign_up
from tests.doors import House, Page, address, talk

FIT = timedelta(minutes=20)
CHAT = ("chat.nl.any.any",)
HOUR = timedelta(hours=1)


async def sign(node: Node, name: str, begin: timedelta, end: timedelta, **more: Any) -> str:
    """Somebody is signed up from and until so long from now, and the roster is told; their id."""
    now = clock.now()
    async with node.database.transaction() as connection:
        who = (await connection.execute(select(person).where(person.c.email == address(node, name)))).one()
        row = {
            "id": f"{who.id}{begin}",
            "line": who.line,
            "volunteer": who.id,
            "state": "signed",
            "how": "self",
            "since": 0,
        }
        times = {"starts_at": now + begin, "ends_at": now + end}
        await connection.execute(insert(sign_up).values(**row, **times, **more))
    await node._doors.roster.sync()
    return str(who.id)


async def first_shown(page: Page) -> dict[str, Any]:
    """The first frame that says place and wait."""
    frame = await page.hear("contact", state="waiting")
    return frame if frame["position"] is not None else await page.hear("wait")


def steps(node: Node, ahead: RotaAhead, lanes: tuple[str, ...] = CHAT) -> tuple[float, list[tuple[int, float]]]:
    """Now, and (minutes, able from then on)."""
    found = ahead.schedule(clock.now(), node.hub.mirror, FIT)
    assert found is not None
    now, changes = found.steps(lanes, node.hub.mirror.able_in(lanes))
    return now, list({round(at_s / 60): round(able, 2) for at_s, able in changes}.items())


async def test_nobody_on_and_somebody_due_shows_both(doors: House, node: Node) -> None:
    await sign(node, "anna", timedelta(minutes=20), 5 * HOUR)
    frame = await first_shown(await doors.caller(node))
    assert (frame["nobody_on"], frame["wait"]["low_s"], frame["wait"]["high_s"]) == (True, 1200, 1800)


async def test_nobody_on_and_somebody_due_much_later_shows_no_wait(doors: House, node: Node) -> None:
    await sign(node, "anna", 4 * HOUR, 8 * HOUR)
    frame = await first_shown(await doors.caller(node))
    assert (frame["nobody_on"], frame["wait"]) == (True, None)


async def test_those_due_are_known_by_what_they_can_take(doors: House, node: Node) -> None:
    await doors.people(node, "dora", languages=("en",))
    ahead = RotaAhead(node._roster, node.settings, lambda: 0.5)
    await sign(node, "anna", HOUR, 3 * HOUR)
    await sign(node, "bram", HOUR, 3 * HOUR, channels=["phone"])
    await sign(node, "dora", 2 * HOUR, 4 * HOUR)
    assert steps(node, ahead) == (0, [(61, 0.5), (160, 0)])
    assert steps(node, ahead, ("phone.nl.any.any",)) == (0, [(61, 1), (160, 0)])
    assert steps(node, ahead, ("chat.en.any.any",)) == (0, [(61, 0.5), (121, 1), (160, 0.5), (220, 0)])


async def test_changed_rota_is_known_at_once_and_who_is_taken_off_is_gone(node: Node) -> None:
    ahead = RotaAhead(node._roster, node.settings, lambda: 1.0)
    anna = await sign(node, "anna", HOUR, 3 * HOUR)
    assert steps(node, ahead) == (0, [(61, 1), (160, 0)])
    async with node.database.transaction() as connection:
        await connection.execute(sign_up.update().where(sign_up.c.volunteer == anna).values(state="withdrawn"))
    await node._roster.sync({anna})
    assert steps(node, ahead) == (0, [])


async def test_who_is_on_goes_with_their_shift(doors: House, node: Node) -> None:
    ahead = RotaAhead(node._roster, node.settings, lambda: 1.0)
    await sign(node, "anna", -HOUR, 2 * HOUR)
    console = await doors.console(node, "anna")
    await console.say("ready")
    await console.hear("me", presence="ready")
    async with asyncio.timeout(5):
        while node.hub.mirror.able_in(CHAT) == 0:
            await asyncio.sleep(0.01)
    assert steps(node, ahead) == (1, [(100, 0)])


async def test_schedule_where_shifts_are_not_required_is_not_known(node: Node) -> None:
    free = node.settings.model_copy(update={"rota": node.settings.rota.model_copy(update={"shifts": "free"})})
    await node._roster.sync()
    now, mirror = clock.now(), node.hub.mirror
    known, loose = (RotaAhead(node._roster, one, lambda: 1.0) for one in (node.settings, free))
    assert known.schedule(now, mirror, FIT) is not None
    assert loose.schedule(now, mirror, FIT) is None


async def test_schedule_of_a_rota_that_was_not_read_for_days_is_not_known(node: Node) -> None:
    ahead = RotaAhead(node._roster, node.settings, lambda: 1.0)
    await node._roster.sync()
    assert ahead.schedule(node._roster.known_until - HOUR, node.hub.mirror, FIT) is not None
    assert ahead.schedule(node._roster.known_until, node.hub.mirror, FIT) is None


async def test_range_told_first_is_held_against_the_wait(doors: House, node: Node) -> None:
    await sign(node, "anna", timedelta(minutes=20), 5 * HOUR)
    counts = node._doors.desk.calibration.counts
    caller, other = await doors.caller(node), await doors.caller(node)
    for page in (caller, other):
        await first_shown(page)
    await other.say("leave")
    await other.hear("contact", state="abandoned")
    await talk(caller, await doors.console(node, "bram"))
    async with asyncio.timeout(5):
        while sum(counts.values()) < 2:
            await asyncio.sleep(0.01)
    assert counts == {"left": 1, "below_p50": 1}


async def test_contact_is_counted_by_the_node_it_came_in_through(doors: House, node: Node) -> None:
    await sign(node, "anna", timedelta(minutes=20), 5 * HOUR)
    later = await doors.node()
    first = await first_shown(await doors.caller(node))
    again = await (await doors.visitor(later)).open("caller", ticket=first["ticket"])
    await first_shown(again)
    await again.say("leave")
    await again.hear("contact", state="abandoned")
    async with asyncio.timeout(5):
        while not node._doors.desk.calibration.counts:
            await asyncio.sleep(0.01)
    counts = [one._doors.desk.calibration.counts for one in (node, later)]
    assert counts == [{"left": 1}, {}]
