// Where header, parts and what is between them begin and end in the octets of a message.

/** @typedef {{start: number, end: number, title: string, kind: "header"|"body"|"between", isOpen: boolean}} Segment */

/** The octet behind the empty line that ends a header. */
function headerEnd(octets, start, end) {
  let isEmpty = true;
  for (let at = start; at < end; at += 1) {
    if (octets[at] === 10) {
      if (isEmpty) return at + 1;
      isEmpty = true;
    } else if (octets[at] !== 13) isEmpty = false;
  }
  return end;
}

/** @param {Uint8Array} octets @param {any[]} parts as the API tells them @returns {Segment[]} in order, without gaps */
export function segments(octets, parts) {
  const found = [];
  let reached = 0;
  const add = (start, end, title, kind, isOpen) => {
    if (end > start) found.push({ start, end, title, kind, isOpen });
    reached = Math.max(reached, end);
  };
  const visit = (part) => {
    const [start, end] = part.range;
    if (start < reached) return;
    if (start > reached) add(reached, start, "between parts", "between", true);
    const body = headerEnd(octets, start, end);
    const isText = part.type.startsWith("text/");
    add(start, body, part === parts[0] ? "Header" : `Part ${part.path} ${part.type}: header`, "header", true);
    if (part.children.length) part.children.forEach(visit);
    else add(body, end, `${part.path} ${part.type}`, "body", isText || end - body < 4000);
    if (part.children.length && reached < end) add(reached, end, "between parts", "between", true);
  };
  parts.forEach(visit);
  if (reached < octets.length) add(reached, octets.length, found.length ? "Rest" : "Message", "body", true);
  return found;
}
