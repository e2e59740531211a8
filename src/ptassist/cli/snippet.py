"""`ptassist snippet`: the tag for the clinic's site, and what a strict policy of that site must allow."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import typer

from ptassist.cli.common import ConfigOption, JsonOption, read_settings, tell, write_json
from ptassist.server.assets import ENTRY, Assets, load_assets
from ptassist.settings import ServerSettings
from ptassist.shipped import shipped

_ORIGIN = re.compile(r"https?://[\w.\-\[\]:]+", re.ASCII)
_DIRECTIVES = ("script-src", "style-src", "connect-src")


@dataclass(frozen=True, slots=True)
class Snippet:
    """What goes into the clinic's site.

    Attributes:
        tag: The lines of HTML.
        policy: What each directive of a Content Security Policy must name.
        digest: The widget's version.
    """

    tag: str
    policy: dict[str, str]
    digest: str


def snippet(
    pinned: Annotated[
        bool, typer.Option("--pinned", help="Name this very version, with integrity hashes.")
    ] = False,
    origin: Annotated[
        str | None,
        typer.Option(help="Where visitors reach this server, such as https://a.example."),
    ] = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Prints the tag for the clinic's site, and the lines for its Content Security Policy."""
    server = read_settings(config).server
    made = snippet_of(load_assets(shipped("web/static")), _origin(origin, server), pinned=pinned)
    if as_json:
        write_json(made)
        return
    typer.echo(made.tag)
    tell("\nIf the site sends a Content Security Policy, it must name this server in:")
    for directive, source in made.policy.items():
        typer.echo(f"{directive} {source};")
    for advice in _advice(origin, server, pinned=pinned):
        tell(advice)


def snippet_of(assets: Assets, origin: str, *, pinned: bool) -> Snippet:
    """The tag and the policy for a server.

    Args:
        assets: The widget's files.
        origin: Scheme, host and port of the server.
        pinned: Whether every module that the page loads at once is named with its hash.
    """
    lines = [f'<script type="module" src="{origin}/{ENTRY}"></script>']
    if pinned:
        lines = list(_pinned(assets, f"{origin}/widget/{assets.digest}"))
    return Snippet("\n".join(lines), dict.fromkeys(_DIRECTIVES, origin), assets.digest)


def _pinned(assets: Assets, folder: str) -> Iterator[str]:
    """The entry's own hash does not cover what it imports, so each module is loaded before it, by its hash."""
    entry, *modules = assets.modules()
    for name in modules:
        checked = f'integrity="{assets.files[name].integrity}" crossorigin'
        yield f'<link rel="modulepreload" href="{folder}/{name}" {checked}>'
    checked = f'integrity="{assets.files[entry].integrity}" crossorigin'
    yield f'<script type="module" src="{folder}/{entry}" {checked}></script>'


def _origin(given: str | None, server: ServerSettings) -> str:
    origin = (given or f"http://{server.host}:{server.port}").rstrip("/")
    if not _ORIGIN.fullmatch(origin):
        raise typer.BadParameter("give scheme and host, such as https://answers.clinic.example")
    return origin


def _advice(origin: str | None, server: ServerSettings, *, pinned: bool) -> Iterator[str]:
    if origin is None:
        yield "This is the address on this machine; give the one that visitors reach with --origin."
    if not server.allowed_origins:
        yield "No site is let in yet: name the clinic's in `allowed_origins` ([server], ptassist.toml)."
    if pinned:
        yield "The site keeps this version until its tag is changed; run this again after an upgrade."
