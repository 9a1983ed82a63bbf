"""allauth's views, where they need a word of ours."""

from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView


class OurSite:
    """Keeps `site`, the portal's name and footer, from being covered by allauth's variable of the same name."""

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        context.pop("site", None)
        return context


class SignIn(OurSite, LoginView):
    pass


class SecondStep(OurSite, AuthenticateView):
    pass
