"""What a question asks of a substance where the vocabulary has no word for it: "does zinc bring back taste?".

The aim is found by its frame and not by a list of words, so that an outcome that no document names is
said to be unknown instead of being passed over or taken for another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.understand.phrases import Match
from assistant.understand.subject import is_name

END = (
    r"(?=\s*(?:[?!.,;:()/]|$|\s[-–—]\s|\b(?:and|or|but|in|on|if|when|whilst|while|after|before|by|than|at|with|without|during|because|as|from|to|that|"
    r"which|who|whether|over|per|every|daily|really|actually|at all|for|so|is|are|was|were|do|does|did|can|could|will|would|should|"
    r"any|better|faster|quicker|again|safely|naturally|yes)\b|\bof (?:patients|people|women|men|children|adults|those)\b))"
)
"""Where what is named behind a verb or a preposition ends."""
NAMED = rf"(?P<aim>[\w'’+-]+(?:\s+[\w'’+-]+){{0,4}}?){END}"
CHANGES = (
    r"improv\w+|reduc\w+|lower\w*|rais(?:e|es|ing)|boost\w*|increas\w+|decreas\w+|prevent\w*|treat\w*|cur(?:e|es|ing)|reliev\w+|eas(?:e|es|ing)|"
    r"protect\w* (?:against|from)|heal\w*|fix\w*|revers\w+|stop\w*|fight\w*|sooth\w+|calm\w*|shorten\w*|restor\w+|clear\w*(?: up)?|"
    r"trigger\w*|caus(?:e|es|ing)|worsen\w*|affect\w*|shrink\w*|dissolv\w+|bring\w* (?:back|down)|get(?:ting)? rid of|help\w*(?: (?:with|against))?|"
    r"good for|bad for|work\w* (?:for|against|on)|effects? (?:on|of \w+ on)|impact on|risk of|chances? of|odds of|evidence for|use(?:d|ful)? for"
)
FRAMES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:{CHANGES})\s+{NAMED}",
        rf"\bbring(?:s|ing)?\s+{NAMED}(?:\s+(?:down|up|back))",
        r"\b(?:my|his|her|their|our|the)\s+(?P<aim>[\w'’-]+(?: [\w'’-]+){0,2}?) (?:is|are|was|were|came back|has been|got) (?:a (?:bit|little|tad) |too |very |quite |slightly |rather )?"
        r"(?:high|low|raised|elevated|up|down)\b",
        rf"\b(?:for|against)\s+{NAMED}",
        rf"\b(?:gegen|tegen|contra|contre)\s+(?:(?:den|die|das|de|het|la|el|los|las|le|les|einen?|een|una?|une)\s+|l['’])?{NAMED}",
    )
)
"""Frames of an aim, the surest first."""
BEFORE = re.compile(
    r"^(?:(?:the|a|an|my|your|his|her|their|our|some|any|more|less|high|low|mild|severe|bad|chronic|getting|having|developing|symptoms? of|signs? of|"
    r"levels? of|risk of|risks of|chances? of|people with|patients with|someone with|with|prevent|treat|of|your|it|down|up|against|from|persistent|early|acute|at|in|on|during|to)\s+)+"
)
"""What stands before a name and is no part of it."""
VAGUE = re.compile(
    r"\b(?:years?|months?|weeks?|days?|hours?|minutes?|nights?|mornings?|ages|life|living|work|working|gym|use|using|price|money|beginners?|vegans?|vegetarians?|"
    r"ladies|guys|anyone|health|healthy|system|function|users?|athletes?|runners?|seniors?|teens?|reasons?|purposes?|help|sure|real|sale|free|"
    r"now|ever|well|much|else|same|fact|example|instance|instead|taking|eating|getting|it|us|yourself|myself|himself|herself|nothing|"
    r"problems?|issues?|conditions?|illness(?:es)?|diseases?|patients?|damage|changes?|outcomes?|general|claims?|"
    r"half|double|normal|about|around|lot|bit|kind|sort|rest|case|cases|thing|person|relatives?|husband|wife|mother|mum|mom|father|dad|"
    r"recommendation|recommended|medical|clinical|human|humans|animals?|mice|rats|dogs?|cats?|food|foods|meals?|pill|first|second|another)\b"
)
"""Words that make a stretch no outcome."""
MAX_WORDS = 4
MIN_LETTERS = 3


def find_aims(text: str, held: Sequence[Match]) -> list[str]:
    """The outcomes that a question names and the vocabulary does not, as typed in lower case.

    Args:
        text: the question, in any case.
        held: the substances, medicines and outcomes that the vocabulary found in it.
    """
    low = text.lower().replace("’", "'")
    aims: list[str] = []
    for begin, end in _stretches(low):
        name = low[begin:end].strip(" '\"“”-")
        if before := BEFORE.match(name):
            name = name[before.end() :]
        free = all(m.end <= begin or end <= m.start for m in held)
        if free and is_aim(name) and not any(name in aim or aim in name for aim in aims):
            aims.append(name)
    return aims


def is_aim(name: str) -> bool:
    """Whether a stretch can name one outcome."""
    long_enough = re.search(rf"[a-z]{{{MIN_LETTERS},}}", name) is not None
    return (
        long_enough and len(name.split()) <= MAX_WORDS and is_name(name) and not VAGUE.search(name)
    )


def _stretches(low: str) -> Iterator[tuple[int, int]]:
    for frame in FRAMES:
        for found in frame.finditer(low):
            yield found.span("aim")
