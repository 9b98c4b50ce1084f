"""Conversation: words that last as long as the talk, a transfer without a gap, a volunteer who is lost."""

from __future__ import annotations

from datetime import timedelta

from luisterlijn import facts
from luisterlijn.contact import conversation, queue
from luisterlijn.contact.routing import Wish, transfer_lanes
from luisterlijn.live import keys
from luisterlijn.settings import Timing
from luisterlijn.volunteer import presence
from tests.play import NL, Play

SECRET = "a-sentence-that-nobody-else-may-read"
LANES = transfer_lanes(NL, None, None)


async def everything(play: Play) -> str:
    """All that Valkey holds, of every line, in one text."""
    found: list[object] = []
    async for key in play.redis.scan_iter("*", count=1000):
        match await play.redis.type(key):
            case "string":
                found.append(await play.redis.get(key))
            case "hash":
                found.append(await play.redis.hgetall(key))
            case "list":
                found.append(await play.redis.lrange(key, 0, -1))
            case "set":
                found.append(await play.redis.smembers(key))
            case "zset":
                found.append(await play.redis.zrange(key, 0, -1))
            case "stream":
                found.append(await play.redis.xrange(key))
    return str(found)


async def bodies(play: Play, after: int = 0) -> list[str]:
    return [one.body for one in (await conversation.look(play.line, "c1", after)).messages]


async def test_write_while_waiting_reaches_the_volunteer(play: Play) -> None:
    await play.enter("c1")
    assert (await play.write("c1", "k1", "hallo")).outcome == "SENT"
    await play.ready("v1")
    await play.accept("c1", "v1")
    await play.write("c1", "k1", "dag", "v1")
    look = await conversation.look(play.line, "c1")
    assert [(one.seq, one.by, one.body) for one in look.messages] == [(1, "caller", "hallo"), (2, "volunteer", "dag")]
    assert await bodies(play, 1) == ["dag"]


async def test_write_with_the_same_key_changes_nothing(play: Play) -> None:
    await play.talk("c1", "v1")
    first = await play.write("c1", "k1", "een")
    again = await play.write("c1", "k1", "twee")
    assert (first.outcome, again.outcome, first.seq, again.seq) == ("SENT", "AGAIN", 1, 1)
    assert (await bodies(play), again.at) == (["een"], first.at)


async def test_write_of_a_waiting_caller_is_full_at_two_hundred_and_leaves_room_for_the_talk(play: Play) -> None:
    await play.enter("c1")
    sent = [(await play.write("c1", f"k{number}", "x", most=1000)).outcome for number in range(201)]
    assert (set(sent[:200]), sent[200]) == ({"SENT"}, "FULL")
    await play.talk("c1", "v1")
    assert (await play.write("c1", "k200", "x", most=1000)).outcome == "SENT"


async def test_write_too_fast_says_how_long_to_wait(play: Play) -> None:
    await play.enter("c1")
    sent = [(await play.write("c1", f"k{number}", "x", most=3)).outcome for number in range(3)]
    assert sent == ["SENT", "SENT", "SENT"]
    refused = await play.write("c1", "k3", "x", most=3)
    assert (refused.outcome, refused.wait) == ("TOO_FAST", timedelta(seconds=10))
    await play.pass_(10)
    assert (await play.write("c1", "k3", "x", most=3)).outcome == "SENT"


async def test_write_by_who_has_no_part_in_it_is_refused(play: Play) -> None:
    await play.talk("c1", "v1")
    assert (await play.write("c1", "k", "x", "v2")).outcome == "NOT_YOURS"
    await play.finish("c1", "v1")
    assert (await play.write("c1", "k", "x")).outcome == "OVER"
    assert (await play.write("c9", "k", "x")).outcome == "OVER"


async def test_write_keeps_any_text_as_it_is(play: Play) -> None:
    await play.enter("c1")
    body = 'quote " slash / \\ line\nbreak é 🙂 {"a":1} \x00'
    await play.write("c1", "k1", body)
    assert await bodies(play) == [body]


async def test_messages_are_nowhere_once_the_talk_is_over(play: Play) -> None:
    await play.talk("c1", "v1")
    await play.write("c1", "k1", SECRET)
    assert SECRET in await everything(play)
    streams = [await play.redis.xrange(keys.name(play.line.id, name)) for name in ("facts", "signals")]
    assert [SECRET in str(rows) for rows in streams] == [False, False]
    assert [len(rows) > 0 for rows in streams] == [True, True]
    await conversation.end(play.line, "c1", "v1")
    assert SECRET not in await everything(play)


async def test_receipts_only_rise_and_stop_at_the_last_message(play: Play) -> None:
    await play.talk("c1", "v1")
    await play.write("c1", "k1", "een")
    await play.write("c1", "k2", "twee")
    assert await conversation.receipt(play.line, "c1", "volunteer", "v1", 9, 1) == "OK"
    assert await conversation.receipt(play.line, "c1", "volunteer", "v1", 1, 0) == "OK"
    fields = await play.contact("c1")
    assert (fields["delivered_volunteer"], fields["read_volunteer"]) == ("2", "1")
    assert await conversation.receipt(play.line, "c1", "volunteer", "v2", 1, 1) == "NOT_YOURS"
    assert await conversation.typing(play.line, "c1", "caller", "", on=True) == "OK"
    assert await conversation.typing(play.line, "c1", "volunteer", "v2", on=True) == "NOT_YOURS"


async def test_transfer_leaves_the_first_volunteer_in_place_until_accepted(play: Play) -> None:
    await play.talk("c1", "v1")
    await play.write("c1", "k1", "hallo")
    assert await conversation.transfer(play.line, "c1", "v1", LANES) == "LOOKING"
    assert await conversation.transfer(play.line, "c1", "v1", LANES) == "MOVING"
    await play.ready("v2")
    assert (await play.offered("c1"), (await play.contact("c1"))["volunteer"]) == ("v2", "v1")
    assert (await play.write("c1", "k2", "blijf", "v1")).outcome == "SENT"
    assert await play.accept("c1", "v2") == "ACCEPTED"
    assert (await play.write("c1", "k3", "weg", "v1")).outcome == "NOT_YOURS"
    assert (await play.presence("v1"), await play.presence("v2")) == ("wrapup", "busy")
    assert await bodies(play) == ["hallo", "blijf"]
    assert [one.before for one in await play.told(facts.OfferAccepted)] == [None, "v1"]


async def test_transfer_declined_goes_on_looking(play: Play) -> None:
    await play.talk("c1", "v1")
    await play.ready("v2")
    assert await conversation.transfer(play.line, "c1", "v1", LANES) == "OFFERED"
    await play.decline("c1", "v2")
    fields = await play.contact("c1")
    assert (fields["state"], fields["volunteer"], fields["moving"], fields["offer_to"]) == (
        "conversation",
        "v1",
        "1",
        "",
    )
    await play.ready("v3")
    assert await play.offered("c1") == "v3"


async def test_transfer_cancelled_frees_the_other(play: Play) -> None:
    await play.talk("c1", "v1")
    await play.ready("v2")
    await conversation.transfer(play.line, "c1", "v1", LANES)
    fence = await play.fence("c1")
    assert await conversation.transfer_cancel(play.line, "c1", "v1") == "OK"
    assert await conversation.transfer_cancel(play.line, "c1", "v1") == "NOT_MOVING"
    assert (await play.presence("v2"), await play.accept("c1", "v2", fence)) == ("ready", "TAKEN")


async def test_transfer_ends_when_the_caller_leaves(play: Play) -> None:
    await play.talk("c1", "v1")
    await play.ready("v2")
    await conversation.transfer(play.line, "c1", "v1", LANES)
    assert await queue.leave(play.line, "c1") == "ENDED"
    assert (await play.presence("v1"), await play.presence("v2")) == ("wrapup", "ready")
    assert [one.reason for one in await play.told(facts.OfferWithdrawn)] == ["ended"]


async def test_transfer_goes_on_when_the_other_is_lost(play: Play) -> None:
    await play.talk("c1", "v1")
    await play.ready("v2")
    await conversation.transfer(play.line, "c1", "v1", LANES)
    await play.pass_(65, callers=["c1"], volunteers=["v1"])
    assert (await play.presence("v2"), await play.offered("c1"), await play.state("c1")) == (
        "offline",
        "",
        "conversation",
    )
    await play.ready("v3")
    assert await play.offered("c1") == "v3"


async def test_transfer_whose_volunteer_is_lost_goes_to_whom_it_was_offered_before_anybody_else(play: Play) -> None:
    await play.talk("c1", "v1")
    await play.ready("v2")
    await play.pass_(38, callers=["c1"], volunteers=["v2"])
    await conversation.transfer(play.line, "c1", "v1", LANES)
    await play.enter("c2")
    await play.pass_(27, callers=["c1", "c2"], volunteers=["v2"])
    assert await play.presence("v1") == "offline"
    assert (await play.offered("c1"), await play.offered("c2")) == ("v2", "")
    assert (await play.contact("c1"))["state"] == "offered"


async def test_volunteer_lost_puts_the_caller_first_in_line_with_the_words_kept(play: Play) -> None:
    await play.enter("urgent", Wish("chat", "en", urgent=True))
    await play.pass_(5, callers=["urgent"])
    await play.talk("c1", "v1")
    await play.write("c1", "k1", "hallo")
    await play.pass_(20, callers=["urgent", "c1"])
    assert (await play.presence("v1"), await play.state("c1")) == ("busy", "conversation")
    await play.pass_(45, callers=["urgent", "c1"])
    assert (await play.presence("v1"), await play.state("c1")) == ("offline", "waiting")
    assert await play.order() == ["c1", "urgent"]
    assert await bodies(play) == ["hallo"]
    await play.ready("v2")
    assert await play.offered("c1") == "v2"


async def test_talk_that_was_lost_is_counted_until_the_volunteer_was_last_heard(play: Play) -> None:
    await play.talk("c1", "v1")
    await play.pass_(100, callers=["c1"], volunteers=["v1"])
    play.now += timedelta(hours=4)  # the whole line is away
    await play.line.drive(play.now)
    await play.pass_(100)
    assert await play.presence("v1") == "offline"
    assert [one.talked_ms for one in await play.told(facts.ConversationLost)] == [90_000]


async def test_volunteer_who_lost_a_caller_has_them_again_when_nobody_else_can(play: Play) -> None:
    await play.talk("c1", "v1")
    await play.pass_(65, callers=["c1"])
    assert await play.state("c1") == "waiting"
    await play.ready("v1")
    assert await play.offered("c1") == "v1"
    await play.decline("c1", "v1")
    await play.pass_(1, callers=["c1"], volunteers=["v1"])
    assert await play.offered("c1") == ""


async def test_volunteer_who_lost_a_caller_comes_after_all_others(play: Play) -> None:
    await play.talk("c0", "v2")
    await play.pass_(300, callers=["c0"], volunteers=["v2"])
    await play.finish("c0", "v2")
    await presence.pause(play.line, "v2")
    await play.talk("c1", "v1")
    await play.pass_(65, callers=["c1"], volunteers=["v2"])
    await play.pass_(25, volunteers=["v2"])
    await play.ready("v1")
    await play.ready("v2")  # has worked longer: without the loss it would be v1's turn
    assert (await play.offered("c1"), await play.presence("v1"), await play.presence("v2")) == ("", "ready", "ready")
    await queue.beat(play.line, ["c1"])
    made = (await play.told(facts.OfferMade))[-1]
    assert (made.contact, made.volunteer, made.why["passed_volunteers"]) == ("c1", "v2", [["v1", "lost"]])
    await play.decline("c1", "v2")
    made = (await play.told(facts.OfferMade))[-1]
    assert (made.contact, made.volunteer, made.why["passed_volunteers"]) == ("c1", "v1", [])


async def test_volunteer_back_within_the_grace_keeps_the_talk(play: Play) -> None:
    await play.talk("c1", "v1")
    await play.pass_(64, callers=["c1"])
    assert await presence.beat(play.line, ["v1"]) == ["OK"]
    await play.pass_(10, callers=["c1"], volunteers=["v1"])
    assert (await play.state("c1"), await play.presence("v1")) == ("conversation", "busy")


async def test_volunteer_lost_with_a_pending_transfer_offer_gives_both_back_in_order(play: Play) -> None:
    slow = await play.other(timing=Timing(offer=timedelta(seconds=300)))
    await slow.talk("c2", "v2")
    await slow.pass_(5, callers=["c2"], volunteers=["v2"])
    await slow.talk("c1", "v1", chats=2)
    await conversation.transfer(slow.line, "c2", "v2", LANES)
    assert await slow.offered("c2") == "v1"
    await slow.pass_(40, callers=["c1", "c2"], volunteers=["v2"])
    await slow.ready("v3", chats=1)
    await slow.pass_(25, callers=["c1", "c2"], volunteers=["v2", "v3"])
    assert (await slow.presence("v1"), await slow.state("c2")) == ("offline", "conversation")
    assert (await slow.offered("c1"), await slow.offered("c2")) == ("", "v3")
    await slow.ready("v4")
    assert await slow.offered("c1") == "v4"


async def test_silent_caller_in_conversation_ends_it_after_a_long_while(play: Play) -> None:
    await play.talk("c1", "v1")
    await play.pass_(20 + 60, volunteers=["v1"])
    assert (await play.contact("c1"))["conn"] == "gone"
    await play.pass_(599.999, volunteers=["v1"])
    assert await play.state("c1") == "conversation"
    await play.pass_(0.001)
    assert await play.state("c1") == "wrapup"
    assert [one.by for one in await play.told(facts.ConversationEnded)] == ["silence"]


async def test_end_by_a_stranger_is_refused(play: Play) -> None:
    await play.talk("c1", "v1")
    assert await conversation.end(play.line, "c1", "v2") == "NOT_YOURS"
    assert await conversation.transfer(play.line, "c1", "v2", LANES) == "NOT_YOURS"
