/** Puts one assistant on the page; a second script, of this version or another, changes nothing. */
import { AssistantElement } from "./element.js";

const NAME = "ptassist-widget";

if (!customElements.get(NAME)) customElements.define(NAME, AssistantElement);
if (!document.querySelector(NAME)) {
  (document.body ?? document.documentElement).append(document.createElement(NAME));
}
