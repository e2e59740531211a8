import datetime as dt

import pytest

from ptassist.answering.dates import in_words


@pytest.mark.parametrize(
    ("date", "language", "words"),
    [
        ("2026-06-15", "en", "June 15, 2026"),
        ("2026-01-01", "es", "1 de enero de 2026"),
        ("2025-12-31", "es", "31 de diciembre de 2025"),
        ("2024-02-29", "de", "February 29, 2024"),
    ],
)
def test_a_date_is_written_as_people_write_it(date, language, words):
    assert in_words(dt.date.fromisoformat(date), language) == words
