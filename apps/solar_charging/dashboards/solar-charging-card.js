// Made of the parts in the folder card by python -m stage.card: change those.

/*
 * Two cards for Home Assistant's dashboards: `custom:solar-charging-card` shows the flows of power, the car and the
 * switches, `custom:solar-charging-graph` the three currents of the day. One file, nothing to build, nothing fetched.
 *
 * Whatever comes from Home Assistant is text: it is set with textContent or setAttribute, never parsed as HTML.
 */

// In the order of a phone; on a wide card they are two columns.
const COLUMNS = [
  ["state", "battery", "modes", "plan", "departure", "switches"],
  ["flows", "today", "session", "checklist"],
];
const PARTS = COLUMNS.flat();
const FORMER = ["flows", "state", "checklist", "battery", "today", "session", "switches"]; // all that there once were
const SWITCHES = {
  enabled: "input_boolean.solar_charging",
  off_peak: "input_boolean.solar_charging_off_peak",
  charge_now: "input_boolean.solar_charging_now",
};
const SILENT_MS = 11 * 60 * 1000; // the app's heart beats each 5 min: two beats are missing
const LOOK_MS = 30 * 1000; // where Home Assistant has nothing new, time goes on all the same
const ANSWER_MS = 15 * 1000; // the app answers with the next beat
const REFUSED_MS = 60 * 1000; // for so long it is said that a call was refused
const LEAST_FLOW_W = 25; // less is the meters' noise, or how exactly a house battery holds the grid at 0
const LEAST_KWH = 0.05; // less of the house battery is said to be nothing
const NOTHING = "–";
const MARKS = ["cross", "question", "tick"]; // the worst first

const CHARGING = new Set(["charge_now", "by_hand", "minimum", "departure", "off_peak", "buying", "following_sun"]);
const TROUBLE = new Set(["stopped", "setup", "unreachable", "no_reading", "meter_wrong"]);
const TROUBLE_ITEMS = { unreachable: ["car"], no_reading: ["grid_meter"], meter_wrong: ["sign", "unit", "grid_meter"] };
const IDLE = new Set(["stopped", "setup"]); // nothing is measured then, and the reason says why

const WORDS = {
  en: {
    title: "Solar charging",
    sun: "Sun", grid: "Grid", house: "House", house_net: "House − sun", car: "Car",
    importing: "importing {value}", exporting: "exporting {value}", giving: "giving {value}",
    taking: "using {value}", producing: "producing {value}", unknown: "not known",
    house_battery: "House battery", filling: "filling with {value}", use_battery: "Car may use the house battery",
    share_both: "Battery: {house} stay for the house, {car} may go into the car",
    share_house: "Battery: {house} stay for the house",
    share_learning: "Battery: {house} stay for the house until the app knows a day of it",
    share_car: "Battery: {car} may go into the car",
    flows: "Flows of power", battery: "Battery", car_battery: "Battery of the car", limit: "limit {value}", asleep: "asleep",
    wanted: "{value} wanted by {time}", next_change: "Next change: {time}", decides_in: "Decides in {time}", today: "Today", session: "Session",
    energy: "charged", solar_share: "sun", cost: "cost", saved: "saved",
    sources: "Sun\u00a0{sun}\u00a0· grid\u00a0{grid}\u00a0· house\u00a0battery\u00a0{battery}",
    sources_paid: "Sun\u00a0{sun}\u00a0· grid\u00a0{grid}\u00a0· house\u00a0battery\u00a0{battery}, which had cost {cost}",
    watched: "Had it been on, now: {why}",
    switches: "Switches", enabled: "Solar charging", off_peak: "Charge off-peak", charge_now: "Charge now",
    name: "Name of the app in apps.yaml", show: "Parts", heading: "Title", hours: "Hours", state: "State and reason",
    missing: "{entity} is not in Home Assistant. Does AppDaemon run, and is “{name}” the app's name in apps.yaml?",
    no_switch: "Missing in Home Assistant: {entities}. Create these helpers.",
    silent: "Last heard {ago} ago. Does AppDaemon run? What is shown is of that time.", days: "days",
    no_grid: "The grid meter says nothing, so the flows are not known.",
    refused: "Home Assistant did not take it: {problem}",
    checklist: "Is it right?", all_checked: "All {count} checked", some_checked: "{count} checked", marks: { tick: "right", question: "open", cross: "wrong" },
    graph: "Charging current", target_now: "Target now", target: "Smoothed target", charging_current: "Charging",
    range: "Time shown", cursor: "Values at a moment; the arrow keys move it", no_history: "No history: {problem}",
    no_values: "Nothing was recorded in this time.",
    states: {
      off: "Switched off", stopped: "Stopped", setup: "Needs you", unreachable: "Car out of reach", away: "Away",
      unplugged: "Not plugged in", full: "At its limit", charge_now: "Charging now", by_hand: "Charging by hand", stopped_by_hand: "Stopped by hand",
      minimum: "Filling the reserve", departure: "Charging for the departure", off_peak: "Charging off-peak", no_reading: "The meter is silent", meter_wrong: "The meter is wrong",
      starting_up: "Starting up", buying: "Buying cheap power", following_sun: "Following the sun", waiting_for_sun: "Waiting for sun",
    },
  },
  fr: {
    title: "Recharge solaire",
    sun: "Soleil", grid: "Réseau", house: "Maison", house_net: "Maison − soleil", car: "Voiture",
    importing: "soutire {value}", exporting: "reçoit {value}", giving: "fournit {value}",
    taking: "consomme {value}", producing: "produit {value}", unknown: "inconnu",
    house_battery: "Batterie domestique", filling: "se remplit avec {value}",
    use_battery: "La voiture peut utiliser la batterie domestique",
    share_both: "Batterie : {house} restent pour la maison, {car} peuvent aller dans la voiture",
    share_house: "Batterie : {house} restent pour la maison",
    share_learning: "Batterie : {house} restent pour la maison jusqu'à ce que l'application en connaisse une journée",
    share_car: "Batterie : {car} peuvent aller dans la voiture",
    flows: "Flux de puissance", battery: "Batterie", car_battery: "Batterie de la voiture", limit: "limite {value}", asleep: "endormie",
    wanted: "{value} voulus pour {time}", next_change: "Prochain changement : {time}", decides_in: "Décision dans {time}", today: "Aujourd'hui",
    session: "Session",
    energy: "chargés", solar_share: "soleil", cost: "coût", saved: "économisés",
    sources: "Soleil\u00a0{sun}\u00a0· réseau\u00a0{grid}\u00a0· batterie\u00a0{battery}",
    sources_paid: "Soleil\u00a0{sun}\u00a0· réseau\u00a0{grid}\u00a0· batterie\u00a0{battery}, qui avaient coûté {cost}",
    watched: "Si elle avait été activée, maintenant : {why}",
    switches: "Interrupteurs", enabled: "Recharge solaire", off_peak: "Charger en heures creuses",
    charge_now: "Charger maintenant",
    name: "Nom de l'application dans apps.yaml", show: "Éléments", heading: "Titre", hours: "Heures", state: "État et raison",
    missing: "{entity} n'est pas dans Home Assistant. AppDaemon tourne-t-il, et « {name} » est-il le nom de " +
      "l'application dans apps.yaml ?",
    no_switch: "Il manque dans Home Assistant : {entities}. Créez ces entrées.",
    silent: "Dernier signe de vie il y a {ago}. AppDaemon tourne-t-il ? Ce qui est affiché date d'alors.", days: "jours",
    no_grid: "Le compteur du réseau est muet : les flux sont donc inconnus.",
    refused: "Home Assistant ne l'a pas accepté : {problem}",
    checklist: "Tout est juste ?", all_checked: "Les {count} points sont justes", some_checked: "Points justes : {count}", marks: { tick: "juste", question: "ouvert", cross: "faux" },
    graph: "Courant de charge", target_now: "Cible instantanée", target: "Cible lissée", charging_current: "Charge",
    range: "Durée affichée", cursor: "Valeurs à un instant, à choisir avec les flèches",
    no_history: "Pas d'historique : {problem}", no_values: "Rien n'a été enregistré pendant cette durée.",
    states: {
      off: "Éteinte", stopped: "Arrêtée", setup: "A besoin de vous", unreachable: "Voiture injoignable", away: "Absente",
      unplugged: "Non branchée", full: "À sa limite", charge_now: "Charge immédiate", by_hand: "Charge manuelle", stopped_by_hand: "Arrêtée à la main",
      minimum: "Charge de la réserve", departure: "Charge pour le départ", off_peak: "Charge en heures creuses", no_reading: "Compteur muet", meter_wrong: "Compteur erroné",
      starting_up: "Démarrage", buying: "Achat de courant bon marché", following_sun: "Suit le soleil", waiting_for_sun: "Attend le soleil",
    },
  },
  de: {
    title: "Solarladen",
    sun: "Sonne", grid: "Netz", house: "Haus", house_net: "Haus − Sonne", car: "Auto",
    importing: "Bezug {value}", exporting: "Einspeisung {value}", giving: "gibt {value} ab",
    taking: "verbraucht {value}", producing: "liefert {value}", unknown: "nicht bekannt",
    house_battery: "Hausbatterie", filling: "füllt sich mit {value}", use_battery: "Auto darf die Hausbatterie nutzen",
    share_both: "Batterie: {house} bleiben für das Haus, {car} dürfen ins Auto",
    share_house: "Batterie: {house} bleiben für das Haus",
    share_learning: "Batterie: {house} bleiben für das Haus, bis die App einen Tag davon kennt",
    share_car: "Batterie: {car} dürfen ins Auto",
    flows: "Leistungsflüsse", battery: "Batterie", car_battery: "Batterie des Autos", limit: "Grenze {value}", asleep: "schläft",
    wanted: "{value} gewünscht bis {time}", next_change: "Nächste Änderung: {time}", decides_in: "Entscheidet in {time}", today: "Heute",
    session: "Ladevorgang",
    energy: "geladen", solar_share: "Sonne", cost: "Kosten", saved: "gespart",
    sources: "Sonne\u00a0{sun}\u00a0· Netz\u00a0{grid}\u00a0· Hausbatterie\u00a0{battery}",
    sources_paid: "Sonne\u00a0{sun}\u00a0· Netz\u00a0{grid}\u00a0· Hausbatterie\u00a0{battery}, die {cost} gekostet hatten",
    watched: "Wäre sie an gewesen, jetzt: {why}",
    switches: "Schalter", enabled: "Solarladen", off_peak: "Günstig laden", charge_now: "Jetzt laden",
    name: "Name der App in apps.yaml", show: "Bereiche", heading: "Titel", hours: "Stunden", state: "Zustand und Grund",
    missing: "{entity} gibt es in Home Assistant nicht. Läuft AppDaemon, und heißt die App in apps.yaml „{name}“?",
    no_switch: "In Home Assistant fehlen: {entities}. Legen Sie diese Helfer an.",
    silent: "Letztes Lebenszeichen vor {ago}. Läuft AppDaemon? Was hier steht, ist von damals.", days: "Tagen",
    no_grid: "Der Netzzähler meldet nichts, darum sind die Leistungsflüsse nicht bekannt.",
    refused: "Home Assistant hat es nicht angenommen: {problem}",
    checklist: "Stimmt alles?", all_checked: "Alle {count} Punkte stimmen", some_checked: "Punkte, die stimmen: {count}", marks: { tick: "richtig", question: "offen", cross: "falsch" },
    graph: "Ladestrom", target_now: "Ziel jetzt", target: "Geglättetes Ziel", charging_current: "Laden",
    range: "Gezeigter Zeitraum", cursor: "Werte eines Augenblicks; wählbar mit den Pfeiltasten",
    no_history: "Kein Verlauf: {problem}", no_values: "In dieser Zeit wurde nichts aufgezeichnet.",
    states: {
      off: "Ausgeschaltet", stopped: "Beendet", setup: "Braucht Ihre Hilfe", unreachable: "Auto nicht erreichbar", away: "Unterwegs",
      unplugged: "Nicht eingesteckt", full: "An der Ladegrenze", charge_now: "Lädt sofort", by_hand: "Von Hand gestartet", stopped_by_hand: "Von Hand beendet",
      minimum: "Lädt die Reserve", departure: "Lädt für die Abfahrt", off_peak: "Lädt günstig", no_reading: "Zähler schweigt", meter_wrong: "Zähler ist falsch",
      starting_up: "Startet", buying: "Kauft günstigen Strom", following_sun: "Folgt der Sonne", waiting_for_sun: "Wartet auf Sonne",
    },
  },
};

/** Adds the words of a part, by language; each part brings its own. */
const teach = (words) => {
  for (const language of Object.keys(WORDS)) Object.assign(WORDS[language], words[language]);
};

const DATE = { weekday: "short", day: "numeric", month: "short" };

/** Words, numbers and moments as a person reads them: the language and formats are Home Assistant's. */
class Speech {
  constructor(hass) {
    const language = hass?.language || document.documentElement.lang || "en";
    this.language = language;
    this.words = WORDS[language.slice(0, 2)] || WORDS.en;
    this.locale = hass?.locale || {};
    this.zone = this.locale.time_zone === "server" ? hass.config?.time_zone : undefined;
  }

  /** What tells two of them apart. */
  get key() {
    const { number_format, time_format } = this.locale;
    return [this.language, number_format, time_format, this.zone].join();
  }

  say(key, values = {}) {
    return this.words[key].replace(/{(\w+)}/g, (_, name) => values[name]);
  }

  state(state) {
    return this.words.states[state] || state.replaceAll("_", " ");
  }

  _format(value, options) {
    const { number_format: format, language } = this.locale;
    const fixed = { comma_decimal: "en-US", decimal_comma: "de", space_comma: "fr", none: "en-US" }[format];
    const grouping = format === "none" ? { useGrouping: false } : {};
    const locale = format === "system" ? undefined : fixed || language || this.language;
    return new Intl.NumberFormat(locale, { ...grouping, ...options }).format(value);
  }

  number(value, digits = 0) {
    return this._format(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  }

  /** A value with its unit; a dash where it is not known. */
  measure(value, unit, digits = 0) {
    return value === null ? NOTHING : `${this.number(value, digits)} ${unit}`;
  }

  /** The same within a sentence, where it is not broken in two. */
  joined(value, unit, digits = 0) {
    return this.measure(value, unit, digits).replace(" ", "\u00a0");
  }

  power(watts) {
    return Math.abs(watts ?? 0) < 1000 ? this.measure(watts, "W") : this.measure(watts / 1000, "kW", 1);
  }

  money(value, currency) {
    if (value === null) return NOTHING;
    if (!/^[A-Z]{3}$/.test(currency || "")) return this.measure(value, currency || "", 2).trim();
    return this._format(value, { style: "currency", currency });
  }

  /** How long something is ago, as shortly as a person would say it. */
  ago(ms) {
    const minutes = Math.floor(ms / 60000);
    if (minutes < 120) return this.measure(minutes, "min");
    const hours = Math.floor(minutes / 60);
    return hours < 48 ? this.measure(hours, "h") : this.measure(Math.floor(hours / 24), this.words.days);
  }

  /** A moment by the clock, with the weekday where it is more than half a day away. */
  time(date, weekday = Math.abs(date - Date.now()) > 12 * 3600 * 1000) {
    return this._clock(date, { timeZone: this.zone, ...(weekday ? { weekday: "short" } : {}) });
  }

  /** The same, with the date where the weekday would be another one's. */
  when(date) {
    const far = Math.abs(date - Date.now()) > 6 * 24 * 3600 * 1000;
    return far ? this._clock(date, { timeZone: this.zone, ...DATE }) : this.time(date);
  }

  /** A day, given as its noon in UTC. */
  date(noon) {
    return new Intl.DateTimeFormat(this.language, { ...DATE, timeZone: "UTC" }).format(noon);
  }

  /** A time such as 07:30. */
  clock(time) {
    return this._clock(new Date(`2024-01-01T${time}:00Z`), { timeZone: "UTC" });
  }

  _clock(date, more) {
    const { time_format: format } = this.locale;
    const locale = format === "system" ? undefined : this.language;
    const usual = new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions().hour12;
    const hour12 = { 12: true, 24: false }[format] ?? usual;
    const options = { hour: hour12 ? "numeric" : "2-digit", minute: "2-digit", hourCycle: hour12 ? "h12" : "h23", ...more };
    return new Intl.DateTimeFormat(locale, options).format(date);
  }
}

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

  /** What the car says that makes no sense, or leaves out and is missed: sentences. */
  get remarks() {
    const remarks = this.states[this.id("reason")]?.attributes.remarks;
    return Array.isArray(remarks) ? remarks.map(String) : [];
  }

  /** The lines of the checklist, the wrong ones first and the right ones last; none where they make no sense. */
  get checklist() {
    const lines = this.states[this.id("checklist")]?.attributes.lines;
    const known = Array.isArray(lines) ? lines.filter((line) => MARKS.includes(line?.mark) && isKnown(line.name)) : [];
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

const fill = (element, attributes, children) => {
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};
const make = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
const draw = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

/** A sentence of the app in which no number is broken from its unit, and in French no mark from its word. */
const unbroken = (text) => text.replace(/(\d) (?=[%€]|[kMm]?[AVWC]h?\b|min\b|h\b|CHF)/g, "$1\u00a0").replace(/ (?=[;:?!])/g, "\u00a0");

/** Sets a text only where it changes: a screen reader shall not be told the same again. */
const write = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};

/** The rules of the looks; each part may add its own. */
const STYLES = [`
:host { display: block; --sun: color-mix(in srgb, var(--energy-solar-color, #ff9800) 75%, var(--ink)); --import: var(--energy-grid-consumption-color, #488fc2);
  --export: var(--energy-grid-return-color, #8353d1); --car: var(--solar-charging-car-color, #2f9e6d);
  --battery: color-mix(in srgb, var(--energy-battery-out-color, #4db6ac) 65%, var(--ink));
  --ink: var(--primary-text-color, #212121); --faint: var(--secondary-text-color, #616161);
  --accent: color-mix(in srgb, var(--primary-color, #03a9f4) 75%, var(--ink));
  --line: var(--divider-color, #e0e0e0); --paper: var(--ha-card-background, var(--card-background-color, #fff)); }
ha-card { display: block; overflow: hidden; color: var(--ink); container-type: inline-size; }
h2 { padding: 16px 16px 0; font-size: var(--ha-card-header-font-size, 20px); font-weight: 400; line-height: 1.3; }
h3 { margin: 0 0 6px; font-size: 13px; font-weight: 500; color: var(--faint); }
[hidden] { display: none !important; }
h2, .parts, .graph { max-width: 1200px; box-sizing: border-box; margin: 0 auto; }
.parts { display: grid; gap: 16px; padding: 16px; }
.column { display: grid; gap: 16px; align-content: start; min-width: 0; }
.parts > .hint, .parts > .banner { grid-column: 1 / -1; }
@container (min-width: 680px) { .parts.both { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 20px 40px; } .column { gap: 20px; } }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
.hint { display: flex; gap: 8px; margin: 0; padding: 8px 12px; border-radius: 8px; font-size: 14px; overflow-wrap: anywhere;
  background: color-mix(in srgb, var(--warning-color, #ffa600) 18%, transparent); }
.hint::before { content: "!"; font-weight: 700; }

.past .column > section:not(.keeps) { filter: grayscale(1); opacity: 0.65; }

.flows svg { display: block; width: 100%; max-width: 380px; margin: 0 auto; overflow: visible; }
.track { fill: none; stroke: var(--line); stroke-width: 2; }
.flow { fill: none; stroke-width: 2; }
.dots { fill: none; stroke-width: 7; stroke-linecap: round; }
.flow, .dots { stroke: var(--tint); }
.arrow { fill: var(--tint); }
.from-sun { --tint: var(--sun); } .from-grid { --tint: var(--import); } .from-house { --tint: var(--faint); }
.from-battery { --tint: var(--battery); }
.from-sun.to-grid { --tint: var(--export); }
.node { cursor: pointer; }
.node circle.rim { fill: var(--paper); stroke-width: 2.5; stroke: var(--rim); }
.node .glyph { fill: none; stroke: var(--rim); stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.node text { text-anchor: middle; fill: var(--ink); font-size: 15px; font-weight: 500; }
.node .more { font-size: 12px; font-weight: 400; }
.node .name { fill: var(--faint); font-size: 13px; font-weight: 400; }
.node:focus { outline: none; }
.node:focus-visible circle.halo { stroke: var(--accent); }
.halo { fill: none; stroke: none; stroke-width: 3; }
.sun { --rim: var(--sun); } .grid { --rim: var(--import); } .house { --rim: var(--faint); } .car { --rim: var(--car); }
.grid.exports { --rim: var(--export); } .battery { --rim: var(--battery); }
.node .charge { fill: var(--rim); }
.share, .flows .why { margin: 8px 0 0; text-align: center; text-wrap: balance; color: var(--faint); font-size: 14px; line-height: 1.4; }

.state { display: flex; align-items: center; gap: 10px; font-size: 20px; font-weight: 500; }
.state::before { content: ""; flex: none; width: 12px; height: 12px; border-radius: 50%; box-sizing: border-box;
  border: 2.5px solid var(--faint); }
.state.charging::before { background: var(--car); border-color: var(--car); }
.state.trouble::before { content: "!"; width: 20px; height: 20px; border: none; font-size: 14px; font-weight: 700;
  line-height: 20px; text-align: center; color: #212121; background: var(--warning-color, #ffa600); }
.alarm { padding: 10px 12px; border-radius: 12px; background: color-mix(in srgb, var(--warning-color, #ffa600) 16%, transparent); }
.reason { margin: 4px 0 0; overflow-wrap: anywhere; line-height: 1.4; }
.reason::first-letter { text-transform: uppercase; }
.remarks { margin: 6px 0 0; padding-left: 1.2em; font-size: 0.9em; line-height: 1.4; color: var(--secondary-text-color); overflow-wrap: anywhere; }
.next, .countdown { margin: 4px 0 0; color: var(--faint); font-size: 14px; }
.watched { margin: 8px 0 0; padding: 4px 0 4px 12px; border-left: 3px dashed var(--faint); color: var(--faint); font-size: 14px; line-height: 1.4; overflow-wrap: anywhere; }

.checklist { position: relative; }
.checklist summary { display: flex; align-items: center; gap: 8px; min-height: 44px; cursor: pointer; font-size: 14px; color: var(--faint); }
.checklist summary::after { content: ""; flex: none; width: 7px; height: 7px; margin: 0 4px 4px auto; transform: rotate(45deg);
  border: solid var(--faint); border-width: 0 2px 2px 0; }
.checklist [open] > summary::after { margin-bottom: -4px; transform: rotate(225deg); }
.checklist ul { display: grid; gap: 8px; margin: 4px 0 0; padding: 0; list-style: none; font-size: 14px; line-height: 1.4; }
.checklist li { display: grid; grid-template-columns: 20px minmax(0, 1fr); column-gap: 8px; overflow-wrap: anywhere; }
.checklist .mark { width: 20px; height: 20px; border-radius: 50%; box-sizing: border-box; flex: none; font-size: 13px; font-weight: 700;
  line-height: 20px; text-align: center; color: var(--paper); background: var(--car); }
.checklist .mark.question { color: var(--faint); background: none; border: 2px solid var(--faint); line-height: 16px; }
.checklist .mark.cross { color: #212121; background: var(--warning-color, #ffa600); }
.state-do { margin: 6px 0 0; line-height: 1.4; overflow-wrap: anywhere; }
.state-do::before { content: "→ "; }
.checklist .do { color: var(--faint); }
.checklist .do::before { content: "→ "; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(76px, 1fr)); gap: 8px; margin: 0; }
@container (max-width: 350px) { dl { grid-template-columns: 1fr 1fr; } }
dl div { display: flex; flex-direction: column-reverse; min-width: 0; }
dt { color: var(--faint); font-size: 13px; }
dd { margin: 0; font-size: 16px; font-weight: 500; white-space: nowrap; }
.sources { margin: 6px 0 0; color: var(--faint); font-size: 14px; line-height: 1.4; text-wrap: balance; overflow-wrap: anywhere; }

.switches { display: grid; grid-template-columns: repeat(auto-fit, minmax(180px, 1fr)); gap: 4px 48px; }
.switches button { display: flex; align-items: center; justify-content: space-between; gap: 12px; min-height: 44px; padding: 0;
  border: none; background: none; color: inherit; font: inherit; font-size: 15px; text-align: start; cursor: pointer; }
.switches button:disabled { color: var(--disabled-text-color, #9e9e9e); cursor: default; }
.knob { flex: none; position: relative; width: 40px; height: 22px; border-radius: 11px; box-sizing: border-box;
  border: 2px solid var(--faint); transition: background-color 0.15s; }
.knob::after { content: ""; position: absolute; top: 3px; left: 3px; width: 12px; height: 12px; border-radius: 50%;
  background: var(--faint); transition: transform 0.15s; }
[aria-checked="true"] .knob { background: var(--accent); border-color: var(--accent); }
[aria-checked="true"] .knob::after { background: var(--paper); transform: translateX(18px); }
button:disabled .knob { opacity: 0.4; }
[aria-busy="true"] .knob { opacity: 0.6; }

.graph { padding: 8px 16px 16px; --now: #1f3f8f; --smooth: #e85aa0; --drawn: #8fd0f5; --rim: #3d8fc0; }
.graph.dark { --now: #6c92f4; --smooth: #f06bac; --drawn: #4a90b8; --rim: #7fbfe4; }
.graph .head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 8px; margin-bottom: 8px; }
.graph ul { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 0; padding: 0; list-style: none; font-size: 14px; }
.graph li { display: flex; align-items: center; gap: 6px; }
.swatch { width: 18px; }
.ranges { display: flex; gap: 4px; }
.ranges button { min-width: 48px; min-height: 44px; border: 1px solid var(--line); border-radius: 22px; background: none;
  color: inherit; font: inherit; font-size: 13px; cursor: pointer; }
.ranges button[aria-pressed="true"] { background: var(--primary-text-color, #212121); color: var(--paper); font-weight: 500; }
.plot { display: block; width: 100%; height: 220px; touch-action: pan-y; }
.plot text { fill: var(--faint); font-size: 12px; }
.plot .rule { stroke: var(--line); }
.curve { fill: none; stroke-linejoin: round; }
.curve.charging_current { fill: var(--drawn); fill-opacity: 0.75; stroke: var(--rim); stroke-width: 1; }
.curve.target_now { stroke: var(--now); stroke-width: 1.2; }
.curve.target { stroke: var(--smooth); stroke-width: 2.5; }
.cursor { stroke: var(--ink); stroke-dasharray: 3 3; }
.readout { min-height: 20px; margin: 8px 0 0; font-size: 14px; font-variant-numeric: tabular-nums; }
@media (prefers-reduced-motion: reduce) { .knob, .knob::after { transition: none; } }
`];

const HELPER = /^(input_(boolean|number|select|datetime)|number|select|switch)\.[a-z0-9_]+$/;
const MIDNIGHT = "00:00"; // of a departure: none is set
const OF_SUN = /sun|sonne|soleil/i; // in the option's name, whatever the language of the house
const DAYS = {
  once: ["once", "only once", "once only", "einmal", "nur einmal", "einmalig", "une fois", "une seule fois"],
  every_day: ["every day", "daily", "jeden tag", "täglich", "tous les jours", "chaque jour"],
  weekdays: ["weekdays", "werktags", "wochentags", "en semaine", "jours ouvrés", "jours de semaine"],
  weekend: ["weekend", "wochenende", "am wochenende", "week-end", "le week-end"],
};
const DAYS_IN = ["en", "fr", "de"];
const A_MONDAY = Date.UTC(2024, 0, 1, 12);
const DAY_MS = 24 * 3600 * 1000;

/** The clock of the house at a moment, as {date: "2026-06-15", time: "14:00"}. */
const clockOf = (moment, zone) => {
  const options = { dateStyle: "short", timeStyle: "short", hourCycle: "h23", timeZone: zone };
  const [date, time] = new Intl.DateTimeFormat("sv", options).format(moment).split(" ");
  return { date, time };
};

const noonOf = (date) => new Date(`${date}T12:00:00Z`);
const daysAfter = (date, days) => new Date(noonOf(date).getTime() + days * DAY_MS).toISOString().slice(0, 10);

const dayNames = (language) =>
  Array.from({ length: 7 }, (_, day) =>
    new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(A_MONDAY + day * DAY_MS));

/** Which days an option means: a word of DAYS, 0 (Monday) to 6, or null where it is none that is known. */
const daysOf = (option) => {
  const said = String(option).trim().toLowerCase();
  const word = Object.keys(DAYS).find((key) => DAYS[key].includes(said));
  if (word) return word;
  const names = DAYS_IN.map(dayNames).find((days) => days.some((day) => day.toLowerCase() === said));
  return names ? names.findIndex((day) => day.toLowerCase() === said) : null;
};

/** The days of an option in the language of who looks; as it is where it is none that is known. */
const daysInWords = (option, speech) => {
  const days = daysOf(option);
  if (days === null) return String(option);
  return typeof days === "number" ? dayNames(speech.language)[days] : speech.say(days);
};

/** The helpers by which a person rules the app, as far as there are: what they say, and the calls that set them. */
class Hands {
  constructor(app, zone, awaited = false) {
    this.app = app;
    this.zone = zone;
    this.awaited = awaited; // whether the app has yet to answer what was set
    this.told = app.hands;
  }

  /** The helper's state; null where the app names none, or Home Assistant has it no more. */
  of(role) {
    const state = this.app.states[this.app.controls[role]];
    return state && state.state !== "unavailable" ? state : null;
  }

  has(role) {
    return this.of(role) !== null;
  }

  on(role) {
    return this.of(role)?.state === "on";
  }

  /** A number that is set: the least that its helper takes is none. */
  number(role) {
    const value = numberOf(this.of(role)?.state);
    return value === null || value <= this.range(role).min ? null : value;
  }

  range(role) {
    const { min, max, step } = this.of(role)?.attributes ?? {};
    return { min: numberOf(min) ?? 0, max: numberOf(max) ?? 100, step: numberOf(step) || 1 };
  }

  options(role) {
    const options = this.of(role)?.attributes.options;
    return Array.isArray(options) ? options.map(String) : [];
  }

  /** The option of a mode. */
  option(mode) {
    return this.options("mode").find((option) => OF_SUN.test(option) === (mode === "sun_only")) ?? null;
  }

  /** Whether there is enough to press a mode: the switches for Off and Now. */
  get rule() {
    return this.has("enabled") && this.has("charge_now");
  }

  /** What holds, by what a person has set; what the app last told is older. */
  get mode() {
    if (!this.on("enabled")) return "off";
    if (this.pausedUntil !== null) return "paused";
    if (this.on("charge_now")) return "now";
    return this.chosen;
  }

  /** Smart or sun only: what holds when neither Off nor Now does; null where the helper says something else. */
  get chosen() {
    const option = this.of("mode")?.state;
    if (option === undefined) return this.told.mode === "sun_only" ? "sun_only" : "smart";
    return ["smart", "sun_only"].find((mode) => option === this.option(mode)) ?? null;
  }

  /** Until when nothing is done; null where nothing is paused. */
  get pausedUntil() {
    const stamp = numberOf(this.of("pause_until")?.attributes.timestamp);
    const until = stamp === null ? momentOf(this.told.paused_until) : new Date(stamp * 1000);
    return until !== null && until > Date.now() ? until : null;
  }

  /** What the person has set as a departure: {date, time, soc_pct, days}, soc_pct null for as usual; null for none. */
  get departure() {
    const set = /^(\d{4}-\d\d-\d\d)?[ T]?(\d\d:\d\d)/.exec(this.of("departure_time")?.state ?? "");
    if (!set || set[2] === MIDNIGHT) return null;
    return { date: set[1] ?? null, time: set[2], soc_pct: this.number("departure_soc"), days: this.of("departure_days")?.state ?? null };
  }

  /** The clock of the house, now or at another moment. */
  clock(moment = Date.now()) {
    return clockOf(moment, this.zone);
  }

  /** The calls that set a helper: [entity, service, data]; none where it is so already, or is not there. */
  set(role, value) {
    const { min, max, step } = this.range(role);
    const number = Number(Math.min(Math.max(Math.round(value / step) * step, min), max).toFixed(4));
    return this._unless(role, numberOf(this.of(role)?.state) === number, "set_value", { value: number });
  }

  pick(role, option) {
    return this._unless(role, option === null || this.of(role)?.state === option, "select_option", { option });
  }

  turn(role, on) {
    return this._unless(role, this.on(role) === on, on ? "turn_on" : "turn_off", {});
  }

  at(role, { date, time }) {
    const { has_date, has_time } = this.of(role)?.attributes ?? {};
    if (has_date === false) return this._unless(role, false, "set_datetime", { time: `${time}:00` });
    if (has_time === false) return this._unless(role, false, "set_datetime", { date });
    return this._unless(role, false, "set_datetime", { datetime: `${date} ${time}:00` });
  }

  _unless(role, so, service, data) {
    return so || !this.has(role) ? [] : [[this.app.controls[role], service, data]];
  }

  /** The calls that bring a mode about. */
  choose(mode) {
    if (mode === "off") return [...this.turn("charge_now", false), ...this.turn("enabled", false)];
    const goes = [...this.resume(), ...this.turn("enabled", true)];
    if (mode === "now") return [...goes, ...this.turn("charge_now", true)];
    return [...this.pick("mode", this.option(mode)), ...this.turn("charge_now", false), ...goes];
  }

  /** The calls that end a pause: it was until now. */
  resume() {
    return this.pausedUntil === null ? [] : this.at("pause_until", this.clock());
  }
}

/** A button and what it opens below; Escape closes that, and the button has the focus again. */
class Panel {
  static count = 0;

  constructor(kind, fill) {
    this.fill = fill;
    const id = `panel-${(Panel.count += 1)}`;
    this.button = make("button", { type: "button", class: "chip opens", "data-opens": kind, "aria-expanded": "false", "aria-controls": id });
    this.element = make("div", { class: `panel ${kind}`, id, role: "group", hidden: "" });
    this.button.addEventListener("click", () => this.toggle(!this.open));
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.toggle(false);
    });
  }

  get open() {
    return !this.element.hidden;
  }

  toggle(open) {
    const inside = this.element.contains(this.element.getRootNode().activeElement);
    if (open) this.element.replaceChildren(...this.fill());
    this.element.setAttribute("aria-label", this.button.textContent);
    this.element.hidden = !open;
    this.button.setAttribute("aria-expanded", open);
    const fields = [...this.element.querySelectorAll("button, input, select")];
    if (open) fields.find((field) => field.offsetParent !== null)?.focus();
    else if (inside) this.button.focus();
  }

  show(text, there) {
    write(this.button, text);
    this.button.hidden = !there;
    if (!there && this.open) this.toggle(false);
  }
}

/** Panels of which one at most is open. */
const oneOpen = (panels) => {
  for (const panel of panels) {
    panel.button.addEventListener("click", () => {
      if (panel.open) for (const other of panels) if (other !== panel && other.open) other.toggle(false);
    });
  }
};

const buttonOf = (text, act, attributes = {}) => {
  const button = make("button", { type: "button", class: "chip", ...attributes }, text);
  button.addEventListener("click", act);
  return button;
};

const choiceOf = (label, options, value) => {
  const select = make("select", {}, ...options.map(([key, text]) => make("option", { value: key }, text)));
  select.value = String(value);
  return { field: select, label: make("label", { class: "field" }, make("span", {}, label), select) };
};

const inputOf = (label, attributes) => {
  const input = make("input", attributes);
  return { field: input, label: make("label", { class: "field" }, make("span", {}, label), input) };
};

teach({
  en: { once: "Once", every_day: "Every day", weekdays: "Weekdays", weekend: "Weekend" },
  fr: { once: "Une fois", every_day: "Tous les jours", weekdays: "En semaine", weekend: "Le week-end" },
  de: { once: "Einmal", every_day: "Jeden Tag", weekdays: "Werktags", weekend: "Am Wochenende" },
});

STYLES.push(`
.chips { display: flex; flex-wrap: wrap; gap: 6px; }
.chip { min-height: 44px; padding: 6px 12px; border: 1px solid color-mix(in srgb, var(--faint) 45%, transparent); border-radius: 22px;
  background: none; color: inherit; font: inherit; font-size: 14px; line-height: 1.25; cursor: pointer; text-align: center; }
.chip:hover { background: color-mix(in srgb, var(--ink) 6%, transparent); }
.chip:focus-visible { border-radius: 22px; }
.chip:disabled { color: var(--disabled-text-color, #9e9e9e); cursor: default; }
.chip[aria-pressed="true"], .chip.main { border-color: transparent; background: var(--ink); color: var(--paper); font-weight: 500; }
.chip.opens:not([data-mode], [data-opens="pause"])::after { content: " ▾"; content: " ▾" / ""; }
.chip[aria-expanded="true"] { border-color: var(--ink); }
.panel { display: grid; gap: 12px; margin-top: 8px; padding: 12px; border-radius: 12px; background: color-mix(in srgb, var(--ink) 5%, transparent); }
.panel .fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(124px, 1fr)); gap: 12px; }
.panel p { margin: 0; font-size: 14px; line-height: 1.4; }
.panel .note { color: var(--faint); }
.field { display: grid; gap: 4px; min-width: 0; color: var(--faint); font-size: 13px; }
.field input, .field select { min-height: 44px; min-width: 0; width: 100%; box-sizing: border-box; padding: 4px 10px; border-radius: 8px; font: inherit; font-size: 16px;
  border: 1px solid color-mix(in srgb, var(--faint) 60%, transparent); background: var(--paper); color: var(--ink); color-scheme: inherit; }
.field option { background: var(--paper); color: var(--ink); }
`);

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

class StatePart {
  constructor() {
    this.state = make("div", { class: "state", role: "status", "aria-live": "polite" });
    this.reason = make("p", { class: "reason" });
    this.todo = make("p", { class: "state-do", hidden: "" });
    this.next = make("p", { class: "next" });
    this.countdown = make("p", { class: "countdown", role: "timer" });
    this.remarks = make("ul", { class: "remarks" });
    this.watched = make("p", { class: "watched", hidden: "" });
    this.element = make("section", {}, this.state, this.reason, this.todo, this.countdown, this.watched, this.next, this.remarks);
  }

  show(app, speech) {
    const state = app.text("state");
    write(this.state, state === null ? NOTHING : speech.state(state));
    this.state.classList.toggle("charging", CHARGING.has(state) && !app.past);
    this.state.classList.toggle("trouble", TROUBLE.has(state));
    this.element.classList.toggle("alarm", TROUBLE.has(state));
    this.element.classList.toggle("keeps", state === "stopped");
    this.reason.hidden = state === null; // then the card says why
    write(this.reason, unbroken(app.text("reason") ?? NOTHING));
    const todo = app.past ? null : app.trouble;
    this.todo.hidden = todo === null;
    write(this.todo, todo === null ? "" : String(todo.do));
    const why = app.also("why", "watched_current");
    this.watched.hidden = why === null;
    write(this.watched, why === null ? "" : speech.say("watched", { why }));
    const next = app.moment("next_change");
    this.next.hidden = next === null;
    write(this.next, next === null ? "" : speech.say("next_change", { time: speech.when(next) }));
    this._count(app, speech);
    const { remarks } = app;
    this.remarks.hidden = !remarks.length;
    if (this.said === remarks.join()) return;
    this.said = remarks.join();
    this.remarks.replaceChildren(
      ...remarks.map((remark) => {
        const line = make("li");
        write(line, remark);
        return line;
      }),
    );
  }

  /** Counts down the seconds until the app knows enough to decide. */
  _count(app, speech) {
    clearTimeout(this.timer);
    const left = Math.ceil(((momentOf(app.also("decides_at")) ?? 0) - Date.now()) / 1000);
    this.countdown.hidden = left <= 0 || app.past;
    if (this.countdown.hidden) return;
    const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    write(this.countdown, speech.say("decides_in", { time }));
    this.timer = setTimeout(() => this.element.isConnected && this._count(app, speech), 1000);
  }
}

const SIGNS = { tick: "✓", question: "?", cross: "!" };

/** Whether all that the app goes by is found and makes sense: what is not stands open, what is in one line to unfold. */
class ChecklistPart {
  constructor() {
    this.title = make("h3");
    this.open = make("ul");
    this.sum = make("span");
    this.right = make("ul");
    const mark = make("span", { class: "mark tick", "aria-hidden": "true" }, SIGNS.tick);
    this.details = make("details", {}, make("summary", {}, mark, this.sum), this.right);
    this.element = make("section", { class: "checklist", hidden: "" }, this.title, this.open, this.details);
  }

  show(app, speech) {
    const lines = app.past ? [] : app.checklist;
    this.element.hidden = !lines.length;
    const right = lines.filter(({ mark }) => mark === "tick");
    const open = lines.filter(({ mark }) => mark !== "tick");
    write(this.title, speech.say("checklist"));
    write(this.sum, speech.say(open.length ? "some_checked" : "all_checked", { count: right.length }));
    this.open.hidden = !open.length;
    this.details.hidden = !right.length;
    const { trouble } = app;
    const key = JSON.stringify([lines, trouble]);
    if (this.said === key) return;
    this.said = key;
    this.open.replaceChildren(...open.map((line) => this._line(line, speech, line.item === trouble?.item)));
    this.right.replaceChildren(...right.map((line) => this._line(line, speech)));
  }

  /** A line in words; what to do is left out where it stands at the top already. */
  _line({ mark, name, said, do: todo }, speech, above = false) {
    const words = make("div", {}, make("span", { class: "unseen" }, `${speech.words.marks[mark]}: `), make("strong", {}, String(name)));
    if (isKnown(said)) words.append(`: ${said}`);
    if (isKnown(todo) && !above) words.append(make("div", { class: "do" }, String(todo)));
    return make("li", {}, make("span", { class: `mark ${mark}`, "aria-hidden": "true" }, SIGNS[mark]), words);
  }
}

// Each handle with the helper it sets, and what the app says holds where that is not set.
const HANDLES = { grid: { role: "grid_limit", told: "grid_limit_pct" }, sun: { role: "sun_limit", told: "sun_limit_pct" } };
const REACH_PX = 26; // how near to a handle a finger takes it
const SNAP_PCT = 5; // a finger is no finer than that
const LEAST_PCT = 5; // the least that a helper takes would be: not set
const SETTLE_MS = 600; // after the last key
const PATIENCE_MS = 10 * 1000; // for Home Assistant to say what was set

const within = (value, least, most) => Math.min(Math.max(value, least), most);

/** How full the car is, and two handles: from the grid up to here, from the sun up to there. */
class LevelPart {
  constructor(order) {
    this.order = order;
    this.wished = {};
    this.level = make("strong");
    this.limit = make("span");
    this.filled = make("div", { class: "filled" });
    this.zones = { grid: make("div", { class: "zone grid", hidden: "" }), sun: make("div", { class: "zone sun", hidden: "" }) };
    this.mark = make("div", { class: "mark" });
    this.flag = make("div", { class: "flag", hidden: "" });
    this.bar = make("div", { class: "bar", role: "meter", "aria-valuemin": 0, "aria-valuemax": 100 }, this.zones.sun, this.zones.grid, this.filled);
    this.handles = Object.fromEntries(Object.keys(HANDLES).map((which) => [which, this._handle(which)]));
    this.rail = make("div", { class: "rail" }, this.bar, this.mark, this.flag, this.handles.sun, this.handles.grid);
    this._listen();
    this.legend = Object.fromEntries(Object.keys(HANDLES).map((which) => [which, make("span", { class: `legend ${which}` })]));
    this.limits = make("p", { class: "limits", hidden: "", "aria-hidden": "true" }, this.legend.grid, this.legend.sun);
    this.wanted = make("p", { class: "wanted" });
    this.why = make("p", { class: "why", hidden: "" });
    this.title = make("h3");
    const head = make("div", { class: "level" }, this.level, this.limit);
    this.element = make("section", {}, this.title, head, this.rail, this.limits, this.why, this.wanted);
  }

  _handle(which) {
    const handle = make("div", { class: `handle ${which}`, role: "slider", tabindex: 0, "data-handle": which, "aria-valuemax": 100, hidden: "" });
    handle.addEventListener("keydown", (event) => this._key(which, event));
    return handle;
  }

  show(app, speech, hands) {
    this.speech = speech;
    this.hands = hands;
    const soc = app.number("soc");
    const limit = numberOf(app.also("charge_limit_pct"));
    this.own = limit;
    this.name = speech.say(app.has("battery_soc") ? "car_battery" : "battery");
    write(this.title, this.name);
    const asleep = app.also("car_asleep") === "yes" ? ` (${speech.say("asleep")})` : "";
    write(this.level, speech.measure(soc, "%") + asleep);
    this.limit.hidden = limit === null;
    write(this.limit, speech.say("limit", { value: speech.measure(limit, "%") }));
    this.why.hidden = soc !== null || app.text("state") === null;
    write(this.why, speech.say("no_soc"));
    this.soc = soc;
    this.filled.style.width = `${within(soc ?? 0, 0, 100)}%`;
    this.mark.hidden = limit === null;
    this.mark.style.left = `${limit}%`;
    this._tell(soc, speech);
    this._leave(app, speech);
    if (!this.drag) this._place();
  }

  /** What is wanted when: a flag on the bar, and a sentence. */
  _leave(app, speech) {
    const departure = momentOf(app.also("departure"));
    const soc_pct = numberOf(app.also("departure_soc_pct"));
    this.flag.hidden = departure === null || soc_pct === null;
    this.flag.style.left = `${soc_pct}%`;
    this.wanted.hidden = departure === null;
    const value = speech.measure(soc_pct, "%");
    write(this.wanted, departure === null ? "" : speech.say("wanted", { value, time: speech.when(departure) }));
  }

  _tell(soc, speech) {
    this.bar.setAttribute("aria-label", soc === null ? `${this.name}: ${speech.say("unknown")}` : this.name);
    const limit = this.limit.hidden ? "" : `, ${this.limit.textContent}`;
    this.bar.setAttribute("aria-valuetext", `${this.level.textContent}${limit}`);
    // A meter must have a value: one that is not known is no meter.
    this.bar.setAttribute("role", soc === null ? "img" : "meter");
    if (soc === null) this.bar.removeAttribute("aria-valuenow");
    else this.bar.setAttribute("aria-valuenow", soc);
  }

  /** What holds of a handle: just moved, set, or told by the app; null where the car's own limit is all there is. */
  _value(which) {
    const { role, told } = HANDLES[which];
    const wish = this.wished[which];
    const set = this.hands.number(role);
    if (wish && (set === wish.value || Date.now() > wish.until)) delete this.wished[which];
    return this.wished[which]?.value ?? set ?? numberOf(this.hands.told[told]);
  }

  _at(which) {
    return this._value(which) ?? (which === "grid" ? this._at("sun") : this.own ?? 100);
  }

  _place() {
    const { speech } = this;
    const there = Object.keys(HANDLES).filter((which) => this.hands.has(HANDLES[which].role));
    this.rail.classList.toggle("held", there.length > 0);
    this.limits.hidden = !there.length;
    for (const which of Object.keys(HANDLES)) {
      const shown = there.includes(which);
      const value = this._value(which);
      const at = this._at(which);
      const handle = this.handles[which];
      const said = value === null ? speech.say(`${which}_no_limit`) : speech.joined(value, "%");
      for (const element of [handle, this.legend[which], this.zones[which]]) element.hidden = !shown;
      handle.style.left = `${at}%`;
      handle.classList.toggle("unset", value === null);
      this.zones[which].style.width = `${Math.max(at, this.soc ?? 0)}%`;
      handle.setAttribute("aria-label", speech.say(`${which}_up_to`));
      handle.setAttribute("aria-valuemin", this._least(which));
      handle.setAttribute("aria-valuemax", this._most(which));
      handle.setAttribute("aria-valuenow", at);
      handle.setAttribute("aria-valuetext", said);
      write(this.legend[which], value === null ? said : speech.say(`${which}_to`, { value: said }));
    }
  }

  _least(which) {
    const { min, step } = this.hands.range(HANDLES[which].role);
    return Math.max(min + step, LEAST_PCT, which === "sun" ? this._value("grid") ?? 0 : 0);
  }

  _most(which) {
    const { max } = this.hands.range(HANDLES[which].role);
    return Math.min(max, 100, which === "grid" ? this._at("sun") : 100);
  }

  _move(which, value) {
    const { step } = this.hands.range(HANDLES[which].role);
    const wish = within(Math.round(value / step) * step, this._least(which), this._most(which));
    this.wished[which] = { value: wish, until: Date.now() + PATIENCE_MS };
    this._place();
  }

  async _keep(which) {
    if (!this.wished[which]) return;
    const done = await this.order(this.hands.set(HANDLES[which].role, this.wished[which].value));
    if (!done) delete this.wished[which];
    this._place();
  }

  _key(which, event) {
    const [least, most, at] = [this._least(which), this._most(which), this._at(which)];
    const { step } = this.hands.range(HANDLES[which].role);
    const to = {
      ArrowLeft: at - step, ArrowDown: at - step, ArrowRight: at + step, ArrowUp: at + step, PageDown: at - 10, PageUp: at + 10,
      Home: least, End: most,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this._move(which, to);
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this._keep(which), SETTLE_MS);
  }

  _listen() {
    this.rail.addEventListener("pointerdown", (event) => this._take(event));
    this.rail.addEventListener("pointermove", (event) => this._pull(event));
    this.rail.addEventListener("pointerup", (event) => this._let(event, true));
    this.rail.addEventListener("pointercancel", (event) => this._let(event, false));
  }

  _pct(event) {
    const { left, width } = this.rail.getBoundingClientRect();
    return (100 * (event.clientX - left)) / width;
  }

  /** Takes the nearer handle; of two that lie on each other the one of the side to which it is pulled. */
  _take(event) {
    const at = this._pct(event);
    const reach = (100 * REACH_PX) / this.rail.getBoundingClientRect().width;
    const near = Object.keys(HANDLES).filter((which) => !this.handles[which].hidden && Math.abs(this._at(which) - at) <= reach);
    if (!near.length) return;
    event.preventDefault();
    near.sort((one, other) => Math.abs(this._at(one) - at) - Math.abs(this._at(other) - at));
    const tied = near.length > 1 && this._at("grid") === this._at("sun");
    this.drag = { which: tied ? null : near[0], from: at };
    if (this.drag.which) this.handles[this.drag.which].focus();
    this.rail.setPointerCapture(event.pointerId);
  }

  _pull(event) {
    if (!this.drag) return;
    const at = this._pct(event);
    const step = Math.abs(at - this.drag.from);
    if (step < 1) return;
    this.drag.which ??= at < this.drag.from ? "grid" : "sun";
    this.drag.moved = true;
    this._move(this.drag.which, SNAP_PCT * Math.round(at / SNAP_PCT));
  }

  _let(event, kept) {
    const { which, moved } = this.drag ?? {};
    this.drag = null;
    if (!moved) return;
    if (!kept) delete this.wished[which];
    this._place();
    if (kept) this._keep(which);
  }
}

teach({
  en: {
    grid_up_to: "From the grid up to", sun_up_to: "From the sun up to", grid_to: "grid to {value}", sun_to: "sun to {value}",
    grid_no_limit: "grid as needed", sun_no_limit: "sun to the car's limit", no_soc: "The car has not said how full it is.",
  },
  fr: {
    grid_up_to: "Depuis le réseau jusqu'à", sun_up_to: "Avec le soleil jusqu'à", grid_to: "réseau jusqu'à {value}", sun_to: "soleil jusqu'à {value}",
    grid_no_limit: "réseau selon le besoin", sun_no_limit: "soleil jusqu'à la limite", no_soc: "La voiture n'a pas dit son niveau de charge.",
  },
  de: {
    grid_up_to: "Aus dem Netz bis", sun_up_to: "Von der Sonne bis", grid_to: "Netz bis {value}", sun_to: "Sonne bis {value}",
    grid_no_limit: "Netz nach Bedarf", sun_no_limit: "Sonne bis zur Ladegrenze", no_soc: "Das Auto hat nicht gesagt, wie voll es ist.",
  },
});

STYLES.push(`
.level { display: flex; justify-content: space-between; align-items: baseline; gap: 8px; }
.level strong { font-size: 20px; font-weight: 500; }
.level span, .wanted, .limits, .why { color: var(--faint); font-size: 14px; line-height: 1.4; }
.rail { position: relative; height: 26px; margin: 0 2px; }
.rail.held { height: 44px; margin: 0 12px; touch-action: pan-y; cursor: default; }
.bar { position: absolute; inset: calc(50% - 7px) 0 auto; height: 14px; border-radius: 7px; overflow: hidden; background: var(--line); }
.bar > * { position: absolute; inset: 0 auto 0 0; border-radius: 7px; }
.bar .filled { background: var(--car); }
.bar .zone.grid { background: color-mix(in srgb, var(--import) 50%, var(--paper)); }
.bar .zone.sun { background: color-mix(in srgb, var(--sun) 38%, var(--paper)); }
.rail .mark { position: absolute; top: calc(50% - 11px); height: 22px; width: 3px; margin-left: -1.5px; border-radius: 2px;
  background: var(--ink); box-shadow: 0 0 0 1.5px var(--paper); }
.rail .flag { position: absolute; top: calc(50% - 16px); margin-left: -5px; border: 5px solid transparent; border-top: 6px solid var(--ink); border-bottom: none; }
.handle { position: absolute; top: 0; width: 44px; height: 44px; margin-left: -22px; cursor: grab; border-radius: 50%; outline: none; }
.handle::after { content: ""; position: absolute; inset: 9px; border-radius: 50%; border: 4px solid var(--tint); background: var(--paper); }
.handle.grid { --tint: var(--import); } .handle.sun { --tint: var(--sun); }
.handle.grid::after { inset: 13px; }
.handle.unset::after { border-style: dotted; }
.handle:focus-visible::after { outline: 2px solid var(--accent); outline-offset: 2px; }
.wanted, .limits, .why { margin: 0; }
.limits { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 2px 16px; }
.legend::before { content: ""; display: inline-block; width: 8px; height: 8px; margin-right: 6px; border-radius: 50%; border: 2.5px solid var(--tint); }
.legend.grid { --tint: var(--import); } .legend.sun { --tint: var(--sun); }
`);

const MODES = ["smart", "sun_only", "now", "off"];
// What ends a charge now: the helper, its unit, and what is offered.
const ENDS = {
  minutes: { role: "now_minutes", offers: [30, 60, 120, 180] },
  energy: { role: "now_energy", offers: [5, 10, 20, 40] },
  soc: { role: "now_soc", offers: [50, 60, 70, 80, 90, 100] },
};
const MOST_OFFERS = 4;

/** Smart, sun only, now or off; and what ends a charge now. */
class ModesPart {
  constructor(order) {
    this.order = order;
    this.panel = new Panel("now", () => this._ask());
    this.buttons = Object.fromEntries(MODES.map((mode) => [mode, mode === "now" ? this.panel.button : this._button(mode)]));
    for (const [mode, button] of Object.entries(this.buttons)) button.setAttribute("data-mode", mode);
    this.group = make("div", { class: "modes", role: "group" }, ...MODES.map((mode) => this.buttons[mode]));
    this.ends = make("span", { role: "status" });
    this.stop = buttonOf("", () => this.order(this.hands.turn("charge_now", false)), { "data-stop": "" });
    this.running = make("div", { class: "running", hidden: "" }, this.ends, this.stop);
    this.element = make("section", { class: "keeps", hidden: "" }, this.group, this.running, this.panel.element);
  }

  _button(mode) {
    return buttonOf("", async (event) => {
      const button = event.currentTarget;
      button.setAttribute("aria-busy", "true");
      await this.order(this.hands.choose(mode));
      button.removeAttribute("aria-busy");
    });
  }

  show(app, speech, hands) {
    this.hands = hands;
    this.app = app;
    this.speech = speech;
    this.element.hidden = !hands.rule;
    if (!hands.rule) return;
    this.group.setAttribute("aria-label", speech.say("modes"));
    const asks = Object.values(ENDS).some(({ role }) => hands.has(role));
    for (const [mode, button] of Object.entries(this.buttons)) {
      write(button, speech.say(`mode_${mode}`) + (mode === "now" && asks ? " …" : ""));
      button.setAttribute("aria-pressed", hands.mode === mode);
    }
    this.buttons.sun_only.hidden = hands.option("sun_only") === null;
    this.running.hidden = hands.mode !== "now";
    write(this.stop, speech.say("now_stop"));
    if (!this.running.hidden) write(this.ends, this._running());
  }

  /** When it ends and what it costs, as far as the app has told. */
  _running() {
    const { speech, hands } = this;
    const now = typeof hands.told.now === "object" && hands.told.now !== null ? hands.told.now : {};
    const [at, kwh, cost, pct] = [momentOf(now.ends_at), numberOf(now.kwh), numberOf(now.cost), numberOf(now.until_pct)];
    const parts = [
      at && speech.say("now_until", { time: speech.when(at) }),
      pct !== null && speech.say("now_up_to", { value: speech.joined(pct, "%") }),
      kwh !== null && speech.joined(kwh, "kWh", 1),
      cost !== null && speech.say("now_about", { value: speech.money(cost, this.app.unit("cost_today")) }),
    ].filter(Boolean);
    const what = parts.length ? parts.join(" · ") : speech.say("now_to_limit");
    const then = hands.chosen && speech.say("now_then", { mode: speech.say(`mode_${hands.chosen}`) });
    return [speech.say("now_running", { what }), then].filter(Boolean).join(" ");
  }

  _offers(end) {
    const { role, offers } = ENDS[end];
    const { max } = this.hands.range(role);
    const least = end === "soc" ? this.app.number("soc") ?? 0 : 0;
    return offers.filter((offer) => offer > least && offer <= max).slice(-MOST_OFFERS);
  }

  _offered(end, value) {
    const { speech } = this;
    if (end === "energy") return speech.joined(value, "kWh");
    if (end === "soc") return speech.joined(value, "%");
    return value < 60 ? speech.joined(value, "min") : speech.joined(value / 60, "h");
  }

  _ask() {
    const { speech } = this;
    this.wanted = {};
    this.sum = make("p", { class: "note sum", role: "status" });
    const rows = Object.keys(ENDS).filter((end) => this.hands.has(ENDS[end].role)).map((end) => this._row(end));
    const start = buttonOf(speech.say("now_start"), () => this._start(), { class: "chip main", "data-start": "" });
    this._sum();
    return [...rows, this.sum, make("div", { class: "chips" }, start, buttonOf(speech.say("cancel"), () => this.panel.toggle(false)))];
  }

  _row(end) {
    const name = this.speech.say(`now_${end}`);
    const buttons = this._offers(end).map((value) =>
      buttonOf(this._offered(end, value), () => {
        this.wanted[end] = this.wanted[end] === value ? undefined : value;
        buttons.forEach((button) => button.setAttribute("aria-pressed", button.value === String(this.wanted[end])));
        this._sum();
      }, { "aria-pressed": "false", value, "data-end": `${end}-${value}` }));
    return make("div", { class: "ends", role: "group", "aria-label": name }, make("span", {}, name), make("div", { class: "chips" }, ...buttons));
  }

  _sum() {
    const { speech, wanted } = this;
    const chosen = Object.keys(ENDS).filter((end) => wanted[end] !== undefined).map((end) => this._offered(end, wanted[end]));
    const ends = chosen.length ? new Intl.ListFormat(speech.language, { type: "disjunction" }).format(chosen) : speech.say("now_to_limit");
    const limit = numberOf(this.app.also("charge_limit_pct"));
    const said = [speech.say(chosen.length > 1 ? "now_first" : "now_after", { ends })];
    if (limit !== null && (wanted.soc ?? 0) > limit) said.push(speech.say("own_limit", { value: speech.joined(limit, "%") }));
    write(this.sum, said.join(" "));
  }

  async _start() {
    const ends = Object.keys(ENDS).flatMap((end) => this.hands.set(ENDS[end].role, this.wanted[end] ?? 0));
    if (await this.order([...ends, ...this.hands.choose("now")])) this.panel.toggle(false);
  }
}

teach({
  en: {
    modes: "Mode", mode_smart: "Smart", mode_sun_only: "Sun only", mode_now: "Now", mode_off: "Off", mode_paused: "Paused", cancel: "Cancel",
    now_minutes: "For how long", now_energy: "How much", now_soc: "Up to", now_start: "Start", now_stop: "Stop now",
    now_after: "{ends}, then it goes on as before.", now_first: "{ends}, whichever comes first; then it goes on as before.",
    now_to_limit: "up to the car's limit", now_running: "Charging now: {what}.", now_then: "Then {mode} again.",
    now_until: "until {time}", now_up_to: "up to {value}", now_about: "about {value}", own_limit: "The car itself stops at {value}.",
  },
  fr: {
    modes: "Mode", mode_smart: "Intelligent", mode_sun_only: "Soleil seul", mode_now: "Immédiat", mode_off: "Arrêt", mode_paused: "En pause", cancel: "Annuler",
    now_minutes: "Pendant combien de temps", now_energy: "Combien", now_soc: "Jusqu'à", now_start: "Démarrer", now_stop: "Arrêter",
    now_after: "{ends}, puis tout reprend comme avant.", now_first: "{ends}, au premier atteint ; puis tout reprend comme avant.",
    now_to_limit: "jusqu'à la limite de la voiture", now_running: "Charge immédiate : {what}.", now_then: "Ensuite, de nouveau « {mode} ».",
    now_until: "jusqu'à {time}", now_up_to: "jusqu'à {value}", now_about: "environ {value}", own_limit: "La voiture elle-même s'arrête à {value}.",
  },
  de: {
    modes: "Modus", mode_smart: "Smart", mode_sun_only: "Nur Sonne", mode_now: "Jetzt", mode_off: "Aus", mode_paused: "Pause", cancel: "Abbrechen",
    now_minutes: "Wie lange", now_energy: "Wie viel", now_soc: "Bis zu", now_start: "Starten", now_stop: "Beenden",
    now_after: "{ends}, danach geht es weiter wie zuvor.", now_first: "{ends}, je nachdem, was zuerst erreicht ist; danach geht es weiter wie zuvor.",
    now_to_limit: "bis zur Grenze des Autos", now_running: "Lädt jetzt: {what}.", now_then: "Danach wieder „{mode}“.",
    now_until: "bis {time}", now_up_to: "bis {value}", now_about: "etwa {value}", own_limit: "Das Auto selbst hört bei {value} auf.",
  },
});

STYLES.push(`
.modes { display: flex; flex-wrap: wrap; gap: 8px; }
.modes .chip { flex: 1 1 auto; min-width: max-content; padding: 6px 8px; font-size: 14px; }
@container (max-width: 400px) { .modes { gap: 5px; } .modes .chip { padding: 6px; font-size: 13px; } }
@container (max-width: 350px) { .modes { display: grid; grid-template-columns: 1fr 1fr; } }
.modes .chip[aria-pressed="true"] { background: var(--mode); color: var(--paper); --mode: color-mix(in srgb, var(--car) 65%, var(--ink)); }
.modes .chip[data-mode="sun_only"][aria-pressed="true"] { --mode: color-mix(in srgb, var(--sun) 70%, var(--ink)); }
.modes .chip[data-mode="off"][aria-pressed="true"] { --mode: var(--faint); }
.modes .chip[aria-busy="true"] { opacity: 0.6; }
.running { display: flex; align-items: center; justify-content: space-between; gap: 12px; margin-top: 8px; font-size: 14px; line-height: 1.4; }
.running .chip { flex: none; }
.sum::first-letter { text-transform: uppercase; }
.ends { display: grid; gap: 4px; }
.ends > span { color: var(--faint); font-size: 13px; }
.ends .chips { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); }
.ends .chip { padding: 6px 2px; background: var(--paper); white-space: nowrap; }
.ends .chip[aria-pressed="true"] { background: var(--ink); }
`);

/** What is going to be bought, and what it is for, in a sentence. */
class PlanPart {
  constructor() {
    this.title = make("h3");
    this.sentence = make("p", { class: "plan", "aria-live": "polite" });
    this.element = make("section", {}, this.title, this.sentence);
  }

  show(app, speech, hands) {
    const plan = app.text("plan");
    this.element.hidden = plan === null || app.text("state") === null;
    write(this.title, speech.say(hands.awaited ? "plan_awaited" : "plan"));
    this.element.setAttribute("aria-busy", hands.awaited);
    write(this.sentence, plan === null ? NOTHING : unbroken(plan));
  }
}

teach({
  en: { plan: "Plan", plan_awaited: "Plan: being made anew …" },
  fr: { plan: "Plan", plan_awaited: "Plan : il se refait …" },
  de: { plan: "Plan", plan_awaited: "Plan: wird neu gemacht …" },
});

STYLES.push(`
.plan { margin: 0; line-height: 1.45; overflow-wrap: anywhere; }
.plan::first-letter { text-transform: uppercase; }
`);

const STEP_PCT = 5;
const AFTER_MIDNIGHT = "00:01"; // midnight itself would be none
const MORNING = "06:00"; // a pause until tomorrow ends with the night
const EVENING = "18:00";
const SUNDAY = 6;

/** What is offered to pick of per cents: each STEP_PCT above the least, which is none, and what is set. */
const percents = ({ min, max }, set) => {
  const first = (Math.floor(min / STEP_PCT) + 1) * STEP_PCT;
  const steps = Array.from({ length: Math.floor((max - first) / STEP_PCT) + 1 }, (_, index) => first + index * STEP_PCT);
  return [...new Set(set === null ? steps : [...steps, set])].sort((a, b) => a - b);
};

/** When the car leaves and how full; to skip the next one, to pause, and what holds besides. */
class DeparturePart {
  constructor(order) {
    this.order = order;
    this.when = new Panel("departure", () => this._askWhen());
    this.pause = new Panel("pause", () => this._askPause());
    this.more = new Panel("bounds", () => this._askBounds());
    const panels = [this.when, this.pause, this.more];
    oneOpen(panels);
    this.skip = buttonOf("", () => this.order(this.hands.turn("skip", !this.hands.on("skip"))), { "data-skip": "", "aria-pressed": "false" });
    const chips = [this.when.button, this.pause.button, this.skip, this.more.button];
    this.group = make("div", { class: "chips", role: "group" }, ...chips);
    this.element = make("section", { class: "keeps", hidden: "" }, this.group, ...panels.map(({ element }) => element));
  }

  show(app, speech, hands) {
    Object.assign(this, { app, speech, hands });
    const sets = hands.has("departure_time");
    const bounds = ["minimum", "price_ceiling"].some((role) => hands.has(role));
    this.group.setAttribute("aria-label", speech.say("departure"));
    this.when.show(this._departure(), sets);
    this._skip();
    this.pause.show(`${speech.say("pause")} …`, hands.has("pause_until"));
    this.more.show(this._bounds(), bounds);
    this.element.hidden = !sets && !bounds && this.skip.hidden && !hands.has("pause_until");
  }

  /** The departure that was set by hand, as a person would say it. */
  _departure() {
    const { speech, hands } = this;
    const { departure } = hands;
    if (departure === null) return speech.say("departure_none");
    const once = departure.days === null || daysOf(departure.days) === "once";
    const days = once ? departure.date && speech.date(noonOf(departure.date)) : daysInWords(departure.days, speech);
    const at = [days, speech.clock(departure.time)].filter(Boolean).join(" ");
    return departure.soc_pct === null ? at : `${at} · ${speech.joined(departure.soc_pct, "%")}`;
  }

  _skip() {
    const { app, speech, hands } = this;
    const on = hands.on("skip");
    const left = momentOf(hands.told.skipped);
    this.skip.hidden = !hands.has("skip") || (!on && momentOf(app.also("departure")) === null);
    this.skip.setAttribute("aria-pressed", on);
    write(this.skip, on && left ? speech.say("skipped", { time: speech.when(left) }) : speech.say(on ? "skipped_next" : "skip"));
  }

  _bounds() {
    const { app, speech, hands } = this;
    const least = hands.number("minimum") ?? numberOf(hands.told.minimum_pct);
    const most = hands.number("price_ceiling") ?? numberOf(hands.told.price_ceiling);
    const said = [
      least && speech.say("at_least", { value: speech.joined(least, "%") }),
      most !== null && speech.say("at_most", { value: `${speech.money(most, app.unit("cost_today"))}/kWh` }),
    ];
    return said.filter(Boolean).join(" · ") || speech.say("bounds");
  }

  _askWhen() {
    const { speech, hands } = this;
    const told = momentOf(this.app.also("departure"));
    const now = hands.clock();
    const known = hands.departure ?? { ...(told ? hands.clock(told) : { date: daysAfter(now.date, 1), time: "07:30" }), soc_pct: null, days: null };
    const time = inputOf(speech.say("at_time"), { type: "time", value: known.time, required: "", "data-field": "time" });
    const wanted = known.soc_pct ?? numberOf(this.app.also("departure_soc_pct")) ?? 80;
    const options = percents(hands.range("departure_soc"), wanted).map((value) => [value, speech.joined(value, "%")]);
    const soc = choiceOf(speech.say("charged_to"), options, wanted);
    const dates = hands.options("departure_days");
    const days = choiceOf(speech.say("on_days"), dates.map((option) => [option, daysInWords(option, speech)]), known.days ?? dates[0]);
    const [from, far] = [now.date, daysAfter(now.date, 366)];
    const past = known.date === null || known.date < now.date;
    const date = inputOf(speech.say("on_date"), { type: "date", min: from, max: far, value: past ? this._next(known.time) : known.date, "data-field": "date" });
    const once = () => !dates.length || daysOf(days.field.value) === "once";
    const look = () => (date.label.hidden = !once());
    days.field.addEventListener("change", look);
    days.label.hidden = !dates.length;
    look();
    const note = make("p", { class: "note", role: "status" });
    const keep = () => this._keep({ time: time.field.value, date: date.field.value, soc_pct: Number(soc.field.value), days: days.field.value, once: once() }, note);
    this._limit(soc.field, note);
    soc.field.addEventListener("change", () => this._limit(soc.field, note));
    const none = () => this._order(this.when, hands.at("departure_time", { date: now.date, time: MIDNIGHT }));
    const clear = buttonOf(speech.say("departure_clear"), none, { "data-clear": "" });
    clear.hidden = hands.departure === null;
    soc.label.hidden = !hands.has("departure_soc");
    return [make("div", { class: "fields" }, days.label, date.label, time.label, soc.label), note, this._ends(this.when, keep, clear)];
  }

  /** The day on which the clock next shows a time. */
  _next(time) {
    const now = this.hands.clock();
    return time > now.time ? now.date : daysAfter(now.date, 1);
  }

  _limit(field, note) {
    const limit = numberOf(this.app.also("charge_limit_pct"));
    const above = limit !== null && Number(field.value) > limit;
    write(note, above ? this.speech.say("own_limit", { value: this.speech.joined(limit, "%") }) : "");
  }

  _keep({ time, date, soc_pct, days, once }, note) {
    const { hands, speech } = this;
    const now = hands.clock();
    if (!time || (once && !date)) return write(note, speech.say("not_whole"));
    if (once && `${date} ${time}` <= `${now.date} ${now.time}`) return write(note, speech.say("gone_by"));
    const day = once ? date : this._next(time);
    const at = { date: day, time: time === MIDNIGHT ? AFTER_MIDNIGHT : time };
    const calls = [...hands.pick("departure_days", days || null), ...hands.set("departure_soc", soc_pct), ...hands.at("departure_time", at)];
    return this._order(this.when, calls);
  }

  _askPause() {
    const { speech, hands } = this;
    const now = hands.clock();
    const tomorrow = { date: daysAfter(now.date, 1), time: MORNING };
    const away = (SUNDAY - ((noonOf(now.date).getUTCDay() + 6) % 7) + 7) % 7;
    const sunday = { date: daysAfter(now.date, away === 0 && now.time >= EVENING ? 7 : away), time: EVENING };
    const until = (name, moment) =>
      buttonOf(`${speech.say(name)} ${speech.clock(moment.time)}`, () => this._pause(moment), { "data-until": name });
    const date = inputOf(speech.say("on_date"), { type: "date", min: now.date, value: daysAfter(now.date, 7), "data-field": "date" });
    const time = inputOf(speech.say("at_time"), { type: "time", value: EVENING, "data-field": "time" });
    const note = make("p", { class: "note", role: "status" });
    write(note, speech.say("pause_means"));
    const keep = () => {
      const moment = { date: date.field.value, time: time.field.value };
      if (!moment.date || !moment.time) return write(note, speech.say("not_whole"));
      if (`${moment.date} ${moment.time}` <= `${now.date} ${now.time}`) return write(note, speech.say("gone_by"));
      return this._pause(moment);
    };
    return [
      note,
      make("div", { class: "chips" }, until("tomorrow", tomorrow), until("sunday_evening", sunday)),
      make("div", { class: "fields" }, date.label, time.label),
      this._ends(this.pause, keep, null, "pause_until"),
    ];
  }

  _pause(moment) {
    return this._order(this.pause, this.hands.at("pause_until", moment));
  }

  _askBounds() {
    const { app, speech, hands } = this;
    const least = hands.number("minimum");
    const levels = percents({ ...hands.range("minimum"), max: Math.min(hands.range("minimum").max, 70) }, least);
    const minimum = choiceOf(speech.say("minimum_charge"), [[0, speech.say("none")], ...levels.map((each) => [each, speech.joined(each, "%")])], least ?? 0);
    const { min, max } = hands.range("price_ceiling");
    const currency = app.unit("cost_today") || "";
    const ceiling = inputOf(`${speech.say("price_ceiling")} ${currency && `(${currency}/kWh)`}`.trim(), {
      type: "number", inputmode: "decimal", step: "any", min, max, value: hands.number("price_ceiling") ?? "", placeholder: speech.say("none"), "data-field": "ceiling",
    });
    minimum.label.hidden = !hands.has("minimum");
    ceiling.label.hidden = !hands.has("price_ceiling");
    const note = make("p", { class: "note", role: "status" });
    write(note, speech.say("bounds_mean"));
    const keep = () => {
      const { value, validity } = ceiling.field;
      if (!validity.valid) return write(note, speech.say("price_range", { min: speech.number(min, 2), max: speech.number(max, 2) }));
      return this._order(this.more, [...hands.set("minimum", Number(minimum.field.value)), ...hands.set("price_ceiling", value === "" ? min : Number(value))]);
    };
    return [make("div", { class: "fields" }, minimum.label, ceiling.label), note, this._ends(this.more, keep)];
  }

  _ends(panel, keep, besides = null, word = "keep") {
    const { speech } = this;
    const main = buttonOf(speech.say(word), keep, { class: "chip main", "data-keep": "" });
    const cancel = buttonOf(speech.say("cancel"), () => panel.toggle(false));
    return make("div", { class: "chips" }, main, cancel, ...(besides ? [besides] : []));
  }

  async _order(panel, calls) {
    if (await this.order(calls)) panel.toggle(false);
  }
}

/** Says at the top until when it is paused, and ends that. */
class PauseBanner {
  constructor(order) {
    this.text = make("span");
    this.end = buttonOf("", () => order(this.hands.resume()), { "data-resume": "" });
    this.element = make("div", { class: "banner", role: "status", hidden: "" }, this.text, this.end);
  }

  show(app, speech, hands) {
    this.hands = hands;
    const until = hands.pausedUntil;
    this.element.hidden = until === null || hands.mode === "off";
    write(this.text, until === null ? "" : speech.say("paused_until", { time: speech.when(until) }));
    write(this.end, speech.say("pause_end"));
    this.end.hidden = !hands.has("pause_until");
  }
}

teach({
  en: {
    departure: "Departure", departure_none: "Set a departure", departure_clear: "No departure", at_time: "Time", on_date: "Date", on_days: "Days", charged_to: "Charged to", keep: "Save",
    skip: "Skip once", skipped: "Skipped: {time}", skipped_next: "The next one is skipped", not_whole: "Something is still missing.", gone_by: "That moment has gone by.",
    pause: "Pause", pause_until: "Pause until then", tomorrow: "Until tomorrow", sunday_evening: "Until Sunday", pause_means: "Until then as if switched off: the car is left alone, and goes on by itself after.",
    paused_until: "Paused until {time}", pause_end: "Resume", minimum_charge: "Always at least", price_ceiling: "Nothing dearer than", none: "none",
    bounds: "Least charge and price", at_least: "at least {value}", at_most: "at most {value}", bounds_mean: "Below the least charge it fills up at once; what is dearer than the price is not bought.",
    price_range: "A price from {min} to {max}, or nothing.",
  },
  fr: {
    departure: "Départ", departure_none: "Fixer un départ", departure_clear: "Sans départ", at_time: "Heure", on_date: "Date", on_days: "Jours", charged_to: "Chargée à", keep: "Enregistrer",
    skip: "Sauter une fois", skipped: "Sauté : {time}", skipped_next: "Le prochain est sauté", not_whole: "Il manque encore quelque chose.", gone_by: "Ce moment est déjà passé.",
    pause: "Pause", pause_until: "Pause jusque-là", tomorrow: "Jusqu'à demain", sunday_evening: "Jusqu'à dimanche", pause_means: "Jusque-là comme si tout était éteint : la voiture est laissée tranquille, puis tout reprend seul.",
    paused_until: "En pause jusqu'à {time}", pause_end: "Reprendre", minimum_charge: "Toujours au moins", price_ceiling: "Rien de plus cher que", none: "aucun",
    bounds: "Charge minimale et prix", at_least: "au moins {value}", at_most: "au plus {value}", bounds_mean: "Sous la charge minimale, elle charge aussitôt ; ce qui est plus cher que ce prix n'est pas acheté.",
    price_range: "Un prix de {min} à {max}, ou rien.",
  },
  de: {
    departure: "Abfahrt", departure_none: "Abfahrt festlegen", departure_clear: "Keine Abfahrt", at_time: "Uhrzeit", on_date: "Datum", on_days: "Tage", charged_to: "Geladen auf", keep: "Speichern",
    skip: "Einmal auslassen", skipped: "Ausgelassen: {time}", skipped_next: "Die nächste wird ausgelassen", not_whole: "Es fehlt noch etwas.", gone_by: "Dieser Zeitpunkt ist schon vorbei.",
    pause: "Pause", pause_until: "Bis dahin pausieren", tomorrow: "Bis morgen", sunday_evening: "Bis Sonntag", pause_means: "Bis dahin wie ausgeschaltet: Das Auto bleibt in Ruhe, danach geht es von selbst weiter.",
    paused_until: "Pause bis {time}", pause_end: "Fortsetzen", minimum_charge: "Immer mindestens", price_ceiling: "Nichts teurer als", none: "keine",
    bounds: "Mindestladung und Preis", at_least: "mindestens {value}", at_most: "höchstens {value}", bounds_mean: "Unter der Mindestladung wird sofort geladen; was teurer ist als der Preis, wird nicht gekauft.",
    price_range: "Ein Preis von {min} bis {max}, oder nichts.",
  },
});

STYLES.push(`
.banner { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 4px 12px; padding: 4px 4px 4px 12px; min-height: 44px; border-radius: 12px; font-size: 14px; font-weight: 500;
  background: color-mix(in srgb, var(--import) 20%, transparent); }
.banner span { padding: 4px 0; }
.banner .chip { padding: 6px 8px; border: none; text-decoration: underline; font-weight: 400; }
`);

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

const NAME = /^[a-z0-9_]+$/;
const SWITCH = /^(input_boolean|switch)\.[a-z0-9_]+$/;

function refuse(card, key, rule, value) {
  throw new Error(`${card}: ${key} must be ${rule}, is ${JSON.stringify(value)}`);
}

/** What both cards are configured with; raises an Error that names the key, the rule and the value. */
function checkedCommon(card, config) {
  const { name: given, title } = config || refuse(card, "the configuration", "a mapping", config);
  const name = given || "solar_charging";
  if (!NAME.test(name)) refuse(card, "name", "the app's name in apps.yaml (a-z, 0-9, _)", name);
  if (title !== undefined && title !== null && typeof title !== "string") refuse(card, "title", "a text", title);
  return { name, title };
}

function checkedShow(config) {
  const show = config.show ?? PARTS;
  if (!Array.isArray(show) || !show.every((part) => PARTS.includes(part))) {
    refuse("solar-charging-card", "show", `a list of ${PARTS.join(", ")}`, show);
  }
  // Whoever showed all that there was is to have what is new.
  return FORMER.every((part) => show.includes(part)) ? PARTS : show;
}

function checkedCard(config) {
  const card = "solar-charging-card";
  const common = checkedCommon(card, config);
  const show = checkedShow(config);
  const switches = {};
  for (const [role, usual] of Object.entries(SWITCHES)) {
    switches[role] = config[role] || usual;
    if (!SWITCH.test(switches[role])) refuse(card, role, "an input_boolean or a switch", config[role]);
  }
  return { ...common, show, switches };
}

function checkedGraph(config) {
  const card = "solar-charging-graph";
  const common = checkedCommon(card, config);
  const hours = config.hours ?? 24;
  if (!(typeof hours === "number" && hours > 0 && hours <= 240)) refuse(card, "hours", "a number up to 240", hours);
  return { ...common, hours };
}

/** The name of an app that Home Assistant shows. */
const nameIn = (hass) =>
  Object.keys(hass?.states || {})
    .map((id) => /^sensor\.([a-z0-9_]+)_charging_current$/.exec(id)?.[1])
    .find((name) => name && `sensor.${name}_target_now` in hass.states) || "solar_charging";

/**
 * A form that Home Assistant shows for the settings of a card. It gives way to YAML where `assertConfig` refuses, which
 * must not happen to a name that is half typed: that is the card's to refuse.
 */
const form = (schema, assertConfig = () => undefined) => ({
  schema,
  assertConfig,
  computeLabel: ({ name }) => new Speech().words[name === "title" ? "heading" : name],
});

/** What the two have in common: a shell with a title, built anew when the settings or the language change. */
class Card extends HTMLElement {
  constructor() {
    super();
    this.attachShadow({ mode: "open" });
  }

  setConfig(config) {
    this.config = this.checked(config);
    this.built = null;
    if (this._hass) this.hass = this._hass;
  }

  set hass(hass) {
    this._hass = hass;
    if (!this.config) return;
    const speech = new Speech(hass);
    if (this.built !== speech.key) {
      this.speech = speech;
      this.heading = make("h2");
      this._shell(this.build());
      this.built = speech.key;
    }
    const title = this.config.title ?? speech.say(this.usualTitle);
    this.heading.hidden = title === "";
    write(this.heading, title);
    this.show();
  }

  _shell(body) {
    const style = make("style");
    style.textContent = STYLES.join("");
    this.shadowRoot.replaceChildren(style, make("ha-card", {}, this.heading, body));
  }

  get app() {
    return new App(this._hass, this.config.name);
  }

  getGridOptions() {
    return { columns: 12, min_columns: 6, rows: "auto" };
  }

  getLayoutOptions() {
    return { grid_columns: 4, grid_min_columns: 2 };
  }
}

class SolarChargingCard extends Card {
  static getStubConfig(hass) {
    return { name: nameIn(hass), show: PARTS };
  }

  static getConfigForm() {
    const { words } = new Speech();
    const options = PARTS.map((value) => ({ value, label: words[value] }));
    const helper = { entity: { domain: ["input_boolean", "switch"] } };
    return form(
      [
        { name: "name", selector: { text: {} } },
        { name: "title", selector: { text: {} } },
        { name: "show", selector: { select: { multiple: true, mode: "list", options } } },
        ...Object.keys(SWITCHES).map((name) => ({ name, selector: helper })),
      ],
      checkedShow,
    );
  }

  usualTitle = "title";
  checked = checkedCard;

  getCardSize() {
    const rows = { state: 2, battery: 2, modes: 1, plan: 1, departure: 1, switches: 1, flows: 6, today: 1, session: 1, checklist: 1 };
    return 1 + (this.config?.show ?? PARTS).reduce((sum, part) => sum + rows[part], 0);
  }

  build() {
    const { show } = this.config;
    const figures = (title, after, like) =>
      new FiguresPart(title, Object.fromEntries(["energy", "solar_share", "cost", "saved"].map((word) => [word, after(word)])), like);
    const order = (calls) => this._order(calls);
    const today = figures("today", (word) => `${word}_today`);
    const all = {
      state: () => new StatePart(),
      battery: () => new LevelPart(order),
      modes: () => new ModesPart(order),
      plan: () => new PlanPart(),
      departure: () => new DeparturePart(order),
      switches: () => new SwitchesPart({ ...this.config.switches }, show.includes("modes"), order),
      flows: () => new Diagram((key) => this._moreInfo(key)),
      today: () => today,
      session: () => figures("session", (word) => `session_${word}`, show.includes("today") ? today : null),
      checklist: () => new ChecklistPart(),
    };
    this.diagram?.disconnected();
    const columns = COLUMNS.map((column) => column.filter((part) => show.includes(part)).map((part) => all[part]()));
    this.banner = new PauseBanner(order);
    this.parts = [this.banner, ...columns.flat()];
    this.diagram = this.parts.find((part) => part instanceof Diagram);
    if (this.isConnected) this.diagram?.connected();
    this.trouble = make("p", { class: "hint", role: "alert", hidden: "" });
    const filled = columns.filter((column) => column.length);
    const both = filled.length > 1 ? "parts both" : "parts";
    const shown = filled.map((column) => make("div", { class: "column" }, ...column.map((part) => part.element)));
    this.body = make("div", { class: both }, this.trouble, this.banner.element, ...shown);
    return this.body;
  }

  show() {
    const { app, speech } = this;
    const hands = new Hands(app, this._hass.config?.time_zone, this._awaited(app));
    this.body.style.colorScheme = this._hass.themes?.darkMode ? "dark" : "light";
    this.body.classList.toggle("past", app.past);
    for (const part of this.parts) part.show(app, speech, hands);
    // What is wrong is said once: the first of these has the others for its consequence.
    const missing = this.parts.map((part) => part.problem).find(Boolean);
    const refused = Date.now() < this.refusedUntil ? this.refused : null;
    const problem = refused || this._problem(app, speech) || missing || "";
    this.trouble.hidden = problem === "";
    write(this.trouble, problem);
  }

  _problem(app, speech) {
    const state = app.text("state");
    if (state === null) return speech.say("missing", { entity: app.id("state"), name: app.name });
    if (app.silent) return speech.say("silent", { ago: speech.ago(app.silence) });
    return this.diagram && !TROUBLE.has(state) && app.number("grid_power") === null ? speech.say("no_grid") : null;
  }

  connectedCallback() {
    this.diagram?.connected();
    this.timer = setInterval(() => this.built && this.show(), LOOK_MS);
  }

  disconnectedCallback() {
    this.diagram?.disconnected();
    clearInterval(this.timer);
  }

  _moreInfo(key) {
    const detail = { entityId: this.app.id(key) };
    this.dispatchEvent(new CustomEvent("hass-more-info", { detail, bubbles: true, composed: true }));
  }

  _await(before) {
    this.before = before;
    this.answerBy = Date.now() + ANSWER_MS;
    clearTimeout(this.answer);
    this.answer = setTimeout(() => this.built && this.isConnected && this.show(), ANSWER_MS);
  }

  /** Whether the app has said nothing since a person has set something, and may still do so. */
  _awaited(app) {
    return Date.now() < (this.answerBy ?? 0) && app.told === this.before && !app.past;
  }

  /** Calls services one after the other, each as [entity, service, data]; says whether Home Assistant took them. */
  async _order(calls) {
    const before = this.app.told;
    try {
      for (const [entity, service, data] of calls) {
        await this._hass.callService(entity.split(".")[0], service, { entity_id: entity, ...data });
      }
      this.refused = null;
      if (calls.length) this._await(before);
    } catch (error) {
      this.refused = this.speech.say("refused", { problem: String(error?.message ?? error) });
      this.refusedUntil = Date.now() + REFUSED_MS;
    }
    this.show();
    return this.refused === null;
  }
}

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

const CARDS = [
  ["solar-charging-card", SolarChargingCard, "Solar charging", "The flows of power, the car and its switches"],
  ["solar-charging-graph", SolarChargingGraph, "Solar charging: current", "What the sun would carry, and what the car draws"],
];

function define() {
  for (const [type, element, name, description] of CARDS) {
    // The file may be loaded twice, as a resource and as an extra module.
    if (window.customElements.get(type)) continue;
    window.customElements.define(type, element);
    window.customCards = window.customCards || [];
    window.customCards.push({ type, name, description, preview: true });
  }
}

// Home Assistant brings a registry of its own, which does not know what was defined before it came.
if (document.querySelector("home-assistant:not(:defined)")) window.customElements.whenDefined("home-assistant").then(define);
else define();
