"""The callers of a simulated day: they arrive, wait, talk, are wrapped up, give up, and try again.

The pace of a talk changes while its volunteer has two: what is left of it is kept, and its end is planned anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Literal, TypeAlias

from luisterlijn.contact.intake import patience_of
from luisterlijn.contact.routing import Plan, Wish, contact_plan
from luisterlijn.facts import Channel
from luisterlijn.insight.simulation.agenda import Agenda
from luisterlijn.insight.simulation.draws import Arrival, ContactDraws, arrivals
from luisterlijn.insight.simulation.scenario import Scenario
from luisterlijn.live.driven import Call, Happened

State: TypeAlias = Literal["coming", "waiting", "talking", "over"]


@dataclass(slots=True)
class _Contact:
    """`left_s`: what remains of the talk for a volunteer who has nothing else; `since_ms`: when that was so."""

    id: str
    channel: Channel
    number: int
    attempt: int
    draws: ContactDraws
    state: State = "coming"
    offer: str = ""
    volunteer: str = ""
    left_s: float = 0.0
    since_ms: int = 0
    pace: float = 1.0
    plan: int = 0


@dataclass
class Callers:
    """Plays every caller of one day; `hear` is told each fact."""

    scenario: Scenario
    agenda: Agenda
    seed: int
    day: int
    contacts: dict[str, _Contact] = field(default_factory=dict)
    talks: dict[str, list[_Contact]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._begins_ms = self.agenda.now_ms
        self._ends_ms = self._begins_ms + round(
            (self.scenario.ends_at - self.scenario.starts_at).total_seconds() * 1000
        )
        self._patience = patience_of(self.scenario.timing)
        self._wishes = {
            channel: one.wishes or (Wish(channel, "nl"),) for channel, one in self.scenario.behaviour.items()
        }
        self._plans: dict[Wish, Plan] = {}
        for one in arrivals(self.scenario, self.seed, self.day):
            self.agenda.add(self._begins_ms + one.at_ms, partial(self._enter, one, 0))

    def _enter(self, arrival: Arrival, attempt: int) -> tuple[Call, ...]:
        channel, number = arrival.channel, arrival.number
        draws = ContactDraws.of(self.scenario, (self.seed, self.day, channel, number, attempt))
        contact = _Contact(name(arrival, attempt), channel, number, attempt, draws)
        self.contacts[contact.id] = contact
        self.agenda.after(draws.patience_s, partial(self._leave, contact))
        wish = self._wishes[channel][draws.wish]
        plan = self._plans.get(wish) or self._plans.setdefault(wish, contact_plan(wish, self._patience))
        asked = (wish.channel, wish.language, wish.topic or "", wish.region or "", "1" if wish.urgent else "0")
        is_open = "1" if self.scenario.demand[channel].open_at(self.agenda.now_ms - self._begins_ms) else "0"
        credit_ms = round(plan.credit.total_seconds() * 1000)
        return (("queue_enter_v1", contact.id, *asked, is_open, credit_ms, plan.encoded(), name(arrival, 0)),)

    def _leave(self, contact: _Contact) -> tuple[Call, ...]:
        return (("queue_leave_v1", contact.id),) if contact.state == "waiting" else ()

    def _answer(self, contact: _Contact, offer: str, volunteer: str, *, takes: bool) -> tuple[Call, ...]:
        if contact.offer != offer:
            return ()
        return (("offer_accept_v1" if takes else "offer_decline_v1", contact.id, offer, volunteer),)

    def _end(self, contact: _Contact, plan: int) -> tuple[Call, ...]:
        if contact.state != "talking" or contact.plan != plan:
            return ()
        return (("conversation_end_v1", contact.id, contact.volunteer),)

    def _wrap_up(self, contact: _Contact, volunteer: str) -> tuple[Call, ...]:
        return (("wrapup_done_v1", contact.id, volunteer, "", "1" if contact.draws.heavy else "0", ""),)

    def hear(self, fact: Happened) -> None:
        """What has happened to a contact."""
        contact = self.contacts.get(fact.fields.get("contact", ""))
        if contact is None:
            return
        match fact.kind:
            case "contact.queued":
                contact.state = "waiting"
            case "offer.made":
                self._offered(contact, fact.fields["offer"], fact.fields["volunteer"])
            case "offer.declined" | "offer.expired" | "offer.withdrawn":
                contact.offer = ""
            case "offer.accepted":
                self._begins(contact, fact.fields["volunteer"])
            case "conversation.ended":
                self._ended(contact)
            case "contact.abandoned" | "contact.refused":
                contact.state = "over"
                self._again(contact)

    def _offered(self, contact: _Contact, offer: str, volunteer: str) -> None:
        contact.offer = offer
        takes, after_s = contact.draws.answer(self.scenario.habits)
        self.agenda.after(after_s, partial(self._answer, contact, offer, volunteer, takes=takes))

    def _begins(self, contact: _Contact, volunteer: str) -> None:
        contact.state, contact.offer, contact.volunteer = "talking", "", volunteer
        contact.left_s, contact.since_ms = contact.draws.talk_s, self.agenda.now_ms
        mine = self.talks.setdefault(volunteer, [])
        mine.append(contact)
        self._pace(mine)

    def _ended(self, contact: _Contact) -> None:
        contact.state = "over"
        mine = self.talks[contact.volunteer]
        mine.remove(contact)
        self._pace(mine)
        self.agenda.after(contact.draws.wrapup_s, partial(self._wrap_up, contact, contact.volunteer))

    def _pace(self, talks: list[_Contact]) -> None:
        """A volunteer has one talk more, or less, than before: each goes on at another pace from now on."""
        for one in talks:
            one.left_s -= (self.agenda.now_ms - one.since_ms) / 1000 / one.pace
            one.since_ms = self.agenda.now_ms
            one.pace = self.scenario.behaviour[one.channel].second_slows if len(talks) > 1 else 1.0
            one.plan += 1
            self.agenda.after(max(one.left_s, 0.0) * one.pace, partial(self._end, one, one.plan))

    def _again(self, contact: _Contact) -> None:
        after_s = contact.draws.redials_after_s
        if after_s is not None and self.agenda.now_ms + after_s * 1000 < self._ends_ms:
            arrival = Arrival(0, contact.channel, contact.number)
            self.agenda.after(after_s, partial(self._enter, arrival, contact.attempt + 1))


def name(arrival: Arrival, attempt: int) -> str:
    """The id of a contact: its caller, and which attempt of theirs this is."""
    return f"{arrival.channel}{arrival.number}.{attempt}"


def caller_of(contact: str) -> str:
    """Whose attempt a contact was."""
    return contact.partition(".")[0]
