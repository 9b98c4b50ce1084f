"""A coordinator's socket: the figures each second, and the conversation the coordinator has come into."""

from __future__ import annotations

from typing import Any

from luisterlijn import clock
from luisterlijn.channel import frames, protocol
from luisterlijn.channel.board import Boards
from luisterlijn.channel.helper import Helper
from luisterlijn.channel.outbox import Outbox
from luisterlijn.channel.protocol import Close
from luisterlijn.facts import Fact
from luisterlijn.live.stream import Signal
from luisterlijn.live.tasks import spawn
from luisterlijn.volunteer.profile import Profile


class DashboardSession:
    """One coordinator's page."""

    def __init__(self, boards: Boards, outbox: Outbox, person: Profile) -> None:
        self._boards, self._outbox, self._hub = boards, outbox, boards.desk.hub
        self._helper = Helper(boards.desk, person.id, self)
        self._hub.enter(self)

    async def hear(self, frame: Any) -> None:
        """See `socket.Session`."""
        match frame:
            case protocol.DashboardHello():
                self.put(self._boards.now().model_dump_json())
                self._boards.add(self)
                if frame.joined is not None:
                    await self._helper.go_on(frame.joined)
            case protocol.Beat():
                await self._helper.beat()
                self.put(frames.beat_back(clock.now()))
            case _:
                await self._helper.hear(frame)

    # --- what the conversation is shown by ---------------------------------------------------------------------------

    @property
    def closing(self) -> bool:
        """See `helper.Page`."""
        return self._outbox.closing

    def tell(self, frame: protocol.Frame) -> None:
        """Send a frame."""
        self.put(frame.model_dump_json())

    def put(self, text: str) -> None:
        """Send a frame that is text already."""
        self._outbox.put(text)

    def busy(self) -> None:
        """See `helper.Page`."""
        self.put(frames.busy())

    def follow(self, contact: str, *, on: bool) -> None:
        """See `helper.Page`."""
        (self._hub.follow_contact if on else self._hub.unfollow_contact)(contact, self)

    # --- the node says -----------------------------------------------------------------------------------------------

    def told(self, fact: Fact) -> None:  # noqa: ARG002 - whatever happened, the engine is asked
        """See `hub.Listener`: it follows the conversation it has come into, and nothing else."""
        self._helper.refresh()

    def noticed(self, signal: Signal) -> None:
        """See `hub.Listener`."""
        if signal.kind in {"message", "aside", "helper"}:
            self._helper.refresh()

    def refresh(self) -> None:
        """See `hub.Listener`: the next figures are a second away."""
        self._helper.refresh()

    def close(self, code: Close) -> None:
        """See `hub.Listener`."""
        self._outbox.close(code)

    def gone(self) -> None:
        """See `socket.Session`."""
        if self._outbox.code is Close.NOT_LOGGED_IN:
            spawn(self._helper.leave(), name="helper.leave")
        self._helper.gone()
        self._boards.remove(self)
        self._hub.leave(self)
