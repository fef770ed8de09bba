/** Measures the pages named on stdin ([{name, url, cookie}]) and prints one JSON line for each: scores, timings, weight. */
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";

const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--ignore-certificate-errors"];
const [form = "mobile", runs = "1"] = process.argv.slice(2);
const config = form === "desktop" ? desktopConfig : undefined;
const OWN = ["document", "stylesheet", "script", "fetch", "xhr", "other"]; // all but pictures and fonts
const ATTEMPTS = 4; // on a busy machine Chromium loses a trace now and then, or never answers
const PATIENCE = 120_000; // milliseconds for one run

async function stdin() {
  let text = "";
  for await (const part of process.stdin) text += part;
  return JSON.parse(text);
}

function median(results) {
  const by = (one) => one.audits["largest-contentful-paint"].numericValue;
  return results.sort((a, b) => by(a) - by(b))[Math.floor(results.length / 2)];
}

/** Largest paint with the line and the processor really slowed down; a desk is not. */
async function applied(page) {
  if (form === "desktop") return "";
  const results = [];
  const how = { throttlingMethod: "devtools", onlyCategories: ["performance"] };
  for (let run = 0; run < Number(runs); run += 1) results.push(await patiently(page, how));
  return Math.round(median(results).audits["largest-contentful-paint"].numericValue);
}

function told({ name, url }, { audits, categories }) {
  const items = audits["network-requests"].details.items.filter(({ url: at }) => at.startsWith("http"));
  const sum = (list) => list.reduce((bytes, { transferSize }) => bytes + transferSize, 0);
  const own = items.filter(({ resourceType }) => OWN.includes(resourceType.toLowerCase()));
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

/** One run in a browser of its own, which is gone afterwards whatever happened. */
async function once({ url, cookie }, more = {}) {
  const chrome = await launch({ chromePath: process.env.CHROMIUM || "/usr/bin/chromium", chromeFlags: FLAGS });
  const options = { port: chrome.port, output: "json", logLevel: "silent", ...more };
  if (cookie) Object.assign(options, { extraHeaders: { Cookie: cookie }, disableStorageReset: true });
  let clock;
  const late = new Promise((_, reject) => {
    clock = setTimeout(() => reject(new Error("no answer in time")), PATIENCE);
  });
  try {
    const { lhr } = await Promise.race([lighthouse(url, options, config), late]);
    if (lhr.runtimeError) throw new Error(lhr.runtimeError.code);
    return lhr;
  } finally {
    clearTimeout(clock);
    await chrome.kill();
  }
}

async function patiently(page, more) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(page, more);
    } catch (error) {
      console.error(`${page.name}: ${error.message}`);
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

for (const page of await stdin()) {
  const results = [];
  for (let run = 0; run < Number(runs); run += 1) results.push(await patiently(page));
  console.log(JSON.stringify({ ...told(page, median(results)), slow: await applied(page) }));
}
process.exit(0); // a run that was given up may still hold a line open
