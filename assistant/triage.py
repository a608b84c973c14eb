"""Which messages are not for a supplement assistant, decided by rules before anything else.

Danger first, then requests to advertise, to repeat a claim or to play a role. An emergency is what
a person tells of themselves or of someone near them, now; a question about a danger ("can you
overdose?") is a question and goes on. Rules have names for the log; people's words never leave here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import OSA

from assistant.schema import TriageDecision, Turn

if TYPE_CHECKING:
    from spellchecker import SpellChecker

URGENT_MESSAGE = (
    "This can be an emergency. Call your local emergency number now, or have someone call it for "
    "you. If something was swallowed, also call a poison centre and keep the package at hand; do "
    "not wait for symptoms. Stay with the person and don't drive yourself."
)
CRISIS_MESSAGE = (
    "I'm sorry that it is this hard right now. Please talk to someone at once: call your local "
    "emergency number or a crisis line, or go to the nearest emergency department, and tell "
    "someone near you. You don't have to explain it well to be helped."
)
DECLINED_MESSAGE = (
    "I don't write advertisements, repeat claims on request or play another role. Ask me what has "
    "been tested about a supplement and I'll show you, with the passages."
)
OUT_OF_SCOPE_MESSAGE = (
    "I only answer questions on dietary supplements, from the documents I have. Try, for example: "
    "“Does magnesium L-threonate improve sleep?”"
)
REMEMBERED = 20_000
"""Words whose spelling is kept; without a bound, every word that anybody types would stay."""
TURNS_IN_DANGER = 2
"""Earlier messages in which an emergency still counts now."""

EVERYDAY = 500
"""Uses of a word in the spelling dictionary's text; "psyllium" has 0, "cascara" 76, "honey" 26,609."""

# Who an emergency happens to: the writer or someone near, not "people" or "the participants".
SELF = (
    r"\b(i|i'?ve|i'?m|im|ive|we|he|he's|she|she's|they|they've|someone|somebody|"
    r"(my|our|a|the) (\w+[ -]){0,3}?(son|daughter|toddler|baby|child|kid|infant|boy|girl|grandson|"
    r"granddaughter|niece|nephew|\w+[- ]?(year|yr)s?[- ]old|\d+ ?yo|husband|wife|partner|mum|mom|mother|dad|father|"
    r"friend|sister|brother|gran\w*|roommate|dog|cat)|mum|mom|dad)\b"
)
CHILD = (
    r"\b(my|our|the|a) (\w+[ -]){0,3}?(son|daughter|toddler|baby|child|kid|infant|boy|girl|grandson|"
    r"granddaughter|niece|nephew|\w+[- ]?(year|yr)s?[- ]old|\d+ ?yo)\b"
)
BODY = r"\bmy (\w+ )?(throat|tongue|lips?|face|chest|eyes?|skin|airways?)\b"
INGESTED = (
    r"(took|tok|taken|swallowed|ate|eaten|drank|drunk|downed|emptied|chewed|popped|had|necked|gulped|"
    r"consumed|ingested|got into)"
)
UNITS = r"(pills?|pils?|tablets?|capsules?|gummies|gumm\w+|softgels?|doses?|scoops?|vitamins?|caps|tabs)"
MANY = (
    r"(\d{2,3}|eleven|twelve|thirteen|fourteen|fifteen|sixteen|twenty|thirty|forty|fifty|sixty|seventy|"
    r"eighty|ninety|a hundred|dozens?( of)?|a handful of|handfuls? of|so many|too many|way too many)"
)
EXCESS = (
    rf"((the |a |an |half a |half the |my |her |his )?(whole |entire |full )+(bottle|pack\w*|box|jar|tub|"
    rf"container|blister|strip|thing|lot)|half (a|the) (bottle|pack|box|jar)|(the|a|that) bottle|"
    rf"all (of )?(my|the|her|his|our|them|it)\b|the lot|every (capsule|pill|tablet|gummy)|too (much|many)|"
    rf"(two|three|four|five|six|seven|eight|nine|ten|\d+) times (the|my|her|his) (usual |normal |"
    rf"recommended )?(dose|amount)|(double|triple) the dose|{MANY} (of )?(my |her |his |the )?([\w,]+ ){{0,4}}{UNITS}|a pack of)"
)
LASTING = (
    r"\b(for (a|the|two|three|\d+) (weeks?|months?|years?|days?)|daily|every (day|night|morning)|a day|"
    r"per day|all (winter|summer|year|month|week)|years ago|months ago|last year|long ago|in (19|20)\d\d|"
    r"when (i|he|she) was (a |young|little)|history of|used to|in the past|once had|a month a)\b"
)
NOT_REAL = (
    r"\b(in|during|of|from) (the|a|this|that|these|those|any|one) (\w+ ){0,2}(trials?|stud(y|ies)|experiment)\b|"
    r"\b(participants?|subjects|people|patients|anyone in|children who|rats|mice|worried|afraid|what if|"
    r"what happens if|could (i|he|she)|would (i|he|she)|can (i|you|one))\b"
)


class Rule(NamedTuple):
    """A named pattern over one clause in plain lower case."""

    name: str
    pattern: re.Pattern[str]
    ignores_setting: bool = False
    """Whether the rule holds whatever else the clause says."""


def _rule(name: str, pattern: str, ignores_setting: bool = False) -> Rule:
    return Rule(name, re.compile(pattern), ignores_setting)


CRISIS = (
    _rule(
        "suicide",
        r"\b(kill(ing)? (myself|himself|herself)|(end|ending|take|taking) (my|his|her) (own )?life|"
        r"end(ing)? (it all|things)|(i'?m|i am|i feel|feeling|i have been) (\w+ )?suicidal|"
        r"(want|wish|wanted|ready|going) to (die|be dead)|do(n'?t| not) want to (live|be (here|alive)|exist|"
        r"wake up)|no (point|reason) (in|to|of) liv(e|ing)|(enough|tired|sick) of (life|living)|"
        r"better off (dead|without me)|what'?s the point( any ?more| of (it|living|anything))|(not|never) wake up( again| tomorrow| any ?more)?$|(not|never) wake up (again|tomorrow|any ?more)|(hurt|harm|cut)(ing)? myself|i'?(ve| have) thoughts? of suicide)\b",
        True,
    ),
    _rule(
        "lethal_dose",
        r"\b(lethal|fatal|deadly) (dose|amount)\b.*\b(me|my (weight|size|age|body)|myself)\b|"
        r"\bhow (many|much)\b.*\b(would it take|do i need|does it take) to (die|kill me|overdose)\b",
        True,
    ),
)
URGENT = (
    _rule("overdose", rf"{SELF}( \w+)? (\w+ )?overdos(ed|ing)\b|\bi('ve| have)? od('?d|ed)\b"),
    _rule("excess", rf"{SELF}('ve|'s)? ((\w+|just now) ){{0,3}}{INGESTED}\b.{{0,40}}?\b{EXCESS}"),
    _rule(
        "child_ingestion",
        rf"{CHILD} ((\w+) ){{0,3}}(swallowed|ate|eaten|got (in|into)|drank|chewed( on| through)?|found and ate|just ate|just swallowed|"
        rf"took (my|the|a handful|some of my))\b",
    ),
    _rule(
        "chest_pain",
        rf"({SELF}|^(having|got|getting)|\bmy\b).{{0,40}}\b(chest (pain|pressure|tightness|hurts)|"
        r"(pain|tightness|pressure) in (my|the|his|her) chest|chest is (tight|hurting))\b",
    ),
    _rule(
        "breathing",
        rf"({SELF}|^).{{0,30}}\b(can'?t|cannot|can not|cant|couldn'?t|struggling to|hard to) (breathe?|get "
        rf"(any )?air)\b|{SELF}.{{0,30}}\b(trouble|difficulty|problems?) breathing\b|"
        rf"{SELF}.{{0,30}}\b(gasping|choking|turning blue|not breathing)\b",
    ),
    _rule(
        "swelling",
        rf"({BODY}|\b(his|her) (throat|tongue|lips?|face)\b).{{0,20}}\b(closing|swollen|swelling|swelled|"
        r"swells|blown up|puffed up|tight(ening)?)\b|\bcovered in hives\b|"
        rf"{SELF}.{{0,30}}\banaphyla(xis|ctic)\b.{{0,40}}\b(now|after|help|shock)\b",
    ),
    _rule(
        "collapse",
        rf"{SELF}.{{0,30}}\b(fainted|passed out|passing out|pass out|collapsed|unconscious|unresponsive|"
        r"blacked out|not responding|seizure|fitting|convuls\w+|won'?t wake( up)?|(hardly|barely|not) rousable|can'?t be (woken|roused))\b|"
        r"\bcan'?t wake (my|him|her|the)\b",
    ),
    _rule(
        "serotonin",
        r"\b(shaking|trembling|twitching|rigid)\b.*\b(sweating|fever|heart|confused|agitated)\b.*\b(racing|feel|now)\b",
    ),
    _rule(
        "bleeding",
        r"\b(vomiting|throwing up|coughing( up)?|puking|spitting) blood\b|\bbleeding (heavily|badly|a lot)\b|"
        r"\b(blood in my (vomit|stool|urine)|black stools?)\b",
    ),
    _rule(
        "jaundice",
        r"\b(skin|eyes?)( and (skin|eyes?))? (is|are|look\w*|went|gone|going|turn\w*|getting|seem\w*)( \w+){0,3} (yellow\w*|jaundiced)\b|"
        r"\b(my|his|her) (skin|eyes?)( and (skin|eyes?))?( \w+){0,3} (yellow\w*|jaundiced)\b",
    ),
    _rule(
        "stroke",
        r"\b(my|his|her) face( is|'s)? (drooping|numb)|side of (my|his|her) face|"
        r"\b(i|he|she) (suddenly )?can'?t (speak|move|see)\b",
    ),
    _rule(
        "heart",
        rf"({BODY}|\bmy heart\b).{{0,20}}\b(racing|pounding|stopp\w+)\b.{{0,60}}\b(pass out|faint|dying|collapse)",
    ),
)
DECLINED = (
    _rule(
        "advertise",
        r"\b(write|create|make|draft|compose|generate|give|invent|produce) (me |us |up )?(a|an|some|the|my|"
        r"\w+)? ?([\w'-]+ ){0,4}(ads?|advert\w*|sales (page|copy|pitch|letter)|slogans?|taglines?|"
        r"product (description|page|copy)|marketing (copy|text)|promo\w*|testimonials?|blurb|"
        r"(instagram|facebook|social media|tiktok) (post|caption)|(post|caption) for|press release|reviews)\b",
    ),
    _rule(
        "repeat",
        r"\b(repeat after me|say (exactly|the words|that you)|repeat (this|the following|these words)|"
        r"just (say|repeat) (it|that))\b",
    ),
    _rule(
        "act_as",
        r"\b(you are now|from now on you|you are \w+ now|you have no rules|act as (a|an|my|if|though|dr)\b|pretend (to be|you are|that you|you'?re)|"
        r"roleplay|role-play|(ignore|disregard|forget) (all |your |the |any )*(previous |prior |above |earlier )?"
        r"(instructions|rules|prompts?)|system prompt|developer mode|jailbreak)\b",
    ),
)
ACT_AS_SUBSTANCE = re.compile(
    r"\b(does|do|can|could|did|might|may|that it|which|they|it) (\S+ ){0,3}acts? as\b"
)
ASK_CLINICIAN = re.compile(
    r"\b(pregnan\w*|breast[- ]?feed\w*|nursing|trying to conceive|infants?|toddlers?|bab(y|ies)|"
    r"child(ren)?|kids?|kidneys?|renal|dialysis|liver|hepatic|cirrhosis|hepatitis|surgery|operation|"
    r"ana?esthe\w+|warfarin|anticoagulant\w*|blood thinner\w*|apixaban|rivaroxaban|statins?|"
    r"antidepressant\w*|ssris?|levothyroxine|insulin|metformin|lithium|digoxin|antibiotic\w*|chemo\w*|"
    r"tacrolimus|transplant|birth control|contracepti\w+|epilep\w+|medicat\w+|prescri\w+|"
    r"my (doctor|meds?|pills|drugs?)|stop(ping)? (taking )?my|instead of my|"
    r"blood pressure (pills?|tablets?|drugs?|medicine))\b"
)
DANGER_WORDS = (
    "overdosed", "overdosing", "swallowed", "bottle", "handful", "tablets", "capsules", "gummies",
    "toddler", "daughter", "breathe", "breathing", "throat", "tongue", "swollen", "swelling",
    "chest", "tightness", "collapsed", "unconscious", "unresponsive", "fainted", "seizure", "vomiting",
    "suicide", "suicidal", "myself", "anaphylaxis", "emptied", "entire", "whole",
)  # fmt: skip
"""Words whose misspelling must not hide an emergency."""


def plain_text(text: str) -> str:
    """Lower case, straight apostrophes, single spaces, danger words spelt right."""
    text = re.sub(r"\([^)]{0,80}\)", " ", text.lower().replace("’", "'"))
    text = " ".join(text.split())
    return re.sub(r"[a-z]{5,}", lambda match: repair(match.group()), text)


@lru_cache(maxsize=REMEMBERED)
def repair(word: str) -> str:
    """Spell a danger word right that was typed with one slip (two from eight letters)."""
    if word in DANGER_WORDS:
        return word
    allowed = 1 if len(word) < 8 else 2
    near = [w for w in DANGER_WORDS if OSA.distance(word, w, score_cutoff=allowed) <= allowed]
    return near[0] if near and not is_english(word) else word


@lru_cache(maxsize=REMEMBERED)
def is_english(word: str) -> bool:
    """Whether a word is a common English word, and so not a misspelling of another."""
    return bool(_dictionary().known([word]))


@lru_cache(maxsize=REMEMBERED)
def is_everyday(word: str) -> bool:
    """Whether a word is so common in English text that it is hardly the name of a herb."""
    return _dictionary()[word] >= EVERYDAY


@cache
def _dictionary() -> SpellChecker:
    from spellchecker import SpellChecker

    return SpellChecker(language="en")


def clauses(text: str) -> Iterator[str]:
    """The sentences of a message; a full stop inside a number ends none."""
    for part in re.split(r"[!?;]+|\.(?!\d)", text):
        if part.strip():
            yield part.strip()


def find_danger(text: str) -> tuple[Rule, str] | None:
    """Find the first rule of danger that a message meets, and what to say."""
    plain = plain_text(text)
    for rule in CRISIS:
        if rule.pattern.search(plain):
            return rule, CRISIS_MESSAGE
    for clause in clauses(plain):
        if re.search(LASTING, clause) or re.search(NOT_REAL, clause):
            continue
        for rule in URGENT:
            if rule.pattern.search(clause):
                return rule, URGENT_MESSAGE
    return None


def find_refusal(text: str) -> Rule | None:
    """Find the first rule of refusal that a message meets."""
    plain = plain_text(text)
    for rule in DECLINED:
        if rule.pattern.search(plain):
            if rule.name == "act_as" and ACT_AS_SUBSTANCE.search(plain):
                continue
            return rule
    return None


def triage_question(question: str, history: Sequence[Turn] = ()) -> TriageDecision:
    """Decide whether a message goes to the documents.

    An emergency counts for the messages that follow it; what people said about themselves
    (`ask_clinician`) counts for the whole conversation; what the assistant said never does.
    """
    said = [turn.text for turn in history if turn.role == "user"]
    for text in (question, *reversed(said[-TURNS_IN_DANGER:])):
        danger = find_danger(text)
        if danger:
            rule, message = danger
            return TriageDecision(status="urgent", rule=rule.name, message=message)
    refusal = find_refusal(question)
    if refusal:
        return TriageDecision(status="declined", rule=refusal.name, message=DECLINED_MESSAGE)
    everything = " ".join([*said, question]).lower()
    return TriageDecision(status="answered", ask_clinician=bool(ASK_CLINICIAN.search(everything)))
