// What is right and wrong with a message: score and findings.

import * as api from "../api.js";
import { button, element, table } from "../parts/dom.js";
import { count, severityMark } from "../parts/format.js";

const severities = ["error", "warning", "info"];

function drawFinding(finding, actions) {
  const place = (place) => element("li",
    place.range
      ? button(`octets ${place.range.join("–")}`, () => actions.show("source", place.range.join("-")), { class: "quiet", title: "Show in the source" })
      : null,
    " ", element("bdi", place.detail));
  return element("details", { class: `finding ${finding.severity}`, open: finding.severity === "error" },
    element("summary", severityMark(finding.severity), " ", finding.summary,
      finding.points ? element("span", { class: "points" }, ` ${finding.points > 0 ? "+" : ""}${finding.points}`) : null,
      element("code", ` ${finding.rule}`)),
    element("p", finding.advice, element("small", ` ${finding.reference}`)),
    element("ul", finding.places.map(place)),
    finding.count > finding.places.length && element("p", `and ${count(finding.count - finding.places.length, "more place")}`));
}

function drawScore(report) {
  const meter = element("meter", { min: 0, max: 10, low: 2.5, high: 5, optimum: 0, value: Math.max(0, report.score), "aria-label": "Spam score" });
  const added = report.categories.filter((category) => category.points || category.rules.length);
  return element("section",
    element("p", { class: `verdict ${report.verdict}` }, element("strong", report.score.toFixed(1)),
      report.verdict === "spam" ? "Would be taken for spam" : "Would not be taken for spam",
      meter, element("small", "from 5 points on it is spam")),
    added.length ? table(["Category", "Points", "Rules"], added.map((category) =>
      [category.category, category.points === category.sum ? `${category.points}` : `${category.points} (of ${category.sum}, capped)`, category.rules.join(", ")])) : null);
}

function drawGroups(report) {
  const groups = Object.values(report.groups).map((group) =>
    [group.group, `${group.score} of 100`, group.deductions.map((one) => `${one.rule} −${one.points}`).join(", ")]);
  const providers = Object.values(report.providers).map((provider) => [
    provider.provider, provider.verdict,
    provider.lines.filter((line) => line.verdict === "fail").map((line) => line.requirement).join("; ")]);
  const outside = report.outside.map((scorer) => [scorer.name, scorer.failure ?? scorer.verdict, scorer.detail ?? ""]);
  return [
    table(["Respect", "Score", "Deductions"], groups), table(["Provider", "Would pass", "What fails"], providers),
    outside.length ? table(["Second opinion", "Verdict", "Why"], outside) : null,
  ];
}

export async function draw(message, actions) {
  const report = await api.report(message.id);
  const findings = severities.flatMap((severity) => report.findings.filter((finding) => finding.severity === severity));
  return element("div",
    drawScore(report),
    element("h3", findings.length ? count(findings.length, "finding") : "Nothing found"),
    findings.map((finding) => drawFinding(finding, actions)),
    element("h3", "In other respects"), drawGroups(report));
}
