"""A triage file: YAML with the line of each of its values, so that whatever does not fit is reported with its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import yaml

from ptassist.errors import ShippedFileError

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file with the line of each of its values."""

    path: Path
    values: dict[str, Any]
    lines: Mapping[Place, int]

    def fail(self, message: str, *place: str | int) -> NoReturn:
        """Raises the error that names this file and the line of a place in it."""
        while place and place not in self.lines:
            place = place[:-1]
        line = self.lines.get(place, 1)
        raise ShippedFileError(f"{self.path}:{line}: {message}", f"Mend {self.path}.")

    def table(self, *place: str | int) -> dict[str, Any]:
        """The names with values at a place; nothing where there is none."""
        value = self._at(place)
        if not isinstance(value, dict):
            self.fail(f"{_last(place)} must be names with values", *place)
        return value

    def words(self, *place: str | int) -> list[str]:
        """The list of texts at a place; nothing where there is none."""
        value = self._at(place) or []
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            self.fail(f"{_last(place)} must be a list of words", *place)
        return value

    def text(self, *place: str | int) -> str:
        """The text at a place, which must be there."""
        value = self._at(place)
        if not isinstance(value, str) or not value:
            self.fail(f"{_last(place)} must be a text", *place)
        return value

    def word_lists(self, *place: str | int) -> dict[str, list[str]]:
        """Names with lists of texts at a place."""
        return {name: self.words(*place, name) for name in self.table(*place)}

    def _at(self, place: Place) -> Any:
        value: Any = self.values
        for key in place:
            if not isinstance(value, dict):
                self.fail("expected names with values", *place)
            value = value.get(key) or {}
        return value


def _last(place: Place) -> str:
    return repr(place[-1]) if place else "the file"


def read_document(path: Path) -> Document:
    """Reads a YAML file, keeping the line of each value.

    Raises:
        ShippedFileError: It is missing or no YAML mapping.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=loader)
    except (yaml.MarkedYAMLError, UnicodeDecodeError, OSError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or str(error)
        raise ShippedFileError(f"{path}:{line}: {problem}", f"Mend {path}.") from None
    lines: dict[Place, int] = {}
    values = _plain(root, (), lines, path) if root else {}
    if not isinstance(values, dict):
        raise ShippedFileError(f"{path}:1: expected keys with values", f"Mend {path}.")
    return Document(path, values, lines)


def _plain(node: yaml.Node, place: Place, lines: dict[Place, int], path: Path) -> Any:
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*place, i), lines, path) for i, item in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return node.value
    values: dict[str, Any] = {}
    for key, value in node.value:
        if key.value in values:
            message = f"{path}:{key.start_mark.line + 1}: {key.value!r} stands twice"
            raise ShippedFileError(message, f"Mend {path}.")
        values[key.value] = _plain(value, (*place, key.value), lines, path)
        lines[(*place, key.value)] = key.start_mark.line + 1
    return values
