const fill = (element, attributes, children) => {
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};
const make = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
const draw = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

/** A sentence of the app in which no number is broken from its unit, and in French no mark from its word. */
const unbroken = (text) => text.replace(/(\d) (?=[%€]|[kMm]?[AVWC]h?\b|min\b|h\b|CHF)/g, "$1\u00a0").replace(/ (?=[;:?!])/g, "\u00a0");

/** Sets a text only where it changes: a screen reader shall not be told the same again. */
const write = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};
