"""Importing: a spreadsheet is read, its columns mapped, all of it checked, looked at, then applied.

Every app that takes rows in declares an ``Importable``; the pages and the job are the same for all.
"""
