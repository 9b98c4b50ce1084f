"""The rota in the engine: who may be offered contacts follows it at once, and what is not known leaves nobody alone."""

from __future__ import annotations

from datetime import timedelta

from luisterlijn import facts
from luisterlijn.contact import conversation, wrapup
from luisterlijn.contact.routing import Wish, volunteer_service
from luisterlijn.live import keys
from luisterlijn.settings import Rota
from luisterlijn.volunteer import presence, roster
from luisterlijn.volunteer.duty import Duty
from tests.play import Play

HOUR = 3600.0
FIT = timedelta(minutes=25)
BOTH = volunteer_service(["chat", "phone"], ["nl"], [], None)
PHONE = Wish("phone", "nl")


async def reason(play: Play, volunteer: str) -> tuple[str, str]:
    """The presence, and what caused it."""
    fields = await presence.look(play.line, volunteer)
    return fields["presence"], fields["reason"]


async def told(play: Play) -> list[tuple[str, float, float]]:
    """Whose shift was said to be what, begin and end in hours from now; none is 0, 0."""
    hour = timedelta(hours=1)
    return [
        (one.volunteer, ((one.begins or play.now) - play.now) / hour, ((one.ends or play.now) - play.now) / hour)
        for one in await play.told(facts.VolunteerShiftChanged)
    ]


# --- known, and not known ----------------------------------------------------------------------------------------------


async def test_ready_while_the_rota_is_not_known_is_for_everybody(play: Play) -> None:
    await play.rota(v1=[(0, HOUR)])
    assert (await play.ready("v1"), await play.ready("v2")) == ("ready", "ready")


async def test_ready_outside_a_shift_is_refused(play: Play) -> None:
    await play.rota(48 * HOUR, v1=[(0, HOUR)], v2=[(2 * HOUR, 3 * HOUR)])
    assert [await play.ready(name) for name in ("v1", "v2", "v3")] == ["ready", "NOT_ON_SHIFT", "NOT_ON_SHIFT"]
    assert (await play.enter("c1"), await play.offered("c1")) == (("OFFERED", None), "v1")


async def test_refused_volunteer_is_as_before(play: Play) -> None:
    await play.rota(48 * HOUR)
    await presence.connect(play.line, "v1")
    before = await presence.look(play.line, "v1")
    assert await play.ready("v1") == "NOT_ON_SHIFT"
    assert await presence.look(play.line, "v1") == before
    assert before["duty"] == "off"


async def test_rota_that_was_not_told_for_days_leaves_nobody_alone(play: Play) -> None:
    await play.rota(48 * HOUR)
    assert await play.ready("v1") == "NOT_ON_SHIFT"
    await play.pass_(48 * HOUR)
    assert await play.ready("v1") == "ready"


async def test_rota_that_runs_out_makes_ready_who_had_checked_in(play: Play) -> None:
    await play.rota(600, v1=[(900, HOUR)])
    assert await play.ready("v1") == "away"
    await play.enter("c1")
    await play.pass_(600, volunteers=["v1"], callers=["c1"])
    assert await play.offered("c1") == "v1"


async def test_rota_that_becomes_known_sets_away_who_is_not_on_it(play: Play) -> None:
    await play.ready("v1")
    await play.ready("v2")
    await play.rota(48 * HOUR, v2=[(0, HOUR)])
    assert (await reason(play, "v1"), await play.presence("v2")) == (("away", "no_shift"), "ready")
    assert await play.enter("c1") == ("OFFERED", None)
    assert await play.offered("c1") == "v2"


async def test_free_shifts_bind_nobody(play: Play) -> None:
    free = await play.other(rota=Rota(shifts="free"))
    await free.rota(48 * HOUR, v2=[(0, HOUR)])
    assert await free.ready("v1") == "ready"
    assert await free.ready("v2", fit=FIT) == "ready"
    await free.pass_(HOUR, volunteers=["v1", "v2"])
    assert [await free.presence(name) for name in ("v1", "v2")] == ["ready", "ready"]


async def test_lacking_papers_bind_everybody_even_where_shifts_are_free(play: Play) -> None:
    for one in (play, await play.other(rota=Rota(shifts="free"))):
        lacks = {"v1": Duty(lacks_from=one.now), "v2": Duty(((one.now, one.after(HOUR)),), one.after(600))}
        await roster.put(one.line, lacks, one.after(48 * HOUR))
        assert (await one.ready("v1"), await one.ready("v2")) == ("LACKS", "ready")
        await one.pass_(600, volunteers=["v2"])
        assert await reason(one, "v2") == ("away", "lacks")
        assert await one.ready("v2") == "LACKS"


async def test_papers_that_end_in_mid_offer_give_it_back_and_leave_a_talk_alone(play: Play) -> None:
    ends = Duty(((play.now, play.after(HOUR)),), play.after(610))
    await roster.put(play.line, {"v1": ends, "v2": ends}, play.after(48 * HOUR))
    await play.talk("c1", "v1")
    await play.pass_(600, callers=["c1"], volunteers=["v1"])
    await play.ready("v2")
    await play.enter("c2")
    assert await play.offered("c2") == "v2"
    await play.pass_(9.999)
    assert await play.offered("c2") == "v2"
    await play.pass_(0.001)
    assert (await play.offered("c2"), await play.state("c2")) == ("", "waiting")
    assert (await reason(play, "v2"), await play.presence("v1")) == (("away", "lacks"), "busy")
    assert await play.accept("c2", "v2") == "OFFER_GONE"


async def test_set_of_some_says_nothing_of_others(play: Play) -> None:
    await play.rota(48 * HOUR, v1=[(0, HOUR)], v2=[(0, HOUR)])
    await play.rota(v1=[])
    assert (await play.ready("v1"), await play.ready("v2")) == ("NOT_ON_SHIFT", "ready")
    await play.rota(48 * HOUR, v1=[(0, HOUR)])
    assert (await play.ready("v1"), await presence.look(play.line, "v2"))[0] == "ready"
    assert await reason(play, "v2") == ("away", "no_shift")


async def test_set_of_a_whole_line_of_volunteers_is_one_call(play: Play) -> None:
    everybody = {f"v{number}": [(0.0, HOUR)] for number in range(3000)}
    await play.ready("v2999")
    await play.rota(48 * HOUR, **everybody)
    assert await play.redis.hlen(keys.name(play.line.id, "shifts")) == 3000
    assert (await play.presence("v2999"), await play.ready("v1500")) == ("ready", "ready")


# --- a shift for fewer channels ---------------------------------------------------------------------------------------


async def test_shift_for_one_channel_offers_only_that(play: Play) -> None:
    await play.rota(48 * HOUR, v1=[(0, HOUR, "chat")])
    await play.enter("p1", PHONE)
    assert await play.ready("v1", BOTH) == "ready"
    assert await play.enter("c1") == ("OFFERED", None)
    assert (await play.offered("p1"), await play.offered("c1")) == ("", "v1")


async def test_next_shift_has_its_own_channels_at_once(play: Play) -> None:
    narrowed = ((play.now, play.after(600), ("chat",)),)
    duty = Duty(((play.now, play.after(HOUR)),), narrowed=narrowed)  # two shifts that touch are one span on duty
    await roster.put(play.line, {"v1": duty}, play.after(48 * HOUR))
    await play.ready("v1", BOTH)
    await play.enter("p1", PHONE)
    await play.pass_(599.999, volunteers=["v1"], callers=["p1"])
    assert await play.offered("p1") == ""
    await play.pass_(0.001)
    assert await play.offered("p1") == "v1"


async def test_rota_that_takes_a_channel_away_moves_its_offer_to_who_has_it(play: Play) -> None:
    await play.rota(48 * HOUR, v1=[(0, HOUR)], v2=[(0, HOUR)])
    await play.ready("v1", BOTH)
    await play.enter("p1", PHONE)
    await play.ready("v2", BOTH)
    assert await play.offered("p1") == "v1"
    await play.rota(v1=[(0, HOUR, "chat")])
    assert (await play.offered("p1"), await play.presence("v1")) == ("v2", "ready")
    lanes = [one.lanes for one in await play.told(facts.VolunteerPresenceChanged) if one.volunteer == "v1"]
    assert {lane.partition(".")[0] for lane in lanes[-1]} == {"chat"}


async def test_talk_goes_on_when_its_channel_is_taken_away(play: Play) -> None:
    await play.ready("v1", BOTH)
    await play.enter("p1", PHONE)
    await play.accept("p1", "v1")
    await play.rota(48 * HOUR, v1=[(0, HOUR, "chat")])
    assert (await play.state("p1"), await play.presence("v1")) == ("conversation", "busy")


async def test_shift_for_a_channel_one_does_not_take_says_why_nothing_comes(play: Play) -> None:
    await play.rota(48 * HOUR, v1=[(0, HOUR, "phone")])
    assert await play.ready("v1") == "away"
    assert await reason(play, "v1") == ("away", "no_lanes")


async def test_free_shifts_narrow_nothing(play: Play) -> None:
    free = await play.other(rota=Rota(shifts="free"))
    await free.rota(48 * HOUR, v1=[(0, HOUR, "chat")])
    await free.ready("v1", BOTH)
    await free.enter("p1", PHONE)
    assert await free.offered("p1") == "v1"


# --- a shift begins ----------------------------------------------------------------------------------------------------


async def test_check_in_before_a_shift_is_away_until_it_begins(play: Play) -> None:
    await play.rota(48 * HOUR, v1=[(901, HOUR)])
    await play.enter("c1")
    assert await play.ready("v1") == "NOT_ON_SHIFT"
    await play.pass_(1, callers=["c1"])
    assert await play.ready("v1") == "away"
    assert await reason(play, "v1") == ("away", "shift_not_begun")
    await play.pass_(899.999, callers=["c1"], volunteers=["v1"])
    assert await play.offered("c1") == ""
    await play.pass_(0.001)
    assert await play.offered("c1") == "v1"


async def test_check_in_taken_back_is_a_break(play: Play) -> None:
    await play.rota(48 * HOUR, v1=[(600, HOUR)])
    await play.ready("v1")
    await presence.pause(play.line, "v1")
    assert await reason(play, "v1") == ("away", "asked")
    await play.pass_(700, volunteers=["v1"])
    assert await play.presence("v1") == "away"


async def test_check_in_is_told_once(play: Play) -> None:
    await play.rota(48 * HOUR, v1=[(600, HOUR)])
    await play.ready("v1")
    await play.ready("v1")
    changed = await play.told(facts.VolunteerPresenceChanged)
    assert [(one.presence, one.reason) for one in changed] == [("away", "shift_not_begun")]


async def test_console_hears_when_it_may_check_in_and_when_the_shift_begins(play: Play) -> None:
    await play.rota(48 * HOUR, v1=[(HOUR, 2 * HOUR)])
    await presence.connect(play.line, "v1")
    duties = [(await presence.look(play.line, "v1"))["duty"]]
    signals = []
    for seconds in (2700, 900, 3600):
        await play.pass_(seconds, volunteers=["v1"])
        duties.append((await presence.look(play.line, "v1"))["duty"])
        signals.append(await play.redis.xlen(keys.name(play.line.id, "signals")))
    assert duties == ["off", "early", "on", "off"]
    assert signals == sorted(set(signals))


# --- a shift ends ------------------------------------------------------------------------------------------------------


async def test_near_the_end_of_a_shift_nothing_new_is_offered(play: Play) -> None:
    await play.rota(48 * HOUR, v1=[(0, 1800)])
    await play.ready("v1", fit=FIT)
    await play.pass_(299.999, volunteers=["v1"])
    assert await play.presence("v1") == "ready"
    await play.pass_(0.001)
    assert await reason(play, "v1") == ("away", "shift_ending")
    assert await play.ready("v1", fit=FIT) == "away"


async def test_ready_too_near_the_end_says_why_nothing_comes(play: Play) -> None:
    await play.rota(48 * HOUR, v1=[(-HOUR, 600)])
    await presence.connect(play.line, "v1")
    assert await play.ready("v1", fit=FIT) == "away"
    assert await reason(play, "v1") == ("away", "shift_ending")


async def test_near_the_end_of_a_shift_no_second_chat_begins(play: Play) -> None:
    await play.rota(48 * HOUR, v1=[(0, 1800)])
    await play.talk("c1", "v1", chats=2, fit=FIT)
    await play.pass_(300, callers=["c1"], volunteers=["v1"])
    assert await play.enter("c2") == ("WAITING", None)
    assert await play.presence("v1") == "busy"


async def test_talk_may_run_past_the_end_for_who_chose_so(play: Play) -> None:
    await play.rota(48 * HOUR, v1=[(0, 1800)])
    await play.ready("v1", fit=FIT, past_end=True)
    await play.pass_(1799, volunteers=["v1"])
    assert await play.enter("c1") == ("OFFERED", None)
    await play.accept("c1", "v1")
    await play.pass_(600, callers=["c1"], volunteers=["v1"])
    assert (await play.presence("v1"), await play.enter("c2")) == ("busy", ("WAITING", None))
    await play.finish("c1", "v1")
    assert await reason(play, "v1") == ("away", "shift_over")
    assert await play.ready("v1", past_end=True) == "NOT_ON_SHIFT"


async def test_end_of_a_shift_is_away_for_who_chose_to_go_on_to_it(play: Play) -> None:
    await play.rota(48 * HOUR, v1=[(0, 1800)])
    await play.ready("v1", fit=FIT, past_end=True)
    await play.pass_(1800, volunteers=["v1"])
    assert await reason(play, "v1") == ("away", "shift_over")


async def test_arrival_after_the_end_is_not_offered_although_nobody_swept(play: Play) -> None:
    await play.rota(48 * HOUR, v1=[(0, 60)], v2=[(0, HOUR)])
    await play.ready("v1")
    await play.pass_(1, volunteers=["v1"])
    await play.ready("v2")
    await presence.beat(play.line, ["v1", "v2"])
    await play.line.drive(play.after(59))
    await play.enter("c1")
    assert (await play.offered("c1"), await reason(play, "v1")) == ("v2", ("away", "shift_over"))


async def test_shift_made_longer_goes_on_without_a_word(play: Play) -> None:
    await play.rota(48 * HOUR, v1=[(0, 1800)])
    await play.ready("v1", fit=FIT)
    await play.pass_(600, volunteers=["v1"])
    assert await reason(play, "v1") == ("away", "shift_ending")
    await play.enter("c1")
    await play.rota(v1=[(-600, 2 * HOUR)])
    assert await play.offered("c1") == "v1"


async def test_shift_made_longer_leaves_alone_who_takes_a_break(play: Play) -> None:
    await play.rota(48 * HOUR, v1=[(0, 1800)])
    await play.ready("v1", fit=FIT)
    await play.pass_(600, volunteers=["v1"])
    await presence.pause(play.line, "v1")
    await play.rota(v1=[(-600, 2 * HOUR)])
    assert await play.presence("v1") == "away"


async def test_next_shift_is_checked_in_anew(play: Play) -> None:
    await play.rota(48 * HOUR, v1=[(0, 1800), (2400, HOUR)])
    await play.ready("v1")
    await play.pass_(2400, volunteers=["v1"])
    assert await play.presence("v1") == "away"
    assert await play.ready("v1") == "ready"


# --- the rota changes --------------------------------------------------------------------------------------------------


async def test_swap_moves_the_offer_at_once(play: Play) -> None:
    await play.rota(48 * HOUR, v1=[(0, HOUR)], v2=[(3 * HOUR, 4 * HOUR)])
    await play.ready("v1")
    await play.enter("c1")
    await play.enter("c2")
    assert (await play.offered("c1"), await play.ready("v2")) == ("v1", "NOT_ON_SHIFT")
    await play.rota(v1=[(3 * HOUR, 4 * HOUR)], v2=[(0, HOUR)])
    assert (await play.offered("c1"), await reason(play, "v1")) == ("", ("away", "no_shift"))
    assert [one.reason for one in await play.told(facts.OfferWithdrawn)] == ["volunteer_left"]
    await play.ready("v2")
    assert await play.offered("c1") == "v2"


async def test_withdrawn_offer_goes_to_who_comes_on_before_later_callers_do(play: Play) -> None:
    await play.rota(48 * HOUR, v1=[(0, HOUR)], v2=[(600, HOUR)])
    await play.ready("v1")
    await play.ready("v2")
    await play.enter("c1")
    await play.enter("c2")
    await play.rota(v1=[], v2=[(0, HOUR)])
    assert [await play.offered(name) for name in ("c1", "c2")] == ["v2", ""]


async def test_several_who_come_on_at_once_are_taken_by_turn(play: Play) -> None:
    await play.talk("c0", "a")
    await play.pass_(600, callers=["c0"], volunteers=["a"])
    await play.finish("c0", "a")
    await play.pass_(60, volunteers=["a"])
    await play.rota(48 * HOUR, a=[(600, HOUR)], b=[(600, HOUR)])
    await play.ready("a")
    await play.ready("b")
    await play.enter("c1")
    await play.rota(a=[(0, HOUR)], b=[(0, HOUR)])
    assert await play.offered("c1") == "b"


async def test_talk_goes_on_when_the_shift_is_taken_away(play: Play) -> None:
    await play.rota(48 * HOUR, v1=[(0, HOUR)])
    await play.talk("c1", "v1")
    await play.rota(v1=[])
    assert (await play.presence("v1"), await play.state("c1")) == ("busy", "conversation")
    assert await conversation.end(play.line, "c1", "v1") == "ENDED"
    assert await play.presence("v1") == "wrapup"
    await wrapup.done(play.line, "c1", "v1")
    assert await reason(play, "v1") == ("away", "shift_over")


async def test_change_of_the_shift_is_told_once_and_only_of_who_is_there(play: Play) -> None:
    await presence.connect(play.line, "v1")
    await play.rota(48 * HOUR, v1=[(0, HOUR), (2 * HOUR, 3 * HOUR)], v2=[(0, HOUR)])
    await play.rota(48 * HOUR, v1=[(0, HOUR), (5 * HOUR, 6 * HOUR)], v2=[(0, HOUR)])
    assert await told(play) == [("v1", 0, 1)]
    await play.rota(v1=[])
    assert await told(play) == [("v1", 0, 1), ("v1", 0, 0)]


async def test_next_shift_is_told_when_one_is_over(play: Play) -> None:
    await play.rota(48 * HOUR, v1=[(0, HOUR), (2 * HOUR, 3 * HOUR)])
    await presence.connect(play.line, "v1")
    await play.pass_(HOUR, volunteers=["v1"])
    assert await told(play) == [("v1", 1, 2)]


async def test_shift_changed_while_away_from_the_page_is_there_at_the_next_log_in(play: Play) -> None:
    await play.rota(48 * HOUR, v1=[(0, HOUR)])
    await play.ready("v1")
    await presence.leave(play.line, "v1")
    await play.rota(v1=[(2 * HOUR, 3 * HOUR)])
    await presence.connect(play.line, "v1")
    looked = await presence.look(play.line, "v1")
    assert (looked["duty"], looked["presence"]) == ("off", "away")
    assert await play.ready("v1") == "NOT_ON_SHIFT"
