/** An answer as elements: card, notices, quotes between our frames, nearest articles, the way to a person. */
import { fill, h, icon, link, list } from "./dom.js";
import { sourceOf } from "./source.js";

const ALERTING = ["emergency", "crisis", "safety"];

/** Draws an answer of `POST /api/v1/ask` in the words of its language; `ask` is what a suggested question does. */
export function drawAnswer(answer, words, ask) {
  return h(
    "article",
    { class: "turn answer", lang: answer.language, "aria-label": words.answer },
    answer.card && drawCard(answer.card, answer.level, words),
    list(answer.notices).map((notice) => h("p", { class: "notice" }, notice.text)),
    drawBody(answer, words),
    drawNearest(list(answer.nearest), words),
    drawHandoff(answer.handoff, words),
    drawSuggestions(list(answer.suggestions), words.next, ask),
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
      h("p", { class: "actions" }, h("button", { class: "action", type: "button", onclick: retry }, words.retry)),
    ),
    drawHandoff(handoff, words),
  );
}

/** Draws questions as buttons that ask them. */
export function drawSuggestions(questions, title, ask) {
  if (!questions.length) return null;
  const button = (question) =>
    h("button", { type: "button", class: "suggestion", onclick: () => ask(question) }, question);
  return h(
    "div",
    { class: "suggestions" },
    h("h3", {}, title),
    h("ul", {}, questions.map((question) => h("li", {}, button(question)))),
  );
}

function drawCard(card, level, words) {
  const loud = ALERTING.includes(level);
  return h(
    "section",
    { class: `card ${loud ? "urgent" : "advice"}`, role: loud ? "alert" : null },
    h("h3", { tabindex: loud ? -1 : null }, icon("care"), card.title),
    h("p", {}, card.text),
    drawActions(card.actions, words),
  );
}

function drawHandoff(handoff, words) {
  if (!handoff) return null;
  return h(
    "section",
    { class: "handoff", "aria-label": words.contact },
    h("p", {}, handoff.text),
    drawActions(handoff.actions, words),
  );
}

function drawActions(actions, words) {
  return h(
    "p",
    { class: "actions" },
    list(actions).map(({ label, href }) =>
      link(href, words, { class: "action" }, String(href).startsWith("tel:") && icon("call"), label),
    ),
  );
}

function drawNearest(articles, words) {
  if (!articles.length) return null;
  return h(
    "div",
    { class: "nearest" },
    h("h3", {}, words.nearest),
    h("ul", {}, articles.map(({ title, url }) => h("li", {}, link(url, words, {}, title)))),
  );
}

/** Draws the segments in order, each frame before the segment that it introduces. */
function drawBody({ segments, frames, citations }, words) {
  const quotes = list(segments);
  const cited = new Map(list(citations).map((citation) => [citation.number, citation]));
  const place = ({ before }) => (before != null && quotes[before] ? before : quotes.length);
  const framesAt = (index) =>
    list(frames)
      .filter((frame) => place(frame) === index)
      .map(({ text }) => h("p", { class: "frame" }, text));
  const nodes = [];
  let block, kind;
  quotes.forEach((segment, index) => {
    const citation = cited.get(segment.citation);
    const between = framesAt(index);
    const last = kind;
    kind = `${segment.citation} ${isCondition(quotes, index, citation)}`;
    if (between.length || kind !== last) {
      block = drawQuote(kind.endsWith("true"), citation, words);
      nodes.push(...between, block);
    }
    const introduces = segment.role === "context" && quotes[index + 1]?.citation === segment.citation;
    block.append(...drawSentence(segment, citation, !introduces, words));
  });
  return [...nodes, ...framesAt(quotes.length)];
}

/** A line that introduces stands with what it introduces; the section's own heading stands above all. */
function isCondition(quotes, index, citation) {
  if (quotes[index].text === citation?.heading) return false;
  return quotes.slice(index).find(({ role }) => role !== "context")?.role === "condition";
}

function drawQuote(condition, citation, words) {
  return h(
    "blockquote",
    { class: condition ? "quote condition" : "quote", lang: citation?.language },
    condition && h("p", { class: "label", lang: words.language }, icon("care"), words.condition),
  );
}

function drawSentence(segment, citation, numbered, words) {
  const sentence = h("p", { class: segment.role === "context" ? "context" : "said" }, segment.text);
  if (!citation || !numbered) return [sentence];
  const { button, details } = sourceOf(segment, citation, words);
  sentence.append(" ", button);
  return [sentence, details];
}
