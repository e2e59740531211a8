"""Where the files that travel with the program are: web/, corpus/triage, corpus/language.

They stand inside an installed wheel, or in the checkout.
"""

from pathlib import Path

from ptassist.errors import ShippedFileError

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Finds a folder or file that ships with ptassist.

    Args:
        name: The path as it stands in the project, such as `web/static` or `corpus/triage`.

    Returns:
        The path inside the installed wheel when there is one, else inside the checkout.

    Raises:
        ShippedFileError: It is in neither place.
    """
    for root in (_PACKAGE / "_shipped", _PACKAGE.parents[1]):
        if (root / name).exists():
            return root / name
    raise ShippedFileError(f"{name} is missing from this installation of ptassist")
