/*
 * Two cards for Home Assistant's dashboards: `custom:solar-charging-card` shows the flows of power, the car and the
 * switches, `custom:solar-charging-graph` the three currents of the day. One file, nothing to build, nothing fetched.
 *
 * Whatever comes from Home Assistant is text: it is set with textContent or setAttribute, never parsed as HTML.
 */

// In the order of a phone; on a wide card they are two columns.
const COLUMNS = [
  ["state", "battery", "modes", "strip", "plan", "departure", "switches"],
  ["flows", "today", "session", "checklist"],
];
const PARTS = COLUMNS.flat();
const FORMER = ["flows", "state", "checklist", "battery", "today", "session", "switches"]; // all that there once were
const SWITCHES = {
  enabled: "input_boolean.solar_charging",
  off_peak: "input_boolean.solar_charging_off_peak",
  charge_now: "input_boolean.solar_charging_now",
};
const SILENT_MS = 11 * 60 * 1000; // the app's heart beats each 5 min: two beats are missing
const LOOK_MS = 30 * 1000; // where Home Assistant has nothing new, time goes on all the same
const ANSWER_MS = 15 * 1000; // the app answers with the next beat
const REFUSED_MS = 60 * 1000; // for so long it is said that a call was refused
const LEAST_FLOW_W = 25; // less is the meters' noise, or how exactly a house battery holds the grid at 0
const LEAST_KWH = 0.05; // less of the house battery is said to be nothing
const NOTHING = "–";
const MARKS = ["cross", "question", "tick"]; // the worst first

const CHARGING = new Set(["charge_now", "by_hand", "minimum", "departure", "off_peak", "buying", "following_sun"]);
const TROUBLE = new Set(["stopped", "setup", "unreachable", "no_reading", "meter_wrong"]);
const TROUBLE_ITEMS = { unreachable: ["car"], no_reading: ["grid_meter"], meter_wrong: ["sign", "unit", "grid_meter"] };
const IDLE = new Set(["stopped", "setup", "no_reading"]); // nothing is measured then, and the reason says why
