/** <own-platform>: of a list with data-platform, puts the visitor's own first and makes its button stand out. */
const NAMES = [["android", /android/i], ["windows", /win/i], ["macos", /mac/i], ["linux", /linux|x11/i]];

customElements.define("own-platform", class extends HTMLElement {
  connectedCallback() {
    const said = `${navigator.userAgentData?.platform ?? ""} ${navigator.userAgent}`;
    const own = NAMES.find(([, words]) => words.test(said))?.[0];
    const item = own && this.querySelector(`[data-platform="${own}"]`);
    if (!item) return;
    item.parentElement.prepend(item);
    item.querySelector(".button")?.classList.replace("button--secondary", "button--primary");
  }
});
