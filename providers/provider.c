/*
 * provider.c - the list of providers, and the words for what they report.
 * Called by the configuration's schema, by scheduler/drip.c and by cli/.
 */
#include "providers/provider.h"

#include "providers/http_gateway.h"
#include "providers/kannel.h"
#include "providers/maildir.h"
#include "providers/slack.h"
#include "providers/smtp.h"
#include "providers/twilio.h"
#include "providers/vonage.h"
#include "providers/webhook.h"

const char *
send_outcome_name(enum send_outcome outcome)
{
	switch (outcome) {
	case SEND_ACCEPTED:
		return "accepted";
	case SEND_DEFERRED:
		return "deferred";
	case SEND_REJECTED:
		return "rejected";
	case SEND_HALTED:
		return "halted";
	case SEND_IN_DOUBT:
		return "in doubt";
	}
	g_assert_not_reached();
}

void
send_result_clear(struct send_result *result)
{
	g_free(result->remote_id);
	g_free(result->detail);
	*result = (struct send_result){ 0 };
}

const struct provider_ops *const *
provider_types(void)
{
	static const struct provider_ops *const types[] = {
		&smtp_provider,
		&maildir_provider,
		&twilio_provider,
		&vonage_provider,
		&kannel_provider,
		&http_provider,
		&webhook_provider,
		&slack_provider,
		NULL,
	};

	return types;
}

const struct provider_ops *
provider_find(const char *type)
{
	const struct provider_ops *const *types = provider_types();

	for (gsize i = 0; types[i] != NULL; i++)
		if (g_str_equal(types[i]->type, type))
			return types[i];
	return NULL;
}
