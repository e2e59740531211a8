/** "Take this to a therapist": a summary that the visitor reads and changes before a mail or the booking page opens. */
import { h, link, list } from "./dom.js";
import { toClipboard } from "./share.js";

// Longer addresses are cut or refused by some mail programs.
const LONGEST_MAIL = 1_800;
let summaries = 0;

/** Opens the summary below the way to a person; pressed again, takes it away. */
export function takeAlong(turn) {
  const { button } = turn;
  const handoff = button.closest(".handoff");
  const open = handoff.querySelector(".summary");
  button.setAttribute("aria-expanded", String(!open));
  if (open) return open.remove();
  const drawn = drawSummary(turn);
  handoff.append(drawn);
  const text = drawn.querySelector("textarea");
  text.setSelectionRange(0, 0);
  text.focus({ preventScroll: true });
  drawn.scrollIntoView({ block: "nearest" });
}

function drawSummary(turn) {
  const { answer, words, say, config } = turn;
  const id = `summary-${++summaries}`;
  const text = h("textarea", { id, rows: 9, autocomplete: "off" });
  text.value = summaryOf(turn);
  const mail = link("mailto:", words, { class: "action", onclick: () => (mail.href = mailOf(text.value, config, words)) }, words.mail);
  const book = list(answer.handoff.actions).find(({ href }) => /^(https?:|\/)/.test(href));
  const copyFirst = async () => say((await toClipboard(text.value)) ? words.copied : words.not_copied);
  const way = book && link(words.booking?.[1] ?? book.href, words, { class: "action", onclick: copyFirst }, words.copy_and_book);
  return h(
    "div",
    { class: "source summary", "aria-live": "off" },
    h("label", { for: id }, words.summary),
    text,
    h("p", { class: "facts" }, words.summary_hint),
    h("p", { class: "actions" }, mail, way),
  );
}

/** What was asked and what the articles say, with room for what the visitor wants to add. */
function summaryOf({ answer, question, words, config }) {
  const titles = new Map(list(answer.citations).map(({ number, title }) => [number, title]));
  const quotes = list(answer.segments)
    .filter(({ role }) => role !== "context")
    .map(({ text, citation }) => `- “${text}” (${titles.get(citation) ?? citation})`);
  return [
    `${words.for_visit} ${config.clinic.name}`,
    `${words.i_asked} ${question}`,
    quotes.length > 0 && `${words.articles_say}\n${quotes.join("\n")}`,
    `${words.to_talk}\n- `,
  ].filter(Boolean).join("\n\n");
}

function mailOf(text, config, words) {
  const subject = encodeURIComponent(`${words.for_visit} ${config.clinic.name}`);
  let body = text;
  while (encodeURIComponent(body).length > LONGEST_MAIL) body = `${body.slice(0, -50).trimEnd()}…`;
  return `mailto:?subject=${subject}&body=${encodeURIComponent(body.replace(/\n/g, "\r\n"))}`;
}
