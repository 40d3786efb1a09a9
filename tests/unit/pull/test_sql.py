"""Pulling from a real PostgreSQL, which the tests start themselves."""

from __future__ import annotations

import datetime
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from sqlalchemy import create_engine

from sparbar.readers import open_extract
from tests.conftest import miss
from tests.unit.pull.case import NOON

PASSWORD = "hemlig-Sträng/7"
QUERY = "select place, number, share, day from visits order by place"
MORE = "  share: {header: share, type: decimal, scale: 3, label: Share}\n" + (
    "  day: {header: day, type: date, label: Day}\n"
    "pull: {kind: sql, url: '${VISITS_DB}', query: config/visits.sql}\n"
)


def find_program(name: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else shutil.which(name) or miss(f"no {name}: install postgresql")


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """The address of a database with one table, on this machine and gone afterwards."""
    initdb, postgres = find_program("initdb"), find_program("postgres")
    folder = Path(tempfile.mkdtemp(prefix="sparbar-pg-"))
    as_user: list[str] = []
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    subprocess.run(
        [*as_user, initdb, "-D", str(folder / "d"), "-U", "tester", "--auth=trust", "-E", "UTF8"],
        check=True,
        capture_output=True,
        cwd="/",
    )
    command = [postgres, "-D", str(folder / "d"), "-p", str(port), "-k", str(folder), "-h", "127.0.0.1"]
    with subprocess.Popen([*as_user, *command], cwd="/", stderr=subprocess.DEVNULL) as server:
        try:
            url = f"postgresql+psycopg://tester@127.0.0.1:{port}/postgres"
            fill(url)
            yield url
        finally:
            server.terminate()
    shutil.rmtree(folder, ignore_errors=True)


def fill(url: str) -> None:
    """Wait for the server, and make the table."""
    engine = create_engine(url)
    for _ in range(100):
        try:
            with engine.begin() as connection:
                connection.exec_driver_sql(
                    "create table visits (place text, number integer, share numeric(6,3), day date);"
                    "insert into visits values ('Väst', 4, 0.125, '2024-05-01'), ('Öst', null, null, null),"
                    "('Norr', 3, 12.500, '2024-05-02')"
                )
            engine.dispose()
            return
        except Exception:
            time.sleep(0.1)
    pytest.fail("PostgreSQL did not start")


@pytest.fixture
def asking(case, database, monkeypatch):
    monkeypatch.setenv("VISITS_DB", database)
    (case.root / "config" / "visits.sql").write_text(QUERY, encoding="utf-8")
    return case.contract(MORE.replace("required", "required"), "parquet", "parquet")


def test_the_rows_of_a_query_become_parquet_with_the_query_in_it(asking):
    text = (asking.root / "config/sources/visits.yaml").read_text()
    text = text.replace("label: Number, required: true", "label: Number")
    (asking.root / "config/sources/visits.yaml").write_text(text)
    outcome = asking.pull()
    assert outcome.state == "new", outcome.refused or outcome.failed
    (path,) = asking.project.layout.extract("visits", "2024-06-01").iterdir()
    rows = [cells for _, cells in open_extract(path, asking.project.sources["visits"]).rows()]
    assert sorted(rows) == [
        ("Norr", 3, "12.500", datetime.date(2024, 5, 2)),
        ("Väst", 4, "0.125", datetime.date(2024, 5, 1)),
        ("Öst", None, None, None),
    ]
    with duckdb.connect(":memory:") as reader:
        kept = dict(reader.execute(f"select key, value from parquet_kv_metadata('{path}')").fetchall())
    assert kept[b"query"].decode() == QUERY
    assert asking.pull(at=NOON + datetime.timedelta(days=1)).state == "unchanged"


LARGE = (
    "select 'p' || n as place, n as number, repeat('x', 100) as share, null as day "
    "from generate_series(1, {}) m, generate_series(1, {}) n"
)


@pytest.mark.parametrize("end", ["", " ;\n-- all of them"])
def test_an_answer_that_is_too_large_is_refused_before_all_of_it_came(asking, end):
    """A hundred million rows would not go into the memory of any machine that tests run on."""
    (asking.root / "config/visits.sql").write_text(f"-- visits\n{LARGE.format(10_000, 10_000)}{end}")
    contract = asking.root / "config/sources/visits.yaml"
    contract.write_text(contract.read_text().replace("visits.sql}", "visits.sql, most_mb: 1}"))
    outcome = asking.pull()
    assert (outcome.state, outcome.exit_code) == ("failed", 6)
    assert str(outcome.failed) == (
        "EnvironmentFault: the answer is too large\n"
        "  in        config/sources/visits.yaml, pull\n"
        "  found     more than 1000000 bytes, after 9000 rows\n"
        "  fix       does the query ask for what is meant? Else raise pull.most_mb in the contract"
    )
    assert asking.deliveries == []
    assert not list((asking.root / "data/raw").rglob("*.parquet"))


def test_an_answer_within_the_bound_is_taken_whole(asking):
    (asking.root / "config/visits.sql").write_text(LARGE.format(1, 2500))
    contract = asking.root / "config/sources/visits.yaml"
    text = contract.read_text().replace("type: decimal, scale: 3, label: Share", "type: text, label: Share")
    contract.write_text(text)
    outcome = asking.pull()
    assert outcome.state == "new", outcome.refused or outcome.failed
    assert outcome.new[0].rows == 2500


def test_rows_that_a_change_gives_back_are_bounded_too(asking):
    (asking.root / "config/visits.sql").write_text(
        "with big as (select generate_series(1, 200000) as n) "
        "insert into visits (place, number) select 'p', n from big returning place, number, share, day"
    )
    contract = asking.root / "config/sources/visits.yaml"
    contract.write_text(contract.read_text().replace("visits.sql}", "visits.sql, most_mb: 1}"))
    outcome = asking.pull()
    assert str(outcome.failed).splitlines()[0] == "EnvironmentFault: the answer is too large"
    assert asking.deliveries == []


def test_what_a_query_changes_is_taken_back(asking, database):
    (asking.root / "config" / "visits.sql").write_text(
        "delete from visits returning place, number, share, day"
    )
    asking.pull()
    assert count_of(database) == 3


def count_of(database):
    engine = create_engine(database)
    with engine.connect() as connection:
        count = connection.exec_driver_sql("select count(*) from visits").scalar()
    engine.dispose()
    return count


def test_a_database_that_does_not_answer_is_told_without_its_address(asking, monkeypatch):
    monkeypatch.setenv("VISITS_DB", f"postgresql+psycopg://tester:{PASSWORD}@127.0.0.1:9/postgres")
    outcome = asking.pull()
    assert (outcome.state, outcome.exit_code) == ("failed", 6)
    assert "tester" not in str(outcome.failed)
    assert PASSWORD not in str(outcome.failed)


DOUBLED = "select place, number, share, day, number as Place, 1 as share from visits"


def test_a_query_that_gives_two_columns_one_name_is_refused(asking):
    (asking.root / "config/visits.sql").write_text(DOUBLED)
    outcome = asking.pull()
    assert (outcome.state, outcome.exit_code, asking.deliveries) == ("failed", 2, [])
    assert str(outcome.failed) == (
        'ConfigError: the query gives 2 columns with the name "place"\n'
        "  in        config/visits.sql\n"
        "  expected  each column with a name of its own   found  place, number, share, day, place, share\n"
        "  fix       name them apart: select a.id as person, b.id as place\n"
        'ConfigError: the query gives 2 columns with the name "share"\n'
        "  in        config/visits.sql\n"
        "  expected  each column with a name of its own   found  place, number, share, day, place, share\n"
        "  fix       name them apart: select a.id as person, b.id as place"
    )


COLUMNS = "coalesce(number, 0) as number, share, day from visits"
WHOLE = f"select place, {COLUMNS} order by place"
NEXT_DAY = NOON + datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("query", "state"),
    [
        (f"-- asked by Karin\nselect place,\n\t{COLUMNS}\norder by place;\n", "unchanged"),
        (f"select place, {COLUMNS} /* all */ order by place", "unchanged"),
        (f"select place, {COLUMNS.replace('0', '1')} order by place", "new"),
        (f"select place, {COLUMNS} order by place desc", "new"),
        (f"select trim(' ' from place) as place, {COLUMNS} order by place", "new"),
    ],
    ids=["comment and lines", "comment inside", "other values", "other order", "another query"],
)
def test_a_query_whose_comments_alone_are_new_gives_no_new_extract(asking, query, state):
    (asking.root / "config/visits.sql").write_text(WHOLE)
    assert asking.pull().state == "new"
    (asking.root / "config/visits.sql").write_text(query)
    assert asking.pull(at=NEXT_DAY).state == state


def test_white_space_in_a_text_of_a_query_is_no_comment(asking):
    query = "select left('{}', 1) as place, 1 as number, null as share, null as day"
    (asking.root / "config/visits.sql").write_text(query.format("a  --b"))
    assert asking.pull().state == "new"
    (asking.root / "config/visits.sql").write_text(query.format("a --b"))
    assert asking.pull(at=NEXT_DAY).state == "new"


def test_values_that_are_new_under_new_comments_are_a_new_extract_with_them(asking, database):
    (asking.root / "config/visits.sql").write_text(WHOLE)
    assert asking.pull().state == "new"
    engine = create_engine(database)
    with engine.begin() as connection:
        connection.exec_driver_sql("update visits set number = 5 where place = 'Norr'")
    try:
        (asking.root / "config/visits.sql").write_text(f"-- later\n{WHOLE}")
        assert asking.pull(at=NEXT_DAY).state == "new"
    finally:
        with engine.begin() as connection:
            connection.exec_driver_sql("update visits set number = 3 where place = 'Norr'")
        engine.dispose()
    (path,) = asking.project.layout.extract("visits", "2024-06-02").iterdir()
    with duckdb.connect(":memory:") as reader:
        kept = dict(reader.execute(f"select key, value from parquet_kv_metadata('{path}')").fetchall())
    assert kept[b"query"].decode().startswith("-- later\n")


def limited(asking, seconds: int) -> None:
    contract = asking.root / "config/sources/visits.yaml"
    contract.write_text(contract.read_text().replace("visits.sql}", f"visits.sql, timeout: {seconds}}}"))


LATE = (
    "EnvironmentFault: the database does not answer in time\n"
    "  in        config/sources/visits.yaml, pull\n"
    "  found     no whole answer after 1 s\n"
    "  fix       try again later; if the query takes so long, raise pull.timeout in the contract"
)
AT_WORK = (
    "select count(*) from pg_stat_activity "
    "where query like '%%pg_sleep%%' and state = 'active' and pid <> pg_backend_pid()"
)


def test_a_query_that_takes_too_long_is_given_up_and_ended_in_the_database(asking, database):
    (asking.root / "config/visits.sql").write_text("select 'a' as place, 1 as number from pg_sleep(60)")
    limited(asking, 1)
    began = time.monotonic()
    outcome = asking.pull()
    assert (str(outcome.failed), outcome.exit_code) == (LATE, 6)
    engine = create_engine(database)
    with engine.connect() as connection:
        while connection.exec_driver_sql(AT_WORK).scalar():
            time.sleep(0.1)
            assert time.monotonic() - began < 30
    engine.dispose()


def test_a_server_that_never_answers_keeps_nobody(asking, monkeypatch):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        monkeypatch.setenv("VISITS_DB", f"postgresql+psycopg://tester:{PASSWORD}@127.0.0.1:{port}/postgres")
        limited(asking, 1)
        outcome = asking.pull()
    assert (str(outcome.failed), outcome.exit_code) == (LATE, 6)


def test_an_answer_that_comes_bit_by_bit_for_too_long_is_given_up(asking):
    (asking.root / "config/visits.sql").write_text(
        "select 'p' || n as place, n as number, null as share, pg_sleep(0.001)::text as day "
        "from generate_series(1, 60000) n"
    )
    limited(asking, 1)
    assert str(asking.pull().failed) == LATE


@pytest.mark.parametrize(
    "begin", ["", "with v as (insert into visits (place) values ('x') returning place) "]
)
def test_a_percent_sign_of_a_query_is_one(asking, begin):
    """Drivers take "%s" for a place to fill, also where nothing is to be filled."""
    (asking.root / "config/visits.sql").write_text(
        f"{begin}select '%s %% %(a)s' as place, 7 % 4 as number, null as share, null as day from visits "
        "where place like '%st' -- half of them: 50 %"
    )
    outcome = asking.pull()
    assert outcome.state == "refused", outcome.failed  # two rows of one key: all that was asked for came
    assert "%s %% %(a)s" in str(outcome.refused[0].message)


def test_a_time_with_a_time_zone_is_no_date_until_the_query_says_where(asking):
    query = "select 'a' as place, 1 as number, null as share, {} as day"
    moment = "timestamptz '2024-05-01 00:30+02'"
    (asking.root / "config/visits.sql").write_text(query.format(moment))
    outcome = asking.pull()
    assert outcome.state == "refused", outcome
    assert "2024-04-30T22:30:00+00:00" in outcome.refused[0].message
    (asking.root / "config/visits.sql").write_text(
        query.format(f"({moment} at time zone 'Europe/Stockholm')::date")
    )
    assert asking.pull().state == "new"
    (path,) = asking.project.layout.extract("visits", "2024-06-01").iterdir()
    [(_, cells)] = open_extract(path, asking.project.sources["visits"]).rows()
    assert cells == ("a", 1, None, datetime.date(2024, 5, 1))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "none"),
        ("-- select place, number from visits;\n;", "none"),
        ("commit; delete from visits; select 'a' as place", "more than one"),
        (f"{WHOLE}; select 1 as place", "more than one"),
    ],
)
def test_a_file_holds_one_query(asking, database, query, found):
    (asking.root / "config/visits.sql").write_text(query)
    outcome = asking.pull()
    assert (outcome.state, outcome.exit_code) == ("failed", 2)
    assert str(outcome.failed) == (
        "ConfigError: the file does not hold one query\n"
        "  in        config/visits.sql\n"
        f"  expected  one query   found  {found}\n"
        "  fix       keep one query in the file, and put what it rests on into it"
    )
    assert count_of(database) == 3


def test_a_semicolon_in_a_text_or_a_comment_ends_no_query(asking):
    (asking.root / "config/visits.sql").write_text(
        "select 'a;b' as place, 1 as number, $$;$$ as \"x;\", null as share, null as day -- ;\n/* ; */ ;\n"
    )
    assert asking.pull().state == "new"


def test_a_query_that_gives_no_table_is_told_as_that(asking):
    (asking.root / "config/visits.sql").write_text("delete from visits")
    outcome = asking.pull()
    assert outcome.exit_code == 2
    assert str(outcome.failed) == (
        "ConfigError: the query gives no table\n"
        "  in        config/visits.sql\n"
        "  expected  columns and rows   found  none\n"
        "  fix       write a query that asks for rows"
    )


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("select 'Karin Ek'::int as place", 'invalid input syntax for type integer: "…"'),
        ("select place::int as place from visits", 'invalid input syntax for type integer: "…"'),
        ("select lace from visits", 'column "lace" does not exist'),
    ],
)
def test_what_a_database_says_of_a_query_holds_no_cell_of_it(asking, query, said):
    (asking.root / "config/visits.sql").write_text(query)
    outcome = asking.pull()
    assert str(outcome.failed) == (
        "EnvironmentFault: the source gave no data\n"
        "  in        config/sources/visits.yaml, pull\n"
        f"  found     {said}\n"
        "  fix       check the query, the address and the rights, and try again"
    )
