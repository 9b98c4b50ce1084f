"""A volunteer's socket: what the hub and the engine say becomes frames; `console_says` turns frames into verbs."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from typing import Any, Literal

from luisterlijn import clock
from luisterlijn.channel import frames, protocol
from luisterlijn.channel.asides import Helped
from luisterlijn.channel.console_says import Says, Wish
from luisterlijn.channel.console_view import hands_of, lost_talk, me
from luisterlijn.channel.desk import Desk
from luisterlijn.channel.outbox import Outbox
from luisterlijn.channel.own_talks import OwnTalksToday
from luisterlijn.channel.protocol import Close
from luisterlijn.channel.refresh import Refresher
from luisterlijn.contact import conversation
from luisterlijn.contact.conversation import Look, Message
from luisterlijn.contact.offer import offer_id
from luisterlijn.facts import (
    AskChanged,
    ContactQueued,
    ContactStepped,
    Fact,
    OfferExpired,
    OfferMade,
    OfferWithdrawn,
    PersonChanged,
    ShiftChanged,
    SignUpChanged,
    SwapChanged,
    VolunteerShiftChanged,
)
from luisterlijn.live.stream import Signal
from luisterlijn.volunteer import presence
from luisterlijn.volunteer.profile import Profile


class ConsoleSession:
    """One volunteer's page."""

    def __init__(self, desk: Desk, outbox: Outbox, person: Profile) -> None:
        self._desk, self._outbox, self._person = desk, outbox, person
        self._refresher = Refresher(self._look, self.busy)
        self._name = secrets.token_urlsafe(6)  # tells this console from another of the same person, on any node
        self._wish = Wish()
        self._says = Says(desk, person, self._wish, self)
        self._helped = Helped(desk, person.id, self.tell)
        self._today = OwnTalksToday(desk, person.id)
        self._present = True  # not yet told the engine
        self._epoch = 0  # of what was shown last
        self._rota = 0
        self._over: set[str] = set()  # contacts whose talk was over for both; not those lost or handed over
        self._last: protocol.Me | None = None
        self._sent: dict[str, int] = {}
        self._contacts: set[str] = set()
        desk.hub.enter(self)

    # --- the page says -----------------------------------------------------------------------------------------------

    async def hear(self, frame: Any) -> None:
        """See `socket.Session`."""
        match frame:
            case protocol.ConsoleHello():
                self._hello(frame)
            case protocol.Beat():
                self._desk.volunteer_beats.put(self._person.id, self)
            case protocol.Hand() | protocol.Aside():
                await self._helped.hear(frame)
                self.refresh()
            case _:
                await self._says.hear(frame)

    def _hello(self, frame: protocol.ConsoleHello) -> None:
        self._sent = dict(frame.seen)
        welcome = protocol.ConsoleWelcome(
            at=clock.now(),
            line=self._desk.line_info(),
            name=self._person.name,
            role=self._person.role,
            may_take_two=self._person.may_take_two,
        )
        self._outbox.put(welcome.model_dump_json())
        self._desk.hub.own("volunteer", self._person.id, self)
        self._desk.hub.follow_volunteer(self._person.id, self)
        self._desk.notices.enter(self, clock.now())
        self.refresh()

    # --- what the verbs tell -----------------------------------------------------------------------------------------

    def tell(self, frame: protocol.Frame) -> None:
        """Send a frame."""
        self._outbox.put(frame.model_dump_json())

    def own_message(self, contact: str, message: Message) -> None:
        """The volunteer's own message was kept: that is its acknowledgement."""
        if message.seq <= self._sent.get(contact, 0) + 1:
            self._sent[contact] = max(message.seq, self._sent.get(contact, 0))
            self._outbox.put(frames.message(contact, message))
        else:
            self.refresh()

    # --- the node says -----------------------------------------------------------------------------------------------

    def told(self, fact: Fact) -> None:
        """See `hub.Listener`."""
        self._today.told(fact)
        match fact:
            case OfferExpired(volunteer=self._person.id) | OfferWithdrawn(volunteer=self._person.id):
                why: Literal["expired", "withdrawn"] = "expired" if isinstance(fact, OfferExpired) else "withdrawn"
                self.tell(protocol.OfferGone(offer=offer_id(fact.contact, fact.offer), why=why))
            case OfferMade(volunteer=self._person.id):
                self._follow(self._contacts | {fact.contact})
            case ContactQueued() | ContactStepped() | OfferMade():
                return
            case (
                SignUpChanged()
                | SwapChanged()
                | ShiftChanged()
                | AskChanged()
                | PersonChanged()
                | VolunteerShiftChanged()
            ):
                self._rota += 1
            case _:
                pass
        self.refresh()

    def noticed(self, signal: Signal) -> None:
        """See `hub.Listener`."""
        if signal.kind == "console":
            if signal.fields["console"] != self._name:
                self.close(Close.REPLACED)
            return
        if signal.kind == "shift":
            self.refresh()
            return
        by, contact = signal.fields.get("by"), signal.about
        talking = self._last is not None and any(
            one.contact == contact and one.state == "conversation" for one in self._last.talks
        )
        if not talking:
            return
        if signal.kind == "message":
            if int(signal.fields["seq"]) > self._sent.get(contact, 0):
                self.refresh()
        elif signal.kind == "aside":
            self.refresh()
        elif by == "caller" and signal.kind == "typing":
            self.tell(protocol.Typing(contact=contact, on=signal.fields["on"] == "1"))
        elif by == "caller" and signal.kind == "receipt":
            delivered, read = int(signal.fields["delivered"]), int(signal.fields["read"])
            self.tell(protocol.Receipt(contact=contact, delivered=delivered, read=read))
            self._note_receipt(contact, delivered, read)

    def _note_receipt(self, contact: str, delivered: int, read: int) -> None:
        if self._last is not None:
            noted = {"delivered": delivered, "read": read}
            talks = [one.model_copy(update=noted) if one.contact == contact else one for one in self._last.talks]
            self._last = self._last.model_copy(update={"talks": talks})

    def heard(self, answer: str, beat_back: str) -> None:
        """See `beats.Beating`."""
        self._outbox.put(beat_back)
        if answer != "OK":
            self._present = True
            self.refresh()

    def busy(self) -> None:
        """See `beats.Beating`."""
        self._outbox.put(frames.busy())

    def refresh(self) -> None:
        """See `hub.Listener`."""
        self._refresher.ask()

    def close(self, code: Close) -> None:
        """See `hub.Listener`."""
        self._outbox.close(code)

    def gone(self) -> None:
        """See `socket.Session`: the volunteer stays until the heartbeats are missed."""
        self._refresher.stop()
        self._desk.notices.leave(self)
        hub = self._desk.hub
        for contact in self._contacts:
            hub.unfollow_contact(contact, self)
        hub.unfollow_volunteer(self._person.id, self)
        hub.disown("volunteer", self._person.id, self)
        hub.leave(self)

    # --- looking -----------------------------------------------------------------------------------------------------

    async def _look(self) -> None:
        line, volunteer = self._desk.line, self._person.id
        if self._present or self._anew():
            await self._be_present()
        guessed = tuple(self._contacts)
        fields, looked = await asyncio.gather(
            presence.look(line, volunteer), asyncio.gather(*(self._look_at(contact) for contact in guessed))
        )
        looks = dict(zip(guessed, looked, strict=True))
        if not fields:  # live state was lost: present this volunteer again
            self._present = True
            self.refresh()
            return
        hands = hands_of(fields)
        self._follow(set(hands.contacts))
        missing = [contact for contact in hands.contacts if contact not in looks]
        if missing:
            looks |= zip(missing, await asyncio.gather(*(self._look_at(one) for one in missing)), strict=True)
        await self._helped.load(looks)
        if not self._outbox.closing:
            wrapup = self._desk.settings.timing.wrapup
            named = self._desk.names.of
            now = me(
                volunteer,
                fields,
                looks,
                self._today.talks,
                wrapup=wrapup,
                now=clock.now(),
                named=named,
                rota=self._rota,
            )
            handed = self._tell(now, looks)
            self._epoch = line.epoch
            await self._deliver(handed)
            await self._helped.told(looks)

    def _anew(self) -> bool:
        """Whether live state was lost since the page was last shown something."""
        return self._epoch not in {0, self._desk.line.epoch}

    async def _be_present(self) -> None:
        line, volunteer = self._desk.line, self._person.id
        await presence.connect(line, volunteer, self._name)
        if self._anew() and self._last is not None:
            await self._says.again(self._last, self._over)
        else:
            if lost_talk(await presence.look(line, volunteer)):
                self._wish.chats = 0  # who lost a conversation says by themselves when they are ready for the next
            if self._wish.chats:
                await self._says.ready()
        await self._today.load()
        self._present = False

    async def _look_at(self, contact: str) -> Look:
        return await conversation.look(self._desk.line, contact, self._sent.get(contact, 0))

    def _follow(self, contacts: set[str]) -> None:
        for contact in self._contacts - contacts:
            self._desk.hub.unfollow_contact(contact, self)
            self._sent.pop(contact, None)
        for contact in contacts:
            self._desk.hub.follow_contact(contact, self)
        self._contacts = contacts

    def _tell(self, now: protocol.Me, looks: dict[str, Look]) -> dict[str, int]:
        """Send what changed; returns the last of the caller's messages handed over, by contact."""
        fresh = {
            talk.contact: [one for one in looks[talk.contact].messages if one.seq > self._sent.get(talk.contact, 0)]
            for talk in now.talks
            if talk.state == "conversation"
        }
        before, self._last = self._last, now
        if before is None or _without_talks(before) != _without_talks(now):
            self._tell_gone(before, now)
            talks = [_with_messages(talk, fresh) for talk in now.talks]
            self.tell(now.model_copy(update={"talks": talks}))
        else:
            self._tell_changed(before, now, fresh)
        handed = {}
        for contact, messages in fresh.items():
            for one in messages:
                self._sent[contact] = max(one.seq, self._sent.get(contact, 0))
                if one.by == "caller":
                    handed[contact] = one.seq
        return handed

    def _tell_gone(self, before: protocol.Me | None, now: protocol.Me) -> None:
        left = {talk.contact for talk in now.talks}
        self._over |= {talk.contact for talk in now.talks if talk.state == "wrapup" and not talk.handed_over}
        lost = now.presence == "offline" or now.lost_talk or self._anew()
        for talk in before.talks if before is not None else ():
            if talk.contact not in left:
                why: Literal["lost", "closed"] = "lost" if lost and talk.state == "conversation" else "closed"
                self.tell(protocol.TalkGone(contact=talk.contact, why=why))

    def _tell_changed(self, before: protocol.Me, now: protocol.Me, fresh: dict[str, list[Message]]) -> None:
        for old, talk in zip(before.talks, now.talks, strict=True):
            if old != talk:
                self.tell(protocol.TalkFrame(talk=_with_messages(talk, fresh)))
            else:
                for one in fresh.get(talk.contact, ()):
                    self._outbox.put(frames.message(talk.contact, one))

    async def _deliver(self, handed: dict[str, int]) -> None:
        """The callers learn that their messages were handed to this page's socket."""
        for contact, seq in handed.items():
            await conversation.receipt(self._desk.line, contact, "volunteer", self._person.id, seq, 0)


def _without_talks(one: protocol.Me) -> tuple[Any, Sequence[tuple[str, str]]]:
    """What makes a new `me` necessary: anything but a change within a talk; the wait of an offer only grows."""
    offer = one.offer.model_copy(update={"waited_s": 0}) if one.offer is not None else None
    return one.model_copy(update={"talks": [], "offer": offer}), [(talk.contact, talk.state) for talk in one.talks]


def _with_messages(talk: protocol.Talk, fresh: dict[str, list[Message]]) -> protocol.Talk:
    return talk.model_copy(update={"messages": frames.messages(fresh.get(talk.contact, ()))})
