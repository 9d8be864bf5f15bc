/*
 * take_batch.c - see take_batch.h. Called by take.c.
 */
#include "replies/take_batch.h"

struct batch *
batch_new(struct taker *taker)
{
	struct batch *batch = g_new0(struct batch, 1);

	batch->taker = taker;
	batch->replies = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)new_reply_free);
	return batch;
}

void
batch_free(struct batch *batch)
{
	if (batch == NULL)
		return;
	g_ptr_array_unref(batch->replies);
	g_clear_pointer(&batch->readings, g_ptr_array_unref);
	g_free(batch->hindrance);
	g_free(batch);
}

/* Who was tried before, in vain, may be what its reader dies of. */
gboolean
batch_is_sociable(const struct new_reply *reply)
{
	return reply->channel != CHANNEL_SMS && reply->tries == 0;
}

gsize
batch_bytes(const struct batch *batch)
{
	gsize sum = 0;

	for (guint i = 0; i < batch->replies->len; i++) {
		const struct new_reply *reply = batch->replies->pdata[i];

		sum += g_bytes_get_size(reply->bytes);
	}
	return sum;
}
