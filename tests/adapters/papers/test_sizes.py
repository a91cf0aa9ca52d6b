from adapters.papers.sizes import too_large

MEGABYTE = 1024 * 1024


def test_a_size_is_rounded_up_and_a_limit_down_so_that_they_never_look_equal():
    refused = too_large(10 * MEGABYTE + 1, 10 * MEGABYTE, [5 * MEGABYTE, 6 * MEGABYTE, 1, 2])
    assert "is 10,1 MB; toegestaan is 10,0 MB" in refused.nl
    assert "is 10.1 MB; 10.0 MB is allowed" in refused.en


def test_the_three_heaviest_pages_are_named_heaviest_first():
    refused = too_large(100, 10, [3, 9, 9, 1])
    assert refused.path == "2, 3, 1"
