"""Two conversations at once, by choice: neither is taken for the other, and the second offer is seen."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from luisterlijn.app import Node
from tests.journeys.caller import Caller, violations, visitor
from tests.journeys.volunteer import Volunteer

pytestmark = pytest.mark.journey


async def test_second_offer_is_seen_where_the_volunteer_writes_and_two_talks_keep_apart(
    browser: Browser, node: Node
) -> None:
    small = {"width": 1280, "height": 720}
    async with visitor(browser) as one, visitor(browser) as two, visitor(browser, viewport=small) as console:
        first, second, anna = Caller(one, node.url), Caller(two, node.url), Volunteer(console, node.url, "anna")
        await anna.come()
        await console.get_by_label("Twee", exact=True).check()
        await anna.ready()
        await first.enter()
        await anna.accept()
        await first.state("conversation")
        for number in range(8):
            await anna.write(f"zin {number}")
            await first.sees(f"zin {number}")
        await console.get_by_label("Jouw bericht").focus()
        await expect(console.get_by_role("button", name="Verstuur")).to_be_in_viewport(ratio=1)
        await second.enter()
        another = console.get_by_test_id("another")
        await expect(another).to_be_in_viewport(ratio=1)
        await expect(console.get_by_label("Jouw bericht")).to_be_focused()
        await another.get_by_role("button", name="Bekijk").click()
        await expect(console.locator("#offer-head")).to_be_focused()
        await expect(anna.offer().get_by_role("button", name="Aannemen")).to_be_in_viewport(ratio=1)
        await anna.press("Aannemen")
        await second.state("conversation")
        assert await violations(console) == []
        names = await console.locator("section[data-talk=conversation] h2").all_inner_texts()
        assert [name[:10] for name in names] == ["Gesprek 1,", "Gesprek 2,"]
        for _ in range(2):
            await console.get_by_role("button", name="Gesprek beëindigen", exact=True).first.click()
            await anna.press("Ja, beëindigen")
        await expect(anna.talk("wrapup")).to_have_count(2)
        assert await violations(console) == []
        heads = await console.locator("section[data-talk=wrapup] h2").all_inner_texts()
        assert sorted(head[:19] for head in heads) == ["Afronden: gesprek 1", "Afronden: gesprek 2"]
