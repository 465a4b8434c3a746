import pytest
from xinqiao.domains.portal.tests.test_workbench import *
def test_q(place, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    for number in range(3): draft(place, title=f"第{number}篇")
    for d in ("contributor","editor"):
        c=as_(place,d); c.get("/manage/articles/?period=30")
        with CaptureQueriesContext(connection) as q: c.get("/manage/articles/?period=30")
        for x in q: print(x["sql"][:260]); print()
        print("=====")
