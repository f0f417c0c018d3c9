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
