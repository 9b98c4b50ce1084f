"""The verbs behind a volunteer's frames: presence, offers, the conversation, wrap-up."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, Protocol

from luisterlijn import clock
from luisterlijn.channel import protocol
from luisterlijn.channel.console_view import hands_of
from luisterlijn.channel.desk import Desk
from luisterlijn.contact import conversation, offer, routing, wrapup
from luisterlijn.contact.conversation import Message
from luisterlijn.errors import RefusedError
from luisterlijn.volunteer import presence
from luisterlijn.volunteer.profile import Profile

BLOCKED_FOR = timedelta(days=1)
BY: Literal["volunteer"] = "volunteer"
CHECKED_IN = "shift_not_begun"
"""The reason of somebody who is away only until their shift begins."""

REFUSED = {
    "NOT_ON_SHIFT": ("no_shift", "You are not on a shift now: walk in, or sign up for one."),
    "LACKS": ("lacks", "Something that this line requires of you is missing: ask your coordinator."),
}
"""Why nobody is made ready, in code and remedy."""


@dataclass
class Wish:
    """What this page last asked for: so many chats at once, or 0 for a break. Kept for when live state is lost."""

    chats: int = 0
    past_end: bool = False


class Page(Protocol):
    """The session these verbs speak for."""

    def tell(self, frame: protocol.Frame) -> None:
        """Send a frame."""

    def own_message(self, contact: str, message: Message) -> None:
        """A message of the volunteer was kept."""

    def refresh(self) -> None:
        """Look anew and send what changed."""


class Says:
    """Turns the frames of one volunteer into verbs."""

    def __init__(self, desk: Desk, person: Profile, wish: Wish, page: Page) -> None:
        self._desk, self._line, self._person, self._wish, self._page = desk, desk.line, person, wish, page

    async def hear(self, frame: Any) -> None:
        """Do what this frame asks; see `socket.Session` for the errors."""
        match frame:
            case protocol.VolunteerWrite():
                await self._write(frame)
            case protocol.VolunteerTyping():
                await conversation.typing(self._line, frame.contact, BY, self._person.id, on=frame.on)
            case protocol.VolunteerRead():
                await conversation.receipt(self._line, frame.contact, BY, self._person.id, frame.seq, frame.seq)
            case protocol.Ready() | protocol.Pause() | protocol.Drain() | protocol.Rest():
                await self._be(frame)
                self._page.refresh()
            case protocol.Accept() | protocol.Decline():
                await self._answer(frame)
            case _:
                await self._work(frame)
                self._page.refresh()

    async def ready(self) -> str:
        """Be ready as wished for contacts in the lanes of this person's profile; see `presence.ready`.

        Where the rota does not let them, it is no longer wished for.
        """
        person, wish, settings = self._person, self._wish, self._desk.settings
        line, ends = settings.line, settings.rota.shifts == "required"
        service = routing.volunteer_service(
            person.channels,
            person.languages or line.languages,
            person.topics or tuple(one.id for one in line.topics),
            person.region,
        )
        outcome = await presence.ready(
            self._line,
            person.id,
            lanes=service.lanes,
            profile=service.profile,
            lanes2=service.lanes2,
            profile2=service.profile2,
            chats=wish.chats if person.may_take_two else 1,
            fit=self._desk.learned().long_handle() if ends else timedelta(),
            past_end=wish.past_end,
        )
        if outcome in REFUSED:
            wish.chats = 0
        return outcome

    async def again(self, shown: protocol.Me, over: AbstractSet[str]) -> None:
        """Live state was lost, and what is there may be older: be what the page last showed.

        Args:
            over: contacts whose talk with this volunteer had ended for both.
        """
        line, person = self._line, self._person.id
        hands = hands_of(await presence.look(line, person))
        for contact in over & {*hands.talks, *hands.wraps}:
            if contact in hands.talks:
                await conversation.end(line, contact, person)
            if contact not in {talk.contact for talk in shown.talks}:
                await wrapup.done(line, contact, person)
        if shown.presence in {"away", "offline"} and shown.reason != CHECKED_IN:
            await presence.pause(line, person)
            return
        self._wish.chats, self._wish.past_end = shown.chats, shown.past_end
        if await self.ready() in REFUSED:
            return
        if shown.draining:
            await presence.drain(line, person, on=True)
        if shown.rest_until is not None and shown.rest_until > clock.now():
            await presence.rest(line, person, shown.rest_until - clock.now())

    async def _be(self, frame: Any) -> None:
        match frame:
            case protocol.Ready():
                self._wish.chats, self._wish.past_end = frame.chats, frame.past_end
                outcome = await self.ready()
                if outcome in REFUSED:
                    self._page.refresh()
                    raise RefusedError(*REFUSED[outcome])
            case protocol.Pause():
                self._wish.chats = 0
                await presence.pause(self._line, self._person.id)
            case protocol.Drain():
                await presence.drain(self._line, self._person.id, on=frame.on)
            case protocol.Rest():
                await presence.rest(self._line, self._person.id, timedelta(minutes=frame.minutes))

    async def _answer(self, frame: protocol.Accept | protocol.Decline) -> None:
        """Take or pass the contact on offer; a loser reads `offer_gone` and gets no window."""
        contact, fence = offer.parse_offer_id(frame.offer)
        answer = offer.accept if isinstance(frame, protocol.Accept) else offer.decline
        outcome = await answer(self._line, contact, fence, self._person.id)
        if outcome in {"TAKEN", "OFFER_GONE"}:
            why: Literal["taken", "expired"] = "taken" if outcome == "TAKEN" else "expired"
            self._page.tell(protocol.OfferGone(offer=frame.offer, why=why))
        self._page.refresh()

    async def _write(self, frame: protocol.VolunteerWrite) -> None:
        limits = self._desk.settings.limits
        if len(frame.body) > limits.message_chars:
            raise RefusedError("too_long", f"Send at most {limits.message_chars} characters.", field="body")
        sent = await conversation.write(
            self._line,
            frame.contact,
            BY,
            self._person.id,
            frame.key,
            frame.body,
            most=limits.messages_per_ten_seconds,
        )
        if sent.outcome == "TOO_FAST":
            raise RefusedError("too_fast", f"Wait {sent.wait.total_seconds():.0f} s, then send it again.", retry=True)
        if sent.outcome == "FULL":
            raise RefusedError("talk_full", "No more messages fit in this conversation for now.", field="body")
        if sent.at is None:
            raise _not_yours()
        self._page.own_message(frame.contact, Message(sent.seq, BY, frame.key, frame.body, sent.at))

    async def _work(self, frame: Any) -> None:
        person = self._person.id
        match frame:
            case protocol.Transfer():
                outcome = await self._transfer(frame)
            case protocol.TransferCancel():
                outcome = await conversation.transfer_cancel(self._line, frame.contact, person)
            case protocol.End():
                outcome = await conversation.end(self._line, frame.contact, person)
                if outcome == "ENDED" and frame.block:
                    await wrapup.block(self._line, frame.contact, clock.now() + BLOCKED_FOR)
            case protocol.WrapUp():
                outcome = await wrapup.done(
                    self._line,
                    frame.contact,
                    person,
                    topic=self._known_topic(frame.topic),
                    heavy=frame.heavy,
                    result=frame.result,
                )
            case _:
                outcome = "NOT_YOURS"
        if outcome in {"NOT_YOURS", "NOT_MOVING"}:
            self._page.refresh()
            raise _not_yours()

    async def _transfer(self, frame: protocol.Transfer) -> str:
        fields = (await conversation.look(self._line, frame.contact)).fields
        if not fields:
            return "NOT_YOURS"
        if frame.language is not None and frame.language not in self._desk.settings.line.languages:
            raise RefusedError("unknown_language", "Choose a language of this line, or none.", field="language")
        wish = routing.Wish(fields["channel"], fields["language"])
        lanes = routing.transfer_lanes(wish, self._known_topic(frame.topic), frame.language)
        return await conversation.transfer(self._line, frame.contact, self._person.id, lanes)

    def _known_topic(self, topic: str | None) -> str | None:
        if topic is not None and topic not in {one.id for one in self._desk.settings.line.topics}:
            raise RefusedError("unknown_topic", "Choose a topic of this line, or none.", field="topic")
        return topic


def _not_yours() -> RefusedError:
    return RefusedError("not_yours", "This conversation is no longer with you.")
