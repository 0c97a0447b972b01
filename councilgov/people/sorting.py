"""By what people are sorted in lists, as the database works it out."""

from councilgov.forms.names import HONOURS

SORTS_AS = r"""
    lower(regexp_replace(normalize(
        regexp_replace(regexp_replace(btrim(%(expressions)s),
        '^(\S+?\s+?\S.*?)([\s,]+(HONOURS)[.,]*)+$', '\1', 'i'), '^(.*)\s(\S+)$', '\2 \1'), NFD
    ), '[\u0300-\u036f]', '', 'g'))
""".replace("HONOURS", "|".join(sorted(HONOURS)))
"""The last word of a name first, without honours, capitals and accents: "gunduz oya" for "Oya
Gündüz MBE". What is left of a name has two words, as on the signature page: "Jane Mp" is whole."""
