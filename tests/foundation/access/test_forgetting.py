"""What a log may tell of an address."""

import pytest

from danvan.foundation.access.rules import masked


@pytest.mark.parametrize(
    ("email", "shown"),
    [("hoa.le@x.vn", "h…@x.vn"), ("", ""), ("a@b", "a…@b"), ("không phải", "")],
)
def test_a_masked_address_cannot_be_written_to(email, shown):
    assert masked(email) == shown
