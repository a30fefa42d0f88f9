"""Scope: one rule for what a node may read and what its channel is told."""

import itertools

from sqlalchemy import Column, Integer, MetaData, String, Table, create_engine, insert, select

from core.scope import channels_of, sees, within

THINGS = Table(
    "thing",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("district", String),
    Column("township", String),
    Column("team", String),
)
KINDS = ("district", "township", "team")
NODES = (
    "city",
    "district:1",
    "district:2",
    "township:1",
    "team:1",
    "team:2",
    "team:",
    "unit:1",
    "platform:1",
    "nowhere",
    "",
    ":1",
    "city:1",
)


class TestChannelsOf:
    def test_names_the_citys_and_that_of_each_node_there_is(self) -> None:
        assert channels_of(district="990101", township=None, team="YZ-T1", unit="") == [
            "city",
            "district:990101",
            "team:YZ-T1",
        ]


class TestWithin:
    def test_reads_exactly_what_the_channel_is_told(self) -> None:
        things = [
            dict(zip(KINDS, codes, strict=True))
            for codes in itertools.product((None, "1", "2"), repeat=3)
        ]
        engine = create_engine("sqlite://")
        THINGS.metadata.create_all(engine)
        columns = {kind: THINGS.c[kind] for kind in KINDS}
        with engine.begin() as connection:
            connection.execute(insert(THINGS), things)

            for node in NODES:
                query = select(*columns.values()).where(within(node, columns))
                read = {tuple(row) for row in connection.execute(query)}
                told = {
                    tuple(thing[kind] for kind in KINDS) for thing in things if sees(node, **thing)
                }
                assert read == told, node

    def test_shows_nothing_to_a_node_nobody_knows(self) -> None:
        for node in ("", "nowhere", "unit:1", "team:", ":1"):
            assert not sees(node, district="1", township="1", team="1"), node
        assert sees("city", district=None)
