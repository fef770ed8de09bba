/** Presses the hearts and follow buttons of a page that is kept for everybody, for the one who looks at it. */

const pressed = (button) => button.getAttribute("aria-pressed") === "true";

class PersonalMarks extends HTMLElement {
  connectedCallback() {
    this.kept = new Set(this.dataset.kept.split(" "));
    this.ending = new AbortController();
    const { signal } = this.ending;
    document.addEventListener("htmx:load", ({ target }) => this.mark(target), { signal });
    document.addEventListener("submit", (event) => this.send(event), { signal });
    this.mark(document);
    this.said = document.querySelector(".toast") ?? this.voice();
  }

  disconnectedCallback() {
    this.ending.abort();
  }

  // The region stands in the page before it says anything, so that it is heard politely.
  voice() {
    const said = document.createElement("p");
    said.className = "toast";
    said.setAttribute("role", "status");
    document.body.append(said);
    return said;
  }

  mark(root) {
    for (const button of root.querySelectorAll?.("[data-mark]") ?? []) {
      button.setAttribute("aria-pressed", this.kept.has(button.dataset.mark));
    }
  }

  press(mark, on) {
    if (on) this.kept.add(mark);
    else this.kept.delete(mark);
    this.mark(document);
  }

  async send(event) {
    const form = event.target;
    const button = form.querySelector?.("[data-mark]");
    if (!button) return;
    event.preventDefault();
    if (form.matches("[aria-busy]")) return;
    const { mark } = button.dataset;
    const on = !pressed(button);
    const body = new URLSearchParams(on ? {} : { off: "1" });
    form.setAttribute("aria-busy", "true");
    this.press(mark, on);
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const told = await answer.json();
      if (told.next) location.assign(told.next);
      else this.tell(told, mark, on);
    } catch {
      this.press(mark, !on);
      form.submit(); // the page that comes then says what is wrong
    } finally {
      form.removeAttribute("aria-busy");
    }
  }

  tell({ said, is_done: isDone, wishes }, mark, on) {
    if (!isDone) this.press(mark, !on);
    for (const count of document.querySelectorAll("[data-wishes]")) {
      count.textContent = wishes;
      count.hidden = !wishes;
    }
    this.said.textContent = said;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.said.textContent = ""; }, 6000);
  }
}

customElements.define("personal-marks", PersonalMarks);
