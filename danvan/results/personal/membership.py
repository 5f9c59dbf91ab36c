"""Everything the system holds about one member of a bloc."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from danvan.foundation.access.models import User
from danvan.foundation.units.models import reached_from
from danvan.records.activities.models import Activity, Attendance
from danvan.records.blocs.models import Duty, Member, Seat
from danvan.records.matters.models import Commitment
from danvan.records.meetings.models import Minutes
from danvan.records.movements.models import TeamSeat
from danvan.records.plans.models import Task
from danvan.results.personal.holdings import Cell, Section
from danvan.shared.text import fold


def of_member(member: Member) -> list[Section]:
    """Seats and what hangs on them by number; then records that give the same name."""
    return [
        person(member),
        levels(member),
        seats(member),
        duties(member),
        trainings(member),
        teams(member),
        tasks(member),
        promises(member),
        chaired(member),
        minuted(member),
    ]


def person(member: Member) -> Section:
    facts: list[tuple[Cell, ...]] = [
        (_("Number"), member.pk),
        (_("Full name"), member.full_name),
        (_("Sex"), member.get_sex_display()),
        (_("Commune"), str(member.unit)),
    ]
    return Section("member", _("Member of a bloc"), (_("Detail"), _("Value")), facts)


def levels(member: Member) -> Section:
    rows = member.qualifications.order_by("valid_from", "pk")
    return Section(
        "levels",
        _("Levels and working languages"),
        (
            _("Professional level"),
            _("Political theory level"),
            _("Working languages"),
            _("From"),
            _("Until, but not on"),
        ),
        [
            (
                row.get_professional_display(),
                row.get_theory_display(),
                row.languages,
                row.valid_from,
                row.valid_to,
            )
            for row in rows
        ],
    )


def seats(member: Member) -> Section:
    rows = Seat.objects.filter(member=member).select_related("bloc__unit")
    return Section(
        "seats",
        _("Seats"),
        (
            _("Bloc"),
            _("Place in the bloc"),
            _("Post"),
            _("Organisation"),
            _("Decision"),
            _("From"),
            _("Until, but not on"),
            _("Post changed hands on"),
            _("Reason for leaving"),
        ),
        [
            (
                str(row.bloc),
                row.get_role_display(),
                row.post_title,
                row.body,
                row.decision_no,
                row.valid_from,
                row.valid_to,
                row.post_ended_on,
                row.left_reason,
            )
            for row in rows.order_by("valid_from", "pk")
        ],
    )


def duties(member: Member) -> Section:
    rows = Duty.objects.filter(seat__member=member).order_by("valid_from", "pk")
    return Section(
        "duties",
        _("Duties"),
        (_("Duty"), _("Villages in charge"), _("From"), _("Until, but not on")),
        [(row.task, row.villages, row.valid_from, row.valid_to) for row in rows],
    )


def trainings(member: Member) -> Section:
    rows = Attendance.objects.filter(member=member).select_related("activity")
    return Section(
        "trainings",
        _("Trainings attended"),
        (_("Date"), _("Title")),
        [
            (row.activity.on, row.activity.title)
            for row in rows.order_by("activity__on", "pk")
        ],
    )


def teams(member: Member) -> Section:
    rows = TeamSeat.objects.filter(member=member).select_related("team")
    return Section(
        "teams",
        _("Mobilisation teams"),
        (
            _("Team"),
            _("Post"),
            _("Head of the team"),
            _("From"),
            _("Until, but not on"),
        ),
        [
            (str(row.team), row.post_title, row.is_head, row.valid_from, row.valid_to)
            for row in rows.order_by("valid_from", "pk")
        ],
    )


def tasks(member: Member) -> Section:
    rows = of_same_name(Task.objects.standing(), "owner", member)
    return Section(
        "tasks",
        _("Tasks that name somebody of this name"),
        (_("Task"), _("Person in charge"), _("Due on"), _("State")),
        [(row.text, row.owner, row.due_on, row.get_state_display()) for row in rows],
    )


def promises(member: Member) -> Section:
    rows = of_same_name(Commitment.objects.all(), "owner", member)
    return Section(
        "promises",
        _("Promises that name somebody of this name"),
        (_("Promise"), _("Official in charge"), _("To be done by"), _("State")),
        [(row.text, row.owner, row.due_on, row.get_state_display()) for row in rows],
    )


def chaired(member: Member) -> Section:
    rows = of_same_name(Activity.objects.standing(), "chair_name", member)
    return Section(
        "chaired",
        _("Activities chaired by somebody of this name"),
        (_("Date"), _("Title"), _("Name of the chair")),
        [(row.on, row.title, row.chair_name) for row in rows],
    )


def minuted(member: Member) -> Section:
    rows = of_same_name(Minutes.objects.all(), "clerk", member, place="activity__unit")
    return Section(
        "minutes",
        _("Minutes taken by somebody of this name"),
        (_("Date"), _("Title"), _("Taken by")),
        [(row.activity.on, row.activity.title, row.clerk) for row in rows],
    )


def of_same_name[M: models.Model](
    rows: models.QuerySet[M], column: str, member: Member, place: str = "unit"
) -> list[M]:
    """Records of the member's commune whose column has the name; marks count.

    These records name people by writing; another person of that name is found too.
    """
    near = rows.filter(**{f"{place}__in": reached_from(member.unit_id)})
    if place != "unit":
        near = near.select_related(place.partition("__")[0])
    named = near.exclude(**{column: ""}).order_by("pk")
    name = member.full_name.casefold()
    return [row for row in named if name in getattr(row, column).casefold()]


def namesakes(user: User, *, on: date) -> list[Member]:
    """Members of the user's own name in the very units of his or her roles.

    An account and a member are not tied to each other; a name is all there is.
    """
    units = Q(unit__in=user.root_units(on))
    members = Member.objects.visible_to(user, on=on)
    found = members.filter(units, name_fold=fold(user.full_name)[:100])
    own = user.full_name.casefold()
    return [
        member
        for member in found.select_related("unit").order_by("pk")
        if member.full_name.casefold() == own
    ]
