"""What a page asks of the API with its own session, where a journey needs something that another journey shows."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Page

ASK = """async ([method, path, body]) => {
    const sent = body === null ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
    const answer = await fetch(`/api/v1/${path}`, { method, ...sent });
    const text = await answer.text();
    return [answer.status, text ? JSON.parse(text) : null];
}"""


async def ask(page: Page, method: str, path: str, body: object = None) -> Any:
    """The answer to a call below `/api/v1/`, which must be taken."""
    status, answer = await page.evaluate(ASK, [method, path, body])
    assert status < 300, (method, path, status, answer)
    return answer
