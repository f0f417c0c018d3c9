"""What a person sees of wrong settings, on the screen and as a notification, in their language."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.household import GRID
from tests.shell_platform import Platform

CREATE, DISMISS = "persistent_notification/create", "persistent_notification/dismiss"
PHONE = "notify/mobile_app_phone"

COMMANDS_NOTHING = {
    "fr": ". Jusqu'à correction, la voiture n'est pas commandée : il n'y a pas d'anciens réglages "
    "utilisables",
    "de": ". Bis das behoben ist, wird das Auto nicht gesteuert: brauchbare frühere Einstellungen gibt es "
    "nicht",
}
TITLES = {"fr": "Solar charging a besoin de votre aide", "de": "Solar charging braucht Ihre Hilfe"}
NEEDS = {"fr": "a besoin de votre aide : ", "de": "braucht Ihre Hilfe: "}


def started(platform: Platform, **arguments: Any) -> Platform:
    for key, value in arguments.items():
        platform.argument(key, value)
    platform.start()
    platform.run(minutes=2)
    return platform


def told(platform: Platform) -> list[str]:
    return [str(note["message"]) for note in platform.calls(CREATE)]


@pytest.mark.parametrize(
    ("arguments", "language", "said"),
    [
        (
            {"tariff": {"peak_price": "0,30"}},
            "fr",
            "apps.yaml : solar_charging.tariff.peak_price : doit être un nombre : écrivez 0.30, avec un "
            "point et sans guillemets (on y lit '0,30')",
        ),
        (
            {"tariff": {"peak_price": "0,30"}},
            "de",
            "apps.yaml: solar_charging.tariff.peak_price: muss eine Zahl sein: schreiben Sie 0.30 mit Punkt "
            "und ohne Anführungszeichen (da steht '0,30')",
        ),
        (
            {"meters": {"gridpower": GRID}},
            "de",
            "apps.yaml: solar_charging.meters.gridpower: ist keine Einstellung: meinten Sie grid_power? "
            f"(da steht '{GRID}')",
        ),
        (
            {"departures": [{"time": 450, "soc_pct": 0.6}]},
            "fr",
            'apps.yaml : solar_charging.departures.0.time : écrivez l\'heure entre guillemets : "07:30" '
            "(on y lit 450) ; solar_charging.departures.0.soc_pct : doit être un nombre entier en pour cent "
            ": écrivez 60 pour 60 % (on y lit 0.6)",
        ),
        (
            {"name": "solar-charging"},
            "de",
            "apps.yaml: solar-charging: der Eintrag in apps.yaml braucht einen Namen aus a-z, 0-9 und _, "
            "denn andere nimmt Home Assistant in seinen Entitäten nicht an, etwa solar_charging",
        ),
    ],
)
def test_a_mistake_is_shown_and_told_in_home_assistants_language(
    platform: Platform, arguments: dict[str, Any], language: str, said: str
) -> None:
    platform.of_home_assistant["language"] = language
    started(platform, **arguments)
    assert platform.state("state") == "setup"
    assert platform.state("reason") == (NEEDS[language] + said + COMMANDS_NOTHING[language])[:255]
    (note,) = platform.calls(CREATE)
    assert note["title"] == TITLES[language]
    assert note["message"].replace("\\", "") == said + COMMANDS_NOTHING[language]
    (logged,) = platform.logged("ERROR")
    assert logged.endswith("there are no former settings to go by")


def test_where_the_language_itself_is_wrong_home_assistants_is_spoken(platform: Platform) -> None:
    platform.of_home_assistant["language"] = "fr-CH"
    started(platform, language="Français")
    assert "doit être 'en', 'fr' ou 'de' ; vouliez-vous dire fr ?" in platform.state("reason")


def test_the_language_of_the_settings_counts_where_only_others_are_wrong(platform: Platform) -> None:
    platform.of_home_assistant["language"] = "fr"
    started(platform, language="de", charging={"beat_s": "30s"})
    assert "schreiben Sie 30 allein, ohne 's'" in platform.state("reason")


def test_a_language_that_home_assistant_tells_later_is_spoken_then(platform: Platform) -> None:
    started(platform, charging={"beat_s": "30s"})
    assert "write 30 alone" in platform.state("reason")
    platform.of_home_assistant["language"] = "de"
    platform.fire("plugin_stopped")
    platform.fire("plugin_started")
    platform.run(minutes=2)
    assert "schreiben Sie 30 allein" in platform.state("reason")
    assert "schreiben Sie 30 allein" in told(platform)[-1]
    assert len(platform.logged("ERROR")) == 1, "the log is in English, and says it once"


WRONG = {"tariff": {"peak_price": "0,30"}}


def test_what_was_told_is_not_told_again_after_a_restart_and_taken_back_once_it_is_mended(
    platform: Platform,
) -> None:
    platform.of_home_assistant["language"] = "de"
    started(platform, notify="notify.mobile_app_phone")
    platform.app.terminate()
    for _ in range(2):
        started(platform, **WRONG)
        platform.app.terminate()
    (note,) = platform.calls(PHONE)
    assert "schreiben Sie 0.30 mit Punkt" in note["message"]
    assert note["message"].endswith("beenden die bisherigen Einstellungen nur eine teure Ladung, die die App "
                                    "begonnen hat")  # fmt: skip
    started(platform, tariff={"peak_price": 0.3})
    cleared = platform.calls(PHONE)[-1]
    assert (cleared["message"], cleared["data"]) == ("clear_notification", note["data"])


def test_what_was_told_in_another_language_is_told_in_the_one_that_is_spoken_now(platform: Platform) -> None:
    platform.of_home_assistant["language"] = "de"
    started(platform)
    platform.app.terminate()
    started(platform, **WRONG)
    platform.app.terminate()
    file = platform.folder / "solar_charging_solar_charging.json"
    saved = json.loads(file.read_text())
    (subject,) = saved["notices"]["noted"]
    assert "schreiben Sie 0.30 mit Punkt" in saved["notices"]["noted"][subject]
    # As the version before this one has told it, and saved it.
    saved["notices"]["noted"][subject] = "apps.yaml: solar_charging.tariff.peak_price: must be a number"
    file.write_text(json.dumps(saved))
    started(platform, **WRONG)
    assert "schreiben Sie 0.30 mit Punkt" in told(platform)[-1]
    ids = {note["notification_id"] for note in platform.calls(CREATE)}
    assert ids == {"solar_charging_the_settings"}, "one notification, whatever it says"


def test_a_mistake_in_the_file_beside_apps_yaml_is_told_with_the_file(platform: Platform) -> None:
    platform.of_home_assistant["language"] = "de"
    del platform.given_that.mocked_passed_args["meters"]
    file = platform.folder / "apps" / "solar_charging.settings.json"
    file.parent.mkdir()
    file.write_text('{"meters": {"grid_power": "Netz"}}')
    started(platform)
    (note,) = told(platform)
    assert "solar_charging.meters.grid_power: muss die ID einer Entität sein" in note
    assert f"meters: steht in {file}, nicht in apps.yaml" in note.replace("\\", "")


@pytest.mark.parametrize(
    ("written", "language", "said"),
    [
        (
            "a:\n\tb: 1\n",
            "de",
            "AppDaemon hat die App beendet, denn es kann apps.yaml nicht lesen: in Zeile 2 steht ein "
            "Tabulator",
        ),
        (
            "a:\n  b: x: y\n",
            "fr",
            "AppDaemon a arrêté l'application, car apps.yaml est illisible : ce n'est pas du YAML à la "
            "ligne 2",
        ),
        ("a: [1, 2\nb: 3\n", "en", "it is no YAML in line 2 or just above it (indents, "),
        ('a: "x\n', "en", "it is no YAML in line "),
        ("a:\n  b: !secret b\n", "en", "the app was stopped: until it runs again"),
        (None, "en", "the app was stopped: until it runs again"),
    ],
)
def test_an_app_that_is_stopped_says_which_line_of_its_file_cannot_be_read(
    platform: Platform, written: str | None, language: str, said: str
) -> None:
    file = platform.folder / "apps.yaml"
    started(platform, config_path=file, language=language)
    if written is not None:
        file.write_text(written)
    platform.app.terminate()
    assert platform.state("state") == "stopped"
    assert said in platform.state("reason")


def test_no_secret_is_told(platform: Platform) -> None:
    platform.of_home_assistant["language"] = "fr"
    started(
        platform, car={"token": "eyJhbGciOi.eyJzdWIi", "token_file": "EU_0123abc", "api_url": "ftp://a:b@c/"}
    )
    everything = str([platform.logs, told(platform), platform.state("reason")])
    for secret in ("eyJ", "EU_0", "a:b"):
        assert secret not in everything
    assert "une valeur qui reste cachée" in everything
