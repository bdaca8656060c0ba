"""What drafts are worth, beside the alt texts that people wrote for the same places.

    python bench/drafts.py [TREE ...] [--most N] [--profile NAME] [--no-engine] [--cache FILE] [--show N] [--seed N]

Every place of the trees whose alt text is there and breaks no rule is taken; its alt text is hidden, a draft is made as
in a run with the offline engine, and the two are compared, beside four baselines that need no program: the words of the
file name, the heading, the sentence before, and "Screenshot of <file name>: <heading>". Words that people wrote for
the same image elsewhere are left out, or a page would be compared with its copy.

ROUGE-L is the F1 of the longest common subsequence of words; keywords are words in lower case and in the singular,
without the small words and the kinds of image that the word lists of `rules/languages` know. Places without a draft
are counted twice: left out, and as nothing found. Behind each baseline stands how far the draft is ahead, with the
interval that holds 95 of 100 resamples of the places; places of one tree are alike, so give several.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from draft_scores import Score, ahead, keywords, mean, score
from msgspec import Struct
from msgspec.structs import replace

from altproof.config import AltTextConfig, Config
from altproof.errors import AltproofError
from altproof.folder import Folder
from altproof.library import Analyser
from altproof.model import Analysis, ChangeSet, Grade, ImageFile, ImageReference, Status, Suggestion
from altproof.pipeline import IMAGE_BYTES, image_file
from altproof.readers import MARKERS, SUFFIXES
from altproof.reading import Documents
from altproof.report import RunFacts
from altproof.rules import RULES, judge
from altproof.rules.base import Cause, Subject
from altproof.rules.page import Page
from altproof.rules.profiles import DEFAULT, PROFILES
from altproof.task import Task
from altproof.text import norm
from altproof.wording import choose
from altproof.wording.base import Wishes
from altproof.wording.kinds import kind_of
from altproof.wording.name_words import tokens_of

EXAMPLE = Path(__file__).parents[1] / "examples"
SENTENCE = re.compile(r"(?<=[.!?:])\s+")
NAME_OF_TEXT = re.compile(r"\{[\w-]+\}|\|[^|]+\|")
"""What a template or a substitution fills in, in formats whose readers take it for words."""
ROW = "{:34} {:>6} {:>8} {:>7} {:>10} {:>6} {:>25} {:>25}"
COMMITTABLE = (Grade.HIGH, Grade.MEDIUM)


class Place(Struct, frozen=True):
    """One place of a document, its alt text hidden."""

    subject: Subject
    human: str
    draft: Suggestion

    @property
    def kind(self) -> str:
        """The kind of image, "unknown" for none."""
        known = kind_of(self.subject)
        return known.name if known else "unknown"


def file_name(subject: Subject) -> str:
    """The words of the file name."""
    reference = subject.reference
    return " ".join(tokens_of(reference.image or reference.target))


def heading(subject: Subject) -> str:
    """The heading above."""
    return subject.reference.surroundings.heading or ""


def sentence_before(subject: Subject) -> str:
    """The last sentence before the image."""
    return SENTENCE.split((subject.reference.surroundings.text_before or "").strip())[-1]


def name_and_heading(subject: Subject) -> str:
    """What a simple program would write."""
    return f"Screenshot of {file_name(subject)}: {heading(subject)}"


BASELINES: dict[str, Callable[[Subject], str]] = {
    "file name": file_name,
    "heading": heading,
    "sentence before": sentence_before,
    "Screenshot of file name: heading": name_and_heading,
}


def found(tree: Path, wishes: Wishes) -> Iterator[tuple[Subject, str]]:
    """The places of a tree with a good alt text, hidden, and that text."""
    task = Task(ChangeSet(None, None, everything=True), Config(), RunFacts(mode="audit", engine="offline"))
    folder = Folder(tree)
    documents = Documents(folder, task)
    references = list(documents.references(folder.documents_with(MARKERS, SUFFIXES)))
    pages = {document: [r for r in references if r.document == document] for document in documents.pages}
    for reference in references:
        language = documents.pages[reference.document].language
        subject = Subject(reference, page=Page(pages[reference.document]), language=language)
        kind = kind_of(subject)
        subject = replace(subject, find_kind=lambda name=kind.name if kind else None: name)
        verdicts = judge(subject, wishes.policy)
        if not is_by_a_person(reference) or any(RULES[v.rule].CAUSE is not Cause.FILE for v in verdicts):
            continue
        if keywords(reference.alt, language):
            yield replace(subject, reference=hidden(reference), image=facts(folder, reference.image)), reference.alt


def is_by_a_person(reference: ImageReference) -> bool:
    """Whether the place shows a file and has an alt text in words, not the name of one that stands elsewhere."""
    is_filled_in = reference.fixed_alt or NAME_OF_TEXT.fullmatch(reference.alt or "")
    return bool(reference.alt and reference.image and not is_filled_in)


def hidden(reference: ImageReference) -> ImageReference:
    """The place without its alt text, also where that is the caption at the same time."""
    around = reference.surroundings
    caption = None if norm(around.caption or "") == norm(reference.alt or "") else around.caption
    title = None if norm(around.title or "") == norm(reference.alt or "") else around.title
    return replace(reference, alt=None, surroundings=replace(around, caption=caption, title=title))


def facts(folder: Folder, path: str) -> ImageFile | None:
    """The facts of an image; None when it cannot be used."""
    try:
        return image_file(path, folder.read(path, IMAGE_BYTES), Status.ADDED)
    except AltproofError:
        return None


async def analyses(tree: Path, paths: Iterable[str], cache: Path | None) -> dict[str, Analysis]:
    """What the offline engine says of these images; those that it cannot use are left out."""
    known: dict[str, Analysis] = {}
    async with Analyser("offline", cache=cache) as analyser:
        for path in dict.fromkeys(paths):
            try:
                known[path] = await analyser.analyse(tree / path)
            except AltproofError:
                continue
    return known


def drafted(tree: Path, wishes: Wishes, options: argparse.Namespace) -> list[Place]:
    """Every such place with its draft."""
    places = list(found(tree, wishes))
    places = random.Random(options.seed).sample(places, min(options.most or len(places), len(places)))
    images = [subject.reference.image or "" for subject, _ in places]
    seen = {} if options.no_engine else asyncio.run(analyses(tree, images, options.cache))
    known = [
        (replace(subject, analysis=seen.get(image)), human)
        for (subject, human), image in zip(places, images, strict=True)
    ]
    return [Place(subject, human, choose(subject, wishes)) for subject, human in known]


def tables(title: str, places: Sequence[Place]) -> None:
    """Both countings: over the places with a draft, and over all, where no draft counts as nothing found."""
    with_draft = [place for place in places if place.draft.alt]
    table(f"{title}: places with a draft", with_draft)
    if len(with_draft) < len(places):
        table(f"{title}: all places, no draft counted as nothing", places)


def table(title: str, places: Sequence[Place]) -> None:
    """The drafts of these places beside the baselines of the same places."""
    if not places:
        return
    print(f"\n{title} ({len(places)})")
    print(ROW.format("text", "texts", "ROUGE-L", "recall", "precision", "words", "draft ahead in ROUGE-L", "in recall"))
    drafts = line("draft", [place.draft.alt or "" for place in places], places)
    for name, baseline in BASELINES.items():
        line(name, [baseline(place.subject) for place in places], places, drafts)


def line(name: str, texts: Sequence[str], places: Sequence[Place], drafts: Sequence[Score] = ()) -> list[Score]:
    """One row: means over all places, precision over those with keywords; how far `drafts` are ahead of it."""
    scores = [score(text, place.human, place.subject.language) for text, place in zip(texts, places, strict=True)]
    rouges, recalls = [one.rouge for one in scores], [one.recall for one in scores]
    print(
        ROW.format(
            name,
            sum(map(bool, texts)),
            mean(rouges),
            mean(recalls),
            mean([one.precision for one in scores if one.precision is not None]),
            f"{statistics.fmean(one.words for one in scores):.1f}",
            str(ahead([one.rouge for one in drafts], rouges)) if drafts else "",
            str(ahead([one.recall for one in drafts], recalls)) if drafts else "",
        ).rstrip()
    )
    return scores


def show(places: Sequence[Place], count: int, seed: int) -> None:
    """Drafts beside what people wrote, picked by chance."""
    for place in random.Random(seed).sample(places, min(count, len(places))):
        own = score(place.draft.alt or "", place.human, place.subject.language)
        print(f"\n{place.subject.reference.image} ({place.kind}, {place.draft.grade}, recall {own.recall:.2f})")
        print(f"  person: {place.human}")
        print(f"  draft:  {place.draft.alt or '-'}   [{place.draft.note}]")


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("trees", nargs="*", type=Path, metavar="TREE", help="folders of documentation")
    parser.add_argument("--most", type=int, metavar="N", help="take N places of a tree at most, picked by chance")
    parser.add_argument("--profile", default=DEFAULT, choices=PROFILES)
    parser.add_argument("--no-engine", action="store_true", help="draft without looking at the images")
    parser.add_argument("--cache", type=Path, metavar="FILE", help="keep what was seen, for the next time")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N drafts beside the human texts")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of what is picked by chance (default 1)")
    options = parser.parse_args()
    trees = options.trees or [EXAMPLE]
    wishes = Wishes.of(Config(alt_text=AltTextConfig(profile=options.profile)))
    places = [place for tree in trees for place in drafted(tree, wishes, options)]
    tables("everything", places)
    tables("high or medium", [place for place in places if place.draft.grade in COMMITTABLE])
    for grade in (grade for grade in Grade if grade is not Grade.NONE):
        tables(f"grade {grade}", [place for place in places if place.draft.grade is grade])
    for kind in sorted({place.kind for place in places}):
        tables(f"kind {kind}", [place for place in places if place.kind == kind])
    show(places, options.show, options.seed)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
