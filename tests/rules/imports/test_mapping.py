from pathlib import Path

import pytest

from etalase.base.errors import Refused
from etalase.imports.rules import ColumnMapping, correct, guess, preview
from etalase.imports.rules.products import World
from tests.rules.imports.files import IDR, sole, wrote

SHOPIFY = (
    "Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Option1 Name,Option1 Value,"
    "Option2 Name,Option2 Value,Variant SKU,Variant Inventory Qty,Variant Price,"
    "Variant Compare At Price,Image Src,Image Position,Image Alt Text,Variant Image,Cost per item,"
    "SEO Title"
)
SPREE = (
    "slug,sku,name,price,compare_at_price,currency,status,description,meta_title,meta_description,"
    "tax_category,product_type,category1,option1_name,option1_value,image1_src,image2_src,"
    "inventory_count,track_inventory"
)
TIKTOK = (
    "Kategori,Merek,Nama produk,Deskripsi produk,Gambar utama,Gambar 2,Gambar 3,Nama variasi 1,"
    "Nilai variasi 1,Harga (Mata uang lokal),Kuantitas,SKU penjual,Berat paket (g)"
)
SHOPEE = (
    "Kategori,Nama Produk,Deskripsi Produk,SKU Induk,Kode Integrasi Variasi,Nama Variasi 1,"
    "Varian untuk Variasi 1,Nama Variasi 2,Varian untuk Variasi 2,*Harga,Stok,Kode Variasi,"
    "Foto Sampul,Foto Produk 1,Foto Produk 2,Berat"
)
WOO = (
    "ID,Type,SKU,Name,Published,Description,Sale price,Regular price,Categories,Images,Parent,Stock,"
    "Attribute 1 name,Attribute 1 value(s)"
)


def guessed(heading: str) -> ColumnMapping:
    return guess(tuple(heading.split(",")), [])


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        (
            SHOPIFY,
            (
                "title=Title description=Body_(HTML) category=Product_Category group=Handle sku=Variant_SKU price=Variant_Price "
                "stock=Variant_Inventory_Qty pictures=Image_Src|Variant_Image option1=Option1_Value option1_name=Option1_Name "
                "option2=Option2_Value option2_name=Option2_Name"
            ),
        ),
        (
            SPREE.replace("_", " "),
            (
                "title=name description=description category=category1 group=slug sku=sku price=price currency=currency "
                "stock=inventory_count pictures=image1_src|image2_src option1=option1_value option1_name=option1_name"
            ),
        ),
        (
            TIKTOK,
            (
                "title=Nama_produk description=Deskripsi_produk category=Kategori sku=SKU_penjual price=Harga_(Mata_uang_lokal) "
                "stock=Kuantitas pictures=Gambar_2|Gambar_3|Gambar_utama option1=Nilai_variasi_1 option1_name=Nama_variasi_1"
            ),
        ),
        (
            SHOPEE,
            (
                "title=Nama_Produk description=Deskripsi_Produk category=Kategori group=Kode_Integrasi_Variasi parent=SKU_Induk "
                "sku=Kode_Variasi price=*Harga stock=Stok pictures=Foto_Produk_1|Foto_Produk_2|Foto_Sampul "
                "option1=Varian_untuk_Variasi_1 option1_name=Nama_Variasi_1 "
                "option2=Varian_untuk_Variasi_2 option2_name=Nama_Variasi_2"
            ),
        ),
        (
            WOO,
            (
                "title=Name description=Description category=Categories parent=Parent sku=SKU price=Regular_price stock=Stock "
                "pictures=Images option1=Attribute_1_value(s) option1_name=Attribute_1_name"
            ),
        ),
    ],
    ids=["shopify", "spree", "tiktok", "shopee", "woo"],
)
def test_feeds_are_recognised(heading: str, expected: str) -> None:
    names = guessed(heading).names()
    assert names == {
        field: columns.replace("_", " ").split("|") for field, columns in (each.split("=") for each in expected.split())
    }


def test_columns_like_size_and_warna_are_options(tmp_path: Path) -> None:
    product = sole(wrote(tmp_path, "nama,harga,ukuran,Warna\nTopi,5000,M,Merah\nTopi,5000,L,Merah\n"))
    assert product.options == ("Ukuran", "Warna")


def test_values_speak_where_headings_do_not(tmp_path: Path) -> None:
    seen = preview(
        wrote(tmp_path, "a,b,c\nTopi jerami lebar,1,Rp 129.000\nTas kain putih besar,2,Rp 45.000\n"), World(IDR)
    )
    assert seen.mapping.names() == {"title": ["a"], "price": ["c"]}
    assert seen.mapping.confidence_percent == {"title": 30, "price": 30}
    assert seen.mapping.unmapped == ("b",)
    assert [product.title for product in seen.products] == ["Topi jerami lebar", "Tas kain putih besar"]


def test_a_person_has_the_last_word(tmp_path: Path) -> None:
    path = wrote(tmp_path, "title,Nama,price,Harga promo,size\nx,Topi,1,5000,M\n")
    product = sole(path, wishes={"title": "nama", "price": "Harga promo", "option1": "", "description": ["title"]})
    assert (product.title, product.skus[0].price_minor, product.options, product.description) == ("Topi", 5000, (), "x")


@pytest.mark.parametrize(
    ("wish", "code"), [({"title": "Judul"}, "unknown_column"), ({"colour": "Nama"}, "unknown_field")]
)
def test_wishes_that_cannot_be_kept(wish: dict[str, str], code: str) -> None:
    with pytest.raises(Refused) as refused:
        correct(guess(("Nama", "Harga"), []), wish)
    assert refused.value.code == f"imports.{code}"


@pytest.mark.parametrize(("heading", "code"), [("title,colour", "no_price_column"), ("price,1", "no_title_column")])
def test_a_file_without_prices_or_titles(tmp_path: Path, heading: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        sole(wrote(tmp_path, heading + "\n1,2\n"))
    assert refused.value.code == f"imports.{code}"
    assert preview(wrote(tmp_path, heading + "\n1,2\n"), World(IDR)).products == []
