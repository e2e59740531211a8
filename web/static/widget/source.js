/** A numbered citation that opens in place: article, section, dates, the research behind the sentence. */
import { fill, h, icon, link, list } from "./dom.js";

let count = 0;

/** Makes the number that stands behind a sentence and, closed, what it opens. */
export function sourceOf(segment, citation, words) {
  const id = `source-${++count}`;
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
    h("p", {}, link(citation.deep_link, words, { class: "read" }, words.read, icon("out"))),
    drawFurther(list(citation.further_reading), words),
  ].filter(Boolean);
}

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

function drawReference({ label, text, doi, url }, words) {
  const address = doi ? `https://doi.org/${doi}` : url;
  return [`${label} ${text} `, address && link(address, words, {}, doi ? `doi:${doi}` : url)];
}

function inWords(date, language) {
  const day = new Date(`${date}T12:00:00Z`);
  if (Number.isNaN(day.getTime())) return String(date);
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(day);
}
