"""Defines the grid of time that plans and histories share: quarters of an hour since 1970."""

from __future__ import annotations

QUARTER_S = 900


DAY_QUARTERS = 86_400 // QUARTER_S


WEEK_S = 7 * 86_400


LAST_S = 1e11
"""A moment (unix seconds) that no clock reaches, beyond which nothing has a date."""
