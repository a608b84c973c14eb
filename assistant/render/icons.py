"""Small line drawings as SVG; words beside them say the same, so a screen reader passes them by."""

from __future__ import annotations

from assistant.schema import CaveatKind

PATHS = {
    "alert": "M12 3 2.5 20h19L12 3zm0 6.5v5m0 2.6v.1",
    "flask": "M9.5 3h5M10.5 3v6L5 19a1.4 1.4 0 0 0 1.2 2h11.6A1.4 1.4 0 0 0 19 19l-5.5-10V3M7.7 15h8.6",
    "people": "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zm-6.5 9c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6M16 4.4a3.5 3.5 0 0 1 0 6.2m2 4c2.1.9 3.5 2.8 3.5 5.4",
    "clock": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zm0-14v5l3.5 2.5",
    "mixture": "M9 4.5a5 5 0 1 0 0 10 5 5 0 0 0 0-10zm6 5a5 5 0 1 0 0 10 5 5 0 0 0 0-10z",
    "money": "M3 6.5h18v11H3zm9 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM6.5 9.5v.1m11 4.9v.1",
    "speech": "M4 5h16v11H10l-4.5 4v-4H4z",
    "scales": "M12 4v16m-4 0h8M5 7.5l7-2 7 2M5 7.5l-2.5 6h5zm14 0-2.5 6h5z",
    "ruler": "M3 15.5 15.5 3 21 8.5 8.5 21zM7 11.5l2 2m1-5 2 2m1-5 2 2",
    "notice": "M6 3h8l4 4v14H6zm8 0v4h4M9 12h6m-6 4h6",
    "search": "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zm4.7-1.8L20.5 20.5",
    "copy": "M8 8h12v12H8zM16 8V4H4v12h4",
    "again": "M20 6v5h-5M19.5 11A8 8 0 1 0 20 14",
    "thumb": "M7 11v9H3.5v-9zm0 0 4-8c1.6 0 2.7 1.2 2.7 2.7V9h5a1.8 1.8 0 0 1 1.8 2.1l-1.2 7.3a2 2 0 0 1-2 1.6H7",
    "map": "M4 20V4m0 16h16M8.5 15.5v.1m4-5v.1m4-4v.1m1 8v.1",
    "verdict-supported": "M4 12.5 9.5 18 20 6.5",
    "verdict-overclaims": "M12 20V5m-6 6 6-6 6 6",
    "verdict-understates": "M12 4v15m-6-6 6 6 6-6",
    "verdict-contradicted": "M6 6l12 12M18 6 6 18",
    "verdict-unsupported": "M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4m0 3.5v.1",
    "verdict-not_checkable": "M5 12h14",
    "theme": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zm0-18v18m3-2.5V5.5m3 11v-9",
    "link": "M10 14 20 4m-6 0h6v6M17 14v6H4V7h6",
}
CAVEAT_ICONS: dict[CaveatKind, str] = {
    CaveatKind.CELL_STUDY: "flask",
    CaveatKind.ANIMAL_STUDY: "flask",
    CaveatKind.NO_HUMAN_EVIDENCE: "flask",
    CaveatKind.FEW_STUDIES: "people",
    CaveatKind.SMALL_SAMPLE: "people",
    CaveatKind.SHORT_DURATION: "clock",
    CaveatKind.COMBINATION_PRODUCT: "mixture",
    CaveatKind.DIFFERENT_FORM: "mixture",
    CaveatKind.DIFFERENT_POPULATION: "people",
    CaveatKind.SURROGATE_OUTCOME: "ruler",
    CaveatKind.SUBJECTIVE_ONLY: "speech",
    CaveatKind.MIXED_RESULTS: "scales",
    CaveatKind.ASSOCIATION_ONLY: "scales",
    CaveatKind.FUNDING: "money",
    CaveatKind.VENDOR_SOURCE: "money",
    CaveatKind.ANECDOTE: "speech",
    CaveatKind.UNCITED_CLAIM: "speech",
    CaveatKind.SOURCE_ERROR: "notice",
    CaveatKind.CONFLICTING_SOURCES: "scales",
    CaveatKind.DOSE_UNITS: "ruler",
    CaveatKind.CORRECTION: "notice",
    CaveatKind.RETRACTED: "alert",
    CaveatKind.ASK_CLINICIAN: "alert",
    CaveatKind.CORPUS_LIMIT: "search",
}
DIRECTION_SHAPES = {
    "benefit": "M12 4 21 20H3z",
    "harm": "M12 20 3 4h18z",
    "no_effect": "M4 4h16v16H4z",
    "mixed": "M12 2.5 21.5 12 12 21.5 2.5 12z",
    "unclear": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
    "says_so": "M4 5h16v11H10l-4.5 4v-4H4z",
}
"""The shapes of the evidence map, for the same results wherever they are shown."""


def icon(name: str) -> str:
    """A line drawing of the size of the text."""
    return (
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        f'<path d="{PATHS[name]}"/></svg>'
    )


def direction_icon(direction: str) -> str:
    """The shape of a result, as on the evidence map; empty where there is no result."""
    if direction not in DIRECTION_SHAPES:
        return ""
    return (
        f'<svg class="shape shape-{direction}" viewBox="0 0 24 24" aria-hidden="true" '
        f'focusable="false"><path d="{DIRECTION_SHAPES[direction]}"/></svg>'
    )
