/*
 * quote_words_fr.c - what mail programs write around a quote,
 * French to Latvian.
 *
 * The columns are told in quote_words.h, which lists the files.
 */
#include "replies/quote/quote_words.h"

const struct quote_language quote_words_fr[] = {
	{ .code = "fr",
	    .opener = "Le|En date du|Message de|Citant|Au",
	    .verb = "a écrit|a ecrit|écrivait|écrit|a envoyé|"
		    "a écrit ce qui suit",
	    .from = "De|Expéditeur|De la part de",
	    .sent = "Envoyé|Envoyé le|Date|Date d'envoi|Envoyée|Envoyés|"
		    "Message du",
	    .to = "À|A|Pour|Destinataire",
	    .cc = "Copie|Copie à|Répondre à|Cc",
	    .subject = "Objet|Sujet",
	    .original = "Message d'origine|Message original|"
			"Mail original|Message initial|"
			"Courriel d'origine|Message Origine|"
			"Rendez-vous d'origine|E-mail d'origine|"
			"Message reçu|Courriel original|"
			"Répondre au-dessus de cette ligne|"
			"Veuillez répondre au-dessus de cette ligne",
	    .forwarded = "Message transféré|Message transmis|"
			 "Début du message réexpédié|Message réexpédié|"
			 "Début du message transféré|Mail transféré|"
			 "Début du message transmis|Courriel transféré",
	    .device = "Envoyé de|Envoyé depuis|Envoyé à partir|"
		      "Envoyé avec|Envoyé via|Envoyé par|Envoyé sans fil|"
		      "Envoyée depuis|Envoyé d'|Provenance : Courrier|"
		      "Provenance : Mail|Obtenez Outlook|"
		      "Télécharger Outlook|Télécharge Outlook|"
		      "Obtenir Outlook|Expédié de|Expédié depuis|"
		      "Téléchargez Outlook|Mail envoyé depuis" },
	{ .code = "ga",
	    .opener = "Ar|An",
	    .verb = "scríobh|a scríobh|do scríobh",
	    .from = "Ó",
	    .sent = "Seolta|Dáta",
	    .to = "Chuig|Do",
	    .subject = "Ábhar",
	    .original = "Teachtaireacht Bhunaidh|Bunteachtaireacht|"
			"An Teachtaireacht Bhunaidh",
	    .forwarded = "Teachtaireacht curtha ar aghaidh",
	    .device = "Seolta ó mo|Seolta óm" },
	{ .code = "gl",
	    .opener = "O|O día|En",
	    .verb = "escribiu",
	    .from = "De",
	    .sent = "Enviado|Enviado o|Data",
	    .to = "Para|A",
	    .subject = "Asunto",
	    .original = "Mensaxe orixinal",
	    .forwarded = "Mensaxe reenviada",
	    .device = "Enviado dende|Enviado desde" },
	{ .code = "he",
	    .opener = "בתאריך|ב-|ביום|‏בתאריך",
	    .verb = "כתב|כתבה|כתב/ה|כתבת|נכתב על ידי",
	    .from = "מאת|מ",
	    .sent = "נשלח|תאריך|נשלח בתאריך",
	    .to = "אל|לכבוד",
	    .cc = "עותק|העתק",
	    .subject = "נושא|הנדון",
	    .original = "הודעה מקורית|ההודעה המקורית",
	    .forwarded = "הודעה שהועברה|התחלת ההודעה שהועברה|"
			 "הודעה מועברת",
	    .device = "נשלח מה|נשלח מ|הורד את Outlook|השג את Outlook|"
		      "קבל את Outlook" },
	{ .code = "hi",
	    .verb = "ने लिखा|लिखा",
	    .from = "प्रेषक|से|द्वारा",
	    .sent = "भेजा गया|दिनांक|तारीख",
	    .to = "प्रति|को|सेवा में",
	    .subject = "विषय",
	    .original = "मूल संदेश",
	    .forwarded = "अग्रेषित संदेश|आगे भेजा गया संदेश",
	    .device = "मेरे~भेजा गया|मेरे~से भेजा" },
	{ .code = "hr",
	    .opener = "Dana|Dne|Na datum",
	    .verb = "napisao je|napisala je|je napisao|je napisala|"
		    "je napisao/la|piše|napisao/la je|napisao|napisala",
	    .from = "Od|Šalje|Pošiljatelj",
	    .sent = "Poslano|Datum",
	    .to = "Za|Prima|Primatelj",
	    .cc = "Kopija",
	    .subject = "Predmet|Naslov",
	    .original = "Izvorna poruka|Originalna poruka",
	    .forwarded = "Proslijeđena poruka|"
			 "Početak proslijeđene poruke",
	    .device = "Poslano s|Poslano sa|Poslano iz|Poslano putem|"
		      "Preuzmite Outlook|Nabavite Outlook" },
	{ .code = "hu",
	    .verb = "írta|ezt írta|a következőt írta|keltezéssel|Idézet",
	    .from = "Feladó|Küldő|Feladta",
	    .sent = "Elküldve|Küldve|Dátum|Küldés dátuma|Küldés ideje",
	    .to = "Címzett|Címzettek",
	    .cc = "Másolatot kap|Másolat",
	    .subject = "Tárgy",
	    .original = "Eredeti üzenet|Eredeti levél",
	    .forwarded = "Továbbított üzenet|Továbbított levél|"
			 "Továbbított üzenet kezdete|"
			 "A továbbított üzenet kezdete",
	    .device = "Küldve~iPhone|Elküldve~iPhone|Küldve~iPad|"
		      "Elküldve az|Elküldve a|Küldés az|Küldve~Mail|"
		      "Küldve~Samsung|Küldve~telefon|Küldve~Android|"
		      "Küldve~Outlook|Az Outlook beszerzése|"
		      "Az iPhone-omról|Outlook beszerzése" },
	{ .code = "hy", .verb = "գրել է|գրեց" },
	{ .code = "id",
	    .opener = "Pada|Pada tanggal|Pada hari|Tanggal",
	    .verb = "menulis|telah menulis|ditulis oleh",
	    .from = "Dari|Pengirim",
	    .sent = "Dikirim|Tanggal|Terkirim|Tgl",
	    .to = "Kepada|Ke|Untuk",
	    .cc = "Tembusan",
	    .subject = "Perihal|Subjek|Subyek|Judul",
	    .original = "Pesan Asli|Pesan asal",
	    .forwarded = "Pesan terusan|Pesan yang diteruskan|"
			 "Mulai pesan yang diteruskan|"
			 "Awal pesan terusan|Pesan diteruskan",
	    .device = "Dikirim dari|Terkirim dari|Dikirim dengan|"
		      "Dikirim melalui|Dapatkan Outlook|Unduh Outlook" },
	{ .code = "is",
	    .opener = "Þann|Þ.|Hinn",
	    .verb = "skrifaði|ritaði",
	    .from = "Frá",
	    .sent = "Sent|Dags|Dagsetning|Sent þann",
	    .to = "Til",
	    .cc = "Afrit",
	    .subject = "Efni|Titill",
	    .original = "Upphafleg skilaboð|Upprunaleg skilaboð|"
			"Upphaflegur póstur",
	    .forwarded = "Áframsend skilaboð|Framsend skilaboð|"
			 "Áframsendur póstur",
	    .device = "Sent úr|Sent með|Sent frá" },
	{ .code = "it",
	    .opener = "Il|Il giorno|In data|Citando|Scrive|Alle|Nel",
	    .verb = "ha scritto|scrisse|scrive|Citando|ha inviato|"
		    "hai scritto|Scrive",
	    .from = "Da|Mittente|Inviato da|Di",
	    .sent = "Inviato|Inviato il|Data|Inviata|Data invio|Spedito",
	    .to = "A|Per|Destinatario",
	    .cc = "Copia|Cc",
	    .subject = "Oggetto",
	    .original = "Messaggio originale|Messaggio Originale inviato|"
			"Messaggio originario|Mail originale|"
			"Appuntamento originale",
	    .forwarded = "Messaggio inoltrato|Inizio messaggio inoltrato|"
			 "Inizio del messaggio inoltrato|Mail inoltrata|"
			 "Forwarded message",
	    .device = "Inviato da|Inviato dal|Inviato dall'|Inviato con|"
		      "Inviato tramite|Scarica Outlook|Ottieni Outlook|"
		      "Inviata da|Inviato via|Spedito da|Inviato dalla|"
		      "Ottenere Outlook" },
	{ .code = "ja",
	    .verb = "のメール|のメッセージ|のメール：|書きました|"
		    "さんは書きました|は書きました|が書きました",
	    .from = "差出人|送信者|送信元|発信者",
	    .sent = "送信日時|日時|日付|送信|送信日|送信済み|送信時刻",
	    .to = "宛先|受信者|To",
	    .cc = "CC|写し",
	    .subject = "件名|題名|タイトル",
	    .original = "元のメッセージ|元のメール|オリジナルメッセージ|"
			"元の予定|Original Message|返信元メッセージ|"
			"受信したメール|受信メール",
	    .forwarded = "転送されたメッセージ|転送メッセージ|"
			 "転送メール|以下は転送メールです|転送",
	    .device = "iPhoneから送信|iPadから送信|Androidから送信|"
		      "Android~から送信|私の~から送信|Yahoo!メール|"
		      "Outlook for~を入手|Windows~から送信|"
		      "Windows 版のメールから送信|iOS版|Android版|"
		      "iOS 版|Android 版|"
		      "Outlook~を入手|Galaxy~送信|Samsung~送信|"
		      "スマートフォンから送信|携帯~から送信|Xperia~送信|"
		      "Gmail~送信|Mail~から送信" },
	{ .code = "ka", .verb = "წერს|დაწერა" },
	{ .code = "kk", .verb = "жазды" },
	{ .code = "ko",
	    .verb = "작성|님이 작성|님이 씀|이(가) 작성|작성한 메시지|쓴 글|"
		    "작성함|작성하였습니다|썼습니다|쓰셨습니다",
	    .from = "보낸 사람|보낸사람|보낸이|발신|발신자",
	    .sent = "보낸 날짜|날짜|보낸 시간|보냄|보낸날짜|일시|전송 날짜",
	    .to = "받는 사람|받는사람|받는이|수신|수신자",
	    .cc = "참조",
	    .subject = "제목",
	    .original = "원본 메시지|원본 메일|원본메일|원래 메시지|"
			"원본메시지|원본 이메일|원본 약속",
	    .forwarded = "전달된 메시지|전달된 메일|전달된 메시지 시작|"
			 "전달한 메시지|전달 메시지",
	    .device = "나의 iPhone에서|iPhone에서 보냄|iPad에서 보냄|"
		      "나의 iPad에서|내 iPhone에서|내~에서 보냄|"
		      "나의~에서 보냄|Galaxy에서 보냄|Samsung~보냄|"
		      "Android용|iOS용 Outlook|Windows용 메일에서 보냄|"
		      "Windows~에서 보냄|네이버 메일 앱에서|"
		      "Outlook 다운로드|삼성~보냄|Mail에서 보냄|"
		      "휴대폰에서 보냄|스마트폰에서 보냄" },
	{ .code = "lb",
	    .opener = "Den|Am",
	    .verb = "huet geschriwwen|geschriwwen" },
	{ .code = "lt",
	    .verb = "rašė|parašė|rašo",
	    .from = "Nuo|Siuntėjas",
	    .sent = "Išsiųsta|Data|Siųsta",
	    .to = "Kam|Skirta|Gavėjas|Iki",
	    .cc = "Kopija",
	    .subject = "Tema",
	    .original = "Pradinis laiškas|Originalus laiškas|"
			"Pirminis pranešimas|Pirminis laiškas|"
			"Originali žinutė|Pradinė žinutė",
	    .forwarded = "Persiųstas laiškas|Persiunčiamas laiškas|"
			 "Persiųsta žinutė|Persiunčiamo laiško pradžia",
	    .device = "Išsiųsta iš|Siųsta iš|Išsiųsta naudojant|"
		      "Gauti Outlook|Gaukite Outlook" },
	{ .code = "lv",
	    .verb = "rakstīja|raksta",
	    .from = "No|Sūtītājs",
	    .sent = "Nosūtīts|Datums|Sūtīts|Nosūtīšanas laiks",
	    .to = "Kam|Adresāts|Līdz",
	    .cc = "Kopija",
	    .subject = "Tēma|Temats",
	    .original = "Sākotnējais ziņojums|Oriģinālais ziņojums|"
			"Sākotnējā ziņa|Oriģinālā ziņa",
	    .forwarded = "Pārsūtītais ziņojums|Pārsūtīta ziņa|"
			 "Pāradresētais ziņojums|Pārsūtīts ziņojums",
	    .device = "Nosūtīts no|Sūtīts no|Iegūstiet Outlook|"
		      "Iegūt Outlook" },
	{ .code = NULL },
};
