"""The page of a build: one self-contained HTML file, old answers beside new ones, for a person to look through.

Beside it lies the same report as JSON, for programs.
"""

import contextlib
from pathlib import Path

import msgspec

from ptassist.shipped import shipped

_REPORTS = "reports"
_TEMPLATE = "build.html"


def page_of(index_dir: Path, version: str) -> Path:
    """Where the page of a version stands."""
    return index_dir / _REPORTS / f"{version}.html"


def write_page(index_dir: Path, version: str, report: object) -> Path:
    """Writes the page of a version; nothing in it runs and nothing is fetched.

    Args:
        index_dir: The index folder.
        version: The version's name.
        report: The build's report, as `web/reports/build.html` shows it.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(shipped("web/reports")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    path = page_of(index_dir, version)
    path.parent.mkdir(exist_ok=True)
    html = environment.get_template(_TEMPLATE).render(version=version, report=report)
    _write(path.with_suffix(".json"), msgspec.json.encode(report, enc_hook=str))
    _write(path, html.encode())
    return path


def remove_page(index_dir: Path, version: str) -> None:
    """Removes the page of a version that is pruned."""
    for suffix in (".html", ".json"):
        page_of(index_dir, version).with_suffix(suffix).unlink(missing_ok=True)


def read_citations(index_dir: Path, version: str) -> dict[str, int] | None:
    """In how many answers of its gate each article is cited; None when no question was asked."""
    with contextlib.suppress(OSError, msgspec.DecodeError):
        content = page_of(index_dir, version).with_suffix(".json").read_bytes()
        gate = msgspec.json.decode(content, type=_Report).gate
        return gate.cited if gate.golden or gate.judged else None
    return None


class _Gate(msgspec.Struct):
    cited: dict[str, int]
    judged: int
    golden: list[msgspec.Raw]


class _Report(msgspec.Struct):
    gate: _Gate


def _write(path: Path, content: bytes) -> None:
    new = path.with_name(f".{path.name}.new")
    new.write_bytes(content)
    new.replace(path)
