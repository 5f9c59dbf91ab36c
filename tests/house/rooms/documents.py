"""Doors of the files behind records."""

import io
from datetime import UTC, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from danvan.foundation.documents import actions
from tests.house.door import READ, Door, Place, kept

DOORS = {"documents:thumbnail": Door(READ, kept("photograph"))}
AT = datetime(2024, 3, 6, tzinfo=UTC)


def furnish(place: Place) -> None:
    """A photograph with its small picture, behind the activity."""
    if place.activity is None:
        return
    stream = io.BytesIO()
    Image.new("RGB", (8, 6), "red").save(stream, "PNG")
    upload = SimpleUploadedFile("anh-hop.png", stream.getvalue())
    place.more["photograph"] = actions.attach(
        place.activity, place.unit, upload, by=place.account, at=AT
    )
