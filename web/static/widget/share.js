/** An answer taken along: copied as text, or printed as a sheet to bring to the appointment. */
import { h, list } from "./dom.js";
import { at } from "./server.js";
import { factsOf } from "./quotes.js";

const SHEET = `
  body { font: 12pt/1.5 Georgia, "Liberation Serif", serif; color: #000; max-width: 17cm; margin: 0 auto; }
  h1, h2, .frame, .small { font-family: system-ui, "Liberation Sans", sans-serif; }
  h1 { font-size: 17pt; margin: 0; } h2 { font-size: 12pt; margin: 1.2em 0 0.3em; }
  blockquote { margin: 0.6em 0; padding-inline-start: 0.8em; border-inline-start: 2pt solid #000; }
  p, ul, ol { margin: 0.3em 0; } .small { font-size: 9.5pt; } li { overflow-wrap: anywhere; }
  .line { height: 2em; border-block-end: 0.5pt solid #000; } blockquote, li { break-inside: avoid; }
`;

/** The answer as text: frames and quotes in their order, then where each is from. */
export function textOf({ answer, words }) {
  const { card } = answer;
  return [
    card && `${card.title}\n${card.text}`,
    ...linesOf(answer, words),
    ...list(answer.citations).map((citation) => `[${citation.number}] ${sourceLine(citation, words)}`),
  ].filter(Boolean).join("\n\n");
}

/** Copies an answer, and says whether the browser let it. */
export async function copy(turn) {
  const { words, say } = turn;
  say((await toClipboard(textOf(turn))) ? words.copied : words.not_copied);
}

/** Puts text where the visitor can paste it from; tells whether the browser let it. */
export async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Prints an answer from a frame of its own, so that the clinic's page stays as it is. */
export function print(turn) {
  const { words, config, button } = turn;
  button.parentElement.querySelector("iframe")?.remove();
  // Browsers differ in when an empty frame is ready.
  const onload = () => {
    const page = frame.contentWindow;
    const style = new page.CSSStyleSheet();
    style.replaceSync(SHEET);
    page.document.adoptedStyleSheets = [style];
    page.document.documentElement.lang = words.language;
    page.document.title = config.clinic.name;
    page.document.body.append(...drawSheet(turn));
    page.print();
  };
  const frame = h("iframe", { class: "unseen", title: words.print, tabindex: -1, "aria-hidden": "true", onload });
  button.after(frame);
}

function drawSheet({ answer, question, words, config }) {
  const { clinic, pinned } = config;
  const today = new Intl.DateTimeFormat(words.language, { dateStyle: "long" }).format(new Date());
  const quoted = linesOf(answer, words).map((line) => h(line.startsWith("“") ? "blockquote" : "p", {}, line));
  const sources = list(answer.citations).map((citation) => h("li", { value: citation.number }, sourceLine(citation, words)));
  const research = new Set(list(answer.segments).flatMap(({ references }) => list(references).map(({ text }) => text)));
  return [
    h("h1", {}, clinic.name),
    h("p", { class: "small" }, `${clinic.phone} · ${today}`),
    question && h("h2", {}, words.you_asked),
    question && h("p", {}, question),
    h("h2", {}, words.answer),
    answer.card && h("p", {}, h("b", {}, answer.card.title), ` ${answer.card.text}`),
    ...quoted,
    sources.length > 0 && h("h2", {}, words.sources),
    h("ol", { class: "small" }, sources),
    research.size > 0 && h("h2", {}, words.research),
    h("ul", { class: "small" }, [...research].map((text) => h("li", {}, text))),
    h("h2", {}, words.notes),
    ...[1, 2, 3, 4].map(() => h("div", { class: "line" })),
    h("p", { class: "small" }, pinned[words.language] ?? ""),
  ].filter(Boolean);
}

/** Frames as they are, quotes in quotation marks with their number, conditions named as such. */
function linesOf(answer, words) {
  const quotes = list(answer.segments);
  const frames = list(answer.frames).map(({ text, before }) => ({ text, place: quotes[before] ? before : quotes.length }));
  const framesAt = (index) => frames.filter(({ place }) => place === index).map(({ text }) => text);
  return [
    ...quotes.flatMap(({ text, citation, role }, index) => [
      ...framesAt(index),
      `“${text}” [${citation}]` + (role === "condition" ? ` (${words.condition})` : ""),
    ]),
    ...framesAt(quotes.length),
    ...list(answer.notes).map(({ term, text }) => `${words.terms}: ${term}: ${text}`),
  ];
}

function sourceLine(citation, words) {
  const { title, heading, url } = citation;
  const section = heading && `${words.section}: ${heading}`;
  return [title, section, factsOf(citation, words), url && at(url).href].filter(Boolean).join(" · ");
}

