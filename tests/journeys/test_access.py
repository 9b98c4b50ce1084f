"""axe-core finds nothing in any state of the three pages: WCAG 2.2 AA, and contrast 7:1."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from luisterlijn.app import Node
from luisterlijn.contact import help as helping
from luisterlijn.live.embedded import EmbeddedValkey
from tests.doors import PASSWORD
from tests.journeys.caller import Caller, Wire, violations, visitor
from tests.journeys.house import settings
from tests.journeys.looks import clean
from tests.journeys.volunteer import Volunteer, log_in

pytestmark = pytest.mark.journey


async def test_axe_finds_a_violation_where_there_is_one(browser: Browser, node: Node) -> None:
    async with visitor(browser) as page:
        await page.goto(node.url)
        await page.locator("main[data-state=start]").wait_for()
        await page.evaluate("() => document.querySelector('main').append(document.createElement('button'))")
        assert [one.split(":")[0] for one in await violations(page)] == ["button-name"]


async def test_axe_is_silent_in_every_state_of_a_whole_contact(seen: tuple[Page, Page], node: Node) -> None:
    one, two = seen
    caller, anna = Caller(one, node.url), Volunteer(two, node.url, "anna")
    await caller.open()
    await caller.state("start")
    await clean(one, "start")
    await caller.press("Begin")
    await caller.state("consent")
    await clean(one, "consent")
    await caller.press("Dat is goed")
    for step in ("topic", "language", "urgent"):
        await one.locator(f"main[data-step={step}]").wait_for()
        await clean(one, step)
        if step != "urgent":
            await caller.press("Sla deze vraag over")
    await caller.press("Ja, het is dringend")
    await caller.state("waiting")
    await clean(one, "waiting")
    await two.goto(anna.url)
    await two.locator("main[data-state=login]").wait_for()
    await clean(two, "login")
    await log_in(two, "anna")
    await anna.presence("away")
    await clean(two, "away")
    await anna.ready()
    await anna.offered()
    await clean(two, "offer")
    await anna.accept()
    await caller.write("hallo")
    await anna.write("dag")
    await caller.sees("dag")
    await anna.sees("hallo")
    await clean(one, "conversation")
    await clean(two, "conversation")
    await anna.press("Overdragen")
    await anna.press("Zoek een collega")
    await caller.sees("We zoeken een collega")
    await clean(one, "moving")
    await clean(two, "transferring")
    await anna.press("Toch zelf verder")
    await anna.end()
    await caller.state("ended")
    await clean(one, "ended")
    await clean(two, "wrapup")
    await two.get_by_label("Dit was een zwaar gesprek").check()
    await anna.wrap_up()
    await anna.presence("resting")
    await clean(two, "resting")
    await anna.presence("ready")
    await clean(two, "ready")


async def test_axe_is_silent_where_a_coordinator_reads_along(seen: tuple[Page, Page], node: Node) -> None:
    one, two = seen
    caller, anna = Caller(one, node.url), Volunteer(two, node.url, "anna")
    await caller.enter()
    await anna.come()
    await anna.ready()
    await anna.accept()
    [(contact, volunteer, *_)] = (await node.line.snapshot()).talking
    await helping.hand(node.line, contact, volunteer, on=True)
    await helping.join(node.line, contact, "somebody")
    await caller.sees("Een collega van de vrijwilliger leest nu mee")
    await clean(one, "coordinator reads along")
    await helping.part(node.line, contact, "somebody")
    await expect(one.get_by_test_id("colleague")).to_be_hidden()


async def test_axe_is_silent_where_a_caller_left_and_on_the_dashboard(seen: tuple[Page, Page], node: Node) -> None:
    one, two = seen
    caller = Caller(one, node.url)
    await caller.enter()
    await caller.state("waiting")
    await two.goto(f"{node.url}/dashboard")
    await two.locator("main[data-state=login]").wait_for()
    await clean(two, "dashboard login")
    await log_in(two, "cora")
    await two.locator("dl.now").wait_for()
    await clean(two, "dashboard")
    await caller.press("Uit de rij gaan")
    await caller.state("abandoned")
    await clean(one, "abandoned")


async def test_axe_is_silent_while_the_connection_is_away(seen: tuple[Page, Page], node: Node) -> None:
    one, two = seen
    caller, anna = Caller(one, node.url), Volunteer(two, node.url, "anna")
    callers, consoles = await Wire.of(one), await Wire.of(two)
    await caller.enter()
    await caller.state("waiting")
    await callers.cut()
    await one.get_by_test_id("lost").wait_for()
    await clean(one, "waiting, away")
    callers.mend()
    await anna.come()
    await anna.ready()
    await anna.accept()
    await caller.state("conversation")
    await callers.cut()
    await one.get_by_test_id("lost").wait_for()
    await clean(one, "conversation, away")
    await caller.press("Gesprek stoppen")
    await clean(one, "asked whether to stop")
    await caller.press("Ja, stoppen")
    await caller.state("ended")
    await clean(one, "ended, unsaid")
    await consoles.cut()
    await anna.presence("unknown")
    await anna.press("Gesprek beëindigen")
    await anna.press("Ja, beëindigen")
    await two.get_by_test_id("notice").wait_for()
    await clean(two, "not connected")


async def test_axe_is_silent_where_a_page_is_not_for_whoever_opens_it(seen: tuple[Page, Page], node: Node) -> None:
    one, two = seen
    await one.goto(f"{node.url}/dashboard")
    await one.get_by_label("E-mailadres").fill("anna@test.example")
    await one.get_by_label("Wachtwoord").fill("verkeerd wachtwoord")
    await one.get_by_role("button", name="Inloggen", exact=True).click()
    await one.get_by_text("horen niet bij elkaar").wait_for()
    await clean(one, "wrong password")
    await one.get_by_label("Wachtwoord").fill(PASSWORD)
    await one.get_by_role("button", name="Inloggen", exact=True).click()
    await one.locator("main[data-state=not-allowed]").wait_for()
    await clean(one, "not allowed")
    for page in (one, two):
        await page.goto(f"{node.url}/console")
        await page.locator("main").wait_for()
        if await page.get_by_label("Wachtwoord").count():
            await log_in(page, "anna")
        await page.locator("main[data-state=home]").wait_for()
    await one.locator("main[data-state=elsewhere]").wait_for()
    await clean(one, "elsewhere")


async def test_axe_is_silent_where_nobody_is_let_in(
    seen: tuple[Page, Page], tmp_path: Path, house_valkey: EmbeddedValkey, database_url: str
) -> None:
    one, two = seen
    stores = {"data_dir": tmp_path, "valkey_url": house_valkey.url, "database_url": database_url}
    regions = ({"id": "north", "name": "Noord"}, {"id": "south", "name": "Zuid"})
    async with Node(settings(**stores, line={"id": "full", "regions": regions}, limits={"most_waiting": 1})) as node:
        caller, late = Caller(one, node.url), Caller(two, node.url)
        await caller.enter()
        await caller.state("waiting")
        await late.open()
        for name in ("Begin", "Dat is goed", "Sla deze vraag over", "Sla deze vraag over"):
            await late.press(name)
        await two.locator("main[data-step=region]").wait_for()
        await clean(two, "region")
        await late.press("Meteen in de rij")
        await late.state("refused")
        await clean(two, "refused")
        await caller.press("Uit de rij gaan")
        await caller.state("abandoned")
        await late.press("Probeer het nog eens")
        await late.state("waiting")
    night = {"days": ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "opens": "04:00", "closes": "04:01"}
    async with Node(settings(**stores, line={"id": "shut", "chat_hours": (night,)})) as node:
        caller = Caller(one, node.url)
        await caller.open()
        await caller.state("closed")
        await clean(one, "closed")
