/** <listing-gallery>: the thumbnails move the stage without moving the page, and show which picture is seen. */
customElements.define("listing-gallery", class extends HTMLElement {
  connectedCallback() {
    const stage = this.querySelector(".gallery__stage");
    const thumbs = [...this.querySelectorAll(".gallery__thumbs a")];
    this.addEventListener("click", (event) => {
      const thumb = event.target.closest(".gallery__thumbs a");
      if (!thumb) return;
      event.preventDefault();
      const picture = this.querySelector(thumb.hash);
      stage.scrollTo({ left: picture.offsetLeft - stage.offsetLeft, behavior: "auto" });
    });
    this.observer = new IntersectionObserver((entries) => {
      const seen = entries.find((entry) => entry.isIntersecting);
      if (!seen) return;
      for (const thumb of thumbs) thumb.toggleAttribute("aria-current", false);
      thumbs.find((thumb) => thumb.hash === `#${seen.target.id}`)?.setAttribute("aria-current", "true");
    }, { root: stage, threshold: 0.6 });
    for (const picture of stage?.children ?? []) this.observer.observe(picture);
  }

  disconnectedCallback() {
    this.observer?.disconnect();
  }
});
