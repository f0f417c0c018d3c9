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
