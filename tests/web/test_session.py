"""The cookie, the origin, and the caller's address."""

from __future__ import annotations

from http.cookies import SimpleCookie

import pytest
from aiohttp.test_utils import make_mocked_request
from structlog.testing import capture_logs

from luisterlijn import settings as settings_module
from luisterlijn.app import Node
from luisterlijn.channel.protocol import Close
from luisterlijn.web import session as module
from luisterlijn.web.session import COOKIE, address_of, own_origin
from tests.doors import PASSWORD, House, Page, address, fresh_arrival


async def test_log_in_gives_a_cookie_no_script_and_no_other_site_gets(doors: House, node: Node) -> None:
    visitor = await doors.visitor(node)
    answer = await visitor.post("/api/v1/login", json={"email": address(node, "anna"), "password": PASSWORD})
    cookies = SimpleCookie(answer.headers["Set-Cookie"])
    one = cookies[COOKIE]
    assert (one["httponly"], one["secure"], one["samesite"], one["path"]) == (True, True, "Strict", "/")
    assert (one["domain"], one["expires"], one["max-age"]) == ("", "", "")
    assert len(one.value) == 43
    assert await answer.json() == {"name": "Anna", "role": "volunteer"}


async def test_log_in_with_characters_no_address_has_is_refused(doors: House, node: Node) -> None:
    for email in ("a\u0000b@line.example", "\ud800@line.example", "x" * 5000):
        answer = await (await doors.visitor(node)).post("/api/v1/login", json={"email": email, "password": PASSWORD})
        assert answer.status in {400, 401}, (email[:9], await answer.text())


async def test_proxy_that_is_not_trusted_is_said_once(doors: House, node: Node) -> None:
    module._say_proxy_not_trusted.cache_clear()
    with capture_logs() as lines:
        for _ in range(2):
            visitor = await doors.visitor(node)
            visitor.headers["X-Forwarded-For"] = "192.0.2.7"
            await (await visitor.open("caller")).hear("welcome")
    assert [line["event"] for line in lines].count("proxy.not_trusted") == 1


async def test_callers_get_no_cookie(doors: House, node: Node) -> None:
    visitor = await doors.visitor(node)
    page = await visitor.open("caller")
    await page.say("enter", consent=True, language="nl", arrival=fresh_arrival())
    await page.hear("contact")
    assert "Set-Cookie" not in page.ws._response.headers
    for path in ("/", "/api/v1/line", "/openapi.json"):
        assert "Set-Cookie" not in (await visitor.get(path)).headers


async def test_log_out_ends_the_session_and_the_console(doors: House, node: Node) -> None:
    visitor = await doors.visitor(node, "anna")
    page = await visitor.open("console")
    await page.hear("me")
    assert (await visitor.post("/api/v1/logout")).status == 204
    assert await page.closed() == Close.NOT_LOGGED_IN
    assert (await visitor.get("/api/v1/me")).status == 401
    assert (await node.line.snapshot()).volunteers == []


@pytest.mark.parametrize("page", ["caller", "console", "dashboard"])
@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "", "http://127.0.0.1:1"])
async def test_socket_of_another_origin_is_closed(doors: House, node: Node, page: str, origin: str) -> None:
    visitor = await doors.visitor(node, "cora")
    visitor.headers["Origin"] = origin
    opened: Page = await visitor.open(page, hello=False)
    assert await opened.closed() == Close.WRONG_ORIGIN


async def test_post_of_another_origin_changes_nothing(doors: House, node: Node) -> None:
    visitor = await doors.visitor(node, "anna")
    for origin in ({"Origin": "https://elsewhere.example"}, {"Origin": ""}):
        answer = await visitor.post("/api/v1/logout", headers=origin)
        assert (answer.status, (await answer.json())["code"]) == (403, "wrong_origin")
    assert (await visitor.get("/api/v1/me")).status == 200


@pytest.mark.parametrize(
    ("host", "origin", "public", "own"),
    [
        ("line.example", "https://line.example", "", True),
        ("line.example", "http://line.example", "", True),
        ("line.example:8080", "http://line.example", "", False),
        ("inside:8080", "https://line.example", "https://line.example", True),
        ("inside:8080", "https://line.example.evil.example", "https://line.example", False),
        ("inside:8080", "http://inside:8080", "https://line.example", False),
        ("line.example", "ftp://line.example", "", False),
        ("", "http://", "", False),
    ],
)
def test_own_origin_is_the_host_asked_for_or_the_public_one(host: str, origin: str, public: str, own: bool) -> None:  # noqa: FBT001 - a table
    request = make_mocked_request("POST", "/", headers={"Host": host, "Origin": origin})
    assert own_origin(request, settings_module.load(environment={}, public_origin=public)) is own


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address_seen"),
    [
        ([], 0, ""),
        (["198.51.100.9"], 0, ""),
        (["203.0.113.5, 198.51.100.9"], 1, "198.51.100.9"),
        (["203.0.113.5, 198.51.100.9"], 2, "203.0.113.5"),
        (["203.0.113.5", "198.51.100.9"], 2, "203.0.113.5"),
        (["198.51.100.9"], 3, ""),
        (["2001:db8:1:2:3:4:5:6"], 1, "2001:db8:1:2::/64"),
        (["::ffff:198.51.100.9"], 1, "198.51.100.9"),
        (["unknown"], 1, "unknown"),
    ],
)
def test_address_is_what_the_outermost_trusted_proxy_saw(forwarded: list[str], proxies: int, address_seen: str) -> None:
    headers = [("Host", "x"), *(("X-Forwarded-For", one) for one in forwarded)]
    request = make_mocked_request("GET", "/", headers=dict(headers) if len(headers) < 3 else _many(headers))
    assert address_of(request, proxies) == address_seen


def _many(headers: list[tuple[str, str]]) -> object:
    from multidict import CIMultiDict  # noqa: PLC0415 - only where a header comes twice

    return CIMultiDict(headers)
