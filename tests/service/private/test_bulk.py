"""Sealing and indexing in bulk give what the single functions give."""

from flask import Flask

from service.private import blind_index, unseal
from service.private.bulk import indexer, seal_all, sealer
from service.private.cipher import header_of
from service.private.keyring import NONCE_BYTES


def test_what_is_sealed_in_bulk_is_unsealed_as_any_other(app: Flask):
    seal = sealer()
    sealed = [seal(text) for text in ("330106198505170010", "", "张三")]
    assert [unseal(one) for one in sealed] == ["330106198505170010", "", "张三"]
    assert seal("同") != seal("同")
    texts = ["330106198505170010", "", "张三", "张三"]
    assert [unseal(one) for one in seal_all(texts)] == texts


def test_every_text_of_a_block_has_a_nonce_of_its_own(app: Flask):
    sealed = seal_all(["同"] * 500)
    begins = len(header_of(1))
    assert len({one[begins : begins + NONCE_BYTES] for one in sealed}) == 500
    assert seal_all([]) == []


def test_an_index_made_in_bulk_is_the_same_digest(app: Flask):
    assert indexer()("resident_id", "330106") == blind_index("resident_id", "330106")
