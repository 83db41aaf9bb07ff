"""A partner's table becomes linked data: read, its columns recognised, a mapping proposed, rows resolved, written and checked.

``row`` and the readers (``delimited``, ``workbook``, ``records``, ``graphs`` behind ``source``) give rows of text with their places;
``encoding`` and ``heading`` say how a file is written; ``recognition`` and ``proposal`` say what the columns are; ``mapping`` is what was
decided, ``metadata`` and ``correction`` write and read it as CSVW; ``number``, ``period`` and ``naming`` read cells; ``outcome`` judges
rows; ``keys`` finds what stands twice; ``cube``, ``links`` and ``remainder`` write; ``integrity`` checks; ``run`` is all of it, ``account``
says what came of it. Words, markers and sentences: ``ontology/tables``. Nothing here opens a connection.
"""
