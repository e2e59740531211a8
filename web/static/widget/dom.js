/** Making elements. Text enters as text, addresses are checked, and markup is never parsed. */
import { at, getWords } from "./server.js";

const SCHEMES = ["http:", "https:", "tel:", "sms:", "mailto:"];

const ICONS = {
  aloud: "M4 9v6h4l5 4V5L8 9zM16.5 9q2.5 3 0 6M19 6q5 6 0 12",
  ask: "M4 5h16v11H9l-5 4zM8 9h8M8 12.5h5",
  call: "M6 3h3l2 5-2.5 1.5a12 12 0 0 0 6 6L16 13l5 2v3a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z",
  care: "M12 3 2 21h20zM12 10v5M12 17.5v.5",
  close: "M5 5l14 14M19 5 5 19",
  clear: "M4 4v6h6M4.5 10a8 8 0 1 1-.5 4",
  hide: "M10 4H5v16h5M10 12h10M16 8l4 4-4 4",
  send: "M4 12h15M13 6l6 6-6 6",
};

/** Makes an element, or fills one: `h("p", { class: "frame", onclick }, "text", node)`; null and false leave out. */
export function h(tag, properties = {}, ...children) {
  const node = tag.nodeType ? tag : document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value == null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(2).filter((child) => child || child === ""));
  return node;
}

/** Makes a button. */
export const button = (className, onclick, ...children) =>
  h("button", { type: "button", class: className, onclick }, ...children);

/** Makes a button whose work, `name` of a module, is fetched with its words when it is first pressed. */
export function tool(turn, [module, name], properties, ...children) {
  const onclick = async ({ currentTarget }) => {
    const { words, say } = turn;
    try {
      const [work, more] = await Promise.all([import(`./${module}.js`), getWords(words.language, ".later")]);
      await work[name]({ ...turn, words: { ...words, ...more }, button: currentTarget });
    } catch {
      say(words.offline);
    }
  };
  return h("button", { type: "button", class: "quiet", ...properties, onclick }, ...children);
}

/** Makes a small picture that only accompanies words. */
export const icon = (name) =>
  h(svg("svg"), { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, h(svg("path"), { d: ICONS[name] }));

const svg = (tag) => document.createElementNS("http://www.w3.org/2000/svg", tag);

/** The address if it may be linked, else null. */
export function safeAddress(address) {
  try {
    const url = at(String(address));
    return SCHEMES.includes(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

/** Makes a link; an address that may not be linked leaves its words. Pages open beside the conversation. */
export function link(address, words, properties, ...children) {
  const url = address ? safeAddress(address) : null;
  if (!url) return h("span", {}, ...children);
  const page = url.protocol.startsWith("http");
  return h(
    "a",
    { ...properties, href: url.href, ...(page && { target: "_blank", rel: "noopener noreferrer" }) },
    ...children,
    page && h("span", { class: "unseen" }, ` (${words.new_tab})`),
  );
}

/** Puts values into a sentence's {places}. */
export const fill = (sentence, values) =>
  sentence.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);

/** A list, whatever the server sent. */
export const list = (value) => (Array.isArray(value) ? value : []);

/** Our own sentence, its three-digit emergency numbers as links to call. */
export const withNumbers = (sentence) =>
  sentence
    .split(/\b(\d{3})\b/)
    .map((part, index) => (index % 2 ? h("a", { href: `tel:${part}` }, part) : part));
