"""The other fields of the metadata, each from the shapes that pages really have. All text is invented."""

from __future__ import annotations

import json

import pytest

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
        ("Body. Most został otwarty w tym roku i jest najdłuższy w województwie, jak podały władze. ", "pl"),
    ],
)
def test_language_of_an_undeclared_page(text: str, language: str) -> None:
    assert metadata_of_page(f"<p>{text * 4}</p>").language == language


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
