"""The pictures of an article: their addresses, which of them are its own, and what is printed at them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from extract.metadata.credits import split_credit
from tests.stated_pages import TITLE, URL, json_ld, metadata_of

SITE = "https://www.riverpost.example"
P = "/img/wend-bridge-0417"


def urls_of(head: str = "", top: str = "", url: str | None = URL) -> list[str]:
    return [image.url.removeprefix(SITE) for image in metadata_of(head, top, url=url).images]


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        (f"<img src='{P}.jpg' srcset='{P}-300.jpg 300w, {P}-1200.jpg 1200w'>", f"{P}-1200.jpg"),
        (f"<img src='{P}.jpg' srcset='{P}.jpg, {P}@2x.jpg 2x, {P}@3x.jpg 3x'>", f"{P}@3x.jpg"),
        (f"<img srcset='\n{P}-300.jpg 300w,\n{P}-1200.jpg\t1200w\n'>", f"{P}-1200.jpg"),
        (f"<img srcset='{P}-300.jpg 300w 200h, {P}-900.jpg 900w 600h'>", f"{P}-900.jpg"),
        (f"<img srcset='/w_300,c_fill{P}.jpg 300w,/w_900,c_fill{P}.jpg 900w'>", f"/w_900,c_fill{P}.jpg"),
        ("<img srcset='img/wend-bridge-1.jpg 1w,img/wend-bridge-2.jpg 2w'>", "/news/img/wend-bridge-2.jpg"),
        (f"<img srcset='data:image/gif;base64,AA,x 1w' data-src='{P}.jpg'>", f"{P}.jpg"),
        (f"<img srcset='javascript:alert(1) 900w, {P}-300.jpg 300w'>", f"{P}-300.jpg"),
        (f"<img src='data:,' data-lazySrcset='{P}-300.jpg 300w, {P}-900.jpg 900w'>", f"{P}-900.jpg"),
        (f"<img src='{P}-20x20.jpg' data-src='{P}-1200x800.jpg'>", f"{P}-1200x800.jpg"),
        (f"<img src='{P}-300x200.jpg' data-orig-file='{P}.jpg'>", f"{P}.jpg"),
        (f"<img src='/static/grey.gif' data-anything='{P}.jpg'>", f"{P}.jpg"),
        (f"<img src='{P}.jpg' data-src='{P}-{{width}}.jpg'>", f"{P}.jpg"),
        (f"<div><noscript><img src='{P}.jpg'></noscript></div>", f"{P}.jpg"),
        (
            f"<img src='{P}-60x40.jpg?q=20'><noscript><img src='{P}-800x600.jpg'></noscript>",
            f"{P}-800x600.jpg",
        ),
        (f"<img data-src='{P}.jpg'><noscript><img src='{P}-80x60.jpg'></noscript>", f"{P}.jpg"),
        (f"<figure style=\"background: #fff url('{P}.jpg')\"><b></b></figure>", f"{P}.jpg"),
        (f"<img src='{P}.jpg' data-credit='/people/ada-quill-0417.jpg'>", f"{P}.jpg"),
        (
            f"<picture><source srcset='{P}-1600.webp 1600w'><source srcset='{P}-800.jpg 800w'>"
            f"<img src='{P}-300.jpg'></picture>",
            f"{P}-1600.webp",
        ),
        (
            f"<picture><source media='(min-width: 600px)' srcset='{P}-medium.jpg'>"
            f"<source media='(min-width: 900px)' srcset='{P}-large.jpg'>"
            f"<source srcset='{P}-small.jpg'><img src='{P}-small.jpg'></picture>",
            f"{P}-large.jpg",
        ),
        (
            f"<picture><source srcset='{P}.jpg.webp'><source srcset='{P}.jpg'><img src='{P}.jpg'></picture>"
            f"<img src='{P}.jpg.webp'>",
            f"{P}.jpg",
        ),
        (f"<img class='lazy' src='data:,'><noscript><img src='{P}.jpg'></noscript>", f"{P}.jpg"),
        (f"<img src='data:,' data-src='{P}.jpg'><noscript><img src='{P}.jpg'></noscript>", f"{P}.jpg"),
        (f"<amp-img src='{P}-300.jpg' srcset='{P}-900.jpg 900w' width=1200></amp-img>", f"{P}-900.jpg"),
        (f"<img src='{P}.jpg' width='100%' height=auto>", f"{P}.jpg"),
        ("<img src='/img/shoe-with-a-logo-on-its-side.jpg'>", "/img/shoe-with-a-logo-on-its-side.jpg"),
        ("<img src='/img/share-prices-fall-0417.jpg'>", "/img/share-prices-fall-0417.jpg"),
    ],
)
def test_the_largest_version_of_a_picture(markup: str, url: str) -> None:
    assert urls_of("", markup) == [url]


@pytest.mark.parametrize(
    "markup",
    [
        "<img src='/img/riverpost-logo.png'>",
        "<img src='/img/logo_of_the_river_post_daily.png'>",
        "<img src='/img/river-post-logo-white.gif'>",
        "<img src='/img/donate-button-alone.png'>",
        "<img src='/plugins/video/img/play-icon.png'>",
        "<img src='/images/default-user-image.png'>",
        "<div><noscript><img src='https://ads.example/avw.php?zone=184'></noscript></div>",
        "<div><noscript><img src='https://ads.example/call/123456789/?'></noscript></div>",
        "<img src='/icons/wend-bridge-0417.jpg'>",
        "<img src='https://ads.example/wend-bridge-0417.jpg'>",
        "<img src='https://x.example/abc-12345678' style='display: none'>",
        f"<img src='{P}.jpg' style='width:40px;height:40px'>",
        f"<img src='{P}.jpg' hidden>",
        f"<img src='{P}-{{width}}.jpg'>",
        f"<a rel='author' href='/a'><img src='{P}.jpg'></a>",
        f"<span itemprop='author' itemscope><img itemprop='image' src='{P}.jpg'></span>",
        f"<p class='byline'>By Ada Quill</p><img src='{P}.jpg' alt='Portrait of Ada Quill'>",
        f"<p class='byline'>By Ada Quill</p><img src='{P}.jpg' alt='Ada Quill&apos;s headshot'>",
        f"<div class='ad-slot'><a href='//ads.example'><img src='{P}.jpg'></a></div>",
        f"<ul class='related'><li><a href='/x'><img src='{P}.jpg'>Another</a></li></ul>",
        f"<nav><img src='{P}.jpg'></nav>",
    ],
)
def test_what_is_no_picture_of_the_article(markup: str) -> None:
    assert urls_of("", markup) == []


def image_object(**fields: Any) -> dict[str, Any]:
    return {"@type": "ImageObject", **fields}


@pytest.mark.parametrize(
    "image",
    [
        f"{P}.jpg",
        [[image_object(url=f"{P}.jpg")]],
        image_object(contentUrl=f"{P}.jpg", url=""),
        image_object(url=[f"{P}.jpg", "/img/another-0418.jpg"]),
        image_object(url={"@id": f"{P}.jpg"}),
        image_object(image=image_object(url=f"{P}.jpg")),
        image_object(thumbnailUrl=f"{P}.jpg"),
        {"@list": [f"{P}.jpg"]},
        ["/img/logo.png", f"{P}.jpg"],
    ],
)
def test_the_main_picture_of_json_ld(image: Any) -> None:
    assert urls_of(json_ld(image=image))[0] == f"{P}.jpg"


def test_a_deep_image_is_none() -> None:
    image: Any = f"{P}.jpg"
    for _ in range(200):
        image = {"url": [image]}
    assert urls_of(json_ld(image=image)) == []


def test_the_primary_image_of_the_page_by_reference() -> None:
    graph = [
        {"@type": "WebPage", "primaryImageOfPage": {"@id": "#main"}},
        image_object(**{"@id": "#main", "url": f"{P}.jpg", "caption": "At dawn"}),
    ]
    head = f"<script type='application/ld+json'>{json.dumps({'@graph': graph})}</script>"
    (image,) = metadata_of(head).images
    assert (image.url, image.caption) == (f"{SITE}{P}.jpg", "At dawn")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"caption": "At dawn. Photo: Ada Quill"}, ("At dawn.", "Ada Quill")),
        ({"caption": "At dawn", "creditText": "Ada Quill"}, ("At dawn", "Ada Quill")),
        ({"description": "At dawn", "creator": {"name": "Ada Quill"}}, ("At dawn", "Ada Quill")),
        ({"author": [{"@type": "Person", "name": "Ada Quill"}]}, (None, "Ada Quill")),
        ({"copyrightNotice": "© Ada Quill"}, (None, "Ada Quill")),
    ],
)
def test_words_of_json_ld(fields: dict[str, Any], words: tuple[str | None, str | None]) -> None:
    (image,) = metadata_of(json_ld(image=image_object(url=f"{P}.jpg", **fields))).images
    assert (image.caption, image.credit) == words


@pytest.mark.parametrize(
    ("head", "alt"),
    [
        (
            f"<meta property='og:image' content='{P}.jpg'><meta property='og:image:alt' content='A bridge'>",
            "A bridge",
        ),
        (
            f"<meta name='twitter:image' content='{P}.jpg'><meta name='twitter:image:alt' content='A bridge'>",
            "A bridge",
        ),
        (
            "<meta property='og:image' content='/logo.png'><meta property='og:image:alt' content='Our logo'>"
            f"<meta property='og:image' content='{P}.jpg'><meta property='og:image:alt' content='A bridge'>",
            "A bridge",
        ),
        (
            "<meta property='og:image' content='/logo.png'><meta property='og:image:alt' content='Our logo'>"
            f"<meta property='og:image' content='{P}.jpg'>",
            None,
        ),
    ],
)
def test_alternative_text_of_the_main_picture(head: str, alt: str | None) -> None:
    (image,) = metadata_of(head).images
    assert (image.url, image.alt) == (f"{SITE}{P}.jpg", alt)


@pytest.mark.parametrize(
    "markup",
    [
        f"<div itemprop='image' itemscope><meta itemprop='url' content='{P}.jpg'></div>",
        f"<link itemprop='image' href='{P}.jpg'>",
    ],
)
def test_the_main_picture_of_microdata(markup: str) -> None:
    assert urls_of("", markup) == [f"{P}.jpg"]
    logo = f"<div itemprop='publisher' itemscope>{markup}</div>"
    assert urls_of("", logo) == []


def test_pictures_that_a_program_made_of_one_are_the_same() -> None:
    top = "<img src='/img/csm_wend-bridge_93268333ee.jpg'><img src='/img/csm_wend-bridge_5984f850ea.jpg'>"
    assert urls_of("", top) == ["/img/csm_wend-bridge_93268333ee.jpg"]
    top = "<img src='/img/wend-bridge_1568229123.jpg'><img src='/img/wend-bridge_1568229124.jpg'>"
    assert len(urls_of("", top)) == 2


def test_a_program_fetches_the_same_picture() -> None:
    head = f"<meta property='og:image' content='{P}.jpg'>"
    shown = "<img src='/_fetch/image?url=%2Fimg%2Fwend-bridge-0417.jpg&amp;w=640' alt='A bridge'>"
    assert [(i.url, i.alt) for i in metadata_of(head, shown).images] == [(f"{SITE}{P}.jpg", "A bridge")]


@pytest.mark.parametrize(
    ("caption", "words", "credit"),
    [
        ("The bridge. Photo by Ada Quill.", "The bridge.", "Ada Quill"),
        ("The bridge / Photo: Ada Quill", "The bridge", "Ada Quill"),
        ("The bridge | Photo: Ada Quill", "The bridge", "Ada Quill"),
        ("The bridge. (c) Ada Quill", "The bridge.", "Ada Quill"),
        ("The bridge. (AP Photo/Ada Quill)", "The bridge.", "AP Photo/Ada Quill"),
        ("The bridge [Ada Quill/Reuters]", "The bridge", "Ada Quill/Reuters"),
        ("The bridge. REUTERS/Ada Quill", "The bridge.", "REUTERS/Ada Quill"),
        ("The bridge. AFP PHOTO / Ada Quill", "The bridge.", "AFP PHOTO / Ada Quill"),
        ("The bridge. Getty Images", "The bridge.", "Getty Images"),
        ("Reuters", None, "Reuters"),
        ("The bridge.Credit...Ada Quill for the Post", "The bridge.", "Ada Quill for the Post"),
        ("The bridge. Photo courtesy of Ada Quill", "The bridge.", "Ada Quill"),
        ("The bridge. Photo courtesy: Ada Quill", "The bridge.", "Ada Quill"),
        ("The bridge. Photo provided by Ada Quill.", "The bridge.", "Ada Quill"),
        ("Le pont. (Photo Ada Plume / AFP)", "Le pont.", "Ada Plume / AFP"),
        ("Le pont. Photo Ada Plume/AFP", "Le pont.", "Ada Plume/AFP"),
        ("Il ponte (foto Ansa)", "Il ponte", "Ansa"),
        ("El puente.EFE/ Ada Pluma", "El puente.", "EFE/ Ada Pluma"),
        ("Most. Fot. Ada Pióro / PAP", "Most.", "Ada Pióro / PAP"),
        ("Most (fot. Ada Pióro)", "Most", "Ada Pióro"),
        ("Η γέφυρα. ΦΩΤΟ: Άδα Πέννα", "Η γέφυρα.", "Άδα Πέννα"),
        ("Η γέφυρα (Φωτ.: Άδα Πέννα)", "Η γέφυρα", "Άδα Πέννα"),
        ("Мост © РИА Новости / Ада Перова", "Мост", "РИА Новости / Ада Перова"),
        ("الجسر (رويترز)", "الجسر", "رويترز"),
        ("الجسر. تصوير: سامي القلم", "الجسر.", "سامي القلم"),
        ("الجسر (تصوير سامي القلم)", "الجسر", "سامي القلم"),
        ("\u200fהגשר. צילום: עדה עט\u200f", "הגשר.", "עדה עט"),
        ("پل. عکس: سامی قلم", "پل.", "سامی قلم"),
        ("橋が開通した（写真：筆田花子）", "橋が開通した", "筆田花子"),
        ("橋が開通した＝3日、撮影：筆田花子", "橋が開通した＝3日", "筆田花子"),
        ("大桥开通。图片来源：张笔", "大桥开通。", "张笔"),
        ("大桥开通。 张笔 摄", "大桥开通。", "张笔 摄"),
        ("다리가 개통됐다. 사진=김필기 기자", "다리가 개통됐다.", "김필기 기자"),
        ("다리가 개통됐다. 연합뉴스 제공", "다리가 개통됐다.", "연합뉴스 제공"),
        ("The bridge (2019)", "The bridge (2019)", None),
        ("The video: how it was built", "The video: how it was built", None),
        ("The bridge, photographed in 2019", "The bridge, photographed in 2019", None),
        ("Photo of the bridge", "Photo of the bridge", None),
        ("Image Bridges of the Wend", "Image Bridges of the Wend", None),
        ("He wrote. Photos show what it looked like", "He wrote. Photos show what it looked like", None),
        (
            "Source: county office figures show that three quarters walk",
            "Source: county office figures show that three quarters walk",
            None,
        ),
        ("صورة الجسر", "صورة الجسر", None),
    ],
)
def test_shapes_of_credits(caption: str, words: str | None, credit: str | None) -> None:
    assert split_credit(caption) == (words, credit)


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        ("The bridge. <span class='credit'>Ada Quill</span>", ("The bridge.", "Ada Quill")),
        ("The bridge. <span class='credit'>(Image credit: Ada Quill)</span>", ("The bridge.", "Ada Quill")),
        (
            "Caption: The bridge. <cite>Ada Quill (detail)</cite>",
            ("The bridge.", "Ada Quill (detail)"),
        ),
        ("The bridge. <cite>Ada Quill</cite>", ("The bridge.", "Ada Quill")),
        ("<p>The bridge.</p><p><cite>Ada Quill</cite></p>", ("The bridge.", "Ada Quill")),
        ("The bridge. <b>Ada Quill</b>", ("The bridge. Ada Quill", None)),
        ("<p>Image source, Ada Quill</p><p>Image caption, The bridge</p>", ("The bridge", "Ada Quill")),
        ("<p>Fuente de la imagen, Ada Pluma</p><p>Pie de foto, El puente</p>", ("El puente", "Ada Pluma")),
    ],
)
def test_marked_credits(inner: str, words: tuple[str | None, str | None]) -> None:
    figure = f"<figure><img src='{P}.jpg'><figcaption>{inner}</figcaption></figure>"
    (image,) = metadata_of(f"<!-- {TITLE} -->", figure).images
    assert (image.caption, image.credit) == words


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<img src={a}><p class=caption>One</p><img src={b}><p class=caption>Two</p>", ["One", "Two"]),
        ("<img src={a}><p>Nobody came.</p><img src={b}><p class=caption>Two</p>", [None, "Two"]),
        ("<table><tr><td><img src={a}><tr><td class=tr-caption>One</table><img src={b}>", ["One", None]),
        (
            "<img src={a}><p>Nobody came.</p><img src={b}><p>Again.</p><p class=credit>Ada Quill</p>",
            [None, None],
        ),
    ],
)
def test_captions_without_a_figure_belong_to_the_picture_above(markup: str, words: list[str | None]) -> None:
    pictures = markup.format(a=f"{P}.jpg", b="/img/harbour-1102.jpg")
    images = metadata_of(f"<!-- {TITLE} -->", pictures).images
    assert [image.caption or image.credit for image in images] == words
