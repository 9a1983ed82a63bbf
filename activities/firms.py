"""When two spellings of a firm's name are the same firm. Pure."""

import unicodedata

ENDINGS = ("有限责任公司", "股份有限公司", "集团有限公司", "有限公司", "公司")
PLACES = ("湖南省", "湖南", "株洲市", "株洲")


def firm_key(name: str) -> str:
    """Return the name as it is compared: no spaces, brackets or legal form, half-width, without the province and city."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", name).casefold() if sign.isalnum())
    for ending in ENDINGS:
        if plain.endswith(ending) and plain != ending:
            plain = plain.removesuffix(ending)
            break
    for place in PLACES:
        if plain.startswith(place) and plain != place:
            plain = plain.removeprefix(place)
    return plain[:60]
