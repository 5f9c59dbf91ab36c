"""Creating a record once, however often its form is sent."""

from collections.abc import Callable

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from danvan.shared.refusals import Refused


def insert_once[M: models.Model](
    row: M, *, same: Callable[[M], bool]
) -> tuple[M, bool]:
    """(the record with this `uid`, whether it is new).

    Raises Refused when the stored one is not the `same` as what was sent now.
    """
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        stored = type(row)._default_manager.filter(uid=getattr(row, "uid")).first()  # noqa: B009
        if stored is None:
            raise
        if not same(stored):
            raise Refused(
                _(
                    "This form was already saved with other content. Open the saved "
                    "record and change it there"
                )
            ) from None
        return stored, False
    return row, True


def agrees[M: models.Model](row: M, *columns: str) -> Callable[[M], bool]:
    """Whether a stored row has the same values in these columns."""
    return lambda stored: all(
        getattr(stored, name) == getattr(row, name) for name in columns
    )
