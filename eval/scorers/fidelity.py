"""Fidelity: each statement says what its quotes say, with nothing added, lost or turned round.

Each sentence of a claim or caveat is held against the quoted sentence nearest to it. Where the two
share most of their words, the words that carry meaning in a study's sentence must agree class by
class: who was studied, against what, in which direction, how sure, how it was measured, what it
denies or restricts. Labels are held against the front matter, first lines against the level and
direction, caveats against their kind. A list of words is no reader: what it misses belongs into
tests/test_eval_fidelity.py with the fix.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from eval.cases import Case
from eval.corpus import Document
from eval.scorers.base import Answer, Check, World, citations_of, is_substantial, tally
from eval.text import CACHED, content_words, plain, sentences, statements, without_markers

NEAR = 0.5
"""Share of the quoted sentence's words that a sentence must hold to be compared word by word."""
VERBATIM = 0.8
"""Share from which every single denial and direction is counted: less is a rewording."""
TOLD = 0.7
"""Share of a note's words by which it counts as told."""
OWN_WORDS = 0.5
"""Share of a sentence's words that must stand in its quotes."""

Lexicon = Mapping[str, str]
"""By meaning, a pattern; two sentences agree when each meaning is in both or in neither."""

PEOPLE: Lexicon = {
    "women": r"\b(?:wom[ae]n|females?|mothers?)\b",
    "men": r"\b(?:men|males?)\b",
    "children": r"\b(?:child(?:ren)?|infants?|newborns?|toddlers?|teen\w*|adolescents?)\b",
    "older": r"\b(?:older|elderly|aged \d+|\d+ (?:and|to) \d+ years|of \d+ years)\b",
    "pregnant": r"\bpregnan\w+\b",
    "animals": r"\b(?:mice|mouse|rats?|animals?|rodents?)\b",
    "cells": r"\b(?:cells?|cultured?|dish|in vitro)\b",
    "healthy": r"\bhealthy\b",
    "deficient": r"\b(?:deficien\w+|depleted)\b",
    "subgroup": r"\b(?:subgroups?|subset)\b",
    "disease": r"\b(?:diabet\w+|dementia|alzheimer\w*|depress\w+|insomnia|hypertensi\w+|obes\w+|migraine|"
    r"cancer|heart failure|adhd|anxiety disorder|alopecia|osteoarthritis)\b",
}
SOME_PEOPLE = re.compile(
    r"\b(?:people|persons?|adults?|wom[ae]n|men|patients?|volunteers?|participants?|children|infants?|"
    r"smokers?|users?|students?|females?|males?|mice|mouse|rats?|animals?|cells?|pregnancies|babies|trials?|"
    r"studies|comparisons?)\b",
    re.I,
)
COMPARATOR: Lexicon = {
    "placebo": r"\b(?:placebo|dummy|sham)\b",
    "untreated": r"\b(?:untreated|no treatment|usual care|controls?)\b",
}
DIRECTION: Lexicon = {
    "up": r"\b(?:more|higher|longer|greater|larger|rose|rises?|risen|went up|increas\w+|raised?|faster|improv\w+|better|gain\w*|older)\b",
    "down": r"\b(?:less|lower\w*|shorter|fewer|smaller|fell|falls?|fallen|went down|decreas\w+|reduc\w+|declin\w+|slower|worse\w*|lost|"
    r"shorten\w*|drop\w*|younger)\b",
}
CERTAINTY: Lexicon = {
    "possible": r"\b(?:may|might|could(?! not)|can(?! not)|possib\w+|perhaps|probab\w+|likely|suggest\w*|seem\w*|appear\w*|hint\w*)\b",
    "association": r"\b(?:associat\w+|link\w*|correlat\w+|(?:went|goes|go|going) (?:together )?with|related)\b",
}
DENIAL: Lexicon = {
    "denied": r"\b(?:no|not|nor|neither|never|none|nothing|cannot|without|unclear|unknown|unchanged|unaltered|missing|"
    r"lack\w*|absen\w+|inconsisten\w+)\b|n't\b",
    "against": r"\b(?:(?:advis\w+|recommend\w*|decid\w+|warn\w*|cautio\w+|speaks?) against|suggests? not|avoid\w*|"
    r"contraindicat\w*)\b",
    "restricted": r"\b(?:but|although|though|however|except|whereas|only|while|yet|unless|despite|alone)\b",
}
MEASURE: Lexicon = {
    "self-reported": r"\b(?:self-\w+|rated|ratings?|questionnaires?|diar(?:y|ies)|felt|perceived|reported)\b",
    "marker": r"\b(?:markers?|surrogate|levels?|scores?|index|serum|plasma|blood)\b",
}
LEXICONS: tuple[tuple[str, Lexicon], ...] = (
    ("who was studied", PEOPLE), ("what it was compared with", COMPARATOR),
    ("the direction", DIRECTION), ("how sure it is", CERTAINTY), ("what it denies", DENIAL),
    ("how it was measured", MEASURE),
)  # fmt: skip
COMPILED = tuple(
    (name, tuple((meaning, re.compile(pattern, re.I)) for meaning, pattern in lexicon.items()))
    for name, lexicon in LEXICONS
)
COUNTED = {"denied", "up", "down"}
REWORDED = {"denied", "restricted", "placebo", "untreated"}
"""Meanings that a rewording may spell out: "open-label" is "not blinded"."""
"""Meanings whose occurrences are counted: a second "not" or "lower" matters."""
LOADED = re.compile(
    r"\b(?:prove[ns]?|proof|guarantee\w*|definite\w*|certain(?:ly)?|undoubted\w*|clinically|doctors?|physicians?|experts?|"
    r"scientists?|breakthrough|miracle|remarkabl\w+|dramatic\w*|highly|clearly|strongly|always|everyone|everybody|"
    r"all (?:people|adults|women|men|ages)|many|numerous|dozens|large body|overwhelming\w*|independent\w*|public\w*|"
    r"government\w*|harmless|perfectly|no need|need ?n[o']t|don't have to|unnecessary|trivial|minor|mild\w*|(?<!not )(?<!n't )settled|"
    r"established|confirm\w*|authorit\w+|regulators?|fda|food and drug administration|nih|efsa|agency|official\w*|agree\w*|robust\w*|"
    r"disprov\w*|debunk\w*|refut\w*|impossible|no side effects|you should|recommend\w*|safe(?:ly)?|finds safety|"
    r"twice a day|three times a day|in the long run|long enough|lasting(?! \d)|permanent\w*)\b",
    re.I,
)
"""Words that lend weight or lift a warning, and so must come from the quote; phrases as they stand."""
CLINICIAN = re.compile(
    r"doctor|medical|physician|clinician|prescriber|pharmacist|health ?care|health professional",
    re.I,
)
NO_MAKER = re.compile(
    r"^\W*(?:\w+: )?no (?:maker|seller|company|manufacturer)|independent of", re.I
)
HEADING = re.compile(r"^\*\*(.+?)\*\*$")
HEADED = (
    (
        re.compile(r"\bin people\b|tested in people", re.I),
        frozenset({"animal", "in_vitro", "article"}),
    ),
    (
        re.compile(r"\barticles? says?\b", re.I),
        frozenset({"animal", "in_vitro", "rct", "meta_analysis"}),
    ),
    (
        re.compile(
            r"\bseen otherwise\b|\bcells, animals\b|\banimals and cells\b|^with mixtures\b", re.I
        ),
        frozenset({"article"}),
    ),
)
"""Headings, and the designs that may not stand alone in a line under them."""
SIGNED = re.compile(r"(?<![\w.])([-−+])(\d+(?:[.,]\d+)*)")
BARE = re.compile(r"(?<![\w.,−+-])(\d+(?:[.,]\d+)*)")
DESIGNS = (
    r"(?:meta-analysis|systematic review|randomi[sz]ed trial|trial with\w*|absorption or level study|observational study|"
    r"case reports?|animal study|cell study|according to the [\w ]+|article)"
)
LABELLED = re.compile(
    rf"^(?P<words>(?:note on the )?{DESIGNS}\b(?:(?! \((?-i:[A-Z]))[^:]){{0,80}}?(?: \((?:rats|mice)\))?)(?: \((?P<name>[^()]+)\))?: ",
    re.I,
)
"""What stands in front of a sentence: design, length, comparison, and the speaker in brackets."""
OF_THE_WORLD = re.compile(
    r"\bno(?:body| one)?\b(?: \w+){0,2} (?:stud(?:y|ies)|trials?|research|evidence|documents?|people|person)\b",
    re.I,
)
WITHIN = re.compile(r"\b(?:here|these documents|the documents)\b", re.I)
KINDS: Lexicon = {
    "cell_study": r"cell|dish|cultur|in vitro|follicle|neuron|slice",
    "animal_study": r"animal|mice|mouse|rat\b|rats|rodent",
    "funding": r"paid|fund|maker|money|sponsor|seller|suppl|company|employ|manufactur|product|invent|patent|works? for|industr",
    "mixed_results": r"differ|conflict|disagree|inconsisten|mixed|both|heterogen|vari|quality|contra|opposite|bias|not all|while|but|split|uncertain|unclear",
    "conflicting_sources": r"differ|conflict|disagree|contra|regulat|other|later|earlier|but|while|although|another|however|not",
    "correction": r"correct|corrig|errat|notice|revis|amend",
    "retracted": r"retract|withdr",
    "vendor_source": r"sell|vendor|supplier|shop|commerc",
    "different_form": r"form|salt|compound|product|extract|not with|not tested|another|other|instead|threonate|oxide|type",
    "combination_product": r"mix|combin|formula|together|ingredient|alone|several|also|both|with",
}
COMPILED_KINDS = {kind: re.compile(pattern, re.I) for kind, pattern in KINDS.items()}
AFFIRMS = re.compile(
    r"^\W*(?:yes|probably yes|likely yes|possibly|likely|certainly|it works)\b(?! harm)", re.I
)
DENIES = re.compile(
    r"^\W*(?:no\b(?! (?:harm|study|trial|document))|probably not|unlikely|it does not)", re.I
)
LEAVES_OPEN = re.compile(
    r"^\W*(?:not (?:settled|shown|known|demonstrated|clear)|unsettled|unclear|unknown|open)\b", re.I
)


def faithful(case: Case, answer: Answer, world: World) -> Check | None:
    """Nothing is added to, lost from or turned round in what the quotes say."""
    if not is_substantial(answer):
        return None
    faults: list[str] = []
    judged = 0
    for part, is_caveat in (
        (p, k) for k, name in ((False, "claims"), (True, "caveats")) for p in answer[name]
    ):
        judged += 1
        reason = part_fault(part, is_caveat, answer, world)
        if reason:
            faults.append(f"{reason}: “{plain(part['text'])[:110]}”")
    judged += 1
    if turned := verdict_fault(answer) or opening_fault(answer, world):
        faults.append(turned)
    for fault in (*section_faults(answer, world), *rebuttal_faults(answer, world)):
        judged += 1
        faults.append(fault)
    return tally("faithful", faults, judged, f"{judged} statements say what their sources say")


def part_fault(
    part: Mapping[str, Any], is_caveat: bool, answer: Answer, world: World
) -> str | None:
    """The first fault of a claim or caveat, or None."""
    text = plain(without_markers(part["text"]))
    cited = citations_of(answer, part["citations"])
    words = content_words(text)
    is_quoted = any(
        len(words & content_words(plain(c["quote"]))) >= NEAR * len(words) for c in cited
    )
    if is_caveat and not is_quoted and (reason := kind_fault(part["kind"], text)):
        return reason
    if (not cited or part["kind"] == "coverage") and (reason := own_words_fault(text)):
        return reason
    if not cited:
        return None
    if reason := label_fault(text, cited, world) or speaker_fault(part, text, cited, world):
        return reason
    if part["kind"] in {"derived", "coverage"}:
        return loaded_fault(text, quoted_text(cited))
    body = LABELLED.sub("", text)
    if not is_caveat and (reason := substance_fault(body, cited, world)):
        return reason
    quoted = tuple(s for c in cited for s in sentences(plain(c["quote"])))
    for sentence in sentences(body):
        if reason := sentence_fault(sentence, quoted, quoted_text(cited), is_caveat):
            return reason
    return None


@lru_cache(maxsize=CACHED)
def sentence_fault(
    sentence: str, quoted: tuple[str, ...], whole: str, is_caveat: bool
) -> str | None:
    """What a sentence changes in the quoted sentence nearest to it."""
    words = content_words(sentence)
    if not words or not quoted:
        return None
    nearest = max(quoted, key=lambda q: (len(words & content_words(q)), -len(q)))
    target = content_words(nearest)
    if reason := loaded_fault(sentence, whole):
        return reason
    if len(words & target) < NEAR * len(target):
        own = len(words & content_words(whole)) < OWN_WORDS * len(words)
        return "its quotes do not say this" if own and not is_caveat else None
    close = len(words & target) >= VERBATIM * max(len(target), len(words))
    for name, meanings in COMPILED:
        for meaning, pattern in meanings:
            here, there = len(pattern.findall(sentence)), len(pattern.findall(nearest))
            counts = close and meaning in COUNTED
            added = here > there and not close and meaning in REWORDED
            if not added and ((counts and here != there) or bool(here) != bool(there)):
                return f"{name} is {'lost' if here < there else 'added'} ({meaning})"
    if bool(SOME_PEOPLE.search(nearest)) and not SOME_PEOPLE.search(sentence):
        return "who was studied is lost"
    return sign_fault(sentence, nearest) or order_fault(sentence, nearest)


def sign_fault(sentence: str, nearest: str) -> str | None:
    """Whether a number changes its sign."""
    signed = {m[2]: m[1].replace("−", "-") for m in SIGNED.finditer(nearest)}
    for match in SIGNED.finditer(sentence):
        if signed.get(match[2], match[1]).replace("−", "-") != match[1].replace("−", "-"):
            return f"the sign of {match[2]} is turned"
    bare = Counter(m[1] for m in BARE.finditer(sentence))
    held = Counter(m[1] for m in BARE.finditer(nearest))
    lost = [number for number in signed if bare[number] > held[number]]
    return f"the sign of {lost[0]} is lost" if lost else None


def order_fault(sentence: str, nearest: str) -> str | None:
    """Whether a sentence has its words and not its numbers, as when two arms trade their figures."""
    here = [match[1] for match in BARE.finditer(sentence)]
    there = [match[1] for match in BARE.finditer(nearest)]
    same_words = BARE.sub("#", sentence) == BARE.sub("#", nearest)
    swapped = same_words and here != there
    return "its numbers have traded places" if swapped else None


def loaded_fault(text: str, quoted: str) -> str | None:
    """A word that lends weight or lifts a warning, and that no quote holds."""
    held = quoted.lower()
    held_words = content_words(held)
    for match in LOADED.finditer(text):
        word = match.group().lower()
        is_said = word in held if " " in word else content_words(word) <= held_words
        if not is_said and not (CLINICIAN.match(word) and CLINICIAN.search(held)):
            return f"“{match.group()}” is not in its quotes"
    return None


def substance_fault(text: str, cited: Iterable[Mapping[str, Any]], world: World) -> str | None:
    """A substance of the corpus that a statement names and none of its documents does."""
    documents = [d for c in cited if (d := world.document(c["source_id"]))]
    held = " ".join(f"{d.facts} {d.body}" for d in documents).lower()
    foreign = (name for name in world.substances.findall(text) if name.lower() not in held)
    name = next(foreign, None) if documents else None
    return f"{name} is not what its documents are on" if name else None


def label_fault(text: str, cited: Iterable[Mapping[str, Any]], world: World) -> str | None:
    """Whether the label in front of a sentence fits the front matter of what is cited."""
    label = LABELLED.match(text)
    documents = [d for c in cited if (d := world.document(c["source_id"]))]
    if label is None or not documents:
        return None
    words = label["words"].lower()
    for document in documents:
        if not label_fits(words, label["name"] or "", document):
            return f"the label does not fit {document.source_id}"
    return None


def speaker_fault(
    part: Mapping[str, Any], text: str, cited: Iterable[Mapping[str, Any]], world: World
) -> str | None:
    """Whether what an article says is put in another mouth, and what a maker paid is denied."""
    documents = [d for c in cited if (d := world.document(c["source_id"]))]
    spoken = [d for d in documents if d.design == "article" and d.facts.get("speaker")]
    if part["kind"] == "reported" and spoken and len(spoken) == len(documents):
        words = content_words(text)
        speakers = [f"{d.facts['speaker']} {d.facts.get('title')} page article" for d in spoken]
        if not any(words & content_words(speaker) for speaker in speakers):
            return "the speaker is not named"
    tied = any(d.facts.get("funding_class") in {"maker", "mixed"} for d in documents)
    if part["kind"] == "funding" and tied and NO_MAKER.search(text):
        return "a maker's part is denied"
    return None


def label_fits(words: str, name: str, document: Document) -> bool:
    """Whether design words and a name are those of a document."""
    facts = document.facts
    speaker = f"{facts.get('authors') or ''} {facts.get('speaker') or ''} {facts.get('title') or ''} {document.body}"
    if name and not set(re.findall(r"\w{2,}", name.lower())) & set(
        re.findall(r"\w{2,}", speaker.lower())
    ):
        return False
    comparator = facts.get("comparator_kind")
    if "placebo" in words and comparator != "placebo":
        return False
    if re.search(r"\brandomi[sz]ed\b", words) and document.design != "rct":
        return False
    return not ("meta-analysis" in words and document.design != "meta_analysis")


def own_words_fault(text: str) -> str | None:
    """What the program says without a quote: nothing loaded, nothing about more than the documents."""
    if match := re.search(
        r"\b(?:no need|need ?n[o']t|don't have to|unnecessary|not necessary|proven|disproved|impossible|no side effects|safe|harmless|guarantee\w*|"
        r"experts?|many|numerous|large body|independent\w*|public\w*)\b",
        text,
        re.I,
    ):
        return f"“{match.group()}” without a source"
    if re.search(r"\bis absent\b", text) and not re.search(r"n[o']t show", text):
        return "what is not reported is told as absent"
    if OF_THE_WORLD.search(text) and not WITHIN.search(text):
        return "speaks of all that is known, not of these documents"
    return None


def kind_fault(kind: str, text: str) -> str | None:
    """Whether a caveat has a word of its own kind."""
    pattern = COMPILED_KINDS.get(kind)
    return None if pattern is None or pattern.search(text) else f"says nothing of {kind}"


def verdict_fault(answer: Answer) -> str | None:
    """Whether the first line says what the level and direction say."""
    evidence = answer["evidence"] or {}
    direction, level = evidence.get("direction"), evidence.get("level")
    first = next((line for line in answer["answer"].splitlines() if line.strip()), "")
    if direction in {None, "not_applicable"} or level in {"none", "not_applicable", None}:
        return None
    for pattern, allowed in ((AFFIRMS, {"benefit", "harm"}), (DENIES, {"no_effect"})):
        if pattern.search(plain(first)) and direction not in allowed:
            return f"the first line says “{plain(first)[:40]}”, the direction is {direction}"
    if (
        LEAVES_OPEN.search(plain(first))
        and direction in {"benefit", "harm"}
        and level in {"moderate", "strong"}
    ):
        return f"the first line leaves open what is {level} {direction}"
    return None


def opening_fault(answer: Answer, world: World) -> str | None:
    """Whether an article opens an answer that has studies to tell of."""
    level = (answer["evidence"] or {}).get("level")
    if level not in {"strong", "moderate", "limited", "preclinical"} or not answer["claims"]:
        return None
    first = next((s for s in statements(answer["answer"]) if s.markers), None)
    cited = citations_of(answer, first.markers) if first else []
    articles = [c for c in cited if c["design"] == "article"]
    return "an article opens the answer" if cited and len(articles) == len(cited) else None


def section_faults(answer: Answer, world: World) -> list[str]:
    """Headings that promise studies of people, or articles, over something else."""
    faults = []
    heading = ""
    for line in answer["answer"].splitlines():
        if match := HEADING.match(line.strip()):
            heading = match[1]
            continue
        numbers = [int(n) for n in re.findall(r"\[(\d+)\]", line)]
        designs = {c["design"] for c in citations_of(answer, numbers)}
        for pattern, wrong in HEADED:
            if designs and pattern.search(heading) and designs <= wrong:
                faults.append(f"under “{heading}” stands {', '.join(sorted(designs))}")
    return faults


def rebuttal_faults(answer: Answer, world: World) -> list[str]:
    """Article claims that are shown without the note that their digest sets beside them."""
    parts = (*answer["claims"], *answer["caveats"])
    shown = [content_words(plain(without_markers(part["text"]))) for part in parts]
    faults = []
    for claim in answer["claims"]:
        for citation in citations_of(answer, claim["citations"]):
            document = world.document(citation["source_id"])
            if claim["kind"] != "reported" or document is None or document.design != "article":
                continue
            for made in document.facts.get("claims") or ():
                if not made.get("note") or plain(made["text"]) != plain(claim["text"]):
                    continue
                words = content_words(plain(made["note"]))
                if not any(len(words & held) >= TOLD * len(words) for held in shown):
                    faults.append(f"an article's claim without its note: “{made['note'][:80]}”")
    return faults


def quoted_text(cited: Iterable[Mapping[str, Any]]) -> str:
    """All that is cited, with titles and authors."""
    return " ".join(f"{c['quote']} {c['title']} {c['authors'] or ''}" for c in cited)
