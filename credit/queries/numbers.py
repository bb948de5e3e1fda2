"""Numbers of calls (`CX…`, 查询) and of authorisations (`SQ…`, 授权): see `service.numbers`."""

from service.numbers import Numbers

QUERIES = Numbers("CX")
AUTHORISATIONS = Numbers("SQ")
