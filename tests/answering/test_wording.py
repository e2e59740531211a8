"""The fixed sentences: complete in both languages, plain, and refused when a file lacks one."""

import re
import time
from pathlib import Path

import pytest

from ptassist.answering.triage.rules import DECLINED
from ptassist.answering.wording import LANGUAGES, Wording, load_wording, plain, read_yaml
from ptassist.checks.readability import flesch_kincaid, inflesz
from ptassist.errors import ShippedFileError
from ptassist.settings import ClinicSettings
from ptassist.shipped import shipped

FOLDER = shipped("corpus/language")
WORDING = load_wording(FOLDER)
CONTRACT = {
    "cannot_say_for_you",
    "first",
    "then_under",
    "exclusions_not_found",
    "articles_differ",
    "partly_covered",
    "part",
    "part_not_covered",
    "part_above",
    "first_above",
}


def topic(message: str) -> str | None:
    found = WORDING.topic_of(message)
    return found.code if found else None


def test_every_frame_of_the_contract_is_there_in_every_language() -> None:
    assert set(WORDING.frames) >= CONTRACT
    for texts in WORDING.frames.values():
        assert set(texts) >= set(LANGUAGES)


def fixed_texts(language: str) -> list[str]:
    """Everything said in whole sentences; a label of two words and the pinned line are none."""
    said = [*WORDING.frames.values(), *WORDING.phrases.values()]
    texts = [texts[language] for texts in said] + [t.texts[language] for t in WORDING.topics]
    return [text for text in texts if len(text.split()) > 2 and "·" not in text]


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+", re.sub(r"\{\w+\}", "us", text))


@pytest.mark.parametrize("text", fixed_texts("en"))
def test_every_fixed_text_is_easy_to_read(text: str) -> None:
    assert flesch_kincaid(sentences(text)) <= 6


@pytest.mark.parametrize("text", fixed_texts("es"))
def test_every_fixed_spanish_text_is_easy_to_read(text: str) -> None:
    # Below 55 on the INFLESZ scale is too hard for patients.
    assert inflesz(sentences(text)) >= 55


def test_there_is_a_frame_for_everything_that_is_declined() -> None:
    assert {f"declined_{code}" for code in DECLINED} <= set(WORDING.frames)


def test_no_frame_is_longer_than_fifteen_words_a_sentence_long() -> None:
    for code, texts in WORDING.frames.items():
        for text in texts.values():
            assert len(text.split()) <= 15, code


def test_frames_and_phrases_are_given_by_language_with_english_to_fall_back_on() -> None:
    assert WORDING.frame("first", "en") == "First:"
    assert WORDING.frame("first", "es") == "Primero:"
    assert WORDING.frame("first", "de") == "First:"
    assert WORDING.phrase("handoff.call", "en", phone="123") == "Call 123"
    assert WORDING.phrase("handoff.call", "es", phone="123") == "Llamar al 123"
    with pytest.raises(KeyError):
        WORDING.frame("made_up", "en")


def test_every_topic_speaks_both_languages_and_names_a_real_setting() -> None:
    assert len({t.code for t in WORDING.topics}) == len(WORDING.topics)
    for entry in WORDING.topics:
        assert set(entry.texts) >= set(LANGUAGES)
        assert entry.whole or entry.part
        assert entry.setting is None or entry.setting in ClinicSettings.model_fields


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("you suck", "anger"),
        ("this website is so useless!!", "anger"),
        ("stupid bot", "anger"),
        ("that didn't answer my question", "anger"),
        ("wtf", "anger"),
        ("eres una basura", "anger"),
        ("no sirve", "anger"),
        ("asdfgh asdf", "nonsense"),
        ("hahaha", "nonsense"),
        ("test", "nonsense"),
        ("xxxxxx", "nonsense"),
        ("dfghjkl", "nonsense"),
        ("blah blah blah", "nonsense"),
        ("Hi!", "greeting"),
        ("¡Buenos días!", "greeting"),
        ("Thank you so much.", "thanks"),
        ("gracias", "thanks"),
        ("are you a robot?", "who_are_you"),
        ("¿Quién eres?", "who_are_you"),
        ("What are your hours?", "hours"),
        ("what time do u close", "hours"),
        ("can i cancel my apt", "appointments"),
        ("whats the price", "prices"),
        ("¿A qué hora abren?", "hours"),
        ("how much does a visit cost", "prices"),
        ("¿cuánto cuesta una sesión?", "prices"),
        ("Do you take Medicare?", "insurance"),
        ("¿aceptan mi seguro?", "insurance"),
        ("where can I park", "parking"),
        ("¿hay estacionamiento?", "parking"),
        ("where are you located?", "address"),
        ("¿dónde están?", "address"),
        ("send me a copy of my records", "records"),
        ("mi historia clínica", "records"),
        ("I want to book an appointment", "appointments"),
        ("quiero cancelar mi cita", "appointments"),
    ],
)
def test_what_needs_no_article_is_told(message: str, code: str) -> None:
    assert topic(message) == code


@pytest.mark.parametrize(
    "message",
    [
        "my knee hurts when i squat and it sucks",
        "is stretching useless",
        "this brace is useless, what helps my wrist",
        "damn this knee",
        "stupid question but can i run",
        "gout",
        "lmnt for cramps",
        "MRI",
        "mcl tear",
        "Hi, is hopping safe with gout?",
        "thanks, but what about my heel pain?",
        "are you sure that a person with gout can hop?",
        "how much hopping is good for the hip",
        "does ice cover heel pain",
        "hello darkness my old friend",
        "is it ok to walk in the park",
        "el dolor de talón",
    ],
)
def test_a_question_for_the_articles_is_no_topic(message: str) -> None:
    assert topic(message) is None


@pytest.mark.parametrize(
    "message",
    [
        "Are you hiring?",
        "is your therapist certified",
        "can I see a female physio",
        "Can my daughter come in with me?",
        "can i bring my baby to the visit",
        "is there an elevator?",
        "do you have a pool",
        "do you rent crutches",
        "I need a letter for my employer",
        "who do I complain to about my therapist",
        "do you come to my house",
        "can I pay by card?",
        "i forgot my password",
        "can I get a receipt",
        "i'm late for my appointment",
        "¿me dan una factura?",
        "¿vienen a mi casa?",
    ],
)
def test_what_the_clinic_s_people_are_asked_is_an_errand(message: str) -> None:
    found = WORDING.errand_of(message)
    assert found is not None
    assert (found.code, found.after_articles) == ("front_desk", True)
    assert topic(message) is None


@pytest.mark.parametrize(
    "message",
    [
        "how do I lift my toe off the floor",
        "what forms of exercise help bones",
        "can I take my baby running",
        "a deposit of calcium in my shoulder",
        "I can't walk to the bus stop",
        "which complaints come from a tight hip",
        "is swimming in a pool good for a sore back",
        "when will my therapist let me lift again",
        "my knee hurts on stairs",
    ],
)
def test_a_question_about_the_body_is_no_errand(message: str) -> None:
    assert WORDING.errand_of(message) is None


@pytest.mark.parametrize(
    "text",
    [
        "take my kid to " * 133,
        "your therapists " * 124,
        "letter for " * 180,
        "do you have a " * 142,
    ],
)
def test_no_message_keeps_the_errand_s_patterns_busy(text: str) -> None:
    started = time.process_time()
    WORDING.errand_of(text)
    assert time.process_time() - started < 0.2


@pytest.mark.parametrize(
    "text", ["a" * 1999 + "!b", "ha" * 999 + "@", "bcdfg" * 399 + "@a", "asdf " * 399 + "é"]
)
def test_no_message_keeps_the_patterns_busy(text: str) -> None:
    started = time.process_time()
    topic(text)
    assert time.process_time() - started < 0.2


def test_plain_words() -> None:
    assert plain("  ¿Está  “OK”, María’s?! ") == "esta “ok”, maria's"
    assert plain("?!") == ""


def test_nobody_has_signed_yet_or_a_name_stands_there() -> None:
    assert WORDING.reviewer is None or WORDING.reviewer.strip()


def copy_to(folder: Path, name: str, content: str) -> Path:
    for source in FOLDER.glob("*.yaml"):
        (folder / source.name).write_bytes(source.read_bytes())
    (folder / name).write_text(content, encoding="utf-8")
    return folder


def test_the_reviewer_is_read(tmp_path: Path) -> None:
    signed = (FOLDER / "frames.yaml").read_text(encoding="utf-8")
    signed = signed.replace("reviewer: null", "reviewer: A. Maple, PT")
    assert load_wording(copy_to(tmp_path, "frames.yaml", signed)).reviewer == "A. Maple, PT"


@pytest.mark.parametrize("name", ["frames.yaml", "conversation.yaml"])
@pytest.mark.parametrize("content", ["", "[]", "x", "frames: {}", "topics: [{code: a}]"])
def test_a_malformed_file_is_named(tmp_path: Path, name: str, content: str) -> None:
    with pytest.raises(ShippedFileError, match=r"frames\.yaml"):
        load_wording(copy_to(tmp_path, name, content))


def test_a_text_that_lacks_a_language_is_named(tmp_path: Path) -> None:
    lacking = (FOLDER / "frames.yaml").read_text(encoding="utf-8")
    lacking = lacking.replace('    es: "Primero:"\n', "")
    with pytest.raises(ShippedFileError, match=r"first needs a text in en and es"):
        load_wording(copy_to(tmp_path, "frames.yaml", lacking))


def test_a_pattern_that_is_none_is_named(tmp_path: Path) -> None:
    broken = "topics:\n  - code: a\n    whole: ['(']\n    text: {en: a, es: b}\n"
    with pytest.raises(ShippedFileError, match="malformed"):
        load_wording(copy_to(tmp_path, "conversation.yaml", broken))


def test_yaml_faults_name_the_line(tmp_path: Path) -> None:
    path = tmp_path / "frames.yaml"
    path.write_text("a: 1\nb: [1\n")
    with pytest.raises(ShippedFileError, match=r"frames\.yaml:3: not readable as YAML"):
        read_yaml(path)
    with pytest.raises(ShippedFileError, match="cannot be read"):
        read_yaml(tmp_path / "none.yaml")
    path.write_bytes(b"a: caf\xe9\n")
    with pytest.raises(ShippedFileError, match="not UTF-8"):
        read_yaml(path)


def test_a_topic_without_patterns_matches_nothing() -> None:
    empty = Wording({}, {}, (), None)
    assert empty.topic_of("hello") is None
