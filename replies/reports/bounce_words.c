/*
 * bounce_words.c - the table of reasons for which mail comes back that lie with
 * us, our mail, or the way; and the search in all of them.
 *
 * The first group of which something is found in a report wins: what is sure
 * stands above what may be said of other things too. To extend it: a word in a
 * list, folded, and a case in tests/unit/test_bounce_words.c. Called by
 * bounce_status.c and bounce_named.c.
 */
#include "replies/reports/bounce_words.h"

#include <string.h>

static const char *const sender[] = {
	"sender rejected", "sender address rejected", "sender verify failed",
	"sender verification", "domain of sender", "envelope sender", NULL };

static const char *const sender_form[] = {
	"bad sender", "invalid sender", NULL };

static const char *const servers[] = {
	"message was undeliverable. all servers failed", NULL };

static const char *const big[] = {
	"message too big", "message too large", "message is too large",
	"message is too big", "message size exceed", "message size limit",
	"message length exceed", "exceeds size limit",
	"exceeds maximum message size", "exceeds the maximum",
	"exceeds fixed limit", "exceeded maximum inbound message size",
	"message file too big", "maximum message size", "size limit",
	"too large message", "mail size limit", "nachricht ist zu groß",
	"message trop volumineux", NULL };

static const char *const relay[] = {
	"relaying denied", "relay denied", "relay access denied",
	"relaying not allowed", "relay not permitted", "unable to relay",
	"not permitted to relay", "relaying is prohibited",
	"relaying disallowed", "relaying prohibited", "cannot relay",
	"we do not relay", "no relaying", "authentication required",
	"rcpthosts", "must check for new mail first", NULL };

static const char *const dkim[] = {
	"dkim", NULL };

static const char *const spf[] = {
	"spf", NULL };

static const char *const unproven[] = {
	"unauthenticated", NULL };

static const char *const reverse[] = {
	"reverse dns", "ptr record", "rdns", NULL };

static const char *const form[] = {
	"without to: fields", "rfc 5322", "rfc 2822", NULL };

static const char *const refused[] = {
	"looks like spam", "considered spam", "identified as spam",
	"classified as spam", "detected as spam", "suspected spam",
	"spam message", "spam detected", "spam content", "spam score",
	"spam rejected", "spam email", "spam mail", "is spam", "as spam",
	"spamhaus", "spamcop", "sorbs", "unsolicited", "bulk email",
	"junk mail", "dnsbl", "listed by", "listed at", "is listed",
	"listed on", "black list", "blacklist", "block list", "blocklist",
	"poor reputation", "low reputation", "bad reputation", "reputation",
	"access from ip address", "your ip", "ip address", "blocked using",
	"blocked by", "was blocked", "been blocked", "is blocked",
	"content rejected", "message content", "policy", "dmarc",
	"message rejected", "message was rejected", "message refused",
	"message blocked", "not authorized", "not authorised",
	"not allowed to send", "not permitted to send", "restricted",
	"access denied", "delivery not authorized", "sender denied", "a virus",
	"virus found", "virus detected", "contains virus", "malware",
	"infected", "banned", "prohibited", "attachment", "spam", "blocked",
	"recipient is not accepting mail", "is not accepting any mail",
	"refused to receive", "refuses to receive", "refuse to receive",
	"notauthorized", "is protected by", "user reject",
	"blocked by the recipient", "you have been blocked",
	"not accepting mail from", "not accepted for", "rejected for",
	"listed in", "unsolicited bulk", NULL };

static const char *const expired[] = {
	"has been in the queue too long", "been queued too long",
	"in the queue too long", "in mail queue for too long",
	"retry timeout exceeded", "retry time not reached",
	"delivery time expired", "delivery expired", "message expired",
	"queue expired", "could not be delivered for",
	"cannot send message for", "unable to deliver this message after",
	"has expired", "could not find a gateway", "failing for a long time",
	"not been collected after", "after multiple retries",
	"allowed queue period", "could not be delivered for more than",
	"unable to deliver after", "maximum retries", "max retries",
	"too many retries", "retries exceeded", "retry count exceeded",
	"retry limit", NULL };

static const char *const loop[] = {
	"loops back to myself", "mail loop", "routing loop", "too many hops",
	"hop count exceeded", "looping", NULL };

static const char *const route[] = {
	"timed out", "time out", "timeout", "connection refused",
	"connection failed", "cannot connect", "can't connect",
	"couldn't connect", "could not connect", "unable to connect",
	"unable to reach", "could not contact",
	"accept our requests to connect",
	"could not initiate smtp conversation",
	"unable to establish an smtp connection",
	"couldn't establish a connection",
	"wasn't able to establish an smtp connection", "no route to host",
	"network is unreachable", "network unreachable", "host is unreachable",
	"host unreachable", "no answer from host", "not responding",
	"did not respond", "did not like our", "not reachable",
	"could not reach", "operation timed out", "unable to contact",
	"host not reachable", "zeitüberschreitung", "délai d'attente",
	"tiempo de espera", NULL };

static const char *const broken_off[] = {
	"connection reset", "connection dropped", "connection was dropped",
	"connection lost", "lost connection", "connection died",
	"closed the connection", NULL };

static const char *const greylist[] = {
	"greylist", "graylist", NULL };

static const char *const later[] = {
	"try again later", "try later", NULL };

static const char *const trouble[] = {
	"temporary failure", "temporarily unavailable",
	"temporary local problem", "temporary", "ldap", "i/o error",
	"input/output error", "internal error", NULL };

static const char *const busy[] = {
	"too many connections", "too many concurrent", NULL };

static const char *const too_many[] = {
	"too many recipients", NULL };

static const char *const rate[] = {
	"rate limit", "throttl", NULL };

static const char *const disk[] = {
	"insufficient system", "system full", "disk full", "no space left",
	"not enough disk space", "insufficient disk", NULL };

static const char *const wrongly_set[] = {
	"local configuration error", "configuration error", NULL };

static const char *const incapable[] = {
	"system not capable", NULL };

static const char *const tls[] = {
	"starttls", "tls", NULL };

static const char *const vague[] = {
	"does not like recipient", "mailbox unavailable",
	"mailbox not available", "mailbox is unavailable",
	"recipient rejected", "recipient address rejected",
	"recipient refused", "recipient denied", "rejected recipient",
	"recipient ok, not", "address rejected", "undeliverable address",
	"does not exist", "doesn't exist", "not exist", "n'existe pas",
	"no existe", "não existe", "non esiste", "existiert nicht",
	"bestaat niet", "finns inte", "nie istnieje", "не существует",
	"не найден", "不存在", "not found", "unknown", NULL };

static const struct bounce_words_group of_sender[] = {
	{ sender, { "1.8", BLAME_MAIL, FALSE } },
	{ sender_form, { "1.7", BLAME_MAIL, FALSE } },
	{ NULL, { NULL, BLAME_MAIL, FALSE } },
};

static const struct bounce_words_group of_others[] = {
	{ servers, { "4.1", BLAME_ROUTE, FALSE } },
	{ big, { "3.4", BLAME_MAIL, FALSE } },
	{ relay, { "7.1", BLAME_MAIL, FALSE } },
	{ dkim, { "7.20", BLAME_MAIL, FALSE } },
	{ spf, { "7.23", BLAME_MAIL, FALSE } },
	{ unproven, { "7.26", BLAME_MAIL, FALSE } },
	{ reverse, { "7.25", BLAME_MAIL, FALSE } },
	{ form, { "6.0", BLAME_MAIL, FALSE } },
	{ refused, { "7.1", BLAME_MAIL, FALSE } },
	{ expired, { "4.7", BLAME_ROUTE, FALSE } },
	{ loop, { "4.6", BLAME_ROUTE, FALSE } },
	{ route, { "4.1", BLAME_ROUTE, FALSE } },
	{ broken_off, { "4.2", BLAME_ROUTE, FALSE } },
	{ greylist, { "7.1", BLAME_ROUTE, FALSE } },
	{ later, { "3.2", BLAME_ROUTE, FALSE } },
	{ trouble, { "3.0", BLAME_ROUTE, FALSE } },
	{ busy, { "4.5", BLAME_ROUTE, FALSE } },
	{ too_many, { "5.3", BLAME_MAIL, FALSE } },
	{ rate, { "7.1", BLAME_MAIL, FALSE } },
	{ disk, { "3.1", BLAME_ROUTE, FALSE } },
	{ wrongly_set, { "3.5", BLAME_ROUTE, FALSE } },
	{ incapable, { "3.3", BLAME_ROUTE, FALSE } },
	{ tls, { "7.10", BLAME_ROUTE, FALSE } },
	{ vague, { "1.1", BLAME_ADDRESS, TRUE } },
	{ NULL, { NULL, BLAME_MAIL, FALSE } },
};

char *
bounce_fold(const char *text)
{
	g_autofree char *lower = g_utf8_strdown(text, -1);
	GString *out = g_string_sized_new(strlen(lower));

	for (const char *at = lower; *at != '\0'; at++) {
		if (g_ascii_isspace(*at)) {
			if (out->len > 0 && out->str[out->len - 1] != ' ')
				g_string_append_c(out, ' ');
		} else if (g_str_has_prefix(at, "\xe2\x80\x99")) {
			g_string_append_c(out, '\'');
			at += 2;
		} else {
			g_string_append_c(out, *at);
		}
	}
	return g_string_free(out, FALSE);
}

gboolean
bounce_has_one(const char *text, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strstr(text, *list) != NULL)
			return TRUE;
	return FALSE;
}

const struct bounce_word *
bounce_words_find(const char *text)
{
	static const struct bounce_words_group *const tables[] = { of_sender,
		bounce_words_of_address, of_others };
	g_autofree char *folded = bounce_fold(text);

	for (guint i = 0; i < G_N_ELEMENTS(tables); i++)
		for (guint k = 0; tables[i][k].texts != NULL; k++)
			for (guint n = 0; tables[i][k].texts[n] != NULL; n++)
				if (strstr(folded, tables[i][k].texts[n]))
					return &tables[i][k].word;
	return NULL;
}
