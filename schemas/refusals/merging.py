"""What the hub and the counter say of dossiers that are merged and split."""

SENTENCES: dict[str, tuple[str, str]] = {
    "dossier-merged": (
        "Dit dossier is samengevoegd met een ander dossier. Open dat dossier en doe het daar.",
        "This dossier was merged into another one. Open that one and do it there.",
    ),
    "same-dossier": (
        "U koos twee keer hetzelfde dossier. Kies een ander dossier.",
        "You chose the same dossier twice. Choose another one.",
    ),
    "merge-closed": (
        "Het dossier zou na het samenvoegen gesloten zijn ({came}), terwijl het andere loopt ({expected}). Kies de andere stand, of open het gesloten dossier eerst weer.",
        "After the merge the dossier would be closed ({came}), while the other one goes on ({expected}). Choose the other standing, or open the closed dossier first.",
    ),
    "merge-changed": (
        "Sinds het voorbeeld is er iets veranderd: nu {came}, in het voorbeeld {expected}. Bekijk het nieuwe voorbeeld en bevestig opnieuw.",
        "Something changed since the preview: {came} now, {expected} in the preview. Look at the new preview and confirm again.",
    ),
    "merge-undone": (
        "Deze samenvoeging is al ongedaan gemaakt ({came}). Splits het dossier als er nog iets weg moet.",
        "This merge was undone already ({came}). Split the dossier when something still has to go.",
    ),
    "split-changed": (
        "Wat u koos staat niet meer in dit dossier ({came}). Bekijk het dossier en kies opnieuw.",
        "What you chose is not in this dossier any more ({came}). Look at the dossier and choose again.",
    ),
    "split-whole": (
        "Zo blijft er in dit dossier niets over. Voeg het samen met een ander dossier, of laat iets staan.",
        "This leaves nothing in the dossier. Merge it into another one, or leave something.",
    ),
}
