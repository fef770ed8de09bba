/** <personal-part src>: brings the part of the header that is one person's, for a page that is kept for everybody. */
customElements.define("personal-part", class extends HTMLElement {
  connectedCallback() {
    import("./personal-marks.js");
    this.ending = new AbortController();
    const { signal } = this.ending;
    // A page that was made ahead of its visit, or comes back from memory, may be older than a press elsewhere.
    document.addEventListener("prerenderingchange", () => this.renew(), { signal });
    addEventListener("pageshow", ({ persisted }) => persisted && this.renew(), { signal });
    const [visit] = performance.getEntriesByType("navigation");
    const isFresh = "told" in this.dataset && visit?.type !== "back_forward";
    delete this.dataset.told; // what is kept of this page and shown again is not fresh
    if (!isFresh && !document.prerendering) this.renew();
  }

  disconnectedCallback() {
    this.ending.abort();
  }

  async renew() {
    try {
      const answer = await fetch(this.getAttribute("src"), { headers: { "HX-Request": "true" } });
      if (answer.ok && !answer.redirected) this.show(await answer.text());
    } catch {
      // Without a network the header stays as it is for everybody.
    }
  }

  // What waited to be said comes along, and belongs into the page's own region, which is there before it speaks.
  show(html) {
    this.innerHTML = html;
    const said = this.querySelector("[data-said]");
    if (said) document.querySelector("#messages")?.replaceChildren(...said.childNodes);
    said?.remove();
  }
});
