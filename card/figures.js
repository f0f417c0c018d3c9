const digitsOf = (kwh) => (kwh < 1 ? 2 : 1);

/**
 * Energy, share of sun, cost and saving of today or of the session; beside a house battery where all of it is from.
 * What would only say the same as the figures that it is `like` is not shown.
 */
class FiguresPart {
  constructor(title, keys, like = null) {
    this.title = title;
    this.keys = keys;
    this.like = like;
    this.heading = make("h3");
    this.rows = Object.keys(keys).map((word) => ({ word, term: make("dt"), value: make("dd") }));
    this.list = make("dl", {}, ...this.rows.map(({ term, value }) => make("div", {}, term, value)));
    this.why = make("p", { class: "why", hidden: "" });
    this.sources = make("p", { class: "sources", hidden: "" });
    this.element = make("section", {}, this.heading, this.list, this.why, this.sources);
  }

  show(app, speech) {
    write(this.heading, speech.say(this.title));
    for (const { word, term, value } of this.rows) {
      write(term, speech.say(word));
      write(value, this._shown(word, app, speech));
    }
    this.element.hidden = this.like !== null && this.said === this.like.said;
    const why = this._why(app);
    this.list.hidden = why === "nothing_charged";
    this.why.hidden = why === null;
    write(this.why, why === null ? "" : speech.say(why));
    const sources = this._sources(app, speech);
    this.sources.hidden = sources === "";
    write(this.sources, sources);
  }

  /** What it says, to be told from other figures. */
  get said() {
    return this.rows.map(({ value }) => value.textContent).join();
  }

  /** Why there is a dash, or nothing to show. */
  _why(app) {
    const [energy, cost] = [app.number(this.keys.energy), app.number(this.keys.cost)];
    if (energy === 0) return "nothing_charged";
    if (energy === null) return app.text("state") === null ? null : "no_figures";
    return cost === null ? "no_price" : null;
  }

  /** Sun, grid and house battery; they add up to the energy as it is shown. */
  _sources(app, speech) {
    const total = app.number(this.keys.energy);
    const [sun, battery, cost] = ["solar_kwh", "battery_kwh", "battery_cost"].map((part) => numberOf(app.also(part, this.keys.energy)));
    if (!total || sun === null || battery === null) return "";
    const digits = digitsOf(total);
    const [whole, ofSun, ofBattery] = [total, sun, battery].map((kwh) => Math.round(kwh * 10 ** digits));
    const given = Math.max(Math.min(ofBattery, whole - ofSun), 0);
    const shown = (parts) => speech.joined(parts / 10 ** digits, "kWh", digits);
    const values = { sun: shown(ofSun), grid: shown(Math.max(whole - ofSun - given, 0)), battery: shown(given) };
    const paid = given > 0 && cost !== null;
    return speech.say(paid ? "sources_paid" : "sources", { ...values, cost: speech.money(cost, app.unit(this.keys.cost)) });
  }

  _shown(word, app, speech) {
    const key = this.keys[word];
    const number = app.number(key);
    if (word === "energy") return speech.measure(number, "kWh", digitsOf(number));
    return word === "solar_share" ? speech.measure(number, "%") : speech.money(number, app.unit(key));
  }
}

teach({
  en: { nothing_charged: "Nothing charged yet.", no_figures: "Nothing has been counted yet.", no_price: "What it cost is not known: no price is told." },
  fr: { nothing_charged: "Rien n'a encore été chargé.", no_figures: "Rien n'a encore été compté.", no_price: "Le coût est inconnu : aucun prix n'est donné." },
  de: { nothing_charged: "Noch nichts geladen.", no_figures: "Noch nichts gezählt.", no_price: "Die Kosten sind nicht bekannt: Kein Preis ist gesagt." },
});
