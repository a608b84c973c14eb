"""What is said instead of an answer, by language; `en` where a language has no text."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.triage.pets import SWALLOWED_BY_ANIMAL
from assistant.triage.rules import Kind

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
ACUTE_MESSAGES: Mapping[str, str] = {
    "en": (
        "This can be an emergency. Call your local emergency number now, or have someone call it for "
        "you. Don't treat it with a supplement; tell those who help everything that was taken, medicines "
        "too. Stay with the person and don't drive yourself."
    ),
    "nl": (
        "Dit kan een noodgeval zijn. Bel nu het alarmnummer, of laat iemand anders bellen. Behandel het "
        "niet met een supplement; vertel wie komt helpen alles wat er is ingenomen, ook medicijnen. Blijf "
        "bij de persoon en rijd niet zelf."
    ),
    "de": (
        "Das kann ein Notfall sein. Rufen Sie jetzt den Notruf an oder lassen Sie jemanden anrufen. "
        "Behandeln Sie es nicht mit einem Nahrungsergänzungsmittel; nennen Sie denen, die helfen, alles, was "
        "eingenommen wurde, auch Medikamente. Bleiben Sie bei der Person und fahren Sie nicht selbst."
    ),
    "es": (
        "Puede ser una emergencia. Llame ahora al número de emergencias o pida a alguien que llame. No lo "
        "trate con un suplemento; diga a quienes ayuden todo lo que se ha tomado, también los medicamentos. "
        "No deje sola a la persona y no conduzca usted."
    ),
    "fr": (
        "C'est peut-être une urgence. Appelez maintenant le numéro d'urgence ou faites appeler quelqu'un. "
        "N'essayez pas de la traiter avec un complément ; dites aux secours tout ce qui a été pris, "
        "médicaments compris. Restez auprès de la personne et ne conduisez pas."
    ),
}
POISONING_MESSAGES: Mapping[str, str] = {
    "en": (
        "This can be an emergency. Call your local emergency number now, or have someone call it for "
        "you; also call a poison centre. Keep the package at hand and do not wait for symptoms. Stay with "
        "the person and don't drive yourself."
    ),
    "nl": (
        "Dit kan een noodgeval zijn. Bel nu het alarmnummer, of laat iemand anders bellen; bel ook een "
        "vergiftigingencentrum. Houd de verpakking bij de hand en wacht niet op klachten. Blijf bij de "
        "persoon en rijd niet zelf."
    ),
    "de": (
        "Das kann ein Notfall sein. Rufen Sie jetzt den Notruf an oder lassen Sie jemanden anrufen; rufen "
        "Sie auch eine Giftnotrufzentrale an. Halten Sie die Packung bereit und warten Sie nicht auf "
        "Beschwerden. Bleiben Sie bei der Person und fahren Sie nicht selbst."
    ),
    "es": (
        "Puede ser una emergencia. Llame ahora al número de emergencias o pida a alguien que llame; llame "
        "también a un centro de toxicología. Tenga el envase a mano y no espere a que haya síntomas. No deje "
        "sola a la persona y no conduzca usted."
    ),
    "fr": (
        "C'est peut-être une urgence. Appelez maintenant le numéro d'urgence ou faites appeler quelqu'un ; "
        "appelez aussi un centre antipoison. Gardez l'emballage et n'attendez pas les symptômes. Restez "
        "auprès de la personne et ne conduisez pas."
    ),
}
LIVER_MESSAGES: Mapping[str, str] = {
    "en": (
        "This can mean that the liver is harmed. Stop taking the supplement now and be seen by a doctor "
        "today; where no practice is open, go to an emergency department. Take the package along and name "
        "everything that is taken, medicines too. Call your local emergency number at once if there is "
        "confusion, great drowsiness, vomiting that won't stop or bleeding."
    ),
    "nl": (
        "Dit kan betekenen dat de lever beschadigd is. Stop nu met het supplement en laat u vandaag nog "
        "door een arts onderzoeken; is er geen praktijk open, ga dan naar de spoedeisende hulp. Neem de "
        "verpakking mee en noem alles wat u inneemt, ook medicijnen. Bel meteen het alarmnummer bij "
        "verwardheid, grote slaperigheid, aanhoudend braken of een bloeding."
    ),
    "de": (
        "Das kann bedeuten, dass die Leber geschädigt ist. Setzen Sie das Mittel jetzt ab und lassen Sie sich "
        "noch heute ärztlich untersuchen; ist keine Praxis offen, gehen Sie in eine Notaufnahme. Nehmen Sie "
        "die Packung mit und nennen Sie alles, was eingenommen wird, auch Medikamente. Rufen Sie sofort den "
        "Notruf an bei Verwirrtheit, großer Schläfrigkeit, anhaltendem Erbrechen oder einer Blutung."
    ),
    "es": (
        "Puede significar que el hígado está dañado. Deje ahora de tomar el suplemento y vaya hoy mismo al "
        "médico; si no hay consulta abierta, vaya a urgencias. Lleve el envase y diga todo lo que toma, "
        "también los medicamentos. Llame enseguida al número de emergencias si hay confusión, mucha "
        "somnolencia, vómitos que no paran o sangrado."
    ),
    "fr": (
        "Cela peut vouloir dire que le foie est atteint. Arrêtez le complément maintenant et consultez un "
        "médecin aujourd'hui ; si aucun cabinet n'est ouvert, allez aux urgences. Emportez l'emballage et "
        "dites tout ce qui est pris, médicaments compris. Appelez aussitôt le numéro d'urgence en cas de "
        "confusion, de grande somnolence, de vomissements qui ne cessent pas ou de saignement."
    ),
}
URGENT_MESSAGES: Mapping[Kind, Mapping[str, str]] = {
    "acute": ACUTE_MESSAGES,
    "poisoning": POISONING_MESSAGES,
    "liver": LIVER_MESSAGES,
    "animal": SWALLOWED_BY_ANIMAL,
}
"""By what happened: danger now, something swallowed, signs of a harmed liver, an animal that swallowed something."""
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
SHOP_MESSAGES: Mapping[str, str] = {
    "en": (
        "Prices, brands and where to buy something are not in these documents. Ask me what has been tested "
        "about the supplement and I'll show you, with the passages."
    ),
    "nl": (
        "Prijzen, merken en waar iets te koop is staan niet in deze documenten. Vraag wat er over het "
        "supplement is onderzocht, bijvoorbeeld: “Helpt magnesium tegen migraine?” Het antwoord zelf is in het "
        "Engels."
    ),
    "de": (
        "Preise, Marken und wo man etwas kaufen kann stehen nicht in diesen Dokumenten. Fragen Sie, was zu "
        "dem Mittel untersucht wurde, zum Beispiel: “Hilft Magnesium gegen Migräne?” Die Antwort selbst ist "
        "auf Englisch."
    ),
    "es": (
        "Los precios, las marcas y dónde comprar no están en estos documentos. Pregunte qué se ha "
        "investigado sobre el suplemento, por ejemplo: “¿El magnesio ayuda contra la migraña?” La respuesta "
        "misma está en inglés."
    ),
    "fr": (
        "Les prix, les marques et les points de vente ne sont pas dans ces documents. Demandez ce qui a été "
        "étudié sur le complément, par exemple : « Le magnésium aide-t-il contre la migraine ? » La réponse "
        "est en anglais."
    ),
}


def in_language(messages: Mapping[str, str], language: str) -> str:
    """The message of a language, or the English one."""
    return messages.get(language, messages["en"])
