"""What is said of animals: that one which swallowed something needs a vet now, and that nothing here is on pets."""

from __future__ import annotations

from collections.abc import Mapping

SWALLOWED_BY_ANIMAL: Mapping[str, str] = {
    "en": (
        "This can be an emergency for an animal. Call a vet or an animal poison line now, at night too, and "
        "don't wait for signs. Say what was swallowed, how much, when, and what the animal weighs, and take the "
        "package along. Don't make it vomit unless they tell you to."
    ),
    "nl": (
        "Dit kan voor een dier een noodgeval zijn. Bel nu een dierenarts of een vergiftigingenlijn voor dieren, "
        "ook 's nachts, en wacht niet op klachten. Zeg wat er is ingeslikt, hoeveel, wanneer en wat het dier "
        "weegt, en neem de verpakking mee. Laat het alleen braken als zij dat zeggen."
    ),
    "de": (
        "Das kann für ein Tier ein Notfall sein. Rufen Sie jetzt eine Tierarztpraxis oder einen Giftnotruf an, "
        "auch nachts, und warten Sie nicht auf Anzeichen. Sagen Sie, was verschluckt wurde, wie viel, wann und "
        "was das Tier wiegt, und nehmen Sie die Packung mit. Lösen Sie Erbrechen nur auf Anweisung aus."
    ),
    "es": (
        "Puede ser una emergencia para un animal. Llame ahora a un veterinario o a un servicio de toxicología "
        "para animales, también de noche, y no espere a que haya signos. Diga qué se tragó, cuánto, cuándo y "
        "cuánto pesa el animal, y lleve el envase. No lo haga vomitar si no se lo indican."
    ),
    "fr": (
        "Cela peut être une urgence pour un animal. Appelez maintenant un vétérinaire ou un centre antipoison "
        "pour animaux, même la nuit, et n'attendez pas les signes. Dites ce qui a été avalé, combien, quand et "
        "le poids de l'animal, et emportez l'emballage. Ne le faites vomir que si on vous le demande."
    ),
}
PET_MESSAGES: Mapping[str, str] = {
    "en": (
        "These documents are on people, and none is advice for animals: what is safe for people can poison a "
        "pet. Ask a vet before you give an animal a supplement."
    ),
    "nl": (
        "Deze documenten gaan over mensen en geven geen advies voor dieren: wat voor mensen veilig is, kan een "
        "huisdier vergiftigen. Vraag het een dierenarts voordat u een dier een supplement geeft."
    ),
    "de": (
        "Diese Dokumente handeln von Menschen und geben keinen Rat für Tiere: Was für Menschen sicher ist, kann "
        "ein Haustier vergiften. Fragen Sie eine Tierärztin oder einen Tierarzt, bevor Sie einem Tier etwas geben."
    ),
    "es": (
        "Estos documentos tratan de personas y no dan consejos para animales: lo que es seguro para las personas "
        "puede envenenar a una mascota. Pregunte a un veterinario antes de dar un suplemento a un animal."
    ),
    "fr": (
        "Ces documents portent sur des personnes et ne donnent pas de conseil pour les animaux : ce qui est sûr "
        "pour nous peut empoisonner un animal. Demandez à un vétérinaire avant de lui donner un complément."
    ),
}
