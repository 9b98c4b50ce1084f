"""Headers of every answer, and errors as problems."""

from __future__ import annotations

import pytest

from luisterlijn.app import Node
from luisterlijn.channel.protocol import Problem
from luisterlijn.web.middleware import HEADERS, headers_for
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
    bodies = set()
    for email in (address(node, "anna"), address(node, "nobody")):
        answer = await visitor.post("/api/v1/login", json={"email": email, "password": "very private"})
        assert answer.status == 401
        bodies.add(await answer.text())
    assert len(bodies) == 1
    assert "private" not in bodies.pop()


async def test_too_many_attempts_say_how_long_to_wait(doors: House, node: Node) -> None:
    visitor = await doors.visitor(node)
    wrong = {"email": address(node, "anna"), "password": "wrong"}
    answer = await visitor.post("/api/v1/login", json=wrong)
    while answer.status == 401:
        answer = await visitor.post("/api/v1/login", json=wrong)
    problem = Problem.model_validate_json(await answer.text())
    assert (problem.code, problem.retry) == ("too_many_attempts", True)
    assert int(answer.headers["Retry-After"]) == problem.retry_after_s
