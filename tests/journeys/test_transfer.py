"""A conversation is handed over: nobody leaves the caller before somebody else is there."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from luisterlijn.app import Node
from tests.journeys.caller import Caller, visitor
from tests.journeys.volunteer import Volunteer, talk

pytestmark = pytest.mark.journey


async def test_transfer_keeps_the_old_volunteer_until_the_new_one_accepts(browser: Browser, node: Node) -> None:
    async with visitor(browser) as one, visitor(browser) as two, visitor(browser) as three:
        caller = Caller(one, node.url)
        anna, bram = Volunteer(two, node.url, "anna"), Volunteer(three, node.url, "bram")
        await talk(caller, anna)
        await caller.write("mijn verhaal")
        await anna.sees("mijn verhaal")
        await anna.press("Overdragen")
        await anna.press("Zoek een collega")
        await caller.sees("We zoeken een collega die met je verder praat.")
        await anna.write("ik blijf zolang bij je")
        await caller.sees("ik blijf zolang bij je")
        await bram.come()
        await bram.ready()
        await bram.sees("Een collega vraagt of je een gesprek overneemt")
        await expect(anna.talk()).to_be_visible()
        await bram.accept()
        await bram.sees("mijn verhaal")
        await expect(anna.talk("wrapup")).to_contain_text("Een collega heeft het gesprek overgenomen. Dank je wel.")
        await caller.sees("Een vrijwilliger praat nu met je verder")
        await bram.write("ik neem het over")
        await caller.sees("ik neem het over")
        await anna.wrap_up()
        await bram.end()
        await caller.state("ended")
