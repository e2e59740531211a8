"""The pages: what each template is given, what is escaped, and what bad input gets instead of an answer."""

import dataclasses
import re
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from jinja2 import meta
from jinja2.nodes import Extends, FromImport, Import, Include, Macro
from starlette.testclient import TestClient

from ptassist.answering.question import MAX_CHARACTERS
from ptassist.assistant import Assistant
from ptassist.server.article_page import span_of
from ptassist.server.pages import TEMPLATES, environment
from tests.fakes import article_source, assistant_in, build_in
from tests.server.serving import client_of

MARKER = "zyxomarkerqua"
HANDOFF = ("tel:5550100100", "/booking")
HEEL = "Does stretching the calf twice a day ease heel pain within eight weeks?"
CHEST = "crushing chest pain going down my left arm"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

SCRIPT = "<script>alert('zyx')</script>"
HOSTILE = {
    "hostile.md": article_source(
        f'"{SCRIPT} and heels"',
        "Rolling `<script>alert('zyx')</script>` over a cold bottle eases heel pain.\n\n"
        '## Heels `"><img src=x onerror=alert(1)>`\n\n- An item with `<b>markup</b>` & more.\n\n'
        "## References\n\n1. Maple A. `<i>Bottles</i>`. javascript:alert(1) 2015.\n",
        author='"<b>Team</b>"',
    )
}


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> TestClient:
    return client_of(assistant)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    settings, _ = build_in(tmp_path_factory.mktemp("hostile"), HOSTILE)
    return client_of(assistant_in(settings))


@pytest.fixture(scope="module")
def noting(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """A clinic whose articles hold a hard word and do not explain it."""
    bodies = ("Rails help kyphosis on stairs.", "Rails ease the climb.")
    sources = {f"a{n}.md": article_source(f"Rails {n}", body) for n, body in enumerate(bodies)}
    settings, _ = build_in(tmp_path_factory.mktemp("noting"), sources)
    return client_of(assistant_in(settings))


def check_page(text: str) -> None:
    """What every page has: a language, one first heading, the way to a person, nothing of the developer's."""
    assert re.search(r'<html lang="\w\w">', text)
    assert text.count("<h1") == 1
    for href in HANDOFF:
        assert f'href="{href}"' in text
    assert "911" in text
    assert "988" in text
    assert not re.search(r"Traceback|StrictUndefined|jinja|\{\{|\{%|built-in|&lt;bound", text)


# Contexts


def imported(node: Any) -> set[str]:
    """What an import calls its macros here."""
    if isinstance(node, Import):
        return {node.target}
    return {name[1] if isinstance(name, tuple) else name for name in node.names}


def names_used(template: str) -> set[str]:
    """The names that a template takes from its context, with those of the templates that it is made of."""
    env = environment()
    assert env.loader is not None
    tree = env.parse(env.loader.get_source(env, template)[0])
    macros = {macro.name for macro in tree.find_all(Macro)}
    used = set(meta.find_undeclared_variables(tree)) - macros
    for node in tree.find_all((Extends, Include, Import, FromImport)):
        assert not getattr(node, "with_context", False) or isinstance(node, Include)
        other = node.template.value  # type: ignore[attr-defined]
        if isinstance(node, (Extends, Include)):
            used |= names_used(other)
        else:
            assert names_used(other) == set(), f"{other}: a macro leans on the page that imports it"
            used -= imported(node)
    return used


@pytest.mark.parametrize(("context", "template"), TEMPLATES.items(), ids=str)
def test_a_template_uses_exactly_what_its_context_has(context: Any, template: str):
    assert names_used(template) == {field.name for field in dataclasses.fields(context)}


def test_every_template_belongs_to_a_page_or_to_another_template():
    names = set(environment().list_templates())
    assert names - set(TEMPLATES.values()) == {
        "base.html", "_after.html", "_answer.html", "_handoff.html",
    }  # fmt: skip


def test_nothing_in_a_template_is_marked_safe_or_runs_inline():
    env = environment()
    for name in env.list_templates():
        assert env.loader is not None
        source = env.loader.get_source(env, name)[0]
        assert not re.search(r"\|\s*safe|autoescape false|Markup", source), name
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", source), name


# Pages


@pytest.mark.parametrize(
    "path", ["/", "/ask", "/booking", "/articles/hopping", "/articles/feet/heel"]
)
def test_every_page_shows_the_way_to_a_person(client: TestClient, path: str):
    reply = client.get(path)
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert reply.headers["cache-control"] == "no-store"
    check_page(reply.text)


def test_the_demo_page_lists_every_article_and_asks_without_scripts(client: TestClient):
    text = unescape(client.get("/").text)
    for title in ("Hopping with Brittle Bones", "Stairs after a Long Rest"):
        assert f">{title}</a>" in text
    assert '<button class="suggestion" name="question" value="Is jumping safe' in text
    assert '<script type="module" src="/widget.js"></script>' in text


def test_the_demo_page_does_without_an_opening_paragraph(tmp_path):
    settings, _ = build_in(tmp_path, {"list.md": article_source("Only a list", "- Roll a bottle.")})
    assert "Roll a bottle." in client_of(assistant_in(settings)).get("/").text


def test_an_answer_is_quoted_with_its_citation_and_its_research(client: TestClient):
    text = unescape(client.post("/ask", data={"question": HEEL}).text)
    check_page(text)
    assert "Stretching the calf twice a day eased heel pain within eight weeks" in text
    assert 'aria-label="Source 1: Heel Pain in the Morning"' in text
    assert '<a href="https://doi.org/10.5555/foot.2021.5"' not in text  # that entry has no address
    assert "Published November 20, 2023" in text
    assert 'href="https://clinic.example/blog/heel#:~:text=' in text


def test_a_spanish_question_gets_spanish_words_around_the_quote(client: TestClient):
    text = client.post("/ask", data={"question": "¿Qué mejora el cuello rígido?"}).text
    assert 'aria-label="Fuente 1: Cuello rígido en la oficina"' in text
    assert 'lang="es" aria-label="Respuesta de nuestros artículos"' in text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "What helps kyphosis on stairs?",
            'Words: <dfn lang="en">kyphosis</dfn>: an upper back that is rounded.',
        ),
        (
            "¿Qué ayuda con la cifosis, stairs rails kyphosis?",
            'Palabras: <dfn lang="en">kyphosis</dfn>: la parte alta de la espalda que se ve redonda.',
        ),
    ],
)
def test_a_hard_word_is_told_below_its_quote_in_the_visitors_language(
    noting: TestClient, question: str, told: str
):
    text = noting.post("/ask", data={"question": question}).text
    quoted = text.rindex("</blockquote>")
    after = " ".join(text[quoted:].partition("</article>")[0].split())
    assert f"<p><small>{told}</small></p>" in after
    assert text.count("<dfn") == 1


def test_where_no_word_is_hard_nothing_is_told(noting: TestClient):
    assert "<dfn" not in noting.post("/ask", data={"question": "What do rails ease?"}).text


def test_not_covered_names_the_nearest_articles(client: TestClient):
    text = client.post("/ask", data={"question": "Which mortgage suits a lighthouse keeper?"}).text
    check_page(text)
    assert "These articles come closest" in text


def test_an_emergency_shows_its_card_and_no_quote(client: TestClient):
    text = client.post("/ask", data={"question": CHEST}).text
    check_page(text)
    assert 'role="alert"' in text
    assert 'href="tel:911"' in text
    assert "<blockquote" not in text


def hidden_turns(text: str) -> list[str]:
    """The conversation that the question form carries along."""
    text = text[text.index('<form class="ask"') :].partition("</form>")[0]
    return [unescape(value) for value in re.findall(r'name="turn" value="([^"]*)"', text)]


def test_a_safety_card_is_quiet_and_does_not_repeat_what_was_said(client: TestClient):
    said = "my boyfriend shoves me around when he drinks and my shoulder hurts"
    page = client.post("/ask", data={"question": said}).text
    assert "You deserve to be safe" in page
    assert 'role="alert"' not in page
    assert "You asked" not in page
    assert "Hide and clear" in page


def test_the_form_carries_the_conversation_and_its_level(client: TestClient):
    first = client.post("/ask", data={"question": CHEST})
    assert hidden_turns(first.text) == [CHEST]
    second = client.post("/ask", data={"question": HEEL, "turn": hidden_turns(first.text)})
    assert hidden_turns(second.text) == [CHEST, HEEL]
    assert 'class="card urgent"' in second.text
    assert "<blockquote" not in second.text


def test_a_refused_question_keeps_the_turns_before_it(client: TestClient):
    reply = client.post("/ask", data={"question": " ", "turn": [CHEST]})
    assert reply.status_code == 422
    assert hidden_turns(reply.text) == [CHEST]


def test_no_page_takes_a_question_from_its_address(client: TestClient):
    asked = client.get("/ask", params={"question": MARKER})
    assert MARKER not in asked.text
    assert "<blockquote" not in asked.text
    assert 'method="get"' not in asked.text.lower()
    answered = client.post("/ask", data={"question": HEEL}).text
    for page in (asked.text, answered, client.get("/").text):
        assert set(re.findall(r'<form[^>]*method="(\w+)" action="([^"]*)"', page)) <= {
            ("post", "/ask?lang=en"),
            ("post", "/summary?lang=en"),
            ("post", "/feedback?lang=en"),
        }
    assert "stretching the calf twice a day ease" not in " ".join(
        re.findall(r'href="([^"]*)"', answered)
    )


# Hostile text


def test_a_hostile_question_is_shown_as_text(client: TestClient):
    question = f'{SCRIPT} "><img src=x onerror=alert(1)> heel pain {{{{ 12345*54321 }}}}'
    text = client.post("/ask", data={"question": question, "turn": [question]}).text
    assert "<script>alert" not in text
    assert "<img" not in text
    assert str(12345 * 54321) not in text
    assert hidden_turns(text) == [question, question]


@pytest.mark.parametrize("path", ["/", "/articles/hostile", "/articles/hostile?s=0-99999#q"])
def test_a_hostile_article_is_shown_as_text(hostile: TestClient, path: str):
    text = hostile.get(path).text
    assert "&lt;script&gt;alert(" in text
    assert "<script>alert" not in text
    assert not re.search(r"<img|<b>(?:Team|markup)|<i>Bottles|href=\"javascript", text)


def test_a_hostile_quote_is_shown_as_text(hostile: TestClient):
    text = hostile.post("/ask", data={"question": "What eases heel pain over a cold bottle?"}).text
    assert "<blockquote" in text
    assert "<script>alert" not in text
    assert "<b>" not in text


# Articles


def marked(text: str) -> list[str]:
    return [unescape(words) for words in re.findall(r"<mark[^>]*>(.*?)</mark>", text, re.S)]


def test_the_cited_sentence_is_marked(client: TestClient):
    article = client.get("/api/v1/articles/hopping").json()["text"]
    sentence = "Rest for one minute between the sets [2]."
    start = article.index(sentence)
    reply = client.get(f"/articles/hopping?s={start}-{start + len(sentence)}")
    assert marked(reply.text) == [sentence]
    assert reply.text.count('<mark id="q">') == 1


def test_a_span_over_several_blocks_has_one_landing_place(client: TestClient):
    article = client.get("/api/v1/articles/hopping").json()["text"]
    start, end = article.index("Hop ten times"), article.index("Most people feel")
    text = client.get(f"/articles/hopping?s={start}-{end}").text
    assert len(marked(text)) == 3
    assert text.count('id="q"') == 1


@pytest.mark.parametrize(
    "offsets",
    ["", "x", "-", "5", "9-3", "-1-5", "0-0", "99999-999999", "1e3-2e3", "٣-٩", "²-³", "1-2-3",
     "0" * 5000 + "-1", "<script>-1", "%00-%00", "1.5-2", " 1- 2"],
)  # fmt: skip
def test_garbage_offsets_mark_nothing(client: TestClient, offsets: str):
    reply = client.get("/articles/hopping", params={"s": offsets})
    assert reply.status_code == 200
    assert marked(reply.text) == []
    assert "<script>-1" not in reply.text
    check_page(reply.text)


def test_offsets_are_two_plain_numbers():
    assert span_of("1079-1254") == (1079, 1254)
    assert span_of("1079-") == (0, 0)
    assert span_of("²-³") == (0, 0)


@pytest.mark.parametrize(
    "path", [f"/{MARKER}", f"/articles/{MARKER}", f"/articles/../{MARKER}", f"/ask/{MARKER}"]
)
def test_an_unknown_address_gets_a_kind_page(client: TestClient, path: str):
    reply = client.get(path)
    assert reply.status_code == 404
    assert reply.headers["content-type"].startswith("text/html")
    check_page(reply.text)
    assert "There is nothing at this address." in reply.text
    assert MARKER not in reply.text


# Bad input


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("", "Please type a question."),
        (" \n\t ", "Please type a question."),
        ("\u200b\u200b", "Please type a question."),
        (MARKER + "x" * 5000, "Your message is too long."),
        (f"{MARKER}\x00\x07", "characters that we cannot read"),
        ("🤕🦵❓", "Please ask your question in words."),
    ],
    ids=["empty", "blank", "invisible", "long", "control", "emoji"],
)
def test_bad_questions_get_a_kind_sentence(client: TestClient, question: str, sentence: str):
    reply = client.post("/ask", data={"question": question})
    assert reply.status_code == 422
    check_page(reply.text)
    assert sentence in reply.text
    assert MARKER not in reply.text
    assert '<textarea id="question"' in reply.text


def test_a_form_without_a_question_is_an_empty_question(client: TestClient):
    reply = client.post("/ask", content=urlencode({"other": MARKER}), headers=FORM)
    assert reply.status_code == 422
    assert "Please type a question." in reply.text
    assert MARKER not in reply.text


def test_the_longest_question_is_answered(client: TestClient):
    question = (HEEL + " ").ljust(MAX_CHARACTERS, "x")
    assert client.post("/ask", data={"question": question}).status_code == 200


@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "multipart/form-data", ""]
)
def test_another_content_type_is_refused_kindly(client: TestClient, content_type: str):
    reply = client.post("/ask", content=MARKER, headers={"Content-Type": content_type})
    assert reply.status_code == 415
    check_page(reply.text)
    assert "Please ask your question in the form on the page." in reply.text
    assert MARKER not in reply.text


def test_too_many_fields_are_refused_kindly(client: TestClient):
    body = urlencode([("question", HEEL)] + [("turn", MARKER)] * 100)
    reply = client.post("/ask", content=body, headers=FORM)
    assert reply.status_code == 400
    check_page(reply.text)
    assert MARKER not in reply.text


def test_a_body_that_is_not_utf8_is_read_as_far_as_it_goes(client: TestClient):
    reply = client.post("/ask", content=b"question=heel+pain+\xff%ff", headers=FORM)
    assert reply.status_code == 200
    check_page(reply.text)


def test_too_many_questions_get_a_page_that_says_when(assistant: Assistant):
    client = client_of(assistant, questions_per_minute=1)
    client.post("/ask", data={"question": HEEL})
    reply = client.post("/ask", data={"question": MARKER})
    assert reply.status_code == 429
    assert int(reply.headers["retry-after"]) > 0
    check_page(reply.text)
    assert MARKER not in reply.text
