"""Pairs of made-up sentences: some say opposite things about one subject, some only look as if they did."""

CONFLICTING = (
    (
        "Rest a sprained ankle for 2 days before you walk on it.",
        "Rest a sprained ankle for 3 weeks before you walk.",
    ),
    ("Hold each calf stretch for 30 seconds.", "A calf stretch should be held for 5 seconds."),
    ("Do the heel raises three times a week.", "Heel raises work best seven times a week."),
    ("A frozen shoulder usually lasts 2 to 3 months.", "A frozen shoulder lasts about 3 years."),
    ("Put ice on the knee for 10 minutes.", "Keep the ice on your knee for 45 minutes."),
    ("Sit with the knee bent at 90 degrees.", "Sit with your knee bent at 30 degrees."),
    (
        "Lift no more than 5 pounds after hernia surgery.",
        "After hernia surgery you may lift 40 pounds.",
    ),
    ("About 10 percent of adults get tennis elbow.", "Some 60 percent of adults get tennis elbow."),
    (
        "Avoid jumping if your bones are thin.",
        "Jumping is good for thin bones and should be part of each day.",
    ),
    (
        "Do not sleep on your stomach with neck pain.",
        "Sleeping on your stomach helps with neck pain.",
    ),
    (
        "You should not stretch a torn hamstring in the first week.",
        "Stretch a torn hamstring in the first week; it helps.",
    ),
    (
        "Running is not safe after a stress fracture of the shin.",
        "Running is safe after a stress fracture of the shin.",
    ),
    ("Never crack your own neck.", "It is fine to crack your own neck."),
    (
        "Stop cycling while the hip bursa is sore.",
        "Cycling is a good choice while the hip bursa is sore.",
    ),
    (
        "Avoid stairs for a month after knee replacement.",
        "Use the stairs in the first month after knee replacement.",
    ),
    ("Heat a swollen ankle in the first hours.", "Ice a swollen ankle in the first hours."),
    ("Sore heels feel worst in the morning.", "Sore heels feel worst in the evening."),
    ("Slow squats put more load on the kneecap.", "Slow squats put less load on the kneecap."),
    (
        "Tight belts weaken the deep belly muscles.",
        "Tight belts strengthen the deep belly muscles.",
    ),
    ("A slipped disc rarely heals without surgery.", "A slipped disc often heals without surgery."),
    (
        "Bed rest is recommended for acute back pain.",
        "Bed rest is not recommended for acute back pain.",
    ),
    (
        "You can drive one week after shoulder surgery.",
        "Do not drive until six weeks after shoulder surgery.",
    ),
    ("Evite el calor en una rodilla hinchada.", "El calor ayuda a una rodilla hinchada."),
    (
        "Mantenga el estiramiento de gemelos 10 segundos.",
        "Mantenga el estiramiento de gemelos 60 segundos.",
    ),
)

CONSISTENT = (
    ("Rest a sprained wrist for 2 days.", "A sprained wrist needs one to three days of rest."),
    ("Hold each chest stretch for 30 seconds.", "Hold the chest stretch for half a minute."),
    ("Do wall push-ups three times a week.", "Do wall push-ups two to four times a week."),
    ("Ice the elbow for 15 minutes.", "Put ice on the elbow for 10 to 20 minutes."),
    ("Avoid lifting with a twisted back.", "Do not twist your back while you lift."),
    ("Do not run through shin pain.", "Avoid running while the shin hurts."),
    ("Walking is good for the spine.", "Walking helps the spine."),
    ("Swimming is safe with sore knees.", "Swimming is a good choice for sore knees."),
    (
        "Ask a therapist before you use weights.",
        "Use weights only after a therapist has shown you how.",
    ),
    ("Golfers often hurt the lower back.", "Lower back pain is common in golfers."),
    ("Each set has 10 repetitions of the bridge.", "Do the bridge for 8 to 12 repetitions."),
    ("A dull ache after planks fades within 2 days.", "The ache after planks is gone in 48 hours."),
    ("Wear shoes with a firm heel for bunions.", "Bunions need a wide toe box."),
    (
        "Raise the arm slowly after a collarbone fracture.",
        "Move the arm in small steps after a collarbone fracture.",
    ),
    ("Most tears of the meniscus heal in 6 weeks.", "In 6 weeks most meniscus tears have healed."),
    (
        "If your hip clicks without pain, do nothing.",
        "A hip that clicks without pain needs no treatment.",
    ),
    ("Should you bend your knee after surgery?", "Bend the knee gently after surgery."),
    ("Unless it swells, use the thumb as usual.", "Do not use the thumb when it swells."),
    ("Stand up from your desk every 30 minutes.", "Stand up from the desk twice an hour."),
    ("Breathe out while you lift.", "Breathe out on the effort."),
    ("Camine 20 minutos al día.", "Caminar entre 15 y 30 minutos al día es bueno."),
    ("No levante peso con la espalda doblada.", "Evite levantar peso con la espalda doblada."),
)
