/** Shows a sentence on the page that the visitor is on already: scrolls to it and marks it, changing nothing there. */

const NAME = "ptassist";
const NO_LETTER = /[^\p{L}\p{N}]/gu;

/** Marks the sentence; tells whether the page has it. `pressed` is the link that asked for it. */
export function mark(sentence, pressed) {
  const range = find(sentence, document.body);
  if (!range) return false;
  const dialog = pressed.closest("dialog");
  if (dialog.matches(":modal")) dialog.close(); // it covers the page
  highlight(range);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  range.startContainer.parentElement.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  return true;
}

/** Where the caret stands, a screen reader reads on; browsers without highlights show the selection instead. */
function highlight(range) {
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  if (!CSS.highlights) return;
  selection.collapseToStart();
  if (!CSS.highlights.has(NAME)) {
    const style = new CSSStyleSheet();
    style.replaceSync(`::highlight(${NAME}) { background-color: #ffe9a8; color: #1d2b2a; }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
  }
  CSS.highlights.set(NAME, new Highlight(range));
}

/** The place of a sentence below a node, by its letters alone: pages differ in spaces, marks and quotation marks. */
function find(sentence, node) {
  const places = [];
  let letters = "";
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (parentElement.checkVisibility?.() === false) continue;
    for (let index = 0; index < data.length; index++) {
      const folded = fold(data[index]);
      for (let letter = 0; letter < folded.length; letter++) places.push([walker.currentNode, index]);
      letters += folded;
    }
  }
  const wanted = sentence.split("").map(fold).join("");
  const start = wanted ? letters.indexOf(wanted) : -1;
  if (start < 0) return null;
  const range = new Range();
  range.setStart(...places[start]);
  const [last, index] = places[start + wanted.length - 1];
  range.setEnd(last, index + 1);
  return range;
}

/** A letter without its case and accent; nothing for what is no letter. */
const fold = (character) => character.normalize("NFD").replace(NO_LETTER, "").toLowerCase();
