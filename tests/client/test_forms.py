"""Forms as the service reads them."""

from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from credit_window_client.forms import PIECE_BYTES, Form, is_file

LARGE = b"\r\n--x" * PIECE_BYTES


def test_a_form_is_read_back_as_it_was_filled_in_and_can_be_sent_again(tmp_path):
    file = tmp_path / '名单 "1".csv'
    file.write_bytes(LARGE)
    form = Form({"purpose": "x", "purposes": ["a", "b"], "file": file, "scan": ("b.pdf", b"%PDF")})
    sent = b"".join(form)
    assert len(sent) == form.size
    assert b"".join(form) == sent
    environ = EnvironBuilder(method="POST", data=sent, content_type=form.content_type).get_environ()
    read = Request(environ)
    read.max_form_memory_size = None
    assert read.form["purpose"] == "x"
    assert read.form.getlist("purposes") == ["a", "b"]
    assert read.files["file"].read() == LARGE
    assert read.files["file"].filename.startswith("名单")
    assert (read.files["scan"].filename, read.files["scan"].read()) == ("b.pdf", b"%PDF")
    read.close()


def test_texts_in_a_tuple_are_no_file():
    assert [is_file(value) for value in (("a", "b"), ("a", b"b"), ["a"], "a", ("a", "b", "c"))] == [
        False, True, False, False, False,
    ]  # fmt: skip
