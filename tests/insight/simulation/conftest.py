"""A Valkey of a simulation's own: `DrivenLine.open` empties it, so it is not the one other tests share."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from luisterlijn.insight.simulation.twin import LINE
from luisterlijn.live.driven import DrivenLine
from luisterlijn.live.embedded import EmbeddedValkey


@pytest.fixture(scope="session")
def twin_line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DrivenLine]:
    """A line to be driven."""
    with asyncio.Runner() as runner:
        server = EmbeddedValkey(tmp_path_factory.mktemp("t"), keeps=False)
        runner.run(server.__aenter__())
        with DrivenLine(server.url, LINE) as line:
            yield line
        runner.run(server.__aexit__(None, None, None))
