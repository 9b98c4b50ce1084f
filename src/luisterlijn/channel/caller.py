"""A caller's socket: its frames become verbs of the caller's path, and what happens to the contact becomes frames."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from luisterlijn import clock
from luisterlijn.channel import frames, protocol
from luisterlijn.channel.caller_view import LIVE, OVER, Fields, Seen, contact_text, seen_of, volunteer_of
from luisterlijn.channel.desk import Desk
from luisterlijn.channel.outbox import Outbox
from luisterlijn.channel.protocol import Close
from luisterlijn.channel.refresh import Refresher
from luisterlijn.channel.waits import Shown, wait_frame
from luisterlijn.contact import conversation, queue, wrapup
from luisterlijn.contact import help as helping
from luisterlijn.contact.conversation import Look
from luisterlijn.contact.routing import Wish
from luisterlijn.contact.ticket import Ticket, contact_id
from luisterlijn.errors import RefusedError
from luisterlijn.facts import (
    ContactAbandoned,
    ContactConnectionChanged,
    ContactFact,
    ContactQueued,
    Fact,
    OfferMade,
    VolunteerPresenceChanged,
)
from luisterlijn.live.stream import Signal
from luisterlijn.volunteer import presence

MOST_SEEN = 10_000
"""What a page says it has seen counts up to here: several times what a conversation may hold."""

_OVER_REMEDY = "The conversation is over; nothing more can be sent in it."


class CallerSession:
    """One caller's page. `contact` is None until it enters or presents a ticket."""

    __slots__ = (
        "_address",
        "_delivered",
        "_desk",
        "_epoch",
        "_follows",
        "_last",
        "_outbox",
        "_refresher",
        "_sent",
        "_ticket",
        "_to_resume",
        "contact",
        "shown",
        "waiting",
    )

    def __init__(self, desk: Desk, outbox: Outbox, address: str) -> None:
        self._desk, self._outbox, self._address = desk, outbox, address
        self._refresher = Refresher(self._look, self._away)
        self.contact: str | None = None
        self.waiting = False
        self.shown: Shown | None = None
        self._ticket: str | None = None
        self._to_resume: Ticket | None = None
        self._last: Seen | None = None
        self._follows = ""
        self._sent = self._delivered = self._epoch = 0
        desk.hub.enter(self)

    # --- the page says -----------------------------------------------------------------------------------------------

    async def hear(self, frame: Any) -> None:
        """See `socket.Session`."""
        match frame:
            case protocol.Beat():
                self._beat()
            case protocol.CallerWrite():
                await self._write(frame)
            case protocol.CallerTyping():
                await conversation.typing(self._desk.line, self._mine(), "caller", "", on=frame.on)
            case protocol.CallerRead():
                await conversation.receipt(self._desk.line, self._mine(), "caller", "", frame.seq, frame.seq)
            case protocol.CallerHello():
                self._hello(frame)
            case protocol.Enter():
                await self._enter(frame)
            case protocol.Leave():
                await queue.leave(self._desk.line, self._mine())
                self.refresh()
            case protocol.Feedback():
                await self._feedback(frame)

    def _mine(self) -> str:
        if self.contact is None:
            raise RefusedError("no_contact", "Enter the line first.")
        return self.contact

    def _hello(self, frame: protocol.CallerHello) -> None:
        self._outbox.put(protocol.CallerWelcome(line=self._desk.line_info()).model_dump_json())
        if frame.ticket is not None:
            ticket = self._desk.intake.read_ticket(frame.ticket, clock.now())
            self._sent = frame.seen
            self._attach(ticket.contact, frame.ticket)
            self._to_resume = ticket
            self.refresh()

    async def _enter(self, frame: protocol.Enter) -> None:
        if self.contact is not None and (self._last is None or self._last.state not in OVER):
            self.refresh()
            return
        contact = contact_id(self._desk.line.id, frame.arrival)
        entered = await self._desk.intake.enter(contact, self._wish(frame), self._address, clock.now())
        self._attach(entered.contact, entered.ticket)
        self._desk.calibration.entered(entered.contact)
        self._last = None  # to be answered also where nothing has changed
        self.refresh()

    def _wish(self, frame: protocol.Enter) -> Wish:
        line = self._desk.settings.line
        if frame.language not in line.languages:
            raise RefusedError("unknown_language", "Choose a language of this line.", field="language")
        if frame.topic is not None and frame.topic not in {one.id for one in line.topics}:
            raise RefusedError("unknown_topic", "Choose a topic of this line, or none.", field="topic")
        if frame.region is not None and frame.region not in {one.id for one in line.regions}:
            raise RefusedError("unknown_region", "Choose a region of this line, or none.", field="region")
        others = tuple(one for one in dict.fromkeys(frame.other_languages) if one in line.languages)
        return Wish("chat", frame.language, others, frame.topic, frame.region, frame.urgent)

    def _beat(self) -> None:
        if self.contact is None or (self._last is not None and self._last.state in OVER):
            self._outbox.put(frames.beat_back(clock.now()))
            return
        self._desk.caller_beats.put(self.contact, self)

    async def _write(self, frame: protocol.CallerWrite) -> None:
        contact, limits = self._mine(), self._desk.settings.limits
        if len(frame.body) > limits.message_chars:
            raise RefusedError("too_long", f"Send at most {limits.message_chars} characters.", field="body")
        sent = await conversation.write(
            self._desk.line, contact, "caller", "", frame.key, frame.body, most=limits.messages_per_ten_seconds
        )
        if sent.outcome == "TOO_FAST":
            raise RefusedError("too_fast", f"Wait {sent.wait.total_seconds():.0f} s, then send it again.", retry=True)
        if sent.outcome == "FULL":
            raise RefusedError("talk_full", "No more messages fit in this conversation for now.", field="body")
        if sent.at is None:
            raise RefusedError("talk_over", _OVER_REMEDY)
        if sent.seq == self._sent + 1 or sent.seq <= self._sent:
            self._sent = max(self._sent, sent.seq)
            own = conversation.Message(sent.seq, "caller", frame.key, frame.body, sent.at)
            self._outbox.put(frames.message(contact, own))
        else:
            self.refresh()

    async def _feedback(self, frame: protocol.Feedback) -> None:
        if await wrapup.feedback(self._desk.line, self._mine(), frame.helped) != "OK":
            raise RefusedError("not_now", "An answer is taken once, after the conversation.")
        self.refresh()

    # --- the node says -----------------------------------------------------------------------------------------------

    def told(self, fact: Fact) -> None:
        """See `hub.Listener`: most facts about a waiting contact change nothing its page shows.

        A caller who was silent past the grace is not there to hear so: the page comes back, and its ticket with it.
        """
        if isinstance(fact, ContactFact) and fact.contact != self.contact:
            return
        match fact:
            case ContactAbandoned(reason="silent"):
                self.close(Close.COME_BACK)
            case ContactQueued(reason="arrival") | OfferMade() if self._last is not None:
                self.show(self._desk.waits().shown(fact.contact))
            case OfferMade() | ContactConnectionChanged() | VolunteerPresenceChanged():
                pass
            case _:
                self.refresh()

    def noticed(self, signal: Signal) -> None:
        """See `hub.Listener`."""
        by = signal.fields.get("by")
        if signal.kind == "message":
            if int(signal.fields["seq"]) > self._sent:
                self.refresh()
        elif by == "volunteer" and signal.kind == "typing":
            on = signal.fields["on"] == "1"
            self._outbox.put(protocol.Typing(contact=signal.about, on=on).model_dump_json())
        elif by == "volunteer" and signal.kind == "receipt":
            delivered, read = int(signal.fields["delivered"]), int(signal.fields["read"])
            receipt = protocol.Receipt(contact=signal.about, delivered=delivered, read=read)
            self._outbox.put(receipt.model_dump_json())
            if self._last is not None:
                self._last = self._last._replace(delivered=delivered, read=read)

    def heard(self, answer: str, beat_back: str) -> None:
        """See `beats.Beating`."""
        self._outbox.put(beat_back)
        if answer != "OK":
            self.refresh()

    def busy(self) -> None:
        """See `beats.Beating`."""
        self._outbox.put(frames.busy())

    def _away(self) -> None:
        if self._last is not None:  # a page that knows nothing yet waits for its first look
            self.busy()

    def refresh(self) -> None:
        """See `hub.Listener`."""
        if self.contact is not None:
            self._refresher.ask()

    def close(self, code: Close) -> None:
        """See `hub.Listener`."""
        self._outbox.close(code)

    def gone(self) -> None:
        """See `socket.Session`: the place is kept by the engine, not by the socket."""
        self._refresher.stop()
        self._detach()
        self._desk.hub.leave(self)

    def show(self, shown: Shown | None, *, force: bool = False) -> bool:
        """Send place and wait if what the page shows of them has changed, or `force`; whether it was sent."""
        if not self.waiting or shown is None or (shown == self.shown and not force):
            return False
        self._outbox.put_shared(wait_frame(shown))
        self._show(shown)
        return True

    def _show(self, shown: Shown | None) -> None:
        self.shown = shown
        if shown is not None and shown.range is not None:
            self._desk.range_told(self._mine())

    # --- looking -----------------------------------------------------------------------------------------------------

    def _attach(self, contact: str, ticket: str) -> None:
        if self.contact != contact:
            self._detach()
            if self.contact is not None:
                self._sent = 0
            self.contact, self._last = contact, None
            self._desk.hub.own("caller", contact, self)
            self._desk.hub.follow_contact(contact, self)
        self._ticket = ticket

    def _detach(self) -> None:
        hub = self._desk.hub
        if self.contact is not None:
            hub.unfollow_contact(self.contact, self)
            hub.disown("caller", self.contact, self)
        self._follow("")

    def _follow(self, volunteer: str) -> None:
        if volunteer != self._follows:
            if self._follows:
                self._desk.hub.unfollow_volunteer(self._follows, self)
            if volunteer:
                self._desk.hub.follow_volunteer(volunteer, self)
            self._follows = volunteer

    async def _look(self) -> None:
        contact, line = self._mine(), self._desk.line
        over = self._last is not None and self._last.state in OVER
        if self._epoch not in {0, line.epoch} and not over:
            self._present_again()
        await self._resume()
        look, connection = await self._look_at(contact)
        if not look.fields and not over:
            self._present_again()
            await self._resume()
            look, connection = await self._look_at(contact)
        elif over and look.fields.get("state") in LIVE:  # an older state came back: this page knows that it is over
            await queue.leave(line, contact)
            look, connection = await self._look_at(contact)
        self._epoch = line.epoch
        self._sent = min(self._sent, int(look.fields.get("seq", 0)))  # a page cannot have what was never sent
        if contact == self.contact and not self._outbox.closing:
            self._tell(contact, look, connection)
            await self._deliver(contact, look.fields)

    def _present_again(self) -> None:
        """Live state was lost: the ticket brings the place back, unless it is too old."""
        if self._ticket is not None:
            with suppress(RefusedError):
                self._to_resume = self._desk.intake.read_ticket(self._ticket, clock.now())

    async def _resume(self) -> None:
        if self._to_resume is not None and self._to_resume.contact == self.contact:
            await self._desk.intake.resume(self._to_resume, self._address, clock.now(), seen=min(self._sent, MOST_SEEN))
        self._to_resume = None

    async def _look_at(self, contact: str) -> tuple[Look, str]:
        """The contact, and the connection of the volunteer in conversation with it."""
        line, follows = self._desk.line, self._follows
        looking = conversation.look(line, contact, self._sent)
        if follows:
            look, other = await asyncio.gather(looking, presence.look(line, follows))
        else:
            look, other = await looking, {}
        volunteer = volunteer_of(look.fields)
        if volunteer != follows:
            self._follow(volunteer)
            other = await presence.look(line, volunteer) if volunteer else {}
        return look, other.get("conn", "gone")

    def _tell(self, contact: str, look: Look, connection: str) -> None:
        fresh = [one for one in look.messages if one.seq > self._sent]
        window = self._desk.settings.timing.resume_window
        seen = seen_of(look.fields, connection, clock.now() - window, self._last)
        self.waiting = seen.state == "waiting"
        shown = self._desk.waits().shown(contact) if self.waiting else None
        if self._last != seen:
            self._last = seen
            self._outbox.put(contact_text(contact, self._ticket, seen, shown, fresh))
            self._show(shown)
        else:
            self.show(shown)
            for one in fresh:
                self._outbox.put(frames.message(contact, one))
        for one in fresh:
            self._sent = max(self._sent, one.seq)
            if one.by == "volunteer":
                self._delivered = max(self._delivered, one.seq)

    async def _deliver(self, contact: str, fields: Fields) -> None:
        """The volunteer learns that the messages were handed to this page's socket, a coordinator that it shows who came."""
        if volunteer_of(fields) and fields.get("coordinator") and "caller" not in fields["shown"].split():
            await helping.shown(self._desk.line, contact, "caller", "")
        if self._delivered:
            seq, self._delivered = self._delivered, 0
            await conversation.receipt(self._desk.line, contact, "caller", "", seq, 0)
