"""The ways of sending a line has, from its settings."""

from __future__ import annotations

from luisterlijn.channel.notify.mail import MailSender
from luisterlijn.channel.notify.push import PushSender, key_of
from luisterlijn.channel.notify.url import UrlSender
from luisterlijn.channel.notify.way import Sender, WayKind
from luisterlijn.settings import Settings


def senders(settings: Settings, secret: str) -> dict[WayKind, Sender]:
    """Mail where there is a server, push where somebody answers for it, other addresses where kinds are allowed."""
    notify, found = settings.notify, dict[WayKind, Sender]()
    timeout = notify.timeout.total_seconds()
    if notify.mail.host:
        patience = timeout * 0.9  # less than the courier's: the sender knows what it waited for, and says so
        found["mail"] = MailSender(notify.mail, settings.line.id, patience)
    if notify.push_contact:
        found["push"] = PushSender(key_of(secret), notify.push_contact, timeout)
    if notify.url_kinds:
        found["url"] = UrlSender(notify.url_kinds)
    return found
