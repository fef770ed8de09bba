/** <search-suggest src>: the WAI-ARIA combobox over a search field; the server answers with a listbox. */
const WAIT = 250;
const LEAST = 2;

customElements.define("search-suggest", class extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=search]");
    if (!this.input || this.panel) return;
    this.panel = this.querySelector("form").appendChild(document.createElement("div"));
    this.panel.className = "suggest-panel";
    this.panel.hidden = true;
    this.status = this.appendChild(document.createElement("span"));
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    this.listId = `${this.input.id}-list`;
    const traits = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-haspopup": "listbox" };
    for (const [name, value] of Object.entries(traits)) this.input.setAttribute(name, value);
    this.input.addEventListener("input", () => this.wait());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.close());
    this.panel.addEventListener("mousedown", (event) => event.preventDefault());
    this.panel.addEventListener("click", (event) => this.follow(event.target.closest("[role=option]")));
  }

  wait() {
    clearTimeout(this.timer);
    this.asked?.abort();
    if (this.input.value.trim().length < LEAST) return this.close();
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    this.asked = new AbortController();
    const url = `${this.getAttribute("src")}?q=${encodeURIComponent(this.input.value.trim())}`;
    try {
      const answer = await fetch(url, { signal: this.asked.signal, headers: { "HX-Request": "true" } });
      if (answer.ok) this.show(await answer.text());
    } catch {
      this.close();
    }
  }

  show(html) {
    this.panel.innerHTML = html;
    const list = this.panel.querySelector("[role=listbox]");
    this.options = [...this.panel.querySelectorAll("[role=option]")];
    if (!list || !this.options.length || document.activeElement !== this.input) return this.close();
    list.id = this.listId;
    this.options.forEach((option, index) => { option.id = `${this.listId}-${index}`; });
    this.at = -1;
    this.panel.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.input.setAttribute("aria-controls", this.listId);
    this.input.removeAttribute("aria-activedescendant");
    const { results, resultsOne } = this.input.dataset;
    this.status.textContent = this.options.length === 1 ? resultsOne : results.replace("{n}", this.options.length);
  }

  close() {
    clearTimeout(this.timer);
    this.panel.hidden = true;
    this.options = [];
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-controls");
    this.input.removeAttribute("aria-activedescendant");
  }

  press(event) {
    if (event.key === "Escape" && !this.panel.hidden) {
      event.preventDefault();
      return this.close();
    }
    if (!this.options?.length) return;
    if (event.key === "Enter" && this.at >= 0) {
      event.preventDefault();
      return this.follow(this.options[this.at]);
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const places = this.options.length + 1;
    this.mark(((this.at + 1 + step + places) % places) - 1);
  }

  mark(index) {
    this.at = index;
    this.options.forEach((option, place) => option.setAttribute("aria-selected", place === index));
    const option = this.options[index];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  follow(option) {
    if (option?.dataset.url) window.location.assign(option.dataset.url);
  }
});
