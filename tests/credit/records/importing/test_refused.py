"""Refused rows are downloaded, corrected and imported again as they are."""

import csv
import io

from credit.records.importing.ordinals import ORDINAL_HEADER
from credit.records.importing.refused import ADDED_HEADERS, write_refused
from tests.credit.records.importing.conftest import counts
from tests.factories.records import PenaltyRow, csv_of, read_csv


def download(row, tmp_path) -> bytes:
    target = tmp_path / "refused.csv"
    write_refused(target, row, str)
    return target.read_bytes()


def test_the_download_has_the_columns_of_the_file_and_what_is_wrong(importer, tmp_path):
    rows = [PenaltyRow(), PenaltyRow(CF_WSH="", CF_JDRQ="")]
    [told] = read_csv(download(importer.bring_in(rows), tmp_path))
    assert list(told) == [*rows[0], *ADDED_HEADERS]
    assert told["CF_XDR_MC"] == rows[1]["CF_XDR_MC"]
    assert told["原行号"] == "3"
    assert set(told["出错的列"].split("、")) == {"CF_WSH", "CF_JDRQ"}
    assert told["如何改正"]


def test_the_corrected_download_is_imported_as_it_is(importer, tmp_path):
    rows = [PenaltyRow(), PenaltyRow(CF_WSH="")]
    corrected = read_csv(download(importer.bring_in(rows), tmp_path))
    corrected[0]["CF_WSH"] = "杭西应急罚决字〔2026〕99999号"
    done = importer.bring_in(corrected)
    assert counts(done) == {"accepted": 1}
    assert done.notes == []


def test_refused_twice_the_download_has_the_added_columns_once(importer, tmp_path):
    first = download(importer.bring_in([PenaltyRow(), PenaltyRow(CF_WSH="")]), tmp_path)
    second = download(importer.bring_in(first), tmp_path)
    [header] = list(csv.reader(io.StringIO(second.decode("utf-8-sig"))))[:1]
    assert len(header) == len(set(header))
    assert read_csv(second)[0]["原行号"] == "2"


def test_formulas_are_made_inert_and_come_back_as_they_were(importer, tmp_path):
    row = PenaltyRow(CF_XDR_MC='=HYPERLINK("http://x")', CF_WSH="")
    content = download(importer.bring_in([row]), tmp_path)
    assert "'=HYPERLINK" in content.decode("utf-8-sig")
    corrected = read_csv(content)
    corrected[0]["CF_WSH"] = "杭西应急罚决字〔2026〕99998号"
    importer.bring_in(csv_of(corrected))
    assert importer.subjects()[0].name == '=HYPERLINK("http://x")'


def test_a_corrected_row_of_a_list_keyed_by_order_keeps_its_place(importer, tmp_path):
    """Two penalties of one party in one notice: only the first is refused, then corrected."""
    notice = {
        "当事人名称": "示例银行杭州分行", "当事人类型": "机构", "行政处罚内容": "罚款25万元",
        "处罚类型": "罚款", "罚款金额(元)": "250000", "作出决定机关": "杭州金融监管分局",
        "发布日期": "2026-04-10", "作出处罚决定的日期": "2026-04-01", "处罚决定书文号": "",
        "文档标题": "行政处罚信息公开表",
        "源链接": "https://www.example.cn/view.html?docId=1254220&itemId=4293",
    }  # fmt: skip
    bad = notice | {"行政处罚内容": "不予行政处罚", "处罚类型": "", "罚款金额(元)": ""}
    good = notice | {"行政处罚内容": "罚款30万元", "罚款金额(元)": "300000"}
    first = importer.bring_in([bad, good], feed="nfra-penalty")
    assert (first.refused, first.done) == (1, 2)
    corrected = read_csv(download(first, tmp_path))
    assert corrected[0][ORDINAL_HEADER] == "1"
    corrected[0] |= {"行政处罚内容": "罚款25万元", "处罚类型": "罚款", "罚款金额(元)": "250000"}
    importer.bring_in(corrected, feed="nfra-penalty")
    assert sorted(str(one.fine) for one in importer.records()) == ["250000.00", "300000.00"]
