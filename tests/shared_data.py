"""Real files made by others: read in place beside the repository, never committed."""

from __future__ import annotations

import os
from pathlib import Path

_BESIDE = Path(__file__).resolve().parents[2] / "shared"
_PLACE = Path(os.environ.get("HABITUE_SHARED", _BESIDE))

SHARED: Path | None = _PLACE if (_PLACE / "data").is_dir() else None
