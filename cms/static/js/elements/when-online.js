/** <when-online>: opens the page again when the network is back; its link does the same by hand. */
customElements.define("when-online", class extends HTMLElement {
  connectedCallback() {
    window.addEventListener("online", () => location.reload(), { once: true });
  }
});
