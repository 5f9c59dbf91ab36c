"""Passwords that people here are fond of, told without the network.

Django's list of common passwords is English. What is added: Vietnamese words, names of
places and of the account itself, years and rows of the keyboard. A password is refused
when little is left once these are taken out; what signs it is made of does not matter.
"""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from danvan.foundation.units.models import Unit
from danvan.shared.text import fold

LEAST = 6
"""Signs that must be left."""

FOND_OF = """
matkhau matma password passwd passw0rd pass admin administrator quantri quanly login
dangnhap taikhoan danvan khoidanvan bandanvan danvankheo dangcongsan dang congsan
tinhuy huyenuy thanhuy xauy banthuongvu thuongtruc ubnd uybannhandan uyban hdnd hoidong
mattran mttq doanthanhnien hoiphunu hoinongdan cuuchienbinh congdoan vanphong coquan
canbo chutich bithu phobithu hochiminh bacho vietnam nuocvietnam xinchao chaoban
anhyeuem emyeuanh iloveyou yeuem yeuanh yeuban giadinh tinhyeu maimai hanhphuc maiyeu
conyeu congchua hoangtu thienthan sinhnhat khongbiet khongco toilaai motnghinh
mothaibabon mothaiba bonnamsau tinh huyen thanhpho phuong quan nguoidung nguoidan user
test macdinh default welcome abc abcd abcdef xyz aaa so1 vip pro
"""
PLACES = """
hanoi haiphong danang cantho hue saigon hochiminh angiang bacgiang backan baclieu
bacninh bariavungtau bentre binhdinh binhduong binhphuoc binhthuan camau caobang daklak
daknong dienbien dongnai dongthap gialai hagiang hanam hatinh haiduong haugiang hoabinh
hungyen khanhhoa kiengiang kontum laichau lamdong langson laocai longan namdinh nghean
ninhbinh ninhthuan phutho phuyen quangbinh quangnam quangngai quangninh quangtri
soctrang sonla tayninh thaibinh thainguyen thanhhoa tiengiang travinh tuyenquang
vinhlong vinhphuc yenbai tayninh vietbac taybac dongbac miennam mienbac mientrung
"""
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "1qaz2wsx3edc4rfv")
LOOKALIKES = str.maketrans("@$!|€", "asiie")
DIGITS_AS_LETTERS = str.maketrans("013457", "oieast")
YEAR = re.compile(r"(19|20)\d\d")
SHORTEST_RUN = 3


def runs(row: str) -> set[str]:
    """Every piece of a row of keys, forwards and backwards."""
    both = (row, row[::-1])
    ends = range(SHORTEST_RUN, len(row) + 1)
    return {
        line[start : start + size]
        for line in both
        for size in ends
        for start in range(len(row) - size + 1)
    }


KNOWN = frozenset(
    [*FOND_OF.split(), *PLACES.split(), *(run for row in ROWS for run in runs(row))]
)


def joined(text: str) -> str:
    """Letters and digits alone, without marks."""
    return re.sub(r"[\W_]+", "", fold(text).translate(LOOKALIKES))


def names(words: Iterable[str]) -> set[str]:
    """Each text joined, and its words, as far as they are long enough to tell."""
    made: set[str] = set()
    for text in words:
        made |= {joined(text), *map(joined, re.split(r"[\s@._-]+", text))}
    return {name for name in made if len(name) >= SHORTEST_RUN}


def left_over(password: str, words: Iterable[str]) -> str:
    """What nobody would guess of it: known words, the longest first, taken out.

    A sign that is only repeated counts once.
    """
    text = YEAR.sub(" ", joined(password))
    for word in sorted(filter(None, words), key=len, reverse=True):
        text = text.replace(word, " ")
    text = re.sub(r"\d+(?=\s|$)|(?<=\s)\d+", "", text)
    return re.sub(r"(.)\1+", r"\1", text.replace(" ", ""))


def is_habit(password: str, own: Iterable[str], places: Iterable[str] = ()) -> bool:
    """Whether it is made of what people are fond of, digits read as letters or not.

    Of `own` names each word counts, of places only the whole name.
    """
    words = KNOWN | names(own) | {joined(place) for place in places}
    plain = joined(password)
    spellings = {plain, plain.translate(DIGITS_AS_LETTERS)}
    return any(len(left_over(text, words)) < LEAST for text in spellings)


class HabitValidator:
    """For AUTH_PASSWORD_VALIDATORS; the places are those of the installation too."""

    def validate(self, password: str, user: object = None) -> None:
        about = ("username", "full_name", "email")
        own = [str(getattr(user, name, "")) for name in about]
        if is_habit(password, own, Unit.objects.values_list("name", flat=True)):
            raise ValidationError(
                _(
                    "This password is made of names, years, rows of keys or words that "
                    "many choose. Take several words that do not belong together."
                ),
                code="password_is_habit",
            )

    def get_help_text(self) -> str:
        return _("No names, years or rows of keys alone.")
