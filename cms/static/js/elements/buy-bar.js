/** <buy-bar target="id">: shows its bar once the target has left the screen upwards. */
customElements.define("buy-bar", class extends HTMLElement {
  connectedCallback() {
    const target = document.getElementById(this.getAttribute("target"));
    const bar = this.querySelector("aside");
    if (!target || !bar) return;
    // Everything below the header counts as seen, so that a jump past the target is noticed too.
    this.observer = new IntersectionObserver(([entry]) => {
      bar.hidden = entry.isIntersecting;
    }, { rootMargin: "-60px 0px 100000px" });
    this.observer.observe(target);
  }

  disconnectedCallback() {
    this.observer?.disconnect();
  }
});
