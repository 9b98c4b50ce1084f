"""The line: an arrival is recorded whatever happens, and a place is kept through anything."""

from __future__ import annotations

from datetime import timedelta

from luisterlijn import facts
from luisterlijn.contact import conversation, queue, wrapup
from luisterlijn.contact.routing import Patience, Wish, contact_plan, volunteer_service
from luisterlijn.settings import Limits
from tests.play import NL, START, Play


async def test_enter_records_the_arrival_when_nobody_is_on(play: Play) -> None:
    assert await play.enter("c1") == ("WAITING", None)
    assert await play.kinds("c1") == ["contact.arrived", "contact.queued"]


async def test_enter_records_the_arrival_when_closed(play: Play) -> None:
    await play.ready("v1")
    assert await play.enter("c1", is_open=False) == ("REFUSED", "closed")
    assert await play.kinds("c1") == ["contact.arrived", "contact.refused"]
    assert await play.presence("v1") == "ready"


async def test_enter_records_the_arrival_when_full(play: Play) -> None:
    small = await play.other(limits=Limits(most_waiting=2))
    outcomes = [await small.enter(f"c{number}") for number in range(3)]
    assert outcomes == [("WAITING", None), ("WAITING", None), ("REFUSED", "full")]
    assert await small.kinds("c2") == ["contact.arrived", "contact.refused"]


async def test_enter_refused_uses_up_nothing_of_the_day(play: Play) -> None:
    small = await play.other(limits=Limits(most_waiting=1, most_per_caller=2))
    assert await small.enter("c0", names=["bob"]) == ("WAITING", None)
    for number in range(1, 5):
        assert await small.enter(f"c{number}", names=["ann"]) == ("REFUSED", "full")


async def test_enter_records_the_arrival_when_one_caller_comes_too_often(play: Play) -> None:
    for number in range(12):
        assert await play.enter(f"c{number}", names=["ann"]) == ("WAITING", None)
    assert await play.enter("c12", names=["ann"]) == ("REFUSED", "too_many")
    assert await play.kinds("c12") == ["contact.arrived", "contact.refused"]
    assert await play.enter("c13", names=["bob"]) == ("WAITING", None)


async def test_enter_records_the_arrival_when_blocked(play: Play) -> None:
    await play.enter("c1", names=["ann"])
    assert await wrapup.block(play.line, "c1", play.now + timedelta(days=2)) == "OK"
    assert await play.enter("c2", names=["ann tomorrow", "ann"]) == ("REFUSED", "blocked")
    assert await play.enter("c3", names=["bob"]) == ("WAITING", None)
    assert await play.kinds("c2") == ["contact.arrived", "contact.refused"]


async def test_enter_twice_is_known(play: Play) -> None:
    await play.enter("c1")
    assert (await play.enter("c1"))[0] == "KNOWN"
    assert len(await play.told(facts.ContactArrived)) == 1


async def test_leave_gives_the_place_up_and_the_offer_back(play: Play) -> None:
    await play.ready("v1")
    await play.enter("c1")
    assert await queue.leave(play.line, "c1") == "LEFT"
    assert (await play.state("c1"), await play.presence("v1"), await play.order()) == ("abandoned", "ready", [])
    assert [one.reason for one in await play.told(facts.ContactAbandoned)] == ["left"]
    assert await queue.leave(play.line, "c1") == "OVER"


async def test_leave_in_conversation_ends_it(play: Play) -> None:
    await play.talk("c1", "v1")
    assert await queue.leave(play.line, "c1") == "ENDED"
    assert (await play.state("c1"), await play.presence("v1")) == ("wrapup", "wrapup")


async def test_silent_caller_is_unsure_then_gone(play: Play) -> None:
    await play.enter("c1")
    await play.pass_(19.999)
    assert (await play.contact("c1"))["conn"] == "connected"
    await play.pass_(0.001)
    assert (await play.contact("c1"))["conn"] == "unsure"
    await play.ready("v1")
    assert (await play.state("c1"), await play.presence("v1")) == ("waiting", "ready")
    await play.pass_(59.999, volunteers=["v1"])
    assert await play.order() == ["c1"]
    await play.pass_(0.001)
    assert (await play.state("c1"), await play.order()) == ("abandoned", [])
    assert [one.connection for one in await play.told(facts.ContactConnectionChanged)] == ["unsure", "gone"]


async def test_silent_caller_loses_the_offer_and_gets_it_when_back(play: Play) -> None:
    await play.ready("v1")
    await play.enter("c1")
    await play.pass_(20, volunteers=["v1"])
    assert (await play.offered("c1"), await play.presence("v1")) == ("", "ready")
    assert await queue.beat(play.line, ["c1", "c9"]) == ["OK", "UNKNOWN"]
    assert await play.offered("c1") == "v1"
    assert [one.reason for one in await play.told(facts.OfferWithdrawn)] == ["caller_unsure"]


async def test_beat_of_a_contact_that_is_over_says_so(play: Play) -> None:
    await play.enter("c1", is_open=False)
    await play.enter("c2")
    await queue.leave(play.line, "c2")
    assert await queue.beat(play.line, ["c1", "c2"]) == ["refused", "abandoned"]


async def test_resume_of_a_contact_that_never_left_is_live(play: Play) -> None:
    await play.enter("c1")
    assert await play.resume("c1") == "LIVE"


async def test_resume_brings_back_the_first_arrival(play: Play) -> None:
    await play.enter("c1")
    await play.pass_(10)
    await play.enter("c2")
    await queue.leave(play.line, "c1")
    await play.pass_(15, callers=["c2"])
    assert await play.resume("c1") == "REENTERED"
    assert await play.order() == ["c1", "c2"]
    queued = [one for one in await play.told(facts.ContactQueued) if one.contact == "c1"]
    assert [(one.reason, one.first_arrival_at) for one in queued] == [("arrival", START), ("resumed", START)]


async def test_resume_at_the_end_of_the_window_works_and_past_it_not(play: Play) -> None:
    for contact in ("c1", "c2"):
        await play.enter(contact)
        await queue.leave(play.line, contact)
    await play.pass_(1800)
    assert await play.resume("c1") == "REENTERED"
    await play.pass_(0.001)
    assert await play.resume("c2") == "TOO_LATE"


async def test_resume_of_what_is_over_is_over(play: Play) -> None:
    await play.enter("c1", is_open=False)
    await play.talk("c2", "v1")
    await play.finish("c2", "v1")
    assert [await play.resume("c1"), await play.resume("c2")] == ["OVER", "OVER"]


async def test_resume_of_a_blocked_caller_is_over(play: Play) -> None:
    await play.enter("c1", names=["ann"])
    await queue.leave(play.line, "c1")
    await wrapup.block(play.line, "c1", play.now + timedelta(days=1))
    assert await play.resume("c1", names=["ann"]) == "OVER"
    assert await play.resume("c1", names=["bob"]) == "REENTERED"


async def test_resume_after_live_state_was_wiped_keeps_the_order(play: Play) -> None:
    await play.enter("c1")
    await play.pass_(30, callers=["c1"])
    await play.enter("c2")
    await play.wipe()
    assert await play.state("c1") == ""
    await play.line._open(play.redis)
    assert await play.resume("c2", START + timedelta(seconds=30)) == "REENTERED"
    assert await play.resume("c1", START) == "REENTERED"
    assert await play.order() == ["c1", "c2"]


async def test_resume_after_a_wipe_counts_messages_on_from_what_the_page_has(play: Play) -> None:
    await play.enter("c1")
    await play.wipe()
    await play.line._open(play.redis)
    await play.resume("c1", START, seen=7)

    assert (await play.write("c1", "k", "still here")).seq == 8
    assert [one.seq for one in (await conversation.look(play.line, "c1", 7)).messages] == [8]
    assert [one.seq for one in (await conversation.look(play.line, "c1", 0)).messages] == [8]
    assert (await conversation.look(play.line, "c1", 8)).messages == ()


async def test_resume_after_a_wipe_stands_at_the_step_of_its_wait(play: Play) -> None:
    wish = Wish("chat", "nl", region="north")
    await play.enter("c1", wish)
    await play.pass_(61, callers=["c1"])
    lanes = (await play.contact("c1"))["lanes"]
    await play.wipe()
    await play.line._open(play.redis)
    await play.resume("c1", START, wish)
    assert (await play.contact("c1"))["lanes"] == lanes == "chat.nl.any.north chat.nl.any.any"


async def test_step_relaxes_the_region_and_keeps_the_place(play: Play) -> None:
    await play.ready("v1")
    await play.enter("c1", Wish("chat", "nl", region="north"))
    key = (await play.contact("c1"))["key"]
    await play.pass_(59.999, callers=["c1"], volunteers=["v1"])
    assert await play.offered("c1") == ""
    await play.pass_(0.001)
    assert await play.offered("c1") == "v1"
    assert (await play.contact("c1"))["key"] == key
    assert [one.step for one in await play.told(facts.ContactStepped)] == [1]


async def test_step_does_not_run_while_an_offer_is_pending(play: Play) -> None:
    north = volunteer_service(["chat"], ["nl"], [], "north")
    await play.enter("c1", Wish("chat", "nl", region="north"))
    await play.pass_(50, callers=["c1"])
    await play.ready("v1", north)
    await play.pass_(25, callers=["c1"], volunteers=["v1"])
    await play.decline("c1", "v1")
    await play.ready("v2")
    await play.pass_(9.999, callers=["c1"], volunteers=["v2"])
    assert await play.offered("c1") == ""
    await play.pass_(0.001)
    assert await play.offered("c1") == "v2"


async def test_step_reached_is_kept_when_the_volunteer_is_lost(play: Play) -> None:
    await play.enter("c1", Wish("chat", "nl", region="north"))
    await play.ready("v1")
    await play.pass_(60, callers=["c1"], volunteers=["v1"])
    await play.accept("c1", "v1")
    await play.pass_(65, callers=["c1"])
    await play.ready("v2")
    assert await play.offered("c1") == "v2"


async def test_urgent_goes_first_but_age_wins_in_the_end(play: Play) -> None:
    await play.enter("old")
    await play.pass_(301, callers=["old"])
    await play.enter("new")
    await play.enter("urgent", Wish("chat", "nl", urgent=True))
    assert await play.order() == ["old", "urgent", "new"]


async def test_nobody_starves_under_urgent_arrivals(play: Play) -> None:
    await play.enter("patient")
    for number in range(40):
        await play.enter(f"u{number}", Wish("chat", "nl", urgent=True))
        await play.pass_(10, callers=["patient", *(f"u{one}" for one in range(number + 1))])
    ahead = (await play.order()).index("patient")
    assert ahead == 30  # those of the first 300 s; none that came later


async def test_resume_again_and_again_gains_no_more_credit(play: Play) -> None:
    await play.enter("c1")
    keys = []
    for _ in range(3):
        await queue.leave(play.line, "c1")
        await play.resume("c1")
        keys.append(int((await play.contact("c1"))["key"]))
    assert keys == [play.now_ms - 120_000] * 3


async def test_text_written_while_waiting_survives_a_resume(play: Play) -> None:
    await play.enter("c1")
    await play.write("c1", "k1", "hallo")
    await queue.leave(play.line, "c1")
    await play.resume("c1")
    assert [one.body for one in (await conversation.look(play.line, "c1")).messages] == ["hallo"]


async def test_contact_that_was_forgotten_does_not_overtake_one_that_was_not(play: Play) -> None:
    await play.enter("c1")
    await play.pass_(5, callers=["c1"])
    assert await play.resume("c2", play.now - timedelta(seconds=1)) == "REENTERED"
    assert await play.order() == ["c1", "c2"]


async def test_messages_are_numbered_on_from_those_a_page_has_where_some_were_lost(play: Play) -> None:
    await play.enter("c1")
    await play.write("c1", "k1", "een")
    assert await play.resume("c1", seen=4) == "LIVE"
    assert (await play.write("c1", "k2", "vijf")).seq == 5
    look = await conversation.look(play.line, "c1", 4)
    assert [one.seq for one in look.messages] == [5]
    assert [one.seq for one in (await conversation.look(play.line, "c1")).messages] == [1, 5]
    assert await play.resume("c1", seen=2) == "LIVE"
    assert (await play.write("c1", "k3", "zes")).seq == 6


async def test_arrival_is_the_engines_whatever_became_of_it(play: Play) -> None:
    plan, outcomes = contact_plan(NL, Patience()), []
    for contact, is_open in (("c1", True), ("c2", False), ("c1", True)):
        admitted = await queue.enter(play.line, contact, NL, plan, (), is_open=is_open)
        outcomes.append((admitted.outcome, admitted.arrived_at - START))
        await play.pass_(1)
    assert outcomes == [("WAITING", timedelta()), ("REFUSED", timedelta(seconds=1)), ("KNOWN", timedelta())]
