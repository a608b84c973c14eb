"""A chat model behind one call: messages in, one form filled in out, every failure one plain line.

Nothing of what a model says is trusted here or believed later; this module only makes sure that it
has the shape that was asked for. No message of an error holds what the user or the model wrote.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from assistant.config import Settings
from assistant.errors import (
    ConfigurationError,
    GenerationError,
    MalformedOutputError,
    ModelUnavailableError,
)
from assistant.llm.reading import Form, read_form
from assistant.prompts import Message

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

EXTRAS = {"openai": "openai", "anthropic": "anthropic", "ollama": "ollama"}
"""Providers for which this package has an extra of its own."""
NO_KEY = "no-key"
"""Sent to a server of one's own that needs none, so that no other key goes there."""
EXAMPLE = "openai:gpt-5.5-mini"
REFUSAL = re.compile(
    r"\b(I('m| am) (sorry|not able|unable)|I (can('|no)t|can not|won't|will not|must decline)|"
    r"as an AI)\b",
    re.I,
)
REFUSED = "The chat model refused to answer."
CUT_OFF = "The chat model's output was cut off."
NO_STRUCTURE = frozenset({400, 404, 422, 501})
"""Statuses by which servers say that they don't know structured output."""


class ChatModel(Protocol):
    """What the rest of the program needs of a chat model."""

    name: str
    """The model as provider:name."""

    def ask(self, messages: Sequence[Message], form: type[Form]) -> Form:
        """Have a form filled in.

        Raises:
            ModelUnavailableError: no answer came.
            MalformedOutputError: what came is not the form, or is a refusal.
        """


class LangChainModel:
    """A chat model of LangChain; structured output is used until the server says it has none."""

    def __init__(self, chat: BaseChatModel, name: str, timeout: float) -> None:
        """Take an open model, its name as provider:name and the seconds that it was given."""
        self.name = name
        self._chat = chat
        self._timeout = timeout
        self._structured = True

    def ask(self, messages: Sequence[Message], form: type[Form]) -> Form:
        """Have a form filled in.

        Raises:
            ModelUnavailableError: no answer came.
            MalformedOutputError: what came is not the form, or is a refusal.
        """
        reply = self._reply(messages, form)
        if is_refusal(reply):
            raise MalformedOutputError(REFUSED)
        calls = [json.dumps(call["args"]) for call in getattr(reply, "tool_calls", [])]
        return read_form("\n".join((str(reply.text), *calls)), form)

    def _reply(self, messages: Sequence[Message], form: type[Form]) -> Any:
        """The raw message; a server without structured output is asked again without."""
        if self._structured:
            try:
                chat = self._chat.with_structured_output(form.model_json_schema(), include_raw=True)
                return chat.invoke(list(messages))["raw"]  # type: ignore[index]  # `include_raw` makes it a dictionary.
            except NotImplementedError:
                self._structured = False
            except Exception as error:
                if status_of(error) not in NO_STRUCTURE:
                    raise failure(error, self._timeout) from error
                self._structured = False
        try:
            return self._chat.invoke(list(messages))
        except Exception as error:  # Providers have no error in common; each becomes one of ours.
            raise failure(error, self._timeout) from error


def open_model(settings: Settings) -> LangChainModel | None:
    """Open the chat model that the settings name, if they name one; nothing is sent yet.

    Raises:
        ConfigurationError: the name can't be used, its package is missing, or its key is.
    """
    if settings.model is None:
        return None
    provider, _, name = settings.model.partition(":")
    if not provider.strip() or not name.strip():
        raise ConfigurationError(
            f"ASSISTANT_MODEL: {settings.model!r} is not provider:name, as in {EXAMPLE}."
        )
    try:
        from langchain.chat_models import init_chat_model
    except ImportError as error:
        raise ConfigurationError(missing_package(provider)) from error
    try:
        chat = init_chat_model(name, model_provider=provider, **client_options(provider, settings))
    except ImportError as error:
        raise ConfigurationError(missing_package(provider)) from error
    except ValueError as error:
        if "nsupported" not in str(error):
            raise ConfigurationError(f"ASSISTANT_MODEL: {first_line(error)}") from error
        raise ConfigurationError(
            f"ASSISTANT_MODEL: LangChain knows no provider {provider!r}; name one as in {EXAMPLE}."
        ) from error
    except Exception as error:  # What a client checks as it opens differs from one to the next.
        raise ConfigurationError(
            f"ASSISTANT_MODEL: {settings.model} can't be opened: {first_line(error)}"
        ) from error
    return LangChainModel(chat, settings.model, settings.model_timeout)


def client_options(provider: str, settings: Settings) -> dict[str, Any]:
    """The settings in the words of the provider's client.

    A server at an address of one's own gets the key of the settings or none at all, never the key that
    lies in the environment for the provider itself.
    """
    options: dict[str, Any] = {}
    if settings.model_url:
        options["base_url"] = settings.model_url
    if provider == "ollama":
        return options | {"client_kwargs": {"timeout": settings.model_timeout}}
    if settings.model_key:
        options["api_key"] = settings.model_key.get_secret_value()
    elif settings.model_url:
        options["api_key"] = NO_KEY
    return options | {"timeout": settings.model_timeout, "max_retries": settings.model_retries}


def missing_package(provider: str) -> str:
    """Say how to install what a provider needs."""
    extra = EXTRAS.get(provider)
    needed = f"'supplement-evidence-assistant[{extra}]'" if extra else f"langchain-{provider}"
    return f"ASSISTANT_MODEL: {provider} needs a package; install it: pip install {needed}"


def first_line(error: Exception) -> str:
    """The first line of an error, without what a key or a text could hide in."""
    lines = str(error).strip().splitlines()
    return lines[0][:160] if lines else type(error).__name__


# --- failures --------------------------------------------------------------------------------


def status_of(error: Exception) -> int | None:
    """The HTTP status of a provider's error, if it has one."""
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) else None


def failure(error: Exception, timeout: float) -> GenerationError:
    """Put a provider's error in one plain line; by status first, by the name of its type second."""
    names = " ".join(kind.__name__ for kind in type(error).__mro__)
    status = status_of(error)
    if "LengthFinish" in names:
        return MalformedOutputError(CUT_OFF)
    if "ContentFilter" in names or "Refusal" in names:
        return MalformedOutputError(REFUSED)
    if "Timeout" in names:
        return ModelUnavailableError(
            f"The chat model did not answer within {timeout:g} s; see ASSISTANT_MODEL_TIMEOUT."
        )
    if status in {401, 403}:
        return ModelUnavailableError("The chat model refused the key; see ASSISTANT_MODEL_KEY.")
    if status == 404:
        return ModelUnavailableError("The server knows no such chat model; see ASSISTANT_MODEL.")
    if status == 429:
        return ModelUnavailableError(
            "The chat model has no room now (rate limit); ask again later."
        )
    if "ContextOverflow" in names:
        return ModelUnavailableError("The question and its passages are too long for the model.")
    if status is not None:
        return ModelUnavailableError(f"The chat model's server failed (status {status}).")
    if "Connect" in names or "Protocol" in names or "Transport" in names:
        return ModelUnavailableError("The chat model can't be reached; see ASSISTANT_MODEL_URL.")
    return MalformedOutputError(f"The chat model's reply can't be read ({type(error).__name__}).")


def is_refusal(reply: Any) -> bool:
    """Whether a reply is a refusal, by the provider's own sign or by its words."""
    if reply.additional_kwargs.get("refusal"):
        return True
    if {"refusal", "content_filter"} & {str(v) for v in reply.response_metadata.values()}:
        return True
    return "{" not in reply.text and bool(REFUSAL.search(reply.text))
