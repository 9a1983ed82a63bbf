import pytest

from portal.search.folding import fold, fold_with_places
from portal.search.pinyin import keys_of

FOLDED = {
    "车厢课堂": "车厢课堂",
    "車廂課堂": "车厢课堂",
    "陈家剝路段": "陈家剥路段",
    "罗学瓌": "罗学瑰",
    "１２３４５，ＡＢｃ": "12345 abc",
    "“学党史”、悟思想": "学党史 悟思想",
    "5Ｇ\u3000 网络": "5g 网络",
    "a_b-c": "a b c",
    "Straße": "strasse",
    "一\0二\ud800三\u202e四": "一 二 三 四",
    "。，！": "",
    "ｶﾞ㎡": "ガm2",
    "𠀋字": "𠀋字",
}


@pytest.mark.parametrize(("text", "expected"), FOLDED.items(), ids=ascii)
def test_texts_fold_to_one_spelling(text, expected):
    assert fold(text) == expected


@pytest.mark.parametrize("text", FOLDED, ids=ascii)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("text", FOLDED, ids=ascii)
def test_places_lead_back_into_the_text(text):
    folded, places = fold_with_places(text)
    assert folded == fold(text)
    assert places == sorted(places)
    assert all(place < len(text) for place in places)


@pytest.mark.parametrize("typed", ["leidashizhen", "leida", "dashi", "ldsz", "dsz"])
def test_name_has_its_sound_from_every_syllable(typed):
    assert f" {typed}" in keys_of("雷打石镇")


@pytest.mark.parametrize("typed", ["cqlz", "zqlz"])
def test_name_has_the_readings_of_a_character_with_several(typed):
    assert f" {typed}" in keys_of("重庆路站")


def test_sound_of_a_name_stays_short():
    assert len(keys_of("长乐行重调" * 20)) < 10_000


def test_names_sound_by_letters_alone():
    assert keys_of("长か行").isascii()
