"""The reference model: what the facts alone say about contacts and volunteers, and what must then hold in Valkey."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from luisterlijn import clock, facts
from luisterlijn.contact.lifecycle import State, after
from luisterlijn.contact.routing import Service, volunteer_service

Hash: TypeAlias = dict[str, str]

SERVICES: dict[str, Service] = {
    "v1": volunteer_service(["chat"], ["nl", "en"], [], None),
    "v2": volunteer_service(["chat"], ["nl"], ["grief"], "north"),
    "v3": volunteer_service(["chat", "phone"], ["nl"], [], None),
    "v4": volunteer_service(["chat"], ["nl"], ["grief"], None),
}
CHATS = {"v1": 1, "v2": 2, "v3": 2, "v4": 1}
HANDED_MS = 600_000


@dataclass
class Contact:
    """A contact as the facts tell it."""

    state: State = "new"
    connection: str = "connected"
    key: float = 0.0
    arrived_ms: int = 0
    lanes: tuple[str, ...] = ()
    moving: bool = False
    offer_to: str = ""
    fence: int = 0
    volunteer: str = ""
    passed: set[str] = field(default_factory=set)
    lost_by: set[str] = field(default_factory=set)

    @property
    def looking(self) -> bool:
        """Whether it may be offered now."""
        return self.connection == "connected" and (self.state == "waiting" or (self.moving and not self.offer_to))


class Model:
    """Replays facts and objects to what must not happen."""

    def __init__(self) -> None:
        self.contacts: dict[str, Contact] = {}
        self.presence: dict[str, str] = {}
        self.connection: dict[str, str] = {}
        self.rota: dict[str, list[tuple[int, int]]] | None = None  # spans on duty in ms; None: not known
        self.only: dict[str, tuple[int, int, str]] = {}  # the span in which somebody is offered one channel alone
        self.fit_ms: dict[str, int] = {}  # as last said when ready; 0 for who goes on past the end

    def of(self, *states: State) -> list[str]:
        """Contacts in one of these states, oldest first."""
        return [name for name, contact in self.contacts.items() if contact.state in states]

    def talks(self, volunteer: str) -> list[str]:
        """Contacts in conversation with the volunteer."""
        return [one for one in self.of("conversation") if self.contacts[one].volunteer == volunteer]

    def apply(self, fact: facts.Fact) -> None:
        """Take in the next fact."""
        match fact:
            case facts.VolunteerPresenceChanged():
                assert fact.before == self.presence.get(fact.volunteer, "offline")
                self.presence[fact.volunteer] = fact.presence
            case facts.VolunteerConnectionChanged():
                self.connection[fact.volunteer] = fact.connection
            case facts.ContactFact():
                contact = self.contacts.setdefault(fact.contact, Contact())
                if isinstance(fact, facts.OfferMade):
                    self._objections(fact, contact)
                self._move(fact, contact)
                contact.state = after(contact.state, fact.kind)
            case _:
                pass

    def _move(self, fact: facts.ContactFact, contact: Contact) -> None:
        match fact:
            case facts.ContactQueued():
                contact.key, contact.lanes = fact.order_key, fact.lanes
                contact.arrived_ms = clock.to_ms(fact.first_arrival_at)
            case facts.ContactStepped():
                assert set(contact.lanes) < set(fact.lanes)
                contact.lanes = fact.lanes
            case facts.ContactConnectionChanged():
                contact.connection = fact.connection
            case facts.OfferMade():
                contact.offer_to, contact.fence = fact.volunteer, fact.offer
            case facts.OfferAccepted():
                self._handed(fact, contact)
            case facts.OfferDeclined():
                contact.offer_to = ""
                contact.passed.add(fact.volunteer)
            case facts.OfferExpired() | facts.OfferWithdrawn():
                contact.offer_to = ""
            case _:
                self._talk(fact, contact)

    def _handed(self, fact: facts.OfferAccepted, contact: Contact) -> None:
        assert (contact.offer_to, contact.fence) == (fact.volunteer, fact.offer)
        assert (fact.before or "") == (contact.volunteer if contact.moving else "")
        contact.volunteer, contact.moving, contact.offer_to = fact.volunteer, False, ""

    def _talk(self, fact: facts.ContactFact, contact: Contact) -> None:
        match fact:
            case facts.TransferRequested():
                contact.moving, contact.lanes, contact.key = True, fact.lanes, contact.arrived_ms - HANDED_MS
                contact.passed.add(fact.volunteer)
            case facts.TransferCancelled():
                contact.moving = False
                contact.passed.discard(fact.volunteer)
                contact.lost_by.discard(fact.volunteer)
            case facts.ConversationLost():
                contact.moving, contact.volunteer = False, ""
                contact.passed.discard(fact.volunteer)
                contact.lost_by.add(fact.volunteer)
            case facts.ConversationEnded():
                contact.moving = False
            case _:
                pass

    def _objections(self, fact: facts.OfferMade, contact: Contact) -> None:
        """An offer goes to the first in order of those the volunteer may take, and to nobody who may not have it."""
        volunteer = fact.volunteer
        talks = self.talks(volunteer)
        served = self.served(volunteer, clock.to_ms(fact.at), second=bool(talks))
        assert contact.looking
        assert volunteer not in contact.passed
        if volunteer in contact.lost_by and fact.why["trigger"] not in {"hold_over", "expired"}:
            assert self._others_ready(contact, volunteer, clock.to_ms(fact.at)) == []
        assert fact.lane in served.intersection(contact.lanes)
        assert len(talks) < CHATS[volunteer]
        assert [one for one in self.contacts.values() if one.offer_to == volunteer] == []
        assert self.connection.get(volunteer, "connected") == "connected"
        assert self.on_duty(volunteer, clock.to_ms(fact.at))
        place = (contact.key, fact.contact)
        overtaken = [
            name
            for name, other in self.contacts.items()
            if other.looking
            and volunteer not in other.passed
            and served.intersection(other.lanes)
            and (other.key, name) < place
        ]
        assert overtaken == []

    def on_duty(self, volunteer: str, at_ms: int) -> bool:
        """Whether the rota lets the volunteer be offered something new."""
        fit = self.fit_ms.get(volunteer, 0)
        spans = None if self.rota is None else self.rota.get(volunteer, [])
        return spans is None or any(begin <= at_ms < end - fit for begin, end in spans)

    def served(self, volunteer: str, at_ms: int, *, second: bool = False) -> set[str]:
        """The lanes the volunteer is offered something of, as a second contact too."""
        service = SERVICES[volunteer]
        begin, end, channel = self.only.get(volunteer, (0, 0, ""))
        narrowed = self.rota is not None and begin <= at_ms < end
        return {
            lane
            for lane in (service.lanes2 if second else service.lanes)
            if not narrowed or lane.startswith(f"{channel}.")
        }

    def _others_ready(self, contact: Contact, volunteer: str, at_ms: int) -> list[str]:
        """Who is ready for this contact and has neither declined, handed over nor lost it."""
        return [
            other
            for other, presence in self.presence.items()
            if other not in {volunteer, *contact.passed, *contact.lost_by}
            and presence == "ready"
            and self.connection.get(other, "connected") == "connected"
            and self.served(other, at_ms).intersection(contact.lanes)
        ]


def pool_of(volunteer: Hash, now_ms: int, *, on_duty: bool) -> str:
    """The profile in whose ready set the volunteer must be; empty for none."""
    blocked = (
        volunteer["conn"] != "connected"
        or volunteer["wanted"] != "ready"
        or volunteer["draining"] == "1"
        or volunteer["offer"] != ""
        or volunteer["wraps"] != ""
        or int(volunteer["rest_until"]) > now_ms
        or not on_duty
    )
    if blocked:
        return ""
    if not volunteer["talks"]:
        return volunteer["profile"]
    second = volunteer["chats"] == "2" and volunteer["phone"] == "0" and len(volunteer["talks"].split()) == 1
    return volunteer["profile2"] if second and "chat." in volunteer["lanes"] else ""


def deadlines_of(contacts: dict[str, Hash], volunteers: dict[str, Hash]) -> set[str]:
    """Every deadline there must be, those of rests, shifts and the rota left out."""
    due: set[str] = set()
    for name, contact in contacts.items():
        if contact["state"] in {"waiting", "offered", "conversation"}:
            talking_alone = contact["conn"] == "gone" and contact["state"] == "conversation"
            gone = "silence" if talking_alone else "cgone"
            due.add(f"{'cbeat' if contact['conn'] == 'connected' else gone}|{name}")
        if contact.get("step_due"):
            due.add(f"step|{name}")
        if contact.get("offer_to"):
            due.add(f"offer|{name}")
    for name, volunteer in volunteers.items():
        if volunteer["presence"] != "offline":
            due.add(f"{'vbeat' if volunteer['conn'] == 'connected' else 'vgone'}|{name}")
        due.update(f"wrap|{contact}|{name}" for contact in volunteer["wraps"].split())
    return due
