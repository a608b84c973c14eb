"""The shipped corpus keeps its own promises, and the script that guards its figures finds a loss."""

from __future__ import annotations

import re
import runpy
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.chunk import split_source
from assistant.load import Loaded, Vocabulary, load_sources, load_vocabulary
from assistant.schema import Abstract, Article, Substance

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
DOCUMENTS = sorted([*CORPUS.glob("abstracts/*.md"), *CORPUS.glob("articles/*.md")])
MACHINE_PATH = re.compile(
    r"(?<![\w.:/])/(?:home|root|tmp|work|mnt|var|usr|etc|opt|Users)/\w|\b[A-Z]:\\|file://"
)
IP_ADDRESS = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)|\[[0-9a-f]*:[0-9a-f:]+\]")


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load_sources([CORPUS / "abstracts", CORPUS / "articles"])


@pytest.fixture(scope="module")
def terms() -> Vocabulary:
    return load_vocabulary(CORPUS / "vocabulary")


@pytest.fixture(scope="module")
def abstracts(loaded: Loaded) -> list[Abstract]:
    return [source.facts for source in loaded.sources if isinstance(source.facts, Abstract)]


@pytest.fixture(scope="module")
def articles(loaded: Loaded) -> list[Article]:
    return [source.facts for source in loaded.sources if isinstance(source.facts, Article)]


# --- documents -------------------------------------------------------------------------------


def test_every_file_validates(loaded: Loaded) -> None:
    """A file that breaks the format, or lacks a front matter sentence in its body, is skipped."""
    documents = [skipped for skipped in loaded.skipped if skipped.path.endswith((".md", ".yaml"))]
    assert documents == []
    assert len(loaded.sources) == len(DOCUMENTS) > 0


def test_every_file_has_front_matter_and_is_named_by_its_id(loaded: Loaded) -> None:
    assert all(source.facts is not None for source in loaded.sources)
    assert {source.source_id for source in loaded.sources} == {file.stem for file in DOCUMENTS}


def test_files_lie_where_their_type_says(loaded: Loaded) -> None:
    kinds = {"abstracts": Abstract, "articles": Article}
    facts = {source.source_id: source.facts for source in loaded.sources}
    for file in DOCUMENTS:
        assert isinstance(facts[file.stem], kinds[file.parent.name]), file.name


def test_no_build_of_the_shipped_corpus_complains(loaded: Loaded) -> None:
    assert loaded.skipped == ()


def test_no_source_id_stands_twice() -> None:
    ids = re.compile(r"^id: *[\"']?([^\"'\n]+)", re.MULTILINE)
    found = [ids.findall(file.read_text(encoding="utf-8"))[0] for file in DOCUMENTS]
    assert len(set(found)) == len(found)
    assert len({i.lower() for i in found}) == len(found)


def test_no_doi_or_pubmed_number_stands_twice(abstracts: list[Abstract]) -> None:
    for field in ("doi", "pmid"):
        owners = defaultdict[str, list[str]](list)
        for facts in abstracts:
            if number := getattr(facts, field):
                owners[number.lower()].append(facts.id)
        assert {n: ids for n, ids in owners.items() if len(ids) > 1} == {}


def test_every_front_matter_sentence_is_found_whole_in_one_passage(loaded: Loaded) -> None:
    for source in loaded.sources:
        assert source.facts is not None
        texts = [passage.text for passage in split_source(source)]
        for sentence in source.facts.sentences():
            assert sentence in source.text, f"{source.source_id}: {sentence}"
            assert any(sentence in text for text in texts), f"{source.source_id}: {sentence}"


def test_every_passage_is_its_stretch_of_the_document(loaded: Loaded) -> None:
    for source in loaded.sources:
        for passage in split_source(source):
            assert source.text[passage.start : passage.end] == passage.text
            assert "\n#" not in passage.text


def test_every_record_that_is_named_exists(
    abstracts: list[Abstract], articles: list[Article]
) -> None:
    ids = {facts.id for facts in abstracts}
    for facts in abstracts:
        assert set(facts.studies_reviewed) <= ids - {facts.id}, facts.id
    for article in articles:
        for claim in article.claims:
            assert set(claim.rests_on) <= ids, f"{article.id}: {claim.text}"


@pytest.mark.parametrize(
    "file", sorted(CORPUS.rglob("*.[my][da]*")), ids=lambda file: file.stem[:40]
)
def test_no_path_of_a_machine_and_no_bare_ip_address(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert MACHINE_PATH.findall(text) == []
    assert IP_ADDRESS.findall(text) == []


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("read from /home/me/notes", True),
        ("C:\\Users\\me", True),
        ("file:///a", True),
        ("https://example.org/home/x", False),
        ("and/or", False),
        ("at 10.0.0.1.", True),
        ("http://192.168.1.1:80/", True),
        ("doi 10.1016/j.a.2014.08.021", False),
        ("version 1.2.3", False),
    ],
)
def test_paths_and_addresses_are_told_from_what_resembles_them(text: str, is_found: bool) -> None:
    assert bool(MACHINE_PATH.search(text) or IP_ADDRESS.search(text)) is is_found


# --- vocabulary ------------------------------------------------------------------------------


def substances_named(abstracts: Iterable[Abstract], articles: Iterable[Article]) -> set[str]:
    named = {name for facts in abstracts for name in facts.substances}
    named |= {name for facts in abstracts for item in facts.outcomes for name in item.substances}
    named |= {name for article in articles for name in article.substances}
    return named | {n for article in articles for claim in article.claims for n in claim.substances}


def fold(phrase: str) -> str:
    """A phrase as it is matched: short words in capitals only as written."""
    return phrase if phrase.isupper() and len(phrase) <= 3 else phrase.casefold()


def phrases(item: Substance) -> set[str]:
    """Every phrase that names a substance, as it is matched."""
    translated = [name for names in item.translations.values() for name in names]
    own = (item.name, *item.synonyms, *item.brands, *item.misspellings, *translated)
    return {fold(phrase) for phrase in own}


def test_every_substance_of_the_corpus_is_in_the_vocabulary(
    abstracts: list[Abstract], articles: list[Article], terms: Vocabulary
) -> None:
    known = {item.name for item in terms.substances}
    assert substances_named(abstracts, articles) - known == set()


def test_every_outcome_of_the_corpus_is_in_the_vocabulary_with_its_group(
    abstracts: list[Abstract], articles: list[Article], terms: Vocabulary
) -> None:
    groups = {item.name: item.group for item in terms.outcomes}
    for facts in abstracts:
        for outcome in facts.outcomes:
            assert (outcome.name, outcome.group) in groups.items(), facts.id
    for article in articles:
        for claim in article.claims:
            assert set(claim.outcomes) <= set(groups), f"{article.id}: {claim.text}"


def test_names_of_the_vocabulary_are_unique(terms: Vocabulary) -> None:
    for items in (terms.substances, terms.outcomes):
        names = [item.name.casefold() for item in items]
        assert len(set(names)) == len(names)


def test_a_phrase_names_one_substance(terms: Vocabulary) -> None:
    owners = defaultdict[str, set[str]](set)
    for item in terms.substances:
        for phrase in phrases(item):
            owners[phrase].add(item.name)
    assert {phrase: names for phrase, names in owners.items() if len(names) > 1} == {}


def test_a_phrase_stands_once_under_its_substance(terms: Vocabulary) -> None:
    for item in terms.substances:
        own = (item.name, *item.synonyms, *item.brands, *item.misspellings)
        listed = [fold(phrase) for phrase in own]
        twice = {phrase for phrase in listed if listed.count(phrase) > 1}
        assert twice == set(), item.name


def test_a_substance_that_is_pointed_to_exists(terms: Vocabulary) -> None:
    known = {item.name for item in terms.substances}
    for item in terms.substances:
        pointed = {*item.relatives} | ({item.form_of} if item.form_of else set())
        assert pointed <= known - {item.name}, item.name


def test_a_word_to_ask_back_about_is_no_name_of_its_own(terms: Vocabulary) -> None:
    for item in terms.substances:
        assert not {fold(word) for word in item.ask_back} & phrases(item), item.name


# --- the script that compares the corpus with its facts --------------------------------------

RECORD: dict[str, Any] = {
    "id": "velorin-1999-trial",
    "population": "1,200 adults, mean age 45.5",
    "n": 1200,
    "intervention": {"substance": "velorin", "dose_compound_mg_per_day": 2000, "combination": True},
    "comparator": "placebo",
    "outcomes": [
        {"name": "sleep", "direction": "no_effect", "detail": "P=.20 (-3.5 to 12)"},
        {"name": "nausea", "direction": "unclear", "detail": None},
        {"name": "memory", "direction": "benefit", "detail": "p < 0.001"},
    ],
    "adverse_events": "7 people felt sick",
    "funding_or_conflict": "paid by the maker, 30,000 euro",
    "limitations": ["only 6 weeks", "no blinding"],
    "summary": "A trial of 1200 people over 6 weeks; 88% stayed.",
}
FRONT: dict[str, Any] = {
    "id": "velorin-1999-trial",
    "pmid": "77",
    "n_analysed": 1200,
    "funding": "The maker paid 30,000 euro for the trial.",
    "outcomes": [
        {"direction": "no_effect", "finding": "Sleep did not differ (p = 0.2, -3.5 to 12)."},
        {"direction": "unclear", "finding": "Nausea could not be judged."},
        {"direction": "benefit", "finding": "Memory was better (p < .001)."},
    ],
    "limits": [{"text": "The trial lasted 6 weeks."}, {"text": "The trial was not blinded."}],
}
BODY = (
    "1200 adults with a mean age of 45.5 years took 2,000 mg. 7 felt sick; 88% stayed. "
    "Sleep did not differ (p = 0.2, -3.5 to 12). Nausea could not be judged. Memory was better "
    "(p < .001). The maker paid 30,000 euro for the trial. Who paid is not stated on the pages "
    "that were read. The trial lasted 6 weeks. The trial was not blinded."
)


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run the script on one made-up record: gives its exit status and its lines."""
    main = runpy.run_path(str(CORPUS / "check_figures.py"))["main"]
    facts, corpus = tmp_path / "facts", tmp_path / "corpus"
    facts.mkdir()
    corpus.mkdir()

    def run(record: dict[str, Any], front: dict[str, Any], body: str) -> tuple[int, list[str]]:
        (facts / "records.yaml").write_text(yaml.dump([record]), encoding="utf-8")
        (facts / "wording.yaml").write_text("markers: {may: 1}", encoding="utf-8")
        text = f"---\n{yaml.dump(front)}---\n\n{body}\n"
        (corpus / "velorin-1999-trial.md").write_text(text, encoding="utf-8")
        status = main([str(facts), str(corpus)])
        return status, capsys.readouterr().out.splitlines()

    return run


def test_figures_that_are_all_there_pass(check: Any) -> None:
    assert check(RECORD, FRONT, BODY) == (0, ["1 records, 14 figures, 0 misses"])


@pytest.mark.parametrize(
    ("change", "miss"),
    [
        ({"population": "1,201 adults"}, "population: 1201 is not in the file"),
        ({"n": 120}, "n: 120 is not in the file"),
        ({"n": 77}, "n: 77 is not in the file"),  # the PubMed number is no figure
        ({"intervention": {"dose": 200}}, "intervention: 200 is not in the file"),
        ({"comparator": "5 mg"}, "comparator: 5 is not in the file"),
        ({"adverse_events": "8 felt sick"}, "adverse_events: 8 is not in the file"),
        ({"funding_or_conflict": "31 euro"}, "funding_or_conflict: 31 is not in the file"),
        ({"limitations": ["9 weeks"]}, "limitations: 9 is not in the file"),
        ({"summary": "87.5% stayed"}, "summary: 87.5 is not in the file"),
        (
            {"outcomes": [{"direction": "benefit", "detail": "P=.02"}]},
            "outcomes: 0.02 is not in the file",
        ),
    ],
)
def test_a_figure_that_was_lost_is_a_miss(check: Any, change: dict[str, Any], miss: str) -> None:
    status, lines = check(RECORD | change, FRONT, BODY)
    assert status == 1
    assert lines[0].startswith(f"velorin-1999-trial: {miss}")
    assert lines[-1].endswith(" 1 misses")


@pytest.mark.parametrize(
    ("change", "miss"),
    [
        (
            {"outcomes": [FRONT["outcomes"][0] | {"direction": "benefit"}, *FRONT["outcomes"][1:]]},
            "nulls: 2 outcomes without an effect became 1",
        ),
        (
            {"funding": "Who paid is not stated on the pages that were read."},
            "funding: lost 'paid by the maker, 30,000 euro'",
        ),
        ({"limits": FRONT["limits"][:1]}, "limits: 2 became 1"),
        ({"limits": [*FRONT["limits"], {"text": "Not in it."}]}, "body: lacks 'Not in it.'"),
    ],
)
def test_a_null_a_funder_or_a_limit_that_was_lost_is_a_miss(
    check: Any, change: dict[str, Any], miss: str
) -> None:
    status, lines = check(RECORD, FRONT | change, BODY)
    assert status == 1
    assert lines[:-1] == [f"velorin-1999-trial: {miss}"]


def test_a_record_without_a_corpus_file_is_a_miss(check: Any) -> None:
    status, lines = check(RECORD | {"id": "nobody-1999"}, FRONT, BODY)
    assert (status, lines[0]) == (1, "nobody-1999: has no corpus file")


def test_a_folder_without_records_is_no_success(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main = runpy.run_path(str(CORPUS / "check_figures.py"))["main"]
    assert main([str(tmp_path)]) == 2
    assert main([]) == 2
    assert capsys.readouterr().out == ""
