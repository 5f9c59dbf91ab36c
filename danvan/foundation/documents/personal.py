"""What attached files may say of people."""

from django.utils.translation import gettext_lazy as _

from danvan.foundation.documents.models import Attachment
from danvan.shared.personal import Cleared, Fields, Kept, Personal, Seen, Whose, Why

_PROOF = _("proof of the work; photographs lose place and author")

PERSONAL: Fields = {
    Attachment: {
        "file": Personal(Whose.NAMED, _PROOF, (Seen.READERS,), Kept.OFFICE),
        "name": Personal(Whose.NAMED, _PROOF, (Seen.READERS,), Kept.OFFICE),
        "uploaded_by": Personal(
            Whose.ACCOUNT, _("to tell who added it"), (Seen.READERS,), Kept.OFFICE
        ),
    }
}
NOT_PERSONAL: Cleared = {
    Attachment: {
        "subject_type": Why.CODE,
        "content_type": Why.CODE,
        "sha256": Why.FINGERPRINT,
        "kept_sha256": Why.FINGERPRINT,
    }
}
