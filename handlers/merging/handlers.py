"""Merges and splits dossiers: what goes, who carries it, and what stands on both timelines."""

from handlers.dossiers.views import standing_of
from handlers.dossiers.views.merging import leads_to
from handlers.merging import moving, rules
from hub.records import TIMELINE
from hub.work import Work
from schemas.merging import FollowMerge, MergeDossiers, SplitDossier


def merge_dossiers(command: MergeDossiers, work: Work) -> None:
    """Raises `Refused` (`same-dossier`, `request-invalid`, `party-taken`), `NotFound`, `Conflict` (`merge-…`)."""
    here, there, reason = command.dossier_id, command.with_dossier_id, rules.checked_reason(command.reason)
    moving.check_pair(work, here, there)
    rules.check_open(standing_of(work, here), standing_of(work, there), command.choices.standing)
    left = moving.left_behind(command, work)
    moved = moving.whole(command, work)
    moving.carry(work, moved)
    rules.check_seen(command.seen, rules.figures_of((*work.carried, *work.left)))
    moving.carry_history(work, moved)
    moving.keep(work, "merge", moved, reason, left)
    work.lead(there, here)
    moving.tell(work, ("merged-in", "merged"), here, there, reason)


def follow_merge(command: FollowMerge, work: Work) -> None:
    """What came meanwhile; a dossier that has its own again keeps it."""
    here, there = command.dossier_id, command.with_dossier_id
    if leads_to(work, there) != here:
        work.superseded()
        return
    moved = moving.strayed(work, here, there)
    moving.carry(work, moved)
    work.readdress(TIMELINE, there, here, lane_id=moved.lanes)


def split_dossier(command: SplitDossier, work: Work) -> None:
    """Raises as `merge_dossiers`, and `Conflict` (`split-changed`, `merge-undone`)."""
    here, there, reason = command.dossier_id, command.with_dossier_id, rules.checked_reason(command.reason)
    rules.check_chosen(command.chosen)
    moving.check_pair(work, here, there, new=True)
    undoes = moving.undone(command, work)
    moved = moving.chosen(command, work, undoes)
    moving.carry(work, moved)
    moving.check_went(command, work)
    rules.check_seen(command.seen, rules.figures_of((*work.carried, *work.left)))
    moving.carry_history(work, moved)
    moving.keep(work, "split", moved, reason, {})
    kinds = ("unmerged", "unmerged-in") if undoes else ("split", "split-in")
    moving.tell(work, kinds, here, there, reason)
