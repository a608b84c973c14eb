"""The words by which a sentence denies: an effect, a difference, knowledge, a danger.

Some rank a denial (see `reading.find_denial`), others only show that a clause asserts nothing flatly.
"""

from __future__ import annotations

import re

from assistant.verify.phrases import any_of

ANY_DENIAL = re.compile(
    r"\b(?:not|no|nor|never|neither|without|none|nothing|cannot|lack\w*|absen\w+|few|little|fail(?:s|ed|ing)?|un(?:changed|affected|able|decided|clear|known|tested|proven)|"
    r"nobody|no[- ]one|left out|leaves? out|left \w+ (?:\w+ ){0,2}out|open question)\b|n't\b",
    re.I,
)
"""Any word that denies or plays down; a clause that holds one asserts nothing flatly."""
AIM = re.compile(
    r"^\W*(?:aims?|purpose|objectives?|background|question|methods?|design)\b|\bto (?:see|find out|test|judge|decide|learn|"
    r"determine|examine|assess|address) (?:whether|if)\b|\bwe (?:aimed|sought|set out|wanted|determined the|assessed|"
    r"investigated|evaluated|examined|compared)\b|\bdesigned to\b|\baims? (?:was|were|is) to\b",
    re.I,
)
"""A sentence that says what was asked, not what was found."""
UNCLEAR = any_of(
    "insufficient|not sufficient|too few|too little evidence|unclear|unknown|not known|inconclusive|uncertain|whether|"
    "not been tested|not been studied|not tested|never been tested|never tested|not established|"
    "no trial|no trials|no randomised trial|no randomised trials|no randomized trial|no study|no studies|"
    "lack of evidence|conflicts|says nothing|lacking evidence|not possible to say|cannot be said|remains to be|conflicting|"
    "inconsisten*|jury is out|jury is still out|up in the air|mixed results|not been proven|unproven|could not be determined|could not be read|could not be shown|could not be judged|cannot be determined|not ruled out|not be ruled out|not excluded|no reliable evidence|no good evidence"
)
SOFT_NULL = re.compile(
    r"\b(?:no|not|n't|without|nor|neither|any)\b[^.;,]{0,40}?\b(?:significant\w*|difference|differ|evidence|"
    r"discernible|detectable|measurable|clear)\b|\bnon-?significant\w*|\bfailed to show\b|"
    r"\bunlikely\b|\bunchanged\b|\bno (?:more|less|longer|worse|better|greater|different)\b"
    r"(?! than \d)|\bnot more\b|\blittle or no\b|\bnull\b|\b(?:could|may|might)(?: \w+)? (?:be|have been) (?:\w+ ){0,3}chance\b|"
    r"\b(?:down|due) to chance\b|\bcould not be told apart\b|\bwere not told apart\b|\b(?:barely|hardly|scarcely) (?:moved|changed|shifted|budged)\b|"
    r"\bmissed significance\b|\bmade no (?:odds|difference)\b",
    re.I,
)
EQUAL = re.compile(
    r"\bas (?:well|effective|good|much|often|frequent) as\b|\b(?:similar|equal|equally|comparable|alike|same)\b|"
    r"\bto a similar degree\b|\bno (?:better|worse)\b|\bnon-inferior|\bon a par\b|\bheld (?:its|their) own\b",
    re.I,
)
NO_DIFFERENCE_BETWEEN = re.compile(
    r"\b(?:was|were|came out|stayed|remained|ended up) (?:about |much |nearly |just )?(?:similar|comparable|unaffected|the same|alike|level)(?=\W*\(|\W*$)|"
    r"\b(?:similar|comparable|equal|the same|alike)\b(?=[^.;,]{0,25}\b(?:between|in both|across|groups?|arms?|with and without|with either)\b)"
    r"|\b(?:similar|comparable|equal|the same) (?:to|as) (?:placebo|control|without)|\bon a par\b|\b(?:much|about) the same\b|"
    r"\bheld (?:its|their) own\b|\bneck and neck\b|"
    r"\babout as (?:often|frequent|common|high|long|many|much)\b|(?<!times )\bas (?:often|frequent|common) [^.;,]{0,60}?\bas\b",
    re.I,
)
PAST_NULL = re.compile(
    r"^\W*absent\b|^\W*(?:but |and )?not (?:with|in|for|on|among|at|by|from|after)\b|\b(?:did|was|were|had|could|has|have|would|are|is|showed|found|saw)(?:n't| not| no)\b|\bno (?:\w+ ){0,2}(?:link|association|relation\w*|correlation|"
    r"effects?|benefits?|changes?|improvements?|reduction|increase|gain|influence|impact|role)\b|\bnone\b|"
    r"\bneither\b|\bfail(?:ed|s|ing)? to\b|\bnot (?:associated|related|linked|correlated|affected|improved)\b|"
    r"\b(?:found|showed|saw|had) no\b|\badd(?:ed)? nothing\b|"
    r"\bno\b[^.;,]{1,60}\b(?:was|were) (?:found|seen|observed|detected|noted|recorded|evident|apparent)\b|\bnext to nothing\b|"
    r"\b(?:hardly|barely|scarcely) (?:ever )?(?:any\b|chang|differ|improv|affect|mov)\w*|\b(?:was|were|and) absent\b",
    re.I,
)
FLAT_NULL = re.compile(
    r"\b(?:do|does)(?:n't| not) (?:\w+ly )?(?:work|help|improv|reduc|prevent|increas|lower|rais|caus|affect|treat|cur|"
    r"protect|reliev|chang|influenc|benefit|slow|shorten|alter|boost|enhanc|eas|have|make|stop|harm|damag|lead|alleviat|"
    r"extend|matter|do anything)\w*|\b(?:do|does|can do|could do) nothing\b|\b(?:has|have) no (?:\w+ )?(?:effects?|benefits?|impact|"
    r"influence|use)\b|\b(?:is|are) (?:not effective|ineffective|useless|worthless|no use|of no use)\b|"
    r"\bnever\b|\b(?:cannot|can't|can not) (?!give|exclude|provide|establish|determine|judge|separate|be (?:said|ruled|excluded|inferred|told|shown|judged|known|determined)|say|tell|rule|know|show|prove)\w+|\bnot to work\b|\bproven (?:not|that [^.]{0,40}"
    r"ineffective)\b|\bis not (?:a )?(?:treatment|cure|risk)\b",
    re.I,
)
NOT_A_DENIAL = re.compile(
    r"\b(?:if|unless|in case)\b [^,;.]*|\bwho (?:have|has|had|do|does|did|were|are|was|is)(?: not|n['’]t|n['’]t)[^,;.]*|\b(?:unchanged|did not change|no change|not change) (?:after|with|in|on|for|under) (?:the )?(?:placebo|controls?|comparison|others?|dummy|untreated)\b|"
    r"\b(?:against|versus|compared with) no (?:change|difference|fall|rise) (?:in|with|on|among)\b[^,;]*|"
    r"\bnot (?:expected|surprising|built|designed|meant)\b|\bfor (?:a |the )?lack of [^.;,]*|\bnot only\b|\bor neither\b|\b(?:abstract|paper|page|report|text) (?:gives?|names?|holds?) no\b|\bno (?:doubt|wonder|matter|longer)\b|\bno (?:serious|severe|major)?\s?(?:adverse|side)[\s-]"
    r"(?:events?|effects?|reactions?)\b|\bwithout (?:a |any )?(?:control|placebo|comparison|randomisation)[\w\s-]*|"
    r"\bno (?:placebo|control|comparison)[\s-](?:group|arm)s?\b|\bnot all\b|\bnot just\b|\bnot [^.]{0,25}\bbut\b|"
    r"\b(?:names?|cites?|gives?|quotes?) no (?:study|studies|source)\b|\bno work in (?:people|humans)\b|\bwithout (?:anaemia|anemia|dementia|diabetes|it|the)\b|"
    r"\bnon-?\w+",
    re.I,
)
MIXED = any_of(
    "left them unchanged|left it unchanged|unchanged in|without altering|without changing|other than|"
    "without affecting|exclusively|solely|except|apart from|only in"
)
SAFE_FLAT = re.compile(
    r"(?<!reported )(?<!found )(?<!saw )\b(?:no|without|zero|free of|never any) (?:known |any )?(?:side[\s-]effects?|adverse effects?|risks?|harm|dangers?)\b"
    r"(?! (?:was|were|has been|have been) )|\b(?:can|may) (?:safely be|be (?:taken |used |eaten |given )?safely)\b|\bcan be (?:taken|used|given) safely\b|\bsafely taken\b|"
    r"\bwithout (?:any |a )?(?:concern|worry|worries|problems?|risks?|restrictions?|second thought)\b|\b(?:completely|perfectly|entirely|totally|absolutely|100%) safe\b|\bharmless\b|\brisk-free\b|"
    r"\b(?:is|are) (?:\w+ )?safe\b|\bsafe (?:for everyone|at any dose|for all)\b|\bnon-?toxic\b",
    re.I,
)

SAFE_WORD = re.compile(r"\bsafe(?:ly)?\b|\bharmless\b|\brisk-free\b|\bnon-?toxic\b", re.I)
