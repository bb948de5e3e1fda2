"""The gallery application and browsers of it."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.service.web.gallery import build_gallery, write_english


@pytest.fixture(scope="session")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_english(tmp_path_factory.mktemp("translations"))


@pytest.fixture(scope="session")
def gallery(english: Path) -> Flask:
    return build_gallery(english)


@pytest.fixture
def visitor(gallery: Flask) -> FlaskClient:
    """A browser that is not signed in."""
    return gallery.test_client()


@pytest.fixture
def clerk(gallery: Flask) -> FlaskClient:
    """A browser in which the clerk is signed in."""
    client = gallery.test_client()
    client.set_cookie("as", "clerk")
    return client
