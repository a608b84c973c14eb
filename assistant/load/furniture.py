"""What stands around a saved page's text: menus, buttons, cookie lines, teasers of other pages.

Only whole lines and list items are dropped, and only by what they say of themselves. What a page
says of its own goods stays: it is how a reader learns that a shop speaks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

MIN_REPEATED = 25
"""Characters from which a line that stands twice is furniture; shorter ones recur in tables."""
MAX_MENU_WORD = 25
"""Characters of an entry of a menu."""
MAX_BUTTON = 60
MENU_RUN = 4
"""Short lines in a row that make a menu, if one of them is a known entry."""

# Each alternative is a whole line of a web page that carries no statement.
BUTTON = re.compile(
    r"""
    (?: (?:share|save|print|email|tweet|pin\ it|like|follow)
        (?:\ (?:this|us|on|via|by|it|article|post|page|facebook|twitter|x|linkedin|pinterest|
        whatsapp|instagram|email))*
      | (?:back|return)\ to\ (?:the\ )?(?:blog|top|home|shop|news|overview|all\ \w+)
      | skip\ to\ (?:main\ |the\ )?(?:content|navigation)
      | (?:post|leave|add|write)\ a\ (?:comment|reply|review)
      | (?:\d+\ )?(?:comments?|replies|responses)
      | (?:read|learn|show|load|view|see)\ (?:more|less|all|the\ full\ article)
      | continue\ reading | table\ of\ contents | (?:in|on)\ this\ (?:article|page)
      | (?:main\ )?(?:menu|navigation) | search | home | shop | blog | close | cart | basket | checkout
      | (?:shopping\ |your\ )?cart(?:\ \(\d+\))?
      | (?:log|sign)\ ?(?:in|out|up) | register | (?:my\ )?account | wishlist
      | add\ to\ (?:cart|basket|bag|wishlist) | buy\ now | shop\ now | order\ now
      | (?:subscribe|sign\ up)(?:\ (?:now|today|to|for|our|the|newsletter|free))*
      | (?:about|contact)(?:\ us)? | faqs? | help | careers | sitemap | advertis(?:e|ement|ing)
      | (?:privacy|cookie|refund|shipping|return)s?(?:\ (?:policy|settings|notice|preferences))?
      | terms(?:\ (?:of|and|&|use|service|conditions))*
      | (?:accept|reject|allow|manage)\ (?:all\ |necessary\ )?(?:cookies|preferences)?
      | (?:related|popular|recent|similar|latest|more)\ (?:posts|articles|stories|reading|products)
      | you\ (?:may|might)\ also\ (?:like|enjoy|be\ interested\ in)
      | (?:previous|next|older|newer)(?:\ (?:post|article|page))?
      | (?:page\ )?\d{1,4}\ (?:of|/)\ \d{1,4} | page\ \d{1,4}
      | terug\ naar\ (?:de\ )?(?:blog|boven|overzicht) | deel(?:\ dit\ artikel)? | lees\ (?:meer|verder)
      | (?:plaats|schrijf)\ een\ (?:reactie|opmerking) | winkelwagen | inloggen
      | (?:alle\ )?cookies\ accepteren | in\ (?:den|het)\ (?:warenkorb|winkelwagen)
      | zur(?:ü|ue)ck\ zum\ blog | teilen | weiterlesen | mehr\ (?:lesen|erfahren)
      | kommentar\ schreiben | impressum | datenschutz(?:erkl(?:ä|ae)rung)?
      | retour\ au\ blog | partager | lire\ (?:la\ suite|plus) | laisser\ un\ commentaire
      | mentions\ l(?:é|e)gales | ajouter\ au\ panier | tout\ accepter
      | volver\ al\ blog | compartir | leer\ m(?:á|a)s | deja\ un\ comentario
      | a(?:ñ|n)adir\ al\ carrito | aceptar(?:\ (?:todo|cookies))*
    )[\s:!.»>→-]*
    """,
    re.VERBOSE | re.IGNORECASE,
)
# A sentence about cookies or rights, wherever it stands on the page.
NOTICE = re.compile(
    r"\b(?:we|this (?:web)?site|our (?:web)?site|our partners)\b.{0,60}\bcookies\b"
    r"|^(?:copyright\b|©|\(c\) ?\d{4}).{0,120}$|^.{0,80}\ball rights reserved\b.{0,20}$",
    re.IGNORECASE,
)
MAX_NOTICE = 300
"""Characters up to which a line that speaks of cookies is a banner rather than an article on them."""
BULLET = re.compile(r"^(?P<indent>[ \t]*)(?:[•▪◦‣*+-]|\d{1,2}[.)])[ \t]+")
CUT_OFF = re.compile(r"(?:\.\.\.|…)$")
LETTERS = re.compile(r"[^\W\d_]")


def drop_furniture(text: str) -> str:
    """Drop the furniture of a saved page; every line that stays, stays as it is."""
    lines = text.split("\n")
    counts = Counter(line.strip() for line in lines)
    dropped = set(menu_lines(lines))
    for start, end in list_items(lines):
        if any(is_teaser(line, counts) for line in lines[start:end]):
            dropped.update(range(start, end))
    for number, line in enumerate(lines):
        if is_furniture(line.strip()):
            dropped.add(number)
    kept = (line for number, line in enumerate(lines) if number not in dropped)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def is_furniture(line: str) -> bool:
    """Whether a line is a button, an entry of a menu, a cookie banner or a copyright line."""
    plain = BULLET.sub("", line)
    if len(plain) <= MAX_BUTTON and BUTTON.fullmatch(plain):
        return True
    return len(plain) <= MAX_NOTICE and NOTICE.search(plain) is not None


def is_teaser(line: str, counts: Counter[str]) -> bool:
    """Whether a line of a list item is a cut-off or repeated piece of another page."""
    line = line.strip()
    if not LETTERS.search(line):
        return False
    return bool(CUT_OFF.search(line)) or (len(line) >= MIN_REPEATED and counts[line] > 1)


def list_items(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Find the list items as (first line, line after the last): a bullet and what is indented below."""
    for start, line in enumerate(lines):
        bullet = BULLET.match(line)
        if not bullet:
            continue
        indent = len(bullet.group("indent"))
        end = start + 1
        for number in range(start + 1, len(lines)):
            below = lines[number]
            if not below.strip():
                continue
            deeper = len(below) - len(below.lstrip()) > indent
            if BULLET.match(below) or not deeper:
                break
            end = number + 1
        yield start, end


def menu_lines(lines: list[str]) -> Iterator[int]:
    """Find the menus: entries in a row, at least one of them known, none of them a sentence."""
    run: list[int] = []
    for number, line in enumerate([*lines, "The end of the text is not an entry of a menu."]):
        plain = BULLET.sub("", line.strip())
        if not plain:
            continue
        if len(plain) <= MAX_MENU_WORD and not re.search(r"[.:;,!?\d]", plain):
            run.append(number)
            continue
        known = sum(bool(BUTTON.fullmatch(BULLET.sub("", lines[i].strip()))) for i in run)
        if len(run) >= MENU_RUN and known * 3 >= len(run):
            yield from run
        run = []
