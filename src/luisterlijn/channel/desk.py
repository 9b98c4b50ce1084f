"""What every session of a node shares."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from luisterlijn import clock
from luisterlijn.channel.beats import Beats
from luisterlijn.channel.frames import line_info
from luisterlijn.channel.hub import Hub
from luisterlijn.channel.protocol import LineInfo, OwnTalk
from luisterlijn.channel.waits import Pace, Waits
from luisterlijn.contact.intake import Intake
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

    @cached_property
    def _pace(self) -> Pace:
        return Pace(self.hub.mirror, self.learned)

    def line_info(self) -> LineInfo:
        """What a page needs to know of the line now."""
        return line_info(self.settings, self.intake.opening("chat", clock.now()))

    def waits(self) -> Waits:
        """What waiting callers are shown now."""
        return Waits(self.hub.mirror, self._pace.means_s(clock.now()))
