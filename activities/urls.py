"""What is joined: activities, sign-ups, one's own record."""

from django.urls import path

from activities.views import certificates, check_in, classes, details, lists, mine, patrol, records, rota, sign_up

app_name = "activities"

urlpatterns = [
    # what comes and what was
    path("activities/", lists.ActivityList.as_view(), name="list"),
    path("activities/month/", lists.MonthPage.as_view(), name="month-now"),
    path("activities/month/<int:year>/<int:month>/", lists.MonthPage.as_view(), name="month"),
    path("activities/calendar.ics", details.calendar, name="calendar"),
    # one activity
    path("activities/<int:pk>/", details.ActivityPage.as_view(), name="activity"),
    path("activities/<int:pk>.ics", details.entry, name="entry"),
    path("activities/<int:pk>/poster/", details.poster, name="poster"),
    path("activities/<int:pk>/qr.svg", details.qr, name="qr"),
    # signing up
    path("activities/<int:pk>/sign-up/", sign_up.SignUpPage.as_view(), name="sign-up"),
    path("activities/<int:pk>/cancel/", sign_up.CancelPage.as_view(), name="cancel"),
    path("activities/<int:pk>/state/", sign_up.StateFragment.as_view(), name="state"),
    path("activities/<int:pk>/class/", classes.ClassPage.as_view(), name="class"),
    path("me/activities/", mine.MyActivities.as_view(), name="my-activities"),
    path("me/details/", mine.MyDetails.as_view(), name="my-details"),
    # checking in
    path("activities/<int:pk>/check-in/", check_in.CheckInPage.as_view(), name="check-in"),
    # service records and certificates
    path("me/records/", records.MyRecords.as_view(), name="my-records"),
    path("me/certificates/<int:pk>/withdraw/", records.WithdrawCertificate.as_view(), name="certificate-withdraw"),
    path("certificates/", certificates.Lookup.as_view(), name="certificates"),
    path("certificates/<str:code>.pdf", certificates.Pdf.as_view(), name="certificate-pdf"),
    path("certificates/<str:code>/", certificates.Check.as_view(), name="certificate"),
    path("certificates/<str:code>/print/", certificates.Paper.as_view(), name="certificate-print"),
    # rota and patrol log
    path("me/rota/", rota.MyRota.as_view(), name="my-rota"),
    path("activities/<int:pk>/patrol/", patrol.PatrolPage.as_view(), name="patrol"),
    path("activities/<int:pk>/patrol/handover/", patrol.HandoverPage.as_view(), name="patrol-handover"),
]
