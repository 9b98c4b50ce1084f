"""By whatever `apprise` knows by URL: SMS gateways, Signal, Matrix and many more."""

from __future__ import annotations

import asyncio

import apprise

from luisterlijn.channel.notify.way import Letter, NotSentError


class UrlSender:
    """Hands letters to the service an address names.

    Args:
        kinds: schemes of addresses that may be used; all others could reach into the line's own network.
    """

    def __init__(self, kinds: tuple[str, ...]) -> None:
        self._kinds = kinds

    async def send(self, address: str, letter: Letter) -> None:
        """See `way.Sender`."""
        if address.partition("://")[0].lower() not in self._kinds:
            raise NotSentError("this kind of address may not be used on this line", for_good=True)
        service = apprise.Apprise()
        if not await asyncio.to_thread(service.add, address):  # it loads all its services at first
            raise NotSentError("the address is not understood", for_good=True)
        words = letter.words
        taken = await service.async_notify(body=words.text, title=words.title, body_format=apprise.NotifyFormat.TEXT)
        if not taken:
            raise NotSentError("the service did not take it")
