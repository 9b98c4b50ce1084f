"""A volunteer, and a coordinator, in a browser, by what the pages say in Dutch."""

from __future__ import annotations

import re

from playwright.async_api import Locator, Page, expect

from tests.doors import PASSWORD
from tests.journeys.caller import Caller


async def log_in(page: Page, name: str) -> None:
    """Log in as `name@test.example`."""
    await page.get_by_label("E-mailadres").fill(f"{name}@test.example")
    await page.get_by_label("Wachtwoord").fill(PASSWORD)
    await page.get_by_role("button", name="Inloggen", exact=True).click()
    await expect(page.locator("main[data-state=home]")).to_be_visible()


class Volunteer:
    """What a volunteer does and sees."""

    def __init__(self, page: Page, url: str, name: str) -> None:
        self.page, self.url, self.name = page, f"{url}/console", name

    async def come(self) -> None:
        """Open the console and log in."""
        await self.page.goto(self.url)
        await log_in(self.page, self.name)
        await self.presence("away")

    async def press(self, name: str) -> None:
        """Press the button of this name."""
        await self.page.get_by_role("button", name=name, exact=True).click()

    async def ready(self) -> None:
        """Become ready, which checks in where a shift has just begun; whatever waits is offered at once."""
        await self.page.get_by_role("button", name=re.compile("ik ben klaar$", re.IGNORECASE)).click()

    async def presence(self, *names: str, within: float = 15_000) -> None:
        """Wait until the permanent indicator shows one of these."""
        selector = ", ".join(f"main[data-presence={name}]" for name in names)
        await expect(self.page.locator(selector)).to_be_visible(timeout=within)

    def offer(self) -> Locator:
        """The offer on the screen."""
        return self.page.locator("section.offer")

    async def offered(self) -> None:
        """Wait for an offer."""
        await expect(self.offer()).to_be_visible()

    async def accept(self) -> None:
        """Wait for an offer and take it."""
        await self.press("Aannemen")
        await expect(self.talk()).to_be_visible()

    def talk(self, state: str = "conversation") -> Locator:
        """The conversation, or its wrap-up, on the screen."""
        return self.page.locator(f"section[data-talk={state}]")

    async def write(self, body: str) -> None:
        """Write a message and send it."""
        await self.page.get_by_label("Jouw bericht").fill(body)
        await self.press("Verstuur")

    async def sees(self, text: str, *, within: float = 15_000) -> None:
        """Wait until this text is to be seen."""
        await expect(self.page.get_by_text(text).first).to_be_visible(timeout=within)

    async def caller_is(self, connection: str, *, within: float = 15_000) -> None:
        """Wait until the caller's connection is shown as this."""
        await expect(self.page.locator(f"section[data-connection={connection}]")).to_be_visible(timeout=within)

    async def end(self) -> None:
        """End the conversation, confirmed."""
        await self.press("Gesprek beëindigen")
        await self.press("Ja, beëindigen")
        await expect(self.talk("wrapup")).to_be_visible()

    async def wrap_up(self) -> None:
        """Finish the wrap-up."""
        await self.press("Klaar met afronden")
        await expect(self.talk("wrapup")).to_have_count(0)


async def talk(caller: Caller, volunteer: Volunteer) -> None:
    """A caller enters, a volunteer comes, and they are in conversation."""
    await caller.enter()
    await volunteer.come()
    await volunteer.ready()
    await volunteer.accept()
