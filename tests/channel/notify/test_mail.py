from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

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


@pytest.mark.parametrize(("answer", "for_good"), [("550 no such user", True), ("450 later", False), ("554 go", False)])
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
    with pytest.raises(NotSentError, match=r"cannot be reached: see notify\.mail\.host and port") as refused:
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


class Refusing:
    """A server that answers so to the sender, or to the letter."""

    def __init__(self, to_sender: str, to_letter: str) -> None:
        self._to_sender, self._to_letter = to_sender, to_letter

    async def handle_MAIL(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 - aiosmtpd's name
        envelope.mail_from = address
        return self._to_sender

    async def handle_DATA(self, *_: Any) -> str:  # noqa: N802 - aiosmtpd's name
        return self._to_letter


@pytest.mark.parametrize(
    ("to_sender", "to_letter", "trouble", "for_good"),
    [
        ("550 no", "", "refused the line's own address (550): see notify.mail.sender", False),
        ("530 log in first", "", "wants encryption or a log-in (530): see notify.mail", False),
        ("250 OK", "554 no", "refused the message (554)", True),
        ("250 OK", "451 later", "refused the message (451)", False),
    ],
)
async def test_mail_is_given_up_only_where_the_letter_is_at_fault(
    to_sender: str, to_letter: str, trouble: str, *, for_good: bool
) -> None:
    def serve() -> SMTP:
        return SMTP(Refusing(to_sender, to_letter))

    server = await asyncio.get_running_loop().create_server(serve, "127.0.0.1", 0)
    with pytest.raises(NotSentError) as refused:
        await sender(server.sockets[0].getsockname()[1]).send("noor@test.example", LETTER)
    server.close()
    assert (refused.value.trouble, refused.value.for_good) == (f"the mail server {trouble}", for_good)


async def test_mail_to_a_server_that_takes_no_log_in_says_so() -> None:
    async with mailbox() as box:
        with pytest.raises(NotSentError, match=r"offers no AUTH: see notify\.mail\.login"):
            await sender(box.port, login="line", password="secret").send("noor@test.example", LETTER)


async def test_mail_to_a_server_that_says_nothing_says_so() -> None:
    server = await asyncio.get_running_loop().create_server(asyncio.Protocol, "127.0.0.1", 0)
    silent = {"host": "127.0.0.1", "port": server.sockets[0].getsockname()[1], "security": "none"}
    with pytest.raises(NotSentError, match="says nothing: see notify"):
        await MailSender(Mail.model_validate(silent), "demo", 0.2).send("noor@test.example", LETTER)
    server.close()


async def test_mail_that_was_taken_is_sent_whatever_is_said_to_the_goodbye() -> None:
    async with mailbox() as box:
        box.parts = 30
        async with asyncio.timeout(5):
            await sender(box.port).send("noor@test.example", LETTER)
        assert len(box.taken) == 1


async def test_mail_waits_for_no_goodbye_when_it_is_cancelled() -> None:
    async with mailbox() as box:
        box.slow = box.parts = 30
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await MailSender(sender(box.port)._settings, "demo", 30).send("noor@test.example", LETTER)
        assert box.taken == []
