"""`ptassist stale`, `readability`, `conflicts`: lists for an editor, as text and as JSON."""

import json

import pytest

from ptassist.build import build_index
from ptassist.cli.library import show_conflicts
from ptassist.settings import Settings
from tests.cli.conftest import Cli
from tests.fakes import FakeEncoder, article_source, load_in, write_corpus

HARD = (
    "Osteoporotic vertebral fractures necessitate individualized multidisciplinary rehabilitation."
)


def use(settings: Settings, **articles: str) -> None:
    """Adds articles, and makes the settings' folders those of `ptassist.toml`."""
    write_corpus(settings.corpus_dir, {f"{name}.md": text for name, text in articles.items()})
    folder = settings.corpus_dir.parent
    (folder / "ptassist.toml").write_text('corpus_dir = "corpus"\nindex_dir = "index"\n')


def test_stale_lists_what_is_past_due_first_with_a_dash_where_nothing_is_known(
    cli: Cli, built: Settings
):
    use(built, late=article_source("Late", "Rest.", reviewed="2020-01-01", review_due="2021-01-01"))
    lines = cli("stale").out.splitlines()
    assert lines[0].startswith("!")
    assert lines[0].endswith("cited    -  late")
    assert "due 2021-01-01" in lines[0]
    rows = cli("stale", "--json").json
    assert rows[0]["article_id"] == "late"
    assert {row["cited"] for row in rows} == {None}


@pytest.mark.slow
def test_stale_counts_the_citations_of_the_golden_questions(cli: Cli, built: Settings):
    question = "rolling the foot over a cold bottle,feet/heel"
    golden = built.corpus_dir.parent / "golden.csv"
    golden.write_text(f"question,article\n{question}\n{question}\n")
    use(built, new=article_source("New", "Rest."))
    build_index(built, encoder=FakeEncoder())
    cited = {row["article_id"]: row["cited"] for row in cli("stale", "--json").json}
    assert cited["feet/heel"] == 2
    assert cited["new"] == 0


def test_readability_lists_the_hardest_first(cli: Cli, built: Settings):
    use(built, hard=article_source("Hard", HARD))
    ran = cli("readability")
    assert ran.out.splitlines()[0].startswith("! grade")
    assert ran.out.splitlines()[0].endswith("hard")
    assert "are too hard for patients" in ran.err
    rows = cli("readability", "--passages", "--top", "2", "--json").json
    assert len(rows) == 2
    assert rows[0]["text"] == HARD
    assert "inflesz" in cli("readability").out


def test_conflicts_are_shown_side_by_side(built: Settings, capsys):
    use(
        built,
        one=article_source("Squats", "Avoid deep squats with a sore knee."),
        two=article_source("Knees", "Deep squats help a sore knee.", url="https://c.example/k"),
    )
    build_index(built, encoder=FakeEncoder())
    index = load_in(built)
    show_conflicts(index, 20, as_json=False)
    out = capsys.readouterr().out
    assert "1. for and against" in out
    assert '"Avoid deep squats with a sore knee."' in out
    assert "two  https://c.example/k" in out
    show_conflicts(index, 1, as_json=True)
    (conflict,) = json.loads(capsys.readouterr().out)
    assert conflict["sign"] == "for and against"


@pytest.mark.slow
def test_the_real_encoder_reads_conflicts_out_of_the_published_index(cli: Cli, built: Settings):
    use(built, one=article_source("A", "Avoid squats."), two=article_source("B", "Squats help."))
    build_index(built)
    rows = cli("conflicts", "--json").json
    assert {rows[0]["first"]["article_id"], rows[0]["second"]["article_id"]} == {"one", "two"}
