const OUTLOOK_MOST = 400; // values of a list, and purchases: more are none of the app's

/** What a sensor of the app tells of the two days to come; what is not known, or makes no sense, is null. */
class Outlook {
  constructor(app, key = "outlook") {
    const told = app.states[app.id(key)]?.attributes ?? {};
    const split = (text) => (typeof text === "string" ? text.split(",").slice(0, OUTLOOK_MOST).map(numberOf) : []);
    const numbers = (name) => split(told[name]);
    this.begin = momentOf(told.begin)?.getTime() ?? null;
    this.step = (numberOf(told.step_min) || 15) * 60000;
    this.made = momentOf(app.text("outlook"))?.getTime() ?? this.begin;
    this.price = numbers("price");
    this.told = numberOf(told.prices_told) ?? 0;
    this.priced = told.priced === "yes";
    this.cheapBelow = numberOf(told.cheap_below);
    this.currency = told.currency;
    [this.sun, this.low, this.high] = ["sun_kw", "sun_low_kw", "sun_high_kw"].map(numbers);
    this.charged = numbers("charged_kwh").map((kwh) => (kwh === null ? null : (kwh * 3600000) / this.step));
    this.soc = numbers("soc_pct");
    this.socNow = numberOf(told.soc_now_pct);
    [this.boughtKwh, this.cost, this.missingKwh, this.moreCost] = ["bought_kwh", "cost", "missing_kwh", "more_cost"].map((name) => numberOf(told[name]));
    const rows = (name, known) =>
      this.begin === null || !Array.isArray(told[name]) ? [] : told[name].slice(0, OUTLOOK_MOST).map(split).filter((row) => row.length >= known && row.slice(0, known).every((each) => each !== null));
    const at = (minutes) => this.begin + minutes * 60000;
    this.purchases = rows("purchases", 3)
      .map(([begin, end, kwh, price, cost]) => ({ begin: at(begin), end: at(end), kwh, price: price ?? null, cost: cost ?? null, kw: (kwh * 60) / (end - begin) }))
      .filter(({ begin, end }) => end > begin);
    this.departures = rows("departures", 2).map(([minutes, pct, learnt]) => ({ at: at(minutes), pct, learnt: learnt === 1 }));
  }

  /** Up to where anything is known. */
  get end() {
    return this.begin + this.step * Math.max(this.price.length, this.sun.length, this.soc.length);
  }

  /** What holds at a moment: of each list its value, in kW, %, money per kWh. */
  at(moment) {
    const slot = Math.floor((moment - this.begin) / this.step);
    const of = (list) => list[slot] ?? null;
    const bought = this.purchases.find(({ begin, end }) => begin <= moment && moment < end);
    const price = of(this.price);
    return {
      price, guessed: slot >= this.told, cheap: price !== null && this.cheapBelow !== null && price <= this.cheapBelow,
      sun: of(this.sun), low: of(this.low), high: of(this.high), charged: of(this.charged),
      bought: bought ? bought.kw : null, purchase: bought ?? null, soc: this.socAt(moment),
    };
  }

  /** The line of the state of charge, as [moment, per cent]; it ends at the departure. */
  get line() {
    if (this.socNow === null || this.begin === null) return [];
    const until = this.departures[0]?.at ?? Infinity;
    const ends = this.soc.map((pct, slot) => [Math.min(this.begin + (slot + 1) * this.step, until), pct]).filter(([at, pct]) => pct !== null && at > this.made);
    return [[this.made, this.socNow], ...ends];
  }

  socAt(moment) {
    const { line } = this;
    const next = line.findIndex(([at]) => at >= moment);
    if (next < 0 || (next === 0 && moment < this.made)) return null;
    if (next === 0) return line[0][1];
    const [[since, from], [until, to]] = [line[next - 1], line[next]];
    return from + ((to - from) * (moment - since)) / (until - since || 1);
  }
}

/** What happened, from Home Assistant's history, by steps: means in kW, and the state of charge. */
class PastDay {
  constructor(history, ids, from, to, step) {
    const points = Object.fromEntries(Object.entries(ids).map(([key, id]) => [key, pointsOf(history?.[id])]));
    this.from = from;
    this.step = step;
    this.soc = points.soc;
    const mean = (key, of = (value) => value) => {
      const count = Math.max(Math.ceil((to - from) / step), 0);
      return Array.from({ length: count }, (_, slot) => meanOf(points[key], from + slot * step, Math.min(from + (slot + 1) * step, to), of));
    };
    const kw = (value) => (value === null ? null : value / 1000);
    const positive = (value) => (value === null ? null : Math.max(value, 0) / 1000);
    this.sun = mean("surplus", positive);
    this.car = mean("charging_power", kw);
    const imported = mean("grid_power", positive);
    // Who does not record the grid has what was left over: the rest of what the car drew was bought.
    const grid = (each, slot) => imported[slot] ?? (this.sun[slot] === null ? null : Math.max(each - this.sun[slot], 0));
    this.bought = this.car.map((each, slot) => (each === null || grid(each, slot) === null ? null : Math.min(each, grid(each, slot))));
    this.unclear = this.car.map((each, slot) => (this.bought[slot] === null ? each : null));
  }

  at(moment) {
    const slot = Math.floor((moment - this.from) / this.step);
    const of = (list) => list[slot] ?? null;
    return { sun: of(this.sun), car: of(this.car), bought: of(this.bought), soc: valueAt(this.soc, moment) };
  }
}

/** The mean of stepped points between two moments, of the time in which they are known; null where they are not. */
function meanOf(points, from, to, of) {
  let [sum, known] = [0, 0];
  for (let index = 0; index < points.length; index += 1) {
    const [since, until] = [Math.max(points[index][0], from), Math.min(points[index + 1]?.[0] ?? to, to)];
    const value = of(points[index][1]);
    if (until <= since || value === null) continue;
    sum += value * (until - since);
    known += until - since;
  }
  return known > 0 ? sum / known : null;
}
