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
