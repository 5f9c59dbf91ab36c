"""Made-up Vietnamese sample texts for the gallery; no person or figure here is real."""

from typing import Any

from django.core.paginator import Paginator

from danvan.shared import forms
from danvan.shared.numbers import percent, percent_text

type Sample = dict[str, Any]

FORM_TITLE = "Ghi nhận buổi giao ban"

SIGNED_IN: Sample = {
    "user": {"is_authenticated": True, "full_name": "Hoàng Thị Mẫu"},
    "masthead": {
        "home_url": "/gallery/",
        "place": "tỉnh Bắc Kạn",
        "programme": "Đề án nâng cao chất lượng Khối Dân vận cơ sở 2023–2025",
        "role": "Cán bộ cấp xã",
        "unit": "xã Thượng Giáo",
        "sign_out_url": "/gallery/",
    },
    "navigation": [
        {"url": "#", "label": "Việc hôm nay", "icon": "list-checks", "current": True},
        {"url": "#", "label": "Bảng kết quả", "icon": "table-2"},
        {"url": "#", "label": "Khối", "icon": "users"},
        {"url": "#", "label": "Hoạt động", "icon": "calendar-check"},
        {"url": "#", "label": "Đề án", "icon": "book-open"},
        {"url": "#", "label": "Tài khoản", "icon": "key-round"},
    ],
}

WRONG = {"on": "31/2/2023", "people": "nhiều", "chair": ""}


class SampleForm(forms.Form):
    on = forms.DateField(label="Ngày họp")
    chair = forms.RadioField(
        label="Người chủ trì",
        choices=[
            ("party_head", "Bí thư Đảng ủy"),
            ("party_deputy", "Phó Bí thư Thường trực Đảng ủy"),
            ("bloc_head", "Trưởng Khối Dân vận"),
        ],
    )
    unit = forms.ChoiceField(
        label="Đơn vị",
        blank="Chọn",
        choices=[("01834", "phường Nguyễn Thị Minh Khai"), ("01896", "xã Thượng Giáo")],
    )
    title = forms.TextField(label="Nội dung chính", max_length=200)
    people = forms.IntegerField(
        label="Số người dự", min_value=1, help_text="Tính cả khách mời", required=False
    )
    summary = forms.BlockField(
        label="Kết luận",
        help_text="Ghi từng việc, người làm, hạn làm. Mỗi việc một dòng.",
        required=False,
    )
    topics = forms.CheckboxesField(
        label="Lĩnh vực",
        choices=[
            ("economy", "Kinh tế"),
            ("culture", "Văn hóa – xã hội"),
            ("defence", "Quốc phòng – an ninh"),
            ("system", "Hệ thống chính trị"),
        ],
        required=False,
    )
    minutes = forms.FileField(
        label="Biên bản",
        accept=(".pdf", ".docx"),
        help_text="Tệp .pdf hoặc .docx, tối đa 20 MB",
    )
    signed = forms.TickField(label="Biên bản đã có chữ ký và dấu")
    groups = [
        ("Cuộc họp", ["on", "chair", "unit", "title", "people"]),
        ("Kết quả", ["summary", "topics", "minutes", "signed"]),
    ]


class SampleFilter(forms.Form):
    year = forms.ChoiceField(label="Năm", choices=[(y, y) for y in (2025, 2024, 2023)])
    unit = forms.ChoiceField(
        label="Huyện, thành phố",
        required=False,
        choices=[("", "Toàn tỉnh"), ("060", "huyện Pác Nặm")],
    )
    as_of = forms.DateField(label="Tính đến ngày", help_text="", required=False)


def tile(label: str, have: int, need: int, state: str, threshold: int = 100) -> Sample:
    return {
        "label": label,
        "percent": percent_text(have, need) if need else "",
        "have": have,
        "need": need,
        "ratio": percent(have, need),
        "state": state,
        "threshold": threshold,
        "url": "#",
        "note": f"Cần {threshold}%" if need else "Chưa khai tổng số người dân",
    }


TILES = [
    tile("1. Khối đúng thành phần, có quy chế, phân công", 106, 108, "not_met"),
    tile("2. Thành viên được tập huấn, bồi dưỡng", 1187, 1265, "met", 80),
    tile("3. Người dân được tuyên truyền, phổ biến", 0, 0, "not_measurable"),
    tile("4. Đối thoại với Nhân dân", 108, 108, "met_without_evidence"),
]

DISTRICTS = [
    (
        "thành phố Bắc Kạn",
        3,
        2,
        "Sông Cầu|Đức Xuân|Phùng Chí Kiên|Xuất Hóa|Nguyễn Thị Minh Khai",
    ),
    (
        "huyện Pác Nặm",
        1,
        2,
        "Bằng Thành|Nhạn Môn|Bộc Bố|Giáo Hiệu|Xuân La|An Thắng|Cổ Linh",
    ),
    ("huyện Ba Bể", 2, 1, "Chợ Rã|Bành Trạch|Hà Hiệu|Khang Ninh|Nam Mẫu|Thượng Giáo"),
    ("huyện Ngân Sơn", 2, 3, "Vân Tùng|Nà Phặc|Bằng Vân|Cốc Đán|Thuần Mang|Hiệp Lực"),
    ("huyện Bạch Thông", 2, 2, "Phủ Thông|Vi Hương|Sỹ Bình|Đôn Phong|Lục Bình|Vũ Muộn"),
    ("huyện Chợ Đồn", 3, 1, "Bằng Lũng|Xuân Lạc|Nam Cường|Bản Thi|Bằng Phúc"),
    ("huyện Na Rì", 3, 3, "Yến Lạc|Văn Vũ|Cường Lợi|Kim Hỷ|Cư Lễ|Hữu Thác"),
    ("huyện Chợ Mới", 4, 2, "Đồng Tâm|Tân Sơn|Thanh Vận|Mai Lạp|Hòa Mục|Cao Kỳ"),
]
CYCLE = (
    "met",
    "met",
    "not_met",
    "met",
    "met_without_evidence",
    "met",
    "not_measurable",
)


def districts() -> list[Sample]:
    return [
        {
            "label": name,
            "row": row,
            "col": col,
            "url": "#",
            "count": f"{len(names.split('|')) - 2}/{len(names.split('|'))}",
            "tiles": [
                {
                    "label": label,
                    "state": CYCLE[(i * 3 + row) % 7],
                    "url": "#",
                    "value": "1/1",
                }
                for i, label in enumerate(names.split("|"))
            ],
        }
        for name, row, col, names in DISTRICTS
    ]


def matrix() -> list[Sample]:
    """Districts by seven targets, as the scorecard shows them."""
    return [
        {
            "name": name,
            "scores": [cell(len(names.split("|")), i + row) for i in range(7)],
        }
        for name, row, _col, names in DISTRICTS
    ]


def cell(need: int, seed: int) -> Sample:
    state = CYCLE[seed % len(CYCLE)]
    have = need - 1 if state == "not_met" else need
    known = state != "not_measurable"
    text = percent_text(have, need) if known else ""
    return {"percent": text, "have": have, "need": need, "state": state}


def samples() -> Sample:
    return SIGNED_IN | {
        "title": "Bộ giao diện",
        "targets": [
            "1. Thành phần, quy chế",
            "2. Tập huấn",
            "3. Tuyên truyền",
            "4. Giao ban",
            "5. Kiểm tra, sơ kết",
            "6. Đối thoại",
            "7. Khối làm điểm",
        ],
        "tiles": TILES,
        "districts": districts(),
        "matrix": matrix(),
        "filter_form": SampleFilter({"year": "2023"}),
        "page": Paginator(range(1265), 25).page(7),
        "crumbs": [("tỉnh Bắc Kạn", "#"), ("huyện Ba Bể", "#"), ("xã Thượng Giáo", "")],
        "tabs": [
            {"label": "Tất cả", "url": "#", "current": True, "count": 42},
            {"label": "Giao ban", "url": "#", "count": 12},
            {"label": "Đối thoại", "url": "#", "count": 1},
            {"label": "Tập huấn", "url": "#", "count": 0},
        ],
        "facts": [
            {
                "label": "Trưởng khối",
                "value": "Nông Văn Thử",
                "note": "Phó Bí thư Thường trực Đảng ủy",
                "url": "#",
                "action": "Sửa",
            },
            {"label": "Số thành viên", "value": "11", "note": "Cần từ 7 đến 13 người"},
            {
                "label": "Quy chế hoạt động",
                "value": "Quyết định số 15-QĐ/ĐU, ngày 05/3/2023",
                "url": "#",
            },
            {"label": "Quyết định kiện toàn", "value": ""},
        ],
        "missing": [
            {
                "title": "Chưa ghi buổi giao ban quý IV năm 2023",
                "note": "Mục tiêu 4",
                "due": "31/12/2023",
                "url": "#",
            },
            {
                "title": "Chưa có người giữ ghế đại diện Hội Cựu chiến binh",
                "note": "Mục tiêu 1, điểm 1 mục II",
                "due": "05/8/2023",
                "late": True,
                "url": "#",
                "action": "Thêm thành viên",
            },
            {
                "title": "Chưa phân công nhiệm vụ cho 2 thành viên",
                "note": "Mục tiêu 1",
                "url": "#",
                "action": "Phân công",
            },
        ],
        "records": [
            {
                "title": "Giao ban quý III năm 2023",
                "url": "#",
                "meta": "12/10/2023 · Bí thư Đảng ủy chủ trì · 11 người dự",
                "state": "met",
            },
            {
                "title": "Đối thoại giữa người đứng đầu cấp ủy với Nhân dân",
                "url": "#",
                "meta": "20/9/2023 · Chủ tịch Ủy ban nhân dân chủ trì",
                "state": "met_without_evidence",
                "action": "Thêm minh chứng",
                "action_url": "#",
            },
            {
                "title": "Tập huấn kỹ năng dân vận",
                "url": "#",
                "meta": "04/7/2023",
                "state": "warning",
                "state_text": "Chưa điểm danh",
            },
        ],
        "history": [
            {
                "when": "05/3/2023",
                "title": "Kiện toàn Khối Dân vận",
                "text": "Quyết định số 15-QĐ/ĐU",
                "by": "Đảng ủy xã",
                "url": "#",
            },
            {
                "when": "12/6/2023",
                "title": "Thay Phó Trưởng khối",
                "text": "Bà Lường Thị Thử nhận nhiệm vụ của ông Triệu Văn Mẫu.",
            },
            {
                "when": "01/01/2024",
                "title": "Đánh giá, xếp loại năm 2023",
                "text": "Hoàn thành tốt nhiệm vụ",
                "state": "met",
            },
        ],
        "clash_rows": [
            {
                "label": "Kết luận",
                "mine": "Giao Hội Phụ nữ vận động 12 hộ hiến đất.\nHạn: 30/10/2023.",
                "theirs": "Giao Hội Nông dân vận động 15 hộ.\nHạn: 15/11/2023.",
            },
        ],
    }
