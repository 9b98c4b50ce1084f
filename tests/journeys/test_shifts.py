"""A volunteer's own shifts: signing up by keyboard, helping without a shift, swapping, and nothing hidden or lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.async_api import Browser, Page, expect

from luisterlijn import clock
from luisterlijn.app import Node
from tests.journeys.caller import Caller, visitor
from tests.journeys.house import add_people
from tests.journeys.keys import by_key
from tests.journeys.rota import HOUR, add_shift, assign, coordinate, in_days
from tests.journeys.volunteer import Volunteer

pytestmark = pytest.mark.journey


@pytest.fixture
async def free(node: Node) -> None:
    """Dora and Emil, volunteers without any shift."""
    await add_people(node.database, "dora", "emil", shift=False)


async def stands(who: Volunteer, word: str) -> None:
    """Wait until the permanent indicator says this."""
    await expect(who.page.get_by_test_id("presence")).to_have_text(word, timeout=30_000)


async def view(page: Page, name: str) -> None:
    """Wait until this view is shown."""
    await expect(page.locator(f"main[data-step={name}]")).to_be_visible()


async def to_shifts(page: Page) -> None:
    """Go to the own shifts."""
    await page.get_by_role("link", name="Mijn diensten", exact=True).click()
    await view(page, "shifts")


@pytest.mark.usefixtures("free")
async def test_volunteer_signs_up_and_withdraws_with_the_keyboard_alone(browser: Browser, node: Node) -> None:
    async with visitor(browser) as other, visitor(browser) as page:
        await coordinate(other, node)
        await add_shift(other, in_days(5), minimum=2, target=2)
        await add_shift(other, in_days(6), minimum=3, target=3, maximum=3)
        dora = Volunteer(page, node.url, "dora")
        await dora.come()
        await stands(dora, "Geen dienst")
        await by_key(page, "Mijn diensten")
        await view(page, "shifts")
        await expect(page.locator("h1:focus")).to_have_text("Mijn diensten")
        await dora.sees("Je hebt nog geen diensten.")
        first = page.locator("section[aria-labelledby=open] li").first
        await expect(first).to_contain_text("Er is nog niemand.")
        await by_key(page, "Ik doe mee")
        await dora.sees("Je staat ingeroosterd:")
        mine = page.locator("section[aria-labelledby=mine] li")
        await expect(mine).to_have_count(1)
        await by_key(page, "Afmelden")
        await expect(page.locator("h3:focus")).to_have_text("Wil je je afmelden?")
        await by_key(page, "Ja, meld me af")
        await dora.sees("Je bent afgemeld:")
        await expect(mine).to_have_count(0)


@pytest.mark.usefixtures("free")
async def test_volunteer_without_a_shift_helps_and_the_next_caller_is_theirs(browser: Browser, node: Node) -> None:
    async with visitor(browser) as one, visitor(browser) as page:
        caller, dora = Caller(one, node.url), Volunteer(page, node.url, "dora")
        await dora.come()
        await expect(page.get_by_role("button", name="Ik ben klaar", exact=True)).to_have_count(0)
        await dora.press("Ik kan nu helpen")
        await dora.presence("ready")
        await caller.enter()
        await dora.accept()
        await caller.state("conversation")


@pytest.mark.usefixtures("free")
async def test_swap_moves_at_once_who_may_be_ready(browser: Browser, node: Node) -> None:
    async with visitor(browser) as other, visitor(browser) as one, visitor(browser) as two:
        await coordinate(other, node)
        shift = await add_shift(other, clock.now() + timedelta(minutes=8))
        await assign(other, node, shift, "dora")
        dora, emil = Volunteer(one, node.url, "dora"), Volunteer(two, node.url, "emil")
        await dora.come()
        await emil.come()
        await stands(dora, "Nog niet klaar")
        await stands(emil, "Geen dienst")
        await to_shifts(one)
        await dora.press("Weggeven of ruilen")
        await one.get_by_label("Aan wie?").select_option(label="Emil")
        await one.get_by_label("Wil je er iets bij zeggen?").fill("Ik ben ziek.")
        await dora.press("Bied de dienst aan")
        await dora.sees("Je biedt deze dienst aan.")
        await to_shifts(two)
        await emil.sees("Dora zoekt iemand voor deze dienst.")
        await emil.sees("Ik ben ziek.")
        await emil.press("Ik neem deze dienst over")
        await emil.sees("Deze dienst is nu van jou:")
        await dora.sees("Je hebt nog geen diensten.")
        for page in (one, two):
            await page.get_by_role("link", name="Nu", exact=True).click()
        await stands(dora, "Geen dienst")
        await emil.press("Ik ben er, ik ben klaar")
        await emil.sees("Gesprekken beginnen om")


@pytest.mark.usefixtures("free")
async def test_shift_is_swapped_for_another_and_an_offer_can_be_taken_back(browser: Browser, node: Node) -> None:
    async with visitor(browser) as other, visitor(browser) as one, visitor(browser) as two:
        await coordinate(other, node)
        await assign(other, node, await add_shift(other, in_days(5)), "dora")
        await assign(other, node, await add_shift(other, in_days(8), name="Zondagdienst"), "emil")
        dora, emil = Volunteer(one, node.url, "dora"), Volunteer(two, node.url, "emil")
        await dora.come()
        await to_shifts(one)
        for again in (False, True):
            await dora.press("Weggeven of ruilen")
            await one.get_by_label("Aan wie?").select_option(label="Emil")
            await one.get_by_label("Wil je er een dienst voor terug?").select_option(index=1)
            await dora.press("Bied de dienst aan")
            await dora.sees("Je krijgt er dan een dienst voor terug")
            if not again:
                await dora.press("Toch zelf doen")
                await dora.sees("De dienst blijft van jou.")
        await emil.come()
        await to_shifts(two)
        await emil.sees("In ruil geef jij weg")
        await emil.press("Ik ruil")
        await expect(one.locator("section[aria-labelledby=mine] li")).to_contain_text("Zondagdienst")
        await expect(two.locator("section[aria-labelledby=mine] li")).to_contain_text("Dagdienst")


async def test_offer_comes_to_the_front_and_what_was_filled_in_stays(browser: Browser, node: Node) -> None:
    async with visitor(browser) as other, visitor(browser) as one, visitor(browser) as page:
        await coordinate(other, node)
        await assign(other, node, await add_shift(other, in_days(5)), "anna")
        caller, anna = Caller(one, node.url), Volunteer(page, node.url, "anna")
        await anna.come()
        await anna.ready()
        await to_shifts(page)
        await expect(page.locator(".presence-mark")).to_be_visible()
        await anna.press("Weggeven of ruilen")
        note = page.get_by_label("Wil je er iets bij zeggen?")
        await note.fill("Ik ben die dag")
        await caller.enter()
        await anna.offered()
        await view(page, "now")
        await expect(page.locator("#offer-head:focus")).to_be_visible()
        await anna.sees("Je was bij Mijn diensten.")
        await expect(page.get_by_role("navigation")).to_have_count(0)
        await page.evaluate("() => { location.hash = '#shifts'; }")
        await view(page, "now")
        await anna.accept()
        await anna.end()
        await anna.wrap_up()
        await page.get_by_role("link", name="Bekijk je diensten").click()
        await view(page, "shifts")
        await expect(note).to_have_value("Ik ben die dag")
        await expect(page.get_by_test_id("interrupted")).to_have_count(0)


@pytest.mark.usefixtures("free")
async def test_end_of_a_shift_leaves_the_choice_of_one_more_and_says_thank_you(browser: Browser, node: Node) -> None:
    async with visitor(browser) as other, visitor(browser) as page:
        await coordinate(other, node)
        dora = Volunteer(page, node.url, "dora")
        await dora.come()
        shift = await add_shift(other, clock.now() + timedelta(seconds=15) - HOUR, HOUR)
        await assign(other, node, shift, "dora")
        await dora.press("Ik ben er, ik ben klaar")
        await stands(dora, "Je dienst is bijna voorbij")
        await expect(page.get_by_role("button", name="Ik ben klaar", exact=True)).to_have_count(0)
        await dora.press("Ja, ik neem er nog één")
        await dora.presence("ready")
        await expect(page.get_by_label("Ik neem er nog één")).to_be_checked()
        await stands(dora, "Geen dienst")
        await dora.sees("Je dienst is voorbij. Dank je wel dat je er was.")


@pytest.mark.usefixtures("free")
async def test_rule_that_stands_in_the_way_is_told_in_words(browser: Browser, node: Node) -> None:
    async with visitor(browser) as other, visitor(browser) as page:
        await coordinate(other, node)
        await assign(other, node, await add_shift(other, in_days(5)), "dora")
        await add_shift(other, in_days(5) + HOUR)
        await add_shift(other, in_days(7), trainings=["Jongeren"])
        dora = Volunteer(page, node.url, "dora")
        await dora.come()
        await to_shifts(page)
        await dora.sees("Je hebt dan al een andere dienst.")
        await dora.sees("Voor deze dienst is de training Jongeren nodig.")
        await expect(page.get_by_role("button", name="Ik doe mee")).to_have_count(0)
        await page.get_by_role("button", name="English").click()
        await dora.sees("You already have another shift then.")


@pytest.mark.usefixtures("free")
async def test_place_that_another_took_first_is_a_place_on_the_waitlist(browser: Browser, node: Node) -> None:
    async with visitor(browser) as other, visitor(browser) as one, visitor(browser) as two:
        await coordinate(other, node)
        await add_shift(other, in_days(5), maximum=1)
        dora, emil = Volunteer(one, node.url, "dora"), Volunteer(two, node.url, "emil")
        for who, page in ((dora, one), (emil, two)):
            await who.come()
            await to_shifts(page)
            await who.sees("Er is nog niemand.")
        await dora.press("Ik doe mee")
        await dora.sees("Je staat ingeroosterd:")
        await emil.press("Ik doe mee")
        await emil.sees("Je staat op de wachtlijst, op plaats 1.")
        await dora.press("Afmelden")
        await dora.press("Ja, meld me af")
        await dora.sees("Je bent afgemeld:")
        await emil.sees("Je staat ingeroosterd.")
