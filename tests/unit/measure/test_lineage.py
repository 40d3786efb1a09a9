"""The file of rows is read back while it is written, and is whole at its end."""

import io
import json

from sparbar.measure.lineage import Lineage


def test_rows_can_be_asked_for_between_two_facts():
    stream = io.BytesIO()
    lineage = Lineage(stream)
    lineage.add("a[kon=kvinna]", {"prov": "5-9,12"})
    lineage.add("b", {"prov": "", "orter@förr": "2"})
    assert lineage.rows("b") == {"prov": "", "orter@förr": "2"}
    assert lineage.rows("a[kon=kvinna]") == {"prov": "5-9,12"}
    assert lineage.rows("andel") == {}
    lineage.add("c", {"prov": "7"})
    lineage.close()
    assert json.loads(stream.getvalue()) == {
        "schema": "sparbar.lineage/1",
        "facts": {
            "a[kon=kvinna]": {"prov": "5-9,12"},
            "b": {"prov": "", "orter@förr": "2"},
            "c": {"prov": "7"},
        },
    }


def test_without_facts_it_is_whole_too():
    stream = io.BytesIO()
    Lineage(stream).close()
    assert json.loads(stream.getvalue()) == {"schema": "sparbar.lineage/1", "facts": {}}
