"""The business itself: the House (the tenant), its Venues and Tills, its currency and rules.

Every row of every higher room carries its house. `scope` says whose rows may be seen now,
`tenancy` and `schema` make the database hold to it. Nothing here knows customers or money.
"""
