"""Whatever the bytes, the answer is products, reasons or a refusal: never an exception of another kind."""

import json
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etalase.base.errors import Refused
from etalase.imports.rules import REFUSALS, Notice, ProductDraft, Rejected, World, preview, read_products, sentence
from tests.rules.imports.files import IDR, USD, inline, workbook

CELL = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            "Hat",
            "5000",
            "Rp 129.000,-",
            "12,50",
            "M",
            "",
            '"',
            '""',
            "a.webp|../b",
            "https://x/y",
            "-1",
            "<p>x",
            "IDR",
            "EUR",
            "\0",
            "\ufeff",
        ]
    ),
)
HEADING = st.lists(
    st.sampled_from(
        [
            "title",
            "price",
            "size",
            "sku",
            "parent",
            "handle",
            "stock",
            "currency",
            "images",
            "option1_name",
            "option1_value",
            "x",
            "",
        ]
    ),
    max_size=9,
)


def read(data: bytes) -> list[ProductDraft | Rejected]:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "file"
        path.write_bytes(data)
        world = World(USD if len(data) % 2 else IDR, Path(name), knows_category="Hat".__eq__)
        try:
            preview(path, world)
            with read_products(path, world) as reading:
                return list(reading)
        except Refused as refused:
            return [] if refused.code in REFUSALS else pytest.fail(refused.code)


def check(products: list[ProductDraft | Rejected]) -> None:
    for product in products:
        assert product.lines
        notes = [*product.notices, *(product.problems if isinstance(product, Rejected) else ())]
        assert all(sentence(note) for note in notes)
        assert all(isinstance(note, Notice) for note in product.notices)
        if isinstance(product, ProductDraft):
            assert product.title
            assert product.title.isprintable()
            assert len({sku.seller_sku for sku in product.skus}) == len(product.skus) > 0
            assert all(sku.price_minor > 0 and len(sku.options) == len(product.options) for sku in product.skus)
        else:
            assert product.problems


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes(data: bytes) -> None:
    check(read(data))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    HEADING,
    st.lists(st.lists(CELL, max_size=9), max_size=12),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_any_cells_under_known_headings(heading: list[str], rows: list[list[str]], delimiter: str, end: str) -> None:
    text = end.join(delimiter.join(row) for row in [["title", "price", *heading], *rows])
    check(read(text.encode("utf-8", "surrogatepass")))


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=10)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(["title", "price", "variants", "options", "sku", "x"]), inner, max_size=4),
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(JSON, max_size=6), st.booleans())
def test_any_json(values: list[object], array: bool) -> None:
    text = json.dumps(values) if array else "\n".join(json.dumps(value) for value in values)
    check(read((text if array else '{"title": "Hat", "price": 5}\n' + text).encode()))


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, 5_000),
    st.binary(min_size=1, max_size=8),
    st.sampled_from(["[Content]", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"]),
)
def test_any_damage_to_a_workbook(at: int, damage: bytes, part: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        rows = inline(1, "title", "price") + '<row r="2"><c t="s"><v>0</v></c><c><v>5E3</v></c></row>'
        path = workbook(Path(name) / "a.xlsx", {"S": rows}, "<si><t>Hat</t></si>")
        data = bytearray(path.read_bytes())
        data[at % len(data) : at % len(data) + len(damage)] = damage
        check(read(bytes(data)))
        out = BytesIO()
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
            for each in source.namelist():
                inner = bytearray(source.read(each))
                if each == part:
                    inner[at % len(inner) : at % len(inner) + len(damage)] = damage
                target.writestr(each, bytes(inner))
        check(read(out.getvalue()))
