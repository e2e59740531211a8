"""Spanish messages, written for this project as visitors type them: none of the never-miss situations is missed.

Spelling, accents and punctuation are as careless as on a phone. The decoys beside them must not alarm.
"""

from pathlib import Path

import pytest

from ptassist.answering.triage import Level, Triage, load_triage

# Many messages over all rules.
pytestmark = pytest.mark.slow

RULES = Path(__file__).parents[3] / "corpus" / "triage"

EMERGENCIES = {
    "cauda_equina": [
        "me duele la espalda y ya no siento cuando me limpio",
        "tengo ciatica y desde ayer no puedo orinar",
        "se me duerme la entrepierna, la espalda me mata",
        "no siento mis partes intimas desde que cargue una caja",
        "me orino encima desde que me lastime la espalda",
        "tengo que pujar para orinar y me duele la cintura",
        "se me adormecieron los genitales y las piernas",
        "no siento ganas de orinar y traigo las dos piernas dormidas",
        "perdi el control del intestino despues de un tiron en la espalda",
        "hormigueo entre las piernas y dolor de espalda baja",
    ],
    "cord_compression": [
        "las dos piernas se me ponen mas debiles cada dia y me duele la espalda",
        "arrastro el pie desde ayer",
        "no puedo levantar la punta del pie desde anoche",
        "el entumecimiento me va subiendo por las piernas desde el lunes",
        "de repente mi pierna no tiene fuerza",
        "me tropiezo mucho y las piernas cada vez mas debiles",
        "se me caen las cosas de las manos y camino como borracho",
        "no puedo mover las piernas desde esta manana",
    ],
    "acs": [
        "me duele mucho el pecho",
        "siento una opresion en el pecho y me falta el aire",
        "tengo presion en el pecho y el brazo izquierdo dormido",
        "dolor en la mandibula y sudor frio",
        "mi esposo se agarra el pecho y esta sudando",
        "creo que me esta dando un infarto",
        "me aprieta el pecho cuando subo escaleras",
        "me arde el pecho y tengo nauseas y sudor frio",
        "dolor de pecho que se me corre al brazo",
        "siento como un peso encima del pecho",
    ],
    "pe_breathing": [
        "no puedo respirar",
        "me falta el aire desde la cirugia de rodilla",
        "me ahogo y me duele al respirar",
        "estoy tosiendo sangre",
        "me cuesta mucho respirar desde ayer",
        "despues de un vuelo largo me duele el pecho al respirar",
        "tiene los labios morados y respira rapido",
        "de repente me quede sin aire, tuve un bebe hace dos semanas",
        "mi inhalador no me ayuda y no puedo respirar bien",
        "me duele al respirar y tengo la pantorrilla hinchada",
    ],
    "stroke": [
        "se le torcio la boca y no puede hablar",
        "tengo media cara dormida y el brazo debil",
        "de repente no puedo mover el brazo izquierdo",
        "mi mama esta diciendo cosas sin sentido desde hace rato",
        "se me traba la lengua y tengo un lado del cuerpo dormido",
        "creo que mi papa esta teniendo un derrame",
        "perdi la vista de un ojo de repente",
        "el lado derecho de mi cuerpo se me paralizo",
        "no le responde la mano derecha y habla raro",
        "se le cayo un lado de la cara",
    ],
    "aortic": [
        "dolor repentino y desgarrador en la espalda",
        "siento que algo se desgarra en el pecho",
        "dolor muy fuerte de espalda de repente y estoy palido y sudando frio",
        "me late la barriga y me duele la espalda",
        "tengo un aneurisma y hoy me empezo a doler la espalda",
        "dolor de espalda de la nada y casi me desmayo",
    ],
    "cad": [
        "me trono el cuello el quiropractico y ahora veo doble",
        "dolor de cuello como nunca y se me cae el parpado, veo borroso",
        "me duele el cuello y tengo la cara dormida",
        "despues del choque me duele el cuello y estoy muy mareado",
        "dolor de cuello y no puedo tragar",
    ],
    "preg_bleed_fluid": [
        "estoy embarazada y tengo sangrado",
        "tengo 20 semanas y estoy manchando",
        "se me rompio la fuente y tengo 33 semanas",
        "embarazada de 30 semanas con contracciones cada 5 minutos",
        "me sale liquido, estoy embarazada",
        "embarazada y con dolor muy fuerte en el vientre",
        "me cai de panza y estoy embarazada de 26 semanas",
        "estoy de 8 semanas y tengo un dolor muy fuerte de un lado del vientre, embarazo",
        "choque en el carro y estoy embarazada",
        "estoy sangrando con coagulos y tengo 12 semanas de embarazo",
    ],
    "preeclampsia": [
        "embarazada, dolor de cabeza muy fuerte y veo lucecitas",
        "tengo 36 semanas y veo borroso",
        "se me hincharon la cara y las manos, estoy embarazada",
        "di a luz hace una semana y el dolor de cabeza no se quita",
        "embarazada con presion de 165/110",
        "dolor debajo de las costillas del lado derecho, 34 semanas de embarazo",
        "acabo de tener a mi bebe y veo manchas, me duele mucho la cabeza",
    ],
    "pp_haemorrhage": [
        "tuve a mi bebe hace 5 dias y empapo una toalla cada hora",
        "despues del parto me salen coagulos muy grandes",
        "sangro muchisimo desde la cesarea",
        "parto hace una semana, sangrado abundante y me siento mareada",
        "mi esposa dio a luz y esta sangrando mucho y palida",
    ],
    "infant": [
        "mi bebe no respira bien",
        "mi bebe esta flacido y no despierta",
        "mi recien nacido tiene fiebre de 38.5",
        "mi bebe de un mes tiene calentura",
        "mi bebe se esta ahogando con una uva",
        "la mollera de mi bebe esta abultada",
        "mi bebe vomita verde",
        "mi bebe se puso morado",
        "mi bebe esta convulsionando",
        "mi hijo se trago una pila y no puede respirar",
        "mi bebe se cayo de la cama y no para de llorar",
        "mi bebe no quiere comer y tiene fiebre, esta muy dormido",
    ],
    "anaphylaxis": [
        "se me cierra la garganta",
        "se me hincharon los labios y la lengua despues de la picadura",
        "tengo ronchas en todo el cuerpo y no puedo respirar",
        "me puse la epipen, tengo que ir al hospital",
        "comi mariscos y se me hincho la cara y la garganta",
        "alergia a la medicina, ronchas y mareo",
        "me pico una abeja y se me hincha la lengua",
    ],
    "spinal_trauma": [
        "me cai del techo y me duele mucho la espalda",
        "tuve un accidente de carro y no puedo mover el cuello",
        "se cayo de la escalera y no siente las piernas",
        "choque en moto y me duele el cuello, se me duermen las manos",
        "mi hijo se cayo del caballo y le duele la espalda",
    ],
    "head_injury": [
        "me golpee la cabeza y estoy vomitando",
        "mi hijo se golpeo la cabeza y no despierta bien",
        "se pego en la cabeza y toma anticoagulantes",
        "se cayo, se golpeo la cabeza y esta confundido",
        "mi abuela se cayo y se pego en la cabeza, esta muy somnolienta",
    ],
    "headache_red": [
        "el peor dolor de cabeza de mi vida",
        "dolor de cabeza repentino como una explosion",
        "cuello tieso, fiebre y dolor de cabeza",
        "dolor de cabeza muy fuerte con vomito y veo doble desde hoy",
        "tengo fiebre, el cuello rigido y me molesta la luz, dolor de cabeza",
    ],
    "seizure_syncope": [
        "se desmayo y no responde",
        "le dio una convulsion",
        "mi papa esta inconsciente",
        "me desmaye haciendo ejercicio",
        "se desmayo dos veces hoy y le late muy rapido el corazon",
        "no respira y no tiene pulso",
    ],
    "overdose": [
        "tome demasiadas pastillas",
        "mi hija se comio mis pastillas",
        "tome muchas pastillas para el dolor y tengo mucho sueño, estoy mareado",
        "creo que es una sobredosis",
        "mi niño tomo cloro",
    ],
    "sepsis_skin": [
        "tengo fiebre y estoy confundido",
        "la herida esta roja y se extiende muy rapido con fiebre",
        "escalofrios, fiebre y el corazon muy acelerado",
        "la pierna roja y caliente se va extendiendo y tengo calentura",
    ],
    "bleeding_trauma": [
        "no para de sangrar",
        "me corte el dedo y sale mucha sangre",
        "vomite sangre",
        "me apuñalaron",
        "tengo las heces negras y estoy mareado",
    ],
    "metabolic": [
        "tengo el azucar en 42",
        "soy diabetico y estoy confundido y sudando",
        "mi azucar esta en 480 y estoy vomitando",
        "presion de 200/120 y dolor de cabeza",
    ],
    "vision": [
        "veo como una cortina en el ojo",
        "me cayo cloro en el ojo",
        "perdi la vision de un ojo",
    ],
    "neurovascular_limb": [
        "se me puso el pie frio y blanco de repente y no lo siento",
        "el yeso me aprieta, los dedos morados y entumecidos",
        "mi pierna esta fria y morada desde hoy y me duele muchisimo",
    ],
}
CRISES = [
    "me quiero morir",
    "quiero matarme",
    "no quiero vivir mas",
    "pienso en suicidarme",
    "quiero acabar con mi vida",
    "todos estarian mejor sin mi",
    "ya no aguanto mas, para que seguir",
    "me corte otra vez los brazos para hacerme daño",
    "mi hermano dice que se va a matar, quiere suicidarse",
    "ojala no despertara, ya no quiero estar aqui",
    "cuantas pastillas necesito para morir",
    "tengo una pistola y ya no quiero vivir",
    "tuve un bebe y quiero desaparecer",
    "tengo pensamientos de lastimar a mi bebe",
    "escucho voces que me dicen cosas de mi bebe",
    "ya no vale la pena vivir",
]
URGENT = [
    "estoy de 33 semanas y no siento moverse a mi bebe",
    "mi bebe se mueve menos hoy, embarazada de 35 semanas",
    "la rodilla esta hinchada, roja y caliente y tengo fiebre",
    "dolor de espalda con fiebre y escalofrios",
    "tengo la pantorrilla hinchada y caliente",
    "me operaron la cadera y la herida tiene pus",
    "tengo fiebre despues del parto",
    "me torci el tobillo y no puedo pisar",
    "estoy embarazada y deprimida, lloro todo el dia",
    "orino sangre y me duele el costado",
]
SAFETY = [
    "mi esposo me pega",
    "mi novio me golpea",
    "tengo miedo de mi esposo",
    "mi pareja me amenazo con matarme",
    "abusaron de mi",
    "no me deja salir de la casa",
]
DECOYS = [
    "que es la cauda equina",
    "cuales son los sintomas de un infarto",
    "mi papa tuvo un derrame hace tres años, que ejercicios le ayudan",
    "no tengo fiebre, solo me duele la espalda",
    "me duele la espalda despues de trabajar en el jardin",
    "me duele la rodilla cuando subo escaleras",
    "no tengo dolor de pecho, solo el cuello tieso",
    "ejercicios de respiracion para el suelo pelvico",
    "cuanto tarda en sanar una fascitis plantar",
    "me matan los pies despues de correr",
    "tengo el hombro congelado, cuanto dura",
    "se me duerme la mano en la noche",
    "que es la preeclampsia",
    "puedo caminar estando embarazada",
    "como se previene un coagulo despues de una cirugia",
    "estiramientos para la ciatica",
    "me duele el talon en la mañana",
    "tuve una cesarea hace un año, puedo correr",
    "mi hijo tiene los pies planos",
    "cuanto cuesta la primera consulta",
]


@pytest.fixture(scope="module")
def triage() -> Triage:
    return load_triage(RULES)


@pytest.mark.parametrize(
    "message", [message for messages in EMERGENCIES.values() for message in messages]
)
def test_every_emergency_in_spanish_is_an_emergency(triage: Triage, message: str) -> None:
    assert triage.assess([message], "es").level is Level.EMERGENCY


@pytest.mark.parametrize("message", CRISES)
def test_every_crisis_in_spanish_is_a_crisis(triage: Triage, message: str) -> None:
    assert triage.assess([message], "es").level >= Level.CRISIS


@pytest.mark.parametrize("message", SAFETY)
def test_abuse_in_spanish_gets_the_safety_card(triage: Triage, message: str) -> None:
    assert triage.assess([message], "es").level >= Level.SAFETY


@pytest.mark.parametrize("message", URGENT)
def test_what_needs_care_today_in_spanish_gets_at_least_that(triage: Triage, message: str) -> None:
    assert triage.assess([message], "es").level >= Level.URGENT_TODAY


@pytest.mark.parametrize("message", DECOYS)
def test_ordinary_questions_in_spanish_do_not_alarm(triage: Triage, message: str) -> None:
    assert triage.assess([message], "es").level <= Level.CLINICIAN_FIRST


def test_there_are_at_least_150_messages() -> None:
    count = sum(map(len, EMERGENCIES.values())) + len(CRISES) + len(URGENT) + len(SAFETY)
    assert count >= 150
