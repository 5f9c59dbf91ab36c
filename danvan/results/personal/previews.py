"""What an erasure takes away and what it leaves, told before it is done."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from danvan.foundation.access.models import User
from danvan.foundation.audit.models import Entry
from danvan.foundation.notices.models import Feed, Mailing, Mute
from danvan.records.activities.models import Attendance
from danvan.records.blocs.models import Member


@dataclass(frozen=True, slots=True)
class Line:
    """One thing and a note on it: how many, or why it stays."""

    what: str
    note: str = ""


def goes_of_account(user: User) -> list[Line]:
    mails = Mailing.objects.filter(user=user).count()
    topics = Mute.objects.filter(user=user).count()
    lines = [
        Line(_("User name"), user.username),
        Line(_("E-mail"), user.email or _("none")),
        Line(_("Password and every way to sign in")),
        Line(_("Time of the last sign-in")),
        Line(_("Mails sent, as noted here"), str(mails)),
        Line(_("Topics left out of the mail"), str(topics)),
        Line(_("Rosters sent in and not applied")),
    ]
    if Feed.objects.filter(user=user).exists():
        lines.append(Line(_("Private calendar address")))
    return lines


def stays_of_account(user: User) -> list[Line]:
    acts = Entry.objects.filter(actor_id=user.pk).count()
    return [
        Line(_("Full name"), _("it stands behind acts of office")),
        Line(
            _("Roles held, with unit and time"),
            _("they tell by what right the person acted"),
        ),
        Line(
            _("Entries of the log: %(count)d") % {"count": acts},
            _("the log proves who did what; it is never changed"),
        ),
        Line(
            _("Files added, minutes, decisions"),
            _("they belong to the record of office"),
        ),
    ]


def goes_of_member(member: Member) -> list[Line]:
    spoken = member.qualifications.exclude(languages="").values_list(
        "languages", flat=True
    )
    left = member.seats.exclude(left_reason="").values_list("left_reason", flat=True)
    return [
        Line(_("Working languages"), "; ".join(sorted(set(spoken))) or _("none")),
        Line(_("Reasons for leaving"), "; ".join(left) or _("none")),
    ]


def stays_of_member(member: Member) -> list[Line]:
    attended = Attendance.objects.filter(member=member).count()
    return [
        Line(_("Full name"), _("it stands in the decision that named the bloc")),
        Line(
            _("Sex and levels"),
            _("figures of past days count them and must not change"),
        ),
        Line(
            _("Seats: %(count)d, with their duties") % {"count": member.seats.count()},
            _("the composition of the bloc on past days is read from them"),
        ),
        Line(
            _("Trainings attended: %(count)d") % {"count": attended},
            _("the share of trained members is counted from them"),
        ),
        Line(
            _("Name in minutes, tasks, promises and the log"),
            _("they belong to the record of office"),
        ),
    ]
