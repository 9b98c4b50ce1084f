"""What a caller's page keeps by itself while the line cannot hear it: words, and the wish to leave or to come back."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Browser, expect

from luisterlijn.app import Node
from tests.journeys.caller import Caller, Wire, visitor
from tests.journeys.volunteer import Volunteer, talk

pytestmark = pytest.mark.journey


async def test_words_not_yet_sent_outlive_a_reload_and_arrive_once(browser: Browser, node: Node) -> None:
    async with visitor(browser) as one, visitor(browser) as two:
        caller, anna = Caller(one, node.url), Volunteer(two, node.url, "anna")
        wire = await Wire.of(one)
        await talk(caller, anna)
        await caller.state("conversation")
        await wire.cut()
        await caller.write("dit kon nog niet weg")
        await caller.sees("nog niet verstuurd")
        await one.get_by_label("Jouw bericht").fill("en dit was nog niet af")
        await one.reload()
        wire.mend()
        await anna.sees("dit kon nog niet weg")
        await caller.state("conversation")
        await expect(one.get_by_label("Jouw bericht")).to_have_value("en dit was nog niet af")
        await expect(one.get_by_text("nog niet verstuurd")).to_have_count(0)
        await expect(two.get_by_text("dit kon nog niet weg")).to_have_count(1)
        await caller.press("Gesprek stoppen")
        await caller.press("Ja, stoppen")
        await caller.state("ended")
        assert await one.evaluate("Object.keys(sessionStorage)") == []


async def test_words_of_a_place_that_is_gone_do_not_reach_the_next_talk(browser: Browser, node: Node) -> None:
    async with visitor(browser) as one, visitor(browser) as two:
        caller, anna = Caller(one, node.url), Volunteer(two, node.url, "anna")
        wire = await Wire.of(one)
        await caller.enter()
        await caller.state("waiting")
        await wire.cut()
        await caller.write("dit was voor toen")
        await caller.sees("nog niet verstuurd")
        await one.evaluate("sessionStorage.setItem('plaats', 'bm8.bm8')")
        await one.reload()
        wire.mend()
        await caller.sees("Je vorige gesprek is voorbij.")
        async with asyncio.timeout(30):
            while node.hub.mirror.waiting_count:  # the place itself is kept until the grace is over
                await asyncio.sleep(0.1)
        for name in ("Begin", "Dat is goed", "Meteen in de rij"):  # on the same page, with what it remembers
            await caller.press(name)
        await anna.come()
        await anna.ready()
        await anna.accept()
        await caller.state("conversation")
        await caller.write("dit is voor nu")
        await anna.sees("dit is voor nu")
        await expect(two.get_by_text("dit was voor toen")).to_have_count(0)


async def test_caller_who_left_finds_the_way_back_after_a_reload_and_is_not_put_back_unasked(
    browser: Browser, node: Node
) -> None:
    async with visitor(browser) as one, visitor(browser) as two:
        first, second = Caller(one, node.url), Caller(two, node.url)
        await first.enter()
        await first.state("waiting")
        await second.enter()
        await second.sees("Er is nog één mens voor je.")
        await first.press("Uit de rij gaan")
        await first.state("abandoned")
        await second.sees("Je bent als eerste aan de beurt.")
        await one.reload()
        await first.state("abandoned")
        assert node.hub.mirror.waiting_count == 1
        await first.press("Terug naar mijn plaats")
        await first.state("waiting")
        await first.sees("Je bent als eerste aan de beurt.")
        await second.sees("Er is nog één mens voor je.")


async def test_talk_stopped_without_a_connection_is_over_for_both_once_there_is_one(
    browser: Browser, node: Node
) -> None:
    async with visitor(browser) as one, visitor(browser) as two:
        caller, anna = Caller(one, node.url), Volunteer(two, node.url, "anna")
        wire = await Wire.of(one)
        await talk(caller, anna)
        await caller.state("conversation")
        await wire.cut()
        await caller.press("Gesprek stoppen")
        await caller.press("Ja, stoppen")
        await caller.state("ended")
        wire.mend()
        await expect(anna.talk("wrapup")).to_be_visible()
        await caller.press("Een beetje")
        await caller.sees("Dank je wel voor je antwoord.")
        await expect(one.locator("main[data-state=ended]")).to_be_visible()
