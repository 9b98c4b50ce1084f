"""A volunteer's own talks of today, from facts."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from luisterlijn import facts
from luisterlijn.channel.desk import Desk
from luisterlijn.channel.own_talks import OwnTalksToday
from luisterlijn.channel.protocol import OwnTalk

BASE = 1_767_225_600_000


def fact(kind: str, second: int, **fields: Any) -> facts.Fact:
    base = {"kind": kind, "at": str(BASE + second * 1000), "contact": "c1", "version": str(second + 1)}
    return facts.parse(f"{BASE + second * 1000}-0", base | fields)


def accepted(volunteer: str, second: int, before: str = "") -> facts.Fact:
    more = {"offer": "1", "volunteer": volunteer, "lane": "x", "waited_ms": "0", "before": before}
    return fact("offer.accepted", second, **more)


def wrapped(volunteer: str, second: int) -> facts.Fact:
    more = {"volunteer": volunteer, "topic": "grief", "heavy": "1", "result": "", "took_ms": "5000", "late": "0"}
    return fact("wrapup.done", second, **more)


def ended(volunteer: str, second: int, talked_ms: int) -> facts.Fact:
    return fact("conversation.ended", second, volunteer=volunteer, by="caller", talked_ms=str(talked_ms))


def own(*recorded: OwnTalk) -> OwnTalksToday:
    async def own_talks(_volunteer: str) -> tuple[OwnTalk, ...]:
        return recorded

    return OwnTalksToday(cast("Desk", SimpleNamespace(own_talks=own_talks)), "v1")


def told(*happened: facts.Fact) -> list[tuple[int, str | None, bool]]:
    today = own()
    for one in happened:
        today.told(one)
    return [(talk.talked_s, talk.topic, talk.heavy) for talk in today.talks]


def test_talk_is_listed_once_it_is_wrapped_up() -> None:
    assert told(accepted("v1", 0), ended("v1", 60, 60_000)) == []
    assert told(accepted("v1", 0), ended("v1", 60, 60_000), wrapped("v1", 65)) == [(60, "grief", True)]


def test_talk_handed_over_counts_the_own_part() -> None:
    assert told(accepted("v1", 0), accepted("v2", 30, before="v1"), wrapped("v1", 40)) == [(30, "grief", True)]


def test_talk_of_somebody_else_is_not_listed() -> None:
    assert told(accepted("v2", 0), ended("v2", 60, 60_000), wrapped("v2", 65)) == []


async def test_recorded_talk_is_listed_and_not_twice() -> None:
    one = wrapped("v1", 65)
    today = own(OwnTalk(contact="c1", started_at=one.at, talked_s=60, topic=None, heavy=False, result=None))
    await today.load()
    today.told(one)
    assert [talk.contact for talk in today.talks] == ["c1"]
