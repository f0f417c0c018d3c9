const CURVES = ["charging_current", "target_now", "target"]; // in the order of drawing
const LEGEND = ["target_now", "target", "charging_current"];
const RANGES_H = [24, 6, 1];
const REFRESH_MS = 60 * 1000;
const HEIGHT = 220;
const MARGIN = { left: 30, right: 6, top: 8, bottom: 22 };
const STEPS_A = [1, 2, 4, 5, 8, 10, 16, 20, 40];
const STEPS_MIN = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440, 2880];
const STRIDES = 96; // of the arrow keys, over the whole width

/** The points of one entity's history, as [milliseconds, value or null]. */
const pointsOf = (rows) => (rows || []).map(({ s, lu, lc }) => [(lc ?? lu) * 1000, numberOf(s)]);

/** The value that held at a moment, null where none is known. */
const valueAt = (points, at) => {
  let value = null;
  for (const [since, next] of points) {
    if (since > at) break;
    value = next;
  }
  return value;
};

class SolarChargingGraph extends Card {
  static getStubConfig(hass) {
    return { name: nameIn(hass) };
  }

  static getConfigForm() {
    return form([
      { name: "name", selector: { text: {} } },
      { name: "title", selector: { text: {} } },
      { name: "hours", selector: { number: { min: 1, max: 240, mode: "box" } } },
    ]);
  }

  usualTitle = "graph";
  checked = checkedGraph;

  getCardSize() {
    return 6;
  }

  build() {
    this.hours ??= this.config.hours;
    this.curves = {};
    this.plot = draw("svg", { class: "plot", role: "slider", tabindex: 0, "aria-valuemin": 0, "aria-valuemax": STRIDES });
    this.readout = make("p", { class: "readout" });
    this.body = make("div", { class: "graph" }, make("div", { class: "head" }, this._legend(), this._ranges()), this.plot, this.readout);
    this.plot.setAttribute("aria-label", `${this.speech.say("graph")}. ${this.speech.say("cursor")}`);
    this.plot.addEventListener("pointermove", (event) => this._point(event.clientX));
    this.plot.addEventListener("pointerleave", () => this._cursor(null));
    this.plot.addEventListener("blur", () => this._cursor(null));
    this.plot.addEventListener("focus", () => this.stride === null && this.plot.matches(":focus-visible") && this._cursor(STRIDES));
    this.plot.addEventListener("keydown", (event) => this._key(event));
    this.stride = null;
    this.asked = 0;
    this.observer?.disconnect();
    this.observer = new ResizeObserver(() => this._draw());
    this.observer.observe(this.plot);
    if (this.isConnected) this._ask();
    return this.body;
  }

  _legend() {
    const swatch = (key) => {
      const shape = key === "charging_current" ? "M0 12 V5 H9 V1 H18 V12 Z" : "M0 9 H9 V3 H18";
      return draw("svg", { class: "swatch", viewBox: "0 0 18 12", "aria-hidden": "true" }, draw("path", { d: shape, class: `curve ${key}` }));
    };
    return make("ul", {}, ...LEGEND.map((key) => make("li", {}, swatch(key), this.speech.say(key))));
  }

  _ranges() {
    const hours = [...new Set([this.config.hours, ...RANGES_H])].sort((a, b) => b - a);
    const buttons = hours.map((each) => {
      const text = each < 1 ? this.speech.measure(each * 60, "min") : this.speech.measure(each, "h");
      const button = make("button", { type: "button", "aria-pressed": each === this.hours }, text);
      button.addEventListener("click", () => {
        this.hours = each;
        for (const other of buttons) other.setAttribute("aria-pressed", other === button);
        this._ask();
      });
      return button;
    });
    return make("div", { class: "ranges", role: "group", "aria-label": this.speech.say("range") }, ...buttons);
  }

  connectedCallback() {
    this.timer = setInterval(() => this._ask(), REFRESH_MS);
    if (this.built) {
      this.observer.observe(this.plot);
      this._ask();
    }
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    this.observer?.disconnect();
  }

  /** Takes in what has just changed; the rest comes from the history. */
  show() {
    this.body.classList.toggle("dark", Boolean(this._hass.themes?.darkMode));
    let news = false;
    for (const key of CURVES) {
      const entity = this._hass.states[this.app.id(key)];
      const at = Date.parse(entity?.last_changed);
      const points = this.curves[key];
      if (points && at > (points.at(-1)?.[0] ?? 0)) {
        points.push([at, numberOf(entity.state)]);
        news = true;
      }
    }
    if (news) this._draw();
  }

  async _ask() {
    if (!this._hass || !this.plot) return;
    const asked = ++this.asked;
    const ids = Object.fromEntries(CURVES.map((key) => [key, this.app.id(key)]));
    const end = new Date();
    const start = new Date(end - this.hours * 3600 * 1000);
    try {
      const history = await this._hass.callWS({
        type: "history/history_during_period",
        start_time: start.toISOString(),
        end_time: end.toISOString(),
        entity_ids: Object.values(ids),
        minimal_response: true,
        no_attributes: true,
        significant_changes_only: false,
      });
      if (asked !== this.asked) return;
      for (const key of CURVES) this.curves[key] = pointsOf(history[ids[key]]);
      this.problem = null;
    } catch (error) {
      if (asked !== this.asked) return;
      this.problem = this.speech.say("no_history", { problem: String(error?.message ?? error) });
    }
    this._draw();
  }

  /** The scales of the drawing: a moment to x, amps to y. */
  _scales() {
    const width = this.plot.getBoundingClientRect().width || 400;
    const now = Date.now();
    const from = now - this.hours * 3600 * 1000;
    const values = CURVES.flatMap((key) => (this.curves[key] || []).map(([, value]) => value ?? 0));
    const most = Math.max(...values, 4);
    const step = STEPS_A.find((each) => most / each <= 5) ?? 100;
    const top = Math.ceil(most / step) * step;
    const inner = width - MARGIN.left - MARGIN.right;
    const height = HEIGHT - MARGIN.top - MARGIN.bottom;
    return {
      width, inner, from, now, step, top,
      // Of an app that is silent nobody knows what has held since.
      until: this.app.silent ? Math.max(now - this.app.silence, from) : now,
      x: (at) => MARGIN.left + (inner * (Math.max(at, from) - from)) / (now - from),
      y: (amps) => MARGIN.top + height * (1 - amps / top),
    };
  }

  _draw() {
    if (!this.plot) return;
    const scales = this._scales();
    this.scales = scales;
    this.plot.setAttribute("viewBox", `0 0 ${scales.width} ${HEIGHT}`);
    this.line = draw("line", { class: "cursor", y1: MARGIN.top, y2: HEIGHT - MARGIN.bottom, hidden: "" });
    const curves = CURVES.map((key) => draw("path", { class: `curve ${key}`, d: this._path(key, scales) }));
    this.plot.replaceChildren(...this._currents(scales), ...this._times(scales), ...curves, this.line);
    this._cursor(this.stride);
  }

  _currents({ width, step, top, y }) {
    const count = Math.round(top / step) + 1;
    return Array.from({ length: count }, (_, index) => index * step).flatMap((amps) => [
      draw("line", { class: "rule", x1: MARGIN.left, x2: width - MARGIN.right, y1: y(amps), y2: y(amps) }),
      draw("text", { x: MARGIN.left - 5, y: y(amps) + 4, "text-anchor": "end" }, `${amps}${amps === top ? " A" : ""}`),
    ]);
  }

  _times({ width, from, now, x }) {
    const minutes = (now - from) / 60000;
    const most = Math.max((width - MARGIN.left) / 70, 2);
    const step = (STEPS_MIN.find((each) => minutes / each <= most) ?? 5760) * 60000;
    const zone = new Date(now).getTimezoneOffset() * 60000;
    const marks = [];
    for (let at = Math.ceil((from - zone) / step) * step + zone; at <= now; at += step) {
      if (x(at) < MARGIN.left + 14 || x(at) > width - 24) continue;
      marks.push(draw("text", { x: x(at), y: HEIGHT - 6, "text-anchor": "middle" }, this.speech.time(new Date(at), this.hours > 24)));
    }
    return marks;
  }

  /** Stepped: each value holds until the next; where none is known nothing is drawn. What is drawn filled stands on 0 A. */
  _path(key, { x, y, until }) {
    const points = this.curves[key] || [];
    const filled = key === "charging_current";
    const parts = [];
    points.forEach(([since, value], index) => {
      if (value === null) return;
      const start = x(since).toFixed(1);
      const end = x(points[index + 1]?.[0] ?? until).toFixed(1);
      const level = y(value).toFixed(1);
      const joined = index > 0 && points[index - 1][1] !== null;
      const last = (points[index + 1]?.[1] ?? null) === null;
      parts.push(`${joined ? "" : `M${start} ${filled ? y(0) : level}`} V${level} H${end}`);
      if (filled && last) parts.push(`V${y(0)} Z`);
    });
    return parts.join(" ");
  }

  _point(clientX) {
    if (!this.scales) return;
    const x = clientX - this.plot.getBoundingClientRect().left;
    this._cursor(((x - MARGIN.left) / this.scales.inner) * STRIDES);
  }

  _key(event) {
    const at = this.stride ?? STRIDES;
    const to = { ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1, Home: 0, End: STRIDES }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this._cursor(to);
  }

  /** Puts the cursor at a part of the width (0 to STRIDES), or takes it away; says what held there. */
  _cursor(stride) {
    this.stride = stride === null ? null : Math.min(Math.max(stride, 0), STRIDES);
    if (!this.scales) return;
    const { from, now, until, x } = this.scales;
    const at = from + ((now - from) * (this.stride ?? STRIDES)) / STRIDES;
    this.line.toggleAttribute("hidden", this.stride === null);
    this.line.setAttribute("x1", x(at));
    this.line.setAttribute("x2", x(at));
    const values = LEGEND.map((key) => {
      const amps = at > until ? null : valueAt(this.curves[key] || [], at);
      return `${this.speech.say(key)} ${this.speech.joined(amps, "A", 1)}`;
    });
    const empty = CURVES.every((key) => this.curves[key]?.length === 0) ? this.speech.say("no_values") : null;
    const text = this.problem || empty || `${this.speech.time(new Date(at))}  ·  ${values.join("  ·  ")}`;
    write(this.readout, text);
    this.plot.setAttribute("aria-valuenow", Math.round(this.stride ?? STRIDES));
    this.plot.setAttribute("aria-valuetext", text);
  }
}
