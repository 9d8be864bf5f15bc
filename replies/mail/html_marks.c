/*
 * html_marks.c - tells by their attributes which elements of an HTML mail mail
 * programs hide, sign and quote with.
 *
 * The tables are what mail programs were seen to write; a newcomer adds a line
 * here and a case in tests/unit/test_html.c. What follows from a mark is
 * html.c's, which alone calls this.
 */
#include "replies/mail/html_marks.h"

#include <string.h>

#define STYLE_MAX_BYTES 512
#define CLASSES_MAX 16

struct name {
	const char *suffix; /* web mailers put prefixes of their own before */
	enum html_mark mark;
};

static const struct name classes[] = {
	{ "OutlookMessageHeader", HTML_REST }, /* Outlook 2003 */
	{ "WM_quote", HTML_WRAPPER },
	{ "_quote", HTML_WRAPPER }, /* gmail, protonmail, spark, tutanota ... */
	{ "_quote_container", HTML_WRAPPER },
	{ "_quoted", HTML_QUOTE }, /* yahoo */
	{ "_quoted_begin", HTML_QUOTE },
	{ "ecxgmail_quote", HTML_WRAPPER },
	{ "front-blockquote", HTML_QUOTE },
	{ "mailmaster-quote", HTML_QUOTE }, /* NetEase */
	{ "moz-cite-prefix", HTML_QUOTE },
	{ "moz-email-headers-table", HTML_QUOTE },
	{ "moz-forward-container", HTML_WRAPPER },
	{ "reply-intro", HTML_QUOTE },
	{ "signature", HTML_SIGNATURE }, /* gmail, moz, yahoo, front ... */
	{ "Signature", HTML_SIGNATURE },
	{ "signature_block", HTML_SIGNATURE }, /* protonmail */
	{ "signature_prefix", HTML_SIGNATURE }, /* gmail: the "-- " */
	{ "zmail_extra", HTML_WRAPPER }, /* Zoho */
};

static const struct name ids[] = {
	/* iPhones let people write in AppleMailSignature: no rule for it. */
	{ "AppleMailSignature", HTML_PLAIN },
	{ "OLK_SRC_BODY_SECTION", HTML_QUOTE }, /* Outlook 2011 for Mac */
	{ "OutlookSignature", HTML_SIGNATURE },
	{ "Signature", HTML_SIGNATURE }, /* Outlook on the web */
	{ "_rc_sig", HTML_SIGNATURE }, /* Roundcube */
	{ "appendonsend", HTML_REST }, /* Outlook on the web */
	{ "blockquote_zmail", HTML_QUOTE },
	{ "composer_signature", HTML_SIGNATURE }, /* Samsung */
	{ "divRplyFwdMsg", HTML_REST },
	{ "divTaskmessage", HTML_REST },
	{ "isForwardContent", HTML_QUOTE },
	{ "isReplyContent", HTML_QUOTE }, /* NetEase */
	{ "mail-editor-reference-message-container", HTML_QUOTE },
	{ "mobile-signature", HTML_SIGNATURE }, /* Outlook on phones */
	{ "reply-intro", HTML_QUOTE }, /* Roundcube */
	{ "replyBlockquote", HTML_QUOTE },
	{ "replySplit", HTML_REST },
	{ "signature", HTML_SIGNATURE }, /* Roundcube */
	{ "signature_old", HTML_SIGNATURE }, /* eM Client */
	{ "stopSpelling", HTML_REST }, /* Hotmail */
	{ "zwchr", HTML_REST }, /* Zimbra */
};

static const struct name names[] = {
	{ "messageReplySection", HTML_WRAPPER }, /* Spark */
	{ "messageSignatureSection", HTML_SIGNATURE },
	{ "quote", HTML_QUOTE }, /* GMX, web.de */
	{ "quoted-content", HTML_QUOTE },
};

/* Suffixes that are mail programs' own words are equal but for prefixes. */
static enum html_mark
look_up(const struct name *table, guint n, const char *word, gsize length)
{
	for (guint i = 0; i < n; i++) {
		gsize suffix = strlen(table[i].suffix);

		if (length >= suffix &&
		    memcmp(word + length - suffix, table[i].suffix, suffix) ==
			0)
			return table[i].mark;
	}
	return HTML_PLAIN;
}

static enum html_mark
judge_classes(const char *value, struct html_judgement *judgement)
{
	enum html_mark found = HTML_PLAIN;

	for (guint i = 0; i < CLASSES_MAX && *value != '\0'; i++) {
		gsize n = strcspn(value, " \t\r\n");
		enum html_mark mark;

		/* Outlook's paragraphs have no margin. */
		if (n > 3 && memcmp(value, "Mso", 3) == 0)
			judgement->tight = TRUE;
		mark = look_up(classes, G_N_ELEMENTS(classes), value, n);
		if (found == HTML_PLAIN)
			found = mark;
		value += n;
		value += strspn(value, " \t\r\n");
	}
	return found;
}

/* In lower case and without blanks, as far as there is room for it. */
static void
fold_style(const char *value, char *style)
{
	gsize n = 0;

	for (; *value != '\0' && n < STYLE_MAX_BYTES - 1; value++)
		if (!g_ascii_isspace(*value))
			style[n++] = g_ascii_tolower(*value);
	style[n] = '\0';
}

/* TRUE if the style says it, and no longer value that begins so: "0.8ex". */
static gboolean
says(const char *style, const char *words)
{
	gsize n = strlen(words);

	for (const char *at = style; (at = strstr(at, words)) != NULL; at += n)
		if ((at == style || at[-1] == ';') &&
		    (at[n] == '\0' || at[n] == ';' || at[n] == '!' ||
			g_str_has_prefix(at + n, "px") ||
			g_str_has_prefix(at + n, "pt")))
			return TRUE;
	return FALSE;
}

static gboolean
is_hidden(const char *style)
{
	return says(style, "display:none") || says(style, "mso-hide:all") ||
	    says(style, "visibility:hidden") || says(style, "opacity:0") ||
	    says(style, "font-size:0") ||
	    (says(style, "max-height:0") && says(style, "overflow:hidden"));
}

/* key: "border-left:"; long_key: "border-left-style:". */
static gboolean
has_border(const char *style, const char *key, const char *long_key)
{
	static const char *const lines[] = { "solid", "dotted", "dashed",
		"double", "groove", "ridge" };
	const char *value = strstr(style, key);
	gsize n;

	if (value == NULL)
		value = strstr(style, long_key);
	n = value != NULL ? strcspn(value, ";") : 0;

	for (guint i = 0; i < G_N_ELEMENTS(lines) && n > 0; i++) {
		const char *at = strstr(value, lines[i]);

		if (at != NULL && at < value + n)
			return TRUE;
	}
	return FALSE;
}

static gboolean
has_no_margin(const char *style)
{
	const char *at = strstr(style, "margin:0");

	if (at == NULL)
		return says(style, "margin-top:0") &&
		    says(style, "margin-bottom:0");
	at += strlen("margin:");
	at += strspn(at, "0.pxtcmin");
	return *at == ';' || *at == '\0' || *at == '!';
}

static enum html_mark
judge_style(const char *name, const char *value,
    struct html_judgement *judgement)
{
	char style[STYLE_MAX_BYTES];
	gboolean border;

	fold_style(value, style);
	if (is_hidden(style))
		return HTML_HIDDEN;
	judgement->pre = strstr(style, "white-space:pre") != NULL;
	judgement->tight |= has_no_margin(style);
	border = has_border(style, "border-left:", "border-left-style:");
	judgement->ruled = has_border(style, "border-top:",
	    "border-top-style:");
	if (strcmp(name, "blockquote") == 0) {
		if (border)
			return HTML_BORDER;
		/* How browsers indent what is being written. */
		return strstr(style, "border:none") != NULL ||
			strstr(style, "border-width:initial") != NULL ?
		    HTML_PLAIN :
		    HTML_BLOCK;
	}
	/* Outlook's line above "From: ... Sent: ...", and the one beside the
	 * mail that it answers. */
	if (strstr(style, "border:none;border-top:solid") != NULL &&
	    strstr(style, "padding:3.0pt0") != NULL)
		return HTML_REST;
	if (strstr(style, "border:none;border-left:solid") != NULL &&
	    strstr(style, "4.0pt") != NULL)
		return HTML_QUOTE;
	return border ? HTML_BORDER : HTML_PLAIN;
}

/* The gravest of what its attributes say. */
static enum html_mark
judge_attribute(const char *name, const char *attribute, const char *value,
    struct html_judgement *judgement)
{
	gboolean block = strcmp(name, "blockquote") == 0;
	gsize n = strlen(value);

	if (strcmp(attribute, "class") == 0) {
		enum html_mark mark = judge_classes(value, judgement);

		if (block && mark == HTML_WRAPPER)
			mark = strstr(value, "gmail_quote") != NULL ?
			    HTML_BUTTON :
			    HTML_QUOTE;
		return mark;
	}
	if (strcmp(attribute, "id") == 0)
		return look_up(ids, G_N_ELEMENTS(ids), value, n);
	if (strcmp(attribute, "style") == 0)
		return judge_style(name, value, judgement);
	if (strcmp(attribute, "name") == 0 && strcmp(name, "a") != 0)
		return look_up(names, G_N_ELEMENTS(names), value, n);
	if (strcmp(attribute, "hidden") == 0)
		return HTML_HIDDEN;
	if (block &&
	    ((strcmp(attribute, "type") == 0 && strcmp(value, "cite") == 0) ||
		strcmp(attribute, "cite") == 0))
		return HTML_QUOTE;
	/* Outlook's and Hotmail's line above what they quote. */
	if (strcmp(name, "hr") == 0 && strcmp(attribute, "tabindex") == 0 &&
	    strcmp(value, "-1") == 0)
		return HTML_REST;
	return HTML_PLAIN;
}

/* Which of two marks of one element stands. */
static enum html_mark
graver(enum html_mark a, enum html_mark b)
{
	static const guint weight[] = {
		[HTML_PLAIN] = 0,
		[HTML_BLOCK] = 1,
		[HTML_BORDER] = 2,
		[HTML_BUTTON] = 3, /* it has a border, too */
		[HTML_QUOTE] = 4,
		[HTML_SIGNATURE] = 5,
		[HTML_WRAPPER] = 6,
		[HTML_REST] = 7,
		[HTML_HIDDEN] = 8,
	};

	return weight[a] >= weight[b] ? a : b;
}

void
html_judge(const char *name, const char *const *attributes,
    struct html_judgement *judgement)
{
	gboolean block = strcmp(name, "blockquote") == 0;
	gboolean styled = FALSE;

	*judgement = (struct html_judgement){
		.mark = HTML_PLAIN,
	};
	if (strcmp(name, "includetail") == 0) /* QQ */
		judgement->mark = HTML_QUOTE;
	for (guint i = 0; attributes != NULL && attributes[i] != NULL; i += 2) {
		const char *value = attributes[i + 1] != NULL ?
		    attributes[i + 1] :
		    "";

		styled |= strcmp(attributes[i], "style") == 0;
		judgement->mark = graver(judgement->mark,
		    judge_attribute(name, attributes[i], value, judgement));
	}
	if (block && !styled)
		judgement->mark = graver(judgement->mark, HTML_BLOCK);
	if (block && judgement->mark == HTML_BORDER)
		judgement->mark = HTML_QUOTE;
}
