"""The wording: every shape of phrase, lines of many languages, and what must not match."""

from __future__ import annotations

import json
import time
from importlib.resources import files

import pytest

from extract.wording import (
    categories,
    class_categories,
    match_classes,
    match_phrases,
    normalise,
)


def name_bits(bits: int, names: tuple[str, ...]) -> set[str]:
    return {name for i, name in enumerate(names) if bits >> i & 1}


def match(text: str) -> tuple[set[str], set[str]]:
    exact, partial = match_phrases(text)
    return name_bits(exact, categories()), name_bits(partial, categories())


WHOLE = [
    ("Accessibility links", "skip"),
    ("Breaking News", "breaking"),
    ("16x9 Image", "placeholder"),
    ("16X9 IMAGE", "placeholder"),
    ("4x3 Image", "placeholder"),
    ("please wait", "placeholder"),
    ("XS", "placeholder"),
    ("XS SM MD LG", "placeholder"),
    ("Comments (12)", "comments"),
    ("404", "not_found"),
    ("Share", "share"),
    ("No media source currently available", "player"),
    ("»", "navigation"),
    ("…", "navigation"),
    ("Print Options:", "print"),
    ("Dostupni linkovi", "skip"),
    ("Ссылки для упрощенного доступа", "skip"),
    ("Ссылки для упрощённого доступа", "skip"),
    ("연결 가능 링크", "skip"),
    ("无障碍链接", "skip"),
    ("Самое читаемое", "related"),
    ("ΔΗΜΟΦΙΛΗ", "related"),
    ("İLGİLİ HABERLER", "related"),
    ("DISTRIBUIŢI", "share"),
    ("Distribuiți", "share"),
    ("اقرأ المزيد", "read_more"),
    ("جستجو", "navigation"),
    ("שיתוף", "share"),
    ("शेयर करें", "share"),
    ("ဆက်စပ် အကြောင်းအရာများ", "related"),
    ("หน้าแรก", "navigation"),
    ("Bình luận", "comments"),
    ("印刷する", "print"),
    ("回页顶", "navigation"),
    ("SEE ALSO", "related"),
]

PARTS = [
    ("Skip to main Navigation", "skip"),
    ("SEE ALSO: A river and its bridges", "related"),
    ("READ ALSO | A river and its bridges", "related"),
    ("Photo: Ann Example", "credit"),
    ("Photo courtesy of the museum", "credit"),
    ("A ferry leaves the pier. (AP Photo/Ann Example)", "credit"),
    ("Foto: Anna Muster", "credit"),
    ("图片来源：某某", "credit"),
    ("By Ann Example", "byline"),
    ("Von Anna Muster", "byline"),
    ("Published 3 May 2031", "published"),
    ("3 hours ago", "published"),
    ("vor 5 Stunden", None),
    ("5分钟前", None),
    ("Ann Example is a freelance journalist in Riga.", "bio"),
    ("A singer is seen on a roof during a protest in Northport.", "caption"),
    ("Sign up for our newsletter and never miss a bridge", "newsletter"),
    ("Subscribe to continue reading this story", "paywall"),
    ("© 2031 Example Press", "copyright"),
    ("Correction: An earlier text gave the wrong bridge.", "correction"),
    ("Anmerkung der Redaktion: Der Text wurde ergänzt.", "correction"),
    ("Читайте также: Мосты и реки", "related"),
    ("Дивіться також: Мости і річки", "related"),
    ("関連記事 橋の話", "related"),
    ("Страница не найдена — 404", "not_found"),
    ("The code has been copied to your clipboard.", "player"),
    ("A post shared by Ann (@ann.example)", "embed"),
]

ARTICLE = [
    "Related to this is the question of who pays for the bridge, which the town has put off for years.",
    "More than forty people walked across the bridge on Sunday, and some of them came back with wet feet.",
    "Photo albums were the first thing that she took out of the house when the river rose over the wall.",
    "By Monday the water had fallen by a metre, and the ferry company said that it would sail again soon.",
    "Share prices fell in the afternoon, and the two owners of the shipyard said that they would not sell.",
    "Home to nine thousand people, the island has had no doctor since the last one left it in the spring.",
    "Von Montag an fährt die Fähre wieder, und die Gemeinde hofft, dass die Gäste des Sommers zurückkommen.",
    "Par la fenêtre, elle voyait le pont et la rivière, et elle se demandait qui allait payer les travaux.",
    "Реклама на мосту запрещена с весны, и хозяева лавок говорят, что покупателей у них стало меньше.",
    "Search teams looked for the boat all night, and at dawn a pilot saw it near the mouth of the river.",
]


@pytest.mark.parametrize(("text", "category"), WHOLE)
def test_whole_phrases(text: str, category: str) -> None:
    assert category in match(text)[0]


@pytest.mark.parametrize(("text", "category"), [(t, c) for t, c in PARTS if c])
def test_parts_of_phrases(text: str, category: str) -> None:
    assert category in match(text)[1]


@pytest.mark.parametrize("text", ["vor 5 Stunden", "5分钟前", "5 minutes ago", "2 часа назад"])
def test_ages_are_dates(text: str) -> None:
    assert "published" in set.union(*match(text))


@pytest.mark.parametrize("text", ARTICLE)
def test_sentences_of_an_article_match_nothing(text: str) -> None:
    assert match(text) == (set(), set())


def test_a_label_needs_its_colon() -> None:
    assert "credit" in match("Source: the harbour office")[1]
    assert "credit" not in set.union(*match("Source of the river"))


def test_a_limited_beginning_needs_a_short_line() -> None:
    assert "byline" in match("By Ann Example")[1]
    assert (
        "byline"
        not in match("By Ann Example and the many people who helped her to find the old ferry again")[1]
    )


def test_inner_phrases_need_a_short_block() -> None:
    sentence = "Ann Example is a freelance journalist."
    assert "bio" in match(sentence)[1]
    assert "bio" not in match(sentence + " The bridge is long." * 40)[1]


def test_beginnings_end_with_a_word() -> None:
    assert "skip" in match("Skip to content")[1]
    assert "skip" not in match("Skip tomatoes")[1]


def test_the_seed_lines_are_told_apart() -> None:
    bio = "Our journalists report the news in 27 languages in 23 countries where a free press is banned."
    assert "bio" in match(bio)[1]
    assert (
        "bio" in match(bio + " We provide what many people cannot get locally: news, talk and debate." * 3)[1]
    )
    caption = "A demonstrator holds a poster to denounce a campaign during a protest in Paris last month."
    assert "caption" in match(caption)[1]
    said = '"We are urging the community to open their doors to all those fleeing the flood," he said.'
    assert match(said) == (set(), set())


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\x00", "\ud800", "\u0301", "1 2 3", "a" * 300])
def test_odd_texts_match_nothing(text: str) -> None:
    assert match(text) == (set(), set())


def test_marks_belong_to_their_words() -> None:
    assert normalise("शेयर करें!") == "शेयर करें"
    assert normalise("e\u0301cole") == normalise("école")


def test_every_phrase_file_is_sound() -> None:
    folder = files("extract.wording") / "phrases"
    languages = {file.name.removesuffix(".json") for file in folder.iterdir() if file.name.endswith(".json")}
    assert {"en", "ru", "ar", "zh", "hi", "my", "th", "ka", "ko", "ja", "he", "tr"} <= languages
    assert len(languages) >= 35
    for language in languages:
        data = json.loads((folder / f"{language}.json").read_bytes())
        assert set(data) <= set(categories()), language
        for category, phrases in data.items():
            assert len(phrases) == len(set(phrases)), (language, category)
            for phrase in phrases:
                assert phrase.strip() == phrase != "", (language, category)
                assert "\n" not in phrase, (language, phrase)
                inside = phrase[1:].rstrip("0123456789")[:-1]
                assert "…" not in inside, (language, category, phrase)


def test_every_phrase_matches_itself() -> None:
    """What is written in the data is found by the matcher, in its own category."""
    folder = files("extract.wording") / "phrases"
    lost = []
    for file in folder.iterdir():
        if not file.name.endswith(".json"):
            continue
        for category, phrases in json.loads(file.read_bytes()).items():
            for phrase in phrases:
                text = phrase.strip("…0123456789") if "…" in phrase and phrase != "…" else phrase
                if text and category not in set.union(*match(text)):
                    lost.append((file.name, category, phrase))
    assert lost == []


CLASSES = [
    ("article-share", "share"),
    ("articleShare", "share"),
    ("c-author__content", "author"),
    ("nav-hdr-outer-container", "nav"),
    ("js-newsletter-form", "newsletter"),
    ("is-hidden", "hidden"),
    ("colophon", "footer"),
    ("relatedarticlesbox", "related"),
]


@pytest.mark.parametrize(("names", "category"), CLASSES)
def test_class_words(names: str, category: str) -> None:
    assert category in name_bits(match_classes(names), class_categories())


@pytest.mark.parametrize("names", ["", "category-share", "has-comments", "text-caption", "col-12", "x1y2z3"])
def test_states_and_styling_name_nothing(names: str) -> None:
    assert match_classes(names) == 0


def _time(text: str) -> float:
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        match_phrases(text)
        best = min(best, time.perf_counter() - start)
    return best


@pytest.mark.parametrize("piece", ["word ", "a", "…", "字", ": ", "is a freelance ", "\u0301"])
def test_time_does_not_grow_with_the_text(piece: str) -> None:
    match_phrases(piece)
    small, large = _time(piece * 10_000), _time(piece * 160_000)
    assert large < 4 * small + 0.001
