"""Furniture is dropped line by line; what a page says, of its own goods as well, stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.load.furniture import drop_furniture
from assistant.load.plain import mark_headings

TEXT = "Velorin is said to help with sleep, and nobody here has tested it."


@pytest.mark.parametrize(
    "line",
    [
        "Back to blog", "Post a Comment", "Comments", "12 comments", "Share on Facebook", "Tweet",
        "Skip to main content", "Add to cart", "Cart (2)", "Read more", "Read more >", "Related posts",
        "You may also like", "1 of 3", "Page 2 of 9", "Next post →", "Privacy Policy", "Log in",
        "Accept all cookies", "We use cookies to make your visit better. See our policy.",
        "© 2021 The Shop B.V.", "Copyright 2020 by somebody", "The Shop. All rights reserved.",
        "- Home", "• Cookie settings", "Terug naar blog", "Plaats een reactie", "In den Warenkorb",
        "Lire la suite", "Leer más", "Table of contents", "SHARE THIS ARTICLE",
    ],
)  # fmt: skip
def test_a_line_of_furniture_is_dropped(line: str) -> None:
    assert drop_furniture(f"{TEXT}\n\n{line}\n\n{TEXT[::-1]}") == f"{TEXT}\n\n{TEXT[::-1]}"


@pytest.mark.parametrize(
    "line",
    [
        "Order one of our Premium velorin products now.", "Because of the patent, we no longer sell it.",
        "Our velorin boasts a purity of >99.8%.", "Search for evidence of velorin was in vain.",
        "Home remedies did not help.", "Share your results with a doctor.", "Sources", "References",
        "Comments by the authors were friendly.", "Conclusion", "Closed trials", "Potential Side Effects",
        "Cookies raised blood sugar in 40 adults.", "1 of 3 people slept better.", "20 mg",
        "A trial found more …", "Contact dermatitis", "Menu planning",
    ],
)  # fmt: skip
def test_what_says_something_stays(line: str) -> None:
    assert drop_furniture(f"{TEXT}\n\n{line}") == f"{TEXT}\n\n{line}"


def test_a_menu_is_dropped_whole() -> None:
    menu = "Home\nAll Products\nOur Story\nBlog\nContact"
    assert drop_furniture(
        f"{menu}\n\n{TEXT}\n\n- Shop\n- Search\n- Stories\n- Magnesium\n\n{TEXT}"
    ) == (f"{TEXT}\n\n{TEXT}")


def test_a_list_of_ingredients_is_no_menu() -> None:
    text = f"{TEXT}\n\nMagnesium\nZinc\nVelorin\nBiotin\nQuassamine"
    assert drop_furniture(text) == text


def test_teasers_of_other_pages_are_dropped_and_items_of_the_page_stay() -> None:
    text = f"""{TEXT}

  • Why velorin?

    It is of the highest purity that can be had.

  • Another page: quassamine and fat

    Another page: quassamine and fat

    In recent years people have got fatter and ...

  • The effect of brightroot on hair

    The effect of brightroot on hair in a long title

    The effect of brightroot on hair in a long title

Velorin is the end of this page."""
    assert (
        drop_furniture(text)
        == f"""{TEXT}

  • Why velorin?

    It is of the highest purity that can be had.

Velorin is the end of this page."""
    )


@given(st.text(st.sampled_from("ab .•-\n…"), max_size=80))
def test_only_whole_lines_are_dropped_and_only_once(text: str) -> None:
    kept = drop_furniture(text)
    assert set(kept.split("\n")) <= {line.strip() for line in text.split("\n")} | set(
        text.split("\n")
    )


def test_bare_headings_of_a_page_of_long_lines_are_marked() -> None:
    long = f"{TEXT} " * 3
    text = f"Velorin\nWhat is it\n{long}\nFor whom?\n{long}\n- Sleep: {long}\nNobody knows."
    assert mark_headings(text) == (
        f"## Velorin\n\n## What is it\n\n{long}\n\n## For whom?\n\n{long}\n- Sleep: {long}\n\n"
        "Nobody knows."
    )


def test_lines_of_a_wrapped_text_are_no_headings() -> None:
    text = (
        "Velorin was given to\nForty adults\nwho slept.\n\nThe end\n\nIt was null.\n\nOver and out"
    )
    assert mark_headings(text) == text.replace("The end", "## The end")


def test_each_of_very_many_headings_is_marked() -> None:
    text = "A heading\n\n" * 50_000 + "The end."
    assert mark_headings(text).count("## ") == 50_000
