"""What a question is about, in the vocabulary's names: substances, outcomes, intents, people.

Matching is by phrase first (the longest wins), by spelling second, and by meaning where neither finds
anything; a word that means another substance than it resembles is never corrected.
"""

from assistant.understand.cues import POPULATIONS
from assistant.understand.outcomes import GENERAL_HARM
from assistant.understand.phrases import WORD, PhraseMatcher, plain
from assistant.understand.reader import Understander

__all__ = ["GENERAL_HARM", "POPULATIONS", "WORD", "PhraseMatcher", "Understander", "plain"]
