"""What touches a person in every room: archiving, restoring and erasing.

One routine for the screen, the API, the command and bulk, so that they cannot differ.
"""
