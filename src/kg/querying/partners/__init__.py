"""Our build and the files of partners, asked together on one machine and without a server.

``file`` reads a partner's RDF: its graph is named by what it holds and how it is called, so that a query can tell whose a row is; ``voice``
refuses what would speak in our name; ``union`` holds both for as long as questions are asked. The build is only read.

**What a query sees.** Its default graph is the merge of all sources, each triple once. Each file is a named graph besides,
``arcp://ni,sha-256;HASH/NAME`` (draft-soilandreyes-arcp-03: a name made of the content, that relative IRIs can be resolved against), and
each named graph of a file is one, behind ``#``. Our graphs keep their names. Blank nodes of two files are never the same.

**What it costs.** All is copied into memory (into a temporary folder where the files are larger than 64 MB together). Beside the real build
(10 500 statements; 0.24 CPU s and 49 MB for a question of it alone): 81 statements of a partner 0.42 s and 58 MB, 72 681 statements 1.7 s
and 124 MB. A file's bytes are held while it is read.

**What grows.** With 9 900 observations asked over all states ``ours-only`` takes 0.2 CPU s, ``partner-only`` 0.3, ``partner-beside-ours``
and ``partner-contradictions`` 0.9 each; ``partner-acts-beside-ours`` 0.9 with 891 dates of acts besides. What is nearest, and what has a
counterpart, is found once for every state and year and joined, not searched for each value.
"""

from kg.querying.partners.file import Partner, found
from kg.querying.partners.union import Union, beside

__all__ = ["Partner", "Union", "beside", "found"]
