// The ways to look at a message.

/** @typedef {(message: any, actions: import("./message.js").Actions) => any} Draw */

/** Each is loaded when it is opened for the first time. @type {Object<string, {title: string, load(): Promise<Draw>}>} */
export const tabs = {
  preview: { title: "Preview", load: async () => (await import("./preview.js")).drawPreview },
  report: { title: "Report", load: async () => (await import("./report.js")).drawReport },
  clients: { title: "Clients", load: async () => (await import("./clients.js")).drawClients },
  source: { title: "Source", load: async () => (await import("./source.js")).drawSource },
  parts: { title: "Parts", load: async () => (await import("./parts.js")).drawParts },
  headers: { title: "Headers", load: async () => (await import("./headers.js")).drawHeaders },
  session: { title: "Session", load: async () => (await import("./session.js")).drawSession },
  links: { title: "Links & codes", load: async () => (await import("./links.js")).drawLinks },
};
