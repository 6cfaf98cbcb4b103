"""What an import says about a file: problems keep a product out, notices do not, refusals end the run."""

from typing import Final

import msgspec

from etalase.base.texts import N_

PROBLEMS: Final = {
    "imports.bad_characters": N_("The row holds characters that no text may hold."),
    "imports.cell_too_long": N_("A cell of this row holds more than %(most)s characters."),
    "imports.currency": N_("The price is in %(currency)s, and the shop sells in %(shop_currency)s."),
    "imports.description_too_long": N_("The description has %(length)s characters; %(most)s are allowed."),
    "imports.line_too_long": N_("The line is longer than %(most)s bytes."),
    "imports.no_price": N_("There is no price."),
    "imports.no_title": N_("There is no title."),
    "imports.not_json": N_("The line is not a JSON object."),
    "imports.not_landed": N_("The catalogue does not take this product: %(reason)s."),
    "imports.not_utf8": N_("The line is not UTF-8 text. Save the file as UTF-8."),
    "imports.option_missing": N_("The row says nothing about %(option)s, and other rows of the product do."),
    "imports.option_too_long": N_("The option %(option)s has more than %(most)s characters."),
    "imports.options_repeated": N_("The options are those of line %(first_line)s, and the SKU is another."),
    "imports.picture_outside": N_("The picture %(picture)s lies outside the folder of pictures."),
    "imports.price_fraction": N_(
        "%(currency)s prices have %(decimals)s decimals: %(price)s cannot be written exactly."
    ),
    "imports.price_too_high": N_("The price %(price)s is above the %(most)s allowed."),
    "imports.price_too_low": N_("The price %(price)s is below the %(least)s allowed."),
    "imports.price_unreadable": N_("The price %(price)s cannot be read."),
    "imports.purchase_limit_unreadable": N_("The limit %(limit)s is not a whole number from zero."),
    "imports.quote_open": N_("A quotation mark opens on this line and does not close."),
    "imports.sku_elsewhere": N_("The SKU %(sku)s belongs to another product on line %(first_line)s."),
    "imports.skus_of_several": N_("Its SKUs belong to several products of the shop: %(skus)s."),
    "imports.sku_too_long": N_("The SKU has more than %(most)s characters."),
    "imports.sku_twice": N_("The SKU %(sku)s is on line %(first_line)s too, with another price, stock or option."),
    "imports.stock_too_high": N_("The stock %(stock)s is above the %(most)s allowed."),
    "imports.stock_unreadable": N_("The stock %(stock)s is not a whole number from zero."),
    "imports.weight_unreadable": N_("The weight %(weight)s is not a whole number of grams up to %(most)s."),
    "imports.title_too_long": N_("The title has %(length)s characters; %(most)s are allowed."),
    "imports.title_too_short": N_("The title has %(length)s characters; %(least)s are needed."),
    "imports.too_many_cells": N_("The row has more cells than the heading."),
    "imports.too_many_skus": N_("The product has more than %(most)s SKUs."),
}
NOTICES: Final = {
    "imports.attributes_unreadable": N_(
        "The attributes %(attributes)s cannot be read and were left out. Write them as brand=Kain|material=SILK."
    ),
    "imports.category_unknown": N_(
        "The category %(category)s is not known here; the product goes to Other under that name."
    ),
    "imports.no_pictures_folder": N_("The file names pictures, and no folder of pictures was given."),
    "imports.picture_missing": N_("The picture %(picture)s is not in the folder of pictures."),
    "imports.picture_remote": N_("Pictures are not fetched from other places: %(picture)s was left out."),
    "imports.picture_unreadable": N_("The picture %(picture)s cannot be read and was left out."),
    "imports.pictures_left_out": N_("The product has %(count)s pictures; the first %(most)s were taken."),
    "imports.price_other_currency": N_(
        "The row repeats the SKU %(sku)s with a price in %(currency)s, which was left out."
    ),
    "imports.row_repeated": N_("The row repeats line %(first_line)s."),
    "imports.title_differs": N_("The product has another title on line %(first_line)s, which was taken."),
}
REFUSALS: Final = {
    "imports.empty": N_("There are no rows in the file."),
    "imports.no_such_file": N_("There is no such file."),
    "imports.no_such_sheet": N_("There is no sheet %(sheet)s in the file."),
    "imports.no_price_column": N_("No column of the file looks like a price. Say which it is."),
    "imports.no_title_column": N_("No column of the file looks like a title. Say which it is."),
    "imports.not_a_table": N_("The file is neither CSV, XLSX nor JSON Lines."),
    "imports.not_text": N_("The file is not UTF-8 text. Save it as CSV in UTF-8."),
    "imports.quotes_broken": N_("Too many quotation marks never close, the last on line %(line)s."),
    "imports.run_ended": N_("This import has ended."),
    "imports.stopped": N_("The import was stopped before its end."),
    "imports.too_big": N_("The file is bigger than can be read here."),
    "imports.too_many_columns": N_("The file has more than %(most)s columns."),
    "imports.too_many_rows": N_("The file has more than %(most)s rows."),
    "imports.unknown_column": N_("There is no column %(column)s in the file."),
    "imports.unknown_field": N_("A product has no field %(field)s to import."),
    "imports.xlsx_broken": N_("The XLSX file is damaged or not a workbook."),
}


Fact = str | int


class Note(msgspec.Struct, frozen=True):
    """What was found on `line` of the file (the heading is usually line 1), in `column` by its heading, if in one."""

    line: int
    column: str | None
    code: str
    facts: dict[str, Fact] = {}

    @property
    def is_problem(self) -> bool:
        """Whether it keeps its product out."""
        return isinstance(self, Problem)


class Problem(Note, frozen=True):
    """Keeps its product out of the shop."""

    @property
    def msgid(self) -> str:
        """The sentence; fill it with the facts."""
        return PROBLEMS[self.code]


class Notice(Note, frozen=True):
    """Harmless: the product lands all the same."""

    @property
    def msgid(self) -> str:
        """The sentence; fill it with the facts."""
        return NOTICES[self.code]


def sentence(note: Note) -> str:
    """The note in English, for the shell and for reports."""
    msgid = PROBLEMS.get(note.code) or NOTICES[note.code]
    return msgid % note.facts
