"""Offers answers on what is told of the next departure, and sets the helpers that an answer asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import Enum
from typing import Any, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from ..base import saved as read
from ..base.choices import ONCE, SUN_ONLY, Choice, day_choice, mode_choice
from ..base.entity_state import UNSAID, attributes_of
from ..base.reason import Note, Reason
from ..control.alert import Alert
from ..settings.settings import Settings
from .translator import Translator

ACTION = "mobile_app_notification_action"
"""The event by which a companion app tells which button was pressed."""

MORE_PCT, FULL_PCT = 20.0, 100.0
"""What one press adds; the battery's end."""

WEEK_S = 7 * 86_400.0
"""A button of a departure that is farther away was never offered."""


class Answer(Enum):
    """Names what may be answered; a part of the buttons' ids."""

    SKIP = "SKIP"
    MORE = "MORE"
    SUN = "SUN"


class Helpers(Protocol):
    """Is where the helpers are: Home Assistant."""

    def whole_state(self, entity: str) -> dict[str, Any] | None:
        """Returns the state of an entity with its attributes; None where there is no such entity."""


class _Loan(NamedTuple):
    """Holds what a helper was set to for one departure, and what it was before."""

    entity: str
    now: str
    before: str
    until_s: float


class Answers:
    """Turns a pressed button into the positions of helpers, as a person would set them.

    What would rule all days, though one was meant, is put back when that departure has passed, unless
    somebody has set it since. `call` calls a service of Home Assistant, `ids` are those of the helpers by
    their roles.
    """

    def __init__(
        self,
        name: str,
        helpers: Helpers,
        call: Callable[..., None],
        zone: ZoneInfo,
        ids: Mapping[str, str],
    ) -> None:
        self._prefix = name.upper()
        self._pressed = re.compile(rf"{re.escape(self._prefix)}_(SKIP|MORE|SUN)_(\d{{1,12}})_(\d{{1,3}})")
        self._helpers, self._call, self._zone, self._ids = helpers, call, zone, ids
        self._loans: tuple[_Loan, ...] = ()
        self._changed = False

    def offered(self, alert: Alert, translator: Translator) -> list[dict[str, str]]:
        """Returns the buttons under an alert: of those answers that the helpers can take."""
        wanted_pct = alert.text.values.get("wanted_pct")
        if alert.kind != "tomorrow" or not isinstance(wanted_pct, float | int):
            return []
        words = {
            Answer.SKIP: Reason(Note.SKIP),
            Answer.MORE: Reason(Note.CHARGE_MORE, {"more_pct": MORE_PCT}),
            Answer.SUN: Reason(Note.SUN_ONLY),
        }
        return [
            {
                "action": f"{self._prefix}_{answer.value}_{alert.key:.0f}_{wanted_pct:.0f}",
                "title": translator.say(said),
            }
            for answer, said in words.items()
            if self._can(answer, alert.key, wanted_pct)
        ]

    def pressed(self, data: object, now_s: float) -> bool:
        """Does what a button asks for at `now_s` (unix seconds); says whether it was one of ours, in time."""
        action = data.get("action") if isinstance(data, Mapping) else None
        found = self._pressed.fullmatch(action) if isinstance(action, str) else None
        if found is None:
            return False
        answer, at_s, wanted_pct = Answer(found[1]), float(found[2]), float(found[3])
        if not now_s < at_s <= now_s + WEEK_S or wanted_pct > FULL_PCT:
            return False
        if answer is Answer.SKIP:
            if "skip" in self._ids:
                self._call("input_boolean/turn_on", entity_id=self._ids["skip"])
        elif answer is Answer.SUN:
            self._choose("mode", SUN_ONLY, at_s)
        else:
            self._more(at_s, min(wanted_pct + MORE_PCT, FULL_PCT))
        return True

    def beat(self, now_s: float) -> bool:
        """Puts back what was meant for a departure that has passed; says whether there is news to save."""
        for loan in [each for each in self._loans if now_s >= each.until_s]:
            said = str((self._helpers.whole_state(loan.entity) or {}).get("state"))
            if _same(said, loan.now):
                self._set(loan.entity, loan.before)  # at each beat, until that is seen
            elif said not in UNSAID:
                self._lent(*(each for each in self._loans if each != loan))
        changed, self._changed = self._changed, False
        return changed

    def _can(self, answer: Answer, at_s: float, wanted_pct: float) -> bool:
        """Says whether the helpers that an answer sets are there."""
        if answer is Answer.SKIP:
            return self._state("skip") is not None
        if answer is Answer.SUN:
            return self._option("mode", SUN_ONLY) is not None
        there = self._state("departure_soc") is not None and wanted_pct < FULL_PCT
        return there and (self._said_for(at_s) or self._option("departure_days", ONCE) is not None)

    def _more(self, at_s: float, soc_pct: float) -> None:
        """Has more charged for one departure."""
        once = self._option("departure_days", ONCE)
        if self._said_for(at_s):
            self._lend("departure_soc", f"{soc_pct:.0f}", at_s)
        elif once is not None and self._state("departure_time") is not None:
            at = f"{datetime.fromtimestamp(at_s, self._zone):%Y-%m-%d %H:%M:%S}"
            self._call("input_datetime/set_datetime", entity_id=self._ids["departure_time"], datetime=at)
            self._set(self._ids["departure_soc"], f"{soc_pct:.0f}")
            self._set(self._ids["departure_days"], once)

    def _said_for(self, at_s: float) -> bool:
        """Says whether the helpers themselves tell the departure, be it of one day or of several."""
        clock = f"{datetime.fromtimestamp(at_s, self._zone):%H:%M:%S}"
        return clock != NEVER_SET and self._said("departure_time").endswith(clock)

    def _choose(self, role: str, choice: Choice, until_s: float) -> None:
        meant = self._option(role, choice)
        if meant is not None:
            self._lend(role, meant, until_s)

    def _lend(self, role: str, value: str, until_s: float) -> None:
        """Sets a helper until a moment, and keeps what it was before."""
        entity, before = self._ids[role], self._said(role)
        lent = next((each for each in self._loans if each.entity == entity), None)
        if lent is not None and _same(before, lent.now):
            before = lent.before
        others = [each for each in self._loans if each.entity != entity]
        if before not in UNSAID and not _same(before, value):
            others.append(_Loan(entity, value, before, until_s))
        self._lent(*others)
        self._set(entity, value)

    def _lent(self, *loans: _Loan) -> None:
        self._loans, self._changed = loans, True

    def _set(self, entity: str, value: str) -> None:
        if entity.startswith("input_select."):
            self._call("input_select/select_option", entity_id=entity, option=value)
        else:
            self._call("input_number/set_value", entity_id=entity, value=float(value))

    def _state(self, role: str) -> dict[str, Any] | None:
        entity = self._ids.get(role)
        return None if entity is None else self._helpers.whole_state(entity)

    def _said(self, role: str) -> str:
        return str((self._state(role) or {}).get("state"))

    def _option(self, role: str, choice: Choice) -> str | None:
        """Returns what an option is called in the house's language, None where there is none."""
        options = attributes_of(self._state(role) or {}).get("options")
        named = [str(each) for each in options] if isinstance(options, list) else []
        meant = mode_choice if role == "mode" else day_choice
        return next((each for each in named if meant(each) == choice), None)

    def to_dict(self) -> list[list[Any]]:
        """Returns what has to outlive a restart, fit for JSON."""
        return [list(each) for each in self._loans]

    def from_dict(self, saved: Iterable[Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        loans = []
        for entity, now, before, until_s in saved:
            texts = (read.text(entity), read.text(now), read.text(before))
            if not entity.startswith(("input_select.", "input_number.")):
                raise ValueError(f"must be a helper, is {entity!r:.40}")
            loans.append(_Loan(*texts, read.moment_s(until_s)))
        self._loans = tuple(loans)


NEVER_SET = "00:00:00"
"""Is the time of a helper that nobody has set."""


def _same(said: str, set_to: str) -> bool:
    """Says whether a helper still says what it was set to: Home Assistant writes 80 as 80.0."""
    try:
        return float(said) == float(set_to)
    except ValueError:
        return said == set_to


def ids_of(settings: Settings) -> Mapping[str, str]:
    """Returns the ids of the helpers that count: those that the settings name for departures come first."""
    helpers = settings.departure_helpers
    named = {"departure_time": helpers.time, "departure_soc": helpers.soc}
    ids = {
        **settings.controls.named,
        **{role: entity for role, entity in named.items() if entity is not None},
    }
    if helpers.time is not None:
        ids.pop("departure_days", None)
    return ids


def hear_answers(app: Any) -> None:
    """Puts buttons under the notifications of `app`, and listens to them."""
    home, notifications = app.ha, app.notifications
    answers = Answers(app.name, home, notifications.call, app.zone, ids_of(app.settings))
    notifications.answers = answers

    def heard(event_type: str, data: Any, **kwargs: Any) -> None:
        del event_type, kwargs  # AppDaemon's own
        app.last_resort.enter(lambda: take(data))

    def take(data: Any) -> None:
        if not app.stopped and answers.pressed(data, app.get_now().timestamp()):
            app.log(f"An answer from a phone: {data['action']}")

    app.listen_event(heard, ACTION, namespace=home.namespace)
