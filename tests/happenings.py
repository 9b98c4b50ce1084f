"""Facts made up for tests: plain ones in order, and any at all for properties."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, get_args

from hypothesis import strategies as st

from luisterlijn import clock, facts
from luisterlijn.contact.history import place
from luisterlijn.facts import Fact, Outcome, RefusalReason

MORNING = datetime(2026, 3, 30, 7, 0, tzinfo=UTC)
CALL: dict[str, Any] = {"channel": "chat"}
WAITS: dict[str, Any] = {"order_key": "1", "lanes": "chat|nl", "step": "0", "reason": "arrival"}
OFFER: dict[str, Any] = {"offer": "7", "volunteer": "vnoor", "lane": "chat|nl"}
MADE: dict[str, Any] = {**OFFER, "due_at": "0", "transfer": "0", "why": "{}"}


class Story:
    """Facts of one line, `at` seconds after the morning began."""

    def __init__(self) -> None:
        self._told: list[Fact] = []
        self._numbers = count(1)

    def tell(self, kind: str, contact: str, at: float, **fields: Any) -> Fact:
        """One more fact; a field may have any plain value."""
        number = next(self._numbers)
        ms = clock.to_ms(MORNING + timedelta(seconds=at))
        told = {"kind": kind, "contact": contact, "version": number, "at": ms, **fields}
        fact = facts.parse(f"{ms}-{number}", {name: str(value) for name, value in told.items()})
        self._told.append(fact)
        return fact

    @property
    def facts(self) -> list[Fact]:
        """What was told, in the order of the stream."""
        return sorted(self._told, key=lambda fact: place(fact.id))

    def arrives(self, contact: str, at: float, **fields: Any) -> None:
        """A contact arrives and waits."""
        self.tell("contact.arrived", contact, at, **{**CALL, "language": "nl", "urgent": "0", **fields})
        arrived = clock.to_ms(MORNING + timedelta(seconds=at))
        self.tell("contact.queued", contact, at, **CALL, **WAITS, first_arrival_at=arrived)

    def answered(self, contact: str, at: float, waited: float) -> None:
        """It is offered and accepted."""
        self.tell("offer.made", contact, at, **MADE)
        self.tell("offer.accepted", contact, at, **OFFER, waited_ms=round(waited * 1000), before="")

    def over(self, contact: str, at: float, talked: float, wrapup: float = 30) -> None:
        """The talk ends, and the wrap-up, and the contact."""
        self.tell("conversation.ended", contact, at, volunteer="vnoor", by="caller", talked_ms=round(talked * 1000))
        done = {"topic": "grief", "heavy": "1", "result": "listened", "took_ms": round(wrapup * 1000), "late": "0"}
        self.tell("wrapup.done", contact, at + wrapup, volunteer="vnoor", **done)
        self.tell("contact.closed", contact, at + wrapup, outcome="answered")

    def leaves(self, contact: str, at: float, waited: float, reason: str = "left") -> None:
        """It leaves the line."""
        self.tell("contact.abandoned", contact, at, reason=reason, waited_ms=round(waited * 1000))

    def refused(self, contact: str, at: float, reason: str) -> None:
        """It arrives and is not let in."""
        self.tell("contact.arrived", contact, at, **CALL, language="nl", urgent="0")
        self.tell("contact.refused", contact, at, **CALL, reason=reason)


class Told:
    """A reader over facts held in memory, as `live.stream.FactReader` reads them from Valkey; it never blocks."""

    def __init__(self, told: list[Fact]) -> None:
        self.told = told
        self.last_id = "0-0"

    async def read(self, after: str, count: int, block_ms: int) -> list[Fact]:  # noqa: ARG002 - there is nothing to wait for
        """The facts after an id."""
        found = [fact for fact in self.told if place(fact.id) > place(after)][:count]
        self.last_id = found[-1].id if found else after
        return found


_SPANS = st.integers(0, 10**7)
_KINDS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "contact.arrived": {
        "channel": st.sampled_from(("chat", "phone")),
        "language": st.just("nl"),
        "urgent": st.just("1"),
        "caller": st.sampled_from(("", "p1", "p2")),
    },
    "contact.refused": {"channel": st.just("chat"), "reason": st.sampled_from(get_args(RefusalReason))},
    "contact.queued": {
        "channel": st.just("chat"),
        **{name: st.just(value) for name, value in WAITS.items()},
        "first_arrival_at": st.integers(clock.to_ms(MORNING) - 10**8, clock.to_ms(MORNING)),
    },
    "contact.abandoned": {"reason": st.sampled_from(("left", "silent")), "waited_ms": _SPANS},
    "contact.closed": {"outcome": st.sampled_from(get_args(Outcome))},
    "offer.made": {name: st.just(value) for name, value in MADE.items()},
    "offer.accepted": {
        **{name: st.just(value) for name, value in OFFER.items()},
        "waited_ms": _SPANS,
        "before": st.sampled_from(("", "vcor")),
    },
    "offer.declined": {"offer": st.just("7"), "volunteer": st.just("vnoor")},
    "offer.expired": {"offer": st.just("7"), "volunteer": st.just("vnoor"), "in_a_row": st.just("1")},
    "offer.withdrawn": {"offer": st.just("7"), "volunteer": st.just("vnoor"), "reason": st.just("caller_left")},
    "conversation.lost": {"volunteer": st.just("vnoor"), "talked_ms": _SPANS},
    "conversation.ended": {"volunteer": st.just("vnoor"), "by": st.just("caller"), "talked_ms": _SPANS},
    "wrapup.done": {
        "volunteer": st.just("vnoor"),
        "heavy": st.sampled_from("01"),
        "took_ms": _SPANS,
        "late": st.just("0"),
    },
    "feedback.given": {"helped": st.sampled_from(("yes", "some", "no"))},
}


@st.composite
def any_facts(draw: st.DrawFn, most: int = 40) -> list[Fact]:
    """Facts of up to three contacts in any order whatever, sensible or not, with rising ids."""
    story = Story()
    at: Iterator[int] = count()
    for kind in draw(st.lists(st.sampled_from(sorted(_KINDS)), max_size=most)):
        fields = {name: draw(value) for name, value in _KINDS[kind].items()}
        story.tell(kind, draw(st.sampled_from("abc")), next(at), **fields)
    return story.facts
