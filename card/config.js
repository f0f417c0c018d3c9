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
