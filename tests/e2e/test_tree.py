"""What assistive technology is given: the accessibility tree of each state, compared with a written one.

After a change that is meant: `WRITE_TREES=1 python -m pytest -m browser tests/e2e/test_tree.py`; read the difference.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e import canned
from tests.e2e.fake import FakeServer
from tests.e2e.test_axe import STATES
from tests.e2e.widget import Widget

pytestmark = pytest.mark.browser

TREES = Path(__file__).parent / "trees"
WRITES = bool(os.environ.get("WRITE_TREES"))


@pytest.mark.parametrize("state", STATES)
def test_the_tree_is_the_written_one(
    new_page: Callable[..., Page], fake: FakeServer, fake_url: str, state: str
):
    fake.reply = lambda _: canned.JUMPING
    page = new_page(viewport={"width": 1280, "height": 900})
    STATES[state](Widget.on(page, fake_url), fake)
    tree = page.locator("body").aria_snapshot().replace(fake_url, "") + "\n"
    path = TREES / f"{state.replace(' ', '-')}.yaml"
    if WRITES:
        TREES.mkdir(exist_ok=True)
        path.write_text(tree, encoding="utf-8")
    assert tree == path.read_text(encoding="utf-8")


def test_every_written_tree_has_its_state():
    assert {path.stem for path in TREES.iterdir()} == {state.replace(" ", "-") for state in STATES}
