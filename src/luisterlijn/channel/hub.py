"""One node's ear: it tails the line, keeps the mirror, and tells each session what concerns it.

No change is missed: the hub starts from a snapshot and the stream positions it is true at; a session registers first and
looks afterwards. What it then sends is the whole truth, so hearing of a change twice does no harm. When notices were
lost, or live state was, the snapshot is taken anew and every session looks again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import aclosing, suppress
from itertools import chain
from typing import Protocol, get_args

import structlog

from luisterlijn import clock
from luisterlijn.channel.protocol import Close
from luisterlijn.contact.mirror import Mirror
from luisterlijn.contact.snapshot import Snapshot, Switch, TalkingContact, VolunteerState, WaitingContact
from luisterlijn.errors import EngineAwayError
from luisterlijn.facts import (
    AskChanged,
    Channel,
    ContactFact,
    Fact,
    LineEpochChanged,
    PersonChanged,
    ShiftChanged,
    SignUpChanged,
    SwapChanged,
    VolunteerConnectionChanged,
    VolunteerPresenceChanged,
    VolunteerShiftChanged,
)
from luisterlijn.live.backoff import Backoff
from luisterlijn.live.line import Line, Rows
from luisterlijn.live.stream import Batch, Signal, Tail

log = structlog.get_logger()

CHANNELS: tuple[Channel, ...] = get_args(Channel)
OF_VOLUNTEERS = frozenset(("console", "shift"))
"""Signals about a volunteer; all others are about a contact."""


class Listener(Protocol):
    """A session, as the hub knows it. Nothing here may wait."""

    def told(self, fact: Fact) -> None:
        """Something happened to a contact or volunteer this session follows."""

    def noticed(self, signal: Signal) -> None:
        """A message, receipt or typing notice of a contact this session follows, or a console or the shift of a volunteer."""

    def refresh(self) -> None:
        """Whatever this session shows may be old: look anew."""

    def close(self, code: Close) -> None:
        """Close the socket."""


class _Followed:
    """Who follows which name; mostly one each."""

    def __init__(self) -> None:
        self._by_name: dict[str, tuple[Listener, ...]] = {}

    def add(self, name: str, listener: Listener) -> None:
        there = self._by_name.get(name, ())
        if listener not in there:
            self._by_name[name] = (*there, listener)

    def remove(self, name: str, listener: Listener) -> None:
        left = tuple(one for one in self._by_name.get(name, ()) if one is not listener)
        if left:
            self._by_name[name] = left
        else:
            self._by_name.pop(name, None)

    def of(self, name: str) -> tuple[Listener, ...]:
        return self._by_name.get(name, ())


def snapshot_of(rows: Rows) -> Snapshot:
    """The mirror's snapshot from the engine's rows."""
    return Snapshot(
        at_id=rows.last_fact,
        waiting=tuple(
            WaitingContact(
                contact, float(key), tuple(lanes.split()), clock.from_ms(int(arrived)), int(version), state == "offered"
            )
            for contact, key, lanes, arrived, version, state in rows.waiting
        ),
        talking=tuple(
            TalkingContact(
                contact,
                volunteer,
                int(version),
                channel,
                hand == "1",
                clock.from_ms(int(hand_at)) if hand_at else None,
                coordinator or None,
            )
            for contact, volunteer, version, channel, hand, hand_at, coordinator in rows.talking
        ),
        volunteers=tuple(
            VolunteerState(
                volunteer,
                presence,  # type: ignore[arg-type]  # the engine's own word
                draining == "1",
                tuple((lanes or "").split()),
                int(version or 0),
                heard=conn == "connected",
            )
            for volunteer, presence, draining, lanes, version, conn in rows.volunteers
        ),
        declined=tuple((contact, volunteer) for contact, volunteer in rows.declined),
        switches=tuple(
            (channel, state or "by_hours")  # type: ignore[misc]  # the engine's own word
            for channel, state in zip(CHANNELS, rows.switches, strict=True)
        ),
    )


class Hub:
    """The sessions of this node and what they follow.

    `observers` are told every fact: what this node does about one. `loaders` are called when the snapshot is taken, anew
    too: facts may have been missed. `noticers`: there is a notice to everybody.
    """

    def __init__(self, line: Line, mirror: Mirror) -> None:
        self.line, self.mirror = line, mirror
        self.loaded = asyncio.Event()
        self.changed = 0
        self.sessions: set[Listener] = set()
        self.observers: list[Callable[[Fact], None]] = []
        self.loaders: list[Callable[[], None]] = []
        self.noticers: list[Callable[[], None]] = []
        self._contacts, self._volunteers = _Followed(), _Followed()
        self._owners: dict[str, dict[str, Listener]] = {"caller": {}, "volunteer": {}}

    # --- sessions ----------------------------------------------------------------------------------------------------

    def enter(self, session: Listener) -> None:
        """A socket is open."""
        self.sessions.add(session)

    def leave(self, session: Listener) -> None:
        """A socket is closed; the session has already stopped following."""
        self.sessions.discard(session)

    def own(self, kind: str, name: str, session: Listener) -> None:
        """This session is now the page of this caller or volunteer; an older one on this node is told so and closed."""
        before = self._owners[kind].get(name)
        self._owners[kind][name] = session
        if before is not None and before is not session:
            before.close(Close.REPLACED)

    def disown(self, kind: str, name: str, session: Listener) -> None:
        """The page is gone."""
        if self._owners[kind].get(name) is session:
            del self._owners[kind][name]

    def owner(self, kind: str, name: str) -> Listener | None:
        """The session of this caller or volunteer on this node."""
        return self._owners[kind].get(name)

    def follow_contact(self, contact: str, session: Listener) -> None:
        """Tell this session of the contact from now on; it looks after this, so that nothing is missed."""
        self._contacts.add(contact, session)

    def unfollow_contact(self, contact: str, session: Listener) -> None:
        """No longer."""
        self._contacts.remove(contact, session)

    def follow_volunteer(self, volunteer: str, session: Listener) -> None:
        """Tell this session of the volunteer from now on."""
        self._volunteers.add(volunteer, session)

    def unfollow_volunteer(self, volunteer: str, session: Listener) -> None:
        """No longer."""
        self._volunteers.remove(volunteer, session)

    def close_all(self, code: Close) -> None:
        """Close every socket of this node."""
        for session in list(self.sessions):
            session.close(code)

    # --- what happens ------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Tail the line until cancelled."""
        backoff, said = Backoff(), False
        while True:
            try:
                rows = await self.line.snapshot()
            except EngineAwayError:
                if not said:
                    log.warning("hub.waits", line=self.line.id)
                said = True
                await backoff.wait()
                continue
            backoff.reset()
            said = False
            before = [self.mirror.switch(channel) for channel in CHANNELS]
            self.mirror.load(snapshot_of(rows))
            await self._switch_again(before, rows)
            self.changed += 1
            self.loaded.set()
            for loaded in (*self.loaders, *self.noticers):
                loaded()
            for session in list(self.sessions):
                session.refresh()
            await self._tail(rows)

    async def _switch_again(self, before: list[Switch], rows: Rows) -> None:
        """Live state was lost, and with it what a coordinator had said of a channel: this node remembers."""
        for channel, state, told in zip(CHANNELS, before, rows.switches, strict=True):
            if not told and state != "by_hours":
                with suppress(EngineAwayError):
                    await self.line.switch(channel, state)

    async def _tail(self, rows: Rows) -> None:
        """Returns when what was told has a gap."""
        tail = Tail(self.line.live.url, self.line.id, rows.last_fact, rows.last_signal)
        epoch, self.line.seen_fact = self.line.epoch, rows.last_fact
        async with aclosing(tail.batches()) as batches:
            async for batch in batches:
                self.line.seen_fact = tail.fact_id
                if not self._take(batch) or self.line.epoch != epoch:  # the stream itself may be an older one now
                    log.warning("hub.gap", line=self.line.id, lagged=batch.lagged)
                    return

    def _take(self, batch: Batch) -> bool:
        whole = not batch.lagged
        for fact in batch.facts:
            self.mirror.apply(fact)
            for observe in self.observers:
                observe(fact)
            for session in self._concerned(fact):
                session.told(fact)
            if isinstance(fact, LineEpochChanged):
                self.line.epoch = max(self.line.epoch, fact.epoch)
                whole = False
        for signal in batch.signals:
            if signal.kind == "notice":
                for noticed in self.noticers:
                    noticed()
            followed = self._volunteers if signal.kind in OF_VOLUNTEERS else self._contacts
            for session in followed.of(signal.about):
                session.noticed(signal)
        self.changed += len(batch.facts)
        return whole

    def _concerned(self, fact: Fact) -> Iterator[Listener]:
        if isinstance(fact, VolunteerPresenceChanged | VolunteerConnectionChanged):
            return iter(self._volunteers.of(fact.volunteer))
        if isinstance(fact, SignUpChanged | AskChanged | PersonChanged | VolunteerShiftChanged):
            console = self.owner("volunteer", fact.volunteer)
            return iter(() if console is None else (console,))
        if isinstance(fact, ShiftChanged | SwapChanged):  # what anybody may sign up for, or take over
            return iter(list(self._owners["volunteer"].values()))
        if not isinstance(fact, ContactFact):
            return iter(())
        by_contact = self._contacts.of(fact.contact)
        volunteer = _volunteer_of(fact)
        by_volunteer = self._volunteers.of(volunteer) if volunteer else ()
        return chain(by_contact, (one for one in by_volunteer if one not in by_contact))


def _volunteer_of(fact: Fact) -> str | None:
    match fact.kind:
        case (
            "offer.made"
            | "offer.accepted"
            | "offer.declined"
            | "offer.expired"
            | "offer.withdrawn"
            | "transfer.requested"
            | "transfer.cancelled"
            | "conversation.lost"
            | "conversation.ended"
            | "wrapup.done"
        ):
            return fact.volunteer
        case _:
            return None
