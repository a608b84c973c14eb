"""Words that say how strongly two things are tied, and how each stands in its sentence.

A sentence becomes a row of tokens. Known words are replaced by the name of their kind, so that
"may help prevent colds" and "could reduce falls" look alike; the rest is a gap. Nothing is learnt here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

WORD = re.compile(r"[a-z]+(?:[-'][a-z]+)*|\d+(?:[.,]\d+)*%?|[.,;:?!%()]")
QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "–": "-", "—": ",", "“": " ", "”": " "})

CAUSE_VERBS = """
reduce lower decrease diminish lessen cut slash shrink curb suppress inhibit block prevent avert avoid protect stop
halt delay slow shorten alleviate relieve ease soothe calm attenuate mitigate ameliorate counteract counter reverse
restore repair heal cure treat increase raise boost enhance elevate improve strengthen promote stimulate accelerate
extend prolong lengthen facilitate enable help benefit worsen impair damage harm hurt disrupt trigger cause induce
produce provoke affect influence impact alter modify modulate regulate mediate determine shape drive govern control
kill destroy eliminate eradicate weaken aggravate exacerbate activate underlie save sharpen fight combat tackle
rejuvenate regenerate regrow lift spark fuel hinder hamper confer exert elicit yield generate evoke spur sensitize
render abolish abrogate rescue normalize stabilize maintain preserve sustain limit minimize maximize optimize double
triple halve undo ruin hijack undermine compromise threaten endanger poison inflame deplete erode degrade shield
buffer blunt dampen quell tame beat conquer banish melt burn clear detoxify cleanse revive refresh energize relax
soften thin nourish support supply empower encourage discourage deter motivate persuade force push prompt precipitate
initiate accelerate amplify intensify magnify potentiate synergize hasten speed quicken postpone offset compensate
outperform overcome overwhelm disturb perturb distort bias skew disable paralyze silence upregulate downregulate
up-regulate down-regulate phosphorylate suppress antagonize neutralize detoxify scavenge desensitize reprogram remodel
rebuild reshape rewire transform change convert deter allow
""".split()
LINK_VERBS = "correlate relate associate link connect tie predict track coincide co-occur forecast portend".split()
SHOW_VERBS = "suggest indicate show demonstrate find conclude reveal report confirm prove imply establish".split()
STUDY_VERBS = (
    "investigate examine explore assess evaluate elucidate clarify study test explain describe compare measure "
    "identify develop discuss present propose review explore monitor address understand"
).split()

KINDS: dict[str, str] = {
    "may": "may might could possibly perhaps conceivably potentially presumably probably plausibly "
    "hypothetically theoretically",
    "would": "would should'",
    "can": "can",
    "able": "able capable ability capacity",
    "seem": "appear appears appeared seem seems seemed appearing seemingly apparently",
    "potential": "potential possible possibility promise promising plausible probable candidate hope hopes "
    "hopeful prospect promises speculate speculated suspected suspect",
    "think": "thought believed believe believes think thinks hypothesized hypothesize hypothesis postulated "
    "proposed expected hypothesised hypothesise presumed suspected assumed considered",
    "no": "no not nor neither never none cannot nothing without n't non",
    "fail": "fail failed fails failing failure lack lacks lacked lacking absence absent unable useless "
    "ineffective unlikely unrelated unaffected unchanged uncorrelated unsupported nonsignificant non-significant "
    "insignificant insufficient inconclusive unclear unknown uncertain unproven",
    "little": "little few scarce limited hardly scarcely barely minimal negligible weak sparse",
    "should": "should must ought recommend recommends recommended recommendation recommendations advise "
    "advised advises urge urges urged call calls consider considered encouraged advocate warrant warrants warranted",
    "need": "need needs needed require requires required necessary necessity essential crucial important "
    "importance imperative urgent urgently key vital",
    "aim": "aim aims aimed objective objectives purpose sought hypothesis goal goals efforts effort strategies "
    "strategy intervention-development policies initiatives campaigns attempts attempt",
    "further": "further future additional larger longer-term longitudinal prospective",
    "whether": "whether if",
    "study": "study studies research trial trials analysis review survey cohort experiment experiments "
    "meta-analysis sample data evidence findings finding results result researchers scientists authors team",
    "effect": "effect effects efficacy effectiveness benefits impacts influences consequence consequences "
    "repercussions advantage advantages",
    "effective": "effective efficacious beneficial helpful harmful protective detrimental deleterious toxic "
    "hazardous successful adverse useful therapeutic",
    "role": "role roles involved involvement implicated implicate implicates pathogenesis",
    "because": "because due owing thanks attributable attributed ascribed responsible caused blame",
    "causal": "causal causally causality causation cause-and-effect causative etiologic aetiological",
    "culprit": "driver drivers culprit reason reasons contributor contributors mechanism mechanisms mediator cure "
    "remedy antidote determinant determinants trigger",
    "superior": "superior inferior superiority outperformed outperforms better worse best worst",
    "works": "works worked work",
    "leads": "leads led lead leading",
    "results-in": "resulted resulting",
    "contributes": "contributes contributed contribute contributing",
    "makes": "makes make made making keeps keep kept gives give gave giving brings brought bring "
    "leaves puts turns sends lets helps",
    "assoc": "association associations correlation correlations relationship relationships relation relations "
    "link links connection connections tie ties interaction covariation correlates correlate correlated "
    "associated related linked connected tied associate interrelated intertwined",
    "predictor": "predictor predictors predictive predict predicts predicted prognostic marker markers "
    "biomarker biomarkers indicator indicators predicting prediction correlative",
    "risk": "risk risks odds hazard hazards likelihood probability chance chances incidence mortality survival "
    "propensity susceptibility",
    "factor": "factor factors",
    "likely": "likely prone apt inclined likelier",
    "tend": "tend tends tended trend trends tendency",
    "inverse": "inverse inversely positively negatively directly u-shaped j-shaped dose-response linear "
    "dose-dependent strongest",
    "than": "than",
    "higher": "higher greater larger elevated lower fewer smaller less more shorter longer poorer older younger "
    "earlier later weaker stronger faster slower heavier richer healthier happier worse better thinner taller",
    "most": "most least highest lowest",
    "differ": "differ differs differed difference differences different varied vary varies",
    "same": "same similar similarly equivalent comparable equal equally identical",
    "versus": "compared comparison versus vs relative contrast",
    "adjust": "adjusted adjusting adjustment controlling independently independent multivariable multivariate "
    "confounders confounding",
    "group": "among those who users nonusers smokers drinkers eaters takers patients women men people adults "
    "children adolescents participants individuals students workers",
    "treat-noun": "supplementation supplement supplements treatment therapy intervention interventions program "
    "programme training administration dose doses injection exposure use intake consumption vaccination placebo "
    "medication drug drugs exercise diet",
    "random": "randomized randomised placebo-controlled double-blind blinded crossover controlled",
    "feasible": "safe safely safety feasible feasibility acceptable acceptability valid validity reliable "
    "reliability tolerated tolerable accurate accuracy satisfied satisfaction sensitivity specificity",
    "share": "prevalence proportion percent percentage majority half third quarter % frequency number average "
    "mean median minority common commonly rare",
    "significant": "significant significantly statistically",
    "strategy": "approach treatment-option option options target targets tool strategy means",
    "people-report": "reported reports said says according warned told",
    "over-time": "decades decade past since during until period trends annually yearly",
}  # fmt: skip
FUNCTION = (
    "to by of in for with that which but and or as at from on is are was were be been being has have had do does "
    "did will a an the this these our we it its their they how what why when after before while although despite"
).split()
NOUNS_TOO = frozenset(
    "increase decrease benefit damage harm cause influence impact control change limit support burn fuel cut lift "
    "delay boost stop fight treat relief trigger help force push speed bias rescue block slow double".split()
)
"""Verbs whose plain form is often a noun; the words before them tell which."""
STOP = frozenset(". ; : ? ! but although though while whereas however which because despite".split())
DETERMINERS = frozenset(
    "a an the of with at for in no any this that its their significant further marked large small substantial".split()
)


class Token(NamedTuple):
    """A word and the kind it belongs to; a gap has no kind."""

    word: str
    kind: str | None


def spellings(verb: str) -> Iterator[str]:
    """The verb in both spellings of -ize."""
    yield verb
    if verb.endswith("ize"):
        yield f"{verb[:-3]}ise"


def inflections(verb: str) -> dict[str, str]:
    """The forms of a regular verb, each with its mark: plain, s, ed, ing."""
    if verb.endswith("e"):
        return {verb: "", f"{verb}s": "s", f"{verb}d": "ed", f"{verb[:-1]}ing": "ing"}
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return {verb: "", f"{verb[:-1]}ies": "s", f"{verb[:-1]}ied": "ed", f"{verb}ing": "ing"}
    s = f"{verb}es" if verb.endswith(("s", "sh", "ch", "x")) else f"{verb}s"
    forms = {verb: "", s: "s", f"{verb}ed": "ed", f"{verb}ing": "ing"}
    if verb in {"cut", "stop", "control", "skew", "thin", "spur", "deter", "confer", "slash"}:
        forms |= {f"{verb}{verb[-1]}ed": "ed", f"{verb}{verb[-1]}ing": "ing"}
    return forms


IRREGULAR = {
    "drove": "ed", "driven": "ed", "fought": "ed", "beaten": "ed", "underlies": "s", "underlay": "ed",
    "shrank": "ed", "shrunk": "ed", "undid": "ed", "undone": "ed", "overcame": "ed", "sped": "ed",
    "rebuilt": "ed", "burnt": "ed", "regrew": "ed", "underlying": "ing",
}  # fmt: skip


def build_lexicon() -> dict[str, str]:
    """Every known word with its kind; where lists overlap the first one named wins."""
    lexicon: dict[str, str] = {}
    for kind, words in KINDS.items():
        for word in words.split():
            lexicon.setdefault(word, kind)
    for name, verbs in (("cause", CAUSE_VERBS), ("link", LINK_VERBS), ("show", SHOW_VERBS),
                        ("examine", STUDY_VERBS)):  # fmt: skip
        for verb in verbs:
            for spelling in spellings(verb):
                for form, mark in inflections(spelling).items():
                    lexicon.setdefault(form, f"{name}-{mark}" if mark else name)
    for form, mark in IRREGULAR.items():
        lexicon.setdefault(form, f"cause-{mark}")
    for word in ("increase", "decrease", "reduction", "improvement", "decline", "gain", "rise", "drop", "fall"):
        lexicon[word] = "change-noun"
        lexicon[f"{word}s"] = "change-noun"
    for word in FUNCTION:
        lexicon.setdefault(word, word)
    return lexicon


LEXICON = build_lexicon()


def tokenize(sentence: str) -> list[Token]:
    """Cut a sentence into words, contractions taken apart, each with its kind."""
    text = sentence.translate(QUOTES).lower().replace("can't", "can not").replace("n't", " not")
    text = text.replace("cannot", "can not")
    return [Token(word, LEXICON.get(word)) for word in WORD.findall(text)]
