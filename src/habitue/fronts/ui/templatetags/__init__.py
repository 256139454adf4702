"""`{% load ui %}`: the one library of tags."""
