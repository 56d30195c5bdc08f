"""Fixed moments for tests: things are made long before anything happens to them."""

from datetime import UTC, datetime

MADE_AT = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)
