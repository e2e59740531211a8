import json
from collections.abc import Iterator

import pytest
import yaml

from ptassist.checks.licence import claimed_by_text, implied_by_name
from ptassist.settings import ClinicSettings
from ptassist.shipped import shipped


@pytest.mark.parametrize(
    "name",
    [
        "Dr. Bot",
        "Dr Bot",
        "DrBot",
        "D.R. Bot",
        "Ｄｒ. Bot",
        "D\u200br. Bot",
        "Doctor Knee",
        "AI doctor",
        "DocBot",
        "virtual physical therapist",
        "Your Therapist",
        "PhysioTherapist Pal",
        "Physio Bot",
        "PT Anna, RN",
        "Anna, P.T.",
        "Anna P. T.",
        "Anna DPT",
        "Nurse Joy",
        "Physical Therapy Assistant",
        "Oak Medical Assistant",
        "Certified Movement Helper",
        "Licensed Help",
        "Knee Expert",
        "Back Specialist",
        "Dra. Rodilla",
        "Su fisioterapeuta",
        "Médica virtual",
        "Asistente médico",
        "Especialista en rodilla",
    ],
)
def test_a_name_that_implies_a_licensed_person_is_refused(name):
    assert implied_by_name(name) is not None


@pytest.mark.parametrize(
    "name",
    [
        "Article Assistant",
        "Oak Physical Therapy",
        "Oak Physical Therapy Article Assistant",
        "Ask our articles",
        "Drive Physical Therapy Articles",
        "Doorway",
        "Assistant",
        "Pat",
        "Do ask",
        "Our Library",
        "Pregnancy & Pelvic Health Articles",
        "Asistente de artículos",
        "Biblioteca de Terapia Física",
        "Sports Medicine Library",
    ],
)
def test_a_name_that_implies_nobody_passes(name):
    assert implied_by_name(name) is None


@pytest.mark.parametrize(
    ("clinic", "name", "passes"),
    [
        ("Oak PT Clinic", "Oak PT Clinic Articles", True),
        ("Oak PT & Wellness", "oak pt & wellness assistant", True),
        ("The Back Specialists Group", "The Back Specialists Group", True),
        ("Dr. Reed", "Dr. Reed", False),
        ("Oak PT Clinic", "Oak PT Clinic Therapist", False),
        ("Oak", "Oak PT", False),
    ],
)
def test_the_clinics_own_name_may_stand_in_it_when_it_names_an_organisation(clinic, name, passes):
    assert (implied_by_name(name, clinic) is None) is passes


def test_the_default_name_passes():
    clinic = ClinicSettings()
    assert implied_by_name(clinic.assistant_name, clinic.name) is None


@pytest.mark.parametrize(
    "text",
    [
        "Hello, I am a licensed physical therapist.",
        "I'm your virtual therapist. How can I help?",
        "You are chatting with Anna, PT.",
        "You're now talking to our nurse.",
        "This is Dr. Knee.",
        "As your doctor I say rest.",
        "Our AI physical therapist answers.",
        "Meet your new doctor.",
        "Soy su fisioterapeuta.",
        "Está hablando con una doctora.",
        "Le habla la Dra. Rodilla.",
    ],
)
def test_a_sentence_that_claims_to_be_someone_is_found(text):
    assert claimed_by_text(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Talk with a therapist at Oak. They can look at what you need.",
        "This is an automated tool. It is not a person.",
        "I am not a therapist.",
        "I'm no doctor.",
        "Ask a doctor or physical therapist first.",
        "Dr. Reed is in on Mondays.",
        "Our therapists hold a DPT.",
        "Hable con un terapeuta.",
        "No es un médico.",
        "We are open Monday to Friday.",
        "You are reading the therapist's articles.",
    ],
)
def test_a_sentence_that_sends_to_someone_passes(text):
    assert claimed_by_text(text) is None


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts_in(item)


def test_our_own_wording_claims_nothing():
    said = [*yaml.safe_load(shipped("corpus/language/frames.yaml").read_text()).values()]
    files = [*shipped("web/static").rglob("strings/*.json"), *shipped("web/words").glob("*.json")]
    strings = [json.loads(p.read_text()) for p in files]
    clinic = ClinicSettings().model_dump()
    found = [t for t in texts_in([said, strings, *clinic.values()]) if claimed_by_text(t)]
    assert found == []
