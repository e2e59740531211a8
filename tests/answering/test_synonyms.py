"""The synonyms: which expressions a question holds, what it is then searched with, and what is wrong with a file."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptassist.answering.synonyms import Line, Synonyms, load_synonyms
from ptassist.answering.wording import read_yaml
from ptassist.errors import ShippedFileError
from ptassist.index.lexical import terms
from ptassist.shipped import shipped

FOLDER = shipped("corpus/language")
SYNONYMS = load_synonyms(FOLDER)
LINES = [
    line
    for listed in read_yaml(FOLDER / "synonyms.yaml").values()
    for line in listed
    if isinstance(line, dict)
]
SAME = [(one, line["same"]) for line in LINES if "same" in line for one in line["same"]]
LAY = [(one, line["means"]) for line in LINES if "lay" in line for one in line["lay"]]


def same(*expressions: str) -> Line:
    return Line(expressions, expressions, one_way=False)


def lay(expression: str, other: str) -> Line:
    return Line([expression], [other], one_way=True)


SMALL = Synonyms(
    [
        same("frozen shoulder", "adhesive capsulitis"),
        same("shoulder", "shoulder joint"),
        lay("heel pain", "plantar fasciitis"),
        lay("leak ... jump", "stress incontinence"),
        lay("TENS", "nerve stimulation"),
        lay("torn ligament", "sprain"),
    ],
    ["hurt", "sore", "ache"],
)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("what helps adhesive capsulitis", ("frozen shoulder",)),
        ("FROZEN SHOULDERS?", ("adhesive capsulitis",)),
        ("why is my shoulder stiff", ("shoulder joint",)),
        ("my heel hurts", ("plantar fasciitis",)),
        ("sore heels", ("plantar fasciitis",)),
        ("there is an ache under my left heel", ("plantar fasciitis",)),
        ("I leaked while jumping", ("stress incontinence",)),
        ("leaks every single time i jump", ("stress incontinence",)),
        ("I tore a ligament", ("sprain",)),
        ("does tens help", ("nerve stimulation",)),
        ("do it ten times", ()),
        ("jumping, then later on at home I leak", ()),
        ("leak in the roof of our old house since the cat began to jump", ()),
        ("my knee hurts and later my heel was fine", ()),
        ("", ()),
        ("?!", ()),
    ],
)
def test_expressions_are_found_whatever_their_form(question: str, found: tuple[str, ...]) -> None:
    assert SMALL.expansions(question) == found


def test_what_the_question_holds_already_is_not_given_again() -> None:
    assert SMALL.expansions("heel pain or plantar fasciitis") == ()


def test_what_means_the_same_is_given_only_for_words_that_the_articles_lack() -> None:
    held = {*terms("shoulder frozen heel pain stiff", "en")}
    assert SMALL.expansions("my frozen shoulder", held.__contains__) == ()
    assert SMALL.expansions("adhesive capsulitis", held.__contains__) == ("frozen shoulder",)
    assert SMALL.expansions("my heel pain", held.__contains__) == ("plantar fasciitis",)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Is adhesive capsulitis forever?", "Is frozen shoulder forever?"),
        ("my ADHESIVE  capsulitis's stiff", "my frozen shoulder stiff"),
        ("my frozen shoulder", "my frozen shoulder"),
        # Words apart from each other are no name; what only tells a sign of something stays as it is said.
        ("adhesive, yes, capsulitis", "adhesive, yes, capsulitis"),
        ("I leak while jumping", "I leak while jumping"),
        # Said nowhere under another name either.
        ("does TENS help", "does TENS help"),
        ("", ""),
    ],
)
def test_what_the_articles_never_say_is_put_as_they_say_it(question: str, named: str) -> None:
    held = {*terms("frozen shoulder nerve", "en")}
    said = {"frozen shoulder": 2, "shoulder": 5}
    assert SMALL.named(question, held.__contains__, lambda one: said.get(one, 0)) == named


def test_of_several_names_the_one_that_most_passages_say_is_put() -> None:
    line = Line(
        ["kegels", "squeezes", "pelvic training"],
        ["kegels", "squeezes", "pelvic training"],
        one_way=False,
    )
    said = {"squeezes": 1, "pelvic training": 3}
    small = Synonyms([line], ["hurts"])
    assert (
        small.named("do kegels work?", lambda _: False, lambda one: said.get(one, 0))
        == "do pelvic training work?"
    )


def test_its_expressions_are_given_as_they_are_written() -> None:
    assert SMALL.expressions == {
        "frozen shoulder",
        "adhesive capsulitis",
        "shoulder",
        "shoulder joint",
        "heel pain",
        "plantar fasciitis",
        "leak",
        "jump",
        "stress incontinence",
        "TENS",
        "nerve stimulation",
        "torn ligament",
        "sprain",
    }


def test_one_way_is_one_way() -> None:
    assert SMALL.expansions("plantar fasciitis") == ()


def test_every_expression_of_the_table_finds_what_it_means() -> None:
    missed = []
    for one, others in [*LAY, *SAME]:
        said = one.replace("...", "")
        found = SYNONYMS.expansions(f"what about {said}")
        asked = set(terms(said, "en"))
        missed += [(one, other) for other in others if not _is_said_in(other, asked, found)]
    assert missed == []


def _is_said_in(other: str, asked: set[str], found: tuple[str, ...]) -> bool:
    """Whether an expression brings no word that neither the question nor what was found has."""
    has = asked.union(*(terms(text, "en") for text in found))
    return has.issuperset(terms(other, "en"))


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("why do I pee myself when I sneeze?", "stress incontinence"),
        ("I leaked again on the trampoline", "stress incontinence"),
        ("exercises for a frozen shoulder", "adhesive capsulitis"),
        ("first steps in the morning are agony", "plantar fasciitis"),
        ("the bottom of my feet hurts", "plantar fasciitis"),
        ("room spins when i roll over in bed", "vertigo"),
        ("my gran fell in the shower", "falls"),
        ("how do i close the gap in my abs", "diastasis recti"),
        ("numb hands at night", "carpal tunnel"),
        ("oedema in the legs", "edema"),
    ],
)
def test_visitors_words_find_therapists_words(question: str, found: str) -> None:
    expected = set(terms(found, "en"))
    assert any(expected <= set(terms(other, "en")) for other in SYNONYMS.expansions(question))


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("when can I go back to running", "back pain"),
        ("can I get back into running", "low back pain"),
        ("ten weeks of exercises", "TENS"),
        ("resistance band exercises", "iliotibial band"),
        ("does it help to wear a band", "iliotibial band"),
        ("pain at the bottom of my foot", "buttock"),
        ("a wee bit of pain", "urine"),
        ("severe pain in my knee", "Sever's disease"),
        ("how do I get into shape", "in-toeing"),
        ("the spinal cord", "axillary web syndrome"),
        ("my knee made a pop", "prolapse"),
        ("a prolapsed disc in my back", "pelvic organ prolapse"),
        ("new knee pain since monday", "knee replacement"),
        ("do I need knee pads", "claudication"),
        ("pain at the back of my knee", "hyperextended knee"),
        ("can I do manual labor", "childbirth"),
        ("a cross trainer or a treadmill", "running shoes"),
        ("I rear ended a truck", "buttocks"),
        ("how long should I skip training", "jump rope"),
        ("pain in my neck since the smear test", "low back pain"),
        ("I was born this way, since birth", "postpartum"),
    ],
)
def test_no_expression_changes_the_subject(question: str, wrong: str) -> None:
    assert wrong not in SYNONYMS.expansions(question)


def test_the_table_covers_the_field_and_leaves_serious_illness_to_triage() -> None:
    assert len(LINES) >= 350
    for line in LINES:
        for expression in [text for texts in line.values() for text in texts]:
            assert not {"cancer", "tumor", "tumour", "cauda"} & set(expression.casefold().split())


def test_no_line_of_the_table_says_the_same_twice() -> None:
    for line in LINES:
        for expressions in line.values():
            assert len(set(expressions)) == len(expressions)


@given(st.text(max_size=200))
def test_any_text_gives_expressions_of_the_table(text: str) -> None:
    given_back = SYNONYMS.expansions(text)
    known = {other for _, others in [*SAME, *LAY] for other in others}
    assert known.issuperset(given_back)
    assert len(set(given_back)) == len(given_back)


_SPOKEN = st.lists(st.sampled_from(sorted({word for one, _ in SAME for word in one.split()})))


@settings(max_examples=200)
@given(_SPOKEN)
def test_every_expression_that_is_given_brings_a_new_word(spoken: list[str]) -> None:
    question = " ".join(spoken)
    asked = set(terms(question, "en"))
    for other in SYNONYMS.expansions(question):
        assert not set(terms(other, "en")) <= asked


@pytest.mark.parametrize(
    "hostile", ["leak ", "pain ", "back pain down leg ", "jump leak sneeze pee ", "a ", "x", "..."]
)
def test_a_long_message_is_read_in_no_time(hostile: str) -> None:
    text = (hostile * 2000)[:2000]
    began = time.process_time()
    for _ in range(10):
        SYNONYMS.expansions(text)
    # Some 10 ms; other work on the cores makes it three times as long.
    assert (time.process_time() - began) / 10 < 0.1


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "[]",
        "pain words: [sore]\nknee: [{same: [alone]}]",
        "pain words: [sore]\nknee: [{same: [knee, 3]}]",
        "pain words: [sore]\nknee: [{same: knee}]",
        "pain words: [sore]\nknee: [{same: [a ... b c, knee]}]",
        "pain words: [sore]\nknee: [{lay: [knee]}]",
        "pain words: [sore]\nknee: [{lay: [knee], means: []}]",
        "pain words: [sore]\nknee: [{lay: [knee], means: [patella], same: [a, b]}]",
        "pain words: [sore]\nknee: [knee]",
        "pain words: [sore]\nknee: 3",
        "pain words: sore\nknee: [{same: [knee, patella]}]",
        "knee: [{same: [knee, patella]}]",
        "pain words: [sore]\nknee: [{lay: [with the], means: [patella]}]",
        "pain words: [sore]\nknee: [{lay: ['... knee'], means: [patella]}]",
        "pain words: [sore\n",
    ],
)
def test_a_malformed_file_is_refused_by_name(tmp_path: Path, broken: str) -> None:
    (tmp_path / "synonyms.yaml").write_text(broken, encoding="utf-8")
    with pytest.raises(ShippedFileError, match=r"synonyms\.yaml"):
        load_synonyms(tmp_path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ShippedFileError, match="cannot be read"):
        load_synonyms(tmp_path)


def test_a_reviewers_name_is_no_group(tmp_path: Path) -> None:
    text = "reviewer: Somebody, PT\npain words: [sore]\nknee:\n  - same: [knee cap, patella]\n"
    (tmp_path / "synonyms.yaml").write_text(text, encoding="utf-8")
    assert load_synonyms(tmp_path).expansions("kneecap or knee cap") == ("patella",)


def test_each_thing_that_a_question_names_gets_a_name_before_any_gets_two(tmp_path: Path) -> None:
    (tmp_path / "synonyms.yaml").write_text(
        "pain words: [pain]\nbody:\n  - same: [wee, urine, water]\n"
        "  - same: [kegels, kegel squeezes, floor training]\n"
    )
    found = load_synonyms(tmp_path).expansions("i wee, do kegels help")
    assert found[:2] == ("urine", "kegel squeezes")
