"""The words for what was studied: cells, animals, people and which of them, and what was given in what form."""

from __future__ import annotations

import re

from assistant.verify.phrases import Pattern, any_of

CELLS = any_of(
    "in vitro|cell line|cell lines|cultured|in culture|culture of|cultures of|cell culture*|petri dish|test tube|"
    "test-tube|microsomes|organoid*|ex vivo|in silico|docking|fibroblasts|keratinocytes|dermal papilla cells|"
    "follicles in culture|micromolar|heterologous cells|tissue slices|cancer cells|tumour cells|tumor cells|"
    "isolated cells|in a dish|isolated human|stem cells|stem cell|nerve cells|human cells|skin cells|liver cells|neurons|hepatocytes"
)
ANIMALS = any_of(
    "baker's yeast|budding yeast|yeast cells|mice|mouse|murine|rat|rats|rodent*|rabbit*|hamster*|guinea pig*|pigs|piglet*|dogs|monkeys|macaque*|"
    "primates|zebrafish|drosophila|fruit flies|fruit fly|nematode*|worms|chicks|sheep|animal|animals|"
    "animal model*|preclinical|pre-clinical|knockout|transgenic|sprague dawley|wistar"
)
HUMANS = re.compile(
    r"\b(?:people|persons?|humans|human (?:body|bodies|beings?)|adults?|patients?|men|women|children|child|infants?|volunteers?|participants|"
    r"individuals|adolescents|teenagers|boys|girls|students|workers|mothers|residents|users|smokers|"
    r"runners|athletes|outpatients|inpatients|subjects|babies)\b",
    re.I,
)
NOT_IN_HUMANS = re.compile(
    r"\b(?:no|not|never|none)\b[^.;,]{0,30}\b(?:in|on) (?:people|humans|patients|adults|man|volunteers)\b"
    r"|\b(?:no|never a) (?:patient|person|human|people|volunteer)s?\b",
    re.I,
)
YOU = re.compile(r"\b(?:you|your|yours|yourself|we|(?-i:us)|our)\b", re.I)
UNIVERSAL = re.compile(
    r"\b(?:(?:everyone|everybody)(?! (?:who (?!takes|drinks|eats|uses|tries)|in the|on)\b)|(?:anyone|anybody)(?! (?:who|with)\b)|all (?:people|ages|of us)|any age|"
    r"people of all ages|no matter (?:who|how old)|young and old|men and women alike|every (?:person|adult|"
    r"woman|man|child|patient)|from \w+ to the elderly|whatever (?:your|their) age|most people|"
    r"the (?:whole|general) population)\b",
    re.I,
)
GROUPS: dict[str, Pattern] = {
    "older": re.compile(
        r"\b(?:older|elderly|seniors?|over 6\d|over 7\d|aged 6\d|aged 7\d|6\d to \d\d|post-?menopausal|"
        r"old (?:age|people|men|women|adults|patients)|middle-aged and older|pensioners|(?:age|years?)[^.]{0,12}\b[67]\d)\b",
        re.I,
    ),
    "young": any_of("young|younger|college students|undergraduates"),
    "children": any_of(
        "children|child|boys|girls|schoolchildren|schoolgirls|schoolboys|adolescen*|teenage*|toddlers|paediatric|pediatric|kids|"
        "infants|infant|babies|newborn*|preterm|childhood|year-olds|pupils"
    ),
    "pregnant": any_of(
        "pregnan*|maternal|expectant|mothers-to-be|gestation*|antenatal|prenatal|conception"
    ),
    "women": any_of(
        "women|woman|female|females|girls|schoolgirls|mothers|postmenopausal|maternal|pregnan*|preeclampsia"
    ),
    "men": any_of("men|man|male|males|boys|schoolboys|fathers"),
    "trained": any_of(
        "trained|athlet*|runners|cyclists|players|military|resistance-trained|recreationally active|rowers"
    ),
    "deficient": re.compile(
        r"\bdeficien\w+|\bdeplet\w+|\blow (?:serum |blood |baseline |dietary )?(?:ferritin|intake|status|levels?|"
        r"[\w]+ intake)\b|\binsufficien(?:t vitamin|cy)\w*",
        re.I,
    ),
    "patients": any_of(
        "patient|patients|hospitalised|hospitalized|ventilated|icu|critically ill|intensive care|dialysis|"
        "surgical|outpatients|diagnosed"
    ),
    "healthy": any_of("healthy"),
    "obese": any_of("obese|obesity|overweight"),
    "smokers": any_of("smokers"),
    "adults": any_of("adults|adult"),
}
"""Kinds of people whom a sentence may be limited to."""
EXCLUSIVE = (
    frozenset({"children", "adults"}), frozenset({"children", "older"}), frozenset({"men", "women"}),
    frozenset({"men", "pregnant"}), frozenset({"young", "older"}), frozenset({"healthy", "patients"}),
)  # fmt: skip
"""Groups that cannot be meant at once."""
LIMITING = frozenset({"older", "children", "pregnant", "trained", "deficient", "patients", "obese"})
"""Groups whose results do not carry over to everybody."""

# --- in what form ------------------------------------------------------------------------------

FORMS: dict[str, dict[str, Pattern]] = {
    "salt": {
        name: any_of(words)
        for name, words in {
            "glycinate": "glycinate|bisglycinate|diglycinate", "citrate": "citrate", "oxide": "oxide",
            "threonate": "threonate|l-threonate", "chloride": "chloride", "sulfate": "sulfate|sulphate",
            "malate": "malate", "taurate": "taurate", "gluconate": "gluconate", "picolinate": "picolinate",
            "carbonate": "carbonate", "orotate": "orotate", "lactate": "lactate", "acetate": "acetate",
            "aspartate": "aspartate", "monohydrate": "monohydrate", "hydrochloride": "hydrochloride|hcl",
            "fumarate": "fumarate", "selenite": "selenite", "selenomethionine": "selenomethionine",
        }.items()
    },
    "vitamer": {
        "alpha": any_of("alpha-tocopher*|all-rac-alpha*"), "gamma": any_of("gamma-tocopher*"),
        "d2": any_of("vitamin d2|ergocalciferol"), "d3": any_of("vitamin d3|cholecalciferol"),
        "cyano": any_of("cyanocobalamin"), "methyl": any_of("methylcobalamin"),
        "hydroxo": any_of("hydroxocobalamin"), "k1": any_of("vitamin k1|phylloquinone"),
        "k2": any_of("vitamin k2|menaquinone*"), "ubiquinol": any_of("ubiquinol"),
        "ubiquinone": any_of("ubiquinone"), "retinol": any_of("retinol"),
        "carotene": any_of("beta-carotene|carotene"), "niacin": any_of("nicotinic acid|niacin"),
        "niacinamide": any_of("niacinamide|nicotinamide"),
    },
    "route": {
        "oral": any_of("oral|orally|by mouth|tablet*|capsule*|pill|pills|swallow*|taking|eating|drinking|powder"),
        "injected": any_of(
            "intravenous*|iv|injection*|injected|infusion*|infused|intraperitoneal*|intramuscular*|parenteral*|"
            "subcutaneous*"
        ),
        "inhaled": any_of("diffuser*|inhal*|aromatherapy|vapour|vapor|sniffing|sniffed"),
        "skin": any_of("topical*|cream|gel on the skin|ointment|lotion|applied to the skin|transdermal*|serum on"),
    },
    "preparation": {
        "extract": any_of("extract|extracts|concentrate"),
        "food": any_of(
            "brewed|drinking|drink|tea drinkers|eating foods|eating more|foods rich|in the diet|dietary intake|food sources|juice|"
            "raw|cooked|a cup of|cups of"
        ),
        "oil": any_of("essential oil|aromatherapy"),
    },
}  # fmt: skip
"""Families of forms; a result for one form of a family says nothing of its siblings."""
COMBINED = any_of(
    "combin*|blend*|formula*|mixture*|complex|cocktail|multivitamin*|multi-ingredient|multinutrient|plus|"
    "together with|along with|in combination|co-supplement*|adjunct|added to|add-on|product|capsule with|"
    "capsule of|stack"
)
