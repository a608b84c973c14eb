"""Words that carry meaning in a study's sentence, class by class, as patterns."""

from __future__ import annotations

import re
from collections.abc import Mapping

Lexicon = Mapping[str, str]
"""By meaning, a pattern; two sentences agree when each meaning is in both or in neither."""
PEOPLE: Lexicon = {
    "women": r"\b(?:wom[ae]n|females?|mothers?)\b",
    "men": r"\b(?:men|males?)\b",
    "children": r"\b(?:child(?:ren)?|infants?|newborns?|toddlers?|teen\w*|adolescents?)\b",
    "older": r"\b(?:older|elderly|aged \d+|\d+ (?:and|to) \d+ years|of \d+ years)\b",
    "pregnant": r"\bpregnan\w+\b",
    "animals": r"\b(?:mice|mouse|rats?|animals?|rodents?)\b",
    "cells": r"\b(?:cells?|cultured?|dish|in vitro)\b",
    "healthy": r"\bhealthy\b",
    "deficient": r"\b(?:deficien\w+|depleted)\b",
    "subgroup": r"\b(?:subgroups?|subset)\b",
    "disease": r"\b(?:diabet\w+|dementia|alzheimer\w*|depress\w+|insomnia|hypertensi\w+|obes\w+|migraine|"
    r"cancer|heart failure|adhd|anxiety disorder|alopecia|osteoarthritis)\b",
}
SOME_PEOPLE = re.compile(
    r"\b(?:people|persons?|adults?|wom[ae]n|men|patients?|volunteers?|participants?|children|infants?|"
    r"smokers?|users?|students?|females?|males?|mice|mouse|rats?|animals?|cells?|pregnancies|babies|trials?|"
    r"studies|comparisons?)\b",
    re.I,
)
COMPARATOR: Lexicon = {
    "placebo": r"\b(?:placebo|dummy|sham)\b",
    "untreated": r"\b(?:untreated|no treatment|usual care|controls?)\b",
}
DIRECTION: Lexicon = {
    "up": r"\b(?:more|higher|longer|greater|larger|rose|rises?|risen|went up|increas\w+|raised?|faster|improv\w+|better|gain\w*|older)\b",
    "down": r"\b(?:less|lower\w*|shorter|fewer|smaller|fell|falls?|fallen|went down|decreas\w+|reduc\w+|declin\w+|slower|worse\w*|lost|"
    r"shorten\w*|drop\w*|younger)\b",
}
CERTAINTY: Lexicon = {
    "possible": r"\b(?:may|might|could(?! not)|can(?! not)|possib\w+|perhaps|probab\w+|likely|suggest\w*|seem\w*|appear\w*|hint\w*)\b",
    "association": r"\b(?:associat\w+|link\w*|correlat\w+|(?:went|goes|go|going) (?:together )?with|related)\b",
}
DENIAL: Lexicon = {
    "denied": r"\b(?:no|not|nor|neither|never|none|nothing|cannot|without|unclear|unknown|unchanged|unaltered|missing|"
    r"lack\w*|absen\w+|inconsisten\w+)\b|n't\b",
    "against": r"\b(?:(?:advis\w+|recommend\w*|decid\w+|warn\w*|cautio\w+|speaks?) against|suggests? not|avoid\w*|"
    r"contraindicat\w*)\b",
    "restricted": r"\b(?:but|although|though|however|except|whereas|only|while|yet|unless|despite|alone)\b",
}
MEASURE: Lexicon = {
    "self-reported": r"\b(?:self-\w+|rated|ratings?|questionnaires?|diar(?:y|ies)|felt|perceived|reported)\b",
    "marker": r"\b(?:markers?|surrogate|levels?|scores?|index|serum|plasma|blood)\b",
}
LEXICONS: tuple[tuple[str, Lexicon], ...] = (
    ("who was studied", PEOPLE), ("what it was compared with", COMPARATOR),
    ("the direction", DIRECTION), ("how sure it is", CERTAINTY), ("what it denies", DENIAL),
    ("how it was measured", MEASURE),
)  # fmt: skip
COMPILED = tuple(
    (name, tuple((meaning, re.compile(pattern, re.I)) for meaning, pattern in lexicon.items()))
    for name, lexicon in LEXICONS
)
COUNTED = {"denied", "up", "down"}
"""Meanings whose occurrences are counted: a second "not" or "lower" matters."""
REWORDED = {"denied", "restricted", "placebo", "untreated"}
"""Meanings that a rewording may spell out: "open-label" is "not blinded"."""
LOADED = re.compile(
    r"\b(?:prove[ns]?|proof|guarantee\w*|definite\w*|certain(?:ly)?|undoubted\w*|clinically|doctors?|physicians?|experts?|"
    r"scientists?|breakthrough|miracle|remarkabl\w+|dramatic\w*|highly|clearly|strongly|always|everyone|everybody|"
    r"all (?:people|adults|women|men|ages)|many|numerous|dozens|large body|overwhelming\w*|independent\w*|public\w*|"
    r"government\w*|harmless|perfectly|no need|need ?n[o']t|don't have to|unnecessary|trivial|minor|mild\w*|(?<!not )(?<!n't )settled|"
    r"established|confirm\w*|authorit\w+|regulators?|fda|food and drug administration|nih|efsa|agency|official\w*|agree\w*|robust\w*|"
    r"disprov\w*|debunk\w*|refut\w*|impossible|no side effects|you should|recommend\w*|safe(?:ly)?|finds safety|"
    r"twice a day|three times a day|in the long run|long enough|lasting(?! \d)|permanent\w*)\b",
    re.I,
)
"""Words that lend weight or lift a warning, and so must come from the quote; phrases as they stand."""
CLINICIAN = re.compile(
    r"doctor|medical|physician|clinician|prescriber|pharmacist|health ?care|health professional",
    re.I,
)
KINDS: Lexicon = {
    "cell_study": r"cell|dish|cultur|in vitro|follicle|neuron|slice",
    "animal_study": r"animal|mice|mouse|rat\b|rats|rodent",
    "funding": r"paid|fund|maker|money|sponsor|seller|suppl|company|employ|manufactur|product|invent|patent|works? for|industr",
    "mixed_results": r"differ|conflict|disagree|inconsisten|mixed|both|heterogen|vari|quality|contra|opposite|bias|not all|while|but|split|uncertain|unclear",
    "conflicting_sources": r"differ|conflict|disagree|contra|regulat|other|later|earlier|but|while|although|another|however|not",
    "correction": r"correct|corrig|errat|notice|revis|amend",
    "retracted": r"retract|withdr",
    "vendor_source": r"sell|vendor|supplier|shop|commerc",
    "different_form": r"form|salt|compound|product|extract|not with|not tested|another|other|instead|threonate|oxide|type",
    "combination_product": r"mix|combin|formula|together|ingredient|alone|several|also|both|with",
}
COMPILED_KINDS = {kind: re.compile(pattern, re.I) for kind, pattern in KINDS.items()}
