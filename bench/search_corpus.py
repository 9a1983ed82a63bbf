"""Fills a database with articles of real words, as `python -m bench.search_corpus COUNT` with DATABASE_URL set.

Words are drawn by their counts in a dictionary of common Chinese (words.txt), so that they are as unequal as in real
texts: Zipf's law. Nothing is rendered and nothing indexed: `manage.py rebuild_index` does that, and is measured.
"""

import os
import random
import sys
from datetime import timedelta
from itertools import accumulate
from pathlib import Path

SEED = 20210402
LONG = 800  # characters of a text, on average
ORGANISATIONS, TOPICS = 8, 4
BATCH = 2000


class Words:
    """Draws words as a text has them."""

    def __init__(self, chance: random.Random):
        lines = (Path(__file__).parent / "words.txt").read_text(encoding="utf-8").splitlines()[1:]
        pairs = [line.split() for line in lines]
        self.words = [word for word, _count in pairs]
        self._weights = list(accumulate(int(count) for _word, count in pairs))
        self._chance = chance

    def draw(self, number: int) -> list[str]:
        return self._chance.choices(self.words, cum_weights=self._weights, k=number)

    def title(self) -> str:
        return "".join(self.draw(self._chance.randint(4, 8)))[:30]

    def paragraphs(self) -> list[str]:
        """Return a text of some 800 characters, in sentences."""
        found, left = [], self._chance.randint(LONG // 2, LONG * 3 // 2)
        while left > 0:
            sentences = ["".join(self.draw(self._chance.randint(6, 16))) for _sentence in range(5)]
            found.append("，".join(sentences[:2]) + "。" + "。".join(sentences[2:]) + "。")
            left -= len(found[-1])
        return found


def fill(count: int) -> None:
    """Create `count` articles published one every 20 minutes until now."""
    from django.utils import timezone

    from articles.models import Article, Topic
    from members.models import Member, Organisation

    words, now = Words(random.Random(SEED)), timezone.now()
    organisations = [Organisation.objects.create(name=f"单位{n}", kind="bureau") for n in range(ORGANISATIONS)]
    topics = [Topic.objects.create(title=f"专题{n}", slug=f"topic{n}") for n in range(TOPICS)]
    author = Member.objects.create_user("bench", None, display_name="测量", organisation=organisations[0])
    for start in range(0, count, BATCH):
        Article.objects.bulk_create(
            Article(
                title=words.title(), body="".join(f"<p>{text}</p>" for text in words.paragraphs()), author=author,
                organisation=organisations[number % ORGANISATIONS], topic=topics[number % TOPICS], state="published",
                published_at=now - timedelta(minutes=20 * (count - number)), approved_hash="0" * 64,
            )
            for number in range(start, min(start + BATCH, count))
        )  # fmt: skip
        print(f"  {min(start + BATCH, count):,} articles", flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    import django

    django.setup()
    fill(int(sys.argv[1]))
