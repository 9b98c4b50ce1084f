"""A caller is heard: the whole path, on the three pages, and what remains of it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import aiohttp
import pytest
from playwright.async_api import Browser, expect
from sqlalchemy import select

from luisterlijn import clock
from luisterlijn.app import Node
from luisterlijn.sql.tables import contact
from tests.journeys.caller import Caller, visitor
from tests.journeys.keys import by_key
from tests.journeys.volunteer import Volunteer, log_in

pytestmark = pytest.mark.journey


async def row_of_the_contact(node: Node) -> dict[str, object]:
    """The one row that remains, once it is closed."""
    async with asyncio.timeout(15):
        while True:
            async with node.database.transaction() as connection:
                rows = (await connection.execute(select(contact))).mappings().all()
            if rows and rows[0]["closed_at"]:
                assert len(rows) == 1
                return dict(rows[0])
            await asyncio.sleep(0.1)


async def test_caller_is_heard_from_door_to_record(browser: Browser, node: Node) -> None:
    async with visitor(browser) as one, visitor(browser) as other, visitor(browser) as third:
        caller, anna = Caller(one, node.url), Volunteer(other, node.url, "anna")
        await third.goto(f"{node.url}/dashboard")
        await log_in(third, "cora")
        await caller.enter()
        await caller.state("waiting")
        await caller.sees("Er is op dit moment geen vrijwilliger")
        await expect(third.locator("dl.now dd").first).to_have_text("1")
        await caller.write("ik typte dit al")
        await anna.come()
        await anna.ready()
        await anna.offered()
        await anna.sees("De beller heeft al iets geschreven.")
        await anna.accept()
        await anna.sees("ik typte dit al")
        await caller.state("conversation")
        await anna.write("hallo, ik lees je")
        await caller.sees("hallo, ik lees je")
        await caller.write("dank je")
        await anna.sees("dank je")
        await caller.sees("Je bericht is gelezen.")
        await anna.end()
        await caller.state("ended")
        await caller.press("Een beetje")
        await caller.sees("Dank je wel voor je antwoord.")
        await other.get_by_label("Onderwerp").select_option("lonely")
        await anna.wrap_up()
        await anna.presence("ready")
        await expect(third.get_by_role("row", name="Geholpen 1", exact=True)).to_be_visible()
        row = await row_of_the_contact(node)
        assert (row["outcome"], row["offers_made"], row["offers_declined"], row["helped"]) == ("answered", 1, 0, "some")
        text = repr(row)
        assert "lonely" in text
        assert "ik typte" not in text
        assert "127.0.0.1" not in text
    async with aiohttp.ClientSession() as session:
        metrics = await (await session.get(f"{node.internal_url}/metrics")).text()
    assert 'luisterlijn_arrivals_total{channel="chat",line="demo"} 1.0' in metrics
    assert 'luisterlijn_answered_total{channel="chat",line="demo"} 1.0' in metrics


async def test_caller_is_heard_with_the_keyboard_alone(browser: Browser, node: Node) -> None:
    async with visitor(browser) as one, visitor(browser) as other:
        caller, anna = Caller(one, node.url), Volunteer(other, node.url, "anna")

        await caller.open()
        await caller.state("start")
        for name, state in (("Begin", "consent"), ("Dat is goed", "questions"), ("Meteen in de rij", "waiting")):
            await by_key(one, name)
            await caller.state(state)
        await other.goto(anna.url)
        await expect(other.locator("main[data-state=login]")).to_be_visible()
        await other.get_by_label("E-mailadres").focus()
        await other.keyboard.type("anna@test.example")
        await other.keyboard.press("Tab")
        await other.keyboard.type("een-lang-wachtwoord")
        await other.keyboard.press("Enter")
        await anna.presence("away")
        await by_key(other, "Ik ben klaar")
        await anna.offered()
        await by_key(other, "Aannemen")
        await expect(anna.talk()).to_be_visible()
        await caller.state("conversation")
        for _ in range(80):
            await one.keyboard.press("Tab")
            if await one.evaluate("() => document.activeElement?.tagName") == "TEXTAREA":
                break
        await one.keyboard.type("getypt zonder muis")
        await one.keyboard.press("Enter")
        await anna.sees("getypt zonder muis")
        await by_key(one, "Gesprek stoppen")
        await by_key(one, "Ja, stoppen")
        await caller.state("ended")
        await expect(anna.talk("wrapup")).to_be_visible()
        await by_key(other, "Klaar met afronden")
        await expect(anna.talk("wrapup")).to_have_count(0)


async def test_place_moves_up_when_the_first_is_answered(browser: Browser, node: Node) -> None:
    async with visitor(browser) as one, visitor(browser) as two, visitor(browser) as other:
        first, second = Caller(one, node.url), Caller(two, node.url)
        await first.enter()
        await first.state("waiting")
        await second.enter()
        await second.state("waiting")
        await second.sees("Er is nog één mens voor je.")
        anna = Volunteer(other, node.url, "anna")
        await anna.come()
        await anna.ready()
        await anna.accept()
        await first.state("conversation")
        await second.sees("Je bent als eerste aan de beurt.")


async def test_quick_exit_leaves_nothing_on_the_screen(browser: Browser, node: Node) -> None:
    async with visitor(browser) as page:
        await page.route("https://**", lambda route: route.fulfill(body="weer"))
        caller = Caller(page, node.url)
        await caller.enter()
        await caller.state("waiting")
        assert await page.evaluate("() => sessionStorage.length") > 0
        assert await page.title() == "Pagina"
        assert await page.context.cookies() == []
        await caller.press("Snel weg")
        await page.wait_for_url("https://**")
        await page.go_back()
        await expect(page.get_by_text("Je staat in de rij")).to_have_count(0)
        assert timedelta() < node.hub.mirror.longest_wait(clock.now())
