import pytest

pytest.register_assert_rewrite("tests.browser.helpers")  # else its failures say nothing
