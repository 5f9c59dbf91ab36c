"""What a person asked for and may not have, said in one sentence for that person."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


class Refused(Exception):
    """An anticipated refusal; `field` names the form field it belongs to, if one."""

    def __init__(self, sentence: str | Promise, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field

    def __str__(self) -> str:
        """The sentence in the language active when it is shown."""
        return str(self.sentence)


SOMEBODY_WAS_FASTER = gettext_lazy("Somebody else has saved this since you opened it")


class Clash(Refused):
    """Somebody saved first; `theirs` holds their texts by form field name."""

    def __init__(
        self,
        sentence: str | Promise = SOMEBODY_WAS_FASTER,
        *,
        theirs: Mapping[str, str],
        field: str | None = None,
    ) -> None:
        super().__init__(sentence, field=field)
        self.theirs = dict(theirs)
