"""The widget's files: smaller, and still the same programs; named by their digest; all the modules found."""

import gzip
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptassist.errors import ShippedFileError
from ptassist.server.assets import Assets, asset_of, digest_of, load_assets
from ptassist.shipped import shipped

ENTRY = '// The entry.\nimport "./static/widget/element.js";\n'
FILES = {
    "widget.js": ENTRY,
    "widget/element.js": 'import { a } from "./deep/a.js";\nimport("./later.js");\n',
    "widget/deep/a.js": 'import "../b.js";\nexport const a = 1; // one\n',
    "widget/b.js": "export const b = `a  // b`;\n",
    "widget/later.js": "export {};\n",
    "widget/look.css": "/* A note. */\na { color: red; }\n",
    "widget/strings/en.json": '{\n  "a": "b  c"\n}\n',
    "widget/notes.txt": "not for browsers",
}


def write(folder: Path, **changes: str) -> Path:
    for name, text in (FILES | {k.replace("__", "/"): v for k, v in changes.items()}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture(scope="module")
def real() -> Assets:
    return load_assets(shipped("web/static"))


def test_comments_and_spaces_go_and_strings_stay(tmp_path: Path) -> None:
    files = load_assets(write(tmp_path)).files
    assert set(files) == {
        "widget.js", "element.js", "deep/a.js", "b.js", "later.js", "look.css", "strings/en.json",
    }  # fmt: skip
    assert files["b.js"].body == b"export const b=`a  // b`;"
    assert files["look.css"].body == b"a{color:red}"
    assert json.loads(files["strings/en.json"].body) == {"a": "b  c"}
    assert files["deep/a.js"].media_type == "text/javascript; charset=utf-8"
    assert all(gzip.decompress(asset.packed) == asset.body for asset in files.values())


def test_the_loader_names_the_version_and_its_twin_does_not(tmp_path: Path) -> None:
    assets = load_assets(write(tmp_path))
    assert assets.loader.body.decode() == f'import"./widget/{assets.digest}/element.js";'
    assert assets.files["widget.js"].body == b'import"./element.js";'


def test_the_modules_that_are_needed_at_once_are_found(tmp_path: Path) -> None:
    assert load_assets(write(tmp_path)).modules() == [
        "widget.js", "element.js", "deep/a.js", "b.js",
    ]  # fmt: skip


def test_the_digest_changes_with_every_file_and_with_nothing_else(tmp_path: Path) -> None:
    digest = load_assets(write(tmp_path)).digest
    assert re.fullmatch("[0-9a-f]{12}", digest)
    assert load_assets(write(tmp_path, **{"widget__notes.txt": "x"})).digest == digest
    commented = {"widget.js": "// Another remark.\n" + ENTRY}
    assert load_assets(write(tmp_path, **commented)).digest == digest  # no browser would see it
    changed = {"widget__look.css": "a { color: blue; }"}
    assert load_assets(write(tmp_path, **changed)).digest != digest


@given(st.dictionaries(st.text(min_size=1), st.binary(), min_size=1), st.data())
def test_a_moved_byte_changes_the_digest(bodies: dict[str, bytes], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(bodies)))
    digest = digest_of(bodies)
    assert digest_of(dict(reversed(bodies.items()))) == digest
    assert digest_of(bodies | {name: bodies[name] + b"x"}) != digest
    renamed = {("x" + key if key == name else key): body for key, body in bodies.items()}
    assert digest_of(renamed) != digest or renamed == bodies


def test_integrity_is_the_hash_that_browsers_compare() -> None:
    # The empty text's SHA-384, as published in its standard's test vectors, in Base64.
    empty = "OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb"
    assert asset_of("a.js", b"").integrity == f"sha384-{empty}"


def test_an_entry_that_imports_from_elsewhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ShippedFileError, match="does not import"):
        load_assets(write(tmp_path, **{"widget.js": 'import "./other/element.js";'}))
    (tmp_path / "widget.js").unlink()
    with pytest.raises(ShippedFileError, match="missing"):
        load_assets(tmp_path)


# The real files


def modules_with_code() -> list[tuple[str, str]]:
    """The widget's modules by name, without the comments that take whole lines."""
    folder = shipped("web/static/widget")
    return [
        (
            path.relative_to(folder).as_posix(),
            re.sub(r"^\s*(?://|\*|/\*).*$", "", path.read_text(), flags=re.MULTILINE),
        )
        for path in sorted(folder.rglob("*.js"))
    ]


def test_no_template_stands_in_a_template() -> None:
    """The one thing of the language that the minifier would cut wrong."""
    for name, code in modules_with_code():
        for literal in re.findall(r"`[^`]*`", code):
            assert "${" not in re.sub(r"\$\{[^{}`]*\}", "", literal), f"{name}: {literal}"


def test_every_string_of_the_modules_is_still_there(real: Assets) -> None:
    for name, code in modules_with_code():
        small = real.files[name].body.decode()
        for literal in re.findall(r'"(?:[^"\\\n]|\\.)*"|`[^`]*`', code):
            assert literal in small, f"{name}: {literal}"


def test_every_import_of_the_widget_leads_to_a_file(real: Assets) -> None:
    modules = real.modules()
    assert modules[:2] == ["widget.js", "element.js"]
    assert set(modules) <= set(real.files)


def test_nothing_of_it_needs_to_be_edited_by_the_minifier_again(real: Assets) -> None:
    source = sum(path.stat().st_size for path in shipped("web/static/widget").rglob("*.??*"))
    assert sum(len(asset.body) for asset in real.files.values()) < source * 0.9
