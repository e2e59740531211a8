import datetime as dt

import pytest

from ptassist.articles.parts.asides import heading_label, is_call, line_label
from ptassist.articles.parts.bylines import Byline, find_date, is_person, read_byline
from ptassist.articles.parts.language import language_of
from ptassist.articles.parts.titles import derive_title

DAY = dt.date(2025, 6, 28)


@pytest.mark.parametrize(
    "text",
    [
        "June 28, 2025", "Jun. 28th 2025", "28 June 2025", "28 de junio de 2025", "28 de Junio del 2025",
        "2025-06-28", "2025-06-28T10:00:00Z", "06/28/2025", "posted June 28, 2025 at noon",
    ],
)  # fmt: skip
def test_days_are_read(text):
    assert find_date(text) == DAY


@pytest.mark.parametrize(
    "text", ["", "June 2025", "2025", "2025-13-40", "28/13/2025", "February 30, 2025", "10.2025-06"]
)
def test_what_is_no_day(text):
    assert find_date(text) is None


BYLINES = [
    ("By Author One, PT, DPT • June 28, 2025", Byline("Author One, PT, DPT", DAY)),
    ("By Dr. Author, PT, DPT June 28, 2025", Byline("Dr. Author, PT, DPT", DAY)),
    ("Dr. Author Two, PT", Byline("Dr. Author Two, PT")),
    ("By Author One", Byline("Author One")),
    ("Posted on June 28, 2025 by Author One", Byline("Author One", DAY)),
    ("June 28, 2025 | 5 min read", Byline(None, DAY)),
    ("Last reviewed: June 28, 2025", Byline(None, None, DAY)),
    ("Updated June 28, 2025", Byline(None, None, None, DAY)),
    ("Por Author Dos, PT | 28 de junio de 2025", Byline("Author Dos, PT", DAY)),
]


@pytest.mark.parametrize(("line", "expected"), BYLINES)
def test_bylines(line, expected):
    assert read_byline(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "", "Author One", "Walk a little.", "By walking you get better.", "By author one",
        "In June 28, 2025 we opened a clinic.", "By strengthening the hip, PT helps.", "Heel Pain in the Morning",
        "By " + "Author " * 60, "Why Strength Training?", "Short bouts of hopping. June 28, 2025. doi:10.5555/x",
    ],
)  # fmt: skip
def test_what_is_no_byline(line):
    assert read_byline(line) is None


def test_names():
    assert is_person("Dr. María de la Cruz, PT, DPT")
    assert not is_person("the heel and the foot")


@pytest.mark.parametrize(
    "text",
    [
        "Ready to feel better? Call our clinic today at (555) 010-0100.", "Book An Orthopedic Evaluation",
        "Schedule your evaluation online, and take the first step with us.", "Contact Us",
        "¡Llámenos hoy al (555) 010-0100 y reserve su cita!", "Agende su evaluación con nuestro equipo en línea.",
    ],
)  # fmt: skip
def test_calls_to_book(text):
    assert is_call(text)


@pytest.mark.parametrize(
    "text",
    [
        "Call 911 if you cannot feel your legs.", "Call your doctor today.", "Rest today.",
        "Schedule your exercise sessions at the same time every day.", "Visit the pool twice a week.",
        "Strong hips protect the knee. Call us today to start.", "Text neck is common now.",
        "Call the crisis line at 800-555-0100.", "Request a copy of your bone density scan.",
        "Call us before your visit if the wound bleeds.", "Our therapists see that a strong hip helps.",
        "Llame a su médico hoy.",
    ],
)  # fmt: skip
def test_what_is_no_call_to_book(text):
    assert not is_call(text)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Related Posts", "related posts"), ("You may also like", "related posts"), ("Share this:", "share bar"),
        ("About the Author", "author box"), ("3 Comments", "comments"), ("Artículos relacionados", "related posts"),
        ("Related conditions of the knee", None), ("What to share with your doctor", None),
        ("More movement, less pain", None), ("About heel pain", None),
    ],
)  # fmt: skip
def test_headings_of_what_is_no_article(text, label):
    assert heading_label(text) == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("© 2025 Example Clinic", "copyright line"), ("5 min read", "reading time"), ("Tags: heel, pain", "categories"),
        ("Home > Blog > Heels", "breadcrumbs"), ("Facebook Twitter Email", "share bar"),
        ("Share your goals with your therapist.", None), ("Hold for 5 minutes.", None),
        ("Like a spring, the arch gives.", None),
    ],
)  # fmt: skip
def test_lines_of_no_article(text, label):
    assert line_label(text) == label


def test_a_title_is_the_subject_that_comes_back_most():
    text = "It hurts. Calf stretching helps. Calf stretching at night eases calf pain. Calf stretching is easy."
    assert derive_title(text) == "Calf stretching"
    assert (
        derive_title("Rest now and then, and walk a bit on every single day.")
        == "Rest now and then, and walk a bit on every"
    )


def test_languages():
    assert language_of("La rodilla duele y el pie no, pero con calma se mejora.") == "es"
    assert language_of("The knee hurts and the foot does not.") == "en"
    assert language_of("") == "en"
