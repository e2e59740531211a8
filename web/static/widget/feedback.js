/** Did this help? One press, and a reason for those who want to give one; no word of the question goes along. */
import { button, h } from "./dom.js";
import { sendFeedback } from "./server.js";

const REASONS = ["wrong", "unclear", "missing", "other"];

/** It helped. */
export const yes = (turn) => send(turn, true, null);

/** It did not: asks why, in four words or none. */
export function no(turn) {
  const { words } = turn;
  const line = turn.button.parentElement;
  const give = (reason) => () => send({ ...turn, button: line.firstChild }, false, reason);
  const reasons = REASONS.map((reason) => button("quiet", give(reason), words[`reason_${reason}`]));
  line.replaceChildren(h("span", { tabindex: -1 }, words.why), ...reasons, button("quiet", give(null), words.skip));
  line.firstChild.focus();
  line.scrollIntoView({ block: "nearest" });
}

async function send({ answer, button: pressed, words, say, article_ids }, helpful, reason) {
  const line = pressed.parentElement;
  try {
    await sendFeedback({ answer_id: answer.id, helpful, reason, article_ids: article_ids.slice(0, 10) });
  } catch {
    return say(words.not_sent);
  }
  line.replaceChildren(h("span", { tabindex: -1 }, words.thanks));
  line.firstChild.focus();
}
