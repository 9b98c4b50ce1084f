"""The real Functions, driven at random against the reference model; every step ends with every invariant."""

from __future__ import annotations

from itertools import count
from typing import cast

import pytest
import redis
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from luisterlijn.contact.lifecycle import State
from luisterlijn.contact.routing import Patience, Wish, contact_plan, transfer_lanes
from luisterlijn.live import library
from tests.contact.driven import Driven
from tests.contact.model import CHATS, SERVICES, Hash, deadlines_of, pool_of

LEAST_STEPS = 10_000
EXAMPLES, LENGTH = 260, 70
WISHES = (
    Wish("chat", "nl"),
    Wish("chat", "nl", other_languages=("en",), topic="grief"),
    Wish("chat", "nl", region="north", urgent=True),
    Wish("chat", "en", other_languages=("nl",)),
    Wish("phone", "nl"),
)
BEAT_MS = 10_000
EARLY_MS = 900_000
DAY_MS = 86_400_000
LIVE: tuple[State, ...] = ("waiting", "offered", "conversation")
VOLUNTEER = st.sampled_from(sorted(SERVICES))
WHICH = st.integers(0, 7)
steps = count()


class Engine(Driven):
    """Verbs as rules. A caller or volunteer that does not beat falls silent when time passes."""

    @initialize(on=st.sets(VOLUNTEER, min_size=2), wishes=st.lists(st.sampled_from(WISHES), min_size=1, max_size=6))
    def opened(self, on: set[str], wishes: list[Wish]) -> None:
        self.call("line_drive_v1", self.now)
        self.epoch = self.open(0)
        for who in sorted(on):
            self.ready(who, 0, "0")
        for wish in wishes:
            self.enter(wish, "1")
            self.facts_so_far()

    def teardown(self) -> None:
        names = self.server.keys(f"{self.root}*")
        if names:
            self.server.delete(*cast("list[str]", names))

    # --- callers -----------------------------------------------------------------------------------------------------

    @rule(wish=st.sampled_from(WISHES), is_open=st.sampled_from("11111110"))
    def enter(self, wish: Wish, is_open: str) -> None:
        self.entered += 1
        name, plan = f"c{self.entered:03}", contact_plan(wish, Patience())
        waiting = len(self.model.of("waiting", "offered"))
        reply = self.call(
            *("queue_enter_v1", name, wish.channel, wish.language, wish.topic or "", wish.region or ""),
            *("1" if wish.urgent else "0", is_open, round(plan.credit.total_seconds() * 1000), plan.encoded(), ""),
        )
        if is_open == "0" or waiting >= 12:
            assert reply == ["REFUSED", str(self.now), "closed" if is_open == "0" else "full"]
        else:
            assert reply[0] in {"OFFERED", "WAITING"}

    @precondition(lambda self: self.model.contacts)
    @rule(which=WHICH)
    def resume(self, which: int) -> None:
        name = self.pick(which, list(self.model.contacts)[-8:])
        before = self.model.contacts[name].state
        plan = contact_plan(WISHES[0], Patience())
        reply = self.call("queue_resume_v1", name, "chat", "nl", "", "", "0", self.now, 0, plan.encoded(), "")
        expected = {"abandoned": {"REENTERED", "TOO_LATE"}, **{state: {"LIVE"} for state in LIVE}}
        assert reply[0] in expected.get(before, {"OVER"})

    @precondition(lambda self: self.model.of(*LIVE))
    @rule(which=WHICH)
    def leave(self, which: int) -> None:
        name = self.pick(which, self.model.of(*LIVE))
        talking = self.model.contacts[name].state == "conversation"
        assert self.call("queue_leave_v1", name) == ["ENDED" if talking else "LEFT"]

    @rule(body=st.sampled_from(["hoi", "ja"]), which=WHICH)
    @precondition(lambda self: self.model.of(*LIVE))
    def write(self, which: int, body: str) -> None:
        name = self.pick(which, self.model.of(*LIVE))
        reply = self.call("conversation_write_v1", name, "caller", "", f"k{self.now}", body, 3, 10_000)
        assert reply[0] in {"SENT", "AGAIN", "TOO_FAST"}

    # --- volunteers --------------------------------------------------------------------------------------------------

    @rule(who=VOLUNTEER, fit_ms=st.sampled_from([0, 60_000]), past_end=st.sampled_from("001"))
    def ready(self, who: str, fit_ms: int, past_end: str) -> None:
        one = SERVICES[who]
        self.facts_so_far()
        before, self.model.fit_ms[who] = self.model.fit_ms.get(who, 0), 0 if past_end == "1" else fit_ms
        args = (one.profile, " ".join(one.lanes), one.profile2, " ".join(one.lanes2), fit_ms, past_end)
        outcome = self.call("presence_ready_v1", who, CHATS[who], *args)[0]
        spans = None if self.model.rota is None else self.model.rota.get(who, [])
        may = spans is None or any(begin - EARLY_MS <= self.now < end for begin, end in spans)
        assert outcome == ("OK" if may else "NOT_ON_SHIFT")
        if not may:
            self.model.fit_ms[who] = before

    @rule(
        who=st.sets(VOLUNTEER),
        begins_s=st.sampled_from([-300, 0, 0, 45, 2_000]),
        lasts_s=st.integers(1, 9),
        only=st.sampled_from(["", "chat", "phone"]),
        only_s=st.sampled_from([0, 30, 100]),
    )
    def rota_changes(self, who: set[str], begins_s: int, lasts_s: int, only: str, only_s: int) -> None:
        """These have one shift, a part of it with one channel alone, and one a day later; at first nobody else has any."""
        self.facts_so_far()
        begin = self.now + begins_s * 1000
        spans = [(begin, begin + lasts_s * 100_000), (begin + DAY_MS, begin + 2 * DAY_MS)]
        whole, self.model.rota = self.model.rota is None, {**(self.model.rota or {}), **dict.fromkeys(who, spans)}
        part = (begin + only_s * 1000, begin + (only_s + 60) * 1000, only)
        self.model.only.update(dict.fromkeys(who, part if only else (0, 0, "")))
        words = " ".join(f"{one}-{other}" for one, other in spans if other > self.now)
        words += f" {only}@{part[0]}-{part[1]}" if only else ""
        named = [word for name in sorted(who) for word in (name, words)]
        assert self.call("roster_set_v1", int(whole), self.now + 2 * DAY_MS, *named)[0] == "OK"

    @rule(who=VOLUNTEER, verb=st.sampled_from(["connect", "pause", "drain", "undrain", "rest", "leave"]))
    def presence(self, who: str, verb: str) -> None:
        here, talking = self.model.presence.get(who, "offline") != "offline", bool(self.model.talks(who))
        name, *args = {"drain": ("drain", "1"), "undrain": ("drain", "0"), "rest": ("rest", "120000")}.get(
            verb, (verb,)
        )
        outcome = self.call(f"presence_{name}_v1", who, *args)[0]
        if verb == "connect":
            assert outcome == "CONNECTED"
        elif verb == "leave" and here and talking:
            assert outcome == "IN_CONVERSATION"
        else:
            assert outcome == ("OK" if here else "UNKNOWN")

    def offers(self) -> list[str]:
        return [name for name, one in self.model.contacts.items() if one.offer_to]

    @precondition(lambda self: self.offers())
    @rule(which=WHICH, honest=st.sampled_from([True, True, True, False]))
    def accept(self, which: int, honest: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        name = self.pick(which, self.offers())
        one = self.model.contacts[name]
        reply = self.call("offer_accept_v1", name, one.fence if honest else one.fence - 1, one.offer_to)
        if honest and one.fence > self.epoch * 1_000:
            assert reply == ["ACCEPTED"]
            other = next(who for who in SERVICES if who != one.offer_to)
            assert self.call("offer_accept_v1", name, one.fence, other) == ["TAKEN"]
            assert self.call("offer_accept_v1", name, one.fence, one.offer_to) == ["ACCEPTED"]
        else:
            assert reply == ["TAKEN" if one.state == "conversation" and one.volunteer != one.offer_to else "OFFER_GONE"]

    @rule(rounds=st.integers(1, 3))
    def work_goes_on(self, rounds: int) -> None:
        """Every offer is accepted; who waits meanwhile comes next."""
        for _ in range(rounds):
            for name in self.offers():
                one = self.model.contacts[name]
                self.call("offer_accept_v1", name, one.fence, one.offer_to)
            self.facts_so_far()

    @precondition(lambda self: self.offers())
    @rule(which=WHICH)
    def decline(self, which: int) -> None:
        name = self.pick(which, self.offers())
        one = self.model.contacts[name]
        current = one.fence > self.epoch * 1_000
        reply = self.call("offer_decline_v1", name, one.fence, one.offer_to)
        assert reply[0] == ("DECLINED" if current else "OFFER_GONE")

    @precondition(lambda self: self.model.of("conversation"))
    @rule(which=WHICH, verb=st.sampled_from(["transfer", "transfer", "transfer_cancel", "end"]))
    def talk(self, which: int, verb: str) -> None:
        name = self.pick(which, self.model.of("conversation"))
        one = self.model.contacts[name]
        channel = one.lanes[0].split(".")[0]
        lanes = " ".join(transfer_lanes(Wish(channel, "nl"), None, None))
        outcome = self.call(f"conversation_{verb}_v1", name, one.volunteer, *([lanes] if verb == "transfer" else []))[0]
        expected = {
            "transfer": {"MOVING"} if one.moving else {"OFFERED", "LOOKING"},
            "transfer_cancel": {"OK"} if one.moving else {"NOT_MOVING"},
            "end": {"ENDED"},
        }
        assert outcome in expected[verb]

    def wraps(self) -> list[tuple[str, str]]:
        found = self.hashes("volunteer", sorted(SERVICES))
        return [(name, who) for who, one in found.items() for name in one["wraps"].split()]

    @precondition(lambda self: self.wraps())
    @rule(which=WHICH, heavy=st.sampled_from("0001"))
    def wrap_up(self, which: int, heavy: str) -> None:
        name, who = self.wraps()[which % len(self.wraps())]
        assert self.call("wrapup_done_v1", name, who, "", heavy, "")[0] == "DONE"

    # --- time --------------------------------------------------------------------------------------------------------

    @rule(beats=st.integers(1, 8), silent=st.sampled_from(["", "", "", "v1", "v2", "v3", "c", "cc"]))
    def time_passes(self, beats: int, silent: str) -> None:
        for _ in range(beats):
            self.facts_so_far()
            callers = self.model.of(*LIVE)
            quiet = {silent, *(callers[: len(silent)] if silent.startswith("c") else ())}
            heard = [name for name in callers if name not in quiet]
            if heard:
                assert set(self.call("queue_beat_v1", *heard)) == {"OK"}
            self.call("presence_beat_v1", *(name for name in SERVICES if name not in quiet))
            self.facts_so_far()
            self.move_on(BEAT_MS)

    @rule(who=VOLUNTEER)
    def volunteer_vanishes(self, who: str) -> None:
        self.time_passes(8, who)

    @rule(odd_ms=st.sampled_from([1, 999, 5_000]))
    def a_moment_passes(self, odd_ms: int) -> None:
        self.move_on(odd_ms)

    @precondition(lambda self: self.losses == 0 and self.entered > 8)
    @rule()
    def state_is_lost(self) -> None:
        self.losses += 1
        epoch = self.open(self.epoch + 1)
        assert epoch > self.epoch + 1
        self.epoch = epoch
        self.call("line_sweep_v1", 200)  # offers of the epoch before are over

    # --- what must hold ----------------------------------------------------------------------------------------------

    @invariant()
    def all_is_well(self) -> None:
        next(steps)
        self.facts_so_far()
        contacts = self.hashes("contact", list(self.model.contacts))
        volunteers = self.hashes("volunteer", sorted(SERVICES))
        assert {name: one["state"] for name, one in contacts.items()} == {
            name: one.state for name, one in self.model.contacts.items()
        }
        self.owners(contacts, volunteers)
        self.indexes(contacts, volunteers)
        self.deadlines(contacts, volunteers)
        self.mirrored(volunteers)
        self.nothing_is_left(contacts)

    def owners(self, contacts: dict[str, Hash], volunteers: dict[str, Hash]) -> None:
        talks = sorted((talk, who) for who, one in volunteers.items() for talk in one["talks"].split())
        owned = sorted((name, one["volunteer"]) for name, one in contacts.items() if one["state"] == "conversation")
        assert talks == owned
        offers = {one["offer"]: who for who, one in volunteers.items() if one["offer"]}
        assert offers == {name: one["offer_to"] for name, one in contacts.items() if one.get("offer_to")}
        for who, one in volunteers.items():
            held = one["talks"].split() + ([one["offer"]] if one["offer"] else [])
            assert len(held) <= CHATS[who]
            assert len(held) == 1 or "phone" not in {contacts[name]["channel"] for name in held}

    def indexes(self, contacts: dict[str, Hash], volunteers: dict[str, Hash]) -> None:
        zsets = self.zsets()
        pools: dict[str, set[str]] = {}
        for who, one in volunteers.items():
            assert one["pool"] == pool_of(one, self.now, on_duty=self.model.on_duty(who, self.now))
            if one["pool"]:
                pools.setdefault(one["pool"], set()).add(who)
                assert set(one["lanes"].split()) == self.model.served(who, self.now)
        assert {name: set(rows) for name, rows in zsets["ready"].items()} == pools
        turns = dict(cast("list[tuple[str, float]]", self.server.zrange(self.key("turns"), 0, -1, withscores=True)))
        assert turns == {profile: min(rows.values()) for profile, rows in zsets["ready"].items()}
        lanes: dict[str, dict[str, float]] = {}
        for name, one in contacts.items():
            looking = self.model.contacts[name].looking
            assert (one["in_lanes"] == "1") == looking
            for lane in one["lanes"].split() if looking else ():
                lanes.setdefault(lane, {})[name] = float(one["key"])
        assert zsets["waiting"] == lanes
        assert self.server.smembers(self.key("lanes")) == set(lanes)
        if self.server.hget(self.key("meta"), "held_until_ms") == "0":
            self.work_conserving(contacts, volunteers)

    def work_conserving(self, contacts: dict[str, Hash], volunteers: dict[str, Hash]) -> None:
        for who, one in volunteers.items():
            if not one["pool"]:
                continue
            served = self.model.served(who, self.now, second=bool(one["talks"]))
            for name, contact in contacts.items():
                free = contact["in_lanes"] == "1" and served.intersection(contact["lanes"].split())
                assert not free or who in self.model.contacts[name].passed

    def deadlines(self, contacts: dict[str, Hash], volunteers: dict[str, Hash]) -> None:
        there = cast("list[tuple[str, float]]", self.server.zrange(self.key("deadlines"), 0, -1, withscores=True))
        expected = deadlines_of(contacts, volunteers)
        kinds = {name.split("|")[0] for name in expected}
        assert {name for name, _ in there if name.split("|")[0] not in {"rest", "shift", "rota", "hold"}} == expected, (
            kinds
        )
        assert [name for name, at in there if at <= self.now] == []
        due = dict(there)
        for who, one in volunteers.items():
            ahead = [int(one[field]) for field in ("shift_from", "shift_until") if int(one[field]) > self.now]
            assert one["presence"] == "offline" or not ahead or self.now < due[f"shift|{who}"] <= min(ahead)
        resting = {who for who, one in volunteers.items() if one["presence"] == "resting"}
        assert resting <= {name.split("|")[1] for name, _ in there if name.startswith("rest|")}

    def mirrored(self, volunteers: dict[str, Hash]) -> None:
        order = self.server.zrange(self.key("line"), 0, -1)
        assert [one.contact for one in self.mirror.head(100)] == order
        assert sorted(self.model.of("waiting", "offered")) == sorted(cast("list[str]", order))
        assert {who: one["presence"] for who, one in volunteers.items()} == self.model.presence
        assert self.mirror.in_conversation == len(self.model.of("conversation"))

    def nothing_is_left(self, contacts: dict[str, Hash]) -> None:
        names = cast("list[str]", self.server.keys(f"{self.root}:*"))
        for name in contacts:
            state = self.model.contacts[name].state
            left = {key.removeprefix(f"{self.root}:") for key in names if key.endswith(f":{name}")}
            if state in {"closed", "refused"}:
                assert left == {f"c:{name}"}
            if state in {"closed", "refused", "abandoned"}:
                assert [key for key in left if self.server.pttl(f"{self.root}:{key}") < 0] == []
            elif state == "wrapup":
                assert left == {f"c:{name}"}


@pytest.mark.timeout(400)
def test_engine_keeps_its_promises_whatever_happens(valkey: str) -> None:
    server = redis.Redis.from_url(valkey, decode_responses=True)
    server.function_load(library.source(), replace=True)
    machine = cast("type[Engine]", type("Machine", (Engine,), {"server": server}))
    before = next(steps)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=LENGTH,
            derandomize=True,
            deadline=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
    server.close()
    done = next(steps) - before
    print(f"{done} steps")
    assert done >= LEAST_STEPS
