"""Puts rules into words, in each language."""

from __future__ import annotations

from collections.abc import Mapping

from ..base.reason import Reason, Text
from .hidden import harmless
from .rules import Rule
from .sentences import de, en, fr

SENTENCES: Mapping[str, Mapping[Text, str]] = {"en": en.SENTENCES, "fr": fr.SENTENCES, "de": de.SENTENCES}
"""What is said of each rule, by languages."""


def said(reason: Reason[Text], language: str) -> str:
    """Returns the sentence of a rule in a language, as de or de-CH; in English where that is none of ours."""
    sentences = SENTENCES.get(language[:2], SENTENCES["en"])
    values = {
        key: said(value, language) if isinstance(value, Reason) else value
        for key, value in reason.values.items()
    }
    return sentences[reason.why].format(**values)


class RuleError(ValueError):
    """Tells that a value breaks a rule; `reason` has the rule and the values of its sentence, as text
    it is in English.

    Nothing secret is kept of the values.
    """

    def __init__(self, rule: Rule, **values: str) -> None:
        self.reason = Reason(rule, {key: harmless(value) for key, value in values.items()})
        super().__init__(said(self.reason, "en"))
