"""Misleading and harmless wordings of how sure and how large a result is, and how it was measured."""

from __future__ import annotations

from eval.mutants.wordings import (
    Wording,
)

OF_SURENESS = (
    Wording(
        "relative-as-absolute",
        "a relative difference is told as people in every hundred",
        (
            (r"were (\d+)% more frequent with", r"struck \1 more in every 100 people with"),
            (r"was (\d+)% higher with", r"was higher by \1 in every 100 people with"),
            (r"were (\d+)% shorter", r"were prevented in \1 of every 100 people"),
            (r"rose by about (\d+)% for", r"rose by about \1 in every 100 people for"),
        ),
        "a relative difference is put in another order",
        (
            (r"were (\d+%) more frequent with", r"were more frequent by \1 with"),
            (r"was (\d+%) higher with", r"was higher by \1 with"),
            (r"were (\d+%) shorter", r"were shorter by \1"),
        ),
    ),

    Wording(
        "highly-significant",
        "a p-value near the line is told as highly significant",
        (
            (r"\bp [=<] 0\.0[1-5]\d*", "highly significant, p < 0.001"),
            (r"\bsignificantly (better|lower|higher)", r"overwhelmingly \1"),
            (r"\bonly tended to be", "was highly significantly"),
            (r", a difference compatible with chance", ", a highly significant difference"),
        ),
        "a p-value is introduced in other words",
        ((r"\bp = (0\.\d+)", r"p-value \1"), (r"\bp < (0\.\d+)", r"p-value below \1")),
    ),

    Wording(
        "may-as-will",
        "a possibility becomes a certainty",
        (
            (r"\bonly tended to be", "was clearly"),
            (r"suggested possible benefit", "proved benefit"),
            (r"(?<!studies )\b(?:may|can) (?!exist|not|only)(?=[a-z])", "will "),
        ),
        "'might' stands for 'may', 'could' for 'can'",
        (
            (r"suggested possible benefit", "suggested a possible benefit"),
            (r"(?<!studies )\bmay (?!exist|not)(?=[a-z])", "might "),
            (r"\bcan (?!not|only)(?=[a-z])", "could "),
        ),
    ),

    Wording(
        "marker-as-outcome",
        "what was measured as a stand-in is told as the thing itself",
        (
            (r"C-reactive protein fell", "inflammation was healed"),
            (r"an Oura ring rated (.+?) better", r"people slept better, with \1 improved,"),
            (r"creatinine in the blood, the marker of kidney function, did", "the health of the kidneys did"),
            (r"\bsleep measured by an Oura ring", "sleep"),
            (r" measured by polysomnography", " at home"),
            (r"bone density", "fractures"),
            (r"hair density on photographs", "baldness"),
            (r"What was measured is a marker, not something", "What was measured is something"),
        ),
        "what was measured as a stand-in is put in other words",
        (
            (r"C-reactive protein fell", "the C-reactive protein level fell"),
            (r"an Oura ring rated", "a ring (Oura) rated"),
            (r"the marker of kidney function", "which is the marker of kidney function"),
            (r" measured by polysomnography", " as measured by polysomnography"),
            (r"hair density on photographs", "hair density in photographs"),
        ),
    ),

    Wording(
        "limit-cut",
        "the limit that a sentence carries is cut off",
        (
            (r"; (?:nobody was blinded|there was no placebo|the size against placebo is uncertain)", ""),
            (r", compared with the start and not with placebo", ""),
            (r", with low or very low certainty", ""),
            (r", a difference compatible with chance", ""),
            (r", a secondary (?:outcome|result)[^,]*(?=,)", ""),
            (r",? and there was no comparison group", ""),
            (r", and can only be regarded as preliminary", ""),
            (r"[,;] without (?:naming|stating) [^.]*", ""),
            (r"; no effect size was given [^.]*", ""),
            (r", according to a consumer testing firm[^.]*", ""),
        ),
        "the limit that a sentence carries is put in other words",
        (
            (r"; nobody was blinded", "; no one was blinded"),
            (r"; there was no placebo", "; no placebo was used"),
            (r", compared with the start and not with placebo", ", against the start and not against placebo"),
            (r", with low or very low certainty", ", at low or very low certainty"),
            (r", a difference compatible with chance", ", a difference that chance could explain"),
            (r"and there was no comparison group", "and a comparison group was lacking"),
            (r", without stating what", ", but does not state what"),
            (r"; no effect size was given in", "; an effect size was not given in"),
        ),
    ),

    Wording(
        "design-promoted",
        "a study is told as one of a better design",
        (
            (r"^Observational study\b", "Randomised trial"),
            (r"^Case reports\b", "Randomised trial"),
            (r"^Systematic review\b", "Meta-analysis"),
            (r"^Randomised trial[^(]*", "Meta-analysis "),
            (r"^Animal study \(\w+\)", "Observational study"),
        ),
        "the design of a study is put in other words",
        (
            (r"^Randomised trial\b", "Trial with random allocation"),
            (r"^Observational study\b", "Observational research"),
            (r"^Case reports\b", "Reports of cases"),
            (r"^Systematic review\b", "Systematic literature review"),
        ),
    ),

    Wording(
        "open-as-blinded",
        "an open or untreated comparison is told as placebo-controlled and blinded",
        (
            (r"\bopen-label\b", "double-blind"),
            (r"against (?:no|another) treatment", "against placebo"),
            (r"\bsingle-blind\b", "double-blind"),
            (r"there was no placebo", "placebo was used"),
            (r"without a control group that would show", "with a control group that shows"),
        ),
        "an open or untreated comparison is put in other words",
        (
            (r"\bopen-label\b", "unblinded (open-label)"),
            (r"against no treatment", "compared with no treatment"),
            (r"against another treatment", "compared with another treatment"),
            (r"\bsingle-blind\b", "single-blinded"),
        ),
    ),

    Wording(
        "few-as-many",
        "one or two trials, or none, become a large body of trials",
        (
            (r"The direct evidence here is (?:no|one|two) trials? in people", "The direct evidence here is a large body of trials in people"),
            (r"the documents hold (?:\d+) (?:trials?|study|studies) in people", "the documents hold dozens of trials in people"),
        ),
        "the number of trials comes in another order",
        (
            (r"The direct evidence here is one trial in people", "One trial in people is the direct evidence here"),
            (r"The direct evidence here is two trials in people", "Two trials in people are the direct evidence here"),
            (r"The direct evidence here is no trial in people", "There is no trial in people as direct evidence here"),
        ),
    ),

    Wording(
        "corpus-as-world",
        "the limits of the documents are lifted to all that is known",
        (
            (r"no document here (addresses|tests)", r"no study in the world \1"),
            (r"This covers the documents here only; other studies may exist", "This covers all studies that exist"),
        ),
        "the limits of the documents come in another order",
        ((r"This covers the documents here only; other studies may exist", "Other studies may exist; this covers the documents here only"),),
    ),

    Wording(
        "self-report-as-measured",
        "what people reported is told as measured",
        (
            (r"The results rest on what people reported themselves, not on a measurement", "The results rest on a measurement, not on what people reported themselves"),
            (r"\bself-rated\b", "objectively measured"),
            (r"\bself-reported\b", "objectively measured"),
        ),
        "what people reported is put in other words",
        (
            (r"The results rest on what people reported themselves, not on a measurement", "The results rest on people's own reports, not on a measurement"),
            (r"\bself-rated\b", "self-assessed"),
        ),
    ),

    Wording(
        "conflict-as-agreement",
        "results that differ are told as agreeing",
        (
            (r"The results differ; both sides are above", "The results agree with one another"),
            (r"\bwere inconsistent\b", "were consistent"),
            (r"contradicted one another", "confirmed one another"),
        ),
        "that results differ is put in other words",
        (
            (r"The results differ; both sides", "The results disagree with one another; both sides"),
            (r"\bwere inconsistent\b", "were not consistent"),
        ),
    ),

)  # fmt: skip
