"""Every command by its name: the journal writes the name, dispatch reads it back."""

from schemas import applications, documents, offers, operations, statuses, stock_lists
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
        operations.RetryParked,
        operations.DiscardParked,
    )
}
