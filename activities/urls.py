"""What is joined: activities, sign-ups, one's own record."""

from django.urls import path

from activities.views import details

app_name = "activities"

urlpatterns = [
    # one activity
    path("activities/<int:pk>/", details.ActivityPage.as_view(), name="activity"),
]
