"""The words by which a sentence shows what it says: how surely, of whom, against what, in what form.

Lists of our own, matched on whole words in any case; `*` stands for any ending. A hit is a hint for
one slot and never a verdict: what counts is the difference between a claim and its source.
"""

from __future__ import annotations

import re

from assistant.verify.phrases import Pattern, any_of

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
    "trial*|study|studies|random*|cohort*|meta-analys*|review*|experiment*|placebo|rats|mice|we|findings|results|data|research|evidence"
)
"""Words by which a sentence names a study rather than the people whom it is about."""
STUDIED = re.compile(
    r"\b(?:trials?|randomi[sz]\w+|placebo|participants?|volunteers?|cohorts?|surveys?|meta-analys\w+|case (?:report|series)|"
    r"(?:\d+|\w+)-year-old|recommend\w*|advis\w+|rats?|mice|mouse|cells?|experiment\w*|(?:this|the|a|an|one|our|[\w-]+) (?:[\w-]+ )?stud(?:y|ies)|"
    r"(?:\d[\d,]*|\w+t(?:y|een)|\w+ty-\w+|[a-z]+ hundred|thousand|ten|eleven|twelve) (?:[\w-]+ ){0,4}(?:people|adults|men|women|patients|children|persons|"
    r"subjects|students|athletes|infants|babies|boys|girls|runners|workers|nurses|teachers|households|cyclists|residents)|n ?= ?\d+|(?:were|was) (?:randomi[sz]ed|assigned|allocated|exposed|enrolled|recruited|followed)|in vitro|ex vivo|in vivo|cell lines?|case series|95 ?% CI)\b"
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

# --- denials -----------------------------------------------------------------------------------

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
    r"\b(?:was|were|came out|stayed|remained|ended up) (?:about |much |nearly |just )?(?:similar|comparable|unaffected|the same|alike|level)\W*$|"
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
    r"\bnever\b|\b(?:cannot|can't|can not) (?!be (?:said|ruled|excluded|inferred|told|shown|judged|known|determined)|say|tell|rule|know|show|prove)\w+|\bnot to work\b|\bproven (?:not|that [^.]{0,40}"
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
    "without affecting|except|apart from|only in"
)
SAFE_FLAT = re.compile(
    r"\b(?:no|without|zero|free of|never any) (?:known |any )?(?:side[\s-]effects?|adverse effects?|risks?|harm|dangers?)\b"
    r"(?! (?:was|were|has been|have been) )|\b(?:can|may) (?:safely be|be (?:taken |used |eaten |given )?safely)\b|\bcan be (?:taken|used|given) safely\b|\bsafely taken\b|"
    r"\bwithout (?:any |a )?(?:concern|worry|worries|problems?|risks?|restrictions?|second thought)\b|\b(?:completely|perfectly|entirely|totally|absolutely|100%) safe\b|\bharmless\b|\brisk-free\b|"
    r"\b(?:is|are) (?:\w+ )?safe\b|\bsafe (?:for everyone|at any dose|for all)\b|\bnon-?toxic\b",
    re.I,
)

SAFE_WORD = re.compile(r"\bsafe(?:ly)?\b|\bharmless\b|\brisk-free\b|\bnon-?toxic\b", re.I)

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

# --- on what and whom --------------------------------------------------------------------------

CELLS = any_of(
    "in vitro|cell line|cell lines|cultured|in culture|culture of|cultures of|cell culture*|petri dish|test tube|"
    "test-tube|microsomes|organoid*|ex vivo|in silico|docking|fibroblasts|keratinocytes|dermal papilla cells|"
    "follicles in culture|micromolar|heterologous cells|tissue slices|cancer cells|tumour cells|tumor cells|"
    "isolated cells|in a dish|isolated human|stem cells|stem cell|nerve cells|human cells|skin cells|liver cells|neurons|hepatocytes"
)
ANIMALS = any_of(
    "baker's yeast|budding yeast|yeast cells|mice|mouse|murine|rat|rats|rodent*|rabbit*|hamster*|guinea pig*|pigs|piglet*|dogs|monkeys|macaque*|"
    "primates|zebrafish|drosophila|fruit flies|fruit fly|nematode*|worms|chicks|sheep|animal|animals|"
    "animal model*|preclinical|pre-clinical|knockout|transgenic|sprague dawley|wistar"
)
HUMANS = re.compile(
    r"\b(?:people|persons?|humans|human (?:body|bodies|beings?)|adults?|patients?|men|women|children|child|infants?|volunteers?|participants|"
    r"individuals|adolescents|teenagers|boys|girls|students|workers|mothers|residents|users|smokers|"
    r"runners|athletes|outpatients|inpatients|subjects|babies)\b",
    re.I,
)
NOT_IN_HUMANS = re.compile(
    r"\b(?:no|not|never|none)\b[^.;,]{0,30}\b(?:in|on) (?:people|humans|patients|adults|man|volunteers)\b"
    r"|\b(?:no|never a) (?:patient|person|human|people|volunteer)s?\b",
    re.I,
)
YOU = re.compile(r"\b(?:you|your|yours|yourself|we|us|our)\b", re.I)
UNIVERSAL = re.compile(
    r"\b(?:(?:everyone|everybody)(?! (?:who (?!takes|drinks|eats|uses|tries)|in the|on)\b)|(?:anyone|anybody)(?! (?:who|with)\b)|all (?:people|ages|of us)|any age|"
    r"people of all ages|no matter (?:who|how old)|young and old|men and women alike|every (?:person|adult|"
    r"woman|man|child|patient)|from \w+ to the elderly|whatever (?:your|their) age|most people|"
    r"the (?:whole|general) population)\b",
    re.I,
)
GROUPS: dict[str, Pattern] = {
    "older": re.compile(
        r"\b(?:older|elderly|seniors?|over 6\d|over 7\d|aged 6\d|aged 7\d|6\d to \d\d|post-?menopausal|"
        r"old (?:age|people|men|women|adults|patients)|middle-aged and older|pensioners|(?:age|years?)[^.]{0,12}\b[67]\d)\b",
        re.I,
    ),
    "young": any_of("young|younger|college students|undergraduates"),
    "children": any_of(
        "children|child|boys|girls|schoolchildren|schoolgirls|schoolboys|adolescen*|teenage*|toddlers|paediatric|pediatric|kids|"
        "infants|infant|babies|newborn*|preterm|childhood|year-olds|pupils"
    ),
    "pregnant": any_of(
        "pregnan*|maternal|expectant|mothers-to-be|gestation*|antenatal|prenatal|conception"
    ),
    "women": any_of(
        "women|woman|female|females|girls|schoolgirls|mothers|postmenopausal|maternal|pregnan*|preeclampsia"
    ),
    "men": any_of("men|man|male|males|boys|schoolboys|fathers"),
    "trained": any_of(
        "trained|athlet*|runners|cyclists|players|military|resistance-trained|recreationally active|rowers"
    ),
    "deficient": re.compile(
        r"\bdeficien\w+|\bdeplet\w+|\blow (?:serum |blood |baseline |dietary )?(?:ferritin|intake|status|levels?|"
        r"[\w]+ intake)\b|\binsufficien(?:t vitamin|cy)\w*",
        re.I,
    ),
    "patients": any_of(
        "patient|patients|hospitalised|hospitalized|ventilated|icu|critically ill|intensive care|dialysis|"
        "surgical|outpatients|diagnosed"
    ),
    "healthy": any_of("healthy"),
    "obese": any_of("obese|obesity|overweight"),
    "smokers": any_of("smokers"),
    "adults": any_of("adults|adult"),
}
"""Kinds of people whom a sentence may be limited to."""
EXCLUSIVE = (
    frozenset({"children", "adults"}), frozenset({"children", "older"}), frozenset({"men", "women"}),
    frozenset({"men", "pregnant"}), frozenset({"young", "older"}), frozenset({"healthy", "patients"}),
)  # fmt: skip
"""Groups that cannot be meant at once."""
LIMITING = frozenset({"older", "children", "pregnant", "trained", "deficient", "patients", "obese"})
"""Groups whose results do not carry over to everybody."""

# --- in what form ------------------------------------------------------------------------------

FORMS: dict[str, dict[str, Pattern]] = {
    "salt": {
        name: any_of(words)
        for name, words in {
            "glycinate": "glycinate|bisglycinate|diglycinate", "citrate": "citrate", "oxide": "oxide",
            "threonate": "threonate|l-threonate", "chloride": "chloride", "sulfate": "sulfate|sulphate",
            "malate": "malate", "taurate": "taurate", "gluconate": "gluconate", "picolinate": "picolinate",
            "carbonate": "carbonate", "orotate": "orotate", "lactate": "lactate", "acetate": "acetate",
            "aspartate": "aspartate", "monohydrate": "monohydrate", "hydrochloride": "hydrochloride|hcl",
            "fumarate": "fumarate", "selenite": "selenite", "selenomethionine": "selenomethionine",
        }.items()
    },
    "vitamer": {
        "alpha": any_of("alpha-tocopher*|all-rac-alpha*"), "gamma": any_of("gamma-tocopher*"),
        "d2": any_of("vitamin d2|ergocalciferol"), "d3": any_of("vitamin d3|cholecalciferol"),
        "cyano": any_of("cyanocobalamin"), "methyl": any_of("methylcobalamin"),
        "hydroxo": any_of("hydroxocobalamin"), "k1": any_of("vitamin k1|phylloquinone"),
        "k2": any_of("vitamin k2|menaquinone*"), "ubiquinol": any_of("ubiquinol"),
        "ubiquinone": any_of("ubiquinone"), "retinol": any_of("retinol"),
        "carotene": any_of("beta-carotene|carotene"), "niacin": any_of("nicotinic acid|niacin"),
        "niacinamide": any_of("niacinamide|nicotinamide"),
    },
    "route": {
        "oral": any_of("oral|orally|by mouth|tablet*|capsule*|pill|pills|swallow*|taking|eating|drinking|powder"),
        "injected": any_of(
            "intravenous*|iv|injection*|injected|infusion*|infused|intraperitoneal*|intramuscular*|parenteral*|"
            "subcutaneous*"
        ),
        "inhaled": any_of("diffuser*|inhal*|aromatherapy|vapour|vapor|sniffing|sniffed"),
        "skin": any_of("topical*|cream|gel on the skin|ointment|lotion|applied to the skin|transdermal*|serum on"),
    },
    "preparation": {
        "extract": any_of("extract|extracts|concentrate"),
        "food": any_of(
            "brewed|drinking|drink|tea drinkers|eating foods|eating more|foods rich|in the diet|dietary intake|food sources|juice|"
            "raw|cooked|a cup of|cups of"
        ),
        "oil": any_of("essential oil|aromatherapy"),
    },
}  # fmt: skip
"""Families of forms; a result for one form of a family says nothing of its siblings."""
COMBINED = any_of(
    "combin*|blend*|formula*|mixture*|complex|cocktail|multivitamin*|multi-ingredient|multinutrient|plus|"
    "together with|along with|in combination|co-supplement*|adjunct|added to|add-on|product|capsule with|"
    "capsule of|stack"
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
