from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from conftest import DATA, FakeEmbedder
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.documents import Document

from assistant.embed import SentenceTransformerEmbedder, Vectors
from assistant.index import Hit, PassageIndex, build_index, tokenize
from assistant.load import Loaded, Vocabulary, load_sources
from assistant.retrieve import (
    NOTHING,
    Catalog,
    PassageRetriever,
    PassageSearch,
    SentenceFit,
    Stages,
    fuse,
)
from assistant.retrieve.passages import feedback_strength
from assistant.schema import Abstract, Coverage, Passage, ScoredPassage
from tests.builders import article, make_catalog, notice, outcome, source, statement, study

SOURCES = {source.source_id: source for source in load_sources([DATA]).sources}


@pytest.fixture
def passage_search(built_index: PassageIndex, embedder: FakeEmbedder) -> PassageSearch:
    return PassageSearch(built_index, embedder)


@pytest.fixture(scope="module")
def catalog(vocabulary: Vocabulary) -> Catalog:
    return Catalog(SOURCES.values(), vocabulary)


# --- fusion ----------------------------------------------------------------------------------


def test_fusion_averages_shares_of_each_sides_best() -> None:
    # dense: 0 -> 1, 1 -> 0.5, 2 -> 0; lexical: 1 -> 1, 2 -> 0.5, 3 -> 0.25
    dense = {0: 0.8, 1: 0.4, 2: -0.1}
    lexical = {1: 8.0, 2: 4.0, 3: 2.0}
    fused = fuse(dense, lexical)
    assert [hit.position for hit in fused] == [1, 0, 2, 3]
    assert [hit.score for hit in fused] == pytest.approx([0.7, 0.6, 0.2, 0.1])


@pytest.mark.parametrize(
    ("dense", "lexical", "expected"),
    [
        pytest.param({}, {}, [], id="nothing found"),
        pytest.param({4: 0.2}, {}, [Hit(4, 0.6)], id="one side, one hit"),
        pytest.param({4: 0.2}, {4: 3.0}, [Hit(4, 1.0)], id="the same hit on both"),
        pytest.param({9: 0.3, 2: 0.3}, {}, [Hit(2, 0.6), Hit(9, 0.6)], id="equals by position"),
        pytest.param({0: -0.1, 1: -0.3}, {}, [Hit(0, 0.0), Hit(1, 0.0)], id="far in meaning"),
        pytest.param({0: 0.5}, {0: 0.0}, [Hit(0, 0.6)], id="no word shared"),
    ],
)
def test_fusion_of_few_hits(
    dense: dict[int, float], lexical: dict[int, float], expected: list[Hit]
) -> None:
    assert fuse(dense, lexical) == expected


SIDE = st.dictionaries(st.integers(0, 30), st.floats(-50, 50, width=16))


@given(SIDE, SIDE)
def test_fused_scores_lie_between_nought_and_one_best_first(
    dense: dict[int, float], lexical: dict[int, float]
) -> None:
    fused = fuse(dense, lexical)
    assert {hit.position for hit in fused} == dense.keys() | lexical.keys()
    assert len({hit.position for hit in fused}) == len(fused)
    assert all(0 <= hit.score <= 1 for hit in fused)
    assert fused == sorted(fused, key=lambda hit: (-hit.score, hit.position))


def test_what_one_side_alone_finds_is_scored_on_both(
    built_index: PassageIndex, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.retrieve.passages.CANDIDATES", 8)
    query = "did the adults of the trial sleep"
    vector = embedder.embed_query(query)
    words = tokenize([query])[0]
    dense = dict(built_index.search_dense(vector, 500))
    lexical = dict(built_index.search_words(Counter(words), 500))
    shares = {word: 1 / len(words) for word in words}
    best = (*built_index.search_dense(vector, 8), *built_index.search_words(shares, 8))
    wanted = {hit.position for hit in best}
    assert len(wanted) > 8
    expected = fuse({p: dense[p] for p in wanted}, {p: lexical.get(p, 0.0) for p in wanted})
    found = PassageSearch(built_index, embedder, Stages(feedback=False)).search(query, 50)
    passages = built_index.passages([hit.position for hit in expected])
    assert {item.passage.passage_id: item.score for item in found} == pytest.approx(
        {passages[hit.position].passage_id: hit.score for hit in expected}, abs=1e-3
    )


# --- feedback --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "strength"), [(0, 1), (1, 1), (3, 1), (4, 2 / 3), (5, 1 / 3), (6, 0), (40, 0)]
)
def test_topics_learn_from_their_best_passages_and_statements_do_not(
    words: int, strength: float
) -> None:
    assert feedback_strength(words) == pytest.approx(strength)


def test_a_short_query_searches_again_with_what_its_best_passages_add(
    built_index: PassageIndex, embedder: FakeEmbedder
) -> None:
    def find(vector: Vectors, words: dict[str, float]) -> list[Hit]:
        dense = dict(built_index.search_dense(vector, 500))  # every passage of the invented corpus
        lexical = dict(built_index.search_words(words, 500))
        return fuse(dense, {position: lexical.get(position, 0.0) for position in dense})

    query = "velorin nausea"
    asked = embedder.embed_query(query)
    best = find(asked, {"velorin": 0.5, "nausea": 0.5})[:3]
    weights = {hit.position: hit.score / sum(hit.score for hit in best) for hit in best}
    centre = sum(
        weight * row
        for weight, row in zip(weights.values(), built_index.vectors(list(weights)), strict=True)
    )
    vector = asked + centre / np.linalg.norm(centre)
    words = {"velorin": 0.25, "nausea": 0.25}  # half of the query remains the asker's own
    for word, weight in built_index.salient_words(weights, 20).items():
        words[word] = words.get(word, 0) + weight / 2
    expected = find(vector / np.linalg.norm(vector), words)[:10]
    found = PassageSearch(built_index, embedder).search(query, 10)
    passages = built_index.passages([hit.position for hit in expected])
    assert [item.passage for item in found] == [passages[hit.position] for hit in expected]
    assert [item.score for item in found] == pytest.approx(
        [hit.score for hit in expected], abs=1e-4
    )
    plain = PassageSearch(built_index, embedder, Stages(feedback=False)).search(query, 10)
    assert [item.passage for item in plain] != [item.passage for item in found]


def test_a_long_query_is_searched_as_it_stands(
    built_index: PassageIndex, embedder: FakeEmbedder
) -> None:
    query = "adults of the Arden trial took velorin an hour before bed and slept longer"
    with_feedback = PassageSearch(built_index, embedder).search(query, 10)
    plain = PassageSearch(built_index, embedder, Stages(feedback=False)).search(query, 10)
    assert with_feedback == plain


# --- passages and sources --------------------------------------------------------------------


def test_search_ranks_passages_from_one_best_first(passage_search: PassageSearch) -> None:
    found = passage_search.search("velorin an hour before bed", 5)
    assert [item.rank for item in found] == [1, 2, 3, 4, 5]
    assert found[0].passage.text == (
        "The adults of the Arden trial took 300 mg of velorin an hour before bed."
    )
    assert found[0].score == pytest.approx(1.0)  # best on both sides
    scores = [item.score for item in found]
    assert scores == sorted(scores, reverse=True)


def test_search_gives_stretches_of_their_sources(passage_search: PassageSearch) -> None:
    for item in passage_search.search("nausea", 47):
        passage = item.passage
        assert SOURCES[passage.source_id].text[passage.start : passage.end] == passage.text


def test_the_same_query_is_ranked_once_whatever_is_left_out(
    built_index: PassageIndex, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    search_dense = built_index.search_dense

    def counted(vector: Vectors, k: int) -> list[Hit]:
        asked.append(k)
        return search_dense(vector, k)

    monkeypatch.setattr(built_index, "search_dense", counted)
    search = PassageSearch(built_index, embedder)
    first = search.search("velorin and sleep", 5)
    once = len(asked)
    left_out = {first[0].passage.source_id}
    again = search.search("velorin and sleep", 5, left_out)
    assert len(asked) == once > 0
    assert again[0].passage.source_id not in left_out
    search.search("velorin and memory", 5)
    assert len(asked) > once


def test_search_can_leave_sources_out(passage_search: PassageSearch) -> None:
    def ids(found: list[ScoredPassage]) -> set[str]:
        return {item.passage.source_id for item in found}

    query = "quassamine memory of students"
    assert "quassamine-2011-memory-trial" in ids(passage_search.search(query, 5))
    rest = passage_search.search(query, 5, excluded_sources={"quassamine-2011-memory-trial"})
    assert "quassamine-2011-memory-trial" not in ids(rest)
    assert [item.rank for item in rest] == [1, 2, 3, 4, 5]


def test_a_query_without_a_known_word_still_gives_passages(passage_search: PassageSearch) -> None:
    found = passage_search.search("xylograph", 3)
    assert len(found) == 3
    assert all(0 <= item.score <= 0.6 for item in found)  # the lexical part is nought


def test_a_source_is_ranked_once_by_its_best_passage(passage_search: PassageSearch) -> None:
    query = "velorin sleep quality placebo"
    passages = passage_search.search(query, 200)
    best: dict[str, float] = {}
    for item in passages:
        best[item.passage.source_id] = max(best.get(item.passage.source_id, 0.0), item.score)
    ranked = passage_search.search_sources(query, 100)
    assert len(ranked) == len(SOURCES)
    assert dict(ranked) == best
    assert [score for _, score in ranked] == sorted(best.values(), reverse=True)
    assert passage_search.search_sources(query, 2) == ranked[:2]


def test_langchain_documents_carry_ids_and_offsets(passage_search: PassageSearch) -> None:
    retriever = PassageRetriever(passage_search=passage_search, k=4)
    query = "brightroot and hair follicles"
    assert retriever.invoke(query) == [
        Document(
            id=item.passage.passage_id,
            page_content=item.passage.text,
            metadata={
                "source_id": item.passage.source_id,
                "start": item.passage.start,
                "end": item.passage.end,
                "score": item.score,
            },
        )
        for item in passage_search.search(query, 4)
    ]
    (first, *_) = retriever.batch([query])[0]
    text = SOURCES[first.metadata["source_id"]].text
    assert text[first.metadata["start"] : first.metadata["end"]] == first.page_content


# --- catalog ---------------------------------------------------------------------------------


def test_an_element_has_its_salts_and_a_salt_itself_alone(catalog: Catalog) -> None:
    assert catalog.forms("velorin") == ("velorin", "velorin citrate")
    assert catalog.forms("velorin citrate") == ("velorin citrate",)
    assert catalog.forms("unheard of") == ("unheard of",)


def test_relatives_are_declared_or_share_an_element(catalog: Catalog) -> None:
    assert catalog.relatives("brightroot") == ("quassamine",)
    assert catalog.relatives("velorin citrate") == ("velorin",)
    assert catalog.relatives("velorin") == ()
    assert catalog.relatives("unheard of") == ()


def test_groups_are_named_once_in_their_order(catalog: Catalog) -> None:
    names = ("memory", "sleep quality", "time to fall asleep", "unheard of", "memory")
    assert catalog.groups(names) == ("cognition", "sleep")


def test_tested_substances_are_those_of_studies(catalog: Catalog) -> None:
    assert catalog.tested == {"velorin", "quassamine", "brightroot"}


@pytest.mark.parametrize(
    ("substances", "groups", "expected"),
    [
        pytest.param(
            ["velorin"],
            ["sleep"],
            {
                "velorin-2015-sleep-trial": ("sleep quality",),
                "velorin-2019-sleep-trial": ("sleep quality", "time to fall asleep"),
            },
            id="the null stands beside the benefit",
        ),
        pytest.param(
            ["velorin"],
            [],
            {
                "velorin-2015-sleep-trial": ("sleep quality",),
                "velorin-2019-sleep-trial": ("sleep quality", "time to fall asleep"),
                "velorin-2017-brightroot-mixture": ("nausea",),
                "velorin-2021-sleep-guideline": (),
            },
            id="any outcome, and a guideline without one",
        ),
        pytest.param(["velorin"], ["hair"], {}, id="a result on the other ingredient alone"),
        pytest.param(
            ["brightroot"],
            ["hair", "side effects"],
            {
                "brightroot-2018-follicle-cells": ("hair growth",),
                "velorin-2017-brightroot-mixture": ("nausea", "hair growth"),
            },
            id="two groups",
        ),
        pytest.param(
            ["quassamine"],
            ["cognition"],
            {"quassamine-2011-memory-trial": ("memory",), "quassamine-2016-memory-mice": ("memory",)},
            id="the retracted one is found",
        ),
        pytest.param(["velorin citrate"], [], {}, id="never tested"),
        pytest.param([], [], {}, id="no substance"),
    ],
)  # fmt: skip
def test_studies_by_substance_and_group(
    catalog: Catalog, substances: list[str], groups: list[str], expected: dict[str, tuple[str, ...]]
) -> None:
    found = {
        match.facts.id: tuple(outcome.name for outcome in match.outcomes)
        for match in catalog.studies(substances, groups)
    }
    assert found == expected


def test_a_retracted_study_does_not_stand(catalog: Catalog) -> None:
    standing = [match.facts.id for match in catalog.standing(["quassamine"])]
    assert standing == ["quassamine-2016-memory-mice"]


@pytest.mark.parametrize(
    ("substances", "groups", "expected"),
    [
        (["velorin"], [], ["The shop writes that velorin cures insomnia in one night."]),
        (["velorin"], ["sleep"], ["The shop writes that velorin cures insomnia in one night."]),
        (["velorin"], ["hair"], []),
        (["brightroot"], ["hair"], ["The shop writes that brightroot may thicken hair."]),
        (["quassamine"], [], []),
    ],
)
def test_claims_by_substance_and_group(
    catalog: Catalog, substances: list[str], groups: list[str], expected: list[str]
) -> None:
    found = list(catalog.claims(substances, groups))
    assert [claim.text for _, claim in found] == expected
    assert {article.id for article, _ in found} <= {"velorest-shop-page"}


@pytest.mark.parametrize(
    ("substance", "groups", "populations", "scope", "expected"),
    [
        ("velorin", (), (), "any", 5),  # four abstracts and the shop
        ("velorin", (), (), "people", 3),  # a guideline studies nobody
        ("velorin", (), (), "people_direct", 2),  # and a mixture is not direct
        ("velorin", (), (), "people_trials", 3),
        ("velorin", ("sleep",), (), "people", 2),
        ("velorin", ("sleep",), ("older",), "people", 1),
        ("velorin", ("sleep",), ("children",), "people", 0),
        ("velorin", (), ("older",), "any", 2),  # an article studies no population
        ("velorin", (), (), "animals", 0),
        ("quassamine", (), (), "any", 1),  # the retracted one counts nowhere
        ("quassamine", ("cognition",), (), "people", 0),
        ("quassamine", ("cognition",), (), "animals", 1),
        ("brightroot", ("hair",), (), "any", 3),
        ("brightroot", ("hair",), (), "people", 1),
        ("brightroot", ("hair",), (), "people_direct", 0),
        ("velorin citrate", (), (), "any", 0),
    ],
)
def test_coverage_counts(
    catalog: Catalog,
    substance: str,
    groups: tuple[str, ...],
    populations: tuple[str, ...],
    scope: str,
    expected: int,
) -> None:
    query = Coverage.model_validate(
        {
            "substances": (substance,),
            "outcome_groups": groups,
            "populations": populations,
            "scope": scope,
            "expected": 0,
        }
    )
    assert catalog.count(query) == expected


@pytest.mark.parametrize(
    ("words", "groups", "populations", "scope", "expected"),
    [
        ((), (), (), "any", 8 - 1),  # all but the retracted one
        ((), (), (), "people", 3),
        ((), (), (), "animals", 1),
        ((), ("sleep",), (), "people", 2),
        ((), ("sleep",), ("older",), "people", 1),
        ((), ("hair",), (), "people_direct", 0),
        (("velorin",), (), (), "any", 5),
        (("VELORIN",), (), (), "any", 5),
        (("velorins",), (), (), "any", 5),  # in any ending
        (("velo",), (), (), "any", 5),
        (("velorin",), (), (), "people", 3),
        (("velorin", "maze"), (), (), "any", 6),  # one of the words is enough
        (("velorin",), ("hair",), (), "any", 1),
        (("xylograph",), (), (), "any", 0),
    ],
)
def test_without_a_substance_every_study_is_searched(
    catalog: Catalog,
    words: tuple[str, ...],
    groups: tuple[str, ...],
    populations: tuple[str, ...],
    scope: str,
    expected: int,
) -> None:
    query = Coverage.model_validate(
        {
            "substances": (),
            "words": words,
            "outcome_groups": groups,
            "populations": populations,
            "scope": scope,
            "expected": 0,
        }
    )
    assert catalog.count(query) == expected


@pytest.mark.parametrize(
    ("substances", "words", "expected"),
    [
        (("velorin",), ("brightroot",), 2),  # the mixture, and the shop's page
        (("velorin",), ("maze",), 0),  # stands in a study of another substance
        (("quassamine",), ("maze",), 1),
    ],
)
def test_words_are_searched_in_the_studies_of_a_substance(
    catalog: Catalog, substances: tuple[str, ...], words: tuple[str, ...], expected: int
) -> None:
    assert catalog.count(Coverage(substances=substances, words=words, expected=0)) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Coverage(substances=(), words=("insomnia",), expected=0), 3),  # two studies and the page
        (Coverage(substances=("brightroot",), words=("thicken",), expected=0), 1),
    ],
    ids=["any substance", "one substance"],
)
def test_words_of_an_article_are_found(catalog: Catalog, query: Coverage, expected: int) -> None:
    assert catalog.count(query) == expected


@pytest.mark.parametrize(
    ("substances", "outcome", "expected"),
    [
        (["velorin"], "sleep quality", True),
        (["velorin"], "nausea", True),  # in the mixture
        (["velorin"], "memory", False),
        (["velorin", "quassamine"], "memory", True),
        (["velorin"], "hair growth", False),  # a result on the other ingredient alone
        (["brightroot"], "hair growth", True),
        (["brightroot"], "memory", False),  # only of its relative
        (["velorin citrate"], "sleep quality", False),  # only of its element
        (["unheard of"], "sleep quality", False),
        ([], "sleep quality", False),
    ],
)
def test_whether_a_substance_was_studied_with_an_outcome(
    catalog: Catalog, substances: list[str], outcome: str, expected: bool
) -> None:
    assert catalog.is_studied(substances, outcome) is expected


def test_a_salt_an_article_and_a_retraction_make_an_outcome_studied_or_not() -> None:
    salt = make_catalog(study("salt", substances=("magnesium citrate",)))
    assert salt.is_studied(["magnesium"], "sleep quality")
    assert not salt.is_studied(["magnesium L-threonate"], "sleep quality")
    shop = make_catalog(article("shop"))
    assert shop.is_studied(["magnesium"], "sleep quality")
    assert not shop.is_studied(["magnesium"], "memory")
    told = notice("retraction", "The journal retracted this article in 2022.")
    assert not make_catalog(study("gone", notices=(told,))).is_studied(
        ["magnesium"], "sleep quality"
    )


def test_companions_in_both_arms_leave_a_study_direct(vocabulary: Vocabulary) -> None:
    mixture = SOURCES["velorin-2017-brightroot-mixture"]
    assert isinstance(mixture.facts, Abstract)
    facts = mixture.facts.model_copy(update={"companions_in_both_arms": True})
    catalog = Catalog([mixture.model_copy(update={"facts": facts})], vocabulary)
    query = Coverage(substances=("velorin",), scope="people_direct", expected=1)
    assert catalog.count(query) == 1


def test_the_catalog_passes_over_documents_without_facts(vocabulary: Vocabulary) -> None:
    note = SOURCES["velorest-shop-page"].model_copy(update={"facts": None, "source_id": "note"})
    catalog = Catalog([note], vocabulary)
    assert list(catalog.studies(["velorin"])) == []
    assert list(catalog.claims(["velorin"])) == []
    assert catalog.texts == {}


def test_the_second_look_adds_what_did_harm_and_repeats_nothing(
    passage_search: PassageSearch,
) -> None:
    first = passage_search.search("velorin sleep", 6)
    both = passage_search.search_both_sides("velorin sleep", 6)
    assert both[: len(first)] == first
    ids = [found.passage.passage_id for found in both]
    assert len(set(ids)) == len(ids)
    assert 0 < len(both) - len(first) <= 2


# --- sentences -------------------------------------------------------------------------------

PEPPER = "Three of seven products of the liver report also held piperine from black pepper."
FASTING = "On an empty stomach much more of the substance reached the blood of volunteers."
SPICED = study(
    "spiced",
    outcome(),
    statements=(statement("safety", PEPPER), statement("timing", FASTING)),
)


@pytest.fixture(scope="module")
def sentence_fit(tmp_path_factory: pytest.TempPathFactory) -> SentenceFit:
    folder = tmp_path_factory.mktemp("sentences") / "index"
    embedder = SentenceTransformerEmbedder()
    build_index(folder, Loaded((source(SPICED),), ()), embedder)
    return SentenceFit(PassageIndex(folder, embedder.name), embedder, make_catalog(SPICED))


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("is it the pepper in products that hurts?", PEPPER),
        ("should I eat before I take my pill?", FASTING),
        ("pepper?", PEPPER),  # the last word of its sentence
        ("volunteers?", FASTING),
    ],
)
def test_the_sentence_that_means_what_is_asked_scores_best(
    sentence_fit: SentenceFit, question: str, best: str
) -> None:
    scores = dict(zip(SPICED.sentences(), sentence_fit.score(question, [SPICED]), strict=True))
    assert max(scores, key=lambda sentence: scores[sentence].meaning) == best
    assert all(-1 <= cosine <= 1 for fitness in scores.values() for cosine in fitness)


def test_a_sentence_fits_itself_best_of_all(sentence_fit: SentenceFit) -> None:
    for sentence in (PEPPER, FASTING):
        scores = dict(zip(SPICED.sentences(), sentence_fit.score(sentence, [SPICED]), strict=True))
        assert max(scores, key=lambda other: scores[other].meaning) == sentence
        assert scores[sentence].meaning > 0.7


def test_a_question_without_words_and_a_model_without_words_score_nothing(
    sentence_fit: SentenceFit, built_index: PassageIndex, embedder: FakeEmbedder
) -> None:
    nothing = [NOTHING] * len(SPICED.sentences())
    assert sentence_fit.score("is it?", [SPICED]) == nothing
    assert sentence_fit.score("is pepper dangerous?", []) == []
    without = SentenceFit(built_index, embedder, make_catalog(SPICED))
    assert without.score("is pepper dangerous?", [SPICED]) == nothing


def test_no_more_phrases_are_looked_for_than_documents_are_wanted(vocabulary: Vocabulary) -> None:
    asked: list[str] = []

    def find(phrase: str) -> list[Passage]:
        asked.append(phrase)
        ids = [f"{phrase}-{number}" for number in range(3)]
        return [
            Passage(passage_id=f"{i}#0", source_id=i, section="", start=0, end=6, text="A note")
            for i in ids
        ]

    catalog = Catalog([], vocabulary, find)
    query = Coverage(substances=(), words=("one", "two", "three"), expected=0)
    everything = [passage.source_id for passage in catalog.naming(query)]
    assert everything == [f"{word}-{number}" for word in query.words for number in range(3)]
    asked.clear()
    catalog = Catalog([], vocabulary, find)
    assert [passage.source_id for passage in catalog.naming(query, 4)] == everything[:4]
    assert asked == ["one", "two"]
