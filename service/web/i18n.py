"""Languages: Chinese is the source text and the default, English comes from the catalogues.

The language of a request is what `?lang=` says (and is remembered in the session),
else what the session remembers, else what the browser prefers.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from babel import Locale
from flask import Flask, current_app, g, has_request_context, request, session
from flask_babel import Babel, force_locale, get_locale, get_translations
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from service.messages import Message
from service.settings import REPOSITORY

CHINESE = "zh_Hans"
ENGLISH = "en"
LANGUAGES = {CHINESE: "中文", ENGLISH: "English"}
SESSION_KEY = "lang"
QUERY_KEY = "lang"
LOOK_UPS = "catalogue_look_ups"
"""Where the application keeps how a text is found, by language; each catalogue is read once."""
PACKAGES = ("service", "credit", "workflows", "scoring")
_FOUND = "text_look_up"
"""Where a request keeps how its texts are found."""
_BY_TAG = {"zh": CHINESE, "zh_hans": CHINESE, "zh_cn": CHINESE, "en": ENGLISH}


def language_named(tag: str) -> str | None:
    """The language a tag such as `zh-CN` or `en` means here, or None."""
    return _BY_TAG.get(tag.strip().lower().replace("-", "_"))


def choose_language() -> str:
    """The language of this request; Chinese outside requests."""
    if not has_request_context():
        return CHINESE
    asked = language_named(request.args.get(QUERY_KEY, ""))
    if asked:
        return asked
    remembered = session.get(SESSION_KEY)
    if remembered in LANGUAGES:
        return str(remembered)
    for tag, quality in request.accept_languages:
        language = language_named(tag) or language_named(tag.split("-")[0])
        if language and quality > 0:
            return language
    return CHINESE


def language() -> str:
    """The language in use: `zh_Hans` or `en`."""
    locale: Locale | None = get_locale()
    return ENGLISH if locale is not None and locale.language == "en" else CHINESE


def language_tag() -> str:
    """The language in use as HTML wants it: `zh-Hans` or `en`."""
    return language().replace("_", "-")


def render(message: Message | str) -> str:
    """The sentence in the reader's language; plain text is looked up as it stands."""
    if isinstance(message, Message):
        return message.render(_translate)
    return _translate(message)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Within it texts are in this language, whoever reads; `force_locale` alone is not enough."""
    g.pop(_FOUND, None)
    try:
        with force_locale(code):
            yield
    finally:
        g.pop(_FOUND, None)


def _translate(text: str) -> str:
    """The text in the reader's language, as `flask_babel.gettext`: a page asks a thousand times.

    What is looked up anew for every text there is found once a request here.
    """
    if not text:  # the catalogue's entry for "" is its own header, not a translation
        return text
    try:
        look_up: Callable[[str], str] = g.text_look_up
    except (AttributeError, RuntimeError):  # not found yet; nobody is asked outside the service
        look_up = _look_up()
    return look_up(text)


def _look_up() -> Callable[[str], str]:
    """How a text is found in the reader's language, for the rest of the request."""
    locale: Locale | None = get_locale()
    if locale is None:
        return str
    look_ups: dict[Locale, Callable[[str], str]] = current_app.extensions[LOOK_UPS]
    found = look_ups.get(locale)
    if found is None:
        found = look_ups[locale] = get_translations().ugettext
    g.text_look_up = found
    return found


@pass_eval_context
def _told(context: EvalContext, text: str, /, **values: object) -> str:
    """What templates call `_`: as the newstyle `gettext` of Jinja, `%` always begins a place."""
    told: str = Markup(_translate(text)) if context.autoescape else _translate(text)  # noqa: S704
    return told % values if "%" in told else told


def translation_folders(root: Path = REPOSITORY) -> list[Path]:
    """The catalogues' folders that exist, one a package."""
    folders = (root / package / "translations" for package in PACKAGES)
    return [folder for folder in folders if folder.is_dir()]


def init_languages(app: Flask) -> None:
    """Set up Flask-Babel over the catalogues of all packages and remember `?lang=`."""
    folders = app.config.setdefault(
        "BABEL_TRANSLATION_DIRECTORIES",
        ";".join(map(str, translation_folders())) or "translations",
    )
    Babel(
        app,
        default_locale=CHINESE,
        default_timezone="Asia/Shanghai",
        default_translation_directories=folders,
        locale_selector=choose_language,
    )
    app.extensions[LOOK_UPS] = {}
    app.jinja_env.globals["_"] = _told

    def remember_language() -> None:
        if QUERY_KEY in request.args and request.endpoint != "web.static":
            asked = language_named(request.args[QUERY_KEY])
            if asked and session.get(SESSION_KEY) != asked:
                session[SESSION_KEY] = asked

    app.before_request(remember_language)
