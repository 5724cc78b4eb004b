// What is right and wrong with a message: score and findings.

import * as api from "../api.js";
import { element, table } from "../parts/dom.js";
import { count, severityMark } from "../parts/format.js";
import { address, state } from "../store.js";
import { toSource } from "./tabs.js";

const severities = ["error", "warning", "info"];

function drawFinding(finding, actions) {
  const { rule, severity, points, places } = finding;
  const place = ({ range, detail }) => element("li", range && toSource(actions, range), " ", element("bdi", detail));
  return element("details", { class: `finding ${severity}`, id: rule, open: severity === "error" || rule === state.at },
    element("summary", severityMark(severity), " ", finding.summary,
      points !== 0 && element("span", { class: "points" }, ` ${points > 0 ? "+" : ""}${points}`), element("code", ` ${rule}`)),
    element("p", finding.advice, element("small", ` ${finding.reference} `), element("a", { href: address({ tab: "report", at: rule }) }, "Link")),
    element("ul", places.map(place)),
    finding.count > places.length && element("p", `and ${count(finding.count - places.length, "more place")}`));
}

function drawScore(report) {
  const meter = element("meter", { min: 0, max: 10, low: 2.5, high: 5, optimum: 0, value: Math.max(0, report.score), "aria-label": "Spam score" });
  const added = report.categories.filter((category) => category.points || category.rules.length);
  return element("section",
    element("p", { class: `tools verdict ${report.verdict}` }, element("strong", report.score.toFixed(1)),
      `Would ${report.verdict === "spam" ? "" : "not "}be taken for spam`,
      meter, element("small", "from 5 points on it is spam")),
    added.length > 0 && table(["Category", "Points", "Rules"], added.map(({ category, points, sum, rules }) =>
      [category, points === sum ? `${points}` : `${points} (of ${sum}, capped)`, rules.join(", ")])));
}

function drawGroups(report) {
  const groups = Object.values(report.groups).map(({ group, score, deductions }) =>
    [group, `${score} of 100`, deductions.map((one) => `${one.rule} −${one.points}`).join(", ")]);
  const providers = Object.values(report.providers).map(({ provider, verdict, lines }) =>
    [provider, verdict, lines.filter((line) => line.verdict === "fail").map((line) => line.requirement).join("; ")]);
  return [table(["Respect", "Score", "Deductions"], groups), table(["Provider", "Would pass", "What fails"], providers)];
}

export async function draw(message, actions, signal) {
  const opinions = element("div");
  const ask = async () => {
    const report = await api.report(message.id, signal);
    const others = report.outside.map(({ name, failure, verdict, detail }) => [name, failure ?? verdict, detail]);
    opinions.replaceChildren(...(others.length ? [table(["Second opinion", "Verdict", "Why"], others)] : []));
    if (others.some(([, failure]) => failure.includes("ask again"))) setTimeout(() => opinions.isConnected && ask().catch(() => {}), 1000);
    return report;
  };
  const report = await ask();
  const findings = severities.flatMap((severity) => report.findings.filter((finding) => finding.severity === severity));
  return element("div",
    drawScore(report),
    element("h3", findings.length ? count(findings.length, "finding") : "Nothing found"),
    findings.map((finding) => drawFinding(finding, actions)),
    element("h3", "In other respects"), drawGroups(report), opinions);
}
