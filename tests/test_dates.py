"""When it was published and changed."""

from __future__ import annotations

import pytest

from tests.stated_pages import TITLE, URL, json_ld, metadata_of, metadata_of_page


@pytest.mark.parametrize(
    ("head", "top", "published"),
    [
        (json_ld(datePublished="2021-05-03T08:15:00+02:00"), "", "2021-05-03T08:15:00+02:00"),
        (json_ld(datePublished="2021-05-03 08:15:00"), "", "2021-05-03T08:15:00"),
        (json_ld(datePublished="2021-05-03T08:15:00.123Z"), "", "2021-05-03T08:15:00+00:00"),
        (json_ld(datePublished="2021-05-03"), "", "2021-05-03"),
        (json_ld(datePublished=1620029700), "", "2021-05-03T08:15:00+00:00"),
        (json_ld(datePublished="May 3, 2021 8:15 PM EST"), "", "2021-05-03T20:15:00-05:00"),
        (json_ld(datePublished="0001-01-01T00:00:00"), "", None),
        (json_ld(datePublished="1970-01-01T00:00:00Z"), "", None),
        (json_ld(datePublished="2021-13-45"), "", None),
        (
            json_ld(datePublished="2021-05-03"),
            "<time datetime='2021-05-03T08:15+02:00'>x</time>",
            "2021-05-03T08:15:00+02:00",
        ),
        (
            json_ld(datePublished="2021-05-03T01:15:00Z"),
            "<time datetime='2021-05-02T21:15:00'>x</time>",
            "2021-05-02T21:15:00-04:00",
        ),
        (
            "<meta property='article:published_time' content='2021-05-03T08:15:00Z'>",
            "",
            "2021-05-03T08:15:00+00:00",
        ),
        ("<meta name='DC.date.issued' content='2021-05-03'>", "", "2021-05-03"),
        ("<meta name='parsely-pub-date' content='2021-05-03'>", "", "2021-05-03"),
        ("<meta name='news-published-time' content='2021-05-03'>", "", "2021-05-03"),
        ("", "<span itemprop='datePublished' content='2021-05-03T08:15'></span>", "2021-05-03T08:15:00"),
        ("", "<p><time datetime='2021-05-03T08:15'>3 May</time></p>", "2021-05-03T08:15:00"),
        (
            "",
            "<p><abbr class='published' title='2021-05-03T08:15:00+0000'>a day ago</abbr></p>",
            "2021-05-03T08:15:00+00:00",
        ),
        (
            '<script>var page = {"published_at": "2021-05-03T08:15:00Z"}</script>',
            "",
            "2021-05-03T08:15:00+00:00",
        ),
        ("", "<p>© 2021 River Post, 3 May 2021. All rights reserved</p>", None),
        ("", "<aside class='related'><p>3 May 2021</p></aside>" + "<p>x y z</p>" * 9, None),
        ("", "<p>Updated May 3, 2021</p>", None),
        ("", "<p>Joined May 3, 2021</p>", None),
        ("", "<p class='date'>Available until May 3, 2021</p>", None),
        ("", "<p class='date'>By Jo Osborne, May 3, 2021</p>", "2021-05-03"),  # who is not "born" then
        ("", "<time data-published='2021-05-03 08:15:00Z'>3 May 2021</time>", "2021-05-03T08:15:00+00:00"),
        (
            "",
            "<x-post created-timestamp='2021-05-03T08:15:00Z'><p>ago</p></x-post>",
            "2021-05-03T08:15:00+00:00",
        ),
        ("", "<span class='updated' title='2021-05-03T08:15:00Z'>ago</span>", None),
        ("", "<div>Ada Quill<b>3.5.21</b><i>08:15</i></div>", "2021-05-03T08:15:00"),
        ("", "<div>County<b>May 3, 2021</b><i>Updated: June 9, 2021</i></div>", "2021-05-03"),
        (json_ld(dateModified="2021-05-03"), "<script>x = {'published': '2021-05-09'}</script>", None),
        (
            json_ld(dateModified="2021-05-03"),
            "<p>A fair of the county, its towns and all of its farms is held on 9 May 2021.</p>",
            None,
        ),
        (  # the offset alone is taken from a source that is believed less
            "<meta name='dcterms.date' content='2021-05-03T08:15:00+02:00'>",
            "<p><time datetime='2021-05-03T08:15:00'>3 May</time></p>",
            "2021-05-03T08:15:00+02:00",
        ),
        (
            "<meta name='dcterms.date' content='2021-05-03T23:15:00+02:00'>",
            "<p><time datetime='2021-05-03T08:15:00'>3 May</time></p>",
            "2021-05-03T08:15:00",
        ),
    ],
)
def test_day_of_publication(head: str, top: str, published: str | None) -> None:
    assert metadata_of(head, top).date_published == published


@pytest.mark.parametrize(
    ("lang", "line", "published"),
    [
        ("en", "May 3, 2021", "2021-05-03"),
        ("en-GB", "3rd May 2021, 8:15am", "2021-05-03T08:15:00"),
        ("en-US", "05/03/2021", "2021-05-03"),
        ("en-GB", "03/05/2021", "2021-05-03"),
        ("en-US", "Published 13/05/2021", "2021-05-13"),
        ("de", "3. Mai 2021, 8:15 Uhr", "2021-05-03T08:15:00"),
        ("de", "03.05.2021", "2021-05-03"),
        ("fr", "Publié le 1er mai 2021 à 8h15", "2021-05-01T08:15:00"),
        ("es", "3 de mayo de 2021", "2021-05-03"),
        ("it", "3 maggio 2021", "2021-05-03"),
        ("pt", "03/05/2021 08h15", "2021-05-03T08:15:00"),
        ("nl", "3 mei 2021", "2021-05-03"),
        ("pl", "3 maja 2021", "2021-05-03"),
        ("pl", "3 listopada 2021", "2021-11-03"),
        ("hr", "3. listopada 2021.", "2021-10-03"),
        ("cs", "3. května 2021", "2021-05-03"),
        ("hu", "2021. május 3., 8:15", "2021-05-03T08:15:00"),
        ("lt", "2021 m. gegužės 3 d.", "2021-05-03"),
        ("lv", "2021. gada 3. maijs", "2021-05-03"),
        ("fi", "3.5.2021 klo 8.15", "2021-05-03T08:15:00"),
        ("sv", "3 maj 2021", "2021-05-03"),
        ("ro", "3 mai 2021", "2021-05-03"),
        ("el", "3 Μαΐου 2021", "2021-05-03"),
        ("ru", "3 мая 2021, 08:15", "2021-05-03T08:15:00"),
        ("uk", "3 травня 2021", "2021-05-03"),
        ("bg", "3 май 2021", "2021-05-03"),
        ("sr", "3. мај 2021.", "2021-05-03"),
        ("tr", "3 Mayıs 2021 Pazartesi", "2021-05-03"),
        ("az", "3 may 2021", "2021-05-03"),
        ("ka", "3 მაისი 2021", "2021-05-03"),
        ("hy", "3 մայիսի 2021", "2021-05-03"),
        ("ar", "٣ مايو ٢٠٢١", "2021-05-03"),
        ("ar", "3 أيار/مايو 2021", "2021-05-03"),
        ("fa", "۱۳ اردیبهشت ۱۴۰۰", "2021-05-03"),
        ("he", "3 במאי 2021", "2021-05-03"),
        ("hi", "३ मई २०२१", "2021-05-03"),
        ("bn", "৩ মে ২০২১", "2021-05-03"),
        ("ta", "3 மே 2021", "2021-05-03"),
        ("th", "3 พฤษภาคม 2564", "2021-05-03"),
        ("th", "3 พ.ค. 2564", "2021-05-03"),
        ("th", "3 พ.ค. 64", "2021-05-03"),
        ("kk", "2021 жылғы 3 мамыр", "2021-05-03"),
        ("uz", "2021 yil 3-may", "2021-05-03"),
        ("mn", "2021 оны 5 сарын 3", "2021-05-03"),
        ("mn", "2021 оны 5-р сарын 3, 08:15", "2021-05-03T08:15:00"),
        ("eu", "2021eko maiatzaren 3a", "2021-05-03"),
        ("ha", "3 ga Mayu, 2021", "2021-05-03"),
        ("km", "ថ្ងៃទី ៣ ខែ ឧសភា ឆ្នាំ ២០២១", "2021-05-03"),
        ("my", "၂၀၂၁ ခုနှစ် မေ ၃", "2021-05-03"),
        ("tg", "3 майи 2021", "2021-05-03"),
        ("lb", "3. Mee 2021", "2021-05-03"),
        ("vi", "Ngày 3 tháng 5 năm 2021", "2021-05-03"),
        ("id", "3 Mei 2021", "2021-05-03"),
        ("sw", "3 Mei 2021", "2021-05-03"),
        ("zh", "2021年5月3日 08:15", "2021-05-03T08:15:00"),
        ("ja", "令和3年5月3日", "2021-05-03"),
        ("ko", "2021년 5월 3일", "2021-05-03"),
        ("ko", "입력 2021.05.03. 오후 8:15", "2021-05-03T20:15:00"),
        ("zh", "2021-05-03 08:15:00 1204", "2021-05-03T08:15:00"),
        ("mr", "अपडेटेड: ३ मे २०२१", None),  # of a change
        ("xx", "2021/5/3", "2021-05-03"),
        ("xx", "03.05.21", "2021-05-03"),
        ("fi", "3.5. 21:15", None),  # an hour is no year
    ],
)
def test_printed_day_in_the_language_of_the_page(lang: str, line: str, published: str | None) -> None:
    # The body is English, so that the language is declared by a page too short to contradict it.
    markup = (
        f"<html lang='{lang}'><title>{TITLE}</title><body><article><h1>{TITLE}</h1>"
        f"<div class='date'>{line}</div>"
        "<p>Body.</p></article></html>"
    )
    assert metadata_of_page(markup).date_published == published


def test_a_day_at_the_end_of_the_text_is_part_of_it() -> None:
    assert metadata_of("", "", "<p>3 May 2021</p>").date_published == "2021-05-03"
    assert metadata_of("", "", "<div><p>3 May 2021</p></div>").date_published is None


@pytest.mark.parametrize(
    ("lang", "url", "lines", "published"),
    [
        ("en", URL, ("03/05/2021",), "2021-03-05"),
        ("en", "https://riverpost.co.uk/a", ("03/05/2021",), "2021-05-03"),
        ("en-US", "https://riverpost.co.uk/a", ("03/05/2021",), "2021-03-05"),
        ("en", URL, ("03/05/2021", "Updated 13/05/2021"), "2021-05-03"),
        ("en", URL, ("03/05/2021", "Updated 05/13/2021"), "2021-03-05"),
        ("fr", URL, ("03/05/2021",), "2021-05-03"),
    ],
)
def test_order_of_a_numeric_day_by_language_country_and_other_dates(
    lang: str, url: str, lines: tuple[str, ...], published: str
) -> None:
    top = "".join(f"<p class='date'>{line}</p>" for line in lines)
    markup = f"<html lang='{lang}'><title>{TITLE}</title><article><h1>{TITLE}</h1>{top}<p>Body.</p></article>"
    assert metadata_of_page(markup, url).date_published == published


def test_hours_ago_are_no_day_without_the_pages_own_time() -> None:
    assert metadata_of("", "<p class='date'>3 hours ago</p>").date_published is None
    head = "<meta name='date' content='2021-05-03T08:15:00Z'>"
    assert metadata_of(head, "<p class='date'>3 hours ago</p>").date_published == "2021-05-03T08:15:00+00:00"


def test_tools_below_the_headline_are_the_articles() -> None:
    lead, far = "<p>Body, the lead of it.</p>", "<p>Body, and more.</p>" * 7
    tools = "<div class='nav'><p>3 May 2021</p></div>"
    assert metadata_of("", lead + tools).date_published == "2021-05-03"
    assert metadata_of("", lead + far + tools).date_published is None


@pytest.mark.parametrize(
    ("top", "published"),
    [
        ("<span property='schema:datePublished' content='2021-05-03T08:15'></span>", "2021-05-03T08:15:00"),
        ("<b property='http://schema.org/dateCreated' content='2021-05-03'></b>", "2021-05-03"),
        ("<b property='dc:date dc:created' content='2021-05-03T08:15'>3 May</b>", "2021-05-03T08:15:00"),
        ("<b property='dcterms:issued'>3 May 2021</b>", "2021-05-03"),
        ("<i typeof='sioct:Comment'><b property='dc:date' content='2021-05-03'></b></i>", None),
        ("<b property='sioc:created' content='2021-05-03'></b>", None),
    ],
)
def test_day_of_publication_in_rdfa(top: str, published: str | None) -> None:
    assert metadata_of("", top).date_published == published


@pytest.mark.parametrize(
    ("below", "published", "modified"),
    [
        ("<p>Published</p><p>3 May 2021</p>", "2021-05-03", None),
        ("<p>This page was last modified on 3 May 2021.</p>", None, "2021-05-03"),
        (
            "<p>Diese Seite wurde zuletzt am 3. Mai 2021 um 8:15 Uhr geändert.</p>",
            None,
            "2021-05-03T08:15:00",
        ),
        ("<p>Published 3 May 2021</p><p>Published 4 May 2021</p>", None, None),
        ("<p>3 May 2021</p>", None, None),
        ("<p>Date: 3 May 2021</p>", None, None),
        ("<ul class='comments'><li>Posted on 3 May 2021</li></ul>", None, None),
    ],
)
def test_labelled_days_far_from_the_article(below: str, published: str | None, modified: str | None) -> None:
    links = "".join(f"<p>More of the county {number}</p>" for number in range(30))
    metadata = metadata_of("", "", links + below)
    assert (metadata.date_published, metadata.date_modified) == (published, modified)


def test_a_list_of_dates_above_the_headline_is_of_others() -> None:
    items = "".join(f"<li class='news'>Story {day}, {day} May 2021</li>" for day in (3, 4, 5))
    page = f"<title>{TITLE}</title><ol>{items}</ol><h1>{TITLE}</h1>{'<p>Body.</p>' * 3}"
    assert metadata_of_page(page).date_published is None


def test_a_midnight_is_the_day_that_any_line_prints() -> None:
    line = "<p>Archive of the county, its bridges and its rivers: 3 May 2021</p>"
    assert metadata_of(json_ld(datePublished="2021-05-02T22:00:00Z"), line).date_published == "2021-05-03"
    stated = "2021-05-02T09:12:31+00:00"
    assert metadata_of(json_ld(datePublished=stated), line).date_published == stated


def test_of_several_things_with_a_date_that_of_the_headline_counts() -> None:
    other = "<div itemscope><b itemprop='datePublished' content='2020-01-02'></b></div>"
    own = f"<article itemscope><h1>{TITLE}</h1><b itemprop='datePublished' content='2021-05-03'></b><p>Body.</p></article>"
    assert metadata_of_page(f"<title>{TITLE}</title>{other}{own}").date_published == "2021-05-03"


def test_an_upload_and_a_printed_day_stand_before_a_vague_meta_tag() -> None:
    vague = "<meta name='date' content='2021-06-09'>"
    assert metadata_of(vague).date_published == "2021-06-09"
    assert metadata_of(vague, "<p>3 May 2021</p>").date_published == "2021-05-03"
    assert metadata_of(vague + json_ld(uploadDate="2021-05-03")).date_published == "2021-05-03"


@pytest.mark.parametrize(
    ("path", "published"),
    [
        ("/2021/05/03/bridge", "2021-05-03"),
        ("/news/2021-05-03-bridge", "2021-05-03"),
        ("/a/20210503/bridge", "2021-05-03"),
        ("/2021/may/3/bridge", "2021-05-03"),
        ("/news/03-05-2021", "2021-03-05"),
        ("/news/13-05-2021.html", "2021-05-13"),
        ("/2021/05/3-bridges-to-see", None),
        ("/article20391234", None),
        ("/2021/bridge", None),
    ],
)
def test_day_in_the_address(path: str, published: str | None) -> None:
    assert metadata_of(url=f"https://www.riverpost.example{path}").date_published == published


def test_the_address_is_older_than_a_new_edition() -> None:
    head = json_ld(datePublished="2023-01-09T10:00:00Z")
    assert metadata_of(head, url="https://riverpost.example/2021/05/03/b").date_published == "2021-05-03"


def test_dates_of_other_articles_are_not_the_pages() -> None:
    other = json_ld(
        headline="Something else entirely", url="https://riverpost.example/x", datePublished="2020-01-02"
    )
    own = json_ld(datePublished="2021-05-03")
    assert metadata_of(other + own).date_published == "2021-05-03"
    assert metadata_of(other + other).date_published is None


@pytest.mark.parametrize(
    "comments",
    [
        "<section class='comments'><p>Ben Oar, 3.5.2021, 10:20</p><p>Well done.</p></section>",
        "<section class='comments'><p>Ben Oar, <time datetime='2021-05-03T10:20'>3 May</time></p></section>",
        "<section><h2>Replies</h2><article><header>Ben Oar, <time datetime='2021-05-03T10:20'>3 May</time>"
        "</header><p>Well done.</p></article></section>",
    ],
)
def test_the_time_of_a_comment_is_not_the_pages(comments: str) -> None:
    assert metadata_of(json_ld(datePublished="2021-05-03"), "", comments).date_published == "2021-05-03"
    line = "<p>Published 3 May 2021, 10:20</p>"
    assert metadata_of(json_ld(datePublished="2021-05-03"), line).date_published == "2021-05-03T10:20:00"


def test_modified_is_apart_from_published() -> None:
    metadata = metadata_of("", "<p>Published 3 May 2021 | Updated: 4 May 2021 10:30</p>")
    assert (metadata.date_published, metadata.date_modified) == ("2021-05-03", "2021-05-04T10:30:00")
    earlier = metadata_of(json_ld(datePublished="2021-05-03", dateModified="2021-05-01"))
    assert earlier.date_modified is None


@pytest.mark.parametrize(
    ("lang", "top", "below", "published"),
    [
        # A label in a block of its own goes with the date after it.
        ("en", "", "<dl><dt>Published</dt><dd>3 May 2021</dd></dl>", "2021-05-03"),
        ("de", "<ul><li>Datum:3. Mai 2021</li></ul>", "", "2021-05-03"),
        # Below the body, a day is the article's where it is called so.
        ("en", "", "<p>Posted on May 3, 2021</p>", "2021-05-03"),
        (
            "de",
            "",
            f"<p>Der Beitrag wurde am 3. Mai 2021 veröffentlicht und unter {'Stadt, ' * 20}abgelegt.</p>",
            "2021-05-03",
        ),
        ("de", "", "<p>Letzte Änderung: 4.5.2021<br>Erschienen am: 3.5.2021<br>© Flusspost</p>", "2021-05-03"),
        # A text may open with its place and day.
        ("en", f"<p>Body. WENDFORD, May 3, 2021 (RPW) – {'The bridge opened. ' * 20}</p>", "", "2021-05-03"),
        ("en", f"<p>Body 3, May 2021 was fair and the mayor said that {'the bridge opened. ' * 20}</p>", "", None),
        ("en", "<figure><figcaption>3 May 2021</figcaption></figure>", "", "2021-05-03"),
        # What a time element prints as published says more than its attribute.
        ("en", "<time datetime='2021-05-09T10:00'>Published 3 May 2021</time>", "", "2021-05-03"),
    ],
)  # fmt: skip
def test_printed_days_at_the_article(lang: str, top: str, below: str, published: str | None) -> None:
    markup = (
        f"<html lang='{lang}'><title>{TITLE}</title><body><article><h1>{TITLE}</h1>{top}"
        f"<p>Body.</p>{below}</article></html>"
    )
    assert metadata_of_page(markup).date_published == published


def test_the_printed_day_stands_before_that_of_a_template() -> None:
    line = "<p class='date'>3 May 2021</p>"
    built = json_ld(datePublished="2022-01-09", dateModified="2022-01-09")
    assert metadata_of(built, line).date_published == "2021-05-03"
    own = metadata_of(json_ld(datePublished="2022-01-09", dateModified="2022-01-10"))
    assert own.date_published == "2022-01-09"


@pytest.mark.parametrize(
    ("stated", "line", "published"),
    [
        # Of an earlier or a later edition: the day between headline and body.
        ({"datePublished": "2022-01-09", "dateModified": "2022-03-01"}, "3 May 2021", "2021-05-03"),
        ({"datePublished": "2019-01-09", "dateModified": "2022-03-01"}, "3 May 2021", "2021-05-03"),
        # Not that of a change, or a misread one, or one after all that is stated.
        ({"datePublished": "2019-01-09", "dateModified": "2021-05-03"}, "3 May 2021", "2019-01-09"),
        ({"datePublished": "2021-05-03", "dateModified": "2022-03-01"}, "03.05.2021", "2021-05-03"),
        ({"datePublished": "2019-03-05", "dateModified": "2022-03-01"}, "03.05.2019", "2019-03-05"),
        ({"datePublished": "2019-01-09"}, "3 May 2021", "2019-01-09"),
        ({"datePublished": "2019-01-09", "dateModified": "2022-03-01"}, "Updated 3 May 2021", "2019-01-09"),
    ],
)
def test_the_printed_day_of_another_edition(stated: dict[str, str], line: str, published: str) -> None:
    assert metadata_of(json_ld(**stated), f"<p class='date'>{line}</p>").date_published == published


@pytest.mark.parametrize(
    ("stated", "address", "published"),
    [
        ("2021-05-04T02:15:00Z", "/2021/05/03/b", "2021-05-03"),
        ("2021-05-02T22:11:59Z", "/2021/05/03/b", "2021-05-03"),
        ("2021-05-04T10:15:00Z", "/2021/05/03/b", "2021-05-04T10:15:00+00:00"),
        ("2021-05-02T10:15:00Z", "/2021/05/03/b", "2021-05-02T10:15:00+00:00"),
        ("2021-05-04T02:15:00+02:00", "/2021/05/03/b", "2021-05-04T02:15:00+02:00"),
    ],
)
def test_an_address_has_the_day_of_its_readers(stated: str, address: str, published: str) -> None:
    head = json_ld(datePublished=stated)
    assert metadata_of(head, url=f"https://riverpost.example{address}").date_published == published


def test_a_moment_stands_before_its_universal_day_in_the_address() -> None:
    top = "<time datetime='2021-05-03T23:30:00-05:00'>3 May</time>"
    metadata = metadata_of("", top, url="https://riverpost.example/2021-05-04/b")
    assert metadata.date_published == "2021-05-03T23:30:00-05:00"


@pytest.mark.parametrize(
    ("stated", "line", "published"),
    [
        ("2021-05-04T00:15:00Z", "May 3, 2021 8:15 PM", "2021-05-03T20:15:00-04:00"),
        ("2021-05-02T22:00:00Z", "3 May 2021", "2021-05-03"),
        ("2021-05-02T09:12:31Z", "3 May 2021", "2021-05-02T09:12:31+00:00"),
    ],
)
def test_a_day_in_universal_time_is_that_of_the_readers(stated: str, line: str, published: str) -> None:
    top = f"<p class='date'>{line}</p>"
    assert metadata_of(json_ld(datePublished=stated), top).date_published == published
