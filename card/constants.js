/*
 * Two cards for Home Assistant's dashboards: `custom:solar-charging-card` shows the flows of power, the car and the
 * switches, `custom:solar-charging-graph` the three currents of the day. One file, nothing to build, nothing fetched.
 *
 * Whatever comes from Home Assistant is text: it is set with textContent or setAttribute, never parsed as HTML.
 */

const PARTS = ["flows", "state", "checklist", "battery", "strip", "today", "session", "switches"];
const SWITCHES = {
  enabled: "input_boolean.solar_charging",
  off_peak: "input_boolean.solar_charging_off_peak",
  charge_now: "input_boolean.solar_charging_now",
};
const SILENT_MS = 11 * 60 * 1000; // the app's heart beats each 5 min: two beats are missing
const LOOK_MS = 30 * 1000; // where Home Assistant has nothing new, time goes on all the same
const LEAST_FLOW_W = 25; // less is the meters' noise, or how exactly a house battery holds the grid at 0
const LEAST_KWH = 0.05; // less of the house battery is said to be nothing
const NOTHING = "–";
const MARKS = ["cross", "question", "tick"]; // the worst first

const CHARGING = new Set(["charge_now", "by_hand", "minimum", "departure", "off_peak", "buying", "following_sun"]);
const TROUBLE = new Set(["stopped", "setup", "unreachable", "no_reading", "meter_wrong"]);
const IDLE = new Set(["stopped", "setup"]); // nothing is measured then, and the reason says why
