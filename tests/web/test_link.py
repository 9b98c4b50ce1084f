"""The page behind the links of messages, and what it weighs."""

from __future__ import annotations

import pytest

from luisterlijn.app import Node
from tests.doors import House

MOST_BYTES = 40_000
"""Gzipped, all of it: it is opened on a phone, at night, in a hurry."""


@pytest.mark.parametrize("path", ["/answer", "/asked", "/invitation"])
async def test_page_behind_a_link_needs_no_log_in_and_is_light(doors: House, node: Node, path: str) -> None:
    visitor = await doors.visitor(node)
    page = await visitor.get(path)
    text = await page.text()
    assets = [part.split('"')[0] for part in text.split('="/assets/')[1:]]
    assert (page.status, "://" in text, page.headers["Referrer-Policy"]) == (200, False, "no-referrer")
    assert assets
    answers = [await visitor.get(f"/assets/{name}") for name in assets]
    assert "gzip" in {one.headers.get("Content-Encoding") for one in answers}
    assert sum(int(one.headers["Content-Length"]) for one in answers) <= MOST_BYTES


async def test_worker_of_push_may_look_after_the_console(doors: House, node: Node) -> None:
    worker = await (await doors.visitor(node)).get("/push.worker.js")
    assert (worker.status, worker.content_type) == (200, "text/javascript")
