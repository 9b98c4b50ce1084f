"""Intake: who calls is a pseudonym of the day, and opening hours refuse an arrival without losing it."""

from __future__ import annotations

from datetime import time, timedelta

from luisterlijn import facts
from luisterlijn.contact import wrapup
from luisterlijn.contact.intake import Intake, Pseudonyms
from luisterlijn.contact.routing import Wish
from luisterlijn.contact.ticket import Tickets
from luisterlijn.settings import Hours, Timing
from luisterlijn.settings import Line as LineSettings
from tests.play import NL, Play

NIGHT = Hours(days=("mon",), opens=time(22), closes=time(23))
ADDRESS = "192.0.2.7"


def intake(play: Play) -> Intake:
    timing = Timing()
    settings = LineSettings(phone_hours=(NIGHT,))
    return Intake(play.line, settings, timing, Tickets("s" * 32, play.line.id, timing.ticket_life))


async def test_pseudonyms_are_of_the_day_and_the_same_on_every_node(play: Play) -> None:
    one, other = Pseudonyms(play.line), Pseudonyms(play.line)
    today = await one.of(ADDRESS, play.now)
    assert await other.of(ADDRESS, play.now) == today
    assert len(set(today)) == 8
    tomorrow = await one.of(ADDRESS, play.now + timedelta(days=1))
    assert tomorrow[1:] == today[:-1]
    assert ADDRESS not in " ".join(today)
    assert await one.of("", play.now) == ()


async def test_pseudonyms_of_two_callers_differ(play: Play) -> None:
    names = Pseudonyms(play.line)
    assert set(await names.of(ADDRESS, play.now)).isdisjoint(await names.of("192.0.2.8", play.now))


async def test_enter_gives_a_ticket_that_resumes(play: Play) -> None:
    door = intake(play)
    entered = await door.enter("c1", NL, ADDRESS, play.now)
    assert (entered.outcome, entered.reason) == ("WAITING", None)
    ticket = door.read_ticket(entered.ticket, play.now)
    assert (ticket.contact, await door.resume(ticket, ADDRESS, play.now)) == (entered.contact, "LIVE")


async def test_enter_again_gives_the_ticket_of_the_first_arrival(play: Play) -> None:
    door = intake(play)
    first = await door.enter("c1", NL, ADDRESS, play.now)
    again = await door.enter("c1", NL, ADDRESS, play.now + timedelta(minutes=5))
    assert (again.outcome, again.ticket) == ("KNOWN", first.ticket)


async def test_enter_when_the_channel_is_closed_is_recorded(play: Play) -> None:
    entered = await intake(play).enter("c1", Wish("phone", "nl"), ADDRESS, play.now)
    assert (entered.outcome, entered.reason) == ("REFUSED", "closed")
    assert await play.kinds(entered.contact) == ["contact.arrived", "contact.refused"]


async def test_enter_of_a_blocked_caller_is_refused_the_next_day_too(play: Play) -> None:
    door = intake(play)
    entered = await door.enter("c1", NL, ADDRESS, play.now)
    await wrapup.block(play.line, entered.contact, play.now + timedelta(days=3))
    for day in (0, 1, 2):
        again = await door.enter(f"again{day}", NL, ADDRESS, play.now + timedelta(days=day))
        assert (again.outcome, again.reason) == ("REFUSED", "blocked")


async def test_enter_keeps_no_address(play: Play) -> None:
    await intake(play).enter("c1", NL, ADDRESS, play.now)
    told = await play.told(facts.ContactArrived)
    assert (len(told), ADDRESS in str(told), len(told[0].caller or "")) == (1, False, 20)
