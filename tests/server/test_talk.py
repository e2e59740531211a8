"""The conversation as pages: two languages, what stands below an answer, the sheet for the therapist."""

import re
from html import unescape
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.testclient import TestClient

from ptassist.articles.article import Article
from ptassist.assistant import Assistant
from ptassist.checks.readability import flesch_kincaid, inflesz
from ptassist.server.contexts import Site
from ptassist.server.forms import Form, language_of
from ptassist.server.pages import site_of
from ptassist.server.summary import MOST_CHARACTERS, Place, summary_of, summary_page
from ptassist.server.words import words_of
from ptassist.settings import Settings
from ptassist.shipped import shipped
from tests.answering.made import article_of
from tests.server.serving import client_of

MARKER = "zyxomarkerqua"
HEEL = "Does stretching the calf twice a day ease heel pain within eight weeks?"
SAID = "Stretching the calf twice a day eased heel pain within eight weeks"
HOSTILE = '</textarea><script>alert("zyx")</script>"><img src=x onerror=alert(1)>'


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> TestClient:
    return client_of(assistant)


@pytest.fixture(scope="module")
def site(assistant: Assistant) -> Site:
    return site_of(assistant, Settings())


def fields_of(text: str, action: str) -> dict[str, list[str]]:
    """The hidden fields of the page's form with an action."""
    (form,) = re.findall(rf'<form[^>]*action="{action}\?lang=\w\w".*?</form>', text, re.DOTALL)
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(unescape(value))
    return found


def area_of(text: str) -> str:
    """What stands in the page's text field, as a browser reads it."""
    (area,) = re.findall(r"<textarea[^>]*>(.*?)</textarea>", text, re.DOTALL)
    return unescape(area).removeprefix("\n")


# Languages


def request_with(wanted: str, accept: str) -> Request:
    headers = [(b"accept-language", accept.encode())]
    query = urlencode({"lang": wanted}) if wanted else ""
    return Request({"type": "http", "headers": headers, "query_string": query.encode()})


@pytest.mark.parametrize(
    ("wanted", "accept", "language"),
    [
        ("", "", "en"),
        ("es", "en-US", "es"),
        ("fr", "es-MX,es;q=0.9,en;q=0.8", "es"),
        ("", "fr-FR, en;q=0.7, es;q=0.3", "en"),
        ("", "ES", "es"),
        ("../../etc", "*;q=0.1", "en"),
    ],
)
def test_the_language_is_the_wanted_one_or_the_browsers(wanted, accept, language):
    assert language_of(request_with(wanted, accept)) == language


def test_a_page_can_be_asked_for_in_spanish(client: TestClient):
    text = client.get("/ask", params={"lang": "es"}).text
    assert '<html lang="es">' in text
    assert "Pregunte a nuestros artículos" in text
    assert 'href="/ask?lang=en" lang="en" hreflang="en">English</a>' in text
    assert "Skip to the content" not in text
    assert '<html lang="en">' in client.get("/ask").text


def test_a_browser_that_speaks_spanish_gets_it(client: TestClient):
    text = client.get("/ask", headers={"accept-language": "es-419,es;q=0.9"}).text
    assert '<html lang="es">' in text


def test_the_page_of_an_answer_is_in_the_answers_language(client: TestClient):
    text = client.post("/ask", data={"question": "¿Qué mejora el cuello rígido?"}).text
    assert '<html lang="es">' in text
    actions = re.findall(r'action="([^"]*)"', text)
    assert {urlsplit(action).query for action in actions} == {"lang=es"}


def test_several_questions_stand_above_their_answers(client: TestClient):
    text = client.post("/ask", data={"question": f"Is <b>zebra</b> red? {HEEL}"}).text
    assert "<b>zebra" not in text
    parts = re.findall(r'<p class="frame part">(.*?)</p>', text)
    assert [unescape(part) for part in parts] == [
        "You asked: Is <b>zebra</b> red?",
        f"You asked: {HEEL}",
    ]
    shown = text[text.index(parts[0]) :]
    order = (unescape(shown).index(words) for words in ("don't say this", HEEL, SAID))
    assert list(order) == sorted(unescape(shown).index(w) for w in ("don't say this", HEEL, SAID))


def test_both_languages_have_the_same_words_with_the_same_places():
    english, spanish = words_of("en"), words_of("es")
    assert set(english) == set(spanish)
    for key, text in english.items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", spanish[key])), key
    assert words_of("tlh") == english


def sentences_in(language: str) -> list[list[str]]:
    """The interface's texts of whole sentences, each as its sentences."""
    texts = [re.sub(r"\{\w+\}", "ten", text) for text in words_of(language).values()]
    whole = [text for text in texts if len(text.split()) >= 6 and text[-1] in ".?:"]
    return [re.split(r"(?<=[.?!:])\s+", text) for text in whole]


def test_what_the_interface_says_is_easy_to_read():
    english, spanish = sentences_in("en"), sentences_in("es")
    assert len(english) > 8
    assert {
        " ".join(text): flesch_kincaid(text) for text in english if flesch_kincaid(text) > 6
    } == {}
    assert {" ".join(text): inflesz(text) for text in spanish if inflesz(text) < 55} == {}


def test_no_word_has_the_name_of_something_that_every_table_has():
    """A template would show that instead."""
    assert (
        set(words_of("en")) & {name for name in dir(dict) if name not in {"copy", "clear"}} == set()
    )
    templates = shipped("web/templates").glob("*.html")
    assert not any(re.search(r"words\.(copy|clear)\b", path.read_text()) for path in templates)


# Below an answer


def test_an_answer_offers_the_sheet_and_asks_whether_it_helped(client: TestClient):
    text = client.post("/ask", data={"question": HEEL}).text
    taken = fields_of(text, "/summary")
    assert taken["turn"] == [HEEL]
    assert all(re.fullmatch(r"\d+ \d+ feet/heel", place) for place in taken["quote"])
    asked = fields_of(text, "/feedback")
    assert asked["article"] == ["feet/heel"]
    assert re.fullmatch("[0-9a-f]{32}", asked["answer_id"][0])
    said = re.findall(r'name="said" value="(\w+)"', text)
    assert said == ["helpful", "wrong", "unclear", "missing", "other", "unhelpful"]


@pytest.mark.parametrize("question", ["I want to kill myself", "he hits me when he is drunk"])
def test_an_urgent_card_stands_alone(client: TestClient, question: str):
    text = client.post("/ask", data={"question": question}).text
    assert 'action="/summary' not in text
    assert 'action="/feedback' not in text


def test_on_paper_every_source_and_study_stands_once(client: TestClient):
    text = client.post("/ask", data={"question": HEEL}).text
    paper = text.partition('<section class="paper">')[2].partition("</section>")[0]
    assert paper.count("[1] ") == 1
    assert "https://clinic.example/blog/heel</li>" in paper
    assert paper.count("Calf stretching twice a day") == 1
    assert '<section class="paper">' not in client.post("/ask", data={"question": "hello"}).text


# The sheet


def test_the_sheet_quotes_the_articles_word_for_word(client: TestClient):
    answer = client.post("/ask", data={"question": HEEL}).text
    text = client.post("/summary", data=fields_of(answer, "/summary")).text
    sheet = area_of(text)
    assert sheet.startswith("For my visit at Sample Physical Therapy Clinic\n\nI asked:\n- Does")
    assert re.search(rf"- “{SAID}[^”]*” \(Heel Pain in the Morning\)", sheet)
    assert sheet.endswith("I want to talk about:\n- ")
    assert '<div class="sheet">For my visit' in text


def test_the_visitors_own_words_come_back_with_a_mail_that_holds_them(client: TestClient):
    written = "\n My hip & knee, 50% better?\nSeit März: “ja” #1\n"
    text = client.post("/summary", data={"text": written}).text
    assert area_of(text) == written
    (mail,) = re.findall(r'href="(mailto:[^"]*)"', text)
    parts = urlsplit(unescape(mail))
    assert parts.path == ""  # whom to write to is the visitor's choice
    fields = parse_qs(parts.query, strict_parsing=True)
    assert fields["subject"] == ["For my visit at Sample Physical Therapy Clinic"]
    assert fields["body"] == [written.replace("\n", "\r\n")]


def test_a_hostile_sheet_is_shown_as_text(client: TestClient):
    text = client.post("/summary", data={"text": HOSTILE}).text
    assert "<script>alert" not in text
    assert "<img" not in text
    assert area_of(text) == HOSTILE


def test_quotes_of_another_version_are_left_out(client: TestClient, assistant: Assistant):
    quote = {"quote": "0 50 hopping", "turn": MARKER}
    of_now = client.post("/summary", data={**quote, "version": assistant.index_version}).text
    assert "(Hopping with Brittle Bones)" in area_of(of_now)
    of_then = client.post("/summary", data={**quote, "version": "20200101T000000Z-aaaaaaaaaaaa"})
    assert "Hopping" not in area_of(of_then.text)
    assert MARKER in area_of(of_then.text)


@pytest.mark.parametrize(
    "quote",
    [
        "",
        "x",
        "5 2 hopping",
        "0 50 nowhere",
        "0 99999999999 hopping",
        "-1 5 hopping",
        "٣ ٩ hopping",
    ],
)
def test_a_place_that_is_none_is_left_out(client: TestClient, assistant: Assistant, quote: str):
    form = {"quote": quote, "version": assistant.index_version}
    reply = client.post("/summary", data=form)
    assert reply.status_code == 200
    assert "“" not in area_of(reply.text)


@pytest.mark.parametrize("site_of_sender", ["cross-site", "same-site"])
def test_another_site_cannot_put_words_into_the_sheet(client: TestClient, site_of_sender: str):
    headers = {"sec-fetch-site": site_of_sender}
    reply = client.post("/summary", data={"text": MARKER}, headers=headers)
    assert reply.status_code == 403
    assert MARKER not in reply.text
    headers = {"sec-fetch-site": "same-origin"}
    assert client.post("/summary", data={"text": "x"}, headers=headers).status_code == 200


def test_a_sheet_comes_only_by_its_form(client: TestClient):
    assert client.get("/summary", params={"text": MARKER}).status_code == 405
    reply = client.post("/summary", json={"text": MARKER})
    assert reply.status_code == 415
    assert "Please ask your question in the form on the page." in reply.text


def test_a_sheet_is_bounded(client: TestClient):
    text = client.post("/summary", data={"text": "ü" * 9000}).text
    assert area_of(text) == "ü" * MOST_CHARACTERS
    assert "The mail will hold the first part only." in text


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=3000))
@settings(max_examples=60, deadline=None)
def test_a_mail_holds_the_beginning_and_stays_short(site: Site, text: str):
    page = summary_page(site, text)
    assert len(page.mail) < 2000
    body = unquote(page.mail.partition("&body=")[2])
    whole = page.text.replace("\n", "\r\n")
    assert page.is_cut == (body != whole)
    if page.is_cut:
        assert whole.startswith(body.removesuffix("…"))


def test_a_summary_without_anything_still_has_room_for_words(site: Site):
    text = summary_of(site, (), (), {})
    assert text == "For my visit at Sample Physical Therapy Clinic\n\nI want to talk about:\n- "


def test_what_is_quoted_is_the_articles_text(site: Site):
    article: Article = article_of("Rest well. Hop on.", "hop", "Hopping")
    text = summary_of(site, ["Why?"], [Place("hop", 11, 18), Place("no", 0, 3)], {"hop": article})
    assert "I asked:\n- Why?\n\nThe clinic's articles say:\n- “Hop on.” (Hopping)\n\n" in text


def test_a_form_gives_bounded_lists():
    form = Form({"turn": [str(n) for n in range(60)], "quote": ["1 2 a b"] * 30})
    assert form.turns() == tuple(str(n) for n in range(10, 60))
    assert form.places() == (Place("a b", 1, 2),) * 20
    assert form.one("nothing") == ""
