// Made of the parts in the folder card by python -m stage.card: change those.

/*
 * Two cards for Home Assistant's dashboards: `custom:solar-charging-card` shows the flows of power, the car and the
 * switches, `custom:solar-charging-graph` the three currents of the day. One file, nothing to build, nothing fetched.
 *
 * Whatever comes from Home Assistant is text: it is set with textContent or setAttribute, never parsed as HTML.
 */

const PARTS = ["flows", "state", "checklist", "battery", "strip", "today", "session", "switches"];
const SWITCHES = {
  enabled: "input_boolean.solar_charging",
  off_peak: "input_boolean.solar_charging_off_peak",
  charge_now: "input_boolean.solar_charging_now",
};
const SILENT_MS = 11 * 60 * 1000; // the app's heart beats each 5 min: two beats are missing
const LOOK_MS = 30 * 1000; // where Home Assistant has nothing new, time goes on all the same
const LEAST_FLOW_W = 25; // less is the meters' noise, or how exactly a house battery holds the grid at 0
const LEAST_KWH = 0.05; // less of the house battery is said to be nothing
const NOTHING = "–";
const MARKS = ["cross", "question", "tick"]; // the worst first

const CHARGING = new Set(["charge_now", "by_hand", "minimum", "departure", "off_peak", "buying", "following_sun"]);
const TROUBLE = new Set(["stopped", "setup", "unreachable", "no_reading", "meter_wrong"]);
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
    const { time_format: format } = this.locale;
    const locale = format === "system" ? undefined : this.language;
    const usual = new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions().hour12;
    const hour12 = { 12: true, 24: false }[format] ?? usual;
    const options = { hour: hour12 ? "numeric" : "2-digit", minute: "2-digit", timeZone: this.zone };
    options.hourCycle = hour12 ? "h12" : "h23";
    if (weekday) options.weekday = "short";
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

  /** Whether Home Assistant has one of the entities. */
  has(key) {
    return this.id(key) in this.states;
  }

  /** An attribute of the state, or of another entity. */
  also(attribute, key = "state") {
    const value = this.states[this.id(key)]?.attributes[attribute];
    return isKnown(value) ? value : null;
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
.words { display: grid; gap: 16px; align-content: center; min-width: 0; }
.parts > .hint { grid-column: 1 / -1; }
@container (min-width: 600px) { .parts.both { grid-template-columns: minmax(260px, 5fr) 6fr; gap: 28px; } }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
.hint { display: flex; gap: 8px; margin: 0; padding: 8px 12px; border-radius: 8px; font-size: 14px; overflow-wrap: anywhere;
  background: color-mix(in srgb, var(--warning-color, #ffa600) 18%, transparent); }
.hint::before { content: "!"; font-weight: 700; }

.past .flows, .past .words > section:not(.keeps) { filter: grayscale(1); opacity: 0.65; }

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
.node .name { fill: var(--faint); font-size: 13px; font-weight: 400; }
.node:focus { outline: none; }
.node:focus-visible circle.halo { stroke: var(--accent); }
.halo { fill: none; stroke: none; stroke-width: 3; }
.sun { --rim: var(--sun); } .grid { --rim: var(--import); } .house { --rim: var(--faint); } .car { --rim: var(--car); }
.grid.exports { --rim: var(--export); } .battery { --rim: var(--battery); }
.node .charge { fill: var(--rim); }
.share { margin: 8px 0 0; text-align: center; text-wrap: balance; color: var(--faint); font-size: 14px; line-height: 1.4; }

.state { display: flex; align-items: center; gap: 10px; font-size: 20px; font-weight: 500; }
.state::before { content: ""; flex: none; width: 12px; height: 12px; border-radius: 50%; box-sizing: border-box;
  border: 2.5px solid var(--faint); }
.state.charging::before { background: var(--car); border-color: var(--car); }
.state.trouble::before { content: "!"; width: 20px; height: 20px; border: none; font-size: 14px; font-weight: 700;
  line-height: 20px; text-align: center; color: #212121; background: var(--warning-color, #ffa600); }
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
.checklist .do { color: var(--faint); }
.checklist .do::before { content: "→ "; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.level { display: flex; justify-content: space-between; align-items: baseline; gap: 8px; }
.level strong { font-size: 20px; font-weight: 500; }
.level span, .wanted { color: var(--faint); font-size: 14px; }
.bar { position: relative; height: 14px; margin: 6px 0; border-radius: 7px; background: var(--line); }
.bar .filled { height: 100%; border-radius: 7px; background: var(--car); }
.bar .mark { position: absolute; top: -4px; bottom: -4px; width: 3px; margin-left: -1.5px; border-radius: 2px;
  background: var(--ink); box-shadow: 0 0 0 1.5px var(--paper); }
.wanted { margin: 0; }

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
.ranges button { min-width: 44px; min-height: 32px; border: 1px solid var(--line); border-radius: 16px; background: none;
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
    this.charge = draw("rect", { class: "charge", x: -4, width: 8, transform: "translate(0 -11)" });
    this.nodes.battery.group.append(this.charge);
    this.share = make("p", { class: "share", hidden: "" });
    this.element = make("section", { class: "flows" }, this.svg, this.share);
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
    const value = draw("text", { y: 22 });
    const label = draw("text", { class: "name", y: name });
    const group = draw(
      "g",
      { class: `node ${node}`, transform: `translate(${x} ${y})`, tabindex: 0, role: "button" },
      draw("circle", { class: "rim", r: RADIUS }),
      draw("circle", { class: "halo", r: RADIUS + 4 }),
      draw("path", { class: "glyph", d: GLYPHS[node], transform: "translate(0 -11)" }),
      value,
      label,
    );
    group.addEventListener("click", () => moreInfo(entity));
    group.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      moreInfo(entity);
    });
    this.nodes[node] = { group, value, label };
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
    }
    this._battery(app, speech);
    this.nodes.grid.group.classList.toggle("exports", (powers.grid ?? 0) <= -LEAST_FLOW_W);
    this.watts = app.past ? {} : flowsOf(powers);
    this._run();
  }

  /** Shows the house battery where there is one: how full it is, and what that is for. */
  _battery(app, speech) {
    const { group, label } = this.nodes.battery;
    group.toggleAttribute("hidden", !this.hasBattery);
    this.nodes.grid.label.setAttribute("y", this.hasBattery ? NAME_ABOVE : NODES.grid.name);
    const soc = this.hasBattery ? app.number("battery_soc") : null;
    const height = (CHARGE.height * Math.min(Math.max(soc ?? 0, 0), 100)) / 100;
    this.charge.setAttribute("height", height);
    this.charge.setAttribute("y", CHARGE.bottom - height);
    const level = speech.measure(soc, "%");
    write(label, soc === null ? speech.say("house_battery") : `${speech.say("battery")} ${level}`);
    if (soc !== null) group.setAttribute("aria-label", `${group.getAttribute("aria-label")}, ${level}`);
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

class StatePart {
  constructor() {
    this.state = make("div", { class: "state", role: "status", "aria-live": "polite" });
    this.reason = make("p", { class: "reason" });
    this.next = make("p", { class: "next" });
    this.countdown = make("p", { class: "countdown", role: "timer" });
    this.remarks = make("ul", { class: "remarks" });
    this.watched = make("p", { class: "watched", hidden: "" });
    this.element = make("section", {}, this.state, this.reason, this.countdown, this.watched, this.next, this.remarks);
  }

  show(app, speech) {
    const state = app.text("state");
    write(this.state, state === null ? NOTHING : speech.state(state));
    this.state.classList.toggle("charging", CHARGING.has(state) && !app.past);
    this.state.classList.toggle("trouble", TROUBLE.has(state));
    this.element.classList.toggle("keeps", state === "stopped");
    write(this.reason, app.text("reason") ?? NOTHING);
    const why = app.also("why", "watched_current");
    this.watched.hidden = why === null;
    write(this.watched, why === null ? "" : speech.say("watched", { why }));
    const next = app.moment("next_change");
    this.next.hidden = next === null;
    write(this.next, next === null ? "" : speech.say("next_change", { time: speech.time(next) }));
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
    const key = JSON.stringify(lines);
    if (this.said === key) return;
    this.said = key;
    this.open.replaceChildren(...open.map((line) => this._line(line, speech)));
    this.right.replaceChildren(...right.map((line) => this._line(line, speech)));
  }

  _line({ mark, name, said, do: todo }, speech) {
    const words = make("div", {}, make("span", { class: "unseen" }, `${speech.words.marks[mark]}: `), make("strong", {}, String(name)));
    if (isKnown(said)) words.append(`: ${said}`);
    if (isKnown(todo)) words.append(make("div", { class: "do" }, String(todo)));
    return make("li", {}, make("span", { class: `mark ${mark}`, "aria-hidden": "true" }, SIGNS[mark]), words);
  }
}

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
    write(this.wanted, departure === null ? "" : speech.say("wanted", { value: soc_pct, time: speech.time(departure) }));
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

teach({
  en: {
    strip: "The next two days", strip_read: "Values of an hour; the arrow keys move it",
    strip_sun: "sun expected", strip_left_over: "sun left over", strip_charged: "from the sun", strip_bought: "bought", strip_car: "car",
    strip_soc: "battery", strip_cheap: "cheap", strip_price: "price", strip_guessed: "{price}, guessed", strip_now: "now", strip_hour: "hour",
    strip_flag: "Departure: left and right move the time, up and down the charge", strip_asking: "The app is asked …",
    strip_late: "The app has not answered yet. Does AppDaemon run?", strip_keep: "Keep once", strip_back: "Back", strip_by: "{soc} by {time}: {what}",
    strip_buys: "{kwh} from the grid for {cost}", strip_buys_only: "{kwh} from the grid", strip_free: "nothing to buy",
    strip_no_car: "no plan until the car is plugged in at home", strip_short: "{kwh} will be missing",
    strip_more: "{cost} more than is planned now", strip_less: "{cost} less than is planned now",
  },
  fr: {
    strip: "Les deux jours à venir", strip_read: "Valeurs d'une heure, à choisir avec les flèches",
    strip_sun: "soleil attendu", strip_left_over: "soleil disponible", strip_charged: "du soleil", strip_bought: "acheté", strip_car: "voiture",
    strip_soc: "batterie", strip_cheap: "bon marché", strip_price: "prix", strip_guessed: "{price}, estimé", strip_now: "maintenant", strip_hour: "heure",
    strip_flag: "Départ : gauche et droite changent l'heure, haut et bas la charge", strip_asking: "Question posée à l'application …",
    strip_late: "L'application n'a pas encore répondu. AppDaemon tourne-t-il ?", strip_keep: "Garder une fois", strip_back: "Revenir",
    strip_by: "{soc} d'ici {time} : {what}",
    strip_buys: "{kwh} du réseau pour {cost}", strip_buys_only: "{kwh} du réseau", strip_free: "rien à acheter",
    strip_no_car: "pas de plan tant que la voiture n'est pas branchée à la maison", strip_short: "il manquera {kwh}",
    strip_more: "{cost} de plus que le plan actuel", strip_less: "{cost} de moins que le plan actuel",
  },
  de: {
    strip: "Die nächsten zwei Tage", strip_read: "Werte einer Stunde; wählbar mit den Pfeiltasten",
    strip_sun: "erwartete Sonne", strip_left_over: "übrige Sonne", strip_charged: "von der Sonne", strip_bought: "gekauft", strip_car: "Auto",
    strip_soc: "Batterie", strip_cheap: "günstig", strip_price: "Preis", strip_guessed: "{price}, geschätzt", strip_now: "jetzt", strip_hour: "Stunde",
    strip_flag: "Abfahrt: links und rechts ändern die Zeit, auf und ab den Ladestand", strip_asking: "Die App wird gefragt …",
    strip_late: "Die App hat noch nicht geantwortet. Läuft AppDaemon?", strip_keep: "Einmal behalten", strip_back: "Zurück",
    strip_by: "{soc} bis {time}: {what}",
    strip_buys: "{kwh} aus dem Netz für {cost}", strip_buys_only: "{kwh} aus dem Netz", strip_free: "nichts zu kaufen",
    strip_no_car: "kein Plan, bis das Auto zu Hause eingesteckt ist", strip_short: "{kwh} werden fehlen",
    strip_more: "{cost} mehr als jetzt geplant", strip_less: "{cost} weniger als jetzt geplant",
  },
});

STYLES.push(`
.strip { --bought: var(--import); }
.strip .canvas { position: relative; }
.strip svg.days { display: block; width: 100%; overflow: visible; touch-action: pan-y; }
.strip svg text { fill: var(--faint); font-size: 12px; }
.strip .rule { stroke: var(--line); }
.strip .over { fill: var(--line); fill-opacity: 0.35; }
.strip .perhaps { fill: var(--sun); fill-opacity: 0.18; }
.strip .likely { fill: var(--sun); fill-opacity: 0.27; }
.strip .seen { fill: var(--sun); fill-opacity: 0.5; }
.strip .charged { fill: var(--car); fill-opacity: 0.6; }
.strip .charged.was { fill-opacity: 1; }
.strip .unclear { fill: var(--faint); }
.strip .bought { fill: var(--bought); }
.strip .bought.then { fill: none; stroke: var(--bought); stroke-width: 1.5; stroke-dasharray: 3 2; }
.strip .soc { fill: none; stroke: var(--ink); stroke-width: 2.5; stroke-linejoin: round; stroke-linecap: round; }
.strip .soc.then { stroke-width: 2; stroke-dasharray: 5 4; stroke-linecap: butt; }
.strip .now { stroke: var(--error-color, #db4437); stroke-width: 1.5; }
.strip svg text.at-now { fill: color-mix(in srgb, var(--error-color, #db4437) 80%, var(--ink)); font-weight: 500; }
.strip .price { fill: color-mix(in srgb, var(--faint) 40%, var(--paper)); }
.strip .price.cheap { fill: color-mix(in srgb, var(--car) 65%, var(--paper)); }
.strip .price.guessed { fill-opacity: 0.45; }
.strip svg text.amount { fill: color-mix(in srgb, var(--bought) 72%, var(--ink)); font-weight: 500; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
.strip svg text.amount.inside { fill: var(--paper); stroke: none; }
.strip .pole { stroke: var(--ink); stroke-width: 1.5; }
.strip .cloth { fill: var(--ink); }
.strip svg text.said { fill: var(--paper); font-weight: 500; }
.strip .knot { fill: var(--paper); stroke: var(--ink); stroke-width: 2.5; }
.strip .then .pole { stroke-dasharray: 3 3; }
.strip .then .cloth { fill: var(--paper); stroke: var(--ink); stroke-dasharray: 3 2; }
.strip .learnt .cloth { fill: var(--paper); stroke: var(--ink); }
.strip .then text.said, .strip .learnt text.said { fill: var(--ink); }
.strip .flag { position: absolute; top: 0; width: 44px; margin-left: -22px; cursor: grab; touch-action: none; }
.strip .flag:active { cursor: grabbing; }
.strip .legend { display: flex; flex-wrap: wrap; gap: 2px 14px; margin: 4px 0 0; padding: 0; list-style: none; font-size: 13px; color: var(--faint); }
.strip .legend li { display: flex; align-items: center; gap: 5px; }
.strip .legend svg { width: 14px; height: 10px; }
.strip .asked { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin-top: 8px; padding: 8px 12px; border: 1.5px dashed var(--faint); border-radius: 8px; }
.strip .asked p { flex: 1 0 100%; margin: 0; font-size: 14px; line-height: 1.4; overflow-wrap: anywhere; }
.strip .asked button { min-height: 44px; padding: 0 16px; border: 1px solid var(--line); border-radius: 22px; background: none; color: inherit; font: inherit; font-size: 14px; cursor: pointer; }
.strip .asked button.keep { background: var(--ink); border-color: var(--ink); color: var(--paper); font-weight: 500; }
.strip .asked button:disabled { opacity: 0.5; cursor: default; }
`);

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

const STRIP_ASK_MS = 5 * 60 * 1000; // the past is asked for again
const STRIP_WAIT_MS = 600; // after the last key, before the app is asked
const STRIP_LATE_MS = 45 * 1000; // an answer takes one beat at most
const STRIP_AND = "\u00a0· ";
const STRIP_SNAP = { ms: 15 * 60 * 1000, pct: 5 };
const STRIP_WAS = { surplus: "surplus", charging_power: "charging_power", grid_power: "grid_power", soc: "soc" };
const STRIP_HELPERS = { preview: /^input_text\.[a-z0-9_]+$/, departure_time: /^input_datetime\.[a-z0-9_]+$/, departure_soc: /^(input_)?number\.[a-z0-9_]+$/, departure_days: /^(input_)?select\.[a-z0-9_]+$/ };
const STRIP_ONCE = /^(only once|once|une (seule )?fois|(nur )?einmal)/i;

/** The two days to come, and a flag to try another departure; `order` calls services, `ask` asks for the history. */
class StripPart {
  constructor({ order, ask, zone }) {
    Object.assign(this, { order, ask, zone });
    this.svg = draw("svg", { class: "days", role: "slider", tabindex: 0, "aria-valuemin": 0 });
    this.flag = make("div", { class: "flag", role: "slider", tabindex: 0, hidden: "", "aria-valuemin": STRIP_SNAP.pct, "aria-valuemax": 100 });
    this.title = make("h3");
    this.readout = make("p", { class: "readout" });
    this.legend = make("ul", { class: "legend", "aria-hidden": "true" });
    this.table = make("div", { class: "unseen" });
    this.sentence = make("p", { role: "status", "aria-live": "polite" });
    this.keep = make("button", { type: "button", class: "keep" });
    this.back = make("button", { type: "button" });
    this.asked = make("div", { class: "asked", hidden: "" }, this.sentence, this.keep, this.back);
    this.element = make("section", { class: "strip", hidden: "" }, this.title, make("div", { class: "canvas" }, this.svg, this.flag), this.legend, this.readout, this.asked, this.table);
    Object.assign(this, { wish: null, preview: null, at: null, past: null, historyAt: 0, drawn: null });
    Object.assign(this, { grabbed: null, waiting: null, question: null, answered: null, dismissed: null, sentAt: 0 });
    this._listen();
    new ResizeObserver(() => this.plot && this._draw()).observe(this.svg);
  }

  _listen() {
    const { svg, flag } = this;
    const point = (event) => this.plot && this._cursor(this.plot.moment(event.clientX - svg.getBoundingClientRect().left));
    svg.addEventListener("pointermove", point);
    svg.addEventListener("pointerdown", point);
    // A finger that is lifted leaves what it has read.
    svg.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && this._cursor(null));
    svg.addEventListener("blur", () => this._cursor(null));
    svg.addEventListener("keydown", (event) => this._key(event));
    flag.addEventListener("keydown", (event) => this._flagKey(event));
    flag.addEventListener("pointerdown", (event) => this._grab(event));
    flag.addEventListener("pointermove", (event) => (this.grabbed ? this._drag(event) : point(event)));
    flag.addEventListener("pointerleave", () => this._cursor(null));
    flag.addEventListener("pointerup", (event) => this._release(event));
    flag.addEventListener("pointercancel", () => this._forget());
    this.keep.addEventListener("click", () => this._keep());
    this.back.addEventListener("click", () => this._back());
  }

  show(app, speech) {
    Object.assign(this, { app, speech });
    const told = app.states[app.id("outlook")];
    // Home Assistant tells of any entity that changed, and this one seldom does.
    if (!this.outlook || told !== this.told) this.outlook = new Outlook(app);
    this.told = told;
    this.element.hidden = this.outlook.begin === null;
    if (this.element.hidden) return;
    write(this.title, speech.say("strip"));
    this._answer();
    this._look();
    const seen = ["preview", "soc"].map((key) => app.states[app.id(key)]);
    const key = [told, ...seen, this.past, this.wish?.at, this.wish?.pct, Math.floor(Date.now() / 60000), this.helper];
    if (this.drawn && key.every((each, index) => each === this.drawn[index])) return;
    this.drawn = key;
    this._draw();
  }

  /** The helper that the app names for a role, and Home Assistant has; null where there is none. */
  _control(role) {
    const controls = this.app.states[this.app.id("state")]?.attributes.controls;
    const id = controls && typeof controls === "object" ? controls[role] : null;
    return STRIP_HELPERS[role].test(id) && id in this.app.states ? id : null;
  }

  // What was

  /** Asks for what happened today, now and then. */
  async _look() {
    const now = Date.now();
    if (now - this.historyAt < STRIP_ASK_MS) return;
    this.historyAt = now;
    const ids = Object.fromEntries(Object.entries(STRIP_WAS).map(([key, id]) => [key, this.app.id(id)]));
    const from = Math.floor((now - STRIP_BACK_H * STRIP_H) / this.outlook.step) * this.outlook.step;
    try {
      const history = await this.ask({
        type: "history/history_during_period",
        start_time: new Date(from).toISOString(),
        end_time: new Date(now).toISOString(),
        entity_ids: Object.values(ids),
        minimal_response: true,
        no_attributes: true,
        significant_changes_only: false,
      });
      this.past = new PastDay(history, ids, from, now, this.outlook.step);
    } catch {
      this.past = null; // a recorder that is not there tells of no past, and the graph says so
    }
    this.drawn = null;
    this.show(this.app, this.speech);
  }

  // What is drawn

  _draw() {
    const { svg, speech, outlook } = this;
    const width = svg.getBoundingClientRect().width || 340;
    this.plot = new StripPlot(speech, outlook, this.past, Date.now(), width);
    const { plot } = this;
    svg.setAttribute("viewBox", `0 0 ${width} ${plot.height}`);
    svg.style.height = `${plot.height}px`;
    this.line = draw("line", { class: "cursor", y1: STRIP.top, y2: plot.bottom, hidden: "" });
    const cloths = this.wish ? [this.wish] : [];
    const told = outlook.departures.map((each) => {
      const bare = cloths.some((other) => this._near(each, other));
      if (!bare) cloths.push(each);
      return plot.flag(each, each.learnt ? "learnt" : "", bare);
    });
    const wished = this.wish ? plot.flag(this.wish, "then") : null;
    svg.replaceChildren(...plot.parts(this.preview, this.wish), ...told.filter(Boolean), ...(wished ? [wished] : []), this.line);
    svg.setAttribute("aria-label", `${speech.say("strip")}. ${speech.say("strip_read")}`);
    this._place();
    this._legends();
    this._tabulate();
    this._cursor(this.at);
  }

  /** Whether the cloths of two flags would cover each other. */
  _near(one, other) {
    const [[left, right], [from, to]] = [one, other].map((each) => this.plot.cloth(each));
    return left < to && from < right;
  }

  /** Lays what can be grabbed over the flag. */
  _place() {
    const held = this.wish ?? this.outlook.departures[0] ?? null;
    const { plot, flag } = this;
    flag.hidden = held === null || this.helper === null || held.at > plot.to || held.at < plot.from;
    if (flag.hidden) return;
    flag.style.left = `${plot.x(held.at)}px`;
    flag.style.height = `${Math.max(plot.pct(held.pct) + 22, 44)}px`;
    flag.setAttribute("aria-label", this.speech.say("strip_flag"));
    flag.setAttribute("aria-valuenow", Math.round(held.pct));
    flag.setAttribute("aria-valuetext", plot.wanted(held));
  }

  _legends() {
    const { outlook, past } = this;
    const some = (...lists) => lists.some((list) => list.some((each) => each > STRIP_LEAST_KW));
    const square = (name) => draw("rect", { class: name, x: 0, y: 0, width: 14, height: 10, rx: 2 });
    const shown = [
      [outlook.sun.length ? "strip_sun" : "strip_left_over", some(outlook.high, past?.sun ?? []), square("seen")],
      ["strip_charged", some(outlook.charged, past?.car ?? []), square("charged")],
      ["strip_bought", outlook.purchases.length || some(past?.bought ?? []), square("bought")],
      ["strip_soc", outlook.line.length || past?.soc.length, draw("path", { class: "soc", d: "M1 8 L6 3 L13 3" })],
      ["strip_cheap", this.plot.cheap, square("price cheap")],
    ].filter(([, there]) => there);
    this.legend.replaceChildren(...shown.map(([key, , shape]) => make("li", {}, draw("svg", { viewBox: "0 0 14 10" }, shape), this.speech.say(key))));
  }

  /** The same hour by hour, for who cannot see it. */
  _tabulate() {
    const { speech, outlook, plot } = this;
    const columns = ["strip_hour", "strip_price", "strip_sun", "strip_charged", "strip_bought", "strip_soc"];
    const rows = [];
    for (let at = Math.ceil(Date.now() / STRIP_H) * STRIP_H; at < Math.min(outlook.end, plot.from + STRIP_SPAN_H * STRIP_H); at += STRIP_H) {
      const held = outlook.at(at);
      const cells = [this._price(held), this._sun(held), speech.measure(held.charged, "kW", 1), held.purchase ? plot.amount(held.purchase) : NOTHING, speech.measure(held.soc, "%")];
      rows.push(make("tr", {}, make("th", { scope: "row" }, speech.time(new Date(at), true)), ...cells.map((cell) => make("td", {}, cell))));
    }
    const head = make("tr", {}, ...columns.map((key) => make("th", { scope: "col" }, speech.say(key))));
    this.table.replaceChildren(make("table", {}, make("caption", {}, speech.say("strip")), make("thead", {}, head), make("tbody", {}, ...rows)));
  }

  _price({ price, guessed, cheap }) {
    const { speech, outlook } = this;
    if (price === null || !outlook.priced) return cheap ? speech.say("strip_cheap") : NOTHING;
    const said = `${speech.money(price, outlook.currency)}/kWh`;
    const told = guessed ? speech.say("strip_guessed", { price: said }) : said;
    return cheap ? `${told}, ${speech.say("strip_cheap")}` : told;
  }

  _sun({ sun, low, high }) {
    if (sun === null) return NOTHING;
    const spread = low === null || high === null || high < STRIP_LEAST_KW ? "" : ` (${this.speech.number(low, 1)}\u2060–\u2060${this.speech.number(high, 1)})`;
    return this.speech.joined(sun, "kW", 1) + spread;
  }

  // What is read

  _key(event) {
    if (!this.plot) return;
    const { from, to } = this.plot;
    const at = this.at ?? Date.now();
    const before = Math.ceil(at / STRIP_H - 1) * STRIP_H;
    const after = Math.floor(at / STRIP_H + 1) * STRIP_H;
    const next = { ArrowLeft: before, ArrowDown: before, ArrowRight: after, ArrowUp: after, Home: from, End: to - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this._cursor(Math.min(Math.max(next, from), to - 1));
  }

  /** Reads a moment; null is now. */
  _cursor(at) {
    this.at = at;
    if (!this.plot) return;
    const { plot, svg, line } = this;
    const moment = at ?? Date.now();
    line.toggleAttribute("hidden", at === null);
    line.setAttribute("x1", plot.x(moment));
    line.setAttribute("x2", plot.x(moment));
    const text = `${this.speech.time(new Date(moment))}${STRIP_AND}${this._read(moment)}`;
    write(this.readout, text);
    svg.setAttribute("aria-valuemax", Math.round((plot.to - plot.from) / STRIP_H));
    svg.setAttribute("aria-valuenow", Math.round((moment - plot.from) / STRIP_H));
    svg.setAttribute("aria-valuetext", text);
  }

  /** What is known of a moment, in words. */
  _read(moment) {
    const { speech, past, outlook } = this;
    const said = [];
    const tell = (key, value) => value !== null && value !== NOTHING && said.push(`${speech.say(key)} ${value}`);
    const kw = (value) => (value === null || value < STRIP_LEAST_KW ? null : speech.joined(value, "kW", 1));
    if (moment < Date.now() - this.outlook.step) {
      const was = past?.at(moment) ?? { sun: null, car: null, bought: null, soc: null };
      tell("strip_left_over", kw(was.sun));
      tell("strip_car", kw(was.car));
      tell("strip_bought", kw(was.bought));
      tell("strip_soc", was.soc === null ? null : speech.joined(was.soc, "%"));
      return said.join(STRIP_AND) || NOTHING;
    }
    const held = outlook.at(Math.max(moment, outlook.begin));
    if (held.high === null || held.high >= STRIP_LEAST_KW) tell("strip_sun", this._sun(held));
    tell("strip_charged", kw(held.charged));
    tell("strip_bought", kw(held.bought));
    tell("strip_soc", held.soc === null ? null : speech.joined(held.soc, "%"));
    tell("strip_price", this._price(held));
    return said.join(STRIP_AND) || NOTHING;
  }

  // What is tried

  _grab(event) {
    if (!this.plot || event.button > 0) return;
    const held = this.wish ?? this.outlook.departures[0];
    this.grabbed = { x: event.clientX, y: event.clientY, ...held, before: this.wish };
    this.flag.setPointerCapture(event.pointerId);
  }

  _drag(event) {
    const { x, y, at, pct } = this.grabbed;
    const { plot } = this;
    const moved = at + ((event.clientX - x) * (plot.to - plot.from)) / plot.inner;
    this._wish(moved, pct - ((event.clientY - y) * 100) / STRIP.plot);
  }

  _release() {
    if (!this.grabbed) return;
    const { at, pct } = this.grabbed;
    this.grabbed = null;
    if (this.wish && (this.wish.at !== at || this.wish.pct !== pct)) this._send();
  }

  _forget() {
    if (!this.grabbed) return;
    this.wish = this.grabbed.before;
    this.grabbed = null;
    this._draw();
  }

  _flagKey(event) {
    const held = this.wish ?? this.outlook.departures[0];
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1], PageUp: [4, 0], PageDown: [-4, 0] }[event.key];
    if (event.key === "Escape" && this.wish) this._back();
    if (!steps || !held) return;
    event.preventDefault();
    this._wish(held.at + steps[0] * STRIP_SNAP.ms, held.pct + steps[1] * STRIP_SNAP.pct);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this._send(), STRIP_WAIT_MS);
  }

  /** Moves the flag: to the next quarter of an hour, and to the next five per cent where it was moved up or down. */
  _wish(at, pct) {
    const told = this.wish ?? this.outlook.departures[0];
    const snap = (value, step) => Math.round(value / step) * step;
    const first = Math.ceil((Date.now() + STRIP_SNAP.ms) / STRIP_SNAP.ms) * STRIP_SNAP.ms;
    const moment = Math.min(Math.max(snap(at, STRIP_SNAP.ms), first), Math.floor(this.plot.to / STRIP_SNAP.ms) * STRIP_SNAP.ms);
    const level = Math.abs(pct - told.pct) < 1 ? told.pct : Math.min(Math.max(snap(pct, STRIP_SNAP.pct), STRIP_SNAP.pct), 100);
    this.wish = { at: moment, pct: level };
    this.preview = null;
    this._draw();
    this._say(this.plot.wanted(this.wish), false);
  }

  /** The house's clock at a moment, as 2026-12-01 07:30. */
  _house(at) {
    return new Intl.DateTimeFormat("sv", { dateStyle: "short", timeStyle: "short", timeZone: this.zone() }).format(at);
  }

  async _send() {
    this._rest();
    if (!this.wish || this.helper === null) return;
    Object.assign(this, { dismissed: null, answered: null, sentAt: Date.now() });
    this.question = `${this._house(this.wish.at).replace(" ", "T")} ${this.wish.pct}`;
    this._say(`${this.plot.wanted(this.wish)}${STRIP_AND}${this.speech.say("strip_asking")}`, false);
    if (!(await this.order([[this.helper, "set_value", { value: this.question }]]))) this._drop();
  }

  /** Takes in what the app answers: to this card's question, or to one that another card has asked. */
  _answer() {
    const { app, speech } = this;
    this.helper = this._control("preview");
    write(this.keep, speech.say("strip_keep"));
    write(this.back, speech.say("strip_back"));
    // Who is still choosing is not interrupted.
    if (this.grabbed || this.waiting !== null) return;
    const [text, asked] = [app.text("preview"), app.also("asked", "preview")];
    if (text === null || asked === null) return this._unanswered();
    if (asked === this.dismissed) return;
    this.dismissed = null;
    if (this.question !== null && asked !== this.question) return this._wait();
    this.question = this.answered = asked;
    const then = new Outlook(app, "preview");
    const [departure] = then.departures;
    this.preview = departure ? then : null;
    if (departure) this.wish = { at: departure.at, pct: departure.pct };
    this._say(departure ? this._sentence(then, departure) : text, Boolean(departure) && this._control("departure_time") !== null);
  }

  /** What was answered is over; what was asked is waited for. */
  _unanswered() {
    this.dismissed = null;
    if (this.question === null) return;
    if (this.answered === this.question) this._drop();
    else this._wait();
  }

  _wait() {
    if (Date.now() - this.sentAt > STRIP_LATE_MS) this._say(this.speech.say("strip_late"), false);
  }

  /** The answer in the language of who looks. */
  _sentence(then, departure) {
    const { speech } = this;
    const kwh = (value) => speech.joined(value, "kWh", 1);
    const cost = (value) => speech.money(value, then.currency);
    let what = speech.say("strip_no_car");
    if (then.boughtKwh !== null) {
      what = then.boughtKwh < LEAST_KWH ? speech.say("strip_free") : speech.say(then.cost === null ? "strip_buys_only" : "strip_buys", { kwh: kwh(then.boughtKwh), cost: cost(then.cost) });
      if (then.missingKwh >= 0.1) what += `; ${speech.say("strip_short", { kwh: kwh(then.missingKwh) })}`;
      if (Math.abs(then.moreCost ?? 0) >= 0.01) what += `; ${speech.say(then.moreCost > 0 ? "strip_more" : "strip_less", { cost: cost(Math.abs(then.moreCost)) })}`;
    }
    return speech.say("strip_by", { soc: speech.measure(departure.pct, "%"), time: speech.time(new Date(departure.at), true), what });
  }

  _say(text, may) {
    write(this.sentence, text);
    this.keep.hidden = !may;
    this.asked.hidden = false;
  }

  /** Sets the helpers of the departure to what was tried, for once. */
  async _keep() {
    const { wish } = this;
    const [time, soc, days] = ["departure_time", "departure_soc", "departure_days"].map((role) => this._control(role));
    const options = this.app.states[days]?.attributes.options;
    const once = Array.isArray(options) ? options.find((option) => STRIP_ONCE.test(option)) : undefined;
    const [date, clock] = this._house(wish.at).split(" ");
    const calls = [];
    if (days && once !== undefined) calls.push([days, "select_option", { option: once }]);
    if (soc) calls.push([soc, "set_value", { value: Math.round(wish.pct) }]);
    calls.push([time, "set_datetime", { date, time: `${clock}:00` }]);
    this.keep.disabled = true;
    const done = await this.order(calls);
    this.keep.disabled = false;
    if (done) await this._back();
  }

  async _back() {
    const { helper } = this;
    this._drop();
    if (helper !== null) await this.order([[helper, "set_value", { value: "" }]]);
  }

  _drop() {
    this._rest();
    Object.assign(this, { dismissed: this.question, question: null, answered: null, wish: null, preview: null });
    this.asked.hidden = true;
    this._draw();
  }

  /** No key is waited for any more. */
  _rest() {
    clearTimeout(this.waiting);
    this.waiting = null;
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
  return show;
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
    const rows = { flows: 6, state: 2, checklist: 1, battery: 2, strip: 6, today: 1, session: 1, switches: 2 };
    return 1 + (this.config?.show ?? PARTS).reduce((sum, part) => sum + rows[part], 0);
  }

  build() {
    const figures = (title, after) =>
      new FiguresPart(title, Object.fromEntries(["energy", "solar_share", "cost", "saved"].map((word) => [word, after(word)])));
    const all = {
      flows: () => new Diagram((key) => this._moreInfo(key)),
      state: () => new StatePart(),
      checklist: () => new ChecklistPart(),
      battery: () => new BatteryPart(),
      strip: () => new StripPart({ order: (calls) => this._order(calls), ask: (message) => this._hass.callWS(message), zone: () => this._hass.config?.time_zone }),
      today: () => figures("today", (word) => `${word}_today`),
      session: () => figures("session", (word) => `session_${word}`),
      switches: () => new SwitchesPart({ ...this.config.switches }, (entity, on) => this._turn(entity, on)),
    };
    this.diagram?.disconnected();
    this.parts = PARTS.filter((part) => this.config.show.includes(part)).map((part) => all[part]());
    this.diagram = this.parts.find((part) => part instanceof Diagram);
    if (this.isConnected) this.diagram?.connected();
    this.trouble = make("p", { class: "hint", role: "alert", hidden: "" });
    const rest = this.parts.filter((part) => part !== this.diagram).map((part) => part.element);
    const flows = this.diagram ? [this.diagram.element] : [];
    const both = flows.length && rest.length ? "parts both" : "parts";
    this.body = make("div", { class: both }, this.trouble, ...flows, make("div", { class: "words" }, ...rest));
    return this.body;
  }

  show() {
    const { app, speech } = this;
    this.body.classList.toggle("past", app.past);
    for (const part of this.parts) part.show(app, speech);
    const problem = this._problem(app, speech) || this.refused || "";
    this.trouble.hidden = problem === "";
    write(this.trouble, problem);
  }

  _problem(app, speech) {
    if (app.text("state") === null) return speech.say("missing", { entity: app.id("state"), name: app.name });
    if (app.silent) return speech.say("silent", { ago: speech.ago(app.silence) });
    const measures = this.diagram && !IDLE.has(app.text("state"));
    return measures && app.number("grid_power") === null ? speech.say("no_grid") : null;
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

  _turn(entity, on) {
    return this._order([[entity, on ? "turn_on" : "turn_off", {}]]);
  }

  /** Calls services one after the other, each as [entity, service, data]; says whether Home Assistant took them. */
  async _order(calls) {
    try {
      for (const [entity, service, data] of calls) {
        await this._hass.callService(entity.split(".")[0], service, { entity_id: entity, ...data });
      }
      this.refused = null;
    } catch (error) {
      this.refused = this.speech.say("refused", { problem: String(error?.message ?? error) });
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
