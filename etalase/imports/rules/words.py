"""What feeds call their columns: English, Indonesian, and the headings that common shops export."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

FIELDS: Final = (
    "title",
    "description",
    "category",
    "group",
    "parent",
    "sku",
    "price",
    "currency",
    "stock",
    "weight_g",
    "pictures",
    "option1",
    "option1_name",
    "option2",
    "option2_name",
    "option3",
    "option3_name",
    "option4",
    "option4_name",
    "option5",
    "option5_name",
    "option1_picture",
    "option2_picture",
    "option3_picture",
    "option4_picture",
    "option5_picture",
    "attributes",
    "purchase_limit",
    "purchase_limit_days",
)
OPTIONS: Final = (1, 2, 3, 4, 5)

# Written as `plain` makes them. The first names of a field are the surest.
NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "title": (
        "title", "product title", "product name", "name", "item name", "nama produk", "nama barang", "judul", "judul produk",
        "nama", "product", "produk", "barang", "item", "item title",
    ),
    "description": (
        "description", "product description", "body html", "body", "deskripsi", "deskripsi produk", "keterangan", "detail",
        "details", "long description", "descr", "penjelasan", "short description",
    ),
    "category": (
        "category", "product category", "categories", "kategori", "kategori produk", "category1", "category 1", "product type",
        "google product category", "type", "jenis", "category name", "nama kategori",
    ),
    "group": (
        "handle", "slug", "product handle", "url handle", "product id", "item group id", "group id", "id produk", "product code",
        "kode produk", "et title variation integration no", "kode integrasi variasi", "variation integration code", "group", "spu",
        "spu id", "permalink", "product slug", "item id", "style code",
    ),
    "parent": ("parent", "parent sku", "sku induk", "induk", "parent id", "parent product", "parent code"),
    "sku": (
        "seller sku", "sku penjual", "variant sku", "sku", "kode sku", "sku code", "kode variasi", "variation sku", "item sku",
        "product sku", "sku produk", "sku id", "kode barang", "article number", "no sku", "stock keeping unit",
    ),
    "price": (
        "price", "variant price", "harga", "harga jual", "regular price", "retail price", "selling price", "unit price",
        "list price", "harga satuan", "harga ritel", "harga produk", "price idr", "price usd", "harga rp", "harga variasi",
        "original price", "local display price", "harga eceran", "harga normal",
    ),
    "currency": ("currency", "price currency", "mata uang", "currency code", "kode mata uang", "curr"),
    "stock": (
        "stock", "variant inventory qty", "inventory count", "stok", "quantity", "qty", "inventory", "inventory quantity",
        "stock quantity", "jumlah stok", "jumlah", "kuantitas", "available", "on hand", "count on hand", "persediaan",
        "stok produk", "total stock", "inventory qty",
    ),
    "weight_g": (
        "weight g", "weight grams", "weight gram", "weight in grams", "variant grams", "grams", "berat g", "berat gram",
        "berat dalam gram", "gram",
    ),
    "pictures": (
        "images", "image", "pictures", "picture", "gambar", "foto", "photos", "photo", "image src", "variant image", "foto produk",
        "gambar produk", "image url", "image link", "foto sampul", "main image", "thumbnail", "product image", "images url",
        "additional image link", "gambar utama", "cover image", "image file", "image files", "image name", "sampul",
    ),
    "option1": ("option1 value", "option 1 value", "varian untuk variasi 1", "nilai variasi 1", "variation 1 option",
                "attribute 1 value", "attribute 1 values"),
    "option1_name": ("option1 name", "option 1 name", "nama variasi 1", "variasi 1", "variation name1",
                     "variation 1", "attribute 1 name"),
    "option2": ("option2 value", "option 2 value", "varian untuk variasi 2", "nilai variasi 2", "variation 2 option",
                "attribute 2 value", "attribute 2 values"),
    "option2_name": ("option2 name", "option 2 name", "nama variasi 2", "variasi 2", "variation name2",
                     "variation 2", "attribute 2 name"),
    "option3": ("option3 value", "option 3 value", "nilai variasi 3", "attribute 3 value", "attribute 3 values"),
    "option3_name": ("option3 name", "option 3 name", "nama variasi 3", "attribute 3 name"),
    "option4": ("option4 value", "option 4 value", "nilai variasi 4", "attribute 4 value", "attribute 4 values"),
    "option4_name": ("option4 name", "option 4 name", "nama variasi 4", "attribute 4 name"),
    "option5": ("option5 value", "option 5 value", "nilai variasi 5", "attribute 5 value", "attribute 5 values"),
    "option5_name": ("option5 name", "option 5 name", "nama variasi 5", "attribute 5 name"),
    "option1_picture": ("option1 picture", "option 1 picture", "gambar variasi 1"),
    "option2_picture": ("option2 picture", "option 2 picture", "gambar variasi 2"),
    "option3_picture": ("option3 picture", "option 3 picture", "gambar variasi 3"),
    "option4_picture": ("option4 picture", "option 4 picture", "gambar variasi 4"),
    "option5_picture": ("option5 picture", "option 5 picture", "gambar variasi 5"),
    "attributes": ("attributes", "product attributes", "atribut", "atribut produk"),
    "purchase_limit": ("purchase limit", "batas pembelian"),
    "purchase_limit_days": ("purchase limit days", "batas pembelian hari"),
}  # fmt: skip

# A column under one of these names is an option of that name.
OPTION_COLUMNS: Final = frozenset({
    "size", "sizes", "ukuran", "color", "colour", "warna", "material", "bahan", "style", "gaya", "model", "flavor", "flavour",
    "rasa", "scent", "aroma", "capacity", "kapasitas", "length", "panjang", "pattern", "motif", "varian", "variasi", "variant",
    "variation", "volume", "pack", "isi", "edition", "edisi", "tipe", "finish", "waist", "shoe size", "ukuran sepatu",
})  # fmt: skip

# Part of the heading is enough for these, at less confidence.
PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("nama produk", "product name", "product title", "title"),
    "description": ("deskripsi", "description"),
    "category": ("kategori", "category"),
    "sku": ("seller sku", "sku"),
    "price": ("harga", "price"),
    "currency": ("currency", "mata uang"),
    "stock": ("stok", "stock", "inventory", "quantity", "kuantitas"),
    "pictures": ("image", "gambar", "foto", "picture", "photo"),
}
# And none of these, which sound like a field and are another thing.
NOT_PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("meta", "seo", "image", "option", "sub"),
    "description": ("meta", "seo", "short", "image"),
    "category": ("tax", "id"),
    "sku": ("parent", "induk", "image"),
    "price": ("compare", "coret", "cost", "modal", "sale", "promo", "diskon", "discount", "unit", "currency", "grosir", "wholesale",
              "international", "min", "max", "history", "special"),
    "currency": (),
    "stock": ("track", "policy", "tracker", "backorder", "location", "status", "min", "low", "max", "sold", "batas", "unit"),
    "pictures": ("alt", "position", "posisi", "id", "width", "height", "text", "caption"),
}  # fmt: skip
BRACKETS: Final = re.compile(r"[(\[].{0,80}?[)\]]")
SPLIT: Final = re.compile(r"[^0-9a-z]+")


def plain(heading: str) -> str:
    """Small letters and digits with one space between words: "*Harga (Rp)" is "harga"."""
    short = heading[:120]
    bare = BRACKETS.sub(" ", short)
    text = unicodedata.normalize("NFKD", bare if bare.strip(" *") else short).casefold()
    return " ".join(part for part in SPLIT.split(text) if part)
