"""Reads literals back with real engines and parsers, for tests/integration/hunt/literals.rs.

usage: literals.py FILE      FILE: {"engine": "duckdb"|"clickhouse"|"spark"|"odata"|"powershell", "literals": [..]}
Prints a list with the value that the engine reads of each literal, where one literal is all that stands there;
null where it is not.
"""

import json
import sys


def duckdb(literals):
    import duckdb as engine

    connection = engine.connect()
    return [connection.execute(f"select {literal}").fetchall()[0][0] for literal in literals]


def clickhouse(literals):
    import chdb

    return [json.loads(chdb.query(f"select {literal}", "JSONCompact").bytes())["data"][0][0] for literal in literals]


def spark(literals):
    from pyspark.sql import SparkSession

    session = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    return [session.sql(f"select {literal}").collect()[0][0] for literal in literals]


def odata(literals):
    from odata_query.grammar import ODataLexer, ODataParser

    values = []
    for literal in literals:
        tree = ODataParser().parse(ODataLexer().tokenize(f"userPrincipalName eq {literal}"))
        values.append(tree.right.val.replace("''", "'"))
    return values


def powershell(literals):
    import tree_sitter_powershell
    from tree_sitter import Language, Parser

    parser = Parser(Language(tree_sitter_powershell.language()))

    def strings(node):
        if node.type == "verbatim_string_characters":
            yield node.text.decode()
        else:
            for child in node.children:
                yield from strings(child)

    values = []
    for literal in literals:
        tree = parser.parse(f"Get-Thing -Name {literal} -Last 1\n".encode())
        found = list(strings(tree.root_node))
        whole = not tree.root_node.has_error and found == [literal]
        values.append(literal[1:-1].replace("''", "'") if whole else None)
    return values


def scripts(texts):
    """Whether each text parses as PowerShell without an error node."""
    import tree_sitter_powershell
    from tree_sitter import Language, Parser

    parser = Parser(Language(tree_sitter_powershell.language()))
    return [not parser.parse(text.encode()).root_node.has_error for text in texts]


def filters(texts):
    """Whether each text is an OData filter."""
    from odata_query.grammar import ODataLexer, ODataParser

    return [ODataParser().parse(ODataLexer().tokenize(text)) is not None for text in texts]


with open(sys.argv[1], encoding="utf-8") as file:
    question = json.load(file)
json.dump(globals()[question["engine"]](question["literals"]), sys.stdout)
