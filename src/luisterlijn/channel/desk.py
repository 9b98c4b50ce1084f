"""What every session of a node shares."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from luisterlijn import clock
from luisterlijn.channel.beats import Beats
from luisterlijn.channel.frames import line_info
from luisterlijn.channel.hub import Hub
from luisterlijn.channel.names import Names
from luisterlijn.channel.notices import Notices
from luisterlijn.channel.protocol import LineInfo, OwnTalk
from luisterlijn.channel.waits import Ahead, Pace, Waits
from luisterlijn.contact.hours import Opening, switched
from luisterlijn.contact.intake import Intake
from luisterlijn.facts import Channel
from luisterlijn.insight.calibration import Calibration
from luisterlijn.insight.learned import Learned
from luisterlijn.live.line import Line
from luisterlijn.settings import Settings

OwnTalks = Callable[[str], Awaitable[Sequence[OwnTalk]]]
"""The finished talks of today of a volunteer, oldest first, from the records; empty while those are away."""


@dataclass(frozen=True)
class Desk:
    """Hands to the sessions: the line's verbs, the hub, the beats gathered for the node."""

    settings: Settings
    line: Line
    intake: Intake
    hub: Hub
    caller_beats: Beats
    volunteer_beats: Beats
    own_talks: OwnTalks
    learned: Callable[[], Learned]
    names: Names
    notices: Notices
    ahead: Ahead
    calibration: Calibration

    @cached_property
    def _pace(self) -> Pace:
        return Pace(self.hub.mirror, self.learned, self.ahead)

    def opening(self, channel: Channel, now: datetime) -> Opening:
        """Whether the channel is open now, by its hours or by hand."""
        return switched(self.intake.opening(channel, now), self.hub.mirror.switch(channel))

    def line_info(self) -> LineInfo:
        """What a page needs to know of the line now."""
        return line_info(self.settings, self.opening("chat", clock.now()))

    def waits(self) -> Waits:
        """What waiting callers are shown now."""
        now = clock.now()
        return Waits(self.hub.mirror, self._pace.means_s(now), self._pace.schedule(now))

    def range_told(self, contact: str) -> None:
        """A waiting caller was told a range: the first one is remembered, to be held against the wait."""
        waiting = self.hub.mirror.waiting(contact)
        if waiting is not None and self.calibration.awaits(contact):
            self.calibration.told(contact, clock.now() - waiting.first_arrival_at, self.waits().told(contact))
