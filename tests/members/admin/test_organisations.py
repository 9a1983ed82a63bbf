import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import Organisation, Place
from tests.factories import MemberFactory, OrganisationFactory, PlaceFactory, administrator_of_all

LIST = "/admin/members/organisation/"


@pytest.fixture
def village(town):
    return OrganisationFactory(name="先锋村", parent=town, kind=Organisation.Kind.VILLAGE)


@pytest.fixture
def dana(client, people):
    client.force_login(people.dana)
    return people.dana


def _change(organisation):
    return reverse("admin:members_organisation_change", args=[organisation.pk])


def _payload(organisation=None, **kwargs):
    data = {"name": "霞石村", "short_name": "", "kind": "village", "review_steps": 3, "position": 0, "parent": ""}
    if organisation:
        data |= {"name": organisation.name, "kind": organisation.kind, "parent": organisation.parent_id or ""}
    return data | kwargs


def test_list_is_the_tree_of_the_scope(client, dana, town, village, harbour):
    far = OrganisationFactory(name="甲组", parent=village)
    MemberFactory(organisation=village)
    rows = [(row.name, row.tree_depth, row.children_number) for row in client.get(LIST).context["cl"].result_list]
    assert rows == [(town.name, 0, 1), (village.name, 1, 1), (far.name, 2, 0)]


def test_list_costs_the_same_for_two_and_forty(client, dana, town):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        return len(captured)

    OrganisationFactory(parent=town)
    before = queries()
    for _ in range(40):
        OrganisationFactory(parent=town)
    assert queries() == before


@pytest.mark.parametrize(("words", "names"), [("先锋", ["先锋村"]), ("群丰", [])])
def test_search_stays_in_the_scope(client, dana, village, harbour, words, names):
    assert [row.name for row in client.get(LIST, {"q": words}).context["cl"].result_list] == names


def test_autocomplete_stays_in_the_scope(client, dana, town, harbour):
    query = {"app_label": "members", "model_name": "organisation", "field_name": "parent", "term": "镇"}
    rows = client.get("/admin/autocomplete/", query).json()["results"]
    assert [row["text"] for row in rows] == [town.name]


def test_administrator_adds_below(client, dana, town):
    assert client.post(f"{LIST}add/", _payload(parent=town.pk)).status_code == 302
    assert Organisation.objects.get(name="霞石村").parent == town


@pytest.mark.parametrize("parent", ["harbour", "nothing", "far"])
def test_administrator_adds_nowhere_else(client, dana, harbour, parent):
    value = {"harbour": harbour.pk, "nothing": "", "far": 999999}[parent]
    answer = client.post(f"{LIST}add/", _payload(parent=value))
    assert "parent" in answer.context["adminform"].form.errors


def test_top_unit_keeps_its_place(client, dana, town, village, harbour):
    district = OrganisationFactory(name="天元区委")
    Organisation.objects.filter(pk=town.pk).update(parent=district)
    assert client.post(_change(town), _payload(town, parent=village.pk, short_name="雷镇")).status_code == 302
    town.refresh_from_db()
    assert (town.parent, town.short_name) == (district, "雷镇")


@pytest.mark.parametrize("below", ["itself", "child", "grandchild"])
def test_loops_are_refused(client, people, town, village, below):
    people.dana.is_superuser = True
    people.dana.save()
    client.force_login(people.dana)
    grandchild = OrganisationFactory(name="甲组", parent=village)
    parent = {"itself": town, "child": village, "grandchild": grandchild}[below]
    answer = client.post(_change(town), _payload(town, parent=parent.pk))
    assert "parent" in answer.context["adminform"].form.errors


@pytest.mark.parametrize("steps", [0, 4, -1])
def test_review_has_one_to_three_steps(client, dana, village, steps):
    answer = client.post(_change(village), _payload(village, review_steps=steps))
    assert "review_steps" in answer.context["adminform"].form.errors


def test_other_organisation_is_not_there(client, dana, harbour):
    assert client.get(_change(harbour)).status_code == 404
    assert client.post(_change(harbour), _payload(harbour)).status_code == 404


def test_writer_reads_but_changes_nothing(client, people, town):
    client.force_login(people.alice)
    assert client.get(_change(town)).status_code == 200
    assert client.post(_change(town), _payload(town)).status_code == 403


def test_organisation_with_members_is_not_deleted(client, dana, village):
    MemberFactory(organisation=village)
    client.post(f"{LIST}{village.pk}/delete/", {"post": "yes"})
    assert Organisation.objects.filter(pk=village.pk).exists()


def test_empty_organisation_is_deleted(client, dana, village):
    client.post(f"{LIST}{village.pk}/delete/", {"post": "yes"})
    assert not Organisation.objects.filter(pk=village.pk).exists()


@pytest.mark.parametrize("words", ["陈家剥", "陈家剝"])
def test_place_is_found_by_variant_characters(client, dana, words):
    PlaceFactory(name="陈家剝", aliases="陈家剥")
    rows = client.get("/admin/members/place/", {"q": words}).context["cl"].result_list
    assert [row.name for row in rows] == ["陈家剝"]


def test_place_does_not_lie_in_itself(client, dana):
    administrator_of_all(dana)
    place = PlaceFactory()
    inner = PlaceFactory(parent=place)
    url = reverse("admin:members_place_change", args=[place.pk])
    payload = {"name": place.name, "kind": place.kind, "parent": inner.pk, "aliases": ""}
    assert "parent" in client.post(url, payload).context["adminform"].form.errors
    assert Place.objects.get(pk=place.pk).parent is None
