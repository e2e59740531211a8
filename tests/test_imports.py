"""Who may import whom: every import of src/ptassist, those inside functions too, goes from right to left."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import ptassist

# A function and where it is, as entry points are written: the commands, each imported when it is called.
BY_NAME = re.compile(r"ptassist(\.\w+)+:\w+")
PACKAGE = Path(ptassist.__file__).parent

# The rooms in the order of the plan: a room imports only from rooms above it, and from itself.
ROOMS = (
    "errors",
    "settings",
    "shipped",
    "logs",
    "evaluation",
    "articles",
    "index",
    "answering",
    "assistant",
    "checks",
    "build",
    "records",
    "server",
    "cli",
)

# Inside a room, a file imports only from files above it. The plan lists most of them; the others stand where their
# stage stands on the path: what reads before what decides, what decides before what is said. `answer` holds the shapes
# that evidence fills, so it stands before `evidence`; putting an answer together is `compose`, the last.
FILES = {
    "evaluation": ("questions", "golden", "metrics", "runner", "fitting", "calibrating"),
    "articles": (
        "article",
        "parts.characters",
        "parts.styles",
        "parts.language",
        "references",
        "parts.raw_html",
        "markdown",
        "draft",
        "parts.pieces",
        "parts.bylines",
        "parts.asides",
        "parts.titles",
        "parts.decoding",
        "html.source",
        "html.hidden",
        "html.facts",
        "html.runs",
        "html.pieces",
        "html.names",
        "html.main",
        "html.reader",
        "html",
        "docx.source",
        "docx.reader",
        "docx",
        "pdf.pages",
        "pdf.layout",
        "pdf.blocks",
        "pdf.reader",
        "pdf",
        "text",
        "front_matter",
        "pasted",
        "approved",
        "readers",
        "jsonl",
        "cache",
        "library",
        "web.address",
        "web.body",
        "web.fetch",
        "web.names",
        "web.ledger",
        "web.imports",
        "web.links",
        "web.sources",
        "web.sitemaps",
        "web.manners",
        "web.report",
        "web.frontier",
        "web.crawl",
    ),
    "index": (
        "passages",
        "bulk",
        "encoder",
        "compiled",
        "export",
        "batching",
        "kept",
        "stop_words",
        "lexical",
        "places",
        "approved",
        "store",
        "reuse",
        "versions",
        "building",
        "serving",
    ),
    "answering": (
        "triage.text",
        "triage.patterns",
        "triage.lexicon",
        "triage.alphabet",
        "triage.compiler",
        "triage.search",
        "triage.documents",
        "triage.cards",
        "triage.context",
        "triage.rules",
        "triage.program",
        "triage.kept",
        "triage.combinations",
        "triage.engine",
        "triage",
        "dates",
        "wording",
        "slips",
        "vocabulary",
        "spelling",
        "cues",
        "explained",
        "notes",
        "language",
        "spanish",
        "glossary",
        "synonyms",
        "subjects",
        "leaning",
        "clauses",
        "messages",
        "conversation",
        "question",
        "phrasing",
        "retriever",
        "reader",
        "reading",
        "nameable",
        "coverage",
        "calibration",
        "claims",
        "measures",
        "conditions",
        "beyond",
        "candidates",
        "differing",
        "choosing",
        "answer",
        "evidence",
        "approved",
        "finding",
        "replies",
        "framing",
        "deep_link",
        "citing",
        "compose",
    ),
    "checks": (
        "addresses",
        "weighing",
        "licence",
        "duplicates",
        "hostile",
        "survey",
        "shelf",
        "readability",
        "stale",
        "approved",
        "conflicts",
        "shown",
        "gate",
        "page",
    ),
    "records": ("feedback", "metrics"),
    "server": (
        "schemas",
        "words",
        "problems",
        "security",
        "desk",
        "stream",
        "api",
        "health",
        "assets",
        "kept_assets",
        "widget",
        "contexts",
        "article_page",
        "summary",
        "forms",
        "pages",
        "talk",
        "app",
    ),
    "cli": (
        "common",
        "progress",
        "settings",
        "reports",
        "arrivals",
        "imports",
        "index",
        "watch",
        "library",
        "questions",
        "serve",
        "snippet",
        "feedback",
        "evaluate",
        "calibrate",
        "triage",
        "checkup",
        "doctor",
        "app",
    ),
}

EXEMPT = {"__main__", "__init__"}
MODULES = sorted(
    path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".")
    for path in PACKAGE.rglob("*.py")
    if "_shipped" not in path.parts
)


def source_of(module: str) -> Path:
    return PACKAGE / (module.replace(".", "/") + ".py")


def imports_of(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, full name) of everything that is imported anywhere; a name may be a module or stand in one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import"
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Constant) and BY_NAME.fullmatch(str(node.value)):
            yield node.lineno, str(node.value).replace(":", ".")


def module_of(name: str) -> str | None:
    """The module of ptassist that an imported name is or stands in; "" is the package itself."""
    if name != "ptassist" and not name.startswith("ptassist."):
        return None
    parts = name.split(".")[1:]
    while parts:
        module = ".".join(parts)
        if source_of(module).is_file():
            return module
        if (PACKAGE / "/".join(parts)).is_dir():
            return f"{module}.__init__"
        parts.pop()
    return ""


def place(module: str) -> tuple[int, int]:
    """Where a module stands: its room, and its place in the room."""
    room, _, file = module.removesuffix(".__init__").partition(".")
    if not file:
        return ROOMS.index(room), -1
    return ROOMS.index(room), FILES[room].index(file)


def faults_of(module: str) -> list[str]:
    tree = ast.parse(source_of(module).read_text(encoding="utf-8"))
    targets = ((line, module_of(name)) for line, name in imports_of(tree))
    return [
        f"{module}:{line} imports {target}"
        for line, target in targets
        if target and place(target) >= place(module)
    ]


@pytest.mark.parametrize("module", [m for m in MODULES if m not in EXEMPT])
def test_a_file_imports_only_from_its_left(module):
    assert faults_of(module) == []


def test_every_file_has_its_place():
    of_rooms = {m for m in MODULES if "." in m and not m.endswith("__init__")}
    assert {f"{m.partition('.')[0]}.{m.partition('.')[2]}" for m in of_rooms} <= {
        f"{room}.{file}" for room, files in FILES.items() for file in files
    }
    assert {m.partition(".")[0] for m in MODULES} - EXEMPT == set(ROOMS)


def test_the_package_itself_imports_no_room():
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    assert [name for _, name in imports_of(tree) if module_of(name) is not None] == []


def test_the_rule_finds_what_it_forbids():
    """The checker itself: imports in functions, in branches, of names and of whole modules."""
    tree = ast.parse(
        "import ptassist.cli.app\n"
        "def f():\n    from ptassist.index.store import Index\n"
        "if f:\n    from ptassist.cli import doctor\n"
        "from ptassist import __version__\n"
        "import json, os.path\n"
        "TABLE = {'build': ('ptassist.cli.index:build', 'Builds it: ptassist.cli.watch, all.')}\n"
    )
    assert sorted(
        (line, module_of(name)) for line, name in imports_of(tree) if module_of(name) is not None
    ) == [
        (1, "cli.app"),
        (3, "index.store"),
        (5, "cli.doctor"),
        (6, ""),
        (8, "cli.index"),
    ]
    assert place("index.store") > place("index.passages") > place("articles.library")


@pytest.mark.parametrize("module", MODULES)
def test_nothing_is_imported_by_a_name_in_a_string(module):
    """What `ast` cannot see is not allowed."""
    for node in ast.walk(ast.parse(source_of(module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Name):
            assert node.id not in {"__import__", "import_module", "exec", "eval"}, node.lineno
        elif isinstance(node, ast.Attribute):
            assert node.attr != "import_module", node.lineno
        elif isinstance(node, ast.alias):  # the table of commands, whose names the rule sees
            assert node.name != "resolve_name" or module == "cli.app"


@pytest.mark.slow
@pytest.mark.parametrize("module", ["ptassist.server.app", "ptassist.cli.app"])
def test_serving_and_help_import_no_heavy_library(module):
    code = (
        f"import sys, {module}\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'tokenizers', 'huggingface_hub'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (finished.returncode, finished.stdout) == (0, "[]\n"), finished.stderr
