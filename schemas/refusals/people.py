"""Who may come in: accounts, machines, links, codes, sign-in services."""

SENTENCES: dict[str, tuple[str, str]] = {
    "not-signed-in": (
        "U bent niet aangemeld; verwacht werd een sessie of een API-sleutel. Vraag een nieuwe link of sleutel aan.",
        "You are not signed in; a session or an API key was expected. Ask for a new link or key.",
    ),
    "not-allowed": (
        "Deze sleutel mag dit niet; verwacht werd het recht {expected}. Vraag de beheerder om dit recht.",
        "This key may not do this; the right {expected} was expected. Ask the administrator for it.",
    ),
    "account-reads-only": (
        "Wie de rol {came} heeft, kijkt alleen mee en krijgt geen dossiers. Kies een collega met een rol als {expected}.",
        "Whoever has the role {came} only looks on and gets no dossiers. Choose a colleague with a role like {expected}.",
    ),
    "account-over": (
        "Dit account is geëindigd ({came}) en krijgt geen dossiers. Kies een andere collega, of geef het account een latere laatste dag.",
        "This account is over ({came}) and gets no dossiers. Choose another colleague, or give the account a later last day.",
    ),
    "client-unknown": (
        "Deze client is onbekend of ingetrokken, of zijn geheim of certificaat klopt niet. Vraag de beheerder om een nieuw geheim.",
        "This client is unknown or revoked, or its secret or certificate is wrong. Ask the administrator for a new secret.",
    ),
    "assertion-invalid": (
        "De ondertekende verklaring van deze client klopt niet bij {path} ({came}); verwacht werd {expected}. Maak voor elk verzoek een nieuwe.",
        "The signed assertion of this client does not hold at {path} ({came}); {expected} was expected. Make a new one for each request.",
    ),
    "assertion-used": (
        "Deze ondertekende verklaring is al gebruikt; elke werkt één keer. Maak voor elk verzoek een nieuwe, met een eigen jti.",
        "This signed assertion was used before; each works once. Make a new one for each request, with a jti of its own.",
    ),
    "scope-not-granted": (
        "Deze client vraagt rechten die hij niet heeft ({came}); verwacht werd {expected}. Vraag minder, of vraag de beheerder om dit recht.",
        "This client asks for rights that it has not got ({came}); {expected} was expected. Ask for fewer, or ask the administrator.",
    ),
    "provider-state": (
        "Deze aanmelding begon in een andere browser of duurde te lang. Begin opnieuw bij de pagina van uw kantoor.",
        "This sign-in began in another browser or took too long. Start again at the page of your office.",
    ),
    "provider-answer": (
        "Het antwoord van de aanmelddienst klopt niet ({came}); verwacht werd {expected}. Begin opnieuw, of vraag uw beheerder.",
        "The answer of the sign-in service does not hold ({came}); {expected} was expected. Start again, or ask your administrator.",
    ),
    "provider-no-group": (
        "U staat bij uw kantoor in geen groep die hier toegang geeft. Vraag uw beheerder om de groep.",
        "Your office has you in no group that may come in here. Ask your administrator for the group.",
    ),
    "provider-domain": (
        "Uw e-mailadres hoort niet bij dit kantoor; verwacht werd een adres van {expected}. Meld u aan met uw kantooraccount.",
        "Your e-mail address does not belong to this office; an address of {expected} was expected. Use your office account.",
    ),
    "provider-unverified": (
        "De aanmelddienst zegt niet dat uw e-mailadres is gecontroleerd; zonder dat komt niemand voor het eerst binnen. Bevestig uw adres daar, of vraag uw beheerder.",
        "The sign-in service does not say that your e-mail address was verified; without that nobody comes in for the first time. Confirm your address there, or ask your administrator.",
    ),
    "provider-email-taken": (
        "Uw e-mailadres bij de aanmelddienst hoort hier bij een ander account. Er is niets gewijzigd; vraag uw beheerder wie welk adres heeft.",
        "Your e-mail address at the sign-in service belongs to another account here. Nothing was changed; ask your administrator who has which address.",
    ),
    "provider-account": (
        "Met dit account kunt u zich niet via de aanmelddienst van het kantoor aanmelden: het is uitgeschakeld, of zijn rol komt niet uit een groep. Vraag uw beheerder.",
        "This account cannot sign in through the sign-in service of the office: it is switched off, or its role comes from no group. Ask your administrator.",
    ),
    "provider-other-office": (
        "Dit account hoort bij een ander kantoor. Meld u aan bij de pagina van uw eigen kantoor.",
        "This account belongs to another office. Sign in at the page of your own office.",
    ),
    "link-expired": (
        "Deze link is gebruikt of verlopen; een link werkt één keer. Vraag een nieuwe link aan.",
        "This link was used or has expired; a link works once. Ask for a new link.",
    ),
    "sign-in-failed": (
        "E-mailadres of wachtwoord klopt niet, of hier is te vaak een verkeerd wachtwoord geprobeerd. Controleer beide en wacht een paar minuten, of kies een nieuw wachtwoord.",
        "E-mail address or password is wrong, or a wrong password was tried here too often. Check both and wait a few minutes, or choose a new password.",
    ),
    "code-wrong": (
        "Deze code klopt niet, is al gebruikt of hoort bij een ander moment; na te veel pogingen wacht u even. Neem de code die nu in de app staat.",
        "This code is wrong, was used before or belongs to another moment; after too many tries you wait a while. Take the code that the app shows now.",
    ),
    "letter-code-wrong": (
        "Deze code werkt niet: hij is al gebruikt, ouder dan twee weken, of anders getypt dan hij op de brief staat. Neem hem over van de laatste brief, of bel uw adviseur voor een nieuwe.",
        "This code does not work: it was used, is older than two weeks, or was typed otherwise than it stands on the letter. Copy it from the last letter, or call your adviser for a new one.",
    ),
    "customer-shut-out": (
        "Dit account is afgesloten en krijgt geen link of brief; verwacht werd {expected}. Vraag de beheerder om het account weer te openen.",
        "This account is shut and gets no link or letter; {expected} was expected. Ask the administrator to open the account again.",
    ),
    "erasure-asked": (
        "Dit hebt u al gevraagd en het kantoor heeft nog niet geantwoord; verwacht werd {expected}. Er is niets veranderd; wacht op het antwoord of bel uw adviseur.",
        "You asked this already and the office has not answered yet; {expected} was expected. Nothing was changed; wait for the answer or call your adviser.",
    ),
    "password-wrong": (
        "Uw huidige wachtwoord klopt niet; na te veel pogingen wacht u even. Typ het opnieuw.",
        "Your current password is wrong; after too many tries you wait a while. Type it again.",
    ),
    "password-weak": (
        "Dit wachtwoord is te makkelijk te raden. Kies 12 tot 200 tekens, geen veelgebruikt wachtwoord, en niets met uw naam of e-mailadres.",
        "This password is too easy to guess. Choose 12 to 200 characters, no common password, and nothing with your name or e-mail address.",
    ),
    "passwords-differ": (
        "De twee wachtwoorden zijn niet gelijk. Typ het nieuwe wachtwoord twee keer hetzelfde.",
        "The two passwords are not the same. Type the new password twice in the same way.",
    ),
    "passkey-refused": (
        "Deze passkey werd niet aangenomen: hij is hier onbekend, al bekend, of het duurde te lang. Begin opnieuw, of gebruik uw wachtwoord.",
        "This passkey was not accepted: it is unknown here, known already, or it took too long. Start again, or use your password.",
    ),
    "last-factor": (
        "Dit is uw laatste tweede stap. Stel eerst een andere in: een app met codes of een passkey.",
        "This is your last second step. Set up another one first: an app with codes or a passkey.",
    ),
    "own-account": (
        "Uw eigen account sluit u niet zelf af en uw eigen rol neemt u uzelf niet af. Vraag het een andere beheerder.",
        "You do not shut out your own account or take away your own role. Ask another administrator.",
    ),
    "role-not-given": (
        "De rol {came} geeft een kantoor niet zelf. Vraag het wie de hub beheert.",
        "An office does not give the role {came} itself. Ask whoever runs the hub.",
    ),
    "stale-account": (
        "Iemand anders heeft dit account intussen gewijzigd. Wat u typte staat nog in het formulier; kijk onder ‘Wat er met dit account gebeurde’ en bewaar dan opnieuw.",
        "Somebody else changed this account meanwhile. What you typed is still in the form; look at ‘What happened to this account’ and keep it again.",
    ),
}
