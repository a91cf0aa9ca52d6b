"""The table of handlers: which command goes where with which rows, and who reacts to which event, in this order.

`needs` names the rows that a handler and the reactions to its events read; each table is loaded with one statement.
A command of a person that moves an exchange touches everything of two dossiers and names all.
"""

from typing import Any

from handlers.action_points.by_hand import (
    change_action_point,
    judge_action_point,
    make_action_point,
    start_checklist,
    withdraw_action_point,
)
from handlers.action_points.carrying import carry_action_points
from handlers.action_points.handlers import hear_of_need, release_action_points, set_action_point_policy
from handlers.action_points.tables import ACTION_POINTS, POLICIES
from handlers.advice_exports.carrying import carry_exports
from handlers.advice_exports.handlers import export_dossier, hear_of_return
from handlers.advice_exports.tables import ADVICE_EXPORTS
from handlers.advice_files.carrying import carry_advice_files
from handlers.advice_files.handlers import record_advice_item, set_advice_policy
from handlers.advice_files.tables import ADVICE_LINES, ADVICE_POLICIES
from handlers.applications.adding import drop_addition, move_additions, set_addition
from handlers.applications.carrying import carry_applications
from handlers.applications.handlers import give_up_versions, register_application
from handlers.applications.lateness import watch_answer
from handlers.applications.linking import (
    link_exchange,
    move_exchange,
    open_for_exchange,
    undo_link,
    unlink_exchange,
)
from handlers.applications.sending import carry_message, hear_answer, send_application
from handlers.applications.tables import ADDITIONS, APPLICATIONS, LINK_CHANGES, LINKS, VERSIONS
from handlers.appointments.carrying import carry_appointments
from handlers.appointments.handlers import (
    cancel_appointment,
    hold_appointment,
    make_appointment,
    move_appointment,
)
from handlers.appointments.tables import APPOINTMENTS
from handlers.contacts.carrying import carry_contacts
from handlers.contacts.handlers import record_contact, record_held
from handlers.contacts.tables import CONTACTS
from handlers.conversations.carrying import carry_conversations
from handlers.conversations.handlers import mark_sayings_read, say, take_back_saying
from handlers.conversations.tables import READINGS, SAYINGS
from handlers.customers.handlers import ask_erasure, make_code_letter, note_address, reset_customer
from handlers.dates.carrying import carry_dates
from handlers.dates.handlers import (
    end_date,
    extend_date,
    give_up_dates,
    set_deed_date,
    set_resolutive_condition,
    tell_of_date,
    watch_documents,
    watch_offer,
    watch_status,
)
from handlers.dates.tables import DATE_CHANGES, WATCHED_DATES
from handlers.documents.handlers.attachments import (
    attach_file,
    begin_scan,
    judge_attachment,
    move_files,
    register_scan,
    remove_attachment,
)
from handlers.documents.handlers.carrying import carry_documents
from handlers.documents.handlers.deliveries import give_up_documents, judge_document, register_document
from handlers.documents.handlers.sending import send_stuk, send_stukken
from handlers.documents.handlers.stukken import (
    arrange_pages,
    hear_of_lines,
    register_preparation,
    set_deliverer,
    set_office_deliverer,
)
from handlers.documents.tables import ATTACHMENTS, DOCUMENTS, JUDGEMENTS, OFFICE_DELIVERERS, STUKKEN, UPLOADS
from handlers.dossiers.handlers.carrying import carry_content
from handlers.dossiers.handlers.content import begin_dossier, give_up_content, take_over_application
from handlers.dossiers.handlers.keeping import (
    become_customer,
    drop_party,
    keep_party,
    open_dossier,
    set_lead_source,
    set_standing,
)
from handlers.dossiers.handlers.people import join_people, part_people
from handlers.dossiers.tables import DOSSIERS, PARTIES, PARTS, PRODUCTS, PROPERTIES, TIES
from handlers.involvements.carrying import carry_involvements
from handlers.involvements.handlers import (
    admit_customer,
    assign_dossier,
    dismiss_customer,
    link_sub_agent,
    move_dossiers,
    take_on,
    unlink_sub_agent,
)
from handlers.meeting_reports.carrying import carry_reports
from handlers.meeting_reports.handlers import send_meeting_report
from handlers.meeting_reports.tables import MEETING_REPORTS
from handlers.merging.handlers import follow_merge, merge_dossiers, split_dossier
from handlers.merging.tables import MOVES
from handlers.notifications.handlers import (
    confirm_address,
    register_post_news,
    register_sending,
    remove_template,
    send_notification,
    set_preference,
    set_quiet_hours,
    set_template,
)
from handlers.notifications.tables import QUIET_HOURS, TEMPLATES
from handlers.offers.carrying import carry_offers
from handlers.offers.handlers import give_up_offers, register_offer
from handlers.offers.tables import OFFERS
from handlers.offices.handlers import set_agent_number, set_brand_colour, set_brand_logo, set_office_profile
from handlers.offices.tables import AGENT_NUMBERS, BRANDS, PROFILES
from handlers.plain_words.handlers import set_form_of_address, set_plain_words
from handlers.plain_words.tables import FORMS, PLAIN_WORDS
from handlers.products.carrying import carry_products
from handlers.products.handlers import (
    add_product,
    drop_part,
    end_product,
    give_up_products,
    hear_of_application,
    keep_part,
    keep_product,
    reopen_product,
    tie_product,
)
from handlers.products.tables import KEPT_PRODUCTS
from handlers.publications.carrying import carry_publications
from handlers.publications.handlers import (
    mark_published_opened,
    publish_document,
    replace_published,
    set_document_category,
    withdraw_published,
)
from handlers.publications.tables import CATEGORIES, OPENINGS, PUBLICATIONS
from handlers.publications.tables import VERSIONS as PUBLISHED
from handlers.service_agreements.carrying import carry_agreements
from handlers.service_agreements.handlers import (
    attach_signed_copy,
    cancel_service_agreement,
    change_service_agreement,
    decline_service_agreement,
    finalise_service_agreement,
    make_service_agreement,
    record_agreement_signed,
)
from handlers.service_agreements.tables import SERVICE_AGREEMENTS
from handlers.statuses.carrying import carry_statuses
from handlers.statuses.handlers import give_up_statuses, register_status, set_status
from handlers.statuses.tables import CURRENT_STATUSES, STATUS_HISTORY
from handlers.stock_lists.carrying import carry_stock_lists
from handlers.stock_lists.handlers import give_up_stock_list, hear_of_offer, register_document_request
from handlers.stock_lists.tables import LIST_VERSIONS, STOCK_LINES, STOCK_LISTS
from handlers.tasks.carrying import carry_tasks
from handlers.tasks.handlers import (
    add_task,
    change_task,
    chase_lender,
    end_task,
    follow_up,
    give_task,
    hand_over,
    hear_of_erasure,
    hear_of_overdue,
    reopen_task,
)
from handlers.tasks.tables import TASKS
from handlers.workflows.carrying import carry_workflows
from handlers.workflows.handlers import adopt_workflow, set_workflow, walk_workflow
from handlers.workflows.hearing import (
    begin_workflow,
    give_up_workflow,
    hear_of_agreement,
    hear_of_end,
    hear_of_proposal,
    hear_of_sending,
    hear_of_tie,
    hear_of_version,
    hear_of_word,
    tell_of_state,
)
from handlers.workflows.tables import DEFINITIONS, TAKEN, WORKFLOWS
from hub.records import INVOLVEMENTS, LANES, OUTGOING, TIMERS
from hub.registry import Handler
from hub.rows import Rows
from hub.work import Reaction
from schemas.action_points import (
    ActionNeeded,
    ChangeActionPoint,
    JudgeActionPoint,
    MakeActionPoint,
    ReleaseActionPoints,
    SetActionPointPolicy,
    StartChecklist,
    WithdrawActionPoint,
)
from schemas.advice_exports import ExportDossier
from schemas.advice_files import RecordAdviceItem, SetAdvicePolicy
from schemas.applications import (
    ApplicationMoved,
    ApplicationRegistered,
    ExchangeTaken,
    ExchangeUnlinked,
    LinkExchange,
    MoveExchange,
    OpenForExchange,
    RegisterApplication,
    UndoLink,
    UnlinkExchange,
)
from schemas.appointments import (
    AppointmentHeld,
    CancelAppointment,
    HoldAppointment,
    MakeAppointment,
    MoveAppointment,
)
from schemas.commands import Command, Event
from schemas.contacts import ContactRecorded, RecordContact
from schemas.conversations import MarkSayingsRead, Say, TakeBackSaying
from schemas.customers import AskErasure, ErasureAsked, MakeCodeLetter, NoteAddress, ResetCustomer
from schemas.dates import EndDate, ExtendDate, SetDeedDate, SetResolutiveCondition, TellOfDate
from schemas.documents import (
    ArrangePages,
    AttachFile,
    BeginScan,
    DocumentJudged,
    JudgeAttachment,
    RegisterDocument,
    RegisterPreparation,
    RegisterScan,
    RemoveAttachment,
    SendStuk,
    SendStukken,
    SetDeliverer,
    SetOfficeDeliverer,
)
from schemas.dossiers import (
    DossierOpened,
    DropParty,
    JoinPeople,
    KeepParty,
    OpenDossier,
    PartPeople,
    SetLeadSource,
    SetStanding,
)
from schemas.involvements import (
    AdmitCustomer,
    AssignDossier,
    DismissCustomer,
    DossierAssigned,
    LinkSubAgent,
    MoveDossiers,
    UnlinkSubAgent,
)
from schemas.meeting_reports import SendMeetingReport
from schemas.merging import FollowMerge, MergeDossiers, SplitDossier, ThingsMoved
from schemas.notifications import (
    ConfirmAddress,
    RegisterPostNews,
    RegisterSending,
    RemoveTemplate,
    SendNotification,
    SetPreference,
    SetQuietHours,
    SetTemplate,
)
from schemas.offers import OfferRegistered, RegisterOffer
from schemas.offices import SetAgentNumber, SetBrandColour, SetBrandLogo, SetOfficeProfile
from schemas.plain_words import SetFormOfAddress, SetPlainWords
from schemas.products import (
    AddProduct,
    DropPart,
    EndProduct,
    KeepPart,
    KeepProduct,
    ProductDropped,
    ProductEnded,
    ProductMade,
    ProductTied,
    ReopenProduct,
    TieProduct,
)
from schemas.publications import (
    MarkPublishedOpened,
    PublishDocument,
    ReplacePublished,
    SetDocumentCategory,
    WithdrawPublished,
)
from schemas.sending import (
    AnswerRegistered,
    ApplicationSent,
    CarryMessage,
    DropAddition,
    LenderSilent,
    SendApplication,
    SetAddition,
    WatchAnswer,
)
from schemas.service_agreements import (
    AttachSignedCopy,
    CancelServiceAgreement,
    ChangeServiceAgreement,
    DeclineServiceAgreement,
    FinaliseServiceAgreement,
    MakeServiceAgreement,
    RecordAgreementSigned,
    ServiceAgreementSigned,
)
from schemas.statuses import RegisterStatus, SetStatus, StatusMoved
from schemas.stock_lists import LinesChanged, RegisterDocumentRequest
from schemas.tasks import AddTask, ChangeTask, EndTask, GiveTask, ReopenTask
from schemas.workflows import AdoptWorkflow, SetWorkflow, StateOverdue, TellOfState, WalkWorkflow

CONTENT = (DOSSIERS, PARTIES, PRODUCTS, PARTS, PROPERTIES)
EVERYTHING = (
    *(LINKS, APPLICATIONS, VERSIONS, ADDITIONS, LINK_CHANGES, *CONTENT, CURRENT_STATUSES, STATUS_HISTORY, OFFERS),
    *(STOCK_LISTS, STOCK_LINES, LIST_VERSIONS, DOCUMENTS, JUDGEMENTS, ATTACHMENTS, STUKKEN, ACTION_POINTS),
    *(WATCHED_DATES, KEPT_PRODUCTS, ADVICE_LINES, WORKFLOWS, TAKEN),
)
"""Every table of a dossier, for what moves or compares whole dossiers."""
CARRIED: dict[Rows[Any], Reaction] = {
    **dict.fromkeys((DOSSIERS, PARTIES, TIES, PRODUCTS, PARTS, PROPERTIES), carry_content),
    **dict.fromkeys((APPLICATIONS, VERSIONS, LINKS, ADDITIONS, LINK_CHANGES, LANES, OUTGOING), carry_applications),
    **dict.fromkeys((CURRENT_STATUSES, STATUS_HISTORY), carry_statuses),
    OFFERS: carry_offers,
    **dict.fromkeys((STOCK_LISTS, STOCK_LINES, LIST_VERSIONS), carry_stock_lists),
    **dict.fromkeys((DOCUMENTS, JUDGEMENTS, ATTACHMENTS, STUKKEN, UPLOADS), carry_documents),
    KEPT_PRODUCTS: carry_products,
    ADVICE_LINES: carry_advice_files,
    **dict.fromkeys((WORKFLOWS, TAKEN), carry_workflows),
    SERVICE_AGREEMENTS: carry_agreements,
    ADVICE_EXPORTS: carry_exports,
    TASKS: carry_tasks,
    CONTACTS: carry_contacts,
    APPOINTMENTS: carry_appointments,
    MEETING_REPORTS: carry_reports,
    # What is about an action point is found by the point, so it goes before.
    **dict.fromkeys((SAYINGS, READINGS), carry_conversations),
    **dict.fromkeys((PUBLICATIONS, PUBLISHED, OPENINGS), carry_publications),
    ACTION_POINTS: carry_action_points,
    INVOLVEMENTS: carry_involvements,
    # A document is held against the deed, so lines go before dates.
    **dict.fromkeys((WATCHED_DATES, DATE_CHANGES), carry_dates),
}
"""Who carries the rows of each table when dossiers are merged or split, in this order; the dossier comes first."""
STAYS = {
    "commands": "the journal says what was asked of which dossier, and is never changed",
    "looks": "who looked at a dossier looked at that one; only the access log writes there",
    "viewings": "a colleague who looks as a customer looks in one dossier, and that look ends with it",
    "timeline": "carried by `handlers/merging` itself, after what it tells of",
    "timers": "carried by `handlers/merging` itself, with the commands in them",
    "dossier_moves": "what was merged into which dossier stays with that one",
}
"""Tables with a dossier in them whose rows nobody carries, each with its reason."""
WEIGHED = (
    *(STOCK_LINES, STUKKEN, ATTACHMENTS, DOCUMENTS, JUDGEMENTS, ACTION_POINTS),
    *(OFFICE_DELIVERERS, POLICIES),
)
"""What says how a line of a stock list stands and what somebody has to do about it; the last two are of the office."""
MOVED = (*(rows for rows in CARRIED if rows not in (LANES, OUTGOING, UPLOADS)), TIMERS, MOVES)
"""What merging and splitting read of both dossiers."""
WALKED = (WORKFLOWS, DEFINITIONS)
"""Where products stand, and what their office says of the way; the last is of the office."""

HANDLERS: dict[type[Command], Handler] = {
    RegisterApplication: Handler(
        register_application, (LINKS, APPLICATIONS, VERSIONS, *CONTENT, KEPT_PRODUCTS, *WALKED)
    ),
    RegisterStatus: Handler(register_status, (LINKS, CURRENT_STATUSES, WATCHED_DATES, *WALKED)),
    RegisterOffer: Handler(register_offer, (LINKS, OFFERS, STOCK_LISTS, WATCHED_DATES, TIMERS, *WALKED)),
    RegisterDocumentRequest: Handler(register_document_request, (LINKS, STOCK_LISTS, WATCHED_DATES, *WALKED, *WEIGHED)),
    RegisterDocument: Handler(register_document, (LINKS, *WEIGHED)),
    AttachFile: Handler(attach_file, (DOSSIERS, STOCK_LISTS, *WEIGHED)),
    BeginScan: Handler(begin_scan, (DOSSIERS, *WEIGHED)),
    RegisterScan: Handler(register_scan, (DOSSIERS, *WEIGHED)),
    JudgeAttachment: Handler(judge_attachment, (DOSSIERS, *WEIGHED)),
    RemoveAttachment: Handler(remove_attachment, (DOSSIERS, *WEIGHED)),
    ArrangePages: Handler(arrange_pages, (DOSSIERS, *WEIGHED)),
    RegisterPreparation: Handler(register_preparation, (DOSSIERS, *WEIGHED)),
    SetDeliverer: Handler(set_deliverer, (DOSSIERS, *WEIGHED)),
    SendStuk: Handler(send_stuk, (LINKS, APPLICATIONS, STOCK_LISTS, *WEIGHED)),
    SendStukken: Handler(send_stukken, (LINKS, APPLICATIONS, STOCK_LISTS, *WEIGHED)),
    SetOfficeDeliverer: Handler(set_office_deliverer, (OFFICE_DELIVERERS,)),
    ReleaseActionPoints: Handler(release_action_points, (ACTION_POINTS,)),
    MakeActionPoint: Handler(make_action_point, (DOSSIERS, PARTIES, ACTION_POINTS)),
    StartChecklist: Handler(start_checklist, (DOSSIERS, PARTIES, ACTION_POINTS)),
    ChangeActionPoint: Handler(change_action_point, (DOSSIERS, PARTIES, ACTION_POINTS)),
    WithdrawActionPoint: Handler(withdraw_action_point, (DOSSIERS, ACTION_POINTS)),
    JudgeActionPoint: Handler(judge_action_point, (DOSSIERS, ACTION_POINTS)),
    SetActionPointPolicy: Handler(set_action_point_policy, (POLICIES,)),
    OpenDossier: Handler(open_dossier, (DOSSIERS, PARTIES, INVOLVEMENTS), opens=True),
    KeepParty: Handler(keep_party, (DOSSIERS, PARTIES)),
    DropParty: Handler(drop_party, (DOSSIERS, PARTIES)),
    JoinPeople: Handler(join_people, (DOSSIERS, PARTIES, TIES)),
    PartPeople: Handler(part_people, (DOSSIERS, TIES)),
    SetStanding: Handler(set_standing, (DOSSIERS,)),
    SetLeadSource: Handler(set_lead_source, (DOSSIERS,)),
    AddProduct: Handler(add_product, (DOSSIERS, KEPT_PRODUCTS, *WALKED)),
    KeepProduct: Handler(keep_product, (DOSSIERS, KEPT_PRODUCTS)),
    KeepPart: Handler(keep_part, (DOSSIERS, KEPT_PRODUCTS)),
    DropPart: Handler(drop_part, (DOSSIERS, KEPT_PRODUCTS)),
    EndProduct: Handler(end_product, (DOSSIERS, KEPT_PRODUCTS, *WALKED)),
    ReopenProduct: Handler(reopen_product, (DOSSIERS, KEPT_PRODUCTS, *WALKED)),
    TieProduct: Handler(tie_product, (DOSSIERS, APPLICATIONS, CURRENT_STATUSES, KEPT_PRODUCTS, TAKEN, *WALKED)),
    RecordAdviceItem: Handler(record_advice_item, (DOSSIERS, KEPT_PRODUCTS, ADVICE_LINES)),
    SetAdvicePolicy: Handler(set_advice_policy, (ADVICE_POLICIES,)),
    WalkWorkflow: Handler(walk_workflow, (DOSSIERS, KEPT_PRODUCTS, ADVICE_LINES, CONTACTS, TAKEN, *WALKED)),
    AdoptWorkflow: Handler(adopt_workflow, (DOSSIERS, *WALKED)),
    SetWorkflow: Handler(set_workflow, (DEFINITIONS,)),
    TellOfState: Handler(tell_of_state, (DOSSIERS, TASKS, INVOLVEMENTS, *WALKED)),
    AddTask: Handler(add_task, (DOSSIERS, TASKS)),
    ChangeTask: Handler(change_task, (DOSSIERS, TASKS)),
    GiveTask: Handler(give_task, (DOSSIERS, TASKS)),
    EndTask: Handler(end_task, (DOSSIERS, TASKS)),
    ReopenTask: Handler(reopen_task, (DOSSIERS, TASKS)),
    RecordContact: Handler(record_contact, (DOSSIERS, PARTIES, CONTACTS, TASKS)),
    MakeAppointment: Handler(make_appointment, (DOSSIERS, PARTIES, INVOLVEMENTS, APPOINTMENTS)),
    MoveAppointment: Handler(move_appointment, (DOSSIERS, PARTIES, INVOLVEMENTS, APPOINTMENTS)),
    CancelAppointment: Handler(cancel_appointment, (DOSSIERS, APPOINTMENTS)),
    HoldAppointment: Handler(hold_appointment, (DOSSIERS, PARTIES, APPOINTMENTS, CONTACTS, TASKS)),
    ExportDossier: Handler(export_dossier, (DOSSIERS, ADVICE_EXPORTS)),
    MakeServiceAgreement: Handler(make_service_agreement, (DOSSIERS, KEPT_PRODUCTS, SERVICE_AGREEMENTS)),
    ChangeServiceAgreement: Handler(change_service_agreement, (DOSSIERS, KEPT_PRODUCTS, SERVICE_AGREEMENTS)),
    FinaliseServiceAgreement: Handler(finalise_service_agreement, (DOSSIERS, SERVICE_AGREEMENTS)),
    RecordAgreementSigned: Handler(record_agreement_signed, (DOSSIERS, SERVICE_AGREEMENTS, *WALKED)),
    DeclineServiceAgreement: Handler(decline_service_agreement, (DOSSIERS, SERVICE_AGREEMENTS)),
    CancelServiceAgreement: Handler(cancel_service_agreement, (DOSSIERS, SERVICE_AGREEMENTS)),
    AttachSignedCopy: Handler(attach_signed_copy, (DOSSIERS, SERVICE_AGREEMENTS)),
    SendMeetingReport: Handler(
        send_meeting_report, (DOSSIERS, PARTIES, INVOLVEMENTS, CONTACTS, APPOINTMENTS, MEETING_REPORTS)
    ),
    Say: Handler(say, (DOSSIERS, PARTIES, TIES, INVOLVEMENTS, ACTION_POINTS, SAYINGS, READINGS)),
    TakeBackSaying: Handler(take_back_saying, (DOSSIERS, SAYINGS)),
    MarkSayingsRead: Handler(mark_sayings_read, (DOSSIERS, PARTIES, TIES, INVOLVEMENTS, SAYINGS, READINGS)),
    PublishDocument: Handler(
        publish_document, (DOSSIERS, PARTIES, TIES, INVOLVEMENTS, PUBLICATIONS, PUBLISHED, OPENINGS, CATEGORIES)
    ),
    ReplacePublished: Handler(
        replace_published, (DOSSIERS, PARTIES, TIES, INVOLVEMENTS, PUBLICATIONS, PUBLISHED, OPENINGS)
    ),
    WithdrawPublished: Handler(withdraw_published, (DOSSIERS, PUBLICATIONS)),
    MarkPublishedOpened: Handler(
        mark_published_opened, (DOSSIERS, PARTIES, TIES, INVOLVEMENTS, PUBLICATIONS, OPENINGS)
    ),
    SetDocumentCategory: Handler(set_document_category, (CATEGORIES,)),
    AssignDossier: Handler(assign_dossier, (DOSSIERS, TASKS, INVOLVEMENTS)),
    LinkSubAgent: Handler(link_sub_agent, (DOSSIERS, INVOLVEMENTS)),
    UnlinkSubAgent: Handler(unlink_sub_agent, (DOSSIERS, INVOLVEMENTS)),
    ResetCustomer: Handler(reset_customer, (DOSSIERS, INVOLVEMENTS)),
    AskErasure: Handler(ask_erasure, (DOSSIERS, INVOLVEMENTS, TASKS)),
    NoteAddress: Handler(note_address, (DOSSIERS, INVOLVEMENTS)),
    MakeCodeLetter: Handler(make_code_letter, (DOSSIERS, INVOLVEMENTS)),
    AdmitCustomer: Handler(admit_customer, (DOSSIERS, PARTIES, INVOLVEMENTS)),
    DismissCustomer: Handler(dismiss_customer, (DOSSIERS, INVOLVEMENTS)),
    MoveDossiers: Handler(move_dossiers),
    SendNotification: Handler(send_notification, (TEMPLATES, QUIET_HOURS)),
    RegisterSending: Handler(register_sending),
    RegisterPostNews: Handler(register_post_news),
    ConfirmAddress: Handler(confirm_address),
    SetTemplate: Handler(set_template, (TEMPLATES,)),
    RemoveTemplate: Handler(remove_template, (TEMPLATES,)),
    SetQuietHours: Handler(set_quiet_hours, (QUIET_HOURS,)),
    SetPlainWords: Handler(set_plain_words, (PLAIN_WORDS,)),
    SetFormOfAddress: Handler(set_form_of_address, (FORMS,)),
    SetPreference: Handler(set_preference),
    SetBrandColour: Handler(set_brand_colour, (BRANDS,)),
    SetBrandLogo: Handler(set_brand_logo, (BRANDS,)),
    SetOfficeProfile: Handler(set_office_profile, (PROFILES,)),
    SetAgentNumber: Handler(set_agent_number, (AGENT_NUMBERS,)),
    SendApplication: Handler(
        send_application, (LINKS, APPLICATIONS, VERSIONS, ADDITIONS, KEPT_PRODUCTS, ADVICE_LINES, *WALKED)
    ),
    SetAddition: Handler(set_addition, (APPLICATIONS, ADDITIONS)),
    DropAddition: Handler(drop_addition, (APPLICATIONS, ADDITIONS)),
    CarryMessage: Handler(carry_message, (LINKS, *WALKED)),
    WatchAnswer: Handler(watch_answer, (LINKS, APPLICATIONS, TASKS, INVOLVEMENTS, TIMERS)),
    SetStatus: Handler(set_status, (APPLICATIONS, CURRENT_STATUSES, WATCHED_DATES)),
    SetResolutiveCondition: Handler(set_resolutive_condition, (DOSSIERS, WATCHED_DATES, TIMERS)),
    SetDeedDate: Handler(set_deed_date, (DOSSIERS, STOCK_LINES, WATCHED_DATES, TIMERS)),
    ExtendDate: Handler(extend_date, (DOSSIERS, STOCK_LINES, WATCHED_DATES, TIMERS)),
    EndDate: Handler(end_date, (DOSSIERS, STOCK_LINES, WATCHED_DATES, TIMERS)),
    TellOfDate: Handler(tell_of_date, (DOSSIERS, CURRENT_STATUSES, INVOLVEMENTS, WATCHED_DATES, TIMERS)),
    LinkExchange: Handler(link_exchange, (*EVERYTHING, TIMERS)),
    OpenForExchange: Handler(open_for_exchange, (*EVERYTHING, TIMERS, INVOLVEMENTS), opens=True),
    UnlinkExchange: Handler(unlink_exchange, (*EVERYTHING, TIMERS)),
    MoveExchange: Handler(move_exchange, (*EVERYTHING, TIMERS)),
    UndoLink: Handler(undo_link, (*EVERYTHING, TIMERS)),
    MergeDossiers: Handler(merge_dossiers, MOVED),
    FollowMerge: Handler(follow_merge, MOVED, follows=True),
    SplitDossier: Handler(split_dossier, MOVED, opens=True, follows=True),
}


def join(lane_id: str, joins: str, dossier_id: str) -> Command:
    """What the hub does with an exchange that turned out to be another one."""
    return LinkExchange(lane_id=lane_id, dossier_id=dossier_id, joins=joins, reason="one exchange under two names")


def follow(dossier_id: str, merged: str) -> Command:
    """What the hub does with what still came to a dossier that was merged into another one."""
    return FollowMerge(dossier_id=dossier_id, with_dossier_id=merged)


REACTIONS: dict[type[Event], tuple[Reaction, ...]] = {
    ApplicationRegistered: (take_over_application, hear_of_application, hear_of_version, hear_of_return),
    OfferRegistered: (hear_of_offer, watch_offer, hear_of_proposal),
    DocumentJudged: (judge_document,),
    AnswerRegistered: (hear_answer, hear_of_word),
    ThingsMoved: tuple(dict.fromkeys(CARRIED.values())),
    ApplicationMoved: (move_files, move_additions),
    LinesChanged: (hear_of_lines, watch_documents),
    StatusMoved: (watch_status,),
    ApplicationSent: (hear_of_sending,),
    ProductMade: (begin_workflow,),
    ProductTied: (hear_of_tie,),
    ProductEnded: (hear_of_end,),
    ProductDropped: (give_up_workflow,),
    StateOverdue: (hear_of_overdue,),
    ErasureAsked: (hear_of_erasure,),
    DossierOpened: (take_on,),
    DossierAssigned: (hand_over,),
    ContactRecorded: (follow_up,),
    AppointmentHeld: (record_held,),
    ServiceAgreementSigned: (become_customer, hear_of_agreement),
    LenderSilent: (chase_lender,),
    ActionNeeded: (hear_of_need,),
    ExchangeTaken: (begin_dossier,),
    # Content goes first: what another lane's version says comes back when the versions are weighed again.
    ExchangeUnlinked: (
        give_up_content,
        give_up_versions,
        give_up_statuses,
        give_up_offers,
        # A line is weighed with what was delivered for it, so that goes before the list.
        give_up_documents,
        give_up_stock_list,
        # What passes follows from what is left, and so do products.
        give_up_dates,
        give_up_products,
    ),
}
