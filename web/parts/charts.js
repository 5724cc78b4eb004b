// Small charts, drawn with SVG, with the same figures as text for who cannot see them.

import { element, svg } from "./dom.js";

export function columns(title, points) {
  const [width, height] = [600, 120];
  const most = Math.max(1, ...points.map((point) => point.value));
  const step = width / points.length;
  const bar = (point, index) => {
    const tall = point.value / most * (height - 20);
    return svg("rect", { x: index * step + 1, y: height - tall, width: Math.max(1, step - 2), height: tall, class: point.kind ?? "" },
      svg("title", `${point.label}: ${point.value}`));
  };
  const total = points.reduce((sum, point) => sum + point.value, 0);
  return element("figure",
    element("figcaption", title, element("small", ` highest ${most.toLocaleString()}, in all ${total.toLocaleString()}`)),
    svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${title}: ${points.filter((point) => point.value).map((point) => `${point.label} ${point.value}`).join(", ") || "nothing"}` },
      points.map(bar), svg("line", { x1: 0, x2: width, y1: height, y2: height })),
    element("div", { class: "axis", "aria-hidden": "true" }, element("span", points[0]?.label), element("span", points.at(-1)?.label)));
}
