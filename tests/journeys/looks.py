"""Whether a page can be used by everybody, in the looks that matter."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Page

from tests.journeys.caller import violations

LOOKS: dict[str, dict[str, Any]] = {
    "light-wide": {"color_scheme": "light", "viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"},
    "dark-narrow": {"color_scheme": "dark", "viewport": {"width": 320, "height": 800}, "reduced_motion": "reduce"},
}
"""Light and wide, dark and as narrow as 1280 px at 400% zoom."""


async def clean(page: Page, state: str) -> None:
    """No violation in this state, and nothing to scroll sideways."""
    assert (state, await violations(page)) == (state, [])
    wide = await page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert (state, wide) == (state, 0)
