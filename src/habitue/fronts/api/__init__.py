"""The public API, version 1: what integrators and scripts rely on.

A request comes in by a token (`entry`), is read strictly (`bodies`, `forms`), acts once only
(`once`) and is answered with the whole object (`shown`) or a problem (`problems`).
"""
