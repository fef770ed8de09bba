/** <buy-bar target="id">: shows its bar once the target has left the screen upwards. */
customElements.define("buy-bar", class extends HTMLElement {
  connectedCallback() {
    const target = document.getElementById(this.getAttribute("target"));
    const bar = this.querySelector("aside");
    if (!target || !bar) return;
    this.observer = new IntersectionObserver(([entry]) => {
      bar.hidden = entry.isIntersecting || entry.boundingClientRect.top > 0;
    });
    this.observer.observe(target);
  }

  disconnectedCallback() {
    this.observer?.disconnect();
  }
});
