"""The project's pages and, as the floor of a page, the plainest list of 20 rows."""

from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.records.activities.models import Activity

BARE = engines["django"].from_string("""<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>20</title></head>
<body><h1>20</h1><table>{% for row in rows %}
<tr><td>{{ row.on|date:"d/m/Y" }}</td><td>{{ row.title }}</td>
<td>{{ row.unit.name }}</td></tr>
{% endfor %}</table></body></html>""")


@requires(Permission.READ)
def bare(_request: UserRequest, pk: int) -> HttpResponse:
    """The 20 newest records of one unit, with no scope, menu, words or figures."""
    rows = Activity.objects.filter(unit=pk).select_related("unit").newest_first()[:20]
    return HttpResponse(BARE.render({"rows": rows}))


urlpatterns = [
    path("bare/<int:pk>/", bare, name="bare"),
    path("", include("danvan.config.urls")),
]
