"""Whether somebody may be put on a shift, and what stands in the way. Pure; spans are of UTC, days and nights local.

Hard rules nobody overrides: nobody is in two places, minors keep out of the night, papers are in order. Soft ones guard the
people who listen (volunteer/rest.py); a coordinator may override them with a note.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from luisterlijn.volunteer.fitness import Needs, Papers, is_minor, lacks
from luisterlijn.volunteer.reason import Limits, Reason, Rule, RulesError, Span, Wanted
from luisterlijn.volunteer.rest import soft_reasons
from luisterlijn.volunteer.template import DAY, at, day_begins, local_day

__all__ = ["Limits", "Reason", "Rule", "RulesError", "Span", "Wanted", "hard_reasons", "reasons"]


def hard_reasons(
    wanted: Span, papers: Papers, needs: Needs, others: Sequence[Span], limits: Limits, zone: ZoneInfo, now: datetime
) -> tuple[Reason, ...]:
    """What nobody can override.

    Args:
        wanted: a `Wanted`, or a bare span, which asks for no skill.
        others: the spans they are signed up for already.
    """
    asked = wanted if isinstance(wanted, Wanted) else Wanted(wanted.starts_at, wanted.ends_at)
    found = [*_of_the_shift(asked, now), *_of_the_clock(asked, papers, others, limits, zone)]
    found += _of_the_person(asked, papers, needs, local_day(asked.ends_at - timedelta.resolution, zone))
    return tuple(found)


def _of_the_shift(wanted: Wanted, now: datetime) -> Iterator[Reason]:
    if wanted.cancelled:
        yield Reason("cancelled", hard=True)
    if now >= (wanted.open_until or wanted.ends_at):
        yield Reason("started", hard=True)


def _of_the_clock(
    wanted: Wanted, papers: Papers, others: Sequence[Span], limits: Limits, zone: ZoneInfo
) -> Iterator[Reason]:
    in_the_way = [other.ends_at for other in others if other.overlaps(wanted)]
    if in_the_way:
        yield Reason("overlap", hard=True, until=max(in_the_way))
    if is_minor(papers, local_day(wanted.starts_at, zone)):
        grown_at = day_begins(papers.adult_from or date.max, zone)
        as_minor = Span(wanted.starts_at, min(wanted.ends_at, grown_at))
        if any(as_minor.overlaps(night) for night in _minors_nights(as_minor, limits, zone)):
            yield Reason("minor_night", hard=True, until=grown_at)


def _minors_nights(work: Span, limits: Limits, zone: ZoneInfo) -> Iterator[Span]:
    """The times minors keep out of, as far as they can touch the work; from and until at the same hour: all day."""
    past_midnight = DAY if limits.minor_until <= limits.minor_from else timedelta()
    day, last = local_day(work.starts_at, zone) - DAY, local_day(work.ends_at, zone)
    while day <= last:
        begins_at = at(datetime.combine(day, limits.minor_from), zone)
        yield Span(begins_at, at(datetime.combine(day, limits.minor_until) + past_midnight, zone))
        day += DAY


def night_begins(papers: Papers, limits: Limits, zone: ZoneInfo, work: Span) -> datetime | None:
    """When a minor must stop in work that begins by day; None: never in it."""
    if not is_minor(papers, local_day(work.starts_at, zone)):
        return None
    begins = (night.starts_at for night in _minors_nights(work, limits, zone))
    return next((one for one in begins if work.starts_at < one < work.ends_at), None)


def _of_the_person(wanted: Wanted, papers: Papers, needs: Needs, last_day: date) -> Iterator[Reason]:
    """Papers must be good on the last day of the shift; of the channels one is enough, of the topics all are asked."""
    for lack in lacks(papers, needs, last_day, wanted.trainings):
        own = lack.kind == "training" and lack.what not in needs.trainings
        yield Reason("shift_training" if own else lack.kind, hard=True, what=lack.what)
    if papers.topics:
        for topic in wanted.topics:
            if topic not in papers.topics:
                yield Reason("shift_topic", hard=True, what=topic)
    if wanted.channels and not set(wanted.channels) & set(papers.channels):
        yield Reason("shift_channel", hard=True, what=wanted.channels[0])


def reasons(
    wanted: Span, papers: Papers, needs: Needs, others: Sequence[Span], limits: Limits, zone: ZoneInfo, now: datetime
) -> tuple[Reason, ...]:
    """Everything that stands in the way, the hard ones first.

    Args:
        wanted: a `Wanted`, or a bare span, which asks for no skill.
        others: the spans they are signed up for already, as far as sixteen weeks around.
    """
    found = hard_reasons(wanted, papers, needs, others, limits, zone, now)
    return found + soft_reasons(wanted, others, limits, zone)
