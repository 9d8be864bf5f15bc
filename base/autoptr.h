/*
 * autoptr.h - g_autoptr(config) for a struct config that has no typedef.
 *
 * G_DEFINE_AUTOPTR_CLEANUP_FUNC takes a typedef's name only, and a typedef
 * named as its tag makes every variable of that name a shadow (-Wshadow).
 */
#ifndef BASE_AUTOPTR_H
#define BASE_AUTOPTR_H

#include <glib.h>

/* After it, g_autoptr(tag) is a struct tag * that is freed by `free_func`. */
#define AUTOPTR_DEFINE(tag, free_func)                                         \
	typedef struct tag *_GLIB_AUTOPTR_TYPENAME(tag);                       \
	G_GNUC_UNUSED static inline void _GLIB_AUTOPTR_FUNC_NAME(tag)(         \
	    struct tag * *pointer)                                             \
	{                                                                      \
		if (*pointer != NULL)                                          \
			(free_func)(*pointer);                                 \
	}

#endif
