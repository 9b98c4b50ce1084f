"""Links that need no log-in: the number of a row, signed by the line's secret. What it opens, and until when, the row says."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Literal, TypeAlias

Purpose: TypeAlias = Literal["callout", "invitation", "shifts"]
"""What a link is for; one for one purpose opens nothing else."""


class Links:
    """Signs and reads the tokens of one line."""

    def __init__(self, secret: str, line: str) -> None:
        self._secret, self._line = secret, line

    def token(self, purpose: Purpose, number: int) -> str:
        """What stands behind the `#` of the link."""
        return f"{number}.{self._sign(purpose, number)}"

    def read(self, purpose: Purpose, token: str) -> int | None:
        """The number, or None where the token was not signed here for this purpose."""
        number, _, signature = token.partition(".")
        if not number.isascii() or not number.isdecimal() or len(number) > 18:  # noqa: PLR2004 - a bigint has no more
            return None
        good = hmac.compare_digest(signature.encode(), self._sign(purpose, int(number)).encode())
        return int(number) if good else None

    def _sign(self, purpose: Purpose, number: int) -> str:
        text = f"link|{self._line}|{purpose}|{number}"
        digest = hmac.new(self._secret.encode(), text.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:18]).decode()
