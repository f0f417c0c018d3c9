const MODES = ["smart", "sun_only", "now", "off"];
// What ends a charge now: the helper, its unit, and what is offered.
const ENDS = {
  minutes: { role: "now_minutes", offers: [30, 60, 120, 180] },
  energy: { role: "now_energy", offers: [5, 10, 20, 40] },
  soc: { role: "now_soc", offers: [50, 60, 70, 80, 90, 100] },
};
const MOST_OFFERS = 4;

/** Smart, sun only, now or off; and what ends a charge now. */
class ModesPart {
  constructor(order) {
    this.order = order;
    this.panel = new Panel("now", () => this._ask());
    this.buttons = Object.fromEntries(MODES.map((mode) => [mode, mode === "now" ? this.panel.button : this._button(mode)]));
    for (const [mode, button] of Object.entries(this.buttons)) button.setAttribute("data-mode", mode);
    this.group = make("div", { class: "modes", role: "group" }, ...MODES.map((mode) => this.buttons[mode]));
    this.ends = make("span", { role: "status" });
    this.stop = buttonOf("", () => this.order(this.hands.turn("charge_now", false)), { "data-stop": "" });
    this.running = make("div", { class: "running", hidden: "" }, this.ends, this.stop);
    this.element = make("section", { class: "keeps", hidden: "" }, this.group, this.running, this.panel.element);
  }

  _button(mode) {
    return buttonOf("", async (event) => {
      const button = event.currentTarget;
      button.setAttribute("aria-busy", "true");
      await this.order(this.hands.choose(mode));
      button.removeAttribute("aria-busy");
    });
  }

  show(app, speech, hands) {
    this.hands = hands;
    this.app = app;
    this.speech = speech;
    this.element.hidden = !hands.rule;
    if (!hands.rule) return;
    this.group.setAttribute("aria-label", speech.say("modes"));
    const asks = Object.values(ENDS).some(({ role }) => hands.has(role));
    for (const [mode, button] of Object.entries(this.buttons)) {
      write(button, speech.say(`mode_${mode}`) + (mode === "now" && asks ? " …" : ""));
      button.setAttribute("aria-pressed", hands.mode === mode);
    }
    this.buttons.sun_only.hidden = hands.option("sun_only") === null;
    this.running.hidden = hands.mode !== "now";
    write(this.stop, speech.say("now_stop"));
    if (!this.running.hidden) write(this.ends, this._running());
  }

  /** When it ends and what it costs, as far as the app has told. */
  _running() {
    const { speech, hands } = this;
    const now = typeof hands.told.now === "object" && hands.told.now !== null ? hands.told.now : {};
    const [at, kwh, cost, pct] = [momentOf(now.ends_at), numberOf(now.kwh), numberOf(now.cost), numberOf(now.until_pct)];
    const parts = [
      at && speech.say("now_until", { time: speech.when(at) }),
      pct !== null && speech.say("now_up_to", { value: speech.joined(pct, "%") }),
      kwh !== null && speech.joined(kwh, "kWh", 1),
      cost !== null && speech.say("now_about", { value: speech.money(cost, this.app.unit("cost_today")) }),
    ].filter(Boolean);
    const what = parts.length ? parts.join(" · ") : speech.say("now_to_limit");
    const then = hands.chosen && speech.say("now_then", { mode: speech.say(`mode_${hands.chosen}`) });
    return [speech.say("now_running", { what }), then].filter(Boolean).join(" ");
  }

  _offers(end) {
    const { role, offers } = ENDS[end];
    const { max } = this.hands.range(role);
    const least = end === "soc" ? this.app.number("soc") ?? 0 : 0;
    return offers.filter((offer) => offer > least && offer <= max).slice(-MOST_OFFERS);
  }

  _offered(end, value) {
    const { speech } = this;
    if (end === "energy") return speech.joined(value, "kWh");
    if (end === "soc") return speech.joined(value, "%");
    return value < 60 ? speech.joined(value, "min") : speech.joined(value / 60, "h");
  }

  _ask() {
    const { speech } = this;
    this.wanted = {};
    this.sum = make("p", { class: "note sum", role: "status" });
    const rows = Object.keys(ENDS).filter((end) => this.hands.has(ENDS[end].role)).map((end) => this._row(end));
    const start = buttonOf(speech.say("now_start"), () => this._start(), { class: "chip main", "data-start": "" });
    this._sum();
    return [...rows, this.sum, make("div", { class: "chips" }, start, buttonOf(speech.say("cancel"), () => this.panel.toggle(false)))];
  }

  _row(end) {
    const name = this.speech.say(`now_${end}`);
    const buttons = this._offers(end).map((value) =>
      buttonOf(this._offered(end, value), () => {
        this.wanted[end] = this.wanted[end] === value ? undefined : value;
        buttons.forEach((button) => button.setAttribute("aria-pressed", button.value === String(this.wanted[end])));
        this._sum();
      }, { "aria-pressed": "false", value, "data-end": `${end}-${value}` }));
    return make("div", { class: "ends", role: "group", "aria-label": name }, make("span", {}, name), make("div", { class: "chips" }, ...buttons));
  }

  _sum() {
    const { speech, wanted } = this;
    const chosen = Object.keys(ENDS).filter((end) => wanted[end] !== undefined).map((end) => this._offered(end, wanted[end]));
    const ends = chosen.length ? new Intl.ListFormat(speech.language, { type: "disjunction" }).format(chosen) : speech.say("now_to_limit");
    const limit = numberOf(this.app.also("charge_limit_pct"));
    const said = [speech.say(chosen.length > 1 ? "now_first" : "now_after", { ends })];
    if (limit !== null && (wanted.soc ?? 0) > limit) said.push(speech.say("own_limit", { value: speech.joined(limit, "%") }));
    write(this.sum, said.join(" "));
  }

  async _start() {
    const ends = Object.keys(ENDS).flatMap((end) => this.hands.set(ENDS[end].role, this.wanted[end] ?? 0));
    if (await this.order([...ends, ...this.hands.choose("now")])) this.panel.toggle(false);
  }
}

teach({
  en: {
    modes: "Mode", mode_smart: "Smart", mode_sun_only: "Sun only", mode_now: "Now", mode_off: "Off", mode_paused: "Paused", cancel: "Cancel",
    now_minutes: "For how long", now_energy: "How much", now_soc: "Up to", now_start: "Start", now_stop: "Stop now",
    now_after: "{ends}, then it goes on as before.", now_first: "{ends}, whichever comes first; then it goes on as before.",
    now_to_limit: "up to the car's limit", now_running: "Charging now: {what}.", now_then: "Then {mode} again.",
    now_until: "until {time}", now_up_to: "up to {value}", now_about: "about {value}", own_limit: "The car itself stops at {value}.",
  },
  fr: {
    modes: "Mode", mode_smart: "Intelligent", mode_sun_only: "Soleil seul", mode_now: "Immédiat", mode_off: "Arrêt", mode_paused: "En pause", cancel: "Annuler",
    now_minutes: "Pendant combien de temps", now_energy: "Combien", now_soc: "Jusqu'à", now_start: "Démarrer", now_stop: "Arrêter",
    now_after: "{ends}, puis tout reprend comme avant.", now_first: "{ends}, au premier atteint ; puis tout reprend comme avant.",
    now_to_limit: "jusqu'à la limite de la voiture", now_running: "Charge immédiate : {what}.", now_then: "Ensuite, de nouveau « {mode} ».",
    now_until: "jusqu'à {time}", now_up_to: "jusqu'à {value}", now_about: "environ {value}", own_limit: "La voiture elle-même s'arrête à {value}.",
  },
  de: {
    modes: "Modus", mode_smart: "Smart", mode_sun_only: "Nur Sonne", mode_now: "Jetzt", mode_off: "Aus", mode_paused: "Pause", cancel: "Abbrechen",
    now_minutes: "Wie lange", now_energy: "Wie viel", now_soc: "Bis zu", now_start: "Starten", now_stop: "Beenden",
    now_after: "{ends}, danach geht es weiter wie zuvor.", now_first: "{ends}, je nachdem, was zuerst erreicht ist; danach geht es weiter wie zuvor.",
    now_to_limit: "bis zur Grenze des Autos", now_running: "Lädt jetzt: {what}.", now_then: "Danach wieder „{mode}“.",
    now_until: "bis {time}", now_up_to: "bis {value}", now_about: "etwa {value}", own_limit: "Das Auto selbst hört bei {value} auf.",
  },
});

STYLES.push(`
.modes { display: flex; flex-wrap: wrap; gap: 8px; }
.modes .chip { flex: 1 1 auto; min-width: max-content; padding: 6px 8px; font-size: 14px; }
@container (max-width: 400px) { .modes { gap: 5px; } .modes .chip { padding: 6px; font-size: 13px; } }
@container (max-width: 350px) { .modes { display: grid; grid-template-columns: 1fr 1fr; } }
.modes .chip[aria-pressed="true"] { background: var(--mode); color: var(--paper); --mode: color-mix(in srgb, var(--car) 65%, var(--ink)); }
.modes .chip[data-mode="sun_only"][aria-pressed="true"] { --mode: color-mix(in srgb, var(--sun) 70%, var(--ink)); }
.modes .chip[data-mode="off"][aria-pressed="true"] { --mode: var(--faint); }
.modes .chip[aria-busy="true"] { opacity: 0.6; }
.running { display: flex; align-items: center; justify-content: space-between; gap: 12px; margin-top: 8px; font-size: 14px; line-height: 1.4; }
.running .chip { flex: none; }
.sum::first-letter { text-transform: uppercase; }
.ends { display: grid; gap: 4px; }
.ends > span { color: var(--faint); font-size: 13px; }
.ends .chips { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); }
.ends .chip { padding: 6px 2px; background: var(--paper); white-space: nowrap; }
.ends .chip[aria-pressed="true"] { background: var(--ink); }
`);
