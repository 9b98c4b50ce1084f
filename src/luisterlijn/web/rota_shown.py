"""The rota as pages read it. Volunteers see how many are on a shift, coordinators also who."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from luisterlijn.channel.protocol import rota as wire
from luisterlijn.volunteer.reason import Reason
from luisterlijn.volunteer.rota import RotaOf, SignUp
from luisterlijn.volunteer.seen import Seen
from luisterlijn.volunteer.swaps import SwapSeen

DEMAND = tuple(wire.Demand.model_fields)


def reasons_shown(reasons: Iterable[Reason]) -> list[wire.Reason]:
    """What stands in the way."""
    return [wire.Reason(**asdict(one)) for one in reasons]


def template_shown(row: Mapping[str, Any], last: date | None, removed: Sequence[str] = ()) -> wire.TemplateShown:
    """A template from its row.

    Args:
        last: the last day it has shifts for.
        removed: names of those its change took off.
    """
    values = {name: row[name] for name in wire.TemplateShown.model_fields if name in row}
    return wire.TemplateShown.model_validate(values | {"published_until": last, "removed": list(removed)})


def shift_shown(seen: Seen, names: Mapping[str, str] | None = None, removed: Sequence[str] = ()) -> wire.ShiftShown:
    """A shift.

    Args:
        names: of the people on it; None: people are not shown.
        removed: names of those its change took off.
    """
    shift = seen.shift
    values = {name: getattr(shift, name) for name in (*DEMAND, "id", "template", "day", "name", "state", "changed")}
    values |= {
        "starts_at": shift.starts_at,
        "ends_at": shift.ends_at,
        "note": shift.note,
    }
    values |= {name: list(values[name]) for name in ("channels", "topics", "trainings")}
    return wire.ShiftShown(
        **values,
        signed=seen.signed,
        waiting=seen.waiting,
        short=seen.short,
        people=[] if names is None else [sign_up_shown(one, names, seen.place(one)) for one in seen.people],
        removed=list(removed),
    )


def sign_up_shown(one: SignUp, names: Mapping[str, str], place: int | None = None) -> wire.SignUpShown:
    """Somebody on a shift, for coordinators."""
    plain = ("id", "volunteer", "state", "how", "starts_at", "ends_at", "checked_in_at", "missed_at", "note")
    values = {name: getattr(one, name) for name in plain}
    return wire.SignUpShown(**values, name=names.get(one.volunteer, ""), place=place)


def my_shift(rota: RotaOf, one: SignUp, seen: Seen | None, swap: wire.SwapShown | None, now: datetime) -> wire.MyShift:
    """One of somebody's own."""
    return wire.MyShift(
        sign_up=one.id,
        shift=None if seen is None else shift_shown(seen),
        state=one.state,
        how=one.how,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        standby=one.standby,
        place=None if seen is None else seen.place(one),
        checked_in_at=one.checked_in_at,
        late=one.is_late_to_withdraw(rota.settings.rota.withdraw_deadline, now),
        swap=swap,
    )


def swap_shown(seen: SwapSeen, viewer: str, names: Mapping[str, str]) -> wire.SwapShown:
    """An offer of a shift, as `viewer` sees it."""
    swap, wanted = seen.swap, seen.wanted
    return wire.SwapShown(
        id=swap.id,
        state=swap.state,
        sign_up=swap.sign_up,
        shift_name=seen.given_shift.name if seen.given_shift else "",
        starts_at=seen.given.starts_at,
        ends_at=seen.given.ends_at,
        offered_by=names.get(swap.offered_by, ""),
        taken_by=None if swap.taken_by is None else names.get(swap.taken_by, ""),
        wants_name=seen.wanted_shift.name if seen.wanted_shift else None,
        wants_starts_at=wanted.starts_at if wanted else None,
        wants_ends_at=wanted.ends_at if wanted else None,
        note=swap.note,
        mine=swap.offered_by == viewer,
        for_me=seen.for_me,
        reasons=reasons_shown(seen.reasons),
    )


def people_of(swaps: Iterable[SwapSeen]) -> set[str]:
    """Whose names are needed to show these."""
    return {name for one in swaps for name in (one.swap.offered_by, one.swap.taken_by) if name is not None}
