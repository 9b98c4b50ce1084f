"""By e-mail: plain text, through the line's SMTP server."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

import aiosmtplib

from luisterlijn import clock
from luisterlijn.channel.notify.way import Letter, NotSentError
from luisterlijn.settings import Mail

REFUSED = range(500, 600)
"""Answers of an SMTP server that stay so (RFC 5321, 4.2.1)."""

WANTS_MORE = (523, 530, 538)
"""Answers to who did not encrypt, or log in, before (RFC 3207, 4; RFC 4954, 6; RFC 5248)."""

OF_THE_LINE = (554, *WANTS_MORE)
"""Said to an address too, though who asks is meant: others may have it, or this one later."""

PARTING = 0.05
"""The part of the time for a letter that the goodbye may take on top of it."""


class MailSender:
    """Sends through one server; each letter on a connection of its own.

    Args:
        timeout: seconds a letter may take.
    """

    def __init__(self, settings: Mail, line: str, timeout: float) -> None:
        self._settings, self._line, self._timeout = settings, line, timeout

    async def send(self, address: str, letter: Letter) -> None:
        """See `way.Sender`."""
        mail = self._settings
        client = aiosmtplib.SMTP(
            hostname=mail.host,
            port=mail.port,
            username=mail.login or None,
            password=mail.password or None,
            use_tls=mail.security == "tls",
            start_tls=mail.security == "starttls",
            timeout=self._timeout,
        )
        try:
            async with asyncio.timeout(self._timeout):
                await client.connect()
                await client.send_message(self._message(address, letter))
            await self._part(client)
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise _failure(error) from error
        finally:
            client.close()

    async def _part(self, client: aiosmtplib.SMTP) -> None:
        """Say goodbye; the letter was taken, whatever is answered to that, or not."""
        with suppress(aiosmtplib.SMTPException, OSError):
            async with asyncio.timeout(self._timeout * PARTING):
                await client.quit()

    def _message(self, address: str, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._settings.sender
        message["To"] = address
        message["Subject"] = letter.words.title
        message["Date"] = format_datetime(clock.now())
        domain = parseaddr(self._settings.sender)[1].rpartition("@")[2]
        message["Message-ID"] = (
            f"<{self._line}.{letter.number}@{domain}>"  # the same at every try: readers show it once
        )
        message["Auto-Submitted"] = "auto-generated"
        if letter.urgent:
            message["Importance"] = "high"
        message.set_content(letter.words.text)
        return message


def _failure(error: Exception) -> NotSentError:
    """What went wrong, and which settings may be at fault. Only what is about this one letter or its address is for good."""
    for_good = False
    match error:
        case aiosmtplib.SMTPRecipientsRefused():
            code = error.recipients[0].code
            trouble, for_good = f"refused the address ({code})", code in REFUSED and code not in OF_THE_LINE
        case aiosmtplib.SMTPDataError(code=code):
            trouble, for_good = f"refused the message ({code})", code in REFUSED
        case aiosmtplib.SMTPAuthenticationError():
            trouble = "refused the log-in of the line: see notify.mail.login and password"
        case aiosmtplib.SMTPSenderRefused(code=code) if code in WANTS_MORE:
            trouble = f"wants encryption or a log-in ({code}): see notify.mail"
        case aiosmtplib.SMTPSenderRefused(code=code):
            trouble = f"refused the line's own address ({code}): see notify.mail.sender"
        case aiosmtplib.SMTPResponseException(code=code):
            trouble = f"does not serve the line now ({code})"
        case _:
            trouble = _unusable(error)
    return NotSentError(f"the mail server {trouble}", for_good=for_good)


def _unusable(error: Exception) -> str:
    causes = [error, error.__cause__]
    if any(isinstance(one, ssl.SSLCertVerificationError) for one in causes):
        return "has a certificate that is not trusted here"
    if any(isinstance(one, ssl.SSLError) for one in causes):
        return "does not speak TLS so: see notify.mail.security and port"
    if isinstance(error, TimeoutError):
        return "says nothing: see notify.mail.host, port and security"
    if isinstance(error, aiosmtplib.SMTPConnectError):
        return "cannot be reached: see notify.mail.host and port"
    for offered, setting in (("STARTTLS", "security"), ("AUTH", "login")):
        if f"{offered} extension" in str(error):
            return f"offers no {offered}: see notify.mail.{setting}"
    return f"cannot be used ({type(error).__name__})"
