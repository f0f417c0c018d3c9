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
