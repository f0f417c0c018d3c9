"""Takes pictures of the dashboard in a real Home Assistant: at work, waiting, without its car, in trouble."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from stage.browser import open_browser
from stage.energy_dashboard import URL, has_power_diagrams
from stage.home_assistant import HomeAssistant
from stage.memory import memory, planned
from stage.observation import PREFIX, observe
from stage.processes import wait_for
from stage.scene import FOLDER, HOME, Scene
from stage.seeding import EXPIRES_S, Home
from stage.world import WorldSettings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BEGIN = datetime(2026, 6, 15, 9, 0, tzinfo=timezone.utc)
SPEED = 60.0
LOAD_W = 320
# Solar power from a minute of the morning on.
SOLAR_W = {0: 900, 50: 2_900, 60: 3_700, 75: 2_600, 85: 3_200, 95: 3_900, 110: 3_300}
LOADING_MS, DRAWING_MS = 120_000, 1_500
PATIENCE_S = 600.0
"""What is waited for comes within seconds, unless the machine is busy: only then is this long."""
CARD = "solar-charging-card"


@dataclass(frozen=True)
class Screen:
    """Describes the screen on which the dashboard is looked at."""

    name: str
    width: int
    height: int
    scheme: Literal["light", "dark"]


SCREENS = (
    Screen("desktop-light", 1280, 1000, "light"),
    Screen("desktop-dark", 1280, 1000, "dark"),
    Screen("phone-light", 390, 1500, "light"),
    Screen("phone-dark", 390, 1500, "dark"),
)
VIEWS = ("sessions", "costs", "plan")
"""The other views of the dashboard; one look at each is enough."""
DIAGRAMS_ON = ("desktop-light", "phone-dark")


def take(
    folder: Path, dashboard: str, say: Callable[[str], None], home: Home, battery_kwh: float | None = None
) -> Iterator[Path]:
    """Writes the pictures into `folder` and yields each; raises `StageError`, `OSError`.

    A house battery of `battery_kwh` is shown as that, though the app counts less energy in a faster world.
    """
    folder.mkdir(parents=True, exist_ok=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    played_kwh = None if battery_kwh is None else SPEED * battery_kwh
    world = WorldSettings(BEGIN, SPEED, trace(FOLDER / "pictures.csv"), battery_kwh=played_kwh)
    now = datetime.now(timezone.utc)
    home = planned(home, now)
    now = now.astimezone(ZoneInfo(home.time_zone))
    before = memory(now, battery=battery_kwh is not None)
    with ExitStack() as ending:
        browser = ending.enter_context(open_browser())
        scene = ending.enter_context(Scene(world, say, home=home, memory=before))
        url = scene.home_assistant.url + dashboard
        pages = {
            screen: open_page(browser, screen, scene.home_assistant, dashboard, home) for screen in SCREENS
        }
        for situation, bring_about in SITUATIONS.items():
            say(f"{situation} ...")
            bring_about(scene)
            yield from _shots(pages, folder, situation)
            if situation == "charging":
                yield from _views(pages[SCREENS[0]], url, folder)
                if has_power_diagrams():
                    yield from _diagrams(pages, scene.home_assistant.url, dashboard, folder)


def trace(file: Path) -> Path:
    """Writes a trace of a day whose sun comes out in a while and then changes by the minute.

    Returns the path of the file.
    """
    midnight = BEGIN.replace(hour=0)
    rows = ["timestamp_utc,load_w,solar_w"]
    for minute in range(24 * 60):
        at = midnight + timedelta(minutes=minute)
        begun = [watts for after, watts in SOLAR_W.items() if at >= BEGIN + timedelta(minutes=after)]
        solar_w = begun[-1] + minute * 37 % 400 - 200 if begun else 0
        rows.append(f"{at.isoformat()},{LOAD_W + minute * 13 % 90},{solar_w}")
    file.write_text("\n".join(rows))
    return file


def open_page(
    browser: Browser,
    screen: Screen,
    home_assistant: HomeAssistant,
    dashboard: str,
    home: Home = HOME,
    *,
    shows: str = f"{CARD} .state",
) -> Page:
    """Returns the dashboard on a screen of somebody at home, loaded: what it `shows` is there."""
    page = browser.new_page(
        viewport={"width": screen.width, "height": screen.height},
        color_scheme=screen.scheme,
        locale=home.language,
        timezone_id=home.time_zone,
    )
    page.add_init_script(_login(home_assistant))
    _show(page, home_assistant.url + dashboard, shows)
    return page


def _login(home_assistant: HomeAssistant) -> str:
    """Does what the browser does after a login, without its pages."""
    tokens = {
        "access_token": home_assistant.token_file.read_text(),
        "token_type": "Bearer",
        "refresh_token": "",
        "expires": EXPIRES_S * 1000,
        "expires_in": EXPIRES_S,
        "hassUrl": home_assistant.url,
        "clientId": f"{home_assistant.url}/",
    }
    return f"localStorage.hassTokens = {json.dumps(json.dumps(tokens))}"


def _show(page: Page, url: str, selector: str) -> None:
    page.goto(url)
    page.locator(selector).first.wait_for(timeout=LOADING_MS)


def _shots(pages: dict[Screen, Page], folder: Path, situation: str) -> Iterator[Path]:
    for screen, page in pages.items():
        page.bring_to_front()
        page.wait_for_timeout(DRAWING_MS)
        yield _shot(page, folder / f"{situation}-{screen.name}.png")


def _views(page: Page, url: str, folder: Path) -> Iterator[Path]:
    for view in VIEWS:
        _show(page, url.replace("overview", view), "hui-entities-card")
        page.wait_for_timeout(2 * DRAWING_MS)
        yield _shot(page, folder / f"{view}.png")
    _show(page, url, f"{CARD} .state")


def _diagrams(pages: dict[Screen, Page], url: str, dashboard: str, folder: Path) -> Iterator[Path]:
    for screen, page in pages.items():
        if screen.name in DIAGRAMS_ON:
            page.bring_to_front()
            _show(page, url + URL, "ha-sankey-chart canvas")
            page.wait_for_timeout(2 * DRAWING_MS)
            yield _shot(page, folder / f"power-{screen.name}.png")
            _show(page, url + dashboard, f"{CARD} .state")


def _shot(page: Page, file: Path) -> Path:
    page.screenshot(path=file)
    return file


def _shown(scene: Scene, *states: str, least_a: float = 0, least_kwh: float = 0) -> None:
    """Waits until the app shows one of these states, and the car draws and has drawn so much."""

    def look() -> bool:
        seen = observe(scene)
        drawn = seen.car_current_a >= least_a and seen.car_kwh >= least_kwh
        return drawn and seen.text("state") in states

    wait_for(" or ".join(states), look, within_s=PATIENCE_S)


def _wait(scene: Scene) -> None:
    """Waits for a decision: a house battery may give before there is any sun."""
    _shown(scene, "waiting_for_sun", "following_sun")


def _charge(scene: Scene) -> None:
    """Waits long enough for a curve to be seen."""
    _shown(scene, "following_sun", least_a=8, least_kwh=1.2)


def _unplug(scene: Scene) -> None:
    scene.world.change_car(plugged_in=False)
    _shown(scene, "unplugged")


def _fail(scene: Scene) -> None:
    """Silences the house's meters and the car's service, and waits until that is noticed."""
    scene.world.change_car(plugged_in=True)
    _shown(scene, "waiting_for_sun", "following_sun")
    scene.world.stop()
    grid = f"{PREFIX}grid_power"

    def silent() -> bool:
        return bool(scene.home_assistant.api.states()[grid]["state"] == "unknown")

    wait_for("the silence of the meter, noticed", silent, within_s=PATIENCE_S)


SITUATIONS: dict[str, Callable[[Scene], None]] = {
    "waiting": _wait,
    "charging": _charge,
    "unplugged": _unplug,
    "trouble": _fail,
}
