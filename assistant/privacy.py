"""What keeps the libraries from telling others what is asked: questions are health data.

The entry points (`app.py`, the command line) set these variables before anything else is imported. Who
uses the package from Python decides for themselves.
"""

from __future__ import annotations

PRIVATE = {
    # Gradio tells nobody that it runs, and keeps no statistics of its own, which it would work out anew
    # over the last ten thousand calls after each one.
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_ANALYTICS_MAX_EVENTS": "1",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",
    # A machine on which other programs are traced has these set to true, and LangChain would then send
    # every question and answer along.
    "LANGSMITH_TRACING": "false",
    "LANGSMITH_TRACING_V2": "false",
    "LANGCHAIN_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "ANONYMIZED_TELEMETRY": "False",  # Chroma
    "HF_HUB_DISABLE_TELEMETRY": "1",
}
"""Environment variables with the values that entry points set, whatever they were."""
