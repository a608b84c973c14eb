"""Faults of answers, planted by someone who hasn't seen the graders, and harmless rewordings.

A mutant plants one misleading statement; most are slips of a word that a hurried editor, a careless
model or a seller would make. Its twin rewords the same kind of sentence and stays true, so that a
suite which merely compares strings can't pass for one that reads. What adds to an answer, or breaks
what stands around the words, has no twin.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from eval.corpus import Corpus
from eval.mutants.frame import AnswerMutant, Plant

Answer = dict[str, Any]
New = str | Callable[[re.Match[str]], str]
Rules = tuple[tuple[str, New], ...]
"""A pattern and what takes its place; the first rule that finds its place is used, once."""

NUMBER = r"\d+(?:[.,]\d+)*"
PEOPLE = r"(?:adults|women|men|people|patients|volunteers|participants|children)"
COHORT = rf"\b([Ii]n|with) ({NUMBER})(?= [^,.:;()\d]*?\b{PEOPLE}\b)"
COHORT_WITH = (
    rf"\b([Ii]n|[Aa]mong|with|of|trial,) ({NUMBER}) [^,.:;()\d]*?\b{PEOPLE}"
    r" (?:aged|with|doing|after|at|on|without)\b [^,.:;()]+"
)
STUDY = r"((?:trial|analysis|study|review|reports)\b[^:]*\): .*?)"
SITE = (
    r"(unnamed health site|unnamed hair-loss page|personal blog|Dutch longevity shop"
    r"|supplier Nutri Avenue)"
)


@dataclass(frozen=True)
class Wording:
    """A misleading wording and a harmless one for the same kind of sentence."""

    name: str
    fault: str
    rules: Rules
    twin: str
    twin_rules: Rules

    def mutant(self) -> AnswerMutant:
        """The fault."""
        return AnswerMutant(self.name, self.fault, reword(self.rules))

    def hedged(self) -> AnswerMutant:
        """The rewording that stays true."""
        return AnswerMutant(f"{self.name}-twin", self.twin, reword(self.twin_rules))


def rewrite(answer: Answer, old: str, new: str) -> Answer | None:
    """Put a text in the place of another wherever it is shown: answer, claims and caveats."""
    if old not in answer["answer"]:
        return None
    answer["answer"] = answer["answer"].replace(old, new)
    for part in (*answer["claims"], *answer["caveats"]):
        part["text"] = part["text"].replace(old, new)
    return answer


def reword(rules: Rules) -> Plant:
    """Apply the first rule that has a place to the first statement where it has one."""

    def plant(answer: Answer, corpus: Corpus) -> Answer | None:
        statements = [part["text"] for part in (*answer["claims"], *answer["caveats"])]
        for pattern, new in rules:
            for old in statements:
                changed = re.sub(pattern, new, old, count=1)
                if changed != old:
                    return rewrite(answer, old, changed)
        return None

    return plant


def doubled(match: re.Match[str]) -> str:
    """The same words with twice as many people."""
    return f"{match[1]} {2 * int(match[2].replace(',', '')):,}"


def unattributed(match: re.Match[str]) -> str:
    """What an article says, as a sentence of its own."""
    return match[2].upper()


def with_study_names_swapped(answer: Answer, corpus: Corpus) -> Answer | None:
    """Credit the findings of one study to another one, and the other way round."""
    label = r"(?:trial|analysis|study|review|reports)\b[^:]*(\([A-Z][^()]*\):)"
    found = [re.match(rf".{{0,40}}?{label}", claim["text"]) for claim in answer["claims"]]
    names = list(dict.fromkeys(match[1] for match in found if match))
    if len(names) < 2:
        return None
    first, second = names[:2]
    rewrite(answer, first, "(other):")
    rewrite(answer, second, first)
    return rewrite(answer, "(other):", second)


OUTCOMES = (
    ("self-rated sleep-related impairment", "sleep measured by an Oura ring"),
    ("the time to fall asleep", "total sleep time"),
    ("heart attacks, a secondary", "death from any cause, a secondary"),
    ("the overall sleep architecture recorded", "the time to sleep onset measured"),
    ("the balance between growing and resting hairs", "hair density"),
    ("the time to walk 4 metres, a secondary", "a stepping test, the primary"),
    (
        "overall improvement, the primary endpoint",
        "the rate of complete spontaneous bowel movements",
    ),
    ("492 adults, memory", "492 adults, overall cognitive scores"),
    ("symptoms, muscle pain", "symptoms, creatine kinase"),
    ("heart failure, deaths", "heart failure, functional class (NYHA)"),
    ("total body fat mass", "body weight"),
    ("satisfaction with sleep", "the Hamilton anxiety score"),
)
"""Two outcomes of one study each, of which one alone went well."""


def with_outcomes_swapped(answer: Answer, corpus: Corpus) -> Answer | None:
    """Give the null outcome of a study the benefit of its other one, and the other way round."""
    for one, other in OUTCOMES:
        if one in answer["answer"] and other in answer["answer"]:
            rewrite(answer, one, "(other)")
            rewrite(answer, other, one)
            return rewrite(answer, "(other)", other)
    return None


def added(sentence: str, pattern: str) -> Plant:
    """Add a sentence to the first finding that fits, so that it seems to share its source."""

    def plant(answer: Answer, corpus: Corpus) -> Answer | None:
        for claim in answer["claims"]:
            match = re.search(pattern, claim["text"])
            if claim["kind"] == "finding" and match:
                return rewrite(answer, claim["text"], f"{claim['text']} {match.expand(sentence)}")
        return None

    return plant


def with_quote_cut_short(answer: Answer, corpus: Corpus) -> Answer | None:
    """End the quote of the first finding before its result."""
    for claim in answer["claims"]:
        if claim["kind"] != "finding":
            continue
        quotes = [part for part in answer["citations"] if part["number"] in claim["citations"]]
        for citation in reversed(quotes):
            head = citation["quote"].split(", ")[0]
            if head != citation["quote"]:
                citation.update(quote=head, end=citation["start"] + len(head))
                return answer
    return None


def with_mixed_as_benefit(answer: Answer, corpus: Corpus) -> Answer | None:
    """Call results that differ a benefit, in the line on the evidence and in its fields."""
    line = "evidence, with results that differ.*"
    if line not in answer["answer"]:
        return None
    answer["answer"] = answer["answer"].replace(line, "evidence, pointing to a benefit.*")
    answer["evidence"]["direction"] = "benefit"
    return answer


WORDINGS = (
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
        "advice-turned",
        "a warning becomes a permission",
        (
            (r"must not be combined with (\w+) unadvised", r"can be combined with \1 unadvised"),
            (r"\bshould not\b", "should"),
            (r"should be kept at least 2 hours apart", "can be taken together"),
            (r"should stop the product and see a doctor", "can go on with the product"),
            (r"need medical advice before", "need no medical advice before"),
            (r"\bneed blood monitoring\b", "need no blood monitoring"),
            (r"\bcontraindicates?\b", "allow"),
            (r"asks for a ", "asks for no "),
            (r"supports stopping", "argues against stopping"),
            (r"excluded from|leaves out", "included in"),
        ),
        "a warning is put in other words",
        (
            (r"must not be combined with", "must never be combined with"),
            (r"\bshould not\b", "ought not to"),
            (r"should be kept at least 2 hours apart", "ought to be kept at least 2 hours apart"),
            (r"should stop the product and see", "ought to stop the product and see"),
            (r"need medical advice before", "need advice from a doctor before"),
            (r"\bneed blood monitoring\b", "need monitoring of the blood"),
            (r"which is why reviews contraindicate", "for which reason reviews contraindicate"),
        ),
    ),
    Wording(
        "maker-as-independent",
        "a study that a maker paid for or took part in is called independent",
        ((r"A maker or seller paid for or took part in ([^.;]+)", r"No maker or seller paid for or took part in \1"),),
        "the part of the maker is put in other words",
        ((r"paid for or took part in", "funded or was involved in"),),
    ),
    Wording(
        "unknown-money-as-public",
        "unknown funding is told as public funding",
        (
            (r"Who paid for any of these studies is not known here", "Public bodies paid for these studies"),
            (r"who paid for (.+) is not known here", r"public bodies paid for \1"),
            (r"Who paid for (.+) is not known here", r"Public bodies paid for \1"),
        ),
        "unknown funding is put in other words",
        (
            (r"Who paid for any of these studies is not known here", "It is not known here who paid for any of these studies"),
            (r"who paid for (.+) is not known here", r"it is not known here who paid for \1"),
            (r"Who paid for (.+) is not known here", r"It is not known here who paid for \1"),
        ),
    ),
    Wording(
        "article-as-authority",
        "what a web page says is put in the mouth of a health authority",
        ((rf"^The {SITE} (says|states|writes|suggests|calls|lists)\b", r"The US Food and Drug Administration \2"),),
        "the web page 'claims' instead of 'says'",
        ((rf"^The {SITE} (?:says|states|writes) that", r"The \1 claims that"),),
    ),
    Wording(
        "article-as-fact",
        "what a web page says is stated as a fact",
        ((rf"^The {SITE} (?:says|states|writes) that (\w)", unattributed),),
        "'according to' stands before what a web page says",
        ((rf"^The {SITE} (?:says|states|writes) that ", r"According to the \1, "),),
    ),
    Wording(
        "correction-smoothed",
        "an unread correction or a retraction is told as harmless",
        (
            (r"its content was not available on the page that was read", "it leaves the results as they were"),
            (r"was retracted by its authors in (\w+ \d+) because of errors that required a rewrite", r"was confirmed by its authors in \1 after a rewrite"),
        ),
        "an unread correction or a retraction is put in other words",
        (
            (r"its content was not available on the page that was read", "its content could not be seen on the page that was read"),
            (r"was retracted by its authors", "was withdrawn (retracted) by its authors"),
        ),
    ),
    Wording(
        "proven",
        "an open or likely verdict becomes a proof",
        (
            (r"^Probably yes:", "Yes, this is proven:"),
            (r"^Possibly, but this isn't settled:", "Yes, this is proven:"),
            (r"^Not settled, since results differ:", "Yes, it works:"),
            (r"^Probably harmful:", "Proven to harm:"),
            (r"^Harm was reported, without a control group that would show the cause:", "It is proven to harm:"),
        ),
        "an open or likely verdict is put in other words",
        (
            (r"^Probably yes:", "Likely yes:"),
            (r"^Possibly, but this isn't settled:", "Perhaps, but this is not settled:"),
            (r"^Not settled, since results differ:", "Unsettled, as the results differ:"),
            (r"^Probably harmful:", "Likely harmful:"),
        ),
    ),
    Wording(
        "disproved",
        "what isn't shown is told as disproved",
        (
            (r"^Not shown:", "Disproved:"),
            (r"^Not shown, although much was studied:", "Disproved:"),
            (r"^Probably not, on limited evidence:", "Certainly not:"),
            (r"^No, on strong evidence:", "No, this is utterly impossible:"),
        ),
        "what isn't shown is put in other words",
        (
            (r"^Not shown:", "Not demonstrated:"),
            (r"^Not shown, although much was studied:", "Not demonstrated, though much was studied:"),
            (r"^Probably not, on limited evidence:", "Likely not, on limited evidence:"),
        ),
    ),
    Wording(
        "no-difference-as-no-effect",
        "a difference that was not found becomes an effect that doesn't exist",
        (
            (r"did not differ (?:significantly )?between (.+?) and placebo", r"cannot be changed by \1"),
            (r"no (?:significant )?difference between (.+?) and placebo was found in", r"\1 has no effect whatsoever on"),
            (r"no (?:significant )?difference in (.+?) (?:was found )?between (.+?) and placebo(?: was found)?", r"\2 has no effect whatsoever on \1"),
            (r"was not altered by", "can never be altered by"),
            (r"showed no consistent effect on", "cannot have an effect on"),
            (r"was not explained by", "has nothing to do with"),
        ),
        "a difference that was not found is put in other words",
        (
            (r"did not differ between", "showed no difference between"),
            (r"did not differ significantly between", "showed no significant difference between"),
            (r"(no (?:significant )?difference .+?) was found\b", r"\1 was seen"),
            (r"no (significant )?difference in (.+?) was found between", r"no \1difference in \2 was seen between"),
            (r"was not altered by", "was left unaltered by"),
            (r"showed no consistent effect", "had no consistent effect"),
        ),
    ),
    Wording(
        "people-doubled",
        "twice as many people are said to have been studied",
        ((COHORT, doubled),),
        "'a total of' stands before the number of people",
        ((COHORT, r"\1 a total of \2"),),
    ),
    Wording(
        "clinician-unneeded",
        "the reader is told not to bother to ask a doctor",
        ((r"^Ask a doctor or pharmacist before you", "There is no need to ask a doctor or pharmacist before you"),),
        "the advice to ask a doctor comes in another order",
        ((r"^Ask a doctor or pharmacist before (you take, stop or combine anything here);", r"Before \1, ask a doctor or pharmacist;"),),
    ),
    Wording(
        "unreported-harms-as-none",
        "harms that a page doesn't report are told as absent",
        (
            (r"What these documents don't report isn't shown to be absent", "No side effects are known"),
            (r"Side effects are not reported on the pages that were read", "There are no side effects"),
            (r"does not describe side effects", "finds no side effects"),
            (r"does not (?:report the|assess) safety", "confirms the safety"),
            (r"hold hardly any data on adverse events", "show hardly any adverse events"),
        ),
        "that harms are not reported is put in other words",
        (
            (r"What these documents don't report isn't shown to be absent", "What these documents do not report has not been shown to be absent"),
            (r"Side effects are not reported on the pages that were read", "The pages that were read do not report side effects"),
            (r"does not describe side effects", "gives no description of side effects"),
        ),
    ),
    Wording(
        "harm-played-down",
        "a harm is made smaller or turned round",
        (
            (r"(\d+)% more frequent with", r"\1% less frequent with"),
            (r"were reported [\d.]+ times as often with", "were reported no more often with"),
            (r"the hazard of (.+?) was \d+% higher", r"the hazard of \1 was no higher"),
            (r", and one of them died", ", and all of them recovered"),
            (rf"{NUMBER} of ({NUMBER}) patients died", r"none of \1 patients died"),
            (r"can raise the chance of adverse reactions", "can lower the chance of adverse reactions"),
            (r"diarrhoea, nausea and cramps", "nothing worse than soft stools"),
        ),
        "a harm is put in other words",
        (
            (r"(\d+% more) frequent with", r"\1 common with"),
            (r"were reported ([\d.]+ times as often)", r"were \1 reported"),
            (r"was (\d+%) higher with", r"was higher by \1 with"),
            (r"and one of them died", "one of whom died"),
            (r"can raise the chance of", "can increase the chance of"),
        ),
    ),
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
        "doctors-recommend",
        "doctors are said to recommend it",
        ((r"\b(a (?:meta-analysis|systematic review)(?: of [\w, ]+?)? looked at|the documents hold (?!most))", r"doctors recommend it, and \1"),),
        "the source of the verdict is put in other words",
        ((r"\blooked at (?=[\w\s(),'-]+ and )", "dealt with "), (r"\bthe documents hold (?!most)", "these documents hold ")),
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

STUDY_NAMES = (
    AnswerMutant("study-names-swapped", "two studies change names", with_study_names_swapped),
    AnswerMutant(
        "study-names-swapped-twin",
        "the name of a study is called that of its first author",
        reword(
            (
                (
                    r"^((?:Randomised trial|Meta-analysis|Observational study|Systematic review)\b"
                    r"[^:]*\([A-Z][\w'’-]+)\):",
                    r"\1, first author):",
                ),
            )
        ),
    ),
)
OUTCOME_NAMES = (
    AnswerMutant(
        "null-and-benefit-swapped",
        "the null outcome of a study and its other outcome change places",
        with_outcomes_swapped,
    ),
    AnswerMutant(
        "null-and-benefit-swapped-twin",
        "'unchanged' and 'no change' stand for a null outcome",
        reword(
            (
                (r"did not change significantly with", "showed no significant change with"),
                (r"did not change with", "was unchanged with"),
                (r"did not differ between", "was no different between"),
                (r"were not reduced with", "were no lower with"),
            )
        ),
    ),
)
ADDITIONS = (
    AnswerMutant(
        "personal-dose",
        "the reader is told what to take",
        added(r"You should take \1 a day.", rf"\b({NUMBER} (?:mg|g|IU))\b(?= (?:a day|of|before bed)\b)"),
    ),
    AnswerMutant(
        "unsourced-sentence",
        "a plausible sentence of no source is added to a finding",
        added("The effect builds up over the first weeks of use.", r"\.$"),
    ),
    AnswerMutant(
        "quote-cut-short", "the quote under a finding ends before its result", with_quote_cut_short
    ),
    AnswerMutant("mixed-as-benefit", "results that differ are called a benefit", with_mixed_as_benefit),
)  # fmt: skip

BLIND_MUTANTS: tuple[AnswerMutant, ...] = (
    *(wording.mutant() for wording in WORDINGS),
    STUDY_NAMES[0],
    OUTCOME_NAMES[0],
    *ADDITIONS,
)
HEDGED_TWINS: tuple[AnswerMutant, ...] = (
    *(wording.hedged() for wording in WORDINGS),
    STUDY_NAMES[1],
    OUTCOME_NAMES[1],
)
