/** The only file that talks to a network, and only to the address that this script came from. */

const BASE = new URL("../../", import.meta.url);
const PATIENCE_MS = 30_000;
const FIRST_EVENT_MS = 4_000;
// What a server answers that has no stream.
const NO_STREAM = [404, 405, 406];
let streams = true;

/** Makes an address on our server out of a path. */
export const at = (path) => new URL(path, BASE);

/** Why there is no answer: offline, timeout, busy (for so many seconds), refused or server. */
export class Failure extends Error {
  constructor(reason, response) {
    super(reason);
    this.reason = reason;
    this.status = response?.status;
    this.seconds = Number(response?.headers.get("Retry-After"));
  }
}

/** What the widget needs to know about the clinic. */
export const getConfig = () => receive(at("api/v1/config"));

/** The interface's words in a language, those for `later` apart; the browser keeps the files. */
export async function getWords(language, later = "") {
  const words = await receive(new URL(`strings/${encodeURIComponent(language)}${later}.json`, import.meta.url));
  return { ...words, language };
}

/** Asks; `onCard` is given the card while the answer is looked for. Whoever waits no more aborts the controller. */
export async function ask(body, controller, onCard) {
  const { signal } = controller;
  const timer = setTimeout(() => controller.abort(new Failure("timeout")), PATIENCE_MS);
  try {
    return (streams && (await stream(body, signal, onCard))) || (await receive(at("api/v1/ask"), post(body, signal)));
  } finally {
    clearTimeout(timer);
  }
}

/** Sends what a visitor presses about an answer. */
export const sendFeedback = (body) => send(at("api/v1/feedback"), post(body));

/** The answer out of a stream; nothing when it breaks or when something on the way holds it back. */
async function stream(body, signal, onCard) {
  const own = new AbortController();
  signal.addEventListener("abort", () => own.abort(signal.reason));
  const timer = setTimeout(() => {
    streams = false;
    own.abort();
  }, FIRST_EVENT_MS);
  try {
    const response = await send(at("api/v1/ask/stream"), post(body, own.signal));
    return await new Promise((found, broke) => {
      const take = ({ type, data }) => {
        clearTimeout(timer);
        if (type === "data-card") onCard(data);
        if (type === "data-answer") found(data);
      };
      read(response.body, take).then(found, broke);
    });
  } catch (error) {
    if (error.status && !NO_STREAM.includes(error.status)) throw error;
    if (error.status) streams = false;
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** Gives each event of a stream of server-sent events to `take`, to the stream's end. */
async function read(body, take) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const events = (text + value).split("\n\n");
    text = events.pop();
    for (const event of events) {
      const data = event.replace(/^data: ?/, "");
      if (data.startsWith("{")) take(JSON.parse(data));
    }
  }
}

const post = (body, signal) => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
  signal,
});

async function receive(url, options) {
  const response = await send(url, options);
  try {
    return await response.json();
  } catch (error) {
    throw error instanceof Failure ? error : new Failure("server");
  }
}

async function send(url, options) {
  let response;
  try {
    response = await fetch(url, { credentials: "omit", referrerPolicy: "no-referrer", ...options });
  } catch (error) {
    throw error instanceof Failure ? error : new Failure("offline");
  }
  const { ok, status } = response;
  if (!ok) throw new Failure(status === 429 ? "busy" : status < 500 ? "refused" : "server", response);
  return response;
}
