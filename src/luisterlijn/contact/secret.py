"""The secret that signs tickets: the one set, or one made once beside the line's data."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress

from luisterlijn.errors import SettingsError
from luisterlijn.settings import MIN_SECRET, Settings


def secret_of(settings: Settings) -> str:
    """The secret that signs tickets: the one set, or the one made once in the data directory (mode 600).

    Raises:
        SettingsError: the data directory cannot be written.
    """
    if settings.secret:
        return settings.secret
    path = settings.data_dir / "secret"
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=settings.data_dir, prefix="secret-") as made:
            made.write(secrets.token_urlsafe(48))
            made.flush()
            with suppress(FileExistsError):
                os.link(made.name, path)  # whole or not at all, and the first of several nodes wins
        kept = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        message = f"data_dir: {settings.data_dir} cannot keep the secret: {getattr(error, 'strerror', 'it is no text')}"
        raise SettingsError(message) from None
    if len(kept) < MIN_SECRET:
        message = f"data_dir: {path} is damaged; remove it, and waiting callers' tickets are made anew"
        raise SettingsError(message)
    return kept
