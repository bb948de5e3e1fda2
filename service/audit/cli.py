"""Commands over the audit trail: verify, seal, parts, prove, check a proof."""

import json
from datetime import datetime
from pathlib import Path
from uuid import UUID

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask.cli import AppGroup

from service import signing
from service.audit import parts, sealing
from service.audit.findings import Report, TrailReport
from service.audit.jobs import seal_all  # the import registers the job
from service.audit.months import month_from
from service.audit.proof import check_proof, make_proof
from service.audit.trails import TRAILS
from service.audit.verify import verify
from service.cli_shell import fail, refusals

audit = AppGroup("audit", help="The audit trail and the query log.")

__all__ = ["audit", "seal_all"]


def _counts(trail: TrailReport) -> str:
    head = "无" if trail.head is None else str(trail.head)
    return (
        f"{trail.trail}: 区块 {trail.blocks}，其中已到期清退 {trail.retired}"
        f"（库外已公布至 {head}）"
        f"\n  记录 {trail.entries} = 完好 {trail.intact} + 改动 {trail.altered}"
        f" + 未封存 {trail.unsealed}"
        f"\n  封存位置 {trail.leaves} = 完好 {trail.intact} + 改动 {trail.altered}"
        f" + 记录已删除 {trail.removed}"
        f"\n  未封存 {trail.unsealed} = 等待封存 {trail.waiting} + 异常 {trail.stray}"
    )


def _show(report: Report) -> None:
    for trail in report.trails:
        click.echo(_counts(trail))
        for finding in trail.findings:
            click.echo(f"  ! {finding.kind.value}: {finding.sentence}")
        unlisted = trail.findings_count - len(trail.findings)
        if unlisted:
            click.echo(f"  ! 另有 {unlisted} 处未列出")


@audit.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--trail", type=click.Choice(list(TRAILS)), help="Check one trail only.")
@click.option("--block", type=click.IntRange(min=1), help="Check one block only; needs --trail.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Check one day's entries only.")
@refusals
def verify_command(
    as_json: bool, trail: str | None, block: int | None, day: datetime | None
) -> None:
    """Find what was altered, removed or inserted behind the service's back."""
    if block is not None and (trail is None or day is not None):
        raise click.UsageError("--block needs --trail and goes without --day")
    try:
        report = verify([trail] if trail else TRAILS, block, day=day.date() if day else None)
    except signing.UnreadableKey as fault:
        fail(str(fault))
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        _show(report)
    if not report.is_clean:
        fail(f"核验未通过：{sum(trail.findings_count for trail in report.trails)} 处异常。")


@audit.command("seal")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@refusals
def seal_command(as_json: bool) -> None:
    """Seal what waits in signed blocks now."""
    made = {name: sealing.seal(name) for name in TRAILS}
    if as_json:
        click.echo(json.dumps(made))
    else:
        for name, count in made.items():
            click.echo(f"{name}: 新增区块 {count}")


@audit.command("parts")
@click.option("--keep", is_flag=True, help="Make and remove what is due first, as the job does.")
@refusals
def parts_command(keep: bool) -> None:
    """List the parts by month of both trails' tables."""
    if keep:
        parts.keep()
        parts.remove_retired()
    for state in parts.states():
        for part in state.parts:
            begin, end = (
                month_from(bound).isoformat() if bound else "…" for bound in (part.low, part.high)
            )
            filled = "，有记录" if part.is_rest and state.in_rest else ""
            span = f"默认分区{filled}" if part.is_rest else f"{begin} 至 {end}（不含）"
            click.echo(f"{part.name}: {span}")


@audit.command("proof")
@click.argument("entry_id", type=click.UUID)
@refusals
def proof_command(entry_id: UUID) -> None:
    """Print the proof, as JSON, that an entry is in a sealed block."""
    click.echo(json.dumps(make_proof(entry_id), ensure_ascii=False, indent=2))


@audit.command("check-proof")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="PEM file of the public key to trust; by default the office's own.",
)
@refusals
def check_proof_command(file: Path, key: Path | None) -> None:
    """Check a proof with the public key alone; the database is not asked."""
    try:
        proof = json.loads(file.read_text("utf-8"))
        trusted = signing.load_public_key(key.read_text("ascii")) if key else _own_key(proof)
    except ValueError:
        fail("文件不是证明，或密钥文件不是 Ed25519 公钥。")
    if not check_proof(proof, trusted):
        fail("证明不成立。")
    click.echo("证明成立：记录在签名的区块之中，未被改动。")


def _own_key(proof: object) -> Ed25519PublicKey:
    block = proof.get("block") if isinstance(proof, dict) else None
    key_id = block.get("key_id") if isinstance(block, dict) else None
    return signing.trusted_keys().get(str(key_id)) or signing.public_key()


@audit.command("public-key")
def public_key_command() -> None:
    """Print the public key that blocks and certificates are signed with, as PEM."""
    click.echo(signing.public_key_pem(), nl=False)
