"""The findings of the check before publication, each with the way to where it is mended."""

from dataclasses import dataclass

from django.urls import reverse

from publishing.preflight import Finding


@dataclass(frozen=True)
class Shown:
    finding: Finding
    url: str


def findings_context(model_admin, publication) -> dict:
    """Return the findings of a publication for templates, blocking ones first."""
    found = sorted(publication.findings(), key=lambda finding: not finding.is_blocking)
    return {
        "findings": [Shown(finding, address_of(model_admin, publication, finding)) for finding in found],
        "is_blocked": any(finding.is_blocking for finding in found),
        "repairable": sum(finding.is_repairable for finding in found),
        "repair_url": model_admin.address("repair", publication),
    }


def address_of(model_admin, publication, finding: Finding) -> str:
    """Where a finding is mended: the field of the form, or the photo's own page."""
    anchor = f"#id_{finding.field}" if finding.field else ""
    if finding.photo_id is None:
        return model_admin.address("change", publication) + anchor
    return reverse(model_admin.photo_url_name, args=[finding.photo_id]) + anchor
