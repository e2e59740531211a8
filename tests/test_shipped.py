from pathlib import Path

import pytest

import ptassist
from ptassist.errors import ShippedFileError
from ptassist.shipped import code_digest, shipped


@pytest.mark.parametrize(
    "name",
    ["web/static", "web/static/widget.js", "web/templates", "corpus/triage", "corpus/language"],
)
def test_what_ships_is_found_from_any_folder(name):
    path = shipped(name)  # the tests stand in an empty folder
    assert path.exists()
    assert path.is_absolute()
    assert path.as_posix().endswith(name)


def test_the_project_configuration_ships_every_folder_that_is_asked_for():
    """The wheel maps the same names below `_shipped`; the wheel itself is tested with the server."""
    import tomllib

    project = Path(ptassist.__file__).parents[2] / "pyproject.toml"
    if not project.is_file():
        pytest.skip("ptassist is installed from a wheel")
    wheel = tomllib.loads(project.read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]
    for folder in ("web", "corpus/triage", "corpus/language"):
        assert folder in wheel["only-include"]
        assert wheel["sources"][folder] == f"ptassist/_shipped/{folder}"


@pytest.mark.parametrize("name", ["web/static/no-such-file.js", "nowhere"])
def test_what_is_missing_is_named_with_a_remedy(name):
    with pytest.raises(ShippedFileError) as caught:
        shipped(name)
    assert name in caught.value.message
    assert "install ptassist again" in caught.value.remedy


def test_the_code_digest_is_that_of_the_rooms_that_are_named():
    articles, passages = code_digest("articles"), code_digest("index/passages.py")
    assert code_digest("articles") == articles
    assert len({articles, passages, code_digest("articles", "index/passages.py")}) == 3
