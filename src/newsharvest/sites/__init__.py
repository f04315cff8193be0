"""Where a site prints a field, as data: one TOML file per domain in this folder, found by its name.

A file ``gazette.example.toml`` looks like this; every field is optional, and none is needed for a site to be read::

    domain = "gazette.example"

    [where]
    title = "//h1[@class='headline']"
    published = "//time/@datetime"
    body = ["//div[@id='story']", "//article"]
    ignore = "//div[@class='promo']"
"""

from newsharvest.sites.rule import SiteRule, read_rule, rule_for, shipped_rules

__all__ = ["SiteRule", "read_rule", "rule_for", "shipped_rules"]
