/*
 * quote_words_sk.c - what mail programs write around a quote,
 * Slovak to Chinese.
 *
 * The columns are told in quote_words.h, which lists the files.
 */
#include "replies/quote/quote_words.h"

const struct quote_language quote_words_sk[] = {
	{ .code = "sk",
	    .opener = "Dňa|Dna|V",
	    .verb = "napísal|napísala|napísal(a)|napísal/a|píše|"
		    "napísali",
	    .from = "Od|Odosielateľ",
	    .sent = "Odoslané|Dátum|Poslané",
	    .to = "Komu|Pre|Príjemca",
	    .cc = "Kópia",
	    .subject = "Predmet|Vec",
	    .original = "Pôvodná správa|Originálna správa|"
			"Pôvodný e-mail",
	    .forwarded = "Preposlaná správa|Začiatok preposlanej správy|"
			 "Presmerovaná správa|Preposlaný e-mail",
	    .device = "Odoslané z|Odoslané zo|Odoslané pomocou|"
		      "Poslané z|Získajte Outlook|Získať Outlook" },
	{ .code = "sl",
	    .verb = "je napisal|je napisala|napisal|napisala|"
		    "je napisal/a|piše",
	    .from = "Od|Pošiljatelj|Od koga",
	    .sent = "Poslano|Datum",
	    .to = "Za|Prejemnik|Komu",
	    .cc = "Kp|V vednost",
	    .subject = "Zadeva",
	    .original = "Izvirno sporočilo|Originalno sporočilo|"
			"Prvotno sporočilo",
	    .forwarded = "Posredovano sporočilo|"
			 "Začetek posredovanega sporočila",
	    .device = "Poslano iz|Poslano z|Poslano s|Poslano prek|"
		      "Pridobite Outlook|Prenesite Outlook" },
	{ .code = "sq",
	    .opener = "Më",
	    .verb = "shkroi|shkruajti|ka shkruar",
	    .from = "Nga",
	    .sent = "Dërguar|Data|Dërguar më",
	    .to = "Për|Drejt",
	    .subject = "Tema|Subjekti",
	    .original = "Mesazhi origjinal|Mesazh origjinal",
	    .forwarded = "Mesazh i përcjellë|Mesazhi i përcjellë",
	    .device = "Dërguar nga" },
	{ .code = "sr",
	    .opener = "Дана|Dana|У",
	    .verb = "је написао|је написала|је написао/ла|написао|"
		    "написала|је написао(ла)|пише|je napisao|"
		    "je napisao/la|је написао/ла",
	    .from = "Од|Шаље|Пошиљалац|Šalje|Pošiljalac",
	    .sent = "Послато|Датум|Poslato",
	    .to = "За|Коме|Прима|Prima",
	    .cc = "Копија",
	    .subject = "Тема|Наслов|Предмет",
	    .original = "Оригинална порука|Изворна порука|"
			"Originalna poruka",
	    .forwarded = "Прослеђена порука|Prosleđena poruka|"
			 "Почетак прослеђене поруке",
	    .device = "Послато са|Послато с|Послато из|Poslato sa|"
		      "Poslato iz|Poslato s" },
	{ .code = "sv",
	    .opener = "Den|På|Citerar",
	    .verb = "skrev|skrev följande|har skrivit|Citerar|skriver",
	    .from = "Från|Av|Avsändare",
	    .sent = "Skickat|Datum|Skickades|Sänt|Skickad",
	    .to = "Till|Mottagare",
	    .cc = "Kopia",
	    .subject = "Ämne|Rubrik",
	    .original = "Ursprungligt meddelande|Originalmeddelande|"
			"Ursprungliga meddelandet|"
			"Ursprungligt mejl|Ursprungligt e-post|"
			"Ursprunglig avtalad tid|Original meddelande",
	    .forwarded = "Vidarebefordrat meddelande|"
			 "Vidarebefordrat brev|Vidarebefordrat mejl|"
			 "Vidarebefordrat mail|"
			 "Vidarebefordrat meddelande börjar|"
			 "Början på vidarebefordrat meddelande|"
			 "Vidarebefordrat meddelande startar",
	    .device = "Skickat från|Skickat med|Skickat via|"
		      "Skickades från|Sänt från|Hämta Outlook|"
		      "Skaffa Outlook|Ladda ned Outlook" },
	{ .code = "sw", .opener = "Mnamo", .verb = "aliandika" },
	{ .code = "th",
	    .opener = "ในวันที่|เมื่อ|เมื่อวันที่|ใน|วันที่",
	    .verb = "เขียนว่า|เขียน|ได้เขียน",
	    .from = "จาก|ผู้ส่ง",
	    .sent = "ส่ง|วันที่|ส่งเมื่อ|วันที่ส่ง",
	    .to = "ถึง|ผู้รับ",
	    .cc = "สำเนา|สำเนาถึง",
	    .subject = "เรื่อง|ชื่อเรื่อง|หัวเรื่อง|หัวข้อ",
	    .original = "ข้อความต้นฉบับ|ข้อความเดิม|จดหมายต้นฉบับ",
	    .forwarded = "ข้อความที่ส่งต่อ|ข้อความส่งต่อ|"
			 "จดหมายที่ส่งต่อ|เริ่มต้นข้อความที่ส่งต่อ",
	    .device = "ส่งจาก|ส่งโดย|ถูกส่งจาก|รับ Outlook" },
	{ .code = "tl",
	    .opener = "Noong|Nung",
	    .verb = "isinulat ni|sumulat si|ay sumulat|isinulat",
	    .from = "Mula kay|Mula sa",
	    .sent = "Ipinadala|Petsa",
	    .to = "Kay|Para sa",
	    .subject = "Paksa" },
	{ .code = "tr",
	    .verb = "yazdı|şunu yazdı|şunları yazdı|yazmış",
	    .from = "Kimden|Gönderen",
	    .sent = "Gönderme|Gönderildi|Gönderim tarihi|Tarih|"
		    "Gönderilme Tarihi|Gönderme Tarihi|Gönderim",
	    .to = "Kime|Alıcı|Alıcılar",
	    .cc = "Bilgi",
	    .subject = "Konu",
	    .original = "Orijinal Mesaj|Özgün İleti|Orijinal ileti|"
			"Orjinal Mesaj|Asıl İleti|Özgün mesaj|"
			"Orijinal E-posta|Asıl mesaj",
	    .forwarded = "İletilen mesaj|Yönlendirilmiş Mesaj|"
			 "Yönlendirilen ileti|İletilmiş Mesaj|"
			 "İletilen ileti|Yönlendirilen mesaj|"
			 "İletilmiş ileti başlangıcı",
	    .device = "iPhone'umdan|iPad'imden|Android~gönderildi|"
		      "Samsung~gönderildi|Windows~gönderildi|"
		      "Yahoo~gönderildi|Outlook~edinin|Outlook~indir|"
		      "iPhone~gönderildi|iOS~edinin|Galaxy~gönderildi|"
		      "Benim~gönderildi|telefonumdan|Huawei~gönderildi|"
		      "iPad~gönderildi|Mail~gönderildi|"
		      "Gönderildi:~Outlook|cep telefonumdan" },
	{ .code = "uk",
	    .opener = "У|В|На|Від",
	    .verb = "написав|написала|пише|написав(ла)|написав/ла|"
		    "написали|писав",
	    .from = "Від|Від кого|Відправник",
	    .sent = "Надіслано|Дата|Відправлено|Надіслане|"
		    "Дата відправлення",
	    .to = "Кому|Одержувач|До",
	    .cc = "Копія",
	    .subject = "Тема",
	    .original = "Оригінальне повідомлення|Вихідне повідомлення|"
			"Початкове повідомлення|Оригінал листа|"
			"Оригінальний лист",
	    .forwarded = "Переслане повідомлення|Пересилане повідомлення|"
			 "Пересланий лист|Перенаправлене повідомлення|"
			 "Початок листа, що пересилається",
	    .device = "Надіслано з|Відправлено з|Надіслано від|"
		      "Надіслано за|Отримати Outlook|Завантажити Outlook|"
		      "Відправлено за|Надіслано через|Надіслано із" },
	{ .code = "ur", .verb = "نے لکھا" },
	{ .code = "vi",
	    .opener = "Vào|Lúc|Vào lúc|Ngày|Vào ngày",
	    .verb = "đã viết|viết|đã viết như sau",
	    .from = "Từ|Người gửi",
	    .sent = "Ngày|Đã gửi|Gửi|Thời gian gửi|Đã gửi vào|"
		    "Ngày gửi|Gửi lúc",
	    .to = "Đến|Tới|Người nhận|Cho",
	    .cc = "Đồng gửi",
	    .subject = "Chủ đề|Tiêu đề|Về việc",
	    .original = "Thư gốc|Tin nhắn gốc|Nội dung gốc|Thư ban đầu",
	    .forwarded = "Thư đã chuyển tiếp|Thư chuyển tiếp|"
			 "Thư được chuyển tiếp|"
			 "Bắt đầu thư đã chuyển tiếp|Tin nhắn chuyển tiếp",
	    .device = "Đã gửi từ|Được gửi từ|Gửi từ|Tải Outlook|"
		      "Tải về Outlook|Nhận Outlook" },
	{ .code = "zh",
	    .opener = "在|於|于|At|自",
	    .bare = TRUE,
	    .verb = "写道|寫道|写了|写：|寫：|写到|发来的邮件|來信",
	    .from = "发件人|寄件者|寄件人|发信人|發件人|從|发送人|来自|寄件人員",
	    .sent = "发送时间|日期|发送日期|时间|日 期|寄件日期|已傳送|"
		    "傳送時間|寄件時間|發送時間|已发送|發送日期|時間|"
		    "发件时间|传送日期|傳送日期",
	    .to = "收件人|收件者|至|收信人|发送至|收 件 人",
	    .cc = "抄送|副本|抄 送|副本抄送|密件抄送|附件",
	    .subject = "主题|主旨|主題|主 题|主 题|标题|主 旨|標題",
	    .original = "原始邮件|原始郵件|邮件原件|原邮件|回复的原邮件|"
			"原始訊息|原始信息|原始消息|原始邮件信息|"
			"原始约会|回复邮件信息|原郵件|原始郵件內容|"
			"回复的邮件|原信内容|回复的原始邮件",
	    .forwarded = "转发的邮件|轉寄的郵件|转发邮件信息|转发邮件|"
			 "被转发邮件|轉寄郵件|已转发邮件|转发的消息|"
			 "转发的信件|轉寄的訊息|轉發郵件|转发|轉寄|"
			 "下面是被转发的邮件|開始轉寄郵件|"
			 "开始转发的邮件|以下是轉寄信件|"
			 "下面是转发的邮件|以下是轉寄的郵件",
	    .device = "发自我的|發自我的|從我的~傳送|从我的~发送|"
		      "发送自|來自我的|来自我的|自我的~傳送|"
		      "通过~发送|從~傳送|获取 Outlook|取得 Outlook|取得 iOS|取得 Android|"
		      "获取适用于|下载 Outlook|取得適用於|发自~邮箱|"
		      "来自~客户端|发自~手机|發自~手機|发自 Windows|"
		      "從 Windows|发自网易|来自网易|发自新浪|"
		      "使用~发送|發自|发自" },
	{ .code = NULL },
};
