"""Where each floor hangs its pages. `portal` comes last: its addresses begin with a city's code."""

from django.contrib import admin
from django.urls import include, path

admin.site.site_header = "ICT計画ポータル 管理"
admin.site.site_title = "ICT計画ポータル"
admin.site.index_title = "データの管理"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("organizations.urls")),
    path("", include("workspace.urls")),
    path("", include("plans.urls")),
    path("", include("systems.urls")),
    path("", include("measures.urls")),
    path("", include("reviews.urls")),
    path("", include("portal.urls")),
]
