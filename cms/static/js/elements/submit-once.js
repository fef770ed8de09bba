/** <submit-once>: lets its form go only once, says that it is busy, and recovers when the page is shown again. */
customElements.define("submit-once", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => {
      if (this.busy) {
        event.preventDefault();
        event.stopPropagation();
        return;
      }
      this.busy = event.submitter ?? this.querySelector("button");
      this.busy?.setAttribute("aria-busy", "true");
    }, true);
    this.release = () => {
      this.busy?.removeAttribute("aria-busy");
      this.busy = null;
    };
    window.addEventListener("pageshow", this.release);
    this.addEventListener("htmx:afterRequest", this.release);
  }

  disconnectedCallback() {
    window.removeEventListener("pageshow", this.release);
  }
});
