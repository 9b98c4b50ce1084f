"""The coordinator's wall: one set of figures a second, built once for every dashboard of the node.

Nothing here looks anything up: the mirror, the day's figures and what is known of the rota are kept up by facts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Protocol, get_args

from luisterlijn import clock
from luisterlijn.channel.desk import Desk
from luisterlijn.channel.protocol import Board, ChannelNow, HandUp, LaneNow, LateNow, QuarterNow
from luisterlijn.channel.rota_now import RotaNow
from luisterlijn.contact.hours import Opening
from luisterlijn.contact.mirror import Mirror
from luisterlijn.contact.routing import ANY
from luisterlijn.contact.snapshot import Lanes
from luisterlijn.facts import Channel
from luisterlijn.insight.today import Quarter, Today

CHANNELS: tuple[Channel, ...] = get_args(Channel)
OFF = ("offline", "away")
OF_THE_DAY = tuple(one.name for one in fields(Today) if one.name != "quarters")

Figures = Callable[[], Today]


def board(desk: Desk, today: Today, rota: RotaNow, now: datetime) -> Board:
    """The figures at `now`, for the dashboard's socket and for the API alike."""
    mirror = desk.hub.mirror
    return Board(
        at=now,
        open=desk.opening("chat", now).open,
        waiting=mirror.waiting_count,
        longest_wait_s=round(mirror.longest_wait(now).total_seconds()),
        volunteers=mirror.presence_counts(),
        in_conversation=mirror.in_conversation,
        channels=channels(mirror, {one: desk.opening(one, now) for one in CHANNELS}, now),
        lanes=lanes(mirror, now),
        hands=hands(mirror, desk.names.of),
        late=[
            LateNow(volunteer=one.volunteer, shift=one.shift, shift_name=one.shift_name, since=one.since)
            for one in rota.late(now)
        ],
        callouts=rota.callouts,
        rota=rota.changed,
        quarters=[quarter(one) for one in today.quarters],
        **{name: getattr(today, name) for name in OF_THE_DAY},
    )


def quarter(one: Quarter) -> QuarterNow:
    """A quarter as it travels. (`asdict` would cost more than all the rest of the board.)"""
    return QuarterNow(
        at=one.at,
        arrivals=one.arrivals,
        answered=one.answered,
        abandoned=one.abandoned,
        refused=one.refused,
        wait_p50_s=one.wait_p50_s,
    )


def _seconds_since(firsts: Iterable[datetime], now: datetime) -> int:
    return max(0, round((now - min(firsts, default=now)).total_seconds()))


def channels(mirror: Mirror, openings: Mapping[Channel, Opening], now: datetime) -> list[ChannelNow]:
    """Each channel now. On shift is who is there for it and not on a break."""
    ready, on_shift, waiting = Counter[str](), Counter[str](), Counter[str]()
    firsts: defaultdict[str, list[datetime]] = defaultdict(list)
    for presence, theirs, count in mirror.presences():
        for channel in _channels_of(theirs):
            ready[channel] += count * (presence == "ready")
            on_shift[channel] += count * (presence not in OFF)
    for theirs, count, first in mirror.waiting_groups():
        for channel in _channels_of(theirs):
            waiting[channel] += count
            firsts[channel].append(first)
    return [
        ChannelNow(
            channel=channel,
            open=openings[channel].open,
            by_hand=openings[channel].by_hand,
            waiting=waiting[channel],
            longest_wait_s=_seconds_since(firsts[channel], now),
            in_conversation=mirror.in_conversation_by(channel),
            ready=ready[channel],
            on_shift=on_shift[channel],
        )
        for channel in CHANNELS
    ]


def _channels_of(lanes: Lanes) -> set[str]:
    return {lane.partition(".")[0] for lane in lanes}


def lanes(mirror: Mirror, now: datetime) -> list[LaneNow]:
    """Lanes in which somebody waits, each caller in the first of theirs; able are those who can take one of them now."""
    groups: defaultdict[str, list[tuple[Lanes, int, datetime]]] = defaultdict(list)
    for theirs, count, first in mirror.waiting_groups():
        groups[theirs[0]].append((theirs, count, first))
    found = []
    for lane, inside in sorted(groups.items()):
        channel, language, topic, region = lane.split(".")
        found.append(
            LaneNow(
                channel="phone" if channel == "phone" else "chat",
                language=language,
                topic=None if topic == ANY else topic,
                region=None if region == ANY else region,
                waiting=sum(count for _, count, _ in inside),
                longest_wait_s=_seconds_since((first for _, _, first in inside), now),
                able=mirror.able_in(tuple(sorted({one for theirs, _, _ in inside for one in theirs}))),
            )
        )
    return found


def hands(mirror: Mirror, named: Callable[[str], str]) -> list[HandUp]:
    """Where help is asked for, or came; `named` gives the name of a person."""
    return [
        HandUp(
            contact=talk.contact,
            volunteer=named(talk.volunteer),
            since=talk.hand_at,
            joined=None if talk.coordinator is None else named(talk.coordinator),
        )
        for talk in mirror.asking()
        if talk.hand_at is not None
    ]


class Wall(Protocol):
    """A dashboard that is open."""

    def put(self, text: str) -> None:
        """Send a frame."""


class Boards:
    """The dashboards that are open on this node."""

    def __init__(self, desk: Desk, figures: Figures, rota: RotaNow) -> None:
        self.desk, self._figures, self._rota = desk, figures, rota
        self._open: set[Wall] = set()

    def add(self, wall: Wall) -> None:
        """A dashboard is open."""
        self._open.add(wall)

    def remove(self, wall: Wall) -> None:
        """It is closed."""
        self._open.discard(wall)

    def tell(self) -> None:
        """Send the figures to every open dashboard; no figures are made for none."""
        self._rota.look()
        if self._open:
            text = self.now().model_dump_json()
            for wall in self._open:
                wall.put(text)

    def now(self) -> Board:
        """The figures."""
        return board(self.desk, self._figures(), self._rota, clock.now())
