"""Files that must be refused before the Word reader starts: name -> (file name, bytes maker, words of the refusal)."""

import struct
import zipfile

from tests.articles.newspaper.word_files import CONTENT_TYPES, NAMESPACES, p, raw, zipped

COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
PART = "word/document.xml"
DAMAGED, TOO_LARGE, TOO_MANY, TOO_COMPLEX = "damaged", "too large", "too many parts", "too complex"
DECLARATIONS, MACROS, PASSWORD, NAMES = "declarations", "macros", "password", "names"
OTHER_FORMAT, OLD_FORMAT = "Only .docx and .txt", "old .doc"


def entity_bomb() -> bytes:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    return raw(
        "", parts={PART: f'<!DOCTYPE w:document [<!ENTITY a0 "ha">{levels}]><w:document {NAMESPACES}>&a8;</w:document>'}
    )


def entity_file_in_styles() -> bytes:
    return raw(
        p("正文。"), parts={"word/styles.xml": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'}
    )


def doctype_in_utf16() -> bytes:
    return raw(
        "",
        parts={
            PART: '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16")
        },
    )


def doctype_in_relations() -> bytes:
    return raw("", parts={"_rels/.rels": "<!DOCTYPE Relationships><Relationships/>"})


def many_entries() -> bytes:
    return raw(p("正文。"), parts={f"word/media/{number}.png": b"x" for number in range(600)})


def endless_directory() -> bytes:
    return zipped({f"{number:05}": b"" for number in range(20_000)}, zipfile.ZIP_STORED)


def zip_bomb() -> bytes:
    return raw(p("正文。"), parts={"word/media/a.bin": bytes(120 * 2**20)})


def xml_bomb() -> bytes:
    return raw(p("字" * 6_000_000))


def lying_header() -> bytes:
    """Claims 10 bytes in both headers, unpacks to 120 MB."""
    data = bytearray(zip_bomb())
    size = struct.pack("<I", 120 * 2**20)
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = struct.pack("<I", 10)
    return bytes(data)


def deep_elements() -> bytes:
    return raw("<w:sdt><w:sdtContent>" * 2_000 + "</w:sdtContent></w:sdt>" * 2_000)


def countless_elements() -> bytes:
    return raw("<w:p/>" * 200_000)


def countless_attributes() -> bytes:
    return raw(p("<w:r " + " ".join(f'w:a{n}="{n}"' for n in range(150_000)) + "/>"))


def path_traversal() -> bytes:
    return raw(p("正文。"), parts={"../../etc/cron.d/x": b"x"})


def absolute_path() -> bytes:
    return raw(p("正文。"), parts={"/etc/passwd": b"x"})


def backslash_path() -> bytes:
    return raw(p("正文。"), parts={"word\\..\\x": b"x"})


def names_that_differ_in_case() -> bytes:
    return raw(p("正文。"), parts={"word/DOCUMENT.xml": b"<x/>"})


def macros() -> bytes:
    return raw(p("正文。"), parts={"word/vbaProject.bin": b"x"})


def macro_content_type() -> bytes:
    types = CONTENT_TYPES.replace(
        "vnd.openxmlformats-officedocument.wordprocessingml.document", "vnd.ms-word.document.macroEnabled"
    )
    return raw(p("正文。"), parts={"[Content_Types].xml": types})


def password_in_zip() -> bytes:
    data = bytearray(raw(p("正文。")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            data[at + offset] |= 1
    return bytes(data)


def truncated() -> bytes:
    return raw(p("正文。"))[:-300]


def flipped_bytes() -> bytes:
    data = bytearray(raw(p("正文。" * 200)))
    at = data.find(b"word/document.xml") + 40
    data[at : at + 8] = bytes(8)
    return bytes(data)


def broken_xml() -> bytes:
    return raw("", parts={PART: f"<w:document {NAMESPACES}><w:body>"})


def unknown_encoding() -> bytes:
    return raw("", parts={PART: '<?xml version="1.0" encoding="utf-7"?><x/>'})


def rare_compression() -> bytes:
    return zipped({"[Content_Types].xml": CONTENT_TYPES, PART: "<x/>"}, zipfile.ZIP_LZMA)


HOSTILE = {
    **{
        make.__name__: (make, DECLARATIONS)
        for make in (entity_bomb, entity_file_in_styles, doctype_in_utf16, doctype_in_relations)
    },
    **{make.__name__: (make, TOO_MANY) for make in (many_entries, endless_directory)},
    **{make.__name__: (make, TOO_LARGE) for make in (zip_bomb, xml_bomb)},
    **{make.__name__: (make, TOO_COMPLEX) for make in (deep_elements, countless_elements, countless_attributes)},
    **{
        make.__name__: (make, NAMES)
        for make in (path_traversal, absolute_path, backslash_path, names_that_differ_in_case)
    },
    **{make.__name__: (make, MACROS) for make in (macros, macro_content_type)},
    **{
        make.__name__: (make, DAMAGED)
        for make in (lying_header, truncated, flipped_bytes, broken_xml, unknown_encoding, rare_compression)
    },
    "password_in_zip": (password_in_zip, PASSWORD),
    "encrypted": (lambda: COMPOUND + "EncryptedPackage".encode("utf-16-le"), PASSWORD),
    "old_word": (lambda: COMPOUND + "WordDocument".encode("utf-16-le"), OLD_FORMAT),
    "spreadsheet": (lambda: zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}), OTHER_FORMAT),
    "archive": (lambda: zipped({"notes.txt": "x"}), OTHER_FORMAT),
    "pdf": (lambda: b"%PDF-1.7\n", OTHER_FORMAT),
    "rich_text": (lambda: b"{\\rtf1 x}", OTHER_FORMAT),
    "web_page": (lambda: b"\xef\xbb\xbf\n<!DOCTYPE html><p>x", OTHER_FORMAT),
    "word_2003_xml": (lambda: b'<?xml version="1.0"?><w:wordDocument/>', OTHER_FORMAT),
    "jpeg": (lambda: b"\xff\xd8\xff\xe0" + bytes(99), OTHER_FORMAT),
    "program": (lambda: bytes(range(32)) * 40, "not a text file"),
    "random_bytes": (lambda: b"\xff\xff\x80\xfe" * 40, "encoding"),
    "endless_text": (lambda: "字".encode() * 300_000, "too long"),
    "endless_lines": (lambda: "甲乙\n".encode() * 60_000, "too long"),
    "empty": (lambda: b"", "empty"),
    "blank": (lambda: " \r\n　\n".encode(), "neither text nor a picture"),
}
