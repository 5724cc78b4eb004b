// How to point an application here: where mail is taken, and that as settings of frameworks; the list when it is empty.

import * as api from "../api.js";
import { copyable } from "../parts/copy.js";
import { element, menu } from "../parts/dom.js";
import { state } from "../store.js";
import { frameworks } from "./frameworks.js";

const wish = { framework: "swaks", address: "" };

/** The host to name: who listens at all addresses is called as this page is. */
function hostOf({ host }) {
  if (host !== "0.0.0.0" && host !== "::") return host;
  return location.hostname.replace(/^\[|\]$/g, "");
}

const isLocal = (host) => host === "::1" || host.startsWith("127.");

/** @returns {import("./frameworks.js").Target} */
function target(listener, isMade) {
  const { tls, auth, port } = listener;
  // A name that means something to a shell or a language is for people to write down.
  const inbox = /^\w[\w.@+-]*$/.test(state.inbox) ? state.inbox : state.inbox && "INBOX";
  const mustLogIn = auth === "required" || auth === "file";
  const user = auth === "off" ? "" : inbox || (mustLogIn ? "my-app" : "");
  const mustEncrypt = tls === "required" || (tls === "optional" && user !== "" && listener.authOverTLS === "required");
  const security = tls === "implicit" ? "implicit" : mustEncrypt ? "starttls" : "";
  return {
    host: hostOf(listener), port, user, password: auth === "file" ? "PASSWORD" : "anything", security,
    isUnknown: isMade && security !== "", isTempted: isMade && security === "" && tls === "optional",
  };
}

const encryption = {
  off: "None.",
  optional: "STARTTLS is offered.",
  required: "STARTTLS has to be taken.",
  implicit: "TLS from the first octet on.",
};

const logins = {
  any: "Not needed. A user name, with any password, is the inbox that mail goes to.",
  required: "Needed. The user name is the inbox that mail goes to; any password does.",
  file: "Needed, with a password of --auth-file. The user name is the inbox that mail goes to.",
  off: "Not offered: mail goes where the inbox rules say.",
};

function facts(listener, isMade) {
  const fact = (name, ...values) => [element("dt", name), element("dd", ...values)];
  const host = hostOf(listener);
  const certificate = isMade ? " The certificate is Creel's own: clients must trust creel-tls.pem, or not look." : "";
  const inTheClear = listener.authOverTLS === "required" && listener.auth !== "off" ? " Only over TLS." : "";
  return element("dl",
    fact("Host", element("code", host), isLocal(host) ? " (from the machine that Creel runs on)" : ""),
    fact("Port", element("code", String(listener.port))),
    fact("TLS", encryption[listener.tls], listener.tls === "off" ? "" : certificate),
    fact("Login", logins[listener.auth], inTheClear));
}

export async function drawConnect() {
  const { listeners, certificate } = await api.listeners();
  const isMade = certificate === "made";
  const ports = listeners.filter((one) => one.protocol === "smtp" && one.port !== null);
  const others = listeners.filter((one) => !ports.includes(one));
  const chosen = () => ports.find((one) => one.address === wish.address) ?? ports[0];
  const [about, settings] = [element("div"), element("div")];
  const redraw = () => {
    about.replaceChildren(facts(chosen(), isMade));
    settings.replaceChildren(copyable(frameworks[wish.framework](target(chosen(), isMade)).filter(Boolean).join("\n")));
  };
  const choice = (name, label, options) => menu(label, options.map((option) => [option, option]), wish, name, redraw);
  if (ports.length) redraw();
  return element("div", about,
    ports.length > 0 && element("p", { class: "tools" },
      ports.length > 1 && choice("address", "Listener", ports.map((one) => one.address)),
      choice("framework", "Settings for", Object.keys(frameworks))),
    settings,
    others.length > 0 && element("p", { class: "faint" },
      `${ports.length ? "Also" : "Mail is taken"} at ${others.map((one) => `${one.address} (${one.protocol.toUpperCase()})`).join(", ")}.`));
}

export async function drawEmpty() {
  if (state.q) return [element("h2", "No message matches"), element("p", "What matches later appears here by itself.")];
  return [
    element("h2", state.inbox ? `Inbox ${state.inbox} is empty` : "No mail yet"),
    element("p", "Point an application's SMTP here, and its mail appears by itself. None of it goes any further."),
    await drawConnect().catch((error) => element("p", { class: "error" }, error.message)),
  ];
}
