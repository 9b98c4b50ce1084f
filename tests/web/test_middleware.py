"""Headers of every answer, and errors as problems."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
import structlog
from aiohttp import web
from aiohttp.typedefs import Handler
from structlog.testing import capture_logs

from luisterlijn import app
from luisterlijn.app import Node
from luisterlijn.channel.protocol import Problem
from luisterlijn.insight import logs
from luisterlijn.web import bodies
from luisterlijn.web.middleware import HEADERS, errors_as_problems, headers_for
from tests.doors import House, address


@pytest.mark.parametrize("path", ["/", "/console", "/api/v1/line", "/api/v1/me", "/nowhere", "/ws/caller"])
async def test_every_answer_has_the_headers(doors: House, node: Node, path: str) -> None:
    answer = await (await doors.visitor(node)).get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert HEADERS.items() <= answer.headers.items()
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "Cache-Control" in answer.headers
    assert "Server" not in answer.headers


def test_public_origin_is_named_for_its_websockets_and_made_strict() -> None:
    headers = headers_for("https://line.example")
    assert "connect-src 'self' wss://line.example;" in headers["Content-Security-Policy"]
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in headers_for("")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("DELETE", "/api/v1/line", 405, "wrong_method"),
        ("GET", "/assets/nothing.js", 404, "not_found"),
        ("GET", "/assets/..%2Fcaller.html", 404, "not_found"),
        ("GET", "/api/v1/me", 401, "not_logged_in"),
    ],
)
async def test_error_is_a_problem(doors: House, node: Node, method: str, path: str, status: int, code: str) -> None:
    visitor = await doors.visitor(node)
    answer = await visitor.http.request(method, f"{node.url}{path}", headers=visitor.headers)
    problem = Problem.model_validate_json(await answer.text())
    assert (answer.status, problem.code) == (status, code)


async def test_body_that_does_not_fit_names_the_field(doors: House, node: Node) -> None:
    answer = await (await doors.visitor(node)).post("/api/v1/login", json={"email": "a@b.example"})
    problem = Problem.model_validate_json(await answer.text())
    assert (answer.status, problem.code, problem.field) == (400, "bad_request", "password")


async def test_body_too_large_is_refused(doors: House, node: Node) -> None:
    answer = await (await doors.visitor(node)).post("/api/v1/login", data="x" * 20000)
    assert (answer.status, (await answer.json())["code"]) == (413, "too_large")


async def test_wrong_password_says_neither_which_nor_what(doors: House, node: Node) -> None:
    visitor = await doors.visitor(node)
    told = set()
    for email in (address(node, "anna"), address(node, "nobody")):
        answer = await visitor.post("/api/v1/login", json={"email": email, "password": "very private"})
        assert answer.status == 401
        told.add(await answer.text())
    assert len(told) == 1
    assert "private" not in told.pop()


async def test_too_many_attempts_say_how_long_to_wait(doors: House, node: Node) -> None:
    visitor = await doors.visitor(node)
    wrong = {"email": address(node, "anna"), "password": "wrong"}
    answer = await visitor.post("/api/v1/login", json=wrong)
    while answer.status == 401:
        answer = await visitor.post("/api/v1/login", json=wrong)
    problem = Problem.model_validate_json(await answer.text())
    assert (problem.code, problem.retry) == ("too_many_attempts", True)
    assert int(answer.headers["Retry-After"]) == problem.retry_after_s


@asynccontextmanager
async def connected(node: Node) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A bare connection to a node, for what no browser sends."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(node.url.rpartition(":")[2]))
    try:
        async with asyncio.timeout(10):
            yield reader, writer
    finally:
        writer.close()


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """What is written to standard error; afterwards logging is as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield capsys
    structlog.reset_defaults()
    root.handlers[:], root.level = handlers, level


@pytest.mark.parametrize(
    "line", ["GET / HTTP/1.1\r\nX: " + "a" * 9000, "GET / HTTP/1.1\r\nno colon", "GET / HTTP/9\r\n"]
)
async def test_request_that_cannot_be_read_leaves_no_address_in_the_log(
    node: Node, written: pytest.CaptureFixture[str], line: str
) -> None:
    logs.configure(json=True)
    async with connected(node) as (reader, writer):
        writer.write(f"{line}\r\n\r\n".encode())
        assert b" 400 " in await reader.readline()
    log = written.readouterr().err
    said = [json.loads(one)["said"] for one in log.splitlines() if "library.said" in one]
    assert said == ["Error handling request from %s"]  # so an address could have been in it
    assert "127.0.0.1" not in log


async def test_connection_that_sends_no_whole_head_is_closed(doors: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "IDLE_SECONDS", 0.1)
    async with connected(await doors.node()) as (reader, writer):
        writer.write(b"GET / HTTP/1.1\r\nHost: half")
        assert await reader.read() == b""


async def test_body_that_does_not_come_is_refused(node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "BODY_SECONDS", 0.1)
    async with connected(node) as (reader, writer):
        writer.write(
            f"POST /api/v1/login HTTP/1.1\r\nHost: {node.url[7:]}\r\nOrigin: {node.url}\r\nContent-Length: 9\r\n\r\n{{".encode()
        )
        assert b" 408 " in await reader.readline()


async def test_body_that_is_broken_is_refused(node: Node) -> None:
    async with connected(node) as (reader, writer):
        chunked = "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope"
        writer.write(f"POST /api/v1/login HTTP/1.1\r\nHost: {node.url[7:]}\r\nOrigin: {node.url}\r\n{chunked}".encode())
        assert b" 400 " in await reader.readline()


@asynccontextmanager
async def bare(handler: Handler) -> AsyncIterator[tuple[str, int]]:
    """A server of one handler behind the middleware; its address."""
    application = web.Application(middlewares=[errors_as_problems])
    application.router.add_post("/", handler)
    runner = web.AppRunner(application, access_log=None, lingering_time=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with asyncio.timeout(10):
            yield runner.addresses[0]
    finally:
        await runner.cleanup()


@pytest.mark.parametrize(("hangs_up", "events"), [(True, []), (False, ["web.failed"])])
async def test_only_the_connection_of_who_asked_may_break_without_being_a_bug(
    caplog: pytest.LogCaptureFixture, *, hangs_up: bool, events: list[str]
) -> None:
    begun, over = asyncio.Event(), asyncio.Event()

    async def reads(request: web.Request) -> web.Response:
        try:
            await request.content.readexactly(1)
            begun.set()
            if not hangs_up:
                raise ConnectionResetError
            return web.Response(body=await request.read())
        finally:
            over.set()

    async with bare(reads) as where:
        with capture_logs() as said:
            _, writer = await asyncio.open_connection(*where)
            writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{")
            await begun.wait()
            if hangs_up:
                writer.transport.abort()
            await over.wait()
            await asyncio.sleep(0)
        writer.close()
    assert ([one["event"] for one in said], caplog.messages) == (events, [])
