"""Runs queries of `jwtenant hunt` in a real engine, for the tests in tests/integration/hunt.

usage: run.py duckdb|clickhouse|spark|kql FOLDER
FOLDER/queries-ENGINE.json is a list of {"name", "text"}; every text is run as it stands, with FOLDER as the
current folder. Prints {name: {"columns": [..], "rows": [[..]]}} with every cell as text.

For kql FOLDER/tables.json is a list of {"table", "columns": {name: type}, "rows": [{..}]}: the tables of
the product, as facts/log-tables.tsv knows them. duckdb-kql knows no column_ifexists, so the call is
replaced here by the column, or by its default where the first table of its leg has none.
"""

import json
import os
import re
import sys


def text(cell):
    if cell is None:
        return ""
    if hasattr(cell, "isoformat"):
        return cell.isoformat(timespec="seconds")[:19]
    return str(cell)


def told(columns, rows):
    return {"columns": list(columns), "rows": [[text(cell) for cell in row] for row in rows]}


def statements(query):
    """The statements of a script; a semicolon ends one only at the end of a line."""
    lines = [line for line in query.split("\n") if not line.startswith("--")]
    return [part for part in re.split(r";\n", "\n".join(lines)) if part.strip()]


def duckdb(queries):
    import duckdb as engine

    connection = engine.connect()
    for query in queries:
        done = connection.execute(query["text"])
        yield query["name"], told([column[0] for column in done.description], done.fetchall())


def clickhouse(queries):
    import chdb

    for query in queries:
        for statement in statements(query["text"]):
            done = chdb.query(statement, "JSONCompact")
        answer = json.loads(done.bytes())
        yield query["name"], told([column["name"] for column in answer["meta"]], answer["data"])


def spark(queries):
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    # A zone other than UTC, so that a query that leans on the session's zone fails.
    session = builder.config("spark.sql.session.timeZone", "America/Chicago").getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    for query in queries:
        for statement in statements(query["text"]):
            done = session.sql(statement)
        yield query["name"], told(done.columns, [list(row) for row in done.collect()])


KUSTO = {
    "string": "varchar", "datetime": "timestamp", "long": "bigint", "int": "integer",
    "bool": "boolean", "real": "double", "dynamic": "json", "guid": "varchar", "": "varchar",
}


def kql(queries):
    import duckdb_kql

    connection = duckdb_kql.connect()
    tables = {}
    with open("tables.json", encoding="utf-8") as file:
        given = json.load(file)
    for table in given:
        # DuckDB takes ISP and Isp for one column.
        name = table["table"]
        columns = {column.lower(): (column, kind) for column, kind in table["columns"].items()}
        columns = dict(columns.values())
        tables[name] = columns
        definition = ", ".join(f'"{column}" {KUSTO[kind]}' for column, kind in columns.items())
        connection.execute(f'create table "{name}" ({definition})')
        if table["rows"]:
            marks = ", ".join("?" for _ in columns)
            rows = [[row.get(column, "" if columns[column] == "string" else None) for column in columns] for row in table["rows"]]
            connection.executemany(f'insert into "{name}" values ({marks})', rows)

    for query in queries:
        legs = re.split(r"(?=\(union isfuzzy=true )", query["text"])
        ready = "".join(leg_with_columns(leg, tables) for leg in legs)
        done = duckdb_kql.query(connection, ready)
        yield query["name"], told(done.columns, done.fetchall())


def leg_with_columns(leg, tables):
    names = re.match(r"\(union isfuzzy=true ([\w, ]+)", leg)
    if not names:
        return leg
    there = [name for name in names.group(1).strip().split(", ") if name in tables]
    columns = tables[there[0]] if there else {}
    # The engine refuses a table that is not there; Kusto passes it over.
    leg = leg.replace(names.group(1).strip(), ", ".join(there), 1)
    return re.sub(
        r'column_ifexists\("(\w+)", ("[^"]*")\)',
        lambda call: call.group(1) if call.group(1) in columns else call.group(2),
        leg,
    )


def main():
    engine, folder = sys.argv[1:]
    os.chdir(folder)
    with open(f"queries-{engine}.json", encoding="utf-8") as file:
        queries = json.load(file)
    run = {"duckdb": duckdb, "clickhouse": clickhouse, "spark": spark, "kql": kql}[engine]
    json.dump(dict(run(queries)), sys.stdout)


main()
