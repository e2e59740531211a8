"""Names and wording that imply a licensed professional: no visitor may take a program for one.

California's AB 489 (in force since 2026) forbids terms, letters and phrases that indicate or imply that a licensed
person gives the advice. The assistant's name is judged strictly, as it stands above every answer; sentences only where
they claim to be someone, since "talk with a therapist" is what they are for.
"""

import re
import unicodedata

_PROFESSIONS = (
    "doctors?|docs?|physicians?|surgeons?|(?:physio)?therapists?|physios?|nurses?|clinicians?|chiropractors?|dentists?"
    "|pharmacists?|psychologists?|psychiatrists?|dieti[ct]ians?|nutritionists?|midwi(?:fe|ves)|doulas?|osteopaths?"
    "|podiatrists?|orthop(?:a?ed)ists?|p(?:a?ed)iatricians?|counsel+ors?|paramedics?|practitioners?|specialists?|experts?"
    "|doctor[ae]s?|medic[oa]s?|(?:fisio)?terapeutas?|kinesiolog[oa]s?|enfermer[oa]s?|quiropractic[oa]s?|cirujan[oa]s?"
    "|psicolog[oa]s?|psiquiatras?|nutricionistas?|especialistas?|expert[oa]s?"
)
# What is a licensed occupation only in two words; "Oak Physical Therapy" and "Article Assistant" are none.
_OCCUPATIONS = (
    r"(?:physical|occupational|speech|massage)[ -]therapy (?:assistant|aide|provider)|(?:medical|nursing|physician'?s?)"
    r" (?:assistant|aide)|asistente (?:medic[oa]|de (?:fisioterapia|terapia fisica))"
    "|health ?care provider|athletic trainer"
)
_CLAIMS = r"licensed|certified|registered|credentialed|accredited|licenciad[oa]|certificad[oa]|titulad[oa]|colegiad[oa]"
_TITLES = r"dr|dra|lic"
_LETTERS = (
    "PT|DPT|MPT|MSPT|PTA|OT|OTR|COTA|OTD|MD|DO|RN|LPN|LVN|NP|FNP|APRN|PA|DC|ATC|LAT|SLP|DDS|DPM|PharmD|PsyD|PhD|LCSW"
    "|LMFT|LPC|LMT|OCS|SCS|GCS|WCS|NCS|CSCS|CHT|FAAOMPT"
)
_NAME = re.compile(rf"\b(?:{_OCCUPATIONS}|{_PROFESSIONS}|{_CLAIMS}|{_TITLES})\b", re.IGNORECASE)
_AFTER_NAME = re.compile(rf"(?<!\w)(?:{_LETTERS})(?!\w)")
_DOTTED = re.compile(r"\b(?:\w\.\s?)+(?:\w\b\.?)?")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OF_AN_ORGANISATION = re.compile(
    r"\b(?:clinics?|center|centre|therapy|physiotherapy|rehab\w*|wellness|health|care|hospital|group|associates|partners"
    r"|institute|practice|studio|clinica|centro|terapia|fisioterapia|salud)\b",
    re.IGNORECASE,
)
_SELF = (
    r"(?:\b(?:i am|i'm|this is|my name is|(?:you are|you're) (?:now )?(?:talking|speaking|chatting|connected)"
    r" (?:to|with)|as|meet|soy|me llamo|le habla|(?:est[aá]|estas) hablando con|como|conozca a) )"
)
_BETWEEN = r"(?:(?!(?:not|no|never|nunca)\b)[\w'-]+,? ){0,4}?"
_CLAIM = re.compile(
    rf"{_SELF}{_BETWEEN}(?:(?:{_OCCUPATIONS}|{_PROFESSIONS})\b(?!')|(?:{_TITLES})\.? \w|\w+, (?-i:{_LETTERS})\b)"
    rf"|\b(?:ai|virtual|digital|robot|online|automated|automatic[oa]) (?:\w+ )?(?:{_OCCUPATIONS}|{_PROFESSIONS})\b",
    re.IGNORECASE,
)


def implied_by_name(name: str, clinic: str = "") -> str | None:
    """The part of an assistant's name that implies a licensed person; None when it implies none.

    Args:
        name: What stands above the answers.
        clinic: The clinic's own name; it may stand in the assistant's when it names an organisation ("Oak PT Clinic").
    """
    plain = _plain(name)
    own = _plain(clinic)
    if own and _OF_AN_ORGANISATION.search(own):
        plain = re.sub(re.escape(own), " ", plain, flags=re.IGNORECASE)
    plain = _CAMEL.sub(" ", _DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found[0]) + " ", plain))
    found = _NAME.search(plain) or _AFTER_NAME.search(plain)
    return found[0].strip() if found else None


def claimed_by_text(text: str) -> str | None:
    """The part of a sentence in which the program claims to be a licensed person; None when it does not."""
    found = _CLAIM.search(_plain(text))
    return found[0].strip() if found else None


def _plain(text: str) -> str:
    """Compatibility form without accents and invisible characters, straight apostrophes, single spaces."""
    letters = unicodedata.normalize("NFKD", text).replace("’", "'")
    shown = (c for c in letters if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return " ".join("".join(shown).split())
