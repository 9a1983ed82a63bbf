import pytest

from articles.actions.photos import add_photo
from articles.images import rendition_name
from tests.articles.uploads import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(people, town, files):
    photo = add_photo(organisation=town, actor=people.alice, upload=upload())
    photo.refresh_from_db()
    return photo


@pytest.mark.parametrize(
    ("ending", "content_type"), [("avif", "image/avif"), ("webp", "image/webp"), ("jpg", "image/jpeg")]
)
def test_rendition_is_served_with_the_headers_of_user_media(ending, content_type, photo, client):
    response = client.get(f"/media/{rendition_name(photo.key, 480, ending)}")
    assert (response.status_code, response["Content-Type"]) == (200, content_type)
    assert response["Content-Security-Policy"] == (
        "default-src 'none'; img-src 'self'; media-src 'self'; sandbox; frame-ancestors 'none'"
    )
    assert response["Content-Disposition"] == "inline"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response and "Vary" not in response


@pytest.mark.parametrize(
    "path",
    [
        "photos/../../private/originals/{folder}/{key}.jpg",
        "photos/%2e%2e/%2e%2e/private/originals/{folder}/{key}.jpg",
        "photos/{folder}/..%2f{folder}%2f{key}-480.jpg",
        "photos/{folder}/{key}-480.jpg%0a",
        "photos/{folder}/{key}-480.jpg%00",
        "photos/{folder}/{key}-0480.jpg",
        "photos/{folder}/{key}-480.png",
        "photos/{folder}/{key}-960.jpg",
        "photos/{folder}/{key}-480.jpg/",
        "photos/{folder}/{key}.jpg",
        "photos/{folder}/",
        "originals/{folder}/{key}.jpg",
        "",
    ],
)
def test_nothing_else_has_an_address(path, photo, client):
    assert client.get("/media/" + path.format(folder=photo.key[:2], key=photo.key)).status_code == 404


def test_rendition_is_not_there_for_writing(photo, client):
    assert client.post(f"/media/{rendition_name(photo.key, 480, 'jpg')}").status_code == 405
