/** <theme-toggle>: changes the theme at once and lets the form's own address remember it. */
customElements.define("theme-toggle", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => {
      const form = event.target;
      const chosen = event.submitter;
      event.preventDefault();
      if (chosen.value) document.documentElement.dataset.theme = chosen.value;
      else delete document.documentElement.dataset.theme;
      for (const button of form.querySelectorAll("button")) button.setAttribute("aria-pressed", button === chosen);
      fetch(form.action, { method: "post", body: new FormData(form, chosen), redirect: "manual" });
    });
  }
});
