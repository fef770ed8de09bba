/** <share-button data-done data-failed>: hands the page's address to the system's share sheet, else copies it. */
customElements.define("share-button", class extends HTMLElement {
  connectedCallback() {
    this.label = this.querySelector("button span");
    if (!this.label) return;
    this.hidden = !navigator.share && !navigator.clipboard; // neither is there without TLS
    this.before = this.label.textContent;
    this.label.setAttribute("aria-live", "polite");
    this.querySelector("button").addEventListener("click", () => this.share());
  }

  async share() {
    const url = document.querySelector("link[rel=canonical]")?.href ?? location.href.split(/[?#]/)[0];
    try {
      if (navigator.share) return await navigator.share({ title: document.title, url });
    } catch ({ name }) {
      if (name === "AbortError") return; // thought better of it
    }
    try {
      await navigator.clipboard.writeText(url);
      this.say(this.dataset.done);
    } catch {
      this.say(this.dataset.failed);
    }
  }

  say(words) {
    this.label.textContent = words;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.label.textContent = this.before; }, 3000);
  }
});
