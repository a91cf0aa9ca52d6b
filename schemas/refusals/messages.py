"""What is wrong with a message itself: its bytes, its type and rules, its envelope."""

SENTENCES: dict[str, tuple[str, str]] = {
    "message-empty": (
        "Het bericht is leeg; verwacht werd een XML-bericht. Lever het bestand opnieuw aan.",
        "The message is empty; an XML message was expected. Deliver the file again.",
    ),
    "message-too-large": (
        "Te groot: {came} bytes; toegestaan is {expected} bytes. Verklein de bijlage en lever opnieuw aan.",
        "Too large: {came} bytes; {expected} bytes are allowed. Make the attachment smaller and deliver again.",
    ),
    "xml-malformed": (
        "Het bericht is geen leesbare XML ({came}). Laat het pakket het bericht opnieuw aanmaken.",
        "The message is not well-formed XML ({came}). Have the software create the message again.",
    ),
    "xml-encoding": (
        "De codering van het bericht klopt niet ({came}); toegestaan is {expected}. Lever het bericht opnieuw aan in UTF-8.",
        "The encoding of the message is wrong ({came}); {expected} is allowed. Deliver the message again in UTF-8.",
    ),
    "xml-doctype": (
        "Het bericht bevat een DOCTYPE of entiteit; die zijn niet toegestaan. Laat het pakket het bericht zonder DOCTYPE maken.",
        "The message holds a DOCTYPE or entity; these are not allowed. Have the software create it without a DOCTYPE.",
    ),
    "xml-too-deep": (
        "Het bericht is dieper genest dan {expected} niveaus. Laat het pakket het bericht opnieuw aanmaken.",
        "The message is nested deeper than {expected} levels. Have the software create the message again.",
    ),
    "xml-too-many-elements": (
        "Het bericht heeft meer dan {expected} elementen. Laat het pakket het bericht opnieuw aanmaken.",
        "The message has more than {expected} elements. Have the software create the message again.",
    ),
    "xml-too-many-attributes": (
        "Het bericht heeft te veel attributen; een element mag er {expected} hebben. Laat het pakket het bericht opnieuw aanmaken.",
        "The message has too many attributes; an element may have {expected}. Have the software create the message again.",
    ),
    "xml-xinclude": (
        "Het bericht verwijst met XInclude naar iets buiten het bericht; dat is niet toegestaan. Stuur de inhoud zelf mee.",
        "The message refers outside itself with XInclude; that is not allowed. Put the content in the message.",
    ),
    "base64-invalid": (
        "De bijlage in {path} is geen geldige base64 ({came}). Voeg de bijlage opnieuw toe en verstuur nog eens.",
        "The attachment in {path} is not valid base64 ({came}). Attach it again and send once more.",
    ),
    "unknown-message-type": (
        "Berichtsoort {came} wordt hier niet verwerkt; wel {expected}. Controleer de berichtsoort en het wortelelement.",
        "Message type {came} is not handled here; handled are {expected}. Check the message type and the root element.",
    ),
    "unknown-schema-version": (
        "Versie {came} wordt niet ondersteund; ondersteund zijn {expected}. Maak het bericht in een ondersteunde versie.",
        "Version {came} is not supported; supported are {expected}. Create the message in a supported version.",
    ),
    "schema-invalid": (
        "{path}: {came} past niet; verwacht werd {expected}. Herstel dit in het pakket en verstuur opnieuw.",
        "{path}: {came} does not fit; {expected} was expected. Mend this in the software and send again.",
    ),
    "condition-violated": (
        "{path}: {came} past niet bij de rest van het bericht; verwacht werd {expected}. Herstel dit en verstuur opnieuw.",
        "{path}: {came} does not fit the rest of the message; {expected} was expected. Mend this and send again.",
    ),
    "invalid-value": (
        "{path}: de waarde {came} kan niet worden gelezen; verwacht werd {expected}. Herstel dit en verstuur opnieuw.",
        "{path}: the value {came} cannot be read; {expected} was expected. Mend this and send again.",
    ),
    "envelope-invalid": (
        "De envelop klopt niet: {path} is {came}; verwacht werd {expected}. Herstel de envelop en lever opnieuw aan.",
        "The envelope is wrong: {path} is {came}; {expected} was expected. Mend the envelope and deliver again.",
    ),
    "envelope-mismatch": (
        "De envelop en het bericht spreken elkaar tegen over {path}: {came} en {expected}. Maak ze gelijk en lever opnieuw aan.",
        "Envelope and message disagree on {path}: {came} and {expected}. Make them equal and deliver again.",
    ),
    "sender-mismatch": (
        "De afzender {came} hoort niet bij deze verbinding; verwacht werd {expected}. Gebruik de eigen aansluiting.",
        "Sender {came} does not belong to this connection; {expected} was expected. Use your own connection.",
    ),
    "unknown-receiver": (
        "Ontvanger {came} is hier niet bekend; verwacht werd een kantoor of geldverstrekker van deze hub. Controleer het nummer.",
        "Receiver {came} is not known here; an office or lender of this hub was expected. Check the number.",
    ),
    "environment-mismatch": (
        "Het bericht is voor omgeving {came}; deze hub is {expected}. Stuur het naar de juiste omgeving.",
        "The message is for environment {came}; this hub is {expected}. Send it to the right environment.",
    ),
    "message-id-reused": (
        "Kenmerk {came} is al gebruikt voor een bericht met andere inhoud. Geef het nieuwe bericht een eigen kenmerk.",
        "Identity {came} was used before for a message with other content. Give the new message an identity of its own.",
    ),
    "intake-crashed": (
        "Dit bericht liet de ontvangst vastlopen en is bewaard zonder te zijn gelezen. Beheer bekijkt het; stuur het niet opnieuw.",
        "This message made intake stop and was kept unread. Operations looks into it; do not send it again.",
    ),
}
