const RADIUS = 40;
const NODES = {
  sun: { x: 170, y: 64, name: -50, entity: "solar_power" },
  grid: { x: 46, y: 170, name: 58, entity: "grid_power" },
  house: { x: 294, y: 170, name: 58, entity: "house_load" },
  car: { x: 170, y: 276, name: 58, entity: "charging_power" },
  battery: { x: 46, y: 282, name: 58, entity: "battery_power" },
};
const NAME_ABOVE = -50; // where below a circle another one stands
// Each path with where its arrow points: x, y, degrees.
const PATHS = {
  "sun-house": { d: "M182 100 V140 Q182 160 202 160 H246", tip: [253, 160, 0] },
  "sun-car": { d: "M170 104 V228", tip: [170, 235, 90] },
  "sun-grid": { d: "M158 100 V140 Q158 160 138 160 H94", tip: [87, 160, 180] },
  "grid-house": { d: "M86 170 H246", tip: [252, 170, 0] },
  "grid-car": { d: "M82 180 H138 Q158 180 158 200 V229", tip: [158, 236, 90] },
  "house-grid": { d: "M254 170 H95", tip: [88, 170, 180] },
  "house-car": { d: "M258 180 H202 Q182 180 182 200 V229", tip: [182, 236, 90] },
  "sun-battery": { d: "M147 98 C147 190 140 226 86 254", tip: [80, 257, 154] },
  "battery-house": { d: "M80 255 C120 214 190 198 249 188.5", tip: [256, 187.5, -9] },
  "battery-car": { d: "M87 284 H122", tip: [129, 284, 0] },
  "battery-grid": { d: "M40 242 V220", tip: [40, 212, -90] },
  "grid-battery": { d: "M52 210 V232", tip: [52, 240, 90] },
  "house-battery": { d: "M258 186 C190 198 120 214 88 250", tip: [82, 256, 133] },
};
const ALWAYS = ["sun-house", "sun-car", "sun-grid", "grid-house", "grid-car", "sun-battery", "battery-house", "battery-car"];

// Drawn around their centre.
const GLYPHS = {
  sun: "M6 0 A6 6 0 1 1 -6 0 A6 6 0 1 1 6 0 M0 -12 V-9.5 M0 12 V9.5 M-12 0 H-9.5 M12 0 H9.5 " +
    "M-8.5 -8.5 L-6.7 -6.7 M8.5 -8.5 L6.7 -6.7 M-8.5 8.5 L-6.7 6.7 M8.5 8.5 L6.7 6.7",
  grid: "M-6 12 L-2.5 -11 H2.5 L6 12 M-9 -6.5 H9 M-10 -1 H10 M-4.5 3 L5.5 11 M4.5 3 L-5.5 11",
  house: "M-11 0 L0 -10.5 L11 0 M-8 -2.5 V11 H8 V-2.5 M-2.5 11 V4 H2.5 V11",
  car: "M-12 5 V0.5 L-8.5 -1 L-5.5 -6.5 H4 L8.5 -1 L12 0.5 V5 H9.5 M-5.5 5 H5 M-10 5 H-12 M-8.5 -1 H8.5 " +
    "M-5.3 5.5 A2.2 2.2 0 1 1 -9.7 5.5 A2.2 2.2 0 1 1 -5.3 5.5 M9.5 5.5 A2.2 2.2 0 1 1 5.1 5.5 A2.2 2.2 0 1 1 9.5 5.5",
  battery: "M-6.5 -9 H6.5 V11 H-6.5 Z M-3 -9 V-12 H3 V-9",
};
const CHARGE = { bottom: 8.5, height: 15 }; // of the filling in the battery's glyph

const speedOf = (watts) => 14 + 1.1 * Math.sqrt(watts); // units of the drawing in a second
const spacingOf = (watts) => (watts < 1000 ? 60 : watts < 4000 ? 40 : 26);

const VALUE = { alone: 22, above: 14 }; // where the watts stand in a circle, without and with something below them
const GLYPH = { alone: "translate(0 -11)", above: "translate(0 -15) scale(0.85)" };

/** Sun, grid, house, car and house battery, and the dots that run between them; below them what the battery is for. */
class Diagram {
  constructor(moreInfo) {
    this.still = window.matchMedia("(prefers-reduced-motion: reduce)");
    this.tracks = {};
    this.flows = {};
    this.nodes = {};
    this.svg = draw("svg", { viewBox: "0 0 340 346", role: "group" });
    for (const flow of Object.keys(PATHS)) this._addFlow(flow);
    for (const node of Object.keys(NODES)) this._addNode(node, moreInfo);
    this.charge = draw("rect", { class: "charge", x: -4, width: 8, transform: GLYPH.alone });
    this.nodes.battery.group.append(this.charge);
    this.share = make("p", { class: "share", hidden: "" });
    this.why = make("p", { class: "why", hidden: "" });
    this.element = make("section", { class: "flows" }, this.svg, this.share, this.why);
  }

  _addFlow(flow) {
    const [from, to] = flow.split("-");
    const { d, tip } = PATHS[flow];
    this.tracks[flow] = draw("path", { d: `${d} L${tip[0]} ${tip[1]}`, class: "track" });
    const dots = draw("path", { d, class: "dots" });
    const turned = `translate(${tip[0]} ${tip[1]}) rotate(${tip[2]})`;
    const arrow = draw("path", { class: "arrow", d: "M0 0 L-9 -5 V5 Z", transform: turned });
    const group = draw("g", { class: `from-${from} to-${to}`, "data-flow": flow, hidden: "" });
    group.append(draw("path", { d, class: "flow" }), dots, arrow);
    this.flows[flow] = { group, dots };
    this.svg.prepend(this.tracks[flow]);
    this.svg.append(group);
  }

  _addNode(node, moreInfo) {
    const { x, y, name, entity } = NODES[node];
    const value = draw("text", { y: VALUE.alone });
    const more = draw("text", { class: "more", y: 30 });
    const glyph = draw("path", { class: "glyph", d: GLYPHS[node], transform: GLYPH.alone });
    const label = draw("text", { class: "name", y: name });
    const group = draw(
      "g",
      { class: `node ${node}`, transform: `translate(${x} ${y})`, tabindex: 0, role: "button" },
      draw("circle", { class: "rim", r: RADIUS }),
      draw("circle", { class: "halo", r: RADIUS + 4 }),
      glyph,
      value,
      more,
      label,
    );
    group.addEventListener("click", () => moreInfo(entity));
    group.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      moreInfo(entity);
    });
    this.nodes[node] = { group, value, more, glyph, label };
    this.svg.append(group);
  }

  connected() {
    this._motion = () => this._run();
    this.still.addEventListener("change", this._motion);
    this._run();
  }

  disconnected() {
    this.still.removeEventListener("change", this._motion);
  }

  show(app, speech) {
    const powers = powersOf(app);
    const net = powers.sun === null && powers.house !== null;
    this.svg.setAttribute("aria-label", speech.say("flows"));
    this.hasBattery = app.has("battery_power");
    for (const [node, { group, value, label }] of Object.entries(this.nodes)) {
      if (node === "battery" && !this.hasBattery) continue;
      const watts = powers[node];
      write(value, speech.power(watts === null || node === "house" ? watts : Math.abs(watts)));
      const name = speech.say({ house: net ? "house_net" : "house", battery: "house_battery" }[node] || node);
      if (node !== "battery") write(label, name);
      group.setAttribute("aria-label", `${name}: ${this._told(node, watts, speech)}`);
      this._more(node, { car: ["charging_current", "A"], battery: ["battery_soc", "%"] }[node], app, speech);
    }
    this._battery(app, speech);
    this.nodes.grid.group.classList.toggle("exports", (powers.grid ?? 0) <= -LEAST_FLOW_W);
    this.watts = app.past ? {} : flowsOf(powers);
    this._run();
  }

  /** Below the watts what else is known of a circle: the car's current, the house battery's charge. */
  _more(node, [key, unit] = [], app, speech) {
    const { group, value, more, glyph } = this.nodes[node];
    const known = key === undefined ? null : app.number(key);
    // A car that draws nothing has no current to tell.
    const said = known === null || (unit === "A" && known < 0.5) ? "" : speech.measure(known, unit);
    const at = said ? "above" : "alone";
    write(more, said);
    value.setAttribute("y", VALUE[at]);
    glyph.setAttribute("transform", GLYPH[at]);
    if (node === "battery") this.charge.setAttribute("transform", GLYPH[at]);
    if (said) group.setAttribute("aria-label", `${group.getAttribute("aria-label")}, ${said}`);
  }

  /** Why there is a dash in a circle, where nothing above has said it. */
  _why(app, speech) {
    if (app.past || app.text("state") === null || IDLE.has(app.text("state")) || app.number("grid_power") === null) return "";
    if (app.number("charging_power") === null) return speech.say("no_car_power");
    if (app.number("solar_power") !== null) return "";
    return speech.say(app.has("solar_power") ? "no_sun_now" : "no_sun_meter");
  }

  /** Shows the house battery where there is one: how full it is, and what that is for. */
  _battery(app, speech) {
    const { group, label } = this.nodes.battery;
    const why = this._why(app, speech);
    this.why.hidden = why === "";
    write(this.why, why);
    group.toggleAttribute("hidden", !this.hasBattery);
    this.nodes.grid.label.setAttribute("y", this.hasBattery ? NAME_ABOVE : NODES.grid.name);
    const soc = this.hasBattery ? app.number("battery_soc") : null;
    const height = (CHARGE.height * Math.min(Math.max(soc ?? 0, 0), 100)) / 100;
    this.charge.setAttribute("height", height);
    this.charge.setAttribute("y", CHARGE.bottom - height);
    write(label, speech.say(soc === null ? "house_battery" : "battery"));
    const text = this.hasBattery ? this._shared(app, speech) : "";
    this.share.hidden = text === "";
    write(this.share, text);
  }

  _shared(app, speech) {
    const [house, car] = ["for_house_kwh", "for_car_kwh"].map((key) => numberOf(app.also(key, "battery_soc")));
    if (house === null || car === null || Math.max(house, car) < LEAST_KWH) return "";
    const alone = app.also("learning", "battery_soc") === "yes" ? "share_learning" : "share_house";
    const key = car < LEAST_KWH ? alone : house < LEAST_KWH ? "share_car" : "share_both";
    return speech.say(key, { house: speech.joined(house, "kWh", 1), car: speech.joined(car, "kWh", 1) });
  }

  _told(node, watts, speech) {
    if (watts === null) return speech.say("unknown");
    const words = {
      sun: "producing", grid: watts < 0 ? "exporting" : "importing", house: watts < 0 ? "giving" : "taking",
      battery: watts < 0 ? "filling" : "giving",
    };
    return speech.say(words[node] || "taking", { value: speech.power(Math.abs(watts)) });
  }

  _run() {
    const watts = this.watts || {};
    for (const [flow, { group, dots }] of Object.entries(this.flows)) {
      const runs = flow in watts;
      group.toggleAttribute("hidden", !runs);
      const there = ALWAYS.includes(flow) && (this.hasBattery || !flow.includes("battery"));
      this.tracks[flow].toggleAttribute("hidden", runs || !there);
      this._move(flow, dots, runs ? watts[flow] : 0);
    }
  }

  /** Lets the dots run; their pace changes without a jump. */
  _move(flow, dots, watts) {
    const entry = this.flows[flow];
    const spacing = spacingOf(watts);
    if (!watts || this.still.matches || spacing !== entry.spacing) {
      entry.animation?.cancel();
      entry.animation = null;
    }
    entry.spacing = spacing;
    dots.setAttribute("stroke-dasharray", `0 ${spacing}`);
    dots.setAttribute("stroke-dashoffset", -spacing / 2);
    if (!watts || this.still.matches) return;
    entry.animation ||= dots.animate({ strokeDashoffset: [`${spacing}`, "0"] }, { duration: 1000, iterations: Infinity });
    entry.animation.updatePlaybackRate(speedOf(watts) / spacing);
  }
}

teach({
  en: {
    no_car_power: "The car has not said what it draws.", no_sun_now: "The meter of the roof says nothing just now.",
    no_sun_meter: "Without a meter of the roof the sun is not known: the house is what it uses less the sun.",
  },
  fr: {
    no_car_power: "La voiture n'a pas dit ce qu'elle consomme.", no_sun_now: "Le compteur du toit ne dit rien en ce moment.",
    no_sun_meter: "Sans compteur du toit, le soleil est inconnu : la maison est sa consommation moins le soleil.",
  },
  de: {
    no_car_power: "Das Auto hat nicht gesagt, was es zieht.", no_sun_now: "Der Zähler des Dachs meldet gerade nichts.",
    no_sun_meter: "Ohne Zähler des Dachs ist die Sonne nicht bekannt: Das Haus ist sein Verbrauch weniger der Sonne.",
  },
});
