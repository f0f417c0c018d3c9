// Each handle with the helper it sets, and what the app says holds where that is not set.
const HANDLES = { grid: { role: "grid_limit", told: "grid_limit_pct" }, sun: { role: "sun_limit", told: "sun_limit_pct" } };
const REACH_PX = 26; // how near to a handle a finger takes it
const SNAP_PCT = 5; // a finger is no finer than that
const LEAST_PCT = 5; // the least that a helper takes would be: not set
const SETTLE_MS = 600; // after the last key
const PATIENCE_MS = 10 * 1000; // for Home Assistant to say what was set

const within = (value, least, most) => Math.min(Math.max(value, least), most);

/** How full the car is, and two handles: from the grid up to here, from the sun up to there. */
class LevelPart {
  constructor(order) {
    this.order = order;
    this.wished = {};
    this.level = make("strong");
    this.limit = make("span");
    this.filled = make("div", { class: "filled" });
    this.zones = { grid: make("div", { class: "zone grid", hidden: "" }), sun: make("div", { class: "zone sun", hidden: "" }) };
    this.mark = make("div", { class: "mark" });
    this.flag = make("div", { class: "flag", hidden: "" });
    this.bar = make("div", { class: "bar", role: "meter", "aria-valuemin": 0, "aria-valuemax": 100 }, this.zones.sun, this.zones.grid, this.filled);
    this.handles = Object.fromEntries(Object.keys(HANDLES).map((which) => [which, this._handle(which)]));
    this.rail = make("div", { class: "rail" }, this.bar, this.mark, this.flag, this.handles.sun, this.handles.grid);
    this._listen();
    this.legend = Object.fromEntries(Object.keys(HANDLES).map((which) => [which, make("span", { class: `legend ${which}` })]));
    this.limits = make("p", { class: "limits", hidden: "", "aria-hidden": "true" }, this.legend.grid, this.legend.sun);
    this.wanted = make("p", { class: "wanted" });
    this.why = make("p", { class: "why", hidden: "" });
    this.title = make("h3");
    const head = make("div", { class: "level" }, this.level, this.limit);
    this.element = make("section", {}, this.title, head, this.rail, this.limits, this.why, this.wanted);
  }

  _handle(which) {
    const handle = make("div", { class: `handle ${which}`, role: "slider", tabindex: 0, "data-handle": which, "aria-valuemax": 100, hidden: "" });
    handle.addEventListener("keydown", (event) => this._key(which, event));
    return handle;
  }

  show(app, speech, hands) {
    this.speech = speech;
    this.hands = hands;
    const soc = app.number("soc");
    const limit = numberOf(app.also("charge_limit_pct"));
    this.own = limit;
    this.name = speech.say(app.has("battery_soc") ? "car_battery" : "battery");
    write(this.title, this.name);
    const asleep = app.also("car_asleep") === "yes" ? ` (${speech.say("asleep")})` : "";
    write(this.level, speech.measure(soc, "%") + asleep);
    this.limit.hidden = limit === null;
    write(this.limit, speech.say("limit", { value: speech.measure(limit, "%") }));
    this.why.hidden = soc !== null || app.text("state") === null;
    write(this.why, speech.say("no_soc"));
    this.soc = soc;
    this.filled.style.width = `${within(soc ?? 0, 0, 100)}%`;
    this.mark.hidden = limit === null;
    this.mark.style.left = `${limit}%`;
    this._tell(soc, speech);
    this._leave(app, speech);
    if (!this.drag) this._place();
  }

  /** What is wanted when: a flag on the bar, and a sentence. */
  _leave(app, speech) {
    const departure = momentOf(app.also("departure"));
    const soc_pct = numberOf(app.also("departure_soc_pct"));
    this.flag.hidden = departure === null || soc_pct === null;
    this.flag.style.left = `${soc_pct}%`;
    this.wanted.hidden = departure === null;
    const value = speech.measure(soc_pct, "%");
    const word = { learnt: "wanted_learnt", assumed: "wanted_assumed" }[app.also("departure_source")] ?? "wanted";
    write(this.wanted, departure === null ? "" : speech.say(word, { value, time: speech.when(departure) }));
  }

  _tell(soc, speech) {
    this.bar.setAttribute("aria-label", soc === null ? `${this.name}: ${speech.say("unknown")}` : this.name);
    const limit = this.limit.hidden ? "" : `, ${this.limit.textContent}`;
    this.bar.setAttribute("aria-valuetext", `${this.level.textContent}${limit}`);
    // A meter must have a value: one that is not known is no meter.
    this.bar.setAttribute("role", soc === null ? "img" : "meter");
    if (soc === null) this.bar.removeAttribute("aria-valuenow");
    else this.bar.setAttribute("aria-valuenow", soc);
  }

  /** What holds of a handle: just moved, set, or told by the app; null where the car's own limit is all there is. */
  _value(which) {
    const { role, told } = HANDLES[which];
    const wish = this.wished[which];
    const set = this.hands.number(role);
    if (wish && (set === wish.value || Date.now() > wish.until)) delete this.wished[which];
    return this.wished[which]?.value ?? set ?? numberOf(this.hands.told[told]);
  }

  _at(which) {
    return this._value(which) ?? (which === "grid" ? this._at("sun") : this.own ?? 100);
  }

  _place() {
    const { speech } = this;
    const there = Object.keys(HANDLES).filter((which) => this.hands.has(HANDLES[which].role));
    this.rail.classList.toggle("held", there.length > 0);
    this.limits.hidden = !there.length;
    for (const which of Object.keys(HANDLES)) {
      const shown = there.includes(which);
      const value = this._value(which);
      const at = this._at(which);
      const handle = this.handles[which];
      const said = value === null ? speech.say(`${which}_no_limit`) : speech.joined(value, "%");
      for (const element of [handle, this.legend[which], this.zones[which]]) element.hidden = !shown;
      handle.style.left = `${at}%`;
      handle.classList.toggle("unset", value === null);
      this.zones[which].style.width = `${Math.max(at, this.soc ?? 0)}%`;
      handle.setAttribute("aria-label", speech.say(`${which}_up_to`));
      handle.setAttribute("aria-valuemin", this._least(which));
      handle.setAttribute("aria-valuemax", this._most(which));
      handle.setAttribute("aria-valuenow", at);
      handle.setAttribute("aria-valuetext", said);
      write(this.legend[which], value === null ? said : speech.say(`${which}_to`, { value: said }));
    }
  }

  _least(which) {
    const { min, step } = this.hands.range(HANDLES[which].role);
    return Math.max(min + step, LEAST_PCT, which === "sun" ? this._value("grid") ?? 0 : 0);
  }

  _most(which) {
    const { max } = this.hands.range(HANDLES[which].role);
    return Math.min(max, 100, which === "grid" ? this._at("sun") : 100);
  }

  _move(which, value) {
    const { step } = this.hands.range(HANDLES[which].role);
    const wish = within(Math.round(value / step) * step, this._least(which), this._most(which));
    this.wished[which] = { value: wish, until: Date.now() + PATIENCE_MS };
    this._place();
  }

  async _keep(which) {
    if (!this.wished[which]) return;
    const done = await this.order(this.hands.set(HANDLES[which].role, this.wished[which].value));
    if (!done) delete this.wished[which];
    this._place();
  }

  _key(which, event) {
    const [least, most, at] = [this._least(which), this._most(which), this._at(which)];
    const { step } = this.hands.range(HANDLES[which].role);
    const to = {
      ArrowLeft: at - step, ArrowDown: at - step, ArrowRight: at + step, ArrowUp: at + step, PageDown: at - 10, PageUp: at + 10,
      Home: least, End: most,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this._move(which, to);
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this._keep(which), SETTLE_MS);
  }

  _listen() {
    this.rail.addEventListener("pointerdown", (event) => this._take(event));
    this.rail.addEventListener("pointermove", (event) => this._pull(event));
    this.rail.addEventListener("pointerup", (event) => this._let(event, true));
    this.rail.addEventListener("pointercancel", (event) => this._let(event, false));
  }

  _pct(event) {
    const { left, width } = this.rail.getBoundingClientRect();
    return (100 * (event.clientX - left)) / width;
  }

  /** Takes the nearer handle; of two that lie on each other the one of the side to which it is pulled. */
  _take(event) {
    const at = this._pct(event);
    const reach = (100 * REACH_PX) / this.rail.getBoundingClientRect().width;
    const near = Object.keys(HANDLES).filter((which) => !this.handles[which].hidden && Math.abs(this._at(which) - at) <= reach);
    if (!near.length) return;
    event.preventDefault();
    near.sort((one, other) => Math.abs(this._at(one) - at) - Math.abs(this._at(other) - at));
    const tied = near.length > 1 && this._at("grid") === this._at("sun");
    this.drag = { which: tied ? null : near[0], from: at };
    if (this.drag.which) this.handles[this.drag.which].focus();
    this.rail.setPointerCapture(event.pointerId);
  }

  _pull(event) {
    if (!this.drag) return;
    const at = this._pct(event);
    const step = Math.abs(at - this.drag.from);
    if (step < 1) return;
    this.drag.which ??= at < this.drag.from ? "grid" : "sun";
    this.drag.moved = true;
    this._move(this.drag.which, SNAP_PCT * Math.round(at / SNAP_PCT));
  }

  _let(event, kept) {
    const { which, moved } = this.drag ?? {};
    this.drag = null;
    if (!moved) return;
    if (!kept) delete this.wished[which];
    this._place();
    if (kept) this._keep(which);
  }
}

teach({
  en: {
    wanted_learnt: "{value} by {time}, as learnt from your trips",
    wanted_assumed: "{value} by {time}, assumed until you set a departure",
    grid_up_to: "From the grid up to", sun_up_to: "From the sun up to", grid_to: "grid to {value}", sun_to: "sun to {value}",
    grid_no_limit: "grid as needed", sun_no_limit: "sun to the car's limit", no_soc: "The car has not said how full it is.",
  },
  fr: {
    wanted_learnt: "{value} pour {time}, d'après vos trajets",
    wanted_assumed: "{value} pour {time}, supposés tant que vous n'avez pas réglé de départ",
    grid_up_to: "Depuis le réseau jusqu'à", sun_up_to: "Avec le soleil jusqu'à", grid_to: "réseau jusqu'à {value}", sun_to: "soleil jusqu'à {value}",
    grid_no_limit: "réseau selon le besoin", sun_no_limit: "soleil jusqu'à la limite", no_soc: "La voiture n'a pas dit son niveau de charge.",
  },
  de: {
    wanted_learnt: "{value} bis {time}, aus Ihren Fahrten gelernt",
    wanted_assumed: "{value} bis {time}, angenommen, bis Sie eine Abfahrt einstellen",
    grid_up_to: "Aus dem Netz bis", sun_up_to: "Von der Sonne bis", grid_to: "Netz bis {value}", sun_to: "Sonne bis {value}",
    grid_no_limit: "Netz nach Bedarf", sun_no_limit: "Sonne bis zur Ladegrenze", no_soc: "Das Auto hat nicht gesagt, wie voll es ist.",
  },
});

STYLES.push(`
.level { display: flex; justify-content: space-between; align-items: baseline; gap: 8px; }
.level strong { font-size: 20px; font-weight: 500; }
.level span, .wanted, .limits, .why { color: var(--faint); font-size: 14px; line-height: 1.4; }
.rail { position: relative; height: 26px; margin: 0 2px; }
.rail.held { height: 44px; margin: 0 12px; touch-action: pan-y; cursor: default; }
.bar { position: absolute; inset: calc(50% - 7px) 0 auto; height: 14px; border-radius: 7px; overflow: hidden; background: var(--line); }
.bar > * { position: absolute; inset: 0 auto 0 0; border-radius: 7px; }
.bar .filled { background: var(--car); }
.bar .zone.grid { background: color-mix(in srgb, var(--import) 50%, var(--paper)); }
.bar .zone.sun { background: color-mix(in srgb, var(--sun) 38%, var(--paper)); }
.rail .mark { position: absolute; top: calc(50% - 11px); height: 22px; width: 3px; margin-left: -1.5px; border-radius: 2px;
  background: var(--ink); box-shadow: 0 0 0 1.5px var(--paper); }
.rail .flag { position: absolute; top: calc(50% - 16px); margin-left: -5px; border: 5px solid transparent; border-top: 6px solid var(--ink); border-bottom: none; }
.handle { position: absolute; top: 0; width: 44px; height: 44px; margin-left: -22px; cursor: grab; border-radius: 50%; outline: none; }
.handle::after { content: ""; position: absolute; inset: 9px; border-radius: 50%; border: 4px solid var(--tint); background: var(--paper); }
.handle.grid { --tint: var(--import); } .handle.sun { --tint: var(--sun); }
.handle.grid::after { inset: 13px; }
.handle.unset::after { border-style: dotted; }
.handle:focus-visible::after { outline: 2px solid var(--accent); outline-offset: 2px; }
.wanted, .limits, .why { margin: 0; }
.limits { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 2px 16px; }
.legend::before { content: ""; display: inline-block; width: 8px; height: 8px; margin-right: 6px; border-radius: 50%; border: 2.5px solid var(--tint); }
.legend.grid { --tint: var(--import); } .legend.sun { --tint: var(--sun); }
`);
