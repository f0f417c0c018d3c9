const RULED = ["enabled", "charge_now"]; // by the modes, where they are shown

/** The switches that do something here: what the modes rule is not shown twice. */
class SwitchesPart {
  constructor(entities, withModes, order) {
    this.entities = entities;
    this.withModes = withModes;
    this.rows = [...Object.keys(entities), "use_battery"].map((role) => this._row(role, order));
    this.group = make("div", { class: "switches", role: "group" }, ...this.rows.map(({ button }) => button));
    this.element = make("section", { class: "keeps" }, this.group);
  }

  _row(role, order) {
    const label = make("span");
    const knob = make("span", { class: "knob", "aria-hidden": "true" });
    const button = make("button", { type: "button", role: "switch", "data-switch": role }, label, knob);
    button.addEventListener("click", async () => {
      button.setAttribute("aria-busy", "true");
      await order([[this.entities[role], button.getAttribute("aria-checked") === "true" ? "turn_off" : "turn_on", {}]]);
      button.removeAttribute("aria-busy");
    });
    return { role, label, button };
  }

  show(app, speech, hands) {
    this.group.setAttribute("aria-label", speech.say("switches"));
    this.entities.use_battery = app.batterySwitch;
    const missing = [];
    for (const { role, label, button } of this.rows) {
      const entity = this.entities[role];
      button.hidden = entity === null || this._idle(role, app, hands);
      if (button.hidden) continue;
      const state = app.states[entity]?.state;
      const works = state === "on" || state === "off";
      write(label, speech.say(role));
      button.disabled = !works;
      button.setAttribute("aria-checked", state === "on");
      if (state === undefined) missing.push(entity);
    }
    this.element.hidden = this.rows.every(({ button }) => button.hidden);
    this.problem = missing.length ? speech.say("no_switch", { entities: missing.join(", ") }) : null;
  }

  /** Whether a switch does nothing: the modes rule it, or a departure alone says what is bought. */
  _idle(role, app, hands) {
    if (RULED.includes(role)) return this.withModes && hands.rule;
    if (role !== "off_peak") return false;
    const told = Object.keys(app.controls).length > 0;
    const set = momentOf(app.also("departure")) !== null && app.also("learnt_from_days", "plan") === null;
    return told && (!("off_peak" in app.controls) || (set && app.number("soc") !== null));
  }
}
