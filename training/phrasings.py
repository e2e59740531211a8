"""How visitors ask for what a heading of MedQuAD promises; {subject} is the document's subject."""

PHRASINGS: dict[str, tuple[str, ...]] = {
    "information": (
        "what is {subject}",
        "what does {subject} mean?",
        "can you explain {subject}",
        "{subject} what is it exactly",
        "My doctor mentioned {subject}. What is that?",
        "tell me about {subject}",
    ),
    "symptoms": (
        "how do i know if i have {subject}",
        "signs of {subject}",
        "What does {subject} feel like?",
        "what are the symptoms of {subject}?",
        "could this be {subject}, what should i look for",
        "how does {subject} show itself",
    ),
    "treatment": (
        "how is {subject} treated",
        "what helps with {subject}",
        "{subject} what can be done about it",
        "Is there anything that makes {subject} better?",
        "best way to treat {subject}?",
        "do i need surgery for {subject} or is there something else",
        "i was told i have {subject}, what happens now",
    ),
    "causes": (
        "what causes {subject}",
        "why did i get {subject}",
        "where does {subject} come from?",
        "Why do people get {subject}?",
        "how does {subject} start",
    ),
    "exams and tests": (
        "how is {subject} diagnosed",
        "what tests are there for {subject}",
        "do i need a scan for {subject}?",
        "how will they find out if it is {subject}",
    ),
    "outlook": (
        "how long does {subject} last",
        "does {subject} go away",
        "Will I recover from {subject}?",
        "what is the outlook with {subject}",
        "does {subject} get worse over time",
    ),
    "prevention": (
        "how can i prevent {subject}",
        "how to avoid {subject}",
        "Can I do something so that I don't get {subject}?",
        "what lowers the risk of {subject}",
    ),
    "susceptibility": (
        "who gets {subject}",
        "am i at risk of {subject}",
        "Who is more likely to have {subject}?",
    ),
    "complications": (
        "what can go wrong with {subject}",
        "is {subject} dangerous if it is left alone?",
        "what problems does {subject} lead to",
    ),
    "frequency": (
        "how common is {subject}",
        "how many people have {subject}?",
        "is {subject} rare",
    ),
    "inheritance": (
        "does {subject} run in families",
        "is {subject} inherited",
        "Will my children get {subject}?",
    ),
    "considerations": (
        "what should i know about living with {subject}",
        "anything to watch out for with {subject}?",
        "what should i eat with {subject}",
    ),
}
