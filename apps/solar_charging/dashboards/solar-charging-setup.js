/*
 * A card for Home Assistant's dashboards by which an administrator sets the app up: `custom:solar-charging-setup`. It shows
 * what the app proposes, line by line, sends what is answered, and has it written. One file, nothing to build, nothing fetched.
 *
 * It fires the event `solar_charging_setup`, and hears `solar_charging_setup_page`, in which the app sends the whole page in
 * words. Whatever comes is text: it is set with textContent or setAttribute, never parsed as HTML.
 */

const EVENT = "solar_charging_setup";
const PAGE_EVENT = "solar_charging_setup_page";
const SILENT_MS = 12 * 1000; // a large house takes some seconds to look around in
const REFRESH_MS = 20 * 1000; // what the sensors say now
const REFRESHES = 15; // so often, where nobody touches the page
const RESTART_MS = 2 * 1000; // the app begins by what was written
const RESTARTS = 30;

// Words, besides those that the app sends

const WORDS = {
  en: {
    heading: "Set up solar charging", waiting: "Waiting for the app ...",
    silent: "AppDaemon does not answer: is it running, and does apps.yaml have the three lines of the app?",
    no_admin: "Only an administrator of Home Assistant can set the app up.",
    refused: "Home Assistant did not take it: {problem}", again: "Ask again", name: "Name of the app in apps.yaml",
  },
  fr: {
    heading: "Configurer la recharge solaire", waiting: "En attente de l'application ...",
    silent: "AppDaemon ne répond pas : tourne-t-il, et apps.yaml a-t-il les trois lignes de l'application ?",
    no_admin: "Seul un administrateur de Home Assistant peut configurer l'application.",
    refused: "Home Assistant ne l'a pas accepté : {problem}", again: "Demander de nouveau",
    name: "Nom de l'application dans apps.yaml",
  },
  de: {
    heading: "Solarladen einrichten", waiting: "Warten auf die App ...",
    silent: "AppDaemon antwortet nicht: läuft es, und hat apps.yaml die drei Zeilen der App?",
    no_admin: "Nur ein Administrator von Home Assistant kann die App einrichten.",
    refused: "Home Assistant hat es nicht angenommen: {problem}", again: "Noch einmal fragen",
    name: "Name der App in apps.yaml",
  },
};

/** Which of our languages is spoken for Home Assistant's: the app decides in the same way. */
const spoken = (hass) => {
  const language = String(hass?.language || "en").slice(0, 2);
  return language in WORDS ? language : "en";
};

// The page

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

/** Sets a text only where it changes, and hides what has none: a screen reader shall not be told the same again. */
const write = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
  element.hidden = text === "";
};

/** The same for an entity's id, which is broken where its words end. */
const writeId = (element, text) => {
  element.hidden = text === "";
  if (element.textContent === text) return;
  element.replaceChildren(...text.split(/(?<=[._])/).flatMap((part, index) => (index ? [make("wbr"), part] : [part])));
};

/** Replaces the children of a list only where its texts change. */
const list = (element, texts, tag = "li") => {
  const key = JSON.stringify(texts);
  element.hidden = texts.length === 0;
  if (element.shown === key) return;
  element.shown = key;
  element.replaceChildren(...texts.map((text) => make(tag, {}, text)));
};

const MARKS = { sure: "✓", answered: "✓", likely: "?", asked: "!" };

const STYLE = `
:host { display: block; --ink: var(--primary-text-color, #212121); --faint: var(--secondary-text-color, #616161);
  --accent: color-mix(in srgb, var(--primary-color, #03a9f4) 65%, var(--ink)); --line: var(--divider-color, #e0e0e0);
  --paper: var(--ha-card-background, var(--card-background-color, #fff));
  --sure: color-mix(in srgb, var(--success-color, #2f9e6d) 75%, var(--ink));
  --warn: color-mix(in srgb, var(--warning-color, #ffa600) 22%, transparent);
  --wrong: color-mix(in srgb, var(--error-color, #db4437) 70%, var(--ink)); }
ha-card { display: block; overflow: hidden; color: var(--ink); background: var(--paper); }
.sheet { max-width: 760px; margin: 0 auto; padding: 16px; display: grid; gap: 14px; line-height: 1.4; }
.sheet > * { min-width: 0; }
[hidden] { display: none !important; }
h2 { margin: 0; font-size: var(--ha-card-header-font-size, 22px); font-weight: 400; line-height: 1.3; }
h3 { margin: 0 0 4px; font-size: 14px; font-weight: 500; color: var(--faint); }
p { margin: 0; overflow-wrap: anywhere; }
ul, ol { margin: 0; padding: 0; list-style: none; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
.hint { padding: 8px 12px; border-radius: 8px; background: var(--warn); font-size: 14px; }
.hint li + li { margin-top: 4px; }
.hint li { overflow-wrap: anywhere; }
.done { padding: 8px 12px; border-radius: 8px; background: color-mix(in srgb, var(--success-color, #2f9e6d) 16%, transparent); }
.faint { color: var(--faint); font-size: 14px; }
.error { color: var(--wrong); font-size: 14px; font-weight: 500; }
.lines > li { border-top: 1px solid var(--line); }
.lines > li:last-child { border-bottom: 1px solid var(--line); }
.head { display: grid; grid-template-columns: 28px 1fr 24px; gap: 10px; width: 100%; padding: 10px 0; border: none; background: none;
  color: inherit; font: inherit; text-align: start; cursor: pointer; align-items: start; }
.mark { width: 24px; height: 24px; border-radius: 50%; text-align: center; line-height: 24px; font-weight: 700; font-size: 14px;
  color: var(--paper); background: var(--sure); }
.likely .mark { color: #212121; background: color-mix(in srgb, var(--warning-color, #ffa600) 80%, #fff); }
.asked .mark { color: var(--paper); background: var(--wrong); }
.words { position: relative; display: grid; min-width: 0; }
.title { font-size: 13px; color: var(--faint); }
.chosen { font-weight: 500; overflow-wrap: anywhere; }
.asked .chosen { color: var(--wrong); }
.why { font-size: 14px; color: var(--faint); overflow-wrap: anywhere; }
.turn { width: 24px; height: 24px; line-height: 24px; text-align: center; color: var(--faint); transition: transform 0.15s; }
[aria-expanded="true"] .turn { transform: rotate(90deg); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.editor { display: grid; gap: 10px; padding: 0 0 14px 38px; }
.options { display: grid; gap: 6px; }
.options button { display: grid; width: 100%; padding: 8px 12px; border: 1px solid var(--line); border-radius: 8px; background: none; color: inherit;
  font: inherit; text-align: start; cursor: pointer; overflow-wrap: anywhere; min-width: 0; }
.options button[aria-pressed="true"] { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.options .live { font-size: 14px; }
.editor > .button { justify-self: start; }
form { display: flex; flex-wrap: wrap; gap: 8px; align-items: end; }
form label { display: grid; flex: 1 1 180px; gap: 2px; font-size: 13px; color: var(--faint); min-width: 0; }
input, select { box-sizing: border-box; width: 100%; min-height: 40px; padding: 6px 10px; border: 1px solid var(--faint); border-radius: 6px;
  background: var(--paper); color: var(--ink); font: inherit; font-size: 16px; }
.button { min-height: 40px; padding: 6px 16px; border: 1px solid var(--accent); border-radius: 20px; background: none; color: var(--accent);
  font: inherit; font-weight: 500; cursor: pointer; }
.button.strong { background: var(--accent); color: var(--paper); }
.button:disabled { border-color: var(--line); background: none; color: var(--faint); cursor: default; }
.end { display: grid; gap: 8px; }
.row { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
.parts li { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; padding: 6px 0; border-top: 1px solid var(--line); }
.parts .words { flex: 1 1 200px; }
[aria-busy="true"] .lines, [aria-busy="true"] .end { opacity: 0.6; }
@media (max-width: 400px) { .editor { padding-left: 0; } .sheet { padding: 12px; } }
@media (prefers-reduced-motion: reduce) { .turn { transition: none; } }
`;

let numbered = 0;

/** One thing that is set: what is chosen and why, and below it, where it is opened, what else may be. */
class Line {
  constructor(topic, send) {
    this.topic = topic;
    this.send = send;
    const id = `solar-charging-setup-${numbered++}`;
    this.mark = make("span", { class: "mark", "aria-hidden": "true" });
    this.title = make("span", { class: "title" });
    this.sure = make("span", { class: "unseen" });
    this.chosen = make("span", { class: "chosen" });
    this.why = make("span", { class: "why" });
    const words = make("span", { class: "words" }, this.title, this.chosen, this.why, this.sure);
    const turn = make("span", { class: "turn", "aria-hidden": "true" }, "›");
    this.head = make("button", { type: "button", class: "head", "aria-expanded": "false", "aria-controls": id }, this.mark, words, turn);
    this.question = make("p");
    this.options = make("div", { class: "options", role: "group" });
    this.input = make("input", { type: "text", maxlength: 200, autocomplete: "off", autocapitalize: "off", spellcheck: "false" });
    this.label = make("span");
    this.take = make("button", { type: "submit", class: "button" });
    this.form = make("form", {}, make("label", {}, this.label, this.input), this.take);
    this.leave = make("button", { type: "button", class: "button" });
    this.error = make("p", { class: "error", role: "alert", id: `${id}-error`, hidden: "" });
    this.input.setAttribute("aria-describedby", this.error.id);
    this.editor = make("div", { class: "editor", id, hidden: "" }, this.question, this.options, this.form, this.leave);
    this.element = make("li", { "data-topic": topic }, this.head, this.error, this.editor);
    this.head.addEventListener("click", () => this.open(this.editor.hidden));
    this.leave.addEventListener("click", () => send({ topic, leave_out: true }));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      send({ topic, text: this.input.value });
    });
  }

  open(wanted) {
    this.editor.hidden = !wanted;
    this.head.setAttribute("aria-expanded", wanted);
  }

  show(line, words) {
    this.line = line;
    this.element.className = line.mark in MARKS ? line.mark : "asked";
    write(this.mark, MARKS[line.mark] || "!");
    write(this.title, line.title);
    write(this.sure, line.mark_said);
    writeId(this.chosen, line.chosen);
    write(this.why, line.why);
    write(this.question, line.question);
    write(this.label, line.example || words.typed);
    write(this.take, words.take);
    write(this.leave, line.optional && line.example ? words.leave_out : "");
    write(this.error, line.error);
    this.form.hidden = !line.example;
    this.input.setAttribute("aria-invalid", line.error !== "");
    if (this.input !== this.input.getRootNode().activeElement && line.typed !== this.typed) this.input.value = line.typed;
    this.typed = line.typed;
    this.options.setAttribute("aria-label", line.title);
    this._choices(line.options);
  }

  /** Makes the buttons of the options anew where there are others, else only says what they say now. */
  _choices(options) {
    const key = JSON.stringify(options.map(({ called }) => called));
    if (this.key !== key) {
      this.key = key;
      this.buttons = options.map((_, index) => {
        const parts = ["called", "live", "why"].map((name) => make("span", { class: name }));
        const button = make("button", { type: "button" }, ...parts);
        button.addEventListener("click", () => this.send({ topic: this.topic, option: index + 1 }));
        return { button, parts };
      });
      this.options.replaceChildren(...this.buttons.map(({ button }) => button));
    }
    this.options.hidden = options.length === 0;
    options.forEach(({ called, live, why, chosen }, index) => {
      const { button, parts } = this.buttons[index];
      writeId(parts[0], called);
      write(parts[1], live);
      write(parts[2], why);
      button.setAttribute("aria-pressed", chosen);
    });
  }
}

/** What the app makes in Home Assistant, each with what may be done with it. */
class Parts {
  constructor(send) {
    this.send = send;
    this.title = make("h3");
    this.list = make("ul");
    this.element = make("section", { class: "parts", hidden: "" }, this.title, this.list);
  }

  show(parts, words) {
    write(this.title, words.needs);
    this.element.hidden = parts.length === 0;
    const key = JSON.stringify(parts);
    if (this.key === key) return;
    this.key = key;
    this.list.replaceChildren(
      ...parts.map(({ part, called, said, actions }) => {
        const text = make("span", { class: "words" }, make("span", {}, called), make("span", { class: "why" }, said));
        const buttons = actions.map(({ do: what, label }) => {
          const button = make("button", { type: "button", class: "button", "data-do": what, "aria-label": `${label}: ${called}` }, label);
          button.addEventListener("click", () => this.send({ [what]: part }));
          return button;
        });
        return make("li", { "data-part": part }, text, ...buttons);
      }),
    );
  }
}

class SolarChargingSetup extends HTMLElement {
  constructor() {
    super();
    this.attachShadow({ mode: "open" });
    this.pages = new Map();
  }

  static getStubConfig() {
    return {};
  }

  static getConfigForm() {
    const words = WORDS[spoken(document.querySelector("home-assistant")?.hass)];
    return { schema: [{ name: "name", selector: { text: {} } }], computeLabel: ({ name }) => words[name] };
  }

  setConfig(config) {
    const name = (config ?? {}).name || null;
    if (name !== null && typeof name !== "string") {
      throw new Error(`solar-charging-setup: name must be the app's name in apps.yaml (a-z, 0-9, _), is ${JSON.stringify(name)}`);
    }
    this.name = name;
    if (this._hass) this._begin();
  }

  getCardSize() {
    return 14;
  }

  getGridOptions() {
    return { columns: "full", min_columns: 6, rows: "auto" };
  }

  set hass(hass) {
    const before = this._hass;
    this._hass = hass;
    if (this.isConnected && (before?.connection !== hass.connection || spoken(before) !== spoken(hass))) this._begin();
  }

  connectedCallback() {
    this.seen = () => document.visibilityState === "visible" && this._ask();
    document.addEventListener("visibilitychange", this.seen);
    if (this._hass) this._begin();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.seen);
    this._end();
  }

  get words() {
    return WORDS[spoken(this._hass)];
  }

  // What goes to and fro

  async _begin() {
    this._end();
    this._build();
    this.pages.clear();
    if (this._hass.user?.is_admin === false) {
      this._trouble(this.words.no_admin, false);
      return;
    }
    write(this.status, this.words.waiting);
    const { connection } = this._hass;
    const begun = (this.begun = {});
    try {
      const leave = await connection.subscribeEvents((event) => this._hear(event), PAGE_EVENT);
      // It may have been taken off the page, or put on another one, meanwhile.
      if (this.begun !== begun) {
        leave();
        return;
      }
      this.leave = leave;
      this.back = () => this._ask();
      connection.addEventListener?.("ready", this.back);
      this.connection = connection;
      this._ask();
    } catch (error) {
      this._refused(error);
    }
  }

  _end() {
    this.begun = null;
    this.leave?.();
    this.leave = null;
    this.connection?.removeEventListener?.("ready", this.back);
    clearTimeout(this.silence);
    clearTimeout(this.later);
  }

  /** Asks for the page, of all entries where none is chosen yet. */
  _ask() {
    if (!this.leave) return;
    const name = this.name || this.current;
    this._send(name ? { name, ask: "page" } : { ask: "page" });
  }

  async _send(data) {
    clearTimeout(this.later);
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this._trouble(this.words.silent), SILENT_MS);
    this.sheet.setAttribute("aria-busy", "true");
    const event_data = { language: this._hass.language, ...data };
    try {
      await this._hass.callWS({ type: "fire_event", event_type: EVENT, event_data });
    } catch (error) {
      this._refused(error);
    }
  }

  /** Sends what a person does, which is an answer to the page that they see. */
  _act(data) {
    const page = this.pages.get(this.current);
    if (!page) return;
    this.idle = 0;
    this.acted = data.answer?.topic ?? null;
    this._send({ name: page.name, revision: page.revision, ...data });
  }

  _hear(event) {
    let page;
    try {
      page = JSON.parse(event.data.page);
    } catch {
      return;
    }
    if (page?.language !== spoken(this._hass) || (this.name && page.name !== this.name)) return;
    clearTimeout(this.silence);
    this._trouble(page.broken || "");
    if (page.broken) return;
    if (page.looking) {
      write(this.status, page.looking);
      this.silence = setTimeout(() => this._trouble(this.words.silent), 5 * SILENT_MS);
      return;
    }
    this.pages.set(page.name, page);
    // Of several entries the one comes first that has to be set up.
    const needs = [...this.pages.values()].find(({ runs }) => !runs);
    this.current = this.chosen || (this.pages.has(this.current) && this.touched ? this.current : (needs || page).name);
    write(this.status, "");
    this.sheet.setAttribute("aria-busy", "false");
    this._show();
    this._keepUp();
  }

  /** Asks again by and by: for what the sensors say now, or whether the app has begun by what was written. */
  _keepUp() {
    clearTimeout(this.later);
    const page = this.pages.get(this.current);
    this.idle = (this.idle || 0) + 1;
    const [after, most] = page.written ? [RESTART_MS, RESTARTS] : [REFRESH_MS, REFRESHES];
    if (this.idle > most) return;
    this.later = setTimeout(() => document.visibilityState === "visible" && this._refresh(page.name), after);
  }

  _refresh(name) {
    this._send({ name, ask: "page" });
    this.sheet.setAttribute("aria-busy", "false"); // nobody waits for it
  }

  // What is shown

  _build() {
    const style = make("style");
    style.textContent = STYLE;
    this.lines = new Map();
    this.heading = make("h2", {}, this.words.heading);
    this.trouble = make("span");
    this.again = make("button", { type: "button", class: "button" }, this.words.again);
    this.again.addEventListener("click", () => this._ask());
    this.hint = make("div", { class: "hint row", role: "alert", hidden: "" }, this.trouble, this.again);
    this.status = make("p", { class: "faint", role: "status" });
    this.entries = make("select");
    this.entries.addEventListener("change", () => {
      this.chosen = this.current = this.entries.value;
      this.lines.clear();
      this.list.replaceChildren();
      this._show();
      this._ask();
    });
    this.entryLabel = make("span", { class: "faint" });
    this.entry = make("label", { hidden: "" }, this.entryLabel, this.entries);
    this.intro = make("p");
    this.notes = make("ul", { class: "hint", hidden: "" });
    this.missingTitle = make("h3");
    this.missing = make("ul", { class: "hint" });
    this.absent = make("section", { hidden: "" }, this.missingTitle, this.missing);
    this.list = make("ul", { class: "lines" });
    this.look = make("button", { type: "button", class: "button look" });
    this.look.addEventListener("click", () => this._act({ ask: "look" }));
    this.still = make("p", { class: "still", "aria-live": "polite" });
    this.write = make("button", { type: "button", class: "button strong write" });
    this.write.addEventListener("click", () => this._act({ ask: "write" }));
    this.writesTo = make("p", { class: "faint" });
    this.errors = make("ul", { class: "error", role: "alert", hidden: "" });
    this.written = make("p", { class: "done", role: "status", hidden: "" });
    this.end = make("section", { class: "end", hidden: "" }, this.still, this.errors, make("div", { class: "row" }, this.write, this.look), this.writesTo, this.written);
    this.parts = new Parts((data) => this._act(data));
    this.sheet = make("div", { class: "sheet" }, this.heading, this.hint, this.status, this.entry, this.intro, this.notes, this.absent, this.list, this.end, this.parts.element);
    this.shadowRoot.replaceChildren(style, make("ha-card", {}, this.sheet));
  }

  _show() {
    const page = this.pages.get(this.current);
    const { words } = page;
    write(this.heading, page.heading);
    this._names(words);
    write(this.intro, page.intro);
    this.intro.classList.toggle("done", page.runs);
    list(this.notes, page.notes);
    write(this.missingTitle, words.missing);
    list(this.missing, page.missing);
    this.absent.hidden = page.missing.length === 0;
    this._lines(page);
    this.end.hidden = false;
    write(this.still, page.still);
    write(this.write, words.write);
    this.write.disabled = page.open > 0;
    write(this.look, words.look_again);
    write(this.writesTo, page.written ? "" : page.writes_to);
    list(this.errors, page.errors);
    write(this.written, page.written);
    this.parts.show(page.parts, words);
  }

  _names(words) {
    const names = [...this.pages.keys()].sort();
    this.entry.hidden = names.length < 2;
    write(this.entryLabel, words.entry);
    if (this.named !== names.join() || this.entries.childElementCount === 0) {
      this.named = names.join();
      this.entries.replaceChildren(...names.map((name) => make("option", { value: name }, name)));
    }
    this.entries.value = this.current;
  }

  _lines(page) {
    for (const line of page.lines) {
      if (!this.lines.has(line.topic)) {
        this.lines.set(line.topic, new Line(line.topic, (answer) => this._act({ answer })));
      }
    }
    const shown = page.lines.map(({ topic }) => this.lines.get(topic).element);
    // Moved only where it has to be: what is moved loses the focus.
    if (shown.length !== this.list.childElementCount || shown.some((each, index) => this.list.children[index] !== each)) {
      for (const child of [...this.list.children]) if (!shown.includes(child)) child.remove();
      shown.forEach((each, index) => this.list.children[index] !== each && this.list.insertBefore(each, this.list.children[index] ?? null));
    }
    for (const line of page.lines) this.lines.get(line.topic).show(line, page.words);
    this._goOn(page);
  }

  /** After an answer: closes what was answered, and opens what is still to be. */
  _goOn(page) {
    const answered = page.lines.find(({ topic }) => topic === this.acted);
    this.acted = null;
    if (!answered || answered.error || page.errors.length) return;
    this.touched = true;
    this.lines.get(answered.topic).open(false);
    const next = page.lines.find(({ open }) => open);
    if (next) this.lines.get(next.topic).open(true);
    const focus = next ? this.lines.get(next.topic).head : this.lines.get(answered.topic).head;
    focus.focus();
  }

  /** Says what is wrong with the way to the app, nothing where all is well. */
  _trouble(text, again = true) {
    write(this.trouble, text);
    this.hint.hidden = text === "";
    this.again.hidden = !again;
    if (text) {
      write(this.status, "");
      this.sheet.setAttribute("aria-busy", "false");
    }
  }

  _refused(error) {
    clearTimeout(this.silence);
    this._trouble(this.words.refused.replace("{problem}", String(error?.message ?? error)));
  }
}

const TYPE = "solar-charging-setup";

function define() {
  // The file may be loaded twice, as a resource and as an extra module.
  if (window.customElements.get(TYPE)) return;
  window.customElements.define(TYPE, SolarChargingSetup);
  window.customCards = window.customCards || [];
  window.customCards.push({ type: TYPE, name: "Solar charging: set-up", description: "Sets the app up by what Home Assistant knows" });
}

// Home Assistant brings a registry of its own, which does not know what was defined before it came.
if (document.querySelector("home-assistant:not(:defined)")) window.customElements.whenDefined("home-assistant").then(define);
else define();
