"""What a page that can be printed needs: where this till prints, and what."""

from typing import Any
from uuid import UUID

from habitue.fronts.till.doors import TillRequest
from habitue.printing import reports


def printable(request: TillRequest, document: str, of: UUID) -> dict[str, Any]:
    """For `till/printing/_print.html` and `_state.html`."""
    here = reports.here(request.house, request.device.device.till.id)
    return {"here": here, "document": document, "of": of}
