"""The words by which a text gives away what it is, one table a kind of document.

A weight is the change in log odds for that kind, as far as a person can tell it: 4 all but settles
the matter, 1 is a hint. Patterns run over the lower-cased text from which `NOT_ITSELF` was blanked.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.schema import Design


class Cue(NamedTuple):
    """One sign of a kind of document, and how much it weighs."""

    pattern: re.Pattern[str]
    weight: float


PEOPLE = (
    r"(?:participants?|patients?|subjects?|volunteers?|adults?|women|men|people|children|infants?|students?|"
    r"individuals?|persons?|adolescents?|girls?|boys?|outpatients?|athletes?|residents?|persons|smokers|"
    r"inpatients?|employees?|pupils?|schoolchildren|teenagers?|males?|females?|mothers?|players?|"
    r"nurses|physicians|doctors|veterans|farmers|customers|users|twins|siblings|sisters|brothers|babies|newborns|toddlers|"
    r"runners|cyclists|workers|recruits|survivors|consumers|vegetarians|vegans|omnivores|elders|seniors)"
)
ANIMALS = (
    r"(?:rats?|mice|mouse|rabbits?|hamsters?|gerbils?|guinea pigs?|dogs|cats|pigs|piglets?|monkeys|macaques|"
    r"zebrafish|drosophila|flies|chicks|(?:laying )?hens|chickens|broilers|sheep|cows|calves|nematodes?|animals|worms|rodents?)"
)
NOT_ITSELF = re.compile(
    r"\b(?:non-?|not |un|quasi-|no )randomi[sz]ed\b|\bnon-?\s?random\b"
    r"|\b(?:previous|earlier|prior|recent|published|existing|other|several|few|many|some|numerous|most|although|while)"
    r"(?:,? [\w-]+){0,5}? (?:trials|studies|meta-analys[ei]s|reviews|reports|investigations|experiments|evidence)\b"
    r"|\b(?:larger?|further|more|future|additional|well-designed|controlled|long-term|prospective|definitive|clinical|"
    r"randomi[sz]ed|intervention(?:al)?)(?:,? [\w-]+){0,6}? (?:(?:is|are) (?:\w+ )?(?:needed|warranted|required|necessary|justified)|"
    r"(?:should|must|will be needed))\b"
    r"|\b(?:need|call|warrant\w*|await\w*)(?: for)?(?: \w+){0,3} (?:trials?|studies|study)\b"
)
"""What speaks of other work, or denies chance."""
RESULTS = re.compile(
    r"\bp ?[<=>≤] ?0?\.\d|\b9[059] ?% ?(?:ci|confidence)|±|\+/-|\bn ?= ?\d|\bresults?:|\bmethods:|\bwe (?:measured|found|tested|studied|"
    r"recruited|enrolled|followed|compared|evaluated|assessed|examined|investigated|determined|analy[sz]ed)\b|"
    r"\b(?:were|was) (?:\w+ )?(?:measured|collected|analy[sz]ed|determined|assessed|recruited|enrolled|investigated|examined|"
    r"compared|performed|evaluated|recorded|obtained|studied|tested|isolated|sent)\b"
)
"""Signs of work of one's own, which a story, a page or an overview has not."""
PLANNED = re.compile(
    r"\bstudy protocol\b|\bprotocol (?:for|of) a\b|\bmethods and analysis\b|\bethics and dissemination\b|"
    r"\bwill be (?:\w+ )?(?:random|allocated|assigned|enrolled|recruited|recorded|followed|published|included)|\bwill (?:enrol|recruit|randomi[sz]e)"
)
"""Signs of a study that has not been done."""
PLURAL_TRIALS = r"(?:trials|rcts|studies|cohorts|reports|articles|publications)"
DATABASES = r"(?:pubmed|medline|embase|cochrane|scopus|cinahl|web of science|psycinfo|central\b|literature|(?:electronic |\w+ )?databases?)"


def cues(**weights: float) -> tuple[Cue, ...]:
    """Compile a table that was written as pattern to weight."""
    return tuple(Cue(re.compile(pattern), weight) for pattern, weight in weights.items())


CUES: dict[Design, tuple[Cue, ...]] = {
    Design.META_ANALYSIS: cues(
        **{
            r"\bmeta-?\s?analy[sz]|\bmeta-?regression": 3.5,
            r"\b(?:we|this|present|updated|authors?|systematic review and|conducted|performed|undert\w+|did)\b[^.]{0,60}\bmeta-?\s?analy": 2.0,
            r"\bpooled (?:\w+ ){0,2}?(?:estimates?|effects?|rr|or\b|hr|relative|risk|odds|hazard|analys|results?|data|mean|difference|with)|\b(?:were|was|to) pool(?:ed)?\b|\bpooling\b": 2.0,
            r"\bmodels? (?:was|were) used to (?:pool|combine)|\b(?:summary|overall|combined) (?:estimates?|relative risks?|rrs?|odds ratios?|effects?)\b": 1.5,
            r"\b(?:trials|studies|comparisons|results|data|estimates) (?:[\w(),-]+ ){0,6}?were combined\b|\bauthors' conclusions\b|\bsynthesis of \w+ (?:\w+ )?(?:trials|cohorts|studies)": 1.5,
            r"\bheterogeneity\b|\bi ?[2²] ?=|\bfunnel plot|\begger|\bpublication bias": 2.0,
            r"\b(?:standardi[sz]ed|weighted) mean differences?\b|\bsmd\b|\bwmd\b": 2.0,
            r"\bindividual (?:participant|patient)s?[- ](?:level )?data\b|\bnetwork meta": 2.0,
            rf"\b(?:\d+|\w+(?:teen|ty|ven|ght|ine|our|ive|ix|lve)) (?:[\w-]+ ){{0,4}}?{PLURAL_TRIALS} (?:[\w(),-]+ ){{0,4}}?(?:with|involving|including|includ\w+|compris\w+|were|met|enrolling|of|totalling|\()": 1.2,
            rf"\b(?:search\w*|sought|looked through)\b[^.]{{0,80}}\b{DATABASES}|\b{DATABASES}[^.]{{0,60}}\bsearch": 1.5,
        }
    ),
    Design.SYSTEMATIC_REVIEW: cues(
        **{
            r"\bsystematic(?:ally)? (?:[\w-]+ ){0,2}?review|\breviewed systematically|\bsystematically search|\bscoping\b|\bumbrella review": 3.5,
            rf"\b(?:search\w*|sought)\b[^.]{{0,80}}\b{DATABASES}|\b{DATABASES}[^.]{{0,60}}\bsearch|\bliterature search": 2.5,
            r"\b(?:inclusion|eligibility|selection) criteria\b|\beligible (?:studies|trials|articles)\b": 1.0,
            r"\bprisma\b|\bprospero\b|\brisk of bias\b|\btwo (?:independent )?(?:reviewers|authors|investigators)\b|\bdata (?:were )?extract": 1.2,
            r"\bnarrative(?:ly)? synthes|\bquantitative synthesis was not|\btoo (?:\w+ ){1,6}(?:to be (?:combined|pooled)|for pooling)": 3.0,
            rf"\b{PLURAL_TRIALS} (?:that )?(?:met|were (?:included|identified|reviewed|eligible))": 1.5,
        }
    ),
    Design.RCT: cues(
        **{
            rf"\b{PEOPLE} (?:[\w(),=/.-]+ ){{0,12}}?(?:were|was) (?:[\w-]+ ){{0,3}}?(?:random(?:ly|i[sz]ed)(?! (?:select|sampl|chosen|drawn))|allocated|assigned)": 3.4,
            r"\brandom(?:ly|i[sz]ed) (?:[\w-]+ ){0,3}?(?:to|into|in blocks|1:1|given|received|assigned|allocated|in advance)\b": 2.4,
            r"\brandomi[sz]ed,?(?: [\w-]+,?){0,7}? (?:trial|study|experiment|design|comparison|crossover|intervention)\b": 3.4,
            r"\b(?:double|single|triple)[- ](?:blind|mask)": 1.8,
            r"\b(?:neither|unaware|blind(?:ed)? to|were (?:masked|blinded)|was (?:masked|blinded)|blinding of|look(?:ed)?[- ]alike|similar-looking|identical (?:\w+ )?(?:bottles|capsules|tablets|pills|"
            r"sachets)|inert (?:powder|capsules?|pills?)|dummy (?:pills?|capsules?|tablets?)|were coded|coded [ab]\b|concealed)\b": 1.4,
            r"\bplacebo[- ]controlled\b": 1.5,
            r"\b(?:or|with|than|to|on|versus|vs\.?|and|a|matching|the) placebos?\b|\bplacebo (?:group|arm)": 1.2,
            r"\b(?:at random|random numbers|random list|by lot|by a coin|toss of a coin|counterbalanced order|randomi[sz]ation (?:list|was|ratio)|in random order|order [^.]{0,60}randomi[sz]ed|randomi[sz]ed (?:order|in\b)|(?:assigned|allocated) randomly|(?:assigned|allocated) at random|random (?:assignment|allocation)|random sequence|permuted blocks|"
            r"decided by (?:a )?(?:coin|lot)|drew lots|individually randomi[sz]ed)\b": 2.6,
            r"\bcross-?over\b|\bwash-?out\b|\blatin square|\bcomputer-generated|\bsealed envelopes": 1.5,
            r"\bdesign[:.] [^.:]{0,80}\brandom": 1.2,
            r"\btrial registration|\bclinicaltrials\.gov|\bisrctn|\bactrn|\bnct\d": 1.2,
            r"\b(?:control|treatment|intervention|active|usual care|supplement\w*) (?:group|arm)s?\b|\b(?:both|two|three) (?:arms|groups)\b": 0.7,
            r"\b(?:received|given|assigned to|took) (?:either )?[^.]{2,80}? or (?:[\w-]+ ){1,4}": 0.8,
        }
    ),
    Design.NONRANDOMIZED_TRIAL: cues(
        **{
            r"(?<!non-)(?<!non)(?<!not )(?<!quasi-)\brandomi[sz]ed\b|\brandomly (?:assigned|allocated|divided)": -2.0,
            r"\bopen[- ]label\b|\bsingle[- ]arm\b|\buncontrolled (?:\w+ )?(?:trial|study)|\bnon-?\s?randomi[sz]ed|\bquasi-experiment": 3.0,
            r"\bbefore[- ]and[- ]after\b|\bbefore and after (?:treatment|supplement|the)|\bpre-?(?:and )?post|\bno control group|\bwithout (?:a )?control|\bpilot (?:study|trial)": 1.5,
            rf"\b{PEOPLE} (?:[\w(),=/.-]+ ){{0,12}}?(?:received|took|were given|consumed|ingested|underwent|drank|ate|were (?:\w+ ){{0,2}}?(?:treated|supplemented|administered|fed|placed on))\b": 1.6,
            r"\b(?:weeks|months|days) of (?:treatment|supplementation|intervention|therapy)|\bfrom baseline\b|\bcompared (?:to|with) baseline": 1.0,
            r"\b(?:odd|even) weeks|\bserved as (?:the )?controls?\b|\bneighbouring\b": 1.2,
            r"\bintervention (?:study|group|period)|\bdietary intervention": 1.0,
        }
    ),
    Design.PHARMACOKINETIC: cues(
        **{
            r"\b(?:effects?|influence) of [^.]{1,60} on the (?:\w+ )?(?:pharmaco)?kinetics\b": 2.5,
            r"\b(?:pharmaco|toxico)kinetic|\bbioavailab|\bkinetics of\b|\bbioequivalen": 2.8,
            r"\bcmax\b|\btmax\b|\bauc\b|\bauc ?\(|\barea under the\b|\bhalf-li(?:fe|ves)\b|\bclearance\b": 2.2,
            r"\bfractional absorption|\bstable isotopes?\b|\bdisposition of\b|\bfirst-pass\b": 2.0,
            r"\bsingle (?:\d+ ?m?g |oral )?doses?\b|\bpeak (?:plasma |serum )?(?:concentration|level)|\bsteady[- ]state\b|\burinary excretion\b": 1.2,
            r"\bplasma (?:\w+ ){0,3}?(?:concentrations?|levels?)|\bserum (?:\w+ ){0,2}?concentrations?|\babsor(?:ption|bed)\b": 0.8,
        }
    ),
    Design.OBSERVATIONAL: cues(
        **{
            r"\bcohorts?\b|\bcase[- ]control|\bcross[- ]sectional|\bobservational (?:study|data)|\blongitudinal (?:study|data|analys)": 3.0,
            r"\brandomi[sz]ed,?(?: [\w-]+,?){0,7}? (?:trial|study)\b|\brandom(?:ly|i[sz]ed) (?:\w+ )?(?:to|into|assigned|allocated|divided)\b|\bplacebo-controlled\b": -2.0,
            r"\bretrospective(?:ly)?\b|\bchart review": 3.0,
            r"\bprospective(?:ly)?\b": 1.6,
            r"\bsurveillance\b|\bwe asked \d|\bemergency department visits\b|\bpoison (?:cent(?:er|re)s?|control)": 1.8,
            r"\bsurvey|\brandom sample|\brandomly select": 2.0,
            r"\bquestionnaires?\b|\binterview|\bnhanes\b|\bregist(?:ry|ries|er)\b|\bpopulation[- ]based|\bdatabase of\b|\bnational database|\b(?:medical|hospital|patient) (?:records|charts)|\bthe records of": 1.6,
            r"\bodds ratio|\bhazard ratio|\brelative risk|\bincidence rate|\bprevalence\b|\blogistic|\bcox\b|\bproportional hazards|\bmultivaria": 1.2,
            r"\badjust(?:ed|ing|ment) (?:\w+ )?for|\bafter adjustment|\badjusted (?:or|hr|rr|odds|hazard|relative)|\bconfound|\bquartile|\bquintile|\btertile|\bhighest (?:versus|vs|compared)": 1.6,
            r"\b(?:positively|inversely|negatively|independently|significantly|not|was|were|is) (?:\w+ )?(?:associated|correlated|linked|related)\b|\bcorrelat(?:ed|ion)": 1.3,
            r"\bfollowed(?:[- ]up)? (?:\S+ ){0,5}?(?:for|over|until)\b|\bfollow-?up of\b|\byears of follow-?up|\bperson-years": 1.2,
            r"\bmatched controls\b|\bhealthy controls\b|\bcontrols\b|\brisk factors? for\b|\bexposures? to\b[^.]{0,60}\brecorded": 1.0,
            r"\bmendelian randomi[sz]ation|\bgenome-wide": 3.0,
            r"\bconsecutive (?:\w+ )?patients\b|\bpatients (?:who|with|undergoing)\b|\bincidence of\b|\bmortality\b": 1.0,
            rf"\bn ?= ?\d|\b\d+ (?:[\w-]+ ){{0,3}}?{PEOPLE}\b|\bpredict(?:ors?|ed|ive)\b|\bscores?\b": 1.0,
            r"\b(?:lower|higher|rarer|commoner|more (?:common|frequent)|less (?:common|frequent)) in\b": 1.0,
        }
    ),
    Design.CASE_REPORT: cues(
        **{
            r"\bwe (?:report|describe|present|document)(?: here)?(?: on)? (?:the |a |an |\w+ ){1,3}(?:rare |unusual |first )?(?:cases?|patients?|man|woman|boy|girl)\b": 3.5,
            r"\bcase (?:report|series|study)\b|\bcase reports\b|\bthe case of\b": 2.0,
            r"\b(?:\d+|\w+)[- ](?:year|month|week|day)s?[- ]old (?:[\w-]+ ){0,3}?(?:man|woman|boy|girl|male|female|patient|infant|lady|gentleman|with|had|presented)": 3.0,
            r"\b(?:man|woman|boy|girl|patient) (?:of|aged) \d|\bcame to (?:us|our)\b|\b(?:case|patients|infants|children) [^.]{0,60}\b(?:is|are) described\b": 2.0,
            r"\bpresented (?:to|with)\b|\bwas admitted\b|\bwas found (?:drowsy|unconscious)": 1.0,
            r"\bour patient\b|\b(?:two|three|four|five|six) (?:patients|sisters|brothers|women|men) (?:\w+ )?(?:developed|took|had|presented|with)": 2.5,
            r"\bcausality\b|\bbiops(?:y|ies)\b|\bwas withdrawn\b|\bdischarged\b": 0.6,
        }
    ),
    Design.ANIMAL: cues(
        **{
            rf"\b{ANIMALS} (?:[\w(),=/.-]+ ){{0,5}}?(?:were|was|received|got|fed|given|treated|exposed|survived|allotted)\b|\b(?:fed|gavaged|injected|given|administered) (?:[\w-]+ ){{0,6}}?to (?:[\w/-]+ ){{0,4}}?{ANIMALS}\b": 3.5,
            r"\bwistar\b|\bsprague|\bc57bl|\bbalb/?c\b|\bknock-?out mice|\btransgenic|\bgavage|\bmg/kg\b|\bapp/ps1|\bzebrafish|\bdrosophila|\bc\. elegans|\bcaenorhabditis": 2.0,
            rf"\bin (?:[\w-]+ ){{0,4}}?{ANIMALS}\b|\b{ANIMALS} (?:on|with|model)|\bof {ANIMALS}\b": 1.8,
            r"\b(?:rats?|mice|mouse)\b(?:.|\n)*\b(?:rats?|mice|mouse|animals)\b": 1.2,
            r"\b(?:hippocampus|hippocampal|testis|liver weights?|brain slices|water maze|drinking water|oral gavage)\b": 0.8,
            r"\bveterinar|\blitter|\bweanling|\bcarcass|\bstrains? of mice": 1.0,
        }
    ),
    Design.IN_VITRO: cues(
        **{
            r"\bcells? (?:[\w(),-]+ ){0,4}?(?:were|was) (?:[\w-]+ ){0,2}?(?:treated|cultured|incubated|exposed|pre-?treated|grown)|\bcells? (?:pre-?)?treated\b": 3.0,
            r"\bcell lines?\b|\bcultured\b|\bin vitro\b|\bmicrosom|\bhuvec|\bhepg2|\bmcf-?7|\bcaco-?2|\bhela\b|\bsh-sy5y|\bfibroblasts|\bin (?:cell )?culture\b": 1.8,
            r"\bic50\b|\bhalf-maximal|\bbarcod|\bwestern blot|\brt-?pcr|\bcaspase|\bapoptosis|\bm(?:essenger )?rna\b|\bmtt\b|\bcytotoxic|\bproliferation|\bexpression of\b|\bdownregulat|\bupregulat|\bnf-.b\b|\bassays?\b|\bgenotoxic|\bmutagen|\bantiproliferative": 1.3,
            r"\bminimum inhibitory|\bbroth|\bstrains?\b|\bbacteri\w+ growth|\bsalmonella/microsome": 1.3,
            r"\bhplc\b|\bgc-ms|\bchromatograph|\bantioxidant (?:capacity|activity)|\bradical scavenging|\bdpph\b|\bphenolic content|\bpolyphenol content|\btotal phenolic|\bextracted from|\bsamples? of\b|\bsamples were\b|\bwere used to evaluate\b|\bex vivo\b": 1.3,
            r"\bmicrom(?:olar)?\b|\b(?:um|µm|μm|ug/ml|µg/ml|μg/ml)\b|\bconcentrations? of\b|\blymphocytes\b|\bextracts?\b": 0.8,
            r"\b(?:cancer|human|epithelial|endothelial|neuroblastoma|leuk[a]?emia|tumou?r|stem|papilla|mast|immune|muscle|nerve|liver|kidney) (?:\w+ )?cells\b": 1.2,
        }
    ),
    Design.GUIDELINE: cues(
        **{
            r"\b(?:clinical )?practice guideline|\bguidelines? (?:on|for)\b|\brecommendation statement|\btask force|\bconsensus (?:statement|document|conference)|\bposition (?:statement|paper|stand)|\bsociety's position|\bscientific opinion": 3.5,
            r"\bthe panel\b|\bpanel of experts|\bexpert panel|\bdelphi\b|\bexperts agreed|\bworking group|\bcommittee\b": 1.5,
            r"\b(?:we|task force|society|academy|panel|college|association|committee) (?:\w+ )?(?:recommends?|suggests?|advises?|establishes)\b": 2.0,
            r"\bgrades? of recommendation|\b[abcdi] recommendation|\brecommendations (?:were|are)\b|\b(?:is|are) (?:not )?recommended\b|\bshould (?:be|have|not)\b": 1.0,
            r"\btolerable upper intake|\bupdates the recommendation": 1.2,
        }
    ),
    Design.FACT_SHEET: cues(
        **{
            r"\bfact ?sheet": 4.0,
            r"\bcommon names?:|\bother names?:|\bmonograph\b|\blikelihood score|\bproduct class": 2.5,
            r"\bhow much do we know|\bwhat (?:have we learned|do we know)|\bhow much [\w ]{1,30}do i need|\bcan [\w ]{1,30}be harmful": 2.5,
            r"\bwhat is [\w ]{1,30}\?|\brecommended (?:dietary allowances?|intakes?|amounts?)|\brdas?\b|\bupper limit\b|\bfood sources\b|\bsources of\b": 1.2,
            r"\bgovernment agency|\boffice of dietary|\bnational (?:institutes?|center|centre)\b": 1.0,
        }
    ),
    Design.NARRATIVE_REVIEW: cues(
        **{
            r"\b(?:in )?(?:this|the present|our) (?:mini-?|short |brief |narrative |critical )?(?:review|overview|chapter|commentary|perspective)\b": 3.0,
            r"\b(?:this|the|present) (?:paper|article|chapter|review|report) (?:\w+ ){0,2}?(?:reviews?|discuss\w*|summari[sz]\w+|describes|examines|provides|gives|considers|focuses|outlines|explores|presents|addresses|highlights|argues)\b": 2.5,
            r"\b(?:we|here,? we|i) (?:\w+ )?(?:review|summari[sz]e|discuss|outline|highlight|argue)\b|\b(?:is|are|was|were|will be) (?:\w+ )?(?:reviewed|discussed|summari[sz]ed|outlined|highlighted)\b|\bconsidered in this\b": 2.0,
            r"[:–-] ?an? (?:\w+ ){0,2}?review\b|\breview(?:s|ed)? (?:the |published |recent |available )+(?:\w+ )?(?:literature|evidence|data|studies)|\bauthors (?:review|discuss|provide)": 2.0,
            r"\boverview of\b|\bcurrent (?:knowledge|understanding|evidence|literature)|\bstate of the art|\bmini-?review|\bnarrative review|\bliterature review|\breview of (?:the )?(?:literature|evidence)": 1.8,
            r"\bmechanisms?\b|\bfuture (?:research|directions|studies)|\bopen questions|\bevidence (?:suggests|indicates|supports|from)|\bparticular attention": 0.8,
            r"\b(?:epidemiologic(?:al)?|experimental|clinical|laboratory|animal|human|intervention) (?:\w+ )?(?:studies|trials|data|evidence|research) (?:have|has|suggest|show|indicate|support|is|are)\b": 1.2,
            r"\bhas been (?:suggested|proposed|shown|implicated|linked|associated|used)\b|\bhave been (?:suggested|proposed|shown|implicated|linked|associated|used)\b": 0.8,
        }
    ),
    Design.ARTICLE: cues(
        **{
            r"\byou(?:r|rs|'re|’re|'ve|’ve)?\b": 2.2,
            r"\byou(?:r)?\b(?:.|\n)*?\byou(?:r)?\b(?:.|\n)*?\byou(?:r)?\b": 1.5,
            r"\b(?:i|i've|i’ve|i'm|my)\b[^.]{0,60}\b(?:started|tried|noticed|take|took|feel|felt|experience|recommend|tested|favou?rite|doctor|love|personally|believe|have seen|had|mum|mom)\b|\bin my experience|\bfrom my experience": 2.5,
            r"\badd to (?:cart|basket)|\bbuy\b|\border (?:now|one|yours)|\bfree shipping|\bfree sample|\b\d+% off|\bsave \d+|\bin stock\b|\bsuggested use|\bsubscribe|\bdiscount|\baffiliate|\bsales team|\bmoney[- ]back|\bminimum order|\bfor a quote|[$€£] ?\d": 2.5,
            r"\bour (?:capsules|products?|customers|shop|store|range|premium|formula|nmn|supplements|\w+ (?:capsules|powder|supplements?|products?))\b|\bwe (?:use|offer|sell|provide|purify|ship|opt)\b|\bcustomers\b|\bstars from\b|\bvisit our\b": 2.0,
            r"\bnot been evaluated by the food|\bkeep out of reach|\bother ingredients|\bingredients:|\bserving size|\bstore in a cool|\b\d+ (?:vegetable |vegan )?capsules\b": 2.5,
            r"\b(?:talk|speak) (?:to|with) your|\bconsult (?:your|with|a)\b|\bask your|\bconsulting a\b|\bhealthcare (?:provider|professional)|\blearn more|\bpost a comment|\bin the comments|\bread (?:more|on)\b|\bback to (?:blog|top)|\brelated (?:posts|articles)|\bthis article (?:delves|looks|explains)": 2.0,
            r"\b(?:study|research|trial)s? (?:finds|suggests?|shows?|reveals)\b|\bresearch indicates|\bresearchers (?:in|at|say)": 1.0,
            r"\b(?:says|told)\b|\bthe team reported|\bexperts? (?:say|urged)|\bnot involved\b|\bon (?:mon|tues|wednes|thurs|fri)day\b|[\"”] (?:says|said)\b|\bthanks for writing": 1.8,
            r"\bgame[- ]?changer|\bpowerful\b|\bpromising (?:tool|remedy)|\bamazing|\bunlock|\bboost (?:your)?|\bjourney\b|\bmiracle|\bnatural (?:remedy|way)|\bexciting\b|\bpopular\b|\bgreat for\b|\bsupports? (?:healthy|overall|memory|brain|hair)": 1.2,
            r"\bmay (?:also )?interact with\b|\b(?:should|must) (?:exercise caution|be avoided|be cautious)\b|\b(?:typical|usual|recommended) daily (?:dos(?:e|age)|amount)\b|\btaken with food\b|\bsupplement regimen\b": 1.5,
            r"\b(?:people|most people|adults|individuals|those) (?:\w+ ){0,3}?(?:should|can|may|take|find)\b|\bresults take|\bis (?:generally )?considered (?:\w+ )?safe|\bmay (?:also )?(?:help|interact|cause|experience)\b|\bside effects include": 0.8,
        }
    ),
}
"""The signs of each kind; each counts once. A negative weight speaks for something else."""
