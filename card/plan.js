/** What is going to be bought, and what it is for, in a sentence. */
class PlanPart {
  constructor() {
    this.title = make("h3");
    this.sentence = make("p", { class: "plan", "aria-live": "polite" });
    this.element = make("section", {}, this.title, this.sentence);
  }

  show(app, speech) {
    const plan = app.text("plan");
    this.element.hidden = plan === null || app.text("state") === null;
    write(this.title, speech.say("plan"));
    write(this.sentence, plan === null ? NOTHING : unbroken(plan));
  }
}

teach({ en: { plan: "Plan" }, fr: { plan: "Plan" }, de: { plan: "Plan" } });

STYLES.push(`
.plan { margin: 0; line-height: 1.45; overflow-wrap: anywhere; }
.plan::first-letter { text-transform: uppercase; }
`);
