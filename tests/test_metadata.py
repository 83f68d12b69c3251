"""The other fields of the metadata, each from the shapes that pages really have. All text is invented."""

from __future__ import annotations

import json

import pytest

from extract.metadata.language import read_language
from tests.stated_pages import BODY, TITLE, URL, json_ld, metadata_of, metadata_of_page


@pytest.mark.parametrize(
    ("head", "url", "canonical"),
    [
        ("<link rel='canonical' href='/news/a'>", URL, "https://www.riverpost.example/news/a"),
        ("<link rel='canonical' href='//riverpost.example/a'>", None, "https://riverpost.example/a"),
        ("<link rel='canonical' href='javascript:void(0)'>", URL, None),
        ("<link rel='canonical' href='/'>", URL, None),
        (
            "<link rel='canonical' href='/'><meta property='og:url' content='/b'>",
            URL,
            "https://www.riverpost.example/b",
        ),
        ("<link rel='canonical' href='news/a'>", None, None),
        ("<link rel='canonical' href='http://[x'>", URL, None),
        ("<link rel='canonical' href='https:\\\\x.example\\a'>", URL, None),
        ("<link rel='canonical' href='undefined'><link rel='canonical' href='{{url}}'>", URL, None),
        ("<link rel='canonical' href='/a b#comments'>", URL, "https://www.riverpost.example/a%20b"),
        ("<link rel='canonical' href='/#!/a'>", None, None),
        (
            "<link rel='canonical' href='HTTPS://me:pw@RIVERPOST.example/A'>",
            URL,
            "https://riverpost.example/A",
        ),
        ("<link rel='canonical' href='/a?x=1&amp;amp;y=2'>", URL, "https://www.riverpost.example/a?x=1&y=2"),
        ("<link rel='canonical' href='https://partner.example/a'>", URL, "https://partner.example/a"),
        (
            "<link rel='canonical' href='http://localhost/a'><meta property='og:url' content='/b'>",
            URL,
            "https://www.riverpost.example/b",
        ),
        ("<link rel='canonical' href='/a'>", "http://localhost/b", "http://localhost/a"),
        (
            "<base href='https://m.riverpost.example/x/'><link rel='canonical' href='a'>",
            URL,
            "https://m.riverpost.example/x/a",
        ),
        (f"<link rel='canonical' href='/a'><link rel='canonical' href='{URL}'>", URL, URL),
        (
            "<link rel='canonical' href='/a'><link rel='canonical' href='/b'>"
            "<meta property='og:url' content='/b'>",
            URL,
            "https://www.riverpost.example/b",
        ),
        (
            "<link rel='canonical' href='https://riverpost.example/'>"
            "<meta property='og:url' content='https://riverpost.example/a'>",
            None,
            "https://riverpost.example/a",
        ),
        ("<meta name='twitter:url' content='/b'>", URL, "https://www.riverpost.example/b"),
        (json_ld(url="/a"), URL, "https://www.riverpost.example/a"),
        (json_ld(**{"@id": "/a#article"}), URL, "https://www.riverpost.example/a"),
    ],
)
def test_canonical_address(head: str, url: str | None, canonical: str | None) -> None:
    assert metadata_of(head, url=url).canonical_url == canonical


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("<meta property='og:site_name' content='River &amp;amp; Post'>", "River & Post"),
        (json_ld(publisher={"@type": "Organization", "name": "River Post"}), "River Post"),
        (json_ld(publisher="River Post"), "River Post"),
        (
            '<script type=\'application/ld+json\'>{"@type":"WebSite","name":"River Post"}</script>',
            "River Post",
        ),
        (json_ld(publisher=[{"@type": "Organization", "name": "River Post"}]), "River Post"),
        (json_ld(publisher="#post"), None),
        (
            json_ld(publisher="#post")
            + '<script type=\'application/ld+json\'>{"@type":"Thing","@id":"#post","name":"River Post"}</script>',
            "River Post",
        ),
        (
            "<div itemprop='publisher' itemscope><meta itemprop='name' content='River Post'></div>",
            "River Post",
        ),
        (f"<meta property='og:site_name' content='{TITLE}'>", None),
        ("<meta property='og:site_name' content='Riverpost - News of the Wend'>", "Riverpost"),
        ("<meta property='og:site_name' content='News - of the Wend'>", "News - of the Wend"),
        ("", None),
    ],
)
def test_site_name(head: str, name: str | None) -> None:
    assert metadata_of(head).site_name == name


def test_site_name_from_the_title() -> None:
    markup = f"<title>{TITLE} | River Post</title><h1>{TITLE}</h1>{BODY}"
    assert metadata_of_page(markup).site_name == "River Post"


@pytest.mark.parametrize(
    ("declared", "language"),
    [
        ("en", "en"),
        ("en_us", "en-US"),
        ("EN-gb", "en-GB"),
        ("eng", "en"),
        ("de", "en"),
        ("ru", "en"),
        ("", "en"),
        ("x-default", "en"),
        ("utf-8", "en"),
        ("sr-RS", "en"),
        ("en-UK", "en-GB"),
        ("en_US.UTF-8", "en-US"),
        ("el", "en"),
        ("zh-Hant", "en"),
    ],
)
def test_language_is_that_of_the_text(declared: str, language: str) -> None:
    assert metadata_of(lang=declared).language == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Body. Мост был открыт в этом году, и он стал самым длинным в области, как сообщили власти. ", "ru"),
        (
            "Body. Міст був відкритий цього року, і він став найдовшим у області, як повідомили її власті. ",
            "uk",
        ),
        (
            "Body. Мост је отворен ове године и он је најдужи у области, како су саопштиле њене власти ђ. ",
            "sr",
        ),
        ("Body. این پل در این سال باز شد و طولانی ترین پل استان است که مقامات از آن گفته اند. ", "fa"),
        ("Body. هذا هو الجسر الذي تم افتتاحه في هذا العام وهو الأطول في المحافظة كما قالت السلطات. ", "ar"),
        ("Body. 橋は今年開通し、県内で最も長い橋になったと当局が発表した。歩く人のための道もある。", "ja"),
        ("Body. 这座桥今年开通，成为全县最长的桥，当局说，桥上还有供行人使用的道路，市长参加了仪式。", "zh"),
        ("Body. Η γέφυρα άνοιξε φέτος και είναι η μεγαλύτερη του νομού, όπως είπαν οι αρχές. ", "el"),
        (
            "Body. Il ponte è stato aperto quest'anno ed è il più lungo della provincia, come ha detto. ",
            "it",
        ),
        (
            "Body. A ponte foi aberta este ano e é a mais longa do distrito, como disse o presidente. ",
            "pt",
        ),
        ("Body. यह पुल इस वर्ष खोला गया और यह जिले का सबसे लंबा पुल है, जैसा कि अधिकारियों ने कहा। ", "hi"),
        ("Body. हा पूल या वर्षी उघडण्यात आला आणि तो जिल्ह्यातील सर्वात लांब आहे, असे त्यांनी सांगितले. ", "mr"),
        ("Body. সেতুটি এ বছর খোলা হয়েছে এবং এটি জেলার দীর্ঘতম সেতু বলে কর্তৃপক্ষ জানিয়েছে। ", "bn"),
        ("Body. הגשר נפתח השנה והוא הארוך ביותר במחוז, כך אמרו הרשויות ביום שני. ", "he"),
        ("Body. สะพานเปิดในปีนี้และเป็นสะพานที่ยาวที่สุดในจังหวัด ตามที่เจ้าหน้าที่กล่าว ", "th"),
        ("Body. ხიდი წელს გაიხსნა და ის ყველაზე გრძელია რეგიონში, თქვეს ორშაბათს. ", "ka"),
        ("Body. ድልድዩ በዚህ ዓመት ተከፈተ እና በክልሉ ውስጥ ረጅሙ ነው ሲሉ ባለሥልጣናት ተናግረዋል። ", "am"),
        ("Body. Jembatan ini dibuka tahun ini dan merupakan yang terpanjang, kata pihak berwenang. ", "id"),
        ("Body. Most został otwarty w tym roku i jest najdłuższy w województwie, jak podały władze. ", "pl"),
    ],
)
def test_language_of_an_undeclared_page(text: str, language: str) -> None:
    assert metadata_of_page(f"<p>{text * 4}</p>").language == language


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [
        ("iw", "הגשר נפתח השנה והוא הארוך ביותר במחוז, כך אמרו הרשויות ביום שני.", "he"),
        ("no", "Broen ble åpnet i år og er den lengste i fylket, sa myndighetene på mandag.", "no"),
        ("zh-Hant", "這座橋今年開通，成為全縣最長的橋，當局說，橋上還有供行人使用的道路。", "zh-Hant"),
        ("zh-cmn-Hans-CN", "这座桥今年开通，成为全县最长的桥，当局说，桥上还有道路。", "zh-Hans-CN"),
        (
            "pt_BR",
            "A ponte foi aberta este ano e é a mais longa do distrito, como disse o presidente.",
            "pt-BR",
        ),
        ("en", "橋は今年開通し、県内で最も長い橋になったと当局が発表した。", "ja"),
        ("ru", "Міст відкрили цього року, і він став найдовшим в області, повідомили в міській раді.", "uk"),
        ("ru", "Мост је отворен ове године и најдужи је у области, како су саопштиле власти.", "sr"),
        ("ru", "Мост был открыт в этом году, и он стал самым длинным, пишет газета «Україна».", "ru"),
        (
            "ar",
            "این پل امسال باز شد و طولانی‌ترین پل استان است که مقامات روز دوشنبه گفتند و دو خط برای خودروها دارد.",
            "fa",
        ),
        ("en", "Body.", "en"),
        (
            "ru",
            "Мостът беше открит през тази година и е най-дългият в областта, като се очаква да го ползват всички.",
            "bg",
        ),
        (
            "bg",
            "Мост был открыт в этом году, и он стал самым длинным, что он не так, как это было до него.",
            "ru",
        ),
        (
            "sv",
            "Broen blev åbnet i år, og borgerne siger, at de ikke har ventet efter den, men der er ingen, der siger det.",
            "da",
        ),
        (
            "nb",
            "Broen blev kun åbnet efter ni år, og den er nu et mål for alle dem, der kører, og meget mere bliver sagt om den.",
            "da",
        ),
        (
            "cs",
            "Most otvorili tento rok, ale keď sa čaká, aby bol ešte dlhší, sú proti aj tí, ktorí ho chceli, pretože je drahý.",
            "sk",
        ),
        (
            "es",
            "A ponte foi aberta este ano e é a mais longa do distrito, mas não é também a que se disse.",
            "pt",
        ),
        ("id", "Jambatan itu dibuka kerana beliau berkata bahawa ia boleh menjadi yang terpanjang.", "ms"),
        (
            "de",
            "Ein Wort aus dem Englischen: „The bridge is the longest of the county“ steht an der Brücke.",
            "de",
        ),
        (
            "ja",
            "橋を渡る船の数を数えるコードはこのようになります。それをこうして使います。 "
            "let to = na; let se = je; fn se(na) { to = je; na = se; } se(to); na(je); jak(to); se(na);",
            "ja",
        ),
        (
            "ja",
            "The bridge is the longest of the county, and the people who built it are proud of it and of the year. 橋",
            "en",
        ),
    ],
)
def test_a_declared_language_is_checked(declared: str, text: str, language: str) -> None:
    assert read_language(declared, text) == language


@pytest.mark.parametrize(
    ("head", "language"),
    [
        ("<meta property='og:locale' content='el_GR'>", "el-GR"),
        (json_ld(inLanguage="el-CY"), "el-CY"),
        ("<meta property='og:locale' content='de_DE'>", "el"),
    ],
)
def test_of_several_declared_languages_that_of_the_text_counts(head: str, language: str) -> None:
    text = "Body. Η γέφυρα άνοιξε φέτος και είναι η μεγαλύτερη του νομού, όπως είπαν οι αρχές. "
    for lang in ("en", "und", ""):
        assert metadata_of_page(f"<html lang='{lang}'>{head}<p>{text * 4}</p>").language == language


@pytest.mark.parametrize(
    ("head", "description"),
    [
        (
            "<meta name='description' content='A bridge &amp;quot;opened&amp;quot; today.'>",
            'A bridge "opened" today.',
        ),
        (f"<meta name='description' content='{TITLE}'>", None),
        (
            f"<meta name='description' content='{TITLE}'>"
            "<meta property='og:description' content='It is long, too.'>",
            "It is long, too.",
        ),
        (json_ld(description="<p>It is long.</p> Really."), "It is long. Really."),
        (json_ld(description=["x"]), None),
        (
            "<meta name='description' content='It is long and wide and blue …'>"
            + json_ld(description="It is long and wide and blue and old."),
            "It is long and wide and blue and old.",
        ),
        (
            "<meta name='description' content='It is long and wide and blue...'>"
            + json_ld(description="Another thing is said here."),
            "It is long and wide and blue...",
        ),
        (f"<b property='dc:description'>{'It is long. ' * 200}</b>", None),
        ("<meta name='description' content='橋が開通した。'>", "橋が開通した。"),
        (
            "<meta name='description' content='undefined undefined'>" + json_ld(description="It is long."),
            "It is long.",
        ),
        (
            f"<meta property='og:site_name' content='River Post'>"
            f"<meta name='description' content='{TITLE} - River Post'>",
            None,
        ),
        (
            "<meta name='description' content='All news of the river.'>"
            '<script type="application/ld+json">{"@type":"WebSite","description":"All news of the river."}</script>'
            "<p itemprop='description'>It is long.</p>",
            "It is long.",
        ),
        (
            "<div itemscope itemprop='publisher'><p itemprop='description'>All news of the river.</p></div>",
            None,
        ),
    ],
)
def test_description(head: str, description: str | None) -> None:
    assert metadata_of(head).description == description


@pytest.mark.parametrize(
    ("head", "section"),
    [
        (json_ld(articleSection="County"), "County"),
        (json_ld(articleSection=["Home", "County", "Roads"]), "County"),
        ("<meta property='article:section' content='County'>", "County"),
        (
            "<script type='application/ld+json'>"
            + json.dumps(
                {
                    "@type": "BreadcrumbList",
                    "itemListElement": [{"name": "Home"}, {"item": {"name": "County"}}, {"name": TITLE}],
                }
            )
            + "</script>",
            "County",
        ),
        (json_ld(articleSection={"a": 1}), None),
        (json_ld(articleSection=[[{"name": "County"}]]), "County"),
        (json_ld(articleSection="Arts, Books and Music"), "Arts, Books and Music"),
        (json_ld(articleSection="County, Roads, Rivers"), "County"),
        (json_ld(articleSection=["12345", "undefined", "Uncategorized", "County"]), "County"),
        ("<meta property='article:section' content='News &gt; County'>", "County"),
        ("<meta property='article:section' content='news/county'>", "county"),
        ("<meta property='article:section' content='Radio/TV'>", "Radio/TV"),
        ("<span itemprop='articleSection'>County</span>", "County"),
        (
            "<script type='application/ld+json'>"
            + json.dumps(
                {
                    "@type": "WebPage",
                    "breadcrumb": {
                        "@type": "BreadcrumbList",
                        "itemListElement": [{"name": "Home"}, {"name": "County"}, {"name": TITLE[:30] + "…"}],
                    },
                }
            )
            + "</script>",
            "County",
        ),
        (
            "<ol><li itemscope itemtype='https://schema.org/ListItem'><a itemprop='name'>Home</a></li>"
            "<li itemscope itemtype='https://schema.org/ListItem'><a itemprop='name'>County</a></li></ol>",
            "County",
        ),
    ],
)
def test_section(head: str, section: str | None) -> None:
    assert metadata_of(head).section == section


@pytest.mark.parametrize(
    ("head", "keywords"),
    [
        (json_ld(keywords="bridge, Wend ,bridge,"), ("bridge", "Wend")),
        (json_ld(keywords=["bridge", {"name": "Wend"}, 7, None]), ("bridge", "Wend")),
        ("<meta name='keywords' content='bridge;Wend'>", ("bridge", "Wend")),
        ("<meta property='article:tag' content='a bridge'><meta name='keywords' content='x'>", ("a bridge",)),
        ("<meta name='keywords' content=' , ;'>", ()),
        (json_ld(keywords="Category: Bridges, Wend"), ("Bridges", "Wend")),
        (json_ld(keywords="橋、川，町；道"), ("橋", "川", "町", "道")),
        (json_ld(keywords=[["bridge", "Wend"]]), ("bridge", "Wend")),
        (json_ld(keywords=["tag:bridge", "type:story", "12345", "undefined", "2024"]), ("bridge", "2024")),
        (json_ld(keywords="3f2504e0-4f89-11d3-9a0c-0305e82c3301, bridge, BRIDGE"), ("bridge",)),
        (json_ld(keywords="C, C++, C#"), ("C", "C++", "C#")),
        ('<meta name="keywords" content="[&quot;bridge&quot;,&quot;Wend&quot;]">', ("bridge", "Wend")),
        ("<meta name='keywords' content='#bridge #Wend'>", ("bridge", "Wend")),
        (f"<meta name='keywords' content='{TITLE}, bridge'>", ("bridge",)),
        (
            "<meta property='og:site_name' content='River Post'>"
            "<meta name='keywords' content='River Post, bridge'>",
            ("bridge",),
        ),
        ("<span itemprop='keywords'>bridge, Wend</span>", ("bridge", "Wend")),
    ],
)
def test_keywords(head: str, keywords: tuple[str, ...]) -> None:
    assert metadata_of(head).keywords == keywords


@pytest.mark.parametrize(
    ("head", "free"),
    [
        (json_ld(isAccessibleForFree=False), False),
        (json_ld(isAccessibleForFree="True"), True),
        (json_ld(isAccessibleForFree="http://schema.org/False"), False),
        (
            json_ld(
                isAccessibleForFree=True, hasPart={"@type": "WebPageElement", "isAccessibleForFree": "false"}
            ),
            False,
        ),
        (json_ld(isAccessibleForFree="perhaps"), None),
        (json_ld(isAccessibleForFree=0), False),
        (json_ld(isAccessibleForFree=["schema.org/False"]), False),
        (json_ld(isAccessibleForFree={"@id": "https://schema.org/False"}), False),
        (json_ld(isAccessibleForFree={"@type": "Boolean", "@value": "false"}), False),
        (json_ld(isAccessibleforFree="False"), False),
        (json_ld(hasPart=[[{"isAccessibleForFree": "False", "cssSelector": ".paywall"}]]), False),
        (
            json_ld(hasPart={"@id": "#paid"})
            + '<script type="application/ld+json">'
            + '{"@type":"WebPageElement","@id":"#paid","isAccessibleForFree":false}</script>',
            False,
        ),
        ("<link itemprop='isAccessibleForFree' href='https://schema.org/False'>", False),
        ("<meta property='article:content_tier' content='locked'>", False),
        ("<meta property='article:content_tier' content='metered'>", None),
        ("", None),
    ],
)
def test_access(head: str, free: bool | None) -> None:
    assert metadata_of(head).is_free is free


def test_images_with_captions_and_credits() -> None:
    metadata = metadata_of(
        "<meta property='og:image' content='/img/wend-bridge-0417-1200x630.jpg'>",
        "<figure><img src='/img/wend-bridge-0417-300x200.jpg' alt='A bridge'>"
        "<figcaption>The bridge at dawn. Photo: Ada Quill</figcaption></figure>",
        "<figure><img src='/img/crowd-at-river-100.jpg' "
        "srcset='/img/crowd-at-river-400.jpg 400w, /img/crowd-at-river-1600.jpg 1600w'>"
        "<p class='caption'>The crowd (Ben Oar/Reuters)</p></figure>"
        "<p>Body last.</p>",
    )
    first, second = metadata.images
    assert first.url == "https://www.riverpost.example/img/wend-bridge-0417-1200x630.jpg"
    assert (first.alt, first.caption, first.credit, first.main) == (
        "A bridge",
        "The bridge at dawn.",
        "Ada Quill",
        True,
    )
    assert second.url == "https://www.riverpost.example/img/crowd-at-river-1600.jpg"
    assert (second.caption, second.credit, second.main) == ("The crowd", "Ben Oar/Reuters", False)


def test_a_wrapper_inside_a_figure_does_not_make_it_a_teaser() -> None:
    picture = "<div class='thumb'><img src='/img/wend-bridge-0417.jpg' alt='A bridge'></div>"
    figure = f"<figure>{picture}<figcaption>The bridge at dawn</figcaption></figure>"
    (image,) = metadata_of("", figure).images
    assert (image.alt, image.caption) == ("A bridge", "The bridge at dawn")
    assert metadata_of("", f"<div>{picture}</div>").images == ()
    assert metadata_of("", f"<div class='related'>{figure}</div>").images == ()


@pytest.mark.parametrize(
    "markup",
    [
        "<img src='/assets/logo.png'>",
        "<img src='data:image/gif;base64,R0lGOD'>",
        "<img src='javascript:alert(1)'>",
        "<img src='http://[x/picture-0417.jpg'>",
        "<img src='/img/picture-0417.jpg' width=1 height=1>",
        "<img src='/img/picture-0417.jpg?width=60'>",
        "<img src='/img/mark.svg'>",
        "<img alt='no source'>",
        "<aside><img src='/img/picture-0417.jpg'></aside>",
        "<div class='author-bio'><img src='/img/picture-0417.jpg'></div>",
        "<meta name='author' content='Ada Quill'><img src='/img/picture-0417.jpg' alt='Ada Quill'>",
    ],
)
def test_marks_and_portraits_are_no_images(markup: str) -> None:
    assert metadata_of("", markup).images == ()


@pytest.mark.parametrize(
    ("caption", "words", "credit"),
    [
        ("The bridge. Foto: Ada Quill", "The bridge.", "Ada Quill"),
        ("The bridge (Photo by Ada Quill)", "The bridge", "Ada Quill"),
        ("The bridge © Ada Quill / dpa", "The bridge", "Ada Quill / dpa"),
        ("Мост. Фото: Ада Перова", "Мост.", "Ада Перова"),
        ("© Ada Quill", None, "Ada Quill"),
        ("A photo of the bridge (2019)", "A photo of the bridge (2019)", None),
    ],
)
def test_credit_is_split_from_the_caption(caption: str, words: str | None, credit: str | None) -> None:
    figure = f"<figure><img src='/img/picture-0417.jpg'><figcaption>{caption}</figcaption></figure>"
    (image,) = metadata_of("", figure).images
    assert (image.caption, image.credit) == (words, credit)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("", "article"),
        (json_ld(), "article"),
        (json_ld(**{"@type": "LiveBlogPosting"}), "liveblog"),
        (json_ld(**{"@type": ["DiscussionForumPosting"]}), "discussion"),
        (json_ld(**{"@type": "CollectionPage"}), "listing"),
        (json_ld(**{"@type": "Product"}), "product"),
    ],
)
def test_page_type(head: str, kind: str) -> None:
    assert metadata_of(head).page_type == kind


def test_home_and_media_pages() -> None:
    links = "".join(
        f"<h2><a href='/{n}'>A headline of another article, number {n}</a></h2>" for n in range(20)
    )
    assert (
        metadata_of_page(f"<title>River Post</title>{links}", "https://riverpost.example/").page_type
        == "listing"
    )
    video = json_ld(**{"@type": "VideoObject"})
    assert metadata_of_page(f"{video}<h1>{TITLE}</h1><p>Body.</p>").page_type == "media"
