/** Measures the pages named on stdin ([{name, url, cookie}]) and prints one JSON line for each: scores, timings, weight. */
import { writeFileSync } from "node:fs";
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";

const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"];
const [form = "mobile", runs = "1"] = process.argv.slice(2);
const config = form === "desktop" ? desktopConfig : undefined;
const OWN = ["document", "stylesheet", "script", "fetch", "xhr", "other"]; // all but pictures and fonts

async function stdin() {
  let text = "";
  for await (const part of process.stdin) text += part;
  return JSON.parse(text);
}

function median(results) {
  const by = (one) => one.audits["largest-contentful-paint"].numericValue;
  return results.sort((a, b) => by(a) - by(b))[Math.floor(results.length / 2)];
}

function told({ name, url }, { audits, categories }) {
  const items = audits["network-requests"].details.items.filter(({ url: at }) => at.startsWith("http"));
  const sum = (list) => list.reduce((bytes, { transferSize }) => bytes + transferSize, 0);
  const own = items.filter(({ resourceType }) => OWN.includes((resourceType ?? "other").toLowerCase()));
  const isLacking = ({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 0.9;
  return {
    name,
    scores: Object.fromEntries(Object.entries(categories).map(([key, { score }]) => [key, Math.round(score * 100)])),
    lcp: Math.round(audits["largest-contentful-paint"].numericValue),
    tbt: Math.round(audits["total-blocking-time"].numericValue),
    cls: Number(audits["cumulative-layout-shift"].numericValue.toFixed(4)),
    kilobytes: Math.round(sum(own) / 102.4) / 10,
    all: Math.round(sum(items) / 1024),
    requests: items.length,
    foreign: items.filter(({ url: at }) => new URL(at).host !== new URL(url).host).map(({ url: at }) => at),
    lacking: Object.values(categories).flatMap(({ auditRefs }) => auditRefs.filter(isLacking).map(({ id }) => id)),
  };
}

const chrome = await launch({ chromePath: process.env.CHROMIUM || "/usr/bin/chromium", chromeFlags: FLAGS });
for (const page of await stdin()) {
  const options = { port: chrome.port, output: "json", logLevel: "error" };
  if (page.cookie) options.extraHeaders = { Cookie: page.cookie };
  // What search engines must not list is judged by everything else that they ask of a page.
  if (page.hidden) options.skipAudits = ["is-crawlable"];
  const results = [];
  for (let run = 0; run < Number(runs); run += 1) results.push((await lighthouse(page.url, options, config)).lhr);
  if (process.env.KEEP) writeFileSync(`${process.env.KEEP}/${form}-${page.name.replace(" ", "-")}.json`, JSON.stringify(median(results)));
  console.log(JSON.stringify(told(page, median(results))));
}
await chrome.kill();
