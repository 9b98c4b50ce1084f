"""A coordinator in a browser, by what the dashboard says in Dutch."""

from __future__ import annotations

from playwright.async_api import FilePayload, Locator, Page, expect

from tests.journeys.volunteer import log_in


def csv(text: str) -> FilePayload:
    """A file to choose."""
    return {"name": "bestand.csv", "mimeType": "text/csv", "buffer": text.encode()}


class Coordinator:
    """What a coordinator does and sees."""

    def __init__(self, page: Page, url: str, name: str = "cora") -> None:
        self.page, self.url, self.name = page, f"{url}/dashboard", name

    async def come(self, place: str = "") -> None:
        """Open the dashboard at a place such as `rota/templates`, and log in."""
        await self.page.goto(f"{self.url}#{place}")
        await log_in(self.page, self.name)

    async def go(self, place: str) -> None:
        """Go to another place by its address."""
        await self.page.evaluate("place => { location.hash = place; }", place)

    async def view(self, step: str) -> None:
        """Wait until this view is shown."""
        await expect(self.page.locator(f'main[data-step="{step}"]')).to_be_visible()

    async def press(self, name: str) -> None:
        """Press the first button of this name."""
        await self.page.get_by_role("button", name=name, exact=True).first.click()

    async def follow(self, name: str) -> None:
        """Follow the first link of this name."""
        await self.page.get_by_role("link", name=name, exact=True).first.click()

    async def fill(self, label: str, text: str) -> None:
        """Fill in a field."""
        await self.page.get_by_label(label, exact=True).fill(text)

    async def sees(self, text: str) -> None:
        """Wait until this text is to be seen."""
        await expect(self.page.get_by_text(text).first).to_be_visible()

    async def focused(self, text: str) -> None:
        """Wait until what has the focus says this."""
        await expect(self.page.locator(":focus")).to_contain_text(text)

    def section(self, name: str) -> Locator:
        """The section of this id."""
        return self.page.locator(f"section[aria-labelledby={name}]")
