/** The conversation: kept in this page's memory, sent question by question, the last one asked wins. */
import { drawAnswer, drawFailure } from "./answer.js";
import { h, list } from "./dom.js";
import { ask, Failure, getWords } from "./server.js";

const REMEMBERED = 50;
const SLOW_MS = 6_000;

export class Chat {
  /** @param handoff the way to a person, for when the server cannot say it */
  constructor({ log, status }, words, handoff) {
    this.log = log;
    this.status = status;
    this.words = words;
    this.handoff = handoff;
    this.clear();
  }

  /** Forgets every turn; an answer on its way is dropped. */
  clear() {
    this.#next();
    this.turns = [];
    this.log.replaceChildren();
    this.#settle();
  }

  async ask(question) {
    const number = this.#next();
    const history = this.turns.slice(-REMEMBERED);
    const turn = { question, article_ids: [] };
    this.turns.push(turn);
    const asked = this.#wait(question);
    const drawn = await this.#answer(question, history, turn);
    if (number !== this.number) return; // somebody asked something else meanwhile
    this.log.append(drawn);
    this.#settle();
    if (drawn.querySelector(".hide")) asked.hidden = true;
    drawn.querySelector("[role=alert] h3")?.focus({ preventScroll: true });
    this.log.scrollTop = (asked.hidden ? drawn : asked).offsetTop - this.log.offsetTop - 8;
  }

  /** Gives the next question its number; whoever holds an older one is late. */
  #next() {
    this.controller?.abort();
    this.controller = new AbortController();
    this.number = (this.number ?? 0) + 1;
    return this.number;
  }

  #wait(question) {
    const asked = h("p", { class: "turn asked" }, h("span", { class: "unseen" }, `${this.words.you_asked}: `), question);
    this.log.append(asked);
    this.log.setAttribute("aria-busy", "true");
    this.#say(this.words.looking);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#say(this.words.slow), SLOW_MS);
    this.log.scrollTop = this.log.scrollHeight;
    return asked;
  }

  #settle() {
    clearTimeout(this.timer);
    this.#say("");
    this.log.removeAttribute("aria-busy");
  }

  #say(sentence) {
    this.status.textContent = sentence;
  }

  async #answer(question, history, turn) {
    const again = (next) => this.ask(next);
    try {
      const answer = await ask(question, history, this.controller);
      turn.article_ids = [...new Set(list(answer.citations).map(({ article_id }) => article_id))];
      const words = await this.#wordsFor(answer.language);
      return drawAnswer({ ...answer, handoff: answer.handoff ?? this.handoff }, words, again);
    } catch (error) {
      const failure = error instanceof Failure ? error : new Failure("server");
      // What the server would not read now, it would not read as history either.
      if (failure.reason === "refused") this.turns = this.turns.filter((kept) => kept !== turn);
      return drawFailure(failure, this.handoff, this.words, () => again(question));
    }
  }

  /** An answer is framed in its own language, which need not be the interface's. */
  async #wordsFor(language) {
    if (language === this.words.language) return this.words;
    try {
      return await getWords(language);
    } catch {
      return this.words;
    }
  }
}
