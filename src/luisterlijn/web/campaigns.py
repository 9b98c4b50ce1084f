"""What forecasts rest on, under /api/v1: campaigns, and past counts from a file."""

from __future__ import annotations

import asyncio

from aiohttp import web

from luisterlijn import clock
from luisterlijn.channel.protocol import planning as wire
from luisterlijn.channel.protocol.people import CsvTaken, CsvTrouble
from luisterlijn.facts import Channel
from luisterlijn.insight import campaigns, history_csv, history_import
from luisterlijn.insight.effects import Campaign
from luisterlijn.insight.forecast import effects
from luisterlijn.volunteer.coverage import CHANNELS
from luisterlijn.volunteer.profile import Profile
from luisterlijn.volunteer.rota import RotaOf
from luisterlijn.web.bodies import answer, body_of, done, id_of
from luisterlijn.web.doors import Doors
from luisterlijn.web.rota import asked_by
from luisterlijn.web.route import Route

LARGEST_FILE = 16 * 1024 * 1024


def _campaign_shown(one: Campaign, measured: dict[Channel, float]) -> wire.CampaignShown:
    return wire.CampaignShown(
        id=one.id,
        name=one.name,
        channel=one.channel,
        first_on=one.first_on,
        last_on=one.last_on,
        factor=one.factor,
        fading_days=one.fading_days,
        measured=measured,
    )


async def list_campaigns(_request: web.Request, doors: Doors, _who: Profile | None) -> web.StreamResponse:
    """All of them, with what they did as far as that is known."""
    now = clock.now()
    pasts = [await doors.pasts.of(channel, now) for channel in CHANNELS]
    async with doors.database.transaction() as connection:
        every = await campaigns.of_line(connection, doors.settings.line.id)

    def work() -> dict[str, dict[Channel, float]]:
        did: dict[str, dict[Channel, float]] = {}
        for known in pasts:
            for one in effects(known.series, known.zone, known.holidays, every)[0]:
                if one.factor is not None:
                    did.setdefault(one.campaign.id, {})[known.series.channel] = round(one.factor, 2)
        return did

    measured = await asyncio.to_thread(work)
    return answer(wire.Campaigns(campaigns=[_campaign_shown(one, measured.get(one.id, {})) for one in every]))


def _wish(given: wire.CampaignGiven, campaign_id: str = "") -> Campaign:
    return Campaign(
        id=campaign_id,
        name=given.name,
        channel=given.channel,
        first_on=given.first_on,
        last_on=given.last_on,
        factor=given.factor,
        fading_days=given.fading_days,
    )


async def add_campaign(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Keep a campaign, past or to come."""
    wish = _wish(wire.CampaignGiven.model_validate_json(await body_of(request)))
    async with doors.database.transaction() as connection:
        made = await campaigns.add(connection, doors.settings.line.id, wish, clock.now(), asked_by(who))
    _changed(doors)
    return answer(_campaign_shown(made, {}), 201)


async def change_campaign(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Change one."""
    wish = _wish(wire.CampaignGiven.model_validate_json(await body_of(request)), id_of(request))
    async with doors.database.transaction() as connection:
        made = await campaigns.change(connection, doors.settings.line.id, wish, clock.now(), asked_by(who))
    _changed(doors)
    return answer(_campaign_shown(made, {}))


async def remove_campaign(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Take one away, as if it had never been said."""
    async with doors.database.transaction() as connection:
        await campaigns.remove(connection, doors.settings.line.id, id_of(request), clock.now(), asked_by(who))
    _changed(doors)
    return done()


def _changed(doors: Doors) -> None:
    """What forecasts rest on was changed: the need of every quarter is computed anew."""
    doors.pasts.forget()
    doors.planner.wake()


async def take_arrivals(request: web.Request, doors: Doors, who: Profile | None) -> web.StreamResponse:
    """Keep the counts of a file."""
    sheet = await asyncio.to_thread(history_csv.read, await body_of(request))
    rota = RotaOf.of(doors.settings)
    async with doors.database.transaction(waits=True) as connection:
        taken = await history_import.take(connection, rota.line, rota.zone, sheet, clock.now(), asked_by(who))
    _changed(doors)
    troubles = [
        CsvTrouble(row=one.row, column=one.column, value=one.value, remedy=one.remedy) for one in taken.troubles
    ]
    return answer(CsvTaken(added=taken.added, changed=taken.changed, troubles=troubles))


_CAMPAIGN = "/api/v1/campaigns/{id}"
ROUTES: tuple[Route, ...] = (
    Route("GET", "/api/v1/campaigns", list_campaigns, "coordinator", "campaigns", None, wire.Campaigns),
    Route(
        *("POST", "/api/v1/campaigns", add_campaign, "coordinator", "add a campaign"),
        says=wire.CampaignGiven,
        hears=wire.CampaignShown,
    ),
    Route(
        *("PUT", _CAMPAIGN, change_campaign, "coordinator", "change a campaign"),
        says=wire.CampaignGiven,
        hears=wire.CampaignShown,
    ),
    Route("DELETE", _CAMPAIGN, remove_campaign, "coordinator", "take a campaign away"),
    Route(
        *("POST", "/api/v1/arrivals.csv", take_arrivals, "coordinator", "add past counts by a file, all or nothing"),
        hears=CsvTaken,
        most=LARGEST_FILE,
    ),
)
