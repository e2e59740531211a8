"""Pairs of made-up articles: twenty that cannot both be followed, twenty that only look so.

Each is a question, and two articles as (title, text).
"""

Pair = tuple[str, tuple[str, str], tuple[str, str]]

DIFFERING: tuple[Pair, ...] = (
    (
        "how long should I rest a sprained ankle",
        ("Sprained Ankles", "A sprain hurts. Rest a sprained ankle for 2 days. Then walk."),
        ("Your Sprained Ankle", "Rest a sprained ankle for two to three weeks. Snow is white."),
    ),
    (
        "how long do I hold a calf stretch",
        ("Calf Strains", "Hold each calf stretch for 30 seconds. Breathe as you do it."),
        ("Calf Cramps", "A calf stretch should be held for 5 seconds. Both legs get a turn."),
    ),
    (
        "how often should I do heel raises for achilles pain",
        ("Achilles Pain", "Do heel raises three times a week. Wear shoes."),
        ("The Sore Achilles Tendon", "For the tendon, do heel raises seven times a week."),
    ),
    (
        "how long does a frozen shoulder last",
        ("Frozen Shoulder", "A frozen shoulder usually lasts 2 to 3 months. It is stiff."),
        (
            "Living With a Frozen Shoulder",
            "Most of the time a frozen shoulder lasts about 2 years.",
        ),
    ),
    (
        "how long do I put ice on my knee",
        ("Swollen Knees", "Put ice on the knee for 10 minutes. Use a towel."),
        ("Knee Pain at Home", "Keep ice on the knee for 45 minutes. Sit down for it."),
    ),
    (
        "how many weeks of rest for a stress fracture of the shin",
        ("Shin Stress Fractures", "Rest a stress fracture of the shin for 2 weeks."),
        ("Stress Fractures in the Shin", "Rest a shin stress fracture for 6 to 8 weeks."),
    ),
    (
        "when can I drive after a hip replacement",
        ("Hip Replacement", "You can drive 2 weeks after a hip replacement. Ask first."),
        ("Home After a Hip Replacement", "You can drive 6 weeks after a hip replacement."),
    ),
    (
        "how heavy may I lift after hernia surgery",
        ("Hernia Surgery", "After hernia surgery lift no more than 5 pounds. Go slow."),
        (
            "Healing From Hernia Surgery",
            "After hernia surgery you may lift up to 40 pounds.",
        ),
    ),
    (
        "how many squats for knee arthritis",
        ("Knee Arthritis", "With knee arthritis do 3 sets of squats. Hold on to a chair."),
        ("Moving With Knee Arthritis", "For knee arthritis we like 6 sets of squats."),
    ),
    (
        "how long do I wear a wrist splint for carpal tunnel",
        ("Carpal Tunnel", "Wear the wrist splint for 3 weeks. It keeps the wrist still."),
        ("Help for Carpal Tunnel", "Wear a wrist splint for at least 12 weeks."),
    ),
    (
        "is cycling good for hip bursitis",
        ("Hip Bursitis", "Avoid cycling. The bursa is a small cushion."),
        ("Sore Hips and Bursitis", "Cycling is a good choice with hip bursitis. The seat is soft."),
    ),
    (
        "should I sleep on my stomach with neck pain",
        ("Neck Pain", "Do not sleep on your stomach with neck pain."),
        ("Neck Pain at Night", "Sleeping on your stomach helps with neck pain."),
    ),
    (
        "should I use heat on a pulled hamstring",
        ("Pulled Hamstring", "Never put heat on a pulled hamstring. Rest it."),
        ("The Pulled Hamstring", "You should put heat on a pulled hamstring."),
    ),
    (
        "is bed rest good for back pain",
        ("Back Pain", "Bed rest is recommended for back pain."),
        ("Back Pain Myths", "Bed rest is not recommended for back pain."),
    ),
    (
        "can I run with shin splints",
        ("Shin Splints", "Do not run with shin splints. Shins need a pause."),
        ("Running and Shin Splints", "It is fine to run with shin splints."),
    ),
    (
        "should I crack my own neck",
        ("Stiff Necks", "Never crack your own neck. Turn it slowly."),
        ("Cracking Necks", "It is safe to crack your own neck."),
    ),
    (
        "are deep squats good for a sore kneecap",
        ("Kneecap Pain", "Avoid deep squats with a sore kneecap."),
        ("The Sore Kneecap", "Deep squats are good for a sore kneecap."),
    ),
    (
        "how many minutes should I walk a day with spinal stenosis",
        ("Spinal Stenosis", "With spinal stenosis walk 10 minutes a day. Lean on a cart."),
        ("Walking With Spinal Stenosis", "Spinal stenosis eases when you walk 45 minutes a day."),
    ),
    (
        "how long to keep weight off a broken toe",
        ("Broken Toes", "Keep weight off a broken toe for 1 week."),
        ("Broken Toe Care", "Keep your weight off the broken toe for 6 weeks."),
    ),
    (
        "cuánto tiempo mantengo el estiramiento de gemelos",
        ("Dolor de gemelos", "Mantenga el estiramiento de gemelos 10 segundos."),
        ("Gemelos cargados", "Mantenga el estiramiento de gemelos 60 segundos."),
    ),
)

AGREEING: tuple[Pair, ...] = (
    (
        "how long should I rest a sprained wrist",
        ("Sprained Wrist", "Rest a sprained wrist for 2 days."),
        ("The Sprained Wrist", "Rest a sprained wrist for one to three days."),
    ),
    (
        "how long do I rest a calf strain",
        ("Calf Strain", "Rest a mild calf strain for 3 days."),
        ("Torn Calf", "Rest a severe calf strain for 6 weeks."),
    ),
    (
        "how long until a rotator cuff tear heals",
        ("Rotator Cuff", "A rotator cuff tear heals in 6 weeks without surgery."),
        ("Rotator Cuff Surgery", "A rotator cuff tear heals in 6 months after surgery."),
    ),
    (
        "how often should I stretch my hips",
        ("Stiff Hips", "Stretch your hips three times a day."),
        ("Hips That Ache", "Stretch your hips five times a week."),
    ),
    (
        "how long should I walk with knee arthritis",
        ("Knee Arthritis", "Walk with knee arthritis for at least 20 minutes."),
        ("Arthritis of the Knee", "Walk with knee arthritis for 30 minutes."),
    ),
    (
        "how long do I put ice on tennis elbow",
        ("Tennis Elbow", "Put ice on tennis elbow for 15 minutes."),
        ("Elbow Pain", "Put ice on tennis elbow every 2 hours."),
    ),
    (
        "how long to rest after a sprain",
        ("Sprained Ankle", "Rest the ankle for 3 days after a sprain."),
        ("Sprained Thumb", "Rest the thumb for 3 weeks after a sprain."),
    ),
    (
        "how long do children need for growing pains",
        ("Heel Pain", "Children rest a sore heel for 2 weeks."),
        ("Heel Pain in Adults", "Adults rest a sore heel for 8 weeks."),
    ),
    (
        "should I use heat on back pain",
        ("Back Pain", "Avoid heat on back pain in the first 48 hours."),
        ("Back Pain and Heat", "Heat helps back pain. Use a warm pack."),
    ),
    (
        "can I run with a stress fracture",
        ("Stress Fracture of the Foot", "Do not run until the foot stress fracture has healed."),
        ("Foot Stress Fractures", "You can run once the foot stress fracture has healed."),
    ),
    (
        "are squats good for knee pain",
        ("Knee Pain", "Avoid deep squats with knee pain."),
        ("Knee Pain Exercises", "Squats are good for knee pain."),
    ),
    (
        "is swimming good for shoulder pain",
        ("Shoulder Pain", "Avoid swimming with shoulder pain if it clicks."),
        ("The Sore Shoulder", "Swimming is good with shoulder pain."),
    ),
    (
        "how long should I hold a plank for back pain",
        ("Back Pain", "Hold a plank for 10 seconds at first."),
        ("Strong Backs and Pain", "Hold a plank for 60 seconds in the last phase."),
    ),
    (
        "how many repetitions of the bridge for back pain",
        ("Back Pain", "Do 8 to 12 repetitions of the bridge."),
        ("Low Back Pain", "Do 10 repetitions of the bridge."),
    ),
    (
        "how long to wear a boot for a broken ankle",
        ("Broken Ankle", "Some people wear a boot for a broken ankle for 4 weeks."),
        ("Ankle Fractures", "Other people wear a boot for a broken ankle for 10 weeks."),
    ),
    (
        "how long do I ice a knee",
        ("Knee Pain", "Ice the knee for 10 to 15 minutes."),
        ("Swollen Knee", "Ice the knee for up to 20 minutes."),
    ),
    (
        "should I stretch plantar fasciitis",
        ("Plantar Fasciitis", "Do not stretch plantar fasciitis with force."),
        ("Plantar Fasciitis Care", "You should stretch plantar fasciitis each day."),
    ),
    (
        "how long should I rest a hamstring",
        ("Hamstring Pain", "Rest the hamstring for 3 days. A bad tear needs 6 to 8 weeks of rest."),
        ("Hamstring Tears", "Rest the hamstring for 6 weeks."),
    ),
    (
        "how much should pregnant women walk with pelvic pain",
        ("Pelvic Pain", "With pelvic pain walk 40 minutes a day."),
        ("Pelvic Pain in Pregnancy", "With pelvic pain pregnant women walk 10 minutes a day."),
    ),
    (
        "cuántos minutos camino con dolor de espalda",
        ("Dolor de espalda", "Camine 20 minutos al día con dolor de espalda."),
        ("La espalda que duele", "Camine entre 15 y 30 minutos al día con dolor de espalda."),
    ),
)
