"""The columns of the list of touched checks, on the command line and as a download alike."""

COLUMNS = ("核查编号", "结论", "核查日期", "办理时间", "出具证明时间", "批次", "是否已被取代")
