"""What therapists laid down meets the articles: places, faults, and what goes stale when an article changes."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pytest

from ptassist.articles.approved import load_approved
from ptassist.articles.article import Article
from ptassist.build import build_index
from ptassist.checks.approved import due_soon, overdue, resolve
from ptassist.errors import CorpusError
from ptassist.index.approved import Decisions, Part, ReviewedAnswer
from ptassist.index.passages import split_article
from ptassist.index.places import Places
from ptassist.index.versions import list_versions
from ptassist.settings import Settings
from tests.answering.made import article_of
from tests.articles.test_approved import ALWAYS, ANSWER, NEVER, folder_with
from tests.fakes import ARTICLES, FakeEncoder, load_in, settings_in, write_corpus

HOP = "Hop ten times on both feet, on a firm floor."
REST = "Rest for one minute between the sets [2]."
SPINE = "Before you begin hopping, talk to your therapist if you have had a fracture of the spine."
HOPPING = article_of(f"{SPINE} Do not hop with a swollen knee.\n\n{HOP} {REST}", "hopping")
STAIRS = article_of("Take one stair at a time. Hold the rail with one hand.", "stairs")


def resolved(
    folder: Path,
    files: Mapping[str, str],
    before: Decisions | None = None,
    articles: tuple[Article, ...] = (HOPPING, STAIRS),
) -> Decisions:
    places = Places(articles, [p for article in articles for p in split_article(article)])
    return resolve(load_approved(folder_with(folder, files)), places, before or Decisions())


def refused(folder: Path, files: Mapping[str, str], **more) -> list[str]:
    with pytest.raises(CorpusError) as caught:
        resolved(folder, files, **more)
    return [f"{f.path.name}:{f.line}: {f.message}" for f in caught.value.faults]


def ruled(decisions: Decisions, article=HOPPING) -> list[tuple[list[str], list[str] | None]]:
    """(sentences, what goes with them) of every rule about an article."""
    text = article.text
    return [
        (
            [text[start:end] for start, end in rule.place.spans],
            None if rule.companions is None else [text[s:e] for s, e in rule.companions],
        )
        for rule in decisions.rules
        if rule.place.article_id == article.id
    ]


def test_rules_and_answers_get_their_places(tmp_path):
    decisions = resolved(
        tmp_path,
        {
            "a.md": f"{NEVER}- {REST}\n",
            "b.md": f"{ALWAYS}{HOP}\n\nalways with:\n\n{SPINE}\n\nDo not hop with a swollen knee\n",
            "c.md": f"{ANSWER}Start low.\n\n> Hold the rail\n",
        },
    )
    assert ruled(decisions) == [
        ([REST], None),
        ([HOP], [SPINE, "Do not hop with a swollen knee."]),
    ]
    (answer,) = decisions.answers
    assert answer.parts[0] == Part("Start low.")
    assert answer.parts[1].place is not None
    ((start, end),) = answer.parts[1].place.spans
    assert STAIRS.text[start:end] == "Hold the rail with one hand."
    assert (answer.source, answer.reviewer) == ("c.md:10", "A. Maple, PT")
    assert decisions.stale == ()


def test_every_sentence_that_is_not_there_is_told_at_once_with_the_nearest(tmp_path):
    assert refused(
        tmp_path,
        {
            "a.md": f"{NEVER}Hop nine times on both feet, on a firm floor.\n\nZebras gallop.\n",
            "b.md": f"---\nkind: never_quote\narticle: knee\n---\n{HOP}\n",
            "c.md": f"{ALWAYS}{HOP}\nalways with: Hold the rail with one hand.\n",
            "d.md": f"{ANSWER}> Take two stairs at a time.\n",
        },
    ) == [
        (
            f'a.md:4: not found: "Hop nine times on both feet, on a firm floor."; the nearest is "{HOP}"'
            " in hopping (94% alike)"
        ),
        'a.md:6: not found: "Zebras gallop."',
        f'b.md:5: not found: "{HOP}"; there is no article "knee"',
        (
            'c.md:5: not found: "Hold the rail with one hand."; the nearest is "Hold the rail with one hand."'
            " in stairs (100% alike)"
        ),
        (
            'd.md:10: not found: "Take two stairs at a time."; the nearest is "Take one stair at a time."'
            " in stairs (91% alike)"
        ),
    ]


def test_a_sentence_in_two_articles_needs_one_named(tmp_path):
    twin = article_of(f"Snow is white. {HOP}", "twin")
    articles = (HOPPING, twin)
    (fault,) = refused(tmp_path / "a", {"a.md": NEVER + HOP}, articles=articles)
    assert "stands in 2 places (hopping, twin)" in fault
    assert '"article:"' in fault
    named = {"a.md": f"---\nkind: never_quote\narticle: twin\n---\n{HOP}"}
    decisions = resolved(tmp_path / "b", named, articles=articles)
    assert [rule.place.article_id for rule in decisions.rules] == ["twin"]


def test_a_sentence_twice_in_one_article_is_never_quoted_in_either_place(tmp_path):
    twice = article_of(f"{HOP} Snow is white. {HOP}", "twice")
    decisions = resolved(tmp_path, {"a.md": NEVER + HOP}, articles=(twice,))
    assert ruled(decisions, twice) == [([HOP, HOP], None)]
    (fault,) = refused(tmp_path, {"a.md": f"{ANSWER}> {HOP}"}, articles=(twice,))
    assert "stands in 2 places (twice)" in fault


def test_what_is_never_quoted_cannot_be_shown(tmp_path):
    faults = refused(
        tmp_path,
        {
            "a.md": f"{NEVER}{SPINE}\n",
            "b.md": f"{ANSWER}Well.\n\n> {SPINE}\n",
            "c.md": f"{ALWAYS}{HOP}\nalways with: {SPINE}\n",
        },
    )
    said = f'another entry says never to quote this: "{SPINE}"'
    assert faults == [f"b.md:12: {said}", f"c.md:5: {said}"]


def test_one_question_has_one_answer(tmp_path):
    other = ANSWER.replace("  - Can I hop  with gout?\n", "  - can I hop with gout\n")
    assert refused(tmp_path, {"a.md": f"{ANSWER}Yes.", "b.md": f"{other}No."}) == [
        'b.md:10: the question "can I hop with gout" has an answer in a.md:10 too',
        'b.md:10: the question "¿Puedo saltar con gota?" has an answer in a.md:10 too',
    ]


# What happens when the articles change under what was laid down.

REWORDED = article_of(
    HOPPING.text.replace("ten times", "10 times").replace(
        "Do not hop with a swollen knee.", "Keep it cool."
    ),
    "hopping",
)
GONE = article_of("Snow is white.", "hopping")
FILES = {
    "a.md": f"{NEVER}{HOP}\n",
    "b.md": f"{ALWAYS}{REST}\nalways with: Do not hop with a swollen knee.\n",
    "c.md": f"{ANSWER}> {REST}\n\n> Do not hop with a swollen knee.\n",
}


def test_a_changed_sentence_makes_stale_and_fails_nothing(tmp_path):
    before = resolved(tmp_path, FILES)
    after = resolved(tmp_path, FILES, before, (REWORDED, STAIRS))
    # What is much alike stays forbidden; what lost its companion is not quoted at all.
    assert ruled(after, REWORDED) == [
        (["Hop 10 times on both feet, on a firm floor."], None),
        ([REST], None),
    ]
    assert after.answers == ()
    assert [(one.source, one.message) for one in after.stale] == [
        (
            "a.md:4",
            (
                f'"{HOP}" is no longer in the articles; "Hop 10 times on both feet, on a firm floor." in hopping'
                " (94% alike) is never quoted"
            ),
        ),
        (
            "b.md:4",
            '"Do not hop with a swollen knee." is no longer in the articles; the other is not quoted',
        ),
        (
            "c.md:10",
            '"Do not hop with a swollen knee." is no longer in the articles; the answer is not shown',
        ),
    ]


def test_what_is_stale_stays_stale_build_after_build(tmp_path):
    first = resolved(tmp_path, FILES)
    second = resolved(tmp_path, FILES, first, (REWORDED, STAIRS))
    assert resolved(tmp_path, FILES, second, (REWORDED, STAIRS)) == second
    third = resolved(tmp_path, FILES, second, (GONE, STAIRS))
    assert (third.rules, third.answers) == ((), ())
    assert len(third.stale) == 4
    assert "it forbids nothing" in third.stale[0].message
    assert resolved(tmp_path, FILES, third) == first


def test_a_reworded_companion_comes_along_instead(tmp_path):
    files = {"a.md": f"{ALWAYS}{REST}\nalways with: {HOP}\n"}
    after = resolved(tmp_path, files, resolved(tmp_path, files), (REWORDED,))
    assert ruled(after, REWORDED) == [([REST], ["Hop 10 times on both feet, on a firm floor."])]
    assert "comes along instead" in after.stale[0].message


def test_an_article_that_is_gone_makes_stale_and_a_mended_entry_must_be_found(tmp_path):
    files = {"a.md": f"---\nkind: never_quote\narticle: hopping\n---\n{HOP}\n"}
    before = resolved(tmp_path, files)
    assert len(resolved(tmp_path, files, before, (STAIRS,)).stale) == 1
    assert refused(tmp_path, {"a.md": NEVER + "Hop well."}, before=before, articles=(STAIRS,)) == [
        'a.md:4: not found: "Hop well."'
    ]


def test_what_is_expired_or_about_to_is_told():
    def answer(name: str, expires: dt.date) -> ReviewedAnswer:
        return ReviewedAnswer(name, ("q",), (), "x", dt.date(2026, 1, 1), expires)

    today = dt.date(2026, 6, 1)
    days = {"past": -1, "today": 0, "soon": 30, "later": 31}
    decisions = Decisions(
        answers=tuple(answer(n, today + dt.timedelta(days=d)) for n, d in days.items())
    )
    assert overdue(decisions, today) == ["past: expired on 2026-05-31: no longer shown"]
    assert due_soon(decisions, today) == [
        "today: expires on 2026-06-01",
        "soon: expires on 2026-07-01",
    ]


# The build as a whole, over the articles of `fakes`.


@pytest.fixture
def laid(built: Settings, tmp_path: Path) -> Settings:
    """The index of `fakes.ARTICLES`, built again with something laid down."""
    folder_with(
        tmp_path / "approved", {"a.md": NEVER + HOP, "b.md": f"{ANSWER}Ask us.\n\n> {REST}\n"}
    )
    assert build_index(built, encoder=FakeEncoder()).published
    return built


def reword(settings: Settings) -> None:
    changed = ARTICLES["hopping.md"].replace("one minute", "two minutes")
    write_corpus(settings.corpus_dir, {"hopping.md": changed})


def test_a_build_keeps_what_is_laid_down_in_the_version(laid: Settings):
    index = load_in(laid)
    text = index.articles["hopping"].text
    assert [ruled(index.approved.decisions, index.articles["hopping"])] == [[([HOP], None)]]
    assert not index.approved.allows("hopping", text.index(HOP))
    assert len(index.approved.vectors) == 2
    assert build_index(laid, encoder=FakeEncoder()).published is None


def test_a_changed_rule_is_a_change_and_none_at_all_is_another(laid: Settings, tmp_path: Path):
    (tmp_path / "approved" / "a.md").write_text(
        NEVER + REST + "\n\nTake one stair at a time after a long rest."
    )
    (tmp_path / "approved" / "b.md").unlink()
    report = build_index(laid, encoder=FakeEncoder())
    assert (report.is_unchanged, report.published) == (True, load_in(laid).version)
    assert len(load_in(laid).approved.decisions.rules) == 2
    (tmp_path / "approved" / "a.md").unlink()
    assert build_index(laid, encoder=FakeEncoder()).published
    assert load_in(laid).approved.decisions == Decisions()


def test_a_stale_answer_is_left_out_told_and_published(laid: Settings):
    reword(laid)
    for dry_run in (True, False, False):
        report = build_index(laid, encoder=FakeEncoder(), dry_run=dry_run)
        assert [str(w) for w in report.warnings] == [
            (
                f'{laid.corpus_dir.parent / "approved"}: b.md:10: stale: "{REST}" is no longer in the articles;'
                " the answer is not shown"
            )
        ]
    assert load_in(laid).approved.decisions.answers == ()


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_sentence_never_seen_refuses_the_build(laid: Settings, tmp_path: Path, dry_run):
    version = load_in(laid).version
    folder_with(tmp_path / "approved", {"c.md": NEVER + "Hop on one foot.", "d.md": "x"})
    with pytest.raises(CorpusError) as caught:
        build_index(laid, encoder=FakeEncoder(), dry_run=dry_run)
    assert [fault.path.name for fault in caught.value.faults] == ["c.md", "d.md"]
    assert load_in(laid).version == version
    assert len(list_versions(laid.index_dir)) == 2


def test_faults_are_told_though_no_entry_is_whole(tmp_path):
    settings = settings_in(tmp_path)
    write_corpus(settings.corpus_dir)
    folder_with(tmp_path / "approved", {"a.md": "x"})
    with pytest.raises(CorpusError, match=r"a\.md:1"):
        build_index(settings, encoder=FakeEncoder())


def test_the_folder_may_be_named(built: Settings, tmp_path: Path):
    folder_with(tmp_path / "signed", {"a.md": NEVER + HOP})
    settings = built.model_copy(update={"approved_dir": tmp_path / "signed"})
    build_index(settings, encoder=FakeEncoder())
    assert load_in(settings).approved.decisions.rules != ()


def test_an_expired_answer_is_told_by_the_build(built: Settings, tmp_path: Path):
    expired = ANSWER.replace("2027-01-31", "2026-02-01")
    folder_with(tmp_path / "approved", {"a.md": expired + "Ask us."})
    (warning,) = build_index(built, encoder=FakeEncoder()).warnings
    assert warning.message == "a.md:10: expired on 2026-02-01: no longer shown"
