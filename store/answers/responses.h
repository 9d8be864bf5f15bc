/*
 * responses.h - what holds for all responses: how long their comments may be.
 */
#ifndef STORE_RESPONSES_H
#define STORE_RESPONSES_H

#include "base/model.h"
#include "store/counts/scores.h"
#include "store/store.h"

/* What one person writes over and over doesn't grow for ever. */
#define RESPONSE_COMMENT_MAX_BYTES (64 * 1024)

#endif
