"""Fixtures of the journeys: a Chromium, stores, and a node to visit. A machine without a Chromium fails, and says so."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright

from luisterlijn.app import Node
from luisterlijn.live.embedded import EmbeddedValkey
from tests.journeys.caller import visitor
from tests.journeys.house import PATIENT, QUICK, add_people, settings
from tests.journeys.looks import LOOKS

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
MISSING = (
    "no Chromium: `make browser` gets one (on Debian as root by apt-get, elsewhere by playwright install chromium)"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where several tests run at once, the journeys still come one by one: two browsers would be in each other's way."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A headless Chromium of its own."""
    async with async_playwright() as player:
        found = next(
            (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
        )
        own = player.chromium.executable_path
        if found is None and shutil.which(own) is None:
            pytest.fail(MISSING)
        browser = await player.chromium.launch(executable_path=found or own, args=QUIET)
        yield browser
        await browser.close()


@pytest.fixture(params=list(LOOKS))
async def seen(request: pytest.FixtureRequest, browser: Browser) -> AsyncIterator[tuple[Page, Page]]:
    """Two pages of one look."""
    options = LOOKS[request.param]
    async with visitor(browser, **options) as one, visitor(browser, **options) as two:
        yield one, two


@pytest.fixture
async def house_valkey(tmp_path: Path) -> AsyncIterator[EmbeddedValkey]:
    """A Valkey for one journey, every write on disk."""
    async with EmbeddedValkey(tmp_path) as valkey:
        yield valkey


@pytest.fixture
async def node(
    request: pytest.FixtureRequest, tmp_path: Path, house_valkey: EmbeddedValkey, database_url: str
) -> AsyncIterator[Node]:
    """A node with Anna, Bram (volunteers) and Cora (coordinator)."""
    timing = PATIENT if "seen" in request.fixturenames else QUICK
    options = settings(data_dir=tmp_path, valkey_url=house_valkey.url, database_url=database_url, timing=timing)
    async with Node(options) as node:
        await node.database.wait_ready()
        await add_people(node.database, "anna", "bram", may_take_two=True)
        await add_people(node.database, "cora", role="coordinator")
        yield node
