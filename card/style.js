/** The rules of the looks; each part may add its own. */
const STYLES = [`
:host { display: block; --sun: color-mix(in srgb, var(--energy-solar-color, #ff9800) 75%, var(--ink)); --import: var(--energy-grid-consumption-color, #488fc2);
  --export: var(--energy-grid-return-color, #8353d1); --car: var(--solar-charging-car-color, #2f9e6d);
  --battery: color-mix(in srgb, var(--energy-battery-out-color, #4db6ac) 65%, var(--ink));
  --ink: var(--primary-text-color, #212121); --faint: var(--secondary-text-color, #616161);
  --accent: color-mix(in srgb, var(--primary-color, #03a9f4) 75%, var(--ink));
  --line: var(--divider-color, #e0e0e0); --paper: var(--ha-card-background, var(--card-background-color, #fff)); }
ha-card { display: block; overflow: hidden; color: var(--ink); container-type: inline-size; }
h2 { padding: 16px 16px 0; font-size: var(--ha-card-header-font-size, 20px); font-weight: 400; line-height: 1.3; }
h3 { margin: 0 0 6px; font-size: 13px; font-weight: 500; color: var(--faint); }
[hidden] { display: none !important; }
h2, .parts, .graph { max-width: 1200px; box-sizing: border-box; margin: 0 auto; }
.parts { display: grid; gap: 16px; padding: 16px; }
.column { display: grid; gap: 16px; align-content: start; min-width: 0; }
.parts > .hint, .parts > .banner { grid-column: 1 / -1; }
@container (min-width: 680px) { .parts.both { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 20px 40px; } .column { gap: 20px; } }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
.hint { display: flex; gap: 8px; margin: 0; padding: 8px 12px; border-radius: 8px; font-size: 14px; overflow-wrap: anywhere;
  background: color-mix(in srgb, var(--warning-color, #ffa600) 18%, transparent); }
.hint::before { content: "!"; font-weight: 700; }

.past .column > section:not(.keeps) { filter: grayscale(1); opacity: 0.65; }

.flows svg { display: block; width: 100%; max-width: 380px; margin: 0 auto; overflow: visible; }
.track { fill: none; stroke: var(--line); stroke-width: 2; }
.flow { fill: none; stroke-width: 2; }
.dots { fill: none; stroke-width: 7; stroke-linecap: round; }
.flow, .dots { stroke: var(--tint); }
.arrow { fill: var(--tint); }
.from-sun { --tint: var(--sun); } .from-grid { --tint: var(--import); } .from-house { --tint: var(--faint); }
.from-battery { --tint: var(--battery); }
.from-sun.to-grid { --tint: var(--export); }
.node { cursor: pointer; }
.node circle.rim { fill: var(--paper); stroke-width: 2.5; stroke: var(--rim); }
.node .glyph { fill: none; stroke: var(--rim); stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.node text { text-anchor: middle; fill: var(--ink); font-size: 15px; font-weight: 500; }
.node .more { font-size: 12px; font-weight: 400; }
.node .name { fill: var(--faint); font-size: 13px; font-weight: 400; }
.node:focus { outline: none; }
.node:focus-visible circle.halo { stroke: var(--accent); }
.halo { fill: none; stroke: none; stroke-width: 3; }
.sun { --rim: var(--sun); } .grid { --rim: var(--import); } .house { --rim: var(--faint); } .car { --rim: var(--car); }
.grid.exports { --rim: var(--export); } .battery { --rim: var(--battery); }
.node .charge { fill: var(--rim); }
.share, .flows .why { margin: 8px 0 0; text-align: center; text-wrap: balance; color: var(--faint); font-size: 14px; line-height: 1.4; }

.state { display: flex; align-items: center; gap: 10px; font-size: 20px; font-weight: 500; }
.state::before { content: ""; flex: none; width: 12px; height: 12px; border-radius: 50%; box-sizing: border-box;
  border: 2.5px solid var(--faint); }
.state.charging::before { background: var(--car); border-color: var(--car); }
.state.trouble::before { content: "!"; width: 20px; height: 20px; border: none; font-size: 14px; font-weight: 700;
  line-height: 20px; text-align: center; color: #212121; background: var(--warning-color, #ffa600); }
.alarm { padding: 10px 12px; border-radius: 12px; background: color-mix(in srgb, var(--warning-color, #ffa600) 16%, transparent); }
.reason { margin: 4px 0 0; overflow-wrap: anywhere; line-height: 1.4; }
.reason::first-letter { text-transform: uppercase; }
.remarks { margin: 6px 0 0; padding-left: 1.2em; font-size: 0.9em; line-height: 1.4; color: var(--secondary-text-color); overflow-wrap: anywhere; }
.next, .countdown { margin: 4px 0 0; color: var(--faint); font-size: 14px; }
.watched { margin: 8px 0 0; padding: 4px 0 4px 12px; border-left: 3px dashed var(--faint); color: var(--faint); font-size: 14px; line-height: 1.4; overflow-wrap: anywhere; }

.checklist { position: relative; }
.checklist summary { display: flex; align-items: center; gap: 8px; min-height: 44px; cursor: pointer; font-size: 14px; color: var(--faint); }
.checklist summary::after { content: ""; flex: none; width: 7px; height: 7px; margin: 0 4px 4px auto; transform: rotate(45deg);
  border: solid var(--faint); border-width: 0 2px 2px 0; }
.checklist [open] > summary::after { margin-bottom: -4px; transform: rotate(225deg); }
.checklist ul { display: grid; gap: 8px; margin: 4px 0 0; padding: 0; list-style: none; font-size: 14px; line-height: 1.4; }
.checklist li { display: grid; grid-template-columns: 20px minmax(0, 1fr); column-gap: 8px; overflow-wrap: anywhere; }
.checklist .mark { width: 20px; height: 20px; border-radius: 50%; box-sizing: border-box; flex: none; font-size: 13px; font-weight: 700;
  line-height: 20px; text-align: center; color: var(--paper); background: var(--car); }
.checklist .mark.question { color: var(--faint); background: none; border: 2px solid var(--faint); line-height: 16px; }
.checklist .mark.cross { color: #212121; background: var(--warning-color, #ffa600); }
.state-do { margin: 6px 0 0; line-height: 1.4; overflow-wrap: anywhere; }
.state-do::before { content: "→ "; }
.checklist .do { color: var(--faint); }
.checklist .do::before { content: "→ "; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(76px, 1fr)); gap: 8px; margin: 0; }
@container (max-width: 350px) { dl { grid-template-columns: 1fr 1fr; } }
dl div { display: flex; flex-direction: column-reverse; min-width: 0; }
dt { color: var(--faint); font-size: 13px; }
dd { margin: 0; font-size: 16px; font-weight: 500; white-space: nowrap; }
.sources { margin: 6px 0 0; color: var(--faint); font-size: 14px; line-height: 1.4; text-wrap: balance; overflow-wrap: anywhere; }

.switches { display: grid; grid-template-columns: repeat(auto-fit, minmax(180px, 1fr)); gap: 4px 48px; }
.switches button { display: flex; align-items: center; justify-content: space-between; gap: 12px; min-height: 44px; padding: 0;
  border: none; background: none; color: inherit; font: inherit; font-size: 15px; text-align: start; cursor: pointer; }
.switches button:disabled { color: var(--disabled-text-color, #9e9e9e); cursor: default; }
.knob { flex: none; position: relative; width: 40px; height: 22px; border-radius: 11px; box-sizing: border-box;
  border: 2px solid var(--faint); transition: background-color 0.15s; }
.knob::after { content: ""; position: absolute; top: 3px; left: 3px; width: 12px; height: 12px; border-radius: 50%;
  background: var(--faint); transition: transform 0.15s; }
[aria-checked="true"] .knob { background: var(--accent); border-color: var(--accent); }
[aria-checked="true"] .knob::after { background: var(--paper); transform: translateX(18px); }
button:disabled .knob { opacity: 0.4; }
[aria-busy="true"] .knob { opacity: 0.6; }

.graph { padding: 8px 16px 16px; --now: #1f3f8f; --smooth: #e85aa0; --drawn: #8fd0f5; --rim: #3d8fc0; }
.graph.dark { --now: #6c92f4; --smooth: #f06bac; --drawn: #4a90b8; --rim: #7fbfe4; }
.graph .head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 8px; margin-bottom: 8px; }
.graph ul { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 0; padding: 0; list-style: none; font-size: 14px; }
.graph li { display: flex; align-items: center; gap: 6px; }
.swatch { width: 18px; }
.ranges { display: flex; gap: 4px; }
.ranges button { min-width: 48px; min-height: 44px; border: 1px solid var(--line); border-radius: 22px; background: none;
  color: inherit; font: inherit; font-size: 13px; cursor: pointer; }
.ranges button[aria-pressed="true"] { background: var(--primary-text-color, #212121); color: var(--paper); font-weight: 500; }
.plot { display: block; width: 100%; height: 220px; touch-action: pan-y; }
.plot text { fill: var(--faint); font-size: 12px; }
.plot .rule { stroke: var(--line); }
.curve { fill: none; stroke-linejoin: round; }
.curve.charging_current { fill: var(--drawn); fill-opacity: 0.75; stroke: var(--rim); stroke-width: 1; }
.curve.target_now { stroke: var(--now); stroke-width: 1.2; }
.curve.target { stroke: var(--smooth); stroke-width: 2.5; }
.cursor { stroke: var(--ink); stroke-dasharray: 3 3; }
.readout { min-height: 20px; margin: 8px 0 0; font-size: 14px; font-variant-numeric: tabular-nums; }
@media (prefers-reduced-motion: reduce) { .knob, .knob::after { transition: none; } }
`];
