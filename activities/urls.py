"""What is joined: activities, sign-ups, one's own record."""

from django.urls import path

from activities.views import certificates, details, records

app_name = "activities"

urlpatterns = [
    # one activity
    path("activities/<int:pk>/", details.ActivityPage.as_view(), name="activity"),
    # service records and certificates
    path("me/records/", records.MyRecords.as_view(), name="my-records"),
    path("me/certificates/<int:pk>/withdraw/", records.WithdrawCertificate.as_view(), name="certificate-withdraw"),
    path("certificates/", certificates.Lookup.as_view(), name="certificates"),
    path("certificates/<str:code>.pdf", certificates.Pdf.as_view(), name="certificate-pdf"),
    path("certificates/<str:code>/", certificates.Check.as_view(), name="certificate"),
    path("certificates/<str:code>/print/", certificates.Paper.as_view(), name="certificate-print"),
]
