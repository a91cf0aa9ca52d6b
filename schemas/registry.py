"""Every command by its name: the journal writes the name, dispatch reads it back."""

from schemas import (
    action_points,
    applications,
    documents,
    notifications,
    offers,
    operations,
    sending,
    statuses,
    stock_lists,
)
from schemas.commands import Command

COMMANDS: dict[str, type[Command]] = {
    command.__name__: command
    for command in (
        applications.RegisterApplication,
        applications.LinkExchange,
        applications.UnlinkExchange,
        applications.MoveExchange,
        applications.UndoLink,
        statuses.RegisterStatus,
        statuses.SetStatus,
        offers.RegisterOffer,
        stock_lists.RegisterDocumentRequest,
        documents.RegisterDocument,
        documents.AttachFile,
        documents.BeginScan,
        documents.RegisterScan,
        documents.JudgeAttachment,
        documents.RemoveAttachment,
        documents.ArrangePages,
        documents.RegisterPreparation,
        documents.SetDeliverer,
        documents.SendStuk,
        documents.SetOfficeDeliverer,
        action_points.ReleaseActionPoints,
        action_points.SetActionPointPolicy,
        notifications.SendNotification,
        notifications.RegisterSending,
        notifications.RegisterPostNews,
        notifications.ConfirmAddress,
        notifications.SetTemplate,
        notifications.RemoveTemplate,
        notifications.SetQuietHours,
        notifications.SetPreference,
        sending.SendApplication,
        sending.CarryMessage,
        operations.RetryParked,
        operations.DiscardParked,
        operations.SendAgain,
        operations.WithdrawOutgoing,
        operations.PausePartner,
        operations.ResumePartner,
    )
}
