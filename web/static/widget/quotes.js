/** The quotes between our frames: in which order they are read, and what the number behind each of them opens. */
import { button, fill, h, icon, link, list, safeAddress, tool } from "./dom.js";

const MOST_CONDITIONS = 2;
let sources = 0;

/**
 * Draws the segments in order, each frame before the segment that it introduces; the later ones folded away. Each of
 * several questions has a first screen of its own. Below stands what hard words mean.
 */
export function drawQuotes(answer, turn) {
  const quotes = list(answer.segments);
  const cited = new Map(list(answer.citations).map((citation) => [citation.number, citation]));
  const starts = startsOf(answer);
  const shown = new Set(starts.flatMap((start, part) => firstScreen(quotes, start, starts[part + 1] ?? quotes.length)));
  const nodes = [];
  const folded = [];
  const fold = (node, index) => {
    node.hidden = !shown.has(index) && folded.push(node) > 0;
    return node;
  };
  let block, kind;
  quotes.forEach((segment, index) => {
    const citation = cited.get(segment.citation);
    const frames = framesBefore(index, answer, quotes);
    const condition = isCondition(quotes, index, citation);
    const last = kind;
    kind = `${segment.citation} ${condition}`;
    if (frames.length || kind !== last) {
      block = fold(drawQuote(condition, citation, turn), index);
      // What stands before everything that is said to a question is never folded away.
      nodes.push(...frames.map((frame) => (starts.includes(index) ? frame : fold(frame, index))), block);
    }
    const introduces = segment.role === "context" && quotes[index + 1]?.citation === segment.citation;
    const [sentence, ...source] = drawSentence(segment, citation, !introduces, turn);
    block.append(fold(sentence, index), ...source);
  });
  nodes.push(...framesBefore(quotes.length, answer, quotes));
  const waiting = quotes.filter((segment, index) => limits(segment) && !shown.has(index));
  if (folded.length) nodes.push(drawMore(folded, waiting.length, turn.words));
  // A hard word is in the language of the sentence that it stands in, its note in the visitor's.
  list(answer.notes).forEach(({ term, text }, index) => {
    const lang = cited.get(quotes.find((segment) => segment.text?.includes(term))?.citation)?.language;
    nodes.push(h("p", {}, h("small", {}, !index && `${turn.words.terms}: `, h("dfn", { lang }, term), `: ${text}`)));
  });
  return nodes;
}

/** The places where what is said to a question begins; one for a message of one question. */
function startsOf(answer) {
  const asked = list(answer.frames).filter(({ code, before }) => code === "part" && before != null);
  return [...new Set([0, ...asked.map(({ before }) => before)])];
}

/** Frames that follow each other are one sentence to the reader; a question of theirs stands alone. */
function framesBefore(index, answer, quotes) {
  const place = ({ before }) => (quotes[before] ? before : quotes.length);
  const nodes = [];
  let said;
  for (const { code, text } of list(answer.frames).filter((frame) => place(frame) === index)) {
    if (code === "part") {
      nodes.push(h("p", { class: "frame part" }, text));
      said = null;
    } else if (said) said.append(` ${text}`);
    else nodes.push((said = h("p", { class: "frame" }, text)));
  }
  return nodes;
}

/** A line that introduces stands with what it introduces; the section's own heading stands above all. */
function isCondition(quotes, index, citation) {
  return quotes[index].text !== citation?.heading && limits(introduced(quotes, index));
}

/**
 * The places of the segments that are seen at once: the first answer and the conditions around it (all before it, and
 * those of its section after it), each with the lines that introduce it. Of more than two conditions two are seen, and
 * the answer waits with the others: advice is never seen at once while a condition around it is not.
 */
function firstScreen(quotes, start, end) {
  const part = quotes.slice(start, end);
  const said = part.filter(({ role }) => role !== "context");
  const answer = said.find((segment) => !limits(segment));
  const after = answer ? said.slice(said.indexOf(answer) + 1) : [];
  const other = after.find((segment) => !limits(segment) || segment.citation !== answer.citation);
  const around = other ? said.slice(0, said.indexOf(other)) : said;
  const conditions = around.filter(limits);
  const kept = conditions[MOST_CONDITIONS] ? conditions.slice(0, MOST_CONDITIONS) : around;
  const places = part.map((_, index) => start + index);
  return places.filter((index) => !kept.length || kept.includes(introduced(quotes, index)));
}

const limits = (segment) => segment?.role === "condition";
const introduced = (quotes, index) => quotes.slice(index).find(({ role }) => role !== "context");

/** The button behind which the rest of the quotes waits, `count` conditions among them. */
function drawMore(folded, count, words) {
  return button(`action more${count ? " care" : ""}`, ({ currentTarget }) => {
    folded.forEach((node) => {
      node.setAttribute("aria-live", "off"); // the focus says it
      node.hidden = false;
    });
    folded[0].tabIndex = -1;
    folded[0].focus();
    currentTarget.remove();
  }, count > 0 && icon("care"), count ? fill(words.more_care, { count }) : words.more);
}

function drawQuote(condition, citation, turn) {
  const { words } = turn;
  const speaks = globalThis.speechSynthesis;
  return h(
    "blockquote",
    { class: condition ? "quote condition" : "quote", lang: citation?.language },
    condition && h("p", { class: "label", lang: words.language }, icon("care"), words.condition),
    speaks && tool(turn, ["aloud", "readAloud"], { class: "aloud", "aria-label": words.aloud }, icon("aloud")),
  );
}

function drawSentence(segment, citation, numbered, turn) {
  const sentence = h("p", { class: segment.role === "context" ? "context" : "said" }, segment.text);
  if (!citation || !numbered) return [sentence];
  const [number, details] = sourceOf(segment, citation, turn);
  sentence.append(" ", number);
  return [sentence, details];
}

/** Makes the number behind a sentence and, closed, what it opens: article, section, dates, the research cited. */
function sourceOf(segment, citation, turn) {
  const { words } = turn;
  const id = `source-${++sources}`;
  const details = h("div", { id, class: "source", hidden: true, lang: words.language, "aria-live": "off" });
  const number = h(
    "button",
    {
      type: "button",
      class: "number",
      "aria-expanded": "false",
      "aria-controls": id,
      "aria-label": fill(words.source, citation),
      onclick: () => {
        if (!details.firstChild) details.append(...drawSource(segment, citation, turn));
        details.hidden = !details.hidden;
        number.setAttribute("aria-expanded", !details.hidden);
      },
    },
    citation.number,
  );

  return [number, details];
}

/** Draws what stands behind the number of a sentence. */
function drawSource(segment, citation, turn) {
  const { words } = turn;
  const { title, heading, language } = citation;
  return [
    h("p", { class: "title", lang: language }, title),
    heading && h("p", {}, `${words.section}: `, h("span", { lang: language }, heading)),
    h("p", { class: "facts" }, factsOf(citation, words)),
    drawReferences(list(segment.references), words.cited, words),
    h("p", {}, drawWay(addressOf(segment, citation), segment.text, turn)),
    drawFurther(list(citation.further_reading), words),
  ].filter(Boolean);
}

/** Who wrote an article and when, as far as it says so. */
export function factsOf({ author, published, reviewed }, words) {
  return [
    author && fill(words.author, { name: author }),
    published && fill(words.published, { date: inWords(published, words.language) }),
    reviewed && fill(words.reviewed, { date: inWords(reviewed, words.language) }),
  ].filter(Boolean).join(" · ");
}

/** On our own article page this very sentence is marked, not only the citation's first. */
const addressOf = ({ quote }, { deep_link }) =>
  String(deep_link).replace(/\?s=\d+-\d+(?=#q$)/, `?s=${quote?.start}-${quote?.end}`);

/** The way to the sentence in its article; on the page that the visitor is on already it is shown there. */
function drawWay(address, text, turn) {
  const { words } = turn;
  const url = safeAddress(address);
  if (!url || pageOf(url) !== pageOf(location)) return link(address, words, {}, words.read);
  const show = async (event) => {
    event.preventDefault();
    const pressed = event.currentTarget;
    const { mark } = await import("./mark.js");
    if (!mark(text, pressed)) open(url, "_blank", "noopener");
  };
  return h("a", { href: url.href, onclick: show }, words.show);
}

/** A page's address without what only marks a place on it. */
const pageOf = ({ origin, pathname, search }) => origin + pathname + search.replace(/^\?s=\d+-\d+$/, "");

function drawFurther(references, words) {
  if (!references.length) return null;
  return h("details", {}, h("summary", {}, words.further), drawReferences(references, null, words));
}

function drawReferences(references, title, words) {
  if (!references.length) return null;
  const items = references.map((reference) => h("li", {}, drawReference(reference, words)));
  return h("div", { class: "references" }, title && h("p", { class: "context" }, title), h("ul", {}, items));
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
  return Number.isNaN(+day) ? date : day.toLocaleDateString(language, { dateStyle: "long", timeZone: "UTC" });
}
