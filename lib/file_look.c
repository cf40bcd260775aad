/* SPDX-License-Identifier: EUPL-1.2 */
/* Frames of files: PDF, JPEG, PNG. */
#include "file_look.h"

#include "name.h"

#include <string.h>

const char *const file_kind_names[] = {
    [FILE_PDF] = "application/pdf",
    [FILE_JPEG] = "image/jpeg",
    [FILE_PNG] = "image/png",
    NULL,
};
NAMES_END_WITH(file_kind_names, FILE_KIND_COUNT);

static const unsigned char png_signature[8] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };

bool file_look_kind(const struct file_look *look, enum file_kind *ret_kind)
{
    const unsigned char *head = look->head;
    if (look->size < sizeof look->head)
        return false;
    if (memcmp(head, "%PDF-1.", 7) == 0 || memcmp(head, "%PDF-2.", 7) == 0)
        *ret_kind = FILE_PDF;
    else if (head[0] == 0xff && head[1] == 0xd8 && head[2] == 0xff)
        *ret_kind = FILE_JPEG;
    else if (memcmp(head, png_signature, sizeof png_signature) == 0)
        *ret_kind = FILE_PNG;
    else
        return false;
    return true;
}

bool file_look_is_strange(const struct file_look *look)
{
    enum file_kind kind;
    return look->size >= sizeof look->head && !file_look_kind(look, &kind);
}

/* --- PNG: length, type, data, checksum; chunk after chunk --- */

enum { PNG_HEAD = 8, PNG_IHDR_SIZE = 13, PNG_CHECKSUM = 4 };

static uint32_t read_number(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool is_chunk_name(const unsigned char *bytes)
{
    for (unsigned i = 0; i < 4; i++) {
        const unsigned char letter = bytes[i] | 0x20;
        if (letter < 'a' || letter > 'z')
            return false;
    }
    return true;
}

/* Its head is there: 8 bytes. */
static void begin_chunk(struct file_look *look)
{
    const uint32_t length = read_number(look->walk.kept);
    const unsigned char *name = look->walk.kept + 4;
    const bool is_first = !look->walk.has_frame;
    const bool is_header = memcmp(name, "IHDR", 4) == 0;
    const bool is_end = memcmp(name, "IEND", 4) == 0;
    look->walk.is_broken |= length > INT32_MAX || !is_chunk_name(name) || is_header != is_first ||
                            (is_header && length != PNG_IHDR_SIZE) || (is_end && length != 0);
    look->walk.has_frame = true;
    look->walk.has_data |= memcmp(name, "IDAT", 4) == 0 && length > 0;
    look->walk.is_over = is_end;
    look->walk.type = is_header;
    look->walk.skip = is_header ? 0 : (uint64_t)length + PNG_CHECKSUM;
}

/* Of the header, width and height: 8 bytes. */
static void end_header(struct file_look *look)
{
    const uint32_t width = read_number(look->walk.kept), height = read_number(look->walk.kept + 4);
    look->walk.is_broken |= width == 0 || height == 0 || width > INT32_MAX || height > INT32_MAX;
    look->walk.type = 0;
    look->walk.skip = PNG_IHDR_SIZE - 8 + PNG_CHECKSUM;
}

static void walk_png(struct file_look *look, unsigned char byte)
{
    if (look->walk.is_over) { /* nothing stands behind its end */
        look->walk.is_broken = true;
        return;
    }
    look->walk.kept[look->walk.at++] = byte;
    if (look->walk.at < PNG_HEAD)
        return;
    look->walk.at = 0;
    if (look->walk.type)
        end_header(look);
    else
        begin_chunk(look);
}

/* --- JPEG: FF and a marker, for most of them a length and data; after a scan, what it coded --- */

enum jpeg_step { JPEG_MARK, JPEG_TYPE, JPEG_LENGTH, JPEG_LENGTH_LOW, JPEG_CODED, JPEG_CODED_MARK };
enum { JPEG_SOI = 0xd8, JPEG_EOI = 0xd9, JPEG_SOS = 0xda, JPEG_TEM = 0x01 };

static bool is_frame(unsigned marker)
{
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static bool is_restart(unsigned marker)
{
    return marker >= 0xd0 && marker <= 0xd7;
}

static void take_marker(struct file_look *look, unsigned marker)
{
    if (marker == 0xff) /* may be repeated before a marker */
        return;
    look->walk.type = marker;
    look->walk.at = JPEG_LENGTH;
    if (marker == JPEG_EOI) {
        look->walk.is_broken |= !look->walk.has_data;
        look->walk.is_over = true;
    } else if (marker == 0 || marker == JPEG_SOI || is_restart(marker) || marker == JPEG_TEM ||
               (marker == JPEG_SOS && !look->walk.has_frame)) {
        look->walk.is_broken = true;
    }
    look->walk.has_frame |= is_frame(marker);
}

static void take_length(struct file_look *look, unsigned length)
{
    look->walk.is_broken |= length < 2;
    look->walk.skip = length < 2 ? 0 : length - 2;
    look->walk.at = look->walk.type == JPEG_SOS ? JPEG_CODED : JPEG_MARK;
    look->walk.has_data |= look->walk.type == JPEG_SOS;
}

static void take_coded(struct file_look *look, unsigned char byte)
{
    if (look->walk.at == JPEG_CODED) {
        look->walk.at = byte == 0xff ? JPEG_CODED_MARK : JPEG_CODED;
    } else if (byte == 0 || is_restart(byte)) {
        look->walk.at = JPEG_CODED;
    } else if (byte != 0xff) {
        take_marker(look, byte);
    }
}

static void walk_jpeg(struct file_look *look, unsigned char byte)
{
    if (look->walk.is_over) /* cameras leave things behind the end, which nobody reads */
        return;
    switch (look->walk.at) {
    case JPEG_MARK:
        look->walk.is_broken |= byte != 0xff;
        look->walk.at = JPEG_TYPE;
        break;
    case JPEG_TYPE:
        take_marker(look, byte);
        break;
    case JPEG_LENGTH:
        look->walk.kept[0] = byte;
        look->walk.at = JPEG_LENGTH_LOW;
        break;
    case JPEG_LENGTH_LOW:
        take_length(look, (unsigned)look->walk.kept[0] << 8 | byte);
        break;
    default: /* JPEG_CODED, JPEG_CODED_MARK */
        take_coded(look, byte);
        break;
    }
}

/* --- PDF: what stands at its end --- */

static bool find(const unsigned char *text, size_t size, const char *word, size_t *ret_at)
{
    const size_t word_size = strlen(word);
    for (size_t at = size; at >= word_size; at--) {
        if (memcmp(text + at - word_size, word, word_size) == 0) {
            *ret_at = at - word_size;
            return true;
        }
    }
    return false;
}

static bool has_pdf_end(const struct file_look *look)
{
    unsigned char end[FILE_TAIL_SIZE];
    const size_t size = look->size < FILE_TAIL_SIZE ? (size_t)look->size : FILE_TAIL_SIZE;
    const size_t from = look->size < FILE_TAIL_SIZE ? 0 : (size_t)(look->size % FILE_TAIL_SIZE);
    size_t at = 0;
    for (size_t i = 0; i < size; i++)
        end[i] = look->tail[(from + i) % FILE_TAIL_SIZE];
    return find(end, size, "%%EOF", &at) && find(end, at, "startxref", &at);
}

/* --- all of them --- */

static void walk(struct file_look *look, enum file_kind kind, const unsigned char *bytes,
                 size_t size)
{
    for (size_t i = 0; i < size && !look->walk.is_broken;) {
        if (look->walk.skip) {
            const uint64_t left = size - i;
            const uint64_t passed = look->walk.skip < left ? look->walk.skip : left;
            look->walk.skip -= passed;
            i += (size_t)passed;
        } else if (kind == FILE_PNG) {
            walk_png(look, bytes[i++]);
        } else {
            walk_jpeg(look, bytes[i++]);
        }
    }
}

void file_look_at(struct file_look *look, const unsigned char *bytes, size_t size)
{
    enum file_kind kind;
    size_t at = 0;
    for (; at < size && look->size < sizeof look->head; at++) {
        look->head[look->size] = bytes[at];
        look->tail[look->size++] = bytes[at];
    }
    if (look->size < sizeof look->head || !file_look_kind(look, &kind))
        return;
    /* A JPEG begins with a segment whose first bytes were taken for the head. */
    if (kind == FILE_JPEG && !look->walk.at && !look->walk.type)
        walk(look, kind, look->head + 2, sizeof look->head - 2);
    if (kind != FILE_PDF)
        walk(look, kind, bytes + at, size - at);
    for (; at < size; at++)
        look->tail[look->size++ % FILE_TAIL_SIZE] = bytes[at];
}

bool file_look_is_whole(const struct file_look *look)
{
    enum file_kind kind;
    if (!file_look_kind(look, &kind))
        return false;
    if (kind == FILE_PDF)
        return has_pdf_end(look);
    return !look->walk.is_broken && look->walk.is_over && look->walk.has_data &&
           look->walk.skip == 0;
}
