"""Hides what nobody may read of the settings: tokens, passwords, a car's number; cuts off what is long."""

from __future__ import annotations

import re

LONGEST = 60
"""What is longer is cut off: it may be a token, and nobody needs all of it to find the line."""

LONGEST_IN_A_SENTENCE = 300
"""The same of what a sentence needs to be true, such as the names of a country's parts."""

SECRET = re.compile(r"token|secret|passw|api_?key|client_id|bearer|auth$", re.IGNORECASE)
"""Keys whose values are shown to nobody, set by mistake or not."""

TOKEN = re.compile(r"\b(?:eyJ|(?:EU|NA|CN)_[0-9a-f])")
"""Begins a token of Tesla's and of its kin, wherever it was put."""

CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")

VIN = re.compile(r"\b[A-HJ-NPR-Z0-9]{13}(?=[0-9]{4}\b)")
"""A car's number but for its last four, wherever it was put."""


def harmless(text: str, longest: int = LONGEST_IN_A_SENTENCE) -> str:
    """Returns a text without what is secret, cut off where it is longer."""
    if TOKEN.search(text):
        return "..."
    text = VIN.sub("...", CREDENTIALS.sub("", text))
    return text if len(text) <= longest else f"{text[:longest]}..."
