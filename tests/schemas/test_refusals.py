from schemas import refusals


def test_no_slug_has_sentences_in_two_places():
    assert sum(len(subject.SENTENCES) for subject in refusals._SUBJECTS) == len(refusals.SENTENCES)
