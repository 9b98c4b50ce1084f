"""Somebody new takes an invitation from its link, chooses a password and is at the console."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page, expect

from luisterlijn.app import Node
from tests.journeys.caller import visitor
from tests.journeys.links import invitation_link
from tests.journeys.rota import coordinate

pytestmark = pytest.mark.journey
PASSWORD = "een heel gewone zin"


async def choose(page: Page, password: str, again: str) -> None:
    """Fill in a password twice and keep it."""
    await page.locator("#password").fill(password)
    await page.locator("#repeat").fill(again)
    await page.get_by_role("button", name="Bewaar mijn wachtwoord").click()


async def test_invitation_is_taken_once_and_leads_to_the_console(browser: Browser, node: Node) -> None:
    async with visitor(browser) as other, visitor(browser) as page:
        await coordinate(other, node)
        link = await invitation_link(other, node, "dirk")
        await page.goto(link)
        await expect(page.get_by_role("heading", name="Welkom bij")).to_be_visible()
        assert page.url == f"{node.url}/invitation"
        await page.reload()
        await expect(page.get_by_text("Dag Dirk.")).to_be_visible()
        await choose(page, "kort", "kort")
        await expect(page.get_by_role("alert")).to_contain_text("te kort")
        await expect(page.locator("#password:focus")).to_be_visible()
        await choose(page, PASSWORD, PASSWORD + "!")
        await expect(page.get_by_role("alert")).to_contain_text("niet gelijk")
        await page.get_by_label("Laat het wachtwoord zien").check()
        await expect(page.locator("#repeat")).to_have_attribute("type", "text")
        await choose(page, PASSWORD, PASSWORD)
        await expect(page.locator("main[data-state=taken]")).to_be_visible()
        await page.get_by_role("link", name="Log in").click()
        await page.get_by_label("E-mailadres").fill("dirk@test.example")
        await page.get_by_label("Wachtwoord").fill(PASSWORD)
        await page.get_by_role("button", name="Inloggen", exact=True).click()
        await expect(page.locator("main[data-state=home]")).to_be_visible()
        await page.goto(link)
        await expect(page.locator("main[data-state=taken]")).to_be_visible()
        await expect(page.get_by_label("wachtwoord")).to_have_count(0)


async def test_link_that_is_not_whole_says_so_and_loses_nothing(browser: Browser, node: Node) -> None:
    async with visitor(browser) as page:
        for path in ("answer", "invitation"):
            await page.goto(f"{node.url}/{path}#7.kapot")
            await expect(page.get_by_role("heading", name="Deze link werkt niet meer")).to_be_visible()
            await page.goto("about:blank")
            await page.goto(f"{node.url}/{path}")
            await expect(page.locator("main[data-state=gone]")).to_be_visible()


async def test_line_that_is_away_is_asked_once_more(browser: Browser, node: Node) -> None:
    async with visitor(browser) as other, visitor(browser) as page:
        await coordinate(other, node)
        link = await invitation_link(other, node, "dirk")
        await page.route("**/api/v1/invitation", lambda route: route.abort())
        await page.goto(link)
        await expect(page.locator("main[data-state=away]")).to_be_visible()
        await page.unroute("**/api/v1/invitation")
        await page.get_by_role("button", name="Probeer het opnieuw").click()
        await expect(page.get_by_text("Dag Dirk.")).to_be_visible()
