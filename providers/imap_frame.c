/*
 * imap_frame.c - packs and unpacks the questions and answers of the worker that
 * reads IMAP. No network, no files. inbox_imap.c calls it on the one side,
 * imap_fetch.c on the other.
 */
#include "providers/imap_frame.h"

#include <string.h>

#include "base/errors.h"

static GBytes *
dump(json_t *root)
{
	char *text = json_dumps(root, JSON_COMPACT);

	g_assert(text != NULL);
	return g_bytes_new_with_free_func(text, strlen(text), free, text);
}

GBytes *
imap_question_pack(const struct imap_question *question)
{
	json_t *root = json_pack("{s:s s:s s:s* s:s* s:s* s:b s:I s:I s:I "
				 "s:I s:I s:I s:I s:I}",
	    "url", question->url, "user", question->user, "password",
	    question->password, "bearer", question->bearer, "ca_file",
	    question->ca_file, "plaintext", question->plaintext, "uidvalidity",
	    (json_int_t)question->from.uidvalidity, "last_uid",
	    (json_int_t)question->from.last_uid, "max_mails",
	    (json_int_t)question->max_mails, "max_bytes",
	    (json_int_t)question->max_bytes, "max_mail",
	    (json_int_t)question->max_mail, "timeout_ms",
	    (json_int_t)question->timeout_ms, "batch_ms",
	    (json_int_t)question->batch_ms, "budget_ms",
	    (json_int_t)question->budget_ms);
	GBytes *bytes;

	g_assert(root != NULL); /* values are UTF-8: the configuration is */
	bytes = dump(root);
	json_decref(root);
	return bytes;
}

struct imap_question *
imap_question_unpack(GBytes *bytes, json_t **root, GError **error)
{
	g_autofree struct imap_question *question = g_new0(struct imap_question,
	    1);
	json_int_t uidvalidity, last_uid, mails, total, mail, timeout, batch,
	    budget;
	json_error_t what = { .text = "it is empty" };
	gsize n;
	const char *text = g_bytes_get_data(bytes, &n);
	int plaintext;

	*root = n > 0 ? json_loadb(text, n, 0, &what) : NULL;
	if (*root == NULL ||
	    json_unpack_ex(*root, &what, 0,
		"{s:s s:s s?s "
		"s?s s?s s:b s:I s:I s:I s:I s:I s:I s:I s:I}",
		"url", &question->url, "user", &question->user, "password",
		&question->password, "bearer", &question->bearer, "ca_file",
		&question->ca_file, "plaintext", &plaintext, "uidvalidity",
		&uidvalidity, "last_uid", &last_uid, "max_mails", &mails,
		"max_bytes", &total, "max_mail", &mail, "timeout_ms", &timeout,
		"batch_ms", &batch, "budget_ms", &budget) != 0) {
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_SOFTWARE,
		    "no question to the IMAP worker: %s", what.text);
		g_clear_pointer(root, json_decref);
		return NULL;
	}
	question->plaintext = plaintext;
	question->from.uidvalidity = (guint32)uidvalidity;
	question->from.last_uid = (guint32)last_uid;
	question->max_mails = mails;
	question->max_bytes = total;
	question->max_mail = mail;
	question->timeout_ms = timeout;
	question->batch_ms = batch;
	question->budget_ms = budget;
	return g_steal_pointer(&question);
}

static void
mail_clear(gpointer data)
{
	struct inbox_mail *mail = data;

	g_clear_pointer(&mail->bytes, g_bytes_unref);
	g_clear_pointer(&mail->recipient, g_free);
}

struct imap_answer *
imap_answer_new(void)
{
	struct imap_answer *answer = g_new0(struct imap_answer, 1);

	answer->mails = g_array_new(FALSE, TRUE, sizeof(struct inbox_mail));
	g_array_set_clear_func(answer->mails, mail_clear);
	return answer;
}

void
imap_answer_free(struct imap_answer *answer)
{
	if (answer == NULL)
		return;
	g_array_unref(answer->mails);
	g_clear_error(&answer->error);
	g_free(answer);
}

static json_t *
answer_head(const struct imap_answer *answer)
{
	json_t *mails = json_array();
	json_t *head = json_pack("{s:I s:I s:b s:o}", "uidvalidity",
	    (json_int_t)answer->looked_at.uidvalidity, "looked_at",
	    (json_int_t)answer->looked_at.last_uid, "more", answer->more,
	    "mails", mails);

	for (guint i = 0; i < answer->mails->len; i++) {
		const struct inbox_mail *mail = &g_array_index(answer->mails,
		    struct inbox_mail, i);

		json_array_append_new(mails,
		    json_pack("{s:I s:I}", "uid",
			(json_int_t)mail->position.last_uid, "bytes",
			(json_int_t)g_bytes_get_size(mail->bytes)));
	}
	if (answer->error != NULL) {
		g_autofree char *message =
		    g_utf8_make_valid(answer->error->message, -1);

		json_object_set_new(head, "error",
		    json_pack("{s:i s:s}", "code", answer->error->code,
			"message", message));
	}
	return head;
}

GBytes *
imap_answer_pack(const struct imap_answer *answer)
{
	GByteArray *frame = g_byte_array_new();
	json_t *root = answer_head(answer);
	g_autoptr(GBytes) head = dump(root);
	guint32 length = GUINT32_TO_BE((guint32)g_bytes_get_size(head));

	json_decref(root);
	g_byte_array_append(frame, (const guint8 *)&length, sizeof(length));
	g_byte_array_append(frame, g_bytes_get_data(head, NULL),
	    (guint)g_bytes_get_size(head));
	for (guint i = 0; i < answer->mails->len; i++) {
		const struct inbox_mail *mail = &g_array_index(answer->mails,
		    struct inbox_mail, i);

		g_byte_array_append(frame, g_bytes_get_data(mail->bytes, NULL),
		    (guint)g_bytes_get_size(mail->bytes));
	}
	return g_byte_array_free_to_bytes(frame);
}

/* The mails that the head lists, from `at` on. FALSE if they aren't there. */
static gboolean
take_mails(struct imap_answer *answer, const json_t *list, GBytes *bytes,
    gsize at)
{
	gsize left = g_bytes_get_size(bytes) - at;
	guint32 last = 0;
	const json_t *item;
	size_t i;

	json_array_foreach(list, i, item)
	{
		struct inbox_mail mail = { .position = answer->looked_at };
		json_int_t uid = json_integer_value(
		    json_object_get(item, "uid"));
		json_int_t n = json_integer_value(
		    json_object_get(item, "bytes"));

		if (uid <= last || uid > G_MAXUINT32 || n < 0 ||
		    (guint64)n > left)
			return FALSE;
		last = (guint32)uid;
		mail.position.last_uid = last;
		mail.bytes = g_bytes_new_from_bytes(bytes, at, (gsize)n);
		g_array_append_val(answer->mails, mail);
		at += (gsize)n;
		left -= (gsize)n;
	}
	return left == 0;
}

static gboolean
take_answer(struct imap_answer *answer, const json_t *head, GBytes *bytes,
    gsize at)
{
	json_int_t uidvalidity, looked_at;
	const json_t *mails;
	const char *message = NULL;
	int more, code = 0;

	if (json_unpack((json_t *)head, "{s:I s:I s:b s:o s?{s:i s:s}}",
		"uidvalidity", &uidvalidity, "looked_at", &looked_at, "more",
		&more, "mails", &mails, "error", "code", &code, "message",
		&message) != 0 ||
	    uidvalidity < 0 || uidvalidity > G_MAXUINT32 || looked_at < 0 ||
	    looked_at > G_MAXUINT32)
		return FALSE;
	answer->looked_at.uidvalidity = (guint32)uidvalidity;
	answer->looked_at.last_uid = (guint32)looked_at;
	answer->more = more;
	if (message != NULL)
		answer->error = g_error_new_literal(DRIPSCORE_ERROR, code,
		    message);
	return take_mails(answer, mails, bytes, at);
}

struct imap_answer *
imap_answer_unpack(GBytes *bytes, GError **error)
{
	g_autoptr(imap_answer) answer = imap_answer_new();
	gsize n;
	const char *data = g_bytes_get_data(bytes, &n);
	guint32 length = 0;
	json_t *head = NULL;
	gboolean is_sound;

	if (n >= sizeof(length)) {
		memcpy(&length, data, sizeof(length));
		length = GUINT32_FROM_BE(length);
	}
	if (length > 0 && length <= n - sizeof(length))
		head = json_loadb(data + sizeof(length), length, 0, NULL);
	is_sound = head != NULL &&
	    take_answer(answer, head, bytes, sizeof(length) + length);
	g_clear_pointer(&head, json_decref);
	if (is_sound)
		return g_steal_pointer(&answer);
	g_set_error_literal(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_SOFTWARE,
	    "the worker that reads IMAP answered what cannot be read");
	return NULL;
}
