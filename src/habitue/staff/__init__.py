"""Who works here and what they may do.

A Login is how someone got in and belongs to the installation; a StaffMember is who acts in one
house, in a Role that is a table of rights. A Token lets a program act as a staff member; an
enrolled Device lets staff act at a till with their PIN.
"""
