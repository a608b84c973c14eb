"""Misleading and harmless wordings of what was studied: in whom, against what, how much, which way."""

from __future__ import annotations

from eval.mutants.wordings import (
    COHORT,
    COHORT_WITH,
    NUMBER,
    PEOPLE,
    STUDY,
    Wording,
    doubled,
)

OF_FINDINGS = (
    Wording(
        "animals-unsaid",
        "a finding in rats or mice is told without the animals",
        (
            (r"Animal study \((?:mice|rats)\)(.*?): In [^,]*\b(?:mice|rats)\b[^,]*, ", r"Study\1: "),
            (r"\b([Ii])n [^,]*\b(?:mice|rats)\b[^,]*", r"\1n tests"),
        ),
        "the rats or mice are called laboratory animals",
        ((r"(\b[Ii]n [^,:]*?)\b(mice|rats)\b", r"\1laboratory \2"),),
    ),

    Wording(
        "association-as-cause",
        "what went together is told as cause and effect",
        (
            (r"was associated with", "was caused by"),
            (r"suggested an association between better (.+) and better", r"showed that better \1 brings better"),
            (r"inversely related to", "a cause of lower"),
            (r"show what goes together, not what causes what", "show what causes what"),
            (r"are observational and cannot show that", "show that"),
        ),
        "what went together is called a link",
        (
            (r"was associated with", "went together with"),
            (r"suggested an association between", "suggested a link between"),
            (r"inversely related to", "inversely associated with"),
            (r"show what goes together, not", "show what occurs together, not"),
        ),
    ),

    Wording(
        "subgroup-as-everyone",
        "what was seen in a special group is told of people at large",
        (
            (r" in the subgroup [^,.;]+", ""),
            (r"runners, skiers and soldiers under brief, severe physical strain", "people"),
            (r"[Ii]n older adults with night cramps", "In people with cramps"),
            (r"\bcolds of children who", "colds of people who"),
            (r", but every person had an underlying disorder.*?(?=, and)", ""),
            (rf"\b({NUMBER}) postmenopausal women", r"\1 people"),
        ),
        "the special group is named in other words",
        (
            (r" in the subgroup whose starting value was", " in the subgroup with a starting value"),
            (r"runners, skiers and soldiers", "soldiers, runners and skiers"),
            (r"older adults with night cramps", "older people with night cramps"),
            (r"children who took vitamin C regularly", "children on regular vitamin C"),
            (r"but every person had an", "but each person had an"),
            (rf"\b({NUMBER}) postmenopausal women", r"\1 women after the menopause"),
        ),
    ),

    Wording(
        "people-unsaid",
        "who was studied is cut down to a number of people",
        (
            (COHORT_WITH, r"\1 \2 people"),
            (rf"({NUMBER}) (?:older US|postmenopausal|older) (?:adults|women)", r"\1 people"),
        ),
        "'among' stands for 'in' before the people studied",
        ((rf"\bIn ({NUMBER})(?= [^,.:;()\d]*?\b{PEOPLE}\b)", r"Among \1"),),
    ),

    Wording(
        "children-included",
        "a finding in adults is extended to children",
        (
            (STUDY + r"\b(?:older US |older |US )?adults\b(?! (?:aged|over)\b)", r"\1adults and children"),
            (r"\bpostmenopausal women", "women and girls"),
        ),
        "the age of the people is put in other words",
        (
            (r"adults aged (\d+) or (older|more)", r"adults of \1 years or \2"),
            (r"adults aged (\d+) to (\d+)", r"adults between \1 and \2 years"),
            (r"\bolder US adults", "older adults in the US"),
            (r"\bUS adults", "adults in the US"),
            (r"\bolder adults\b", "older people"),
        ),
    ),

    Wording(
        "comparator-dropped",
        "a gain over placebo is told as a gain",
        (
            (r" than with (?:placebo|control)", ""),
            (r",? compared with (?:placebo|no treatment)", ""),
            (r" than after placebo", ""),
            (r" over placebo", ""),
        ),
        "the comparison with placebo is put in other words",
        (
            (r" than with placebo", " than under placebo"),
            (r" compared with placebo", " in comparison with placebo"),
            (r" than after placebo", " than following placebo"),
        ),
    ),

    Wording(
        "other-substance",
        "a finding is moved to another substance or salt",
        (
            (STUDY + r"magnesium L-threonate", r"\1magnesium glycinate"),
            (STUDY + r"magnesium (?:oxide|citrate|chloride|bisglycinate)", r"\1magnesium L-threonate"),
            (STUDY + r"vitamin D3", r"\1vitamin D2"),
            (STUDY + r"marine omega-3", r"\1flaxseed omega-3"),
            (STUDY + r"vitamin C", r"\1vitamin E"),
            (STUDY + r"creatine", r"\1carnitine"),
            (STUDY + r"glycine", r"\1taurine"),
            (STUDY + r"valerian", r"\1hops"),
            (STUDY + r"ashwagandha", r"\1rhodiola"),
            (STUDY + r"biotin", r"\1zinc"),
            (STUDY + r"saw palmetto", r"\1pumpkin seed oil"),
            (STUDY + r"St John's wort", r"\1saffron"),
        ),
        "a substance is given its other name as well",
        (
            (STUDY + r"magnesium oxide", r"\1magnesium oxide (MgO)"),
            (STUDY + r"vitamin D3", r"\1vitamin D3 (cholecalciferol)"),
            (STUDY + r"vitamin C", r"\1vitamin C (ascorbic acid)"),
            (STUDY + r"St John's wort", r"\1St John's wort (Hypericum perforatum)"),
            (STUDY + r"saw palmetto(?! extract)", r"\1saw palmetto (Serenoa repens)"),
            (STUDY + r"magnesium L-threonate(?! \()", r"\1magnesium L-threonate (MgT)"),
        ),
    ),

    Wording(
        "arms-swapped",
        "the figures of two groups or times change places",
        (
            (rf"({NUMBER}) (against|v) ({NUMBER})", r"\3 \2 \1"),
            (rf"from ({NUMBER}) before to ({NUMBER})", r"from \2 before to \1"),
            (rf"in ({NUMBER}%) of (.+?) and in ({NUMBER}%) of", r"in \3 of \2 and in \1 of"),
            (rf"({NUMBER}%) with ([^,]+), ({NUMBER}%) with", r"\3 with \2, \1 with"),
            (rf"({NUMBER}%) of users and ({NUMBER}%) of", r"\2 of users and \1 of"),
            (rf"by ({NUMBER}%) with (.+?) and by ({NUMBER}%) with", r"by \3 with \2 and by \1 with"),
        ),
        "two figures are set against each other in other words",
        (
            (rf"({NUMBER}) (?:against|v) ({NUMBER})", r"\1 versus \2"),
            (rf"from ({NUMBER}) before to ({NUMBER})", r"from \1 beforehand to \2"),
            (rf"in ({NUMBER}%) of men (.+?) and in ({NUMBER}%) of men", r"in \1 of the men \2 and in \3 of the men"),
            (rf"({NUMBER}%) with ([^,]+), ({NUMBER}%) with", r"\1 on \2, \3 on"),
        ),
    ),

    Wording(
        "sign-lost",
        "a difference loses its minus sign",
        ((r"(differences?) -(\d)", r"\1 \2"), (r"\(-(\d)", r"(\1")),
        "a difference is introduced in other words",
        ((r"(differences?) -(\d)", r"\1 of -\2"), (r"\(-(\d)", r"(a difference of -\1")),
    ),

    Wording(
        "direction-turned",
        "more becomes less, shorter becomes longer",
        (
            (r"\brose more with", "rose less with"),
            (r"\bimproved more\b", "improved less"),
            (r"\bwere lower with\b", "were higher with"),
            (r"\b(were|was) (.{0,20}?)shorter\b", r"\1 \2longer"),
            (r"\bwere (somewhat )?fewer with", r"were \1more with"),
            (r"\bfell with\b", "rose with"),
            (r"\bfavoured (magnesium L-threonate) over placebo", r"favoured placebo over \1"),
            (r"\bwere lower\b", "were higher"),
        ),
        "more and less are put in other words",
        (
            (r"\brose more with", "increased more with"),
            (r"\bimproved more\b", "got better to a greater extent"),
            (r"\b(fell) with\b", "went down with"),
            (r"\bwere (somewhat )?fewer with", r"were \1less frequent with"),
            (r"\bwere (\d+%) shorter\b", r"were shorter by \1"),
            (r"\bfavoured (magnesium L-threonate) over placebo", r"came out in favour of \1 over placebo"),
        ),
    ),

    Wording(
        "dose-unit",
        "a dose gets another unit",
        (
            (rf"({NUMBER}) mg( of [\w -]+?)? a day", r"\1 g\2 a day"),
            (rf"({NUMBER}) g( of [\w -]+?)? (a day|before bed)", r"\1 mg\2 \3"),
            (rf"({NUMBER}) IU", r"\1 mg"),
            (rf"({NUMBER}) mg\b(?!/)", r"\1 g"),
        ),
        "'daily' stands for 'a day'",
        ((rf"({NUMBER} (?:mg|g|IU)(?:/kg)?(?: of [\w -]+?)?) a day", r"\1 daily"),),
    ),

    Wording(
        "time-unit",
        "days become weeks, weeks months, years months",
        (
            (r"(\d[\d.]*)([ -])day", r"\1\2week"),
            (r"(\d[\d.]*|[Ss]ix|[Tt]hree|[Tt]wo|[Ff]our)([ -])week", r"\1\2month"),
            (r"(\d[\d.]*|five|two)([ -])year", r"\1\2month"),
            (r"(\d)-(\d) hours", r"\1-\2 minutes"),
        ),
        "a span of time is put in other words",
        (
            (r"\b([Aa]) (\d+)-(day|week|year) trial", r"\1 trial of \2 \3s"),
            (r"\b(over|after) (\d[\d. to]*) (days|weeks|years)", r"in the course of \2 \3"),
            (r"followed for a median of", "with a median follow-up of"),
            (r"over a median of", "during a median of"),
            (r"over about five years", "during about five years"),
            (r"lasted about five years, which is", "ran for about five years, which is"),
        ),
    ),

    Wording(
        "people-doubled",
        "twice as many people are said to have been studied",
        ((COHORT, doubled),),
        "'a total of' stands before the number of people",
        ((COHORT, r"\1 a total of \2"),),
    ),

)  # fmt: skip
