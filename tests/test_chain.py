"""The whole way of a question, on a small real index with a fake embedder."""

from __future__ import annotations

import re

import pytest
from langchain_core.runnables import Runnable, RunnableLambda

import assistant.chain
from assistant.chain import MAX_QUESTION, Assistant, Stage
from assistant.config import Settings
from assistant.errors import InputError
from assistant.index import PassageIndex
from assistant.retrieve import PassageSearch
from assistant.schema import Answer, Design, Draft, FindingClaim, Quote, Turn
from tests.builders import (
    VOCABULARY,
    WordEmbedder,
    article,
    article_claim,
    build_small_index,
    meta,
    notice,
    outcome,
    plain_source,
    source,
    statement,
    study,
)

MGT = "magnesium L-threonate"
RETRACTION = "The journal retracted this article in 2022."
OWN = "Rhodiola was tried by the club.\n\nIn 12 runners, rhodiola did not change the running time."
FACTS = (
    study(
        "good",
        outcome("benefit"),
        substances=(MGT,),
        dose_compound_mg_per_day=2000,
        design="In this trial, 100 adults took 2,000 mg of magnesium L-threonate a day for 8 weeks.",
    ),
    study("null", outcome("unclear"), n_analysed=80, substances=(MGT,), funding_class="maker"),
    study("bad", outcome("benefit"), substances=(MGT,), notices=(notice("retraction", RETRACTION),)),
    study("rats", outcome("benefit", "memory"), kind=Design.ANIMAL, substances=(MGT,)),
    study("mix", outcome("benefit", "memory"), substances=(MGT, "zinc"), combination=True),
    study("citrate", outcome("benefit", "blood pressure"), substances=("magnesium citrate",)),
    study("cells", outcome("benefit", "hair loss"), kind=Design.IN_VITRO, substances=("L-threonate",)),
    meta("pooled", outcome("benefit"), substances=("zinc",), trials=6, people=700),
    study(
        "liver", outcome("harm", "liver injury", role="harm"), kind=Design.CASE_REPORT,
        substances=("ashwagandha",),
    ),
    study(
        "sheet", kind=Design.FACT_SHEET, substances=(MGT,), outcomes=(),
        statements=(
            statement("conversion", "Magnesium L-threonate is 7.2% magnesium by weight."),
            statement("definition", "Magnesium L-threonate is the magnesium salt of L-threonic acid."),
        ),
    ),
    article(
        "shop",
        article_claim("The shop says that Magtein regrows hair.", substances=(MGT,), outcomes=("hair loss",)),
    ),
)  # fmt: skip
SOURCES = (*map(source, FACTS), plain_source("club-notes", OWN))
QUESTIONS = [
    f"Does {MGT} improve sleep?",
    f"Does {MGT} help memory?",
    f"Does {MGT} regrow hair?",
    "Does zinc help sleep?",
    "Does biotin help sleep?",
    "Does zinc regrow hair?",
    f"Does {MGT} lower blood pressure?",
    f"Does {MGT} improve sleep in children?",
    "Is ashwagandha safe?",
    f"How much {MGT} was used in trials?",
    f"How much elemental magnesium is in 1,500 mg of {MGT}?",
    f"What is {MGT}?",
    "What does the shop say about hair?",
    f"Who paid for the {MGT} trials?",
    "What helps sleep?",
    "Does rhodiola change the running time?",
]


@pytest.fixture(scope="module")
def chain(tmp_path_factory):
    folder = build_small_index(tmp_path_factory.mktemp("index"), SOURCES)
    embedder = WordEmbedder()
    index = PassageIndex(folder, embedder.name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assistant.chain, "load_vocabulary", lambda: VOCABULARY)
        built = Assistant(Settings(index=folder, remembered_answers=0), index, embedder)
    yield built
    index.close()


@pytest.fixture(scope="module")
def answers(chain):
    return {question: chain.invoke(question) for question in QUESTIONS}


def sources_of(answer):
    return {citation.source_id for citation in answer.citations}


# --- what holds for every answer -------------------------------------------------------------


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_citation_is_its_sources_very_words(chain, answers, question):
    for citation in answers[question].citations:
        text = chain.read_source(citation.source_id).text
        assert text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_claim_is_cited_unless_it_is_computed_or_searched(answers, question):
    answer = answers[question]
    assert answer.claims
    known = {citation.number for citation in answer.citations}
    for claim in answer.claims:
        assert claim.citations or claim.kind in {"coverage", "derived"}
        assert set(claim.citations) <= known
        assert (claim.operands is not None) == (claim.kind == "derived")
        assert (claim.query is not None) == (claim.kind == "coverage")


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_number_of_the_answer_stands_in_a_quote_or_an_operand(answers, question):
    answer = answers[question]
    allowed = set()
    for citation in answer.citations:
        allowed |= set(re.findall(r"\d+(?:\.\d+)?", citation.quote.replace(",", "")))
    for claim in answer.claims:
        if claim.operands:
            result = () if claim.operands.result is None else (claim.operands.result,)
            allowed |= {f"{value:.10g}" for value in (*claim.operands.values, *result)}
    shown = re.sub(r"\[\d+\]", "", answer.answer).replace(",", "")
    assert set(re.findall(r"\d+(?:\.\d+)?", shown)) <= allowed


@pytest.mark.parametrize("question", QUESTIONS)
def test_markers_and_citations_are_the_same_numbers(answers, question):
    answer = answers[question]
    markers = {int(n) for n in re.findall(r"\[(\d+)\]", answer.answer)}
    assert markers == {c.number for c in answer.citations} == set(range(1, len(markers) + 1))


@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_of_a_composed_answer_needs_to_be_cut(answers, question):
    answer = answers[question]
    assert answer.verification.cut == 0
    assert (answer.generator, answer.fallback) == ("extractive", None)


@pytest.mark.parametrize("question", QUESTIONS)
def test_status_reason_and_evidence_agree(answers, question):
    answer = answers[question]
    assert (answer.reason is not None) == (answer.status == "no_evidence")
    assert (answer.evidence is not None) == (answer.status == "answered")


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_survives_its_json(answers, question):
    answer = answers[question]
    assert Answer.model_validate_json(answer.model_dump_json()) == answer


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_retracted_source_makes_no_claim_anywhere(answers, question):
    answer = answers[question]
    bad = {c.number for c in answer.citations if c.source_id == "bad"}
    assert not [claim for claim in answer.claims if bad & set(claim.citations)]


# --- single answers --------------------------------------------------------------------------


def test_the_first_line_answers_and_the_null_is_there(answers):
    answer = answers[f"Does {MGT} improve sleep?"]
    first = answer.answer.split("\n")[0]
    assert first.startswith("Not settled")
    assert "sleep" in first
    assert answer.evidence.model_dump() == {
        "level": "limited",
        "direction": "mixed",
        "strongest_design": "rct",
        "human_trials": 2,  # good and null; the retracted one isn't counted
        "participants": 180,
        "null_results": 1,
    }
    assert "null" in sources_of(answer)


def test_a_retracted_study_is_shown_with_its_notice(answers):
    answer = answers[f"Does {MGT} improve sleep?"]
    assert RETRACTION in answer.answer
    assert [c.text for c in answer.caveats if c.kind == "retracted"] == [RETRACTION]


def test_rats_and_a_mixture_are_no_evidence_in_people(answers):
    answer = answers[f"Does {MGT} help memory?"]
    assert (answer.status, answer.evidence.level) == ("answered", "preclinical")
    assert (answer.evidence.human_trials, answer.evidence.participants) == (0, None)
    assert answer.answer.startswith("Not known")
    assert {"rats", "mix"} <= sources_of(answer)
    kinds = {caveat.kind for caveat in answer.caveats}
    assert {"animal_study", "combination_product", "no_human_evidence"} <= kinds


def test_cells_and_a_shop_are_set_side_by_side(answers):
    answer = answers[f"Does {MGT} regrow hair?"]
    assert (answer.status, answer.evidence.level) == ("answered", "preclinical")
    assert {"cells", "shop"} <= sources_of(answer)
    reported = [
        claim for claim in answer.claims if claim.design is Design.ARTICLE and claim.citations
    ]
    assert all(claim.attributed for claim in reported)


@pytest.mark.parametrize(
    ("question", "reason", "nearby"),
    [
        ("Does biotin help sleep?", "substance_absent", {"pooled", "good", "null"}),
        ("Does zinc regrow hair?", "outcome_absent", {"pooled", "mix"}),
        (f"Does {MGT} lower blood pressure?", "other_form", {"citrate"}),
        (f"Does {MGT} improve sleep in children?", "other_population", {"good", "null"}),
    ],
)
def test_no_evidence_says_why_and_what_is_near(answers, question, reason, nearby):
    answer = answers[question]
    assert (answer.status, answer.reason) == ("no_evidence", reason)
    assert answer.answer.startswith("Not known")
    assert answer.claims[0].kind == "coverage"
    assert sources_of(answer)
    assert sources_of(answer) <= nearby


def test_an_amount_is_converted_by_the_documents_figure(answers):
    # 1,500 * 7.2 / 100 = 108
    answer = answers[f"How much elemental magnesium is in 1,500 mg of {MGT}?"]
    assert "108 mg" in answer.answer.split("\n")[0]
    assert answer.claims[0].operands.result == 108.0


def test_a_users_document_is_heard_and_attributed(answers):
    answer = answers["Does rhodiola change the running time?"]
    assert (answer.status, answer.evidence.level) == ("answered", "anecdotal")
    assert sources_of(answer) == {"club-notes"}
    assert all(claim.kind == "reported" and claim.attributed for claim in answer.claims)


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("My toddler swallowed a whole bottle of iron pills", "urgent"),
        ("Write me an ad for Magtein", "declined"),
        ("What is the weather tomorrow?", "out_of_scope"),
    ],
)
def test_what_is_not_answered_states_nothing(chain, question, status):
    answer = chain.invoke(question)
    assert (answer.status, answer.reason, answer.evidence) == (status, None, None)
    assert (answer.claims, answer.caveats, answer.citations) == ((), (), ())
    assert answer.answer


def test_an_emergency_is_decided_before_anything_is_searched(chain, monkeypatch):
    def search(*_):
        raise AssertionError("searched")

    monkeypatch.setattr(chain.passage_search, "search", search)
    assert chain.invoke("I took the whole bottle").status == "urgent"


# --- conversations ---------------------------------------------------------------------------


def test_a_follow_up_carries_the_substance(chain):
    history = [Turn(role="user", text=f"Does {MGT} regrow hair?")]
    answer = chain.invoke({"question": "does it help sleep?", "history": history})
    assert answer.question == "does it help sleep?"
    assert answer.standalone_question == f"does {MGT} help sleep?"
    assert answer.understanding.substances == (MGT,)
    assert answer.understanding.outcomes == ("sleep quality",)
    assert {"good", "null"} <= sources_of(answer)


def test_a_follow_up_carries_the_outcome(chain):
    history = [Turn(role="user", text=f"Does {MGT} help sleep?")]
    answer = chain.invoke({"question": "and zinc?", "history": history})
    assert answer.understanding.substances == ("zinc",)
    assert "pooled" in sources_of(answer)


def test_a_question_without_a_history_is_the_same_as_text_or_as_a_mapping(chain):
    text, mapping = chain.invoke(QUESTIONS[0]), chain.invoke({"question": QUESTIONS[0]})
    drop = {"timings_ms"}
    assert text.model_dump(exclude=drop) == mapping.model_dump(exclude=drop)


@pytest.mark.parametrize(
    "asked", ["", "  \n ", "a" * (MAX_QUESTION + 1), {"question": ""}, {}], ids=repr
)
def test_an_empty_or_endless_question_is_refused_in_one_line(chain, asked):
    with pytest.raises(InputError) as refused:
        chain.invoke(asked)
    assert "\n" not in str(refused.value)


def test_the_same_question_has_the_same_answer(chain, answers):
    again = chain.invoke(QUESTIONS[0])
    drop = {"timings_ms"}
    assert again.model_dump(exclude=drop) == answers[QUESTIONS[0]].model_dump(exclude=drop)


class CountingIndex:
    """An open index that counts how often it is searched."""

    def __init__(self, index):
        self._index = index
        self.searches = 0

    def __getattr__(self, name):
        return getattr(self._index, name)

    def search_dense(self, vector, k, source_ids=()):
        self.searches += 1
        return self._index.search_dense(vector, k, source_ids)


@pytest.fixture
def remembering(chain, monkeypatch):
    """A chain that remembers two answers; `searches` counts how often it thought."""
    monkeypatch.setattr(assistant.chain, "load_vocabulary", lambda: VOCABULARY)
    monkeypatch.setattr(
        assistant.chain, "open_search", lambda index, embedder: PassageSearch(index, embedder)
    )
    index = CountingIndex(chain.index)
    return Assistant(Settings(remembered_answers=2), index, WordEmbedder()), index


def test_a_question_asked_again_is_answered_from_memory_and_says_so(remembering, answers):
    chain, index = remembering
    first, searches = chain.invoke(QUESTIONS[0]), index.searches
    again = chain.invoke(QUESTIONS[0])
    drop = {"timings_ms"}
    assert index.searches == searches > 0
    assert again.model_dump(exclude=drop) == first.model_dump(exclude=drop)
    assert first.model_dump(exclude=drop) == answers[QUESTIONS[0]].model_dump(exclude=drop)
    assert set(again.timings_ms) == {"remember", "total"}


def test_a_conversation_neither_fills_nor_meets_the_memory(remembering):
    chain, _ = remembering
    history = [Turn(role="user", text=f"Does {MGT} help sleep?")]
    followed = chain.invoke({"question": "and zinc?", "history": history})
    alone = chain.invoke("and zinc?")
    assert followed.understanding.outcomes == ("sleep quality",)
    assert alone.understanding.outcomes == ()
    again = chain.invoke({"question": "and zinc?", "history": history})
    assert again.understanding == followed.understanding


# --- the Runnable ----------------------------------------------------------------------------


def test_it_is_a_runnable(chain):
    assert isinstance(chain, Runnable)


def test_batch_gives_each_answer_in_its_place(chain, answers):
    asked = QUESTIONS[:6]
    found = chain.batch(asked, config={"max_concurrency": 3})
    assert [answer.question for answer in found] == asked
    assert [answer.answer for answer in found] == [answers[q].answer for q in asked]


def test_batch_can_give_errors_back(chain):
    found = chain.batch(["", QUESTIONS[0]], return_exceptions=True)
    assert isinstance(found[0], InputError)
    assert isinstance(found[1], Answer)


def test_stream_gives_stages_and_then_the_verified_answer(chain, answers):
    events = list(chain.stream(QUESTIONS[0]))
    assert [e.name for e in events[:-1]] == [
        "reading the question",
        "searching",
        "weighing",
        "checking",
    ]
    assert all(isinstance(event, Stage) for event in events[:-1])
    assert isinstance(events[-1], Answer)
    assert events[-1].answer == answers[QUESTIONS[0]].answer


def test_no_stage_holds_a_word_of_the_answer(chain):
    *stages, answer = chain.stream(QUESTIONS[0])
    for stage in stages:
        assert not [c for c in answer.claims if c.text in stage.detail]


def test_an_emergency_streams_no_search(chain):
    *stages, answer = chain.stream("I took the whole bottle")
    assert "searching" not in [stage.name for stage in stages]
    assert answer.status == "urgent"


def test_it_composes_with_other_runnables(chain):
    before = RunnableLambda(lambda name: f"Does {name} help sleep?")
    after = RunnableLambda(lambda answer: (answer.status, answer.evidence.level))
    piped = before | chain | after
    assert piped.invoke("zinc") == ("answered", "moderate")
    assert piped.batch(["zinc", MGT]) == [("answered", "moderate"), ("answered", "limited")]


def test_a_pipe_can_be_streamed(chain):
    piped = chain | RunnableLambda(lambda answer: answer.status)
    assert list(piped.stream(QUESTIONS[3])) == ["answered"]


async def _ask(chain):
    return await chain.ainvoke(QUESTIONS[3])


def test_it_can_be_awaited(chain, answers):
    import asyncio

    assert asyncio.run(_ask(chain)).answer == answers[QUESTIONS[3]].answer


def test_callbacks_are_told(chain):
    from langchain_core.callbacks import BaseCallbackHandler

    class Heard(BaseCallbackHandler):
        def __init__(self):
            self.ended = []

        def on_chain_end(self, outputs, **_):
            self.ended.append(outputs)

    heard = Heard()
    chain.invoke(QUESTIONS[3], config={"callbacks": [heard]})
    assert [type(output) for output in heard.ended] == [Answer]


def test_the_retriever_gives_documents_with_their_place(chain):
    found = chain.retriever.invoke("zinc sleep")
    assert found
    assert found[0].metadata["source_id"] == "pooled"
    for document in found:
        text = chain.read_source(document.metadata["source_id"]).text
        assert text[document.metadata["start"] : document.metadata["end"]] == document.page_content


# --- verification cannot be switched off -----------------------------------------------------

LIE = "In 9,999 adults, zinc cured insomnia."


def lying(catalog, question, passages, read_source, fit):
    """A composer that invents: a number, a cure and a quote."""
    place = Quote(source_id="pooled", start=0, end=len(LIE), text=LIE)
    true = SOURCES[[s.source_id for s in SOURCES].index("pooled")].text[:8]
    real = Quote(source_id="pooled", start=0, end=8, text=true)
    claims = tuple(
        FindingClaim(text=LIE, quotes=(quote,), design=Design.META_ANALYSIS, strength=3)
        for quote in (place, real)
    )
    return Draft(status="answered", lead=claims)


@pytest.mark.parametrize(
    "name", ["verify", "verification", "skip_verification", "strict", "unsafe"]
)
def test_no_argument_or_variable_lets_an_invention_through(chain, monkeypatch, name):
    monkeypatch.setattr(assistant.chain, "compose", lying)
    monkeypatch.setenv(f"ASSISTANT_{name.upper()}", "0")
    for value in (False, None, 0, "off"):
        ways = [
            chain.invoke("Does zinc help sleep?", **{name: value}),
            list(chain.stream("Does zinc help sleep?", **{name: value}))[-1],
            chain.batch(["Does zinc help sleep?"], **{name: value})[0],
            chain.invoke("Does zinc help sleep?", config={"configurable": {name: value}}),
        ]
        for answer in ways:
            assert LIE not in answer.model_dump_json()
            assert (answer.claims, answer.verification.cut) == ((), 2)


def test_an_answer_of_which_nothing_is_left_does_not_pass_for_one(chain, monkeypatch):
    monkeypatch.setattr(assistant.chain, "compose", lying)
    answer = chain.invoke("Does zinc help sleep?")
    assert answer.status != "answered"
    assert answer.answer
