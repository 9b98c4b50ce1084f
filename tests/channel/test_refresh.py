"""Looking anew, coalesced."""

from __future__ import annotations

import asyncio

from luisterlijn.channel.refresh import Refresher
from luisterlijn.errors import EngineAwayError


class Looked:
    """Counts looks; each waits until let on, and fails as often as told."""

    def __init__(self, failures: int = 0) -> None:
        self.looks = self.busy = 0
        self.failures = failures
        self.gate = asyncio.Event()
        self.refresher = Refresher(self.look, self.told)

    async def look(self) -> None:
        self.looks += 1
        await self.gate.wait()
        if self.failures:
            self.failures -= 1
            raise EngineAwayError

    def told(self) -> None:
        self.busy += 1


async def settled(looked: Looked) -> None:
    async with asyncio.timeout(5):
        while looked.refresher._running:
            await asyncio.sleep(0.005)


async def test_asks_before_the_look_are_one_look() -> None:
    looked = Looked()
    looked.gate.set()
    for _ in range(5):
        looked.refresher.ask()
    await settled(looked)
    assert looked.looks == 1


async def test_asks_during_a_look_are_one_more() -> None:
    looked = Looked()
    looked.refresher.ask()
    await asyncio.sleep(0)
    for _ in range(5):
        looked.refresher.ask()
    looked.gate.set()
    await settled(looked)
    assert looked.looks == 2


async def test_look_is_repeated_until_valkey_is_back_and_told_once() -> None:
    looked = Looked(failures=3)
    looked.gate.set()
    looked.refresher.ask()
    await settled(looked)
    assert (looked.looks, looked.busy) == (4, 1)


async def test_stop_ends_the_repeating() -> None:
    looked = Looked(failures=10**6)
    looked.gate.set()
    looked.refresher.ask()
    await asyncio.sleep(0.01)
    looked.refresher.stop()
    await settled(looked)
    looked.refresher.ask()
    assert not looked.refresher._running
