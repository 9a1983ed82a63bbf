"""The account pages that we use of allauth: no e-mail, no sign-up form, no reset by mail; the names stay allauth's."""

from allauth.account import views
from allauth.usersessions.views import list_usersessions
from django.urls import include, path
from django.views.generic import TemplateView

from members.views import SecondStep, SignIn

urlpatterns = [
    # in and out
    path("login/", SignIn.as_view(), name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    # accounts are issued: these pages say whom to ask
    path("signup/", views.signup, name="account_signup"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path(
        "password/reset/",
        TemplateView.as_view(template_name="account/password_reset.html"),
        name="account_reset_password",
    ),
    # one's own account
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("2fa/authenticate/", SecondStep.as_view(), name="mfa_authenticate"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", list_usersessions, name="usersessions_list"),
]
