"""The office's own work: editing, firms gone after, projects, forms, goals and the monthly round.

Functions here are pure over records: they give changes to write, and tables of what stands;
they know no page, no file and no Chinese sentence.
"""
