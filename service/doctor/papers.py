"""Whether papers can be drawn and signed so that others can verify them."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from service import clock, signing
from service.audit.models import AuditBlock
from service.database import db
from service.doctor.registry import Finding, Kind
from service.messages import msg
from service.papers.drawing import draw

TRIAL = Path(__file__).with_name("trial.typ")
_PDF = b"%PDF-"


def look_at_drawing() -> Iterator[Finding]:
    """Draw a page with Chinese text."""
    label = msg("文书排版")
    page = draw(TRIAL, {"text": "信用专窗 Credit Window"}, clock.now())
    if page.startswith(_PDF):
        yield Finding(label, Kind.ok, msg("字体和模板可用"))
    else:
        yield Finding(
            label, Kind.bad, msg("排版结果不是 PDF"), msg("运行 make setup 重新安装依赖。")
        )


def look_at_signing() -> Iterator[Finding]:
    """The key signs, its published half verifies, and so do those of what was signed before."""
    label = msg("签名密钥")
    trial = b"credit-window doctor"
    if not signing.verify(trial, signing.sign(trial), signing.public_key()):
        yield Finding(
            label, Kind.bad, msg("签名与公布的公钥不符"), msg("检查 CREDIT_SIGNING_KEY。")
        )
        return
    try:
        trusted = signing.trusted_keys()
    except signing.UnreadableKey as fault:
        yield Finding(
            label,
            Kind.bad,
            msg("公钥文件 {path} 读不出来，日志和文书都无法核验", path=fault.path),
            msg("换成 PEM 格式的 Ed25519 公钥，或移走这个文件。"),
        )
        return
    used = db.session.scalars(select(AuditBlock.key_id).distinct()).all()
    lost = sorted(set(used) - set(trusted))
    if lost:
        yield Finding(
            label,
            Kind.bad,
            msg("以前用过的公钥 {keys} 没有公布，用它签的证明无法核验", keys=", ".join(lost)),
            msg("把旧公钥的 PEM 文件放进数据目录的 public-keys 文件夹。"),
        )
    else:
        told = msg("与公布的公钥一致（{key}）", key=signing.key_id())
        yield Finding(label, Kind.ok, told)
