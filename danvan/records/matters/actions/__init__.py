"""Every write about matters; commitments stand in a file of their own."""

from danvan.records.matters.actions.answering import (
    Answered,
    Promised,
    answer_group,
    answer_matter,
    close_matter,
    confirm_matter,
    reopen_matter,
    solve_matter,
)
from danvan.records.matters.actions.grouping import group, ungroup
from danvan.records.matters.actions.hot_spots import (
    check_step,
    cool_matter,
    heat_matter,
)
from danvan.records.matters.actions.raising import (
    amend_matter,
    raise_matter,
    withdraw_matter,
)
from danvan.records.matters.actions.seals import (
    erase_seal,
    erase_seals,
    log_try,
    open_seal,
    reseal,
    rotate_seals,
)
from danvan.records.matters.actions.taking import (
    accept_matter,
    decline_matter,
    transfer_matter,
)
from danvan.records.matters.sealing import Speaker

__all__ = [
    "Answered",
    "Promised",
    "Speaker",
    "accept_matter",
    "amend_matter",
    "answer_group",
    "answer_matter",
    "check_step",
    "close_matter",
    "confirm_matter",
    "cool_matter",
    "decline_matter",
    "erase_seal",
    "erase_seals",
    "group",
    "heat_matter",
    "log_try",
    "open_seal",
    "raise_matter",
    "reopen_matter",
    "reseal",
    "rotate_seals",
    "solve_matter",
    "transfer_matter",
    "ungroup",
    "withdraw_matter",
]
