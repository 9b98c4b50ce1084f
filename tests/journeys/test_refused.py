"""Callers who are not let in: told why, shown where else to go, and counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser

from luisterlijn.app import Node
from luisterlijn.live.embedded import EmbeddedValkey
from tests.journeys.caller import Caller, visitor
from tests.journeys.house import settings
from tests.journeys.volunteer import Volunteer, talk

pytestmark = pytest.mark.journey


async def test_closed_line_says_when_it_opens_and_counts_who_wanted_to_talk(
    browser: Browser, tmp_path: Path, house_valkey: EmbeddedValkey, database_url: str
) -> None:
    night = {"days": ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "opens": "04:00", "closes": "04:01"}
    line = {"chat_hours": (night,)}
    chosen = settings(data_dir=tmp_path, valkey_url=house_valkey.url, database_url=database_url, line=line)
    async with Node(chosen) as node, visitor(browser) as page:
        caller = Caller(page, node.url)
        await caller.open()
        await caller.state("closed")
        await caller.sees("We gaan open op")
        await caller.sees("113 Zelfmoordpreventie")
        await caller.press("Ik had nu willen praten")
        await caller.state("refused")
        await caller.sees("Dank je wel. We hebben het geteld.")


async def test_blocked_caller_is_told_so_for_a_day(browser: Browser, node: Node) -> None:
    async with visitor(browser) as one, visitor(browser) as two:
        caller, anna = Caller(one, node.url), Volunteer(two, node.url, "anna")
        await talk(caller, anna)
        await anna.press("Gesprek beëindigen")
        await two.get_by_label("Dit was misbruik: laat deze beller een dag niet toe").check()
        await anna.press("Ja, beëindigen")
        await caller.state("ended")
        await caller.press("Nieuw gesprek")
        await caller.enter()
        await caller.state("refused")
        await caller.sees("Je kunt nu niet chatten")
