"""A day as TOML has it: a date, or a text that is one."""

from __future__ import annotations

import datetime


def iso(value: object) -> str | None:
    """The day as ``2024-05-31``; None for what is no day, a date with a time included."""
    if isinstance(value, str):
        try:
            value = datetime.date.fromisoformat(value)
        except ValueError:
            return None
    return value.isoformat() if type(value) is datetime.date else None
