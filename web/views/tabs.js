// The ways to look at a message.

/** Titles, by the file that draws it. @type {Object<string, string>} */
export const tabs = {
  preview: "Preview", report: "Report", clients: "Clients", source: "Source", parts: "Parts", headers: "Headers", session: "Session",
  links: "Links & codes",
};

/** Each is loaded when it is opened for the first time. */
export const drawTab = async (name, message, actions) => (await import(`./${name}.js`)).draw(message, actions);
