"""The conversation a coordinator has come into, on one dashboard.

The engine lets the coordinator read only while they are in it, and only once caller and volunteer were shown so; this asks it
anew for every word, so nothing is read that the others do not see read.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Literal, Protocol

from luisterlijn.channel import asides, frames, protocol
from luisterlijn.channel.desk import Desk
from luisterlijn.channel.refresh import Refresher
from luisterlijn.contact import help as helping
from luisterlijn.contact.help import Joined
from luisterlijn.errors import EngineAwayError, RefusedError

REFUSALS = {
    "NOBODY_ASKED": ("nobody_asked", "Nobody asks for help in this conversation any more."),
    "NOT_TALKING": ("not_talking", "This conversation is over."),
    "TAKEN": ("already_joined", "Another coordinator is in this conversation."),
}


class Page(Protocol):
    """The dashboard it is shown on; the hub tells it of contacts it follows."""

    @property
    def closing(self) -> bool:
        """Whether nothing more can be shown."""

    def tell(self, frame: protocol.Frame) -> None:
        """Send a frame."""

    def busy(self) -> None:
        """Valkey is away."""

    def follow(self, contact: str, *, on: bool) -> None:
        """Be told of this contact from now on, or no longer."""


class Helper:
    """At most one conversation at a time."""

    def __init__(self, desk: Desk, coordinator: str, page: Page) -> None:
        self._desk, self._who, self._page = desk, coordinator, page
        self._refresher = Refresher(self._look, page.busy)
        self._contact = ""
        self._volunteer = ""  # whose conversation it was when it was last read
        self._shown: protocol.JoinedTalk | None = None

    async def hear(self, frame: protocol.Join | protocol.Part | protocol.Aside) -> None:
        """Come in, leave, or say a word to the volunteer.

        Raises:
            RefusedError: why one may not come in, or may not say it (see `asides.say`).
        """
        match frame:
            case protocol.Join():
                outcome = await helping.join(self._desk.line, frame.contact, self._who)
                if outcome != "JOINED":
                    raise RefusedError(*REFUSALS[outcome])
                self._take(frame.contact)
            case protocol.Part():
                await helping.part(self._desk.line, frame.contact, self._who)
                if frame.contact == self._contact:
                    self._over("parted")
            case protocol.Aside():
                await self._say(frame)
        self.refresh()

    async def go_on(self, contact: str) -> None:
        """The page has come back and shows this conversation: go on in it, or hear that it is over."""
        self._take(contact)
        self.refresh()
        await self.beat()

    async def beat(self) -> None:
        """The page is there, and with it the coordinator.

        Raises:
            EngineAwayError: Valkey is away.
        """
        if self._contact and await helping.beat(self._desk.line, self._contact, self._who) != "OK":
            self.refresh()

    def refresh(self) -> None:
        """Something may have changed: look anew."""
        if self._contact:
            self._refresher.ask()

    def gone(self) -> None:
        """The page is closed; the coordinator is in the conversation until the heartbeats are missed."""
        self._refresher.stop()
        if self._contact:
            self._page.follow(self._contact, on=False)

    async def leave(self) -> None:
        """The coordinator is no longer one, or has logged out: out at once."""
        if self._contact:
            with suppress(EngineAwayError):
                await helping.part(self._desk.line, self._contact, self._who)

    def _take(self, contact: str) -> None:
        if contact != self._contact:
            self._over("parted")
            self._contact = contact
            self._page.follow(contact, on=True)

    async def _say(self, frame: protocol.Aside) -> None:
        one = await asides.say(self._desk, "coordinator", self._who, frame)
        shown = self._shown
        if shown is not None and frame.contact == self._contact and one.seq <= len(shown.asides):
            self._page.tell(asides.frame(frame.contact, one))  # said again: the page has not heard that it was kept

    async def _look(self) -> None:
        contact, shown = self._contact, self._shown
        seq, aside_seq = _seqs(shown)
        look = await helping.look(self._desk.line, contact, self._who, seq, aside_seq)
        if look.outcome == "IN":
            await self._desk.names.load([look.fields["volunteer"]])
        if contact != self._contact or shown is not self._shown or self._page.closing:
            return
        if look.outcome == "IN":
            self._show(contact, look)
        elif look.outcome == "OUT":
            goes_on = look.fields.get("state") == "conversation"
            self._over("parted" if goes_on and self._volunteer in {"", look.fields["volunteer"]} else "ended")

    def _show(self, contact: str, look: Joined) -> None:
        fields, before = look.fields, self._shown
        messages = [*(before.messages if before else ()), *frames.messages(look.messages)]
        said = [*(before.asides if before else ()), *(asides.frame(contact, one) for one in look.asides)]
        now = protocol.JoinedTalk(
            contact=contact,
            volunteer=self._desk.names.of(fields["volunteer"]),
            language=fields["language"],
            topic=fields["topic"] or None,
            caller=fields["conn"],  # type: ignore[arg-type]  # the engine's own word, checked by pydantic
            messages=messages,
            asides=said,
        )
        self._shown, self._volunteer = now, fields["volunteer"]
        if before is None or _around(before) != _around(now):
            self._page.tell(now)
            return
        for message in messages[len(before.messages) :]:
            self._page.tell(protocol.MessageFrame(contact=contact, message=message))
        for one in said[len(before.asides) :]:
            self._page.tell(one)

    def _over(self, why: Literal["ended", "parted"]) -> None:
        if self._contact:
            self._page.follow(self._contact, on=False)
            self._page.tell(protocol.JoinedOver(contact=self._contact, why=why))
            self._contact, self._volunteer, self._shown = "", "", None


def _seqs(shown: protocol.JoinedTalk | None) -> tuple[int, int]:
    """The last message and the last aside that were shown."""
    if shown is None:
        return 0, 0
    return shown.messages[-1].seq if shown.messages else 0, shown.asides[-1].seq if shown.asides else 0


def _around(talk: protocol.JoinedTalk) -> protocol.JoinedTalk:
    """Everything but what was said."""
    return talk.model_copy(update={"messages": [], "asides": []})
