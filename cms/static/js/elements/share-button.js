/** <share-button data-done="Link copied">: hands the page's address to the system's share sheet, or copies it. */
customElements.define("share-button", class extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    const label = button?.querySelector("span");
    if (!label) return;
    this.hidden = !navigator.share && !navigator.clipboard; // neither is there without TLS
    const before = label.textContent;
    label.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      const url = document.querySelector("link[rel=canonical]")?.href ?? location.href.split(/[?#]/)[0];
      if (navigator.share) return navigator.share({ title: document.title, url }).catch(() => {}); // thought better of it
      await navigator.clipboard.writeText(url);
      label.textContent = this.dataset.done;
      setTimeout(() => { label.textContent = before; }, 2000);
    });
  }
});
