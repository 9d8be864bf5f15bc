/*
 * provider.h - how a composed message leaves, and how texts come in.
 *
 * A provider turns one message into one request to the outside world and says
 * what came back. It knows nothing of touchpoints, retries or the store:
 * scheduler/drip.c decides what follows from an outcome, and alone calls send.
 *
 * A send has a point of no return: its last byte. The provider does all it can
 * before it (connects, streams what is long), then calls `ready` and waits for
 * finish() or abandon(); what fits into one write may go with its last byte.
 * Between the two the caller commits the attempt row, so that after a crash
 * only what was about to give up its last byte is in doubt.
 */
#ifndef PROVIDERS_PROVIDER_H
#define PROVIDERS_PROVIDER_H

#include <glib.h>

#include "base/config.h"
#include "base/model.h"

enum send_outcome {
	SEND_ACCEPTED, /* the other side took responsibility */
	SEND_DEFERRED, /* it did not; the same message may pass later */
	SEND_REJECTED, /* it did not, and never will for this recipient */
	SEND_HALTED,   /* our fault (credentials, quota): stop this provider */
	SEND_IN_DOUBT, /* it left, no verdict came: it may be out */
};
/* "accepted", "deferred", "rejected", "halted", "in doubt" */
const char *send_outcome_name(enum send_outcome outcome);

/* Whether the other side was there. */
enum send_reach {
	SEND_REACHED,	/* it said something to this message */
	SEND_CUT_OFF,	/* it hung up, or fell silent, on the way */
	SEND_UNREACHED, /* no connection, no welcome: nothing was tried */
};

struct send_result {
	enum send_outcome outcome;
	enum send_reach reach;
	int retry_after_s; /* what the other side asked for; 0 if nothing */
	char *remote_id;   /* the other side's name for it, or NULL; owned */
	char *detail;	   /* for people: no address, no secret; owned */
	/* SEND_REJECTED: the recipient has said stop to the other side. */
	gboolean opted_out;
};
void send_result_clear(struct send_result *result);

/*
 * Neither is called from inside send(), finish() or abandon(), always from the
 * default main context. ready: at most once. done: exactly once, with or
 * without ready before it; never after abandon().
 */
struct send_watcher {
	void (*ready)(const struct message *message, gpointer user);
	void (*done)(const struct message *message,
	    const struct send_result *result, gpointer user);
};

/* What a webhook request turned out to be. */
enum hook_verdict {
	HOOK_TAKEN,    /* it is proven, and what it says was added */
	HOOK_FORGED,   /* its signature, secret or address is not right */
	HOOK_NONSENSE, /* it is proven, but says nothing that can be read */
};

struct provider;

/* Called once, never from inside poll(). error: nothing can be said. */
typedef void (*provider_polled)(struct provider *provider,
    const struct arrivals *arrivals, const GError *error, gpointer user);

/*
 * Called once, never from inside look_up(). report: what became of the
 * message; NULL without error: the other side never had it.
 */
typedef void (*provider_looked_up)(struct provider *provider,
    const struct message *message, const struct delivery_report *report,
    const GError *error, gpointer user);

struct provider {
	const struct provider_ops *ops;
	char *name;	/* of [provider NAME]; owned */
	guint capacity; /* sends it takes at once */
	/*
	 * Where its webhooks come in, as the world sees it, without what
	 * follows the name: "https://hooks.example.com/hooks/texts". Set and
	 * owned by who opened it; NULL: nobody can call us.
	 */
	const char *hook_url;
};

struct provider_ops {
	const char *type; /* the value of `type` in the INI file */
	enum channel channel;
	const char *help;
	const struct config_key *keys; /* for parsing, check, man page */
	gboolean staged; /* reaches nobody: may run on a staged clock */

	/* Checks that need more than one key; adds to mistakes. May be NULL. */
	void (
	    *check)(const struct config_section *section, GPtrArray *mistakes);

	/*
	 * NULL with error set if the section cannot be used as it stands.
	 * The section is borrowed for the call only.
	 */
	struct provider *(
	    *open)(const struct config_section *section, GError **error);

	/* message is borrowed until done is called or abandon() returns. */
	void (*send)(struct provider *provider, const struct message *message,
	    const struct send_watcher *watcher, gpointer user);
	/* The attempt is on disk: give up the last byte. After ready only. */
	void (
	    *finish)(struct provider *provider, const struct message *message);
	/* It must not leave after all. After ready only; no done follows. */
	void (
	    *abandon)(struct provider *provider, const struct message *message);

	/*
	 * A webhook request to its address: adds texts and reports to
	 * arrivals. With HOOK_FORGED and HOOK_NONSENSE error is set, and
	 * nothing was added. Nothing is read before it is proven; secrets are
	 * compared in constant time. NULL: nobody calls us.
	 */
	enum hook_verdict (*receive)(struct provider *provider,
	    const struct http_request *request, gint64 now_at,
	    struct arrivals *arrivals, GError **error);
	/* What a webhook that was taken is answered with; may be NULL, NULL. */
	const char *hook_answer_type, *hook_answer;

	/*
	 * Asks for what came in since then, for who cannot be called; one call
	 * at a time. The same text may be told again. NULL: cannot be asked.
	 */
	void (*poll)(struct provider *provider, gint64 since_at,
	    provider_polled done, gpointer user);

	/*
	 * Asks what became of a message in doubt, whose attempt began at
	 * since_at; message is borrowed until done. NULL: cannot be asked.
	 */
	void (*look_up)(struct provider *provider,
	    const struct message *message, gint64 since_at,
	    provider_looked_up done, gpointer user);

	/* Ends open sends, polls and look-ups without calling anybody. Frees
	 * the provider. */
	void (*close)(struct provider *provider);
};

/* All there are, NULL-terminated, in the order of the manual. */
const struct provider_ops *const *provider_types(void);
/* NULL if there is none of that type. */
const struct provider_ops *provider_find(const char *type);

#endif
