"""What is said instead of an answer, by language; `en` where a language has no text."""

from __future__ import annotations

from collections.abc import Mapping

URGENT_MESSAGE = (
    "This can be an emergency. Call your local emergency number now, or have someone call it for "
    "you. If something was swallowed, also call a poison centre and keep the package at hand; do "
    "not wait for symptoms. Stay with the person and don't drive yourself."
)
CRISIS_MESSAGE = (
    "I'm sorry that it is this hard right now. Please talk to someone at once: call your local "
    "emergency number or a crisis line, or go to the nearest emergency department, and tell "
    "someone near you. You don't have to explain it well to be helped."
)
DECLINED_MESSAGE = (
    "I don't write advertisements, repeat claims on request or play another role. Ask me what has "
    "been tested about a supplement and I'll show you, with the passages."
)
OUT_OF_SCOPE_MESSAGE = (
    "I only answer questions on dietary supplements, from the documents I have. Try, for example: "
    "“Does magnesium L-threonate improve sleep?”"
)
URGENT_MESSAGES: Mapping[str, str] = {
    "en": URGENT_MESSAGE,
    "nl": (
        "Dit kan een noodgeval zijn. Bel nu het alarmnummer, of laat iemand anders bellen. Is er iets "
        "ingeslikt, bel dan ook een vergiftigingencentrum en houd de verpakking bij de hand; wacht niet "
        "op klachten. Blijf bij de persoon en rijd niet zelf."
    ),
    "de": (
        "Das kann ein Notfall sein. Rufen Sie jetzt den Notruf an oder lassen Sie jemanden anrufen. Wenn "
        "etwas geschluckt wurde, rufen Sie auch eine Giftnotrufzentrale an und halten Sie die Packung "
        "bereit; warten Sie nicht auf Beschwerden. Bleiben Sie bei der Person und fahren Sie nicht selbst."
    ),
    "es": (
        "Puede ser una emergencia. Llame ahora al número de emergencias o pida a alguien que llame. Si se "
        "ha tragado algo, llame también a un centro de toxicología y tenga el envase a mano; no espere a "
        "que haya síntomas. No deje sola a la persona y no conduzca usted."
    ),
    "fr": (
        "C'est peut-être une urgence. Appelez maintenant le numéro d'urgence ou faites appeler quelqu'un. "
        "Si quelque chose a été avalé, appelez aussi un centre antipoison et gardez l'emballage ; "
        "n'attendez pas les symptômes. Restez auprès de la personne et ne conduisez pas."
    ),
}
CRISIS_MESSAGES: Mapping[str, str] = {
    "en": CRISIS_MESSAGE,
    "nl": (
        "Wat erg dat het nu zo zwaar is. Praat meteen met iemand: bel het alarmnummer of een "
        "zelfmoordpreventielijn, of ga naar de spoedeisende hulp, en vertel het iemand bij u in de buurt. "
        "U hoeft het niet goed uit te leggen om geholpen te worden."
    ),
    "de": (
        "Es tut mir leid, dass es gerade so schwer ist. Bitte sprechen Sie sofort mit jemandem: Rufen Sie "
        "den Notruf oder ein Krisentelefon an oder gehen Sie in die nächste Notaufnahme, und sagen Sie es "
        "jemandem in Ihrer Nähe. Sie müssen es nicht gut erklären, um Hilfe zu bekommen."
    ),
    "es": (
        "Siento que lo esté pasando tan mal. Hable con alguien ahora mismo: llame al número de emergencias "
        "o a una línea de crisis, o vaya a urgencias, y dígaselo a alguien cercano. No hace falta "
        "explicarlo bien para recibir ayuda."
    ),
    "fr": (
        "Je suis désolé que ce soit si dur en ce moment. Parlez à quelqu'un tout de suite : appelez le "
        "numéro d'urgence ou une ligne d'écoute, ou allez aux urgences, et dites-le à un proche. Il n'est "
        "pas nécessaire de bien l'expliquer pour être aidé."
    ),
}
NOT_READ_MESSAGES: Mapping[str, str] = {
    "en": OUT_OF_SCOPE_MESSAGE,
    "nl": (
        "Deze vraag kan ik niet lezen. Ik beantwoord vragen over voedingssupplementen uit mijn documenten, "
        "het best in het Engels; een naam en een klacht in het Nederlands herken ik vaak, bijvoorbeeld: "
        "“Helpt magnesium tegen migraine?” Het antwoord zelf is in het Engels."
    ),
    "de": (
        "Diese Frage kann ich nicht lesen. Ich beantworte Fragen zu Nahrungsergänzungsmitteln aus meinen "
        "Dokumenten, am besten auf Englisch; einen Namen und eine Beschwerde auf Deutsch erkenne ich oft, "
        "zum Beispiel: “Hilft Magnesium gegen Migräne?” Die Antwort selbst ist auf Englisch."
    ),
    "es": (
        "No puedo leer esta pregunta. Respondo preguntas sobre suplementos a partir de mis documentos, "
        "mejor en inglés; a menudo reconozco un nombre y una dolencia en español, por ejemplo: “¿El "
        "magnesio ayuda contra la migraña?” La respuesta misma está en inglés."
    ),
    "fr": (
        "Je n'arrive pas à lire cette question. Je réponds aux questions sur les compléments alimentaires "
        "à partir de mes documents, de préférence en anglais ; je reconnais souvent un nom et un trouble "
        "en français, par exemple : « Le magnésium aide-t-il contre la migraine ? » La réponse est en anglais."
    ),
}
"""For a question outside the subject, or one that can't be read: what is supported, in its language."""


def in_language(messages: Mapping[str, str], language: str) -> str:
    """The message of a language, or the English one."""
    return messages.get(language, messages["en"])
