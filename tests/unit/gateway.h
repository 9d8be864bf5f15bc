/*
 * gateway.h - what the unit tests of providers of texts share: a section of an
 * INI file with its secrets in a folder of its own.
 */
#ifndef TESTS_UNIT_GATEWAY_H
#define TESTS_UNIT_GATEWAY_H

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/config.h"
#include "providers/provider.h"
#include "tests/unit/unit.h"

#define GATEWAY_SECRET "hookSecretOf32letters"

struct gateway {
	char *folder;
	GPtrArray *files;
	GPtrArray *mistakes;
	struct config *config;
	const struct config_section *section; /* [provider texts] */
};

/* In its folder, for its owner alone. */
static inline void
gateway_write(struct gateway *gateway, const char *name, const char *text)
{
	char *path = g_build_filename(gateway->folder, name, NULL);

	ck_assert(g_file_set_contents_full(path, text, -1,
	    G_FILE_SET_CONTENTS_NONE, 0600, NULL));
	g_ptr_array_add(gateway->files, path);
}

static inline void
gateway_begin(struct gateway *gateway)
{
	*gateway = (struct gateway){ 0 };
	gateway->files = g_ptr_array_new_with_free_func(g_free);
	gateway->mistakes = g_ptr_array_new_with_free_func(g_free);
	gateway->folder = g_dir_make_tmp("gateway-XXXXXX", NULL);
	ck_assert_ptr_nonnull(gateway->folder);
	gateway_write(gateway, "hook.secret", GATEWAY_SECRET "\n");
}

/* The lines that follow "[provider texts]"; keys are those of the section. */
static inline void
gateway_read(struct gateway *gateway, const struct config_key *keys,
    const char *lines)
{
	const struct config_schema schemas[] = {
		{ .kind = "provider", .named = TRUE, .keys = keys },
		{ .kind = NULL },
	};
	g_autofree char *path = g_build_filename(gateway->folder, "x.ini",
	    NULL);
	g_autofree char *text = g_strconcat("[provider texts]\n", lines, NULL);
	/* The sections point to it. */
	static struct config_schema kept[2];

	memcpy(kept, schemas, sizeof(kept));
	g_clear_pointer(&gateway->config, config_free);
	g_ptr_array_set_size(gateway->mistakes, 0);
	gateway->config = config_read_text(path, text, strlen(text), kept,
	    gateway->mistakes);
	gateway->section = config_find(gateway->config, "provider", NULL);
	ck_assert_ptr_nonnull(gateway->section);
}

/* Its mistakes in one text; owned. */
static inline char *
gateway_mistakes(struct gateway *gateway)
{
	g_ptr_array_add(gateway->mistakes, NULL);
	return g_strjoinv("\n", (char **)gateway->mistakes->pdata);
}

static inline void
gateway_end(struct gateway *gateway)
{
	g_clear_pointer(&gateway->config, config_free);
	for (guint i = 0; i < gateway->files->len; i++)
		g_unlink(gateway->files->pdata[i]);
	g_rmdir(gateway->folder);
	g_ptr_array_unref(gateway->files);
	g_ptr_array_unref(gateway->mistakes);
	g_free(gateway->folder);
}

/* A POST from 192.0.2.1 with that body; owned. */
static inline struct http_request *
gateway_request(const char *path, const char *query, const char *type,
    const char *body)
{
	struct http_request *request = g_new0(struct http_request, 1);

	request->method = g_strdup("POST");
	request->path = g_strdup(path);
	request->query = g_strdup(query);
	request->address = g_strdup("192.0.2.1");
	request->headers = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, g_free);
	if (type != NULL)
		g_hash_table_insert(request->headers, g_strdup("content-type"),
		    g_strdup(type));
	request->body = g_bytes_new(body, strlen(body));
	return request;
}

#endif
