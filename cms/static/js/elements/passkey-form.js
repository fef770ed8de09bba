/** <passkey-form mode="get|create" options-url|options-id>: asks the browser for a passkey and posts what it answers. */
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (keys = []) => keys.map((key) => ({ ...key, id: bytes(key.id) }));

const readers = {
  create: ({ publicKey: options }) => ({
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: known(options.excludeCredentials),
  }),
  get: ({ publicKey: options }) => ({
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: known(options.allowCredentials),
  }),
};

const written = (credential) => {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const found = parts.filter((part) => response[part]).map((part) => [part, text(response[part])]);
  return JSON.stringify({
    type: credential.type,
    id: credential.id,
    rawId: text(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    response: { ...Object.fromEntries(found), transports: response.getTransports?.() ?? [] },
    clientExtensionResults: credential.getClientExtensionResults(),
  });
};

customElements.define("passkey-form", class extends HTMLElement {
  connectedCallback() {
    this.querySelector("button").hidden = !window.PublicKeyCredential;
    if (!window.PublicKeyCredential) return;
    this.form = this.querySelector("form");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask().catch(() => { this.querySelector("[role=status]").textContent = this.dataset.failed; });
    });
  }

  async ask() {
    const mode = this.getAttribute("mode");
    const publicKey = readers[mode](await this.options(mode));
    if (mode === "create") this.openWithout(publicKey);
    const credential = await navigator.credentials[mode]({ publicKey });
    this.form.elements.credential.value = written(credential);
    this.form.submit();
  }

  async options(mode) {
    const address = this.getAttribute("options-url");
    const data = address
      ? await (await fetch(address, { headers: { Accept: "application/json" } })).json()
      : JSON.parse(document.getElementById(this.getAttribute("options-id")).textContent);
    return mode === "create" ? data.creation_options : data.request_options;
  }

  /** Without a password only a key that lives on the device and checks the person will do. */
  openWithout(publicKey) {
    const alone = this.form.elements.passwordless?.checked ?? false;
    publicKey.authenticatorSelection = {
      ...publicKey.authenticatorSelection,
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: alone,
      userVerification: alone ? "required" : "preferred",
    };
  }
});
