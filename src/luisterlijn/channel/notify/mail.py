"""By e-mail: plain text, through the line's SMTP server."""

from __future__ import annotations

import ssl
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

import aiosmtplib

from luisterlijn import clock
from luisterlijn.channel.notify.way import Letter, NotSentError
from luisterlijn.settings import Mail

REFUSED = range(500, 600)
"""Answers of an SMTP server that stay so (RFC 5321, 4.2.1)."""


class MailSender:
    """Sends through one server; each letter on a connection of its own."""

    def __init__(self, settings: Mail, line: str, timeout: float) -> None:
        self._settings, self._line, self._timeout = settings, line, timeout

    async def send(self, address: str, letter: Letter) -> None:
        """See `way.Sender`."""
        mail = self._settings
        try:
            await aiosmtplib.send(
                self._message(address, letter),
                hostname=mail.host,
                port=mail.port,
                username=mail.login or None,
                password=mail.password or None,
                use_tls=mail.security == "tls",
                start_tls=mail.security == "starttls",
                timeout=self._timeout,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            codes = [one.code for one in error.recipients]
            raise NotSentError(f"the mail server refused the address ({codes[0]})", for_good=_stays(codes)) from error
        except aiosmtplib.SMTPAuthenticationError as error:
            raise NotSentError("the mail server refused the log-in of the line") from error
        except aiosmtplib.SMTPResponseException as error:
            raise NotSentError(f"the mail server answered {error.code}", for_good=_stays([error.code])) from error
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            if any(isinstance(one, ssl.SSLCertVerificationError) for one in (error, error.__cause__)):
                raise NotSentError("the certificate of the mail server is not trusted here") from error
            raise NotSentError(f"the mail server cannot be used ({type(error).__name__})") from error

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


def _stays(codes: list[int]) -> bool:
    return all(code in REFUSED for code in codes)
