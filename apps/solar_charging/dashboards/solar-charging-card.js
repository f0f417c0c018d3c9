// Made of the parts in the folder card by python -m stage.card: change those.

/*
 * Two cards for Home Assistant's dashboards: `custom:solar-charging-card` shows the flows of power, the car and the
 * switches, `custom:solar-charging-graph` the three currents of the day. One file, nothing to build, nothing fetched.
 *
 * Whatever comes from Home Assistant is text: it is set with textContent or setAttribute, never parsed as HTML.
 */

// In the order of a phone; on a wide card they are two columns.
const COLUMNS = [
  ["state", "battery", "modes", "strip", "plan", "departure", "switches"],
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
const IDLE = new Set(["stopped", "setup", "no_reading"]); // nothing is measured then, and the reason says why

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

  knows(state) {
    return state in this.words.states;
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
  time(date, weekday = Math.abs(date - Date.now()) > 12 * 3600 * 1000, timeZone = this.zone) {
    return this._clock(date, { timeZone, ...(weekday ? { weekday: "short" } : {}) });
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

const CURRENCY_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"};
const SUMS_OF_MONEY = ["spent", "cap", "cost", "cost_before", "saved"];
const SENTENCES = {
  en: {"then": "; ", "beside": ", ", "sign_first": true, "per_cent": "{}%", "unknown": "unknown", "more": "more", "a_moment": "a moment", "a_while": "a while", "clock": "{}", "tomorrow": "tomorrow", "date": "{day} {month}", "weekdays": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"], "weekdays_short": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], "months": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], "left_over": "{} left over", "nothing_left": "no power left over", "house_draws": "the house draws {} from the grid", "texts": {"why.setup": "needs your help: {problem}", "why.off": "switched off: the car is left alone until it is switched on again", "why.off_stopping": "switched off: stopping the charge that the app had started", "why.paused": "paused until {until}: the car is left alone until then", "why.paused_stopping": "paused until {until}: stopping the charge that the app had started", "why.watching": "switched off, only watching: since {since} {solar_kwh} of sun and {saved} saved, had it been on", "why.watching_sun": "switched off, only watching: since {since} {solar_kwh} of sun, had it been on; with tariff.peak_price set it says what that saves", "why.watching_untold": "switched off, only watching, and nothing is counted: {problem}", "why.unreachable": "no contact with the car: {problem}", "why.budget": "holding back to stay within this month's budget for the car's API ({spent} of {cap} spent); there is a new one next month", "why.blocked": "the car cannot be controlled: {problem}", "why.away": "the car is not at home: it will be charged when it is back", "why.away_by": "the car is not at home but {distance_m} away (home reaches {radius_m} far): it will be charged when it is back", "why.position_unknown": "the car does not say where it is: it is left alone until it does", "why.unplugged": "the car is not plugged in: plug it in to charge", "why.no_power": "the socket has no power: check its switch and its fuse", "why.cable_loose": "the cable is not fully plugged in: push it in", "why.full": "the battery has reached its limit ({soc_pct}): charging goes on after a drive, or with a higher limit", "why.limit_too_low": "the battery has reached its limit ({soc_pct}), but the next departure needs {wanted_pct}: raise the limit in the car", "why.sun_limit": "the battery is at {soc_pct}: the sun charges up to {limit_pct}, as you set it", "why.charge_now": "charging at {current_a} right now, as you asked, up to the car's limit", "why.charge_now_until": "charging at {current_a} right now, as you asked, until {end}", "why.by_hand": "started in the car or its app: left alone until that charge ends, the car is unplugged or a switch is moved", "why.by_hand_since": "started by hand at {since} ({sign}): left alone until that charge ends, the car is unplugged or a switch is moved", "why.stopped_by_hand": "stopped by hand at {stopped}: not charged until the car is unplugged, a switch is moved, a departure needs it, or {resumes}", "why.ended_nobodys": "a charge that nobody is known to have started was dear and is ended ({sign}): to keep it, start it again within 15 min", "why.look_first": "the car is asleep and has not said how full it is: waking it up once to learn what has to be charged", "why.by_itself": "the car started by itself when it was plugged in: charging at {current_a} until the sun comes", "why.by_itself_ending": "the car started by itself when it was plugged in: stopping it to wait for sun", "why.off_peak": "cheap power at {price_per_kwh}: charging at {current_a} up to {wanted_pct} (now {soc_pct})", "why.no_reading": "the grid meter has been silent for {silent}: no power is drawn for the car until it reports again", "why.meter_wrong": "{problem}; meanwhile the car gets no power by its word", "why.meter_doubted": "no charge by the sun until this is clear: {problem}", "why.meter_unreadable": "the grid meter cannot be read, so no power is drawn for the car: {problem}", "why.fuse": "only {current_a}: the house itself draws up to {house_w} of the {max_import_w} that it may", "why.fuse_ending": "the house itself draws up to {house_w} of the {max_import_w} that it may: the car waits until there is room for {least_a}", "why.fuse_phase": "only {current_a}: the house itself draws up to {house_a} of the {main_fuse_a} that phase {phase} may carry", "why.fuse_phase_ending": "the house itself draws up to {house_a} of the {main_fuse_a} that phase {phase} may carry: the car waits until there is room for {least_a}", "why.fuse_blind": "only {current_a}, so that the main fuse holds: {problem}", "why.fuse_blind_ending": "no charge, so that the main fuse holds: {problem}; {cause}", "why.measuring": "measuring how much the sun leaves over: decides in {ready}", "why.measuring_phases": "charging at {current_a} only, until the grid meter has shown on how many phases the car charges", "why.meter_on_trial": "charging at {current_a} only, until the grid meter has shown it, for it was wrong before", "why.minimum": "the battery is below {wanted_pct} (now {soc_pct}): charging at {current_a}, whatever it costs", "why.departure": "the departure is near: charging at {current_a} to have {wanted_pct} by {departure}", "why.departure_awake": "the month's budget does not allow waking the car again: charging at {current_a} while it is awake, to have {wanted_pct} by {departure}", "why.departure_learnt": "no departure is set, and the car may be wanted by {departure}: charging at {current_a} to have {wanted_pct} by then", "why.climate": "the car heats or cools itself for {departure}: charging at {current_a}, so that this does not empty its battery", "why.kept_for_last": "{kwh} are kept for the time just before the departure, so that the battery is warm then: charged from {begins} on", "why.holiday": "holiday until {until}, by the calendar: nothing is bought for the car; the sun still charges it", "why.buying": "buying power at {price_per_kwh}: charging at {current_a}", "why.following_sun": "charging at {current_a} with {sun_w} of sun", "why.from_battery": "charging at {current_a}, most of it from the house battery: the sun is going to fill it again", "why.battery_first": "{left_over_w}, but the house battery comes first: the house will need it", "why.battery_untold": "charging at {current_a}, an ampere less at a time until power is fed in: {problem}", "why.battery_untold_waiting": "waiting until enough power is fed in: {problem}", "why.hidden_sun": "looking for hidden sun at {current_a}: the inverter may be throwing some away (chances: {odds_pct})", "why.cloud": "a cloud: goes on at {current_a}; stops in {wait} if it stays", "why.too_little_sun": "too little sun, stopping: {left_over_w}, {break_even_w} needed to go on", "why.waiting_for_sun": "waiting for sun: {left_over_w}, {break_even_w} needed to start", "why.gathering": "sun: {left_over_w}, starts in {wait} if it lasts", "why.nothing_pays": "waiting until charging is cheaper: power from the grid costs {price_per_kwh} now, and solar power is sold at {export_per_kwh}", "why.sun_only": "only from the sun, as you chose: {left_over_w}, {break_even_w} needed to charge", "why.price_ceiling": "nothing is bought: power costs {price_per_kwh}, more than the {ceiling_per_kwh} that you allow", "sign.seen": "it began without the app, and the car was plugged in", "sign.again": "it began again after the app had ended it", "sign.plugged_in": "it began when the car was plugged in", "sign.power_back": "it began after a power cut or a restart", "sign.schedule": "it was scheduled in the car", "sign.limit_raised": "the car's limit was raised", "sign.unseen": "it began in the {apart} between two reports of the car", "next_change.retry": "next try {at}", "next_change.plan": "buying {kwh} from {at}", "next_change.cheap_from": "cheap power from {at}", "next_change.cheap_until": "cheap until {at}", "next_change.price_change": "power costs {price_per_kwh} from {at}", "next_change.departure": "charging for the departure from {at} at the latest", "aside.held": "the house battery is held meanwhile", "aside.held_to_house": "the house battery feeds the house alone meanwhile, with {limit_w} at most", "aside.letting_go": "the house battery is being let go", "aside.limit_lowered": "the car's limit is {limit_pct} for now, your {own_pct} comes back before you leave", "aside.limit_raised_for_trip": "the car's limit is {limit_pct} for the trip, your {own_pct} comes back after it", "aside.limit_going_back": "the car's limit is {limit_pct}, your {own_pct} comes back as soon as the car is awake at home", "progress.reaches": "{soc_pct} at about {at}", "plan_text.no_departure": "no departure is set: charging when there is sun or cheap power", "plan_text.holiday": "holiday until {until}, by the calendar: no departure, and nothing is bought", "plan_text.wanted": "{departure}: {wanted_pct}", "plan_text.learnt": "{departure}: {wanted_pct}, as learnt from your trips", "plan_text.assumed": "{departure}: {wanted_pct}, assumed until you set a departure", "plan_text.no_car": "no plan until the car is plugged in at home", "plan_text.buying": "buying {purchases}", "plan_text.purchase": "{kwh} {when} for {cost}", "plan_text.purchase_at": "{kwh} {when} at {price_per_kwh}", "plan_text.more": "{purchases} and {kwh} more", "plan_text.by_sun": "nothing to buy: {counted_kwh} needed, {expected_kwh} of sun expected", "plan_text.enough": "nothing to buy: the battery has enough", "plan_text.lost": "nothing more can be bought", "plan_text.missing": "{kwh} will be missing", "plan_text.rest_by_sun": "the rest from the sun: {counted_kwh} of {expected_kwh} expected", "plan_text.sun": "{expected_kwh} of sun expected, {counted_kwh} counted on", "plan_text.sun_expected": "{expected_kwh} of sun expected", "plan_text.saved": "{saved} less than at once", "plan_text.guessed": "up to {clear_kwh} of sun should the sky be clear, guessed from the season: your roof is not known yet", "plan_text.habit": "{days} you leave at about {leaves_h} and use {used_kwh} at most: {need_pct} is enough, the rest is left to the sun", "plan_text.habit_limited": "{days} you leave at about {leaves_h} and use {used_kwh} at most: that needs {need_pct}, of which a limit allows {wanted_pct}", "plan_text.habit_unsure": "{days} you leave at about {leaves_h}; until it is known what you use, {need_pct} is ready by {ready_clock}", "plan_text.habit_unknown": "until it is known when you leave and what you use, {need_pct} is ready by {ready_clock} each day", "plan_text.every_day": "every day", "plan_text.on_weekdays": "on weekdays", "plan_text.at_weekends": "at weekends", "plan_text.on_day": "each {weekday}", "plan_text.preview_buying": "{wanted_pct} by {departure}: {kwh} from the grid for {cost}", "plan_text.preview_unpriced": "{wanted_pct} by {departure}: {kwh} from the grid", "plan_text.preview_enough": "{wanted_pct} by {departure}: nothing to buy", "plan_text.preview_dearer": "{plan}; {cost} more than is planned now", "plan_text.preview_cheaper": "{plan}; {cost} less than is planned now", "plan_text.battery_both": "{for_house_kwh} stay for the house, {for_car_kwh} may go into the car", "plan_text.battery_house": "{for_house_kwh} stay for the house", "plan_text.battery_learning": "{for_house_kwh} stay for the house until the app knows a day of it", "plan_text.battery_car": "{for_car_kwh} may go into the car", "plan_text.end_time": "{at}", "plan_text.end_kwh": "{kwh}", "plan_text.end_soc": "{soc_pct}", "plan_text.end_either": "{one} or {other}", "item.grid_meter": "Grid meter", "item.sign": "Its sign", "item.unit": "Its unit", "item.solar": "Roof", "item.house_battery": "House battery", "item.car": "Car", "item.place": "At home", "item.phases": "Phases", "item.tariff": "Tariff", "item.forecast": "Forecast", "item.departures": "Departures", "item.plan": "Plan", "item.fuse": "Main fuse", "item.switches": "Switches", "item.notify": "Notifications", "finding.reports": "{entity} reports", "finding.reports_each": "{entity} reports about each {every}", "finding.not_heard": "{entity} has not been heard yet", "finding.silent": "{entity} says nothing", "finding.sign_by_counters": "right, by the counters of the Energy dashboard", "finding.sign_by_car": "right: it has shown what the car drew", "finding.sign_open": "not seen yet: the car shows it when it charges and its current changes", "finding.sign_against": "the other way round, by the counters of the Energy dashboard", "finding.unit_told": "{entity} measures in {unit}", "finding.unit_none": "{entity} tells no unit, so its numbers are taken for W", "finding.unit_shown": "{entity} tells no unit; it is W, as the car has shown", "finding.car_by_entities": "by its entities, such as {entity}", "finding.car_by_api": "by {host}", "finding.car_by_both": "read {read}, commanded {command}", "finding.car_awaited": "the car has not answered yet", "finding.place_told": "zone.home is there, and the car says where it is", "finding.place_untold": "the car does not say where it is", "finding.phases_set": "{count}, by the settings", "finding.phases_told": "{count}, as the car says", "finding.phases_seen": "{count}, measured at the meter", "finding.phases_open": "measured at the first charge", "finding.tariff_unset": "none is set, so each kWh is reckoned at {price_per_kwh}", "finding.tariff_flat": "always {price_per_kwh}", "finding.tariff_windows": "cheap at {windows}; now {price_per_kwh}, next change {at}", "finding.tariff_now": "now {price_per_kwh}, next change {at}", "finding.tariff_of_now": "{entity} tells the price of now", "finding.tariff_by_word": "{entity} says which tariff holds: now {price_per_kwh}", "finding.tariff_list": "{prices} prices until {until}, from {least_per_kwh} to {most_per_kwh}", "finding.tariff_colours": "by the colour of the day: now {price_per_kwh}, next change {at}", "finding.forecast_heard": "heard", "finding.forecast_unset": "none is set: the sun of the last two weeks counts", "finding.departure_next": "next: {departure} with {wanted_pct}", "finding.departure_empty": "next: {departure} with {wanted_pct}, for which nothing is ever charged", "finding.departures_learnt": "none is told: when you leave and what you need is learnt", "finding.plan_made": "made", "finding.plan_awaited": "made when the car is plugged in at home", "finding.fuse_of_phases": "{main_fuse_a} in each phase", "finding.fuse_of_sum": "{max_import_w} in all", "finding.fuse_unset": "not set, so nobody watches it", "finding.switches_there": "all are there", "finding.notify_list": "in Home Assistant's own list", "finding.notify_there": "by {service}", "finding.notify_missing": "{service} is not in Home Assistant", "finding.notify_unwanted": "none are wanted", "finding.elsewhere": "{file} cannot be looked at from here", "todo.look_at_sensor": "look at the sensor, and at its integration", "todo.turn_sign": "set meters.grid_power_positive: {other}", "todo.swap_pair": "swap meters.import_power and meters.export_power", "todo.see_sign": "while the roof gives more than the house needs, grid power on the card must be export", "todo.give_unit": "give it the unit W or kW, where it is made, or name another sensor", "todo.look_at_car": "it is tried again; see whether the car's own app reaches it", "todo.tell_place": "let the integration, or the car, share its location; or name car.entities.location", "todo.make_home": "set your home under Settings > Areas, labels & zones", "todo.set_phases": "nothing; or set car.phases", "todo.set_tariff": "set tariff: its windows, or the entity of the prices", "todo.look_at_prices": "look at the entity of the tariff, and at its integration", "todo.set_helpers": "set the helpers of the departure: when, and how full", "todo.plug_in": "plug the car in", "todo.set_fuse": "set charging.max_import_w, or charging.main_fuse_a for each phase", "todo.make_helpers": "make them under Settings > Devices & services > Helpers, or copy the package", "todo.name_notify": "set notify to a service that Developer tools > Actions lists", "problem.app_failed": "an error in the app itself ({error}, in {where}): nothing is decided until it is over; AppDaemon's log has all of it, please report it", "problem.helper_missing": "the helper {entity} is missing in Home Assistant", "problem.no_home_zone": "zone.home is missing in Home Assistant: the car cannot be located", "problem.same_car": "{shared} is that of the entry {entry} in apps.yaml too, and one car can have one entry only: the other one controls it, so remove one of the two", "problem.same_meter": "{entity} is the grid meter of the entry {entry} in apps.yaml too, and both would take the same sun: only {entry} charges its car until several cars can share a meter; to charge this one instead, disable {entry}", "problem.no_settings": "{name} has no settings yet: open {link} in Home Assistant as an administrator. Without that page run python -m solar_charging.setup --url URL in the apps folder, or write apps.yaml", "problem.package_missing": "the Python package {package} is missing, so the app cannot start and the car is not controlled: in AppDaemon's add-on name it in python_packages, elsewhere run pip install -r requirements.txt; then restart AppDaemon", "problem.class_wrong": "apps.yaml: class must be SolarCharging, is {name}; until that is mended the car is not controlled", "problem.settings_wrong": "apps.yaml: {mistakes}", "problem.start_failed": "the app cannot start: {cause}", "problem.by_last_settings": "{problem}. Until that is mended, the former settings only end a dear charge of the app's own", "problem.commands_nothing": "{problem}. Until that is mended the car is not controlled at all: there are no former settings to go by", "problem.app_stopped": "the app was stopped: until it runs again, nobody controls the car", "problem.app_stopped_tab": "AppDaemon has stopped the app, for it cannot read {file}: line {line} has a tab, and YAML takes spaces alone; until that is mended nobody controls the car", "problem.app_stopped_yaml": "AppDaemon has stopped the app, for it cannot read {file}: it is no YAML in line {line} or just above it (indents, colons, quotes, brackets?); until that is mended nobody controls the car", "problem.switched_on": "it is switched on, though the checklist has something wrong. {wrong}", "problem.not_asked_yet": "it has not been asked yet", "problem.budget_spent": "the month's budget for its API is used up", "problem.asleep": "the car is asleep or offline", "problem.waits_for_schedule": "it is waiting for a charge that is scheduled in the car itself", "problem.start_in_vain": "it accepted the start but does not charge", "problem.stop_in_vain": "it accepted the stop but is still charging", "problem.draws_too_much": "it was asked to draw {current_a} and draws {drawn_a}", "problem.command_refused": "the car refused {command}: {word}", "problem.failed_before": "it failed before the app was restarted, and is tried again later", "problem.nothing_known": "Home Assistant knows nothing about the car yet: it will when the car wakes up", "problem.charging_untold": "the car does not say whether it is plugged in, or charges", "problem.watch_untold": "the car has yet to say whether it is plugged in at home, how full it is, and what its charge limit is", "problem.word_unknown": "{where}: must be one of {known}, is {got}; until it is, current and cable say whether the car charges", "problem.word_untold": "{where}: says nothing; until it does, current and cable say whether the car charges", "problem.flows_nevertheless": "the car calls itself {word}, but draws {drawn_a}: the current counts, so it charges", "problem.drawn_untold": "the car does not say what it draws: what it was asked for counts instead, so a cable that carries less is not noticed", "problem.offered_untold": "the car does not say what it is offered: what was asked for counts instead, so what a person sets in the car is not noticed", "problem.soc_untold": "the car does not say how full it is: it is charged up to its own limit, and no departure can be planned", "problem.limit_untold": "the car does not say its charge limit: plans reckon with 100%", "problem.voltage_untold": "the car does not say the mains voltage: car.voltage_v counts instead", "problem.phases_untold": "the car does not say on how many phases it charges, and the grid meter has not shown it: three are reckoned with; if that is wrong, set car.phases", "problem.phases_measured_one": "the car does not say on how many phases it charges: it is one, as measured ({per_amp_w} an ampere); if that is wrong, set car.phases", "problem.phases_measured_no_neutral": "the car does not say on how many phases it charges: it is three without a neutral, as measured ({per_amp_w} an ampere); if that is wrong, set car.phases", "problem.phases_measured_three": "the car does not say on how many phases it charges: it is three, as measured ({per_amp_w} an ampere); if that is wrong, set car.phases", "problem.rate_limited": "too many requests, the next one is allowed in {retry_after_s}", "problem.region_unknown": "the account belongs to another region: set car.api_url to the server of yours", "problem.region_elsewhere": "the account belongs to another region: set car.api_url to {base_url}", "problem.empty_answer": "the service gave an empty answer", "problem.senseless_answer": "the service gave an answer that makes no sense ({cause})", "problem.late_answer": "the service did not answer in time", "problem.service_unreachable": "the service cannot be reached ({cause})", "problem.service_answered": "the service answered {answer}", "problem.another_car": "the service speaks of another car, {car}", "problem.redirected": "{host} redirects to {to}, and no redirect is followed with a token: does the network want a sign-in, or is the address in the settings another one?", "problem.proxy_out_of_range": "the proxy does not reach the car ({words})", "problem.certificate": "car.ca_file: {cause}", "problem.token_refused": "the service refuses the token in {file}: replace it with a new one", "problem.tokens_lost": "log in again: the renewed tokens could not be written to {file} before AppDaemon stopped, and are lost", "problem.tokens_expired": "log in again: the tokens in {file} are no longer valid", "problem.login_refused": "log in again: Tesla answered {answer}", "problem.refresh_token_refused": "log in again: the refresh token is refused ({answer}); it was revoked, or used up already: elsewhere, or by a renewal that could not be written", "problem.owner_api_closed": "Tesla's Owner API takes no renewed token since June 2026, and a new login lasts 8 h: use the car's entities, Teslemetry, Tessie, MyTeslaMate, Fleet API with proxy, or Bluetooth", "problem.no_car_shown": "this token shows no car: is it the right account, with all permissions?", "problem.not_one_car": "set car.vin: the account must have exactly one car, has {count} ({cars})", "problem.owner_api_unsigned": "the car takes signed commands only: Tesla's Owner API refuses them", "problem.integration_unsigned": "the car takes signed commands only, and its integration does not sign", "problem.unsigned": "the car takes signed commands only", "problem.entities_unavailable": "Home Assistant knows nothing about the car: all its entities are unavailable", "problem.entities_missing": "not all entities of {car} were found: {roles} missing; AppDaemon's log lists what there is, and what to write", "problem.car_not_found": "Home Assistant has no car called {car}: AppDaemon's log lists what it has, and what to write as car.entities.name", "problem.cars_to_choose": "Home Assistant has several Teslas: set car.entities.name to one of {names}", "problem.no_car_there": "no Tesla is found in Home Assistant: add its integration there, or set car.token_file for Tesla's API", "problem.not_connected": "{service}: Home Assistant is not connected", "problem.home_assistant_late": "{service}: Home Assistant did not answer in time", "problem.home_assistant_failed": "{service}: {cause}", "problem.entity_unavailable": "{entity} is unavailable in Home Assistant", "problem.entity_needed": "{service} needs an entity: set car.entities.{role}", "problem.meter_missing": "{entity} is named in apps.yaml, but missing in Home Assistant", "problem.meter_misspelt": "{entity} is named in apps.yaml, but missing in Home Assistant: did you mean {alike}?", "problem.meter_unit": "{entity}: unit_of_measurement must be one of {known}, got {unit}", "problem.meter_sign": "{entity} falls when the car draws more, so its sign is the other way round: set meters.grid_power_positive: {other}", "problem.meter_swapped": "{entity} fall when the car draws more: swap import_power and export_power", "problem.meter_in_kw": "{entity} shows the car's steps a thousand times too small: its values are kW, but its unit says W", "problem.meter_in_w": "{entity} shows the car's steps a thousand times too large: its values are W, but its unit says kW", "problem.meter_blind": "{entity} does not show what the car draws: name the meter at the house's own connection, with all phases", "problem.meter_unseen": "{entity} has not shown yet what the car draws: is it late, or does it measure something else?", "problem.meter_frozen": "{entity} is frozen: it repeats the same value, whatever the car and the sun do", "problem.meter_held": "{entity} stays near 0 whatever the car and the sun do: a house battery, zero export, or a meter of import alone? Name a house battery under battery: in apps.yaml", "problem.battery_silent": "the house battery ({entity}) has not said for {silent} what it gives", "problem.battery_sign": "{entity} has the wrong sign, for the house battery fills while it is said to give: set the other battery.power_positive", "problem.battery_too_small": "{entity} says far less than what fills the house battery: in kW told as W, or of one battery of several?", "problem.battery_too_large": "{entity} says far more than what fills the house battery: in W told as kW, or capacity_kwh too small?", "problem.battery_unset": "{entity} stays near 0, as with a house battery: if there is one, name it under battery: in apps.yaml", "problem.hold_missing": "{entity} is missing in Home Assistant: without it the house battery is not held, see battery.hold and battery.release", "problem.hold_unreadable": "{entity} says {said}, which nobody could put it back to: without that the house battery is not held", "problem.hold_unknown": "{entity} is to get the value {value}, which is not known now: without that the house battery is not held", "problem.hold_unsaved": "the state file cannot be written, and after a restart nobody would know what to put back: so the house battery is not held", "problem.hold_failed": "the house battery could not be held, and gives into the car: {problem}", "problem.hold_not_taken": "{entity} was set back and still shows the hold", "problem.hold_in_vain": "the house battery is held by what battery.hold names, and gives {given_w} nevertheless: let go until power is bought anew", "problem.hold_of_others": "{entity} says {got}, which somebody else has set while the app held the house battery: it stays as it is", "problem.limit_unsaved": "The car's charge limit is left as it is: what would have to be put back cannot be saved", "problem.limit_not_taken": "the car takes it, and does not show it", "problem.meter_above_sun": "{entity} shows more surplus than {solar} makes: is there another roof, or a house battery? With neither, its sign is the wrong way round", "problem.meter_late": "{entity} shows what the car does {lag} late: it is reckoned with, and the current is changed less often", "problem.meter_slow": "{entity} reports each {every} only: it is reckoned with, and the current is changed less often", "problem.meter_stale_set": "{entity} reports each {every}, but counts as silent after {stale}: leave meters.stale_s out, or raise it", "problem.meter_no_surplus": "{days} sunny days, and {entity} has never shown enough export to charge: is it the meter at the house's own connection, for both directions?", "problem.meter_small": "{days} sunny days, and {entity} has never shown more than a few watts: its values look like kW, but its unit says W", "problem.meter_turned": "{days} sunny days, and {entity} shows export in the dark and import in the sun: is its sign the other way round?", "problem.meter_silent": "{entity} says nothing", "problem.fuse_blind": "so that the main fuse holds, the car gets {current_a} at most until this is mended: {problem}", "problem.peak_unknown": "what the house draws at most is not known yet", "problem.peak_of_house": "the house without the car has drawn {peak_w} within four weeks", "problem.peak_of_phase": "the house without the car has drawn {peak_a} from {phase} within four weeks", "problem.meter_back": "{entity} speaks again: the car gets more when there has been room for a few minutes", "problem.phases_turned": "{entity} show export while the grid meter shows import, so their sign is the other way round: set meters.phase_sensors_positive; until then all that they show counts as import", "problem.phases_short": "{entity} together show less than the grid meter: one of them stands still, or measures something else", "problem.plug_wrong": "{entity} does not measure this car: it is left out, and what the car says counts", "problem.meter_counts_energy": "{entity} counts energy ({unit}): name the entity of the power, in W or kW", "problem.meter_part_gone": "{entity} is unavailable, and without it the grid's power is not known", "problem.meter_no_number": "{entity}: must be a plain number such as -1543.5, is {said}", "problem.meter_out_of_range": "{entity}: must be between {least} and {most}, is {said}: is its unit right?", "problem.meter_half_negative": "{entity} says {got_w}, but a meter of one direction is never negative: name one that has a sign as grid_power, or invert it", "problem.events_lost": "Home Assistant's changes do not reach AppDaemon: meters and switches are asked for at each beat until they do; if it stays so, restart AppDaemon", "problem.no_time_of_day": "{entity}: must be a time of day, with or without a date, is {said}", "problem.departures_unset": "nobody has set {entities} yet, and midnight with nothing wanted is no departure: set them, or take departure_helpers out of apps.yaml", "problem.no_per_cent": "{entity}: must be between 0 and 100%, is {said}", "problem.control_no_number": "{entity}: must be a number from {least} to {most}, is {said}", "problem.control_no_moment": "{entity}: must be a date with a time, is {said}", "problem.control_unknown": "{entity}: means nothing to the app as {said}; it knows {known}", "problem.preview_unreadable": "{entity}: must be a date, a time and a state of charge, such as 2026-12-01T07:30 80, is {said}", "problem.preview_past": "{entity}: must be a moment to come, is {said}", "problem.preview_far": "{entity}: must be a moment of the next seven days, is {said}", "problem.calendar_silent": "{entity}: does not tell its events ({cause}); those that it told before count until {until}", "problem.calendar_forgotten": "{entity}: does not tell its events ({cause}); until it does, the other departures count, and no holiday", "problem.calendar_no_per_cent": "{entity}: the event {event} is no departure: {said} is not one percentage from 1 to 100; write it as in Mum 80%", "problem.calendar_several": "{entity}: the event {event} is no departure, for it has more than one percentage: leave one", "problem.calendar_both": "{entity}: the event {event} is neither a departure nor a holiday, for it has a percentage and the word for a holiday: make two events of it", "problem.calendar_holiday_timed": "{entity}: the event {event} is no holiday, for it has times: make it one of whole days", "problem.calendar_no_time": "{entity}: the event {event} does not count, for its begin cannot be read: {said}", "problem.colour_unknown": "{entity}: must be one of {known}, is {said}; until then the dearest counts", "problem.off_peak_unknown": "{entity}: does not say which tariff holds; until it does, the windows in the settings count, or the hours in which it used to be the cheap one", "problem.off_peak_question": "{entity} says {said}: is that the cheap tariff or the dear one? Write the cheap one's words in tariff.off_peak_states (seen so far: {words}); until then the windows in the settings count", "problem.off_peak_word": "{entity}: says {words}, and none of these is in tariff.off_peak_states ({known}); until one is, it is never cheap", "problem.price_of_now_unknown": "{entity}: the current price is not known; until it is, the windows in the settings count", "problem.no_price_list": "{entity}: must list prices in one of the attributes {known}, or say the price of now as a number; does neither", "problem.price_list_shape": "{where} must be a list of prices, got {got}", "problem.price_lists": "{where} must hold one list of prices, holds several ({names}); make a template sensor of the one that is yours", "problem.price_unit": "{entity}: unit_of_measurement must be money per energy, such as EUR/kWh, or price_unit must be set; got {unit}", "problem.price_unit_contradicted": "{entity}: its prices are in {said}, price_unit says {unit}; the entity's own counts. Where price_unit is right, set price_unit_forced: true", "problem.price_currency": "{entity}: its prices are in {said}, everything else is in {currency}; they do not count. Set api.currency if that is wrong, or a price_factor that holds the exchange rate", "problem.price_entry": "{where} must have a begin ({begins}) and a price ({prices})", "problem.price_count": "{where} must have {known} prices for a day of {hours} h, got {count}", "problem.no_number": "{where} must be a number, got {got}", "problem.number_beyond": "{where} must be between {least} and {most}, got {got}", "problem.no_time": "{where} must be a time such as 2026-06-15T22:00:00+02:00, got {got}", "problem.price_span": "{where} must hold for some time, a day at most, got {got}", "problem.price_too_large": "{where} must be at most {most} per kWh, got {got}", "problem.prices_overlap": "{entity}: there must be one price at a time, got {first} from {first_span} and {second} from {second_span}", "problem.prices_of_earlier_day": "{entity}: its list has no dates and was last changed on {day}, so its prices are of that day", "problem.prices_doubted": "{entity}: half of a day costs more than {middle} a kWh, and houses pay between {least} and {most}; nothing is bought by these prices, the prices in the settings count. Is price_unit right, or does price_adder lack the grid and the taxes?", "problem.setting_doubted": "{setting} is {price}, and houses pay between {least} and {most} a kWh; prices are in the whole currency, 0.30 and not 30", "problem.rest_counts": "{cause}; the other prices count", "problem.both": "{first}; {second}"}},
  fr: {"then": " ; ", "beside": ", ", "sign_first": false, "per_cent": "{} %", "unknown": "inconnu", "more": "davantage", "a_moment": "un instant", "a_while": "un moment", "clock": "{}", "tomorrow": "demain", "date": "{day} {month}", "weekdays": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"], "weekdays_short": ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."], "months": ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."], "left_over": "{} disponibles", "nothing_left": "rien de disponible", "house_draws": "la maison prend {} au réseau", "texts": {"why.setup": "a besoin de votre aide : {problem}", "why.off": "désactivée : la voiture est laissée tranquille jusqu'à la réactivation", "why.off_stopping": "désactivée : arrêt de la charge que l'application avait lancée", "why.paused": "en pause jusqu'à {until} : la voiture est laissée tranquille d'ici là", "why.paused_stopping": "en pause jusqu'à {until} : arrêt de la charge que l'application avait lancée", "why.watching": "désactivée, observe seulement : depuis {since} {solar_kwh} de soleil et {saved} économisés, si elle avait été activée", "why.watching_sun": "désactivée, observe seulement : depuis {since} {solar_kwh} de soleil, si elle avait été activée ; avec tariff.peak_price, elle dit ce que cela économise", "why.watching_untold": "désactivée, observe seulement, et rien n'est compté : {problem}", "why.unreachable": "pas de contact avec la voiture : {problem}", "why.budget": "économise le budget du mois pour l'API de la voiture ({spent} dépensés sur {cap}) ; un nouveau commence le mois prochain", "why.blocked": "impossible de commander la voiture : {problem}", "why.away": "la voiture n'est pas à la maison : elle sera chargée à son retour", "why.away_by": "la voiture n'est pas à la maison, mais à {distance_m} (la maison s'étend sur {radius_m}) : elle sera chargée à son retour", "why.position_unknown": "la voiture ne dit pas où elle est : en attendant, elle est laissée tranquille", "why.unplugged": "la voiture n'est pas branchée : branchez-la pour la charger", "why.no_power": "la prise n'est pas alimentée : vérifiez son interrupteur et son fusible", "why.cable_loose": "le câble n'est pas bien branché : enfoncez-le à fond", "why.full": "la batterie a atteint sa limite ({soc_pct}) : la charge reprendra après un trajet, ou avec une limite plus haute", "why.limit_too_low": "la batterie a atteint sa limite ({soc_pct}), mais il faut {wanted_pct} pour le prochain départ : relevez la limite dans la voiture", "why.sun_limit": "la batterie est à {soc_pct} : le soleil charge jusqu'à {limit_pct}, comme vous l'avez réglé", "why.charge_now": "charge immédiate à {current_a}, comme demandé, jusqu'à la limite de la voiture", "why.charge_now_until": "charge immédiate à {current_a}, comme demandé, jusqu'à {end}", "why.by_hand": "lancée dans la voiture ou son application : laissée tranquille jusqu'à la fin de cette charge, au débranchement ou à l'action d'un interrupteur", "why.by_hand_since": "lancée à la main à {since} ({sign}) : laissée tranquille jusqu'à sa fin, au débranchement ou à l'action d'un interrupteur", "why.stopped_by_hand": "arrêtée à la main à {stopped} : pas de charge avant un débranchement, l'action d'un interrupteur, le besoin d'un départ, ou {resumes}", "why.ended_nobodys": "une charge chère que personne ne semble avoir lancée est arrêtée ({sign}) : pour la garder, relancez-la dans les 15 min", "why.look_first": "la voiture dort et n'a pas dit son niveau : un seul réveil pour savoir ce qu'il faut charger", "why.by_itself": "la voiture s'est mise à charger au branchement : {current_a} en attendant le soleil", "why.by_itself_ending": "la voiture s'est mise à charger au branchement : arrêt, en attendant le soleil", "why.off_peak": "courant bon marché à {price_per_kwh} : charge à {current_a} jusqu'à {wanted_pct} (actuellement {soc_pct})", "why.no_reading": "le compteur du réseau ne dit plus rien depuis {silent} : d'ici son retour, la voiture ne prend rien au réseau", "why.meter_wrong": "{problem} ; en attendant, la voiture ne charge pas sur sa foi", "why.meter_doubted": "pas de charge solaire tant que ce n'est pas tiré au clair : {problem}", "why.meter_unreadable": "le compteur du réseau est illisible, la voiture ne prend donc rien au réseau : {problem}", "why.fuse": "{current_a} seulement : la maison prend elle-même jusqu'à {house_w} des {max_import_w} qu'elle peut prendre au réseau", "why.fuse_ending": "la maison prend elle-même jusqu'à {house_w} des {max_import_w} qu'elle peut prendre au réseau : la voiture attend qu'il reste {least_a}", "why.fuse_phase": "{current_a} seulement : la maison prend elle-même jusqu'à {house_a} des {main_fuse_a} que la phase {phase} peut porter", "why.fuse_phase_ending": "la maison prend elle-même jusqu'à {house_a} des {main_fuse_a} que la phase {phase} peut porter : la voiture attend qu'il reste {least_a}", "why.fuse_blind": "{current_a} seulement, pour que le fusible principal tienne : {problem}", "why.fuse_blind_ending": "pas de charge, pour que le fusible principal tienne : {problem} ; {cause}", "why.measuring": "mesure ce que le soleil laisse : décision dans {ready}", "why.measuring_phases": "charge à {current_a} seulement, jusqu'à ce que le compteur ait montré sur combien de phases la voiture charge", "why.meter_on_trial": "charge à {current_a} seulement, jusqu'à ce que le compteur du réseau l'ait montré, car il s'était trompé", "why.minimum": "la batterie est sous {wanted_pct} (actuellement {soc_pct}) : charge à {current_a}, quel que soit le prix", "why.departure": "le départ est proche : charge à {current_a} pour avoir {wanted_pct} d'ici {departure}", "why.departure_awake": "le budget du mois ne permet plus de réveiller la voiture : charge à {current_a} tant qu'elle est éveillée, pour avoir {wanted_pct} d'ici {departure}", "why.departure_learnt": "aucun départ n'est réglé, et la voiture peut servir dès {departure} : charge à {current_a} pour avoir {wanted_pct} d'ici là", "why.climate": "la voiture chauffe ou se rafraîchit pour {departure} : charge à {current_a}, pour que sa batterie ne se vide pas", "why.kept_for_last": "{kwh} sont gardés pour juste avant le départ, afin que la batterie soit chaude : charge à partir de {begins}", "why.holiday": "vacances jusqu'à {until}, selon le calendrier : rien n'est acheté pour la voiture ; le soleil continue de la charger", "why.buying": "achat de courant à {price_per_kwh} : charge à {current_a}", "why.following_sun": "charge à {current_a} avec {sun_w} de soleil", "why.from_battery": "charge à {current_a}, surtout depuis la batterie domestique : le soleil la remplira", "why.battery_first": "{left_over_w}, mais la batterie domestique passe d'abord : la maison en aura besoin", "why.battery_untold": "charge à {current_a}, en baisse jusqu'à l'injection : {problem}", "why.battery_untold_waiting": "attend une injection suffisante : {problem}", "why.hidden_sun": "cherche du soleil caché à {current_a} : l'onduleur en perd peut-être (chances : {odds_pct})", "why.cloud": "un nuage : continue à {current_a} ; arrêt dans {wait} s'il reste", "why.too_little_sun": "trop peu de soleil, arrêt : {left_over_w}, il faut {break_even_w} pour continuer", "why.waiting_for_sun": "attend le soleil : {left_over_w}, il faut {break_even_w} pour démarrer", "why.gathering": "du soleil : {left_over_w}, démarrage dans {wait} si cela dure", "why.nothing_pays": "attend que la charge coûte moins cher : le réseau est à {price_per_kwh} pour l'instant, et le solaire est vendu {export_per_kwh}", "why.sun_only": "au soleil seul, comme choisi : {left_over_w}, il faut {break_even_w} pour charger", "why.price_ceiling": "rien n'est acheté : le courant coûte {price_per_kwh}, plus que les {ceiling_per_kwh} que vous admettez", "sign.seen": "elle a commencé sans l'application, voiture branchée", "sign.again": "elle a repris après l'arrêt par l'application", "sign.plugged_in": "elle a commencé au branchement", "sign.power_back": "elle a commencé après une coupure de courant ou un redémarrage", "sign.schedule": "elle était programmée dans la voiture", "sign.limit_raised": "la limite de la voiture a été relevée", "sign.unseen": "elle a commencé dans les {apart} entre deux messages de la voiture", "next_change.retry": "nouvel essai à partir de {at}", "next_change.plan": "achat de {kwh} à partir de {at}", "next_change.cheap_from": "courant bon marché à partir de {at}", "next_change.cheap_until": "bon marché jusqu'à {at}", "next_change.price_change": "courant à {price_per_kwh} à partir de {at}", "next_change.departure": "charge pour le départ à partir de {at} au plus tard", "aside.held": "la batterie domestique est retenue pendant ce temps", "aside.held_to_house": "la batterie domestique n'alimente que la maison pendant ce temps, avec {limit_w} au plus", "aside.letting_go": "la batterie domestique est en train d'être libérée", "aside.limit_lowered": "la limite de la voiture est à {limit_pct} pour l'instant, vos {own_pct} reviennent avant le départ", "aside.limit_raised_for_trip": "la limite de la voiture est à {limit_pct} pour le trajet, vos {own_pct} reviennent après", "aside.limit_going_back": "la limite de la voiture est à {limit_pct}, vos {own_pct} reviennent dès qu'elle est réveillée à la maison", "progress.reaches": "{soc_pct} vers {at}", "plan_text.no_departure": "aucun départ n'est prévu : charge quand il y a du soleil ou du courant bon marché", "plan_text.holiday": "vacances jusqu'à {until}, selon le calendrier : pas de départ, et rien n'est acheté", "plan_text.wanted": "{departure} : {wanted_pct}", "plan_text.learnt": "{departure} : {wanted_pct}, d'après vos trajets", "plan_text.assumed": "{departure} : {wanted_pct}, supposés tant que vous n'avez pas réglé de départ", "plan_text.no_car": "pas de plan tant que la voiture n'est pas branchée à la maison", "plan_text.buying": "achat de {purchases}", "plan_text.purchase": "{kwh} {when} pour {cost}", "plan_text.purchase_at": "{kwh} {when} à {price_per_kwh}", "plan_text.more": "{purchases} et encore {kwh}", "plan_text.by_sun": "rien à acheter : il faut {counted_kwh}, {expected_kwh} de soleil attendus", "plan_text.enough": "rien à acheter : la batterie a ce qu'il faut", "plan_text.lost": "plus rien à acheter", "plan_text.missing": "il manquera {kwh}", "plan_text.rest_by_sun": "le reste par le soleil : {counted_kwh} des {expected_kwh} attendus", "plan_text.sun": "{expected_kwh} de soleil attendus, dont {counted_kwh} comptés", "plan_text.sun_expected": "{expected_kwh} de soleil attendus", "plan_text.saved": "{saved} de moins que tout de suite", "plan_text.guessed": "jusqu'à {clear_kwh} de soleil par ciel dégagé, estimation d'après la saison : votre toit n'est pas encore connu", "plan_text.habit": "{days}, vous partez vers {leaves_h} et consommez {used_kwh} au plus : {need_pct} suffisent, le reste est laissé au soleil", "plan_text.habit_limited": "{days}, vous partez vers {leaves_h} et consommez {used_kwh} au plus : il faut {need_pct}, dont une limite permet {wanted_pct}", "plan_text.habit_unsure": "{days}, vous partez vers {leaves_h} ; tant que l'on ne sait pas ce que vous consommez, {need_pct} sont prêts à {ready_clock}", "plan_text.habit_unknown": "tant que l'on ne sait ni quand vous partez ni ce que vous consommez, {need_pct} sont prêts chaque jour à {ready_clock}", "plan_text.every_day": "tous les jours", "plan_text.on_weekdays": "en semaine", "plan_text.at_weekends": "le week-end", "plan_text.on_day": "chaque {weekday}", "plan_text.preview_buying": "{wanted_pct} d'ici {departure} : {kwh} du réseau pour {cost}", "plan_text.preview_unpriced": "{wanted_pct} d'ici {departure} : {kwh} du réseau", "plan_text.preview_enough": "{wanted_pct} d'ici {departure} : rien à acheter", "plan_text.preview_dearer": "{plan} ; {cost} de plus que le plan actuel", "plan_text.preview_cheaper": "{plan} ; {cost} de moins que le plan actuel", "plan_text.battery_both": "{for_house_kwh} restent pour la maison, {for_car_kwh} peuvent aller dans la voiture", "plan_text.battery_house": "{for_house_kwh} restent pour la maison", "plan_text.battery_learning": "{for_house_kwh} restent pour la maison jusqu'à ce que l'application en connaisse une journée", "plan_text.battery_car": "{for_car_kwh} peuvent aller dans la voiture", "plan_text.end_time": "{at}", "plan_text.end_kwh": "{kwh}", "plan_text.end_soc": "{soc_pct}", "plan_text.end_either": "{one} ou {other}", "item.grid_meter": "Compteur du réseau", "item.sign": "Son signe", "item.unit": "Son unité", "item.solar": "Toit", "item.house_battery": "Batterie domestique", "item.car": "Voiture", "item.place": "À la maison", "item.phases": "Phases", "item.tariff": "Tarif", "item.forecast": "Prévision", "item.departures": "Départs", "item.plan": "Plan", "item.fuse": "Fusible principal", "item.switches": "Interrupteurs", "item.notify": "Notifications", "finding.reports": "{entity} répond", "finding.reports_each": "{entity} répond environ toutes les {every}", "finding.not_heard": "{entity} n'a pas encore répondu", "finding.silent": "{entity} ne dit rien", "finding.sign_by_counters": "juste, d'après les compteurs du tableau de bord Énergie", "finding.sign_by_car": "juste : il a montré ce que la voiture consommait", "finding.sign_open": "pas encore vu : la voiture le montre quand elle charge et que son courant change", "finding.sign_against": "inversé, d'après les compteurs du tableau de bord Énergie", "finding.unit_told": "{entity} mesure en {unit}", "finding.unit_none": "{entity} n'indique aucune unité : ses nombres sont pris pour des W", "finding.unit_shown": "{entity} n'indique aucune unité ; ce sont des W, comme la voiture l'a montré", "finding.car_by_entities": "par ses entités, comme {entity}", "finding.car_by_api": "par {host}", "finding.car_by_both": "lue {read}, commandée {command}", "finding.car_awaited": "la voiture n'a pas encore répondu", "finding.place_told": "zone.home existe, et la voiture dit où elle est", "finding.place_untold": "la voiture ne dit pas où elle est", "finding.phases_set": "{count}, d'après les réglages", "finding.phases_told": "{count}, d'après la voiture", "finding.phases_seen": "{count}, d'après le compteur", "finding.phases_open": "mesurées à la première charge", "finding.tariff_unset": "aucun n'est réglé : chaque kWh est compté à {price_per_kwh}", "finding.tariff_flat": "toujours {price_per_kwh}", "finding.tariff_windows": "bon marché {windows} ; maintenant {price_per_kwh}, prochain changement {at}", "finding.tariff_now": "maintenant {price_per_kwh}, prochain changement {at}", "finding.tariff_of_now": "{entity} donne le prix du moment", "finding.tariff_by_word": "{entity} dit quel tarif vaut : maintenant {price_per_kwh}", "finding.tariff_list": "{prices} prix jusqu'à {until}, de {least_per_kwh} à {most_per_kwh}", "finding.tariff_colours": "selon la couleur du jour : maintenant {price_per_kwh}, prochain changement {at}", "finding.forecast_heard": "reçue", "finding.forecast_unset": "aucune n'est réglée : le soleil des deux dernières semaines compte", "finding.departure_next": "prochain : {departure} avec {wanted_pct}", "finding.departure_empty": "prochain : {departure} avec {wanted_pct}, pour quoi rien n'est jamais chargé", "finding.departures_learnt": "aucun n'est indiqué : quand vous partez et ce qu'il vous faut s'apprend", "finding.plan_made": "établi", "finding.plan_awaited": "établi dès que la voiture est branchée à la maison", "finding.fuse_of_phases": "{main_fuse_a} par phase", "finding.fuse_of_sum": "{max_import_w} en tout", "finding.fuse_unset": "pas réglé : personne ne le surveille", "finding.switches_there": "tous sont là", "finding.notify_list": "dans la liste de Home Assistant", "finding.notify_there": "par {service}", "finding.notify_missing": "{service} n'existe pas dans Home Assistant", "finding.notify_unwanted": "aucune n'est voulue", "finding.elsewhere": "{file} ne peut pas être vérifié d'ici", "todo.look_at_sensor": "vérifiez le capteur et son intégration", "todo.turn_sign": "réglez meters.grid_power_positive: {other}", "todo.swap_pair": "échangez meters.import_power et meters.export_power", "todo.see_sign": "quand le toit donne plus que la maison ne consomme, la carte doit montrer une injection", "todo.give_unit": "donnez-lui l'unité W ou kW, là où il est défini, ou nommez un autre capteur", "todo.look_at_car": "un nouvel essai suit ; voyez si l'application de la voiture la joint", "todo.tell_place": "laissez l'intégration, ou la voiture, partager sa position ; ou nommez car.entities.location", "todo.make_home": "placez votre domicile dans Paramètres > Pièces, étiquettes et zones", "todo.set_phases": "rien ; ou réglez car.phases", "todo.set_tariff": "réglez tariff : ses heures creuses, ou l'entité des prix", "todo.look_at_prices": "vérifiez l'entité du tarif et son intégration", "todo.set_helpers": "réglez les entrées du départ : quand, et à quel niveau", "todo.plug_in": "branchez la voiture", "todo.set_fuse": "réglez charging.max_import_w, ou charging.main_fuse_a pour chaque phase", "todo.make_helpers": "créez-les dans Paramètres > Appareils et services > Entrées, ou copiez le paquet", "todo.name_notify": "réglez notify sur un service que liste Outils de développement > Actions", "problem.app_failed": "une erreur dans l'application elle-même ({error}, dans {where}) : rien n'est décidé tant qu'elle dure ; le journal d'AppDaemon la contient en entier, veuillez la signaler", "problem.helper_missing": "l'entrée {entity} manque dans Home Assistant", "problem.no_home_zone": "zone.home manque dans Home Assistant : impossible de localiser la voiture", "problem.same_car": "{shared} est aussi dans l'entrée {entry} d'apps.yaml, et une voiture ne peut avoir qu'une entrée : l'autre la commande, supprimez donc l'une des deux", "problem.same_meter": "{entity} est aussi le compteur de l'entrée {entry} d'apps.yaml, et les deux prendraient le même soleil : seule {entry} charge sa voiture, tant que plusieurs voitures ne savent pas partager un compteur ; pour charger plutôt celle-ci, désactivez {entry}", "problem.no_settings": "{name} n'a pas encore de réglages : ouvrez {link} dans Home Assistant en tant qu'administrateur. Sans cette page, lancez python -m solar_charging.setup --url URL dans le dossier apps, ou écrivez apps.yaml", "problem.package_missing": "le paquet Python {package} manque : l'application ne peut pas démarrer et la voiture n'est pas commandée. Dans le module AppDaemon, ajoutez-le à python_packages, ailleurs lancez pip install -r requirements.txt ; puis redémarrez AppDaemon", "problem.class_wrong": "apps.yaml : class doit être SolarCharging, c'est {name} ; jusqu'à correction, la voiture n'est pas commandée", "problem.settings_wrong": "apps.yaml : {mistakes}", "problem.start_failed": "l'application ne peut pas démarrer : {cause}", "problem.by_last_settings": "{problem}. Jusqu'à correction, les anciens réglages ne servent qu'à arrêter une charge chère lancée par l'application", "problem.commands_nothing": "{problem}. Jusqu'à correction, la voiture n'est pas commandée : il n'y a pas d'anciens réglages utilisables", "problem.app_stopped": "l'application a été arrêtée : personne ne commande la voiture tant qu'elle ne tourne pas", "problem.app_stopped_tab": "AppDaemon a arrêté l'application, car {file} est illisible : la ligne {line} contient une tabulation, et YAML n'accepte que des espaces ; jusqu'à correction, personne ne commande la voiture", "problem.app_stopped_yaml": "AppDaemon a arrêté l'application, car {file} est illisible : ce n'est pas du YAML à la ligne {line} ou juste au-dessus (retraits, deux-points, guillemets, crochets ?) ; jusqu'à correction, personne ne commande la voiture", "problem.switched_on": "elle est activée, bien que la liste de contrôle ait quelque chose de faux. {wrong}", "problem.not_asked_yet": "elle n'a pas encore été interrogée", "problem.budget_spent": "le budget du mois pour son API est épuisé", "problem.asleep": "la voiture dort ou est hors ligne", "problem.waits_for_schedule": "elle attend une charge programmée dans la voiture elle-même", "problem.start_in_vain": "elle a accepté l'ordre de charger, mais ne charge pas", "problem.stop_in_vain": "elle a accepté l'ordre d'arrêter, mais charge encore", "problem.draws_too_much": "elle devait se limiter à {current_a}, mais elle prend {drawn_a}", "problem.command_refused": "la voiture a refusé {command} : {word}", "problem.failed_before": "cela a échoué avant le redémarrage de l'application, et sera réessayé plus tard", "problem.nothing_known": "Home Assistant ne sait encore rien de la voiture : il l'apprendra à son réveil", "problem.charging_untold": "la voiture ne dit pas si elle est branchée, ni si elle charge", "problem.watch_untold": "la voiture n'a pas encore dit si elle est branchée à la maison, son niveau et sa limite de charge", "problem.word_unknown": "{where} : doit être l'un de {known}, est {got} ; en attendant, le courant et le câble disent si la voiture charge", "problem.word_untold": "{where} : ne dit rien ; en attendant, le courant et le câble disent si la voiture charge", "problem.flows_nevertheless": "la voiture se dit {word}, mais prend {drawn_a} : c'est le courant qui compte, donc elle charge", "problem.drawn_untold": "la voiture ne dit pas ce qu'elle prend : ce qui lui a été demandé en tient lieu, un câble plus faible passe donc inaperçu", "problem.offered_untold": "la voiture ne dit pas ce qui lui est offert : ce qui a été demandé en tient lieu, un réglage fait dans la voiture passe donc inaperçu", "problem.soc_untold": "la voiture ne dit pas son niveau : elle est chargée jusqu'à sa propre limite, et aucun départ ne peut être préparé", "problem.limit_untold": "la voiture ne dit pas sa limite de charge : les plans comptent avec 100 %", "problem.voltage_untold": "la voiture ne dit pas la tension du réseau : car.voltage_v en tient lieu", "problem.phases_untold": "la voiture ne dit pas sur combien de phases elle charge, et le compteur ne l'a pas montré : on compte avec trois ; si c'est faux, réglez car.phases", "problem.phases_measured_one": "la voiture ne dit pas sur combien de phases elle charge : sur une seule, d'après la mesure ({per_amp_w} par ampère) ; si c'est faux, réglez car.phases", "problem.phases_measured_no_neutral": "la voiture ne dit pas sur combien de phases elle charge : sur trois sans neutre, d'après la mesure ({per_amp_w} par ampère) ; si c'est faux, réglez car.phases", "problem.phases_measured_three": "la voiture ne dit pas sur combien de phases elle charge : sur trois, d'après la mesure ({per_amp_w} par ampère) ; si c'est faux, réglez car.phases", "problem.rate_limited": "trop de demandes, la prochaine sera permise dans {retry_after_s}", "problem.region_unknown": "le compte appartient à une autre région : indiquez le serveur de celle-ci dans car.api_url", "problem.region_elsewhere": "le compte appartient à une autre région : indiquez {base_url} dans car.api_url", "problem.empty_answer": "la réponse du service était vide", "problem.senseless_answer": "la réponse du service n'a pas de sens ({cause})", "problem.late_answer": "le service n'a pas répondu à temps", "problem.service_unreachable": "le service est injoignable ({cause})", "problem.service_answered": "le service a répondu {answer}", "problem.another_car": "le service parle d'une autre voiture, {car}", "problem.redirected": "{host} renvoie vers {to}, et aucun renvoi n'est suivi avec un jeton : le réseau demande-t-il une connexion, ou l'adresse des réglages est-elle une autre ?", "problem.proxy_out_of_range": "le proxy n'atteint pas la voiture ({words})", "problem.certificate": "car.ca_file : {cause}", "problem.token_refused": "le service refuse le jeton du fichier {file} : remplacez-le par un nouveau", "problem.tokens_lost": "reconnectez-vous : les jetons renouvelés n'ont pas pu être écrits dans {file} avant l'arrêt d'AppDaemon, et sont perdus", "problem.tokens_expired": "reconnectez-vous : les jetons du fichier {file} ont expiré", "problem.login_refused": "reconnectez-vous : Tesla a répondu {answer}", "problem.refresh_token_refused": "reconnectez-vous : le refresh token est refusé ({answer}) ; il a été révoqué, ou a déjà servi : ailleurs, ou lors d'un renouvellement qui n'a pas pu être écrit", "problem.owner_api_closed": "l'Owner API de Tesla refuse tout jeton renouvelé (se reconnecter : 8 h) ; prenez les entités de la voiture, Teslemetry, Tessie, MyTeslaMate, Fleet API avec proxy ou Bluetooth", "problem.no_car_shown": "ce jeton ne donne accès à aucune voiture : est-ce le bon compte, avec toutes les autorisations ?", "problem.not_one_car": "précisez car.vin : le compte doit avoir une seule voiture, il en a {count} ({cars})", "problem.owner_api_unsigned": "la voiture n'accepte que des commandes signées : l'Owner API de Tesla ne le permet pas", "problem.integration_unsigned": "la voiture n'accepte que des commandes signées, et son intégration ne les signe pas", "problem.unsigned": "la voiture n'accepte que des commandes signées", "problem.entities_unavailable": "Home Assistant ne sait rien de la voiture : toutes ses entités sont indisponibles", "problem.entities_missing": "toutes les entités de {car} n'ont pas été trouvées : il manque {roles} ; le journal d'AppDaemon dit ce qu'il y a et ce qu'il faut écrire", "problem.car_not_found": "Home Assistant n'a pas de voiture appelée {car} : le journal d'AppDaemon dit ce qu'il y a et ce qu'il faut écrire dans car.entities.name", "problem.cars_to_choose": "Home Assistant a plusieurs Tesla : mettez dans car.entities.name l'un de ces noms : {names}", "problem.no_car_there": "aucune Tesla n'a été trouvée dans Home Assistant : ajoutez-y son intégration, ou précisez car.token_file pour l'API de Tesla", "problem.not_connected": "{service} : Home Assistant n'est pas connecté", "problem.home_assistant_late": "{service} : Home Assistant n'a pas répondu à temps", "problem.home_assistant_failed": "{service} : {cause}", "problem.entity_unavailable": "{entity} est indisponible dans Home Assistant", "problem.entity_needed": "{service} a besoin d'une entité : précisez car.entities.{role}", "problem.meter_missing": "{entity} figure dans apps.yaml, mais manque dans Home Assistant", "problem.meter_misspelt": "{entity} figure dans apps.yaml, mais manque dans Home Assistant : est-ce {alike} ?", "problem.meter_unit": "{entity} : unit_of_measurement doit être l'une des unités {known}, et non {unit}", "problem.meter_sign": "{entity} baisse quand la voiture prend plus : son signe est inversé, écrivez meters.grid_power_positive: {other}", "problem.meter_swapped": "{entity} baissent quand la voiture prend plus : échangez import_power et export_power", "problem.meter_in_kw": "{entity} montre mille fois trop peu ce que prend la voiture : ses valeurs sont des kW, mais son unité dit W", "problem.meter_in_w": "{entity} montre mille fois trop ce que prend la voiture : ses valeurs sont des W, mais son unité dit kW", "problem.meter_blind": "{entity} ne montre pas ce que prend la voiture : indiquez le compteur au raccordement de la maison, toutes phases comprises", "problem.meter_unseen": "{entity} n'a pas encore montré ce que prend la voiture : est-il en retard, ou mesure-t-il autre chose ?", "problem.meter_frozen": "{entity} est figé : il répète la même valeur, quoi que fassent la voiture et le soleil", "problem.meter_held": "{entity} reste près de 0 quoi que fassent la voiture et le soleil : une batterie domestique, une injection bridée à zéro, ou un compteur du seul soutirage ? Une batterie domestique se déclare sous battery: dans apps.yaml", "problem.battery_silent": "la batterie domestique ({entity}) ne dit plus depuis {silent} ce qu'elle donne", "problem.battery_sign": "{entity} a le signe inverse, car la batterie domestique se remplit en étant dite donner : changez battery.power_positive", "problem.battery_too_small": "{entity} dit bien moins que ce qui remplit la batterie domestique : des kW dits en W, ou une seule de plusieurs batteries ?", "problem.battery_too_large": "{entity} dit bien plus que ce qui remplit la batterie domestique : des W dits en kW, ou capacity_kwh trop petit ?", "problem.battery_unset": "{entity} reste près de 0, comme avec une batterie domestique : s'il y en a une, déclarez battery: dans apps.yaml", "problem.hold_missing": "{entity} manque dans Home Assistant : sans cela, la batterie domestique n'est pas retenue, voir battery.hold et battery.release", "problem.hold_unreadable": "{entity} dit {said}, une valeur qu'on ne pourrait pas lui rendre : sans cela, la batterie domestique n'est pas retenue", "problem.hold_unknown": "{entity} doit recevoir la valeur {value}, inconnue en ce moment : sans cela, la batterie domestique n'est pas retenue", "problem.hold_unsaved": "le fichier d'état ne peut pas être écrit, et après un redémarrage personne ne saurait quoi remettre : la batterie domestique n'est donc pas retenue", "problem.hold_failed": "la batterie domestique n'a pas pu être retenue et se vide dans la voiture : {problem}", "problem.hold_not_taken": "{entity} a été remis et montre toujours la retenue", "problem.hold_in_vain": "la batterie domestique est retenue par ce que nomme battery.hold, et donne pourtant {given_w} : libérée jusqu'au prochain achat de courant", "problem.hold_of_others": "{entity} dit {got}, une valeur que quelqu'un d'autre a mise pendant que l'application retenait la batterie domestique : elle reste ainsi", "problem.limit_unsaved": "La limite de charge de la voiture est laissée telle quelle : ce qu'il faudrait remettre ne peut pas être enregistré", "problem.limit_not_taken": "la voiture l'accepte, mais ne l'affiche pas", "problem.meter_above_sun": "{entity} montre plus de surplus que {solar} ne produit : y a-t-il un autre toit, ou une batterie domestique ? Sinon, son signe est inversé", "problem.meter_late": "{entity} montre avec {lag} de retard ce que fait la voiture : il en est tenu compte, l'intensité change moins souvent", "problem.meter_slow": "{entity} ne parle que toutes les {every} : il en est tenu compte, l'intensité change moins souvent", "problem.meter_stale_set": "{entity} parle toutes les {every}, mais passe pour muet après {stale} : supprimez meters.stale_s, ou augmentez-le", "problem.meter_no_surplus": "{days} jours de soleil, et {entity} n'a jamais montré assez d'injection pour charger : est-ce le compteur au raccordement de la maison, dans les deux sens ?", "problem.meter_small": "{days} jours de soleil, et {entity} n'a jamais montré plus de quelques watts : ses valeurs semblent être des kW, mais son unité dit W", "problem.meter_turned": "{days} jours de soleil, et {entity} montre de l'injection dans le noir et du soutirage au soleil : son signe est-il inversé ?", "problem.meter_silent": "{entity} ne dit rien", "problem.fuse_blind": "pour que le fusible principal tienne, la voiture reçoit {current_a} au plus tant que ceci n'est pas réparé : {problem}", "problem.peak_unknown": "on ne sait pas encore combien la maison prend au plus", "problem.peak_of_house": "la maison sans la voiture a pris jusqu'à {peak_w} en quatre semaines", "problem.peak_of_phase": "la maison sans la voiture a pris jusqu'à {peak_a} sur {phase} en quatre semaines", "problem.meter_back": "{entity} parle de nouveau : la voiture reçoit davantage quand il y a eu de la place pendant quelques minutes", "problem.phases_turned": "{entity} montrent une injection pendant que le compteur montre un soutirage, leur signe est donc inversé : corrigez meters.phase_sensors_positive ; d'ici là, tout ce qu'ils montrent compte comme soutirage", "problem.phases_short": "{entity} montrent ensemble moins que le compteur : l'un d'eux est figé, ou mesure autre chose", "problem.plug_wrong": "{entity} ne mesure pas cette voiture : il est laissé de côté, c'est ce que dit la voiture qui compte", "problem.meter_counts_energy": "{entity} compte de l'énergie ({unit}) : indiquez l'entité de la puissance, en W ou kW", "problem.meter_part_gone": "{entity} est indisponible, et sans lui la puissance du réseau est inconnue", "problem.meter_no_number": "{entity} : doit être un simple nombre comme -1543.5, et non {said}", "problem.meter_out_of_range": "{entity} : doit être entre {least} et {most}, et non {said} : son unité est-elle juste ?", "problem.meter_half_negative": "{entity} indique {got_w}, mais un compteur à un seul sens n'est jamais négatif : indiquez un compteur signé dans grid_power, ou inversez celui-ci", "problem.events_lost": "les changements de Home Assistant n'arrivent pas à AppDaemon : d'ici leur retour, compteurs et interrupteurs sont interrogés à chaque pas ; si cela dure, redémarrez AppDaemon", "problem.no_time_of_day": "{entity} : doit être une heure, avec ou sans date, et non {said}", "problem.departures_unset": "personne n'a encore réglé {entities}, et minuit sans rien de voulu n'est pas un départ : réglez-les, ou supprimez departure_helpers d'apps.yaml", "problem.no_per_cent": "{entity} : doit être entre 0 et 100 %, et non {said}", "problem.control_no_number": "{entity} : doit être un nombre de {least} à {most}, et non {said}", "problem.control_no_moment": "{entity} : doit être une date avec une heure, et non {said}", "problem.control_unknown": "{entity} : {said} ne dit rien à l'application ; elle connaît {known}", "problem.preview_unreadable": "{entity} : doit être une date, une heure et un niveau de charge, comme 2026-12-01T07:30 80, et non {said}", "problem.preview_past": "{entity} : doit être un moment à venir, et non {said}", "problem.preview_far": "{entity} : doit être un moment des sept prochains jours, et non {said}", "problem.calendar_silent": "{entity} : ne donne pas ses événements ({cause}) ; ceux qu'il a donnés avant comptent jusqu'à {until}", "problem.calendar_forgotten": "{entity} : ne donne pas ses événements ({cause}) ; d'ici là, les autres départs comptent, et pas de vacances", "problem.calendar_no_per_cent": "{entity} : l'événement {event} n'est pas un départ : {said} n'est pas un pourcentage de 1 à 100 ; écrivez-le comme dans Maman 80 %", "problem.calendar_several": "{entity} : l'événement {event} n'est pas un départ, car il a plus d'un pourcentage : n'en laissez qu'un", "problem.calendar_both": "{entity} : l'événement {event} n'est ni un départ ni des vacances, car il a un pourcentage et le mot des vacances : faites-en deux événements", "problem.calendar_holiday_timed": "{entity} : l'événement {event} ne compte pas comme vacances, car il a des heures : faites-en un événement de jours entiers", "problem.calendar_no_time": "{entity} : l'événement {event} ne compte pas, car son début est illisible : {said}", "problem.colour_unknown": "{entity} : doit être l'une des couleurs {known}, et non {said} ; en attendant, la plus chère compte", "problem.off_peak_unknown": "{entity} : ne dit pas quel tarif s'applique ; en attendant, les plages horaires des réglages comptent, ou les heures où c'était d'habitude le tarif bas", "problem.off_peak_question": "{entity} indique {said} : est-ce le tarif bas ou le tarif haut ? Écrivez les mots du tarif bas dans tariff.off_peak_states (vus jusqu'ici : {words}) ; en attendant, les plages horaires des réglages comptent", "problem.off_peak_word": "{entity} : indique {words}, et aucun de ces mots ne figure dans tariff.off_peak_states ({known}) ; tant que c'est le cas, le tarif n'est jamais bas", "problem.price_of_now_unknown": "{entity} : le prix actuel n'est pas connu ; en attendant, les plages horaires des réglages s'appliquent", "problem.no_price_list": "{entity} : doit donner une liste de prix dans l'un des attributs {known}, ou le prix du moment sous forme de nombre ; ne fait ni l'un ni l'autre", "problem.price_list_shape": "{where} doit être une liste de prix, et non {got}", "problem.price_lists": "{where} doit contenir une seule liste de prix, et en contient plusieurs ({names}) ; faites un capteur modèle de la vôtre", "problem.price_unit": "{entity} : unit_of_measurement doit être un prix de l'énergie comme EUR/kWh, et non {unit} ; sinon, indiquez price_unit", "problem.price_unit_contradicted": "{entity} : ses prix sont en {said}, price_unit indique {unit} ; c'est l'unité de l'entité qui compte. Si price_unit est juste, mettez price_unit_forced: true", "problem.price_currency": "{entity} : ses prix sont en {said}, tout le reste est en {currency} ; ils ne comptent pas. Corrigez api.currency si elle est fausse, ou mettez le taux de change dans price_factor", "problem.price_entry": "{where} doit avoir un début ({begins}) et un prix ({prices})", "problem.price_count": "{where} doit avoir {known} prix pour une journée de {hours} h, et en a {count}", "problem.no_number": "{where} doit être un nombre, et non {got}", "problem.number_beyond": "{where} doit être entre {least} et {most}, et non {got}", "problem.no_time": "{where} doit être une date et heure comme 2026-06-15T22:00:00+02:00, et non {got}", "problem.price_span": "{where} doit durer un certain temps, un jour au plus, et non {got}", "problem.price_too_large": "{where} ne doit pas dépasser {most} par kWh, et vaut {got}", "problem.prices_overlap": "{entity} : il ne doit y avoir qu'un prix à la fois, or il y a {first} pour {first_span} et {second} pour {second_span}", "problem.prices_of_earlier_day": "{entity} : sa liste n'a pas de dates et n'a pas changé depuis le {day} ; ses prix sont donc ceux de ce jour-là", "problem.prices_doubted": "{entity} : la moitié d'une journée coûte plus de {middle} le kWh, or les foyers paient entre {least} et {most} ; rien n'est acheté d'après ces prix, ceux des réglages comptent. price_unit est-il juste, ou manque-t-il le réseau et les taxes dans price_adder ?", "problem.setting_doubted": "{setting} vaut {price}, or les foyers paient entre {least} et {most} le kWh ; les prix sont dans la monnaie entière, 0.30 et non 30", "problem.rest_counts": "{cause} ; les autres prix comptent", "problem.both": "{first} ; {second}"}},
  de: {"then": "; ", "beside": ", ", "sign_first": false, "per_cent": "{} %", "unknown": "unbekannt", "more": "mehr", "a_moment": "wenigen Sekunden", "a_while": "einer Weile", "clock": "{} Uhr", "tomorrow": "morgen", "date": "{day}. {month}", "weekdays": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"], "weekdays_short": ["Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."], "months": ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."], "left_over": "{} übrig", "nothing_left": "kein Strom übrig", "house_draws": "das Haus bezieht {} aus dem Netz", "texts": {"why.setup": "braucht Ihre Hilfe: {problem}", "why.off": "ausgeschaltet: das Auto wird in Ruhe gelassen, bis wieder eingeschaltet wird", "why.off_stopping": "ausgeschaltet: die von der App begonnene Ladung wird beendet", "why.paused": "Pause bis {until}: so lange wird das Auto in Ruhe gelassen", "why.paused_stopping": "Pause bis {until}: die von der App begonnene Ladung wird beendet", "why.watching": "ausgeschaltet, sieht nur zu: seit {since} {solar_kwh} Sonne und {saved} gespart, wäre sie an gewesen", "why.watching_sun": "ausgeschaltet, sieht nur zu: seit {since} {solar_kwh} Sonne, wäre sie an gewesen; mit tariff.peak_price sagt sie, was das spart", "why.watching_untold": "ausgeschaltet, sieht nur zu, und nichts wird gezählt: {problem}", "why.unreachable": "keine Verbindung zum Auto: {problem}", "why.budget": "hält sich zurück, damit das Monatsbudget für die API des Autos reicht ({spent} von {cap} ausgegeben); im nächsten Monat gibt es ein neues", "why.blocked": "das Auto lässt sich nicht steuern: {problem}", "why.away": "das Auto ist nicht zu Hause: geladen wird, wenn es zurück ist", "why.away_by": "das Auto ist nicht zu Hause, sondern {distance_m} entfernt (die Zone reicht {radius_m} weit): geladen wird, wenn es zurück ist", "why.position_unknown": "das Auto meldet nicht, wo es ist: bis dahin wird es in Ruhe gelassen", "why.unplugged": "das Auto ist nicht eingesteckt: zum Laden bitte einstecken", "why.no_power": "die Steckdose führt keinen Strom: bitte Schalter und Sicherung prüfen", "why.cable_loose": "das Kabel steckt nicht richtig: bitte ganz hineindrücken", "why.full": "die Batterie hat ihre Ladegrenze erreicht ({soc_pct}): weiter geht es nach einer Fahrt oder mit höherer Grenze", "why.limit_too_low": "die Batterie hat ihre Ladegrenze erreicht ({soc_pct}), für die nächste Abfahrt sind aber {wanted_pct} nötig: bitte die Grenze im Auto erhöhen", "why.sun_limit": "die Batterie hat {soc_pct}: die Sonne lädt wie eingestellt bis {limit_pct}", "why.charge_now": "lädt wie gewünscht sofort mit {current_a}, bis zur Ladegrenze des Autos", "why.charge_now_until": "lädt wie gewünscht sofort mit {current_a}, bis {end}", "why.by_hand": "im Auto oder in seiner App gestartet: bleibt unberührt, bis diese Ladung endet, das Auto ausgesteckt oder ein Schalter umgelegt wird", "why.by_hand_since": "um {since} von Hand gestartet ({sign}): bleibt, bis sie endet, das Auto ausgesteckt oder ein Schalter umgelegt wird", "why.stopped_by_hand": "um {stopped} von Hand beendet: lädt erst wieder nach dem Ausstecken, mit einem umgelegten Schalter, für eine Abfahrt, oder {resumes}", "why.ended_nobodys": "eine teure Ladung, die wohl niemand gestartet hat, wird beendet ({sign}): um sie zu behalten, binnen 15 min neu starten", "why.look_first": "das Auto schläft und hat nicht gemeldet, wie voll es ist: es wird einmal geweckt, um zu erfahren, was zu laden ist", "why.by_itself": "das Auto hat beim Einstecken von selbst begonnen: lädt mit {current_a}, bis die Sonne kommt", "why.by_itself_ending": "das Auto hat beim Einstecken von selbst begonnen: die Ladung wird beendet und wartet auf Sonne", "why.off_peak": "günstiger Strom zu {price_per_kwh}: lädt mit {current_a} bis {wanted_pct} (jetzt {soc_pct})", "why.no_reading": "der Netzzähler schweigt seit {silent}: bis er sich wieder meldet, wird kein Strom für das Auto bezogen", "why.meter_wrong": "{problem}; bis dahin lädt das Auto nicht nach ihm", "why.meter_doubted": "keine Sonnenladung, bis das geklärt ist: {problem}", "why.meter_unreadable": "der Netzzähler ist nicht lesbar, darum wird kein Strom für das Auto bezogen: {problem}", "why.fuse": "nur {current_a}: das Haus selbst bezieht bis zu {house_w} der {max_import_w}, die es beziehen darf", "why.fuse_ending": "das Haus selbst bezieht bis zu {house_w} der {max_import_w}, die es beziehen darf: das Auto wartet, bis {least_a} frei sind", "why.fuse_phase": "nur {current_a}: das Haus selbst bezieht bis zu {house_a} der {main_fuse_a}, die Phase {phase} führen darf", "why.fuse_phase_ending": "das Haus selbst bezieht bis zu {house_a} der {main_fuse_a}, die Phase {phase} führen darf: das Auto wartet, bis {least_a} frei sind", "why.fuse_blind": "nur {current_a}, damit die Hauptsicherung hält: {problem}", "why.fuse_blind_ending": "keine Ladung, damit die Hauptsicherung hält: {problem}; {cause}", "why.measuring": "misst, wie viel Sonne übrig bleibt: entscheidet in {ready}", "why.measuring_phases": "lädt nur mit {current_a}, bis der Stromzähler gezeigt hat, auf wie vielen Phasen das Auto lädt", "why.meter_on_trial": "lädt nur mit {current_a}, bis der Netzzähler es gezeigt hat, denn vorher war er falsch", "why.minimum": "die Batterie ist unter {wanted_pct} (jetzt {soc_pct}): lädt mit {current_a}, egal was es kostet", "why.departure": "die Abfahrt ist nah: lädt mit {current_a}, für {wanted_pct} bis {departure}", "why.departure_awake": "das Monatsbudget reicht nicht, um das Auto noch einmal zu wecken: lädt mit {current_a}, solange es wach ist, für {wanted_pct} bis {departure}", "why.departure_learnt": "keine Abfahrt ist eingestellt, und das Auto könnte bis {departure} gebraucht werden: lädt mit {current_a}, um dann {wanted_pct} zu haben", "why.climate": "das Auto heizt oder kühlt sich für {departure}: lädt mit {current_a}, damit das seine Batterie nicht leert", "why.kept_for_last": "{kwh} bleiben für die Zeit kurz vor der Abfahrt, damit die Batterie dann warm ist: geladen wird ab {begins}", "why.holiday": "Urlaub bis {until}, laut Kalender: für das Auto wird nichts gekauft; die Sonne lädt es weiter", "why.buying": "kauft jetzt Strom zu {price_per_kwh}: lädt mit {current_a}", "why.following_sun": "lädt mit {current_a} bei {sun_w} Sonne", "why.from_battery": "lädt mit {current_a}, das meiste aus der Hausbatterie: die Sonne füllt sie wieder", "why.battery_first": "{left_over_w}, aber zuerst für die Hausbatterie: das Haus wird den Strom brauchen", "why.battery_untold": "lädt mit {current_a}, schrittweise weniger, bis eingespeist wird: {problem}", "why.battery_untold_waiting": "wartet, bis genug eingespeist wird: {problem}", "why.hidden_sun": "sucht verborgene Sonne mit {current_a}: der Wechselrichter wirft womöglich welche weg (Aussicht: {odds_pct})", "why.cloud": "eine Wolke: lädt weiter mit {current_a}; endet in {wait}, wenn sie bleibt", "why.too_little_sun": "zu wenig Sonne, die Ladung endet: {left_over_w}, zum Weiterladen braucht es {break_even_w}", "why.waiting_for_sun": "wartet auf Sonne: {left_over_w}, zum Start braucht es {break_even_w}", "why.gathering": "Sonne: {left_over_w}, beginnt in {wait}, wenn es so bleibt", "why.nothing_pays": "wartet, bis das Laden günstiger ist: aus dem Netz kostet Strom jetzt {price_per_kwh}, und Sonnenstrom wird zu {export_per_kwh} verkauft", "why.sun_only": "nur Sonne, wie gewählt: {left_over_w}, zum Laden braucht es {break_even_w}", "why.price_ceiling": "kauft nichts: Strom kostet {price_per_kwh}, mehr als die {ceiling_per_kwh}, die Sie zulassen", "sign.seen": "sie begann ohne die App, das Auto war eingesteckt", "sign.again": "sie begann wieder, nachdem die App sie beendet hatte", "sign.plugged_in": "sie begann beim Einstecken", "sign.power_back": "sie begann nach einem Stromausfall oder Neustart", "sign.schedule": "sie war im Auto geplant", "sign.limit_raised": "die Ladegrenze des Autos wurde erhöht", "sign.unseen": "sie begann in den {apart} zwischen zwei Meldungen des Autos", "next_change.retry": "nächster Versuch {at}", "next_change.plan": "kauft {kwh} ab {at}", "next_change.cheap_from": "günstiger Strom ab {at}", "next_change.cheap_until": "günstig bis {at}", "next_change.price_change": "Strom kostet {price_per_kwh} ab {at}", "next_change.departure": "lädt für die Abfahrt spätestens ab {at}", "aside.held": "die Hausbatterie wird solange zurückgehalten", "aside.held_to_house": "die Hausbatterie versorgt solange nur das Haus, mit höchstens {limit_w}", "aside.letting_go": "die Hausbatterie wird gerade freigegeben", "aside.limit_lowered": "das Ladelimit des Autos steht vorerst auf {limit_pct}, Ihre {own_pct} kommen vor der Abfahrt zurück", "aside.limit_raised_for_trip": "das Ladelimit des Autos steht für die Fahrt auf {limit_pct}, Ihre {own_pct} kommen danach zurück", "aside.limit_going_back": "das Ladelimit des Autos steht auf {limit_pct}, Ihre {own_pct} kommen zurück, sobald es zu Hause wach ist", "progress.reaches": "{soc_pct} gegen {at}", "plan_text.no_departure": "keine Abfahrt ist eingestellt: lädt bei Sonne oder mit günstigem Strom", "plan_text.holiday": "Urlaub bis {until}, laut Kalender: keine Abfahrt, und es wird nichts gekauft", "plan_text.wanted": "{departure}: {wanted_pct}", "plan_text.learnt": "{departure}: {wanted_pct}, aus Ihren Fahrten gelernt", "plan_text.assumed": "{departure}: {wanted_pct}, angenommen, bis Sie eine Abfahrt einstellen", "plan_text.no_car": "kein Plan, solange das Auto nicht zu Hause eingesteckt ist", "plan_text.buying": "kauft {purchases}", "plan_text.purchase": "{kwh} {when} für {cost}", "plan_text.purchase_at": "{kwh} {when} zu {price_per_kwh}", "plan_text.more": "{purchases} und noch {kwh}", "plan_text.by_sun": "nichts zu kaufen: {counted_kwh} nötig, {expected_kwh} Sonne erwartet", "plan_text.enough": "nichts zu kaufen: die Batterie hat genug", "plan_text.lost": "es lässt sich nichts mehr kaufen", "plan_text.missing": "{kwh} werden fehlen", "plan_text.rest_by_sun": "der Rest von der Sonne: {counted_kwh} von {expected_kwh} erwarteten", "plan_text.sun": "{expected_kwh} Sonne erwartet, {counted_kwh} eingeplant", "plan_text.sun_expected": "{expected_kwh} Sonne erwartet", "plan_text.saved": "{saved} weniger als sofort", "plan_text.guessed": "bis zu {clear_kwh} Sonne bei klarem Himmel, nach der Jahreszeit geschätzt: das Dach ist noch nicht bekannt", "plan_text.habit": "{days} fahren Sie gegen {leaves_h} los und verbrauchen höchstens {used_kwh}: {need_pct} genügen, der Rest bleibt der Sonne überlassen", "plan_text.habit_limited": "{days} fahren Sie gegen {leaves_h} los und verbrauchen höchstens {used_kwh}: dafür braucht es {need_pct}, wovon eine Grenze {wanted_pct} zulässt", "plan_text.habit_unsure": "{days} fahren Sie gegen {leaves_h} los; bis bekannt ist, was Sie verbrauchen, sind {need_pct} um {ready_clock} bereit", "plan_text.habit_unknown": "bis bekannt ist, wann Sie losfahren und was Sie verbrauchen, sind jeden Tag {need_pct} um {ready_clock} bereit", "plan_text.every_day": "täglich", "plan_text.on_weekdays": "werktags", "plan_text.at_weekends": "am Wochenende", "plan_text.on_day": "jeden {weekday}", "plan_text.preview_buying": "{wanted_pct} bis {departure}: {kwh} aus dem Netz für {cost}", "plan_text.preview_unpriced": "{wanted_pct} bis {departure}: {kwh} aus dem Netz", "plan_text.preview_enough": "{wanted_pct} bis {departure}: nichts zu kaufen", "plan_text.preview_dearer": "{plan}; {cost} mehr als jetzt geplant", "plan_text.preview_cheaper": "{plan}; {cost} weniger als jetzt geplant", "plan_text.battery_both": "{for_house_kwh} bleiben für das Haus, {for_car_kwh} dürfen ins Auto", "plan_text.battery_house": "{for_house_kwh} bleiben für das Haus", "plan_text.battery_learning": "{for_house_kwh} bleiben für das Haus, bis die App einen Tag davon kennt", "plan_text.battery_car": "{for_car_kwh} dürfen ins Auto", "plan_text.end_time": "{at}", "plan_text.end_kwh": "{kwh}", "plan_text.end_soc": "{soc_pct}", "plan_text.end_either": "{one} oder {other}", "item.grid_meter": "Netzzähler", "item.sign": "Sein Vorzeichen", "item.unit": "Seine Einheit", "item.solar": "Dach", "item.house_battery": "Hausbatterie", "item.car": "Auto", "item.place": "Zuhause", "item.phases": "Phasen", "item.tariff": "Tarif", "item.forecast": "Vorhersage", "item.departures": "Abfahrten", "item.plan": "Plan", "item.fuse": "Hauptsicherung", "item.switches": "Schalter", "item.notify": "Benachrichtigungen", "finding.reports": "{entity} meldet sich", "finding.reports_each": "{entity} meldet sich etwa alle {every}", "finding.not_heard": "{entity} hat sich noch nicht gemeldet", "finding.silent": "{entity} sagt nichts", "finding.sign_by_counters": "richtig, nach den Zählern des Energie-Dashboards", "finding.sign_by_car": "richtig: er hat gezeigt, was das Auto zog", "finding.sign_open": "noch nicht gesehen: das Auto zeigt es, wenn es lädt und sein Strom sich ändert", "finding.sign_against": "verkehrt herum, nach den Zählern des Energie-Dashboards", "finding.unit_told": "{entity} misst in {unit}", "finding.unit_none": "{entity} nennt keine Einheit, also gelten seine Zahlen als W", "finding.unit_shown": "{entity} nennt keine Einheit; es sind W, wie das Auto gezeigt hat", "finding.car_by_entities": "über seine Entitäten, wie {entity}", "finding.car_by_api": "über {host}", "finding.car_by_both": "gelesen {read}, gesteuert {command}", "finding.car_awaited": "das Auto hat noch nicht geantwortet", "finding.place_told": "zone.home ist da, und das Auto sagt, wo es ist", "finding.place_untold": "das Auto sagt nicht, wo es ist", "finding.phases_set": "{count}, nach den Einstellungen", "finding.phases_told": "{count}, wie das Auto sagt", "finding.phases_seen": "{count}, am Zähler gemessen", "finding.phases_open": "werden bei der ersten Ladung gemessen", "finding.tariff_unset": "keiner ist eingestellt, also zählt jede kWh {price_per_kwh}", "finding.tariff_flat": "immer {price_per_kwh}", "finding.tariff_windows": "günstig {windows}; jetzt {price_per_kwh}, nächste Änderung {at}", "finding.tariff_now": "jetzt {price_per_kwh}, nächste Änderung {at}", "finding.tariff_of_now": "{entity} nennt den Preis von jetzt", "finding.tariff_by_word": "{entity} sagt, welcher Tarif gilt: jetzt {price_per_kwh}", "finding.tariff_list": "{prices} Preise bis {until}, von {least_per_kwh} bis {most_per_kwh}", "finding.tariff_colours": "nach der Farbe des Tages: jetzt {price_per_kwh}, nächste Änderung {at}", "finding.forecast_heard": "empfangen", "finding.forecast_unset": "keine ist eingestellt: die Sonne der letzten zwei Wochen zählt", "finding.departure_next": "nächste: {departure} mit {wanted_pct}", "finding.departure_empty": "nächste: {departure} mit {wanted_pct}, wofür nie etwas geladen wird", "finding.departures_learnt": "keine ist angegeben: wann Sie losfahren und was Sie brauchen, wird gelernt", "finding.plan_made": "steht", "finding.plan_awaited": "entsteht, sobald das Auto zuhause eingesteckt ist", "finding.fuse_of_phases": "{main_fuse_a} je Phase", "finding.fuse_of_sum": "{max_import_w} insgesamt", "finding.fuse_unset": "nicht eingestellt, also achtet niemand darauf", "finding.switches_there": "alle sind da", "finding.notify_list": "in Home Assistants eigener Liste", "finding.notify_there": "über {service}", "finding.notify_missing": "{service} gibt es in Home Assistant nicht", "finding.notify_unwanted": "keine sind gewünscht", "finding.elsewhere": "{file} ist von hier aus nicht zu sehen", "todo.look_at_sensor": "sehen Sie nach dem Sensor und seiner Integration", "todo.turn_sign": "setzen Sie meters.grid_power_positive: {other}", "todo.swap_pair": "vertauschen Sie meters.import_power und meters.export_power", "todo.see_sign": "gibt das Dach mehr, als das Haus braucht, muss die Karte Einspeisung zeigen", "todo.give_unit": "geben Sie ihm dort, wo er entsteht, die Einheit W oder kW, oder nennen Sie einen anderen Sensor", "todo.look_at_car": "es wird wieder versucht; sehen Sie, ob die App des Autos es erreicht", "todo.tell_place": "lassen Sie die Integration oder das Auto den Standort teilen; oder nennen Sie car.entities.location", "todo.make_home": "legen Sie Ihr Zuhause unter Einstellungen > Bereiche, Labels & Zonen fest", "todo.set_phases": "nichts; oder setzen Sie car.phases", "todo.set_tariff": "stellen Sie tariff ein: seine Zeitfenster, oder die Entität der Preise", "todo.look_at_prices": "sehen Sie nach der Entität des Tarifs und ihrer Integration", "todo.set_helpers": "stellen Sie die Helfer der Abfahrt ein: wann, und wie voll", "todo.plug_in": "stecken Sie das Auto ein", "todo.set_fuse": "setzen Sie charging.max_import_w, oder charging.main_fuse_a für jede Phase", "todo.make_helpers": "legen Sie sie unter Einstellungen > Geräte & Dienste > Helfer an, oder kopieren Sie das Paket", "todo.name_notify": "setzen Sie notify auf einen Dienst, den Entwicklerwerkzeuge > Aktionen nennt", "problem.app_failed": "ein Fehler in der App selbst ({error}, in {where}): solange er anhält, wird nichts entschieden; in AppDaemons Log steht er ganz, bitte melden Sie ihn", "problem.helper_missing": "der Helfer {entity} fehlt in Home Assistant", "problem.no_home_zone": "zone.home fehlt in Home Assistant: das Auto lässt sich nicht orten", "problem.same_car": "{shared} steht auch im Eintrag {entry} von apps.yaml, und ein Auto kann nur einen Eintrag haben: der andere steuert es, also einen der beiden entfernen", "problem.same_meter": "{entity} ist auch der Stromzähler des Eintrags {entry} von apps.yaml, und beide nähmen dieselbe Sonne: nur {entry} lädt sein Auto, solange sich mehrere Autos keinen Zähler teilen können; um stattdessen dieses zu laden, {entry} abschalten", "problem.no_settings": "{name} hat noch keine Einstellungen: öffnen Sie {link} in Home Assistant als Administrator. Ohne diese Seite starten Sie python -m solar_charging.setup --url URL im Ordner apps, oder schreiben Sie apps.yaml", "problem.package_missing": "das Python-Paket {package} fehlt: Die App kann nicht starten, und das Auto wird nicht gesteuert. Tragen Sie es im Add-on AppDaemon unter python_packages ein, sonst starten Sie pip install -r requirements.txt; danach AppDaemon neu starten", "problem.class_wrong": "apps.yaml: class muss SolarCharging sein, ist {name}; bis das behoben ist, wird das Auto nicht gesteuert", "problem.settings_wrong": "apps.yaml: {mistakes}", "problem.start_failed": "die App kann nicht starten: {cause}", "problem.by_last_settings": "{problem}. Bis das behoben ist, beenden die bisherigen Einstellungen nur eine teure Ladung, die die App begonnen hat", "problem.commands_nothing": "{problem}. Bis das behoben ist, wird das Auto nicht gesteuert: brauchbare frühere Einstellungen gibt es nicht", "problem.app_stopped": "die App wurde beendet: bis sie wieder läuft, steuert niemand das Auto", "problem.app_stopped_tab": "AppDaemon hat die App beendet, denn es kann {file} nicht lesen: in Zeile {line} steht ein Tabulator, YAML nimmt aber nur Leerzeichen; bis das behoben ist, steuert niemand das Auto", "problem.app_stopped_yaml": "AppDaemon hat die App beendet, denn es kann {file} nicht lesen: in Zeile {line} oder knapp darüber ist es kein YAML (Einrückung, Doppelpunkt, Anführungszeichen, Klammern?); bis das behoben ist, steuert niemand das Auto", "problem.switched_on": "sie ist eingeschaltet, obwohl auf der Prüfliste etwas falsch ist. {wrong}", "problem.not_asked_yet": "es wurde noch nicht abgefragt", "problem.budget_spent": "das Monatsbudget für seine API ist aufgebraucht", "problem.asleep": "das Auto schläft oder ist offline", "problem.waits_for_schedule": "es wartet auf eine Ladung, die im Auto selbst geplant ist", "problem.start_in_vain": "es hat den Startbefehl angenommen, lädt aber nicht", "problem.stop_in_vain": "es hat den Stoppbefehl angenommen, lädt aber weiter", "problem.draws_too_much": "es sollte mit {current_a} laden, zieht aber {drawn_a}", "problem.command_refused": "das Auto hat {command} abgelehnt: {word}", "problem.failed_before": "es schlug vor dem Neustart der App fehl und wird später wieder versucht", "problem.nothing_known": "Home Assistant weiß noch nichts vom Auto: es erfährt es, wenn das Auto aufwacht", "problem.charging_untold": "das Auto meldet nicht, ob es eingesteckt ist oder lädt", "problem.watch_untold": "das Auto hat noch nicht gesagt, ob es zu Hause eingesteckt ist, wie voll es ist und welche Ladegrenze es hat", "problem.word_unknown": "{where}: muss eines von {known} sein, ist {got}; bis dahin zeigen Strom und Kabel, ob das Auto lädt", "problem.word_untold": "{where}: sagt nichts; bis dahin zeigen Strom und Kabel, ob das Auto lädt", "problem.flows_nevertheless": "das Auto nennt sich {word}, zieht aber {drawn_a}: der Strom zählt, also lädt es", "problem.drawn_untold": "das Auto meldet nicht, was es zieht: stattdessen zählt, was verlangt wurde, ein schwächeres Kabel fällt also nicht auf", "problem.offered_untold": "das Auto meldet nicht, was ihm angeboten wird: stattdessen zählt, was verlangt wurde, eine Einstellung im Auto fällt also nicht auf", "problem.soc_untold": "das Auto meldet nicht, wie voll es ist: es wird bis zu seiner eigenen Grenze geladen, und keine Abfahrt kann geplant werden", "problem.limit_untold": "das Auto meldet seine Ladegrenze nicht: Pläne rechnen mit 100 %", "problem.voltage_untold": "das Auto meldet die Netzspannung nicht: stattdessen zählt car.voltage_v", "problem.phases_untold": "das Auto meldet nicht, auf wie vielen Phasen es lädt, und der Stromzähler hat es nicht gezeigt: gerechnet wird mit drei; ist das falsch, car.phases setzen", "problem.phases_measured_one": "das Auto meldet nicht, auf wie vielen Phasen es lädt: gemessen ist es eine ({per_amp_w} je Ampere); ist das falsch, car.phases setzen", "problem.phases_measured_no_neutral": "das Auto meldet nicht, auf wie vielen Phasen es lädt: gemessen sind es drei ohne Neutralleiter ({per_amp_w} je Ampere); ist das falsch, car.phases setzen", "problem.phases_measured_three": "das Auto meldet nicht, auf wie vielen Phasen es lädt: gemessen sind es drei ({per_amp_w} je Ampere); ist das falsch, car.phases setzen", "problem.rate_limited": "zu viele Anfragen, die nächste ist in {retry_after_s} erlaubt", "problem.region_unknown": "das Konto gehört zu einer anderen Region: tragen Sie deren Server in car.api_url ein", "problem.region_elsewhere": "das Konto gehört zu einer anderen Region: tragen Sie {base_url} in car.api_url ein", "problem.empty_answer": "die Antwort des Dienstes war leer", "problem.senseless_answer": "die Antwort des Dienstes ergibt keinen Sinn ({cause})", "problem.late_answer": "der Dienst hat nicht rechtzeitig geantwortet", "problem.service_unreachable": "der Dienst ist nicht erreichbar ({cause})", "problem.service_answered": "der Dienst hat mit {answer} geantwortet", "problem.another_car": "der Dienst spricht von einem anderen Auto, {car}", "problem.redirected": "{host} leitet nach {to} um, und mit einem Token wird keiner Umleitung gefolgt: verlangt das Netz eine Anmeldung, oder ist die Adresse in den Einstellungen eine andere?", "problem.proxy_out_of_range": "der Proxy erreicht das Auto nicht ({words})", "problem.certificate": "car.ca_file: {cause}", "problem.token_refused": "der Dienst lehnt das Token in {file} ab: ersetzen Sie es durch ein neues", "problem.tokens_lost": "melden Sie sich neu an: die erneuerten Tokens konnten vor dem Ende von AppDaemon nicht in {file} geschrieben werden und sind verloren", "problem.tokens_expired": "melden Sie sich neu an: die Tokens in {file} sind abgelaufen", "problem.login_refused": "melden Sie sich neu an: Tesla hat mit {answer} geantwortet", "problem.refresh_token_refused": "melden Sie sich neu an: das Refresh-Token wird abgelehnt ({answer}); es wurde widerrufen oder ist schon verbraucht: anderswo, oder bei einer Erneuerung, die nicht geschrieben werden konnte", "problem.owner_api_closed": "Teslas Owner API nimmt keine erneuerten Tokens mehr (neue Anmeldung: 8 h); nehmen Sie die Entitäten des Autos, Teslemetry, Tessie, MyTeslaMate, Fleet API mit Proxy oder Bluetooth", "problem.no_car_shown": "dieses Token zeigt kein Auto: ist es das richtige Konto, mit allen Berechtigungen?", "problem.not_one_car": "setzen Sie car.vin: das Konto muss genau ein Auto haben, hat aber {count} ({cars})", "problem.owner_api_unsigned": "das Auto nimmt nur signierte Befehle an: über Teslas Owner-API geht das nicht", "problem.integration_unsigned": "das Auto nimmt nur signierte Befehle an, seine Integration signiert aber nicht", "problem.unsigned": "das Auto nimmt nur signierte Befehle an", "problem.entities_unavailable": "Home Assistant weiß nichts vom Auto: keine seiner Entitäten ist verfügbar", "problem.entities_missing": "nicht alle Entitäten von {car} wurden gefunden: es fehlen {roles}; AppDaemons Log nennt, was da ist und was zu schreiben ist", "problem.car_not_found": "in Home Assistant heißt kein Auto {car}: AppDaemons Log nennt, was da ist und was als car.entities.name zu schreiben ist", "problem.cars_to_choose": "in Home Assistant sind mehrere Teslas: setzen Sie car.entities.name auf einen dieser Namen: {names}", "problem.no_car_there": "in Home Assistant wurde kein Tesla gefunden: fügen Sie dort seine Integration hinzu, oder setzen Sie car.token_file für Teslas API", "problem.not_connected": "{service}: Home Assistant ist nicht verbunden", "problem.home_assistant_late": "{service}: Home Assistant hat nicht rechtzeitig geantwortet", "problem.home_assistant_failed": "{service}: {cause}", "problem.entity_unavailable": "{entity} ist in Home Assistant nicht verfügbar", "problem.entity_needed": "{service} braucht eine Entität: setzen Sie car.entities.{role}", "problem.meter_missing": "{entity} steht in apps.yaml, fehlt aber in Home Assistant", "problem.meter_misspelt": "{entity} steht in apps.yaml, fehlt aber in Home Assistant: ist {alike} gemeint?", "problem.meter_unit": "{entity}: unit_of_measurement muss eine der Einheiten {known} sein, ist {unit}", "problem.meter_sign": "{entity} sinkt, wenn das Auto mehr bezieht: das Vorzeichen ist verkehrt, bitte meters.grid_power_positive: {other} setzen", "problem.meter_swapped": "{entity} sinken, wenn das Auto mehr bezieht: bitte import_power und export_power vertauschen", "problem.meter_in_kw": "{entity} zeigt tausendmal zu wenig von dem, was das Auto bezieht: die Werte sind kW, die Einheit sagt W", "problem.meter_in_w": "{entity} zeigt tausendmal zu viel von dem, was das Auto bezieht: die Werte sind W, die Einheit sagt kW", "problem.meter_blind": "{entity} zeigt nicht, was das Auto bezieht: bitte den Zähler am Hausanschluss angeben, mit allen Phasen", "problem.meter_unseen": "{entity} hat noch nicht gezeigt, was das Auto bezieht: ist es verspätet, oder misst es etwas anderes?", "problem.meter_frozen": "{entity} ist eingefroren: es meldet immer denselben Wert, was Auto und Sonne auch tun", "problem.meter_held": "{entity} bleibt nahe 0, was Auto und Sonne auch tun: eine Hausbatterie, Nulleinspeisung oder ein Zähler nur für den Bezug? Eine Hausbatterie gehört unter battery: in apps.yaml", "problem.battery_silent": "die Hausbatterie ({entity}) sagt seit {silent} nicht, was sie gibt", "problem.battery_sign": "{entity} hat das falsche Vorzeichen, denn die Hausbatterie füllt sich, während sie angeblich gibt: stellen Sie battery.power_positive um", "problem.battery_too_small": "{entity} meldet weit weniger, als die Hausbatterie füllt: kW als W gemeldet, oder nur eine von mehreren Batterien?", "problem.battery_too_large": "{entity} meldet weit mehr, als die Hausbatterie füllt: W als kW gemeldet, oder capacity_kwh zu klein?", "problem.battery_unset": "{entity} bleibt nahe 0, wie mit einer Hausbatterie: gibt es eine, tragen Sie battery: in apps.yaml ein", "problem.hold_missing": "{entity} fehlt in Home Assistant: ohne das wird die Hausbatterie nicht zurückgehalten, siehe battery.hold und battery.release", "problem.hold_unreadable": "{entity} sagt {said}, worauf niemand es zurückstellen könnte: ohne das wird die Hausbatterie nicht zurückgehalten", "problem.hold_unknown": "{entity} soll den Wert {value} bekommen, der gerade nicht bekannt ist: ohne das wird die Hausbatterie nicht zurückgehalten", "problem.hold_unsaved": "die Zustandsdatei lässt sich nicht schreiben, und nach einem Neustart wüsste niemand, was zurückzustellen ist: darum wird die Hausbatterie nicht zurückgehalten", "problem.hold_failed": "die Hausbatterie ließ sich nicht zurückhalten und gibt ins Auto: {problem}", "problem.hold_not_taken": "{entity} wurde zurückgestellt und zeigt noch immer den gehaltenen Wert", "problem.hold_in_vain": "die Hausbatterie wird durch das zurückgehalten, was battery.hold nennt, und gibt dennoch {given_w}: freigegeben, bis wieder Strom gekauft wird", "problem.hold_of_others": "{entity} sagt {got}, was jemand anders eingestellt hat, während die App die Hausbatterie zurückhielt: es bleibt so", "problem.limit_unsaved": "Das Ladelimit des Autos bleibt, wie es ist: was zurückzustellen wäre, lässt sich nicht speichern", "problem.limit_not_taken": "das Auto nimmt es an und zeigt es nicht", "problem.meter_above_sun": "{entity} zeigt mehr Überschuss, als {solar} erzeugt: gibt es ein weiteres Dach oder eine Hausbatterie? Ohne beides ist das Vorzeichen verkehrt", "problem.meter_late": "{entity} zeigt {lag} zu spät, was das Auto tut: das wird berücksichtigt, der Strom ändert sich seltener", "problem.meter_slow": "{entity} meldet sich nur alle {every}: das wird berücksichtigt, der Strom ändert sich seltener", "problem.meter_stale_set": "{entity} meldet sich alle {every}, gilt aber nach {stale} als stumm: bitte meters.stale_s weglassen oder erhöhen", "problem.meter_no_surplus": "{days} sonnige Tage, und {entity} hat nie genug Einspeisung zum Laden gezeigt: ist es der Zähler am Hausanschluss, für beide Richtungen?", "problem.meter_small": "{days} sonnige Tage, und {entity} hat nie mehr als einige Watt gezeigt: die Werte sehen nach kW aus, die Einheit sagt W", "problem.meter_turned": "{days} sonnige Tage, und {entity} zeigt Einspeisung im Dunkeln und Bezug in der Sonne: ist das Vorzeichen verkehrt?", "problem.meter_silent": "{entity} sagt nichts", "problem.fuse_blind": "damit die Hauptsicherung hält, bekommt das Auto höchstens {current_a}, bis dies behoben ist: {problem}", "problem.peak_unknown": "wie viel das Haus höchstens bezieht, ist noch nicht bekannt", "problem.peak_of_house": "das Haus ohne das Auto hat in vier Wochen bis zu {peak_w} bezogen", "problem.peak_of_phase": "das Haus ohne das Auto hat in vier Wochen auf {phase} bis zu {peak_a} bezogen", "problem.meter_back": "{entity} meldet sich wieder: das Auto bekommt mehr, sobald einige Minuten lang Platz war", "problem.phases_turned": "{entity} zeigen Einspeisung, während der Netzzähler Bezug zeigt, ihr Vorzeichen ist also umgekehrt: meters.phase_sensors_positive ändern; bis dahin zählt alles, was sie zeigen, als Bezug", "problem.phases_short": "{entity} zeigen zusammen weniger als der Netzzähler: einer davon steht still oder misst etwas anderes", "problem.plug_wrong": "{entity} misst nicht dieses Auto: es bleibt außer Acht, und es zählt, was das Auto sagt", "problem.meter_counts_energy": "{entity} zählt Energie ({unit}): geben Sie die Entität der Leistung an, in W oder kW", "problem.meter_part_gone": "{entity} ist nicht verfügbar, und ohne es ist die Netzleistung nicht bekannt", "problem.meter_no_number": "{entity}: muss eine einfache Zahl sein wie -1543.5, ist {said}", "problem.meter_out_of_range": "{entity}: muss zwischen {least} und {most} liegen, ist {said}: stimmt die Einheit?", "problem.meter_half_negative": "{entity} zeigt {got_w}, aber ein Zähler für eine Richtung ist nie negativ: geben Sie einen mit Vorzeichen als grid_power an, oder kehren Sie diesen um", "problem.events_lost": "Änderungen aus Home Assistant kommen nicht bei AppDaemon an: bis dahin werden Zähler und Schalter bei jedem Takt abgefragt; bleibt es so, starten Sie AppDaemon neu", "problem.no_time_of_day": "{entity}: muss eine Uhrzeit sein, mit oder ohne Datum, ist {said}", "problem.departures_unset": "niemand hat {entities} bisher eingestellt, und Mitternacht ohne gewünschte Ladung ist keine Abfahrt: stellen Sie sie ein, oder streichen Sie departure_helpers in apps.yaml", "problem.no_per_cent": "{entity}: muss zwischen 0 und 100 % liegen, ist {said}", "problem.control_no_number": "{entity}: muss eine Zahl von {least} bis {most} sein, ist {said}", "problem.control_no_moment": "{entity}: muss ein Datum mit Uhrzeit sein, ist {said}", "problem.control_unknown": "{entity}: mit {said} kann die App nichts anfangen; sie kennt {known}", "problem.preview_unreadable": "{entity}: muss ein Datum, eine Uhrzeit und ein Ladestand sein, etwa 2026-12-01T07:30 80, ist {said}", "problem.preview_past": "{entity}: muss in der Zukunft liegen, ist {said}", "problem.preview_far": "{entity}: muss in den nächsten sieben Tagen liegen, ist {said}", "problem.calendar_silent": "{entity}: nennt seine Termine nicht ({cause}); die früher genannten zählen bis {until}", "problem.calendar_forgotten": "{entity}: nennt seine Termine nicht ({cause}); bis dahin zählen die anderen Abfahrten, und kein Urlaub", "problem.calendar_no_per_cent": "{entity}: der Termin {event} ist keine Abfahrt: {said} ist kein Prozentwert von 1 bis 100; schreiben Sie ihn wie in Mama 80 %", "problem.calendar_several": "{entity}: der Termin {event} ist keine Abfahrt, denn er hat mehr als einen Prozentwert: lassen Sie einen stehen", "problem.calendar_both": "{entity}: der Termin {event} ist weder Abfahrt noch Urlaub, denn er hat einen Prozentwert und das Wort für Urlaub: machen Sie zwei Termine daraus", "problem.calendar_holiday_timed": "{entity}: der Termin {event} ist kein Urlaub, denn er hat Uhrzeiten: machen Sie ihn ganztägig", "problem.calendar_no_time": "{entity}: der Termin {event} zählt nicht, denn sein Beginn ist nicht lesbar: {said}", "problem.colour_unknown": "{entity}: muss eine der Farben {known} sein, ist {said}; bis dahin zählt die teuerste", "problem.off_peak_unknown": "{entity}: sagt nicht, welcher Tarif gilt; bis dahin zählen die Zeitfenster der Einstellungen oder die Stunden, in denen es sonst der günstige war", "problem.off_peak_question": "{entity} meldet {said}: ist das der günstige oder der teure Tarif? Schreiben Sie die Wörter des günstigen in tariff.off_peak_states (bisher gesehen: {words}); bis dahin zählen die Zeitfenster der Einstellungen", "problem.off_peak_word": "{entity}: meldet {words}, und keines davon steht in tariff.off_peak_states ({known}); bis dahin gilt nie der günstige Tarif", "problem.price_of_now_unknown": "{entity}: der aktuelle Preis ist nicht bekannt; bis dahin gelten die Zeitfenster der Einstellungen", "problem.no_price_list": "{entity}: muss in einem der Attribute {known} Preise auflisten oder den jetzigen Preis als Zahl melden; tut beides nicht", "problem.price_list_shape": "{where} muss eine Liste von Preisen sein, ist {got}", "problem.price_lists": "{where} darf nur eine Liste von Preisen enthalten, enthält aber mehrere ({names}); machen Sie aus Ihrer einen Template-Sensor", "problem.price_unit": "{entity}: unit_of_measurement muss ein Geldbetrag je Energie sein, etwa EUR/kWh, oder price_unit muss gesetzt sein; ist {unit}", "problem.price_unit_contradicted": "{entity}: die Preise sind in {said}, price_unit sagt {unit}; es gilt die Einheit der Entität. Stimmt price_unit, setzen Sie price_unit_forced: true", "problem.price_currency": "{entity}: die Preise sind in {said}, alles andere ist in {currency}; sie zählen nicht. Setzen Sie api.currency, falls das falsch ist, oder einen price_factor, der den Wechselkurs enthält", "problem.price_entry": "{where} muss einen Beginn ({begins}) und einen Preis ({prices}) haben", "problem.price_count": "{where} muss für einen Tag von {hours} h {known} Preise haben, hat {count}", "problem.no_number": "{where} muss eine Zahl sein, ist {got}", "problem.number_beyond": "{where} muss zwischen {least} und {most} liegen, ist {got}", "problem.no_time": "{where} muss ein Zeitpunkt sein wie 2026-06-15T22:00:00+02:00, ist {got}", "problem.price_span": "{where} muss eine Zeit lang gelten, höchstens einen Tag, gilt {got}", "problem.price_too_large": "{where} darf höchstens {most} je kWh sein, ist {got}", "problem.prices_overlap": "{entity}: zu jeder Zeit darf nur ein Preis gelten, es sind {first} für {first_span} und {second} für {second_span}", "problem.prices_of_earlier_day": "{entity}: die Liste hat keine Datumsangaben und wurde zuletzt am {day} geändert, ihre Preise sind also die jenes Tages", "problem.prices_doubted": "{entity}: die Hälfte eines Tages kostet mehr als {middle} je kWh, Haushalte zahlen aber zwischen {least} und {most}; nach diesen Preisen wird nichts gekauft, es zählen die der Einstellungen. Stimmt price_unit, oder fehlen in price_adder Netz und Steuern?", "problem.setting_doubted": "{setting} ist {price}, Haushalte zahlen aber zwischen {least} und {most} je kWh; Preise stehen in der ganzen Währung, 0.30 und nicht 30", "problem.rest_counts": "{cause}; die übrigen Preise zählen", "problem.both": "{first}; {second}"}},
};

/**
 * Says what the app sends as keys and values, in the viewer's language and by the viewer's formats. A bare text is a
 * number, [...] a list, and an object a sentence ({key, values}), a moment ({at}), a span of time ({s}), the time from
 * one moment to another ({from, to}) or words of others ({text}). What is not known here is null.
 */
class Sayer {
  constructor(speech, currency, now = new Date()) {
    this.speech = speech;
    this.currency = currency;
    this.words = SENTENCES[speech.language.slice(0, 2)] || SENTENCES.en;
    this.today = this._day(now);
  }

  /** Sentences, one after the other. */
  all(pieces, between = this.words.then) {
    if (!Array.isArray(pieces) || !pieces.length) return null;
    const said = pieces.map((piece) => this.sentence(piece));
    return said.includes(null) ? null : said.join(between);
  }

  sentence(piece) {
    const template = Object.hasOwn(this.words.texts, piece?.key ?? "") ? this.words.texts[piece.key] : null;
    if (template === null) return null;
    let whole = true;
    const said = template.replace(/{(\w+)}/g, (_, name) => {
      const value = this._value(name, piece.values?.[name]);
      whole &&= value !== null;
      return value;
    });
    return whole ? said : null;
  }

  _value(name, value) {
    if (typeof value === "string") return this._quantity(name, value);
    if (Array.isArray(value)) return value.length ? this.all(value, this.words.beside) : "";
    if (typeof value?.text === "string") return value.text;
    if (value?.s !== undefined) return value.s === "unknown" ? this.words.a_while : this._span(Number(value.s));
    const [at, from, to] = [value?.at, value?.from, value?.to].map(momentOf);
    if (at !== null) return name.endsWith("_clock") ? this._clock(at) : this._moment(at);
    if (from !== null && to !== null) return this._moment(from, to, value.day === "said");
    return this.sentence(value);
  }

  /** A number with the unit that its name ends in. */
  _quantity(name, text) {
    if (text === "unknown" || text === "more") return this.words[text];
    const value = Number(text);
    if (!Number.isFinite(value)) return null;
    if (name === "weekday") return this.words.weekdays[value] ?? null;
    if (SUMS_OF_MONEY.includes(name)) return this._money(value, 2);
    if (name.endsWith("_per_kwh")) return `${this._price(value)}/kWh`;
    if (name.endsWith("_per_h")) return `${this._money(value, 2)}/h`;
    if (name === "left_over_w") return this._leftOver(value);
    if (name.endsWith("_w")) return this._power(value);
    if (name.endsWith("kwh")) return `${this._number(value, 1)} kWh`;
    if (name.endsWith("_pct")) return this.words.per_cent.replace("{}", this._number(value));
    if (name.endsWith("_m")) return Math.round(value) < 1000 ? `${this._number(value)} m` : `${this._number(value / 1000, 1)} km`;
    if (name.endsWith("_a")) return `${this._number(value)} A`;
    if (name.endsWith("_h")) return this._hour(value);
    return name.endsWith("_s") ? this._span(value) : this._number(value);
  }

  _number(value, digits = 0) {
    const options = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false, roundingMode: "halfEven" };
    // What is rounded to zero has no sign.
    return this.speech._format(Math.abs(value) <= 0.5 / 10 ** digits ? 0 : value, options);
  }

  _power(watts) {
    return Math.round(watts) < 1000 ? `${this._number(watts)} W` : `${this._number(watts / 1000, 1)} kW`;
  }

  _leftOver(watts) {
    if (Math.abs(watts) <= 0.5) return this.words.nothing_left;
    return this.words[watts > 0 ? "left_over" : "house_draws"].replace("{}", this._power(Math.abs(watts)));
  }

  /** A price, with a third decimal only where there is one. */
  _price(price) {
    return this._money(price, Math.abs(price * 100 - Math.round(price * 100)) < 0.05 ? 2 : 3);
  }

  _money(amount, digits) {
    const currency = this.currency || "";
    const sign = CURRENCY_SIGNS[currency];
    const number = this._number(amount, digits);
    if (!sign || !this.words.sign_first) return `${number} ${sign || currency}`.trim();
    return number.startsWith("-") ? `-${sign}${number.slice(1)}` : `${sign}${number}`;
  }

  _span(seconds) {
    if (seconds < 10) return this.words.a_moment;
    if (seconds < 100) return `${this._number(seconds)} s`;
    return seconds < 6000 ? `${this._number(seconds / 60)} min` : `${this._number(seconds / 3600)} h`;
  }

  /** The number of a moment's day in the viewer's zone, the first of 1970 being 0. */
  _day(at) {
    const options = { year: "numeric", month: "numeric", day: "numeric", timeZone: this.speech.zone };
    const parts = new Intl.DateTimeFormat("en-u-ca-gregory", options).formatToParts(at);
    const [year, month, day] = ["year", "month", "day"].map((type) => Number(parts.find((part) => part.type === type).value));
    return Date.UTC(year, month - 1, day) / 86400000;
  }

  _dayWords(at) {
    const day = this._day(at);
    const ahead = day - this.today;
    if (ahead === 0) return "";
    if (ahead === 1) return this.words.tomorrow;
    if (Math.abs(ahead) < 7) return this.words.weekdays_short[(day + 3) % 7];
    const date = new Date(day * 86400000);
    const [number, month] = [date.getUTCDate(), this.words.months[date.getUTCMonth()]];
    return this.words.date.replace("{day}", number).replace("{month}", month);
  }

  _moment(at, to = null, sameDay = false) {
    const day = sameDay ? "" : this._dayWords(at);
    const clock = this._clock(at, to);
    return day ? `${day} ${clock}` : clock;
  }

  _clock(at, to = null, zone = this.speech.zone) {
    const times = [at, to].filter((each) => each !== null).map((each) => this.speech.time(each, false, zone));
    // Of twelve hours it says itself what it is.
    return /\d$/.test(times[0]) ? this.words.clock.replace("{}", times.join("-")) : times.join("-");
  }

  _hour(hours) {
    return this._clock(new Date(Math.round(hours * 12) * 300000), null, "UTC");
  }
}

/** What an entity says, in the viewer's language; in the app's own words where those are all there is. */
function sentenceOf(app, speech, key) {
  return new Sayer(speech, app.unit("cost_today")).all(app.list("said", key)) ?? app.text(key);
}

/** Each of the sentences of an attribute, likewise. */
function sentencesOf(app, speech, attribute, key) {
  const sayer = new Sayer(speech, app.unit("cost_today"));
  const said = app.list(`${attribute}_said`, key);
  return app.list(attribute, key).map((text, number) => sayer.sentence(said[number]) ?? String(text));
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

  show(app, speech, hands) {
    const state = app.text("state");
    const paused = state === "off" && hands.mode === "paused"; // the app leaves the car alone in either case
    write(this.state, state === null ? NOTHING : paused ? speech.say("mode_paused") : speech.state(state));
    this.state.hidden = state !== null && !speech.knows(state);
    this.state.classList.toggle("charging", CHARGING.has(state) && !app.past);
    this.state.classList.toggle("trouble", TROUBLE.has(state));
    this.element.classList.toggle("alarm", TROUBLE.has(state));
    this.element.classList.toggle("keeps", state === "stopped");
    const reason = sentenceOf(app, speech, "reason");
    this.reason.hidden = state === null || reason === null; // then the card says why
    write(this.reason, unbroken(reason ?? ""));
    const todo = app.past ? null : app.trouble;
    this.todo.hidden = todo === null;
    write(this.todo, todo === null ? "" : String(lineSaid(todo, app, speech).do));
    const why = this._watched(app, speech);
    this.watched.hidden = why === null;
    write(this.watched, why === null ? "" : speech.say("watched", { why }));
    const next = app.moment("next_change");
    this.next.hidden = next === null || this._tellsWhen(app);
    write(this.next, next === null ? "" : speech.say("next_change", { time: speech.when(next) }));
    this._count(app, speech);
    const remarks = sentencesOf(app, speech, "remarks", "reason");
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

  _watched(app, speech) {
    const said = app.list("why_said", "watched_current");
    return new Sayer(speech, app.unit("cost_today")).all(said) ?? app.also("why", "watched_current");
  }

  /** Whether the reason itself says when it changes. */
  _tellsWhen(app) {
    return app.list("said", "reason").some((piece) => String(piece?.key).startsWith("next_change."));
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
    const lines = app.past ? [] : app.checklist.map((line) => lineSaid(line, app, speech));
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

/** A line of the checklist in the viewer's language, where all of it can be said. */
function lineSaid({ by_keys, ...line }, app, speech) {
  if (!Array.isArray(by_keys) || by_keys.length !== (isKnown(line.do) ? 3 : 2)) return line;
  const sayer = new Sayer(speech, app.unit("cost_today"));
  const [name, said, todo] = by_keys.map((piece) => sayer.sentence(piece));
  return name === null || said === null || todo === null ? line : { ...line, name, said, do: todo };
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
    const word = { learnt: "wanted_learnt", assumed: "wanted_assumed" }[app.also("departure_source")] ?? "wanted";
    write(this.wanted, departure === null ? "" : speech.say(word, { value, time: speech.when(departure) }));
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
    wanted_learnt: "{value} by {time}, as learnt from your trips",
    wanted_assumed: "{value} by {time}, assumed until you set a departure",
    grid_up_to: "From the grid up to", sun_up_to: "From the sun up to", grid_to: "grid to {value}", sun_to: "sun to {value}",
    grid_no_limit: "grid as needed", sun_no_limit: "sun to the car's limit", no_soc: "The car has not said how full it is.",
  },
  fr: {
    wanted_learnt: "{value} pour {time}, d'après vos trajets",
    wanted_assumed: "{value} pour {time}, supposés tant que vous n'avez pas réglé de départ",
    grid_up_to: "Depuis le réseau jusqu'à", sun_up_to: "Avec le soleil jusqu'à", grid_to: "réseau jusqu'à {value}", sun_to: "soleil jusqu'à {value}",
    grid_no_limit: "réseau selon le besoin", sun_no_limit: "soleil jusqu'à la limite", no_soc: "La voiture n'a pas dit son niveau de charge.",
  },
  de: {
    wanted_learnt: "{value} bis {time}, aus Ihren Fahrten gelernt",
    wanted_assumed: "{value} bis {time}, angenommen, bis Sie eine Abfahrt einstellen",
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

/** What is going to be bought, and what it is for, in a sentence. */
class PlanPart {
  constructor() {
    this.title = make("h3");
    this.sentence = make("p", { class: "plan", "aria-live": "polite" });
    this.element = make("section", {}, this.title, this.sentence);
  }

  show(app, speech, hands) {
    const plan = sentenceOf(app, speech, "plan");
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
    const rows = {
      state: 2, battery: 2, modes: 1, strip: 6, plan: 1, departure: 1, switches: 1, flows: 6, today: 1, session: 1, checklist: 1,
    };
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
      strip: () => new StripPart({ order, ask: (message) => this._hass.callWS(message), zone: () => this._hass.config?.time_zone }),
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
