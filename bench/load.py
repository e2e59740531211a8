"""Asks a running server distinct questions over a number of connections, and times each answer.

    python -m bench.load ADDRESS [--path /api/v1/ask] [--connections 8] [--questions 100000] [--first 0]

Prints one JSON object: answers a second, p50 and p99 in milliseconds, errors; on stderr how far it is. It is a process
of its own, so that it takes as little as possible from what it measures; it talks to 127.0.0.1 only, to a server whose
rate limit is lifted (PTASSIST_SERVER__QUESTIONS_PER_MINUTE=0). There are 360,000 questions without a number in them;
`--first` says with which of them to begin, so that a second run asks others.
"""

import argparse
import asyncio
import itertools
import json
import sys
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

_TELL_EVERY = 10_000
_WHO = "I my-mother my-neighbour a-runner a-nurse a-teacher a-gardener my-father someone a-dancer".split()
_DOES = (
    "run walk jump squat lift swim cycle climb stretch dance row kneel hike garden sleep".split()
)
_WHERE = "knee hip heel shoulder neck back ankle wrist elbow calf thigh foot jaw rib hand".split()
_HOW = "stiff sore weak swollen tight tired numb bruised clicking burning".split()
_WHEN = "in-the-morning at-night after-work before-sport on-stairs in-the-cold after-a-rest at-my-desk".split()
_ASK = (
    "can {who} {does} with a {how} {where} {when}",
    "is it good to {does} when the {where} of {who} is {how} {when}",
)


def questions(first: int = 0) -> Iterator[str]:
    """Made-up questions, no two alike, from the first on."""
    parts = itertools.product(_ASK, _WHO, _HOW, _DOES, _WHERE, _WHEN)
    every = list(parts)
    for number in itertools.count(first):
        # A step that shares no factor with their number visits all of them before the first comes again.
        ask, who, how, does, where, when = every[number * 7919 % len(every)]
        text = ask.format(who=who, does=does, how=how, where=where, when=when).replace("-", " ")
        yield f"{text}?" if number < len(every) else f"{text}, {number // len(every)} weeks on?"


async def _connection(
    host: str, port: int, path: str, asked: Iterator[str], times: list[float], errors: list[int]
):
    reader, writer = await asyncio.open_connection(host, port)
    head = f"POST {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\ncontent-length: "
    for question in asked:
        body = json.dumps({"question": question})
        began = time.perf_counter()
        writer.write(f"{head}{len(body)}\r\n\r\n{body}".encode())
        status = await reader.readline()
        length = 0
        while (line := await reader.readline()) not in (b"\r\n", b""):
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        await reader.readexactly(length)
        times.append(time.perf_counter() - began)
        if len(times) % _TELL_EVERY == 0:
            print(f"{time.strftime('%H:%M:%S')} {len(times)} answered", file=sys.stderr, flush=True)
        if b" 200 " not in status:
            errors.append(1)
    writer.close()


async def load(
    address: str, path: str, connections: int, count: int, first: int
) -> dict[str, float]:
    """Asks `count` questions over so many connections at once."""
    place = urlsplit(address)
    assert place.hostname == "127.0.0.1"
    asked = itertools.islice(questions(first), count)
    times: list[float] = []
    errors: list[int] = []
    began = time.perf_counter()
    await asyncio.gather(
        *(
            _connection(place.hostname, place.port or 80, path, asked, times, errors)
            for _ in range(connections)
        )
    )
    took = time.perf_counter() - began
    times.sort()
    return {
        "connections": connections,
        "questions": len(times),
        "per_s": len(times) / took,
        "p50_ms": times[len(times) // 2] * 1e3,
        "p99_ms": times[int(len(times) * 0.99)] * 1e3,
        "errors": len(errors),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("--path", default="/api/v1/ask")
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--questions", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0)
    given = parser.parse_args()
    run = load(given.address, given.path, given.connections, given.questions, given.first)
    print(json.dumps(asyncio.run(run)))


if __name__ == "__main__":
    main()
