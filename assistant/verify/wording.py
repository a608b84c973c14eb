"""The words by which a sentence shows what it says: how surely, which way, and how far it carries.

Lists of our own, matched on whole words in any case; `*` stands for any ending. A hit is a hint for
one slot and never a verdict: what counts is the difference between a claim and its source.
"""

from __future__ import annotations

import re

from assistant.verify.phrases import any_of

# --- how surely --------------------------------------------------------------------------------

HEDGED = any_of(
    "may|might|could|possible|possibly|perhaps|probabl*|appear|appears|appeared|seem|seems|seemed|"
    "suggest|suggests|suggesting|suggestive|potential|potentially|promising|likely|plausibl*|"
    "hypothesi*|speculat*|tend to|tends to|is thought to|are thought to|is believed to|believe|"
    "hint*|candidate|indicate*|would|hold the key|hold the promise|not certain|far from certain"
)
ASSOCIATED = any_of(
    "associat*|correlat*|link|links|linked|tied|related to|relation|relationship|relation between|"
    "predict*|more likely|less likely|odds ratio|hazard ratio|relative risk|more common among|"
    "more often|less often|more frequent|less frequent|tended to|connection|connected|go together|"
    "inversely|risk factor|risk factors"
)
LINKED = any_of(
    "associat*|correlat*|link|links|linked|tied|related to|relation|relationship|connection|predict*|implicated"
)
CAUSAL = any_of(
    "caus*|lead to|leads to|led to|result in|results in|resulted in|produc*|induc*|trigger*|prevent*|"
    "protects|protect|protected|reduc*|lowers|lowered|lowering|decreas*|cut|cuts|slash*|increas*|raises|"
    "raised|raise|boost*|improv*|enhanc*|strengthen*|restor*|reliev*|alleviat*|eases|eased|ease|treats|"
    "treat|heal|heals|slow|slows|slowed|delay*|block*|stops|stop|stopped|promot*|suppress*|stimulat*|"
    "affect*|due to|because of|thanks to|attributable to|effective|efficacy|works|work|help|helps|helped|"
    "benefit*|makes|make|made|gives|give|keeps|keep|regrow*|lessen*|halv*|doubl*|shorten*|speed|speeds|speeded|sped|accelerat*|prolong*|extend*|lengthen*|clear|clears|cleared|sharpen*|cure*|kill*|"
    "eliminat*|eradicat*|revers*|worsen*|damag*|destroy*|harm|harms|ward*|fight*|combat*|support*|"
    "boosting|inhibit*|contribut*|determin*|confer*|provid*|save*|saving"
)
ABSOLUTE = any_of(
    "proven|proves|undeniabl*|without doubt|guarantee*|cure|cures|curing|miracle*|"
    "a breakthrough|proved|once and for all|a thing of the past|100%|always|never fails|works for everyone|permanent*|instant|instantly|complete cure|"
    "eliminat*|eradicat*|wipe* out|abolish*|reverse|reverses|destroy*|most people|"
    "the answer to|the solution to|game changer|no question|no longer any question|beyond question|without question|beyond doubt|"
    "complete halt|completely|entirely|totally|undoubtedly|unquestionabl*|the jury is in|case closed|conclusively|definitively|settles|settle the matter|settled science|bound to|sure to"
)
STRONG_DEGREE = any_of(
    "dramatic*|drastic*|massive*|huge|hugely|enormous*|powerful*|remarkabl*|radical*|striking*|vast|vastly|"
    "by far|far more|ultimate|supercharge*|skyrocket*|slash*"
)
WEAK_DEGREE = any_of(
    "small|smaller|modest*|slight*|little|minor|marginal*|weak|weakly|trivial|not clinically|minimal*"
)
FRAME = re.compile(
    r"(?:,\s*|\s[-–—]\s*|^)(?:(?:new |a |an |the |this )*(?:study|research|review|survey|trial|scientists?|researchers?)\s+)?"
    r"(?:suggests?|finds?|found|reveals?|shows?|says?|say|according to|indicates?|reports?|claims?)\b"
    r"(?=[^,]*\b(?:study|stud(?:y|ies)|research\w*|scientists?|experts?|journal|university|bmj|trial|review|survey|team)\b)[^,]*$",
    re.I,
)
"""Who says it, at the end of a sentence: "..., suggests a new study" is no hedge."""
STUDIES_SHOW = any_of(
    "studies show|studies prove|research shows|research proves|science shows|scientists have proven|"
    "clinically proven|clinically tested|clinically studied|clinically shown|scientifically|backed by science|trials show|trials prove|randomised trials show|"
    "randomized trials show|experts agree"
)
FUNDING = re.compile(
    r"\b(?:employees?|firm|industry|compan(?:y|ies)|makers?|manufacturers?|sponsor\w*|funded|financed|paid (?:for|part|by))\b",
    re.I,
)
"""Who stood behind a study."""
STUDY = any_of(
    "trial*|study|studies|random*|cohort*|meta-analys*|review*|participants|patients|volunteers|"
    "experiment*|placebo|rats|mice|cells|we|findings|results|data|research|evidence"
)
REPORT = any_of(
    "trial*|study|studies|random*|cohort*|meta-analys*|review*|experiment*|placebo|rats|mice|we|these findings|the findings|these results|the results|these data|"
    "the data|research|evidence|abstract|paper|publication|case report*|case series"
)
"""Words by which a sentence names a study rather than the people whom it is about."""
STUDIED = re.compile(
    r"\b(?:trials?|randomi[sz]\w+|placebo|participants?|volunteers?|cohorts?|surveys?|meta-analys\w+|case (?:report|series)|"
    r"(?:\d+|\w+)-year-old|recommend\w*|advis\w+|rats?|mice|mouse|cells?|experiment\w*|(?:this|the|a|an|one|our|[\w-]+) (?:[\w-]+ )?stud(?:y|ies)|"
    r"(?:\d[\d,]*|\w+t(?:y|een)|\w+ty-\w+|[a-z]+ hundred|thousand|ten|eleven|twelve) (?:[\w-]+ ){0,4}(?:people|adults|men|women|patients|children|persons|"
    r"subjects|students|athletes|infants|babies|boys|girls|runners|workers|nurses|teachers|households|cyclists|residents)|n ?= ?\d+|(?:were|was) (?:randomi[sz]ed|assigned|allocated|exposed|enrolled|recruited|followed)|we (?:\w+ly )?\w{3,}ed|in vitro|ex vivo|in vivo|cell lines?|case series|95 ?% CI)\b"
    r"|\b(?:I|my|me)\b",
    re.I,
)
"""A source that reports of somebody; what a handbook or a page on law says is general already."""
SPEAKER = re.compile(
    r"\b(?P<who>shop|store|vendor|seller|maker|manufacturer|company|supplier|brand|advert\w*|blog\w*|"
    r"article|website|page|post|user|customer|influencer|forum)s?\b[^.]{0,60}?"
    r"\b(?:says?|said|claims?|claimed|writes?|wrote|states?|stated|promises?|asserts?|reports?|"
    r"advertises?|believes?|tells?)\b",
    re.I,
)
REPORTING = any_of(
    "according to|say|says|said|tell us|claims|claimed|claim that|writes|states|stated|asserts|promises|believes|"
    "tells|advertis*|reports that"
)

# --- which way ---------------------------------------------------------------------------------

UP = any_of(
    "increas*|rise|rises|rose|risen|raise|raises|raised|raising|higher|greater|longer|elevat*|boost|boosts|"
    "boosted|gain|gains|gained|grew|grow|grows|lengthen*|prolong*|extend*|double|doubled|doubles|doubling|tripl*|strengthen*|more frequent|"
    "more often|more common|twice as common|times as common|twice as likely|times as likely|commoner|more likely|more|heavier|up|stimulat*|promot*|accelerat*|upregulat*|went up|climb*"
)
DOWN = any_of(
    "decreas*|reduc*|lower|lowers|lowered|lowering|fell|fallen|fall of|fall in|fall by|drop|drops|dropped|less|fewer|"
    "shorter|shorten|shortens|shortened|cut|cuts|declin*|slow|slows|slowed|slower|suppress*|inhibit*|halv*|"
    "diminish*|lessen*|less frequent|less often|less common|less likely|rarer|scarcer|smaller|down|downregulat*|went down|"
    "lighter|curb*|mitigat*|milder|abolish*|lost weight|lost fat|lose weight|loses weight|lost more weight|shed"
)
GOOD = any_of(
    "improv*|better|enhanc*|benefi*|reliev*|ease|eases|eased|easing|alleviat*|help|helps|helped|protect*|"
    "prevent*|treat|treats|cure*|restor*|heal|heals|healed|effective|works|stop|stops|recommend*|sooner|"
    "get better|regrow*|cut the risk"
)
BAD = any_of(
    "wors*|harm|harms|harmed|harmful|damag*|impair*|aggravat*|deteriorat*|trigger*|poorer|advises against|"
    "advise against|injur*|toxic|impede*"
)
BURDENS = any_of(
    "pain|ache*|symptom*|risk|risks|disease*|death|deaths|dying|die|mortality|anxiety|stress|depress*|"
    "fatigue|tiredness|nausea|vomiting|tumour*|tumor*|plaque*|inflammation|falls|fractures|cramps|migraine*|"
    "headache*|diarrhoea|diarrhea|insomnia|severity|cold|colds|infection*|injury|injuries|attack*|stroke*|"
    "defects|hyperactivity|jet lag|cancer|asthma|relapse*|shrinkage|loss|constipation|allodynia|"
    "hyperalgesia|admission*|problems|violence"
)

# --- how far it carries ------------------------------------------------------------------------

UNCONTROLLED = any_of(
    "open-label|open label|uncontrolled study|uncontrolled trial|uncontrolled pilot|no control group|without a control group|without controls|pilot|"
    "before-after|no placebo group|single-arm|case report|case reports|case series|testimonial*"
)
OBSERVATIONAL = any_of(
    "observational|cohort|cohorts|cross-sectional|case-control|survey|registry|epidemiolog*|prospective study|"
    "longitudinal|cause cannot be inferred|cannot prove cause|cannot establish cause|questionnaire*|reported eating"
)
GIVEN = any_of(
    "random*|placebo|double-blind|trial|trials|crossover|cross-over|sham|allocated|controlled trial*|"
    "volunteers|was given|were given|those given|supplementation|supplemented"
)
LIMITS = any_of(
    "subgroup|post hoc|exploratory|secondary outcome*|low certainty|very low certainty|low-certainty|low quality|"
    "inconclusive|mixed|inconsisten*|conflicting|others|disagree*|only|uncontrolled study|uncontrolled trial|uncontrolled pilot|without controls|open-label|pilot|"
    "no control group|without a control group|confirmation|confirmed|further research|larger trials|"
    "more research|more studies|small trial|small study|was small|short|single trial|one trial|"
    "not clinically|clinical relevance|insufficient|limited evidence|weak evidence|preliminary|uncertain|"
    "in the whole group|none on|limited impact|heterogene*|bias|risk of bias|funded by|maker|caution|"
    "generalis*|cannot be inferred|no benefit"
)
OPPOSED = any_of(
    "subgroup|post hoc|inconclusive|inconsisten*|conflicting|others a higher|in the whole group|none on|no benefit|"
    "insufficient|disagree*"
)
"""Limits that set another result against the one told."""
GRAVE_LIMITS = any_of(
    "subgroup|post hoc|exploratory|inconclusive|mixed results|no benefit|found no|inconsisten*|conflicting|others a higher|uncontrolled study|uncontrolled trial|uncontrolled pilot|"
    "open-label|no control group|without a control group|in the whole group|none on|very low certainty|"
    "insufficient"
)

# --- no statement at all -----------------------------------------------------------------------

COMMAND = re.compile(
    r"^\W*(?:please |just |simply |always |so |and )?(?:ask|buy|order|shop|try|click|subscribe|visit|call|contact|"
    r"read|see|learn|discover|get|grab|check|join|sign|talk|speak|consult|follow|share|add to|keep out|store|"
    r"do not|don't|choose|find out|start|enjoy|note|remember|look)\b",
    re.I,
)
OPINION = re.compile(
    r"^\W*(?:i|we|my|our)\b[^.]{0,30}\b(?:love|like|hate|prefer|recommend|think|feel|wish|hope|am|was|"
    r"started|noticed|bought|tried)\b|\b(?:worked for me|changed my life|love this)\b",
    re.I,
)
