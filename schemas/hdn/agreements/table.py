"""Every agreement of the chain over several messages, in one table.

A row that is not `certain` is our reading of the sources: it only flags.
A row that `guards` also judges what we are about to send, before it goes.
The sentence that belongs to a slug stands in `schemas/refusals/`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from schemas.hdn.agreements import answers, documents, forwarding, offers, receipts, sources, statuses, versions
from schemas.hdn.agreements.sources import Source
from schemas.hdn.agreements.trace import Breach, Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One agreement. `judge` gives every breach of it in a trace; `nl` and `en` say what was agreed."""

    slug: str
    judge: Callable[[Trace], tuple[Breach, ...]]
    nl: str
    en: str
    source: Source
    certain: bool
    guards: bool


AGREEMENTS: tuple[Agreement, ...] = (
    # Receipts
    Agreement(
        slug="receipt-late",
        judge=receipts.receipt_in_time,
        nl="Op een AX of LX volgt binnen 15 minuten de ontvangstbevestiging.",
        en="An AX or LX is followed by its receipt within 15 minutes.",
        source=sources.STATUSES,
        certain=True,
        guards=False,  # late is better than never
    ),
    Agreement(
        slug="receipt-late-by-analogy",
        judge=receipts.receipt_in_time_by_analogy,
        nl="Op een KX, MX of IA volgt binnen 15 minuten de ontvangstbevestiging.",
        en="A KX, MX or IA is followed by its receipt within 15 minutes.",
        source=sources.STATUSES,
        certain=False,
        guards=False,
    ),
    Agreement(
        slug="receipt-twice",
        judge=receipts.receipt_once,
        nl="Een AX of LX wordt per versie één keer bevestigd; een tweede gaat alleen door als die iets toevoegt.",
        en="An AX or LX is confirmed once per version; a second receipt is passed on only when it adds something.",
        source=sources.STATUSES,
        certain=True,
        guards=True,
    ),
    Agreement(
        slug="receipt-twice-by-analogy",
        judge=receipts.receipt_once_by_analogy,
        nl="Een KX, MX of IA wordt per versie één keer bevestigd.",
        en="A KX, MX or IA is confirmed once per version.",
        source=sources.STATUSES,
        certain=False,
        guards=False,
    ),
    # Request versions
    Agreement(
        slug="first-version-not-one",
        judge=versions.first_version_is_one,
        nl="Het eerste bericht van een uitwisseling heeft versie 1.",
        en="The first message of an exchange has version 1.",
        source=sources.KET_003,
        certain=True,
        guards=True,
    ),
    Agreement(
        slug="version-used-again",
        judge=versions.version_used_once,
        nl="Een versie van een aanvraag gaat nooit twee keer met andere inhoud naar dezelfde ontvanger.",
        en="A version of an application never goes twice with other content to the same receiver.",
        source=sources.KET_003,
        certain=True,
        guards=True,
    ),
    Agreement(
        slug="version-skipped",
        judge=versions.version_goes_up_by_one,
        nl="Een nieuwe versie is de hoogste versie van de uitwisseling plus één.",
        en="A new version is the highest version of the exchange plus one.",
        source=sources.KET_003,
        certain=True,
        guards=True,
    ),
    Agreement(
        slug="answer-version-unknown",
        judge=versions.answer_carries_its_version,
        nl="Een antwoord draagt de versie van het bericht dat het beantwoordt.",
        en="An answer carries the version of the message that it answers.",
        source=sources.KET_003,
        certain=True,
        guards=True,
    ),
    Agreement(
        slug="old-version-answered",
        judge=versions.old_version_is_not_answered,
        nl="Wie een nieuwere versie kent, antwoordt niet meer op de oude, tenzij de nieuwe niet is geaccepteerd.",
        en="Who knows a newer version answers the old one no more, unless the new one was not accepted.",
        source=sources.KET_003,
        certain=True,
        guards=True,
    ),
    Agreement(
        slug="old-request-delivered",
        judge=versions.old_request_is_not_delivered,
        nl="Op de stukkenlijst van een oude versie gaat geen DX meer; de DX wacht op de nieuwe lijst.",
        en="No DX goes out on the list of an old version; it waits for the new list.",
        source=sources.KET_003,
        certain=True,
        guards=True,
    ),
    Agreement(
        slug="document-version-changed",
        judge=versions.document_keeps_the_version_of_its_request,
        nl="Een DX draagt de versie van zijn DA, ook als het stuk opnieuw wordt aangeleverd.",
        en="A DX carries the version of its DA, also when the document is delivered again.",
        source=sources.KET_003,
        certain=True,
        guards=True,
    ),
    # What is answered
    Agreement(
        slug="answer-before-application",
        judge=answers.answer_follows_its_application,
        nl="Een status, offerte of stukkenlijst komt na het bericht dat zij beantwoordt.",
        en="A status, offer or document request comes after the message that it answers.",
        source=sources.RESPONSE,
        certain=True,
        guards=True,
    ),
    Agreement(
        slug="status-not-expected",
        judge=answers.answers_get_no_status,
        nl="Op een SX, OX of DA volgt geen status, op een DX alleen wat eraan mankeert.",
        en="An SX, OX or DA gets no status in answer, a DX only what is wrong with it.",
        source=sources.DICTIONARY,
        certain=True,
        guards=True,
    ),
    Agreement(
        slug="status-without-reference",
        judge=answers.status_about_a_request_has_its_reference,
        nl="Een SX in antwoord op een DA draagt het Kenmerk.",
        en="An SX in answer to a DA carries the Kenmerk.",
        source=sources.DICTIONARY,
        certain=True,
        guards=True,
    ),
    Agreement(
        slug="request-answers-no-application",
        judge=documents.request_answers_an_application,
        nl="Een DA beantwoordt een AX of KX.",
        en="A DA answers an AX or KX.",
        source=sources.RESPONSE,
        certain=True,
        guards=True,
    ),
    # Statuses
    Agreement(
        slug="status-before-receipt",
        judge=statuses.receipt_is_the_first_status,
        nl="De ontvangstbevestiging (09) is de eerste status van een AX.",
        en="The receipt (09) is the first status of an AX.",
        source=sources.STATUSES,
        certain=True,
        guards=False,  # a status that has to go out is not held back by a receipt that was forgotten
    ),
    Agreement(
        slug="treatment-twice",
        judge=statuses.treatment_is_told_once,
        nl="Status 10 van een LX komt één keer per versie.",
        en="Status 10 of an LX comes once per version.",
        source=sources.ROLE_4B,
        certain=True,
        guards=True,
    ),
    Agreement(
        slug="declaration-not-sent",
        judge=statuses.declaration_is_sent_before_it_is_received,
        nl="Status 14 van een LX (gezondheidsverklaring ontvangen) komt na 15 (verzonden).",
        en="Status 14 of an LX (health declaration received) comes after 15 (sent).",
        source=sources.ROLE_4B,
        certain=True,
        guards=True,
    ),
    Agreement(
        slug="declaration-not-received",
        judge=statuses.declaration_is_received_before_the_policy,
        nl="Op status 15 van een LX volgt 14, voordat de polis wordt verzonden (08).",
        en="Status 15 of an LX is followed by 14 before the policy is sent (08).",
        source=sources.ROLE_4B,
        certain=False,
        guards=False,
    ),
    Agreement(
        slug="credit-ended",
        judge=statuses.nothing_follows_the_end_of_a_credit,
        nl="Na status 05 of 06 van een KX stuurt het pakket in deze uitwisseling niets meer.",
        en="After status 05 or 06 of a KX the package sends nothing more in this exchange.",
        source=sources.KET_034,
        certain=True,
        guards=True,
    ),
    Agreement(
        slug="life-ended",
        judge=statuses.nothing_follows_the_end_of_a_life_application,
        nl="Na status 16 van een LX volgt geen nieuwe versie en geen antwoord meer.",
        en="After status 16 of an LX no new version and no answer follows.",
        source=sources.KET_009,
        certain=True,
        guards=True,
    ),
    Agreement(
        slug="mortgage-ended",
        judge=statuses.nothing_follows_the_end_of_a_mortgage,
        nl="Na status 11, 16 of 20 van een AX volgt geen nieuwe versie en geen antwoord meer.",
        en="After status 11, 16 or 20 of an AX no new version and no answer follows.",
        source=sources.STATUSES,
        certain=False,
        guards=False,
    ),
    Agreement(
        slug="notary-status-missing",
        judge=statuses.notary_is_told_of,
        nl="Vanaf 24.0 is status 31 verzonden voordat de lening in beheer is (20).",
        en="From 24.0 on status 31 has been sent before the loan is in servicing (20).",
        source=sources.OFFER_PROCESS,
        certain=True,
        guards=False,  # who passes a lender's 20 on cannot send the lender's 31
    ),
    Agreement(
        slug="notary-status-after-payment",
        judge=statuses.notary_is_told_of_before_payment,
        nl="Vanaf 24.0 is status 31 verzonden voordat de gelden worden uitbetaald (26).",
        en="From 24.0 on status 31 has been sent before the money is paid (26).",
        source=sources.OFFER_PROCESS,
        certain=False,
        guards=False,
    ),
    # Offers
    Agreement(
        slug="offer-not-one-kind",
        judge=offers.offer_is_of_one_kind,
        nl="Een OX is een indicatief voorstel of een bindende offerte, nooit beide.",
        en="An OX is an indicative proposal or a binding offer, never both.",
        source=sources.OFFER_KINDS,
        certain=True,
        guards=True,
    ),
    # Document lists and deliveries
    Agreement(
        slug="request-after-offer",
        judge=documents.request_comes_with_the_offer,
        nl="De eerste DA komt uiterlijk samen met of direct na de eerste OX.",
        en="The first DA comes at the latest together with or just after the first OX.",
        source=sources.DOCUMENT_PROCESS,
        certain=False,
        guards=False,
    ),
    Agreement(
        slug="approval-withdrawn",
        judge=documents.approved_stays_approved,
        nl="Akkoord (04) is definitief, behalve naar 08, en naar 01 na een nieuw aanbod na een bindende offerte.",
        en="Approved (04) is final, but for 08, and for 01 after a new offer that follows a binding one.",
        source=sources.DOCUMENT_STATUSES,
        certain=True,
        guards=True,
    ),
    Agreement(
        slug="reason-missing",
        judge=documents.rejection_has_a_reason,
        nl="Bij status 07 of 08 van een stuk staat de reden.",
        en="Status 07 or 08 of a line comes with its reason.",
        source=sources.DOCUMENT_STATUSES,
        certain=True,
        guards=True,
    ),
    Agreement(
        slug="document-from-source",
        judge=documents.source_lines_are_not_delivered,
        nl="Voor een stuk dat via een bron wordt opgevraagd, gaat geen DX.",
        en="No DX goes out for a line that is fetched from a source.",
        source=sources.KET_026,
        certain=True,
        guards=True,
    ),
    Agreement(
        slug="document-not-requested",
        judge=documents.delivery_names_a_requested_line,
        nl="Een DX noemt een stuk (DocumentMijNr) van de stukkenlijst.",
        en="A DX names a line (DocumentMijNr) of the document list.",
        source=sources.DICTIONARY,
        certain=True,
        guards=True,
    ),
    Agreement(
        slug="document-not-one-file",
        judge=documents.delivery_has_one_file,
        nl="Een DX heeft precies één bestand.",
        en="A DX has exactly one file.",
        source=sources.SEVERAL_DOCUMENTS,
        certain=True,
        guards=True,
    ),
    Agreement(
        slug="document-not-awaited",
        judge=documents.delivery_is_awaited,
        nl="Een stuk wordt één keer aangeleverd, en opnieuw als de ontvanger daarom vraagt.",
        en="A line is delivered once, and again when the receiver asks for it.",
        source=sources.DOCUMENT_STATUSES,
        certain=False,
        guards=False,
    ),
    # Stations between package and lender
    Agreement(
        slug="intermediary-changed",
        judge=forwarding.intermediary_is_left_as_it_is,
        nl="Wie een aanvraag doorstuurt, laat TussenPersoon zoals die is.",
        en="Who forwards an application leaves TussenPersoon as it is.",
        source=sources.FORWARDING,
        certain=True,
        guards=True,
    ),
    Agreement(
        slug="service-provider-missing",
        judge=forwarding.own_service_provider_is_added,
        nl="Wie een aanvraag doorstuurt, voegt zijn eigen ServiceProvider toe.",
        en="Who forwards an application adds a ServiceProvider of its own.",
        source=sources.FORWARDING,
        certain=True,
        guards=True,
    ),
    Agreement(
        slug="service-provider-repeated",
        judge=forwarding.received_service_providers_are_not_repeated,
        nl="Wie een aanvraag doorstuurt, herhaalt geen ServiceProvider.",
        en="Who forwards an application repeats no ServiceProvider.",
        source=sources.FORWARDING,
        certain=True,
        guards=True,
    ),
    Agreement(
        slug="line-status-overwritten",
        judge=forwarding.lenders_line_status_is_left_as_it_is,
        nl="Wie een DA doorstuurt, laat de DocumentStatus van de geldverstrekker staan.",
        en="Who forwards a DA leaves the lender's DocumentStatus as it is.",
        source=sources.CHAIN_STATUS,
        certain=True,
        guards=True,
    ),
    Agreement(
        slug="answer-not-passed-on",
        judge=forwarding.answers_are_passed_on,
        nl="Een tussenstation stuurt offertes en de verplichte statussen door naar wie de aanvraag bracht.",
        en="A station passes offers and the mandatory statuses on to whom the application came from.",
        source=sources.KET_034,
        certain=False,
        guards=False,
    ),
)


def agreement(slug: str) -> Agreement:
    """The row of a slug; `KeyError` for one that is not in the table."""
    return _BY_SLUG[slug]


_BY_SLUG = {row.slug: row for row in AGREEMENTS}
