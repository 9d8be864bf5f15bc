/*
 * bounce_words.c - the table of reasons for which mail comes back.
 *
 * The first group of which something is found in a report wins: what is sure
 * stands above what may be said of other things too. To extend it: a word in a
 * list, folded, and a case in tests/unit/test_bounce_words.c. Called by
 * bounce_status.c and bounce_named.c.
 */
#include "replies/bounce_words.h"

#include <string.h>

static const char *const full[] = {
	"mailbox full", "mailbox is full", "mailbox has been full",
	"mailbox for user is full", "mailbox size limit", "mailbox quota",
	"mailbox exceed", "mailbox over quota", "mailfolder is full",
	"mailfolder is over", "mailfile is full", "mail box full",
	"mail box is full", "inbox is full", "inbox full", "full mailbox",
	"full mail box", "folder is full", "user is over quota",
	"user is over the quota", "account is over quota", "account is full",
	"account is exceeding their quota", "over quota", "overquota",
	"over the quota", "over their quota", "over its quota",
	"over disk quota", "over storage quota", "quota exceed",
	"quotaexceeded", "exceeded quota", "exceed quota", "exceeds quota",
	"exceeds its quota", "exceeded his/her quota", "exceeded its quota",
	"exceeded their quota", "exceeded the quota",
	"exceeded storage allocation", "exceeded email quota",
	"exceeds allowed size", "exceeded the limit of his mailbox",
	"would exceed mailbox", "would exceed the mailbox", "quota violation",
	"quota limit", "quota usage exceeded", "disk quota", "storage quota",
	"maximum mailbox", "maildir delivery failed: error writing",
	"out of storage space", "not enough storage space in",
	"not enough space in", "insufficient space to store",
	"insufficient disk space in", "has no space", "enough space",
	"overdrawn his", "overdrawn its", "mailbox has exceeded",
	"mailbox has reached", "is receiving mail at a rate",
	"is receiving mail too quickly", "boîte aux lettres pleine",
	"boite aux lettres pleine", "boite pleine", "boîte est pleine",
	"postfach ist voll", "postfach voll",
	"postfach des empfängers ist voll", "buzón lleno", "buzon lleno",
	"buzón está lleno", "casilla de mail agotado", "caixa postal cheia",
	"caixa de correio cheia", "caixa postal lotada", "casella piena",
	"casella è piena", "mailbox vol", "postvak is vol",
	"skrzynka jest pełna", "skrzynka odbiorcy jest", "ящик переполнен",
	"ящик получателя переполнен", "postilaatikko on täynnä", "容量不足",
	"邮箱空间不足", "邮箱已满", "郵便箱が一杯", "メールボックスがいっぱい", NULL };
static const char *const nobody[] = {
	"user unknown", "unknown user", "user is unknown", "user not known",
	"user not found", "usernotfound", "user does not exist",
	"user doesn't exist", "user doesn't have a", "user does not have",
	"user account does not exist", "user account is unavailable",
	"user is not known", "user invalid", "invalid user",
	"not a valid user", "not a known user", "no such user",
	"no such mailbox", "no such recipient", "no such address",
	"no such account", "no such person", "no such local user",
	"no such virtual user", "no such email", "no such e-mail",
	"no user by that name", "no mailbox here by that name",
	"no mailbox by that name", "no mailbox found", "no mailbox here",
	"no valid recipient", "no account by that name",
	"no one here by that name", "there is no user", "recipient unknown",
	"unknown recipient", "recipient not found", "recipientnotfound",
	"recipnotfound", "recipient does not exist",
	"recipient address does not exist", "recipient no longer",
	"recipient is not local", "recipient not exist",
	"recipient is unknown", "nonexistent recipient", "nonexistent user",
	"non existent user", "non-existent user", "invalid recipient",
	"invalid mailbox", "invalid address",
	"bad destination mailbox address", "bad destination email address",
	"bad address", "unknown address", "address unknown",
	"address is unknown", "address not found", "address couldn't be found",
	"address could not be found", "address wasn't found",
	"addresses were not found", "address you entered couldn't be found",
	"address does not exist", "address doesn't exist", "address no longer",
	"address is no longer", "address is invalid", "address invalid",
	"address error", "account does not exist", "account doesn't exist",
	"account that you tried to reach does not exist", "account not found",
	"account unknown", "unknown account", "unknown mailbox",
	"mailbox unknown", "mailbox not found", "mailbox does not exist",
	"mailbox doesn't exist", "mailbox not exist", "mailbox invalid",
	"mailbox no longer", "unknown local part", "unknown local-part",
	"unknown local user", "unknown e-mail address",
	"unknown email address", "unknown or illegal alias",
	"unknown in virtual", "unknown in local", "unknown in relay",
	"not listed in domino directory", "not listed in public name",
	"not listed in", "not our customer", "not a local user",
	"doesn't have a yahoo", "doesn't have an account",
	"does not have an account", "is not a known user",
	"is not a valid mailbox", "is not a valid recipient",
	"is not a registered", "isn't a valid", "is unknown to",
	"has left the company", "no longer works", "no longer employed",
	"no longer with the company", "no longer on server", "no longer valid",
	"no longer in use", "no longer available", "resolver.adr",
	"access denied. as(", "recipient address rejected: access denied",
	"recipient address rejected: undeliverable address",
	"could not be found in the", "could not find user",
	"cannot find your recipient", "couldn't find any account",
	"delivery to that address is not", "dosn't exist", "doesnt exist",
	"vdeliver: invalid", "vdelivermail", "nobody by that name",
	"has no mailbox", "unknown user name", "empfänger unbekannt",
	"unbekannter empfänger", "benutzer unbekannt",
	"empfänger existiert nicht", "adresse existiert nicht",
	"adresse wurde nicht gefunden", "adresse nicht gefunden",
	"empfängeradresse nicht", "utilisateur inconnu",
	"destinataire inconnu", "adresse inconnue", "adresse introuvable",
	"adresse d au moins un destinataire invalide",
	"adresse e-mail introuvable", "aucune boite aux lettres",
	"usuario desconocido", "usuario no existe", "no existe el usuario",
	"dirección no encontrada", "no se ha encontrado la dirección",
	"casilla ha expirado", "casilla no existe", "usuário inexistente",
	"usuario inexistente", "usuário desconhecido",
	"endereço não encontrado", "destinatário desconhecido",
	"utente sconosciuto", "destinatario sconosciuto",
	"indirizzo non trovato", "gebruiker onbekend", "onbekende gebruiker",
	"adres is niet gevonden", "adres niet gevonden",
	"användaren finns inte", "adressen hittades inte",
	"brugeren findes ikke", "käyttäjää ei ole", "osoitetta ei löyty",
	"nie ma takiego użytkownika", "nie znaleziono adresu",
	"uživatel neexistuje", "пользователь не найден",
	"нет такого пользователя", "такого пользователя нет", "несуществующий",
	"адрес не найден", "ящик не существует", "kullanıcı bulunamadı",
	"user is not registered", "宛先不明", "宛先のアドレスが見つかりません", "アドレスが見つかりません",
	"メールアドレスが存在しません", "收件人不存在", "收件人邮件地址不存在", "邮箱不存在", "用户不存在", "地址不存在",
	"查無此人", NULL };
static const char *const unrouted[] = {
	"unrouteable address", "unroutable address", NULL };
static const char *const ambiguous[] = {
	"not unique. several matches found in domino", NULL };
static const char *const moved[] = {
	"this address no longer accepts mail", "has moved", "user has moved",
	"mailbox has been moved", "has changed e-mail", NULL };
static const char *const gone[] = {
	"account has been disabled", "account is disabled",
	"account that you tried to reach is disabled", "account disabled",
	"account is inactive", "account inactive", "inactive user",
	"inactive account", "account that you tried to reach is inactive",
	"account has been closed", "account closed", "account is closed",
	"account deleted", "account has expired", "account expired",
	"account is not active", "account is locked",
	"account has been suspended", "account is suspended",
	"account suspended", "account has been blocked", "account cancel",
	"mailbox disabled", "mailbox is disabled", "mailbox is inactive",
	"mailbox inactive", "mailbox has been deactivated",
	"mailbox deactivated", "mailbox currently suspended",
	"mailbox is frozen", "mailbox is no longer",
	"mailbox has been suspended", "mailbox was disabled",
	"recipient is disabled", "recipient suspended", "user disabled",
	"user is disabled", "user is inactive", "user suspended",
	"user has been", "disabled or discontinued", "deactivated mailbox",
	"has been deactivated", "email account is inactive",
	"not been used for", "no longer accepts mail", "no longer active",
	"заблокирован", "отключен", NULL };
static const char *const resting[] = {
	"account is temporarily", "mailbox is temporarily",
	"mailbox temporarily", "temporarily disabled", "temporarily suspended",
 NULL };
static const char *const domain[] = {
	"host unknown", "unrouteable mail domain", "unroutable mail domain",
	"unknown host", "host not found", "no such host", "no such domain",
	"domain not found", "domain does not exist", "domain doesn't exist",
	"domain name not found", "domain couldn't be found",
	"domain isn't receiving", "unknown domain", "domain unknown",
	"unknown mail host", "bad destination system",
	"couldn't find any host", "can't find any host",
	"cannot find any host", "name or service not known",
	"nodename nor servname", "name service error for",
	"dns error: domain name not found", "no mx record", "no mail server",
	"all relevant mx records point to non-existent", "unable to find host",
	"mail server for the recipient's domain", "domain has no mx",
	"illegal host/domain", "invalid domain", "domain is not accepting",
	"domäne nicht gefunden", "domaine introuvable",
	"dominio no encontrado", NULL };
static const char *const null_mx[] = {
	"null mx", "recipient address has null mx", "nullmx",
	"does not accept mail (nullmx)", NULL };
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
 NULL };
static const char *const dkim[] = {
	"dkim", NULL };
static const char *const spf[] = {
	"spf", NULL };
static const char *const unproven[] = {
	"unauthenticated", NULL };
static const char *const sender[] = {
	"sender rejected", "sender address rejected", "sender verify failed",
	"sender verification", "domain of sender", "envelope sender", NULL };
static const char *const sender_form[] = {
	"bad sender", "invalid sender", NULL };
static const char *const reverse[] = {
	"reverse dns", "ptr record", "rdns", NULL };
static const char *const form[] = {
	"without to: fields", "rfc 5322", "rfc 2822", NULL };
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
	"did not respond", NULL };
static const char *const broken_off[] = {
	"connection reset", "connection dropped", "connection was dropped",
	"connection lost", "lost connection", "connection died",
	"closed the connection", NULL };
static const char *const expired[] = {
	"has been in the queue too long", "been queued too long",
	"in the queue too long", "in mail queue for too long",
	"retry timeout exceeded", "retry time not reached",
	"delivery time expired", "delivery expired", "message expired",
	"queue expired", "could not be delivered for",
	"cannot send message for", "unable to deliver this message after",
	"has expired", NULL };
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

static const struct {
	const char *const *texts;
	struct bounce_word word;
} groups[] = {
	{ sender, { "1.8", BLAME_MAIL, FALSE } },
	{ sender_form, { "1.7", BLAME_MAIL, FALSE } },
	{ full, { "2.2", BLAME_MAILBOX, FALSE } },
	{ nobody, { "1.1", BLAME_ADDRESS, FALSE } },
	{ unrouted, { "1.2", BLAME_ADDRESS, FALSE } },
	{ ambiguous, { "1.4", BLAME_ADDRESS, FALSE } },
	{ moved, { "1.6", BLAME_ADDRESS, FALSE } },
	{ resting, { "2.1", BLAME_MAILBOX, FALSE } },
	{ gone, { "2.1", BLAME_ADDRESS, FALSE } },
	{ domain, { "1.2", BLAME_ADDRESS, FALSE } },
	{ null_mx, { "1.10", BLAME_ADDRESS, FALSE } },
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

const struct bounce_word *
bounce_words_find(const char *text)
{
	g_autofree char *folded = bounce_fold(text);

	for (guint i = 0; i < G_N_ELEMENTS(groups); i++)
		for (guint k = 0; groups[i].texts[k] != NULL; k++)
			if (strstr(folded, groups[i].texts[k]) != NULL)
				return &groups[i].word;
	return NULL;
}
