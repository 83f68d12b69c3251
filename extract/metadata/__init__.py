"""What the page states about its article: one module a field, each an ordered cascade of candidates.

`evidence` gathers once what all of them read: the JSON-LD objects that tell of the page's own article, its
microdata, its meta tags by plain name, and where headline and body stand.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.article import Metadata
from extract.body.blocks import Layout
from extract.metadata.access import read_access
from extract.metadata.authors import read_authors
from extract.metadata.dates import read_dates
from extract.metadata.description import read_description
from extract.metadata.evidence import collect_evidence
from extract.metadata.images import read_images
from extract.metadata.keywords import read_keywords
from extract.metadata.language import choose_language, read_sample
from extract.metadata.page_type import read_page_type
from extract.metadata.section import read_section
from extract.metadata.site import read_site
from extract.metadata.title import Headline
from extract.page import Page


def read_metadata(page: Page, layout: Layout, headline: Headline, kept: Sequence[bool]) -> Metadata:
    """All fields of the page; `kept` tells for each block whether it is part of the body."""
    language = choose_language(page, read_sample(layout, headline.text, kept))
    evidence = collect_evidence(page, layout, headline, kept, language)
    site = read_site(evidence)
    dates = read_dates(evidence)
    authors = read_authors(evidence)
    return Metadata(
        url=site.url,
        canonical_url=site.canonical_url,
        site_name=site.name,
        language=language,
        page_type=read_page_type(evidence),
        authors=authors,
        date_published=dates.published,
        date_modified=dates.modified,
        description=read_description(evidence),
        section=read_section(evidence),
        keywords=read_keywords(evidence),
        is_free=read_access(evidence),
        images=read_images(evidence, authors),
    )
