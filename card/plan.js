/** What is planned, in a sentence: when the car is to be how full, what is bought, and what that saves. */
class PlanPart {
  constructor() {
    this.title = make("h3");
    this.sentence = make("p", { class: "reason" });
    this.element = make("section", { class: "plan" }, this.title, this.sentence);
  }

  show(app, speech) {
    const said = sentenceOf(app, speech, "plan");
    this.element.hidden = said === null;
    write(this.title, speech.say("plan"));
    write(this.sentence, said ?? "");
  }
}

teach({ en: { plan: "Plan" }, fr: { plan: "Plan" }, de: { plan: "Plan" } });
