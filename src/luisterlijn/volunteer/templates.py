"""The templates of a line: kept, changed with the shifts they made, and ended. All inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import RowMapping, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn.errors import RefusedError
from luisterlijn.sql import audit
from luisterlijn.sql.tables import shift, shift_template
from luisterlijn.volunteer.publish import make, published_until, template_of_row
from luisterlijn.volunteer.refit import refit
from luisterlijn.volunteer.rota import RotaOf, Shift, SignUp, new_id, shift_of_row
from luisterlijn.volunteer.rows import SHIFT_COLUMNS, shifts_of
from luisterlijn.volunteer.shift import cancel_all, told
from luisterlijn.volunteer.template import days, holidays_between, span
from luisterlijn.volunteer.wish import TemplateWish, check_template, columns

APPLY = text("""
    UPDATE shift
    SET name = of.name, starts_at = new.starts_at, ends_at = new.ends_at, minimum = of.minimum, target = of.target,
        maximum = of.maximum, channels = of.channels, topics = of.topics, trainings = of.trainings, standby = of.standby,
        sequence = shift.sequence + 1
    FROM unnest(CAST(:ids AS text[]), CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[]))
         AS new (id, starts_at, ends_at),
         shift_template of
    WHERE shift.id = new.id AND of.id = shift.template
""")


async def every(connection: AsyncConnection, line: str) -> Sequence[RowMapping]:
    """The rows of a line's templates, by start and name; those that ended last."""
    known = shift_template.c
    wanted = select(shift_template).where(known.line == line)
    order = (known.active.desc(), known.starts, known.name, known.id)
    return (await connection.execute(wanted.order_by(*order))).mappings().all()


async def add(connection: AsyncConnection, rota: RotaOf, wish: TemplateWish, now: datetime, by: str) -> RowMapping:
    """Keep a template; its shifts come with publishing.

    Raises:
        RefusedError: `bad_shift` or `bad_recurrence`.
    """
    values = columns(check_template(wish, {topic.id for topic in rota.settings.line.topics}))
    written = insert(shift_template).values(id=new_id("t"), line=rota.line, **values).returning(*shift_template.c)
    row = (await connection.execute(written)).mappings().one()
    await audit.note(connection, rota.line, now, by, "template.added", row["id"])
    return row


async def change(
    connection: AsyncConnection, rota: RotaOf, template_id: str, wish: TemplateWish, now: datetime, by: str
) -> tuple[RowMapping, list[SignUp]]:
    """Change a template and the shifts it made; who was taken off is returned beside it.

    As far as it was published, the rota is afterwards as if it had been published so: shifts move and get the new numbers
    with the people on them (volunteer/refit.py says who stays), those of days it no longer has are cancelled and their
    people told, and those of new days are made. What has begun, and what was changed or cancelled by hand, stays as it is.

    Raises:
        RefusedError: `no_such_template`, `bad_shift` or `bad_recurrence`.
    """
    values = columns(check_template(wish, {topic.id for topic in rota.settings.line.topics}))
    await _locked(connection, rota.line, template_id)
    last = (await published_until(connection, rota.line)).get(template_id)
    written = update(shift_template).where(shift_template.c.id == template_id).values(**values)
    row = (await connection.execute(written.returning(*shift_template.c))).mappings().one()
    removed = [] if last is None else await _apply(connection, rota, row, last, now, by)
    detail = {"removed": [one.volunteer for one in removed]}
    await audit.note(connection, rota.line, now, by, "template.changed", template_id, **detail)
    return row, removed


async def end(connection: AsyncConnection, rota: RotaOf, template_id: str, now: datetime, by: str) -> None:
    """Make no more shifts of a template; those it made stay.

    Raises:
        RefusedError: `no_such_template`.
    """
    row = await _locked(connection, rota.line, template_id)
    if row["active"]:
        written = update(shift_template).where(shift_template.c.id == template_id).values(active=False)
        await connection.execute(written)
        await audit.note(connection, rota.line, now, by, "template.ended", template_id)


async def _apply(
    connection: AsyncConnection, rota: RotaOf, row: RowMapping, last: date, now: datetime, by: str
) -> list[SignUp]:
    before = await _to_change(connection, row["id"], now)
    template = template_of_row(row)
    begin = min((one.day for one in before), default=last)
    free = holidays_between(rota.settings.rota.holidays, begin, last)
    kept = {day: span(template, day, rota.zone) for day in days(template, begin, last, free)}
    gone = [one for one in before if one.day not in kept or kept[one.day][0] <= now]
    stay = [one for one in before if one not in gone]
    await cancel_all(connection, rota, gone, now, by, for_good=False)
    spans = [kept[one.day] for one in stay]
    ids = [one.id for one in stay]
    await connection.execute(APPLY, {"ids": ids, "starts": [s for s, _ in spans], "ends": [e for _, e in spans]})
    after = await shifts_of(connection, ids)
    removed = await refit(connection, rota, [(one, after[one.id]) for one in stay], now, by)
    if row["active"]:
        await make(connection, rota, [row], last, now)
    await told(connection, rota, now, [*before, *after.values()])
    return removed


async def _to_change(connection: AsyncConnection, template_id: str, now: datetime) -> list[Shift]:
    """The shifts a change of their template is for, locked."""
    mine = shift.c
    wanted = (
        select(*SHIFT_COLUMNS)
        .where(mine.template == template_id, mine.starts_at > now, mine.state != "cancelled", ~mine.changed)
        .order_by(mine.id)
        .with_for_update(key_share=True)
    )
    return [shift_of_row(dict(one)) for one in (await connection.execute(wanted)).mappings()]


async def _locked(connection: AsyncConnection, line: str, template_id: str) -> RowMapping:
    wanted = (
        select(shift_template)
        .where(shift_template.c.line == line, shift_template.c.id == template_id)
        .with_for_update(key_share=True)
    )
    row = (await connection.execute(wanted)).mappings().one_or_none()
    if row is None:
        raise RefusedError("no_such_template", "Look at the templates again: this one is not there.")
    return row
