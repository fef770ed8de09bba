/** <copy-button data-done="Copied">: shows its button and copies the text of its <output>. */
customElements.define("copy-button", class extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    const label = button?.querySelector("span");
    if (!label || !navigator.clipboard) return;
    const before = label.textContent;
    label.setAttribute("aria-live", "polite");
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(this.querySelector("output").textContent.trim());
      label.textContent = this.dataset.done;
      setTimeout(() => { label.textContent = before; }, 2000);
    });
  }
});
