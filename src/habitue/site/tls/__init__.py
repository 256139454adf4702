"""HTTPS in the room: an authority of this house's own, a certificate for this machine, and the
page that shows each kind of phone how to trust it.

`authority` makes and signs, `keeping` holds the files and renews, `plain` answers where nothing is
trusted yet, `views` is the page.
"""
