"""The fronts: what people and programs touch. Side by side, over `ui`.

A front finds, parses, calls an action of a room below and answers. It decides nothing about
money or people: a view that could not also be an API endpoint hides a rule.
"""
