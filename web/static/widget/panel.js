/** Opening and closing: beside the page on a desktop, over the whole of it on a phone. */

const PHONE = "(max-width: 30em), (max-height: 24em)";
const TWICE_MS = 1_500;

export class Panel {
  /** @param hide takes everything away at once: Escape twice, or its button */
  constructor({ root, launcher, dialog, title, input }, hide) {
    Object.assign(this, { launcher, dialog, title, input, hide, phone: matchMedia(PHONE) });
    launcher.addEventListener("click", () => (dialog.open ? dialog.close() : this.open()));
    root.addEventListener("keydown", (event) => this.#escape(event));
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
    const twice = event.timeStamp - this.escaped < TWICE_MS;
    if (!this.dialog.open && !twice) return;
    event.preventDefault();
    event.stopPropagation();
    this.escaped = event.timeStamp;
    if (twice) this.hide();
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
