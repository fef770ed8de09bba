/** Loads the small elements that upgrade pages which already work without them, and two page-wide courtesies. */
import "./elements/copy-button.js";
import "./elements/theme-toggle.js";
import "./elements/search-suggest.js";
import "./elements/buy-bar.js";
import "./elements/submit-once.js";
import "./elements/listing-gallery.js";

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

// "Load more" replaces itself: the focus goes on to the first new thing.
let shown = 0;
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.elt.matches(".pager__more")) shown = detail.target.children.length;
});
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (!detail.requestConfig?.elt.matches(".pager__more")) return;
  detail.target.children[shown]?.querySelector("a")?.focus();
});
