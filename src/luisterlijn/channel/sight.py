"""What the watch of the rota sees of the line as this node knows it: who is there, and how long callers wait.

While Valkey is away, or nothing was heard of it yet, nothing is known: nobody is then late or missing for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import get_args

from luisterlijn.channel.hub import Hub
from luisterlijn.facts import Channel
from luisterlijn.live.valkey import Live


class Sight:
    """One node's."""

    def __init__(self, hub: Hub, live: Live) -> None:
        self._hub, self._live = hub, live

    @property
    def _clear(self) -> bool:
        return self._hub.loaded.is_set() and not self._live.away

    def present(self) -> Mapping[str, str] | None:
        """The presence of every volunteer known; None while that is not."""
        return self._hub.mirror.presence_by_volunteer() if self._clear else None

    def longest_wait(self, now: datetime) -> Mapping[Channel, timedelta]:
        """By channel, zero where nobody waits; nothing while it is not known."""
        if not self._clear:
            return {}
        found: dict[Channel, timedelta] = dict.fromkeys(get_args(Channel), timedelta())
        for lanes, _, first_arrival_at in self._hub.mirror.waiting_groups():
            channel: Channel = "phone" if lanes[0].startswith("phone.") else "chat"
            found[channel] = max(found[channel], now - first_arrival_at)
        return found
