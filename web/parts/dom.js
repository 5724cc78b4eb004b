// Building and updating elements. Text only ever goes in as text.

/**
 * @param {string} tag
 * @param {Object<string, any>} attributes `on…` adds a listener, `true` an empty attribute; `null` and `false` nothing
 * @param {...(Node|string|null)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** @param {string} id */
export function byID(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`There is no element ${id}`);
  return node;
}

/**
 * Makes `parent` hold exactly `nodes`, moving as few as possible: what keeps its place keeps focus.
 * @param {Element} parent
 * @param {Element[]} nodes
 */
export function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
}

/** @param {number} octets */
export function size(octets) {
  if (octets < 1000) return `${octets} B`;
  if (octets < 1_000_000) return `${(octets / 1000).toFixed(1)} kB`;
  return `${(octets / 1_000_000).toFixed(1)} MB`;
}

/** @param {string} time RFC 3339 */
export function clock(time) {
  const date = new Date(time);
  const isToday = date.toDateString() === new Date().toDateString();
  const text = isToday ? date.toLocaleTimeString() : date.toLocaleString();
  return element("time", { datetime: time, title: date.toLocaleString() }, text);
}

/** @param {{name: string|null, address: string}|null} address */
export function mailbox(address) {
  if (!address) return "(nobody)";
  return address.name ? `${address.name} <${address.address}>` : address.address;
}
