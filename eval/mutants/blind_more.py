"""Twenty more planted faults and twelve twins, written without knowledge of the graders.

A fault changes the text shown and the claims and caveats alike, as a faulty program would. A twin
rewords the same kind of sentence and stays true, so that no gate may notice it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from eval.corpus import Corpus
from eval.mutants.frame import AnswerMutant, Plant

Answer = dict[str, Any]
Change = Callable[[str], str]

PEOPLE = "(?:adults|people|men|women|patients|volunteers)"
DOSE = r"\b(\d[\d,.]*(?: to \d+)? (?:mg|g|IU)\b[^.;()]{0,45}?)"
SPAN = r"((?:about )?[\w.]+(?: to [\w.]+)? (?:nights|days|weeks|months))"
INTERVAL = re.compile(
    r"(?P<best>-?\d[\d.]*)(?P<gap>%?(?: [a-z ]+)?[;,] (?:95% CI )?)"
    r"(?P<low>-?\d[\d.]*) to (?P<high>-?\d+(?:\.\d+)?)"
)
LABEL = re.compile(r"^[A-Z][^:]*\): ")
MARKERS = r"(?: \[\d+\])+"
PEOPLE_HEADING = "**What studies in people found**"
OTHER_HEADING = "**In animals and cells**"
ARTICLES_HEADING = "**What articles say**"


def rewrite(answer: Answer, change: Change) -> Answer | None:
    """Change every claim and caveat, and the same sentences in the text shown."""
    entries = [*answer["claims"], *answer["caveats"]]
    texts = sorted({entry["text"] for entry in entries}, key=len, reverse=True)
    if not texts:
        return None
    shown = re.sub("|".join(map(re.escape, texts)), lambda m: change(m[0]), answer["answer"])
    for entry in entries:
        entry["text"] = change(entry["text"])
    if shown == answer["answer"]:
        return None
    answer["answer"] = shown
    return answer


def rewriting(change: Change) -> Plant:
    """A plant that changes sentence by sentence."""

    def plant(answer: Answer, _corpus: Corpus) -> Answer | None:
        return rewrite(answer, change)

    return plant


def worded(name: str, fault: str, rules: Mapping[str, str]) -> AnswerMutant:
    """A fault that replaces patterns in every sentence, in their order."""

    def change(text: str) -> str:
        for pattern, new in rules.items():
            text = re.sub(pattern, new, text)
        return text

    return AnswerMutant(name, fault, rewriting(change))


def tidy(answer: Answer) -> Answer:
    """Drop the claims and citations that are no longer shown, and number the rest anew."""
    shown = answer["answer"]
    answer["claims"] = [claim for claim in answer["claims"] if claim["text"] in shown]
    cited = {cite["number"]: cite for cite in answer["citations"]}
    marked = dict.fromkeys(int(number) for number in re.findall(r"\[(\d+)\]", shown))
    new = {old: place for place, old in enumerate((n for n in marked if n in cited), start=1)}
    answer["answer"] = re.sub(r"\[(\d+)\]", lambda m: f"[{new.get(int(m[1]), m[1])}]", shown)
    for entry in [*answer["claims"], *answer["caveats"]]:
        entry["citations"] = [new[number] for number in entry["citations"] if number in new]
    answer["citations"] = [{**cited[old], "number": place} for old, place in new.items()]
    return answer


def exclude_no_effect(text: str) -> str:
    """Move the end of each interval that lies beyond no effect to the side of the estimate."""

    def narrow(found: re.Match[str]) -> str:
        null = 1.0 if "ratio" in text[max(0, found.start() - 8) : found.start()] else 0.0
        best, low, high = (float(found[name]) for name in ("best", "low", "high"))
        if best == null or not low <= null <= high:
            return found[0]
        bound = f"{null + (best - null) / 2:.3g}"
        ends = (found["low"], bound) if best < null else (bound, found["high"])
        return f"{found['best']}{found['gap']}{ends[0]} to {ends[1]}"

    return INTERVAL.sub(narrow, text)


def swap_arms(text: str) -> str:
    """Give each arm the result of the other."""
    for pattern, new in (
        (r"(\d[\d,.]*)( against )(\d[\d,.]*\d)", r"\3\2\1"),
        (r"([\d.]+%)( of [^,;.()]*? and (?:in )?)([\d.]+%)", r"\3\2\1"),
        (r"([\d.]+%)( with [^,;.()]*?(?:,| and)(?: by)? )([\d.]+%)", r"\3\2\1"),
        (r"\b(with|after) ([^,;.()]{3,60}?) than \1 (placebo|control)\b", r"\1 \3 than \1 \2"),
        (r"\bfavoured ([^,;.()]{3,40}?) over placebo\b", r"favoured placebo over \1"),
    ):
        text = re.sub(pattern, new, text)
    return text


def cross_labels(answer: Answer, _corpus: Corpus) -> Answer | None:
    """Give each study's design and name to the next study."""
    found = (LABEL.match(claim["text"]) for claim in answer["claims"])
    labels = list(dict.fromkeys(match[0] for match in found if match))
    following = dict(zip(labels, [*labels[1:], *labels[:1]], strict=True))
    return rewrite(answer, lambda text: LABEL.sub(lambda m: following.get(m[0], m[0]), text))


def cross_headings(answer: Answer, _corpus: Corpus) -> Answer | None:
    """Exchange the headings of findings in people and of other findings."""
    if not all(heading in answer["answer"] for heading in (PEOPLE_HEADING, OTHER_HEADING)):
        return None
    swap = {PEOPLE_HEADING: OTHER_HEADING, OTHER_HEADING: PEOPLE_HEADING}
    pattern = "|".join(map(re.escape, swap))
    answer["answer"] = re.sub(pattern, lambda m: swap[m[0]], answer["answer"])
    return answer


def open_with_article(answer: Answer, _corpus: Corpus) -> Answer | None:
    """Let the promise of an article stand where the answer to the question stood."""
    first, _, rest = answer["answer"].partition("\n\n")
    for claim in answer["claims"]:
        promise = re.search(re.escape(claim["text"]) + MARKERS, rest)
        if claim["design"] == "article" and claim["attributed"] and promise:
            rest = rest.replace(f"{promise[0]} ", "", 1)
            answer["answer"] = f"{promise[0]}\n\n{rest}"
            answer["claims"].remove(claim)
            answer["claims"].insert(0, claim)
            return tidy(answer) if first != promise[0] else None
    return None


def drop_rebuttals(answer: Answer, _corpus: Corpus) -> Answer | None:
    """Keep what articles promise, and drop the sentences that set it right."""
    before, heading, after = answer["answer"].partition(ARTICLES_HEADING)
    section, gap, rest = after.partition("\n\n**")
    kept = re.sub(rf"(?m)^(- .*?\.{MARKERS}) .*$", r"\1", section)
    if kept == section:
        return None
    answer["answer"] = f"{before}{heading}{kept}{gap}{rest}"
    return tidy(answer)


def add_dose_advice(answer: Answer, _corpus: Corpus) -> Answer | None:
    """Add advice on the dose behind the first finding, under its citations."""
    advice = "If nothing is felt after a few weeks, the dose can be raised."
    for place, claim in enumerate(answer["claims"], start=1):
        shown = re.search(re.escape(claim["text"]) + f"({MARKERS})", answer["answer"])
        if claim["kind"] == "finding" and shown:
            added = f"{shown[0]} {advice}{shown[1]}"
            answer["answer"] = answer["answer"].replace(shown[0], added, 1)
            answer["claims"].insert(place, {**claim, "text": advice})
            return answer
    return None


MORE_BLIND_MUTANTS: tuple[AnswerMutant, ...] = (
    worded("more-than-before", "a comparison with placebo is told as one with the start", {
        r"\bthan (?:with|after|on) placebo\b": "than at the start",
        r"\bcompared with placebo\b": "compared with the start",
        r", against placebo(?= \(.*(?:than at|with) the start(?! and not))": ", against the start",
    }),
    worded("more-null-as-proof", "no difference found is told as proof that there is none", {
        r"\bdid not differ(?: significantly)?\b": "proved to be the same",
        r"(?<!makes )\bno (?:significant )?difference\b": "clear proof of no difference",
        r"\bdid not change significantly\b": "stayed exactly the same",
        r"^Not shown(?:, although much was studied)?:": "Shown not to work:",
    }),
    AnswerMutant(
        "more-interval-off-null", "an interval that spans no effect is moved to one side of it",
        rewriting(exclude_no_effect),
    ),
    AnswerMutant(
        "more-arms-swapped", "each arm gets the result of the other", rewriting(swap_arms)
    ),
    worded("more-condition-lost", "age, illness or plight of the people studied is left out", {
        rf"((?:^|: )In [^:;.]*?\b{PEOPLE}) "
        r"(?:aged|with|after|over|dissatisfied|without|of|at|who|under)\b[^,.;(]*, ": r"\1, ",
    }),
    worded("more-twice-a-day", "a dose a day is told as one taken twice a day", {
        rf"{DOSE} a day\b": r"\1 twice a day",
    }),
    worded("more-lasting", "the time that a trial took is told as a lasting result", {
        rf", {SPAN}, against": ", long-term, against",
        rf"\b(?:over|after) {SPAN}\b(?! of)": "in the long run",
        r"\b(?:an?|the) (?:open-label )?\w+-(?:day|week|month) trial\b": "a long-term trial",
        rf"\blasted {SPAN}(?: only)?": "lasted long enough",
    }),
    AnswerMutant(
        "more-labels-crossed", "design and name of one study head the result of another",
        cross_labels,
    ),
    AnswerMutant(
        "more-headings-crossed", "findings in animals or mixtures stand under studies in people",
        cross_headings,
    ),
    AnswerMutant(
        "more-article-opens", "an article's promise replaces the first line", open_with_article
    ),
    AnswerMutant(
        "more-rebuttal-dropped", "what sets an article's promise right is dropped", drop_rebuttals
    ),
    worded("more-all-that-exists", "the documents here are told as all that exists", {
        r"This covers the documents here only; other studies may exist\.":
            "This covers every study on the question; no others exist.",
        r"\bno document here\b": "no study anywhere",
        r"\bthe documents hold\b": "the whole literature holds",
    }),
    worded("more-unreported-as-none", "harm that is not reported is told as absent", {
        r"Side effects are not reported on the pages that were read":
            "There were no side effects",
        r"\bdoes not describe side effects\b": "describes no side effects",
        r"\bdoes not report the safety\b": "reports the safety",
        r"\bdoes not assess safety\b": "finds safety",
        r"\bhold hardly any data on adverse events\b": "saw hardly any adverse events",
        r"don't report isn't shown to be absent": "don't report is absent",
    }),
    worded("more-percent-points", "a relative change is told as percentage points, or as days", {
        r"\b([\d.]+)% (higher|lower|more frequent|fewer)\b": r"\1 percentage points \2",
        r"\b([\d.]+)% (shorter|longer)\b": r"\1 days \2",
    }),
    worded("more-ratings-as-measured", "what people reported of themselves is told as measured", {
        r"\b[Ss]elf-(?:rated|reported|assessed)\b": "measured",
        r"\bwhat people reported themselves, not on a measurement\b":
            "a measurement, not on what people reported themselves",
        r"\bhow well people rated their sleep\b": "how well people slept",
    }),
    worded("more-limit-turned", "a limit loses its negation", {
        r"\b(?:do not|cannot|don't) show that\b": "show that",
        r"\b(?:does not|doesn't) show (that|what|whether)\b": r"shows \1",
        r"\bso nothing can be said about (\S+) on": r"so the same can be said about \1 on",
        r"\bdoes not test\b": "also tests",
        r"\bgoes together, not what causes\b": "goes together, and what causes",
        r"\bcannot be (mapped|separated)\b": r"can be \1",
        r"\bmust not be\b": "can be",
        r"\bshould not (simply|swap)\b": r"can \1",
        r"\ba marker, not something that\b": "a marker of something that",
    }),
    worded("more-open-as-blinded", "an open or uncontrolled study is told as a blinded one", {
        r"\b([Aa])n open-label\b": r"\1 double-blind",
        r"\bopen-label\b": "double-blind",
        r"\bnobody was blinded\b": "everybody was blinded",
        r"\bagainst (?:no|another) treatment \(": "against placebo (",
        r"\b(?:with no supplement|with no treatment)\b": "with placebo",
        r"\bthere was no (placebo|comparison group)\b": r"there was a \1",
        r"\bwithout a (?:control|comparison) group\b": "against a control group",
    }),
    worded("more-second-hand-dropped", "a figure at second hand is told as read at the source", {
        r",? according to (?!a review)[^.;,]*(?=[.;,])": "",
        r"\bThe authors (?:say|state|conclude) that\b": "It is established that",
        r"\bthe authors (?:say|state|conclude) that\b": "it is established that",
        r", and [^,.;]* is the authors' description": "",
        r"\bas summarised here\b": "at all",
    }),
    worded("more-bounds-turned", "at least becomes at most, up to no less than, older younger", {
        r"\bat least (?=[\d.]|half)": "at most ",
        r"\bup to (?=[\d.])": "no less than ",
        r"(\d) or (?:older|more)\b(?! of follow)": r"\1 or less",
        r"\b(?:above|over) (?=[\d.]+(?: mg/| with))": "under ",
        r"\bmore than (?=\d|a year)": "less than ",
    }),
    AnswerMutant(
        "more-dose-advice", "advice to raise the dose is added under a study", add_dose_advice
    ),
)  # fmt: skip

MORE_TWINS: tuple[AnswerMutant, ...] = (
    worded("more-than-before-twin", "the comparison with placebo in other words", {
        r"\bthan with placebo\b": "than on placebo",
        r"\bthan after placebo\b": "than after taking placebo",
        r"\bcompared with placebo\b": "in comparison with placebo",
        r", against placebo \(": ", compared with placebo (",
    }),
    worded("more-null-as-proof-twin", "that no difference was found in other words", {
        r"\bdid not differ significantly\b": "showed no significant difference",
        r"\bdid not differ\b": "showed no difference",
        r"\bdid not change significantly\b": "showed no significant change",
        r"^Not shown:": "Not demonstrated:",
    }),
    worded("more-interval-off-null-twin", "95% CI is written out", {
        r"\b95% CI\b": "95% confidence interval",
    }),
    worded("more-condition-lost-twin", "the people studied are named by “among”", {
        rf"(^|: )In (\d[\d,]* (?:[\w-]+ )*?{PEOPLE})\b": r"\1Among \2",
    }),
    worded("more-twice-a-day-twin", "a day becomes per day", {
        rf"{DOSE} a day\b": r"\1 per day",
    }),
    worded("more-lasting-twin", "the time that a trial took in other words", {
        rf", {SPAN}, against": r", lasting \1, against",
        rf"\bover {SPAN}\b(?! of)": r"in the course of \1",
        r"\b(an?) (\d+)-(day|week|month|year) trial\b": r"\1 trial of \2 \3s",
    }),
    worded("more-all-that-exists-twin", "the limit of the documents in other words", {
        r"This covers the documents here only; other studies may exist\.":
            "Only the documents here are covered; there may be other studies.",
        r"\bno document here\b": "none of the documents here",
        r"\bthe documents hold\b": "the documents here hold",
    }),
    worded("more-unreported-as-none-twin", "that harm is not reported in other words", {
        r"Side effects are not reported on the pages that were read":
            "The pages that were read do not report side effects",
        r"\bdoes not describe side effects\b": "says nothing about side effects",
        r"\bdoes not report the safety\b": "does not state the safety",
        r"\bhold hardly any data\b": "have hardly any data",
        r"What these documents don't report isn't shown to be absent":
            "That these documents don't report something doesn't show that it is absent",
    }),
    worded("more-percent-points-twin", "a relative change in other words", {
        r"(?<!about )(?<![\d-])\b([\d.]+%) (higher|lower|more frequent|shorter|longer)\b": r"\2 by \1",
    }),
    worded("more-ratings-as-measured-twin", "that people reported it themselves in other words", {
        r"\bself-rated\b": "self-reported",
        r"\bwhat people reported themselves, not on a measurement\b":
            "people's own reports, not on a measurement",
    }),
    worded("more-open-as-blinded-twin", "open and uncontrolled in other words", {
        r"\bopen-label\b": "unblinded",
        r"\bagainst no treatment \(": "compared with no treatment (",
        r"\bthere was no (placebo|comparison group)\b": r"no \1 was used",
        r"\bwithout a control group\b": "with no control group",
    }),
    worded("more-second-hand-dropped-twin", "who says so in other words", {
        r"\baccording to (?=pages)": "as stated by ",
        r"\baccording to (?=a review|the abstract)": "as stated in ",
        r"\baccording to a consumer testing firm's reading of the trial\b":
            "as a consumer testing firm reads the trial",
        r"\b([Tt]he authors) (?:say|state) that\b": r"\1 report that",
    }),
)  # fmt: skip
