/*
 * compose_mould.c - which mould a mail is made in. Called by compose_ask.c.
 *
 * A mould is of a touchpoint, a language and a provider; of how long the tokens
 * are, for lines are broken by length; and of what is known of the person, for
 * a template may leave out what is not.
 */
#include "scheduler/compose_mould.h"

#include <string.h>

#include "scheduler/compose_gaps.h"

/* Each holds a mail two or three times. */
#define MOULDS_MAX 64
#define KINDS_MAX 256

/* Touchpoint and language are the same by their address: they outlive us. */
struct kind_key {
	const struct touchpoint *touchpoint;
	const char *language;
	gsize kind; /* enum message_kind */
};

struct mould_key {
	struct kind_key of;
	const struct config_section *provider;
	gsize shown; /* of the gaps */
	gsize lengths; /* of the tokens */
};

struct moulds {
	GHashTable *gaps; /* struct kind_key -> struct gaps, or none */
	GHashTable *all; /* struct mould_key -> struct mould, or none */
	guint cast;
	/* Of the last provider that was asked for. */
	const struct config_section *provider;
	char *from_address, *domain;
	/* As it was written last: all of one second have the same. */
	gint64 date_at;
	GString *date;
};

static guint
hash_of(const void *key, gsize n)
{
	const guint8 *bytes = key;
	guint64 hash = 0;

	for (gsize i = 0; i + sizeof(guint64) <= n; i += sizeof(guint64)) {
		guint64 word;

		memcpy(&word, bytes + i, sizeof(word));
		hash = (hash ^ word) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
	}
	return (guint)(hash >> 32);
}

static guint
kind_hash(gconstpointer key)
{
	return hash_of(key, sizeof(struct kind_key));
}

static gboolean
kind_equal(gconstpointer a, gconstpointer b)
{
	return memcmp(a, b, sizeof(struct kind_key)) == 0;
}

static guint
mould_hash(gconstpointer key)
{
	return hash_of(key, sizeof(struct mould_key));
}

static gboolean
mould_equal(gconstpointer a, gconstpointer b)
{
	return memcmp(a, b, sizeof(struct mould_key)) == 0;
}

static void
gaps_destroy(gpointer gaps)
{
	gaps_free(gaps);
}

static void
mould_destroy(gpointer mould)
{
	mould_free(mould);
}

struct moulds *
moulds_new(void)
{
	struct moulds *moulds = g_new0(struct moulds, 1);

	moulds->gaps = g_hash_table_new_full(kind_hash, kind_equal, g_free,
	    gaps_destroy);
	moulds->all = g_hash_table_new_full(mould_hash, mould_equal, g_free,
	    mould_destroy);
	moulds->date = g_string_new(NULL);
	return moulds;
}

void
moulds_free(struct moulds *moulds)
{
	if (moulds == NULL)
		return;
	g_hash_table_destroy(moulds->gaps);
	g_hash_table_destroy(moulds->all);
	g_free(moulds->from_address);
	g_free(moulds->domain);
	g_string_free(moulds->date, TRUE);
	g_free(moulds);
}

guint
moulds_cast(const struct moulds *moulds)
{
	return moulds->cast;
}

static const struct gaps *
gaps_for(const struct composer *composer, const struct kind_key *key)
{
	GHashTable *all = composer->moulds->gaps;
	gpointer gaps;

	if (g_hash_table_lookup_extended(all, key, NULL, &gaps))
		return gaps;
	if (g_hash_table_size(all) >= KINDS_MAX)
		g_hash_table_remove_all(all);
	gaps = gaps_new(composer, key->touchpoint, key->language,
	    (enum message_kind)key->kind);
	g_hash_table_insert(all, g_memdup2(key, sizeof(*key)), gaps);
	return gaps;
}

static const struct mould *
mould_for(const struct composer *composer, const struct outbox_item *item,
    const struct mould_key *key, const struct gaps *gaps,
    const struct mould_filling *like)
{
	struct moulds *moulds = composer->moulds;
	struct event blank = { .contact = { .language =
						(char *)key->of.language } };
	gpointer mould;

	if (g_hash_table_lookup_extended(moulds->all, key, NULL, &mould))
		return mould;
	if (g_hash_table_size(moulds->all) >= MOULDS_MAX)
		g_hash_table_remove_all(moulds->all);
	gaps_blank_event(gaps, (guint32)key->shown, &blank);
	mould = mould_new(composer, item, key->provider, &blank, like);
	g_free(blank.attributes);
	g_free(blank.contact.attributes);
	g_hash_table_insert(moulds->all, g_memdup2(key, sizeof(*key)), mould);
	moulds->cast += mould != NULL;
	return mould;
}

static void
provider_note(struct moulds *moulds, const struct config_section *provider)
{
	if (moulds->provider == provider)
		return;
	moulds->provider = provider;
	g_free(moulds->from_address);
	g_free(moulds->domain);
	moulds->from_address = mime_address(config_text(provider, "from"));
	moulds->domain = g_strdup(compose_domain(moulds->from_address));
}

static struct message *
fill(const struct composer *composer, const struct outbox_item *item,
    const struct config_section *provider, const struct mould *mould,
    const struct mould_filling *filling)
{
	struct moulds *moulds = composer->moulds;
	struct message *message = g_new0(struct message, 1);

	provider_note(moulds, provider);
	message->id = item->message_id;
	message->channel = item->channel;
	message->recipient = g_strdup(item->event->contact.email);
	message->name = g_strconcat(filling->tokens[MOULD_MESSAGE], "@",
	    moulds->domain, NULL);
	message->sender = compose_sender(composer, provider, item->message_id,
	    moulds->from_address);
	message->bytes = mould_fill(mould, filling);
	return message;
}

static void
tokens_make(const struct composer *composer, const struct outbox_item *item,
    struct mould_filling *filling)
{
	filling->tokens[MOULD_REPLY] = compose_token(composer, TOKEN_REPLY,
	    item->invitation_id);
	filling->tokens[MOULD_LEAVE] = compose_token(composer,
	    TOKEN_UNSUBSCRIBE, item->invitation_id);
	filling->tokens[MOULD_MESSAGE] = compose_token(composer,
	    TOKEN_MESSAGE_ID, item->message_id);
	if (item->follows_message_id != 0)
		filling->tokens[MOULD_FOLLOWS] = compose_token(composer,
		    TOKEN_MESSAGE_ID, item->follows_message_id);
}

static const char *
date_line(struct moulds *moulds, gint64 at)
{
	if (moulds->date->len == 0 || moulds->date_at != at) {
		moulds->date_at = at;
		g_string_truncate(moulds->date, 0);
		mime_put_date(moulds->date, at);
	}
	return moulds->date->str;
}

static gsize
lengths_of(const struct mould_filling *filling)
{
	gsize lengths = 0;

	for (guint i = 0; i < MOULD_TOKENS; i++)
		lengths = lengths << 8 |
		    (filling->tokens[i] != NULL ? strlen(filling->tokens[i]) :
						  0);
	return lengths;
}

struct message *
mould_compose(const struct composer *composer, const struct outbox_item *item,
    const struct config_section *provider, gint64 now_at)
{
	struct mould_key key = {
		.of = { settings_touchpoint(composer->settings,
			    item->touchpoint),
		    compose_language(composer, item->event), item->kind },
		.provider = provider,
	};
	struct mould_filling filling = {
		.to_name = item->event->contact.name,
		.to_address = item->event->contact.email,
		.date = date_line(composer->moulds, now_at),
	};
	const struct gaps *gaps;
	const struct mould *mould = NULL;
	struct gap_values values;
	struct message *message = NULL;

	if (item->kind == MESSAGE_NUDGE ||
	    item->message_id == item->follows_message_id)
		return NULL;
	gaps = gaps_for(composer, &key.of);
	if (gaps == NULL)
		return NULL;
	tokens_make(composer, item, &filling);
	if (gaps_read(gaps, item->event, &values)) {
		key.shown = values.shown;
		key.lengths = lengths_of(&filling);
		filling.gaps = values.texts;
		mould = mould_for(composer, item, &key, gaps, &filling);
	}
	if (mould != NULL)
		message = fill(composer, item, provider, mould, &filling);
	gap_values_clear(&values);
	for (guint i = 0; i < MOULD_TOKENS; i++)
		g_free(filling.tokens[i]);
	return message;
}
