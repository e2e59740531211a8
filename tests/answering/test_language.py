"""The language of short, badly spelt messages: English, Spanish, or one that ptassist cannot read."""

import pytest

from ptassist.answering.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("is knee pain normal", "en"),
        ("plantar fasciitis", "en"),
        ("xyzzy", "en"),
        ("hi there", "en"),
        ("I want to die", "en"),
        ("my hip clicks", "en"),
        ("I have pain in la rodilla when I run", "en"),
        ("hepatitis e in a pt", "en"),
        ("dr van der berg said no squats", "en"),
        ("mal tracking kneecap", "en"),
        ("el dolor", "es"),
        ("hola", "es"),
        ("muchas gracias", "es"),
        ("quiero matarme", "es"),
        ("me quiero morir", "es"),
        ("vomite sangre", "es"),
        ("me desmaye haciendo ejercicio", "es"),
        ("tengo dolor de espalda y no se que hacer", "es"),
        # French, Portuguese, German, Italian, Dutch, Turkish
        ("j'ai mal au dos depuis une semaine, quels exercices je peux faire", "other"),
        ("mon genou me fait mal dans les escaliers", "other"),
        ("tenho dor no joelho quando subo as escadas, o que posso fazer", "other"),
        ("minha mãe não sente as pernas", "other"),
        ("ich habe starke Schmerzen im Rücken und kann nicht gehen", "other"),
        ("Wie heile ich meine Ferse", "other"),
        ("ho mal di schiena, che esercizi posso fare", "other"),
        ("mijn knie doet pijn als ik de trap op loop", "other"),
        ("dizim çok ağrıyor ne yapmam gerekiyor ve ne zaman geçer", "other"),
        # Vietnamese, Tagalog, Haitian Creole, Polish
        ("tôi bị đau lưng khi ngồi lâu", "other"),
        ("masakit ang likod ko at hindi ako makatulog", "other"),
        ("mwen gen doulè nan do mwen", "other"),
        ("boli mnie kolano i nie mogę chodzić", "other"),
        # other scripts
        ("у меня болит спина", "other"),
        ("我的膝盖疼", "other"),
        ("膝が痛いです", "other"),
        ("무릎이 아파요", "other"),
        ("ركبتي تؤلمني", "other"),
        ("मेरे घुटने में दर्द है", "other"),
        ("ปวดหลัง", "other"),
    ],
)
def test_the_language_is_told_by_its_function_words(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_no_letters_at_all_are_read_as_english() -> None:
    assert detect_language("🦵🔥 911 ?!") == "en"
