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
