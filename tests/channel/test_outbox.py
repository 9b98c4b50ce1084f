"""The outbox: a slow reader is dropped with "come back" and stalls nobody."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from luisterlijn.app import Node
from luisterlijn.channel.frames import shared
from luisterlijn.channel.protocol import Close
from tests.doors import PATIENCE, House, fresh_arrival


async def fill(node: Node) -> tuple[bool, int]:
    """Put frames on every socket of a caller until one is told to come back; whether, and after how many."""
    frame = '{"kind":"beat","at":"2026-01-01T00:00:00Z","x":"' + "x" * 30000 + '"}'
    slow = next(iter(node.hub.sessions))
    for number in range(2000):
        slow._outbox.put(frame)  # type: ignore[attr-defined]
        if slow._outbox.code is not None:  # type: ignore[attr-defined]
            return True, number
        await asyncio.sleep(0)
    return False, 2000


async def test_slow_reader_is_told_to_come_back(doors: House, node: Node) -> None:
    page = await (await doors.visitor(node)).open("caller")
    await page.hear("welcome")
    page.ws._response.connection.transport.pause_reading()  # type: ignore[union-attr]
    dropped, _ = await fill(node)
    assert dropped
    async with asyncio.timeout(PATIENCE):
        while node.hub.sessions:
            await asyncio.sleep(0.01)


async def test_slow_reader_stalls_nobody(doors: House, node: Node) -> None:
    slow = await (await doors.visitor(node)).open("caller")
    await slow.hear("welcome")
    slow.ws._response.connection.transport.pause_reading()  # type: ignore[union-attr]
    filling = asyncio.gather(fill(node))
    quick = await (await doors.visitor(node)).open("caller")
    loop = asyncio.get_running_loop()
    started = loop.time()
    await quick.say("enter", consent=True, language="nl", arrival=fresh_arrival())
    await quick.hear("contact")
    assert loop.time() - started < 2
    await filling


async def test_reader_who_catches_up_gets_every_frame_in_order(doors: House, node: Node) -> None:
    page = await (await doors.visitor(node)).open("caller")
    await page.hear("welcome")
    page.ws._response.connection.transport.pause_reading()  # type: ignore[union-attr]
    session = next(iter(node.hub.sessions))
    for number in range(200):
        session._outbox.put(f'{{"kind":"x","n":{number},"pad":"{"x" * 20000}"}}')  # type: ignore[attr-defined]
        await asyncio.sleep(0)
    page.ws._response.connection.transport.resume_reading()  # type: ignore[union-attr]
    assert [(await page.next())["n"] for _ in range(200)] == list(range(200))


@pytest.mark.parametrize("size", [0, 60, 90, 95, 96, 97, 1000, 30_000])
async def test_shared_frame_is_read_as_what_it_says_whatever_its_length(doors: House, node: Node, size: int) -> None:
    page = await (await doors.visitor(node)).open("caller")
    await page.hear("welcome")
    frame = shared(f'{{"kind":"x","pad":"{"é" * size}"}}')
    next(iter(node.hub.sessions))._outbox.put_shared(frame)  # type: ignore[attr-defined]
    assert (await page.next())["pad"] == "é" * size


async def test_shared_frames_keep_their_turn_behind_those_that_wait(doors: House, node: Node) -> None:
    page = await (await doors.visitor(node)).open("caller")
    await page.hear("welcome")
    page.ws._response.connection.transport.pause_reading()  # type: ignore[union-attr]
    outbox = next(iter(node.hub.sessions))._outbox  # type: ignore[attr-defined]
    for number in range(100):
        text = f'{{"kind":"x","n":{number},"pad":"{"x" * 20000}"}}'
        if number % 2:
            outbox.put_shared(shared(text))
        else:
            outbox.put(text)
            await asyncio.sleep(0)
    page.ws._response.connection.transport.resume_reading()  # type: ignore[union-attr]
    assert [(await page.next())["n"] for _ in range(100)] == list(range(100))


async def test_shared_frame_for_a_socket_that_closes_is_dropped(doors: House, node: Node) -> None:
    page = await (await doors.visitor(node)).open("caller")
    await page.hear("welcome")
    outbox = next(iter(node.hub.sessions))._outbox  # type: ignore[attr-defined]
    outbox.close(Close.REPLACED)
    outbox.put_shared(shared('{"kind":"late"}'))
    assert (await page.closed(), page.heard[-1]["kind"]) == (Close.REPLACED, "welcome")


@pytest.mark.parametrize("code", [Close.COME_BACK, Close.REPLACED])
async def test_close_tells_its_code_once(doors: House, node: Node, code: Close) -> None:
    page = await (await doors.visitor(node)).open("caller")
    await page.hear("welcome")
    session = next(iter(node.hub.sessions))
    session.close(code)
    session.close(Close.BAD_FRAMES)
    assert await page.closed() == code


async def test_frames_put_before_a_farewell_are_still_written(doors: House, node: Node) -> None:
    page = await (await doors.visitor(node)).open("caller")
    await page.hear("welcome")
    session = next(iter(node.hub.sessions))
    session._outbox.put('{"kind":"last"}')  # type: ignore[attr-defined]
    session.close(Close.REPLACED)
    await page.hear("last")
    assert await page.closed() == Close.REPLACED


async def test_silent_sockets_are_let_go(doors: House, node: Node) -> None:
    page = await (await doors.visitor(node)).open("caller")
    await page.hear("welcome")
    node._doors.writer.close_silent(asyncio.get_running_loop().time() - 60)
    assert await page.rest() == []
    node._doors.writer.close_silent(asyncio.get_running_loop().time() + 1)
    assert await page.closed() == Close.COME_BACK


async def test_page_that_goes_leaves_nothing_behind(doors: House, node: Node) -> None:
    page = await doors.caller(node)
    await page.hear("contact")
    assert len(node.hub.sessions) == len(node._doors.writer.open) == 1
    assert isinstance(page.ws, aiohttp.ClientWebSocketResponse)
    await page.ws.close()
    async with asyncio.timeout(PATIENCE):
        while node.hub.sessions or node._doors.writer.open:
            await asyncio.sleep(0.01)
    assert (node.hub._owners["caller"], node.hub._contacts._by_name) == ({}, {})


async def test_frame_that_cannot_be_written_costs_only_its_own_socket(doors: House, node: Node) -> None:
    broken = await (await doors.visitor(node)).open("caller")
    await broken.hear("welcome")
    session = next(iter(node.hub.sessions))
    session._outbox.put("\ud800")  # type: ignore[attr-defined]
    assert await broken.closed() == Close.COME_BACK
    await (await (await doors.visitor(node)).open("caller")).hear("welcome")
