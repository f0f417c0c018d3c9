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
    const rows = { flows: 6, state: 2, checklist: 1, battery: 2, strip: 6, today: 1, session: 1, switches: 2 };
    return 1 + (this.config?.show ?? PARTS).reduce((sum, part) => sum + rows[part], 0);
  }

  build() {
    const figures = (title, after) =>
      new FiguresPart(title, Object.fromEntries(["energy", "solar_share", "cost", "saved"].map((word) => [word, after(word)])));
    const all = {
      flows: () => new Diagram((key) => this._moreInfo(key)),
      state: () => new StatePart(),
      checklist: () => new ChecklistPart(),
      battery: () => new BatteryPart(),
      strip: () => new StripPart({ order: (calls) => this._order(calls), ask: (message) => this._hass.callWS(message), zone: () => this._hass.config?.time_zone }),
      today: () => figures("today", (word) => `${word}_today`),
      session: () => figures("session", (word) => `session_${word}`),
      switches: () => new SwitchesPart({ ...this.config.switches }, (entity, on) => this._turn(entity, on)),
    };
    this.diagram?.disconnected();
    this.parts = PARTS.filter((part) => this.config.show.includes(part)).map((part) => all[part]());
    this.diagram = this.parts.find((part) => part instanceof Diagram);
    if (this.isConnected) this.diagram?.connected();
    this.trouble = make("p", { class: "hint", role: "alert", hidden: "" });
    const rest = this.parts.filter((part) => part !== this.diagram).map((part) => part.element);
    const flows = this.diagram ? [this.diagram.element] : [];
    const both = flows.length && rest.length ? "parts both" : "parts";
    this.body = make("div", { class: both }, this.trouble, ...flows, make("div", { class: "words" }, ...rest));
    return this.body;
  }

  show() {
    const { app, speech } = this;
    this.body.classList.toggle("past", app.past);
    for (const part of this.parts) part.show(app, speech);
    const problem = this._problem(app, speech) || this.refused || "";
    this.trouble.hidden = problem === "";
    write(this.trouble, problem);
  }

  _problem(app, speech) {
    if (app.text("state") === null) return speech.say("missing", { entity: app.id("state"), name: app.name });
    if (app.silent) return speech.say("silent", { ago: speech.ago(app.silence) });
    const measures = this.diagram && !IDLE.has(app.text("state"));
    return measures && app.number("grid_power") === null ? speech.say("no_grid") : null;
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

  _turn(entity, on) {
    return this._order([[entity, on ? "turn_on" : "turn_off", {}]]);
  }

  /** Calls services one after the other, each as [entity, service, data]; says whether Home Assistant took them. */
  async _order(calls) {
    try {
      for (const [entity, service, data] of calls) {
        await this._hass.callService(entity.split(".")[0], service, { entity_id: entity, ...data });
      }
      this.refused = null;
    } catch (error) {
      this.refused = this.speech.say("refused", { problem: String(error?.message ?? error) });
    }
    this.show();
    return this.refused === null;
  }
}
