/*
 * reading_pack.h - a reading as bytes and back, as it passes from the process
 * that reads hostile mail. For read_many.c alone.
 */
#ifndef REPLIES_READING_PACK_H
#define REPLIES_READING_PACK_H

#include "replies/read.h"

void reading_pack(GByteArray *bytes, const struct reading *reading);
/*
 * NULL: it is no such thing. What comes back is not trusted: every text of the
 * reading is UTF-8, every value one that a reading may have.
 */
struct reading *reading_unpack(const guint8 *bytes, gsize n);

#endif
