// Where header, parts and what is between them begin and end in the octets of a message.

/** The octet behind the empty line that ends a header. */
function headerEnd(octets, start, end) {
  for (let at = start, feed; (feed = octets.indexOf(10, at)) >= 0 && feed < end; at = feed + 1) {
    if (octets.subarray(at, feed).every((octet) => octet === 13)) return feed + 1;
  }
  return end;
}

/** In order, without gaps; of kind `header`, `body` or `between`. @param {Uint8Array} octets @param {any[]} parts as the API tells them */
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
