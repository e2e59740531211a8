/** The custom element: loads what it needs, draws itself in its shadow root and wires the parts together. */
import { Chat } from "./chat.js";
import { h, icon } from "./dom.js";
import { Panel } from "./panel.js";
import { at, getConfig, getWords } from "./server.js";
import { drawShell } from "./shell.js";

const NAME = "ptassist-widget";
const SHEETS = ["answer", "widget"];

export class AssistantElement extends HTMLElement {
  async connectedCallback() {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    const [config] = await Promise.all([getConfig().catch(() => null), addSheets(root)]);
    if (!config) return root.append(drawPlainLink());
    const wanted = [this.lang, document.documentElement.lang.slice(0, 2), config.language];
    // What the page's own element says goes before the server's settings.
    if (this.attributes.length) (await import("./attributes.js")).putInto(config, this);
    await this.#speak(config, wanted.find((language) => config.languages.includes(language)));
  }

  /** Draws everything in one language; the conversation, if there was one, begins anew. */
  async #speak(config, language, open = false) {
    const words = { ...(await getWords(language)), booking: config.booking };
    let chat;
    const ask = (question) => {
      const { dialog, input, log } = shell;
      dialog.classList.add("chatting");
      // A pressed question goes away with its screen; on a phone the keyboard shall go.
      if (!input.matches(":focus") || dialog.matches(":modal")) log.focus({ focusVisible: false });
      chat.ask(question);
    };
    const shell = drawShell(config, words, ask);
    chat = new Chat(shell, words, config);
    this.shadowRoot.querySelector(".root")?.remove();
    this.shadowRoot.append(shell.root);
    const panel = new Panel(shell, wire(shell, chat, ask));
    shell.languages.forEach((other) => {
      other.addEventListener("click", () => this.#speak(config, other.lang, true));
    });
    if (open) panel.open();
  }
}

/** Connects the controls of the panel to the conversation; gives what clears it. */
function wire({ root, dialog, input, form, close, clear, hide, larger, log }, chat, ask) {
  const forget = () => {
    globalThis.speechSynthesis?.cancel();
    chat.clear();
    input.value = "";
    dialog.classList.remove("chatting");
  };
  const leave = () => {
    forget();
    dialog.close();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const question = readable(input.value);
    if (!question) return;
    input.value = "";
    ask(question);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => globalThis.speechSynthesis?.cancel());
  hide.addEventListener("click", leave);
  log.addEventListener("click", ({ target }) => target.closest(".hide") && leave());
  clear.addEventListener("click", () => {
    forget();
    input.focus();
  });
  larger.addEventListener("click", () => {
    larger.setAttribute("aria-pressed", root.classList.toggle("large"));
  });
  return forget;
}

/** The question without the control characters that a paste can bring along. */
const readable = (typed) => typed.replace(/[^\P{Cc}\n\t]/gu, " ").trim();

/** Without its settings the widget is a link to the page that does the same. */
const drawPlainLink = () =>
  h("div", { class: "root" }, h("a", { class: "launcher", href: at("ask").href }, icon("ask"), "Ask our articles"));

/** Waits until the style sheets are there, or known not to come, so that nothing is ever seen unstyled. */
const addSheets = (root) =>
  Promise.all(SHEETS.map((name) => new Promise((done) => {
    const { href } = new URL(`${name}.css`, import.meta.url);
    root.append(h("link", { rel: "stylesheet", href, onload: done, onerror: done }));
  })));

// A second script, of this version or another, changes nothing.
if (!customElements.get(NAME)) customElements.define(NAME, AssistantElement);
if (!document.querySelector(NAME)) {
  (document.body ?? document.documentElement).append(document.createElement(NAME));
}
