"""A page by its keyboard alone."""

from __future__ import annotations

import pytest
from playwright.async_api import Page

MOST = 120


async def by_key(page: Page, name: str) -> None:
    """Tab until the control of this name has the focus, then press Enter."""
    await page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 150)))")
    for _ in range(MOST):
        await page.keyboard.press("Tab")
        said = await page.evaluate("() => document.activeElement?.innerText ?? ''")
        if " ".join(said.split()) == name:
            await page.keyboard.press("Enter")
            return
    pytest.fail(f"no way to {name!r} by keyboard")
