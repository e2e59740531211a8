"""Subjects: what a message is about, by the words that tell it, in English and Spanish.

A message that names a part of the body or a complaint stands alone; one that names none ("how long?") leans on what was
said before. The lists are small on purpose: a word that is missing lets a question lean that need not, a word too many
lets a follow-up forget its subject.
"""

import re
from dataclasses import dataclass
from functools import cache

from ptassist.index.lexical import words
from ptassist.index.stop_words import stopwords

# More of a message is not read: whoever writes more has named the subject by then.
MOST_CHARACTERS = 240

_PARTS = """head neck nape throat jaw shoulder blade collarbone arm elbow forearm wrist hand finger thumb chest rib
spine disc disk tailbone coccyx sacrum sacroiliac hip groin pelvis pelvic glute buttock bum butt thigh hamstring
hammy quad leg knee kneecap patella shin calf calves achilles ankle foot feet heel toe sole belly tummy abdomen
stomach bladder bowel vagina womb penis prostate bone ear eye brain cuff meniscus acl mcl labrum ligament tendon
cartilage
cabeza cuello nuca hombro brazo codo muneca mano dedo pulgar pecho espalda lumbar columna cintura cadera ingle
pelvico gluteo nalga pierna muslo rodilla espinilla pantorrilla tobillo pie talon planta vientre abdomen barriga
vejiga hueso menisco disco"""
# Complaints, and the errands that people come with.
_COMPLAINTS = """sciatica lumbago sprain sprained strain fracture fractured hernia herniated prolapse incontinence
leak leaking pee peeing urine wet constipation diastasis kegel bunion cyst headache migraine vertigo dizzy dizziness
concussion whiplash stroke parkinson ms copd asthma covid cancer fibromyalgia lupus gout carpal impingement sever
torticollis cramp varicose lymphedema balance fall falling fallen crossfit posture slouch slouching desk telehealth
video referral insurance appointment parking record
ciatica esguince fractura desgarro artrosis prolapso incontinencia mareo migrana jaqueca derrame ictus juanete
quiste varices caida equilibrio postura escritorio cita videollamada"""
# What people are or go through is said of the same subject ("and in pregnancy?") as often as of a new one.
_STATES = """pregnant pregnancy postpartum postnatal birth labor labour baby cesarean caesarean menopause
postmenopausal menopausal diabetes diabetic osteoporosis osteopenia pacemaker overweight elderly
embarazo embarazada parto bebe cesarea menopausia diabetico diabetica"""
_ILLNESS = ("itis", "osis", "opathy", "algia", "patia")
_NO_ILLNESS = frozenset({"diagnosis", "prognosis", "osteoporosis"})
# "Back" is a part of the body, except in "can I go back to work".
_ADVERB_BACK = re.compile(
    r"\b(?:go|goes|going|get|gets|getting|got|come|comes|coming|came|went|be|bring|cut|put|hold|step|bounce) back\b"
    r"|\bback (?:to|at|into|in|on)\b"
)

# What any question is asked with: it tells how something is asked, not what about.
_ASKED_WITH = """how why when what which where who long often much many more less time times day days week weeks
month months year years minute minutes hour hours help helps helping helped work works working need needs needed
want wants get gets getting got use used using make makes take takes taking tell explain know mean means think
happen happens give try trying tried good bad best better worse worst safe ok okay fine normal normally dangerous
harmful risky allowed start begin stop keep thing things stuff kind type way ways lot bit really exactly just still
always usually would could might like please thanks thank hello hi hey yes no not before after well also im ive id
dont cant wont isnt doesnt didnt whats hows going go goes went worth possible recommended sure question reason come
put see say said one ones two first second third last next instead either another even ever since soon around enough
everything anything something someone else few ago told yesterday today tonight tomorrow morning lately bc cos
because let lets wanna gonna feel feels felt seems seem thought heard read till til notice
anyone someone anybody somebody shouldnt shouldn couldnt tho though btw lol pls plz rn idk tbh u ur
wouldnt mum mom dad daughter mother father
husband wife gran grandma granny grandpa grandad partner friend kid kids physio physios therapist doctor doc gp
surgeon
que como cuando cuanto cuanta cuantos cuantas cual cuales cada vez veces dia dias semana semanas mes meses tiempo
tarda ayuda ayudan sirve sirven necesito quiero puedo puede puedes debo debe conviene hacer hago hace bueno buena
malo mala mejor peor normal seguro segura peligroso gracias hola si no sin antes despues entonces pero tambien pasa
va ir hay usar tomar dar falta favor mama papa hijo hija esposo esposa abuela abuelo madre padre amiga amigo"""

# "I'm 30 weeks" says pregnant; "I'm 6 weeks post op" does not.
_WEEKS_ALONG = re.compile(
    r"\b(?:im|i'm|i am) \d{1,2} (?:weeks?|wks?)\b(?! (?:post|out|after|since|into|in|from|pp|old|sober|clean|off)\b)"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A message, read.

    Attributes:
        plain: Its words as `words` gives them, with single spaces.
        telling: The words that tell what it is about, each once, in their order.
        parts: Its parts of the body.
        complaints: Its complaints and errands.
        states: What somebody is or goes through: pregnant, diabetic.
    """

    plain: str
    telling: tuple[str, ...]
    parts: frozenset[str]
    complaints: frozenset[str]
    states: frozenset[str]

    @property
    def named(self) -> frozenset[str]:
        """What makes it a subject of its own."""
        return self.parts | self.complaints


def read_subject(text: str) -> Said:
    """Reads what a message is about."""
    plain = " ".join(words(text[:MOST_CHARACTERS]))
    spoken = _ADVERB_BACK.sub(" ", plain).split()
    if _WEEKS_ALONG.search(plain):
        spoken = [*spoken, "pregnant"]
    telling = (word for word in spoken if word not in _untelling() and not word.isdigit())
    return Said(
        plain=plain,
        telling=tuple(dict.fromkeys(telling)),
        parts=frozenset(word for word in spoken if word == "back" or word in _listed(_PARTS)),
        complaints=frozenset(word for word in spoken if _is_complaint(word)),
        states=frozenset(word for word in spoken if word in _listed(_STATES)),
    )


def _is_complaint(word: str) -> bool:
    return word in _listed(_COMPLAINTS) or (word.endswith(_ILLNESS) and word not in _NO_ILLNESS)


@cache
def _listed(text: str) -> frozenset[str]:
    """The words of a list with their plurals."""
    named = text.split()
    return frozenset(named) | {word + end for word in named for end in ("s", "es")}


@cache
def _untelling() -> frozenset[str]:
    listed = [*stopwords.STOPWORDS_EN_PLUS, *stopwords.STOPWORDS_SPANISH, *_ASKED_WITH.split()]
    return frozenset(word for text in listed for word in words(text))
