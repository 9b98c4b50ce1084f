"""The words between a volunteer and the coordinator in a conversation, and what a console shows of that help."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from luisterlijn.channel import protocol
from luisterlijn.channel.desk import Desk
from luisterlijn.contact import help as helping
from luisterlijn.contact.conversation import Look
from luisterlijn.contact.help import Helping
from luisterlijn.errors import RefusedError


def frame(contact: str, one: helping.Aside) -> protocol.AsideFrame:
    """An aside as it travels."""
    return protocol.AsideFrame(contact=contact, seq=one.seq, by=one.by, key=one.key, body=one.body, at=one.at)


async def say(desk: Desk, by: Helping, who: str, said: protocol.Aside) -> helping.Aside:
    """Keep an aside; the same key again is the same one.

    Raises:
        RefusedError: `too_long`, `too_fast`, `talk_full`, or `nobody_there`: they are not in it together.
    """
    limits = desk.settings.limits
    if len(said.body) > limits.message_chars:
        raise RefusedError("too_long", f"Send at most {limits.message_chars} characters.", field="body")
    most = limits.messages_per_ten_seconds
    sent = await helping.aside(desk.line, said.contact, by, who, said.key, said.body, most=most)
    if sent.outcome == "TOO_FAST":
        raise RefusedError("too_fast", f"Wait {sent.wait.total_seconds():.0f} s, then send it again.", retry=True)
    if sent.outcome == "FULL":
        raise RefusedError("talk_full", "No more words fit beside this conversation.", field="body")
    if sent.at is None:
        raise RefusedError("nobody_there", "You two are not in this conversation together any more.")
    return helping.Aside(sent.seq, by, said.key, said.body, sent.at)


class Helped:
    """The help in the conversations of one console.

    Args:
        tell: sends a frame to the page.
    """

    def __init__(self, desk: Desk, volunteer: str, tell: Callable[[protocol.Frame], None]) -> None:
        self._desk, self._volunteer, self._tell = desk, volunteer, tell
        self._sent: dict[str, int] = {}  # last aside told, by contact

    async def hear(self, said: protocol.Hand | protocol.Aside) -> None:
        """Raise or lower the hand, or say a word aside; the console looks anew after it.

        Raises:
            RefusedError: see `say`; `not_yours`: the conversation is no longer this volunteer's.
        """
        if isinstance(said, protocol.Hand):
            outcome = await helping.hand(self._desk.line, said.contact, self._volunteer, on=said.on)
            if outcome == "NOT_YOURS":
                raise RefusedError("not_yours", "This conversation is no longer with you.")
            return
        one = await say(self._desk, "volunteer", self._volunteer, said)
        if one.seq <= self._sent.get(said.contact, 0):
            self._tell(frame(said.contact, one))  # said again: the page has not heard that it was kept

    async def load(self, looks: Mapping[str, Look]) -> None:
        """Have the names of the coordinators at hand who came into these conversations."""
        await self._desk.names.load(who for look in looks.values() if (who := look.fields.get("coordinator")))

    async def told(self, looks: Mapping[str, Look]) -> None:
        """The page was told of the talks in these looks: the engine hears that it shows who came; asides follow."""
        self._sent = {contact: seq for contact, seq in self._sent.items() if contact in looks}
        for contact, look in looks.items():
            fields = look.fields
            if fields.get("volunteer") != self._volunteer or fields.get("state") != "conversation":
                self._sent.pop(contact, None)
                continue
            if fields.get("coordinator") and "volunteer" not in fields["shown"].split():
                await helping.shown(self._desk.line, contact, "volunteer", self._volunteer)
            if int(fields.get("aside_seq", 0)) > self._sent.get(contact, 0):
                await self._tell_asides(contact)

    async def _tell_asides(self, contact: str) -> None:
        sent = self._sent.get(contact, 0)
        for one in await helping.asides(self._desk.line, contact, self._volunteer, sent):
            self._tell(frame(contact, one))
            self._sent[contact] = one.seq
