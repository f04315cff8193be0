"""A page as read: tree, metadata, and blocks with one label each."""

from newsharvest.page.model import Page, PageBlock, PageImage, PageLink
from newsharvest.page.reading import read_html, read_plain

__all__ = ["Page", "PageBlock", "PageImage", "PageLink", "read_html", "read_plain"]
