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
