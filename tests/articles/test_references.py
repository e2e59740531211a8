import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptassist.articles.references import (
    cited_in,
    is_reference_heading,
    read_reference,
    unresolved_markers,
)

ENTRIES = [
    (
        "Maple, A., & Birch, B. (2015). Hops. Journal, 4(2). https://doi.org/10.5555/hop.2015.1",
        ("Maple & Birch, 2015", "10.5555/hop.2015.1", "https://doi.org/10.5555/hop.2015.1"),
    ),
    (
        "Maple, A., Birch, B., & Cedar, C. (2016). Three. Journal.",
        ("Maple et al., 2016", None, None),
    ),
    ("Maple A, et al. Rest. 2017.", ("Maple A et al., 2017", None, None)),
    (
        "[3] Cedar C. Rest. https://journal.example/rest.",
        ("[3]", None, "https://journal.example/rest"),
    ),
    ("12. Cedar C. Rest. 2019.", ("[12]", None, None)),
    ("4) Cedar C. Rest. 2019.", ("[4]", None, None)),
    ("Institute of Motion: Hops. 2022.", ("Institute of Motion, 2022", None, None)),
    (
        "Oak O. Old. 2001. doi: 10.5555/(SICI)1097-1.3.CO;2-K.",
        (
            "Oak O, 2001",
            "10.5555/(SICI)1097-1.3.CO;2-K",
            "https://doi.org/10.5555/(SICI)1097-1.3.CO;2-K",
        ),
    ),
    (
        "Oak O. Old (see doi:10.5555/oak.1).",
        ("Oak O", "10.5555/oak.1", "https://doi.org/10.5555/oak.1"),
    ),
    (
        "Oak O. Old. 2001. PMID: 12345678.",
        ("Oak O, 2001", None, "https://pubmed.ncbi.nlm.nih.gov/12345678/"),
    ),
    (
        "Oak O. Old. 2001. PMCID: PMC123456",
        ("Oak O, 2001", None, "https://pmc.ncbi.nlm.nih.gov/articles/PMC123456/"),
    ),
    ("A page without a year", ("A page without a year", None, None)),
]


@pytest.mark.parametrize(("text", "expected"), ENTRIES)
def test_an_entry_gives_its_label_doi_and_link(text, expected):
    reference = read_reference(text)
    assert (reference.label, reference.doi, reference.url) == expected


def test_a_printed_number_is_no_part_of_the_text():
    assert read_reference("[3] Cedar C. Rest.").text == "Cedar C. Rest."


def test_the_target_of_a_link_gives_doi_and_link():
    reference = read_reference("Cedar. Rest.", ["https://doi.org/10.5555/rest.1"], number=2)
    assert (reference.label, reference.doi) == ("[2]", "10.5555/rest.1")
    assert read_reference("Cedar. Rest.", ["https://a.example/x"]).url == "https://a.example/x"


NUMBERED = [read_reference(f"Author{n}. Work. 20{n:02}.", number=n) for n in range(1, 6)]

MARKERS = [
    ("Hopping helps [1].", [0], 0),
    ("Hopping helps [2, 4].", [1, 3], 0),
    ("Hopping helps [2;4].", [1, 3], 0),
    ("Hopping helps [1-3].", [0, 1, 2], 0),
    ("Hopping helps [1 – 3, 5].", [0, 1, 2, 4], 0),
    ("Twice [2] and again [2].", [1], 0),
    ("No such entry [9].", [], 1),
    ("One there and one not [1, 9].", [0], 1),
    ("No marker at all.", [], 0),
    ("Lift [about 5] times.", [], 0),
    ("A backward range [3-1].", [], 0),
    ("Raised¹ in the line.", [0], 0),
    ("Raised behind the stop.¹,³", [0, 2], 0),
    ("A raised range¹⁻³.", [0, 1, 2], 0),
    ("Raised behind a year, 2015².", [1], 0),
    ("Raised with no entry⁹.", [], 1),
    ("Powers are none: 5 m², 10³, kg/m², R².", [], 0),
    ("In round brackets (1).", [0], 0),
    ("Two in round brackets (1, 2); then more.", [0, 1], 0),
    ("(1) Stand up. (2) Sit down.", [], 0),
    ("A round number without an entry (9).", [], 0),
]


@pytest.mark.parametrize(("sentence", "found", "unresolved"), MARKERS)
def test_numbered_markers_point_to_their_entries(sentence, found, unresolved):
    assert cited_in(sentence, NUMBERED) == (found, unresolved)


def test_a_huge_range_is_cut():
    found, unresolved = cited_in("Everything [1-999].", NUMBERED)
    assert found == [0, 1, 2, 3, 4]
    assert unresolved < 50


BY_AUTHOR = [
    read_reference("Alder, J., & Pine, K. (2020). Cold bottles. Review."),
    read_reference("Willow, L., Rowan, M., & Elder, N. (2021). Calf stretching. Review."),
    read_reference("National Institute of Health: Bones. 2022."),
    read_reference("García-López, P. (2019). Hombros. Revista."),
    read_reference("Alder, J. (2023). Warm bottles. Review."),
]

AUTHOR_YEAR = [
    ("Cold helps (Alder & Pine, 2020).", [0], 0),
    ("Calf stretches help (Willow et al., 2021).", [1], 0),
    ("Willow et al. (2021) found it.", [1], 0),
    ("Alder and Pine (2020) found it.", [0], 0),
    ("It is common (NIH, 2022).", [2], 0),
    ("Both agree (Alder & Pine, 2020; Willow et al., 2021).", [0, 1], 0),
    ("Ayuda (García-López, 2019).", [3], 0),
    ("The later one (Alder, 2023).", [4], 0),
    ("Never written (Alder, 1999).", [], 1),
    ("Two of one author (Alder, 2020, 2023).", [0, 4], 0),
    ("In Alder's (2023) trial it was warm.", [4], 0),
    ("Someone else (Spruce, 2020).", [], 1),
    ("In the summer (June 2020) it was warm.", [], 1),
    ("No name (2020) stands here.", [], 0),
]


@pytest.mark.parametrize(("sentence", "found", "unresolved"), AUTHOR_YEAR)
def test_author_year_markers_point_to_their_entries(sentence, found, unresolved):
    assert cited_in(sentence, BY_AUTHOR) == (found, unresolved)


def test_a_letter_behind_the_year_tells_two_entries_apart():
    entries = [read_reference("Oak, O. (2018a). One."), read_reference("Oak, O. (2018b). Two.")]
    assert cited_in("Both (Oak, 2018b).", entries) == ([1], 0)
    assert cited_in("Both (Oak, 2018a).", entries) == ([0], 0)


def test_markers_without_an_entry_are_named_and_dates_are_none():
    texts = [
        "It helps (Smith, 2020) [9].",
        "In May (June 2020) and (since 2019).",
        "Dense.⁸ Fine [1].",
    ]
    assert unresolved_markers(texts, NUMBERED) == ["[9]", "(Smith, 2020)", "⁸"]


@pytest.mark.parametrize(
    "heading",
    [
        "References",
        "resources:",
        " SOURCES ",
        "Bibliography",
        "Referencias",
        "Fuentes:",
        "Resources and References",
        "Trusted Resources for Further Reading:",
        "Referencias y fuentes",
    ],
)
def test_reference_headings(heading):
    assert is_reference_heading(heading)


@pytest.mark.parametrize(
    "heading", ["Resources for you", "Source of pain", "", "Further reading", "For the"]
)
def test_other_headings(heading):
    assert not is_reference_heading(heading)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.lists(st.text(max_size=40), max_size=3))
def test_no_text_breaks_the_reader(text, links):
    reference = read_reference(text, links)
    assert reference.doi is None or reference.doi.startswith("10.")
    found, _ = cited_in(text, [reference])
    assert found in ([], [0])
