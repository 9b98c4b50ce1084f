"""Help among volunteers on a real Valkey: who may raise, join, read and say what, and what is left of it when it is over."""

from __future__ import annotations

from typing import Any

import pytest

from luisterlijn import facts
from luisterlijn.contact import conversation, queue
from luisterlijn.contact import help as helping
from luisterlijn.contact.conversation import Sent
from luisterlijn.live import keys
from luisterlijn.settings import Timing
from luisterlijn.volunteer import presence
from tests.play import Play

GRACE_S = 2 * 10 + 45
"""Seconds after which a coordinator who was not heard is out, with the default timing."""
KINDS = ("hand.raised", "hand.lowered", "coordinator.joined", "coordinator.left")


async def raised(play: Play, contact: str = "c", volunteer: str = "v") -> None:
    """A conversation in which a hand is up."""
    await play.talk(contact, volunteer)
    assert await helping.hand(play.line, contact, volunteer, on=True) == "RAISED"


async def joined(play: Play, contact: str = "c", volunteer: str = "v", coordinator: str = "cora") -> None:
    """A conversation a coordinator has come into, and both pages show it."""
    await raised(play, contact, volunteer)
    assert await helping.join(play.line, contact, coordinator) == "JOINED"
    await both_shown(play, contact, volunteer)


async def both_shown(play: Play, contact: str = "c", volunteer: str = "v") -> None:
    await helping.shown(play.line, contact, "caller", "")
    await helping.shown(play.line, contact, "volunteer", volunteer)


async def told(play: Play, contact: str = "c") -> list[str]:
    """What happened to hands and coordinators, in order."""
    return [kind for kind in await play.kinds(contact) if kind in KINDS]


async def outcome(play: Play, contact: str = "c", coordinator: str = "cora") -> str:
    return (await helping.look(play.line, contact, coordinator)).outcome


async def say(play: Play, by: helping.Helping, who: str, key: str, body: str, *, most: int = 10) -> Sent:
    return await helping.aside(play.line, "c", by, who, key, body, most=most)


async def kept(play: Play, contact: str = "c") -> list[str]:
    """Keys that hold something of the help in a contact."""
    names = [keys.name(play.line.id, what, contact) for what in ("asides", "aside_keys")]
    there = [name for name in names if await play.redis.exists(name)]
    return there + [str(one) for one in await play.redis.hgetall(keys.name(play.line.id, "helping"))]


# --- the hand --------------------------------------------------------------------------------------------------------


async def test_hand_goes_up_and_down_once(play: Play) -> None:
    await play.talk("c", "v")
    for on, expected in ((True, "RAISED"), (True, "RAISED"), (False, "LOWERED"), (False, "LOWERED")):
        assert await helping.hand(play.line, "c", "v", on=on) == expected
    assert await told(play) == ["hand.raised", "hand.lowered"]
    [lowered] = await play.told(facts.HandLowered)
    assert (lowered.volunteer, lowered.reason) == ("v", "asked")


async def test_hand_of_who_is_not_in_the_conversation_is_refused(play: Play) -> None:
    await play.talk("c", "v")
    assert await helping.hand(play.line, "c", "w", on=True) == "NOT_YOURS"
    assert await helping.hand(play.line, "nobody", "v", on=True) == "NOT_YOURS"
    await conversation.end(play.line, "c", "v")
    assert await helping.hand(play.line, "c", "v", on=True) == "NOT_YOURS"
    assert await told(play) == []


# --- joining ---------------------------------------------------------------------------------------------------------


async def test_join_lowers_the_hand_and_tells(play: Play) -> None:
    await raised(play)
    assert await helping.join(play.line, "c", "cora") == "JOINED"
    assert await told(play) == ["hand.raised", "hand.lowered", "coordinator.joined"]
    assert [one.reason for one in await play.told(facts.HandLowered)] == ["joined"]
    [came] = await play.told(facts.CoordinatorJoined)
    assert (came.volunteer, came.coordinator) == ("v", "cora")
    assert (await play.contact("c"))["coordinator"] == "cora"


async def test_join_where_nobody_asked_is_refused_and_nobody_can_read(play: Play) -> None:
    await play.talk("c", "v")
    await play.write("c", "k", "hallo")
    assert await helping.join(play.line, "c", "cora") == "NOBODY_ASKED"
    look = await helping.look(play.line, "c", "cora")
    assert (look.outcome, look.messages) == ("OUT", ())
    assert await told(play) == []


async def test_join_of_a_contact_that_does_not_talk_is_refused(play: Play) -> None:
    await play.enter("c")
    assert await helping.join(play.line, "c", "cora") == "NOT_TALKING"
    assert await helping.join(play.line, "nobody", "cora") == "NOT_TALKING"


async def test_join_after_another_is_refused(play: Play) -> None:
    await joined(play)
    assert await helping.join(play.line, "c", "dirk") == "TAKEN"
    assert await outcome(play, coordinator="dirk") == "OUT"


async def test_join_of_the_own_conversation_is_refused(play: Play) -> None:
    await raised(play, volunteer="cora")
    assert await helping.join(play.line, "c", "cora") == "NOBODY_ASKED"


async def test_join_again_changes_nothing_but_the_deadline(play: Play) -> None:
    await joined(play)
    await play.pass_(GRACE_S - 5, callers=["c"], volunteers=["v"])
    assert await helping.join(play.line, "c", "cora") == "JOINED"
    await play.pass_(GRACE_S - 5, callers=["c"], volunteers=["v"])
    assert await told(play) == ["hand.raised", "hand.lowered", "coordinator.joined"]


async def test_second_join_leaves_the_first(play: Play) -> None:
    await joined(play, "c", "v")
    await joined(play, "d", "w")
    assert (await outcome(play, "c"), await outcome(play, "d")) == ("OUT", "IN")
    assert (await told(play, "c"))[-1] == "coordinator.left"
    assert await play.redis.hgetall(keys.name(play.line.id, "helping")) == {"cora": "d"}


async def test_hand_while_a_coordinator_is_there_stays_down(play: Play) -> None:
    await joined(play)
    assert await helping.hand(play.line, "c", "v", on=True) == "LOWERED"
    await helping.part(play.line, "c", "cora")
    assert await helping.hand(play.line, "c", "v", on=True) == "RAISED"


# --- never silently --------------------------------------------------------------------------------------------------


async def test_coordinator_reads_nothing_before_both_were_shown(play: Play) -> None:
    """The fact that both pages follow, and the field both pages show, come with the join; what is read, only after both."""
    await raised(play)
    await play.write("c", "k", "hallo")
    await helping.join(play.line, "c", "cora")
    seen = [await helping.look(play.line, "c", "cora")]
    await helping.shown(play.line, "c", "caller", "")
    seen.append(await helping.look(play.line, "c", "cora"))
    await helping.shown(play.line, "c", "volunteer", "w")
    seen.append(await helping.look(play.line, "c", "cora"))
    assert [(one.outcome, one.messages) for one in seen] == [("SOON", ())] * 3
    await helping.shown(play.line, "c", "volunteer", "v")
    look = await helping.look(play.line, "c", "cora")
    assert (look.outcome, [one.body for one in look.messages]) == ("IN", ["hallo"])


async def test_coordinator_reads_after_a_while_where_a_page_is_not_there_to_show_it(play: Play) -> None:
    await raised(play)
    await helping.join(play.line, "c", "cora")
    await helping.shown(play.line, "c", "volunteer", "v")
    await play.pass_(2.9)
    assert await outcome(play) == "SOON"
    await play.pass_(0.1)
    assert await outcome(play) == "IN"
    assert [fields["about"] for fields in await signals(play, "helper")] == ["c"]


async def test_both_shown_is_told_to_the_coordinators_page(play: Play) -> None:
    await joined(play)
    assert [fields["about"] for fields in await signals(play, "helper")] == ["c"]
    await both_shown(play)
    await play.pass_(5)
    assert len(await signals(play, "helper")) == 1


async def test_shown_counts_anew_for_each_who_comes(play: Play) -> None:
    await joined(play)
    await helping.part(play.line, "c", "cora")
    await helping.hand(play.line, "c", "v", on=True)
    await helping.join(play.line, "c", "dirk")
    assert await outcome(play, coordinator="dirk") == "SOON"


async def signals(play: Play, kind: str) -> list[dict[str, Any]]:
    rows = await play.redis.xrange(keys.name(play.line.id, "signals"))
    return [fields for _, fields in rows if fields["kind"] == kind]


# --- how it ends -----------------------------------------------------------------------------------------------------


async def test_part_leaves_the_conversation_as_it_was(play: Play) -> None:
    await joined(play)
    assert await helping.part(play.line, "c", "dirk") == "OUT"
    assert await helping.part(play.line, "c", "cora") == "PARTED"
    assert await helping.part(play.line, "c", "cora") == "OUT"
    assert (await outcome(play), await play.state("c")) == ("OUT", "conversation")
    assert (await told(play))[-1] == "coordinator.left"
    assert await kept(play) == []


async def test_coordinator_who_is_not_heard_past_the_grace_is_out(play: Play) -> None:
    await joined(play)
    for _ in range(3):
        await play.pass_(10, callers=["c"], volunteers=["v"])
        assert await helping.beat(play.line, "c", "cora") == "OK"
    await play.pass_(GRACE_S - 1, callers=["c"], volunteers=["v"])
    assert await outcome(play) == "IN"
    await play.pass_(1, callers=["c"], volunteers=["v"])
    assert (await outcome(play), await helping.beat(play.line, "c", "cora")) == ("OUT", "OUT")
    assert (await told(play))[-1] == "coordinator.left"


@pytest.mark.parametrize("come", [False, True])
async def test_end_of_the_talk_ends_the_help(play: Play, *, come: bool) -> None:
    await (joined if come else raised)(play)
    if come:
        await say(play, "volunteer", "v", "k", "wat nu?")
    await conversation.end(play.line, "c", "v")
    await check_over(play, come=come)
    assert (await play.kinds("c")).index("conversation.ended") > (await play.kinds("c")).index((await told(play))[-1])


async def check_over(play: Play, *, come: bool) -> None:
    last = "coordinator.left" if come else "hand.lowered"
    assert (await told(play))[-1] == last
    assert (await play.told(facts.HandLowered))[-1].reason == ("joined" if come else "over")
    fields = await play.contact("c")
    assert (fields["hand"], fields.get("coordinator", "")) == ("0", "")
    assert await kept(play) == []
    deadlines = await play.redis.zrange(keys.name(play.line.id, "deadlines"), 0, -1)
    assert [name for name in deadlines if name.startswith(("helper|", "shown|"))] == []


async def test_caller_who_leaves_ends_the_help(play: Play) -> None:
    await joined(play)
    await say(play, "coordinator", "cora", "k", "ik lees mee")
    assert await queue.leave(play.line, "c") == "ENDED"
    await check_over(play, come=True)


@pytest.mark.parametrize("come", [False, True])
async def test_loss_of_the_volunteer_ends_the_help(play: Play, *, come: bool) -> None:
    await (joined if come else raised)(play)
    for _ in range(7):
        await play.pass_(10, callers=["c"])
        await helping.beat(play.line, "c", "cora")
    assert await play.state("c") == "waiting"
    await check_over(play, come=come)


@pytest.mark.parametrize("come", [False, True])
async def test_transfer_ends_the_help_when_somebody_takes_over(play: Play, *, come: bool) -> None:
    await (joined if come else raised)(play)
    if come:
        await say(play, "volunteer", "v", "k", "ik geef het over")
    await conversation.transfer(play.line, "c", "v", ["chat.nl.any.any"])
    assert (await told(play))[-1] == ("coordinator.joined" if come else "hand.raised")
    await play.ready("w")
    assert await play.accept("c", "w") == "ACCEPTED"
    await check_over(play, come=come)
    assert (await play.contact("c"))["volunteer"] == "w"
    assert await helping.join(play.line, "c", "cora") == "NOBODY_ASKED"
    assert {one.volunteer for one in await play.told(facts.HandLowered)} == {"v"}


# --- asides ----------------------------------------------------------------------------------------------------------


async def test_asides_go_between_the_two_and_are_read_by_nobody_else(play: Play) -> None:
    await joined(play)
    assert (await say(play, "volunteer", "v", "k1", "wat nu?")).seq == 1
    assert (await say(play, "coordinator", "cora", "k1", "blijf bij hem")).seq == 2
    expected = [(1, "volunteer", "wat nu?"), (2, "coordinator", "blijf bij hem")]
    mine = await helping.asides(play.line, "c", "v")
    theirs = (await helping.look(play.line, "c", "cora")).asides
    assert [(one.seq, one.by, one.body) for one in mine] == [(one.seq, one.by, one.body) for one in theirs] == expected
    assert [one.seq for one in await helping.asides(play.line, "c", "v", 1)] == [2]
    assert [one.seq for one in (await helping.look(play.line, "c", "cora", 0, 1)).asides] == [2]
    assert (await helping.asides(play.line, "c", "w"), (await conversation.look(play.line, "c")).messages) == ((), ())


async def test_aside_of_others_or_without_a_coordinator_is_refused(play: Play) -> None:
    await raised(play)
    assert (await say(play, "volunteer", "v", "k", "hallo?")).outcome == "NOT_YOURS"
    await helping.join(play.line, "c", "cora")
    assert (await say(play, "volunteer", "w", "k", "x")).outcome == "NOT_YOURS"
    assert (await say(play, "coordinator", "dirk", "k", "x")).outcome == "NOT_YOURS"
    await helping.part(play.line, "c", "cora")
    assert (await say(play, "coordinator", "cora", "k", "x")).outcome == "NOT_YOURS"


async def test_aside_with_the_same_key_is_one(play: Play) -> None:
    await joined(play)
    first = await say(play, "volunteer", "v", "k", "een keer")
    again = await say(play, "volunteer", "v", "k", "een keer")
    assert (again.outcome, again.seq, again.at) == ("AGAIN", first.seq, first.at)
    assert len(await helping.asides(play.line, "c", "v")) == 1


async def test_asides_too_fast_wait_their_turn_each_side_by_itself(play: Play) -> None:
    await joined(play)
    assert [(await say(play, "volunteer", "v", f"k{n}", "x", most=2)).outcome for n in range(3)] == [
        "SENT",
        "SENT",
        "TOO_FAST",
    ]
    assert (await say(play, "coordinator", "cora", "k", "x", most=2)).outcome == "SENT"
    await play.pass_(10, callers=["c"], volunteers=["v"])
    assert (await say(play, "volunteer", "v", "k2", "x", most=2)).outcome == "SENT"


async def test_asides_have_an_end(play: Play) -> None:
    await joined(play)
    for number in range(500):
        await say(play, "volunteer", "v", f"k{number}", "x", most=1000)
    assert (await say(play, "volunteer", "v", "more", "x", most=1000)).outcome == "FULL"


async def test_asides_never_reach_a_stream(play: Play) -> None:
    await joined(play)
    await say(play, "volunteer", "v", "k", "heel geheim")
    held = await play.redis.lrange(keys.name(play.line.id, "asides", "c"), 0, -1)
    assert "heel geheim" in held[0]
    streams = [await play.redis.xrange(keys.name(play.line.id, what)) for what in ("facts", "signals")]
    assert "heel geheim" not in str(streams)
    assert [(one["about"], one["by"], one["seq"]) for one in await signals(play, "aside")] == [("c", "volunteer", "1")]


async def test_asides_of_the_next_volunteer_begin_anew(play: Play) -> None:
    await joined(play)
    await say(play, "volunteer", "v", "k", "oud")
    await presence.beat(play.line, ["v"])
    await conversation.transfer(play.line, "c", "v", ["chat.nl.any.any"])
    await play.ready("w")
    await play.accept("c", "w")
    await helping.hand(play.line, "c", "w", on=True)
    await helping.join(play.line, "c", "cora")
    await both_shown(play, "c", "w")
    sent = await say(play, "volunteer", "w", "k", "nieuw")
    assert (sent.outcome, sent.seq) == ("SENT", 1)
    assert [one.body for one in (await helping.look(play.line, "c", "cora")).asides] == ["nieuw"]


# --- notices ---------------------------------------------------------------------------------------------------------


async def test_notice_is_kept_a_while_and_out_of_the_streams(play: Play) -> None:
    keep = Timing().heartbeat
    assert [await helping.notice(play.line, "cora", body, keep) for body in ("soep om zes uur", "dag")] == [1, 2]
    assert [(one.seq, one.by, one.body) for one in await helping.notices(play.line)] == [
        (1, "cora", "soep om zes uur"),
        (2, "cora", "dag"),
    ]
    assert [one["seq"] for one in await signals(play, "notice")] == ["1", "2"]
    assert "soep" not in str(await play.redis.xrange(keys.name(play.line.id, "signals")))
    left = await play.redis.pttl(keys.name(play.line.id, "notices"))
    assert 0 < left <= keep.total_seconds() * 1000


async def test_only_the_last_notices_are_kept(play: Play) -> None:
    for number in range(25):
        await helping.notice(play.line, "cora", str(number), Timing().heartbeat)
    assert [one.seq for one in await helping.notices(play.line)] == list(range(6, 26))
