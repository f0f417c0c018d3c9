"""Opens the set-up of an app, with what is said and made of it in Home Assistant."""

from __future__ import annotations

from datetime import timezone
from typing import Any

from .base.home_assistant import HomeAssistant
from .base.reason import Reason, Text
from .publishing.translator import Translator
from .settings.last_good import readable
from .setup.helpers import Wanted
from .setup.maker import Maker, renew
from .setup.session import Around, Session


def open_setup(app: Any) -> None:
    """Opens the set-up of `app`, which runs, or stands by and says why."""
    last_resort, standby = app.last_resort, app.standby
    problem = app.setup if standby is None else standby.problem
    home = HomeAssistant(app, readable(app.args).home_assistant)

    def say(reason: Reason[Text], language: str) -> str:
        return Translator(language, timezone.utc, "").say(reason)

    language = home.configured("language", "en")
    if standby is None:
        app.submit_to_executor(lambda: renew(home, app.settings, app.name, app.log))
    wanted = Wanted(app.name, language) if standby else Wanted.of(app.settings, app.name, language)
    around = Around(app.own, last_resort.attempt, lambda: problem, say)
    Session(app, home, around, Maker(home.answer, wanted))
