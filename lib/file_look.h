/* SPDX-License-Identifier: EUPL-1.2 */
/* What a file is, by its own bytes: PDF, JPEG or PNG, and whole as far as its frame tells. Its
 * bytes come in pieces of any size, and none of them is kept. Nothing is drawn or unpacked: that is
 * for who opens it, and for the scanner.
 *
 * PDF (ISO 32000-1, 7.5): "%PDF-1." or "%PDF-2." at its first byte, "startxref" and then "%%EOF" in
 * its last 1024 bytes. JPEG (ITU-T T.81, B.1): SOI, segments by their lengths with a frame header
 * (SOF) before the first scan, and EOI after a scan. PNG (ISO 15948): signature, chunks by their
 * lengths: IHDR first, with a size, IDAT, and IEND, which is the last byte. */
#ifndef FILE_LOOK_H
#define FILE_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum file_kind { FILE_PDF, FILE_JPEG, FILE_PNG, FILE_KIND_COUNT };

/* Media types by kind, NULL-terminated. */
extern const char *const file_kind_names[];

enum { FILE_TAIL_SIZE = 1024 };

/* Begins with all bytes zero. */
struct file_look {
    uint64_t size;
    unsigned char head[8];
    unsigned char tail[FILE_TAIL_SIZE]; /* of a PDF: its last bytes, where `size` says */
    struct {
        unsigned at;   /* in what comes now: a step of the walk */
        uint64_t skip; /* bytes that nobody looks at */
        unsigned char kept[16];
        unsigned type; /* of the segment or the chunk */
        bool has_frame, has_data, is_over;
        bool is_broken;
    } walk;
};

/* The bytes that come next. */
void file_look_at(struct file_look *look, const unsigned char *bytes, size_t size);
/* Known from the first eight bytes on; false: none of them, or too short so far to tell. */
bool file_look_kind(const struct file_look *look, enum file_kind *ret_kind);
/* Eight bytes have come, and they are of no kind. */
bool file_look_is_strange(const struct file_look *look);
/* Of one that has a kind, when all of it has come. */
bool file_look_is_whole(const struct file_look *look);

#endif
