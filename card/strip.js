const STRIP_ASK_MS = 5 * 60 * 1000; // the past is asked for again
const STRIP_WAIT_MS = 600; // after the last key, before the app is asked
const STRIP_LATE_MS = 45 * 1000; // an answer takes one beat at most
const STRIP_AND = "\u00a0· ";
const STRIP_SNAP = { ms: 15 * 60 * 1000, pct: 5 };
const STRIP_WAS = { surplus: "surplus", charging_power: "charging_power", grid_power: "grid_power", soc: "soc" };
const STRIP_HELPERS = { preview: /^input_text\.[a-z0-9_]+$/, departure_time: /^input_datetime\.[a-z0-9_]+$/, departure_soc: /^(input_)?number\.[a-z0-9_]+$/, departure_days: /^(input_)?select\.[a-z0-9_]+$/ };
const STRIP_ONCE = /^(only once|once|une (seule )?fois|(nur )?einmal)/i;

/** The two days to come, and a flag to try another departure; `order` calls services, `ask` asks for the history. */
class StripPart {
  constructor({ order, ask, zone }) {
    Object.assign(this, { order, ask, zone });
    this.svg = draw("svg", { class: "days", role: "slider", tabindex: 0, "aria-valuemin": 0 });
    this.flag = make("div", { class: "flag", role: "slider", tabindex: 0, hidden: "", "aria-valuemin": STRIP_SNAP.pct, "aria-valuemax": 100 });
    this.title = make("h3");
    this.readout = make("p", { class: "readout" });
    this.legend = make("ul", { class: "legend", "aria-hidden": "true" });
    this.table = make("div", { class: "unseen" });
    this.sentence = make("p", { role: "status", "aria-live": "polite" });
    this.keep = make("button", { type: "button", class: "keep" });
    this.back = make("button", { type: "button" });
    this.asked = make("div", { class: "asked", hidden: "" }, this.sentence, this.keep, this.back);
    this.element = make("section", { class: "strip", hidden: "" }, this.title, make("div", { class: "canvas" }, this.svg, this.flag), this.legend, this.readout, this.asked, this.table);
    Object.assign(this, { wish: null, preview: null, at: null, past: null, historyAt: 0, drawn: null });
    Object.assign(this, { grabbed: null, waiting: null, question: null, answered: null, dismissed: null, sentAt: 0 });
    this._listen();
    new ResizeObserver(() => this.plot && this._draw()).observe(this.svg);
  }

  _listen() {
    const { svg, flag } = this;
    const point = (event) => this.plot && this._cursor(this.plot.moment(event.clientX - svg.getBoundingClientRect().left));
    svg.addEventListener("pointermove", point);
    svg.addEventListener("pointerdown", point);
    // A finger that is lifted leaves what it has read.
    svg.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && this._cursor(null));
    svg.addEventListener("blur", () => this._cursor(null));
    svg.addEventListener("keydown", (event) => this._key(event));
    flag.addEventListener("keydown", (event) => this._flagKey(event));
    flag.addEventListener("pointerdown", (event) => this._grab(event));
    flag.addEventListener("pointermove", (event) => (this.grabbed ? this._drag(event) : point(event)));
    flag.addEventListener("pointerleave", () => this._cursor(null));
    flag.addEventListener("pointerup", (event) => this._release(event));
    flag.addEventListener("pointercancel", () => this._forget());
    this.keep.addEventListener("click", () => this._keep());
    this.back.addEventListener("click", () => this._back());
  }

  show(app, speech) {
    Object.assign(this, { app, speech });
    const told = app.states[app.id("outlook")];
    // Home Assistant tells of any entity that changed, and this one seldom does.
    if (!this.outlook || told !== this.told) this.outlook = new Outlook(app);
    this.told = told;
    this.element.hidden = this.outlook.begin === null;
    if (this.element.hidden) return;
    write(this.title, speech.say("strip"));
    this._answer();
    this._look();
    const seen = ["preview", "soc"].map((key) => app.states[app.id(key)]);
    const key = [told, ...seen, this.past, this.wish?.at, this.wish?.pct, Math.floor(Date.now() / 60000), this.helper];
    if (this.drawn && key.every((each, index) => each === this.drawn[index])) return;
    this.drawn = key;
    this._draw();
  }

  /** The helper that the app names for a role, and Home Assistant has; null where there is none. */
  _control(role) {
    const controls = this.app.states[this.app.id("state")]?.attributes.controls;
    const id = controls && typeof controls === "object" ? controls[role] : null;
    return STRIP_HELPERS[role].test(id) && id in this.app.states ? id : null;
  }

  // What was

  /** Asks for what happened today, now and then. */
  async _look() {
    const now = Date.now();
    if (now - this.historyAt < STRIP_ASK_MS) return;
    this.historyAt = now;
    const ids = Object.fromEntries(Object.entries(STRIP_WAS).map(([key, id]) => [key, this.app.id(id)]));
    const from = Math.floor((now - STRIP_BACK_H * STRIP_H) / this.outlook.step) * this.outlook.step;
    try {
      const history = await this.ask({
        type: "history/history_during_period",
        start_time: new Date(from).toISOString(),
        end_time: new Date(now).toISOString(),
        entity_ids: Object.values(ids),
        minimal_response: true,
        no_attributes: true,
        significant_changes_only: false,
      });
      this.past = new PastDay(history, ids, from, now, this.outlook.step);
    } catch {
      this.past = null; // a recorder that is not there tells of no past, and the graph says so
    }
    this.drawn = null;
    this.show(this.app, this.speech);
  }

  // What is drawn

  _draw() {
    const { svg, speech, outlook } = this;
    const width = svg.getBoundingClientRect().width || 340;
    this.plot = new StripPlot(speech, outlook, this.past, Date.now(), width);
    const { plot } = this;
    svg.setAttribute("viewBox", `0 0 ${width} ${plot.height}`);
    svg.style.height = `${plot.height}px`;
    this.line = draw("line", { class: "cursor", y1: STRIP.top, y2: plot.bottom, hidden: "" });
    const cloths = this.wish ? [this.wish] : [];
    const told = outlook.departures.map((each) => {
      const bare = cloths.some((other) => this._near(each, other));
      if (!bare) cloths.push(each);
      return plot.flag(each, each.learnt ? "learnt" : "", bare);
    });
    const wished = this.wish ? plot.flag(this.wish, "then") : null;
    svg.replaceChildren(...plot.parts(this.preview, this.wish), ...told.filter(Boolean), ...(wished ? [wished] : []), this.line);
    svg.setAttribute("aria-label", `${speech.say("strip")}. ${speech.say("strip_read")}`);
    this._place();
    this._legends();
    this._tabulate();
    this._cursor(this.at);
  }

  /** Whether the cloths of two flags would cover each other. */
  _near(one, other) {
    const [[left, right], [from, to]] = [one, other].map((each) => this.plot.cloth(each));
    return left < to && from < right;
  }

  /** Lays what can be grabbed over the flag. */
  _place() {
    const held = this.wish ?? this.outlook.departures[0] ?? null;
    const { plot, flag } = this;
    flag.hidden = held === null || this.helper === null || held.at > plot.to || held.at < plot.from;
    if (flag.hidden) return;
    flag.style.left = `${plot.x(held.at)}px`;
    flag.style.height = `${Math.max(plot.pct(held.pct) + 22, 44)}px`;
    flag.setAttribute("aria-label", this.speech.say("strip_flag"));
    flag.setAttribute("aria-valuenow", Math.round(held.pct));
    flag.setAttribute("aria-valuetext", plot.wanted(held));
  }

  _legends() {
    const { outlook, past } = this;
    const some = (...lists) => lists.some((list) => list.some((each) => each > STRIP_LEAST_KW));
    const square = (name) => draw("rect", { class: name, x: 0, y: 0, width: 14, height: 10, rx: 2 });
    const shown = [
      [outlook.sun.length ? "strip_sun" : "strip_left_over", some(outlook.high, past?.sun ?? []), square("seen")],
      ["strip_charged", some(outlook.charged, past?.car ?? []), square("charged")],
      ["strip_bought", outlook.purchases.length || some(past?.bought ?? []), square("bought")],
      ["strip_soc", outlook.line.length || past?.soc.length, draw("path", { class: "soc", d: "M1 8 L6 3 L13 3" })],
      ["strip_cheap", this.plot.cheap, square("price cheap")],
    ].filter(([, there]) => there);
    this.legend.replaceChildren(...shown.map(([key, , shape]) => make("li", {}, draw("svg", { viewBox: "0 0 14 10" }, shape), this.speech.say(key))));
  }

  /** The same hour by hour, for who cannot see it. */
  _tabulate() {
    const { speech, outlook, plot } = this;
    const columns = ["strip_hour", "strip_price", "strip_sun", "strip_charged", "strip_bought", "strip_soc"];
    const rows = [];
    for (let at = Math.ceil(Date.now() / STRIP_H) * STRIP_H; at < Math.min(outlook.end, plot.from + STRIP_SPAN_H * STRIP_H); at += STRIP_H) {
      const held = outlook.at(at);
      const cells = [this._price(held), this._sun(held), speech.measure(held.charged, "kW", 1), held.purchase ? plot.amount(held.purchase) : NOTHING, speech.measure(held.soc, "%")];
      rows.push(make("tr", {}, make("th", { scope: "row" }, speech.time(new Date(at), true)), ...cells.map((cell) => make("td", {}, cell))));
    }
    const head = make("tr", {}, ...columns.map((key) => make("th", { scope: "col" }, speech.say(key))));
    this.table.replaceChildren(make("table", {}, make("caption", {}, speech.say("strip")), make("thead", {}, head), make("tbody", {}, ...rows)));
  }

  _price({ price, guessed, cheap }) {
    const { speech, outlook } = this;
    if (price === null || !outlook.priced) return cheap ? speech.say("strip_cheap") : NOTHING;
    const said = `${speech.money(price, outlook.currency)}/kWh`;
    const told = guessed ? speech.say("strip_guessed", { price: said }) : said;
    return cheap ? `${told}, ${speech.say("strip_cheap")}` : told;
  }

  _sun({ sun, low, high }) {
    if (sun === null) return NOTHING;
    const spread = low === null || high === null || high < STRIP_LEAST_KW ? "" : ` (${this.speech.number(low, 1)}\u2060–\u2060${this.speech.number(high, 1)})`;
    return this.speech.joined(sun, "kW", 1) + spread;
  }

  // What is read

  _key(event) {
    if (!this.plot) return;
    const { from, to } = this.plot;
    const at = this.at ?? Date.now();
    const before = Math.ceil(at / STRIP_H - 1) * STRIP_H;
    const after = Math.floor(at / STRIP_H + 1) * STRIP_H;
    const next = { ArrowLeft: before, ArrowDown: before, ArrowRight: after, ArrowUp: after, Home: from, End: to - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this._cursor(Math.min(Math.max(next, from), to - 1));
  }

  /** Reads a moment; null is now. */
  _cursor(at) {
    this.at = at;
    if (!this.plot) return;
    const { plot, svg, line } = this;
    const moment = at ?? Date.now();
    line.toggleAttribute("hidden", at === null);
    line.setAttribute("x1", plot.x(moment));
    line.setAttribute("x2", plot.x(moment));
    const text = `${this.speech.time(new Date(moment))}${STRIP_AND}${this._read(moment)}`;
    write(this.readout, text);
    svg.setAttribute("aria-valuemax", Math.round((plot.to - plot.from) / STRIP_H));
    svg.setAttribute("aria-valuenow", Math.round((moment - plot.from) / STRIP_H));
    svg.setAttribute("aria-valuetext", text);
  }

  /** What is known of a moment, in words. */
  _read(moment) {
    const { speech, past, outlook } = this;
    const said = [];
    const tell = (key, value) => value !== null && value !== NOTHING && said.push(`${speech.say(key)} ${value}`);
    const kw = (value) => (value === null || value < STRIP_LEAST_KW ? null : speech.joined(value, "kW", 1));
    if (moment < Date.now() - this.outlook.step) {
      const was = past?.at(moment) ?? { sun: null, car: null, bought: null, soc: null };
      tell("strip_left_over", kw(was.sun));
      tell("strip_car", kw(was.car));
      tell("strip_bought", kw(was.bought));
      tell("strip_soc", was.soc === null ? null : speech.joined(was.soc, "%"));
      return said.join(STRIP_AND) || NOTHING;
    }
    const held = outlook.at(Math.max(moment, outlook.begin));
    if (held.high === null || held.high >= STRIP_LEAST_KW) tell("strip_sun", this._sun(held));
    tell("strip_charged", kw(held.charged));
    tell("strip_bought", kw(held.bought));
    tell("strip_soc", held.soc === null ? null : speech.joined(held.soc, "%"));
    tell("strip_price", this._price(held));
    return said.join(STRIP_AND) || NOTHING;
  }

  // What is tried

  _grab(event) {
    if (!this.plot || event.button > 0) return;
    const held = this.wish ?? this.outlook.departures[0];
    this.grabbed = { x: event.clientX, y: event.clientY, ...held, before: this.wish };
    this.flag.setPointerCapture(event.pointerId);
  }

  _drag(event) {
    const { x, y, at, pct } = this.grabbed;
    const { plot } = this;
    const moved = at + ((event.clientX - x) * (plot.to - plot.from)) / plot.inner;
    this._wish(moved, pct - ((event.clientY - y) * 100) / STRIP.plot);
  }

  _release() {
    if (!this.grabbed) return;
    const { at, pct } = this.grabbed;
    this.grabbed = null;
    if (this.wish && (this.wish.at !== at || this.wish.pct !== pct)) this._send();
  }

  _forget() {
    if (!this.grabbed) return;
    this.wish = this.grabbed.before;
    this.grabbed = null;
    this._draw();
  }

  _flagKey(event) {
    const held = this.wish ?? this.outlook.departures[0];
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1], PageUp: [4, 0], PageDown: [-4, 0] }[event.key];
    if (event.key === "Escape" && this.wish) this._back();
    if (!steps || !held) return;
    event.preventDefault();
    this._wish(held.at + steps[0] * STRIP_SNAP.ms, held.pct + steps[1] * STRIP_SNAP.pct);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this._send(), STRIP_WAIT_MS);
  }

  /** Moves the flag: to the next quarter of an hour, and to the next five per cent where it was moved up or down. */
  _wish(at, pct) {
    const told = this.wish ?? this.outlook.departures[0];
    const snap = (value, step) => Math.round(value / step) * step;
    const first = Math.ceil((Date.now() + STRIP_SNAP.ms) / STRIP_SNAP.ms) * STRIP_SNAP.ms;
    const moment = Math.min(Math.max(snap(at, STRIP_SNAP.ms), first), Math.floor(this.plot.to / STRIP_SNAP.ms) * STRIP_SNAP.ms);
    const level = Math.abs(pct - told.pct) < 1 ? told.pct : Math.min(Math.max(snap(pct, STRIP_SNAP.pct), STRIP_SNAP.pct), 100);
    this.wish = { at: moment, pct: level };
    this.preview = null;
    this._draw();
    this._say(this.plot.wanted(this.wish), false);
  }

  /** The house's clock at a moment, as 2026-12-01 07:30. */
  _house(at) {
    return new Intl.DateTimeFormat("sv", { dateStyle: "short", timeStyle: "short", timeZone: this.zone() }).format(at);
  }

  async _send() {
    this._rest();
    if (!this.wish || this.helper === null) return;
    Object.assign(this, { dismissed: null, answered: null, sentAt: Date.now() });
    this.question = `${this._house(this.wish.at).replace(" ", "T")} ${this.wish.pct}`;
    this._say(`${this.plot.wanted(this.wish)}${STRIP_AND}${this.speech.say("strip_asking")}`, false);
    if (!(await this.order([[this.helper, "set_value", { value: this.question }]]))) this._drop();
  }

  /** Takes in what the app answers: to this card's question, or to one that another card has asked. */
  _answer() {
    const { app, speech } = this;
    this.helper = this._control("preview");
    write(this.keep, speech.say("strip_keep"));
    write(this.back, speech.say("strip_back"));
    // Who is still choosing is not interrupted.
    if (this.grabbed || this.waiting !== null) return;
    const [text, asked] = [app.text("preview"), app.also("asked", "preview")];
    if (text === null || asked === null) return this._unanswered();
    if (asked === this.dismissed) return;
    this.dismissed = null;
    if (this.question !== null && asked !== this.question) return this._wait();
    this.question = this.answered = asked;
    const then = new Outlook(app, "preview");
    const [departure] = then.departures;
    this.preview = departure ? then : null;
    if (departure) this.wish = { at: departure.at, pct: departure.pct };
    this._say(departure ? this._sentence(then, departure) : text, Boolean(departure) && this._control("departure_time") !== null);
  }

  /** What was answered is over; what was asked is waited for. */
  _unanswered() {
    this.dismissed = null;
    if (this.question === null) return;
    if (this.answered === this.question) this._drop();
    else this._wait();
  }

  _wait() {
    if (Date.now() - this.sentAt > STRIP_LATE_MS) this._say(this.speech.say("strip_late"), false);
  }

  /** The answer in the language of who looks. */
  _sentence(then, departure) {
    const { speech } = this;
    const kwh = (value) => speech.joined(value, "kWh", 1);
    const cost = (value) => speech.money(value, then.currency);
    let what = speech.say("strip_no_car");
    if (then.boughtKwh !== null) {
      what = then.boughtKwh < LEAST_KWH ? speech.say("strip_free") : speech.say(then.cost === null ? "strip_buys_only" : "strip_buys", { kwh: kwh(then.boughtKwh), cost: cost(then.cost) });
      if (then.missingKwh >= 0.1) what += `; ${speech.say("strip_short", { kwh: kwh(then.missingKwh) })}`;
      if (Math.abs(then.moreCost ?? 0) >= 0.01) what += `; ${speech.say(then.moreCost > 0 ? "strip_more" : "strip_less", { cost: cost(Math.abs(then.moreCost)) })}`;
    }
    return speech.say("strip_by", { soc: speech.measure(departure.pct, "%"), time: speech.time(new Date(departure.at), true), what });
  }

  _say(text, may) {
    write(this.sentence, text);
    this.keep.hidden = !may;
    this.asked.hidden = false;
  }

  /** Sets the helpers of the departure to what was tried, for once. */
  async _keep() {
    const { wish } = this;
    const [time, soc, days] = ["departure_time", "departure_soc", "departure_days"].map((role) => this._control(role));
    const options = this.app.states[days]?.attributes.options;
    const once = Array.isArray(options) ? options.find((option) => STRIP_ONCE.test(option)) : undefined;
    const [date, clock] = this._house(wish.at).split(" ");
    const calls = [];
    if (days && once !== undefined) calls.push([days, "select_option", { option: once }]);
    if (soc) calls.push([soc, "set_value", { value: Math.round(wish.pct) }]);
    calls.push([time, "set_datetime", { date, time: `${clock}:00` }]);
    this.keep.disabled = true;
    const done = await this.order(calls);
    this.keep.disabled = false;
    if (done) await this._back();
  }

  async _back() {
    const { helper } = this;
    this._drop();
    if (helper !== null) await this.order([[helper, "set_value", { value: "" }]]);
  }

  _drop() {
    this._rest();
    Object.assign(this, { dismissed: this.question, question: null, answered: null, wish: null, preview: null });
    this.asked.hidden = true;
    this._draw();
  }

  /** No key is waited for any more. */
  _rest() {
    clearTimeout(this.waiting);
    this.waiting = null;
  }
}
