"""The words by which people ask: what they want to know, for whom, and idioms that mean neither."""

from __future__ import annotations

import re
from typing import get_args

from assistant.schema import Intent, Population

INTENTS: dict[Intent, str] = {
    "conversion": r"\belemental\b|\bhow much (actual|pure|real) \w+|\bhow much (pure |actual )?(magnesium|zinc|iron|calcium) (is|are|do|does)\b"
    r".*\b(in|from)\b|\d ?(mg|mcg|g|grams?|milligrams?)\b.*\bhow (much|many) (\w+ ){0,2}(magnesium|zinc|iron|calcium|element|mg|milligrams?|grams?|mcg)\b|"
    r"\bis that \d[\d.,]* ?(mg|g|mcg|grams?|milligrams?) of (magnesium|zinc|iron|calcium)\b",
    "dose": r"\b(dosages?|dosing|(what|which|right|best|safe|daily|starting|effective|typical|usual|human) dos(e|es)|"
    r"dos(e|es) (of|for|used|is|was|were|should|did)|(high|highest|low|lowest|upper) dose|what (was|is|were) the (\w+ )?dos(e|es|age)|how much (\S+ ){0,4}(should|do i|can i|to take|too much|per day|a day|daily|(was|were|did) "
    r"(used|given|taken|tested|people)|did they (give|take)|is (safe|allowed|recommended|needed)|do(es)? (\S+ ){0,5}need)|how many (mg|milli\w+|grams?|mcg|"
    r"micrograms?|iu|pills?|tablets?|capsules?|gummies|times)|upper (limit|level)s?|tolerable|max(imum)?|recommended "
    r"(\w+ ){0,2}(amount|intake|dose)|(amounts?|intake) (of|for|used|given|tested|taken|(was|were) (used|given|tested|taken))|"
    r"daily amounts?|requirement|rda|when (should|do|must) (i|you|we) (need to |have to )?(take|start)|"
    r"best time|how often|(mg|mcg|grams?) or (mg|mcg|grams?)|needs? (a|per|each) day|how much is (enough|too much)|how long should|split (my|the|it)|"
    r"how (much|many)( \S+){0,3}\??$)\b|how much\b.*\btake\b",
    "interaction": r"\b(interact\w*|interfer\w*|mess(es|ing)? with|together with|combin\w+ with|mix\w* with|while (on|taking)|"
    r"at the same time as|along with|alongside|taking both|(take|taking|taken|use|using) (\S+ ){1,6}with|"
    r"with (my )?(antibiotics?|warfarin|statins?|medic\w+|meds|metformin|levothyroxine|antidepressants?))\b",
    "safety": r"\b(side[- ]?effects?|safe(ty|ly)?|unsafe|danger\w*|risks?(?! of)|risky|harm\w*|adverse|toxic\w*|"
    r"poison\w*|hurt|damage\w*|too much|overdos\w+|contraindicat\w*|bad for|watch out( for)?|look out for|"
    r"worr(y|ied)|reasons? (not|against)|downsides?|ok(ay)? for (me|him|her|them|someone|people)|"
    r"bad kidneys|warning\w*|any problems?|anything bad|problem (with )?taking)\b",
    "funding": r"\b(who (paid|pays|funded|funds|sponsored|financed)|funding|funded by|sponsor\w*|"
    r"who (is|was|were|are) behind the (\S+ ){0,6}(stud(y|ies)|trials?|research|paper)|"
    r"conflicts? of interest|industry[- ]funded|paid for)\b",
    "source": r"(?:^|[.?!] |\b(?:and|so|but) )who (says|said|claims|wrote|is behind|sells)\b|\b(what (does|do|did) (the|this|that|these) "
    r"([\w'’-]+ ){0,4}(page|site|website|article|blog|blogger|supplier|shop|seller|store|explainer|guide|"
    r"author)s?('s)?\b.*|patents?)\b",
    "mechanism": r"\b(mechanism\w*|how (does|do|might|could|would) [\w' -]{2,40} work|why (does|do|would|might)|"
    r"how (is|are) (it|they) supposed to|mode of action|pathway\w*|what does it do in the (body|brain))\b",
    "comparison": r"\b((vs\.?|versus)(?! (placebo|dummy))|compare[ds]?(?! (to|with) (a |the )?(placebo|dummy))|comparison|better than|worse than|better (for|against|at|with|choice|option)|"
    r"difference between|(just )?as (good|effective|strong|well|much) as|which (is|one is|form is|works) (better|best)|"
    r"superior to|instead|swap\w*|replace|beats?|same (\w+ )?as|equal to|just as good|natures?(?! of\b)|alternative to)\b",
    "definition": r"^(so )?(what|what's|whats) (is|are|exactly is|'s)?\s?(a |an |the )?[\w' -]{2,50}\??$|"
    r"\b(define|definition of|meaning of|what is meant by|what(s| is) (actually )?in(side)?)\b",
    "list": r"\b(which|what|list|show me|any) (\w+ )?(studies|trials|papers|research|sources|evidence)\b",
    "efficacy": r"\b(help\w*|work\w*|improv\w*|boost\w*|benefit\w*|effective\w*|efficacy|treat\w*|cur(e|es|ed|ing)|"
    r"prevent\w*|protect\w*|cuts?|cutting|reduc\w*|lower\w*|increas\w*|rais\w*|good for|relie\w+|regrow\w*|grow\w*|stop\w*|extend\w*|"
    r"fix\w*|enhanc\w*|slow\w*|revers\w*|eas(e|es|ing)|evidence|proven|proof|(?<!side )(?<!side-)effects? (of|on)|affect\w*|do anything|supposed to|good call|worth (it|a (shot|try)))\b",
}
"""Cues of intent, over a plain text (accents, case and apostrophes folded)."""
_AGE = r"[- ]?(y/?o|yrs?|years?)([- ]olds?)?\b"
_NAMED = (
    r"\b(i'?m|im|i am|aged?|he'?s|she'?s|turning|turned|over|"
    r"(he|she|mum|mom|dad|mother|father|gran\w*|husband|wife) is)"
)
POPULATIONS: dict[Population, str] = {
    "older": rf"\b(older|elderly|seniors?|ageing|aging|over (60|65|70|75|80)(?! ?(mg|mcg|g|iu|%|days|weeks|minutes|hours|trials|studies))|"
    rf"(6[5-9]|[7-9]\d)[- ]?(y/?o|years?[- ]olds?)|old(er)? (people|adults|age)|"
    rf"my (grandm\w+|grandpa|grandfather|gran|nan|mum|mom|mother|dad|father))\b|"
    rf"({_NAMED}|\b(he|she)) (6[5-9]|[7-9]\d)\b(?! ?(mg|mcg|g|iu|%|kg|kilos?|lbs?|pounds|stone|cm|inches|\w+ (a|per) day))",
    "children": r"\b(child(ren)?|kids?|toddlers?|bab(y|ies)|infants?|(?<!since my )(?<!in my )teens?|teenagers?|adolescents?|kiddo|little one|"
    r"newborns?|(my|our) (son|daughter)|(\d|1[0-7])[- ]?(y/?o|yrs?[- ]olds?|years?[- ]olds?))\b",
    "pregnant": r"\b((?<!get )(?<!getting )(?<!become )(?<!fall )(?<!falling )pregnan(t|cy|cies)|expecting a baby|"
    r"(first|second|third) trimester|prenatal|weeks pregnant)\b",
    "preterm_infants": r"\b(pre-?term|premature(ly)?|preemies?|nicu|neonatal (unit|ward)|born (at \d+ weeks|too early))\b",
    "breastfeeding": r"\b(breast[- ]?feed\w*|nursing (mother|mum|mom|my)|lactat(ing|ion))\b",
    "kidney_disease": r"\b(kidney (disease|failure|problems?|patients?|impairment|trouble)|bad kidneys?|renal "
    r"(disease|failure|impairment|insufficiency)|ckd|dialysis|weak kidneys?|my kidneys?|egfr|kidneys are)\b",
    "liver_disease": r"\b(liver (disease|failure|problems?)|cirrhosis|hepatitis|fatty liver|bad liver|liver is)\b",
    "on_medication": r"\b(on|my|take|taking) (\w+ )?(meds|medications?|medicines?|prescriptions?)\b",
    "surgery": r"\b(surgery|operation|operated|before (my|the) op|an(a)?esthe\w+)\b",
    "animals": r"\b(dogs?|cats?|(?<!charley )horses?|rats?|mice|mouse|animals?|pets?)\b",
}
"""Cues of the people (or animals) whom a plain text speaks of."""
NO_CHILD_YET = re.compile(
    r"\b(want(ing)?|try(ing)? for|hav(e|ing)|plan(ning)?( for)?|for) an? (\w+ )?baby\b|\bfirst baby\b"
)
"""A baby that is hoped for is no child who takes something."""
IDIOMS = (
    "thinking of", "thinking about", "killing me", "dying to", "to die for", "sleep on it", "pain in the neck", "pain in the ass", "tired of",
    "sick of", "stress test", "growing pains", "head over heels", "no brainer", "brain teaser", "cold turkey",
    "fed up", "how worried", "worried about", "should i worry", "should i be worried", "not to worry", "around conception", "at conception", "before conception", "food for thought", "keep in mind", "in mind", "mind you", "never mind", "aging like", "memory foam",
)  # fmt: skip
"""Phrases that hold the word of an outcome and mean another thing."""
_INTENT_PATTERNS = {intent: re.compile(pattern) for intent, pattern in INTENTS.items()}
_POPULATION_PATTERNS = {name: re.compile(pattern) for name, pattern in POPULATIONS.items()}


def find_intents(text: str) -> tuple[Intent, ...]:
    """The intents whose cues a plain text holds, in the order of the schema."""
    return tuple(intent for intent in get_args(Intent) if _INTENT_PATTERNS[intent].search(text))


def find_populations(text: str) -> tuple[Population, ...]:
    """The people whom a plain text speaks of."""
    text = NO_CHILD_YET.sub(" ", text)
    return tuple(name for name, pattern in _POPULATION_PATTERNS.items() if pattern.search(text))
