"""Hands, coordinators and asides among everything else that happens to a line, at random, against what the facts tell."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

import pytest
import redis
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from luisterlijn import facts
from luisterlijn.live import library
from tests.contact.model import Hash
from tests.contact.test_machine import WHICH, Engine

EXAMPLES, LENGTH = 80, 40
COORDINATOR = st.sampled_from(("cora", "dirk"))
seen: Counter[str] = Counter()


class Helping(Engine):
    """The engine's machine, in which volunteers also ask for help."""

    def __init__(self) -> None:
        super().__init__()
        self.hands: set[str] = set()
        self.inside: dict[str, str] = {}
        self.joins = 0
        self.last_help = "-"

    # --- what they do ------------------------------------------------------------------------------------------------

    @precondition(lambda self: self.model.of("conversation"))
    @rule(which=WHICH, on=st.sampled_from("1110"))
    def hand(self, which: int, on: str) -> None:
        name = self.pick(which, self.model.of("conversation"))
        volunteer = self.model.contacts[name].volunteer
        up = name not in self.inside if on == "1" else False
        assert self.call("help_hand_v1", name, volunteer, on) == ["RAISED" if up else "LOWERED"]
        assert self.call("help_hand_v1", name, "somebody", on) == ["NOT_YOURS"]

    @rule(which=WHICH, who=COORDINATOR)
    def help_comes(self, which: int, who: str) -> None:
        """Who waits is answered, somebody asks, and somebody comes."""
        self.work_goes_on(1)
        if self.model.of("conversation"):
            self.hand(which, "1")
            self.helped_so_far()
            self.join(which, who)

    @precondition(lambda self: self.model.of("conversation"))
    @rule(which=WHICH, who=COORDINATOR)
    def join(self, which: int, who: str) -> None:
        name = self.pick(which, sorted(self.hands) or self.model.of("conversation"))
        there = self.inside.get(name)
        expected = (
            "JOINED" if there == who else "TAKEN" if there else "JOINED" if name in self.hands else "NOBODY_ASKED"
        )
        assert self.call("help_join_v1", name, who) == [expected]
        self.helped_so_far()
        assert (self.inside.get(name) == who) == (expected == "JOINED")
        if expected != "JOINED":
            assert self.call("help_look_v1", name, who, 0, 0)[0] == "OUT"

    @precondition(lambda self: self.inside)
    @rule(which=WHICH, verb=st.sampled_from(["part", "beat", "beat", "shown", "shown"]), right=st.booleans())
    def go_on(self, which: int, verb: str, right: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        name = self.pick(which, sorted(self.inside))
        if verb == "shown":
            self.call("help_shown_v1", name, "caller", "")
            self.call("help_shown_v1", name, "volunteer", self.model.contacts[name].volunteer)
            assert self.call("help_look_v1", name, self.inside[name], 0, 0)[0] == "IN"
            return
        who = self.inside[name] if right else "somebody"
        outcome = self.call(f"help_{verb}_v1", name, who)[0]
        assert outcome == (("PARTED" if verb == "part" else "OK") if right else "OUT")

    @precondition(lambda self: self.inside)
    @rule(which=WHICH, by=st.sampled_from(["volunteer", "coordinator"]), key=st.sampled_from("ab"))
    def aside(self, which: int, by: str, key: str) -> None:
        name = self.pick(which, sorted(self.inside))
        who = self.inside[name] if by == "coordinator" else self.model.contacts[name].volunteer
        assert self.call("help_aside_v1", name, by, who, key, "woord", 3, 10_000)[0] in {"SENT", "AGAIN"}
        assert self.call("help_aside_v1", name, by, "somebody", key, "woord", 3, 10_000) == ["NOT_YOURS"]

    # --- what must hold ----------------------------------------------------------------------------------------------

    def helped_so_far(self) -> None:
        """Hands and coordinators as the facts tell them; a fact that makes no sense is objected to."""
        stream = self.server.xrange(self.key("facts"), min=self.last_help)
        for entry_id, fields in cast("list[tuple[str, Hash]]", stream):
            self.last_help = f"({entry_id}"
            fact = facts.parse(entry_id, fields)
            seen[fact.kind] += 1
            match fact:
                case facts.HandRaised():
                    assert fact.contact not in self.hands
                    assert fact.contact not in self.inside
                    self.hands.add(fact.contact)
                case facts.HandLowered():
                    self.hands.remove(fact.contact)
                case facts.CoordinatorJoined():
                    assert fact.coordinator not in self.inside.values()
                    assert fact.contact not in self.inside
                    self.inside[fact.contact] = fact.coordinator
                case facts.CoordinatorLeft():
                    assert self.inside.pop(fact.contact) == fact.coordinator
                case facts.ConversationEnded() | facts.ConversationLost():
                    assert fact.contact not in self.hands
                    assert fact.contact not in self.inside
                case _:
                    pass

    @invariant()
    def all_is_well(self) -> None:
        """What must hold of help; everything else is held against in test_machine."""
        self.facts_so_far()
        self.helped_so_far()
        contacts = self.hashes("contact", list(self.model.contacts))
        assert {name for name, one in contacts.items() if one.get("hand") == "1"} == self.hands
        assert {name: one["coordinator"] for name, one in contacts.items() if one.get("coordinator")} == self.inside
        assert {*self.hands, *self.inside} <= set(self.model.of("conversation"))
        helping = cast("dict[str, str]", self.server.hgetall(self.key("helping")))
        assert {name: who for who, name in helping.items()} == self.inside
        assert {one.contact for one in self.mirror.asking()} == {*self.hands, *self.inside}
        for name, one in contacts.items():
            kept = self.server.llen(self.key("asides", name))
            assert kept == int(one.get("aside_seq", 0))
            assert not kept or name in self.model.of("conversation")

        self.helpers_are_waited_for()

    def helpers_are_waited_for(self) -> None:
        """Whoever is inside has a deadline, and is out when it has passed; nobody else has one."""
        there = cast("list[tuple[str, float]]", self.server.zrange(self.key("deadlines"), 0, -1, withscores=True))
        assert {name.removeprefix("helper|") for name, _ in there if name.startswith("helper|")} == set(self.inside)
        assert {name.removeprefix("shown|") for name, _ in there if name.startswith("shown|")} <= set(self.inside)
        assert [name for name, at in there if at <= self.now] == []


@pytest.mark.timeout(300)
def test_help_is_true_whatever_happens(valkey: str) -> None:
    server = redis.Redis.from_url(valkey, decode_responses=True)
    server.function_load(library.source(), replace=True)
    machine: Any = type("Machine", (Helping,), {"server": server})
    seen.clear()
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
    print({kind: seen[kind] for kind in ("hand.raised", "coordinator.joined", "coordinator.left", "conversation.lost")})
    assert min(seen[kind] for kind in ("hand.raised", "coordinator.joined", "coordinator.left")) >= 20
