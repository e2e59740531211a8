"""Spanish as it is spoken and typed from Mexico to the River Plate and Spain: tu, vos and usted, slang, bad spelling.

Written for this project. The decoys beside them must not alarm.
"""

from pathlib import Path

import pytest

from ptassist.answering.triage import Level, Triage, load_triage

# Many messages over all rules.
pytestmark = pytest.mark.slow

RULES = Path(__file__).parents[3] / "corpus" / "triage"

EMERGENCIES = {
    "cauda_equina": [
        "desde que me agache ya no siento el papel cuando voy al baño",
        "la vieja lesion de la cintura empeoro y hace pis sin darse cuenta mi papá",
        "traigo entumida la entre pierna y las nalgas, y ando con lumbago",
        "doce horas sin hacer del uno y la ciatica me tiene doblado",
        "ola doctora me caí d nalgas y aora no siento las partes i no puedo aser pipi",
    ],
    "cord_compression": [
        "las patas no me obedecen bien, cada día camino más tieso y se me van las piernas",
        "mi viejo tiene metástasis en la columna y desde anoche no puede mover las piernas",
        "el pie me quedó colgando, no lo puedo levantar desde el domingo",
        "mis piernas ya no responden como antes, hoy me cai tres veces, dolor entre las paletas",
        "mi nona no puede caminar desde ayer, se le durmieron las dos piernas",
    ],
    "acs": [
        "siento como si me estrujaran el corazón",
        "a mi suegra le duele el pecho y le corre para el brazo",
        "tengo una opresion en el pecho desde hace media hora y estoy bañado en sudor",
        "me pesa el pecho y me dan ganas de vomitar",
        "me duele el pexo y no puedo respirar",
    ],
    "pe_breathing": [
        "no me entra el aire",
        "mi niña respira feo y tiene los labios azules",
        "boté sangre al toser esta mañana",
        "viaje 11 horas en bus y ahora tengo la pantorrilla dura y me agito con nada",
        "no puedo respirrar vien ayuda",
    ],
    "stroke": [
        "a mi abuelita se le chorreó la cara de un lado",
        "mi marido de pronto empezó a hablar como borracho y no tomó nada",
        "quiero decir algo y no me salen las palabras desde hace un rato",
        "se me adormeció medio cuerpo",
        "mi papá se le fue la boca de lado",
    ],
    "aortic": [
        "un dolor como que se me rasga la espalda por dentro, me agarró de golpe y estoy sudando",
        "siento latir un bulto en la panza y me duele la cintura",
        "mi papá de 72 tiene un dolor bárbaro de espalda de repente y está blanco como papel",
        "nunca senti un dolor tan fuerte entre las paletas, me vino de la nada",
        "se me parte la espalda de golpe, siento q me muero, estoy todo sudado y palido",
    ],
    "cad": [
        "fui al huesero, me tronó el cuello y desde entonces veo doble",
        "me duele un costado del cuello como nunca y se me cerró un párpado",
        "dolor de nuca raro y la mitad de la cara dormida",
        "choque por atrás ayer, me duele el pescuezo y todo me da vueltas",
        "me hicieron un ajuste en el cuello y quede mareada y con vision doble",
    ],
    "spinal_trauma": [
        "me aventé un clavado en lo bajito y ahora no puedo girar el cuello",
        "rodó por las gradas y no siente los pies",
        "me caí del andamio, tengo un dolor bárbaro en la columna",
        "volcamos en la camioneta, me arde la nuca y tengo los dedos dormidos",
        "me atropello un carro y me duele el cuello",
    ],
    "head_injury": [
        "el nene se cayó de cabeza de la litera y devolvió dos veces",
        "me descalabré y estoy viendo borroso",
        "le pegaron un pelotazo en la cabeza y no se acuerda de nada",
        "mi mamá tomando warfarina se resbaló y se dio en la nuca",
        "mi sobrino se dio un golpe en la cabeza y esta como perdido",
    ],
    "headache_red": [
        "me estalló la cabeza de repente, jamás me había dolido así",
        "cefalea brutal con la nuca rígida y calentura",
        "la peor jaqueca que he tenido en la vida",
        "mi hija arde en fiebre, le duele la cabeza y no soporta la luz",
        "me duele horrible la cabeza d repente, nunca me habia dolido asi",
    ],
    "seizure_syncope": [
        "mi nena está temblando todo el cuerpo, ojos en blanco",
        "le agarró un ataque epiléptico y no para",
        "mi vieja cayó redonda y no reacciona",
        "me desvanecí jugando al fútbol",
        "a mi hija le estan dando convulciones",
    ],
    "anaphylaxis": [
        "le picó una avispa y se le está hinchando la boca, habla ronco",
        "comí camarones y me broté entera, me cuesta tragar",
        "me inyecte penicilina y me salieron ronchas y me falta el aire",
        "la lengua se me puso enorme de repente",
        "mi hijo comio mani y tiene la cara inchada y tose mucho",
    ],
    "preg_bleed_fluid": [
        "tengo 6 meses de embarazo y me bajó sangre",
        "estoy esperando bebé y me caí por las escaleras",
        "rompí aguas, voy en la semana 32",
        "con 27 semanas la panza se me pone dura cada 8 minutos",
        "toy embarasada de 3 meses y estoy botando sangre",
    ],
    "preeclampsia": [
        "tengo 7 meses de embarazo y me arde la boca del estómago, veo chispitas",
        "31 semanas y amanecí con la cara y los dedos inflamados",
        "embarazada y la tensión en 168/112",
        "a los 6 días del parto la cabeza me va a explotar",
        "tengo 35 semanas me duele mucho la cabeza y veo estrellitas",
    ],
    "pp_haemorrhage": [
        "parí hace 9 días y sangro a chorros",
        "después de la cesárea me salen coágulos del tamaño de un limón",
        "mi hermana dio a luz el lunes, moja una toalla en menos de una hora y está helada",
        "tuve un aborto y la sangre no para, estoy mareada",
        "sangro un monton desde que tuve al bebe, me mareo",
    ],
    "infant": [
        "mi guagua de 3 semanas tiene 38,4",
        "la bebé está flojita, no quiere teta y no despierta",
        "al nene se le atoró una moneda y no puede respirar",
        "mi chiquito de 5 meses respira con quejido y se le meten las costillas",
        "mi bebe ta morao y no respira",
    ],
    "overdose": [
        "se tomó el frasco entero de clonazepam",
        "mi nieto se tragó mis pastillas de la presión",
        "tomé lejía por error",
        "tomé dos veces la dosis de metadona y me estoy quedando dormido",
        "mi hija se tomo un monton de pastillas",
    ],
    "sepsis_skin": [
        "mi papá con neumonía no sabe dónde está y tiene escalofríos",
        "tengo una raya roja que sube por el brazo desde la herida y tengo temperatura",
        "fiebre de 39.8, el corazón a mil y tiritando",
        "el pie diabético se puso negro y huele, con calentura",
        "tengo fiebre alta, tiemblo y estoy desorientado",
    ],
    "bleeding_trauma": [
        "me volé la punta del dedo con la sierra",
        "no se le corta la sangre de la pierna, ya empapó dos trapos",
        "le dieron un balazo",
        "a mi hija le cayó aceite hirviendo encima",
        "me corté feo y la sangre no para",
    ],
    "metabolic": [
        "soy diabético, estoy temblando y con sudor, el aparatito dice 46",
        "la glucosa en 410 y vomitando",
        "mi abuela diabética está como ida y no coordina",
        "tengo la presión en 210 con 120 y me zumba la cabeza, veo borroso",
        "mi esposo diabetico esta sudando y no coordina",
    ],
    "vision": [
        "de pronto no veo nada con el ojo izquierdo",
        "veo una sombra que me tapa media vista y relámpagos",
        "me saltó ácido al ojo",
        "un pelotazo en el ojo y ahora veo todo borroso",
        "se me apagó la vista del ojo derecho",
    ],
    "neurovascular_limb": [
        "el pie se me puso helado y pálido desde esta tarde y no lo siento",
        "la férula me aprieta muchísimo, los dedos azules y sin sensibilidad",
        "un carro me aplastó la pierna, está durísima y el dolor es insoportable, se me duerme el pie",
        "tengo el pie helado y blanco y no lo siento desde hace una hora",
        "el yeso me aprieta y los dedos se me ponen morados y dormidos",
    ],
    "dizziness": [
        "todo me da vueltas de golpe y se me duerme la cara",
        "vértigo horrible con vómitos desde la madrugada que no para",
        "mareada y no puedo sostenerme en pie, me voy para la derecha",
        "mareo terrible de repente y no puedo ni pararme, vomito",
        "todo me da vueltas y tengo la mano torpe",
    ],
    "heat": [
        "estuvo cosechando todo el día bajo el sol y ahora no sabe ni quién es",
        "mi hijo entrenando con 38 grados de calor se desmayó y está hirviendo",
        "mi papa trabajando en el campo con el calor se puso a hablar incoherencias",
        "mi amigo se desmayó corriendo en el calor y está confundido",
    ],
    "rhabdo": [
        "orino color té después de la clase de spinning",
        "hice mil abdominales y dominadas, no puedo estirar los brazos y hago pis marrón",
        "despues d entrenar orino como coca cola",
        "orina oscura y los muslos hinchados despues del reto de sentadillas",
        "después de la clase de crossfit mi orina salió color coca cola",
    ],
    "ad_sci": [
        "soy parapléjico T4, se me puso la cara colorada y me late la cabeza",
        "cuadripléjico, presión 200/100 y dolor de cabeza",
        "mi esposo tiene lesión medular y le duele mucho la cabeza, está sudando y con la presión alta",
    ],
    "serious_illness": [
        "mi señora está fría, gris y casi no responde",
        "mi papá tiene fiebre y está hablando incoherencias",
        "satura 84 y respira muy mal",
        "mi abuela esta muy confundida desde hoy y con fiebre",
        "esta helado, palido y no me contesta",
    ],
    "acute_abdomen_flank": [
        "dolor brutal en la panza abajo a la derecha y vomito",
        "la barriga dura como tabla y con fiebre",
    ],
}
CRISES = [
    "ya no le encuentro sentido a la vida",
    "me quiero colgar",
    "estoy pensando en tirarme del puente",
    "mi hija se corta los brazos",
    "siento que soy un estorbo para todos",
    "ojalá me durmiera y no despertara nunca",
    "se quiere matar mi cuñado",
    "estuve juntando pastillas para acabar con todo",
    "no tengo ganas de vivir",
    "me dan impulsos de aventar a mi bebé",
    "desde que nació la niña escucho una voz que me manda hacer cosas",
    "mi mamá dice que la espían por la tele y que le pusieron un chip",
    "lleva cinco noches sin dormir y dice que tiene una misión de dios",
    "con este dolor mejor me mato",
    "no vale la pena seguir viviendo asi",
    "mi novia me dijo que se va a cortar las venas",
    "estoy harto de vivir con dolor",
    "quiero que todo se termine y no despertar",
    "tuve un bebe y tengo ganas de ahogarlo",
    "mi señora parió y dice que el diablo le habla",
    "me he estado cortando los brazos",
    "todos estarían mejor si yo no estuviera",
    "tengo pensamientos de hacerle daño a mi bebé",
]
URGENT = [
    "semana 34 y hoy la beba casi no se mueve",
    "tengo una pierna mucho más gorda que la otra y me duele la batata",
    "la rodilla colorada, caliente y no la puedo doblar",
    "me doblé el tobillo jugando y no puedo dar ni dos pasos",
    "se me zafó el hombro",
    "los puntos de la operación se abrieron y sale pus",
    "me duele la columna y tengo temperatura con chuchos",
    "sentí una pedrada en el gemelo y no puedo caminar",
    "mi hijo de 4 años cojea y no quiere apoyar la pierna",
    "desde el parto lloro por todo y no quiero ni cargar al bebé",
    "tengo osteoporosis, estornudé y me quedó un dolor tremendo en la espalda",
    "me orino con sangre y me duele el riñón",
    "pecho rojo y duro con fiebre, estoy amamantando",
    "no siento patadas de mi bebe hoy, 36 semanas",
    "tengo una pantorrilla hinchada y me duele desde que volé",
    "me salio pus de la herida de la rodilla operada",
    "se me hincho la rodilla de repente, roja, y tengo calentura",
]
SAFETY = [
    "mi pareja me levanta la mano",
    "mi ex me amenaza con quitarme a los niños y me pega",
    "me da pánico volver a mi casa por mi marido",
    "mi padrastro me toca las partes",
    "no me deja hablar con mi familia y me quita el celular, mi novio",
    "el yerno golpea a mi mamá",
    "mi esposo me agarro del cuello",
    "el novio de mi mama me toca",
    "tengo miedo de mi pareja",
]
DECOYS = [
    "¿qué es un infarto?",
    "¿cuáles son las señales de un derrame cerebral?",
    "no me duele el pecho ni me falta el aire, solo el hombro",
    "sin fiebre, sin entumecimiento, orino normal, nada más me duele la cintura",
    "hace cinco años tuve una trombosis, ¿puedo nadar?",
    "se me duerme la mano cuando manejo mucho rato",
    "me truena la rodilla al agacharme pero no duele",
    "¿puedo lastimar a mi bebé si hago abdominales embarazada?",
    "¿cómo hago peso muerto sin hacerme daño en la espalda?",
    "me obligo a salir a caminar aunque me dé flojera",
    "el dolor no me deja dormir de ese lado",
    "la rodilla no me deja salir a correr",
    "se me puso morado el tobillo pero ya puedo pisar",
    "se me quedó el cuello tieso por dormir mal",
    "me quedé tieso de la espalda después de estar sentado",
    "tengo 38 años y me operaron de la rodilla hace dos meses, ¿cuándo puedo correr?",
    "¿calor o hielo para la rodilla que me arde?",
    "ejercicios para gemelos cargados",
    "duermo de un lado y me duele el hombro",
    "no puedo levantar el brazo por el hombro congelado, ¿cuánto dura?",
    "tengo el hueso salido del juanete, ¿hay plantillas?",
    "me muero de ganas de volver a bailar",
    "me caigo de sueño en las clases de la tarde jaja",
    "quiero acabar con el dolor de talón",
    "¿a qué hora abren? no responden el teléfono",
    "la tendinitis no responde al tratamiento, ¿qué más hay?",
    "mi esposo me pegó la gripe y no voy a ir hoy",
    "me pegó un tirón en la espalda baja jugando pádel",
    "las piernas me pesan después de correr 10 km",
    "se me cansan las piernas al subir escaleras",
    "me siguen doliendo los pies con plantillas",
    "me falta el aire cuando corro, ¿cómo mejoro mi condición?",
    "tengo 45 años, diabetes controlada, ¿qué ejercicio me conviene?",
    "¿cuánto tarda en sanar una fractura de muñeca?",
    "tuve a mi bebé hace 6 meses, ¿puedo hacer abdominales?",
    "me gotea un poquito cuando salto la cuerda, ¿hacen suelo pélvico?",
    "estoy embarazada y me duele la espalda por las tardes",
    "embarazada de 30 semanas, ¿puedo hacer natación?",
    "mi hijo tiene 12 años y le duelen los talones después del fútbol",
    "mi bebé tiene la cabecita plana, ¿qué hago?",
    "me sangraron tantito las encías al cepillarme, ¿afecta para la terapia?",
    "tengo 8 meses con dolor de rodilla",
    "el niño no quiere hacer los ejercicios",
    "mi bebé no gatea todavía",
    "mi bebé tiene un mes, ¿qué masaje le doy?",
    "me falta fuerza en las piernas para subir escaleras, quiero ejercicios",
    "se me cansan los brazos al cargar al bebé",
    "no puedo mover los brazos de las agujetas, ayer fui al gym",
    "amanezco con las manos dormidas por el túnel carpiano",
    "no puedo doblar la rodilla por completo desde la operación de hace un mes, ¿es normal?",
    "¿cuándo puedo manejar después de la cirugía?",
    "se me salen gotitas cuando toso, ¿el suelo pélvico ayuda?",
    "tengo estreñimiento y dolor de espalda baja",
    "me duele el glúteo y me baja por la pierna",
    "tengo pie plano y se me caen los arcos",
    "tengo cuello de texto y me duele la nuca",
    "me dan mareos leves al girar la cabeza desde hace años",
    "hoy no dormí bien por el dolor de hombro",
    "no se me duermen las piernas ni veo doble, solo me duele el cuello",
    "no se me duerme el brazo, solo me duele el hombro",
    "no veo borroso ni tengo dolor de cabeza",
    "no tengo hormigueo, no me falta fuerza y orino bien",
    "ni fiebre ni escalofríos, solo dolor de espalda",
    "sin pérdida de sensibilidad en la entrepierna, solo lumbago",
    "no se me hincha la pierna ni está roja",
    "no me sube el hormigueo, se queda en el pie desde hace años",
    "no sangro ni tengo contracciones, estoy embarazada de 20 semanas",
    "no me desmayé, solo me mareé un poco",
    "no he vomitado ni tengo fiebre, me golpeé la rodilla",
    "no me golpeé la cabeza",
    "nunca he tenido convulsiones",
    "jamás me ha dolido el pecho",
]

# The same words, meant in another way: denied, long past, only asked about.
MEANT_OTHERWISE = [
    ("me falta el aire", "no me falta el aire, solo me duele el hombro"),
    ("se desmayó dos veces hoy", "nunca me he desmayado"),
    ("tengo fiebre y la rodilla roja y caliente", "no tengo fiebre ni la rodilla roja"),
    ("se me cierra la garganta", "no se me cierra la garganta, solo tengo tos"),
    ("perdió el control de los esfínteres y le duele la espalda", "sin pérdida de control"),
    ("mi papá está teniendo un derrame", "mi papá tuvo un derrame hace tres años"),
    ("creo que es una embolia, no mueve un brazo", "qué es una embolia"),
    ("creo que me está dando un infarto", "cuáles son los síntomas de un infarto"),
    ("mi hermano se cayó del techo y le duele la espalda", "cómo evitar caídas del techo"),
    ("estoy embarazada y sangro", "puedo hacer yoga embarazada"),
]


@pytest.fixture(scope="module")
def triage() -> Triage:
    return load_triage(RULES)


@pytest.mark.parametrize(
    "message", [message for messages in EMERGENCIES.values() for message in messages]
)
def test_every_emergency_is_an_emergency(triage: Triage, message: str) -> None:
    assert triage.assess([message], "es").level is Level.EMERGENCY


@pytest.mark.parametrize("message", CRISES)
def test_every_crisis_is_a_crisis(triage: Triage, message: str) -> None:
    assert triage.assess([message], "es").level >= Level.CRISIS


@pytest.mark.parametrize("message", URGENT)
def test_what_needs_care_today_gets_at_least_that(triage: Triage, message: str) -> None:
    assert triage.assess([message], "es").level >= Level.URGENT_TODAY


@pytest.mark.parametrize("message", SAFETY)
def test_abuse_gets_the_safety_card(triage: Triage, message: str) -> None:
    assert triage.assess([message], "es").level >= Level.SAFETY


@pytest.mark.parametrize("message", DECOYS)
def test_ordinary_messages_do_not_alarm(triage: Triage, message: str) -> None:
    assert triage.assess([message], "es").level <= Level.CLINICIAN_FIRST


@pytest.mark.parametrize(("alarming", "harmless"), MEANT_OTHERWISE)
def test_denied_past_and_asked_about_do_not_alarm(
    triage: Triage, alarming: str, harmless: str
) -> None:
    assert triage.assess([alarming], "es").level >= Level.URGENT_TODAY
    assert triage.assess([harmless], "es").level <= Level.CLINICIAN_FIRST


def test_every_situation_that_must_not_be_missed_has_its_messages() -> None:
    assert len(EMERGENCIES) >= 25
    assert all(EMERGENCIES.values())
    assert sum(map(len, EMERGENCIES.values())) >= 120
    assert len(DECOYS) >= 60
