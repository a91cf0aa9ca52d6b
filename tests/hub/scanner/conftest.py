import pytest

from hub.scanning import open_scanner


@pytest.fixture(params=["builtin", "clamd"])
def scanner(request):
    """Each scanner in turn."""
    if request.param == "builtin":
        return open_scanner("builtin://")
    return open_scanner(request.getfixturevalue("clamd").url)
