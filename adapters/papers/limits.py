"""What a file of a stranger may hold, so that opening it never takes the machine; not what a lender accepts."""

MOST_PIXELS = 120_000_000
"""Per image; cameras of telephones give 12 to 50 million as they are set."""

MOST_PAGES = 500
"""Per file, and per document that is put together."""

TELLS_PIXELS = "ten hoogste 120 megapixel / at most 120 megapixels"
TELLS_PAGES = "ten hoogste 500 pagina's / at most 500 pages"
TELLS_MEMORY = "een bestand dat uitgepakt in het geheugen past / a file that fits in memory when it is unpacked"
