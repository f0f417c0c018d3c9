const STEP_PCT = 5;
const AFTER_MIDNIGHT = "00:01"; // midnight itself would be none
const MORNING = "06:00"; // a pause until tomorrow ends with the night
const EVENING = "18:00";
const SUNDAY = 6;

/** What is offered to pick of per cents: each STEP_PCT above the least, which is none, and what is set. */
const percents = ({ min, max }, set) => {
  const first = (Math.floor(min / STEP_PCT) + 1) * STEP_PCT;
  const steps = Array.from({ length: Math.floor((max - first) / STEP_PCT) + 1 }, (_, index) => first + index * STEP_PCT);
  return [...new Set(set === null ? steps : [...steps, set])].sort((a, b) => a - b);
};

/** When the car leaves and how full; to skip the next one, to pause, and what holds besides. */
class DeparturePart {
  constructor(order) {
    this.order = order;
    this.when = new Panel("departure", () => this._askWhen());
    this.pause = new Panel("pause", () => this._askPause());
    this.more = new Panel("bounds", () => this._askBounds());
    const panels = [this.when, this.pause, this.more];
    oneOpen(panels);
    this.skip = buttonOf("", () => this.order(this.hands.turn("skip", !this.hands.on("skip"))), { "data-skip": "", "aria-pressed": "false" });
    const chips = [this.when.button, this.pause.button, this.skip, this.more.button];
    this.group = make("div", { class: "chips", role: "group" }, ...chips);
    this.element = make("section", { class: "keeps", hidden: "" }, this.group, ...panels.map(({ element }) => element));
  }

  show(app, speech, hands) {
    Object.assign(this, { app, speech, hands });
    const sets = hands.has("departure_time");
    const bounds = ["minimum", "price_ceiling"].some((role) => hands.has(role));
    this.group.setAttribute("aria-label", speech.say("departure"));
    this.when.show(this._departure(), sets);
    this._skip();
    this.pause.show(`${speech.say("pause")} …`, hands.has("pause_until"));
    this.more.show(this._bounds(), bounds);
    this.element.hidden = !sets && !bounds && this.skip.hidden && !hands.has("pause_until");
  }

  /** The departure that was set by hand, as a person would say it. */
  _departure() {
    const { speech, hands } = this;
    const { departure } = hands;
    if (departure === null) return speech.say("departure_none");
    const once = departure.days === null || daysOf(departure.days) === "once";
    const days = once ? departure.date && speech.date(noonOf(departure.date)) : daysInWords(departure.days, speech);
    const at = [days, speech.clock(departure.time)].filter(Boolean).join(" ");
    return departure.soc_pct === null ? at : `${at} · ${speech.joined(departure.soc_pct, "%")}`;
  }

  _skip() {
    const { app, speech, hands } = this;
    const on = hands.on("skip");
    const left = momentOf(hands.told.skipped);
    this.skip.hidden = !hands.has("skip") || (!on && momentOf(app.also("departure")) === null);
    this.skip.setAttribute("aria-pressed", on);
    write(this.skip, on && left ? speech.say("skipped", { time: speech.when(left) }) : speech.say(on ? "skipped_next" : "skip"));
  }

  _bounds() {
    const { app, speech, hands } = this;
    const least = hands.number("minimum") ?? numberOf(hands.told.minimum_pct);
    const most = hands.number("price_ceiling") ?? numberOf(hands.told.price_ceiling);
    const said = [
      least && speech.say("at_least", { value: speech.joined(least, "%") }),
      most !== null && speech.say("at_most", { value: `${speech.money(most, app.unit("cost_today"))}/kWh` }),
    ];
    return said.filter(Boolean).join(" · ") || speech.say("bounds");
  }

  _askWhen() {
    const { speech, hands } = this;
    const told = momentOf(this.app.also("departure"));
    const now = hands.clock();
    const known = hands.departure ?? { ...(told ? hands.clock(told) : { date: daysAfter(now.date, 1), time: "07:30" }), soc_pct: null, days: null };
    const time = inputOf(speech.say("at_time"), { type: "time", value: known.time, required: "", "data-field": "time" });
    const wanted = known.soc_pct ?? numberOf(this.app.also("departure_soc_pct")) ?? 80;
    const options = percents(hands.range("departure_soc"), wanted).map((value) => [value, speech.joined(value, "%")]);
    const soc = choiceOf(speech.say("charged_to"), options, wanted);
    const dates = hands.options("departure_days");
    const days = choiceOf(speech.say("on_days"), dates.map((option) => [option, daysInWords(option, speech)]), known.days ?? dates[0]);
    const [from, far] = [now.date, daysAfter(now.date, 366)];
    const past = known.date === null || known.date < now.date;
    const date = inputOf(speech.say("on_date"), { type: "date", min: from, max: far, value: past ? this._next(known.time) : known.date, "data-field": "date" });
    const once = () => !dates.length || daysOf(days.field.value) === "once";
    const look = () => (date.label.hidden = !once());
    days.field.addEventListener("change", look);
    days.label.hidden = !dates.length;
    look();
    const note = make("p", { class: "note", role: "status" });
    const keep = () => this._keep({ time: time.field.value, date: date.field.value, soc_pct: Number(soc.field.value), days: days.field.value, once: once() }, note);
    this._limit(soc.field, note);
    soc.field.addEventListener("change", () => this._limit(soc.field, note));
    const none = () => this._order(this.when, hands.at("departure_time", { date: now.date, time: MIDNIGHT }));
    const clear = buttonOf(speech.say("departure_clear"), none, { "data-clear": "" });
    clear.hidden = hands.departure === null;
    soc.label.hidden = !hands.has("departure_soc");
    return [make("div", { class: "fields" }, days.label, date.label, time.label, soc.label), note, this._ends(this.when, keep, clear)];
  }

  /** The day on which the clock next shows a time. */
  _next(time) {
    const now = this.hands.clock();
    return time > now.time ? now.date : daysAfter(now.date, 1);
  }

  _limit(field, note) {
    const limit = numberOf(this.app.also("charge_limit_pct"));
    const above = limit !== null && Number(field.value) > limit;
    write(note, above ? this.speech.say("own_limit", { value: this.speech.joined(limit, "%") }) : "");
  }

  _keep({ time, date, soc_pct, days, once }, note) {
    const { hands, speech } = this;
    const now = hands.clock();
    if (!time || (once && !date)) return write(note, speech.say("not_whole"));
    if (once && `${date} ${time}` <= `${now.date} ${now.time}`) return write(note, speech.say("gone_by"));
    const day = once ? date : this._next(time);
    const at = { date: day, time: time === MIDNIGHT ? AFTER_MIDNIGHT : time };
    const calls = [...hands.pick("departure_days", days || null), ...hands.set("departure_soc", soc_pct), ...hands.at("departure_time", at)];
    return this._order(this.when, calls);
  }

  _askPause() {
    const { speech, hands } = this;
    const now = hands.clock();
    const tomorrow = { date: daysAfter(now.date, 1), time: MORNING };
    const away = (SUNDAY - ((noonOf(now.date).getUTCDay() + 6) % 7) + 7) % 7;
    const sunday = { date: daysAfter(now.date, away === 0 && now.time >= EVENING ? 7 : away), time: EVENING };
    const until = (name, moment) =>
      buttonOf(`${speech.say(name)} ${speech.clock(moment.time)}`, () => this._pause(moment), { "data-until": name });
    const date = inputOf(speech.say("on_date"), { type: "date", min: now.date, value: daysAfter(now.date, 7), "data-field": "date" });
    const time = inputOf(speech.say("at_time"), { type: "time", value: EVENING, "data-field": "time" });
    const note = make("p", { class: "note", role: "status" });
    write(note, speech.say("pause_means"));
    const keep = () => {
      const moment = { date: date.field.value, time: time.field.value };
      if (!moment.date || !moment.time) return write(note, speech.say("not_whole"));
      if (`${moment.date} ${moment.time}` <= `${now.date} ${now.time}`) return write(note, speech.say("gone_by"));
      return this._pause(moment);
    };
    return [
      note,
      make("div", { class: "chips" }, until("tomorrow", tomorrow), until("sunday_evening", sunday)),
      make("div", { class: "fields" }, date.label, time.label),
      this._ends(this.pause, keep, null, "pause_until"),
    ];
  }

  _pause(moment) {
    return this._order(this.pause, this.hands.at("pause_until", moment));
  }

  _askBounds() {
    const { app, speech, hands } = this;
    const least = hands.number("minimum");
    const levels = percents({ ...hands.range("minimum"), max: Math.min(hands.range("minimum").max, 70) }, least);
    const minimum = choiceOf(speech.say("minimum_charge"), [[0, speech.say("none")], ...levels.map((each) => [each, speech.joined(each, "%")])], least ?? 0);
    const { min, max } = hands.range("price_ceiling");
    const currency = app.unit("cost_today") || "";
    const ceiling = inputOf(`${speech.say("price_ceiling")} ${currency && `(${currency}/kWh)`}`.trim(), {
      type: "number", inputmode: "decimal", step: "any", min, max, value: hands.number("price_ceiling") ?? "", placeholder: speech.say("none"), "data-field": "ceiling",
    });
    minimum.label.hidden = !hands.has("minimum");
    ceiling.label.hidden = !hands.has("price_ceiling");
    const note = make("p", { class: "note", role: "status" });
    write(note, speech.say("bounds_mean"));
    const keep = () => {
      const { value, validity } = ceiling.field;
      if (!validity.valid) return write(note, speech.say("price_range", { min: speech.number(min, 2), max: speech.number(max, 2) }));
      return this._order(this.more, [...hands.set("minimum", Number(minimum.field.value)), ...hands.set("price_ceiling", value === "" ? min : Number(value))]);
    };
    return [make("div", { class: "fields" }, minimum.label, ceiling.label), note, this._ends(this.more, keep)];
  }

  _ends(panel, keep, besides = null, word = "keep") {
    const { speech } = this;
    const main = buttonOf(speech.say(word), keep, { class: "chip main", "data-keep": "" });
    const cancel = buttonOf(speech.say("cancel"), () => panel.toggle(false));
    return make("div", { class: "chips" }, main, cancel, ...(besides ? [besides] : []));
  }

  async _order(panel, calls) {
    if (await this.order(calls)) panel.toggle(false);
  }
}

/** Says at the top until when it is paused, and ends that. */
class PauseBanner {
  constructor(order) {
    this.text = make("span");
    this.end = buttonOf("", () => order(this.hands.resume()), { "data-resume": "" });
    this.element = make("div", { class: "banner", role: "status", hidden: "" }, this.text, this.end);
  }

  show(app, speech, hands) {
    this.hands = hands;
    const until = hands.pausedUntil;
    this.element.hidden = until === null || hands.mode === "off";
    write(this.text, until === null ? "" : speech.say("paused_until", { time: speech.when(until) }));
    write(this.end, speech.say("pause_end"));
    this.end.hidden = !hands.has("pause_until");
  }
}

teach({
  en: {
    departure: "Departure", departure_none: "Set a departure", departure_clear: "No departure", at_time: "Time", on_date: "Date", on_days: "Days", charged_to: "Charged to", keep: "Save",
    skip: "Skip once", skipped: "Skipped: {time}", skipped_next: "The next one is skipped", not_whole: "Something is still missing.", gone_by: "That moment has gone by.",
    pause: "Pause", pause_until: "Pause until then", tomorrow: "Until tomorrow", sunday_evening: "Until Sunday", pause_means: "Until then as if switched off: the car is left alone, and goes on by itself after.",
    paused_until: "Paused until {time}", pause_end: "Resume", minimum_charge: "Always at least", price_ceiling: "Nothing dearer than", none: "none",
    bounds: "Least charge and price", at_least: "at least {value}", at_most: "at most {value}", bounds_mean: "Below the least charge it fills up at once; what is dearer than the price is not bought.",
    price_range: "A price from {min} to {max}, or nothing.",
  },
  fr: {
    departure: "Départ", departure_none: "Fixer un départ", departure_clear: "Sans départ", at_time: "Heure", on_date: "Date", on_days: "Jours", charged_to: "Chargée à", keep: "Enregistrer",
    skip: "Sauter une fois", skipped: "Sauté : {time}", skipped_next: "Le prochain est sauté", not_whole: "Il manque encore quelque chose.", gone_by: "Ce moment est déjà passé.",
    pause: "Pause", pause_until: "Pause jusque-là", tomorrow: "Jusqu'à demain", sunday_evening: "Jusqu'à dimanche", pause_means: "Jusque-là comme si tout était éteint : la voiture est laissée tranquille, puis tout reprend seul.",
    paused_until: "En pause jusqu'à {time}", pause_end: "Reprendre", minimum_charge: "Toujours au moins", price_ceiling: "Rien de plus cher que", none: "aucun",
    bounds: "Charge minimale et prix", at_least: "au moins {value}", at_most: "au plus {value}", bounds_mean: "Sous la charge minimale, elle charge aussitôt ; ce qui est plus cher que ce prix n'est pas acheté.",
    price_range: "Un prix de {min} à {max}, ou rien.",
  },
  de: {
    departure: "Abfahrt", departure_none: "Abfahrt festlegen", departure_clear: "Keine Abfahrt", at_time: "Uhrzeit", on_date: "Datum", on_days: "Tage", charged_to: "Geladen auf", keep: "Speichern",
    skip: "Einmal auslassen", skipped: "Ausgelassen: {time}", skipped_next: "Die nächste wird ausgelassen", not_whole: "Es fehlt noch etwas.", gone_by: "Dieser Zeitpunkt ist schon vorbei.",
    pause: "Pause", pause_until: "Bis dahin pausieren", tomorrow: "Bis morgen", sunday_evening: "Bis Sonntag", pause_means: "Bis dahin wie ausgeschaltet: Das Auto bleibt in Ruhe, danach geht es von selbst weiter.",
    paused_until: "Pause bis {time}", pause_end: "Fortsetzen", minimum_charge: "Immer mindestens", price_ceiling: "Nichts teurer als", none: "keine",
    bounds: "Mindestladung und Preis", at_least: "mindestens {value}", at_most: "höchstens {value}", bounds_mean: "Unter der Mindestladung wird sofort geladen; was teurer ist als der Preis, wird nicht gekauft.",
    price_range: "Ein Preis von {min} bis {max}, oder nichts.",
  },
});

STYLES.push(`
.banner { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 4px 12px; padding: 4px 4px 4px 12px; min-height: 44px; border-radius: 12px; font-size: 14px; font-weight: 500;
  background: color-mix(in srgb, var(--import) 20%, transparent); }
.banner span { padding: 4px 0; }
.banner .chip { padding: 6px 8px; border: none; text-decoration: underline; font-weight: 400; }
`);
