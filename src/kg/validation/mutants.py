"""The operators of ``kg validate --mutate``: how data are broken to see whether shapes notice. Fixed before any figure was taken.

Every mutant is one small change: a few triples taken away, a few added. Only triples of the data's own that the context does not repeat are
changed, and only those of subjects that some shape looks at. Which terms are units, scales, classes and their kin is read from data,
vocabulary and shapes; nothing is named here but properties of RDF, RDFS, OWL, SKOS and SHACL. "The next" is the next in the order of names,
the first after the last, so that the same data give the same mutants. A mutant that would change nothing is not made.

==================  ==================================================================================================================
drop                one triple is taken away (each triple once)
duplicate           a property that has one value on each of its subjects (one a language) gets a second: the next value of the property
                    that is of the same kind (IRI, datatype, language) and stands on a subject of a shared class, then on any; where there
                    is none, the number plus one, the text with " 2" at its end, or the next subject of the data. Not rdf:type
retype              a literal becomes an IRI; a literal without language gets another datatype (xsd:string, and xsd:anyURI in its place);
                    an IRI becomes a string; rdf:type names a sibling instead: each other subclass of the same class, or the next class
                    that data use where there is none
out of scale        a member of a closed list (it has skos:inScheme) is replaced by one of each other list, the first that shares a class with
                    it, else the first of the next list; a number becomes negative, a whole number gets a fraction, any number grows a
                    thousand million times; a day or year becomes one of the year 9999
wrong language      the language tag of a literal becomes the next tag that data use; the tag is taken away
wrong link          an IRI (not that of rdf:type) is replaced by the first resource of the next class that shares none with it; one that names
                    a resource of the data's own, or a passage of one, also by the next resource, or passage, of the same class
wrong unit          where a shape wants a class whose name ends in Unit, the unit is replaced by each unit of another kind: those of no shared
                    subclass; a unit that is of no subclass is replaced by every other
swapped operands    values of two properties that a shape or the ontology orders or pairs (sh:lessThan, sh:lessThanOrEquals; names with "lower"
                    and "upper", "Start" and "End", "earliest" and "latest"; two links of one subject that shapes want of the same class) change
                    places; a link between two resources of one class (not an owl:SymmetricProperty) is turned round; two resources of one
                    class that are linked, or are observations of which one's kind is a component of the other's, exchange each number that both
                    have; start and end of a passage (``/3-7``) change places
==================  ==================================================================================================================
"""
