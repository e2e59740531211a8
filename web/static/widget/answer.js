/** An answer as elements: card, notices, quotes between our frames, nearest articles, the way to a person. */
import { fill, h, icon, link, list } from "./dom.js";

const ALERTING = ["emergency", "crisis"];
let sources = 0;

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
      drawActions([], words, [h("button", { class: "action", type: "button", onclick: retry }, words.retry)]),
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

function drawHandoff(handoff, words) {
  if (!handoff) return null;
  return h(
    "section",
    { class: "handoff", "aria-label": words.contact },
    h("p", {}, handoff.text),
    drawActions(handoff.actions, words),
  );
}

/** Draws links to press, and what else stands in their line. */
export function drawActions(actions, words, others = []) {
  const links = list(actions).map(({ label, href }) =>
    link(href, words, { class: "action" }, String(href).startsWith("tel:") && icon("call"), label),
  );
  return (links.length || others.length) && h("p", { class: "actions" }, links, others);
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

/** Makes the number behind a sentence and, closed, what it opens: article, section, dates, the research cited. */
function sourceOf(segment, citation, words) {
  const id = `source-${++sources}`;
  const details = h("div", { id, class: "source", hidden: true, lang: words.language, "aria-live": "off" });
  const button = h(
    "button",
    {
      type: "button",
      class: "number",
      "aria-expanded": "false",
      "aria-controls": id,
      "aria-label": fill(words.source, citation),
      onclick: toggle,
    },
    String(citation.number),
  );

  function toggle() {
    if (!details.firstChild) details.append(...drawSource(segment, citation, words));
    details.hidden = !details.hidden;
    button.setAttribute("aria-expanded", String(!details.hidden));
  }

  return { button, details };
}

function drawSource(segment, citation, words) {
  const { title, heading, author, published, reviewed, language } = citation;
  const facts = [
    author && fill(words.author, { name: author }),
    published && fill(words.published, { date: inWords(published, words.language) }),
    reviewed && fill(words.reviewed, { date: inWords(reviewed, words.language) }),
  ];
  return [
    h("p", { class: "title", lang: language }, title),
    heading && h("p", {}, `${words.section}: `, h("span", { lang: language }, heading)),
    h("p", { class: "facts" }, facts.filter(Boolean).join(" · ")),
    drawReferences(list(segment.references), words.cited, words),
    h("p", {}, link(addressOf(segment, citation), words, {}, words.read)),
    drawFurther(list(citation.further_reading), words),
  ].filter(Boolean);
}

/** On our own article page this very sentence is marked, not only the citation's first. */
const addressOf = ({ quote }, { deep_link }) =>
  String(deep_link).replace(/\?s=\d+-\d+(?=#q$)/, `?s=${quote?.start}-${quote?.end}`);

function drawFurther(references, words) {
  if (!references.length) return null;
  return h("details", {}, h("summary", {}, words.further), drawReferences(references, null, words));
}

function drawReferences(references, title, words) {
  if (!references.length) return null;
  return h(
    "div",
    { class: "references" },
    title && h("h4", {}, title),
    h("ul", {}, references.map((reference) => h("li", {}, drawReference(reference, words)))),
  );
}

/** The address that the entry prints is the link; an entry without one gets it at its end. */
function drawReference({ text, doi, url }, words) {
  const address = doi ? `https://doi.org/${doi}` : url;
  if (!address) return text;
  const printed = [url, doi].find((part) => part && text.includes(part));
  const [before, ...after] = printed ? text.split(printed) : [`${text} `];
  return [before, link(address, words, {}, printed ?? address), after.join(printed)];
}

function inWords(date, language) {
  const day = new Date(`${date}T12:00:00Z`);
  if (Number.isNaN(day.getTime())) return String(date);
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(day);
}
