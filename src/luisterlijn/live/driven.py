"""A line whose clock is driven, over one blocking connection: for simulations, where nothing else happens meanwhile.

What is asked at one instant travels as one pipeline: the clock is set, the calls are made, deadlines that have passed are
swept, and the facts of all that come back. That is one round trip an event instead of four, by far the larger part of the time.
Not for a served line: it blocks, it does not reconnect, and `open` empties the server.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self, TypeAlias

import hiredis

from luisterlijn.errors import EngineAwayError, EngineError
from luisterlijn.live import keys, library

Call: TypeAlias = tuple[str | int, ...]
"""A Function's name and its arguments, without the line."""

SWEEP_MOST = 1000
READ_BYTES = 1 << 16
SILENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Happened:
    """A fact as the stream has it: `fields` without kind and instant, as text; `at_ms` since 1970."""

    kind: str
    at_ms: int
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class Moment:
    """What an instant brought: the calls' replies in order, the facts in order, and when the next deadline is due, if any."""

    replies: list[Any]
    facts: list[Happened]
    next_ms: int | None


class DrivenLine:
    """One line on a server of its own; use as a context manager.

    Args:
        url: `unix://` and a path.
        line: its id.

    Raises:
        EngineAwayError: from any method, if the server cannot be reached or does not answer.
        EngineError: from any method, if a Function failed (a bug).
    """

    def __init__(self, url: str, line: str) -> None:
        self._path, self._root = url.removeprefix("unix://"), keys.root(line)
        self._facts_key = keys.name(line, "facts")
        self._socket = socket.socket(socket.AF_UNIX)
        self._reader = hiredis.Reader(encoding="utf-8")
        self._last = "-"
        self._loaded = False

    def __enter__(self) -> Self:
        self._socket.settimeout(SILENCE_SECONDS)
        try:
            self._socket.connect(self._path)
        except OSError as error:
            self._socket.close()
            raise EngineAwayError(f"the simulation's own Valkey cannot be reached: {error}") from error
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def open(self, at_ms: int, policy: Mapping[str, int]) -> None:
        """Forget whatever the server holds, and open the line anew with its clock at this instant."""
        if not self._loaded:
            self._ask([("FUNCTION", "LOAD", "REPLACE", library.source())])
            self._loaded = True
        pairs = tuple(part for pair in policy.items() for part in pair)
        self._ask(
            [
                ("FLUSHALL",),
                self._fcall("line_drive_v1", at_ms),
                self._fcall("line_open_v1", 0, "0-0", *pairs),
            ]
        )
        self._last = "-"

    def at(self, at_ms: int, *calls: Call) -> Moment:
        """The clock moves to this instant, the calls are made, and the deadlines that are due are handled."""
        commands = [self._fcall("line_drive_v1", at_ms), *(self._fcall(*call) for call in calls)]
        commands += [self._fcall("line_sweep_v1", SWEEP_MOST), ("XRANGE", self._facts_key, self._last, "+")]
        _, *replies, (_, left), entries = self._ask(commands)
        return Moment(replies, list(self._new(entries)), None if left < 0 else at_ms + left)

    def _new(self, entries: list[Any]) -> Iterator[Happened]:
        for _, flat in entries:
            fields = dict(zip(flat[::2], flat[1::2], strict=True))
            yield Happened(fields.pop("kind"), int(fields.pop("at")), fields)
        if entries:
            self._last = f"({entries[-1][0]}"

    def _fcall(self, function: str | int, *arguments: str | int) -> Call:
        return ("FCALL", function, 1, self._root, *arguments)

    def _ask(self, commands: list[Call]) -> list[Any]:
        packed = b"".join(hiredis.pack_command(command) for command in commands)  # type: ignore[arg-type]  # typed for one argument only
        replies: list[Any] = []
        try:
            self._socket.sendall(packed)
            while len(replies) < len(commands):
                received = self._socket.recv(READ_BYTES)
                if not received:
                    raise EngineAwayError("the simulation's own Valkey went away")
                self._reader.feed(received)
                while (reply := self._reader.gets()) is not False:
                    replies.append(reply)
        except OSError as error:
            raise EngineAwayError(f"the simulation's own Valkey does not answer: {error}") from error
        for command, reply in zip(commands, replies, strict=True):
            if isinstance(reply, hiredis.ReplyError):
                raise EngineError(f"{command[1]}: {reply}")
        return replies
