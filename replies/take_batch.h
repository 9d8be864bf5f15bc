/*
 * take_batch.h - replies that are read together, and written down together.
 * Inside of take*.c only.
 */
#ifndef REPLIES_TAKE_BATCH_H
#define REPLIES_TAKE_BATCH_H

#include "base/settings.h"
#include "replies/read.h"
#include "replies/take.h"
#include "store/replies/replies.h"

enum batch_state {
	BATCH_WAITS, /* its try is not counted */
	BATCH_ASKED, /* with the worker */
	BATCH_READ,
	BATCH_FAILED,  /* the worker died of it, stalled or talked nonsense */
	BATCH_HELD_UP, /* there is no worker */
};

struct batch {
	struct taker *taker; /* for the worker's answer; borrowed */
	enum batch_state state;
	GPtrArray *replies;  /* struct new_reply, in their order */
	GPtrArray *readings; /* struct reading, of each; NULL: not read */
	guint failures;	     /* so often BATCH_FAILED, alone or among others */
	char *hindrance;     /* why it is held up, or NULL */
};

struct batch *batch_new(struct taker *taker);
void batch_free(struct batch *batch);

/* What goes to a worker, and may be read beside others. */
gboolean batch_is_sociable(const struct new_reply *reply);
gsize batch_bytes(const struct batch *batch);

/*
 * take_write.c: the effects of all in it are stored, and told by the hook. Of
 * texts a batch has one alone.
 */
struct batch_world {
	struct store *store;
	const struct settings *settings;
	const struct taker_hooks *hooks;
};
gboolean batch_write_down(const struct batch_world *world,
    const struct batch *batch, gint64 now_at, GError **error);
void batch_tell(const struct batch_world *world,
    const struct reply_effect *effect);

#endif
