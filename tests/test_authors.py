"""Who wrote it, from the shapes that pages really have. All names are invented."""

from __future__ import annotations

import json
from typing import Any

import pytest

from extract.article import Author
from tests.stated_pages import TITLE, json_ld, metadata_of, metadata_of_page, names_of


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ({"@type": "Person", "name": "Ada Quill"}, ["Ada Quill"]),
        (
            [{"@type": "Person", "name": "Ada Quill"}, {"@type": "Person", "name": "Ben Oar"}],
            ["Ada Quill", "Ben Oar"],
        ),
        ("Ada Quill", ["Ada Quill"]),
        ("By Ada Quill and Ben Oar", ["Ada Quill", "Ben Oar"]),
        ("Words by Ada Quill | Photographs by Ben Oar", ["Ada Quill"]),
        ("License information", []),
        ({"@type": "Person", "name": "ADA QUILL, BEN OAR"}, ["Ada Quill", "Ben Oar"]),
        ({"@type": "Person", "name": ["Ada Quill", "Ben Oar"]}, ["Ada Quill", "Ben Oar"]),
        ({"@type": "Person", "givenName": "Ada", "familyName": "Quill"}, ["Ada Quill"]),
        ({"@type": "Organization", "name": "Quill & Oar Wire"}, ["Quill & Oar Wire"]),
        ([{"name": "Ada Quill"}, {"@type": "Organization", "name": "River Post"}], ["Ada Quill"]),
        ({"@type": "Person", "name": "Ada Quill, PhD"}, ["Ada Quill"]),
        ({"@type": "Person", "name": "Ada Quill, MD, PhD and Ben Oar, MS, RD"}, ["Ada Quill", "Ben Oar"]),
        ({"@type": "Person", "name": "Dr. med. Ada Quill"}, ["Dr. Ada Quill"]),
        ({"@type": "Person", "name": "Dr. rer. nat. Ada Maria Quill M.Sc."}, ["Dr. Ada Maria Quill"]),
        ({"@type": "Person", "name": "Dipl.-Ing. Ada Quill, Ing. Ben Oar, CSc."}, ["Ada Quill", "Ben Oar"]),
        ({"@type": "Person", "name": "Ing. Quill"}, ["Ing. Quill"]),
        # Words that are degrees, or mean "and", are names too: by where they stand and how they are written.
        ({"@type": "Person", "name": "Md Sami Quill"}, ["Md Sami Quill"]),
        ({"@type": "Person", "name": "Ada Ma"}, ["Ada Ma"]),
        ({"@type": "Person", "name": "Ada Quill MA"}, ["Ada Quill"]),
        ({"@type": "Person", "name": "Dan Quill"}, ["Dan Quill"]),
        ({"@type": "Person", "name": "Ada Quill dan Ben Oar"}, ["Ada Quill", "Ben Oar"]),
        ({"@type": "Person", "name": "R. R."}, ["R. R."]),
        # What belongs to an office is no one's name.
        ("Ada Quill, Head of Rivers and Bridge Building", ["Ada Quill"]),
        ("Ada Quill, Senior Director, Rivers & Bridges, Wendstadt", ["Ada Quill"]),
        ("Ada Quill, CEO of Oarside; Ben Oar, Editor and Jan Ruder", ["Ada Quill", "Ben Oar", "Jan Ruder"]),
        ({"@type": "Person", "name": "&Aacute;da Quill"}, ["Áda Quill"]),
        ({"@type": "Person", "name": "https://social.example/ada"}, []),
        ({"@type": "Person", "name": "admin"}, []),
        ({"@type": "Person", "name": "NOC Admin"}, []),
        ({"@type": "Person", "name": ""}, []),
        ([[[[["Ada Quill"]]]]], []),
        (None, []),
        (42, []),
    ],
)
def test_authors_of_json_ld(author: Any, names: list[str]) -> None:
    site = "<meta property='og:site_name' content='River Post'>"
    assert names_of(metadata_of(json_ld(author=author) + site)) == names


def test_author_in_the_block_of_the_headline() -> None:
    markup = (
        f"<title>River Post Online - {TITLE}</title><body><div>May 3, 2001<br><b>{TITLE}</b><br>"
        f"<i>by ADA QUILL</i></div><p>Nobody has seen so wide a bridge before, nor so long a queue.</p>"
    )
    assert [author.name for author in metadata_of_page(markup).authors] == ["Ada Quill"]


@pytest.mark.parametrize("reference", [{"@id": "#ada"}, "#ada", {"@list": [{"@id": "#ada"}]}])
def test_author_by_reference_with_address(reference: Any) -> None:
    graph = {
        "@graph": [
            {"@type": "NewsArticle", "headline": TITLE, "author": reference},
            {"@type": "Person", "@id": "#ada", "name": "Ada Quill", "url": "/people/ada"},
        ]
    }
    metadata = metadata_of(f"<script type='application/ld+json'>{json.dumps(graph)}</script>")
    assert [(a.name, a.url) for a in metadata.authors] == [
        ("Ada Quill", "https://www.riverpost.example/people/ada")
    ]


@pytest.mark.parametrize(
    ("lang", "top", "names"),
    [
        ("en", "<p class='byline'>By Ada Quill</p>", ["Ada Quill"]),
        ("en", "<p class='byline'>By ADA QUILL and BEN OAR | Staff Writer</p>", ["Ada Quill", "Ben Oar"]),
        ("en", "<div>By Ada Quill, May 3, 2021</div>", ["Ada Quill"]),
        ("en", "<div>May 3, 2021 · By Ada Quill</div>", ["Ada Quill"]),
        ("en", "<div class='author'>By</div><div class='author'>Ada Quill</div>", ["Ada Quill"]),
        ("en", "<div><a rel='author' href='/author/ada'>Ada Quill</a></div>", ["Ada Quill"]),
        ("en", "<span itemprop='author' itemscope><b itemprop='name'>Ada Quill</b></span>", ["Ada Quill"]),
        ("en", "<p class='byline'>Reviewed by Ada Quill</p>", []),
        ("en", "<p>By the river stands an old mill that nobody wants.</p>", []),
        (
            "de",
            "<p class='autor'>Von Ada Quill und Ben Oar, Wendstadt</p>",
            ["Ada Quill", "Ben Oar", "Wendstadt"],
        ),
        ("fr", "<p>Par Ada Quill et Ben Oar</p>", ["Ada Quill", "Ben Oar"]),
        ("es", "<p>Por Ada Quill y Ben Oar</p>", ["Ada Quill", "Ben Oar"]),
        ("ru", "<p>Автор: Ада Перова</p>", ["Ада Перова"]),
        ("el", "<p>Γράφει η Άδα Πέννα</p>", ["Άδα Πέννα"]),
        ("tr", "<p>Yazar: Ada Kalem</p>", ["Ada Kalem"]),
        ("hu", "<p>Írta: Toll Ada</p>", ["Toll Ada"]),
        ("ar", "<p>بقلم: سامي القلم</p>", ["سامي القلم"]),
        ("zh", "<p>记者 张笔</p>", ["张笔"]),
        ("ko", "<p class='byline'>김필기 기자</p>", ["김필기"]),
        ("ko", "<p>김필기 선임기자</p>", ["김필기"]),
        ("zh", "<p>文／张笔</p>", ["张笔"]),
        ("zh", "<p>本报记者 张笔</p>", ["张笔"]),
        ("ja", "<p class='author'>取材・文／筆田花子</p>", ["筆田花子"]),
        ("el", "<p class='author'>Της Άδας Πέννα</p>", ["Άδας Πέννα"]),
        ("uk", "<p>Авторка: Ада Перова</p>", ["Ада Перова"]),
        ("sl", "<p>Avtor: Ada Perović</p>", ["Ada Perović"]),
        ("lt", "<p>Autorė: Ada Plunksna</p>", ["Ada Plunksna"]),
        ("nl", "<p>Door onze redacteur Ada Quill</p>", ["Ada Quill"]),
        ("it", "<p>dalla nostra inviata Ada Quill</p>", ["Ada Quill"]),
        ("fa", "<p>به قلم سامی قلم</p>", ["سامی قلم"]),
        ("hy", "<p>Հեղինակ՝ Ադա Գրիչ</p>", ["Ադա Գրիչ"]),
        ("ka", "<p>ავტორი: ადა კალამი</p>", ["ადა კალამი"]),
        ("my", "<p>ရေးသားသူ: အေဒါ ကလောင်</p>", ["အေဒါ ကလောင်"]),
    ],
)
def test_authors_of_the_printed_page(lang: str, top: str, names: list[str]) -> None:
    assert names_of(metadata_of("", top, lang=lang)) == names


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("<meta name='author' content='Ada Quill; Ben Oar'>", ["Ada Quill", "Ben Oar"]),
        ("<meta name='author' content='ada.quill@riverpost.example'>", []),
        ("<meta property='article:author' content='https://social.example/ada'>", []),
        ("<meta name='citation_author' content='Quill, Ada'>", ["Ada Quill"]),
        (
            "<meta name='twitter:label1' content='Written by'>"
            "<meta name='twitter:data1' content='Ada Quill'>",
            ["Ada Quill"],
        ),
        (
            "<meta name='twitter:label1' content='Reading time'>"
            "<meta name='twitter:data1' content='Four minutes'>"
            "<meta name='twitter:label2' content='Written by'>"
            "<meta name='twitter:data2' content='Ada Quill'>",
            ["Ada Quill"],
        ),
        (
            "<meta name='twitter:label1' content='Reading time'>"
            "<meta name='twitter:data1' content='Four minutes'>",
            [],
        ),
        (
            "<meta name='dc.creator' content='Ada Quill'>"
            "<meta name='citation_authors' content='Ada Quill'><meta name='citation_authors' content='Ben Oar'>",
            ["Ada Quill", "Ben Oar"],
        ),
        ("<meta name='author' content='wpadmin7'>", []),
        ("<meta name='author' content='Martin Quill, Jr.'>", ["Martin Quill, Jr."]),
    ],
)
def test_authors_of_meta_tags(head: str, names: list[str]) -> None:
    assert names_of(metadata_of(head)) == names


def test_a_person_of_a_later_source_stands_before_the_site() -> None:
    head = json_ld(author={"@type": "Organization", "name": "River Post"})
    site = "<meta property='og:site_name' content='River Post'>"
    assert names_of(metadata_of(head + site, "<p class='byline'>By Ada Quill</p>")) == ["Ada Quill"]
    assert names_of(metadata_of(head + site)) == ["River Post"]


def test_an_author_has_the_address_that_the_byline_links_to() -> None:
    head = json_ld(author=[{"@type": "Person", "name": "Ada Quill"}, {"@type": "Person", "name": "Ben Oar"}])
    top = "<ul class='byline'><li>By <a href='/author/ada'>ADA QUILL</a></li><li>By Ben Oar</li></ul>"
    linked = Author("Ada Quill", "https://www.riverpost.example/author/ada")
    assert metadata_of(head, top).authors == (linked, Author("Ben Oar", None))
    both = "<p class='byline'>By <a href='/author/both'>Ada Quill and Ben Oar</a></p>"
    assert metadata_of(head, both).authors == (Author("Ada Quill", None), Author("Ben Oar", None))


@pytest.mark.parametrize(
    ("top", "names"),
    [
        ("<p>By <a href='/author/ada'>Ada Quill</a></p>", ["Ada Quill"]),
        (
            "<p>By <a href='/author/ada'>Ada Quill</a></p><p>By <a href='/author/post'>River Post</a></p>",
            ["Ada Quill", "River Post"],
        ),
    ],
)
def test_the_site_is_an_author_beside_people_where_the_byline_says_so(top: str, names: list[str]) -> None:
    people = [{"@type": "Person", "name": "Ada Quill"}, {"@type": "Organization", "name": "River Post"}]
    site = "<meta property='og:site_name' content='River Post'>"
    assert names_of(metadata_of(site + json_ld(author=people), top)) == names


def test_vowel_signs_are_letters_of_a_name() -> None:
    head = json_ld(author={"@type": "Person", "name": "सुनीतिका नीलिमा"})
    assert names_of(metadata_of(head, "<p>लेखक: सुनीतिका नीलिमा | अपडेटेड: 3 मई 2021</p>", lang="hi")) == [
        "सुनीतिका नीलिमा"
    ]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["3 May 2021", "• Ada Quill"], ["Ada Quill"]),
        (["Ada Quill", "3 May 2021"], ["Ada Quill"]),
        (["Ada Quill", "Cars cross the bridge in the rain"], []),
        (["3 May 2021", "Share", "Print"], []),
    ],
)
def test_author_of_a_page_flattened_to_text(lines: list[str], names: list[str]) -> None:
    body = [f"Body {n}. The bridge was opened by the mayor, and many walked over it." * 3 for n in range(3)]
    assert names_of(metadata_of_page("\n\n".join([TITLE, *lines, *body]))) == names


@pytest.mark.parametrize(
    ("lang", "top", "names"),
    [
        # What the markup marks as a name is one, though it is an account's.
        ("en", "<p>By <span class='author vcard'><a class='url fn' href='/?a=1'>ada77</a></span></p>", ["ada77"]),
        ("de", "<p>3. Mai 2021 · von <a rel='author' href='/author/a'>quill_ada</a> · in Stadt</p>", ["quill_ada"]),
        ("en", "<p>Posted on May 3, 2021 by <a rel='author' href='/author/ada'>ada</a> | Leave a comment</p>", ["ada"]),
        ("en", "<p><a href='/authors/ada-quill'>ada quill</a></p>", ["ada quill"]),
        ("en", "<p><a href='/tags/rivers'>ada quill</a></p>", []),
        ("en", "<p>By <a rel='author' href='/a'>Ada Quill</a> <a rel='author'>View all posts</a></p>", ["Ada Quill"]),
        ("de", "<p><a rel='author' href='/author/a'>Zeige alle Beiträge von Ada Quill</a></p>", ["Ada Quill"]),
        (
            "en",
            "<p><span class='author'>Ada Quill</span><span class='author-title'>Gardener</span></p>",
            ["Ada Quill"],
        ),
        ("en", "<p>By ADA QUILL<br><a class='author'>Oarside Tribune Wire</a></p>", ["Ada Quill"]),
        # The marks around a link call it a name, wherever it leads.
        ("en", "<p>May 3, 2021 <span class='author vcard'><a href='/author/x1'>quill</a></span>Rivers</p>", ["quill"]),
        # Who reviewed or translated did not write.
        (
            "en",
            "<p>By <a href='/author/a'>Ada Quill</a>. Reviewed by <a href='/author/b'>Ben Oar</a></p>",
            ["Ada Quill"],
        ),
        ("en", "<p>By <a rel='author'>Ada Quill</a></p><p>Contributions from: <a rel='author'>Ben Oar</a></p>", ["Ada Quill"]),
        ("de", "<p>Text von Ada Quill Illustration von Jan Ruder</p>", ["Ada Quill"]),
        # Words for "by" that are names, too.
        ("en", "<p class='byline'>By Theo Quill</p>", ["Theo Quill"]),
        ("vi", "<p class='author'>Theo Ngô Văn Bút</p>", ["Ngô Văn Bút"]),
        ("de", "<p>3. Mai 2021 <span class='author'>Von: Ada Quill</span></p>", ["Ada Quill"]),
        ("it", "<p>Di: Ada Quill</p>", ["Ada Quill"]),
        ("de", "<p><a rel='author'>Ada Quill</a> <span class='byline'>Do 9 Apr 2020</span></p>", ["Ada Quill"]),
        ("pl", "<p>Opublikował: Jan W. Quill w dniu 3 maja 2021</p>", ["Jan W. Quill"]),
        # A byline ends at a bar, a role and a place.
        ("en", "<p>By Sun Harbor Quill | River Wire Desk news</p>", ["Sun Harbor Quill"]),
        ("en", "<p class='byline'>Ada Quill Senior Politics Editor</p>", ["Ada Quill"]),
        ("en", "<p>By Ada Quill for the Oarside Tribune</p>", ["Ada Quill"]),
        ("en", "<p>ByAda Quill</p>", ["Ada Quill"]),
        ("en", "<p>Byby ADA QUILL</p>", ["Ada Quill"]),
        ("fr", "<p>Par Loïc Le Plume le 3 mai 2021</p>", ["Loïc Le Plume"]),
        ("de", "<p class='autor'>Autorenseite von</p>", []),
        ("de", "<p>Von Ada Quill, Jan Ruder und Eva Segel, AFP</p>", ["Ada Quill", "Jan Ruder", "Eva Segel", "AFP"]),
        ("de", "<p>03.05.2021 – Redaktion: Ada Quill (Sprecherin)</p>", ["Ada Quill"]),
        ("de", "<p>Eingetragen am 3. Mai 2021 vom Flussteam Quill</p>", ["Flussteam Quill"]),
        ("en", "<p>Posted by Quill under Rivers, Bridges</p>", ["Quill", "Bridges"]),
        ("en", "<p>By Ada Quill, CEO of Oarside</p>", ["Ada Quill"]),
        ("en", "<p>Contributors: Ada Quill</p>", ["Ada Quill"]),
        ("en", "<h6>Author(s)</h6><ul><li>Ada Quill</li><li>Ben Oar</li></ul>", ["Ada Quill", "Ben Oar"]),
        ("en", "<p><a href='/about/editors/ada-quill/'>Ada Quill</a>, @quill</p>", ["Ada Quill"]),
        ("en", "<p>3 May <span property='schema:author'>Ada Quill</span></p>", ["Ada Quill"]),
        ("en", "<p>3 May <i property='dc:subject'>Ada Quill</i></p>", []),
        ("en", "<p class='author-name'>Ada Quill</p><p class='author-description'>Oarside Rowing School</p>", ["Ada Quill"]),
        # A label tells who checked what others wrote.
        ("en", "<p>By Ada Quill</p><p>Fact checked by</p><p class='author'>Ben Oar</p>", ["Ada Quill"]),
        ("en", "<p>Fact checked by</p><p class='author'>Ben Oar</p>", []),
        # What says that a date follows is no part of the name before it.
        ("uk", "<p>Автор: Ада Квіль Опубліковано: 3 травня 2021, 14:05</p>", ["Ада Квіль"]),
        ("ro", "<p>de Ada Condei Publicat: 3 mai 2021</p>", ["Ada Condei"]),
        ("fi", "<p>Teksti: Ada Sulka Julkaistu 3.5.2021 klo 7.00</p>", ["Ada Sulka"]),
        ("th", "<p>โดย วรัญญา ปากกา เผยแพร่: 3 พ.ค. 2564 10:12</p>", ["วรัญญา ปากกา"]),
        # A line may begin with its date and time.
        ("hr", "<p>Objavljeno 3. svibnja 2021. u 08:00 Piše: Ada Pero</p>", ["Ada Pero"]),
        ("et", "<p>3. mai 2021, 09:00 Tekst: Ada Sulg</p>", ["Ada Sulg"]),
        # Another label ends it.
        ("de", "<p>Text: Ada Quill, Fotos: Ben Oar, Cy Segel</p>", ["Ada Quill"]),
        # Words for "by" in other scripts, and those that no blank parts from the name.
        ("ja", "<p>文・筆田由美</p>", ["筆田由美"]),
        ("zh", "<p>記者林筆羽／河港報導</p>", ["林筆羽"]),
        ("zh", "<p>記者会見</p>", []),
        ("ko", "<p>김필기 기자 pilgi@river.example</p>", ["김필기"]),
        ("km", "<p>ដោយ៖ សុខ ចាន់ថា</p>", ["សុខ ចាន់ថា"]),
        ("mn", "<p>Сэтгүүлч Б.Үзэг</p>", ["Б.Үзэг"]),
        ("ha", "<p>Daga Ada Alkalami</p>", ["Ada Alkalami"]),
        # A newsroom signs where no person does.
        ("de", "<p class='author'>Redaktion</p>", ["Redaktion"]),
        ("en", "<p>3 May 2021</p><p>Newsdesk</p>", ["Newsdesk"]),
        ("de", "<p class='author'>Redaktion</p><p class='author'>Ada Quill</p>", ["Ada Quill"]),
        # A name alone beside the date needs a second sign: a section's name stands there too.
        ("en", "<p>Ada Quill</p><p>3 May 2021</p>", []),
        ("en", "<p>Ada Quill</p><p>3 May 2021</p><img src='/a.jpg' alt='Portrait of Ada Quill'>", ["Ada Quill"]),
        ("en", "<p>Ada Quill</p><p>3 May 2021</p><a href='/author/ada-quill'>More</a>", ["Ada Quill"]),
        ("en", "<p>Ada Quill</p><p>3 May 2021</p><a href='/town/ada-quill'>More</a>", []),
        ("en", "<p>Ada Quill</p><p>Senior bridge reporter</p>", ["Ada Quill"]),
        ("en", "<p>Ada Quill</p><p>Rivers and bridges</p>", []),
        ("en", "<img src='/avatar/7.png'><p>May 3, 2021 • Ada Quill in Rivers</p>", ["Ada Quill"]),
        ("en", "<img src='/a/7.png'><p>May 3, 2021 • Ada Quill in Rivers</p>", []),
    ],
)  # fmt: skip
def test_authors_among_other_words(lang: str, top: str, names: list[str]) -> None:
    assert names_of(metadata_of("", top, lang=lang)) == names


@pytest.mark.parametrize(
    ("lang", "below", "names"),
    [
        ("vi", "<p style='text-align:right'><strong>Lê Bút</strong></p>", ["Lê Bút"]),
        ("de", "<p><b>Ada Feder</b></p>", ["Ada Feder"]),
        ("de", "<p>Ada Feder</p>", []),
        ("en", "<p><b>Further Reading</b></p>", []),
        ("en", "<p style='text-align:right'>Ada Quill</p>", ["Ada Quill"]),
        ("fr", "<p><strong>Avec Agence Plume</strong></p>", []),
        ("de", "<p>Datum: 3.5.2021<br>Autor: Ada Feder<br>Quelle: Flusspost</p>", ["Ada Feder"]),
        ("en", "<section class='comments'><p>By <a rel='author'>Ben Oar</a></p></section>", []),
        # A biography is told by its beginning or by a portrait; titles of teasers go on in capitals.
        ("en", "<h3>Ada Quill</h3><p>Ada Quill is a reporter who writes about bridges.</p>", ["Ada Quill"]),
        ("en", "<h3>Ada Quill</h3><img src='/a.jpg' alt='Headshot of Ada Quill'><p>Sales</p>", ["Ada Quill"]),
        ("en", "<h3>Quill Bridges</h3><p>Quill Bridges Are Longer Than They Were Before</p>", []),
        ("en", "<h3>Quill Bridges</h3><img src='/a.jpg' alt='Quill Bridges'><p>See our offers</p>", []),
        (
            "en",
            "<img src='/a.jpg' alt='Ada Quill'><p>Ada Quill writes about bridges and about those who build them.</p>",
            ["Ada Quill"],
        ),
        ("en", "<p>x</p>" * 8 + "<p>Written by Ada Quill</p>", ["Ada Quill"]),
        ("en", "<p>Posted by Quill at May 3, 2021</p>", ["Quill"]),
        ("en", "<p>x</p>" * 2 + "<h2>More from Quill</h2>", []),
        ("en", "<p>x</p>" * 2 + "<p>Posted by Quill</p>", ["Quill"]),
        (
            "en",
            "<img src='/a.jpg' alt='Ada Quill'><p><b>Ada Quill</b> Oarside writer on bridges and on those who build them.</p>",
            ["Ada Quill"],
        ),
        (
            "en",
            "<img src='/a.jpg' alt='Ada Quill'><p><b>Ada Quill</b> Phone 0123 4567 890, Mail ada@riverpost.example, Oarside</p>",
            [],
        ),
        ("en", "<p>x</p>" * 30 + "<div class='post-author-name'>Ada Quill</div>", ["Ada Quill"]),
        ("en", "<p>x</p>" * 30 + "<ul><li class='post-author-name'>Ada Quill</li></ul>", []),
    ],
)  # fmt: skip
def test_authors_below_the_body(lang: str, below: str, names: list[str]) -> None:
    # The body is English, so that a German page is one that is too short to contradict its declaration.
    markup = (
        f"<html lang='{lang}'><title>{TITLE}</title><body><article><h1>{TITLE}</h1>"
        f"<p>Body.</p>{below}</article></html>"
    )
    assert names_of(metadata_of_page(markup)) == names


@pytest.mark.parametrize(
    ("end", "names"),
    [
        ("The mayor left. (Ada Quill)", ["Ada Quill"]),
        ("The mayor left. (Ada Quill) +++", ["Ada Quill"]),
        ("The mayor left. (AFP/Reuters)", ["AFP", "Reuters"]),
        ("The mayor left (Ada Quill)", []),
        ("The mayor left. (Editor: Ada Quill)", []),
        ("The mayor left. (See below)", []),
    ],
)
def test_a_signature_in_brackets_stands_behind_the_last_sentence(end: str, names: list[str]) -> None:
    assert names_of(metadata_of("", "", f"<p>Body, the last of it. {end}</p>")) == names


def test_the_name_stands_in_the_block_behind_its_label() -> None:
    tools = "<h5>Datum:</h5><p>3.5.2021</p><h5>Art:</h5><p>Bericht</p>"
    lead = f"<p>Body, the lead of it.</p>{tools}"
    assert names_of(metadata_of("", f"{lead}<h5>Autor:</h5><p>Ada Quill/XY</p>")) == ["Ada Quill"]
    assert names_of(metadata_of("", f"{lead}<h5>Ort:</h5><p>Ada Quill/XY</p>")) == []
    assert names_of(metadata_of("", "", "<h2>About</h2><ul><li>Our Story</li><li>Press</li></ul>")) == []


def test_a_name_above_the_body_is_known_by_its_biography() -> None:
    bio = "<h3>Ada Quill</h3><p>Ada Quill is a reporter who writes about bridges.</p>"
    assert names_of(metadata_of("", "<p>Ada Quill</p>", bio)) == ["Ada Quill"]
    assert names_of(metadata_of("", "<p>Ada Quill</p>")) == []


def test_a_linked_name_beside_its_portrait_is_the_authors() -> None:
    name = "<p><a href='/people/7'>Ada Quill</a></p>"
    assert names_of(metadata_of("", f"<img src='/a.jpg' alt='Ada Quill'>{name}")) == ["Ada Quill"]
    assert names_of(metadata_of("", f"<img src='/a.jpg' alt='Ada Quill at the bridge'>{name}")) == []
    assert names_of(metadata_of("", "<img src='/a.jpg' alt='Ada Quill'><p>Ada Quill</p>")) == []


def test_an_agency_of_the_byline_stands_before_the_site() -> None:
    head = json_ld(author={"@type": "Organization", "name": "River Post"})
    head += "<meta property='og:site_name' content='River Post'>"
    assert names_of(metadata_of(head)) == ["River Post"]
    assert names_of(metadata_of(head, "<p class='byline'>AFP</p>")) == ["AFP"]


def test_a_site_in_a_meta_tag_is_named_whole() -> None:
    site = "<meta property='og:site_name' content='River and Post'>"
    assert names_of(metadata_of(site + "<meta name='author' content='River and Post'>")) == ["River and Post"]


def test_of_several_things_with_an_author_that_of_the_headline_counts() -> None:
    other = "<div itemscope itemtype='https://schema.org/NewsArticle'><b itemprop='author'>Ben Oar</b></div>"
    own = f"<article itemscope><h1>{TITLE}</h1><p itemprop='author'>Ada Quill</p><p>Body.</p></article>"
    assert names_of(metadata_of_page(f"<title>{TITLE}</title>{other}{own}")) == ["Ada Quill"]


def test_things_that_others_wrote_have_other_authors() -> None:
    other = "<div itemscope itemtype='https://schema.org/NewsArticle'><b itemprop='author'>Ben Oar</b></div>"
    assert names_of(metadata_of("", "", other * 2)) == []


def test_the_house_in_short_and_its_team_stand_behind_people() -> None:
    head = "<meta property='og:site_name' content='RP River Post'>" + json_ld(author={"name": "RP"})
    assert names_of(metadata_of(head)) == ["RP"]
    assert names_of(metadata_of(head, "", "<p>By Ada Quill</p>")) == ["Ada Quill"]
    signed = "<p>By Team RP River Post</p>"
    assert names_of(metadata_of(head, signed, "<p>Written by Ada Quill</p>")) == ["Ada Quill"]


def test_a_portrait_shows_that_the_stated_author_is_the_pages() -> None:
    head = json_ld(author={"@type": "Person", "name": "Ada Quill"})
    editor = "<p class='author'>Ben Oar</p>"
    assert names_of(metadata_of(head, editor)) == ["Ben Oar"]
    portrait = "<img src='/a.jpg' alt='Ada Quill, bridge reporter'>"
    assert names_of(metadata_of(head, editor + portrait)) == ["Ada Quill"]


def test_an_author_of_rdfa_has_a_name_and_an_address() -> None:
    name = "<a property='url' href='/people/7'><span property='name'>Ada Quill</span></a>, Oarside"
    top = f"<p>3 May <span property='author' typeof='Person'>{name}</span></p>"
    assert metadata_of("", top).authors == (Author("Ada Quill", "https://www.riverpost.example/people/7"),)


def test_people_stand_before_accounts() -> None:
    head = json_ld(author={"@type": "Person", "name": "aquill"})
    assert names_of(metadata_of(head)) == ["aquill"]
    assert names_of(metadata_of(head, "<p class='byline'>By Ada Quill</p>")) == ["Ada Quill"]


def test_a_person_at_the_headline_stands_before_an_unprinted_publisher() -> None:
    head = "<meta name='author' content='Plume House'>"
    top = "<p><a rel='author' href='/author/ada'>Ada Quill</a></p>"
    assert names_of(metadata_of(head, top)) == ["Ada Quill"]
    longer = "<meta name='author' content='Ada Maria Quill'>"
    assert names_of(metadata_of(longer, top)) == ["Ada Maria Quill"]


def test_bylines_of_a_list_above_the_headline_are_not_the_pages() -> None:
    item = "<div class='item'>By <span class='author'>Ben Oar</span> May 1, 2021</div>"
    markup = f"<title>{TITLE}</title>{item * 3}<h1>{TITLE}</h1><p>By Ada Quill</p><p>Body.</p>"
    assert names_of(metadata_of_page(markup)) == ["Ada Quill"]


def test_a_byline_inside_the_body_is_called_so() -> None:
    lead = "".join(f"<p>Body {n}. The bridge was opened.</p>" for n in range(6))
    for name, names in (("article-byline", ["Ada Quill"]), ("pull", [])):
        assert names_of(metadata_of("", f"{lead}<div class='{name}'>By Ada Quill</div>")) == names


def test_a_site_is_an_author_where_it_is_stated_to_be_a_person() -> None:
    site = "<meta property='og:site_name' content='Ada Quill'>"
    assert names_of(metadata_of(site)) == []
    for kind, names in (
        ("Organization", []),
        ("Person", ["Ada Quill"]),
        (["Person", "Organization"], ["Ada Quill"]),
    ):
        owner = json_ld(publisher={"@type": kind, "name": "Ada Quill"})
        assert names_of(metadata_of(site + owner)) == names
        assert names_of(metadata_of(site + owner, "<p class='byline'>By Ben Oar</p>")) == ["Ben Oar"]
