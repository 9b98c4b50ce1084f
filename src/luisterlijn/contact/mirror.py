"""A node's own sorted picture of the line, so that no caller's position costs a call to the engine.

Filled once from a `Snapshot`, then by every fact from `at_id` on. Facts may come twice: one whose version is not above
the one known of its contact or volunteer changes nothing, nor does one that the snapshot already holds.

Waiting here means: queued and not yet accepted. A contact on offer or whose caller is `unsure` keeps its place; one
being transferred is in conversation. A look-up is O(log waiting), `ahead_in_lanes` for each distinct tuple of lanes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import get_args

from sortedcontainers import SortedList

from luisterlijn import clock
from luisterlijn.contact.snapshot import Lanes, Snapshot, Switch, TalkingContact, VolunteerState, WaitingContact
from luisterlijn.contact.talks import Talks
from luisterlijn.facts import (
    Channel,
    ChannelSwitched,
    ContactAbandoned,
    ContactClosed,
    ContactFact,
    ContactQueued,
    ContactRefused,
    ContactStepped,
    ConversationEnded,
    ConversationLost,
    CoordinatorJoined,
    CoordinatorLeft,
    Fact,
    HandLowered,
    HandRaised,
    LineEpochChanged,
    OfferAccepted,
    OfferDeclined,
    OfferExpired,
    OfferMade,
    OfferWithdrawn,
    Presence,
    VolunteerConnectionChanged,
    VolunteerPresenceChanged,
)

Place = tuple[float, str]  # (order key, contact): equal keys go by name, as in a Valkey sorted set

PRESENCES: tuple[Presence, ...] = get_args(Presence)
GONE_REMEMBERED = 10_000
"""Contacts out of the line whose version is kept, so that a fact told again does not bring them back."""


class Mirror:
    """The line as one node knows it. Not thread-safe: it lives on one event loop."""

    def __init__(self) -> None:
        self._floor = (0, 0)
        self._epoch = 0
        self._clear()

    def _clear(self) -> None:
        self._waiting: dict[str, WaitingContact] = {}
        self._talking = Talks()
        self._on_offer: set[str] = set()  # of those waiting
        self._declined: defaultdict[str, set[str]] = defaultdict(set)  # by contact in line or in conversation
        self._volunteers: dict[str, VolunteerState] = {}
        self._versions: dict[str, int] = {}  # of those waiting or talking
        self._gone: dict[str, int] = {}  # of everyone else, oldest first
        self._line: SortedList[Place] = SortedList()
        self._arrivals: SortedList[tuple[datetime, str]] = SortedList()
        self._arrived_ms = 0  # sum over the waiting
        self._groups: dict[Lanes, SortedList[Place]] = {}
        self._group_arrivals: defaultdict[Lanes, SortedList[tuple[datetime, str]]] = defaultdict(SortedList)
        self._rivals: dict[Lanes, tuple[SortedList[Place], ...]] = {}
        self._presences: Counter[tuple[Presence, Lanes]] = Counter()
        self._on: Counter[Lanes] = Counter()
        self._able: dict[Lanes, int] = {}
        self._switches: dict[Channel, Switch] = {}

    # --- what comes in -----------------------------------------------------------------------------------------------

    def load(self, snapshot: Snapshot) -> None:
        """Replace everything; facts up to `at_id` are then ignored."""
        self._clear()
        self._floor = _stream_id(snapshot.at_id)
        for waiting in snapshot.waiting:
            self._insert(waiting)
            self._versions[waiting.contact] = waiting.version
            if waiting.on_offer:
                self._on_offer.add(waiting.contact)
        for talking in snapshot.talking:
            self._talking.put(talking)
            self._versions[talking.contact] = talking.version
        for volunteer in snapshot.volunteers:
            self._set_volunteer(volunteer)
        for contact, name in snapshot.declined:
            self._declined[contact].add(name)
        self._switches.update(snapshot.switches)

    def apply(self, fact: Fact) -> None:
        """Take in one fact of the stream; a fact already known changes nothing."""
        if _stream_id(fact.id) <= self._floor:
            return
        match fact:
            case VolunteerPresenceChanged() | VolunteerConnectionChanged():
                self._apply_to_volunteer(fact)
            case ChannelSwitched():
                self._switches[fact.channel] = fact.state
            case LineEpochChanged() if fact.epoch > self._epoch:
                self._epoch = fact.epoch
                self._forget_versions()
            case ContactFact() if fact.version > self._version(fact.contact):
                self._apply_to_contact(fact)
                self._remember(fact.contact, fact.version)
            case _:
                pass

    def _apply_to_contact(self, fact: ContactFact) -> None:
        match fact:
            case ContactQueued():
                self._leave(fact.contact)
                self._insert(
                    WaitingContact(fact.contact, fact.order_key, fact.lanes, fact.first_arrival_at, fact.version)
                )
            case ContactStepped() if (waiting := self._waiting.get(fact.contact)) is not None:
                self._remove(waiting)
                self._insert(replace(waiting, lanes=fact.lanes, version=fact.version))
            case OfferMade() | OfferDeclined() | OfferExpired() | OfferWithdrawn():
                self._asked(fact)
            case OfferAccepted():
                self._leave(fact.contact)
                channel = fact.lane.partition(".")[0]
                self._talking.put(TalkingContact(fact.contact, fact.volunteer, fact.version, channel))
            case HandRaised() | HandLowered() | CoordinatorJoined() | CoordinatorLeft():
                self._talking.help(fact)
            case ContactAbandoned() | ContactClosed() | ContactRefused() | ConversationEnded() | ConversationLost():
                self._leave(fact.contact)
            case _:
                pass

    def _apply_to_volunteer(self, fact: VolunteerPresenceChanged | VolunteerConnectionChanged) -> None:
        before = self._volunteers.get(fact.volunteer)
        if before is not None and fact.version <= before.version:
            return
        if isinstance(fact, VolunteerPresenceChanged):
            # A volunteer on without lanes could take nobody: such a fact only leaves out what did not change.
            lanes = fact.lanes or (before.lanes if before is not None else ())
            heard = before is None or before.heard
            state = VolunteerState(fact.volunteer, fact.presence, fact.draining, lanes, fact.version, heard)
            self._set_volunteer(state)
        elif before is not None:
            self._set_volunteer(replace(before, version=fact.version, heard=fact.connection == "connected"))

    # --- what can be asked -------------------------------------------------------------------------------------------

    def position(self, contact: str) -> int | None:
        """Rank among all waiting, 1 is next; None if the contact does not wait."""
        waiting = self._waiting.get(contact)
        return None if waiting is None else self._line.bisect_left(_place(waiting)) + 1

    def ahead_in_lanes(self, contact: str) -> int:
        """How many wait ahead that share at least one lane with the contact; 0 if it does not wait.

        Exact: contacts are grouped by their tuple of lanes, of which there are few, and the ranks within every group
        that shares a lane are added. (Adding or maximising over lanes would count some twice or miss some.)
        """
        if (waiting := self._waiting.get(contact)) is None:
            return 0
        place = _place(waiting)
        return sum(group.bisect_left(place) for group in self._rivals_of(waiting.lanes))

    def able(self, waiting: WaitingContact) -> int:
        """Volunteers on and not draining who share a lane with the contact and did not decline it."""
        able, declined = self.able_in(waiting.lanes), self._declined.get(waiting.contact)
        if declined:
            for state in filter(None, map(self._volunteers.get, declined)):
                able -= state.on and not set(state.lanes).isdisjoint(waiting.lanes)
        return able

    def able_in(self, lanes: Lanes) -> int:
        """Volunteers on and not draining who have one of these lanes."""
        known = self._able.get(lanes)
        if known is None:
            known = sum(count for theirs, count in self._on.items() if not set(theirs).isdisjoint(lanes))
            self._able[lanes] = known
        return known

    def volunteers(self) -> Collection[VolunteerState]:
        """Every volunteer known, as they are now."""
        return self._volunteers.values()

    @property
    def on_count(self) -> int:
        """Volunteers on and not draining."""
        return self._on.total()

    def waited_s(self, now: datetime) -> float:
        """Seconds that all in line have waited so far, together."""
        return (len(self._waiting) * clock.to_ms(now) - self._arrived_ms) / 1000

    def in_order(self) -> Iterator[tuple[WaitingContact, int, int]]:
        """Who waits, in order, with rank and number ahead in their lanes: a third of the cost of asking for each.

        Ranks are those of the first step, whatever happens between the others.
        """
        passed: dict[Lanes, int] = {}
        rivals: dict[Lanes, list[Lanes]] = {}
        for rank, (_, contact) in enumerate(list(self._line), 1):
            waiting = self._waiting.get(contact)
            if waiting is not None:
                lanes = waiting.lanes
                if lanes not in rivals:
                    rivals[lanes] = [other for other in self._groups if not set(lanes).isdisjoint(other)]
                yield waiting, rank, sum([passed.get(other, 0) for other in rivals[lanes]])
                passed[lanes] = passed.get(lanes, 0) + 1

    def head(self, k: int) -> list[WaitingContact]:
        """The first `k` in line, in order."""
        return [self._waiting[contact] for _, contact in islice(self._line, k)]

    def on_offer(self, contact: str) -> bool:
        """Whether a volunteer is being asked for this waiting contact at this moment."""
        return contact in self._on_offer

    def waiting(self, contact: str) -> WaitingContact | None:
        """The contact as it waits, or None."""
        return self._waiting.get(contact)

    def switch(self, channel: Channel) -> Switch:
        """What a coordinator last said of the channel by hand."""
        return self._switches.get(channel, "by_hours")

    @property
    def waiting_count(self) -> int:
        """Contacts in line."""
        return len(self._waiting)

    def waiting_groups(self) -> Iterator[tuple[Lanes, int, datetime]]:
        """Who waits, by lanes: (lanes, how many, first arrival of who came first)."""
        for lanes, group in self._groups.items():
            if group:
                yield lanes, len(group), self._group_arrivals[lanes][0][0]

    def waiting_by_lane(self) -> dict[str, int]:
        """Contacts in line, each once, under its first lane; lanes without any are left out."""
        counts: Counter[str] = Counter()
        for lanes, group in self._groups.items():
            if group:
                counts[lanes[0] if lanes else ""] += len(group)
        return dict(counts)

    @property
    def oldest(self) -> WaitingContact | None:
        """The contact in line that arrived first, whatever its place."""
        return self._waiting[self._arrivals[0][1]] if self._arrivals else None

    def longest_wait(self, now: datetime) -> timedelta:
        """Time since the first arrival of `oldest`; zero when nobody waits."""
        oldest = self.oldest
        return timedelta(0) if oldest is None else max(now - oldest.first_arrival_at, timedelta(0))

    def presence_counts(self) -> dict[Presence, int]:
        """Volunteers known, by presence; every presence is there."""
        counts: Counter[Presence] = Counter()
        for (presence, _), count in self._presences.items():
            counts[presence] += count
        return {presence: counts[presence] for presence in PRESENCES}

    def presences(self) -> Iterator[tuple[Presence, Lanes, int]]:
        """Volunteers known, by presence and lanes: (presence, lanes, how many)."""
        return ((presence, lanes, count) for (presence, lanes), count in self._presences.items() if count)

    def present(self) -> list[str]:
        """Volunteers who are not offline."""
        return [name for name, state in self._volunteers.items() if state.presence != "offline"]

    def presence_by_volunteer(self) -> dict[str, Presence]:
        """The presence of every volunteer known."""
        return {name: state.presence for name, state in self._volunteers.items()}

    @property
    def in_conversation(self) -> int:
        """Contacts in conversation, those being transferred included."""
        return len(self._talking)

    def in_conversation_by(self, channel: str) -> int:
        """Those of one channel."""
        return self._talking.in_channel(channel)

    def asking(self) -> list[TalkingContact]:
        """Conversations in which help is asked for, or a coordinator is, in the order they were."""
        return self._talking.asking()

    # --- the bookkeeping ---------------------------------------------------------------------------------------------

    def _rivals_of(self, lanes: Lanes) -> tuple[SortedList[Place], ...]:
        rivals = self._rivals.get(lanes)
        if rivals is None:
            mine = set(lanes)
            rivals = tuple(group for other, group in self._groups.items() if not mine.isdisjoint(other))
            self._rivals[lanes] = rivals
        return rivals

    def _asked(self, fact: OfferMade | OfferDeclined | OfferExpired | OfferWithdrawn) -> None:
        if isinstance(fact, OfferMade) and fact.contact in self._waiting:
            self._on_offer.add(fact.contact)
        else:
            self._on_offer.discard(fact.contact)
        if isinstance(fact, OfferDeclined):
            self._declined[fact.contact].add(fact.volunteer)

    def _insert(self, waiting: WaitingContact) -> None:
        place = _place(waiting)
        self._waiting[waiting.contact] = waiting
        self._line.add(place)
        self._arrivals.add((waiting.first_arrival_at, waiting.contact))
        self._arrived_ms += clock.to_ms(waiting.first_arrival_at)
        group = self._groups.get(waiting.lanes)
        if group is None:
            group = self._groups[waiting.lanes] = SortedList()
            self._rivals.clear()
        group.add(place)
        self._group_arrivals[waiting.lanes].add((waiting.first_arrival_at, waiting.contact))

    def _remove(self, waiting: WaitingContact) -> None:
        place = _place(waiting)
        del self._waiting[waiting.contact]
        self._line.remove(place)
        self._arrivals.remove((waiting.first_arrival_at, waiting.contact))
        self._arrived_ms -= clock.to_ms(waiting.first_arrival_at)
        self._groups[waiting.lanes].remove(place)
        self._group_arrivals[waiting.lanes].remove((waiting.first_arrival_at, waiting.contact))

    def _leave(self, contact: str) -> None:
        waiting = self._waiting.get(contact)
        if waiting is not None:
            self._remove(waiting)
        self._on_offer.discard(contact)
        self._talking.take(contact)

    def _set_volunteer(self, state: VolunteerState) -> None:
        before = self._volunteers.get(state.volunteer)
        self._volunteers[state.volunteer] = state
        self._presences[state.presence, state.lanes] += 1
        if before is not None:
            self._presences[before.presence, before.lanes] -= 1
            if not self._presences[before.presence, before.lanes]:
                del self._presences[before.presence, before.lanes]
            if (before.on, before.lanes) == (state.on, state.lanes):
                return  # most changes: who can take whom stays as it was
            if before.on:
                self._on[before.lanes] -= 1
                if not self._on[before.lanes]:
                    del self._on[before.lanes]
        if state.on:
            self._on[state.lanes] += 1
        self._able.clear()

    def _version(self, contact: str) -> int:
        known = self._versions.get(contact)
        return self._gone.get(contact, 0) if known is None else known

    def _remember(self, contact: str, version: int) -> None:
        if contact in self._waiting or contact in self._talking:
            self._gone.pop(contact, None)
            self._versions[contact] = version
            return
        self._versions.pop(contact, None)
        self._declined.pop(contact, None)
        self._gone.pop(contact, None)  # so that it is the newest again
        self._gone[contact] = version
        if len(self._gone) > GONE_REMEMBERED:
            del self._gone[next(iter(self._gone))]

    def _forget_versions(self) -> None:
        """A new epoch may count versions anew; places stay until its facts or a new snapshot say otherwise."""
        self._gone.clear()
        self._versions = dict.fromkeys(self._versions, 0)
        self._volunteers = {name: replace(state, version=0) for name, state in self._volunteers.items()}


def _place(waiting: WaitingContact) -> Place:
    return waiting.order_key, waiting.contact


def _stream_id(entry_id: str) -> tuple[int, int]:
    milliseconds, _, sequence = entry_id.partition("-")
    return int(milliseconds or 0), int(sequence or 0)
