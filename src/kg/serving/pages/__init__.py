"""Pages for people: the frame that every page of the site stands in, and the pages of a release.

``frame`` draws a template inside the site: navigation, languages, footer, one style, its policy. The other modules own a page each.
"""
