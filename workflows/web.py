"""Templates, static files and words of the pages of cases."""

from flask import Blueprint

blueprint = Blueprint("workflows_web", __name__, template_folder="templates")
