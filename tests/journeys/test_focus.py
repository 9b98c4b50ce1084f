"""Where the reader is: focus never falls off the page, and a log that was scrolled back says that there is more."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page, expect

from luisterlijn.app import Node
from tests.journeys.caller import Caller, visitor
from tests.journeys.volunteer import Volunteer, talk


async def focused(page: Page, selector: str) -> None:
    """Wait until what has the focus is this."""
    await expect(page.locator(f"{selector}:focus")).to_be_visible()


async def test_focus_stays_near_when_what_had_it_goes(browser: Browser, node: Node) -> None:
    async with visitor(browser) as one, visitor(browser) as two:
        caller, anna = Caller(one, node.url), Volunteer(two, node.url, "anna")
        word = "[data-testid=presence]"
        await anna.come()
        await anna.ready()
        await focused(two, word)
        await caller.enter()
        await focused(two, "#offer-head")
        await anna.press("Nu even niet")
        await expect(anna.offer()).to_have_count(0)
        await focused(two, word)
        await caller.press("Uit de rij gaan")
        await caller.state("abandoned")


async def test_focus_goes_to_the_message_after_accepting_and_on_to_the_end(browser: Browser, node: Node) -> None:
    async with visitor(browser) as one, visitor(browser) as two:
        caller, anna = Caller(one, node.url), Volunteer(two, node.url, "anna")
        await talk(caller, anna)
        await focused(two, "section[data-talk=conversation] textarea")
        await anna.end()
        await focused(two, "section[data-talk=wrapup] h2")
        await caller.state("ended")
        await caller.press("Ja")
        await focused(one, "[role=status]")
        await anna.wrap_up()
        await focused(two, "[data-testid=presence]")


async def test_log_scrolled_back_says_that_there_is_more_and_follows_ones_own(browser: Browser, node: Node) -> None:
    low = {"width": 800, "height": 600}
    async with visitor(browser) as one, visitor(browser, viewport=low) as two:
        caller, anna = Caller(one, node.url), Volunteer(two, node.url, "anna")
        await talk(caller, anna)
        for number in range(8):
            await anna.write(f"zin {number}")
            await caller.sees(f"zin {number}")
        log = two.get_by_role("log")
        more = two.get_by_role("button", name="Nieuw bericht: ga naar onderen")
        await expect(more).to_have_count(0)
        await log.evaluate("log => { log.scrollTop = 0; }")
        await two.wait_for_timeout(100)  # the page hears of its scrolling in a frame of its own
        await caller.write("lees je dit nog")
        await more.click()
        await expect(log.get_by_text("lees je dit nog")).to_be_in_viewport()
        await expect(more).to_have_count(0)
        await log.evaluate("log => { log.scrollTop = 0; }")
        await anna.write("ja hoor")
        await expect(log.get_by_text("ja hoor")).to_be_in_viewport()
        await expect(more).to_have_count(0)


@pytest.mark.parametrize("size", [(390, 844), (360, 640)])
async def test_both_answers_to_an_offer_are_in_sight_on_a_phone(
    browser: Browser, node: Node, size: tuple[int, int]
) -> None:
    phone = {"width": size[0], "height": size[1]}
    async with visitor(browser) as one, visitor(browser, viewport=phone) as two:
        caller, anna = Caller(one, node.url), Volunteer(two, node.url, "anna")
        await anna.come()
        await anna.ready()
        await caller.enter()
        for name in ("Aannemen", "Nu even niet"):
            await expect(anna.offer().get_by_role("button", name=name)).to_be_in_viewport(ratio=1)


async def test_caller_who_is_writing_when_the_turn_comes_loses_no_letter(browser: Browser, node: Node) -> None:
    async with visitor(browser) as one, visitor(browser) as two:
        caller, anna = Caller(one, node.url), Volunteer(two, node.url, "anna")
        await caller.enter()
        await caller.state("waiting")
        await anna.come()
        await anna.ready()
        await anna.offered()
        box = one.get_by_label("Jouw bericht")
        await box.focus()
        await one.keyboard.type("ik ben halverwege ")
        await anna.accept()
        await caller.state("conversation")
        await one.keyboard.type("een zin")
        await expect(box).to_have_value("ik ben halverwege een zin")
        await expect(one.locator("main > [role=status]").first).to_have_text("Je praat met een vrijwilliger")
