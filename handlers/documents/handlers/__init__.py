"""The handlers of documents, by what they handle.

`deliveries`: what went to the lender and its answers; `attachments`: files as they are handed in, scanned and judged;
`stukken`: the document of a line, who delivers it, and how it stands; `sending`: to the lender.
"""
