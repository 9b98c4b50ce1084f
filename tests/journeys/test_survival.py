"""What a caller keeps when something breaks: the page, a tab, a node, Valkey, PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import Browser, expect
from sqlalchemy import select

from luisterlijn.app import Node
from luisterlijn.live.embedded import EmbeddedValkey
from luisterlijn.sql.database import Database
from luisterlijn.sql.embedded import EmbeddedPostgres
from luisterlijn.sql.tables import contact
from tests.journeys.caller import Caller, Wire, visitor
from tests.journeys.house import FrontDoor, ServedNode, add_people, settings
from tests.journeys.volunteer import Volunteer, talk

pytestmark = pytest.mark.journey


async def test_reload_in_the_queue_keeps_the_place_and_the_text(browser: Browser, node: Node) -> None:
    async with visitor(browser) as one, visitor(browser) as two:
        first, second = Caller(one, node.url), Caller(two, node.url)
        await first.enter()
        await first.state("waiting")
        await second.enter()
        await second.state("waiting")
        await first.write("dit blijft staan")
        await first.sees("dit blijft staan")
        await one.reload()
        await first.state("waiting")
        await first.sees("Je bent als eerste aan de beurt.")
        await first.sees("dit blijft staan")
        await second.sees("Er is nog één mens voor je.")


async def test_reload_in_the_talk_keeps_the_conversation(browser: Browser, node: Node) -> None:
    async with visitor(browser) as one, visitor(browser) as two:
        caller, anna = Caller(one, node.url), Volunteer(two, node.url, "anna")
        await talk(caller, anna)
        await caller.write("voor het herladen")
        await anna.sees("voor het herladen")
        await one.reload()
        await caller.state("conversation")
        await caller.sees("voor het herladen")
        await two.reload()
        await anna.sees("voor het herladen")
        await anna.write("na het herladen")
        await caller.sees("na het herladen")


async def test_closed_tab_of_the_volunteer_puts_the_caller_first_in_line(browser: Browser, node: Node) -> None:
    async with visitor(browser) as one, visitor(browser) as two, visitor(browser) as three:
        caller, later, bram = Caller(one, node.url), Caller(two, node.url), Volunteer(three, node.url, "bram")
        async with visitor(browser) as tab:
            anna = Volunteer(tab, node.url, "anna")
            await talk(caller, anna)
            await caller.write("ben je er nog")
            await later.enter()
            await later.state("waiting")
        await caller.sees("De verbinding met de vrijwilliger hapert.")
        await caller.state("waiting")
        await caller.sees("De vrijwilliger is weggevallen.")
        await caller.sees("Je bent als eerste aan de beurt.")
        await bram.come()
        await bram.ready()
        await bram.accept()
        await caller.state("conversation")
        await bram.sees("ben je er nog")
        await later.state("waiting")


async def test_volunteer_away_past_the_grace_is_told_and_not_put_back_to_ready(browser: Browser, node: Node) -> None:
    async with visitor(browser) as one, visitor(browser) as two:
        caller, anna = Caller(one, node.url), Volunteer(two, node.url, "anna")
        wire = await Wire.of(two)
        await talk(caller, anna)
        await wire.cut()
        await caller.state("waiting")
        wire.mend()
        await anna.sees("Je was te lang niet verbonden. Was de beller er nog, dan kwam die weer vooraan in de rij.")
        await anna.presence("away")
        await expect(anna.talk()).to_have_count(0)
        await anna.page.reload()
        await anna.sees("Je was te lang niet verbonden.")
        await anna.ready()
        await caller.sees("We vragen nu een vrijwilliger voor je.")
        await anna.accept()
        await caller.state("conversation")


async def test_long_talk_fits_a_low_window_together_with_the_composer(browser: Browser, node: Node) -> None:
    low = {"width": 1024, "height": 480}
    async with visitor(browser, viewport=low) as one, visitor(browser) as two:
        caller, anna = Caller(one, node.url), Volunteer(two, node.url, "anna")
        await talk(caller, anna)
        for number in range(8):
            await anna.write(f"zin {number}")
            await caller.sees(f"zin {number}")
        await one.get_by_label("Jouw bericht").focus()
        log = await one.get_by_role("log").bounding_box()
        composer = await one.get_by_label("Jouw bericht").bounding_box()
        assert log is not None
        assert composer is not None
        assert composer["y"] + composer["height"] - log["y"] < low["height"]
        assert composer["y"] + composer["height"] <= low["height"]
        assert await one.get_by_role("log").evaluate("box => box.scrollHeight - box.scrollTop - box.clientHeight") < 2


async def test_silent_caller_is_shown_unsure_and_gone_and_comes_back(browser: Browser, node: Node) -> None:
    async with visitor(browser) as one, visitor(browser) as two:
        caller, anna = Caller(one, node.url), Volunteer(two, node.url, "anna")
        await talk(caller, anna)
        await anna.caller_is("connected")
        await one.goto("about:blank")
        await anna.caller_is("unsure")
        await anna.caller_is("gone")
        await one.go_back()
        await caller.state("conversation")
        await anna.caller_is("connected")


async def test_valkey_killed_and_restarted_in_mid_queue_loses_nobody(
    browser: Browser, node: Node, house_valkey: EmbeddedValkey
) -> None:
    async with visitor(browser) as one, visitor(browser) as two, visitor(browser) as three:
        first, second, anna = Caller(one, node.url), Caller(two, node.url), Volunteer(three, node.url, "anna")
        await first.enter()
        await first.state("waiting")
        await second.enter()
        await second.state("waiting")
        await first.write("voor de storing")
        await first.sees("voor de storing")
        before = house_valkey.pid
        assert before is not None
        os.kill(before, signal.SIGKILL)
        async with asyncio.timeout(20):
            while house_valkey.pid == before:
                await asyncio.sleep(0.05)  # the watcher is the product's own: there is no event to wait for
        await second.sees("Er is nog één mens voor je.")
        await anna.come()
        await anna.ready()
        await anna.accept()
        await first.state("conversation")
        await anna.sees("voor de storing")
        await second.sees("Je bent als eerste aan de beurt.")


async def test_sql_stopped_for_a_while_is_noticed_by_no_caller(browser: Browser, tmp_path: Path) -> None:
    postgres = EmbeddedPostgres(tmp_path / "sql")
    url = await asyncio.to_thread(postgres.start)
    async with EmbeddedValkey(tmp_path) as valkey:
        chosen = settings(data_dir=tmp_path, valkey_url=valkey.url, database_url=url)
        async with Node(chosen) as node, visitor(browser) as one, visitor(browser) as two:
            await node.database.wait_ready()
            await add_people(node.database, "anna")
            caller, anna = Caller(one, node.url), Volunteer(two, node.url, "anna")
            await anna.come()
            await anna.ready()
            await asyncio.to_thread(postgres.stop)
            await caller.enter()
            await anna.accept()
            await caller.write("zonder database")
            await anna.sees("zonder database")
            await anna.end()
            await caller.state("ended")
            await anna.wrap_up()
            assert await lag_of(node) > 0
            await asyncio.to_thread(postgres.start)
            async with asyncio.timeout(30):
                while await lag_of(node) > 0:
                    await asyncio.sleep(0.2)
            assert await outcomes(node.database) == ["answered"]
    await asyncio.to_thread(postgres.stop)


async def lag_of(node: Node) -> float:
    """`luisterlijn_record_lag_seconds`, as the metrics say it."""
    async with aiohttp.ClientSession() as session:
        text = await (await session.get(f"{node.internal_url}/metrics")).text()
    line = next(one for one in text.splitlines() if one.startswith("luisterlijn_record_lag_seconds"))
    return float(line.split()[-1])


async def outcomes(database: Database) -> list[str]:
    """Of every row."""
    async with database.transaction() as connection:
        return [row.outcome for row in await connection.execute(select(contact.c.outcome))]


async def test_two_nodes_share_a_line_and_one_may_be_killed(
    browser: Browser, tmp_path: Path, house_valkey: EmbeddedValkey, database_url: str
) -> None:
    async with Database(database_url, Path()).opened() as database:
        await add_people(database, "anna", "bram")
    async with FrontDoor().open() as front:
        one = ServedNode(tmp_path, house_valkey.url, database_url, front.url)
        two = ServedNode(tmp_path, house_valkey.url, database_url, front.url)
        await asyncio.gather(one.start(), two.start())
        async with visitor(browser) as left, visitor(browser) as right, visitor(browser) as late:
            caller, anna = Caller(left, front.url), Volunteer(right, front.url, "anna")
            front.behind = [one.port]
            await caller.enter()
            await caller.state("waiting")
            front.behind = [two.port]
            await anna.come()
            await anna.ready()
            await anna.accept()
            await caller.state("conversation")
            await caller.write("van knoop een naar twee")
            await anna.sees("van knoop een naar twee")
            waiting = Caller(late, front.url)
            front.behind = [one.port, two.port]
            await waiting.enter()
            await waiting.state("waiting")
            await one.end(signal.SIGKILL)
            await anna.write("ben je er nog?")
            await caller.sees("ben je er nog?")
            await caller.write("ja, ik ben er nog")
            await anna.sees("ja, ik ben er nog")
            await waiting.state("waiting")
            await waiting.sees("Je bent als eerste aan de beurt.")
            await expect(left.locator("main[data-state=conversation]")).to_be_visible()
        await two.end()
