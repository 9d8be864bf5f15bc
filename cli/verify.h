/*
 * verify.h - what was found, for people. Called by restore.c and store.c too.
 */
#ifndef CLI_VERIFY_H
#define CLI_VERIFY_H

#include "store/verify/verify.h"

/* What is wrong, and how many rows were read. */
void verify_print(const struct verification *found);

#endif
