"""Presence: proven by heartbeats, true in what it says, fair in whose turn it is."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest

from luisterlijn import facts
from luisterlijn.contact.mirror import Mirror
from luisterlijn.contact.routing import fairness_key
from luisterlijn.live import keys
from luisterlijn.volunteer import presence
from tests.play import LISTENER, Play


async def turn(play: Play, volunteer: str) -> float | None:
    found = await play.redis.zscore(keys.name(play.line.id, "ready", LISTENER.profile), volunteer)
    return None if found is None else float(found)


async def test_connect_is_away_and_heard(play: Play) -> None:
    assert await presence.connect(play.line, "v1") == "away"
    assert await presence.beat(play.line, ["v1", "v2"]) == ["OK", "UNKNOWN"]


async def test_verbs_of_an_unknown_volunteer_are_refused(play: Play) -> None:
    outcomes = [await presence.pause(play.line, "v1"), await presence.drain(play.line, "v1", on=True)]
    outcomes += [await presence.rest(play.line, "v1", timedelta(minutes=1)), await presence.leave(play.line, "v1")]
    assert outcomes == ["UNKNOWN"] * 4
    assert await presence.look(play.line, "v1") == {}


async def test_silent_volunteer_gets_nothing_then_is_gone(play: Play) -> None:
    await play.ready("v1")
    await play.pass_(20)
    assert await play.enter("c1") == ("WAITING", None)
    await presence.beat(play.line, ["v1"])
    assert await play.offered("c1") == "v1"
    await play.decline("c1", "v1")
    await play.pass_(65, callers=["c1"])
    assert await play.presence("v1") == "offline"
    assert [one.connection for one in await play.told(facts.VolunteerConnectionChanged)] == [
        *("unsure", "connected", "unsure", "gone")
    ]


async def test_offer_to_a_lost_volunteer_goes_back(play: Play) -> None:
    slow = await play.other(timing=play.line._timing.model_copy(update={"offer": timedelta(seconds=300)}))
    await slow.ready("v1")
    await slow.enter("c1")
    await slow.pass_(65, callers=["c1"])
    assert (await slow.presence("v1"), await slow.state("c1")) == ("offline", "waiting")


async def test_drain_finishes_this_one_and_then_pauses(play: Play) -> None:
    await play.talk("c1", "v1")
    await presence.drain(play.line, "v1", on=True)
    await play.enter("c2")
    await play.finish("c1", "v1")
    last = (await play.told(facts.VolunteerPresenceChanged))[-1]
    assert (last.presence, last.reason, await play.offered("c2")) == ("away", "drained", "")


async def test_drain_taken_back_goes_on(play: Play) -> None:
    await play.talk("c1", "v1")
    await presence.drain(play.line, "v1", on=True)
    await presence.drain(play.line, "v1", on=False)
    await play.finish("c1", "v1")
    assert await play.presence("v1") == "resting"


async def test_drain_when_idle_pauses_at_once(play: Play) -> None:
    await play.ready("v1")
    await presence.drain(play.line, "v1", on=True)
    assert await play.presence("v1") == "away"


async def test_rest_by_choice_ends_by_itself_or_by_choice(play: Play) -> None:
    await play.ready("v1")
    await presence.rest(play.line, "v1", timedelta(minutes=5))
    assert await play.presence("v1") == "resting"
    assert await play.ready("v1") == "ready"
    await presence.rest(play.line, "v1", timedelta(minutes=5))
    await play.pass_(300, volunteers=["v1"])
    assert await play.presence("v1") == "ready"


async def test_rest_of_who_serves_no_lane_is_no_false_ready(play: Play) -> None:
    await presence.connect(play.line, "v1")
    await presence.rest(play.line, "v1", timedelta(minutes=1))
    await play.pass_(61, volunteers=["v1"])
    assert await play.presence("v1") == "away"


async def test_leave_in_conversation_is_refused(play: Play) -> None:
    await play.talk("c1", "v1")
    assert await presence.leave(play.line, "v1") == "IN_CONVERSATION"


async def test_turn_equals_the_fairness_key(play: Play) -> None:
    await play.talk("c1", "v1")
    await play.pass_(600, callers=["c1"], volunteers=["v1"])
    await play.finish("c1", "v1")
    await play.pass_(60, volunteers=["v1"])
    constant = 4 * 3600 * 1000.0
    load = 600 * math.exp(-60_000 / constant)
    assert await turn(play, "v1") == pytest.approx(fairness_key(load, play.now_ms, constant), abs=1e-9)


async def test_turn_is_of_who_worked_less_then_of_who_idled_longer(play: Play) -> None:
    await play.talk("c1", "worked")
    await play.pass_(300, callers=["c1"], volunteers=["worked"])
    await play.finish("c1", "worked")
    await play.pass_(60, volunteers=["worked"])
    await play.ready("first")
    await play.pass_(1, volunteers=["worked"])
    await play.ready("second")
    offered = []
    for contact in ("d1", "d2", "d3"):
        await play.enter(contact)
        offered.append(await play.offered(contact))
    assert offered == ["first", "second", "worked"]


async def test_version_rises_for_mirrors_when_a_forgotten_volunteer_comes_back(play: Play) -> None:
    mirror = Mirror()
    await play.ready("v1")
    for _ in range(5):
        await presence.pause(play.line, "v1")
        await play.ready("v1")
    await presence.leave(play.line, "v1")
    await play.redis.delete(keys.name(play.line.id, "volunteer", "v1"))  # as its expiry does
    await play.pass_(86_400)
    await play.ready("v1")
    for fact in await play.facts():
        mirror.apply(fact)
    assert mirror.presence_counts()["ready"] == 1


async def test_hash_of_a_volunteer_who_left_expires(play: Play) -> None:
    await play.rota(v1=[(0, 4 * 3600)])
    await play.ready("v1")
    await presence.leave(play.line, "v1")
    assert await play.redis.pttl(keys.name(play.line.id, "volunteer", "v1")) > 0
    assert await play.redis.zcard(keys.name(play.line.id, "deadlines")) == 0
    await presence.connect(play.line, "v1")
    assert await play.redis.pttl(keys.name(play.line.id, "volunteer", "v1")) == -1
