"""Permission to contact somebody in a way of their own, checked and kept fresh (Barnet policy).

It is a courtesy and a check of the address, and no lawful basis: councils rely on their public
task (UK GDPR Article 6(1)(e)). So nothing here is called consent but the folder.
"""
