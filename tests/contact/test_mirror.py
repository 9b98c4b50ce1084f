"""The mirror of the line: places, presences and offers, against a naive list and under facts told twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from luisterlijn import clock, facts
from luisterlijn.contact.mirror import Mirror
from luisterlijn.contact.snapshot import Snapshot, TalkingContact, VolunteerState, WaitingContact

START = datetime(2026, 5, 4, 12, tzinfo=UTC)
NL, EN, NORTH = "chat.nl", "chat.en", "chat.nl.north"


ONE = {"offer": 7, "volunteer": "v1"}
OFFER: dict[str, dict[str, Any]] = {
    "made": {**ONE, "lane": NL, "due_at": 0, "transfer": "0", "why": "{}"},
    "declined": ONE,
    "expired": {**ONE, "in_a_row": 1},
    "withdrawn": {**ONE, "reason": "volunteer_left"},
}


def new_mirror() -> Mirror:
    return Mirror()


@dataclass
class Story:
    """Tells facts as the stream carries them, ids and versions rising, and feeds them to a mirror."""

    mirror: Mirror = field(default_factory=new_mirror)
    told: list[facts.Fact] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return START + timedelta(seconds=len(self.told))

    def tell(self, kind: str, **fields: Any) -> facts.Fact:
        at_ms = clock.to_ms(self.now)
        if "version" not in fields and kind != "line.epoch_changed":
            whose = fields["volunteer"] if kind.startswith("volunteer.") else fields["contact"]
            fields["version"] = self.versions[whose] = self.versions.get(whose, 0) + 1
        text = {name: str(value) for name, value in fields.items()}
        fact = facts.parse(f"{at_ms}-0", {"kind": kind, "at": str(at_ms), **text})
        self.told.append(fact)
        self.mirror.apply(fact)
        return fact

    def queued(self, contact: str, key: float, lanes: str = NL, reason: str = "arrival", **fields: Any) -> facts.Fact:
        fields = {"channel": "chat", "step": 0, "first_arrival_at": clock.to_ms(self.now), **fields}
        return self.tell("contact.queued", contact=contact, order_key=key, lanes=lanes, reason=reason, **fields)

    def accepted(self, contact: str, volunteer: str = "v1", before: str = "") -> facts.Fact:
        fields = {"offer": 1, "volunteer": volunteer, "lane": NL, "waited_ms": 60_000, "before": before}
        return self.tell("offer.accepted", contact=contact, **fields)

    def presence(self, volunteer: str, presence: str, lanes: str = NL, *, draining: bool = False) -> facts.Fact:
        fields = {"presence": presence, "before": "offline", "reason": "test", "draining": draining, "lanes": lanes}
        return self.tell("volunteer.presence_changed", volunteer=volunteer, **fields)

    def order(self) -> list[str]:
        return [waiting.contact for waiting in self.mirror.head(100)]

    def able(self, contact: str) -> int:
        waiting = self.mirror.waiting(contact)
        assert waiting is not None
        return self.mirror.able(waiting)


def picture(mirror: Mirror, now: datetime) -> dict[str, Any]:
    """Everything that can be asked of a mirror."""
    line = mirror.head(1000)
    order = [waiting.contact for waiting in line]
    return {
        "places": {contact: mirror.position(contact) for contact in order},
        "ahead": {contact: mirror.ahead_in_lanes(contact) for contact in order},
        "able": [mirror.able(waiting) for waiting in line],
        "on_offer": [contact for contact in order if mirror.on_offer(contact)],
        "lanes": mirror.waiting_by_lane(),
        "count": mirror.waiting_count,
        "longest": mirror.longest_wait(now),
        "presences": mirror.presence_counts(),
        "talking": mirror.in_conversation,
        "talking_by": [mirror.in_conversation_by(channel) for channel in ("chat", "phone")],
        "asking": mirror.asking(),
        "groups": sorted(mirror.waiting_groups()),
        "people": sorted(mirror.presences()),
        "present": sorted(mirror.present()),
        "waited": mirror.waited_s(now),
    }


def test_empty_line_has_nobody() -> None:
    mirror = new_mirror()

    assert mirror.position("a") is None
    assert (mirror.ahead_in_lanes("a"), mirror.waiting("a"), mirror.on_offer("a")) == (0, None, False)
    assert (mirror.oldest, mirror.longest_wait(START), mirror.waiting_by_lane()) == (None, timedelta(0), {})
    assert set(mirror.presence_counts().values()) == {0}


def test_position_follows_the_order_key_and_not_the_arrival() -> None:
    story = Story()
    story.queued("a", 30)
    story.queued("urgent", 10)
    story.queued("b", 30)

    assert [story.mirror.position(contact) for contact in ("urgent", "a", "b")] == [1, 2, 3]
    assert story.order() == ["urgent", "a", "b"]
    assert story.mirror.oldest == story.mirror.waiting("a")
    assert story.mirror.longest_wait(START + timedelta(minutes=5)) == timedelta(minutes=5)


def test_contact_on_offer_or_unsure_keeps_its_place() -> None:
    story = Story()
    story.queued("a", 1)
    story.queued("b", 2)
    offer = {"offer": 1, "volunteer": "v1", "lane": NL, "due_at": 0, "transfer": "false", "why": "{}"}
    story.tell("offer.made", contact="a", **offer)
    story.tell("contact.connection_changed", contact="a", connection="unsure")

    assert (story.order(), story.mirror.position("b")) == (["a", "b"], 2)


def test_contact_in_a_transfer_is_in_conversation() -> None:
    story = Story()
    story.queued("a", 1)
    story.accepted("a")
    story.tell("transfer.requested", contact="a", volunteer="v1", lanes=EN)
    story.tell("contact.stepped", contact="a", step=1, lanes=NL)

    assert (story.mirror.position("a"), story.mirror.waiting_count, story.mirror.in_conversation) == (None, 0, 1)

    story.accepted("a", "v2", before="v1")

    assert story.mirror.in_conversation == 1


def test_contact_whose_volunteer_is_lost_is_back_in_line() -> None:
    story = Story()
    first = clock.to_ms(story.now)
    story.queued("a", 5)
    story.accepted("a")
    story.queued("b", 6)
    story.tell("conversation.lost", contact="a", volunteer="v1", talked_ms=60_000)
    story.queued("a", 1, reason="volunteer_lost", first_arrival_at=first)

    assert (story.order(), story.mirror.in_conversation) == (["a", "b"], 0)
    assert story.mirror.longest_wait(START + timedelta(hours=1)) == timedelta(hours=1)


def test_ahead_in_lanes_counts_each_rival_once() -> None:
    story = Story()
    story.queued("north", 1, f"{NL} {NORTH}")
    story.queued("dutch", 2, NL)
    story.queued("english", 3, EN)
    story.queued("either", 4, f"{NL} {EN}")
    story.queued("north2", 5, f"{NORTH} {NL}")

    ahead = {contact: story.mirror.ahead_in_lanes(contact) for contact in story.order()}
    assert ahead == {"north": 0, "dutch": 1, "english": 0, "either": 3, "north2": 3}
    assert story.mirror.waiting_by_lane() == {NL: 3, EN: 1, NORTH: 1}


def test_step_to_more_lanes_keeps_the_place_and_meets_more_rivals() -> None:
    story = Story()
    story.queued("a", 1, NL)
    story.queued("b", 2, EN)
    assert story.mirror.ahead_in_lanes("b") == 0

    story.tell("contact.stepped", contact="b", step=1, lanes=f"{EN} {NL}")

    assert (story.mirror.ahead_in_lanes("b"), story.mirror.position("b")) == (1, 2)


def test_able_counts_those_on_and_not_draining() -> None:
    story = Story()
    story.queued("a", 1, f"{NL} {EN}")
    for number, presence in enumerate(("ready", "reserved", "busy", "wrapup", "resting", "away", "offline")):
        story.presence(f"v{number}", presence, NL if number % 2 else f"{EN} {NL}")
    story.presence("elsewhere", "ready", "phone.fr")
    assert story.able("a") == 5

    story.presence("v0", "busy", f"{EN} {NL}", draining=True)
    story.presence("v1", "away")
    story.presence("v5", "ready", EN)

    assert story.able("a") == 4
    expected = {"offline": 1, "away": 1, "ready": 2, "reserved": 0, "busy": 2, "wrapup": 1, "resting": 1}
    assert story.mirror.presence_counts() == expected


def test_able_leaves_out_who_declined_also_when_the_contact_comes_back_in_line() -> None:
    story = Story()
    story.queued("a", 1)
    story.queued("b", 2)
    for volunteer in ("v1", "v2"):
        story.presence(volunteer, "ready")
        story.tell("offer.made", contact="a", **{**OFFER["made"], "volunteer": volunteer})
        story.tell("offer.declined", contact="a", **{**OFFER["declined"], "volunteer": volunteer})
    assert (story.able("a"), story.able("b")) == (0, 2)
    story.queued("a", 1, reason="volunteer_lost")
    story.presence("v1", "away")
    assert (story.able("a"), story.able("b")) == (0, 1)


def test_presence_fact_without_lanes_keeps_those_known() -> None:
    story = Story()
    story.queued("a", 1)
    story.presence("v1", "ready")
    story.presence("v1", "resting", lanes="")

    assert story.able("a") == 1


def test_volunteer_who_is_unsure_can_take_nobody_until_heard_again() -> None:
    story, able = Story(), []
    story.queued("a", 1)
    story.presence("v1", "ready")
    for connection in ("unsure", "connected", "unsure"):
        story.tell("volunteer.connection_changed", volunteer="v1", connection=connection)
        able.append(story.able("a"))
    story.presence("v1", "resting")
    assert [*able, story.able("a")] == [0, 1, 0, 0]
    assert story.mirror.presence_counts()["resting"] == 1


def test_waited_is_the_time_of_all_who_wait_still() -> None:
    story = Story()
    story.queued("a", 1)
    story.queued("b", 2)
    story.queued("gone", 3)
    story.tell("contact.abandoned", contact="gone", reason="left", waited_ms=90_000)
    now = story.now + timedelta(minutes=10)
    waited_s = sum((now - waiting.first_arrival_at).total_seconds() for waiting in story.mirror.head(3))
    assert story.mirror.waited_s(now) == waited_s > 2 * 600


def test_contact_is_on_offer_while_a_volunteer_is_asked() -> None:
    story, seen = Story(), []
    story.queued("a", 1)
    for word in ("made", "declined", "made", "expired", "made", "withdrawn", "made", "abandoned"):
        if word == "abandoned":
            story.tell("contact.abandoned", contact="a", reason="left", waited_ms=5000)
        else:
            story.tell(f"offer.{word}", contact="a", **OFFER[word])
        seen.append(story.mirror.on_offer("a"))
    assert seen == [True, False] * 4


def test_closed_contact_told_again_stays_gone() -> None:
    story = Story()
    again = story.queued("a", 1)
    assert story.order() == ["a"]
    story.tell("contact.closed", contact="a", outcome="expired")
    story.mirror.apply(again)

    assert story.order() == []


def test_resumed_contact_comes_back_to_its_first_arrival() -> None:
    story = Story()
    first = clock.to_ms(story.now)
    story.queued("a", 1)
    story.queued("b", 2)
    story.tell("contact.abandoned", contact="a", reason="silent", waited_ms=9000)
    assert story.order() == ["b"]

    story.queued("a", 0, reason="resumed", first_arrival_at=first)

    assert story.order() == ["a", "b"]


def test_snapshot_replaces_everything_and_ignores_what_it_holds() -> None:
    story = Story()
    early = story.queued("early", 1)
    story.queued("late", 2)
    story.mirror.load(
        Snapshot(
            at_id=story.told[-1].id,
            waiting=(WaitingContact("w", 5.0, (NL,), START, 4),),
            talking=(TalkingContact("t", "v1", 7),),
            volunteers=(VolunteerState("v1", "busy", draining=False, lanes=(NL,), version=3),),
        )
    )
    story.mirror.apply(early)

    assert (story.order(), story.mirror.in_conversation, story.able("w")) == (["w"], 1, 1)

    story.tell("contact.closed", contact="w", version=4, outcome="expired")
    assert story.order() == ["w"]
    story.tell("contact.closed", contact="w", version=5, outcome="expired")
    assert story.order() == []


def test_new_epoch_lets_versions_start_anew() -> None:
    story = Story()
    story.queued("a", 1, version=9)
    story.tell("line.epoch_changed", epoch=2, held_until=clock.to_ms(story.now))
    story.queued("a", 1, reason="resumed", version=1)
    story.versions["a"] = 1
    assert story.order() == ["a"]

    story.accepted("a")

    assert (story.order(), story.mirror.in_conversation) == ([], 1)
