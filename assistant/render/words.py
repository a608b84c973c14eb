"""Every word of the web page's own: titles, labels, buttons, hints and messages, in one place.

What a level, a direction or a caveat is called is shared with the answers' Markdown and stands in
`assistant.render`; everything else that a visitor reads and no document says stands here.
"""

from __future__ import annotations

from assistant.schema import Design

TITLE = "Supplement evidence assistant"
PROMISE = "What was tested, on whom, and what came out."
DISCLAIMER = (
    "Not medical advice. Ask a doctor or pharmacist before you start, stop or combine anything."
)
WELCOME = "Ask what is known about a supplement"
WELCOME_TEXT = (
    "Answers come only from the documents collected here: studies, reviews, fact sheets and the "
    "articles that people read. Every sentence opens the passage that it rests on, trials without "
    "an effect are told like the others, and what was never tested is said to be unknown."
)
EXAMPLES_LABEL = "Try one of these"
EXAMPLES = (
    "Does magnesium L-threonate help with hair loss?",
    "Does vitamin C prevent colds?",
    "Does ashwagandha help with stress?",
    "Is saw palmetto as good as finasteride for hair loss?",
    "Is magnesium safe with kidney disease?",
    "What does the supplier's page say about patents?",
)

TABS = {
    "chat": "Ask",
    "map": "Evidence map",
    "check": "Check",
    "library": "Library",
}
QUESTION_LABEL = "Your question"
QUESTION_HINT = "Ask about a supplement"
ASK = "Ask"
STOP = "Stop"
THEME_BUTTON = "Light or dark"
SKIP = "Skip to the question"
BACK = "Close"
NEXT = "Next passage"
BEFORE = "Passage before"

STAGES = {
    "reading the question": "Reading the question",
    "searching": "Searching the documents",
    "weighing": "Reading",
    "writing": "Writing from the passages",
    "checking": "Checking every sentence against its passage",
}
WAITING = "One moment"
STOPPED = "Stopped. Nothing was answered."
APOLOGY = "Sorry, something went wrong here and there is no answer. Please try again."
READ_AS = "Read as"
FALLBACK = "The chat model’s wording was not used; these are the documents’ own sentences."

CARD_LABEL = "How good the evidence is"
EVIDENCE = "Evidence"
RESULT = "Result"
TRIALS = "Trials in people"
PEOPLE = "People in them"
NULLS = "No difference or no clear result"
BEST = "Best kind of source"
NOT_COUNTED = "not counted up"
NO_EVIDENCE = "No evidence in these documents"
NO_EVIDENCE_WHY = "No document here answers this."
REASONS = {
    "substance_absent": "No document here is about this substance.",
    "outcome_absent": "Documents here cover the substance, but not this effect.",
    "other_form": "Only another form of the substance was tested.",
    "other_population": "It was tested in other people only.",
}
URGENT = "Please read this first"
MORE_ITEMS = "Show {} more"
SOURCES = "Sources"
SOURCES_COUNT = "{} · {}"
OPEN_PASSAGE = "Open passage {}"
OPEN_MAP = "See the evidence map"
FOLLOW_UPS = "You could ask next"

COPY = "Copy"
COPIED = "Copied, with its references."
RETRY = "Try again"
HELPFUL = "Rate this answer"
RATE_GOOD = "Helpful"
RATE_BAD = "Not helpful"
RATING_QUESTION = "Was this answer helpful?"
RATING_WHY = "What was it?"
RATING_REASONS = {
    "good": "It answered my question",
    "wrong": "Something in it is wrong",
    "missing": "A study or a caveat is missing",
    "unclear": "Hard to understand",
    "other": "Something else",
}
RATING_COMMENT = "In your words (optional)"
RATING_CONSENT = (
    "Keep this rating together with my question and the answer, in a file on the computer that "
    "runs this page. Without this tick nothing is kept."
)
RATING_SEND = "Send"
RATING_THANKS = "Thank you. Your rating is kept."
RATING_REFUSED = "Nothing was kept: a rating needs your tick and a judgement."
EXPORT = "Save this conversation"
EXPORTS = {"markdown": "Text with references", "bibtex": "BibTeX", "csl": "CSL-JSON"}
EXPORT_EMPTY = "There is nothing to save yet."
EXPORTED = "Saved."
CLEAR = "New conversation"

PANEL_TITLE = "Sources open here"
PANEL_TEXT = (
    "Choose a number such as 1 in an answer to read the very sentence in its document, with who "
    "was studied, how long, against what, and who paid."
)
LEVELS_INTRO = "From most to least, an answer can rest on:"
GONE = "This document is no longer here"
CHANGED = "This document has changed since it was cited; the passage is no longer in it."
AS_IT_WAS = (
    "This is the document as it was when it was cited; it has been changed or removed since."
)
DOCUMENT = "The document as it is searched"
CUT = "Only the part around the passage is shown."
FACTS = "Facts"
FACT_ROWS = {
    "participants": "Who was studied",
    "analysed": "People",
    "dose": "Dose",
    "form": "Form",
    "duration": "Duration",
    "comparator": "Compared with",
    "companions": "Given together with",
    "reviewed": "Trials in it",
    "funding": "Who paid",
    "harms": "Harms",
}
RESULTS = "Results"
OUTCOME_COLUMNS = ("Outcome", "Result", "Rank", "Effect")
LIMITS = "Limits"
ROLE_WORDS = {
    "primary": "main",
    "secondary": "second",
    "subgroup": "subgroup",
    "surrogate": "marker",
    "harm": "harm",
    "unstated": "not stated",
}
NOT_KNOWN = "not known"
SPEAKS = "Who speaks"
SELLS = "What they sell"
SELLS_NOTHING = "No product of its own was seen."
ARTICLE_CLAIMS = "What it claims, and what the documents here say"
CLAIM = "The article says"
BESIDE = "The documents say"
SUPPORT_WORDS = {
    "named_study": "names a study",
    "studies": "says “studies”, names none",
    "experience": "offers experience",
    "authority": "leans on an authority",
    "none": "offers no support",
}
STEP_WORDS = {
    "cells_to_people": "cells to people",
    "animals_to_people": "animals to people",
    "other_form": "another form",
    "combination_to_ingredient": "a mixture to one ingredient",
    "association_to_cause": "association to cause",
    "surrogate_to_outcome": "a marker to an outcome",
    "other_population": "other people",
    "hedge_lost": "a hedge lost",
    "number_inflated": "a number inflated",
}
STEP = "Step up"
ERROR = "Error"
NO_MATCH = "Nothing here speaks to it directly."

FUNDING_WORDS = {
    "maker": "Paid for by, or tied to, the maker",
    "independent": "Independent funding",
    "mixed": "Mixed funding",
    "unknown": "Funding unknown",
}
INTEREST_WORDS = {
    "sells": "Seller’s article",
    "none_seen": "Web article",
    "unknown": "Web article",
}
NO_DESCRIPTION = "Document without a description"
SEEMS_A = "Seems to be: {}"
RETRACTED = "Retracted"
ORIGINAL, DOI, PUBMED = "Original", "DOI", "PubMed"
NEW_TAB = "(opens in a new tab)"

MAP_INTRO = (
    "Each mark is one study on one outcome. Further to the left is a stronger kind of source, a "
    "larger mark is more people, colour and shape tell the result, and a hollow mark was not of "
    "the substance itself, alone, in people. Choose a mark to open the study. Studies among your own "
    "documents are shown where you tick them under “Answer from”."
)
MAP_SUBSTANCE = "Substance"
MAP_OUTCOME = "Outcome"
ANY_OUTCOME = "All outcomes"
MAP_TABLE = "The same as a table"
MAP_EMPTY = "No study here has this substance with this outcome."
MAP_COLUMNS = ("Outcome", "Kind of source", "Result", "People", "Tested", "Source")
MAP_TITLE = "Evidence on {}"
UNCHECKED = "read from its own words, unchecked"
DIRECT, INDIRECT = "directly", "not directly"
TIERS = {
    "reviews": "Reviews\nof studies",
    "trials": "Trials",
    "observed": "Observed\nin people",
    "animals": "Animals",
    "cells": "Cells",
    "advice": "Advice and\nfact sheets",
    "article": "Articles",
}
"""Kinds of source, from strong to weak."""

LIBRARY_SEARCH = "Search titles, authors and text"
LIBRARY_SUBSTANCE = "Substance"
LIBRARY_OUTCOME = "Outcome"
LIBRARY_DESIGN = "Kind of source"
LIBRARY_FUNDING = "Funding"
LIBRARY_FROM, LIBRARY_TO = "From year", "To year"
LIBRARY_ANY = "Any"
LIBRARY_COUNT = "{} of {} documents"
LIBRARY_NONE = "No document fits. Take a filter away, or search for fewer words."
LIBRARY_REST = "{} more; narrow the filters to see them."

DIRECTIONS = {
    "benefit": "Benefit",
    "no_effect": "No effect that matters",
    "harm": "Harm",
    "mixed": "Results differ",
    "unclear": "No difference found, or unclear",
    "says_so": "An article says so",
}
DESIGN_NOTES = {
    Design.META_ANALYSIS: "several trials pooled",
    Design.SYSTEMATIC_REVIEW: "all studies sought and read",
    Design.RCT: "people assigned by chance",
    Design.NONRANDOMIZED_TRIAL: "not assigned by chance",
    Design.OBSERVATIONAL: "watched, nothing given",
    Design.CASE_REPORT: "single people described",
    Design.ANIMAL: "not tested in people",
    Design.IN_VITRO: "in a dish, not in people",
}
"""What a design means, for a reader who meets the word for the first time."""

CHECK_INTRO = (
    "Paste a product page, a post or a leaflet, or open a file. Each sentence is held beside the "
    "documents here: what they bear out, what goes further than they do, and what they don't speak "
    "to. Nothing leaves this page's computer."
)
CHECK_LABEL = "The text to check"
CHECK_HINT = "Paste a product page or a post"
CHECK_BUTTON = "Check it"
CHECK_AGAINST = "Check against"
CHECK_FILE = "Open a file"
CHECK_EMPTY = "Paste a text or open a file first."
CHECK_READING = "Reading the text"
CHECKING = "Sentence {} of {}"
CHECK_PROGRESS = "Progress of the check"
CHECK_SAVE = "Save this report"
REPORT_TITLE = "Claim check"
ONLY_CHECKABLE = "Hide what can't be checked"

OWN = "Documents of your own"
OWN_TEXT = (
    "Add articles, studies or exports: PDF, Word, web pages, text, PubMed, RIS, BibTeX, JSONL or a "
    "zip of these. They stay on the computer that runs this page, are answered from only where you "
    "tick them under “Answer from”, and what was detected of them can be set right. Remove means gone."
)
OWN_NAME = "Collection"
OWN_FIRST = "my-documents"
OWN_ADD = "Add files"
OWN_NONE = "You have added nothing yet."
ADD_PROGRESS = "Progress of the reading"
READING = "Reading: {} documents so far"
LOOKING = "Finding out what they are: {} of {} documents"
EMBEDDING = "Making it searchable: {} of {} passages"
READ, SKIPPED = "read", "left out"
REMOVE = "Remove"
REMOVED = "Removed for good."
EDIT = "Set it right"
SAVE = "Save"
LEAVE = "Leave as it is"
SAVED = "Saved."
NOT_SAVED = "Nothing was saved: a value there can’t be used."
ANSWER_FROM = "Answer from"
SHIPPED_NAME = "the documents here"
STATED = "as its own facts say"
SEEMS = "What it seems to be"
SEEMS_NOTE = "Detected, not stated. What isn’t sure counts as unknown and raises no level."
KIND_UNKNOWN = "Kind of document not recognised; it counts as an article"
SURE, UNSURE = "detected, rather sure", "detected, not sure; counts as unknown"
SET_BY_YOU, FROM_THE_FILE = "set by you", "from the file’s own fields"
NOT_FOUND = "nothing in it says so"
DETECTED_ROWS = {
    "kind": "Kind of source",
    "species": "Tested in",
    "participants": "Participants",
    "randomised": "Randomised",
    "comparator": "Compared with",
    "funding": "Who paid",
    "seller": "Sells something",
}
YES_NO = {"yes": "yes", "no": "no"}
SPECIES = {
    "human": "people",
    "rat": "rats",
    "mouse": "mice",
    "cells": "cells",
    "mixed": "several species",
    "none": "nobody",
}
COMPARATORS = {
    "placebo": "placebo",
    "none": "no treatment",
    "active": "another treatment",
    "other_dose": "another dose",
    "baseline": "before and after",
    "mixed": "several",
    "not_applicable": "does not apply",
    "unknown": "not known",
}
