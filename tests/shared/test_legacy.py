"""Real samples are from documents on the web; the rest are names of places, persons."""

import unicodedata

import pytest

from danvan.shared.legacy import convert, detect, detect_many

TCVN3 = [
    ("Ban ChÊp hµnh Trung \xad¬ng", "Ban Chấp hành Trung ương"),
    ("®¶ng céng s¶n viÖt nam", "đảng cộng sản việt nam"),
    ("Uû ban nh©n d©n", "Uỷ ban nhân dân"),
    ("D©n vËn khÐo, ®èi tho¹i", "Dân vận khéo, đối thoại"),
    ("NguyÔn V¨n Hïng", "Nguyễn Văn Hùng"),
    ("§µo ThÞ HoÌ", "Đào Thị Hoè"),
    ("Lß A P¸o", "Lò A Páo"),
    ("Hµ", "Hà"),
    ("CéNG HßA X· HéI CHñ NGHÜA", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"),
    ("UBND x· Hoµ Môc", "UBND xã Hoà Mục"),
]
VNI = [
    ("Nguyeãn Vaên Huøng", "Nguyễn Văn Hùng"),
    ("Daân vaän kheùo, ñoái thoaïi", "Dân vận khéo, đối thoại"),
    ("ñöôøng, nöôùc, tænh uûy", "đường, nước, tỉnh ủy"),
    ("ÑAÛNG BOÄ", "ĐẢNG BỘ"),
    ("Xaõ Hoøa Muïc", "Xã Hòa Mục"),
    ("Lyù Thò Maùy", "Lý Thị Máy"),
    ("Pôø YÙ Ñaëng", "Pờ Ý Đặng"),
]
VIETNAMESE = [
    "Tô Ngọc",
    "Đào Thị Hòe",
    "HOÀNG ĐỨC",
    "Lò A Páo",
    "Giàng Mí Sùng",
    "Sùng A Chống",
    "Lý Thị Máy",
    "TÔ HOÀI",
    "Hoà Lý",
    "Thoá Mã",
    "Quý",
    "Lò Vàng",
    "Xã Hòa Bình",
    "Mèo Vạc",
    "tôt",
    "Ghi chú¹",
    "Cao Bá",
]
HIGHLANDS = ["Niê", "H'Hen Niê", "Y Moan Êban", "Siu Blên", "Mlô", "Rô Krông", "Kbuôr"]
FOREIGN = [
    "café",
    "Loïc",
    "Noël Lefèvre",
    "Restaurant thaï",
    "Montant dû",
    "«oui»",
    "l'hôtel où il dîne",
    "© 2023 Acme®",
    "a 10 µm filter",
    "Zürich",
    "José Peña",
    "The naïve café owner",
    "Mª José",
    "tôt",
]
PLAIN = ["Nguyen Van Hung", "UBND", "01834", "", "–"]


@pytest.mark.parametrize(("typed", "meant"), TCVN3)
def test_tcvn3_is_seen_and_converted(typed, meant):
    assert detect(typed) == "tcvn3"
    assert convert(typed, "tcvn3") == meant


@pytest.mark.parametrize(("typed", "meant"), VNI)
def test_vni_is_seen_and_converted(typed, meant):
    assert detect(typed) == "vni"
    assert convert(typed, "vni") == meant


@pytest.mark.parametrize("text", VIETNAMESE + HIGHLANDS + FOREIGN + PLAIN)
def test_other_text_is_left_alone(text):
    assert detect(text) is None
    assert detect(unicodedata.normalize("NFD", text)) is None


def test_capitals_are_those_of_a_capital_font():
    assert convert("®¶ng bé tØnh", "tcvn3", capitals=True) == "ĐẢNG BỘ TỈNH"


def test_an_initial_capital_is_no_shout():
    assert convert("Bµ Nµ", "tcvn3") == "Bà Nà"


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_unicode_is_never_converted_again(encoding):
    assert convert("Tô Ngọc Hoà", encoding) == "Tô Ngọc Hoà"


def test_a_column_decides_what_a_lone_name_cannot():
    names = ["Hïng", "Dòng", "Lan", "Sïng"]

    assert [detect(name) for name in names] == [None] * 4
    assert detect_many(names) == "tcvn3"


def test_a_column_mostly_unicode_is_unicode():
    assert detect_many(["Lê Đức", "Trần Thị Hà", "Hµ"]) is None
    assert detect_many(["Họ và tên", "TrÇn ThÞ Hµ", "NguyÔn V¨n B×nh"]) == "tcvn3"


def test_a_tie_between_the_encodings_is_no_answer():
    assert detect("Böu Long") is None


def test_a_column_of_nothing_is_no_answer():
    assert detect_many([]) is None
