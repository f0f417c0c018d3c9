const HELPER = /^(input_(boolean|number|select|datetime)|number|select|switch)\.[a-z0-9_]+$/;
const MIDNIGHT = "00:00"; // of a departure: none is set
const OF_SUN = /sun|sonne|soleil/i; // in the option's name, whatever the language of the house
const DAYS = {
  once: ["once", "only once", "once only", "einmal", "nur einmal", "einmalig", "une fois", "une seule fois"],
  every_day: ["every day", "daily", "jeden tag", "täglich", "tous les jours", "chaque jour"],
  weekdays: ["weekdays", "werktags", "wochentags", "en semaine", "jours ouvrés", "jours de semaine"],
  weekend: ["weekend", "wochenende", "am wochenende", "week-end", "le week-end"],
};
const DAYS_IN = ["en", "fr", "de"];
const A_MONDAY = Date.UTC(2024, 0, 1, 12);
const DAY_MS = 24 * 3600 * 1000;

/** The clock of the house at a moment, as {date: "2026-06-15", time: "14:00"}. */
const clockOf = (moment, zone) => {
  const options = { dateStyle: "short", timeStyle: "short", hourCycle: "h23", timeZone: zone };
  const [date, time] = new Intl.DateTimeFormat("sv", options).format(moment).split(" ");
  return { date, time };
};

const noonOf = (date) => new Date(`${date}T12:00:00Z`);
const daysAfter = (date, days) => new Date(noonOf(date).getTime() + days * DAY_MS).toISOString().slice(0, 10);

const dayNames = (language) =>
  Array.from({ length: 7 }, (_, day) =>
    new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(A_MONDAY + day * DAY_MS));

/** Which days an option means: a word of DAYS, 0 (Monday) to 6, or null where it is none that is known. */
const daysOf = (option) => {
  const said = String(option).trim().toLowerCase();
  const word = Object.keys(DAYS).find((key) => DAYS[key].includes(said));
  if (word) return word;
  const names = DAYS_IN.map(dayNames).find((days) => days.some((day) => day.toLowerCase() === said));
  return names ? names.findIndex((day) => day.toLowerCase() === said) : null;
};

/** The days of an option in the language of who looks; as it is where it is none that is known. */
const daysInWords = (option, speech) => {
  const days = daysOf(option);
  if (days === null) return String(option);
  return typeof days === "number" ? dayNames(speech.language)[days] : speech.say(days);
};

/** The helpers by which a person rules the app, as far as there are: what they say, and the calls that set them. */
class Hands {
  constructor(app, zone, awaited = false) {
    this.app = app;
    this.zone = zone;
    this.awaited = awaited; // whether the app has yet to answer what was set
    this.told = app.hands;
  }

  /** The helper's state; null where the app names none, or Home Assistant has it no more. */
  of(role) {
    const state = this.app.states[this.app.controls[role]];
    return state && state.state !== "unavailable" ? state : null;
  }

  has(role) {
    return this.of(role) !== null;
  }

  on(role) {
    return this.of(role)?.state === "on";
  }

  /** A number that is set: the least that its helper takes is none. */
  number(role) {
    const value = numberOf(this.of(role)?.state);
    return value === null || value <= this.range(role).min ? null : value;
  }

  range(role) {
    const { min, max, step } = this.of(role)?.attributes ?? {};
    return { min: numberOf(min) ?? 0, max: numberOf(max) ?? 100, step: numberOf(step) || 1 };
  }

  options(role) {
    const options = this.of(role)?.attributes.options;
    return Array.isArray(options) ? options.map(String) : [];
  }

  /** The option of a mode. */
  option(mode) {
    return this.options("mode").find((option) => OF_SUN.test(option) === (mode === "sun_only")) ?? null;
  }

  /** Whether there is enough to press a mode: the switches for Off and Now. */
  get rule() {
    return this.has("enabled") && this.has("charge_now");
  }

  /** What holds, by what a person has set; what the app last told is older. */
  get mode() {
    if (!this.on("enabled")) return "off";
    if (this.pausedUntil !== null) return "paused";
    if (this.on("charge_now")) return "now";
    return this.chosen;
  }

  /** Smart or sun only: what holds when neither Off nor Now does; null where the helper says something else. */
  get chosen() {
    const option = this.of("mode")?.state;
    if (option === undefined) return this.told.mode === "sun_only" ? "sun_only" : "smart";
    return ["smart", "sun_only"].find((mode) => option === this.option(mode)) ?? null;
  }

  /** Until when nothing is done; null where nothing is paused. */
  get pausedUntil() {
    const stamp = numberOf(this.of("pause_until")?.attributes.timestamp);
    const until = stamp === null ? momentOf(this.told.paused_until) : new Date(stamp * 1000);
    return until !== null && until > Date.now() ? until : null;
  }

  /** What the person has set as a departure: {date, time, soc_pct, days}, soc_pct null for as usual; null for none. */
  get departure() {
    const set = /^(\d{4}-\d\d-\d\d)?[ T]?(\d\d:\d\d)/.exec(this.of("departure_time")?.state ?? "");
    if (!set || set[2] === MIDNIGHT) return null;
    return { date: set[1] ?? null, time: set[2], soc_pct: this.number("departure_soc"), days: this.of("departure_days")?.state ?? null };
  }

  /** The clock of the house, now or at another moment. */
  clock(moment = Date.now()) {
    return clockOf(moment, this.zone);
  }

  /** The calls that set a helper: [entity, service, data]; none where it is so already, or is not there. */
  set(role, value) {
    const { min, max, step } = this.range(role);
    const number = Number(Math.min(Math.max(Math.round(value / step) * step, min), max).toFixed(4));
    return this._unless(role, numberOf(this.of(role)?.state) === number, "set_value", { value: number });
  }

  pick(role, option) {
    return this._unless(role, option === null || this.of(role)?.state === option, "select_option", { option });
  }

  turn(role, on) {
    return this._unless(role, this.on(role) === on, on ? "turn_on" : "turn_off", {});
  }

  at(role, { date, time }) {
    const { has_date, has_time } = this.of(role)?.attributes ?? {};
    if (has_date === false) return this._unless(role, false, "set_datetime", { time: `${time}:00` });
    if (has_time === false) return this._unless(role, false, "set_datetime", { date });
    return this._unless(role, false, "set_datetime", { datetime: `${date} ${time}:00` });
  }

  _unless(role, so, service, data) {
    return so || !this.has(role) ? [] : [[this.app.controls[role], service, data]];
  }

  /** The calls that bring a mode about. */
  choose(mode) {
    if (mode === "off") return [...this.turn("charge_now", false), ...this.turn("enabled", false)];
    const goes = [...this.resume(), ...this.turn("enabled", true)];
    if (mode === "now") return [...goes, ...this.turn("charge_now", true)];
    return [...this.pick("mode", this.option(mode)), ...this.turn("charge_now", false), ...goes];
  }

  /** The calls that end a pause: it was until now. */
  resume() {
    return this.pausedUntil === null ? [] : this.at("pause_until", this.clock());
  }
}

/** A button and what it opens below; Escape closes that, and the button has the focus again. */
class Panel {
  static count = 0;

  constructor(kind, fill) {
    this.fill = fill;
    const id = `panel-${(Panel.count += 1)}`;
    this.button = make("button", { type: "button", class: "chip opens", "data-opens": kind, "aria-expanded": "false", "aria-controls": id });
    this.element = make("div", { class: `panel ${kind}`, id, role: "group", hidden: "" });
    this.button.addEventListener("click", () => this.toggle(!this.open));
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.toggle(false);
    });
  }

  get open() {
    return !this.element.hidden;
  }

  toggle(open) {
    const inside = this.element.contains(this.element.getRootNode().activeElement);
    if (open) this.element.replaceChildren(...this.fill());
    this.element.setAttribute("aria-label", this.button.textContent);
    this.element.hidden = !open;
    this.button.setAttribute("aria-expanded", open);
    const fields = [...this.element.querySelectorAll("button, input, select")];
    if (open) fields.find((field) => field.offsetParent !== null)?.focus();
    else if (inside) this.button.focus();
  }

  show(text, there) {
    write(this.button, text);
    this.button.hidden = !there;
    if (!there && this.open) this.toggle(false);
  }
}

/** Panels of which one at most is open. */
const oneOpen = (panels) => {
  for (const panel of panels) {
    panel.button.addEventListener("click", () => {
      if (panel.open) for (const other of panels) if (other !== panel && other.open) other.toggle(false);
    });
  }
};

const buttonOf = (text, act, attributes = {}) => {
  const button = make("button", { type: "button", class: "chip", ...attributes }, text);
  button.addEventListener("click", act);
  return button;
};

const choiceOf = (label, options, value) => {
  const select = make("select", {}, ...options.map(([key, text]) => make("option", { value: key }, text)));
  select.value = String(value);
  return { field: select, label: make("label", { class: "field" }, make("span", {}, label), select) };
};

const inputOf = (label, attributes) => {
  const input = make("input", attributes);
  return { field: input, label: make("label", { class: "field" }, make("span", {}, label), input) };
};

teach({
  en: { once: "Once", every_day: "Every day", weekdays: "Weekdays", weekend: "Weekend" },
  fr: { once: "Une fois", every_day: "Tous les jours", weekdays: "En semaine", weekend: "Le week-end" },
  de: { once: "Einmal", every_day: "Jeden Tag", weekdays: "Werktags", weekend: "Am Wochenende" },
});

STYLES.push(`
.chips { display: flex; flex-wrap: wrap; gap: 6px; }
.chip { min-height: 44px; padding: 6px 12px; border: 1px solid color-mix(in srgb, var(--faint) 45%, transparent); border-radius: 22px;
  background: none; color: inherit; font: inherit; font-size: 14px; line-height: 1.25; cursor: pointer; text-align: center; }
.chip:hover { background: color-mix(in srgb, var(--ink) 6%, transparent); }
.chip:focus-visible { border-radius: 22px; }
.chip:disabled { color: var(--disabled-text-color, #9e9e9e); cursor: default; }
.chip[aria-pressed="true"], .chip.main { border-color: transparent; background: var(--ink); color: var(--paper); font-weight: 500; }
.chip.opens:not([data-mode], [data-opens="pause"])::after { content: " ▾"; content: " ▾" / ""; }
.chip[aria-expanded="true"] { border-color: var(--ink); }
.panel { display: grid; gap: 12px; margin-top: 8px; padding: 12px; border-radius: 12px; background: color-mix(in srgb, var(--ink) 5%, transparent); }
.panel .fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(124px, 1fr)); gap: 12px; }
.panel p { margin: 0; font-size: 14px; line-height: 1.4; }
.panel .note { color: var(--faint); }
.field { display: grid; gap: 4px; min-width: 0; color: var(--faint); font-size: 13px; }
.field input, .field select { min-height: 44px; min-width: 0; width: 100%; box-sizing: border-box; padding: 4px 10px; border-radius: 8px; font: inherit; font-size: 16px;
  border: 1px solid color-mix(in srgb, var(--faint) 60%, transparent); background: var(--paper); color: var(--ink); color-scheme: inherit; }
.field option { background: var(--paper); color: var(--ink); }
`);
