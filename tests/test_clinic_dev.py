"""Finding and quoting, measured on the development set of clinic questions where it is at hand."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ptassist.cli.app import app

pytestmark = pytest.mark.slow

CLINIC_DEV = Path(__file__).parents[2] / "shared" / "data" / "clinic-dev"
LEAST = {"success@1": 0.88, "success@3": 0.97, "mrr@10": 0.92, "red_flag_recall": 1.0}


@pytest.fixture(scope="module")
def metrics() -> dict[str, dict[str, float]]:
    """What `ptassist evaluate --language en --json` prints; the index is kept in the user's cache."""
    if not CLINIC_DEV.is_dir():
        pytest.skip(f"{CLINIC_DEV} is not here; it is read only where the project is made")
    arguments = ["evaluate", str(CLINIC_DEV), "--language", "en", "--json"]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    found: dict[str, dict[str, float]] = json.loads(result.stdout)["metrics"]
    return found


@pytest.mark.parametrize("name", LEAST)
def test_the_figures_are_reached(metrics: dict[str, dict[str, float]], name: str) -> None:
    assert metrics[name]["n"] >= 9
    assert metrics[name]["value"] >= LEAST[name]


def test_every_quote_is_verbatim(metrics: dict[str, dict[str, float]]) -> None:
    assert metrics["verbatim"]["value"] == 1.0
    assert metrics["verbatim"]["n"] > 100


def test_harmless_questions_hardly_ever_get_an_emergency_card(
    metrics: dict[str, dict[str, float]],
) -> None:
    assert metrics["false_cards"]["value"] <= 0.02
