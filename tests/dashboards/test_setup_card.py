"""The card of the set-up in a real browser, before the pages that the app makes of a house."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from solar_charging.setup.making import Part, Standing
from solar_charging.setup.page import Entry, PartShown, broken, looking
from solar_charging.setup.page_state import Want, Wish
from solar_charging.setup.proposal import Topic
from solar_charging.setup.words import Words
from stage.browser import MISSING, chromium, open_browser
from tests.dashboards.setup_page import FILE, SOURCE, SetupPage, Talk
from tests.dashboards.test_card import THEMES
from tests.houses_described import HOMEWIZARD, NOTHING, POWERWALL, House

HOSTILE = "<img src=x onerror=\"document.title='pwned'\"><b>bold</b>"
PARTS = [
    PartShown(Part.HELPERS, Standing.ABSENT),
    PartShown(Part.CARD, Standing.THERE),
    PartShown(Part.DASHBOARD, Standing.MADE),
]


@pytest.fixture(scope="module")
def only_page() -> Iterator[SetupPage]:
    if chromium() is None:
        pytest.skip(MISSING)
    with open_browser() as browser:
        page = browser.new_page(viewport={"width": 390, "height": 1200})
        page.clock.install()
        yield SetupPage(page)


@pytest.fixture
def page(only_page: SetupPage) -> Iterator[SetupPage]:
    only_page.clear()
    yield only_page
    assert only_page.errors == []


def opened(page: SetupPage, house: House = HOMEWIZARD, language: str = "en", **more: Any) -> Talk:
    """The card before the page of a house."""
    talk = Talk(house)
    page.put(language, **more)
    page.answer(talk)
    return talk


def test_a_card_that_opens_asks_for_the_page_in_its_persons_language(page: SetupPage) -> None:
    page.put("de-CH")
    assert page.sent() == [{"language": "de-CH", "ask": "page"}]
    assert page.find("[role=status]").first.inner_text() == "Warten auf die App ..."
    page.put("en", {"name": "model_3"})
    assert page.sent() == [{"language": "en", "name": "model_3", "ask": "page"}]


def test_each_line_has_its_mark_for_eyes_and_ears(page: SetupPage) -> None:
    opened(page)
    assert page.find(".lines > li").count() == len(list(Topic)) - 2  # no location, no price of cheap hours
    for topic, mark, said in (
        ("grid", "?", "likely: please check"),
        ("car", "✓", "sure"),
        ("fuse", "!", "needs your answer"),
    ):
        assert page.line(topic).locator(".mark").inner_text() == mark
        assert said in (page.line(topic).locator(".head").text_content() or "")
    assert "-1840 W now: you export" in page.line("grid").inner_text()
    assert page.line("grid").locator(".editor").is_hidden()


def test_answers_go_to_the_app_and_lead_to_the_next_question(page: SetupPage) -> None:
    talk = opened(page)
    for topic, text in (("peak_price", "0,30"), ("off_peak", "22-6"), ("off_peak_price", "21 ct")):
        line = page.line(topic)
        if topic == "peak_price":
            line.locator(".head").click()
        assert line.locator(".editor").is_visible()
        line.locator("input").fill(text)
        line.locator("input").press("Enter")
        page.answer(talk)
        assert line.get_attribute("class") == "answered"
        assert line.locator(".editor").is_hidden()
    page.line("fuse").locator(".head").click()
    page.line("fuse").get_by_role("button", name="Leave it out").click()
    page.answer(talk)
    page.line("grid").locator(".head").click()
    page.line("grid").locator(".options button").nth(1).click()
    page.answer(talk)
    assert "positive is export" in page.line("grid").locator(".chosen").inner_text()
    assert talk.state.settings()["tariff"]["off_peak_price"] == 0.21


def test_a_wrong_answer_stays_with_what_is_wrong_about_it(page: SetupPage) -> None:
    talk = opened(page)
    line = page.line("peak_price")
    line.locator(".head").click()
    line.locator("input").fill("30")
    line.locator("[type=submit]").click()
    page.answer(talk)
    assert "hundredths are 0.3" in line.locator("[role=alert]").inner_text()
    assert line.locator("input").input_value() == "30"
    assert line.locator("input").get_attribute("aria-invalid") == "true"
    assert line.locator(".editor").is_visible()


def test_it_is_written_when_all_is_answered_and_the_card_waits_for_the_app(page: SetupPage) -> None:
    talk = opened(page)
    assert page.find(".write").is_disabled()
    assert "Still to answer: Price of a kWh" in page.find(".still").inner_text()
    for topic, text in (
        ("peak_price", "0.3"),
        ("off_peak", ""),
        ("export_price", "0"),
        ("fuse", ""),
        ("departures", ""),
    ):
        talk.take(
            {
                "name": talk.state.name,
                "revision": talk.state.revision,
                "answer": {"topic": topic, "text": text},
            }
        )
    page.tell(*talk.pages())
    page.find(".write").click()
    assert page.answer(talk) == [Wish(Want.WRITE)]
    talk.state.written()
    page.tell(*talk.pages())
    assert FILE in page.find(".end .done").inner_text()
    page.page.clock.run_for(2500)
    assert page.sent()[-1]["ask"] == "page"
    talk.entry = replace(talk.entry, runs=True)
    page.tell({**talk.pages()[0], "written": ""})
    assert page.find(".end .done").is_hidden()
    assert "The app runs by the settings" in page.find(".sheet > .done").inner_text()


def test_what_the_sensors_say_is_asked_again_by_and_by_and_not_for_ever(page: SetupPage) -> None:
    talk = opened(page)
    page.line("peak_price").locator(".head").click()
    page.line("peak_price").locator("input").fill("0.2")
    asked = 0
    for _ in range(40):
        page.page.clock.run_for(21_000)
        asked += len(page.sent())
        page.tell(*talk.pages())
    assert asked == 15
    assert page.line("peak_price").locator("input").input_value() == "0.2"
    assert page.line("peak_price").locator(".editor").is_visible()


def test_an_app_that_does_not_answer_is_told_and_may_be_asked_again(page: SetupPage) -> None:
    page.put()
    page.sent()
    page.page.clock.run_for(11_000)
    assert page.find(".hint[role=alert]").is_hidden()
    page.page.clock.run_for(2_000)
    assert "AppDaemon does not answer: is it running" in page.find(".hint[role=alert]").inner_text()
    page.find(".hint button").click()
    assert page.sent() == [{"language": "en", "ask": "page"}]
    page.answer(Talk(HOMEWIZARD))
    page.tell(*[])
    talk = Talk(HOMEWIZARD)
    talk.take({"ask": "page"})
    page.tell(*talk.pages())
    assert page.find(".hint[role=alert]").is_hidden()


def test_while_home_assistant_is_asked_that_is_said_for_as_long_as_it_takes(page: SetupPage) -> None:
    page.put()
    page.tell(looking(Words("en"), Entry("solar_charging", FILE)))
    assert page.find("[role=status]").first.inner_text() == "Looking around in Home Assistant ..."
    page.page.clock.run_for(30_000)
    assert page.find(".hint[role=alert]").is_hidden()
    page.page.clock.run_for(40_000)
    assert page.find(".hint[role=alert]").is_visible()


def test_an_error_in_the_app_is_told(page: SetupPage) -> None:
    page.put()
    page.tell(broken(Words("en"), Entry("solar_charging", FILE)))
    assert "An error in the app itself" in page.find(".hint[role=alert]").inner_text()
    assert page.find("[role=status]").first.is_hidden()


def test_only_an_administrator_can_set_it_up(page: SetupPage) -> None:
    page.put("fr", user={"is_admin": False})
    assert page.sent() == []
    assert "Seul un administrateur" in page.find(".hint[role=alert]").inner_text()


def test_what_home_assistant_refuses_is_told(page: SetupPage) -> None:
    page.put(refuses=HOSTILE)
    assert HOSTILE in page.find(".hint[role=alert]").inner_text()
    assert page.find("img, b").count() == 0


@pytest.mark.parametrize("data", ["{", "5", "null", "[]", '{"language": "fr"}'])
def test_what_is_no_page_of_ours_changes_nothing(page: SetupPage, data: str) -> None:
    opened(page)
    page.page.evaluate("page => window.heard[0]({ data: { page } })", data)
    assert page.find(".lines > li").count() > 0


def test_of_several_entries_the_one_that_needs_it_comes_first_and_another_can_be_chosen(
    page: SetupPage,
) -> None:
    page.put()
    first, second = Talk(HOMEWIZARD, "model_3"), Talk(POWERWALL, "solar_charging")
    first.entry = replace(first.entry, runs=True)
    for event in page.sent():
        first.take(event)
        second.take(event)
    page.tell(*first.pages(), *second.pages())
    choice = page.find("select")
    assert choice.input_value() == "solar_charging"
    assert "powerwall" in page.line("grid").inner_text()
    choice.select_option("model_3")
    assert page.sent() == [{"language": "en", "name": "model_3", "ask": "page"}]
    assert "p1_meter" in page.line("grid").inner_text()
    page.find(".look").click()
    assert page.sent()[0]["name"] == "model_3"


def test_parts_have_buttons_as_they_stand(page: SetupPage) -> None:
    talk = opened(page)
    assert page.find(".parts").is_hidden()
    talk.parts = PARTS
    page.tell(*talk.pages())
    assert page.find("[data-part=helpers] button").all_inner_texts() == ["Make"]
    assert page.find("[data-part=card] button").count() == 0
    page.find("[data-part=helpers] button").click()
    (sent,) = page.sent()
    assert (sent["make"], sent["name"]) == ("helpers", "solar_charging")
    page.find("[data-part=dashboard] button").click()
    assert page.sent()[0]["undo"] == "dashboard"


def test_all_is_reached_and_done_by_the_keyboard(page: SetupPage) -> None:
    talk = opened(page)
    page.line("peak_price").locator(".head").focus()
    page.page.keyboard.press("Enter")
    assert page.line("peak_price").locator(".head").get_attribute("aria-expanded") == "true"
    page.page.keyboard.press("Tab")
    page.page.keyboard.type("0.25")
    page.page.keyboard.press("Enter")
    page.answer(talk)
    focused = page.page.evaluate("card.shadowRoot.activeElement.closest('li').dataset.topic")
    assert focused == "off_peak"


def test_what_is_told_never_becomes_html(page: SetupPage) -> None:
    talk = opened(page)
    (told,) = talk.pages()
    text = json.dumps(told)
    for word in {"Grid meter", "Write it", "Missing in Home Assistant", "likely: please check", "sure"}:
        text = text.replace(json.dumps(word), json.dumps(HOSTILE))
    page.tell(json.loads(text))
    assert HOSTILE in page.line("grid").inner_text()
    assert page.find("img, b").count() == 0
    assert page.page.title() == ""


def test_the_source_can_neither_parse_html_nor_fetch() -> None:
    source = SOURCE.read_text(encoding="utf-8")
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|fetch\(|import[ (]|XMLHttp|https?://"
    )
    assert set(re.findall(forbidden, source)) == set()


def test_a_card_that_is_taken_away_listens_no_more(page: SetupPage) -> None:
    opened(page)
    page.page.evaluate("document.body.replaceChildren()")
    assert page.page.evaluate("window.left") == 1
    page.page.clock.run_for(60_000)
    assert page.sent() == []


def test_a_mistake_in_the_configuration_is_named(page: SetupPage) -> None:
    script = """() => {
      try {
        document.createElement("solar-charging-setup").setConfig({ name: 5 });
      } catch (error) {
        return error.message;
      }
    }"""
    assert "name must be the app's name in apps.yaml" in page.page.evaluate(script)


@pytest.mark.parametrize("width", [320, 390, 900])
@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_it_fits_the_screen(page: SetupPage, width: int, language: str) -> None:
    page.page.set_viewport_size({"width": width, "height": 1200})
    page.page.emulate_media(reduced_motion="reduce")
    talk = opened(page, POWERWALL, language)
    talk.parts = PARTS
    page.tell(*talk.pages())
    for head in page.find(".head").all():
        head.click()
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.page.evaluate(overflow) <= 0
    cut = """[...card.shadowRoot.querySelectorAll("button, p, li, .why, .chosen")]
      .filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0)
      .map((each) => `${each.className} ${each.scrollWidth} ${each.clientWidth} ${each.textContent}`)"""
    assert page.page.evaluate(cut) == []


CONTRASTS = """([theme, selectors]) => {
  for (const [key, value] of Object.entries(theme)) card.style.setProperty(key, value);
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const luminance = (...colours) => {
    for (const colour of colours) {
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
    }
    const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data]
      .map((part) => part / 255)
      .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = theme["--card-background-color"] || "#fff";
  return selectors.map((selector) => {
    const style = getComputedStyle(card.shadowRoot.querySelector(selector));
    const [ink, ground] = [luminance(style.color), luminance(paper, style.backgroundColor)];
    return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
  });
}"""
TEXTS = [".title", ".why", ".chosen", ".asked .chosen", ".asked .mark", ".likely .mark", ".sure .mark",
         ".faint", ".button.look", ".hint li", "h3"]  # fmt: skip


@pytest.mark.parametrize("theme", THEMES)
def test_texts_stand_out_from_the_paper(page: SetupPage, theme: str) -> None:
    opened(page, NOTHING)
    found = page.page.evaluate(CONTRASTS, [THEMES[theme], TEXTS])
    assert {selector: ratio for selector, ratio in zip(TEXTS, found, strict=True) if ratio < 4.5} == {}
