/* The card of the set-up page, `custom:solar-charging-setup`. */

class SolarChargingSetup extends HTMLElement {
  setConfig(config) {
    this.config = config;
  }

  set hass(hass) {
    if (!this.firstChild) this.textContent = "Solar charging";
  }
}

if (!window.customElements.get("solar-charging-setup")) window.customElements.define("solar-charging-setup", SolarChargingSetup);
