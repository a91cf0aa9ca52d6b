/* On a narrow screen the tabs of a dossier slide; the open one is brought into sight. */
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
