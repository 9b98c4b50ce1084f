"""The letter of invitations."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from luisterlijn.channel.notify.words import House, words
from luisterlijn.sql.database import Database
from luisterlijn.volunteer.ask_letters import key_of
from tests.rota import AMSTERDAM, NOW
from tests.volunteer.asking import LINKS, Asking


@pytest.fixture
async def rota(database: Database) -> Asking:
    played = Asking(database)
    await played.people("anna")
    return played


async def test_letter_as_it_is_written_is_one_its_words_can_read(rota: Asking) -> None:
    await rota.ask((await rota.shift(4, 22, 30, name="Nacht van maandag"), "anna"), (await rota.shift(6), "anna"))
    ((_, kind, fields, _),) = await rota.letters()
    said = words(kind, fields, "Anna", "nl", House("Luisterlijn", AMSTERDAM, lambda: "https://x.example", LINKS))  # type: ignore[arg-type]
    assert "- maandag 4 mei 22:00-06:00, Nacht van maandag\n- woensdag 6 mei 18:00-22:00, evening\n" in said.body
    assert said.url == f"https://x.example/asked#{await rota.token('anna')}"


def test_letters_of_two_people_or_moments_are_two() -> None:
    later = datetime(2026, 5, 1, 8, 0, 1, tzinfo=UTC)
    assert len({key_of("anna", NOW), key_of("bram", NOW), key_of("anna", later)}) == 3
