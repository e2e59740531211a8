/** Opening and closing: beside the page on a desktop, over the whole of it on a phone. */

const PHONE = "(max-width: 30em), (max-height: 24em)";

export class Panel {
  constructor({ launcher, dialog, title, input }) {
    Object.assign(this, { launcher, dialog, title, input, phone: matchMedia(PHONE) });
    launcher.addEventListener("click", () => (dialog.open ? dialog.close() : this.open()));
    dialog.addEventListener("keydown", (event) => this.#escape(event));
    dialog.addEventListener("close", () => this.#closed());
    this.phone.addEventListener("change", () => this.#turned());
  }

  open() {
    this.#show();
    this.launcher.setAttribute("aria-expanded", "true");
    // On a phone the keyboard would cover the disclosure, so the title takes the focus there.
    (this.phone.matches ? this.title : this.input).focus();
  }

  /** A modal dialog keeps the focus inside and makes the page behind it inert, by itself. */
  #show() {
    if (this.phone.matches) {
      this.dialog.showModal();
      this.dialog.setAttribute("aria-modal", "true");
    } else {
      this.dialog.show();
      this.dialog.removeAttribute("aria-modal");
    }
  }

  #escape(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.dialog.close();
  }

  #closed() {
    if (this.dialog.open) return; // it was only turned
    this.launcher.setAttribute("aria-expanded", "false");
    this.launcher.focus();
  }

  /** The window crossed the border between phone and desktop: the same panel, shown the other way. */
  #turned() {
    if (!this.dialog.open) return;
    const focused = this.dialog.getRootNode().activeElement;
    this.dialog.close();
    this.#show();
    focused?.focus();
  }
}
