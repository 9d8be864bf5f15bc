/*
 * bounce_marks.c - the tables by which a report is known that has no fields.
 *
 * One mark proves nothing: bounce.c adds them up. To extend a table: a word,
 * folded, and a case in tests/unit/test_bounce_prose.c.
 */
#include "replies/reports/bounce_marks.h"

#include <string.h>

#include "replies/reports/bounce_words.h"

/* Within the header From. */
static const char *const senders[] = {
	"mailer-daemon", "mailerdaemon", "mailer_daemon", "mail-daemon",
	"mail_daemon", "maildaemon", "mail.daemon", "mdaemon", "mailerdemon",
	"double-bounce", "microsoftexchange", "mail delivery s",
	"mail delivery a", "internet mail delivery", "mail delivery",
	"delivery subsystem", "mail administrator", "system administrator",
	"mailadministrator", "systemadministrator", "mail subsystem",
	"mail system", "mail router", "mail server", "message router",
	"delivery status", "delivery notification", "email delivery",
	"bounce-handler", "bounces@", "bounce@", "bounced_mail", "ndr@",
	"undeliver", "zustellsystem", "système de remise", "systemadmin",
	"administrador del sistema", "amministratore di sistema",
	"sous-système", "subsistema", NULL };

static const char *const maybe[] = {
	"postmaster", "mailmaster", "mailadmin", "mail-admin", "administrator",
	"admin@", "root@", "noreply@", "no-reply@", "microsoft outlook",
	"exchange", "smtp", "daemon", "post_office", "postoffice", "mailbox@",
	"gateway", "mta@", "mail@", "info@", NULL };

/* Within a subject. */
static const char *const subjects_delayed[] = {
	"delay", "warning: could not send", "still being retried",
	"not yet been delivered", "not yet delivered", "warning: message",
	"delivery warning", "temporary delivery", "verzögert", "verzögerung",
	"retardé", "en retard", "différée", "retrasad", "demora", "atrasad",
	"adiada", "ritardat", "in ritardo", "vertraagd", "vertraging",
	"försena", "forsinket", "viivästy", "opóźnion", "задержк", "задержан",
	"отложен", "gecikti", "遅延", "遅れ", "延迟", "延遲", "지연", NULL };

static const char *const subjects_delivered[] = {
	"notification (success)", "notification (relay)",
	"successful mail delivery", "delivery report (success)",
	"return receipt", "relayed:", "delivered:", "message delivered",
	"zugestellt:", "remis :", "entregado:", "entregue:", "recapitato:",
	"bezorgd:", "levererat:", "toimitettu:", "доставлено:", NULL };

static const char *const subjects_failed[] = {
	"undeliver", "failure notice", "delivery fail", "delivery has failed",
	"notification (failure)", "delivery notification: ",
	"delivery failure", "delivery error", "delivery problem",
	"delivery unsuccessful", "delivery report", "delivery status",
	"delivery notification", "delivery has been refused",
	"delivery attempt", "delivery incomplete", "returned mail",
	"mail returned", "returned to sender", "returned message",
	"return to sender", "message returned", "returned email",
	"returning message to sender", "nondeliver", "non-deliver",
	"non deliver", "not delivered", "was not delivered",
	"not be delivered", "couldn't be delivered", "cannot be delivered",
	"can't be delivered", "unable to deliver", "could not deliver",
	"couldn't deliver", "mail system error", "mail error", "mailing error",
	"message error", "error in mail", "error: message", "failed mail",
	"mail failed,", "postmaster notify", "see transcript", "mail failure",
	"mail failed", "email failed", "message failed", "failed delivery",
	"failed to deliver", "failed message", "message status",
	"message not sent", "could not send", "rejected mail", "rejected:",
	"mail rejected", "message rejected", "message refused",
	"message you sent blocked", "mail blocked", "bounced mail",
	"bounced message", "bounced email", "bounce notification",
	"bounce notice", "mail bounce", "nondelivery", "unknown user",
	"user unknown", "unknown recipient", "address not found",
	"no such user", "unzustellbar", "nicht zugestellt", "nicht zustellbar",
	"zustellung fehlgeschlagen", "zustellung der nachricht fehlgeschlagen",
	"nicht ausgeliefert", "zustellfehler", "nicht übermittelt",
	"fehlgeschlagene zustellung", "fehler bei der zustellung", "non remis",
	"non délivré", "non distribu", "échec de la remise", "échec de remise",
	"échec de la distribution", "échec de distribution",
	"échec de livraison", "échec de l'envoi", "echec de",
	"retour à l'expéditeur", "erreur de distribution",
	"no se puede entregar", "no se pudo entregar", "no entregado",
	"no se ha podido entregar", "no se ha entregado",
	"devuelto al remitente", "correo devuelto", "mensaje devuelto",
	"error de entrega", "entrega fallida", "fallo de entrega",
	"fallo en la entrega", "notificación de estado de entrega (error",
	"não entregue", "não pode ser entregue", "não foi possível entregar",
	"falha na entrega", "falha de entrega", "falha no envio",
	"mensagem devolvida", "email devolvido", "retorno de mensagem",
	"não é possível entregar", "mancato recapito", "mancata consegna",
	"recapito non riuscito", "non recapitat", "non recapitabile",
	"consegna fallita", "non consegnat", "impossibile recapitare",
	"onbestelbaar", "niet bezorgd", "niet worden bezorgd",
	"bezorging mislukt", "niet afgeleverd", "kan niet afleveren",
	"olevererbart", "inte levereras", "ej levererat", "leveransfel",
	"kunde inte leverera", "ikke leveres", "uleverbar", "ikke levert",
	"kunne ikke levere", "leveringsfejl", "toimittaminen epäonnistui",
	"ei voitu toimittaa", "ei voida toimittaa", "toimitus epäonnistui",
	"perille toimittamaton", "nie można dostarczyć", "nie dostarczono",
	"niedostarcz", "zwrot wiadomości", "nelze doručit", "nedoručiteln",
	"nedoručitel", "kézbesíthetetlen", "nem kézbesíthető",
	"sikertelen kézbesítés", "недоставлен", "не доставлен",
	"не может быть доставлен", "не удалось доставить",
	"не удается доставить", "невозможно доставить", "ошибка доставки",
	"сообщение не", "teslim edilemedi", "iletilemedi", "gönderilemedi",
	"μη παραδοτέο", "αδυναμία παράδοσης", "αποτυχία παράδοσης",
	"nelivrabil", "imposibil de livrat", "nu a putut fi livrat",
	"配信不能", "配信エラー", "配信できません", "未配信", "送信できません",
	"配達不能", "エラーメール", "メール送信エラー", "退信", "无法投递",
	"未送达", "无法传递", "邮件退回", "發送失敗", "发送失败", "投递失败",
	"無法傳遞", "無法投遞", "退件", "반송", "배달되지", "배달할 수 없",
	"전송 실패", "לא ניתן למסור", "תקלה במסירה", "تعذر التسليم",
	"فشل تسليم", "không gửi được", "tidak terkirim", "[bounce]",
	"error sending your mail", "error sending your", "could not send mail",
	"mail could not", "returned unread", "returned unopened",
	"delivery notice", "delivery-status", "delivery could not",
	"zustellbenachrichtigung", "rücksendung", "unable to send",
	"nicht zugestellte", "mail undelivered", "problem delivering",
	"trouble delivering", "not deliverable", "mail receipt failure", NULL };

/* These say that a delay has come to its end. */
static const char *const texts_given_up[] = {
	"this is a permanent error", "i've given up", "i am giving up",
	"has failed permanently", "failed permanently",
	"permanent fatal errors", "message will be deleted from queue",
	"message was not delivered within",
	"could not be delivered for 5 days", "cannot send message for",
	"message was removed from queue", "delivery has failed",
	"has been deleted", NULL };

/* Within the first words. */
static const char *const texts_delayed[] = {
	"this is a warning message only", "you do not need to resend",
	"do not need to resend", "has not yet been delivered",
	"not yet been delivered", "has been delayed", "delivery is delayed",
	"delivery delayed", "is delayed", "was delayed", "will be retried",
	"will continue to try", "will keep trying",
	"delivery attempts will continue",
	"attempts to deliver your message will continue",
	"still being retried", "attempts will be made",
	"transient non-fatal errors", "message still undelivered after",
	"could not send message for past", "could not be delivered yet",
	"no action is required on your part", "is being held",
	"remains in the queue", "there was a temporary problem",
	"is going to retry", "we will retry", "system will try again",
	"will be attempted again", "gmail will retry", "we'll keep trying",
	"we will keep trying", "wird weiterhin versucht",
	"weitere zustellversuche", "noch nicht zugestellt", "verzögert",
	"n'a pas encore été", "nouvelles tentatives", "a été retardé",
	"aún no se ha", "se ha retrasado", "se seguirá intentando",
	"ainda não foi", "está atrasada", "non è ancora stato", "ritardata",
	"nog niet bezorgd", "vertraagd", "har försenats",
	"ännu inte levererat", "viivästynyt", "ei ole vielä toimitettu",
	"nie została jeszcze", "opóźnion", "ещё не доставлено",
	"еще не доставлено", "задерж", "遅延しています", "配信が遅れて",
	"仍将继续", "延迟", "hasn't been delivered yet",
	"has not been delivered yet", "will continue to be attempted", NULL };

static const char *const texts_delivered[] = {
	"successfully delivered to", "was successfully delivered",
	"was delivered successfully", "has been successfully delivered",
	"has been successfully relayed", "has been delivered to",
	"successfully relayed",
	"delivery to these recipients or groups is complete",
	"delivery to these recipients or distribution lists is complete",
	"was delivered to the following",
	"following addresses had successful delivery",
	"successful delivery notifications", "had successful delivery",
	"message was successfully", "wurde erfolgreich zugestellt",
	"a été remis aux", "se ha entregado a", "foi entregue a", NULL };

static const char *const texts_failed[] = {
	"could not be delivered", "couldn't be delivered",
	"cannot be delivered", "can not be delivered", "can't be delivered",
	"cannot be sent", "could not be sent", "could not deliver",
	"couldn't deliver", "cannot deliver", "can't deliver",
	"unable to deliver", "not able to deliver", "wasn't able to deliver",
	"failed to deliver", "not possible to deliver", "was not delivered",
	"were not delivered", "wasn't delivered", "not been delivered",
	"has been undeliverable", "is undeliverable", "was undeliverable",
	"undeliverable to", "undeliverable mail", "undeliverable message",
	"undeliverable address", "undelivered", "did not reach",
	"didn't reach", "delivery to the following",
	"delivery to these recipients", "delivery has failed",
	"delivery failed", "delivery failure", "delivery of the following",
	"delivery of your", "delivery of email", "delivery error",
	"non-delivery", "nondelivery", "returned to sender", "returned to you",
	"being returned", "is returned", "was returned", "returned unsent",
	"returned mail", "failed recipient", "failed address",
	"following address failed", "following address(es) failed",
	"addresses failed", "address failed", "addresses had",
	"recipients failed", "error occurred while", "error occurred when",
	"fatal errors", "transcript of session", "the following recipient",
	"following recipients", "the following address", "permanent error",
	"permanent failure", "permanently failed", "user unknown",
	"unknown user", "no such user", "address not found",
	"recipient not found", "mailbox is full", "mailbox full", "over quota",
	"exceeded quota", "mail delivery", "message delivery",
	"delivery status notification", "remote host said", "said: 5",
	"while talking to", "smtp error", "responded with", "server rejected",
	"was rejected", "has been rejected", "been rejected",
	"message rejected", "not accepted", "refused by", "was refused",
	"bounced", "no longer exists", "automatically rejected",
	"delivery subsystem", "diagnostic information for administrators",
	"not listed in", "couldn't be found", "nicht zugestellt",
	"konnte nicht", "unzustellbar", "zustellung fehlgeschlagen",
	"nicht übermittelt", "fehler bei der", "n'a pas pu être",
	"n'a pu être", "n'a pas été remis", "n'ont pas reçu", "échec de",
	"échoué", "impossible de", "non remis", "non délivré",
	"no se pudo entregar", "no se ha podido", "no ha podido",
	"no pudo ser entregado", "no pudo entregar", "no se puede entregar",
	"no llegó", "error en la entrega", "não pôde ser", "não foi possível",
	"nao pode ser", "não foi entregue", "não pode ser entregue",
	"falha na entrega", "falhou", "non è stato possibile",
	"non è stato recapitato", "impossibile", "non recapitat",
	"mancato recapito", "kon niet", "kan niet worden bezorgd",
	"niet bezorgd", "mislukt", "kunde inte", "gick inte att",
	"inte levereras", "kunne ikke", "kan ikke leveres", "ikke leveret",
	"ei voitu", "epäonnistui", "ei voida", "nie może", "nie można",
	"nie została", "nie powiodło", "nepodařilo", "nelze", "nem sikerült",
	"не доставлен", "не было доставлено", "не может быть доставлен",
	"не удалось", "невозможно", "не удается", "ошибка", "teslim edilemedi",
	"iletilemedi", "δεν ήταν δυνατή", "nu a putut", "配信できません",
	"配信でき", "届けられません", "届きません", "送信できません",
	"送信でき", "見つかりません", "エラー", "不能投递", "无法投递",
	"无法送达", "无法发送", "未能送达", "退信", "退回", "投递失败",
	"無法傳遞", "無法投遞", "못했습니다", "없습니다", "trouble delivering",
	"error delivering", "did not like our", "not able to be delivered",
	"could not be reached", "did not receive", "unable to send",
	"failed to send", "delivery problems", "delivery errors",
	"encountered delivery", "failure reasons", "non-delivered",
	"recipients were affected", "affected recipients", "has been bounced",
	"will not continue trying", "couldn't be sent", "not delivered", NULL };

static const char *const returns[] = {
	"below this line is a copy of the message",
	"enclosed is a copy of the message",
	"this is a copy of the message, including all the headers",
	"this is a copy of your message", "this is a copy of the headers",
	"this is a copy of the message's headers",
	"the body of the message is", "headers of the message follow",
	"copy of the message header", "original message -----",
	"original message follows", "original message headers",
	"original message header", "original message below",
	"original message attached", "original message ---",
	"original message/", "start of returned message",
	"unsent message follows", "message header follows",
	"message headers follow", "message text follows",
	"undelivered message follows", "returned message follows",
	"returned message below", "returned message -", "returned text",
	"returned mail follows", "message follows", "text of the message",
	"header of your", "headers of your", "content of your message",
	"of your original message", "of original message",
	"the message headers", "your message follows", "your message reads",
	"beginning of your", "mensaje original", "mensagem original",
	"message d'origine", "message original", "messaggio originale",
	"oorspronkelijk bericht", "originalnachricht",
	"ursprüngliche nachricht", "kopie der nachricht", "copie du message",
	"copia del mensaje", "ursprungligt meddelande", "alkuperäinen viesti",
	"oryginalna wiadomość", "исходное сообщение", "заголовок сообщения",
	"元のメッセージ", "メッセージヘッダ", "原始邮件", "原邮件",
	"원본 메시지", NULL };

/* "Delivered:" stands at the beginning, or it means nothing. */
static gboolean
is_delivered(const char *subject)
{
	for (guint i = 0; subjects_delivered[i] != NULL; i++) {
		const char *at = strstr(subject, subjects_delivered[i]);

		if (at != NULL &&
		    (at == subject ||
			!g_str_has_suffix(subjects_delivered[i], ":")))
			return TRUE;
	}
	return FALSE;
}

/* An answer to a report is written by a person. */
static gboolean
is_answer(const char *subject)
{
	static const char *const marks[] = { "re:", "re :", "aw:", "sv:", "vs:",
		"rv:", "fw:", "fwd:", "wg:", "tr:", "antw:", "odp:", "ответ:",
		"回复:", "答复:", NULL };

	for (guint i = 0; marks[i] != NULL; i++)
		if (g_str_has_prefix(subject, marks[i]))
			return TRUE;
	return FALSE;
}

enum bounce_sender
bounce_mark_sender(const char *from)
{
	g_autofree char *folded = from != NULL ? bounce_fold(from) : NULL;

	if (folded == NULL)
		return BOUNCE_SENDER_PERSON;
	if (bounce_has_one(folded, senders))
		return BOUNCE_SENDER_SERVER;
	return bounce_has_one(folded, maybe) ? BOUNCE_SENDER_MAYBE :
					BOUNCE_SENDER_PERSON;
}

enum bounce_mark
bounce_mark_subject(const char *subject)
{
	g_autofree char *folded = subject != NULL ? bounce_fold(subject) : NULL;

	if (folded == NULL || is_answer(folded))
		return BOUNCE_MARK_NONE;
	if (bounce_has_one(folded, subjects_delayed))
		return BOUNCE_MARK_DELAYED;
	if (is_delivered(folded))
		return BOUNCE_MARK_DELIVERED;
	return bounce_has_one(folded, subjects_failed) ? BOUNCE_MARK_FAILED :
						  BOUNCE_MARK_NONE;
}

enum bounce_mark
bounce_mark_text(const char *text)
{
	if (bounce_has_one(text, texts_given_up))
		return BOUNCE_MARK_FAILED;
	if (bounce_has_one(text, texts_delayed))
		return BOUNCE_MARK_DELAYED;
	if (bounce_has_one(text, texts_delivered))
		return BOUNCE_MARK_DELIVERED;
	return bounce_has_one(text, texts_failed) ? BOUNCE_MARK_FAILED :
					     BOUNCE_MARK_NONE;
}

gboolean
bounce_mark_returns(const char *line)
{
	return bounce_has_one(line, returns);
}
