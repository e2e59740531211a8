/** What stands around the conversation: launcher, panel, first screen, question field. */
import { drawActions, drawSuggestions } from "./answer.js";
import { h, icon, link, withNumbers } from "./dom.js";

const LONGEST = 2000;

/** Draws the parts and hands out those that something is done with; `ask` is what a suggested question does. */
export function drawShell(config, words, ask) {
  const { clinic, pinned, unreviewed, handoff } = config;
  const { language } = words;
  const [call] = handoff[language].actions;
  const launcher = h(
    "button",
    { type: "button", class: "launcher", part: "launcher", "aria-expanded": "false", "aria-controls": "panel" },
    icon("ask"),
    h("span", {}, words.launcher),
  );
  const title = h("h2", { id: "title", tabindex: -1 }, clinic.assistant_name);
  const [clear, hide, close] = ["clear", "hide", "close"].map((name) => drawTool(name, words[name]));
  const start = drawStart(config, words, ask);
  const log = h("div", { class: "log", role: "log", tabindex: 0, "aria-label": words.log });
  const status = h("p", { class: "status", role: "status" });
  const { form, input } = drawForm(words);
  const dialog = h(
    "dialog",
    { id: "panel", class: "panel", part: "panel", "aria-labelledby": "title" },
    h(
      "header",
      {},
      h("div", {}, title, h("p", {}, clinic.name)),
      link(call.href, words, { class: "tool" }, icon("call"), h("span", { class: "unseen" }, call.label)),
      clear,
      hide,
      close,
    ),
    h("p", { class: "pinned" }, withNumbers(pinned[language]), unreviewed && [" ", h("span", {}, unreviewed[language])]),
    start.node,
    log,
    status,
    form,
  );
  const root = h("div", { class: "root", lang: language, dir: words.direction }, launcher, dialog);
  return { root, launcher, dialog, title, input, form, close, clear, hide, log, status, ...start };
}

/** The first screen says what this is before anybody types. */
function drawStart({ clinic, disclosure, unreviewed, suggestions, languages, handoff }, words, ask) {
  const { language } = words;
  const others = languages
    .filter((other) => other !== language)
    .map((other) => h("button", { type: "button", class: "language", lang: other }, nameOf(other)));
  const larger = h("button", { type: "button", class: "language larger", "aria-pressed": "false" }, words.larger);
  const node = h(
    "div",
    { class: "start", tabindex: 0, role: "group", "aria-label": clinic.assistant_name },
    clinic.greeting && h("p", { class: "greeting" }, clinic.greeting[language] ?? clinic.greeting),
    h("p", { class: "disclosure" }, withNumbers(disclosure[language])),
    unreviewed && h("p", { class: "unreviewed" }, unreviewed[language]),
    drawSuggestions(suggestions[language].slice(0, 3), words.suggested, ask),
    drawActions(handoff[language].actions, words, [...others, larger]),
  );
  return { node, languages: others, larger };
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

/** A language's name as its speakers write it. */
function nameOf(language) {
  const name = new Intl.DisplayNames(language, { type: "language" }).of(language);
  return name[0].toLocaleUpperCase(language) + name.slice(1);
}
