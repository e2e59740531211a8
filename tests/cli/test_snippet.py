"""`ptassist snippet`: the tag, its hashes, the policy of the clinic's site."""

import base64
import hashlib
import re

import pytest

from ptassist.server.assets import load_assets
from ptassist.shipped import shipped
from tests.cli.conftest import Cli

ORIGIN = "https://answers.clinic.example"
POLICY = [f"{name} {ORIGIN};" for name in ("script-src", "style-src", "connect-src")]


def test_the_tag_loads_the_loader(cli: Cli):
    ran = cli("snippet", "--origin", ORIGIN)
    assert ran.code == 0
    tag = f'<script type="module" src="{ORIGIN}/widget.js"></script>'
    assert ran.out.splitlines() == [tag, *POLICY]
    assert "allowed_origins" in ran.err


def test_the_pinned_tag_names_every_module_with_the_hash_of_what_is_served(cli: Cli):
    assets = load_assets(shipped("web/static"))
    lines = cli("snippet", "--pinned", "--origin", f"{ORIGIN}/").out.splitlines()[:-3]
    form = re.compile(
        r'<(?:link|script) .*(?:href|src)="(\S+)" integrity="sha384-(\S+)" crossorigin>'
    )
    named = []
    for line in lines:
        found = form.match(line)
        assert found, line
        name = found[1].removeprefix(f"{ORIGIN}/widget/{assets.digest}/")
        digest = hashlib.sha384(assets.files[name].body).digest()
        assert base64.b64decode(found[2]) == digest
        named.append(name)
    assert set(named) == set(assets.modules())
    assert named[-1] == "widget.js"  # what checks the modules stands before what loads them
    assert lines[-1].startswith('<script type="module" ')


def test_programs_get_it_as_json(cli: Cli):
    made = cli("snippet", "--json", "--origin", ORIGIN).json
    assert set(made) == {"tag", "policy", "digest"}
    assert made["policy"] == dict.fromkeys(("script-src", "style-src", "connect-src"), ORIGIN)


def test_without_an_origin_it_is_this_machines_and_says_so(cli: Cli, tmp_path):
    (tmp_path / "ptassist.toml").write_text(
        f'[server]\nport = 8123\nallowed_origins = ["{ORIGIN}"]\n'
    )
    ran = cli("snippet")
    assert 'src="http://127.0.0.1:8123/widget.js"' in ran.out
    assert "--origin" in ran.err
    assert "allowed_origins" not in ran.err


@pytest.mark.parametrize(
    "origin",
    [
        "answers.example",
        "ftp://a.example",
        "https://a.example/path",
        'https://a"onload=x',
        "https://",
    ],
)
def test_an_origin_that_is_none_is_a_misuse(cli: Cli, origin: str):
    ran = cli("snippet", "--origin", origin)
    assert (ran.code, ran.out) == (2, "")
    assert "scheme and host" in ran.err
