/** Starts htmx on a page that has parts to exchange: with the first sign that somebody uses it, for until then
    it would only keep the processor from showing the page. What is done before htmx is there waits for it. */

const SIGNS = ["pointermove", "pointerdown", "keydown", "focusin", "scroll"];
const DOINGS = { click: "a[hx-get]", change: "form[hx-get]", submit: "form[hx-get]" };
const PATIENCE = 3000; // milliseconds until what was done is done without htmx
const script = document.querySelector("#on-use").content.querySelector("script");
const waiting = new AbortController();
let started;

function start() {
  started ??= new Promise((done, failed) => {
    script.addEventListener("load", done);
    script.addEventListener("error", failed);
    document.head.append(script);
  }).then(() => {
    // htmx begins with DOMContentLoaded or on a complete page; in between it would wait for ever.
    if (document.readyState === "interactive") document.dispatchEvent(new Event("DOMContentLoaded"));
    waiting.abort();
  });
  started.catch(() => {}); // then what is done is done plainly
  return started;
}

function hold(event) {
  const asks = event.target.closest(DOINGS[event.type]);
  if (!asks || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  answer(asks, event.type);
}

function answer(asks, type) {
  const late = new Promise((_, failed) => { setTimeout(failed, PATIENCE); });
  Promise.race([start(), late]).then(() => window.htmx.trigger(asks, type), () => plainly(asks));
}

// What was ticked or chosen before this file was here.
function isChanged(field) {
  if (field.options) return ![...field.options].every(({ selected, defaultSelected }) => selected === defaultSelected);
  return field.checked !== field.defaultChecked || field.value !== field.defaultValue;
}

// A form that takes another one along does so here as well.
function plainly(asks) {
  if (asks.href) return location.assign(asks.href);
  const own = new FormData(asks);
  const other = document.querySelector(asks.getAttribute("hx-include"));
  const more = other ? [...new FormData(other)].filter(([name]) => !own.has(name)) : [];
  location.assign(`${asks.action}?${new URLSearchParams([...more, ...own])}`);
}

function listen(target, names, does, once = false) {
  for (const name of names) target.addEventListener(name, does, { capture: true, once, signal: waiting.signal });
}

// What the first press does on the screen comes before.
const idle = window.requestIdleCallback ?? ((does) => setTimeout(does, 50));
listen(document, SIGNS, () => idle(start, { timeout: 200 }), true);
listen(document, Object.keys(DOINGS), hold);
listen(window, ["popstate"], ({ state }) => state?.htmx && location.reload()); // left there before a reload

// "Load more" replaces itself: the focus goes on to the first new thing.
let shown = 0;
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.elt.matches(".pager__more")) shown = detail.target.children.length;
});
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (!detail.requestConfig?.elt.matches(".pager__more")) return;
  detail.target.children[shown]?.querySelector("a")?.focus();
});

for (const form of document.querySelectorAll(DOINGS.change)) {
  if ([...form.querySelectorAll("input, select")].some(isChanged)) answer(form, "change");
}
if (document.querySelector("[hx-trigger^=load]")) start();
if (document.readyState !== "complete") await new Promise((done) => { addEventListener("load", done, { once: true }); });
if (!started) {
  const ahead = { rel: "prefetch", as: "script", href: script.getAttribute("src") };
  document.head.append(Object.assign(document.createElement("link"), ahead));
}
