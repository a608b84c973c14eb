"""Who says so and who paid: articles with their speakers, studies with their money."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.compose.brands import asked_brand, own_studies
from assistant.compose.parts import (
    Question,
    article_item,
    finding_in,
    join_words,
    quote_sentence,
    reported,
    sentence_item,
    stems,
)
from assistant.compose.sentences import (
    NOT_APPLICABLE,
    by_overlap,
    scope,
)
from assistant.retrieve import PEOPLE, TRIALS, Catalog
from assistant.schema import (
    Abstract,
    Article,
    CaveatKind,
    DerivedClaim,
    Design,
    Draft,
    DraftCaveat,
    Item,
    Operands,
    Section,
)
from assistant.weigh import (
    PRECLINICAL,
    SYNTHESES,
)

COMMON_STEMS = frozenset(
    {
        "articl",
        "page",
        "site",
        "supplement",
        "ingredi",
        "magnesium",
        "threonat",
        "web",
        "websit",
        "unnam",
        "hair",
        "loss",
        "brain",
        "health",
        "consum",
    }
)
"""Words that speakers share, so that they name none."""
ASKING_STEMS = frozenset(
    {"articl", "page", "site", "websit", "say", "said", "claim", "write", "wrote", "tell", "state",
     "mention", "accord", "author", "read"}
)  # fmt: skip
"""Words with which people ask what an article says."""
MAX_FUNDED = 8
"""Studies whose funding is told one by one."""
OF_PEOPLE = re.compile(
    r"\b(humans?|people|clinical|patients?|volunteers?|men|women|adults)\b", re.I
)
OF_ANIMALS = re.compile(r"\b(animals?|mice|mouse|rats?|rodents?|preclinical)\b", re.I)
OF_TRIALS = re.compile(r"\b(trials?|randomi[sz]ed|rcts?)\b", re.I)
OF_REVIEWS = re.compile(r"\b(reviews?|meta-?\s?analys[ei]s)\b", re.I)


def answer_source(catalog: Catalog, question: Question) -> Draft | None:
    """What an article says and who is behind it: the claims that fit, in its own attribution."""
    seen = question.understanding
    articles = list(catalog.articles.values())
    named = named_articles(question.text, articles)
    near = {n for name in seen.substances for n in scope(catalog, name)}
    pool = [(a, c) for a in named or articles for c in a.claims]
    about = [(a, c) for a, c in pool if set(c.substances) & near]
    if near and not about and not named:
        return None
    pool = about or pool
    asked = " ".join(
        stems(question.text) - ASKING_STEMS - stems(" ".join(a.speaker for a in named))
    )
    order = by_overlap(asked, [f"{c.text} {c.topic}" for _, c in pool])
    if not order and named:
        order = list(range(len(pool)))
    if not order:
        return None
    chosen = [pool[i] for i in order[:4]]
    items = [
        article_item(catalog, article, claim, set(), finding_in(catalog.groups(claim.outcomes)))
        for article, claim in chosen
    ]
    speakers = list({article.id: article for article, _ in chosen}.values())
    behind = [
        Item(
            claims=(
                reported(catalog, article, article.speaker_sentence),
                reported(catalog, article, article.interest_sentence),
            )
        )
        for article in speakers
    ]
    caveats = []
    sellers = [a for a in speakers if a.interest == "sells"]
    if sellers:
        caveats.append(
            DraftCaveat(
                kind=CaveatKind.VENDOR_SOURCE,
                text="The speaker sells supplements.",
                quotes=tuple(quote_sentence(catalog, a.id, a.interest_sentence) for a in sellers),
            )
        )
    return Draft(
        status="answered",
        evidence=NOT_APPLICABLE,
        lead=items[0].claims[:1],
        sections=(
            Section(heading="What the article says", items=tuple(items)),
            Section(heading="Who speaks", items=tuple(behind)),
        ),
        caveats=tuple(caveats),
    )


def named_articles(question: str, articles: Collection[Article]) -> list[Article]:
    """The articles whose speaker a question names: by a proper name, or by two words of the speaker.

    "Nutri Avenue" names one, and so do "Dutch shop" and "personal blog"; where the question asks what
    somebody says, one word that no other speaker has is enough ("what does the supplier say").
    """
    asked = stems(question)
    words = {a.id: stems(f"{a.speaker} {a.title}") - COMMON_STEMS for a in articles}
    own = {
        a.id: {w for w in asked & words[a.id] if sum(w in other for other in words.values()) == 1}
        for a in articles
    }
    named = [
        a
        for a in articles
        if asked & stems(a.authors or "") or (own[a.id] and len(asked & words[a.id]) > 1)
    ]
    return named or [a for a in articles if own[a.id] and asked & ASKING_STEMS]


def answer_funding(catalog: Catalog, question: Question) -> Draft | None:
    """Who paid for the studies that the question asks about: each one's own statement, and how many don't say."""
    seen = question.understanding
    groups = catalog.groups(seen.outcomes)
    forms = set(catalog.forms(seen.substances[0]))
    matches = list(catalog.standing(forms, groups)) or list(catalog.standing(forms))
    studies = [m.facts for m in matches if m.facts.kind in PEOPLE or m.facts.kind in PRECLINICAL]
    if not studies:
        return None
    brand = asked_brand(catalog, question)
    studies = (own_studies(studies, brand) if brand else []) or studies
    studies, named = studies_asked(question.text, studies)
    order = {"maker": 0, "mixed": 1, "independent": 2, "unknown": 3}
    studies.sort(key=lambda f: (order[f.funding_class], list(Design).index(f.kind), f.id))
    ties = [f for f in studies if f.funding_class in {"maker", "mixed"}]
    unknown = [f for f in studies if f.funding_class == "unknown"]
    others = len(studies) - len(ties) - len(unknown)
    text = f"{money_told(len(studies), len(ties), others, len(unknown), named)}."
    lead = DerivedClaim(
        text=text,
        quotes=tuple(quote_sentence(catalog, f.id, f.funding) for f in studies[:MAX_FUNDED]),
        operands=Operands(
            operation="count",
            values=(
                float(len(ties)),
                float(len(studies) - len(ties) - len(unknown)),
                float(len(unknown)),
            ),
            result=float(len(studies)),
            source_ids=tuple(f.id for f in studies),
        ),
        design=studies[0].kind,
    )
    stated = [
        f for f in studies if f.funding != f.design
    ]  # A detected study may say nothing of it.
    items = tuple(sentence_item(catalog, f, f.funding) for f in stated[:MAX_FUNDED])
    return Draft(
        status="answered",
        evidence=NOT_APPLICABLE,
        lead=(lead,),
        sections=(Section(heading="Who paid, study by study", items=items),) if items else (),
    )


def money_told(studies: int, ties: int, others: int, unknown: int, named: tuple[str, str]) -> str:
    """Say how many studies had whose money; of one, which it had."""
    one, many = named
    if studies == 1:
        whose = "had only money other than a maker's" if others else "doesn't fully say who paid"
        return f"The one {one} here {'had money or staff of a maker' if ties else whose}"
    told = [f"{ties or 'none'} had money or staff of a maker"]
    told += [f"{others} had only other known money"] if others else []
    told += [f"for {unknown} it isn't fully known who paid"] if unknown else []
    return f"Of {studies} {many} here, {join_words(told)}"


def studies_asked(text: str, studies: Sequence[Abstract]) -> tuple[list[Abstract], tuple[str, str]]:
    """The studies of the kind that a question asks about, and its name for one and for several.

    Trials are of people unless animals are named; where none is of that kind, all are told of.
    """
    people = [f for f in studies if f.species == "human"]
    of_animals = bool(OF_ANIMALS.search(text))
    both = of_animals and bool(OF_PEOPLE.search(text))
    kinds = [
        (OF_REVIEWS, [f for f in people if f.kind in SYNTHESES], ("review", "reviews")),
        (
            OF_TRIALS,
            [f for f in people if f.kind in TRIALS],
            ("trial in people", "trials in people"),
        ),
        (OF_PEOPLE, people, ("study in people", "studies in people")),
    ]
    if of_animals:
        others = [f for f in studies if f not in people]
        kinds = [(OF_ANIMALS, others, ("study in animals or cells", "studies in animals or cells"))]
    for pattern, found, named in kinds if not both else ():
        if found and pattern.search(text):
            return found, named
    return list(studies), ("study", "studies")
