"""What the clock of this machine may say."""

from datetime import UTC, datetime

BUILT = datetime(2026, 9, 1, tzinfo=UTC)  # no clock that is right says less
