"""A caller in a browser, by what the page says in Dutch."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Page, WebSocketRoute, expect

from luisterlijn.channel.protocol import Close

AXE = Path(__file__).parents[2] / "src/luisterlijn/pages/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@asynccontextmanager
async def visitor(browser: Browser, **options: object) -> AsyncIterator[Page]:
    """A page in a browser context of its own; an error the page throws fails the journey."""
    context = await browser.new_context(locale="nl-NL", **options)  # type: ignore[arg-type]
    page = await context.new_page()
    page.set_default_timeout(15_000)
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    yield page
    await context.close()
    assert thrown == []


async def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it is now: rule and place."""
    axe = AXE.read_text(encoding="utf-8")
    await page.evaluate(axe)
    found = await page.evaluate(
        "rules => axe.run(document, {runOnly: rules, rules: {'color-contrast-enhanced': {enabled: true}}})", RULES
    )
    return [f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]]


class Wire:
    """The websockets of a page, which can be cut while all else of the network goes on."""

    def __init__(self) -> None:
        self._whole, self._sockets = True, list[WebSocketRoute]()

    @classmethod
    async def of(cls, page: Page) -> Wire:
        """Begin before the page is opened."""
        wire = cls()
        await page.route_web_socket("**/ws/*", wire._opened)
        return wire

    async def _opened(self, socket: WebSocketRoute) -> None:
        if self._whole:
            self._sockets += [socket, socket.connect_to_server()]
        else:
            await socket.close(code=Close.COME_BACK)

    async def cut(self) -> None:
        """Nothing comes through any more, and nothing opens."""
        self._whole = False
        sockets, self._sockets = self._sockets, []
        for socket in sockets:
            await socket.close(code=Close.COME_BACK)

    def mend(self) -> None:
        """What opens from now on comes through."""
        self._whole = True


class Caller:
    """What a caller does and sees."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    async def state(self, name: str, *, within: float = 15_000) -> None:
        """Wait until the page is in this state."""
        await expect(self.page.locator(f"main[data-state={name}]")).to_be_visible(timeout=within)

    async def press(self, name: str) -> None:
        """Press the button of this name."""
        await self.page.get_by_role("button", name=name, exact=True).click()

    async def open(self) -> None:
        """Open the page."""
        await self.page.goto(self.url)

    async def enter(self) -> None:
        """From the first screen into the line, without answering anything."""
        await self.open()
        await self.press("Begin")
        await self.press("Dat is goed")
        await self.press("Meteen in de rij")

    async def write(self, body: str) -> None:
        """Write a message and send it."""
        await self.page.get_by_label("Jouw bericht").fill(body)
        await self.press("Verstuur")

    async def sees(self, text: str, *, within: float = 15_000) -> None:
        """Wait until this text is to be seen."""
        await expect(self.page.get_by_text(text).first).to_be_visible(timeout=within)

    async def log(self) -> str:
        """The conversation as it is read."""
        return await self.page.get_by_role("log").inner_text()

    async def place(self) -> str:
        """Place and wait as shown."""
        return await self.page.get_by_test_id("place").inner_text()
