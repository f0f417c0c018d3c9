const STRIP = { left: 28, right: 36, top: 30, plot: 150, gap: 8, price: 34, axis: 20 };
const STRIP_H = 3600000;
const STRIP_SPAN_H = 48;
const STRIP_BACK_H = 12; // of the day that is over
const STRIP_STEPS_KW = [0.5, 1, 2, 5, 10];
const STRIP_LABELS_H = [1, 2, 3, 6, 12];
const STRIP_BARS_MIN = [15, 30, 60, 120];
const STRIP_LEAST_KW = 0.05;
const STRIP_CLOSE_MS = 3600000; // purchases so near to each other are told as one
const CHARACTER_PX = 6.9; // of the texts, on average

/** Draws two days: what is known of them, between two moments, in a width. */
class StripPlot {
  constructor(speech, outlook, past, now, width) {
    Object.assign(this, { speech, outlook, past, now, width });
    const [hours, minutes] = this._clock(now);
    this.from = now - Math.min(hours * 60 + minutes, STRIP_BACK_H * 60) * 60000;
    // As far as anything is known: the next flag stands within, and has some room.
    const left = (outlook.departures[0]?.at ?? 0) + 1.5 * STRIP_H;
    this.to = Math.max(Math.min(this.from + STRIP_SPAN_H * STRIP_H, outlook.end), left, now + 6 * STRIP_H);
    this.inner = Math.max(width - STRIP.left - STRIP.right, 50);
    this.priceTop = STRIP.top + STRIP.plot + STRIP.gap;
    this.bottom = outlook.price.some((each) => each !== null) ? this.priceTop + STRIP.price : STRIP.top + STRIP.plot;
    this.height = this.bottom + STRIP.axis;
    const known = [outlook.high, outlook.sun, outlook.charged, past?.sun ?? [], past?.car ?? [], outlook.purchases.map(({ kw }) => kw)].flat();
    const most = known.reduce((greatest, each) => Math.max(greatest, each ?? 0), 2);
    this.stepKw = STRIP_STEPS_KW.find((each) => most / each <= 4) ?? Math.ceil(most / 4);
    this.topKw = Math.ceil(most / this.stepKw) * this.stepKw;
  }

  x(at) {
    return STRIP.left + (this.inner * (at - this.from)) / (this.to - this.from);
  }

  /** The moment at a place, within what is drawn. */
  moment(x) {
    const at = this.from + ((x - STRIP.left) / this.inner) * (this.to - this.from);
    return Math.min(Math.max(at, this.from), this.to - 1);
  }

  kw(value) {
    return STRIP.top + STRIP.plot * (1 - Math.min(value, this.topKw) / this.topKw);
  }

  pct(value) {
    return STRIP.top + STRIP.plot * (1 - Math.min(Math.max(value, 0), 100) / 100);
  }

  _clock(at) {
    const options = { hour: "numeric", minute: "numeric", hourCycle: "h23", timeZone: this.speech.zone };
    const parts = new Intl.DateTimeFormat("en", options).formatToParts(at);
    return ["hour", "minute"].map((type) => Number(parts.find((part) => part.type === type).value));
  }

  /** All but the flags; of a plan that is tried its own amounts. */
  parts(tried, wish) {
    const { outlook, past } = this;
    const parts = [...this._rules(), draw("rect", { class: "over", x: STRIP.left, y: STRIP.top, width: Math.max(this.x(this.now) - STRIP.left, 0), height: STRIP.plot })];
    const ahead = (list) => this._steps(list, outlook.begin, outlook.step).filter(([at]) => at + outlook.step > this.now);
    if (past) {
      const was = (list) => this._steps(list, past.from, past.step);
      parts.push(this._area("seen", was(past.sun)), this._blocks("charged was", was(past.car), past.step), this._blocks("bought was", was(past.bought), past.step), this._blocks("unclear was", was(past.unclear), past.step));
    }
    // Each over the other: what is nearly sure is the darkest.
    parts.push(this._area("perhaps", ahead(outlook.high)), this._area("likely", ahead(outlook.sun)), this._area("likely", ahead(outlook.low)), this._blocks("charged", ahead(outlook.charged), outlook.step));
    parts.push(...outlook.purchases.map((each) => this._purchase("bought", each)));
    if (past) parts.push(this._socWas());
    parts.push(this._line("soc", outlook.line), ...this._prices(), ...this._times());
    const x = this.x(this.now);
    parts.push(draw("line", { class: "now", x1: x, x2: x, y1: STRIP.top - 4, y2: this.bottom }));
    if (tried) parts.push(...this._then(tried));
    parts.push(...this._amounts(tried ?? outlook, [...outlook.departures, ...(wish ? [wish] : [])].map(({ at }) => at)));
    return parts.filter(Boolean);
  }

  /** A list as [moment, value], as far as it lies within and is known. */
  _steps(list, begin, step) {
    const steps = list.map((value, slot) => [begin + slot * step, value]);
    return steps.filter(([at, value]) => value !== null && at < this.to && at + step > this.from);
  }

  _rules() {
    const count = Math.round(this.topKw / this.stepKw);
    const right = this.width - STRIP.right;
    const scale = Array.from({ length: count + 1 }, (_, index) => index * this.stepKw).flatMap((kw) => [
      draw("line", { class: "rule", x1: STRIP.left, x2: right, y1: this.kw(kw), y2: this.kw(kw) }),
      draw("text", { x: STRIP.left - 5, y: this.kw(kw) + 4, "text-anchor": "end" }, this.speech.number(kw, kw % 1 ? 1 : 0)),
    ]);
    const marks = this.outlook.line.length || this.past?.soc.length ? [0, 50, 100] : [];
    const levels = marks.map((pct) => draw("text", { x: right + 5, y: this.pct(pct) + 4 }, `${pct} %`));
    return [...scale, draw("text", { x: STRIP.left - 5, y: STRIP.top - 8, "text-anchor": "end" }, "kW"), ...levels];
  }

  /** Points in the middle of each step; broken where something is not known. */
  _runs(steps, step) {
    const runs = [];
    steps.forEach(([at, value], index) => {
      if (!index || at - steps[index - 1][0] > 1.5 * step) runs.push([]);
      runs.at(-1).push([at, value]);
    });
    return runs;
  }

  _area(name, steps) {
    const step = this.outlook.step;
    const path = this._runs(steps, step).map((run) => {
      const points = run.map(([at, kw]) => `${this._middle(at)} ${this.kw(kw).toFixed(1)}`);
      return `M${this._middle(run[0][0])} ${this.kw(0)} L${points.join(" L")} L${this._middle(run.at(-1)[0])} ${this.kw(0)} Z`;
    });
    return path.length ? draw("path", { class: name, d: path.join(" ") }) : null;
  }

  _middle(at) {
    return this.x(Math.min(Math.max(at + this.outlook.step / 2, this.from), this.to)).toFixed(1);
  }

  _blocks(name, steps, step) {
    const shown = steps.filter(([, kw]) => kw > STRIP_LEAST_KW);
    const path = shown.map(([at, kw]) => this._box(at, at + step, kw));
    return path.length ? draw("path", { class: name, d: path.join(" ") }) : null;
  }

  _box(begin, end, kw) {
    const [left, right] = [Math.max(begin, this.from), Math.min(end, this.to)].map((at) => this.x(at));
    return `M${left.toFixed(1)} ${this.kw(0)} V${this.kw(kw).toFixed(1)} H${Math.max(right, left + 1).toFixed(1)} V${this.kw(0)} Z`;
  }

  _purchase(name, { begin, end, kw }) {
    if (begin >= this.to || end <= this.now) return null;
    return draw("path", { class: name, d: this._box(Math.max(begin, this.now), Math.max(end, Math.max(begin, this.now) + (3 * (this.to - this.from)) / this.inner), kw) });
  }

  _line(name, points) {
    const within = points.filter(([at]) => at >= this.from && at <= this.to);
    if (within.length < 2) return null;
    return draw("path", { class: name, d: `M${within.map(([at, pct]) => `${this.x(at).toFixed(1)} ${this.pct(pct).toFixed(1)}`).join(" L")}` });
  }

  _socWas() {
    const begins = valueAt(this.past.soc, this.from);
    const points = this.past.soc.filter(([at, pct]) => pct !== null && at > this.from && at <= this.now);
    if (begins !== null) points.unshift([this.from, begins]);
    if (!points.length) return null;
    const [, last] = points.at(-1);
    return this._line("soc", [...points, [this.outlook.line[0]?.[0] ?? this.now, this.outlook.line[0]?.[1] ?? last]]);
  }

  _prices() {
    const { outlook, speech } = this;
    const known = outlook.price.filter((each) => each !== null);
    if (!known.length) return [];
    const [least, most] = [Math.min(0, ...known), Math.max(0, ...known)];
    const y = (price) => this.priceTop + STRIP.price * (1 - (price - least) / (most - least || 1));
    const pixels = (minutes) => (this.inner * minutes * 60000) / (this.to - this.from);
    const bar = (STRIP_BARS_MIN.find((each) => pixels(each) >= 5) ?? 120) * 60000;
    const bars = [draw("text", { x: STRIP.left - 5, y: this.bottom - STRIP.price / 2 + 4, "text-anchor": "end" }, speech.say("strip_price"))];
    for (let at = Math.floor(outlook.begin / bar) * bar; at < this.to; at += bar) {
      const held = [];
      for (let slot = Math.max(at, outlook.begin); slot < at + bar; slot += outlook.step) held.push(outlook.at(slot));
      const priced = held.filter(({ price }) => price !== null);
      if (!priced.length) continue;
      const price = priced.reduce((sum, each) => sum + each.price, 0) / priced.length;
      const cheap = outlook.cheapBelow !== null && price <= outlook.cheapBelow ? " cheap" : "";
      const [left, right] = [Math.max(at, this.from), Math.min(at + bar, this.to)].map((each) => this.x(each));
      const [top, foot] = [y(Math.max(price, 0)), y(Math.min(price, 0))];
      const height = Math.max(foot - top, 2);
      this.cheap ||= cheap !== "";
      bars.push(draw("rect", { class: `price${cheap}${priced[0].guessed ? " guessed" : ""}`, x: left + 0.5, y: top, width: Math.max(right - left - 1, 1), height, rx: 1 }));
    }
    return bars;
  }

  _times() {
    const each = (this.inner * STRIP_H) / (this.to - this.from);
    const step = STRIP_LABELS_H.find((hours) => hours * each >= 34) ?? 24;
    const y = this.bottom + 15;
    const words = this.speech.say("strip_now");
    const marks = [draw("text", { class: "at-now", x: this._within(this.x(this.now), words), y, "text-anchor": "middle" }, words)];
    const taken = (words.length * CHARACTER_PX) / 2 + 17;
    const [, minutes] = this._clock(this.from);
    for (let at = this.from - minutes * 60000 + STRIP_H; at < this.to; at += STRIP_H) {
      const [hour] = this._clock(at);
      if (hour % step || Math.abs(this.x(at) - this.x(this.now)) < taken) continue;
      const text = hour === 0 ? this._weekday(at) : this.speech.time(new Date(at), false).replace(/[:.]00/, "");
      if (this.x(at) > this.width - STRIP.right + 12) continue;
      marks.push(draw("text", { x: this.x(at), y, "text-anchor": "middle", class: hour === 0 ? "day" : "hour" }, text));
    }
    return marks;
  }

  _weekday(at) {
    return new Intl.DateTimeFormat(this.speech.language, { weekday: "short", timeZone: this.speech.zone }).format(at);
  }

  /** A place in the middle of a text, so that the text stays within. */
  _within(x, text) {
    const half = (text.length * CHARACTER_PX) / 2;
    return Math.min(Math.max(x, half), this.width - half);
  }

  /** Purchases that follow each other closely, as one each. */
  _together(purchases) {
    return purchases.filter(({ begin, end }) => begin < this.to && end > this.now).reduce((groups, each) => {
      const last = groups.at(-1);
      if (!last || each.begin - last.end > STRIP_CLOSE_MS) return [...groups, { ...each }];
      const cost = last.cost === null || each.cost === null ? null : last.cost + each.cost;
      return [...groups.slice(0, -1), { ...last, end: each.end, kwh: last.kwh + each.kwh, kw: Math.max(last.kw, each.kw), cost }];
    }, []);
  }

  /** What is bought comes to, beside it, in a line or in two, as far as there is room. */
  _amounts({ purchases }, poles) {
    const groups = this._together(purchases).map((each) => ({ ...each, left: this.x(Math.max(each.begin, this.now)), right: Math.min(this.x(each.end), this.width - STRIP.right) }));
    const flags = poles.map((at) => [this.x(at) - 9, this.x(at) + 9]);
    const taken = [[-Infinity, Math.max(this.x(this.now) + 2, STRIP.left)], [this.width, Infinity], ...flags, ...groups.map(({ left, right }) => [left, right])];
    return groups.flatMap(({ left, right, ...each }) => {
      const top = Math.max(this.kw(each.kw) + 11, STRIP.top + 12);
      const whole = this.amount(each);
      const behind = Math.max(right + 5, ...flags.filter(([from]) => from > left && from < right + 30).map(([, to]) => to + 2));
      for (const lines of [[whole], whole.split(" · ")]) {
        const long = Math.max(...lines.map((line) => line.length)) * CHARACTER_PX;
        for (const [x, anchor, span] of [[left - 5, "end", [left - 5 - long, left - 5]], [behind, "start", [behind, behind + long]]]) {
          if (taken.some(([from, to]) => from < span[1] && span[0] < to)) continue;
          taken.push(span);
          return lines.map((line, index) => draw("text", { class: "amount", x, y: top + 15 * index, "text-anchor": anchor }, line));
        }
        if (long + 6 > right - left) continue;
        const middle = (left + right) / 2;
        return lines.map((line, index) => draw("text", { class: "amount inside", x: middle, y: this.kw(0) - 7 - 15 * (lines.length - 1 - index), "text-anchor": "middle" }, line));
      }
      return [];
    });
  }

  /** A purchase in figures. */
  amount({ kwh, cost }) {
    const energy = this.speech.measure(kwh, "kWh", 1);
    return cost === null ? energy : `${energy} · ${this.speech.money(cost, this.outlook.currency)}`;
  }

  /** A flag: its pole stands on the state of charge that is wanted, the cloth beside it says when and what, unless it is `bare`. */
  flag(departure, name = "", bare = false) {
    const { at, pct } = departure;
    if (at > this.to || at < this.from) return null;
    const text = this.wanted(departure);
    const [x, y] = [this.x(at), this.pct(pct)];
    const [left, right] = this.cloth(departure);
    const long = right - left;
    const cloth = [
      draw("rect", { class: "cloth", x: left, y: 2, width: long, height: 20, rx: 3 }),
      draw("text", { class: "said", x: left + long / 2, y: 16, "text-anchor": "middle" }, text),
    ];
    const pole = draw("line", { class: "pole", x1: x, x2: x, y1: bare ? 24 : 2, y2: y });
    return draw("g", { class: `flagged ${name}` }, pole, ...(bare ? [] : cloth), draw("circle", { class: "knot", cx: x, cy: y, r: 5 }));
  }

  /** From where to where the cloth of a flag reaches. */
  cloth(departure) {
    const [x, long] = [this.x(departure.at), this.wanted(departure).length * CHARACTER_PX + 12];
    const left = x + long > this.width ? Math.max(x - long, 0) : x;
    return [left, left + long];
  }

  wanted({ at, pct, learnt }) {
    return `${learnt ? "≈ " : ""}${this.speech.time(new Date(at), true)} · ${this.speech.measure(pct, "%")}`;
  }

  _then(tried) {
    const bought = tried.purchases.map((each) => this._purchase("bought then", each));
    return [...bought, this._line("soc then", tried.line)];
  }
}
