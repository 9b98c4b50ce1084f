from __future__ import annotations

from datetime import timedelta

import pytest

from luisterlijn.channel.notify.mail import MailSender
from luisterlijn.channel.notify.way import Letter, NotSentError, Words
from luisterlijn.settings import Mail
from tests.channel.notify.post import mailbox

LETTER = Letter(
    7,
    Words("Kun je komen?", "Dag Noor,\n\néén vraag.", "https://x.example/answer#1.a"),
    urgent=True,
    lives=timedelta(1),
)


def sender(port: int, **more: object) -> MailSender:
    options = {"host": "127.0.0.1", "port": port, "security": "none", "sender": "De lijn <lijn@post.example>"} | more
    return MailSender(Mail.model_validate(options), "demo", 2.0)


async def test_mail_arrives_whole_with_its_link_and_a_name_of_its_own() -> None:
    async with mailbox() as box:
        await sender(box.port).send("noor@test.example", LETTER)
        (mail,) = box.to("noor@test.example")
    assert (
        mail.get_content().replace("\r\n", "\n").rstrip() == "Dag Noor,\n\néén vraag.\n\nhttps://x.example/answer#1.a"
    )
    told = {name: mail[name] for name in ("From", "Subject", "Message-ID", "Auto-Submitted", "Importance")}
    assert told == {
        "From": "De lijn <lijn@post.example>",
        "Subject": "Kun je komen?",
        "Message-ID": "<demo.7@post.example>",
        "Auto-Submitted": "auto-generated",
        "Importance": "high",
    }


@pytest.mark.parametrize(("answer", "for_good"), [("550 no such user", True), ("450 later", False)])
async def test_mail_refused_by_the_server_says_whether_to_try_again(answer: str, *, for_good: bool) -> None:
    async with mailbox() as box:
        box.answer = answer
        with pytest.raises(NotSentError) as refused:
            await sender(box.port).send("noor@test.example", LETTER)
    assert (refused.value.for_good, box.taken) == (for_good, [])
    assert "noor" not in refused.value.trouble


async def test_mail_without_a_server_is_tried_again() -> None:
    async with mailbox() as box:
        port = box.port
    with pytest.raises(NotSentError, match="cannot be used") as refused:
        await sender(port).send("noor@test.example", LETTER)
    assert not refused.value.for_good


async def test_mail_to_an_address_with_a_line_break_is_refused() -> None:
    async with mailbox() as box:
        with pytest.raises(NotSentError):
            await sender(box.port).send("noor@test.example\r\nBcc: all@test.example", LETTER)
    assert box.taken == []


async def test_mail_is_not_sent_in_the_clear_unless_told_to() -> None:
    async with mailbox() as box:
        with pytest.raises(NotSentError):
            await sender(box.port, security="starttls").send("noor@test.example", LETTER)
    assert box.taken == []
