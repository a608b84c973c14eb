"""Whether a translated sentence says as much as its English one, as far as that can be checked.

What is compared: length, numbers in their order, substances, outcomes, what stands before placebo,
denials, hedges, up and down, cells and animals, and words of proof. A sentence that differs in any of
these stays in English, as does every sentence in a language without a word list here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from assistant.retrieve import Catalog
from assistant.schema import Understanding

MIN_FUNCTION_WORDS = 2
MIN_LENGTH = 0.7
"""Words of a translation, as a part of its English words, below which something is missing."""
WORD = re.compile(r"[^\W\d_]+")
DIGITS = re.compile(r"\d+(?:[.,\s]\d+)*")
MARKUP = frozenset("[]<>#`*|\n")


class Language(NamedTuple):
    """A language of the vocabulary: its small words, and what its sentences show their force by."""

    name: str
    code: str
    note: str
    """That the sentences were translated, and which ones were checked."""
    function_words: frozenset[str]
    denial: re.Pattern[str]
    hedge: re.Pattern[str]
    up: re.Pattern[str]
    down: re.Pattern[str]
    model: re.Pattern[str]
    proof: re.Pattern[str]


def stems(text: str) -> re.Pattern[str]:
    """A pattern for words that begin with one of some stems; a full stop ends a whole word."""
    parts = (
        re.escape(stem[:-1]) + r"\b" if stem.endswith(".") else re.escape(stem)
        for stem in text.split()
    )
    return re.compile(rf"\b({'|'.join(parts)})", re.I)


def split(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


ENGLISH = Language(
    name="English",
    code="en",
    note="",
    function_words=split("the does do is of for with what how much can it help my i and to work"),
    denial=stems("not. no. nor. neither. without. none. nothing. never. nobody."),
    hedge=stems("may. might. could. possibl perhaps. suggest appear seem associat linked. probabl"),
    up=stems(
        "more. higher. rose. rise rising. increas raised. longer. gain better. improv greater."
    ),
    down=stems("less. lower fell. fall drop decreas reduc fewer. shorter. worse smaller."),
    model=stems("rat. rats. mouse. mice. cell. cells. animal cultured. dish."),
    proof=stems("cure heals. healed. prove guarantee works. treats."),
)
LANGUAGES = (
    Language(
        name="Dutch",
        code="nl",
        note="Vertaald door een taalmodel; getoetst zijn de Engelse zinnen en hun passages.",
        function_words=split(
            "de het een en van helpt voor bij wat is hoe veel werkt ik mijn niet met"
        ),
        denial=stems("niet. geen. noch. zonder. nooit. niemand. niets. evenmin."),
        hedge=stems(
            "kan. kunnen. zou. zouden. mogelijk misschien. lijk samenhang verband. waarschijnlijk"
        ),
        up=stems("meer. hoger steeg. stegen. stijg toenam langer beter verbeter groter verhoog"),
        down=stems("minder lager daal verminder afnam korter slechter kleiner verlaag"),
        model=stems("rat. ratten. muis. muizen. cel. cellen. dier gekweekt kweek"),
        proof=stems("geneest. genas. genezen. bewez bewijst. garand gegarandeerd werkt."),
    ),
    Language(
        name="German",
        code="de",
        note="Von einem Sprachmodell übersetzt; geprüft sind die englischen Sätze und ihre Stellen.",
        function_words=split(
            "der die das und ist hilft für bei gegen wie viel wirkt ich mein nicht mit"
        ),
        denial=stems("nicht. kein weder. ohne. nie. niemand nichts."),
        hedge=stems(
            "kann. könn möglich vielleicht. schein wahrscheinlich zusammenhang assoziier dürft"
        ),
        up=stems("mehr. höher stieg steig länger besser verbesser größer erhöh zunahm"),
        down=stems(
            "weniger niedriger geringer sank. sanken. senk verringer reduzier kürzer schlechter"
        ),
        model=stems("ratte maus. mäuse zelle tier. tiere gezüchtet kultiviert"),
        proof=stems("heilt. heilte geheilt bewies bewiesen beweist garant wirkt."),
    ),
    Language(
        name="Spanish",
        code="es",
        note="Traducido por un modelo de lenguaje; lo comprobado son las frases inglesas y sus pasajes.",
        function_words=split(
            "el la los las de del que para con sirve ayuda es cuánto qué un una mi me"
        ),
        denial=stems("no. ni. sin. ningún ningun nunca. nadie. nada. tampoco."),
        hedge=stems("puede podría posibl quizá sugier parec asoci relacionad probabl"),
        up=stems("más. mayor aument subió subieron elev mejor increment"),
        down=stems("menos. menor redu baj dismin descend peor inferior"),
        model=stems("rata ratón. ratones. célula animal cultiv"),
        proof=stems("cura demuestr demostrad comprobad garantiz funciona."),
    ),
    Language(
        name="French",
        code="fr",
        note="Traduit par un modèle de langue ; ce sont les phrases anglaises qui ont été vérifiées.",
        function_words=split(
            "le la les des du est que pour avec aide un une mon ma combien contre il"
        ),
        denial=stems("ne. n' n’ ni. sans. aucun jamais. rien. non."),
        hedge=stems("peut pourrai possibl suggèr suggér sembl paraî associ lié probabl"),
        up=stems("plus. supérieur augment élev meilleur amélior mieux."),
        down=stems("moins. inférieur rédui baiss dimin pire. chut moindre"),
        model=stems("rat. rats. souris. cellule animal animaux cultivé"),
        proof=stems("guéri prouv garanti soigne. marche."),
    ),
)


def language_of(text: str) -> Language | None:
    """The language of a question by its small words; None for English, and where that is unclear."""
    words = WORD.findall(text.lower())
    counts = [sum(word in item.function_words for word in words) for item in (ENGLISH, *LANGUAGES)]
    best = max(counts)
    if best < MIN_FUNCTION_WORDS or counts.count(best) > 1 or counts[0] == best:
        return None
    return LANGUAGES[counts.index(best) - 1]


def translation_fault(
    text: str,
    english: str,
    language: Language,
    catalog: Catalog,
    understand: Callable[[str], Understanding],
) -> str | None:
    """Say what a translation says otherwise than its English sentence, or None."""
    if numbers(text) != numbers(english):
        return "numbers"
    if len(WORD.findall(text)) < MIN_LENGTH * len(WORD.findall(english)):
        return "length"
    there, here = understand(text), understand(english)
    if set(there.substances) != set(here.substances):
        return "substances"
    if not set(there.outcomes) <= {*here.outcomes, *here.conditions}:
        return "outcomes"
    names = [name for s in here.substances for name in names_of(catalog, s, language.code)]
    if before_placebo(text, names) != before_placebo(english, names):
        return "comparison"
    for kind in ("denial", "hedge", "up", "down", "model"):
        said: re.Pattern[str] = getattr(language, kind)
        meant: re.Pattern[str] = getattr(ENGLISH, kind)
        if bool(said.search(text)) != bool(meant.search(english)):
            return kind
    if language.proof.search(text) and not ENGLISH.proof.search(english):
        return "proof"
    return "markup" if MARKUP & (set(text) - set(english)) else None


def names_of(catalog: Catalog, substance: str, code: str) -> list[str]:
    """What a substance is called in English and in another language."""
    item = catalog.substances[substance]
    return [item.name, *item.synonyms, *item.brands, *item.translations.get(code, ())]


def before_placebo(text: str, names: list[str]) -> bool | None:
    """Whether a substance is named before placebo last is; None where one of them isn't named.

    The last mention is in the sentence itself, where the label of a trial has one as well.
    """
    text = text.lower()
    placebo = text.rfind("placebo")
    places = [text.find(name.lower()) for name in names if name.lower() in text]
    return min(places) < placebo if places and placebo >= 0 else None


def numbers(text: str) -> list[str]:
    """The numbers of a text in their order, by digits alone: languages part them differently."""
    return [re.sub(r"\D", "", match.group()) for match in DIGITS.finditer(text)]
