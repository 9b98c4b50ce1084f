"""Campaigns are kept, changed and taken away; odd ones are refused by field; the trail says who did it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from luisterlijn.errors import RefusedError
from luisterlijn.insight import campaigns
from luisterlijn.insight.effects import Campaign
from luisterlijn.record.audit import trail
from luisterlijn.sql.database import Database
from tests.pasts import LINE, MONDAY

TV = Campaign("TV", date(2026, 10, 3), date(2026, 10, 9), 1.6, 14, "phone")
RADIO = Campaign("Radio", date(2026, 11, 1), date(2026, 11, 1), 0.8)


async def kept(database: Database, line: str = LINE) -> list[Campaign]:
    async with database.transaction() as connection:
        return await campaigns.of_line(connection, line)


async def added(database: Database, wish: Campaign, line: str = LINE) -> Campaign:
    async with database.transaction() as connection:
        return await campaigns.add(connection, line, wish, MONDAY, "vnoor")


async def test_campaigns_are_kept_the_latest_first(database: Database) -> None:
    first, second = await added(database, TV), await added(database, RADIO)
    await added(database, RADIO, "other")
    assert await kept(database) == [second, first]
    assert replace(first, id="") == TV
    assert first.id != second.id


async def test_campaign_is_changed_and_taken_away(database: Database) -> None:
    one = await added(database, TV)
    wish = replace(one, factor=2.0, channel=None, name=" TV again ")
    async with database.transaction() as connection:
        changed = await campaigns.change(connection, LINE, wish, MONDAY, "vnoor")
    assert await kept(database) == [changed] == [replace(wish, name="TV again")]
    async with database.transaction() as connection:
        await campaigns.remove(connection, LINE, one.id, MONDAY, "vnoor")
    assert await kept(database) == []


async def test_campaign_that_is_not_there_is_refused(database: Database) -> None:
    there = await added(database, TV, "other")
    for wish in (there, replace(there, id="c0")):
        async with database.transaction() as connection:
            with pytest.raises(RefusedError, match="no_such_campaign"):
                await campaigns.change(connection, LINE, wish, MONDAY, "vnoor")
            with pytest.raises(RefusedError, match="no_such_campaign"):
                await campaigns.remove(connection, LINE, wish.id, MONDAY, "vnoor")
    assert await kept(database, "other") == [there]


async def test_trail_says_who_did_what(database: Database) -> None:
    one = await added(database, TV)
    async with database.transaction() as connection:
        await campaigns.change(connection, LINE, replace(one, factor=2), MONDAY, "vpim")
        await campaigns.remove(connection, LINE, one.id, MONDAY, "command")
        rows = await trail(connection, LINE)
    assert [(row.by, row.what, row.about, row.detail) for row in reversed(rows)] == [
        ("vnoor", "campaign.added", one.id, {"name": "TV"}),
        ("vpim", "campaign.changed", one.id, {"name": "TV"}),
        ("command", "campaign.removed", one.id, {"name": "TV"}),
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "x" * 121),
        ("name", "a\nb"),
        ("first_on", date(1999, 12, 31)),
        ("last_on", date(2026, 10, 2)),
        ("last_on", date(2027, 10, 4)),
        ("factor", 0.0),
        ("factor", -1.0),
        ("factor", 21.0),
        ("factor", float("nan")),
        ("factor", float("inf")),
        ("fading_days", -1),
        ("fading_days", 367),
        ("channel", "mail"),
    ],
)
def test_odd_campaign_is_refused_by_field(field: str, value: Any) -> None:
    with pytest.raises(RefusedError, match="bad_campaign") as refused:
        campaigns.checked(replace(TV, **{field: value}))
    assert refused.value.field == field


@pytest.mark.parametrize("wish", [TV, RADIO, replace(TV, last_on=date(2027, 10, 3)), replace(TV, factor=0.05)])
def test_sound_campaign_is_taken(wish: Campaign) -> None:
    assert campaigns.checked(wish) == wish
