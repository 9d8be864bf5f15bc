/*
 * errors.c - the quark of the one error domain. Everybody calls it through
 * DRIPSCORE_ERROR.
 */
#include "base/errors.h"

G_DEFINE_QUARK(dripscore-error-quark, dripscore_error)
