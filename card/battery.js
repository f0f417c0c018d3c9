class BatteryPart {
  constructor() {
    this.level = make("strong");
    this.limit = make("span");
    this.filled = make("div", { class: "filled" });
    this.mark = make("div", { class: "mark" });
    this.bar = make("div", { class: "bar", role: "meter", "aria-valuemin": 0, "aria-valuemax": 100 }, this.filled, this.mark);
    this.wanted = make("p", { class: "wanted" });
    this.title = make("h3");
    const head = make("div", { class: "level" }, this.level, this.limit);
    this.element = make("section", {}, this.title, head, this.bar, this.wanted);
  }

  show(app, speech) {
    const soc = app.number("soc");
    const limit = numberOf(app.also("charge_limit_pct"));
    this.name = speech.say(app.has("battery_soc") ? "car_battery" : "battery");
    write(this.title, this.name);
    const asleep = app.also("car_asleep") === "yes" ? ` (${speech.say("asleep")})` : "";
    write(this.level, speech.measure(soc, "%") + asleep);
    write(this.limit, speech.say("limit", { value: speech.measure(limit, "%") }));
    this.filled.style.width = `${Math.min(Math.max(soc ?? 0, 0), 100)}%`;
    this.mark.hidden = limit === null;
    this.mark.style.left = `${limit}%`;
    this._tell(soc, speech);
    const departure = momentOf(app.also("departure"));
    const soc_pct = speech.measure(numberOf(app.also("departure_soc_pct")), "%");
    this.wanted.hidden = departure === null;
    const word = { learnt: "wanted_learnt", assumed: "wanted_assumed" }[app.also("departure_source")] ?? "wanted";
    write(this.wanted, departure === null ? "" : speech.say(word, { value: soc_pct, time: speech.time(departure) }));
  }

  _tell(soc, speech) {
    this.bar.setAttribute("aria-label", this.name);
    this.bar.setAttribute("aria-valuetext", `${this.level.textContent}, ${this.limit.textContent}`);
    // A meter must have a value: one that is not known is no meter.
    this.bar.setAttribute("role", soc === null ? "img" : "meter");
    if (soc === null) this.bar.removeAttribute("aria-valuenow");
    else this.bar.setAttribute("aria-valuenow", soc);
  }
}

teach({
  en: {
    wanted_learnt: "{value} by {time}, as learnt from your trips",
    wanted_assumed: "{value} by {time}, assumed until you set a departure",
  },
  fr: {
    wanted_learnt: "{value} pour {time}, d'après vos trajets",
    wanted_assumed: "{value} pour {time}, supposés tant que vous n'avez pas réglé de départ",
  },
  de: {
    wanted_learnt: "{value} bis {time}, aus Ihren Fahrten gelernt",
    wanted_assumed: "{value} bis {time}, angenommen, bis Sie eine Abfahrt einstellen",
  },
});
