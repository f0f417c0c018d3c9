"""Holds the conversation of the first login, from the choice of a way to the lines for apps.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..base.console import Terminal, UsageError
from ..base.reason import Problem, Reason
from ..settings.car import Car as CarSettings
from ..vehicle.car import VehicleError
from ..vehicle.tesla.account import AccountCar, cars_of
from ..vehicle.tesla.token_file import TokenFile
from .answers import (
    Fault,
    absolute,
    as_setting,
    car_lines,
    choice_fault,
    file_fault,
    setting_fault,
    token_fault,
)
from .login_ways import ANYWAY, DOUBT, REPLACE, SETTINGS, TOKEN_FILE, WAY, WAYS, LoginWay, Question


class Login:
    """Holds one conversation; `given` holds answers by key that nobody has to be asked for."""

    def __init__(self, terminal: Terminal, given: Mapping[str, str]) -> None:
        self._terminal = terminal
        self._given = given

    def hold(self) -> None:
        """Leads from the choice of a way to the lines for apps.yaml.

        Raises UsageError, VehicleError or OSError; the token file is then as it was, or holds the tokens for
        which the service has exchanged the one that was brought.
        """
        way = self._choose()
        if way.doubtful:
            self._doubt(way)
        car = self._settings(way)
        if way.token is None:
            self._show([], car)
            return
        path = self._token_file()
        cars = self._check(way, car, path)
        if not cars:
            raise VehicleError(Problem.NO_CAR_SHOWN)
        self._report(way, cars)
        self._show(cars, {**car, "token_file": str(path)})

    def _choose(self) -> LoginWay:
        names = {way.name: way for way in WAYS} | {str(index): way for index, way in enumerate(WAYS, 1)}
        if WAY.key not in self._given:
            self._terminal.say("Ways to your car, the best ones first:")
            for index, way in enumerate(WAYS, 1):
                self._terminal.say(
                    "\n".join([f"{index}  {way.title}", *(f"     {line}" for line in way.about)])
                )
        words = f"must be a number from 1 to {len(WAYS)}, or one of {', '.join(way.name for way in WAYS)}"
        return names[self._answer(WAY, lambda value: None if value in names else words)]

    def _doubt(self, way: LoginWay) -> None:
        """Says what speaks against a way, and goes on only if the person wants it all the same."""
        self._terminal.say("\n".join(DOUBT))
        if not self._agrees(ANYWAY):
            raise UsageError(f"{way.title}: left alone; choose another way, or go on with {ANYWAY.option}")

    def _agrees(self, question: Question) -> bool:
        return self._answer(question, choice_fault).lower() in ("y", "yes")

    def _settings(self, way: LoginWay) -> dict[str, Any]:
        asked = {question.key for question in way.questions}
        more = [question for key, question in SETTINGS.items() if key in self._given and key not in asked]
        car: dict[str, Any] = dict(way.settings)
        for question in (*way.questions, *more):
            value = self._answer(question, setting_fault(question))
            if value:
                car |= as_setting(question.key, value)
        return car

    def _token_file(self) -> Path:
        path = absolute(self._answer(TOKEN_FILE, file_fault))
        if path.exists() and not self._agrees(REPLACE):
            raise UsageError(f"{path} is left as it is: name another file, or replace it with --replace")
        return path

    def _check(self, way: LoginWay, car: Mapping[str, Any], path: Path) -> list[AccountCar]:
        brought = {"access_token" if way.lasting else "refresh_token": self._token(way)}
        # Beside the file, so that a folder that cannot be written is noticed before the token is used up.
        with TemporaryDirectory(dir=path.parent, prefix=".login.") as folder:
            draft = TokenFile(Path(folder) / path.name)
            self._insist(draft.save(brought), draft)
            settings = CarSettings.model_validate({**car, "token_file": str(draft.path)})
            self._terminal.say(f"Asking {settings.api_url} ...")
            checked = False
            try:
                cars = cars_of(settings, draft)
                checked = True
            finally:
                # A token that was exchanged is void: the new ones must not be lost, whatever came after.
                if checked or draft.load() != brought:
                    self._insist(draft.tend(), draft)
                    draft.path.replace(path)
                    self._terminal.say(f"The tokens are in {path}, for the eyes of its owner only.")
        return cars

    def _insist(self, problem: Reason[Problem] | None, draft: TokenFile) -> None:
        """Has the person make room until the tokens can be written: they are nowhere else."""
        while problem is not None:
            said = f"The tokens cannot be written ({problem.values['cause']}), and are lost when this ends."
            if not self._terminal.attended:
                raise UsageError(said)
            self._terminal.ask(f"{said} Make room, then press Enter: ")
            problem = draft.tend()

    def _token(self, way: LoginWay) -> str:
        while True:
            token = self._terminal.ask_secret(f"{way.token} (it is not shown): ").strip()
            fault = token_fault(token)
            if fault is None:
                return token
            if not self._terminal.attended:
                raise UsageError(fault)
            self._terminal.say(fault)

    def _answer(self, question: Question, fault: Fault) -> str:
        while question.key not in self._given and self._terminal.attended:
            hint = f" [{question.default}]" if question.default else ""
            value = self._terminal.ask(f"{question.prompt}{hint}: ").strip() or question.default or ""
            complaint = fault(value)
            if complaint is None:
                return value
            self._terminal.say(complaint)
        given = self._given.get(question.key, question.default)
        if given is None:
            raise UsageError(f"{question.option} is needed, for nobody can be asked")
        complaint = fault(given)
        if complaint is not None:
            raise UsageError(f"{question.option}: {complaint}, got {given!r}")
        return given

    def _report(self, way: LoginWay, cars: Sequence[AccountCar]) -> None:
        for car in cars:
            takes = "takes signed commands only" if car.needs_signing else "takes plain commands"
            self._terminal.say(f"{car}: {takes}")
            if car.needs_signing and not way.signs:
                self._terminal.say(
                    "  WARNING: this way cannot command it. Choose one that commands every car."
                )

    def _show(self, cars: Sequence[AccountCar], car: Mapping[str, Any]) -> None:
        self._terminal.say("\nThe lines for this car in apps.yaml:\n")
        self._terminal.say("\n".join(car_lines(car, cars)))
