"""After a talk: wrap-up, rest that routing enforces, one answer from the caller, a block."""

from __future__ import annotations

from datetime import timedelta

import pytest

from luisterlijn import facts
from luisterlijn.contact import conversation, queue, wrapup
from luisterlijn.live import keys
from luisterlijn.volunteer import presence
from tests.play import Play


async def test_done_closes_the_contact_and_rests_the_volunteer(play: Play) -> None:
    await play.talk("c1", "v1")
    await play.finish("c1", "v1")
    assert (await play.state("c1"), await play.presence("v1")) == ("closed", "resting")
    await play.enter("c2")
    await play.pass_(59.999, callers=["c2"], volunteers=["v1"])
    assert await play.offered("c2") == ""
    await play.pass_(0.001)
    assert await play.offered("c2") == "v1"


async def test_done_leaves_only_a_tombstone_that_expires(play: Play) -> None:
    await play.talk("c1", "v1")
    await play.write("c1", "k1", "hallo")
    await play.finish("c1", "v1")
    left = [key async for key in play.redis.scan_iter(f"{keys.root(play.line.id)}:*:c1")]
    assert left == [f"{keys.root(play.line.id)}:c:c1"] or left == []
    tomb = keys.name(play.line.id, "contact", "c1")
    assert 0 < await play.redis.pttl(tomb) <= 86_400_000


async def test_wrapup_past_its_deadline_is_done_without_answers(play: Play) -> None:
    await play.talk("c1", "v1")
    await conversation.end(play.line, "c1", "v1")
    await play.pass_(300, volunteers=["v1"])
    assert (await play.state("c1"), await play.presence("v1")) == ("closed", "resting")
    assert [(one.late, one.took_ms) for one in await play.told(facts.WrapupDone)] == [(True, 300_000)]
    assert await wrapup.done(play.line, "c1", "v1") == "NOT_YOURS"


async def test_wrapups_of_two_chats_are_each_counted_from_their_own_end(play: Play) -> None:
    await play.talk("c1", "v1", chats=2)
    await play.talk("c2", "v1", chats=2)
    await conversation.end(play.line, "c1", "v1")
    await play.pass_(10, callers=["c2"], volunteers=["v1"])
    await conversation.end(play.line, "c2", "v1")
    await play.pass_(5, volunteers=["v1"])
    await wrapup.done(play.line, "c1", "v1")
    await wrapup.done(play.line, "c2", "v1")
    assert [one.took_ms for one in await play.told(facts.WrapupDone)] == [15_000, 5_000]


async def test_heavy_talk_rests_longer_and_nothing_ends_that(play: Play) -> None:
    await play.talk("c1", "v1")
    await play.finish("c1", "v1", heavy=True)
    await presence.pause(play.line, "v1")
    await presence.rest(play.line, "v1", timedelta(seconds=1))
    assert await play.ready("v1") == "resting"
    await presence.leave(play.line, "v1")
    assert await play.ready("v1") == "resting"
    await play.pass_(900, volunteers=["v1"])
    assert await play.presence("v1") == "ready"


async def test_wrapup_swept_late_took_no_longer_than_it_may(play: Play) -> None:
    await play.talk("c1", "v1")
    await conversation.end(play.line, "c1", "v1")
    play.now += timedelta(hours=4)  # the whole line is away
    await play.line.drive(play.now)
    await play.pass_(0.001)
    assert [(one.late, one.took_ms) for one in await play.told(facts.WrapupDone)] == [(True, 300_000)]


async def test_heavy_budget_rests_until_the_oldest_leaves_the_window(play: Play) -> None:
    for number in range(3):
        contact = f"c{number}"
        await play.talk(contact, "v1")
        await play.finish(contact, "v1", heavy=True)
        await play.pass_(900, volunteers=["v1"])
    assert await play.presence("v1") == "resting"
    await play.pass_(4 * 3600 - 2700 - 0.001, volunteers=["v1"])
    assert await play.presence("v1") == "resting"
    await play.pass_(0.001)
    assert await play.presence("v1") == "ready"


async def test_feedback_is_taken_once(play: Play) -> None:
    await play.talk("c1", "v1")
    assert await wrapup.feedback(play.line, "c1", "yes") == "NOT_NOW"
    await conversation.end(play.line, "c1", "v1")
    assert await wrapup.feedback(play.line, "c1", "some") == "OK"
    assert await wrapup.feedback(play.line, "c1", "no") == "NOT_NOW"
    assert [one.helped for one in await play.told(facts.FeedbackGiven)] == ["some"]


async def test_feedback_of_who_was_never_heard_is_refused(play: Play) -> None:
    await play.enter("c1")
    await queue.leave(play.line, "c1")
    assert await wrapup.feedback(play.line, "c1", "no") == "NOT_NOW"
    assert await wrapup.feedback(play.line, "c9", "no") == "NOT_NOW"


@pytest.mark.parametrize(
    ("names", "hours", "outcome"), [(["ann"], 1, "OK"), ([], 1, "UNKNOWN"), (["ann"], 0, "UNKNOWN")]
)
async def test_block_needs_a_caller_and_a_future(play: Play, names: list[str], hours: int, outcome: str) -> None:
    await play.enter("c1", names=names)
    assert await wrapup.block(play.line, "c1", play.now + timedelta(hours=hours)) == outcome


async def test_wrapup_of_a_part_that_was_handed_over_leaves_the_talk_alone(play: Play) -> None:
    await play.talk("c1", "v1")
    await play.ready("v2")
    await conversation.transfer(play.line, "c1", "v1", ["chat.nl.any.any"])
    await play.accept("c1", "v2")
    assert await wrapup.done(play.line, "c1", "v1") == "DONE"
    assert await play.state("c1") == "conversation"
