"""By web push to a browser that asked for it (RFC 8030, 8291, 8292).

Where to is for the browser to say, and so for whoever gives a subscription: it is reached only outside the line's own network.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import json
import socket
from collections.abc import Callable
from functools import partial
from typing import Any

import aiohttp
from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02, VapidException
from pywebpush import WebPushException, webpush_async

from luisterlijn.channel.notify.way import Letter, NotSentError

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the curve P-256 (SEC 2, 2.4.2)."""
GONE = frozenset({404, 410})
TOO_MANY, WRONG = 429, range(400, 500)


def key_of(secret: str) -> Vapid02:
    """The key that signs for a line, made from its secret: every node has the same, and nobody has to keep it."""
    digest = hmac.new(secret.encode(), b"web push", hashlib.sha512).digest()
    number = int.from_bytes(digest, "big") % (ORDER - 1) + 1
    return Vapid02(ec.derive_private_key(number, ec.SECP256R1()))


def public_key(key: Vapid02) -> str:
    """As browsers subscribe with it."""
    point = key.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def is_outside(address: str) -> bool:
    """Whether an IP address is one of the internet, and of no network of its own."""
    found = ipaddress.ip_address(address.partition("%")[0])
    return (getattr(found, "ipv4_mapped", None) or found).is_global


def _socket(may_reach: Callable[[str], bool], address: Any) -> socket.socket:
    """A socket to an address that was looked up; asked here, a name cannot lead elsewhere the second time."""
    family, kind, protocol, _, where = address
    if not may_reach(where[0]):
        message = "a push service is not in the line's own network"
        raise OSError(message)
    return socket.socket(family, kind, protocol)


class PushSender:
    """Sends to the push services of browsers; `contact` is whom they may write to.

    Args:
        may_reach: whether a service may be at this IP address.
    """

    def __init__(
        self, key: Vapid02, contact: str, timeout: float, may_reach: Callable[[str], bool] = is_outside
    ) -> None:
        self._key, self._contact, self._timeout, self._may_reach = key, contact, timeout, may_reach

    async def send(self, address: str, letter: Letter) -> None:
        """See `way.Sender`; the address is a subscription as the browser gave it."""
        words = letter.words
        data = {"title": words.title, "body": words.body, "url": words.url, "tag": str(letter.number)}
        try:
            connector = aiohttp.TCPConnector(socket_factory=partial(_socket, self._may_reach))
            timeout = aiohttp.ClientTimeout(total=self._timeout)
            async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
                await webpush_async(
                    json.loads(address),
                    data=json.dumps(data),
                    vapid_private_key=self._key,
                    vapid_claims={"sub": self._contact},
                    ttl=round(letter.lives.total_seconds()),
                    headers={"Urgency": "high" if letter.urgent else "normal"},
                    aiohttp_session=session,
                )
        except WebPushException as error:
            raise _answered(error) from error
        except (aiohttp.ClientError, OSError) as error:
            raise NotSentError(f"the push service cannot be reached ({type(error).__name__})") from error
        except (ValueError, KeyError, TypeError, InvalidKey, VapidException) as error:
            raise NotSentError("the subscription cannot be used", gone=True) from error


def _answered(error: WebPushException) -> NotSentError:
    status = error.status_code
    if status in GONE:
        return NotSentError("the browser no longer takes messages", gone=True)
    if status is None:
        return NotSentError("the subscription cannot be used", gone=True)
    return NotSentError(f"the push service answered {status}", for_good=status in WRONG and status != TOO_MANY)
