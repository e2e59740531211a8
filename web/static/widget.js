// The whole embed: <script type="module" src="https://clinic.example/widget.js"></script>
import { AssistantElement } from "./static/widget/element.js";

const NAME = "ptassist-widget";

// A second script, of this version or another, changes nothing.
if (!customElements.get(NAME)) customElements.define(NAME, AssistantElement);
if (!document.querySelector(NAME)) {
  (document.body ?? document.documentElement).append(document.createElement(NAME));
}
