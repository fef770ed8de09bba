/** <submit-on-change>: presses the button inside it whenever a box inside it is ticked; where scripts run the sheet hides that button. */
customElements.define("submit-on-change", class extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    this.addEventListener("change", () => button.form.requestSubmit(button));
  }
});
