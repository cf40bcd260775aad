/* SPDX-License-Identifier: EUPL-1.2 */
/* What a file is, by its own bytes, however they come. */
#include "file_look.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

struct sample {
    const char *name;
    const char *bytes;
    size_t size;
    enum file_kind kind; /* FILE_KIND_COUNT: none */
    bool is_whole;
};

#define BYTES(text) (text), sizeof(text) - 1

#define PNG_SIGNATURE "\x89PNG\r\n\x1a\n"
#define IHDR          "\0\0\0\x0dIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0CRC1"
#define IHDR_OF(size) "\0\0\0\x0dIHDR" size "\x08\0\0\0\0CRC1"
#define IDAT          "\0\0\0\3IDATabcCRC2"
#define IEND          "\0\0\0\0IENDCRC3"
#define SOI           "\xff\xd8"
#define APP0          "\xff\xe0\0\6JFIF"
#define SOF           "\xff\xc0\0\4\1\1"
#define SOS           "\xff\xda\0\4\1\1"
#define EOI           "\xff\xd9"
#define PDF_BEGIN     "%PDF-1.7\n"
#define PDF_END       "startxref\n9\n%%EOF\n"

static const struct sample samples[] = {
    { "a document", BYTES("%PDF-1.7\nbody\n" PDF_END), FILE_PDF, true },
    { "a document of version 2", BYTES("%PDF-2.0\n" PDF_END), FILE_PDF, true },
    { "a document that was cut off", BYTES("%PDF-1.7\nbody body body"), FILE_PDF, false },
    { "no place of its table", BYTES("%PDF-1.7\n%%EOF"), FILE_PDF, false },
    { "the end before the table", BYTES("%PDF-1.7\n%%EOF startxref 9"), FILE_PDF, false },
    { "no version that is known", BYTES("%PDF-9.7\nbody\n" PDF_END), FILE_KIND_COUNT, false },
    { "a blank before it", BYTES(" %PDF-1.7\nbody\n" PDF_END), FILE_KIND_COUNT, false },
    { "a picture", BYTES(PNG_SIGNATURE IHDR IDAT IEND), FILE_PNG, true },
    { "a picture that was cut off", BYTES(PNG_SIGNATURE IHDR IDAT), FILE_PNG, false },
    { "cut off in its end", BYTES(PNG_SIGNATURE IHDR IDAT "\0\0\0\0IENDCR"), FILE_PNG, false },
    { "without a header", BYTES(PNG_SIGNATURE IDAT IEND), FILE_PNG, false },
    { "two headers", BYTES(PNG_SIGNATURE IHDR IHDR IDAT IEND), FILE_PNG, false },
    { "without a pixel", BYTES(PNG_SIGNATURE IHDR IEND), FILE_PNG, false },
    { "of no pixel", BYTES(PNG_SIGNATURE IHDR "\0\0\0\0IDATCRC2" IEND), FILE_PNG, false },
    { "of no width", BYTES(PNG_SIGNATURE IHDR_OF("\0\0\0\0\0\0\0\1") IDAT IEND), FILE_PNG, false },
    { "of no height", BYTES(PNG_SIGNATURE IHDR_OF("\0\0\0\1\0\0\0\0") IDAT IEND), FILE_PNG, false },
    { "too wide", BYTES(PNG_SIGNATURE IHDR_OF("\x80\0\0\0\0\0\0\1") IDAT IEND), FILE_PNG, false },
    { "too high", BYTES(PNG_SIGNATURE IHDR_OF("\0\0\0\1\x80\0\0\0") IDAT IEND), FILE_PNG, false },
    { "a header too long",
      BYTES(PNG_SIGNATURE "\0\0\0\x0eIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0CRC1" IDAT IEND), FILE_PNG,
      false },
    { "data in its end", BYTES(PNG_SIGNATURE IHDR IDAT "\0\0\0\1IEND.CRC3"), FILE_PNG, false },
    { "a chunk of another name", BYTES(PNG_SIGNATURE IHDR "\0\0\0\1ID{T.CRC2" IDAT IEND), FILE_PNG,
      false },
    { "something behind it", BYTES(PNG_SIGNATURE IHDR IDAT IEND "MZ"), FILE_PNG, false },
    { "no name of a chunk", BYTES(PNG_SIGNATURE IHDR "\0\0\0\1ID T.CRC2" IDAT IEND), FILE_PNG,
      false },
    { "an endless chunk", BYTES(PNG_SIGNATURE IHDR "\xff\xff\xff\xffIDATabc" IEND), FILE_PNG,
      false },
    { "a photograph", BYTES(SOI APP0 SOF SOS "\x12\xff\0\x34\xff\xd0\x56" EOI), FILE_JPEG, true },
    { "two scans", BYTES(SOI APP0 SOF SOS "\1" SOS "\2" EOI), FILE_JPEG, true },
    { "filled before a marker", BYTES(SOI APP0 SOF "\xff" SOS "\1" EOI), FILE_JPEG, true },
    { "filled before a marker of a scan", BYTES(SOI APP0 SOF SOS "\1\xff" EOI), FILE_JPEG, true },
    { "a frame of the last kind", BYTES(SOI APP0 "\xff\xcf\0\4\1\1" SOS "\1" EOI), FILE_JPEG,
      true },
    { "tables for a frame", BYTES(SOI APP0 "\xff\xc4\0\2" SOS "\1" EOI), FILE_JPEG, false },
    { "an extension for a frame", BYTES(SOI APP0 "\xff\xc8\0\2" SOS "\1" EOI), FILE_JPEG, false },
    { "arithmetic for a frame", BYTES(SOI APP0 "\xff\xcc\0\2" SOS "\1" EOI), FILE_JPEG, false },
    { "a reserved marker for a frame", BYTES(SOI APP0 "\xff\xbf\0\2" SOS "\1" EOI), FILE_JPEG,
      false },
    { "no marker behind its mark", BYTES(SOI APP0 SOF "\xff\0\0\2" SOS "\1" EOI), FILE_JPEG,
      false },
    { "a second beginning", BYTES(SOI APP0 SOF SOI "\0\2" SOS "\1" EOI), FILE_JPEG, false },
    { "a restart without a scan", BYTES(SOI APP0 SOF "\xff\xd0\0\2" SOS "\1" EOI), FILE_JPEG,
      false },
    { "a marker of its own", BYTES(SOI APP0 SOF "\xff\1\0\2" SOS "\1" EOI), FILE_JPEG, false },
    { "what cameras leave behind", BYTES(SOI APP0 SOF SOS "\1" EOI "more"), FILE_JPEG, true },
    { "a photograph that was cut off", BYTES(SOI APP0 SOF SOS "\x12\x34\x56"), FILE_JPEG, false },
    { "without a frame", BYTES(SOI APP0 SOS "\1" EOI), FILE_JPEG, false },
    { "without a scan", BYTES(SOI APP0 SOF EOI), FILE_JPEG, false },
    { "a short segment", BYTES(SOI APP0 SOF "\xff\xdb\0\1" SOS "\1" EOI), FILE_JPEG, false },
    { "no marker between segments", BYTES(SOI APP0 "xx" SOF SOS "\1" EOI), FILE_JPEG, false },
    { "a first segment of nothing", BYTES(SOI "\xff\xfe\0\2" SOF SOS "\1" EOI), FILE_JPEG, true },
    { "half a mark of a photograph", BYTES("\xff\xc0\xff\xe0\0\6JFIF"), FILE_KIND_COUNT, false },
    { "a mark without a segment", BYTES(SOI "\0\xe0\0\6JFIF"), FILE_KIND_COUNT, false },
    { "a page of the web", BYTES("<!DOCTYPE html><script>"), FILE_KIND_COUNT, false },
    { "a program", BYTES("MZ\x90\0\3\0\0\0\4\0\0\0"), FILE_KIND_COUNT, false },
    { "too short to tell", BYTES("%PDF-1"), FILE_KIND_COUNT, false },
    { "nothing", BYTES(""), FILE_KIND_COUNT, false },
};

static void look_at(struct file_look *look, const struct sample *sample, size_t piece)
{
    const unsigned char *bytes = (const unsigned char *)sample->bytes;
    memset(look, 0, sizeof *look);
    for (size_t at = 0; at < sample->size; at += piece)
        file_look_at(look, bytes + at, sample->size - at < piece ? sample->size - at : piece);
}

/* The pieces in which it comes change nothing. */
static void a_file_says_what_it_is_and_whether_it_is_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        for (size_t piece = 1; piece <= 64; piece++) {
            struct file_look look;
            enum file_kind kind = FILE_KIND_COUNT;
            look_at(&look, &samples[i], piece);
            if (!file_look_kind(&look, &kind))
                kind = FILE_KIND_COUNT;
            if (kind != samples[i].kind || file_look_is_whole(&look) != samples[i].is_whole)
                fail_msg("%s, in pieces of %zu", samples[i].name, piece);
            assert_int_equal(file_look_is_strange(&look),
                             samples[i].size >= 8 && kind == FILE_KIND_COUNT);
        }
    }
}

/* Whatever is taken away from the end of a whole file, it is whole no more; but for blanks. */
static void a_file_that_was_cut_off_anywhere_is_not_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        const size_t blanks = samples[i].kind == FILE_PDF ? 1 : 0;
        if (!samples[i].is_whole || strcmp(samples[i].name, "what cameras leave behind") == 0)
            continue;
        for (size_t size = 0; size + blanks < samples[i].size; size++) {
            struct sample cut = samples[i];
            struct file_look look;
            cut.size = size;
            look_at(&look, &cut, 7);
            if (file_look_is_whole(&look))
                fail_msg("%s, cut to %zu", cut.name, size);
        }
    }
}

/* The end of a document is looked for in its last 1024 bytes, however long it is. */
static void the_end_of_a_long_document_is_found_at_its_end(void **state)
{
    static char text[5000];
    (void)state;
    for (size_t behind = 0; behind < 1100; behind += 50) {
        struct sample sample = { "long", text, sizeof text, FILE_PDF, true };
        struct file_look look;
        memset(text, 'x', sizeof text);
        memcpy(text, PDF_BEGIN, sizeof PDF_BEGIN - 1);
        memcpy(text + sizeof text - behind - (sizeof PDF_END - 1), PDF_END, sizeof PDF_END - 1);
        look_at(&look, &sample, 333);
        assert_int_equal(file_look_is_whole(&look), behind + sizeof PDF_END - 1 <= FILE_TAIL_SIZE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_says_what_it_is_and_whether_it_is_whole),
        cmocka_unit_test(a_file_that_was_cut_off_anywhere_is_not_whole),
        cmocka_unit_test(the_end_of_a_long_document_is_found_at_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
