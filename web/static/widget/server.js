/** The only file that talks to a network, and only to the address that this script came from. */

const BASE = new URL("../../", import.meta.url);
const PATIENCE_MS = 30_000;

/** Makes an address on our server out of a path. */
export const at = (path) => new URL(path, BASE);

/** Why there is no answer: offline, timeout, busy (for so many seconds), refused or server. */
export class Failure extends Error {
  constructor(reason, seconds) {
    super(reason);
    this.reason = reason;
    this.seconds = seconds;
  }
}

/** What the widget needs to know about the clinic. */
export const getConfig = () => request("api/v1/config");

/** The interface's words in a language; the browser keeps the file. */
export async function getWords(language) {
  const words = await request(`static/strings/${encodeURIComponent(language)}.json`);
  return { ...words, language };
}

/** Asks a question after the turns before it; whoever waits no more aborts the controller. */
export async function ask(question, history, controller) {
  const timer = setTimeout(() => controller.abort(new Failure("timeout")), PATIENCE_MS);
  try {
    return await request("api/v1/ask", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ question, history }),
      signal: controller.signal,
    });
  } finally {
    clearTimeout(timer);
  }
}

async function request(path, options) {
  let response;
  try {
    response = await fetch(at(path), {
      credentials: "omit",
      referrerPolicy: "no-referrer",
      ...options,
    });
  } catch (error) {
    throw error instanceof Failure ? error : new Failure("offline");
  }
  if (!response.ok) throw refusal(response);
  try {
    return await response.json();
  } catch (error) {
    throw error instanceof Failure ? error : new Failure("server");
  }
}

function refusal({ status, headers }) {
  if (status === 429) return new Failure("busy", Number.parseInt(headers.get("Retry-After"), 10));
  return new Failure(status < 500 ? "refused" : "server");
}
