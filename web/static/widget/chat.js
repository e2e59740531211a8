/** The conversation: kept in this page's memory, sent question by question, the last one asked wins. */
import { drawAnswer, drawFailure, isLoud } from "./answer.js";
import { button, h, link, list } from "./dom.js";
import { ask, Failure, getWords } from "./server.js";

const REMEMBERED = 50;
const SLOW_MS = 6_000;

export class Chat {
  constructor({ log, status }, words, config) {
    Object.assign(this, { log, status, words, config, handoff: config.handoff[words.language] });
    this.say = (...nodes) => status.replaceChildren(...nodes);
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
    const drawn = await this.#answer({ question, history }, turn, (data) => {
      if (number === this.number && data?.card) this.#showCard(data, asked);
    });
    if (number !== this.number) return; // somebody asked something else meanwhile
    this.#show(drawn, asked);
  }

  /** Gives the next question its number; whoever holds an older one is late. */
  #next() {
    this.controller?.abort();
    this.controller = new AbortController();
    this.number = (this.number ?? 0) + 1;
    if (!isLoud(this.early)) this.early?.node.remove();
    this.early = null;
    return this.number;
  }

  #wait(question) {
    const asked = h("p", { class: "turn asked" }, h("span", { class: "unseen" }, `${this.words.you_asked}: `), question);
    this.log.append(asked);
    this.log.setAttribute("aria-busy", "true");
    this.say(this.words.looking);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#sayItIsSlow(question), SLOW_MS);
    this.log.scrollTop = this.log.scrollHeight;
    return asked;
  }

  #sayItIsSlow(question) {
    const { words } = this;
    const [call] = this.handoff.actions;
    const again = button("quiet", () => this.ask(question), words.retry);
    this.say(`${words.slow} `, link(call.href, words, {}, call.label), " ", again);
  }

  #settle() {
    clearTimeout(this.timer);
    this.say();
    this.log.removeAttribute("aria-busy");
  }

  /** What is urgent is said at once; quieter advice is seen now, and said together with its answer. */
  #showCard({ card, level, language = this.words.language }, asked) {
    const node = drawAnswer({ card, level, language }, { words: this.words });
    this.early = { level, node };
    this.log.append(node);
    if (isLoud(this.early)) this.#settle();
    this.#reveal(node, asked, level);
  }

  #show(drawn, asked) {
    const { node, level } = this.early ?? {};
    if (isLoud(this.early) && drawn.dataset.level === level) {
      drawn.querySelector(".card")?.remove();
      node.append(...drawn.children);
      return this.#settle();
    }
    if (!isLoud(this.early)) node?.remove();
    this.early = null;
    this.log.append(drawn);
    this.#settle();
    this.#reveal(drawn, asked, drawn.dataset.level);
  }

  #reveal(drawn, asked, level) {
    // Whoever reads about violence may not be alone: what was said is not repeated.
    asked.hidden = level === "safety";
    drawn.querySelector("[role=alert] h3")?.focus({ preventScroll: true });
    // The question stays in sight where the answer's first screen fits below it.
    const fits = asked.offsetHeight + drawn.offsetHeight < this.log.clientHeight;
    const first = fits && !asked.hidden ? asked : drawn;
    this.log.scrollTop = first.offsetTop - this.log.offsetTop - 8;
  }

  async #answer(body, turn, onCard) {
    const again = (next) => this.ask(next);
    try {
      const answer = await ask(body, this.controller, onCard);
      turn.article_ids = [...new Set(list(answer.citations).map(({ article_id }) => article_id))];
      const words = await this.#wordsFor(answer.language);
      const { say, config } = this;
      answer.handoff ??= this.handoff;
      return drawAnswer(answer, { ...turn, words, config, say, ask: again });
    } catch (error) {
      const failure = error instanceof Failure ? error : new Failure("server");
      // What the server would not read now, it would not read as history either.
      if (failure.reason === "refused") this.turns = this.turns.filter((kept) => kept !== turn);
      return drawFailure(failure, this.handoff, this.words, () => again(body.question));
    }
  }

  /** An answer is framed in its own language, which need not be the interface's. */
  async #wordsFor(language) {
    if (language === this.words.language) return this.words;
    try {
      return { ...this.words, ...(await getWords(language)) };
    } catch {
      return this.words;
    }
  }
}
