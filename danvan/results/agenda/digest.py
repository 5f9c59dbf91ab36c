"""The one mail of a working day: what waits, grouped by topic, never empty."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.foundation import programme
from danvan.foundation.access.models import Grant, User
from danvan.foundation.access.rules import Permission
from danvan.foundation.deadlines.queries import working_calendar
from danvan.foundation.deadlines.rules import Calendar, Rung
from danvan.foundation.notices import actions, mail
from danvan.foundation.notices.choices import Topic
from danvan.foundation.notices.models import Mailing
from danvan.foundation.notices.queries import muted_topics
from danvan.foundation.units.rules import Level
from danvan.results.agenda.items import items_for
from danvan.results.agenda.lacking import missing_besides
from danvan.results.agenda.person import Person
from danvan.results.agenda.rules import PRESSING, Item
from danvan.results.agenda.summary import counted
from danvan.results.scorecard.queries import answerable, card_for, home_unit
from danvan.results.scorecard.score import ask
from danvan.shared.dates import short
from danvan.shared.numbers import decimal

LONGEST = 10
"""Things of one topic that a mail names."""


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str
    items: int


def send_digests(at: datetime) -> str:
    """The job. Each person gets the day's mail once, however often it runs."""
    on = timezone.localdate(at)
    if not mail.is_on():
        return _("E-mail is off: EMAIL_HOST is not set")
    calendar = working_calendar()
    if not calendar.is_working(on):
        return _("No mail on a day off")
    key = f"digest:{on.isoformat()}"
    sent, refused = 0, []
    for user in waiting(key, on):
        letter = letter_for(user, on, calendar)
        if letter is None:
            continue
        try:
            sent += deliver(user, letter, key=key, at=at)
        except mail.NotSent as fault:
            if fault.is_server:
                raise
            refused.append(user.username)
    return report(sent, refused)


def waiting(key: str, on: date) -> QuerySet[User]:
    """People with an address and a role who have not had that mail."""
    had = Mailing.objects.filter(key=key, sent_at__isnull=False).values("user")
    seated = Grant.objects.in_force(on).values("user")
    people = User.objects.filter(is_active=True, pk__in=seated).exclude(email="")
    return people.exclude(pk__in=had).order_by("pk")


def deliver(user: User, letter: Letter, *, key: str, at: datetime) -> bool:
    return actions.send_once(
        user,
        key=key,
        subject=letter.subject,
        body_text=letter.text,
        items=letter.items,
        at=at,
    )


def report(sent: int, refused: Sequence[str]) -> str:
    words = ngettext("%(n)s mail sent", "%(n)s mails sent", sent) % {"n": decimal(sent)}
    if not refused:
        return words
    names = ", ".join(refused)
    return f"{words}. {_('The mail server refuses the address of: %s') % names}"


def letter_for(user: User, on: date, calendar: Calendar) -> Letter | None:
    """What the person is to be told; None when nothing presses."""
    if not user.holds(Permission.READ, on):
        return None
    person, muted = Person(user, on, calendar), muted_topics(user)
    items = [item for item in items_for(person) if item.topic not in muted]
    if not any(item.part in PRESSING for item in items):
        return None
    paragraphs = [_("What waits for you on %(day)s.") % {"day": short(on)}]
    paragraphs += by_topic(items, person)
    if Topic.SCORECARD not in muted:
        paragraphs += missing_line(user, on, items)
    paragraphs += [links()]
    subject = _("Today's work %(day)s: %(counts)s") % {
        "day": short(on),
        "counts": counted(items),
    }
    return Letter(subject, "\n\n".join(paragraphs), len(items))


def by_topic(items: Sequence[Item], person: Person) -> Iterator[str]:
    """A paragraph a topic: heading, lines, and how many more there are."""
    for topic in Topic:
        mine = [item for item in items if item.topic is topic]
        if mine:
            lines = [f"{topic.label.upper()} ({decimal(len(mine))})"]
            lines += [line(item, person) for item in mine[:LONGEST]]
            if len(mine) > LONGEST:
                more = {"n": decimal(len(mine) - LONGEST)}
                lines.append(_("… and %(n)s more") % more)
            yield "\n".join(lines)


def line(item: Item, person: Person) -> str:
    """The thing in one line, its address in the next."""
    facts = [item.note] if item.note else []
    if item.unit.pk not in person.own:
        facts.append(item.unit.full_name)
    if item.due:
        words = _("on %(day)s") if item.is_event else _("due %(day)s")
        facts.append(words % {"day": short(item.due)})
    if item.rung >= Rung.OVERDUE and not item.is_event:
        facts.append(_("overdue"))
    told = f" ({', '.join(facts)})" if facts else ""
    return f"- {item.title}{told}\n  {mail.absolute(item.url)}"


def missing_line(user: User, on: date, items: Sequence[Item]) -> Iterable[str]:
    """How much the targets of the clerk's commune still miss; nothing above."""
    unit = home_unit(user, on)
    if unit is None or unit.level != Level.COMMUNE:
        return
    if not programme.current().covers(on.year) or not unit.holds(on):
        return
    card = card_for(unit, answerable(unit, ask(None, None, today=on)))
    count = sum(len(found) for found in missing_besides(card, unit, items).values())
    if count:
        words = ngettext(
            "The targets of %(unit)s still miss %(n)s thing:",
            "The targets of %(unit)s still miss %(n)s things:",
            count,
        ) % {"unit": unit, "n": decimal(count)}
        yield f"{words}\n{mail.absolute(reverse('agenda:today'))}"


def links() -> str:
    home = mail.absolute(reverse("agenda:today"))
    choose = mail.absolute(reverse("notices:settings"))
    return "\n".join(
        (
            _("Everything: %(address)s") % {"address": home},
            _("Choose what you are told: %(address)s") % {"address": choose},
        )
    )
