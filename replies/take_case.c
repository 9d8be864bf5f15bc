/*
 * take_case.c - see take_case.h. Called by take_write.c.
 *
 * Which side has written follows from the address it came to: each side has one
 * of its own, by which nobody else is written to.
 */
#include "replies/take_case.h"

void
taken_case_free(struct taken_case *taken)
{
	if (taken == NULL)
		return;
	case_words_clear(&taken->words);
	g_strfreev(taken->people);
	g_free(taken);
}

static gboolean
find_case(struct store *store, const struct owner *owner, gint64 *case_id,
    enum case_side *side, GError **error)
{
	*case_id = 0;
	*side = CASE_SIDE_NONE;
	if (!owner->known)
		return TRUE;
	switch (owner->purpose) {
	case TOKEN_CASE_OWNER:
		*case_id = owner->id;
		*side = CASE_SIDE_OWNER;
		return TRUE;
	case TOKEN_CASE_CUSTOMER:
		*case_id = owner->id;
		*side = CASE_SIDE_CUSTOMER;
		return TRUE;
	case TOKEN_BOUNCE:
	case TOKEN_MESSAGE_ID:
		return store_case_of_message(store, owner->id, case_id, side,
		    error);
	case TOKEN_REPLY:
	case TOKEN_UNSUBSCRIBE:
	case TOKEN_DELIVERY:
		return TRUE;
	}
	g_assert_not_reached();
}

/* Neither side is shown an address of the other. */
static GPtrArray *
hidden_of(const struct customer_case *about, char **people)
{
	GPtrArray *hidden = g_ptr_array_new();

	if (about->email != NULL)
		g_ptr_array_add(hidden, about->email);
	if (about->owner != NULL)
		g_ptr_array_add(hidden, about->owner);
	for (; *people != NULL; people++)
		g_ptr_array_add(hidden, *people);
	return hidden;
}

static void
fill(const struct batch_world *world, const struct customer_case *about,
    enum case_side side, const struct reading *reading, gint64 received_at,
    struct taken_case *taken)
{
	struct relay_effect *relay = &taken->relay;
	g_autoptr(GPtrArray) hidden = NULL;

	taken->people = settings_case_people(world->settings, about->owner,
	    about->team);
	hidden = hidden_of(about, taken->people);
	case_words_of(reading, side, hidden, &taken->words);
	taken->invitation_id = about->invitation_id;
	*relay = (struct relay_effect){
		.case_id = about->id,
		.from = side,
		.said = taken->words.said,
		.text = taken->words.text,
		.outcome = taken->words.outcome,
		.from_name = taken->words.from_name,
		.aside = taken->words.aside,
		.people = (const char *const *)taken->people,
		.answers_to = reading->from,
	};
	settings_case_times(world->settings, received_at, received_at,
	    &relay->due_at, &relay->remind_at);
}

gboolean
take_case(const struct batch_world *world, const struct owner *owner,
    const struct reading *reading, gint64 received_at,
    struct taken_case **taken, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(customer_case) about = NULL;
	enum case_side side;
	gint64 case_id;

	*taken = NULL;
	if (!find_case(world->store, owner, &case_id, &side, error))
		return FALSE;
	if (case_id == 0)
		return TRUE;
	about = store_case(world->store, case_id, &failure);
	if (failure != NULL) {
		g_propagate_error(error, g_steal_pointer(&failure));
		return FALSE;
	}
	if (about == NULL)
		return TRUE;
	*taken = g_new0(struct taken_case, 1);
	fill(world, about, side, reading, received_at, *taken);
	return TRUE;
}

void
take_case_judge(const struct taken_case *taken, struct reply_effect *effect,
    struct mail_effect *mail)
{
	gboolean of_customer = taken->relay.from == CASE_SIDE_CUSTOMER;

	effect->relay = &taken->relay;
	/* What a colleague writes is none of the customer's replies. */
	effect->invitation_id = of_customer ? taken->invitation_id : 0;
	effect->suppress = of_customer && effect->suppress;
	mail->unclear = FALSE;
	switch (effect->kind) {
	case REPLY_ANSWER:
	case REPLY_OPT_IN:
	case REPLY_HELP:
		effect->kind = REPLY_COMMENT;
		break;
	case REPLY_OPT_OUT:
		if (!of_customer)
			effect->kind = REPLY_COMMENT;
		break;
	case REPLY_COMMENT:
	case REPLY_BOUNCE:
	case REPLY_DELAY:
	case REPLY_DELIVERED:
	case REPLY_AUTO_REPLY:
	case REPLY_COMPLAINT:
	case REPLY_UNREADABLE:
		break;
	}
}
