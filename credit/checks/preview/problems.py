"""What can be refused about a preview."""

from service.messages import msg
from service.problems import InvalidInput


class NoDraft(InvalidInput):
    """The file holds no table, or more than one, of the purpose asked for in this district."""

    code = "no-draft"
    title = msg("没有可试算的规则表")
