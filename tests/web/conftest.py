"""A house of one node with Anna and Bram, who listen, and Cora, who coordinates."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from luisterlijn.app import Node
from tests.doors import House, house, settings


@pytest.fixture
async def doors(valkey: str, database_url: str) -> AsyncIterator[House]:
    """Nodes, people and visitors of one line."""
    async with house(settings(valkey, database_url)) as opened:
        yield opened


@pytest.fixture
async def node(doors: House) -> Node:
    """The first node."""
    node = await doors.node()
    await doors.people(node, "anna", "bram", may_take_two=True)
    await doors.people(node, "cora", role="coordinator")
    return node
