"""Errors that more than one room raises."""

from __future__ import annotations


class MeterError(ValueError):
    """An entity cannot be the meter it is set to be; the text names it, the rule and the value."""
