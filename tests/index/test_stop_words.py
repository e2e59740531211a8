"""The lists are those of bm25s, and reading them imports neither it nor what it imports."""

import subprocess
import sys

import bm25s.stopwords as library

from ptassist.index.stop_words import stopwords


def test_the_lists_are_those_of_the_library():
    names = [name for name in vars(library) if name.startswith("STOPWORDS_")]
    assert {"STOPWORDS_EN_PLUS", "STOPWORDS_SPANISH", "STOPWORDS_TURKISH"} <= set(names)
    for name in names:
        assert getattr(stopwords, name) == getattr(library, name)


def test_the_package_is_not_imported():
    code = (
        "import sys\n"
        "from ptassist.answering.language import detect_language\n"
        "from ptassist.index.lexical import terms\n"
        "assert detect_language('the heel hurts') == 'en'\n"
        "assert terms('the heels', 'en') == ['heel']\n"
        "print(sorted({'bm25s', 'scipy', 'tqdm'} & set(sys.modules)))\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (0, "[]\n"), ran.stderr
