"""stopwords: the lists of stop words of bm25s, without bm25s itself.

They stand in a file that imports nothing; their package imports scipy where that is installed, and takes a tenth of a
second. Only a build needs the package.
"""

import importlib.util
from pathlib import Path
from types import ModuleType

_PACKAGE, _FILE = "bm25s", "stopwords.py"


def _read() -> ModuleType:
    package = importlib.util.find_spec(_PACKAGE)  # looks without importing
    if package is None or package.origin is None:
        raise ModuleNotFoundError(f"No module named {_PACKAGE!r}", name=_PACKAGE)
    path = Path(package.origin).with_name(_FILE)
    spec = importlib.util.spec_from_file_location(f"{__name__}.lists", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be read", name=_PACKAGE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


stopwords = _read()
