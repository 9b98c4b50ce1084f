"""Past counts to import in tests: those of the demo."""

from __future__ import annotations

from luisterlijn.demo_counts import counts_csv
from tests.rota import AMSTERDAM

__all__ = ["AMSTERDAM", "counts_csv"]
