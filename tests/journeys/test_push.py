"""Messages pushed to a volunteer's browser: shown also while no page is open, and only after the volunteer asked for it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from playwright.async_api import Browser, CDPSession, Page, expect

from luisterlijn.app import Node
from luisterlijn.live.embedded import EmbeddedValkey
from tests.journeys.caller import visitor
from tests.journeys.house import add_people, settings
from tests.journeys.volunteer import log_in

pytestmark = pytest.mark.journey
TITLE, BODY = "Kun je komen?", "Vandaag van 20:00 tot 23:00."
MESSAGE = {"title": TITLE, "body": BODY, "url": "/answer#7.abc", "tag": "12"}
SHOWN = """async () => {
    const worker = await navigator.serviceWorker.getRegistration("/console");
    return (await worker.getNotifications()).map(({ title, body, tag, data }) => [title, body, tag, data]);
}"""


async def registered(session: CDPSession) -> str:
    """The id of the worker's registration, once the browser tells."""
    found: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def told(event: dict[str, list[dict[str, str]]]) -> None:
        for one in event["registrations"]:
            if one["scopeURL"].endswith("/console") and not found.done():
                found.set_result(one["registrationId"])

    session.on("ServiceWorker.workerRegistrationUpdated", told)
    await session.send("ServiceWorker.enable")
    return await asyncio.wait_for(found, 15)


async def workers(page: Page) -> int:
    return int(await page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length"))


async def test_pushed_message_is_shown_by_the_worker_of_the_console_alone(browser: Browser, node: Node) -> None:
    async with visitor(browser) as page:
        await page.context.grant_permissions(["notifications"], origin=node.url)
        await page.goto(f"{node.url}/console")
        await log_in(page, "anna")
        assert await workers(page) == 0
        await page.evaluate(
            """async () => {
                await navigator.serviceWorker.register("/push.worker.js", { scope: "/console" });
                await navigator.serviceWorker.ready;
            }"""
        )
        session = await page.context.new_cdp_session(page)
        registration = await registered(session)
        pushed = {"origin": node.url, "registrationId": registration, "data": json.dumps(MESSAGE)}
        await session.send("ServiceWorker.deliverPushMessage", pushed)
        await page.wait_for_function(f"async () => (await ({SHOWN})()).length > 0")
        assert await page.evaluate(SHOWN) == [[TITLE, BODY, MESSAGE["tag"], MESSAGE["url"]]]
        await page.goto(node.url)
        assert await page.evaluate("() => navigator.serviceWorker.controller") is None


async def test_browser_is_asked_for_leave_only_after_the_button(
    browser: Browser, tmp_path: Path, house_valkey: EmbeddedValkey, database_url: str
) -> None:
    stores = {"data_dir": tmp_path, "valkey_url": house_valkey.url, "database_url": database_url}
    asked = "() => { Notification.requestPermission = async () => { window.asked = true; return 'denied'; }; }"
    async with Node(settings(**stores, notify={"push_contact": "mailto:test@test.example"})) as node:
        await node.database.wait_ready()
        await add_people(node.database, "anna")
        async with visitor(browser) as page:
            await page.add_init_script(f"({asked})()")
            await page.goto(f"{node.url}/console#shifts")
            await log_in(page, "anna")
            await page.get_by_role("heading", name="Hoe we je bereiken").click()
            button = page.get_by_role("button", name="Stuur me meldingen in deze browser")
            await expect(button).to_be_visible()
            assert await page.evaluate("() => window.asked") is None
            await button.click()
            await expect(page.get_by_text("Het is niet gelukt om meldingen aan te zetten.")).to_be_visible()
            assert await page.evaluate("() => window.asked") is True
            assert await workers(page) == 0
