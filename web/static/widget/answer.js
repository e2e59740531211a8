/** An answer as elements: card, notices, quotes, nearest articles, the way to a person, and what one can do with it. */
import { button, fill, h, icon, link, list, tool } from "./dom.js";
import { drawQuotes } from "./quotes.js";

const ALERTING = ["emergency", "crisis"];
const URGENT = [...ALERTING, "safety"];

/** Tells whether a level interrupts. */
export const isLoud = (answer) => ALERTING.includes(answer?.level);

/**
 * Draws an answer of `POST /api/v1/ask`.
 *
 * `turn` holds what stands around it: `words` in its language, the `question`, the widget's `config`, `ask` for a
 * suggested question and `say` for a word in the status line.
 */
export function drawAnswer(answer, turn) {
  const { words } = turn;
  const whole = { ...turn, answer };
  return h(
    "article",
    { class: "turn answer", lang: answer.language, "aria-label": words.answer, "data-level": answer.level },
    answer.card && drawCard(answer, words),
    list(answer.notices).map((notice) => h("p", { class: "notice" }, notice.text)),
    drawQuotes(answer, whole),
    drawNearest(list(answer.nearest), words),
    drawHandoff(answer.handoff, words, !URGENT.includes(answer.level) && whole),
    drawSuggestions(list(answer.suggestions), words.next, turn.ask),
    answer.id && !URGENT.includes(answer.level) && drawTools(whole),
  );
}

/** Draws what failed, and the way to a person. */
export function drawFailure(failure, handoff, words, retry) {
  const sentence = failure.seconds > 0 ? words.busy_seconds : words[failure.reason];
  return h(
    "div",
    { class: "turn answer" },
    h(
      "div",
      { class: "card failure", role: "alert" },
      h("h3", { tabindex: -1 }, icon("care"), words.failed),
      h("p", {}, fill(sentence, failure)),
      drawActions([], words, [button("action", retry, words.retry)]),
    ),
    drawHandoff(handoff, words),
  );
}

/** Draws questions as buttons that ask them. */
export function drawSuggestions(questions, title, ask) {
  if (!questions.length) return null;
  const items = questions.map((question) => h("li", {}, button("suggestion", () => ask(question), question)));
  return h("div", { class: "suggestions" }, h("h3", {}, title), h("ul", {}, items));
}

function drawCard(answer, words) {
  const { card, level } = answer;
  const loud = isLoud(answer);
  // Whoever reads about violence may not be alone: no alert, and one press takes everything away.
  const hide = level === "safety" && h("button", { class: "action hide", type: "button" }, words.hide);
  return h(
    "section",
    { class: `card ${loud ? "urgent" : "advice"}`, role: loud ? "alert" : null },
    h("h3", { tabindex: loud ? -1 : null }, icon("care"), card.title),
    h("p", {}, card.text),
    drawActions(card.actions, words, [hide]),
  );
}

function drawHandoff(handoff, words, turn) {
  if (!handoff) return null;
  const take = turn && tool(turn, ["summary", "takeAlong"], { class: "action", "aria-expanded": "false" }, words.take);
  return h(
    "section",
    { class: "handoff", "aria-label": words.contact },
    h("p", {}, handoff.text),
    drawActions(handoff.actions, words, [take]),
  );
}

/** Draws links to press, and what else stands in their line. */
export function drawActions(actions, words, others = []) {
  const links = list(actions).map(({ label, href }) =>
    link(href === words.booking?.[0] ? words.booking[1] : href, words, { class: "action" },
      String(href).startsWith("tel:") && icon("call"), label),
  );
  const shown = [...links, ...others.filter(Boolean)];
  return shown.length && h("p", { class: "actions" }, shown);
}

function drawNearest(articles, words) {
  if (!articles.length) return null;
  const items = articles.map(({ title, url }) => h("li", {}, link(url, words, {}, title)));
  return h("div", { class: "nearest" }, h("h3", {}, words.nearest), h("ul", {}, items));
}

/** What few press in one quiet line; their work is fetched when they are pressed. */
function drawTools(turn) {
  const { words } = turn;
  const make = (module, name) => tool(turn, [module, name], {}, words[name]);
  return h(
    "div",
    { class: "tools", "aria-live": "off" },
    h("p", {}, make("share", "copy"), make("share", "print")),
    h("p", { class: "feedback" }, h("span", {}, words.helped), make("feedback", "yes"), make("feedback", "no")),
  );
}
