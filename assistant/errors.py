"""The errors that a caller may meet, each with the one line that a person reads.

    AssistantError
      ConfigurationError
      CorpusError
        SourceFormatError
      PassageIndexError
        IndexMissingError
        IndexMismatchError
        VectorServerError
      GenerationError
        ModelUnavailableError
        MalformedOutputError
      VerificationUnavailableError
      InputError

Refusals, missing evidence and cut claims are results, not errors.
"""


class AssistantError(Exception):
    """Base of every error that this package raises on purpose; its text is one plain line."""


class ConfigurationError(AssistantError):
    """A setting has a value that cannot be used."""


class CorpusError(AssistantError):
    """The documents as a whole cannot be used."""


class SourceFormatError(CorpusError):
    """One document breaks the format; the text names file, field and reason."""


class PassageIndexError(AssistantError):
    """The index cannot be used."""


class IndexMissingError(PassageIndexError):
    """No whole index lies where one was named."""


class IndexMismatchError(PassageIndexError):
    """The index was built by another model, chunking or program than the one that opens it."""


class VectorServerError(PassageIndexError):
    """The Chroma server does not answer; the next call tries again."""


class GenerationError(AssistantError):
    """A chat model did not give a usable draft."""


class ModelUnavailableError(GenerationError):
    """The chat model could not be reached, refused the key or ran out of time."""


class MalformedOutputError(GenerationError):
    """The chat model's text is not the structure that was asked for."""


class VerificationUnavailableError(AssistantError):
    """Claims could not be checked; nothing is answered unverified."""


class InputError(AssistantError):
    """What the user gave (a question, a file, an option) cannot be used."""


def is_text(value: str) -> bool:
    """Whether a string can be written as UTF-8; a terminal may hand on bytes that can't."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
