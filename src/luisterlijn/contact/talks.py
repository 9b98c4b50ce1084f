"""The contacts in conversation as a mirror keeps them: how many by channel, and where help is asked for. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from luisterlijn.contact.snapshot import TalkingContact
from luisterlijn.facts import CoordinatorJoined, CoordinatorLeft, HandLowered, HandRaised

LATEST = datetime.max.replace(tzinfo=UTC)
HelpFact = HandRaised | HandLowered | CoordinatorJoined | CoordinatorLeft


class Talks:
    """Kept up talk by talk; what is asked costs no look at each of them."""

    def __init__(self) -> None:
        self._talks: dict[str, TalkingContact] = {}
        self._by_channel: Counter[str] = Counter()
        self._asking: set[str] = set()

    def __len__(self) -> int:
        return len(self._talks)

    def __contains__(self, contact: str) -> bool:
        return contact in self._talks

    def __iter__(self) -> Iterator[TalkingContact]:
        return iter(self._talks.values())

    def put(self, talk: TalkingContact) -> None:
        """A contact is in conversation; one with another volunteer now begins anew."""
        self.take(talk.contact)
        self._talks[talk.contact] = talk
        self._by_channel[talk.channel] += 1
        if talk.asking:
            self._asking.add(talk.contact)

    def take(self, contact: str) -> None:
        """It no longer is."""
        talk = self._talks.pop(contact, None)
        if talk is not None:
            self._by_channel[talk.channel] -= 1
            self._asking.discard(contact)

    def help(self, fact: HelpFact) -> None:
        """A hand goes up or down, a coordinator comes or goes."""
        talk = self._talks.get(fact.contact)
        if talk is None:
            return
        match fact:
            case HandRaised():
                self.put(replace(talk, hand=True, hand_at=fact.at))
            case HandLowered():
                self.put(replace(talk, hand=False))
            case CoordinatorJoined():
                self.put(replace(talk, coordinator=fact.coordinator))
            case CoordinatorLeft():
                self.put(replace(talk, coordinator=None))

    def in_channel(self, channel: str) -> int:
        """Contacts of this channel in conversation."""
        return self._by_channel[channel]

    def asking(self) -> list[TalkingContact]:
        """Where help is asked for, or a coordinator is in; whoever asked first comes first."""
        found = (self._talks[contact] for contact in self._asking)
        return sorted(found, key=lambda talk: (talk.hand_at or LATEST, talk.contact))
