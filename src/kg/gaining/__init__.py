"""What linking gains a partner: which questions have answers that they had not, what contradicts, what has no counterpart, and why.

``given`` takes a partner's files: RDF as it is, tables through ``kg link`` under the mapping that lies beside them. ``asking`` puts every
question of the library to our build and to the union (:mod:`kg.querying.partners`) and compares the rows as bags. ``findings`` sorts the
answers of the partner's own questions into contradictions, what cannot be compared, and records without a counterpart; ``acts`` does the
same for dates of treaty acts; ``places`` tells where a record stands in the partner's file. ``gain`` is all of it; ``text``, ``page`` and
``structured`` write it.

**What is claimed.** A contradiction is a pair of numbers of one state, one year, one unit and one indicator (linked as exact or close),
each outside the interval of the other. All else that stands beside each other is listed as not comparable, with its reason. Nothing is
preferred, nothing is written into the build, and nothing leaves the machine.

A date of a treaty act is compared with our act of the same kind, and with the depositary's record as of its year (``acts``): other forms of
consent on other days, what lies within or after that year, and dates that are not those of the act are never contradictions.

Acts of ours, and records of the depositary, that a partner's files do not have are listed for the states and instruments that each file
itself names (``lacking``); an empty cell is no statement, and what is listed there is no contradiction. What is asked beside the questions
lies in ``queries/gain/`` (``inquiries``).

**What is not.** Our tables of acts are copies with their sources, and not the depositary's register of today.
"""

from kg.gaining.gain import Gain, gain

__all__ = ["Gain", "gain"]
