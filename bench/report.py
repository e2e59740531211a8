"""bench/RESULTS.md and its plots, out of what `bench.compare` measured."""

from pathlib import Path

HERE = Path(__file__).parent
_WIDTH, _HEIGHT, _EDGE = 560, 300, 60


def write(found):
    """Writes the page and its plots beside it."""
    growth = found["growth"]
    if growth:
        points = [point["passages"] for point in growth]
        for name, title, key in (
            ("build", "Build without encoding, seconds", "build_s"),
            ("question", "Question without encoding, p50 in ms", "question_ms_p50"),
            ("memory", "Memory of the process, MB", "memory_mb"),
        ):
            svg = plot(title, points, [point[key] for point in growth])
            (HERE / f"results-{name}.svg").write_text(svg, encoding="utf-8")
    (HERE / "RESULTS.md").write_text("\n".join(page(found)) + "\n", encoding="utf-8")


def page(found):
    ours, peers, server = found["ours"], found["peers"], found["server"]
    yield "# Measurements"
    yield ""
    minutes = f"in {found['minutes']:.0f} minutes"
    yield f"{found['date']}, `{found['command']}`, {minutes}. {found['machine']}. {found['versions']}."
    yield ""
    loads = f"{found['load_before']:.1f} before, {found['load_after']:.1f} after"
    yield "One run, one thing after another on the same machine. Other work may have run beside it"
    yield f"(load average {loads}), so ratios within the run count more than figures."
    yield ""
    yield f"## Beside four peers ({found['set']}, {ours['documents']} documents)"
    yield ""
    yield from beside_peers(ours, peers)
    yield ""
    yield "## The server (lean installation, sample articles)"
    yield ""
    yield from under_load(server)
    yield ""
    yield "## Growth"
    yield ""
    yield from growing(found["growth"], ours["passages_per_s"])


def beside_peers(ours, peers):
    yield from table(
        "|documents/s|question ms p50|p99|nDCG@10|serving, MB|first answer, s|installed, MB",
        [
            (
                row["name"],
                f"{row['documents_per_s']:.1f}",
                f"{row['question_ms_p50']:.1f}",
                f"{row['question_ms_p99']:.1f}",
                f"{row['ndcg10']:.3f}",
                row["memory_mb"],
                f"{row['first_s']:.2f}",
                row["installed_mb"],
            )
            for row in [ours, *peers]
        ],
    )
    yield ""
    yield "Serving and first answer: a process of its own that answers one question, ours over the whole set, a peer"
    yield "over ten documents, so a peer's figures are the least that it can do. Ours are passages:"
    yield f"{ours['passages']} of them ({ours['passages_per_s']:.0f} a second, vectors and BM25), none cut short;"
    yield "the peers read the first 256 word pieces of a document. The vectors of our"
    yield f"{ours['sentences']} sentences took {ours['sentences_s']:.0f} s more. Installed: the lean server; with all"
    yield f"that a build needs it is {ours['whole_mb']} MB."
    if not peers:
        return
    fastest = max(peer["documents_per_s"] for peer in peers)
    quickest = min(peer["question_ms_p50"] for peer in peers)
    lightest = min(peer["memory_mb"] for peer in peers)
    best = max(peer["ndcg10"] for peer in peers)
    yield ""
    yield from table(
        "ratio|reached|wanted",
        [
            (
                "documents/s to the fastest peer",
                f"{ours['documents_per_s'] / fastest:.2f}",
                "at least 2.5",
            ),
            (
                "question p50 to the fastest peer",
                f"{ours['question_ms_p50'] / quickest:.2f}",
                "at most 0.5",
            ),
            ("memory to the lightest peer", f"{ours['memory_mb'] / lightest:.2f}", "at most 0.33"),
            ("nDCG@10 less the best peer's", f"{ours['ndcg10'] - best:+.3f}", "at least 0"),
        ],
    )


def under_load(server):
    start = f"{server['first_s']:.2f} s after the start of the process"
    yield f"First answer over HTTP {start} (best of {server['starts']}; median"
    yield f"{server['first_median_s']:.2f} s), memory after it {server['memory_mb']} MB, after the load below"
    yield f"{server['memory_after_mb']} MB."
    yield ""
    yield from table(
        "path|connections|questions|answers/s|of the encoder alone|p50 ms|p99 ms|p99/p50|errors",
        [
            (
                row["path"],
                row["connections"],
                row["questions"],
                f"{row['per_s']:.0f}",
                f"{row['per_s'] / server['limit'][str(row['connections'])]:.0%}",
                f"{row['p50_ms']:.1f}",
                f"{row['p99_ms']:.1f}",
                f"{row['p99_ms'] / row['p50_ms']:.1f}",
                row["errors"],
            )
            for row in server["load"]
        ],
    )
    limits = ", ".join(
        f"{rate:.0f} with {count} at once" for count, rate in server["limit"].items()
    )
    yield ""
    yield f"The encoder alone, distinct questions a second: {limits}. Every question is new; the program that asks runs"
    yield "on the same cores."
    yield ""
    yield from reading(server["reader"])


def reading(reader):
    yield from table(
        "ms a question, one after another, no HTTP|p50|p99",
        [
            (said, f"{reader[f'{name}_ms_p50']:.1f}", f"{reader[f'{name}_ms_p99']:.1f}")
            for name, said in (
                ("with", "an answer"),
                ("without", "the same without the reader"),
                ("alone", "the reader alone"),
            )
        ],
    )


def growing(growth, passages_per_s):
    yield from table(
        "passages|build without encoding, s|on disk, MB|opening, s|question without encoding, ms p50|p99|memory, MB",
        [
            (
                row["passages"],
                f"{row['build_s']:.1f}",
                row["disk_mb"],
                f"{row['open_s']:.2f}",
                f"{row['question_ms_p50']:.2f}",
                f"{row['question_ms_p99']:.2f}",
                row["memory_mb"],
            )
            for row in growth
        ],
    )
    yield ""
    yield "Made-up articles, vectors drawn at random. Encoding comes on top of the build, in proportion:"
    yield f"{passages_per_s:.0f} passages a second."
    if growth:
        yield ""
        yield "![build](results-build.svg) ![question](results-question.svg) ![memory](results-memory.svg)"


def table(head, rows):
    yield f"| {head.replace('|', ' | ')} |"
    yield "|" + "---|" * (head.count("|") + 1)
    for row in rows:
        yield "| " + " | ".join(str(cell) for cell in row) + " |"


def plot(title, xs, ys):
    """A line through measured points, both axes from zero."""
    wide, high = max(xs) or 1, max(ys) or 1
    inner_w, inner_h = _WIDTH - 2 * _EDGE, _HEIGHT - 2 * _EDGE
    places = [
        (_EDGE + inner_w * x / wide, _HEIGHT - _EDGE - inner_h * y / high)
        for x, y in zip(xs, ys, strict=True)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"><title>{n} passages: {v:.2f}</title></circle>'
        for (x, y), n, v in zip(places, xs, ys, strict=True)
    )
    right, bottom = _WIDTH - _EDGE, _HEIGHT - _EDGE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        f'font-size="12" role="img" aria-label="{title}"><rect width="100%" height="100%" fill="#fff"/>'
        f'<text x="{_EDGE}" y="28" font-size="14">{title}</text>'
        f'<path d="M{_EDGE} {_EDGE}V{bottom}H{right}" fill="none" stroke="#666"/>'
        f'<text x="{_EDGE - 6}" y="{_EDGE + 4}" text-anchor="end">{high:.3g}</text>'
        f'<text x="{_EDGE - 6}" y="{bottom}" text-anchor="end">0</text>'
        f'<text x="{right}" y="{bottom + 18}" text-anchor="end">{wide} passages</text>'
        f'<polyline points="{line}" fill="none" stroke="#0b5c8a" stroke-width="2"/><g fill="#0b5c8a">{dots}</g></svg>\n'
    )
