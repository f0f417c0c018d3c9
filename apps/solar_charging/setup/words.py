"""Says what is proposed, asked and wrong, in a person's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from ..base.foreign_words import shortened
from ..base.reason import Reason
from .answers import Fault
from .labels import Label
from .proposal import Confidence, Ground, Option, Topic, Typed
from .translations import de, en, fr


class Translations(Protocol):
    """Lists what each of the language's modules has, all with the same keys."""

    BESIDE: str
    DECIMAL_MARK: str
    TITLES: Mapping[Topic, str]
    QUESTIONS: Mapping[Topic, str]
    EXAMPLES: Mapping[Typed, str]
    GROUNDS: Mapping[Ground, str]
    FAULTS: Mapping[Fault, str]
    MARKS: Mapping[Confidence, str]
    LABELS: Mapping[Label, str]


LANGUAGES: Mapping[str, Translations] = {"en": en, "fr": fr, "de": de}

UNITS: Mapping[str, str] = {
    "charging.main_fuse_a": "A",
    "charging.max_import_w": "W",
    "charging.morning_soc_pct": "%",
}
"""The units of what is shown as a figure, and not as the sensors that come with it."""

POSITIVE: Mapping[str, Label] = {
    "import": Label.POSITIVE_IMPORT,
    "export": Label.POSITIVE_EXPORT,
    "charging": Label.POSITIVE_CHARGING,
    "discharging": Label.POSITIVE_DISCHARGING,
}

NOTHING = "\N{EN DASH}"

VIN, MANAGED = "car.vin", "car.manage_limit"
VIN_TAIL = 4


def spoken(language: object) -> str:
    """Returns which of our languages is spoken for one of Home Assistant's, such as de-CH."""
    said = language[:2] if isinstance(language, str) else ""
    return said if said in LANGUAGES else "en"


class Words:
    """Has the words of one language."""

    def __init__(self, language: object) -> None:
        self.language = spoken(language)
        self._texts = LANGUAGES[self.language]

    def title(self, topic: Topic) -> str:
        """Returns what a topic is called."""
        return self._texts.TITLES[topic]

    def question(self, topic: Topic) -> str:
        """Returns what is asked of a topic."""
        return self._texts.QUESTIONS[topic]

    def example(self, typed: Typed) -> str:
        """Returns what may be typed."""
        return self._texts.EXAMPLES[typed]

    def mark(self, confidence: Confidence) -> str:
        """Returns how sure something is."""
        return self._texts.MARKS[confidence]

    def label(self, label: Label, **values: Any) -> str:
        """Returns a sentence of the conversation or of the page."""
        return self._filled(self._texts.LABELS[label], values)

    def say(self, reason: Reason[Any]) -> str:
        """Returns a ground or a fault in words."""
        table: Mapping[Any, str] = (
            self._texts.FAULTS if isinstance(reason.why, Fault) else self._texts.GROUNDS
        )
        return self._filled(table[reason.why], reason.values)

    def because(self, *reasons: Reason[Ground]) -> str:
        """Returns grounds in words, one after the other."""
        return self._texts.BESIDE.join(dict.fromkeys(self.say(reason) for reason in reasons))

    def called(self, option: Option) -> str:
        """Returns what an option is called: its name, else its entities, else what it sets."""
        if option.name:
            return option.name
        if not option.settings:
            return NOTHING
        for key, unit in UNITS.items():
            if key in option.settings:
                return f"{self._shown(option.settings[key])} {unit}"
        if option.entities:
            both = {"meters.import_power", "battery.charge_power"} & option.settings.keys()
            turned = [str(option.settings[key]) for key in option.settings if key.endswith("_positive")]
            names = self.label(Label.AND).join(option.entities) if both else ", ".join(option.entities)
            return (
                f"{names} ({self.label(POSITIVE[turned[0]])})" if turned and turned[0] in POSITIVE else names
            )
        if option.settings.get(MANAGED) is True:
            return self.label(Label.MANAGED)
        if VIN in option.settings:
            return f"...{str(option.settings[VIN])[-VIN_TAIL:]}"
        return ", ".join(self._shown(value) for value in option.settings.values())

    def _shown(self, value: object) -> str:
        if isinstance(value, (list, tuple)):
            return ", ".join(self._shown(each) for each in value)
        if isinstance(value, Mapping):
            if "start" in value:
                return f"{value['start']}-{value.get('end')}"
            return self.label(Label.DEPARTURE, time=value.get("time"), soc=value.get("soc_pct"))
        if isinstance(value, float):
            return f"{value:g}".replace(".", self._texts.DECIMAL_MARK)
        return str(value)

    def _filled(self, template: str, values: Mapping[str, Any]) -> str:
        shown = {
            key: self._shown(value) if isinstance(value, float) else shortened(str(value), 4000)
            for key, value in values.items()
        }
        return template.format(**shown)
