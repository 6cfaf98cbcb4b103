from pathlib import Path

import pytest

from etalase.imports.rules import ProductDraft
from tests.rules.imports.files import IDR, codes, products, sole, wrote


def folder(tmp_path: Path) -> Path:
    images = tmp_path / "images"
    (images / "front").mkdir(parents=True)
    for name in ("a.webp", "b.webp", "front/c.webp", "two words.webp"):
        (images / name).write_bytes(b"picture")
    (tmp_path / "secret.webp").write_bytes(b"secret")
    (images / "link.webp").symlink_to(tmp_path / "secret.webp")
    return images


def names(product: ProductDraft) -> list[str]:
    return [each.name for each in product.pictures if isinstance(each, Path)]


def one(tmp_path: Path, cell: str) -> Path:
    return wrote(tmp_path, f'title,price,images\nHat,5000,"{cell}"\n')


@pytest.mark.parametrize(
    "cell",
    [
        "a.webp|front/c.webp|two words.webp",
        "a.webp, front/c.webp, two words.webp",
        "a.webp;front\\c.webp;two words.webp",
    ],
)
def test_names_in_one_cell(tmp_path: Path, cell: str) -> None:
    hat = sole(one(tmp_path, cell), pictures=folder(tmp_path))
    assert names(hat) == ["a.webp", "c.webp", "two words.webp"]


def test_names_in_several_columns_and_rows(tmp_path: Path) -> None:
    path = wrote(
        tmp_path,
        "handle,title,price,size,image1_src,image2_src\nhat,Hat,5000,M,a.webp,b.webp\nhat,,5000,L,a.webp,front/c.webp\n",
    )
    hat = sole(path, pictures=folder(tmp_path))
    assert names(hat) == ["a.webp", "b.webp", "c.webp"]


@pytest.mark.parametrize(
    "name",
    [
        "../secret.webp",
        "front/../../secret.webp",
        "/etc/passwd",
        "..\\secret.webp",
        "C:\\x.webp",
        "~/x.webp",
        "link.webp",
    ],
)
def test_nothing_outside_the_folder(tmp_path: Path, name: str) -> None:
    (found,) = products(one(tmp_path, f"a.webp|{name}"), IDR, pictures=folder(tmp_path))
    assert codes(found) == ["picture_outside"]


@pytest.mark.parametrize(
    "name",
    [
        "https://example.com/a,b.webp",
        "http://169.254.169.254/x",
        "//example.com/a.webp",
        "ftp://h/a.webp",
        "data:image/png;base64",
    ],
)
def test_addresses_are_never_fetched(tmp_path: Path, name: str) -> None:
    hat = sole(one(tmp_path, name), pictures=folder(tmp_path))
    assert hat.pictures == ()
    assert set(codes(hat)) <= {"picture_remote", "picture_missing"}
    assert codes(hat)[0] == "picture_remote"


def test_missing_pictures_are_notices(tmp_path: Path) -> None:
    hat = sole(one(tmp_path, "a.webp|nowhere.webp|front|" + "x" * 300), pictures=folder(tmp_path))
    assert (len(hat.pictures), codes(hat)) == (1, ["picture_missing"] * 3)
    assert codes(sole(one(tmp_path, "a.webp|b.webp"))) == ["no_pictures_folder"]


def test_no_more_pictures_than_a_listing_has(tmp_path: Path) -> None:
    images = folder(tmp_path)
    for n in range(12):
        (images / f"{n}.webp").write_bytes(b"picture")
    hat = sole(one(tmp_path, "|".join(f"{n}.webp" for n in range(12))), pictures=images)
    assert names(hat) == [f"{n}.webp" for n in range(9)]
    assert codes(hat) == ["pictures_left_out"]
