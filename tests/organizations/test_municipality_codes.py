import pytest

from organizations.municipality_codes import is_municipality_code


@pytest.mark.parametrize("code", ["132021", "132039", "132152", "132209", "132233", "011002", "131016"])
def test_a_code_with_the_right_check_digit_is_known(code):
    assert is_municipality_code(code)


@pytest.mark.parametrize("code", ["", "13220", "132208", "1322090", "１３２２０９", "13220x"])
def test_any_other_text_is_no_code(code):
    assert not is_municipality_code(code)
