"""The rota as pages read it: names only where they belong."""

from __future__ import annotations

from dataclasses import replace

from luisterlijn.volunteer.seen import Seen
from luisterlijn.web.rota_shown import shift_shown, sign_up_shown
from tests.rota import local
from tests.volunteer.test_rota_csv import SHIFT, SIGN_UP


def test_shift_names_people_only_when_names_are_given() -> None:
    waiting = replace(SIGN_UP, id="u2", volunteer="vbram", state="waiting")
    seen = Seen(replace(SHIFT, note="bring cake"), [SIGN_UP, waiting])
    names = {"vanna": "Anna", "vbram": "Bram"}
    full = shift_shown(seen, names, ["Carl"])
    assert [(one.name, one.place) for one in full.people] == [("Anna", None), ("Bram", 1)]
    bare = shift_shown(seen)
    assert (bare.people, bare.removed, full.removed, bare.note) == ([], [], ["Carl"], "bring cake")
    assert (bare.signed, bare.waiting, bare.short, bare.topics) == (1, 1, 0, ["grief"])
    assert "Anna" in full.model_dump_json()
    assert "Anna" not in bare.model_dump_json()
    assert "vanna" not in bare.model_dump_json()


def test_sign_up_shows_how_it_came_about() -> None:
    shown = sign_up_shown(replace(SIGN_UP, how="swap", checked_in_at=local(4, 22)), {"vanna": "Anna"})
    assert (shown.name, shown.how, shown.checked_in_at, shown.place) == ("Anna", "swap", local(4, 22), None)
