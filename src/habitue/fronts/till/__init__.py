"""The till in the room: tables and items, whose bill it is, how it is paid.

A manager enrols the browser; a person taps a name and types a PIN; the bill stays when the
person changes. Every screen is a plain page first: forms post and pages answer, and htmx only
makes that smooth. Nothing here decides: views find, parse, act and answer.
"""
