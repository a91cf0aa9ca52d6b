"""Streams of toy messages whose effect tells whether one was lost, doubled or out of order."""

from tests.builders.engine import OpenPage, WriteLine, entry


def stream(dossiers, each, first):
    """`each` messages for each dossier, in turns; a dossier's lines must become 0, 1, 2, …"""
    made = []
    for n in range(each):
        for d in range(dossiers):
            name = f"{first}-{d}"
            command = WriteLine(text=str(n)) if n else OpenPage(text="0")
            made.append(entry(name, command, identity=f"{name}-{n}"))
    return made
