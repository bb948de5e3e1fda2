"""Memory does not grow with the file."""

import gc
import tracemalloc

import pytest

from service.tabular import append_columns, open_table, write_csv, write_xlsx

GROWTH_BYTES_MAX = 512 * 1024


def peak_bytes(folder, write, name: str, count: int) -> int:
    sent, target = folder / name, folder / f"out-{name}"
    rows = ([str(at), f"张三{at}", "330106199001011230"] for at in range(count))
    results = ((at, ["通过"]) for at in range(2, count + 2))
    gc.collect()
    tracemalloc.start()
    write(sent, ["序号", "姓名", "号码"], rows)
    append_columns(open_table(sent, name), target, ["结果"], results)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


@pytest.mark.parametrize(("write", "name"), [(write_csv, "a.csv"), (write_xlsx, "a.xlsx")])
def test_ten_times_the_rows_take_the_same_memory(tmp_path, write, name):
    small = peak_bytes(tmp_path, write, name, 2_000)
    large = peak_bytes(tmp_path, write, name, 20_000)
    assert large - small < GROWTH_BYTES_MAX
