class SolarChargingCard extends Card {
  static getStubConfig(hass) {
    return { name: nameIn(hass), show: PARTS };
  }

  static getConfigForm() {
    const { words } = new Speech();
    const options = PARTS.map((value) => ({ value, label: words[value] }));
    const helper = { entity: { domain: ["input_boolean", "switch"] } };
    return form(
      [
        { name: "name", selector: { text: {} } },
        { name: "title", selector: { text: {} } },
        { name: "show", selector: { select: { multiple: true, mode: "list", options } } },
        ...Object.keys(SWITCHES).map((name) => ({ name, selector: helper })),
      ],
      checkedShow,
    );
  }

  usualTitle = "title";
  checked = checkedCard;

  getCardSize() {
    const rows = {
      state: 2, battery: 2, modes: 1, strip: 6, plan: 1, departure: 1, switches: 1, flows: 6, today: 1, session: 1, checklist: 1,
    };
    return 1 + (this.config?.show ?? PARTS).reduce((sum, part) => sum + rows[part], 0);
  }

  build() {
    const { show } = this.config;
    const figures = (title, after, like) =>
      new FiguresPart(title, Object.fromEntries(["energy", "solar_share", "cost", "saved"].map((word) => [word, after(word)])), like);
    const order = (calls) => this._order(calls);
    const today = figures("today", (word) => `${word}_today`);
    const all = {
      state: () => new StatePart(),
      battery: () => new LevelPart(order),
      modes: () => new ModesPart(order),
      strip: () => new StripPart({ order, ask: (message) => this._hass.callWS(message), zone: () => this._hass.config?.time_zone }),
      plan: () => new PlanPart(),
      departure: () => new DeparturePart(order),
      switches: () => new SwitchesPart({ ...this.config.switches }, show.includes("modes"), order),
      flows: () => new Diagram((key) => this._moreInfo(key)),
      today: () => today,
      session: () => figures("session", (word) => `session_${word}`, show.includes("today") ? today : null),
      checklist: () => new ChecklistPart(),
    };
    this.diagram?.disconnected();
    const columns = COLUMNS.map((column) => column.filter((part) => show.includes(part)).map((part) => all[part]()));
    this.banner = new PauseBanner(order);
    this.parts = [this.banner, ...columns.flat()];
    this.diagram = this.parts.find((part) => part instanceof Diagram);
    if (this.isConnected) this.diagram?.connected();
    this.trouble = make("p", { class: "hint", role: "alert", hidden: "" });
    const filled = columns.filter((column) => column.length);
    const both = filled.length > 1 ? "parts both" : "parts";
    const shown = filled.map((column) => make("div", { class: "column" }, ...column.map((part) => part.element)));
    this.body = make("div", { class: both }, this.trouble, this.banner.element, ...shown);
    return this.body;
  }

  show() {
    const { app, speech } = this;
    const hands = new Hands(app, this._hass.config?.time_zone, this._awaited(app));
    this.body.style.colorScheme = this._hass.themes?.darkMode ? "dark" : "light";
    this.body.classList.toggle("past", app.past);
    for (const part of this.parts) part.show(app, speech, hands);
    // What is wrong is said once: the first of these has the others for its consequence.
    const missing = this.parts.map((part) => part.problem).find(Boolean);
    const refused = Date.now() < this.refusedUntil ? this.refused : null;
    const problem = refused || this._problem(app, speech) || missing || "";
    this.trouble.hidden = problem === "";
    write(this.trouble, problem);
  }

  _problem(app, speech) {
    const state = app.text("state");
    if (state === null) return speech.say("missing", { entity: app.id("state"), name: app.name });
    if (app.silent) return speech.say("silent", { ago: speech.ago(app.silence) });
    return this.diagram && !TROUBLE.has(state) && app.number("grid_power") === null ? speech.say("no_grid") : null;
  }

  connectedCallback() {
    this.diagram?.connected();
    this.timer = setInterval(() => this.built && this.show(), LOOK_MS);
  }

  disconnectedCallback() {
    this.diagram?.disconnected();
    clearInterval(this.timer);
  }

  _moreInfo(key) {
    const detail = { entityId: this.app.id(key) };
    this.dispatchEvent(new CustomEvent("hass-more-info", { detail, bubbles: true, composed: true }));
  }

  _await(before) {
    this.before = before;
    this.answerBy = Date.now() + ANSWER_MS;
    clearTimeout(this.answer);
    this.answer = setTimeout(() => this.built && this.isConnected && this.show(), ANSWER_MS);
  }

  /** Whether the app has said nothing since a person has set something, and may still do so. */
  _awaited(app) {
    return Date.now() < (this.answerBy ?? 0) && app.told === this.before && !app.past;
  }

  /** Calls services one after the other, each as [entity, service, data]; says whether Home Assistant took them. */
  async _order(calls) {
    const before = this.app.told;
    try {
      for (const [entity, service, data] of calls) {
        await this._hass.callService(entity.split(".")[0], service, { entity_id: entity, ...data });
      }
      this.refused = null;
      if (calls.length) this._await(before);
    } catch (error) {
      this.refused = this.speech.say("refused", { problem: String(error?.message ?? error) });
      this.refusedUntil = Date.now() + REFUSED_MS;
    }
    this.show();
    return this.refused === null;
  }
}
