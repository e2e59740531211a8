/** The custom element: loads what it needs, draws itself in its shadow root and wires the parts together. */
import { Chat } from "./chat.js";
import { h, icon } from "./dom.js";
import { Panel } from "./panel.js";
import { at, getConfig, getWords } from "./server.js";
import { drawShell } from "./shell.js";

const SHEETS = ["answer", "widget"];

export class AssistantElement extends HTMLElement {
  async connectedCallback() {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    const [config] = await Promise.all([getConfig().catch(() => null), addSheets(root)]);
    if (!config) return root.append(drawPlainLink());
    const wanted = [this.lang, document.documentElement.lang.slice(0, 2), config.language];
    await this.#speak(config, wanted.find((language) => config.languages.includes(language)));
  }

  /** Draws everything in one language; the conversation, if there was one, begins anew. */
  async #speak(config, language, open = false) {
    const words = await getWords(language);
    let chat;
    const ask = (question) => {
      const { dialog, input, log } = shell;
      dialog.classList.add("chatting");
      // A pressed question goes away with its screen; on a phone the keyboard shall go.
      if (!input.matches(":focus") || dialog.matches(":modal")) log.focus({ focusVisible: false });
      chat.ask(question);
    };
    const shell = drawShell(config, words, ask);
    chat = new Chat(shell, words, config.handoff[language]);
    this.shadowRoot.querySelector(".root")?.remove();
    this.shadowRoot.append(shell.root);
    const panel = new Panel(shell);
    wire(shell, chat, ask);
    shell.languages.forEach((button) => {
      button.addEventListener("click", () => this.#speak(config, button.lang, true));
    });
    if (open) panel.open();
  }
}

/** Connects the controls of the panel to the conversation. */
function wire({ dialog, input, form, close, clear, log }, chat, ask) {
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
  clear.addEventListener("click", () => {
    chat.clear();
    dialog.classList.remove("chatting");
    input.focus();
  });
  log.addEventListener("click", ({ target }) => {
    if (!target.closest(".hide")) return;
    clear.click();
    dialog.close();
  });
}

/** The question without the control characters that a paste can bring along. */
const readable = (typed) => typed.replace(/[^\P{Cc}\n\t]/gu, " ").trim();

/** Without its settings the widget is a link to the page that does the same. */
const drawPlainLink = () =>
  h("div", { class: "root" }, h("a", { class: "launcher", href: at("ask").href }, icon("ask"), "Ask our articles"));

/** Waits until the style sheets are there, or known not to come, so that nothing is ever seen unstyled. */
function addSheets(root) {
  const sheets = SHEETS.map((name) => h("link", { rel: "stylesheet", href: at(`static/${name}.css`).href }));
  root.append(...sheets);
  return Promise.all(sheets.map((sheet) => new Promise((done) => {
    sheet.addEventListener("load", done);
    sheet.addEventListener("error", done);
  })));
}
