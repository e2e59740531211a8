"""The compiled rules in their file: the same as compiled anew, and never believed when they are not."""

import hashlib
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
import yaml

from ptassist.answering.triage import Level, load_triage
from ptassist.answering.triage.kept import load_program
from ptassist.answering.triage.rules import CUES
from ptassist.errors import ShippedFileError

RULES = Path(__file__).parents[3] / "corpus" / "triage"

SITUATION = """
name: Blue lamp
level: emergency
why: The lamp is blue.
guideline: {title: Made up, link: "https://lamp.example"}
card: lamp
keywords: [lampitis]
signs:
  lamp: ["(blue|no light) lamp*"]
  room: ["room <1-9>"]
fires: [lamp + not room, {when: lamp + room, level: urgent_today}]
phrases: [the blue lamp]
decoys: [the red lamp]
"""
LINES = '{emergency: {say: "911", link: "tel:911"}, crisis: {say: "988", link: "tel:988"}}'
WORDS = """
groups: {}
spellings: {lampp: lamp}
joined: {no not: no}
fillers: [the is]
barriers: [but]
misspelt: [lampitis]
negators: [no not]
common: [the]
never: [lampy]
"""
CARDS = """
emergency: the emergency line
crisis: the crisis line
labels: {emergency: "Call {number}"}
cards:
  lamp: {title: Lamp, lines: ["Call {emergency}."], press: [emergency]}
  urgent_today: {title: Today, lines: [Today.]}
  emergency: {title: Now, lines: [Now.]}
  compact: {title: Small, lines: [Small.]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small set of rules, about lamps."""
    folder = tmp_path / "rules"
    (folder / "situations").mkdir(parents=True)
    files = {
        "situations/lamp.yaml": SITUATION,
        "words.yaml": WORDS,
        "signs.yaml": "signs: {}",
        "cues.yaml": "\n".join(f"{cue}: [{cue.replace('_', ' ')}]" for cue in sorted(CUES)),
        "cards-en.yaml": CARDS,
        "numbers.yaml": f"US: {LINES}\nother: {LINES}\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "index" / "cache"


def kept(cache: Path) -> list[Path]:
    return sorted(cache.iterdir())


def edit(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_kept_program_is_the_compiled_one(folder, cache):
    compiled = load_program(folder)
    assert not cache.exists()
    assert load_program(folder, cache) == compiled
    [file] = kept(cache)
    written = file.stat().st_mtime_ns
    assert load_program(folder, cache) == compiled
    assert file.stat().st_mtime_ns == written


def test_compiling_gives_the_same_bytes_each_time(folder):
    first, second = (msgspec.msgpack.encode(load_program(folder)) for _ in range(2))
    assert first == second


def test_kept_rules_assess_as_they_say(folder, cache):
    for _ in range(2):
        triage = load_triage(folder, "US", cache)
        assert triage.assess(["a blue lampp"]).level is Level.EMERGENCY
        assert triage.assess(["the lamp is red"]).level is Level.NONE
        assert triage.assess(["blue lamp", "in room 3"]).level is Level.EMERGENCY
        assert triage.assess(["blue lamp in room 3"]).level is Level.URGENT_TODAY
        assert triage.assess(["is it lampitis"]).compact
        card = triage.assess(["blue lamp"]).card
        assert card is not None
        assert (card.text, card.actions[0].href) == ("Call 911.", "tel:911")
        assert [situation.rule for situation in triage.rules.situations] == ["lamp"]


def headed(body: bytes, key: str) -> bytes:
    return f"ptassist triage {key} {hashlib.sha256(body).hexdigest()}\n".encode() + body


@pytest.mark.parametrize(
    "damage",
    [
        lambda content, key: b"",
        lambda content, key: content[: len(content) // 2],
        lambda content, key: content[:-1],
        lambda content, key: content + b"\0",
        lambda content, key: content[:-9] + bytes([content[-9] ^ 1]) + content[-8:],
        lambda content, key: content.replace(key.encode(), b"0" * 64),
        lambda content, key: content.partition(b"\n")[2],
        lambda content, key: b"\x80\x04\x95not a program" * 99,
        lambda content, key: headed(msgspec.msgpack.encode(["another", "shape"]), key),
        lambda content, key: headed(b"\xc1", key),
    ],
    ids=[
        "empty", "half", "cut", "longer", "bit", "other key", "headless", "foreign", "shape", "no msgpack"
    ],
)  # fmt: skip
def test_a_damaged_file_is_made_anew(folder, cache, damage):
    program = load_program(folder, cache)
    [file] = kept(cache)
    content = file.read_bytes()
    file.write_bytes(damage(content, file.stem.removeprefix("triage-")))
    assert load_program(folder, cache) == program
    assert file.read_bytes() == content


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("situations/lamp.yaml", "blue|", "blue|green|"),
        ("words.yaml", "barriers: [but]", "barriers: [but and]"),
        ("cards-en.yaml", "title: Lamp", "title: The lamp"),
        ("numbers.yaml", '"911"', '"112"'),
    ],
)
def test_an_edited_file_is_compiled_and_replaces_the_old(folder, cache, name, old, new):
    before = load_program(folder, cache)
    [first] = kept(cache)
    edit(folder, name, old, new)
    after = load_program(folder, cache)
    assert after == load_program(folder) != before
    [second] = kept(cache)
    assert second != first


def test_a_renamed_file_is_another(folder, cache):
    load_program(folder, cache)
    (folder / "situations" / "lamp.yaml").rename(folder / "situations" / "light.yaml")
    assert [topic.rule for topic in load_program(folder, cache).topics] == ["light"]


def test_a_signature_counts_at_the_next_load(folder, cache):
    assert not load_triage(folder, "US", cache).reviewed
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*.yaml")]
    signed = {
        name: {
            "reviewer": "A. Tester",
            "date": "2026-11-22",
            "digest": hashlib.sha256((folder / name).read_bytes()).hexdigest(),
        }
        for name in names
    }
    signatures = folder / "signatures.yaml"
    signatures.write_text(yaml.safe_dump({"signed": signed}), encoding="utf-8")
    assert load_triage(folder, "US", cache).reviewed
    assert load_triage(folder, "US", cache).reviewed
    edit(folder, "signs.yaml", "signs", "# edited\nsigns")
    assert not load_triage(folder, "US", cache).reviewed
    assert len(kept(cache)) == 1


def test_a_folder_that_cannot_be_written_is_no_error(folder, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    assert load_program(folder, blocked) == load_program(folder)
    assert load_program(folder, blocked / "below") == load_program(folder)
    assert blocked.read_text(encoding="utf-8") == "in the way"


def test_a_fault_is_named_whether_or_not_rules_are_kept(folder, cache):
    load_program(folder, cache)
    edit(folder, "situations/lamp.yaml", "level: emergency", "level: urgent")
    with pytest.raises(ShippedFileError, match="'urgent' is no level"):
        load_program(folder, cache)
    shutil.rmtree(folder)
    with pytest.raises(ShippedFileError):
        load_program(folder, cache)


def test_many_may_load_at_once(folder, cache):
    expected = load_program(folder)
    with ThreadPoolExecutor(8) as pool:
        programs = list(pool.map(lambda _: load_program(folder, cache), range(16)))
    assert all(program == expected for program in programs)
    assert len(kept(cache)) == 1


@pytest.mark.slow
def test_shipped_rules_assess_alike_from_the_file(cache):
    compiled, first = load_triage(RULES), load_triage(RULES, "US", cache)
    again = load_triage(RULES, "US", cache)
    situations = compiled.rules.situations
    texts = [text for s in situations for text, _ in (*s.phrases, *s.decoys)]
    assert texts
    for language in ("en", "es", "vi"):
        for text in texts:
            expected = compiled.assess([text], language)
            assert first.assess([text], language) == expected
            assert again.assess([text], language) == expected
