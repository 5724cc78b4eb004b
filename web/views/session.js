// The dialogue over which messages came.

import * as api from "../api.js";
import { element, table } from "../parts/dom.js";
import { between, clock, size } from "../parts/format.js";

export const outcomes = {
  open: "still open", quit: "the client said goodbye", disconnected: "the connection broke",
  lostInData: "the connection broke inside a message, which was not stored", timedOut: "nothing came for too long",
  refused: "Creel refused the connection", tlsFailed: "it could not be agreed how to encrypt", stopped: "Creel was stopped",
};

/** How a session is encrypted, in words. @param {any} tls `null` in the clear */
export function encryption(tls) {
  if (!tls) return "not encrypted";
  const { version, cipher, serverName, clientSubject } = tls;
  return [version, cipher, serverName && `for ${serverName}`, clientSubject && `certificate of ${clientSubject} (nobody has vouched for it)`].filter(Boolean).join(", ");
}

function speech({ client, server, data, note, at }, began) {
  const who = note ? "·" : server ? "S" : "C";
  return [who, element("code", { class: /^[45]/.test(server) && "refusal" }, client ?? server ?? note ?? `(${size(data)} of mail data)`),
    element("time", { datetime: at }, `+${between(began, at)}`)];
}

export function drawDialogue(session) {
  const fact = (name, value) => value && [element("dt", name), element("dd", value)];
  return element("div",
    element("dl",
      fact("Client", `${session.client}${session.greeting ? `, calls itself ${session.greeting}` : ""}`),
      fact("Listener", `${session.listener} (${session.protocol})`),
      fact("Began", clock(session.startedAt, "moment")),
      fact("Took", session.endedAt && between(session.startedAt, session.endedAt)),
      fact("Outcome", `${outcomes[session.outcome] ?? session.outcome}${session.reason ? `: ${session.reason}` : ""}`),
      fact("Encrypted", encryption(session.tls)),
      fact("User", session.user),
      fact("Messages", `${session.accepted} accepted, ${session.refused} refused`)),
    table(["Who", "Said", "After"], session.dialogue.map((line) => speech(line, session.startedAt)), "Dialogue", "dialogue"),
    session.omittedLines > 0 && element("p", `${session.omittedLines} more lines were not kept.`));
}

export async function draw(message, actions, signal) {
  if (message.session === null) return element("p", "This message came over HTTP, without a dialogue.");
  return drawDialogue(await api.session(message.id, signal));
}
