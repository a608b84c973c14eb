"""What a question is about where the vocabulary has no name for it: "does arnica help sore knees?".

The subject is found by the frame of the question and not by a list of words, so that what no document
names is said to be absent instead of being passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.triage import is_everyday
from assistant.understand.phrases import Match

MAX_WORDS = 5
"""A longer stretch is no name."""
GREETS = re.compile(
    r"^(?:(?:hi|hello|hey|so|ok(?:ay)?|and|but|or|well|please|pls|thanks|just|then|also|tell me|i wonder|wondering)\b[\s,!.:]*)+"
)
"""What may stand before a question."""
OF = (
    r"(?:side[- ]?effects?|effects?|effectiveness|efficacy|benefits?|dangers?|risks?|safety|doses?|dosages?|"
    r"actions?|uses?|interactions?|mechanisms?|role|properties|evidence|proof|studies|trials|research|amounts?)"
)
"""What is asked about a thing, before "of", "for", "on" or "about"."""
OPENERS = tuple(
    re.compile(pattern)
    for pattern in (
        r"^(?:what|which) (?:do|does|did) (?:the )?(?:studies|trials|research|science|evidence|documents|papers) (?:say|show) (?:about|on|of)\s+",
        rf"^.{{0,40}}?\b{OF} (?:is |are )?(?:of|for|on|about|behind|with|between)\s+(?:taking |using )?",
        r"^(?:what(?:'s| is| are)|whats|define)\s+(?=\S+(?:\s\S+){0,3}\W*$)",
        r"^how (?:well|effective|safe|good|dangerous|toxic|much|long|often|strong)?\s*(?:is|are|does|do|can|could|should i take|would|will)\s+",
        r"^why (?:is|are|does|do|would)\s+",
        r"^is it (?:true that|ok(?:ay)? to|safe to|good to|bad to|dangerous to|worth)\s*(?:take|taking|use|using|try|trying|eat|eating|drink|drinking)?\s*",
        r"^(?:can|could|should|may) (?:i|you|one|we|people|he|she|they) (?:take|use|try|have|eat|drink|combine|mix)\s+",
        r"^(?:does|do|did|is|are|was|were|can|could|will|would|should|may|might|has|have)\s+",
    )
)
"""How questions begin; the subject follows. The first that fits is used."""
STOP = re.compile(
    r"\s*(?:[?!.,;:()=/]|\s[-–—]\s|\b(?:for|against|on|in|with|to|from|during|when|if|while|after|before|as|at|by|"
    r"through|without|until|because|than|that|which|who|or|and|vs|versus|of|"
    r"help\w*|works?|working|worked|do|does|done|doing|make|makes|cause[sd]?|cures?|treats?|improves?|boosts?|"
    r"lowers?|reduces?|raises?|increases?|prevents?|protects?|stops?|stimulates?|promotes?|affects?|interacts?|"
    r"interferes?|clash\w*|bring|brings|gives?|keeps?|settles?|catch|catches|relieves?|eases?|shortens?|slows?|"
    r"detects?|predicts?|speeds?|fights?|kills?|heals?|regrow\w*|grow|grows|thin|thins|hurts?|harms?|damages?|plumps?|lifts?|clears?|"
    r"strengthens?|supports?|changes?|contains?|taken|used|using|tested|studied|proven|linked|recommended|"
    r"every|each|daily|per|twice|once|really|actually|also|ever|even|still|truly|generally|particularly|especially|"
    r"any|as|all|good|bad|better|worse|safe|unsafe|effective|useful|useless|dangerous|harmful|harmless|toxic|"
    r"healthy|worth|beneficial|okay|ok|is|are|was|were|be|been|being|has|have|had|can|could|will|would|may|might|should|"
    r"so|such|too|very|more|less|no|not|never|just|only|enough|there|you|me|your|my|people|side[- ]effects?|"
    r"effects?|dosages?|doses?|benefits?|interactions?|studies|trials|evidence|research|safety)\b)"
)
"""Where a name ends: at punctuation, a preposition, a verb or what is said of the thing."""
FRAGMENT = re.compile(
    r"^(?P<name>[\w' -]+?)\s+(?:for|against|and|to (?:treat|prevent|help|lower|stop|cure|reduce)|side[- ]effects?|dosages?|"
    r"interactions?|benefits?|safety|uses?)\b"
)
"""A few words without a verb: "horsetail for thinning hair", "cascara side effects"."""
GENERIC = re.compile(
    r"\b(?:it|its|this|that|these|those|they|them|he|she|i|we|you|your|my|his|her|their|our|me|us|him|one|ones|someone|anyone|anybody|"
    r"everyone|people|person|men|women|man|woman|child|children|kids?|adults?|patients?|babies|baby|some|something|anything|nothing|any|other|"
    r"another|best|good|there|what|which|how|who|why|when|natural\w*|herbal|remed(?:y|ies)|supplements?|vitamins?|minerals?|herbs?|pills?|"
    r"tablets?|capsules?|products?|things?|stuff|everything|all|both|body|doctors?|study|studies|trials?|research|science|"
    r"documents?|papers?|preparations?|mixtures?|formulas?|evidence|article|page|blog|shop|site|guidelines?|brand|dose|amount|form|time|way|result\w*|level\w*|"
    r"symptoms?|signs?|causes?|treatments?|risks?|types?|difference|if|let|list|show|give|tell|want|need|take|long|many|much)\b"
)
"""Words that make a stretch no name of one thing."""
TAKEN = re.compile(
    r"\b(?:supplements?|capsules?|powders?|extracts?|tinctures?|teas?|oils?|juices?|roots?|barks?|leaf|leaves|berr(?:y|ies)|seeds?|"
    r"mushrooms?|herb(?:s|al)?|gels?|creams?|ointments?|balms?|tablets?|pills?|gummies|vitamins?|minerals?|take|taking|took|"
    r"mg|mcg|dos(?:e|es|age)|side[- ]?effects?|benefits?|in the body|interact\w*|medicin\w*|medicat\w*|health\w*|studies|trials?|"
    r"pregnan\w*|breast-?feeding|kidneys?|liver|heart|brain|muscles?|bones?|skin|immune|cure[sd]?|treats?|disease|pain)\b"
)
"""Words that show a question to be about health or about something that is taken."""
TOO_BROAD = frozenset({"food", "foods", "diet", "medicine"})
"""Stretches that name no one thing when they stand alone."""
DEFINES = re.compile(r"^(?:what(?:'s| is| are)|whats|define)\b")
PREPARED = re.compile(
    r"^(?:(?:the|a|an|taking|dietary|herbal|products?|preparations?|supplements?|remed(?:y|ies)|capsules?|tablets?|drops|teas?|juices?|extracts?|"
    r"oils?|creams?|ointments?|mixtures?|formulas?|made|standardi[sz]ed)\s+)+(?:with|of|from|containing|based on|out of)\s+(?:the \w+ of (?:the )?)?"
)
"""A product before what it is made of: "preparations with rose root"."""
MEDDLES = re.compile(
    r"^(?:[\w' ]+[.,!] )?(?:does|do|can|could|will|would|might|is it true(?: that)?)\s+(?P<name>[\w'-]+(?: [\w'-]+)?)\s+"
    r"(?:affects?|blocks?|stops?|reduces?|hinders?|lowers?|impairs?|destroys?|inhibits?|interferes? with|clash(?:es)? with|mess(?:es)? with|kills?)\b"
)
"""What is asked to act on something that is taken."""
ARTICLES = re.compile(
    r"^(?:(?:the|a|an|some|your|drinking|eating|taking|using|wearing|doing|having)\s+)+"
)


def find_subject(text: str, held: Sequence[Match], *, of_health: bool) -> str | None:
    """The thing that a question names and the vocabulary does not.

    Args:
        text: the question, in any case.
        held: the outcomes and medicines that the vocabulary found in it.
        of_health: whether it speaks of an outcome, a medicine or people at risk.
    """
    low = text.lower().replace("’", "'")
    start = greeting.end() if (greeting := GREETS.match(low)) else 0
    for begin, end in (*_after_openers(low, start), *_before_purpose(low, start, held)):
        name = low[begin:end].strip(" '\"“”-")
        begin += low[begin:end].index(name)
        if article := ARTICLES.match(name):
            begin, name = begin + article.end(), name[article.end() :]
        if not is_name(name) or any(m.start < end and begin < m.end for m in held):
            continue  # no name, or the question is about an outcome or a medicine itself
        is_rare = " " not in name and not is_everyday(name)
        defined = is_rare and bool(DEFINES.match(low[start:]))
        return name if of_health or defined or TAKEN.search(low) else None
    return None


def find_meddler(text: str, held: Sequence[Match]) -> str | None:
    """The thing without a name here that a question sees meddling: "does coffee affect how iron is absorbed?".

    Args:
        text: the question, in any case.
        held: everything that the vocabulary found in it.
    """
    found = MEDDLES.search(text.lower())
    if not found:
        return None
    name = ARTICLES.sub("", found["name"])
    begin, end = found.span("name")
    is_held = any(m.start < end and begin < m.end for m in held)
    return name if is_name(name) and not is_held else None


def is_name(words: str) -> bool:
    """Whether a stretch can name one thing."""
    enough = bool(re.search("[a-z]{3}", words)) and len(words.split()) <= MAX_WORDS
    return enough and not GENERIC.search(words) and words not in TOO_BROAD


def _after_openers(low: str, start: int) -> Iterator[tuple[int, int]]:
    for opener in OPENERS:
        if opened := opener.match(low[start:]):
            begin = start + opened.end()
            if prepared := PREPARED.match(low[begin:]):
                begin += prepared.end()
            stop = STOP.search(low, begin)
            yield begin, stop.start() if stop else len(low)


def _before_purpose(low: str, start: int, held: Sequence[Match]) -> Iterator[tuple[int, int]]:
    if named := FRAGMENT.match(low[start:]):
        yield start + named.start("name"), start + named.end("name")
    first = min((m.start for m in held if m.start > start), default=None)
    if first is not None and not any(opener.match(low[start:]) for opener in OPENERS):
        stop = STOP.search(low, start, first)
        yield start, stop.start() if stop else first
