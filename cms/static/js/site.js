/** Wakes the small elements on a page that already works without them, and adds a few page-wide courtesies. */

// <some-name> lives in elements/some-name.js: a new element is a new file and nothing else.
function wake(root) {
  const names = new Set([...root.querySelectorAll(":not(:defined)")].map((element) => element.localName));
  for (const name of names) import(`./elements/${name}.js`);
}

// Without a network the worker shows a page of the shop; it may come last, and keeps nothing of a visit.
const { worker } = document.documentElement.dataset;
if (worker && "serviceWorker" in navigator) addEventListener("load", () => navigator.serviceWorker.register(worker));

// Browsers without invoker commands still open and close dialogs.
if (!("commandForElement" in HTMLButtonElement.prototype)) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[commandfor]");
    const dialog = button && document.getElementById(button.getAttribute("commandfor"));
    if (!dialog) return;
    if (button.getAttribute("command") === "show-modal") dialog.showModal();
    else dialog.close();
  });
}

// What people came for is painted first, then comes what makes it livelier.
const once = (name, target) => new Promise((done) => target.addEventListener(name, done, { once: true }));
const painted = new Promise((done) => {
  requestAnimationFrame(() => setTimeout(done));
  setTimeout(done, 1000); // a tab in the background paints nothing
});
await Promise.all([once("DOMContentLoaded", document), painted]);
document.head.append(document.querySelector("#after-paint").content);
wake(document);
document.addEventListener("htmx:load", ({ target }) => {
  if (target !== document.body) wake(target.parentElement ?? target); // the page is awake, what came into it is not
});

// Only some pages have parts that htmx exchanges.
if (document.querySelector("[hx-get]")) import("./parts.js");
