from __future__ import annotations

import re
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from luisterlijn.channel.notify.en import EN
from luisterlijn.channel.notify.nl import NL
from luisterlijn.channel.notify.words import House, words
from luisterlijn.volunteer.links import Links
from luisterlijn.volunteer.messages import Kind

LINKS = Links("secret", "demo")
HOUSE = House("Luisterlijn", ZoneInfo("Europe/Amsterdam"), lambda: "https://x.example", LINKS)
NIGHT = {"starts_at": "2026-10-24T20:00:00+00:00", "ends_at": "2026-10-25T05:00:00+00:00"}


def test_texts_exist_for_every_kind_and_use_the_same_words_in_both_languages() -> None:
    def used(texts: dict[Kind, tuple[str, str]]) -> dict[Kind, set[str]]:
        return {kind: set(re.findall(r"\{(\w+)\}", "".join(both))) for kind, both in texts.items()}

    assert set(NL) == set(EN) == set(get_args(Kind))
    assert used(NL) == used(EN)


def test_callout_says_when_in_local_time_and_links_to_its_answer() -> None:
    said = words("callout", {**NIGHT, "number": 12}, "Noor", "nl", HOUSE)
    assert said.title == "Kun je komen? zaterdag 24 okt. 22:00-06:00"
    assert "Luisterlijn zoekt iemand voor zaterdag 24 okt. 22:00-06:00" in said.body
    token = said.url.removeprefix("https://x.example/answer#")
    assert LINKS.read("callout", token) == 12


def test_invitation_links_to_itself_and_opens_nothing_else() -> None:
    token = words("invitation", {"number": 3}, "Noor", "en", HOUSE).url.rpartition("#")[2]
    assert (LINKS.read("invitation", token), LINKS.read("callout", token)) == (3, None)


def test_broadcast_is_what_the_coordinator_wrote_also_with_braces() -> None:
    said = words("broadcast", {"body": "Let op: {name} {0} %s"}, "Noor", "nl", HOUSE)
    assert (said.body, said.url) == ("Let op: {name} {0} %s", "https://x.example/console")


def test_letter_of_invitations_names_the_shifts_in_local_time_and_links_to_them() -> None:
    shifts = "2026-10-24T20:00:00+00:00 2026-10-25T05:00:00+00:00 Nacht van zaterdag\n" * 2
    fields: dict[str, str | int | None] = {
        **NIGHT,
        "number": 12,
        "count": 5,
        "shifts": shifts,
        "more": 3,
        "on": "2026-10-20",
    }
    said = words("shifts_asked", fields, "Noor", "nl", HOUSE)
    assert said.body.count("- zaterdag 24 okt. 22:00-06:00, Nacht van zaterdag\n") == 2
    assert "\n- en nog 3\n" in said.body
    assert "Antwoorden kan tot en met dinsdag 20 okt." in said.body
    token = said.url.removeprefix("https://x.example/asked#")
    assert [LINKS.read(purpose, token) for purpose in ("shifts", "callout")] == [12, None]
    assert "more" not in words("shift_asked", fields | {"more": 0}, "Noor", "en", HOUSE).body


@pytest.mark.parametrize(
    ("what", "told"), [("", "Your certificate of conduct expires"), ("suicide", "Your training suicide expires")]
)
def test_expiring_names_the_paper(what: str, told: str) -> None:
    body = words("expiring", {"what": what, "on": "2026-12-24"}, "Noor", "en", HOUSE).body
    assert f"{told} on Thursday 24 Dec." in body


@pytest.mark.parametrize("kind", get_args(Kind))
@pytest.mark.parametrize("language", ["nl", "en", "fy"])
def test_words_of_every_kind_leave_no_gap(kind: Kind, language: str) -> None:
    fields: dict[str, str | int | None] = {**NIGHT, "number": 1, "body": "Hallo", "what": "", "on": "2026-12-24"}
    said = words(kind, fields, "Noor", language, HOUSE)
    assert re.findall(r"[{}]|  | \.|\(\)", said.title + said.body) == []
    assert "" not in {said.title, said.body}


def test_filled_leads_nowhere() -> None:
    assert words("callout_filled", NIGHT, "Noor", "nl", HOUSE).url == ""
