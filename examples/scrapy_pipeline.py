"""A Scrapy pipeline that turns a page into its article. In the settings of your project:

ITEM_PIPELINES = {"scrapy_pipeline.ArticlePipeline": 300}

The spider yields {"url": response.url, "html": response.body}.
"""

from itemadapter import ItemAdapter
from scrapy.exceptions import DropItem

from extract import UnreadablePage, extract


class ArticlePipeline:
    """Puts title, body, metadata and extraction in the place of the page; drops what is no article."""

    def process_item(self, item, spider=None):
        page = ItemAdapter(item)
        try:
            article = extract(page["html"], url=page["url"])
        except UnreadablePage as error:
            raise DropItem(f"{page['url']}: {error}") from error
        if article.body is None:
            raise DropItem(f"{page['url']}: no article")
        return article.to_dict()
