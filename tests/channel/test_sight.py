"""What a node's watch sees of the line: presences, waits, and nothing while Valkey is away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from luisterlijn.channel.hub import Hub
from luisterlijn.channel.sight import Sight
from luisterlijn.contact.mirror import Mirror
from luisterlijn.contact.snapshot import Snapshot, VolunteerState, WaitingContact
from luisterlijn.errors import EngineAwayError
from luisterlijn.live.line import Line
from luisterlijn.live.valkey import Live
from luisterlijn.settings import Limits, Timing

NOW = datetime(2026, 5, 4, 16, 0, tzinfo=UTC)


def waiting(name: str, minutes: int, *lanes: str) -> WaitingContact:
    return WaitingContact(name, float(minutes), lanes, NOW - timedelta(minutes=minutes), 1)


def seen(line: Line, live: Live) -> Sight:
    mirror = Mirror()
    contacts = waiting("a", 9, "chat.nl.any.any"), waiting("b", 4, "chat.en.any.any", "chat.nl.any.any")
    people = VolunteerState("anna", "ready", draining=False, lanes=("chat.nl.any.any",), version=1)
    gone = VolunteerState("bram", "offline", draining=False, lanes=(), version=1)
    mirror.load(Snapshot("1-0", contacts, (), (people, gone)))
    hub = Hub(line, mirror)
    hub.loaded.set()
    return Sight(hub, live)


async def test_presences_and_waits_are_those_of_the_mirror(line: Line, live: Live) -> None:
    sight = seen(line, live)
    assert sight.present() == {"anna": "ready", "bram": "offline"}
    assert sight.longest_wait(NOW) == {"chat": timedelta(minutes=9), "phone": timedelta()}


async def test_nothing_is_known_before_the_line_was_heard(line: Line, live: Live) -> None:
    sight = Sight(Hub(line, Mirror()), live)
    assert (sight.present(), sight.longest_wait(NOW)) == (None, {})


async def test_nothing_is_known_while_valkey_is_away() -> None:
    nowhere = Live("unix:///nowhere/valkey.sock")
    sight = seen(Line(nowhere, "demo", Timing(), Limits()), nowhere)
    assert sight.present() is not None
    with pytest.raises(EngineAwayError):
        await nowhere.call("presence_look_v1", "demo", "anna")
    assert (sight.present(), sight.longest_wait(NOW)) == (None, {})
    await nowhere.close()
