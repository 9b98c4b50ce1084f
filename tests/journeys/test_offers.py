"""Offers that are declined, expire, or are accepted twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from playwright.async_api import Browser, expect

from luisterlijn.app import Node
from luisterlijn.live.embedded import EmbeddedValkey
from tests.doors import PASSWORD
from tests.journeys.caller import Caller, visitor
from tests.journeys.house import QUICK, add_people, settings
from tests.journeys.volunteer import Volunteer

pytestmark = pytest.mark.journey


async def test_time_to_answer_is_the_lines_whatever_the_clock_of_the_console(browser: Browser, node: Node) -> None:
    async with visitor(browser) as one, visitor(browser) as two:
        anna, caller = Volunteer(one, node.url, "anna"), Caller(two, node.url)
        await one.add_init_script("const real = Date.now; Date.now = () => real() - 600000;")
        await anna.come()
        await anna.ready()
        await caller.enter()
        await anna.offered()
        await anna.sees("Je hebt ongeveer een halve minuut.")


async def test_declined_offer_goes_to_another_and_never_returns(browser: Browser, node: Node) -> None:
    async with visitor(browser) as one, visitor(browser) as two, visitor(browser) as three:
        anna, bram = Volunteer(one, node.url, "anna"), Volunteer(two, node.url, "bram")
        caller = Caller(three, node.url)
        await anna.come()
        await anna.ready()
        await anna.presence("ready")
        await caller.enter()
        await anna.offered()
        await anna.press("Nu even niet")
        await anna.presence("ready")
        await expect(anna.offer()).to_have_count(0)
        await caller.state("waiting")
        await bram.come()
        await bram.ready()
        await bram.accept()
        await caller.state("conversation")
        await expect(anna.offer()).to_have_count(0)


@pytest.fixture
async def hasty(tmp_path: Path, house_valkey: EmbeddedValkey, database_url: str) -> AsyncIterator[Node]:
    """A node on which an offer waits two seconds."""
    chosen = settings(
        data_dir=tmp_path, valkey_url=house_valkey.url, database_url=database_url, timing=QUICK | {"offer": 2}
    )
    async with Node(chosen) as node:
        await node.database.wait_ready()
        await add_people(node.database, "anna", "bram")
        yield node


async def test_two_expired_offers_set_the_volunteer_away_and_say_so(browser: Browser, hasty: Node) -> None:
    async with visitor(browser) as one, visitor(browser) as two:
        anna, caller = Volunteer(one, hasty.url, "anna"), Caller(two, hasty.url)
        await anna.come()
        await anna.ready()
        await caller.enter()
        await anna.offered()
        await anna.presence("away", within=20_000)
        await anna.sees("Je hebt twee keer niet gereageerd.")
        await caller.state("waiting")
        await anna.ready()
        await anna.accept()
        await caller.state("conversation")


class Socket:
    """A volunteer's websocket without a browser."""

    def __init__(self, session: aiohttp.ClientSession, url: str, name: str) -> None:
        self._session, self._url, self._name = session, url, name
        self._socket: aiohttp.ClientWebSocketResponse | None = None

    async def come(self) -> None:
        """Log in and open the console's socket."""
        credentials = {"email": f"{self._name}@test.example", "password": PASSWORD}
        async with self._session.post(
            f"{self._url}/api/v1/login", json=credentials, headers={"Origin": self._url}
        ) as answer:
            answer.raise_for_status()
            cookie = "; ".join(f"{one.key}={one.value}" for one in answer.cookies.values())
        self._socket = await self._session.ws_connect(
            f"{self._url.replace('http', 'ws', 1)}/ws/console", headers={"Origin": self._url, "Cookie": cookie}
        )
        await self.say(kind="hello")

    async def go(self) -> None:
        """Close the socket."""
        assert self._socket is not None
        await self._socket.close()

    async def say(self, **frame: Any) -> None:
        """Send a frame."""
        assert self._socket is not None
        await self._socket.send_json(frame)

    async def until(self, *kinds: str) -> dict[str, Any]:
        """The next frame of one of these kinds."""
        assert self._socket is not None
        async with asyncio.timeout(10):
            while (frame := await self._socket.receive_json())["kind"] not in kinds:
                pass
        return dict(frame)


async def test_two_volunteers_accept_in_the_same_millisecond_and_one_has_the_talk(
    browser: Browser, hasty: Node
) -> None:
    jar = aiohttp.DummyCookieJar()
    async with visitor(browser) as page, aiohttp.ClientSession(cookie_jar=jar) as session:
        caller = Caller(page, hasty.url)
        anna, bram = (Socket(session, hasty.url, name) for name in ("anna", "bram"))
        await anna.come()
        await bram.come()
        await anna.say(kind="ready")
        await caller.enter()
        while (first := await anna.until("me"))["offer"] is None:
            pass
        await bram.say(kind="ready")
        while (second := await bram.until("me"))["offer"] is None:
            pass
        await asyncio.gather(
            anna.say(kind="accept", offer=first["offer"]["offer"]),
            bram.say(kind="accept", offer=second["offer"]["offer"]),
        )
        gone = await anna.until("offer_gone")
        while not (winner := await bram.until("me"))["talks"]:
            pass
        while (loser := await anna.until("me"))["offer"] is not None:
            pass
        assert gone["offer"] == first["offer"]["offer"]
        assert [talk["contact"] for talk in winner["talks"]] == [second["offer"]["contact"]]
        assert loser["talks"] == []
        await caller.state("conversation")
        await anna.go()
        await bram.go()
