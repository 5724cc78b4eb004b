// Building and updating elements. Text only ever goes in as text.

/**
 * Of nodes, text, lists of them, and plain objects as attributes, of which `on…` adds a listener and `true` is empty; `null`,
 * `undefined` and `false` are nothing. @param {...any} content @returns {any}
 */
export const element = (tag, ...content) => filled(document.createElement(tag), content);

export const svg = (tag, ...content) => filled(document.createElementNS("http://www.w3.org/2000/svg", tag), content);

const isThere = (value) => value !== null && value !== undefined && value !== false;

function filled(node, content) {
  for (const one of content.flat(Infinity).filter(isThere)) {
    if (one.constructor !== Object) node.append(one);
    else for (const [name, value] of Object.entries(one)) {
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (isThere(value)) node.setAttribute(name, value === true ? "" : value);
    }
  }
  return node;
}

/** @param {string} id @returns {any} */
export function byID(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`There is no element ${id}`);
  return node;
}

export function button(label, action, attributes = {}) {
  return element("button", { type: "button", onclick: action, ...attributes }, label);
}

/** A button that looks like text. */
export const quiet = (label, action, attributes = {}) => button(label, action, { class: "quiet", ...attributes });

/** One of a few, as a labelled menu of what `wish` has by this name. @param {string[][]} options value and title @param {() => void} redraw */
export function menu(label, options, wish, name, redraw) {
  const items = options.map(([value, title]) => element("option", { value, selected: value === wish[name] }, title));
  const select = element("select", { onchange: ({ target }) => { wish[name] = target.value; redraw(); } }, items);
  return element("label", `${label} `, select);
}

/** Whether `wish` has what is called so, as a labelled box. @param {() => void} redraw */
export function check(label, wish, name, redraw) {
  const box = element("input", { type: "checkbox", checked: wish[name], onchange: ({ target }) => { wish[name] = target.checked; redraw(); } });
  return element("label", box, ` ${label}`);
}

/** A table of rows; the first cell of each is its header. @param {any[][]} rows */
export function table(heads, rows, label = "Table", kind = "") {
  const row = ([first, ...rest]) =>
    element("tr", element("th", { scope: "row" }, first), rest.map((cell) => element("td", { dir: "auto" }, cell)));
  return element("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": label },
    element("table", { class: kind }, element("thead", element("tr", heads.map((text) => element("th", { scope: "col" }, text)))), element("tbody", rows.map(row))));
}
