import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, ValidationError, fields, validate
from werkzeug.datastructures import MultiDict

from service.messages import msg
from service.problems import FieldError, InvalidInput
from service.web.field_messages import explain
from service.web.forms import Form, read_form


class PersonSchema(Schema):
    name = fields.String(required=True, validate=validate.Length(max=4))
    age = fields.Integer()


class VisitSchema(Schema):
    person = fields.Nested(PersonSchema, required=True)
    kinds = fields.List(fields.String())
    password = fields.String(load_only=True)


def typed(**values: object) -> MultiDict:
    return MultiDict({name.replace("__", "."): value for name, value in values.items()})


def test_a_good_form_is_read_into_groups_and_lists():
    form, data = read_form(VisitSchema(), typed(person__name=" 王晓 ", kinds=["a", "b"]), {})
    assert data == {"person": {"name": "王晓"}, "kinds": ["a", "b"]}
    assert form.valid


def test_a_field_left_empty_counts_as_not_given():
    form, data = read_form(VisitSchema(), typed(person__name="  ", person__age=""), {})
    assert data is None
    assert form.errors == {"person.name": [msg("请填写此项。")]}


def test_a_password_keeps_its_blanks():
    _, data = read_form(VisitSchema(), typed(person__name="甲", password=" a b "), {})
    assert data["password"] == " a b "


def test_what_was_typed_stays_when_the_form_is_refused():
    form, data = read_form(VisitSchema(), typed(person__name="王晓明和李文", person__age="十"), {})
    assert data is None
    assert form.value("person.name") == "王晓明和李文"
    assert form.value("person.age") == "十"
    assert [str(message) for message in form.errors_of("person.name")] == ["最多填写 4 个字符。"]
    assert [str(message) for message in form.errors_of("person.age")] == ["请填写整数。"]
    assert form.first_invalid == "person.name"


def test_the_form_token_is_no_field():
    form, data = read_form(VisitSchema(), typed(person__name="甲", csrf_token="x"), {})
    assert data == {"person": {"name": "甲"}}
    assert "csrf_token" not in form.values


def test_a_field_named_like_a_group_is_a_fault_not_a_crash():
    _, data = read_form(VisitSchema(), MultiDict([("person", "x"), ("person.name", "甲")]), {})
    assert data is None


def test_a_text_in_the_place_of_a_file_is_no_file(app):
    class Upload(Schema):
        file = fields.Raw(required=True)

    form, data = read_form(Upload(), MultiDict({"file": "x"}), {})
    assert data is None
    assert [str(one) for one in form.errors_of("file")]


def test_what_the_schema_does_not_know_is_left_out():
    many = {"person.name": "甲", "next": "/", "person.next": "/", "name.x.y": "/"}
    _, data = read_form(VisitSchema(), MultiDict(many), {"file": None})
    assert data == {"person": {"name": "甲"}}


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=30), max_size=6))
def test_any_form_is_read_or_refused(values):
    form, data = read_form(VisitSchema(), MultiDict(values), {})
    assert (data is None) == (not form.valid)


def test_a_refusal_is_shown_beside_its_fields():
    problem = InvalidInput(
        msg("有误。"),
        errors=[
            FieldError("name", "bad", msg("不对。"), msg("请改正。")),
            FieldError("file", "bad", msg("缺列。"), row=3),
        ],
    )
    form = Form(typed(name="甲")).refused(problem)
    assert form.value("name") == "甲"
    assert [str(message) for message in form.errors_of("name")] == ["不对。", "请改正。"]
    assert [str(message) for message in form.errors_of("file")] == ["第 3 行：缺列。"]
    assert str(form.detail) == "有误。"
    assert not form.valid


def test_a_blank_form_holds_suggestions():
    form = Form.blank(purpose="school", note=None, kinds=["a", "b"])
    assert form.chosen("purpose", "school")
    assert form.chosen("kinds", "b")
    assert form.value("note", "—") == "—"
    assert form.valid


def test_what_was_typed_is_not_in_the_repr():
    assert "33010619900101" not in repr(Form.blank(id_number="33010619900101"))


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Missing data for required field.", "请填写此项。"),
        ("Length must be between 2 and 5.", "请填写 2 至 5 个字符。"),
        (
            "Must be greater than or equal to 0.01 and less than or equal to 5.",
            "应在 0.01 至 5 之间。",
        ),
        ("Must be greater than or equal to 0.", "不能小于 0。"),
        ("Must be one of: a, b.", "请从以下各项中选择：a, b。"),
        ("Not a valid date.", "请填写日期，例如 2026-03-25。"),
        ("自己的话 {不变} 100%。", "自己的话 {不变} 100%。"),
    ],
)
def test_library_sentences_become_ours(english, chinese):
    assert str(explain(english)) == chinese


@pytest.mark.parametrize("low", [True, False])
@pytest.mark.parametrize("high", [True, False])
def test_every_sentence_of_a_range_is_known(low, high):
    both = validate.Range(min=0, min_inclusive=low, max=5, max_inclusive=high)
    for bounds in (both, validate.Range(min=0, min_inclusive=low)):
        with pytest.raises(ValidationError) as refused:
            bounds(-1)
        (english,) = refused.value.messages
        said = explain(english)
        assert str(said) != english
        assert said.params["min"] == "0"


def test_every_default_sentence_of_marshmallow_fields_is_known():
    kinds = (fields.String, fields.Integer, fields.Float, fields.Boolean, fields.Date,
             fields.DateTime, fields.Email, fields.Url, fields.UUID, fields.List)  # fmt: skip
    for kind in kinds:
        for text in (
            kind(fields.String()).error_messages.values()
            if kind is fields.List
            else kind().error_messages.values()
        ):
            if "{" not in text:
                assert str(explain(text)) != text, text


def test_faults_are_tied_to_their_inputs(clerk: FlaskClient):
    answer = clerk.post("/gallery/form", data={"subject.name": "", "subject.id_number": "1 < 2"})
    page = answer.text
    assert answer.status_code == 422
    assert 'aria-describedby="field-subject-name-error"' in page
    assert 'id="field-subject-name-error"' in page
    assert 'value="1 &lt; 2"' in page
    assert page.count(" autofocus") == 1
    assert '<a href="#field-subject-name">姓名或名称：请填写此项。</a>' in page


def test_faults_follow_the_language(clerk: FlaskClient):
    assert "Fill in this field." in clerk.post("/gallery/form?lang=en", data={"purpose": ""}).text


def test_a_password_is_never_sent_back(gallery: Flask):
    typed = {"name": "clerk", "password": "geheim"}
    page = gallery.test_client().post("/sign-in", data=typed).text
    assert 'value="clerk"' in page
    assert "geheim" not in page
