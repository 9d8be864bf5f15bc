/*
 * quote_words_mk.c - what mail programs write around a quote,
 * Macedonian to Russian.
 *
 * The columns are told in quote_words.h, which lists the files.
 */
#include "replies/quote/quote_words.h"

const struct quote_language quote_words_mk[] = {
	{ .code = "mk",
	    .opener = "На",
	    .verb = "напиша|напишал|напишала|пишува",
	    .from = "Од",
	    .sent = "Испратено|Датум",
	    .to = "До|За",
	    .subject = "Предмет|Наслов",
	    .original = "Оригинална порака|Изворна порака",
	    .forwarded = "Препратена порака",
	    .device = "Испратено од" },
	{ .code = "mn", .verb = "бичсэн|бичжээ" },
	{ .code = "ms",
	    .opener = "Pada|Pd",
	    .verb = "menulis|telah menulis",
	    .from = "Daripada|Dari",
	    .sent = "Dihantar|Tarikh",
	    .to = "Kepada|Ke",
	    .cc = "Sk",
	    .subject = "Subjek|Perkara|Tajuk",
	    .original = "Mesej Asal|Mesej Asli",
	    .forwarded = "Mesej dimajukan|Mesej yang dimajukan",
	    .device = "Dihantar dari|Dihantar daripada|Dapatkan Outlook" },
	{ .code = "nl",
	    .opener = "Op|Citeren",
	    .verb = "schreef|geschreven|het volgende geschreven|schrijft|"
		    "heeft geschreven|Citeren|schreef op|"
		    "schreef het volgende",
	    .from = "Van|Afzender",
	    .sent = "Verzonden|Datum|Verstuurd|Verzonden op|Verzenddatum",
	    .to = "Aan|Naar|Ontvanger",
	    .cc = "Kopie|CC",
	    .subject = "Onderwerp|Betreft",
	    .original = "Oorspronkelijk bericht|Origineel bericht|"
			"Oorspronkelijke bericht|"
			"Oorspronkelijke e-mail|Originele bericht|"
			"Oorspronkelijke afspraak|Oorspronkelijke mail",
	    .forwarded = "Doorgestuurd bericht|"
			 "Begin doorgestuurd bericht|Doorgestuurde mail|"
			 "Begin van doorgestuurd bericht|"
			 "Doorgezonden bericht",
	    .device = "Verstuurd vanaf|Verzonden vanaf|Verstuurd met|"
		      "Verzonden met|Verstuurd van|Verzonden van|"
		      "Verzonden vanuit|Verstuurd vanuit|"
		      "Outlook voor~downloaden|Download Outlook|"
		      "Verzonden via|Verstuurd via|Outlook downloaden|"
		      "Outlook voor~ophalen|Mijn Windows" },
	{ .code = "no",
	    .opener = "På|Den",
	    .bare = TRUE,
	    .verb = "skrev|skrev følgende|Siterer|Sitat",
	    .from = "Fra",
	    .sent = "Sendt|Dato",
	    .to = "Til",
	    .cc = "Kopi",
	    .subject = "Emne",
	    .original = "Opprinnelig melding|Opprinnelig e-post|"
			"Original melding|Opprinneleg melding|"
			"Opprinnelig avtale",
	    .forwarded = "Videresendt melding|Videresendt e-post|"
			 "Start på videresendt melding|"
			 "Begynnelse på videresendt melding|"
			 "Vidaresend melding",
	    .device = "Sendt fra|Sendt med|Sendt via|Skaff deg Outlook|"
		      "Få Outlook|Last ned Outlook|Hent Outlook" },
	{ .code = "pl",
	    .opener = "W dniu|Dnia|Dn.|Cytowanie|Wiadomość napisana przez|"
		      "W wiadomości",
	    .verb = "napisał|napisała|napisał(a)|napisał/a|pisze|pisał|"
		    "Cytowanie|Wiadomość napisana przez|napisano|"
		    "napisali|pisała",
	    .from = "Od|Nadawca",
	    .sent = "Wysłano|Data|Wysłane|Data wysłania|Wysłana|"
		    "Wysłany",
	    .to = "Do|Adresat",
	    .cc = "DW|Kopia|UDW",
	    .subject = "Temat",
	    .original = "Wiadomość oryginalna|Oryginalna wiadomość|"
			"Treść oryginalnej wiadomości|Pierwotna wiadomość|"
			"Oryginalny e-mail|Oryginalne spotkanie|"
			"Wiadomość źródłowa",
	    .forwarded = "Wiadomość przekazana dalej|Przekazana wiadomość|"
			 "Treść przekazanej wiadomości|"
			 "Początek przekazywanej wiadomości|"
			 "Wiadomość przekazana|Przesłana wiadomość|"
			 "Przekazywana wiadomość",
	    .device = "Wysłane z|Wysłano z|Wysłana z|Wysłane za|"
		      "Wysłane przez|Wysłano za|Wysłany z|"
		      "Wysłane ze|Wysłano ze|Pobierz program Outlook|"
		      "Pobierz aplikację Outlook|Pobierz Outlook|"
		      "Uzyskaj aplikację Outlook" },
	{ .code = "pt",
	    .opener = "Em|No dia|A|Às|Citando|Quoting|Na|Mensagem de",
	    .verb = "escreveu|escreveu o seguinte|escreveu a|Citando|"
		    "enviou|escreve",
	    .from = "De|Remetente",
	    .sent = "Enviado|Enviada|Enviada em|Enviado em|Data|"
		    "Data de envio|Enviadas|Enviado a",
	    .to = "Para|Destinatário",
	    .cc = "Cópia",
	    .subject = "Assunto|Tema",
	    .original = "Mensagem original|Mensagem Original enviada|"
			"Mensagem de origem|E-mail original|"
			"Mensagem inicial|Compromisso original",
	    .forwarded = "Mensagem encaminhada|Mensagem reencaminhada|"
			 "Início da mensagem reencaminhada|"
			 "Início da mensagem encaminhada|"
			 "E-mail encaminhado|Forwarded message",
	    .device = "Enviado do|Enviado de|Enviado a partir|"
		      "Enviado pelo|Enviado por~celular|Enviado com|Enviada do|"
		      "Enviado via|Enviado através|Enviado desde|"
		      "Obter o Outlook|Obtenha o Outlook|"
		      "Baixe o Outlook|Enviado da|Obter Outlook" },
	{ .code = "ro",
	    .opener = "În|În data de|Pe|La|Citez|Pe data de",
	    .verb = "a scris|a scris următoarele|scria|scrie",
	    .from = "De la|Expeditor|Din partea",
	    .sent = "Trimis|Data|Expediat|Trimis la|Dată",
	    .to = "Către|La|Catre|Pentru|Destinatar",
	    .cc = "Copie|Cc",
	    .subject = "Subiect|Subiectul",
	    .original = "Mesaj original|Mesajul original|"
			"Mesaj inițial|Mesajul inițial",
	    .forwarded = "Mesaj redirecționat|Mesaj transmis|"
			 "Început mesaj redirecționat|"
			 "Începutul mesajului redirecționat|"
			 "Mesaj înaintat",
	    .device = "Trimis de pe|Trimis din|Trimis de la|Trimis cu|"
		      "Trimis prin|Obțineți Outlook|Descărcați Outlook|"
		      "Expediat de pe" },
	{ .code = "ru",
	    .opener = "В|От|Цитирование",
	    .verb = "написал|написала|написал(а)|пишет|писал|писала|"
		    "написал/а|Цитирование|написали|"
		    "вы писали|пишете|ты писал",
	    .from = "От|От кого|Отправитель",
	    .sent = "Отправлено|Дата|Дата отправки|Отправлен|"
		    "Дата и время|Послано",
	    .to = "Кому|Получатель|Куда",
	    .cc = "Копия",
	    .subject = "Тема",
	    .original = "Исходное сообщение|Исходное письмо|"
			"Оригинальное сообщение|Оригинал сообщения|"
			"Первоначальное сообщение|Исходная встреча",
	    .forwarded = "Пересылаемое сообщение|Пересланное сообщение|"
			 "Перенаправленное сообщение|"
			 "Начало пересылаемого сообщения|"
			 "Начало переадресованного сообщения|"
			 "Пересылаемое письмо|Пересланное письмо|"
			 "Конец пересылаемого сообщения|"
			 "Перенаправляемое сообщение",
	    .device = "Отправлено с|Отправлено из|Отправлено со|"
		      "Отправлено через|Отправлено от|Отправлено при|"
		      "Отправлено моб|Отправлено iPhone|"
		      "Отправлено Яндекс|Послано с|Отправлено в|"
		      "Получить Outlook|Скачать Outlook|"
		      "Скачайте Outlook|Получите Outlook|Загрузить Outlook" },
	{ .code = NULL },
};
