/** What stands around the conversation: launcher, panel, first screen, the line that stays, the question field. */
import { h, icon, link, withNumbers } from "./dom.js";

const LONGEST = 2000;

/** Draws the parts and hands out those that something is done with. */
export function drawShell(config, words) {
  const { clinic, pinned, unreviewed } = config;
  const { language } = words;
  const launcher = h(
    "button",
    { type: "button", class: "launcher", part: "launcher", "aria-expanded": "false", "aria-controls": "panel" },
    icon("ask"),
    h("span", {}, words.launcher),
  );
  const title = h("h2", { id: "title", tabindex: -1 }, clinic.assistant_name);
  const close = drawTool("close", words.close);
  const clear = drawTool("clear", words.clear);
  const start = drawStart(config, words);
  const log = h("div", { class: "log", role: "log", tabindex: 0, "aria-label": words.log });
  const status = h("p", { class: "status", role: "status" });
  const { form, input } = drawForm(words);
  const dialog = h(
    "dialog",
    { id: "panel", class: "panel", part: "panel", "aria-labelledby": "title" },
    h(
      "header",
      {},
      h("div", {}, title, h("p", {}, clinic.name), unreviewed && h("p", { class: "unreviewed" }, unreviewed[language])),
      drawCall(clinic.phone, words, "tool", "unseen"),
      clear,
      close,
    ),
    h("p", { class: "pinned" }, withNumbers(pinned[language])),
    start.node,
    log,
    status,
    form,
  );
  const root = h("div", { class: "root", lang: language }, launcher, dialog);
  return { root, launcher, dialog, title, input, form, close, clear, log, status, ...start };
}

/** The first screen says what this is before anybody types. */
function drawStart({ clinic, disclosure, unreviewed, suggestions, languages }, words) {
  const { language } = words;
  const asks = suggestions[language].slice(0, 3).map((question) => h("button", { type: "button", class: "suggestion" }, question));
  const others = languages
    .filter((other) => other !== language)
    .map((other) => h("button", { type: "button", class: "language", lang: other }, nameOf(other)));
  const node = h(
    "div",
    { class: "start", tabindex: 0, role: "group", "aria-label": clinic.assistant_name },
    h("p", { class: "disclosure" }, withNumbers(disclosure[language])),
    unreviewed && h("p", { class: "unreviewed" }, unreviewed[language]),
    h(
      "div",
      { class: "suggestions" },
      h("h3", {}, words.suggested),
      h("ul", {}, asks.map((button) => h("li", {}, button))),
    ),
    h("p", { class: "actions" }, drawCall(clinic.phone, words, "action"), others),
  );
  return { node, suggestions: asks, languages: others };
}

function drawForm(words) {
  const input = h("textarea", {
    id: "question",
    rows: 1,
    maxlength: LONGEST,
    placeholder: words.label,
    autocomplete: "off",
    enterkeyhint: "send",
  });
  const send = h("button", { class: "send" }, icon("send"), h("span", { class: "unseen" }, words.send));
  const label = h("label", { for: "question", class: "unseen" }, words.label);
  return { input, form: h("form", {}, label, input, send) };
}

const drawTool = (name, label) =>
  h("button", { type: "button", class: `tool ${name}`, "aria-label": label, title: label }, icon(name));

const drawCall = (phone, words, style, text) =>
  link(`tel:${phone.replace(/[^+\d]/g, "")}`, words, { class: style }, icon("call"), h("span", { class: text }, `${words.call} ${phone}`));

/** A language's name as its speakers write it. */
function nameOf(language) {
  const name = new Intl.DisplayNames(language, { type: "language" }).of(language);
  return name[0].toLocaleUpperCase(language) + name.slice(1);
}
