class SwitchesPart {
  constructor(entities, call) {
    this.entities = entities;
    this.rows = [...Object.keys(entities), "use_battery"].map((role) => this._row(role, call));
    this.group = make("div", { class: "switches", role: "group" }, ...this.rows.map(({ button }) => button));
    this.hint = make("p", { class: "hint", hidden: "" });
    this.element = make("section", { class: "keeps" }, this.group, this.hint);
  }

  _row(role, call) {
    const label = make("span");
    const knob = make("span", { class: "knob", "aria-hidden": "true" });
    const button = make("button", { type: "button", role: "switch", "data-switch": role }, label, knob);
    button.addEventListener("click", async () => {
      button.setAttribute("aria-busy", "true");
      await call(this.entities[role], button.getAttribute("aria-checked") !== "true");
      button.removeAttribute("aria-busy");
    });
    return { role, label, button };
  }

  show(app, speech) {
    this.group.setAttribute("aria-label", speech.say("switches"));
    this.entities.use_battery = app.batterySwitch;
    const missing = [];
    for (const { role, label, button } of this.rows) {
      const entity = this.entities[role];
      button.hidden = entity === null;
      if (entity === null) continue;
      const state = app.states[entity]?.state;
      const works = state === "on" || state === "off";
      write(label, works ? speech.say(role) : `${speech.say(role)} ${NOTHING}`);
      button.disabled = !works;
      button.setAttribute("aria-checked", state === "on");
      if (state === undefined) missing.push(entity);
    }
    this.hint.hidden = missing.length === 0;
    write(this.hint, missing.length ? speech.say("no_switch", { entities: missing.join(", ") }) : "");
  }
}
