const digitsOf = (kwh) => (kwh < 1 ? 2 : 1);

/** Energy, share of sun, cost and saving of today or of the session; beside a house battery where all of it is from. */
class FiguresPart {
  constructor(title, keys) {
    this.title = title;
    this.keys = keys;
    this.heading = make("h3");
    this.rows = Object.keys(keys).map((word) => ({ word, term: make("dt"), value: make("dd") }));
    const list = make("dl", {}, ...this.rows.map(({ term, value }) => make("div", {}, term, value)));
    this.sources = make("p", { class: "sources", hidden: "" });
    this.element = make("section", {}, this.heading, list, this.sources);
  }

  show(app, speech) {
    write(this.heading, speech.say(this.title));
    for (const { word, term, value } of this.rows) {
      write(term, speech.say(word));
      write(value, this._shown(word, app, speech));
    }
    const sources = this._sources(app, speech);
    this.sources.hidden = sources === "";
    write(this.sources, sources);
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
