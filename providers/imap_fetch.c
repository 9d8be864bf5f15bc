/*
 * imap_fetch.c - reads new mails from one IMAP mailbox with libcurl: logs in,
 * lists what lies behind the last UID, and fetches as much as was asked for. It
 * deletes nothing and marks nothing but \Seen, which a fetch sets.
 *
 * It blocks, so it runs in a worker, which calls imap_fetch (inbox_imap.h); the
 * dialogue's single commands are in imap_session.c.
 */
#include <string.h>

#include "providers/imap_frame.h"
#include "providers/imap_listing.h"
#include "providers/imap_session.h"
#include "providers/inbox_imap.h"
#include "providers/inbox_keys.h"

/* UIDs asked for at once; doubled while there is nothing. */
#define WINDOW_UIDS 512
#define WINDOWS_MAX 64

/* So many mails in a row that can't be had are the server's trouble. */
#define FAILURES_MAX 10

struct fetch {
	const struct imap_question *question;
	struct imap_session *session;
	struct imap_answer *answer;
	gsize total_bytes;
	guint failures; /* in a row */
	guint window;
};

static gboolean
is_full(const struct fetch *fetch)
{
	return fetch->answer->mails->len >= fetch->question->max_mails ||
	    imap_session_is_late(fetch->session);
}

/* FALSE if it must wait for the next question. */
static gboolean
has_room(const struct fetch *fetch, gint64 size)
{
	gint64 kept = size > fetch->question->max_mail ? INBOX_CUT_BYTES : size;

	return fetch->answer->mails->len == 0 ||
	    (gint64)fetch->total_bytes + kept <= fetch->question->max_bytes;
}

static void
keep_mail(struct fetch *fetch, const struct imap_listed *listed,
    const GByteArray *bytes)
{
	const struct imap_question *question = fetch->question;
	struct inbox_mail mail = { .position = fetch->answer->looked_at };
	gboolean is_large = listed->size > question->max_mail ||
	    bytes->len > question->max_mail;

	mail.position.last_uid = listed->uid;
	mail.bytes = is_large ? inbox_cut(bytes->data, bytes->len,
				    MAX((guint64)listed->size, bytes->len)) :
				g_bytes_new(bytes->data, bytes->len);
	fetch->total_bytes += g_bytes_get_size(mail.bytes);
	g_array_append_val(fetch->answer->mails, mail);
}

/*
 * A mail that can't be had, although it is still listed, is reported; it holds
 * up nothing behind it. FALSE with error set: no use in going on.
 */
static gboolean
note_failure(struct fetch *fetch, const struct imap_listed *listed,
    GError *failure, GError **error)
{
	g_autoptr(GArray) still = NULL;
	struct imap_answer *answer = fetch->answer;

	if (++fetch->failures >= FAILURES_MAX ||
	    !imap_session_is_usable(failure)) {
		g_propagate_error(error, failure);
		return FALSE;
	}
	still = imap_session_list(fetch->session, listed->uid, listed->uid,
	    error);
	if (still == NULL || still->len == 0 || answer->error != NULL) {
		g_error_free(failure);
		return still != NULL;
	}
	g_prefix_error(&failure,
	    "the mail with UID %u cannot be fetched: ", listed->uid);
	answer->error = failure;
	return TRUE;
}

static gboolean
fetch_mail(struct fetch *fetch, const struct imap_listed *listed,
    GError **error)
{
	gsize limit = (gsize)fetch->question->max_mail;
	g_autoptr(GByteArray) bytes = NULL;
	GError *failure = NULL;

	if (listed->size > fetch->question->max_mail)
		limit = INBOX_CUT_BYTES;
	bytes = imap_session_fetch(fetch->session, listed->uid, limit,
	    listed->size > fetch->question->max_mail, &failure);
	if (bytes == NULL)
		return note_failure(fetch, listed, failure, error);
	fetch->failures = 0;
	keep_mail(fetch, listed, bytes);
	return TRUE;
}

/* The mails listed, as far as there is room; moves looked_at along. */
static gboolean
fetch_listed(struct fetch *fetch, const GArray *list, guint32 last,
    GError **error)
{
	struct inbox_position *looked_at = &fetch->answer->looked_at;

	for (guint i = 0; i < list->len; i++) {
		const struct imap_listed *listed = &g_array_index(list,
		    struct imap_listed, i);

		if (is_full(fetch) || !has_room(fetch, listed->size)) {
			fetch->answer->more = TRUE;
			return TRUE;
		}
		if (!fetch_mail(fetch, listed, error))
			return FALSE;
		looked_at->last_uid = listed->uid;
	}
	looked_at->last_uid = last;
	return TRUE;
}

static guint32
window_end(const struct fetch *fetch, guint32 highest)
{
	guint32 last = fetch->answer->looked_at.last_uid;

	return highest - last > fetch->window ? last + fetch->window : highest;
}

/* FALSE with error set; what was fetched before is in the answer. */
static gboolean
fetch_windows(struct fetch *fetch, guint32 highest, GError **error)
{
	struct imap_answer *answer = fetch->answer;

	fetch->window = WINDOW_UIDS;
	for (guint i = 0; answer->looked_at.last_uid < highest; i++) {
		guint32 end = window_end(fetch, highest);
		g_autoptr(GArray) list = NULL;

		answer->more = i == WINDOWS_MAX || is_full(fetch);
		if (answer->more)
			return TRUE;
		list = imap_session_list(fetch->session,
		    answer->looked_at.last_uid + 1, end, error);
		if (list == NULL || !fetch_listed(fetch, list, end, error))
			return FALSE;
		if (answer->more)
			return TRUE;
		if (list->len > 0)
			fetch->window = WINDOW_UIDS;
		else if (fetch->window < G_MAXUINT32 / 2)
			fetch->window *= 2;
	}
	return TRUE;
}

static gboolean
fetch_all(struct fetch *fetch, GError **error)
{
	struct imap_answer *answer = fetch->answer;
	guint32 uidvalidity, highest;

	if (!imap_session_select(fetch->session, &uidvalidity, &highest, error))
		return FALSE;
	/* Another UIDVALIDITY: UIDs mean other mails, so from the start. */
	if (uidvalidity != answer->looked_at.uidvalidity)
		answer->looked_at = (struct inbox_position){
			.uidvalidity = uidvalidity
		};
	return fetch_windows(fetch, highest, error);
}

GBytes *
imap_fetch(GBytes *question, gpointer user)
{
	g_autoptr(imap_answer) answer = imap_answer_new();
	g_autoptr(GError) error = NULL;
	json_t *root = NULL;
	g_autofree struct imap_question *asked = imap_question_unpack(question,
	    &root, &error);
	struct fetch fetch = { .question = asked, .answer = answer };
	gboolean well;

	(void)user;
	if (asked != NULL) {
		answer->looked_at = asked->from;
		fetch.session = imap_session_new(asked);
		well = fetch_all(&fetch, &error);
		imap_session_free(fetch.session, well);
		json_decref(root);
	}
	if (error != NULL) {
		g_clear_error(&answer->error);
		answer->error = g_steal_pointer(&error);
	}
	return imap_answer_pack(answer);
}
