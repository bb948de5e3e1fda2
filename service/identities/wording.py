"""The words of identities."""

from collections.abc import Mapping

from service.identities.kin import Relation
from service.identities.models import Standing
from service.messages import Message, msg

STANDINGS: Mapping[str, Message] = {
    Standing.own: msg("个人账号"),
    Standing.staff: msg("工作人员"),
}
RELATIONS: Mapping[str, Message] = {
    Relation.spouse: msg("配偶"),
    Relation.parent: msg("父母"),
    Relation.child: msg("子女"),
    Relation.sibling: msg("兄弟姐妹"),
    Relation.grandparent: msg("祖父母、外祖父母"),
    Relation.grandchild: msg("孙子女、外孙子女"),
}
