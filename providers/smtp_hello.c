/*
 * smtp_hello.c - watches the replies of the connecting phase, which libcurl
 * leads, for capabilities and for the reason of a failure. Called by
 * smtp_link.c.
 */
#include "providers/smtp_hello.h"

#include <string.h>

void
smtp_hello_init(struct smtp_hello *hello, gboolean starttls_wanted)
{
	*hello = (struct smtp_hello){ .reader = smtp_reader_new(),
		.wants_tls = starttls_wanted,
		.stage = SMTP_GREETING };
}

void
smtp_hello_clear(struct smtp_hello *hello)
{
	smtp_reader_free(hello->reader);
	g_free(hello->detail);
	*hello = (struct smtp_hello){ 0 };
}

static void
capability_take(struct smtp_capabilities *capabilities, const char *line)
{
	g_auto(GStrv) words = g_strsplit_set(line, " =", -1);
	const char *name = words[0] != NULL ? words[0] : "";

	if (g_ascii_strcasecmp(name, "PIPELINING") == 0)
		capabilities->pipelining = TRUE;
	else if (g_ascii_strcasecmp(name, "8BITMIME") == 0)
		capabilities->eightbit = TRUE;
	else if (g_ascii_strcasecmp(name, "SMTPUTF8") == 0)
		capabilities->smtputf8 = TRUE;
	else if (g_ascii_strcasecmp(name, "SIZE") == 0) {
		capabilities->size = TRUE;
		if (words[1] != NULL)
			capabilities->size_max_bytes =
			    g_ascii_strtoull(words[1], NULL, 10);
	}
}

static void
capabilities_take(struct smtp_capabilities *capabilities, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	*capabilities = (struct smtp_capabilities){ 0 };
	/* The first line is the server's name and its greeting. */
	for (gsize i = 1; lines[0] != NULL && lines[i] != NULL; i++)
		capability_take(capabilities, lines[i]);
}

/* To what this reply answers: libcurl's commands are not seen, but known. */
static enum smtp_stage
stage_after(const struct smtp_hello *hello, const struct smtp_reply *reply)
{
	if (hello->code == 0)
		return SMTP_GREETING;
	if (hello->stage == SMTP_GREETING || reply->code == 250)
		return SMTP_EHLO;
	/* HELO follows on a refused EHLO */
	if (hello->stage == SMTP_EHLO && hello->code >= 400)
		return SMTP_EHLO;
	if (hello->stage == SMTP_STARTTLS && hello->starttls_begun)
		return SMTP_EHLO;
	if (hello->stage == SMTP_EHLO && hello->wants_tls &&
	    !hello->starttls_begun && reply->code != 334 && reply->code != 235)
		return SMTP_STARTTLS;
	return SMTP_AUTH;
}

static void
reply_take(struct smtp_hello *hello, const struct smtp_reply *reply,
    const char *const *secrets)
{
	hello->stage = stage_after(hello, reply);
	hello->code = reply->code;
	hello->outcome = smtp_reply_judge(hello->stage, reply);
	g_free(hello->detail);
	hello->detail = smtp_reply_detail(hello->stage, reply, secrets);
	if (hello->stage == SMTP_EHLO && reply->code == 250)
		capabilities_take(&hello->capabilities, reply->text->str);
	else if (hello->stage == SMTP_STARTTLS && reply->code == 220)
		hello->starttls_begun = TRUE;
	else if (hello->stage == SMTP_AUTH && reply->code == 235)
		hello->authenticated = TRUE;
}

void
smtp_hello_take(struct smtp_hello *hello, const char *bytes, gsize n,
    const char *const *secrets)
{
	const struct smtp_reply *reply;

	/* Garbage is for libcurl to complain of. */
	while (n > 0 && !hello->garbage) {
		switch (smtp_reader_take(hello->reader, &bytes, &n, &reply)) {
		case SMTP_MORE:
			break;
		case SMTP_REPLY:
			reply_take(hello, reply, secrets);
			break;
		case SMTP_GARBAGE:
			hello->garbage = TRUE;
			break;
		}
	}
}
