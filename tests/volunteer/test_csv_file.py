"""Files as spreadsheets write and read them."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisterlijn.volunteer.csv_file import Row, Sheet, Trouble, read, write

KNOWN = ("name", "email", "note")
NEEDED = ("name", "email")
text = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffd\ufeff\u2028\u2029\x85"))
cells = text.map(str.strip)


def rows(sheet: Sheet) -> list[dict[str, str]]:
    assert sheet.troubles == ()
    return [dict(row.cells) for row in sheet.rows]


@pytest.mark.parametrize(
    "data",
    [
        b"name,email\nAn,a@b.c\n",
        b"name;email\r\nAn;a@b.c\r\n",
        b"\xef\xbb\xbfname;email\rAn;a@b.c",
        b' Name , EMAIL \n\n" An ","a@b.c"\n,\n',
        b"name;email;;\nAn;a@b.c;;\n",
    ],
)
def test_read_takes_what_spreadsheets_write(data: bytes) -> None:
    assert rows(read(data, KNOWN, NEEDED)) == [{"name": "An", "email": "a@b.c"}]


def test_read_counts_rows_as_a_spreadsheet_shows_them() -> None:
    sheet = read(b"name,email\n\nAn,a\n,\nBo,b\n", KNOWN, NEEDED)
    assert [row.number for row in sheet.rows] == [3, 5]


def test_read_fills_cells_left_out_at_the_end() -> None:
    assert rows(read(b"name,email,note\nAn,a\n", KNOWN, NEEDED)) == [{"name": "An", "email": "a", "note": ""}]


def test_read_names_every_column_that_is_unknown_twice_or_missing() -> None:
    sheet = read(b"name,nmae,name\nAn,x,y\n", KNOWN, NEEDED)
    assert sheet.rows == ()
    assert [(one.row, one.column, one.value) for one in sheet.troubles] == [
        (1, "nmae", "nmae"),
        (1, "name", "name"),
        (1, "email", ""),
    ]


@pytest.mark.parametrize(
    ("data", "row"),
    [
        (b"name,email\nAn,a\nJos\xe9,b\n", 3),
        ("name,email\nJos\ufffd,b\n".encode(), 2),
        (b"name,email\nAn\x00,b\n", 2),
        ("name,email".encode("utf-16"), 1),
        (b'name,email\nAn,a\n"Bo,b\n', 3),
        (b"name,email\nAn,a,b,c\n", 2),
        (b"", 1),
    ],
)
def test_read_names_the_row_it_cannot_read(data: bytes, row: int) -> None:
    assert [one.row for one in read(data, KNOWN, NEEDED).troubles] == [row]


def test_read_shows_a_long_cell_in_part() -> None:
    (trouble,) = read(b"name,email\na,b," + b"x" * 500, KNOWN, NEEDED).troubles
    assert trouble == Trouble(2, "", "x" * 99 + "…", trouble.remedy)


@pytest.mark.parametrize("cell", ["=1+1", "+31", "-1", "@x", "'=1", "''=1"])
def test_formula_is_defused_and_read_back(cell: str) -> None:
    written = write(("name", "email"), [(cell, "a")])
    (_, (shown, _)) = csv.reader(io.StringIO(written.decode("utf-8-sig")))
    assert shown == f"'{cell}"
    assert read(written, KNOWN, NEEDED).rows == (Row(2, {"name": cell, "email": "a"}),)


def test_apostrophe_of_a_name_stays() -> None:
    written = write(("name", "email"), [("'t Hart", "a")])
    assert read(written, KNOWN, NEEDED).rows == (Row(2, {"name": "'t Hart", "email": "a"}),)


@given(st.lists(st.tuples(cells, cells.filter(bool), cells)), st.sampled_from([",", ";"]))
def test_what_was_written_is_read_back(table: list[tuple[str, str, str]], separator: str) -> None:
    written = write(KNOWN, table, separator)  # type: ignore[arg-type]  # hypothesis knows no words
    assert [tuple(one.values()) for one in rows(read(written, KNOWN, NEEDED))] == table


@given(st.binary(max_size=300))
def test_read_of_anything_is_rows_or_troubles(data: bytes) -> None:
    sheet = read(data, KNOWN, NEEDED)
    assert all(row.cells.keys() == set(sheet.columns) for row in sheet.rows)
    assert all(one.remedy for one in sheet.troubles)


@pytest.mark.parametrize("quote", ["", '"'])
def test_cell_without_end_is_named_as_that(quote: str) -> None:
    sheet = read(f"name,email\nAnna,a\nBo,{quote}{'x' * 140_000}\n".encode(), ["name", "email"], ["name"])
    (trouble,) = sheet.troubles
    assert (trouble.row, trouble.remedy) == (
        3,
        "Shorten the cell of more than 131,072 characters, or close its quotes.",
    )
    assert [row.cells["name"] for row in sheet.rows] == ["Anna"]
