"""A volunteer's own talks of today: from the records once, then from the facts this page hears."""

from __future__ import annotations

from datetime import datetime, timedelta

from luisterlijn.channel.desk import Desk
from luisterlijn.channel.protocol import OwnTalk
from luisterlijn.facts import ConversationEnded, ConversationLost, Fact, OfferAccepted, WrapupDone


class OwnTalksToday:
    """Oldest first. While the records are away the list begins with this page."""

    def __init__(self, desk: Desk, volunteer: str) -> None:
        self._desk, self._volunteer = desk, volunteer
        self._done: dict[str, OwnTalk] = {}
        self._talked: dict[str, tuple[datetime, timedelta]] = {}

    @property
    def talks(self) -> list[OwnTalk]:
        """The finished ones."""
        return sorted(self._done.values(), key=lambda one: one.started_at)

    async def load(self) -> None:
        """Read the records."""
        for one in await self._desk.own_talks(self._volunteer):
            self._done.setdefault(one.contact, one)

    def told(self, fact: Fact) -> None:
        """A fact that concerns this page."""
        match fact:
            case OfferAccepted(volunteer=self._volunteer):
                self._talked[fact.contact] = fact.at, timedelta()
            case OfferAccepted(before=self._volunteer) if fact.contact in self._talked:
                started_at, _ = self._talked[fact.contact]
                self._talked[fact.contact] = started_at, fact.at - started_at
            case ConversationEnded(volunteer=self._volunteer) | ConversationLost(volunteer=self._volunteer):
                span = timedelta(milliseconds=fact.talked_ms)
                self._talked[fact.contact] = fact.at - span, span
            case WrapupDone(volunteer=self._volunteer):
                self._finished(fact)
            case _:
                pass

    def _finished(self, fact: WrapupDone) -> None:
        started_at, talked = self._talked.pop(
            fact.contact, (fact.at - timedelta(milliseconds=fact.took_ms), timedelta())
        )
        self._done[fact.contact] = OwnTalk(
            contact=fact.contact,
            started_at=started_at,
            talked_s=round(talked.total_seconds()),
            topic=fact.topic,
            heavy=fact.heavy,
            result=fact.result,
        )
