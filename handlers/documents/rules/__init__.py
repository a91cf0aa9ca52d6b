"""The rules of documents, all of them pure.

`deliveries`: what went to the lender and its answers; `answers`: what those mean; `attachments`: files as they are
handed in; `stukken`: where a line stands and what goes out; `uploads`: files on their way to us.
"""
