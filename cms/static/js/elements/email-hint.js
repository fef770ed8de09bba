/** <email-hint domains="gmail.com …" data-words="Did you mean {address}?">: offers the likely address at a slip of the pen. */
const SHORTEST = 6;

// Optimal string alignment: letters to add, drop, change or swap with the neighbour. The server counts alike.
function slips(one, other) {
  const rows = [Array.from({ length: other.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      let cost = Math.min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) cost = Math.min(cost, rows[i - 2][j - 2] + 1);
      row.push(cost);
    }
    rows.push(row);
  }
  return rows[one.length][other.length];
}

customElements.define("email-hint", class extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=email]");
    if (!this.input || this.input.disabled) return;
    this.known = this.getAttribute("domains").split(" ");
    this.box = this.appendChild(document.createElement("p"));
    this.box.setAttribute("role", "status");
    this.input.addEventListener("change", () => this.look());
  }

  look() {
    const meant = this.meant(this.input.value.trim());
    this.box.replaceChildren();
    if (!meant) return;
    const button = this.box.appendChild(document.createElement("button"));
    button.type = "button";
    button.className = "link-button";
    button.textContent = this.dataset.words.replace("{address}", meant);
    button.addEventListener("click", () => {
      this.input.value = meant;
      this.box.replaceChildren();
      this.input.focus();
    });
  }

  meant(address) {
    const at = address.lastIndexOf("@");
    const domain = address.slice(at + 1).toLowerCase();
    if (at < 1 || domain.length < SHORTEST || domain.length > 30 || this.known.includes(domain)) return "";
    const near = this.known.find((name) => name.length >= SHORTEST && slips(domain, name) === 1);
    return near ? `${address.slice(0, at)}@${near}` : "";
  }
});
