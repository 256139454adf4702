"""What an endpoint may answer, for the document."""

from typing import Any


def answers(shown: Any, status: int = 200) -> dict[int, Any]:
    """One good answer; the problems are the same everywhere (see `document`)."""
    return {status: shown}
