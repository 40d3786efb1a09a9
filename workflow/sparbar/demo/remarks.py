"""Invented remarks for the comment columns, with the signs that break careless writers of documents."""

from __future__ import annotations

from typing import Final

REMARKS: Final[dict[str, tuple[str, ...]]] = {
    "ja": (
        "Vill gärna ha fortsatt kontakt.",
        "Uppskattade att samtalen fick ta tid.",
        "Behöver stöd i kontakten med vården.",
        "Har inte träffat en handläggare på länge.",
        "Intresserad av arbete utomhus.",
        "Saknar körkort, åker buss.",
        "Återkoppling till ansvarig handläggare gjord.",
    ),
    "nej": (
        "Tackade vänligt nej.",
        "Kan tänka sig senare.",
        "Orkar inte just nu.",
        "Vill ha informationen på papper.",
        "Har provat liknande insatser förut.",
    ),
    "ej_nadd": (
        "Tre samtal, inget svar.",
        "Telefonsvarare varje gång.",
        "Numret har upphört.",
        "Meddelande lämnat, ingen återkoppling.",
    ),
    "annat_bortfall": (
        "Har flyttat till annan ort.",
        "Har fått arbete på annat håll.",
        "Inte längre inskriven.",
        "Går över till annan insats.",
    ),
}

SPECIAL_REMARKS: Final[dict[int, str]] = {
    5: 'Sa: "ring mig hellre i höst" – återkommer',
    9: "Kom med egen plan <truckkort> & vill börja direkt *viktigt*",
    13: "- vill vänta till efter sommaren",
    19: "Önskar möte på förmiddagen; åker {buss} #12 från Åsen",
    30: "Sonen var med på ett möte.\nFungerade bra.",
    40: 'Säger "det är ingen idé" | 100 % säker',
    74: "Föredrar 'vanliga' brev & inte e-post",
    92: "Vill bli lagerarbetare_eller_vaktmästare, se [pärm] $A$",
}
"""Remarks that stand at a certain running number, so that every build meets these signs."""

TARGET_GROUP_REMARKS: Final = (
    "Kontrollera datum.",
    "Inskriven på nytt efter uppehåll.",
    "Planering finns sedan tidigare",
    "Bytt kontor 2019 & åter",
    'Anger "oklart" om tidigare arbete',
)
