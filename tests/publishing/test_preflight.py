import pytest
from django.utils import timezone

from articles.actions.writing import repair_punctuation
from articles.models import Article
from publishing.models import Consent
from publishing.preflight import BLOCKING, Code, Finding, count_findings, full_width, text_findings
from publishing.states import State
from tests.factories import ArticleFactory, ChannelFactory, OrganisationFactory, PhotoFactory, PhotoReportFactory

VALID_IDENTITY = "11010519491231002X"


def _codes(findings) -> set[Code]:
    return {finding.code for finding in findings}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("联系电话13812345678。", {Code.PHONE}),
        ("电话138 1234 5678", {Code.PHONE}),
        ("电话138-1234-5678", {Code.PHONE}),
        ("编号213812345678，不是电话。", set()),
        (f"身份证号{VALID_IDENTITY}", {Code.IDENTITY}),
        ("一串数字110105194912310021", set()),  # wrong check digit
        ("学员,前往茶陵", {Code.HALF_WIDTH}),
        ("学员前往茶陵(炎陵)", {Code.HALF_WIDTH}),
        ("学员前往茶陵，共3,000人。", set()),
        ("时间为19:30，网址 example.org。", set()),
        ("<p>学员前往</p><p>茶陵。</p>", set()),
    ],
)
def test_text_findings(text, expected):
    assert _codes(text_findings({"body": text})) == expected


def test_finding_names_its_field_and_the_words_around():
    [finding] = text_findings({"lead": "四月二日,专题学习在列车上进行。"})
    assert (finding.field, finding.excerpt) == ("lead", "四月二日,专题学习在列车上")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("学员,前往茶陵.", "学员，前往茶陵。"),
        ("<p>学员<strong>全体</strong>,前往</p>", "<p>学员<strong>全体</strong>，前往</p>"),
        ('<a href="/a,b/">学员</a>,前往', '<a href="/a,b/">学员</a>，前往'),
        ("茶陵(炎陵)两县", "茶陵（炎陵）两县"),
        ("共3,000人,40户;12.5公里", "共3,000人，40户；12.5公里"),
        ("a < b, c", "a < b, c"),
        ("", ""),
    ],
)
def test_full_width(html, expected):
    assert full_width(html) == expected


@pytest.mark.parametrize("html", ["学员,前往茶陵.", "<p>学员</p><p>(茶陵),炎陵;</p>", "你好!?真的"])
def test_what_was_repaired_is_found_no_more(html):
    assert Code.HALF_WIDTH not in _codes(text_findings({"body": full_width(html)}))


@pytest.mark.parametrize(
    ("caption", "body", "expected"),
    [
        ("40余人参加", "共有50余人参加", 1),
        ("40余人参加", "共有40余人参加", 0),
        ("40余人参加", "没有人数", 0),
        ("3户参加", "共有40余人参加", 0),
    ],
)
def test_count_findings(caption, body, expected):
    assert len(count_findings([(7, caption)], body)) == expected


def test_blocking_are_personal_numbers_and_what_a_photo_must_have():
    assert Code.PHONE in BLOCKING
    assert not BLOCKING & {Code.HALF_WIDTH, Code.COUNT, Code.LINK, Code.CONSENT, Code.LICENCE, Code.UNPLACED}


def test_sentence_ends_with_the_words_where_it_stands():
    assert Finding(Code.PHONE, "13812345678").sentence.endswith("：13812345678")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"caption": ""}, Code.NO_CAPTION),
        ({"credit": ""}, Code.NO_CREDIT),
        ({"alt": ""}, Code.NO_ALT),
        ({"state": "waiting"}, Code.NO_PICTURE),
        ({"needs_consent": True}, Code.CONSENT),
        ({"licence_until": "2020-01-01"}, Code.LICENCE),
        ({"hidden_at": timezone.now()}, Code.HIDDEN),
        ({"caption": "联系电话13812345678。"}, Code.PHONE),
    ],
)
def test_photo_of_article_is_checked(words, code):
    photo = PhotoFactory(**words)
    photo.refresh_from_db()
    article = ArticleFactory()
    article.photos.add(photo)
    assert (code, photo.pk) in {(finding.code, finding.photo_id) for finding in article.findings()}


@pytest.mark.django_db
@pytest.mark.parametrize("end", [{"withdrawn_at": timezone.now()}, {"valid_until": "2020-01-01"}])
def test_consent_that_has_ended_is_found_even_where_none_was_needed(end):
    organisation = OrganisationFactory()
    consent = Consent.objects.create(organisation=organisation, label="户主", who="某人", given_on="2019-01-01", **end)
    article = ArticleFactory(channel=ChannelFactory())
    article.photos.add(PhotoFactory(organisation=organisation, consent=consent))
    assert _codes(article.findings()) == {Code.CONSENT}


@pytest.mark.django_db
def test_decorative_photo_needs_no_description():
    article = ArticleFactory(channel=ChannelFactory())
    article.photos.add(PhotoFactory(alt="", is_decorative=True))
    assert article.findings() == []


@pytest.mark.django_db
def test_cover_outside_the_text_is_checked():
    article = ArticleFactory(channel=ChannelFactory(), cover=PhotoFactory(credit=""))
    assert _codes(article.findings()) == {Code.NO_CREDIT}


@pytest.mark.django_db
def test_link_to_draft_is_broken_and_to_published_is_not():
    draft, public = ArticleFactory(), ArticleFactory(published=True)
    links = f'<p><a href="/articles/{draft.pk}/">甲</a><a href="/articles/{public.pk}/">乙</a></p>'
    findings = ArticleFactory(channel=ChannelFactory(), body=links).findings()
    assert [(finding.code, finding.excerpt) for finding in findings] == [(Code.LINK, f"/articles/{draft.pk}/")]


@pytest.mark.django_db
def test_empty_body_and_leftovers_are_found():
    article = ArticleFactory(channel=ChannelFactory(), body="", unplaced="余下一行")
    assert _codes(article.findings()) == {Code.EMPTY, Code.UNPLACED}


@pytest.mark.django_db
@pytest.mark.parametrize("factory", [ArticleFactory, PhotoReportFactory])
def test_missing_channel_is_found_and_does_not_block(factory):
    found = {finding.code: finding.is_blocking for finding in factory().findings()}
    assert found[Code.NO_CHANNEL] is False


@pytest.mark.django_db
def test_report_without_photos_is_empty():
    assert _codes(PhotoReportFactory(channel=ChannelFactory()).findings()) == {Code.EMPTY}


@pytest.mark.django_db
def test_repair_reaches_text_and_captions(people, town):
    photo = PhotoFactory(organisation=town, caption="志愿者,清理杂草")
    article = ArticleFactory(organisation=town, author=people.alice, title="你好,世界", body="<p>学员,前往。</p>")
    article.photos.add(photo)
    assert repair_punctuation(article, actor=people.alice) == 3
    article.refresh_from_db()
    photo.refresh_from_db()
    assert (article.title, article.body, photo.caption) == ("你好，世界", "<p>学员，前往。</p>", "志愿者，清理杂草")


@pytest.mark.django_db
def test_repair_keeps_what_was_saved_meanwhile(people, town):
    opened = ArticleFactory(organisation=town, author=people.alice, title="你好,世界")
    Article.objects.filter(pk=opened.pk).update(lead="别人刚改的导语。", state=State.IN_REVIEW, review_step=1)
    repair_punctuation(opened, actor=people.alice)
    opened.refresh_from_db()
    assert (opened.title, opened.lead, opened.state) == ("你好，世界", "别人刚改的导语。", State.IN_REVIEW)


@pytest.mark.django_db
def test_repair_leaves_photos_of_others_alone(people, town, harbour):
    photo = PhotoFactory(organisation=harbour, caption="志愿者,清理杂草")
    article = ArticleFactory(organisation=town, author=people.alice)
    article.photos.add(photo)
    assert repair_punctuation(article, actor=people.alice) == 0
