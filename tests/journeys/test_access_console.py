"""axe-core finds nothing in any state of the volunteer's own pages: shifts, help in a talk, and the page behind a link."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from luisterlijn import clock
from luisterlijn.app import Node
from luisterlijn.live.embedded import EmbeddedValkey
from tests.journeys.asked import ask
from tests.journeys.caller import Caller, visitor
from tests.journeys.house import add_people, settings
from tests.journeys.links import answer_links, invitation_link
from tests.journeys.looks import clean
from tests.journeys.rota import HOUR, add_shift, assign, coordinate, in_days
from tests.journeys.volunteer import Volunteer, talk

pytestmark = pytest.mark.journey
Seen = tuple[Page, Page]


async def to_view(page: Page, name: str) -> None:
    """Go to the view of this name."""
    await page.get_by_role("navigation").get_by_role("link", name=name).click()
    await expect(page.locator("h1:focus")).to_be_visible()


async def test_axe_is_silent_around_a_shift(seen: Seen, browser: Browser, node: Node) -> None:
    one, two = seen
    await add_people(node.database, "dora", "emil", shift=False)
    dora, emil = Volunteer(one, node.url, "dora"), Volunteer(two, node.url, "emil")
    await dora.come()
    await dora.press("Ik kan nu helpen")
    await dora.presence("ready")
    await clean(one, "walked in")
    await emil.come()
    await emil.sees("Heb je nu tijd?")
    await clean(two, "no shift")
    async with visitor(browser) as other:
        await coordinate(other, node)
        await assign(other, node, await add_shift(other, clock.now() + timedelta(minutes=8)), "emil")
        await emil.press("Ik ben er, ik ben klaar")
        await emil.sees("Gesprekken beginnen om")
        await clean(two, "checked in early")
        await ask(other, "POST", "broadcast", {"body": "Het is druk vanavond."})
    await dora.sees("Het is druk vanavond.")
    await clean(one, "a coordinator's word")
    await dora.press("Begrepen")
    await expect(one.get_by_test_id("word")).to_have_count(0)


async def test_axe_is_silent_where_something_is_lacking(
    seen: Seen, tmp_path: Path, house_valkey: EmbeddedValkey, database_url: str
) -> None:
    one, _ = seen
    stores = {"data_dir": tmp_path, "valkey_url": house_valkey.url, "database_url": database_url}
    asked = {"certificate": "required", "trainings": ("Gesprekken over zelfdoding",)}
    async with Node(settings(**stores, requirements=asked)) as node:
        await node.database.wait_ready()
        await add_people(node.database, "anna")
        anna = Volunteer(one, node.url, "anna")
        await anna.come()
        await anna.sees("Je hebt de training Gesprekken over zelfdoding nog niet gedaan.")
        await expect(one.get_by_role("button", name="Ik ben", exact=False)).to_have_count(0)
        await clean(one, "lacking")


async def test_axe_is_silent_among_the_shifts(seen: Seen, browser: Browser, node: Node) -> None:
    one, two = seen
    await add_people(node.database, "dora", "emil", shift=False)
    dora, emil = Volunteer(one, node.url, "dora"), Volunteer(two, node.url, "emil")
    async with visitor(browser) as other:
        await coordinate(other, node)
        await assign(other, node, await add_shift(other, in_days(1)), "dora")
        await assign(other, node, await add_shift(other, in_days(5), maximum=1), "emil")
        await assign(other, node, await add_shift(other, in_days(6), standby=True), "dora")
        await assign(other, node, await add_shift(other, in_days(8)), "dora")
        await add_shift(other, in_days(8) + HOUR, trainings=["Jongeren"])
        await add_shift(other, in_days(9), minimum=2, target=3)
    await dora.come()
    await to_view(one, "Mijn diensten")
    await dora.press("Zet me op de wachtlijst")
    await dora.sees("Je staat op de wachtlijst, op plaats 1.")
    await clean(one, "shifts")
    await one.get_by_role("button", name="Weggeven of ruilen").last.click()
    await one.get_by_label("Aan wie?").select_option(label="Emil")
    await one.get_by_label("Wil je er een dienst voor terug?").select_option(index=1)
    await one.get_by_role("button", name="Afmelden").last.click()
    await clean(one, "giving and withdrawing")
    await dora.press("Bied de dienst aan")
    await dora.sees("Je krijgt er dan een dienst voor terug")
    await emil.come()
    await to_view(two, "Mijn diensten")
    await emil.sees("In ruil geef jij weg")
    await clean(two, "asked to swap")


async def test_axe_is_silent_where_somebody_says_how_they_are_reached(seen: Seen, node: Node) -> None:
    one, _ = seen
    anna = Volunteer(one, node.url, "anna")
    await anna.come()
    await to_view(one, "Mijn diensten")
    for name in ("Mogen we je oproepen?", "Hoe we je bereiken", "Je diensten in je agenda"):
        await one.get_by_role("heading", name=name).click()
    await one.get_by_label("Ja, jullie mogen me oproepen").check()
    await one.get_by_label("Alleen tussen").check()
    await anna.press("Bewaar")
    await anna.sees("Ja, tussen 09:00 en 22:00.")
    await anna.press("Ja, roep me op als het nodig is")
    await expect(one.get_by_role("button", name="Toch niet meer")).to_be_visible()
    await anna.press("Voeg een e-mailadres toe")
    await one.get_by_label("E-mailadres").fill("anna@elders.example")
    await anna.press("Voeg toe")
    await anna.sees("an…@elders.example")
    await anna.press("Voeg een ander adres toe")
    await one.get_by_label("Adres", exact=True).fill("geen adres")
    await anna.press("Voeg toe")
    await anna.sees("Dit adres kunnen we niet gebruiken.")
    await anna.press("Maak een link")
    await expect(one.get_by_label("Je agendalink")).to_have_value(re.compile(r"^https?://.+"))
    await clean(one, "how somebody is reached")
    await anna.press("Trek de link in")
    await anna.sees("De link werkt niet meer.")


async def test_axe_is_silent_while_a_coordinator_helps_in_a_talk(seen: Seen, browser: Browser, node: Node) -> None:
    one, two = seen
    caller, anna = Caller(one, node.url), Volunteer(two, node.url, "anna")
    await talk(caller, anna)
    await anna.press("Vraag een coördinator om hulp")
    await clean(two, "asked whether to ask")
    await anna.press("Ja, vraag om hulp")
    await anna.sees("Je vroeg om hulp.")
    await clean(two, "hand up")
    async with visitor(browser) as other:
        await coordinate(other, node)
        await other.get_by_role("button", name="Kom erbij").click()
        await anna.sees("Cora leest mee.")
        await two.get_by_label("Bericht aan Cora").fill("Ik weet het even niet.")
        await anna.press("Verstuur aan Cora")
        await expect(two.get_by_role("log", name="Tussen jou en Cora")).to_contain_text("Ik weet het even niet.")
        await anna.write("Ik ben er nog.")
        await caller.sees("Ik ben er nog.")
        assert "even niet" not in await caller.log()
        await clean(two, "a coordinator reads along")
        await clean(one, "told that a colleague reads along")


async def test_axe_is_silent_behind_the_link_of_a_message(seen: Seen, browser: Browser, node: Node) -> None:
    one, two = seen
    async with visitor(browser) as other:
        await coordinate(other, node)
        invitation = await invitation_link(other, node, "dirk")
        links = await answer_links(other, node, "dora", "emil", "fleur")
    await one.goto(invitation)
    await expect(one.locator("main[data-state=open]")).to_be_visible()
    await clean(one, "invitation")
    await one.get_by_role("button", name="Bewaar mijn wachtwoord").click()
    await expect(one.get_by_role("alert")).to_contain_text("te kort")
    await clean(one, "password too short")
    for page, link, button, state in (
        (one, links[0], "Nee, nu niet", "no"),
        (two, links[1], "Ja, ik kom", "yes"),
        (one, links[2], None, "filled"),
    ):
        await page.goto(link)
        if button:
            await expect(page.locator("main[data-state=open]")).to_be_visible()
            await clean(page, "asked")
            await page.get_by_role("button", name=button).click()
        await expect(page.locator(f"main[data-state={state}]")).to_be_visible()
        await clean(page, state)
    await two.goto(f"{node.url}/answer#1.geen")
    await expect(two.locator("main[data-state=gone]")).to_be_visible()
    await clean(two, "gone")
