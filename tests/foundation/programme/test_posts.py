import unicodedata

import pytest

from danvan.foundation.programme.posts import Post, PostNames, clashes


@pytest.mark.parametrize(
    ("typed", "post"),
    [
        ("BT Đảng ủy", "bi_thu_dang_uy"),
        ("Bí thư Đảng uỷ xã Bộc Bố", "bi_thu_dang_uy"),
        ("PBT TT ĐU", "pho_bi_thu_thuong_truc"),
        ("PBT TT ĐU xã Bộc Bố", "pho_bi_thu_thuong_truc"),
        ("Phó Bí thư TT", "pho_bi_thu_thuong_truc"),
        ("PHÓ BÍ THƯ THƯỜNG TRỰC ĐẢNG UỶ PHƯỜNG SÔNG CẦU", "pho_bi_thu_thuong_truc"),
        ("Phó Bí thư Đảng ủy", "pho_bi_thu_dang_uy"),
        ("Phó Bí thư thị trấn", "pho_bi_thu_dang_uy"),
        ("CT UBND", "chu_tich_ubnd"),
        ("ct. ubnd  xã", "chu_tich_ubnd"),
        ("Chủ tịch UBND TT Bằng Lũng", "chu_tich_ubnd"),
        ("Chủ tịch xã", "chu_tich_ubnd"),
        ("Phó Bí thư Đảng ủy, Chủ tịch UBND xã", "chu_tich_ubnd"),
        ("PCT UBND phường", "pho_chu_tich_ubnd"),
        ("CT UBMTTQ", "chu_tich_mttq"),
        ("CT MTTQ xã", "chu_tich_mttq"),
        ("Chủ tịch UBMTTQ Việt Nam xã", "chu_tich_mttq"),
        ("CT Hội ND", "chu_tich_hoi_nong_dan"),
        ("CT Hội LHPN", "chu_tich_hoi_phu_nu"),
        ("CT PN", "chu_tich_hoi_phu_nu"),
        ("CT Hội CCB", "chu_tich_hoi_cuu_chien_binh"),
        ("BT Đoàn TN", "bi_thu_doan"),
        ("Bí thư Đoàn TNCS HCM xã", "bi_thu_doan"),
        ("Trưởng CA xã", "truong_cong_an"),
        ("Đảng ủy viên, Trưởng Công an xã", "truong_cong_an"),
        ("CHT Quân sự", "chi_huy_truong_quan_su"),
        ("CHT BCH QS xã", "chi_huy_truong_quan_su"),
        ("Xã đội trưởng", "chi_huy_truong_quan_su"),
        ("Chủ tịch HĐND", "chu_tich_hdnd"),
        ("PCT HĐND xã", "pho_chu_tich_hdnd"),
        ("TT HĐND", "thuong_truc_hdnd"),
        ("Hiệu trưởng trường Tiểu học Xuân La", "hieu_truong"),
        ("Trạm trưởng y tế", "tram_truong_y_te"),
        ("Bí thư chi bộ thôn Nà Coọt", "bi_thu_chi_bo"),
        ("Trưởng thôn Nà Phặc", "truong_thon"),
        ("Công chức Văn phòng - Thống kê", "cong_chuc_van_phong"),
        ("Công chức Văn hoá – Xã hội xã Xuân La", "cong_chuc_van_hoa"),
    ],
)
def test_a_title_is_found_as_clerks_write_it(real, typed, post):
    assert real.post_named(typed).id == post
    assert real.post_named(unicodedata.normalize("NFD", typed)).id == post


@pytest.mark.parametrize("typed", ["", "CT", "Chủ tịch", "Giáo viên", "xã", "đồng bào"])
def test_a_title_nobody_has_is_no_post(real, typed):
    assert real.post_named(typed) is None


def test_a_title_of_two_posts_names_both_in_order(real):
    found = real.posts_named("Phó Bí thư TT, Chủ tịch HĐND xã")
    assert [post.id for post in found] == ["pho_bi_thu_thuong_truc", "chu_tich_hdnd"]


def test_every_spelling_of_the_file_finds_its_post(real):
    for post in real.posts:
        for spelling in post.spellings:
            assert real.post_named(spelling) == post


def test_a_post_has_a_body_to_speak_for(real):
    assert real.post("chu_tich_mttq").body == "Ủy ban Mặt trận Tổ quốc"
    with pytest.raises(KeyError):
        real.post("vua")


def test_clashes_are_seen_through_marks_and_punctuation():
    first = Post(id="a", name="Trưởng thôn", body="Thôn")
    later = Post(id="b", name="Trưởng bản", body="Bản", aliases=("TRUONG - THON",))
    assert clashes([first, later]) == [(later, 1, first)]
    assert PostNames([first, later]).find("trưởng thôn") == (first,)
