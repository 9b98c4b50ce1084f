"""A proposal as words, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from typing import get_args

import pytest

from luisterlijn.insight.proposal_report import WHY, said
from luisterlijn.insight.proposals import Handed
from luisterlijn.insight.roster import Opening, Proposal, greedy, improved
from luisterlijn.insight.roster.proposal import Why
from luisterlijn.volunteer.coverage import Rota
from tests.insight.roster.cases import opening, person, problem

EVENING = opening("evening", 4, 18, 22)
NIGHT = opening("night", 4, 22, 30, trainings=("grief",))


def handed(*openings: Opening) -> Handed:
    given = problem(list(openings), [person("anna"), person("bram")])
    return Handed(given, Rota.of([], []), {"anna": "Anna", "bram": "Bram"}, 5)


def test_words_say_whom_to_ask_and_why_a_place_stays_open() -> None:
    asked = handed(EVENING, NIGHT)
    words = said(asked, greedy(asked.problem), "words").splitlines()
    assert words == [
        "2026-05-04 18:00 - 22:00 chat        ask Anna",
        "2026-05-04 22:00 - 06:00 chat        1 too few: nobody has the papers or takes the channel",
        "How much better another could be was not looked at.",
    ]


def test_words_of_the_best_there_is_say_so() -> None:
    asked = handed(EVENING)
    assert said(asked, improved(asked.problem, 5), "words").splitlines()[-1] == "No rota is better."


def test_words_of_a_bound_say_how_much_better_another_could_be() -> None:
    asked = handed(EVENING)
    nobody = Proposal((), (), (), cost=10.0, bound=9.5, proven=False, method="highs")
    assert said(asked, nobody, "words").splitlines() == [
        "Nobody is to be asked.",
        "No rota can be more than 5.0% better.",
    ]


def test_csv_has_a_row_for_each_question() -> None:
    asked = handed(EVENING)
    rows = list(csv.DictReader(io.StringIO(said(asked, greedy(asked.problem), "csv"))))
    assert [(row["shift"], row["starts_at"], row["local_end"], row["name"]) for row in rows] == [
        ("evening", "2026-05-04T16:00:00Z", "2026-05-04 22:00", "Anna")
    ]


def test_json_is_what_the_page_reads() -> None:
    asked = handed(EVENING)
    found = json.loads(said(asked, greedy(asked.problem), "json"))
    assert found["placed"] == [{"shift": "evening", "volunteer": "anna", "name": "Anna"}]
    assert (found["method"], found["bound"], found["gap"]) == ("greedy", None, None)


@pytest.mark.parametrize("why", get_args(Why))
def test_every_reason_is_said(why: str) -> None:
    assert WHY[why]
