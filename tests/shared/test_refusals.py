from django.utils.translation import gettext_lazy, override

from danvan.shared.refusals import Clash, Refused


def test_refused_is_its_sentence_in_the_language_of_the_moment():
    refused = Refused(gettext_lazy("Monday"), field="held_on")

    with override("vi"):
        assert str(refused) == "thứ Hai"
    with override("en"):
        assert str(refused) == "Monday"
    assert refused.field == "held_on"


def test_refused_belongs_to_no_field_unless_named():
    assert Refused("Choose another day").field is None


def test_clash_is_a_refusal_that_brings_the_other_text():
    clash = Clash(theirs={"title": "Giao ban quý I"})

    assert isinstance(clash, Refused)
    assert clash.theirs == {"title": "Giao ban quý I"}
    with override("en"):
        assert str(clash) == "Somebody else has saved this since you opened it"
