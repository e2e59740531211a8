import pytest

from ptassist.checks.addresses import Addresses, split_address
from tests.checks.articles import article

KNEE = article("knee/runner", title="Runner's  Knee", url="https://www.clinic.example/blog/knee/")
HEEL = article("v1.2 heel", title="Heel Pain", url="/local/heel")
ADDRESSES = Addresses([KNEE, HEEL])


@pytest.mark.parametrize(
    "written",
    [
        "knee/runner",
        "Knee/Runner",
        "knee/runner.md",
        "runner's knee",
        "https://clinic.example/blog/knee",
        "http://www.CLINIC.example/Blog/knee/?utm_source=x#top",
    ],
)
def test_an_article_is_meant_by_id_file_title_or_address(written):
    assert ADDRESSES.find(written) == "knee/runner"


def test_an_id_with_a_dot_is_an_id():
    assert ADDRESSES.find("v1.2 heel") == ADDRESSES.find("v1.2 heel.md") == "v1.2 heel"
    assert ADDRESSES.find("/local/heel") == "v1.2 heel"


@pytest.mark.parametrize(
    "written",
    ["", "runner", "https://clinic.example/", "https://other.example/blog/knee", "/", "http://[x"],
)
def test_what_means_no_article_finds_none(written):
    assert ADDRESSES.find(written) is None


def test_an_address_is_its_host_and_its_path():
    assert split_address("https://www.A.example:8000/b%20c/?d=e#f") == ("a.example", "/b c")
    assert split_address("http://[broken") == ("", "")
