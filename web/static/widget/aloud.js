/** Reads one quote aloud, by a voice of this device: the browser's other voices send what they read to a third party. */

const VOICES_MS = 1_000;
let playing;

/** Reads the quote that the button stands in; pressed again, stops. */
export async function readAloud({ button, words, say }) {
  const stopped = playing === button;
  stop();
  if (stopped) return;
  const quote = button.closest("blockquote");
  const language = quote.lang || words.language;
  const voice = (await voices()).find(({ localService, lang }) => localService && lang.startsWith(language));
  if (!voice) return say(words.no_voice);
  const spoken = new SpeechSynthesisUtterance(textOf(quote));
  spoken.voice = voice;
  spoken.lang = voice.lang;
  spoken.onend = spoken.onerror = () => playing === button && stop();
  playing = button;
  button.setAttribute("aria-pressed", "true");
  speechSynthesis.speak(spoken);
}

function stop() {
  speechSynthesis.cancel();
  playing?.setAttribute("aria-pressed", "false");
  playing = null;
}

/** The quoted sentences that are seen, without the numbers behind them. */
const textOf = (quote) =>
  [...quote.querySelectorAll(".said, .context")]
    .filter((sentence) => !sentence.hidden)
    .map((sentence) => sentence.firstChild.textContent)
    .join(" ");

/** Some browsers know their voices only after a moment. */
async function voices() {
  if (!speechSynthesis.getVoices().length) {
    await new Promise((done) => {
      speechSynthesis.addEventListener("voiceschanged", done, { once: true });
      setTimeout(done, VOICES_MS);
    });
  }
  return speechSynthesis.getVoices();
}
