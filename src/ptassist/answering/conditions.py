"""Which sentences must come along with a quoted one, so that no recommendation stands without its condition.

The rules, in the order of `Companions`:

* a sentence that leans on the one before it ("This", "They") brings it; one that opens with yes or no brings the
  article's own question; a list item brings the line or the heading that introduces it;
* a precaution ("before you start", "if you have", "do not") comes along to everything after it in its section and in
  that section's subsections; so does every item of a list below one ("Do not hop if you have:"); a word on when to
  stop ("Stop if it hurts") comes along from below as well;
* a sentence next to it, or an item of the same list, that carries a condition comes along too;
* where a visitor asks if something is safe, the sentences of the section that say who should not come along;
* what a therapist laid down to go with it comes along; what needs a sentence that is never quoted is not quoted.

Questions, calls to book, encouragement and what only announces ("Here are five tips") are never quoted as an answer.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from ptassist.answering.cues import Cues
from ptassist.articles.article import Article, Block, BlockKind
from ptassist.index.approved import Approved
from ptassist.index.passages import Sentence
from ptassist.index.store import Index

_MOST_ANTECEDENTS = 2
_FEWEST_WORDS = 4
_LONGEST_FRAGMENT = 12


@dataclass(frozen=True, slots=True)
class Companions:
    """What comes along with a sentence, as spans of the article's text.

    Attributes:
        conditions: Spans that limit it.
        contexts: Spans that introduce it or one of its conditions.
    """

    conditions: frozenset[tuple[int, int]]
    contexts: frozenset[tuple[int, int]]


def rules_of(index: Index, article_id: str, cues: Cues) -> "SentenceRules":
    """The rules applied to an article of an index, worked out once a version."""
    key = (SentenceRules, article_id, cues)
    return index.kept.get(key, partial(_read_rules, index, article_id, cues))


def _read_rules(index: Index, article_id: str, cues: Cues) -> "SentenceRules":
    rows = index.rows_of(article_id)
    sentences = [sentence for row in rows for sentence in index.passages[row].sentences]
    return SentenceRules(index.articles[article_id], sentences, cues, index.approved)


class SentenceRules:
    """The rules applied to one article.

    Args:
        article: The article.
        sentences: All its sentences, in reading order.
        cues: The cues of its language.
        approved: What therapists laid down about its sentences.
    """

    def __init__(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        cues: Cues,
        approved: Approved | None = None,
    ) -> None:
        self._article = article
        self._approved = approved or Approved()
        self._sentences = sentences
        self._cues = cues
        self._texts = [article.text[s.start : s.end] for s in sentences]
        self._sections = [article.blocks[s.block].section for s in sentences]
        self._place = {sentence.start: index for index, sentence in enumerate(sentences)}
        self._first_of_section: dict[int, int] = {}
        for index, section in enumerate(self._sections):
            self._first_of_section.setdefault(section, index)
        self._last_of_block = {sentence.block: index for index, sentence in enumerate(sentences)}
        self._companions: dict[tuple[int, bool], Companions] = {}
        self._precautions: dict[int, bool] = {}
        self._stops: dict[int, bool] = {}
        self._answering: dict[int, bool] = {}

    def place_of(self, start: int) -> int:
        """The place of the sentence that begins at an offset."""
        return self._place[start]

    def text(self, place: int) -> str:
        """The words of a sentence."""
        return self._texts[place]

    def may_answer(self, place: int) -> bool:
        """Whether a sentence can stand as evidence at all."""
        known = self._answering.get(place)
        if known is None:
            known = self._answering[place] = self._find_may_answer(place)
        return known

    def _find_may_answer(self, place: int) -> bool:
        text = self._texts[place]
        introduces = text.endswith((":", "?")) or len(text.split()) < _FEWEST_WORDS
        fills = self._cues.encourages(text) or self._cues.announces(text)
        if introduces or fills or not self._is_allowed(place):
            return False
        return not self._cues.says_yes_or_no(text) or self._own_question(place) is not None

    def _is_allowed(self, place: int) -> bool:
        """Whether neither it nor anything that may have to come along is never to be quoted."""
        if not self._approved.forbids_in(self._article.id):
            return True
        along = self.companions(place, warn=True)
        spans = (self._span(place), *along.conditions, *along.contexts)
        return all(self._approved.allows(self._article.id, start) for start, _ in spans)

    def question_before(self, place: int) -> str:
        """The article's own question that a sentence is the first to answer; empty where there is none."""
        asked = self._own_question(place)
        if asked is None or not (self._opens_section(place) or asked == self._span(place - 1)):
            return ""
        return self._article.text[slice(*asked)]

    def question_over(self, place: int) -> str:
        """The article's own question that a sentence helps to answer.

        It is the heading, a paragraph of its own above, or what opens the same list item.
        """
        span = self._questions[place]
        return self._article.text[slice(*span)] if span else ""

    @cached_property
    def _questions(self) -> list[tuple[int, int] | None]:
        over: list[tuple[int, int] | None] = []
        of_section: tuple[int, int] | None = None
        of_item: tuple[int, int] | None = None
        for place, text in enumerate(self._texts):
            if self._opens_section(place):
                heading = next(self._heading(place), None)
                asks = heading is not None and self._article.text[heading[1] - 1] == "?"
                of_section = heading if asks else None
            if self._opens_block(place):
                asked = self._span(place) if text.endswith("?") else None
                of_item = asked if self._block(place).kind is BlockKind.ITEM else None
                alone = self._last_of_block[self._sentences[place].block] == place
                if asked and alone:
                    of_section = asked
            over.append(of_item or of_section)
        return over

    def _opens_block(self, place: int) -> bool:
        return place == 0 or self._sentences[place - 1].block != self._sentences[place].block

    def _block(self, place: int) -> Block:
        return self._article.blocks[self._sentences[place].block]

    def line_over(self, place: int) -> str:
        """The line with a colon above the list that a sentence stands in; empty where there is none."""
        above = self._line_above(place)
        return "" if above is None else self._texts[above]

    def is_fragment(self, place: int) -> bool:
        """Whether a sentence is a short line without an end, such as one of a pasted list."""
        block = self._block(place)
        text = self._texts[place]
        unfinished = not text.rstrip("\"”’')]").endswith((".", "!", "?", ":", "…"))
        is_short = len(text.split()) <= _LONGEST_FRAGMENT
        return block.kind is BlockKind.PARAGRAPH and unfinished and is_short

    def first_step(self, place: int) -> int | None:
        """The first of the steps that a sentence is one of, of a numbered list or below "How it is done:"."""
        block = self._block(place)
        above = self._line_above(place)
        told = above is not None and self._cues.tells_steps(self._texts[above])
        if block.lead is None or not (block.ordered or told):
            return None
        beside = (self._article.blocks[sentence.block] for sentence in self._sentences)
        return next(n for n, item in enumerate(beside) if item.lead == block.lead)

    def companions(self, place: int, *, warn: bool = False) -> Companions:
        """Everything that must be quoted with a sentence.

        Args:
            place: The sentence.
            warn: Whether the visitor asks if something is safe: who should not comes along.
        """
        known = self._companions.get((place, warn))
        if known is None:
            known = self._companions[place, warn] = self._find_companions(place, warn)
        return known

    def _find_companions(self, place: int, warn: bool) -> Companions:
        conditions = {
            *self._governing(place),
            *self._limits_beside(place),
            *self._laid_down(place),
        }
        if warn:
            conditions |= set(self._exclusions(place))
        conditions.discard(place)
        contexts: set[tuple[int, int]] = set()
        for index in {place, *conditions}:
            contexts |= set(self._contexts(index))
        return Companions(
            frozenset(self._span(index) for index in conditions),
            frozenset(contexts),
        )

    def _governing(self, place: int) -> Iterator[int]:
        """The precautions above a sentence, in its section and the sections around that."""
        above = set(self._article.section_chain(self._sections[place]))
        own = self._line_above(place)
        for index, section in enumerate(self._sections):
            if section not in above:
                continue
            # The items of one list stand side by side: none governs the next.
            beside = own is not None and self._line_above(index) == own
            if self._ends(index, beside=beside) or (
                index < place and self._governs(index, beside=beside)
            ):
                yield index

    def _governs(self, place: int, *, beside: bool) -> bool:
        """Whether it is a precaution for all that follows, or an item of a list below one."""
        return self._is_precaution(place) or (
            not beside and self._is_listed(place, self._cues.governs)
        )

    def _ends(self, place: int, *, beside: bool) -> bool:
        """Whether it says when to stop, or is an item of a list below "Stop if you feel:"."""
        return self._is_stop(place) or (
            not beside and self._is_listed(place, self._cues.tells_to_stop)
        )

    def _laid_down(self, place: int) -> Iterator[int]:
        start = self._sentences[place].start
        for beginning, _ in self._approved.always_with(self._article.id, start):
            yield self._place[beginning]

    def _exclusions(self, place: int) -> Iterator[int]:
        for index, section in enumerate(self._sections):
            excludes = self._is_exclusion(index) or self._is_listed(index, self._cues.excludes)
            if section == self._sections[place] and excludes:
                yield index

    def _is_listed(self, place: int, tells: Callable[[str], bool]) -> bool:
        """Whether it is an item below a line that tells something, such as "Do not hop if you have:"."""
        above = self._line_above(place)
        if above is None or self._cues.encourages(self._texts[above]):
            return False
        return tells(self._texts[above])

    def _line_above(self, place: int) -> int | None:
        """The sentence with a colon that introduces the list which a sentence is an item of."""
        lead = self._block(place).lead
        found = self._last_of_block.get(lead) if lead is not None else None
        return found if found is not None and self._texts[found].endswith(":") else None

    def _is_exclusion(self, place: int) -> bool:
        text = self._texts[place]
        return not text.endswith(("?", ":")) and self._cues.excludes(text)

    def _is_precaution(self, place: int) -> bool:
        if place not in self._precautions:
            self._precautions[place] = self._says(place, self._cues.governs)
        return self._precautions[place]

    def _says(self, place: int, tells: Callable[[str], bool]) -> bool:
        """Whether a sentence tells something itself: a question, a line with a colon and warm words do not."""
        text = self._texts[place]
        spoken = not text.endswith(("?", ":")) and not self._cues.encourages(text)
        return spoken and tells(text)

    def _is_stop(self, place: int) -> bool:
        if place not in self._stops:
            # An item speaks for its own list.
            listed = self._block(place).kind is BlockKind.ITEM
            self._stops[place] = not listed and self._says(place, self._cues.tells_to_stop)
        return self._stops[place]

    def _limits_beside(self, place: int) -> Iterator[int]:
        for index in {*self._neighbours(place), *self._siblings(place)}:
            text = self._texts[index]
            limits = self._cues.limits(text) or (index == place + 1 and self._cues.contrasts(text))
            if limits and not text.endswith(("?", ":")):
                yield index

    def _neighbours(self, place: int) -> Iterator[int]:
        for index in (place - 1, place + 1):
            inside = 0 <= index < len(self._sentences)
            if inside and self._sections[index] == self._sections[place]:
                yield index

    def _siblings(self, place: int) -> Iterator[int]:
        """The items of the same list: the unbroken run of items with the same introduction."""
        block = self._block(place)
        if block.kind is not BlockKind.ITEM:
            return
        for index, sentence in enumerate(self._sentences):
            other = self._article.blocks[sentence.block]
            same_list = other.kind is BlockKind.ITEM and other.lead == block.lead
            if same_list and self._sections[index] == self._sections[place]:
                yield index

    def _contexts(self, place: int) -> Iterator[tuple[int, int]]:
        yield from self._introduction(place)
        question = self._own_question(place)
        follows = place > 0 and self._questions[place] == self._span(place - 1)
        opens = self._opens_section(place) or follows
        if question and (opens or self._cues.says_yes_or_no(self._texts[place])):
            yield question
        current = place
        for _ in range(_MOST_ANTECEDENTS):
            if not self._cues.needs_antecedent(self._texts[current]):
                return
            if current == 0 or self._sections[current - 1] != self._sections[current]:
                yield from self._heading(current)
                return
            current -= 1
            yield self._span(current)

    def _introduction(self, place: int) -> Iterator[tuple[int, int]]:
        """The line above a list, or the heading where a list stands right below it."""
        block = self._block(place)
        if self.is_fragment(place):
            yield from self._heading(place)
        if block.kind is not BlockKind.ITEM:
            return
        lead = self._article.blocks[block.lead] if block.lead is not None else None
        if lead is None or lead.kind is BlockKind.HEADING:
            yield from self._heading(place)
            return
        spoken = [s for s in self._sentences if s.block == block.lead]
        if spoken and (lead.kind is BlockKind.ITEM or self._text_of(spoken[-1]).endswith(":")):
            yield spoken[-1].start, spoken[-1].end
        else:
            yield from self._heading(place)

    def _heading(self, place: int) -> Iterator[tuple[int, int]]:
        section = self._article.sections[self._sections[place]]
        if section.heading:
            yield section.start, section.start + len(section.heading)

    def _own_question(self, place: int) -> tuple[int, int] | None:
        """The article's own question that a sentence answers: the sentence before it, or the heading."""
        before = place - 1
        beside = before >= 0 and self._sections[before] == self._sections[place]
        if beside and self._texts[before].endswith("?"):
            return self._span(before)
        heading = self._article.sections[self._sections[place]].heading
        if heading and heading.endswith("?"):
            return next(self._heading(place))
        return None

    def _opens_section(self, place: int) -> bool:
        return self._first_of_section[self._sections[place]] == place

    def _span(self, place: int) -> tuple[int, int]:
        return self._sentences[place].start, self._sentences[place].end

    def _text_of(self, sentence: Sentence) -> str:
        return self._article.text[sentence.start : sentence.end]
