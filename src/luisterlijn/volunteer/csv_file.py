"""Files of comma-separated values, as spreadsheets write and read them. Pure.

A file is UTF-8, with or without a byte order mark; its heading says whether `,` or `;` separates its cells (a Dutch Excel
writes `;`). Rows count from 1 with the heading, as a spreadsheet shows them. What a spreadsheet would take for a formula
is written with an apostrophe before it, which is taken off again when it is read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Separator: TypeAlias = Literal[",", ";"]

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
LONGEST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with one cell, and what to do about it; `column` is empty where the whole row is meant."""

    row: int
    column: str
    value: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row's cells by the words of the heading."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file holds; `columns` are those it has of the known ones."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    troubles: tuple[Trouble, ...]


def write(columns: Sequence[str], rows: Iterable[Sequence[str]], separator: Separator = ",") -> bytes:
    """A file with these rows; its mark lets Excel read it as UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_defused(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def read(data: bytes, known: Sequence[str], needed: Collection[str]) -> Sheet:
    """The rows of a file, trimmed, empty ones left out; what cannot be read is in `troubles`.

    Args:
        known: the columns a file may have.
        needed: those it must have.
    """
    text, wrong = _text(data)
    if wrong is not None:
        return Sheet((), (), (wrong,))
    records, broken = _records(text)
    if not records:
        return Sheet((), (), (broken or Trouble(1, "", "", "Begin with a heading: the names of the columns."),))
    columns, troubles = _heading(records[0], known, needed)
    if troubles:
        return Sheet((), (), tuple(troubles))
    rows = []
    for number, record in enumerate(records[1:], start=2):
        cells = _without_empty_end(record)
        if not cells:
            continue
        if len(cells) > len(columns):
            remedy = f"Give {len(columns)} cells, one for each column; put a cell with a separator in it in quotes."
            troubles.append(Trouble(number, "", shown(cells[len(columns)]), remedy))
            continue
        cells += [""] * (len(columns) - len(cells))  # some spreadsheets leave out the empty ones at the end
        rows.append(Row(number, dict(zip(columns, cells, strict=True))))
    return Sheet(columns, tuple(rows), (*troubles, *([broken] if broken else [])))


def shown(value: str) -> str:
    """A cell as it is shown to who must mend it: not endless."""
    return value if len(value) <= LONGEST_SHOWN else value[: LONGEST_SHOWN - 1] + "…"


def _text(data: bytes) -> tuple[str, Trouble | None]:
    remedy = "Save the file as CSV UTF-8; some characters cannot be read."
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return "", Trouble(data.count(b"\n", 0, error.start) + 1, "", "", remedy)
    for odd in ("\x00", "\ufffd"):  # what a browser or a spreadsheet puts where it could not read a character
        if odd in text:
            return "", Trouble(text.count("\n", 0, text.index(odd)) + 1, "", "", remedy)
    return text, None


def _records(text: str) -> tuple[list[list[str]], Trouble | None]:
    """The records of a text, up to the one that cannot be read."""
    heading = text.partition("\n")[0]
    separator = ";" if heading.count(";") > heading.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    records: list[list[str]] = []
    try:
        records.extend(reader)
    except csv.Error as error:
        remedy = "Close the quotes of this row, and write a quote within a cell twice."
        if "field limit" in str(error):
            remedy = f"Shorten the cell of more than {csv.field_size_limit():,} characters, or close its quotes."
        return records, Trouble(len(records) + 1, "", "", remedy)
    return records, None


def _heading(
    record: Sequence[str], known: Sequence[str], needed: Collection[str]
) -> tuple[tuple[str, ...], list[Trouble]]:
    columns = tuple(cell.lower() for cell in _without_empty_end(record))
    there = ", ".join(known)
    troubles = [
        Trouble(1, shown(one), shown(one), f"Leave this column out, or use one of: {there}.")
        for one in columns
        if one not in known
    ]
    twice = [one for one in known if columns.count(one) > 1]
    troubles += [Trouble(1, one, one, "Keep this column once.") for one in twice]
    troubles += [Trouble(1, one, "", "Add this column.") for one in known if one in needed and one not in columns]
    return columns, troubles


def _without_empty_end(record: Sequence[str]) -> list[str]:
    """The cells as they were meant, trimmed, up to the last that is not empty."""
    cells = [_fused(cell).strip() for cell in record]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _defused(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _fused(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
