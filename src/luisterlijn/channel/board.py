"""The coordinator's dashboard: one set of figures a second, built once for every dashboard of the node."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from luisterlijn import clock
from luisterlijn.channel import frames, protocol
from luisterlijn.channel.desk import Desk
from luisterlijn.channel.outbox import Outbox
from luisterlijn.channel.protocol import Board, Close
from luisterlijn.facts import Fact
from luisterlijn.insight.today import Today
from luisterlijn.live.stream import Signal

Figures = Callable[[], Today]


def board(desk: Desk, figures: Figures) -> Board:
    """The figures now, for the dashboard's socket and for the API alike."""
    now, mirror, today = clock.now(), desk.hub.mirror, figures()
    return Board(
        at=now,
        open=desk.intake.opening("chat", now).open,
        waiting=mirror.waiting_count,
        longest_wait_s=round(mirror.longest_wait(now).total_seconds()),
        volunteers=mirror.presence_counts(),
        in_conversation=mirror.in_conversation,
        **asdict(today),
    )


class Boards:
    """The dashboards that are open on this node."""

    def __init__(self, desk: Desk, figures: Figures) -> None:
        self.desk, self._figures = desk, figures
        self._open: set[DashboardSession] = set()

    def add(self, session: DashboardSession) -> None:
        """A dashboard is open."""
        self._open.add(session)

    def remove(self, session: DashboardSession) -> None:
        """It is closed."""
        self._open.discard(session)

    def tell(self) -> None:
        """Send the figures to every open dashboard; no figures are made for none."""
        if self._open:
            text = self.now().model_dump_json()
            for session in self._open:
                session.put(text)

    def now(self) -> Board:
        """The figures."""
        return board(self.desk, self._figures)


class DashboardSession:
    """One coordinator's page."""

    def __init__(self, boards: Boards, outbox: Outbox) -> None:
        self._boards, self._outbox = boards, outbox
        boards.desk.hub.enter(self)

    async def hear(self, frame: Any) -> None:
        """See `socket.Session`."""
        match frame:
            case protocol.DashboardHello():
                self.put(self._boards.now().model_dump_json())
                self._boards.add(self)
            case _:
                self.put(frames.beat_back(clock.now()))

    def put(self, text: str) -> None:
        """Send a frame."""
        self._outbox.put(text)

    def told(self, fact: Fact) -> None:
        """See `hub.Listener`: a dashboard follows nobody."""

    def noticed(self, signal: Signal) -> None:
        """See `hub.Listener`."""

    def refresh(self) -> None:
        """See `hub.Listener`: the next figures are a second away."""

    def close(self, code: Close) -> None:
        """See `hub.Listener`."""
        self._outbox.close(code)

    def gone(self) -> None:
        """See `socket.Session`."""
        self._boards.remove(self)
        self._boards.desk.hub.leave(self)
