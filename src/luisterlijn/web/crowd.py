"""How many sockets each address has open on this node, in memory and only while they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager


class Crowd:
    """Counts."""

    def __init__(self) -> None:
        self._there: Counter[str] = Counter()

    @contextmanager
    def one_more(self, address: str) -> Iterator[int]:
        """A socket of this address while the block runs; how many it then has."""
        self._there[address] += 1
        try:
            yield self._there[address]
        finally:
            self._there[address] -= 1
            if not self._there[address]:
                del self._there[address]

    def __len__(self) -> int:
        """Addresses with an open socket."""
        return len(self._there)
