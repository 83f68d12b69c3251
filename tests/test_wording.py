"""The wording: every shape of phrase, lines of many languages, and what must not match."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from importlib.resources import files

import pytest

from extract.wording import (
    build,
    categories,
    class_bits,
    class_categories,
    match_phrases,
    normalise,
)
from extract.wording.phrasebook import find_entries


def name_bits(bits: int, names: tuple[str, ...]) -> set[str]:
    return {name for i, name in enumerate(names) if bits >> i & 1}


def match(text: str) -> tuple[set[str], set[str]]:
    exact, partial = match_phrases(text)
    return name_bits(exact, categories()), name_bits(partial, categories())


WHOLE = [
    ("Accessibility links", "skip"),
    ("Článek", "placeholder"),
    ("Here’s how you know", "skip"),
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
    ("She previously reported for the Northport Post.", "bio"),
    ("Associated Press researcher Ann Example in Riga contributed.", "bio"),
    ("This bridge was in our letter of the week; sign up for it here.", "newsletter"),
    ("By continuing to use this site you accept its rules.", "newsletter"),
    ("The society is a charity; contributions are tax deductible.", "donate"),
    ("Сетевое издание зарегистрировано в 2031 году", "copyright"),
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
    ("Can’t see the map? Click here to reload the page.", "placeholder"),
    ("Start the day with the River Post newsletter. Sign up here.", "newsletter"),
    ("Contributing: Ada Quill and Ben Oar, River Post", "bio"),
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


# What lines around the article say, in the words of several languages.
LINES = [
    ("Do you have a tip? Write to us at tips@example.org", "comments"),
    ("Got a story? Email our newsroom", "comments"),
    ("Get in touch with our news team by emailing us", "comments"),
    ("If you buy something through links on our site, we may earn a commission.", "ad"),
    ("We may earn revenue from the pumps on this page.", "ad"),
    ("Some of the links in this guide pay for the boat.", "ad"),
    ("A .gov website belongs to the harbour office.", "skip"),
    ("This field is for validation purposes and stays empty.", "placeholder"),
    ("Be the first one to review the pump!", "comments"),
    ("If you remain dissatisfied with the response of the harbour, write to the county.", "comments"),
    ("Сообщения и комментарии читателей появляются сразу.", "comments"),
    ("This website stores data such as the tides.", "cookie"),
    ("Related articles that the smith liked", "related"),
    ("The pumps are our own choice, but the paper may earn commissions.", "ad"),
    ("The smith and the pupils independently select products.", "ad"),
    ("SUBMITTED PHOTO The smith holds the pump.", "credit"),
    ("Image provided by the harbour.", "credit"),
    ("Mehr zum Thema finden Sie im wöchentlichen Hafenbrief:", "related"),
    ("All products are independently selected by our editors.", "ad"),
    ("Also of interest: Bridges of the north", "related"),
    ("Now read: Bridges of the north", "related"),
    ("Read the original article on Example Press.", "read_more"),
    ("Read our full review of the harbour pump", "related"),
    ("Click here for the latest news of the harbour and what it means for those who live there", "read_more"),
    ("Mehr lesen: Der Schmied von Osterby", "read_more"),
    ("Um selbst Kommentare schreiben zu können, melden Sie sich bitte an.", "comments"),
    ("The views expressed are the author's own.", "bio"),
    ("The video above is from an earlier flood.", "player"),
    ("Full coverage: The flood in the north", "related"),
    ("PREVIOUSLY: The bridge is shut", "related"),
    ("Catch all the latest news of the harbour in our app", "newsletter"),
    ("Find out what is new in Osterby with free, real-time updates from the harbour.", "newsletter"),
    ("Want to get this briefing by email?", "newsletter"),
    ("Get the harbour app for the latest on the tides", "follow"),
    ("Letters to the harbour: letters may be edited for length.", "comments"),
    ("Questions about this story? Write to the smith.", "comments"),
    ("For more information, contact Ane Moe at the harbour.", "bio"),
    ("Summary is AI-generated, newsroom-reviewed", "placeholder"),
    ("Diese Zusammenfassung wurde mit KI erstellt.", "placeholder"),
    ("Resumen generado por IA a partir del texto.", "placeholder"),
    ("Header image: the pump in May", "credit"),
    ("This episode is brought to you by the harbour.", "ad"),
    ("A longer version of this story appears in print.", "published"),
    ("Never miss a story", "newsletter"),
    ("Follow her @anemoe", "bio"),
    ("▶️ Never miss a story", "newsletter"),
    ("📲️ Síguenos en nuestro canal", "follow"),
    ("Click this link or scan the QR code to receive news of bridges", "newsletter"),
    ("Stories like this one cost money: consider making a donation today", "donate"),
    ("Stay informed with our morning letter", "newsletter"),
    ("Haben Sie Hinweise für uns? Schreiben Sie uns", "comments"),
    ("Mit Informationen der Agenturen", "credit"),
    ("Rückfragen bitte an:", "bio"),
    ("Beitragsbild via Musterbild.", "credit"),
    ("Titelbild: Anna Muster", "credit"),
    ("Schon gelesen?", "related"),
    ("PUEDES VER: ¿Quién construyó el puente?", "related"),
    ("歡迎到Facebook Like我們的專頁！", "follow"),
    ("Der Autor lebt auf einer Insel", "bio"),
    ("Dieser Artikel stammt von Ane Moe und wurde gestern veröffentlicht.", "byline"),
    ("Wenn Sie über einen Link einkaufen, erhalten wir eine Provision.", "ad"),
    ("Une info à nous transmettre ? Écrivez-nous", "comments"),
    ("Con información de agencias", "credit"),
    ("Le opinioni espresse in questo testo sono dell'autore", "copyright"),
    ("Siga nosso canal e receba as notícias", "follow"),
    ("Heb je een tip? Mail ons", "comments"),
    ("Мнение автора может не совпадать с мнением редакции", "copyright"),
    ("Підтримайте нас", "donate"),
    ("Przeczytaj oryginalny artykuł", "read_more"),
    ("声明：本网转载的文章仅代表作者个人观点，如有侵权请联系删除。", "copyright"),
    ("原文链接：example.org", "read_more"),
    ("ご意見をお寄せください", "comments"),
    ("제보를 기다립니다", "comments"),
    ("تابعونا على", "follow"),
    ("यह भी देखें: पुल और नदी", "related"),
    ("อ่านประกอบ: สะพานและแม่น้ำ", "related"),
    ("毎週月曜日に橋の話題をお届けするメールマガジンに登録してください。", "newsletter"),
    ("हमारे साप्ताहिक न्यूज़लेटर की सदस्यता लें", "newsletter"),
    ("عضو خبرنامه هفتگی ما شوید", "newsletter"),
    ("Həftəlik bülletenimizə abunə olun", "newsletter"),
    ("আমাদের ফেসবুক পেজ অনুসরণ করুন", "follow"),
    ("Lestu einnig: Brýr og ár", "related"),
    ("Lasi vairāk par tiltiem", "related"),
    ("Loe pikemalt: sillad ja jõed", "related"),
    ("Preberite tudi: Mostovi in reke", "related"),
    ("Taip pat žiūrėkite: Tiltai ir upės", "related"),
    ("Пратите нас на мрежама", "follow"),
]


@pytest.mark.parametrize(("text", "category"), LINES)
def test_lines_around_the_article(text: str, category: str) -> None:
    assert category in match(text)[1] | match(text)[0]


@pytest.mark.parametrize("text", ["In stock", "Add to cart", "Ships in 2 days", "Auf Lager", "В корзину"])
def test_labels_of_a_shop_are_whole_lines(text: str) -> None:
    assert "ad" in match(text)[0]
    assert "ad" not in match(f"{text} — and so the harbour had rope again for the first time that year")[0]


# Sentences and questions of articles that begin like such a line.
NEAR_MISSES = [
    "Full coverage costs more than a new boat.",
    "Previously the bridge was shut on Sundays.",
    "Want to get this pump to run? Oil it first.",
    "Earlier boats had no pump at all.",
    "Live music is heard at the harbour.",
    "Follow the old road to the bridge.",
    "Suivre la route du port.",
    "She told whoever wanted to follow her that the bridge was shut.",
    "Do you have any information on who built the bridge?",
    "Have you been affected by the flood in your own work?",
    "By continuing along the wall that the harbour master had drawn we came to the old bridge.",
    "By continuing to row against the tide the pupils reached the island.",
    "The leak was previously reported by the harbour office.",
    "Support for old ferries",
    "Repairs of a mill are tax deductible.",
    "Stay on top of the wall and keep your arms straight.",
    "Haben Sie Fragen an den Fährmann gestellt?",
    "Sie haben Hinweise übersehen, sagte der Richter.",
    "Der Autor Ole Roe sagte, die Brücke halte noch.",
    "Bei den mit Spannung erwarteten Wahlen fuhr keine Fähre.",
    "Alle Produkte wurden zurückgerufen.",
    "Schon gelesen hatte den Brief nur der Fährmann.",
    "Puedes ver el puente desde la isla.",
    "他在自己的專頁上說，橋已經修好了。",
    "Queda prohibida la pesca en el puerto.",
    "Si te gusta el mar, ven a la isla.",
    "Overname van de werf gaat niet door.",
    "Ceny mogą wzrosnąć po zimie.",
    "Добавьте в кастрюлю лук и морковь.",
    "За год зарегистрировано три лодки.",
    "Τα πιο παλιά πλοία του νησιού",
    "Har du tips till andra seglare?",
    "文化馆门前的旧桥今年春天重新开放了",
    "文学の橋は町の北に残っている古い木の橋だ",
    "글을 쓰는 사람들이 사는 섬마을",
    "12 °C",
]


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_sentences_may_begin_like_such_a_line(text: str) -> None:
    assert match(text) == (set(), set())


@pytest.mark.parametrize("text", ["vor 5 Stunden", "5分钟前", "5 minutes ago", "2 часа назад"])
def test_ages_are_dates(text: str) -> None:
    assert "published" in set.union(*match(text))


@pytest.mark.parametrize("text", ARTICLE)
def test_sentences_of_an_article_match_nothing(text: str) -> None:
    assert match(text) == (set(), set())


def test_a_label_needs_its_colon() -> None:
    assert "credit" in match("Source: the harbour office")[1]
    assert "credit" not in set.union(*match("Source of the river"))


@pytest.mark.parametrize("text", ["Լուսանկար՝ նավահանգիստ", "រូបភាព៖ កំពង់ផែ", "ፎቶ፡ የወደብ ቢሮ"])
def test_labels_have_the_colons_of_their_scripts(text: str) -> None:
    assert "credit" in match(text)[1]


@pytest.mark.parametrize(
    "text",
    [
        "The smith holds the pump. Photo: Ann Example",
        "Kovar drží pumpu / Foto: Anna Příkladná",
        "Yara tana karatu a makaranta. Hoto: Muryar Kogi",
        "मुले पुस्तके वाचताना (छायाचित्र: नदी वृत्त)",
        "鍛冶屋とポンプ（写真：港日報）",
        "다리를 고치는 사람들. /사진=강변일보",
    ],
)
def test_captions_end_with_a_credit(text: str) -> None:
    assert "credit" in match(text)[1]


@pytest.mark.parametrize(
    "text",
    [
        "He asked for one thing, the bridge: nothing else.",
        "Two pumps (made of oak: very heavy) stood there.",
    ],
)
def test_a_colon_in_a_sentence_is_no_credit(text: str) -> None:
    assert "credit" not in set.union(*match(text))


def test_some_labels_say_nothing_alone() -> None:
    assert "tags" in match("Keywords: bridge, river")[1]
    assert match("Keywords")[0] & {"tags"} == set()


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


def test_every_phrase_is_found_as_it_is_written() -> None:
    """An explanation names the phrases of the match, in their languages, and no others."""
    lost = []
    for file in (files("extract.wording") / "phrases").iterdir():
        language, _, ending = file.name.partition(".")
        for category, phrases in json.loads(file.read_bytes()).items() if ending == "json" else ():
            for phrase in phrases:
                text = phrase.strip("…0123456789") if "…" in phrase and phrase != "…" else phrase
                entries = find_entries(text)
                assert {entry.category for entry in entries} == set.union(*match(text))
                if text and not any(e.category == category and language in e.languages for e in entries):
                    lost.append((file.name, category, phrase))
    assert lost == []


def test_phrases_come_in_the_same_order_in_every_process() -> None:
    text = "Read more: share this story with a friend on Facebook and Twitter, sign up for our newsletter"
    code = f"from extract.wording.phrasebook import find_entries; print(find_entries({text!r}))"
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in "123"
    }
    assert len(printed) == 1
    assert printed.pop().count(b"Entry(") == len(find_entries(text)) > 2


def test_of_an_equal_phrase_the_languages_are_gathered() -> None:
    entries = find_entries("Video: Hans")
    assert len({entry[:2] for entry in entries}) == len(entries) > 1
    assert max(len(entry.languages) for entry in entries) > 5
    assert find_entries("The ferry sailed again on Tuesday.") == ()


def test_the_index_is_in_step_with_the_phrases() -> None:
    """If this fails, run `python -m extract.wording.build`."""
    package = files("extract.wording")
    for name, content in build.write_files().items():
        assert (package / name).read_text(encoding="utf-8") == content


# A character that no table of a script holds makes the whole text take the slow way.
OTHER_SCRIPT = " 字"


def test_both_ways_to_normalise_agree_on_every_character() -> None:
    wrong = []
    for code in range(0x10000):
        text = f"ab{chr(code)}Cd"
        slow = normalise(text + OTHER_SCRIPT).removesuffix(OTHER_SCRIPT.strip()).rstrip()
        if (
            normalise(text) != slow
            or normalise(chr(code) + "É") != normalise(chr(code) + "É" + OTHER_SCRIPT)[:-1].rstrip()
        ):
            wrong.append(hex(code))
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        "Мост «Северный» — закрыт: 12 дней",
        "Η γέφυρα έκλεισε – ξανά!",
        "גשר חדש: ״נפתח״",
        "أُغلق الجسر، ثم فُتح",
        "पुल फिर से खुला।",
    ],
)
def test_both_ways_to_normalise_agree_on_sentences(text: str) -> None:
    assert normalise(text) == normalise(text + OTHER_SCRIPT).removesuffix(OTHER_SCRIPT)


# Paragraphs that begin with the words of a label, in scripts whose marks of punctuation do not count.
PARAGRAPHS = [
    "文化馆昨天在河边办了一场展览，来的人比往年多得多，许多人在桥上等了两个小时才进门，里面挂着两百幅旧画，画里都是这座城市从前的渡口。",
    "作者是从北方来的，他在港口住了三年，把每天看到的船都记了下来，后来这些笔记成了一本书，书里写到的人大多已经不在了。",
    "支持我们把桥修好的人越来越多，镇上的商店主人说，他们愿意出一半的钱，剩下的一半要等到秋天的会议上再谈，谁也不知道结果会怎样。",
    "写真は橋の上から撮られたもので、川の水がまだ低かったころの町の様子を伝えており、いまでは見られなくなった渡し船が三そう並んで写っている。",
    "撮影は三日続き、町の人たちは橋のたもとで役者が来るのを待っていたが、雨が強くなったため、最後の場面は次の週に回されることになった。",
    "사진은 다리가 무너지기 전에 마을 사람이 찍은 것으로, 강물이 아직 낮았던 봄날의 나루터와 "
    "배 세 척이 나란히 서 있는 모습을 보여 준다. "
    "그 배들은 이제 없다.",
    "Opublikowano wyniki badania mostu, z których wynika, że rzeka podmyła dwa filary, "
    "a miasto musi znaleźć pieniądze na remont przed zimą.",
]


@pytest.mark.parametrize("text", PARAGRAPHS)
def test_a_paragraph_may_begin_like_a_label(text: str) -> None:
    assert match(text) == (set(), set())


LABELS_ONLY = {
    "skip",
    "breaking",
    "share",
    "related",
    "read_more",
    "newsletter",
    "follow",
    "print",
    "comments",
}
LABELS_ONLY |= {"ad", "cookie", "login", "tags", "player", "embed", "donate", "paywall"}
HEADINGS = [
    "Background",
    "Key points",
    "Statistics",
    "Services",
    "Marketing",
    "Performance",
    "Places",
    "Google",
]
HEADINGS += [
    "Hintergrund",
    "L'essentiel",
    "Контекст",
    "Tendencias",
    "TikTok",
    "SMS",
    "Keywords",
    "Personen",
    "Lieux",
]


@pytest.mark.parametrize("text", HEADINGS)
def test_headings_of_articles_are_no_sure_labels(text: str) -> None:
    assert not match(text)[0] & LABELS_ONLY


@pytest.mark.parametrize("text", ["Monday", "Dienstag", "mercredi", "среда"])
def test_a_weekday_alone_is_no_date(text: str) -> None:
    assert match(text) == (set(), set())


NOTES = [
    ("Correction: The bridge is nine metres long, not ninety.", "correction"),
    ("Editor's note: The ferry company replied after this text had been printed.", "correction"),
    ("This article was updated to add the answer of the ferry company.", "correction"),
    ("This article was updated on 3 May 2031", "published"),
    ("Der Artikel wurde aktualisiert am 3. Mai 2031", "published"),
    ("Cet article a été mis à jour le 3 mai 2031", "published"),
]


@pytest.mark.parametrize(("text", "category"), NOTES)
def test_a_stamp_is_no_correction(text: str, category: str) -> None:
    assert match(text)[1] & {"correction", "published"} == {category}


CLASSES = [
    ("p-author h-card", "author"),
    ("h-entry", "article"),
    ("e-content", "body"),
    ("dt-published", "date"),
    ("article-share", "share"),
    ("articleShare", "share"),
    ("c-author__content", "author"),
    ("nav-hdr-outer-container", "nav"),
    ("js-newsletter-form", "newsletter"),
    ("is-hidden", "hidden"),
    ("colophon", "footer"),
    ("relatedarticlesbox", "related"),
    ("post-sub-title", "lead"),
    ("articleSubTitle", "lead"),
]


@pytest.mark.parametrize(("names", "category"), CLASSES)
def test_class_words(names: str, category: str) -> None:
    assert category in name_bits(class_bits[names], class_categories())


@pytest.mark.parametrize(
    "names", ["", "category-share", "has-comments", "text-caption", "col-12", "p-2", "x1y2z3"]
)
def test_states_and_styling_name_nothing(names: str) -> None:
    assert class_bits[names] == 0


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
