"""Which columns each form asks for, what they are called there, and its heading."""

from django.utils.translation import gettext_lazy

from danvan.shared.forms import Text

MEETING = ("on", "status", "status_reason", "venue")
PAPER = ("on", "year", "status", "status_reason", "document_no")
PROOF = ("evidence", "files")

LAYOUT: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "briefing": (
        (*MEETING, "chair", "chair_name", "attended"),
        ("title", "summary", "document_no"),
    ),
    "dialogue": (
        (*MEETING, "chair", "chair_name", "attended"),
        ("title", "summary", "document_no"),
    ),
    "dissemination": (
        ("directive", *MEETING),
        ("reached", "title", "summary", "document_no"),
    ),
    "training": (MEETING, ("title", "summary", "document_no", "attendees")),
    "language_class": (
        MEETING,
        ("language", "title", "summary", "document_no", "attendees"),
    ),
    "plan": (PAPER, ("title", "summary")),
    "inspection": (
        (*MEETING, "year", "chair_name", "counterpart"),
        ("title", "summary", "document_no"),
    ),
    "supervision": (
        (*MEETING, "year"),
        ("host", "counterpart", "title", "summary", "document_no"),
    ),
    "survey": (
        ("on", "status", "status_reason"),
        ("attended", "needs", "title", "summary"),
    ),
    "review": ((*MEETING, "year"), ("title", "summary", "document_no")),
    "evaluation": (PAPER, ("grade", "title", "summary")),
    "commendation": (PAPER, ("title", "summary")),
    "pilot": (PAPER, ("criteria", "title", "summary")),
    "general": (
        (*MEETING, "year", "chair", "attended"),
        ("title", "summary"),
    ),
}
"""Columns asked for each form: when and where, then what it was about."""

LABELS: dict[str, Text] = {
    "on": gettext_lazy("Date"),
    "year": gettext_lazy("Counts for the year"),
    "status": gettext_lazy("Has it been held?"),
    "status_reason": gettext_lazy("Reason, if postponed or cancelled"),
    "venue": gettext_lazy("Place"),
    "chair": gettext_lazy("Chair"),
    "chair_name": gettext_lazy("Full name of the chair"),
    "attended": gettext_lazy("People attending"),
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "document_no": gettext_lazy("Document number"),
    "directive": gettext_lazy("Document disseminated"),
    "reached": gettext_lazy("People reached"),
    "attendees": gettext_lazy("Members attending"),
    "grade": gettext_lazy("Grade"),
    "criteria": gettext_lazy("Criteria the pilot bloc works by"),
    "host": gettext_lazy("Held by"),
    "counterpart": gettext_lazy("Other side"),
    "language": gettext_lazy("Language taught"),
    "evidence": gettext_lazy("Evidence there is"),
}
FORM_LABELS: dict[tuple[str, str], Text] = {
    ("plan", "on"): gettext_lazy("Issued on"),
    ("plan", "status"): gettext_lazy("Has it been issued?"),
    ("evaluation", "on"): gettext_lazy("Decided on"),
    ("evaluation", "status"): gettext_lazy("Has it been decided?"),
    ("commendation", "on"): gettext_lazy("Decided on"),
    ("commendation", "status"): gettext_lazy("Has it been decided?"),
    ("commendation", "title"): gettext_lazy("Who was commended, for what"),
    ("pilot", "on"): gettext_lazy("Chosen on"),
    ("pilot", "status"): gettext_lazy("Has it been chosen?"),
    ("inspection", "venue"): gettext_lazy("Place inspected"),
    ("inspection", "chair_name"): gettext_lazy("Head of the inspection team"),
    ("inspection", "summary"): gettext_lazy("Findings"),
    ("inspection", "counterpart"): gettext_lazy("Inspected together with"),
    ("review", "title"): gettext_lazy("What was reviewed"),
    ("supervision", "host"): gettext_lazy("Organisation that supervises or comments"),
    ("supervision", "counterpart"): gettext_lazy("Body supervised or commented on"),
    ("supervision", "title"): gettext_lazy("What it was about"),
    ("supervision", "summary"): gettext_lazy("Findings and recommendations"),
    ("survey", "on"): gettext_lazy("Survey completed on"),
    ("survey", "attended"): gettext_lazy("People asked"),
    ("general", "chair"): gettext_lazy("Who chaired or received"),
}
"""What a column is called on the form and the page of one form."""

PAPERS = {
    "briefing": "TB",
    "dialogue": "TB",
    "inspection": "TB",
    "review": "BC",
    "evaluation": "QĐ",
    "commendation": "QĐ",
    "pilot": "QĐ",
    "supervision": "TB",
}
"""Sign of the paper that usually comes of each form, in its number; else a plan."""
TITLE_HINTS: dict[str, Text] = {
    "commendation": gettext_lazy("For example: bloc of the commune, results of 2024"),
    "review": gettext_lazy("For example: Resolution 25-NQ/TW"),
    "supervision": gettext_lazy(
        "For example: use of the contributions to the village road"
    ),
}
COUNTERPART_HINTS: dict[str, Text] = {
    "inspection": gettext_lazy("For example: Inspection Committee of the Party"),
    "supervision": gettext_lazy(
        "A body or unit, never a private person. For example: People's Committee"
    ),
}
GROUPS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (gettext_lazy("Meetings and dialogues"), ("briefing", "dialogue")),
    (
        gettext_lazy("Telling and training"),
        ("dissemination", "training", "language_class", "survey"),
    ),
    (gettext_lazy("Inspection and supervision"), ("inspection", "supervision")),
    (
        gettext_lazy("Plans, reviews, evaluation, commendation"),
        ("plan", "review", "evaluation", "commendation", "pilot"),
    ),
    (gettext_lazy("Conferences, receptions and work in the villages"), ("general",)),
)
"""Headings under which a clerk looks for a kind, and the forms below each."""
