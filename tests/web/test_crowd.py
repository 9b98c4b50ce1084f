"""How many sockets an address has open."""

from __future__ import annotations

import pytest

from luisterlijn.app import Node
from luisterlijn.channel.protocol import Close
from luisterlijn.web.crowd import Crowd
from tests.doors import House


def test_crowd_counts_an_address_only_while_it_is_there() -> None:
    crowd = Crowd()
    with crowd.one_more("a") as first, crowd.one_more("a") as second, crowd.one_more("b") as other:
        assert (first, second, other, len(crowd)) == (1, 2, 1, 2)
    assert len(crowd) == 0


async def test_socket_too_many_of_an_address_is_told_so_and_the_others_stay(
    doors: House, node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = node.settings.limits.model_copy(update={"sockets_per_address": 2})
    monkeypatch.setitem(node.settings.__dict__, "limits", limits)
    first, second = await doors.caller(node), await doors.caller(node)
    await second.hear("contact")
    third = await (await doors.visitor(node)).open("caller", hello=False)
    assert await third.closed() == Close.TOO_MANY
    await first.ws.close()
    await (await doors.caller(node)).hear("contact")
