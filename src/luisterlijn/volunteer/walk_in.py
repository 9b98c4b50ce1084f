"""Somebody who can help now, without a shift: until they said, until their next shift, or as long as the line allows.

Minors at the latest until the night they keep out of.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.errors import RefusedError
from luisterlijn.volunteer import signup
from luisterlijn.volunteer.reason import Reason, RulesError, Span
from luisterlijn.volunteer.rota import RotaOf, SignUp
from luisterlijn.volunteer.rows import papers_of, sign_up_of, work_of
from luisterlijn.volunteer.rules import night_begins


async def walk_in(
    connection: AsyncConnection, rota: RotaOf, volunteer: str, until: datetime | None, now: datetime
) -> SignUp:
    """Put somebody on duty from now on.

    Raises:
        RefusedError: `no_walk_in` on this line; `bad_until` that is over.
        RulesError: rules stand in the way, an own shift that runs among them.
    """
    asked = rota.settings.rota
    if asked.walk_in == "refused":
        raise RefusedError("no_walk_in", "Sign up for a shift: this line plans everybody who helps.")
    if until is not None and (until.tzinfo is None or until <= now):
        raise RefusedError("bad_until", "Choose an instant that is still to come.", field="until")
    longest = Span(now, now + asked.walk_in_longest)
    work = (await work_of(connection, rota.line, {volunteer}, longest))[volunteer]
    duties = [one for one in work if not one.standby and one.ends_at > now]
    running = [one.ends_at for one in duties if one.starts_at <= now]
    if running:
        raise RulesError([Reason("overlap", hard=True, until=max(running))])
    ends_at = min([longest.ends_at, until or longest.ends_at, *(one.starts_at for one in duties)])
    papers = await papers_of(connection, rota.line, volunteer)
    ends_at = night_begins(papers, rota.limits, rota.zone, Span(now, ends_at)) or ends_at
    put = await signup.put(connection, rota, volunteer, now, ends_at, papers.channels, "walk_in", now, by=volunteer)
    return await sign_up_of(connection, rota.line, put)
