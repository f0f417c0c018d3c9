const isKnown = (text) => text !== undefined && text !== null && !["", "unknown", "unavailable", "none"].includes(text);

const numberOf = (text) => (isKnown(text) && Number.isFinite(Number(text)) ? Number(text) : null);

const momentOf = (text) => (isKnown(text) && !Number.isNaN(Date.parse(text)) ? new Date(text) : null);

/** The app's entities; what is missing, unavailable or no number is null. */
class App {
  constructor(hass, name) {
    this.states = hass.states;
    this.name = name;
  }

  id(key) {
    return `sensor.${this.name}_${key}`;
  }

  text(key) {
    const text = this.states[this.id(key)]?.state;
    return isKnown(text) ? text : null;
  }

  number(key) {
    return numberOf(this.text(key));
  }

  moment(key) {
    return momentOf(this.text(key));
  }

  unit(key) {
    return this.states[this.id(key)]?.attributes.unit_of_measurement;
  }

  /** When the app last told its state or its plan. */
  get told() {
    return ["state", "plan"].map((key) => this.states[this.id(key)]?.last_updated).join();
  }

  /** Whether Home Assistant has one of the entities. */
  has(key) {
    return this.id(key) in this.states;
  }

  /** An attribute of the state, or of another entity. */
  also(attribute, key = "state") {
    const value = this.states[this.id(key)]?.attributes[attribute];
    return isKnown(value) ? value : null;
  }

  /** The helpers that Home Assistant has for the app, by what they are for. */
  get controls() {
    const told = this._mapping("controls");
    return Object.fromEntries(Object.entries(told).filter(([, entity]) => typeof entity === "string" && HELPER.test(entity)));
  }

  /** What holds of that which a person may set, as the app has last told. */
  get hands() {
    return this._mapping("hands");
  }

  _mapping(attribute) {
    const told = this.also(attribute);
    return typeof told === "object" && !Array.isArray(told) && told !== null ? told : {};
  }

  /** The switch that says whether the car may use the house battery; null where the app names none. */
  get batterySwitch() {
    const entity = this.also("switch", "battery_soc");
    return SWITCH.test(entity) ? entity : null;
  }

  /** An attribute that is a list; none where it is not. */
  list(attribute, key) {
    const list = this.states[this.id(key)]?.attributes[attribute];
    return Array.isArray(list) ? list : [];
  }

  /** The lines of the checklist, the wrong ones first and the right ones last; none where they make no sense. */
  get checklist() {
    const by_keys = this.list("lines_said", "checklist");
    const lines = this.list("lines", "checklist").map((line, number) => ({ ...line, by_keys: by_keys[number] }));
    const known = lines.filter((line) => MARKS.includes(line.mark) && isKnown(line.name));
    return MARKS.flatMap((mark) => known.filter((line) => line.mark === mark));
  }

  /** The line of the checklist that says what to do about the trouble that the state tells; null where none does. */
  get trouble() {
    const items = TROUBLE_ITEMS[this.text("state")] ?? [];
    return this.checklist.find((line) => line.mark !== "tick" && items.includes(line.item) && isKnown(line.do)) ?? null;
  }

  /** For how many ms the app has given no sign of life; 0 where it has no heartbeat. */
  get silence() {
    const beat = this.moment("heartbeat");
    if (beat === null) return 0;
    // Between two beats whatever it tells is one.
    const keys = ["state", "reason", "grid_power", "surplus", "charging_power"];
    const told = keys.map((key) => Date.parse(this.states[this.id(key)]?.last_updated)).filter(Number.isFinite);
    return Math.max(Date.now() - Math.max(beat, ...told), 0);
  }

  /** Whether it has been silent for so long that what is shown is of the past. */
  get silent() {
    return this.silence > SILENT_MS;
  }

  /** Whether nothing of what is shown is of now. */
  get past() {
    return this.silent || this.text("state") === "stopped";
  }
}

/**
 * The powers of one moment in W, null where not known. Without a known sun the house is what it uses less the sun,
 * which may be negative: sun, grid and house battery are always house and car. A battery that there is not gives nothing.
 */
function powersOf(app) {
  const [sun, grid, car] = ["solar_power", "grid_power", "charging_power"].map((key) => app.number(key));
  const battery = app.has("battery_power") ? app.number("battery_power") : 0;
  const whole = grid !== null && car !== null && battery !== null;
  const rest = whole ? (sun ?? 0) + grid + battery - car : null;
  return { sun, grid, car, battery, house: whole && sun !== null ? Math.max(rest, 0) : rest };
}

/** What goes from where to where, as {"sun-car": watts, ...}: sun first serves the house, then the car. */
function flowsOf({ sun, grid, car, battery, house }) {
  if (house === null) return {};
  const given = { sun: sun ?? 0, house: -house, battery, grid };
  const left = Object.fromEntries(Object.entries(given).map(([source, watts]) => [source, Math.max(watts, 0)]));
  const wanted = { house: Math.max(house, 0), car: Math.max(car, 0), battery: Math.max(-battery, 0), grid: Math.max(-grid, 0) };
  const flows = {};
  for (const source of ["sun", "house", "battery", "grid"]) {
    for (const sink of ["house", "car", "battery", "grid"]) {
      const watts = source === sink ? 0 : Math.min(left[source], wanted[sink]);
      left[source] -= watts;
      wanted[sink] -= watts;
      if (watts >= LEAST_FLOW_W) flows[`${source}-${sink}`] = watts;
    }
  }
  return flows;
}
