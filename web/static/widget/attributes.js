/** What a page says by attributes of its own element, put into the server's settings. */

/** Takes over heading, greeting, booking and suggestions (with | between them). */
export function putInto(config, element) {
  const said = (name) => element.getAttribute(name);
  const { clinic, suggestions, languages } = config;
  clinic.assistant_name = said("heading") || clinic.assistant_name;
  clinic.greeting = said("greeting") || clinic.greeting;
  if (said("booking")) config.booking = [clinic.booking_url, said("booking")];
  const questions = said("suggestions")?.split("|").map((question) => question.trim()).filter(Boolean);
  if (questions?.length) languages.forEach((language) => (suggestions[language] = questions));
}
