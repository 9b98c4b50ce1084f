"""A rota proposal told at a command line: in words by local time, as JSON, or as CSV. Pure."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator

from luisterlijn.insight.proposals import Handed, told
from luisterlijn.insight.roster import Gap, Opening, Proposal
from luisterlijn.volunteer import csv_file

WHY = {
    "nobody_fit": "nobody has the papers or takes the channel",
    "nobody_available": "nobody can come",
    "all_busy": "everybody who could works then",
    "rest_rule": "their rest stands in the way",
    "all_at_maximum": "everybody has reached their maximum",
    "full": "the shift takes no more",
    "started": "it has begun",
    "no_shift": "there is no shift then",
    "not_worth_it": "for so short a time nobody is asked",
}
COLUMNS = ("shift", "starts_at", "local_start", "local_end", "channels", "volunteer", "name")


def said(handed: Handed, proposal: Proposal, form: str) -> str:
    """The proposal as `words`, `json` or `csv`."""
    if form == "json":
        return json.dumps(told(handed, proposal), indent=2)
    if form == "csv":
        return csv_file.write(COLUMNS, _rows(handed, proposal)).decode("utf-8-sig").rstrip()
    return "\n".join(_lines(handed, proposal))


def _rows(handed: Handed, proposal: Proposal) -> Iterator[tuple[str, ...]]:
    openings = {one.id: one for one in handed.problem.openings}
    for shift, who in proposal.assignments:
        one = openings[shift]
        yield (
            *(shift, f"{one.starts_at:%Y-%m-%dT%H:%M:%SZ}", *_local(handed, one)),
            *(" ".join(one.channels), who, handed.names[who]),
        )


def _lines(handed: Handed, proposal: Proposal) -> Iterator[str]:
    asked: defaultdict[str, list[str]] = defaultdict(list)
    for shift, who in proposal.assignments:
        asked[shift].append(handed.names[who])
    for one in handed.problem.openings:
        if one.id in asked:
            begin, end = _local(handed, one)
            yield f"{begin} - {end[-5:]} {'/'.join(one.channels):11} ask {', '.join(asked[one.id])}"
    if not asked:
        yield "Nobody is to be asked."
    for gap in proposal.gaps:
        yield _gap(handed, gap)
    yield _how_good(proposal)


def _gap(handed: Handed, gap: Gap) -> str:
    begin, end = (at.astimezone(handed.problem.zone) for at in (gap.starts_at, gap.ends_at))
    channels = "/".join(gap.channels)
    return f"{begin:%Y-%m-%d %H:%M} - {end:%H:%M} {channels:11} {gap.lacking} too few: {WHY[gap.why]}"


def _how_good(proposal: Proposal) -> str:
    if proposal.proven:
        return "No rota is better."
    if proposal.bound is None or not proposal.cost:
        return "How much better another could be was not looked at."
    return f"No rota can be more than {(proposal.cost - proposal.bound) / proposal.cost:.1%} better."


def _local(handed: Handed, one: Opening) -> tuple[str, str]:
    begin, end = (f"{at.astimezone(handed.problem.zone):%Y-%m-%d %H:%M}" for at in (one.starts_at, one.ends_at))
    return begin, end
