/*
 * charset_name.c - the names of charsets in mails, and what is meant by them:
 * a larger charset than the one named, mostly.
 *
 * "gb2312" is what programs say that write GB18030, "iso-8859-1" what they say
 * who write windows-1252 (https://encoding.spec.whatwg.org). A label that is
 * not in the table is unknown: iconv is asked for no name that a stranger
 * wrote. Called by charset.c.
 */
#include "replies/mail/charset_name.h"

#include <stdlib.h>
#include <string.h>

#define LABEL_MAX_BYTES 40

struct name {
	const char *label; /* its letters and digits alone, in lower case */
	enum charset_kind kind;
	const char *iconv;
};

/* In the order of strcmp(). */
static const struct name names[] = {
	{ "850", CHARSET_BYTES, "CP850" },
	{ "88591", CHARSET_LATIN, "ISO-8859-1" },
	{ "ansix341968", CHARSET_UNKNOWN, NULL },
	{ "arabic", CHARSET_BYTES, "ISO-8859-6" },
	{ "armscii8", CHARSET_BYTES, "ARMSCII-8" },
	{ "ascii", CHARSET_UNKNOWN, NULL },
	{ "big5", CHARSET_PAIRS, "BIG5-HKSCS" },
	{ "big5eten", CHARSET_PAIRS, "BIG5-HKSCS" },
	{ "big5hkscs", CHARSET_PAIRS, "BIG5-HKSCS" },
	{ "chinesebig5", CHARSET_PAIRS, "BIG5-HKSCS" },
	{ "cnbig5", CHARSET_PAIRS, "BIG5-HKSCS" },
	{ "cngb", CHARSET_PAIRS, "GB18030" },
	{ "cp10000", CHARSET_BYTES, "MACINTOSH" },
	{ "cp10007", CHARSET_BYTES, "MAC-CYRILLIC" },
	{ "cp1125", CHARSET_BYTES, "CP1125" },
	{ "cp1250", CHARSET_BYTES, "CP1250" },
	{ "cp1251", CHARSET_BYTES, "CP1251" },
	{ "cp1252", CHARSET_LATIN, "CP1252" },
	{ "cp1253", CHARSET_BYTES, "CP1253" },
	{ "cp1254", CHARSET_BYTES, "CP1254" },
	{ "cp1255", CHARSET_BYTES, "CP1255" },
	{ "cp1256", CHARSET_BYTES, "CP1256" },
	{ "cp1257", CHARSET_BYTES, "CP1257" },
	{ "cp1258", CHARSET_BYTES, "CP1258" },
	{ "cp437", CHARSET_BYTES, "CP437" },
	{ "cp737", CHARSET_BYTES, "CP737" },
	{ "cp775", CHARSET_BYTES, "CP775" },
	{ "cp850", CHARSET_BYTES, "CP850" },
	{ "cp852", CHARSET_BYTES, "CP852" },
	{ "cp855", CHARSET_BYTES, "CP855" },
	{ "cp857", CHARSET_BYTES, "CP857" },
	{ "cp858", CHARSET_BYTES, "CP858" },
	{ "cp860", CHARSET_BYTES, "CP860" },
	{ "cp861", CHARSET_BYTES, "CP861" },
	{ "cp862", CHARSET_BYTES, "CP862" },
	{ "cp863", CHARSET_BYTES, "CP863" },
	{ "cp864", CHARSET_BYTES, "CP864" },
	{ "cp865", CHARSET_BYTES, "CP865" },
	{ "cp866", CHARSET_BYTES, "CP866" },
	{ "cp869", CHARSET_BYTES, "CP869" },
	{ "cp874", CHARSET_BYTES, "CP874" },
	{ "cp932", CHARSET_PAIRS, "CP932" },
	{ "cp936", CHARSET_PAIRS, "GB18030" },
	{ "cp949", CHARSET_PAIRS, "CP949" },
	{ "cp950", CHARSET_PAIRS, "BIG5-HKSCS" },
	{ "csbig5", CHARSET_PAIRS, "BIG5-HKSCS" },
	{ "cseuckr", CHARSET_PAIRS, "CP949" },
	{ "csiso2022jp", CHARSET_JIS, "EUC-JP-MS" },
	{ "csksc56011987", CHARSET_PAIRS, "CP949" },
	{ "csshiftjis", CHARSET_PAIRS, "CP932" },
	{ "cyrillic", CHARSET_BYTES, "ISO-8859-5" },
	{ "dos850", CHARSET_BYTES, "CP850" },
	{ "euccn", CHARSET_PAIRS, "GB18030" },
	{ "eucjp", CHARSET_PAIRS, "EUC-JP-MS" },
	{ "euckr", CHARSET_PAIRS, "CP949" },
	{ "euctw", CHARSET_PAIRS, "EUC-TW" },
	{ "gb18030", CHARSET_PAIRS, "GB18030" },
	{ "gb2312", CHARSET_PAIRS, "GB18030" },
	{ "gb231280", CHARSET_PAIRS, "GB18030" },
	{ "gbk", CHARSET_PAIRS, "GB18030" },
	{ "georgianps", CHARSET_BYTES, "GEORGIAN-PS" },
	{ "greek", CHARSET_BYTES, "ISO-8859-7" },
	{ "hebrew", CHARSET_BYTES, "ISO-8859-8" },
	{ "hproman8", CHARSET_BYTES, "HP-ROMAN8" },
	{ "ibm437", CHARSET_BYTES, "CP437" },
	{ "ibm850", CHARSET_BYTES, "CP850" },
	{ "ibm852", CHARSET_BYTES, "CP852" },
	{ "ibm855", CHARSET_BYTES, "CP855" },
	{ "ibm866", CHARSET_BYTES, "CP866" },
	{ "iso10646ucs2", CHARSET_WIDE, "UTF-16" },
	{ "iso2022cn", CHARSET_ESCAPES, "ISO-2022-CN" },
	{ "iso2022jp", CHARSET_JIS, "EUC-JP-MS" },
	{ "iso2022jp1", CHARSET_JIS, "EUC-JP-MS" },
	{ "iso2022jp2", CHARSET_JIS, "EUC-JP-MS" },
	{ "iso2022jp2004", CHARSET_JIS, "EUC-JP-MS" },
	{ "iso2022jp3", CHARSET_JIS, "EUC-JP-MS" },
	{ "iso2022kr", CHARSET_ESCAPES, "ISO-2022-KR" },
	{ "iso646us", CHARSET_UNKNOWN, NULL },
	{ "iso88591", CHARSET_LATIN, "ISO-8859-1" },
	{ "iso885910", CHARSET_BYTES, "ISO-8859-10" },
	{ "iso885911", CHARSET_BYTES, "CP874" },
	{ "iso885913", CHARSET_BYTES, "ISO-8859-13" },
	{ "iso885914", CHARSET_BYTES, "ISO-8859-14" },
	{ "iso885915", CHARSET_BYTES, "ISO-8859-15" },
	{ "iso885916", CHARSET_BYTES, "ISO-8859-16" },
	{ "iso88592", CHARSET_BYTES, "ISO-8859-2" },
	{ "iso88593", CHARSET_BYTES, "ISO-8859-3" },
	{ "iso88594", CHARSET_BYTES, "ISO-8859-4" },
	{ "iso88595", CHARSET_BYTES, "ISO-8859-5" },
	{ "iso88596", CHARSET_BYTES, "ISO-8859-6" },
	{ "iso88596e", CHARSET_BYTES, "ISO-8859-6" },
	{ "iso88596i", CHARSET_BYTES, "ISO-8859-6" },
	{ "iso88597", CHARSET_BYTES, "ISO-8859-7" },
	{ "iso88598", CHARSET_BYTES, "ISO-8859-8" },
	{ "iso88598e", CHARSET_BYTES, "ISO-8859-8" },
	{ "iso88598i", CHARSET_BYTES, "ISO-8859-8" },
	{ "iso88599", CHARSET_BYTES, "ISO-8859-9" },
	{ "johab", CHARSET_PAIRS, "JOHAB" },
	{ "koi8", CHARSET_BYTES, "KOI8-R" },
	{ "koi8r", CHARSET_BYTES, "KOI8-R" },
	{ "koi8ru", CHARSET_BYTES, "KOI8-RU" },
	{ "koi8t", CHARSET_BYTES, "KOI8-T" },
	{ "koi8u", CHARSET_BYTES, "KOI8-U" },
	{ "korean", CHARSET_PAIRS, "CP949" },
	{ "ksc5601", CHARSET_PAIRS, "CP949" },
	{ "ksc56011987", CHARSET_PAIRS, "CP949" },
	{ "ksc56011989", CHARSET_PAIRS, "CP949" },
	{ "l1", CHARSET_LATIN, "ISO-8859-1" },
	{ "latin1", CHARSET_LATIN, "ISO-8859-1" },
	{ "latin10", CHARSET_BYTES, "ISO-8859-16" },
	{ "latin2", CHARSET_BYTES, "ISO-8859-2" },
	{ "latin3", CHARSET_BYTES, "ISO-8859-3" },
	{ "latin4", CHARSET_BYTES, "ISO-8859-4" },
	{ "latin5", CHARSET_BYTES, "ISO-8859-9" },
	{ "latin6", CHARSET_BYTES, "ISO-8859-10" },
	{ "latin7", CHARSET_BYTES, "ISO-8859-13" },
	{ "latin8", CHARSET_BYTES, "ISO-8859-14" },
	{ "latin9", CHARSET_BYTES, "ISO-8859-15" },
	{ "mac", CHARSET_BYTES, "MACINTOSH" },
	{ "maccentraleurope", CHARSET_BYTES, "MAC-CENTRALEUROPE" },
	{ "maccyrillic", CHARSET_BYTES, "MAC-CYRILLIC" },
	{ "macintosh", CHARSET_BYTES, "MACINTOSH" },
	{ "macroman", CHARSET_BYTES, "MACINTOSH" },
	{ "ms932", CHARSET_PAIRS, "CP932" },
	{ "ms936", CHARSET_PAIRS, "GB18030" },
	{ "ms949", CHARSET_PAIRS, "CP949" },
	{ "mskanji", CHARSET_PAIRS, "CP932" },
	{ "sfgb2312", CHARSET_PAIRS, "GB18030" },
	{ "shiftjis", CHARSET_PAIRS, "CP932" },
	{ "sjis", CHARSET_PAIRS, "CP932" },
	{ "tcvn", CHARSET_BYTES, "TCVN" },
	{ "thai", CHARSET_BYTES, "CP874" },
	{ "tis620", CHARSET_BYTES, "CP874" },
	{ "ucs2", CHARSET_WIDE, "UTF-16" },
	{ "ucs2be", CHARSET_WIDE, "UTF-16BE" },
	{ "ucs2le", CHARSET_WIDE, "UTF-16LE" },
	{ "ucs4", CHARSET_WIDE, "UTF-32" },
	{ "uhc", CHARSET_PAIRS, "CP949" },
	{ "unicode", CHARSET_WIDE, "UTF-16" },
	{ "unicode11utf7", CHARSET_ESCAPES, "UTF-7" },
	{ "unicode11utf8", CHARSET_UTF8, "UTF-8" },
	{ "usascii", CHARSET_UNKNOWN, NULL },
	{ "utf16", CHARSET_WIDE, "UTF-16" },
	{ "utf16be", CHARSET_WIDE, "UTF-16BE" },
	{ "utf16le", CHARSET_WIDE, "UTF-16LE" },
	{ "utf32", CHARSET_WIDE, "UTF-32" },
	{ "utf32be", CHARSET_WIDE, "UTF-32BE" },
	{ "utf32le", CHARSET_WIDE, "UTF-32LE" },
	{ "utf7", CHARSET_ESCAPES, "UTF-7" },
	{ "utf8", CHARSET_UTF8, "UTF-8" },
	{ "utf8mb4", CHARSET_UTF8, "UTF-8" },
	{ "viscii", CHARSET_BYTES, "VISCII" },
	{ "win1250", CHARSET_BYTES, "CP1250" },
	{ "win1251", CHARSET_BYTES, "CP1251" },
	{ "win1252", CHARSET_LATIN, "CP1252" },
	{ "windows1250", CHARSET_BYTES, "CP1250" },
	{ "windows1251", CHARSET_BYTES, "CP1251" },
	{ "windows1252", CHARSET_LATIN, "CP1252" },
	{ "windows1253", CHARSET_BYTES, "CP1253" },
	{ "windows1254", CHARSET_BYTES, "CP1254" },
	{ "windows1255", CHARSET_BYTES, "CP1255" },
	{ "windows1256", CHARSET_BYTES, "CP1256" },
	{ "windows1257", CHARSET_BYTES, "CP1257" },
	{ "windows1258", CHARSET_BYTES, "CP1258" },
	{ "windows31j", CHARSET_PAIRS, "CP932" },
	{ "windows874", CHARSET_BYTES, "CP874" },
	{ "windows936", CHARSET_PAIRS, "GB18030" },
	{ "windows949", CHARSET_PAIRS, "CP949" },
	{ "windows950", CHARSET_PAIRS, "BIG5-HKSCS" },
	{ "windowscp1250", CHARSET_BYTES, "CP1250" },
	{ "windowscp1251", CHARSET_BYTES, "CP1251" },
	{ "windowscp1252", CHARSET_LATIN, "CP1252" },
};

/* Letters and digits, without an "x-" before them. */
static void
fold_label(const char *label, char *folded)
{
	gsize n = 0;

	label += strspn(label, " \t\"'");
	if ((label[0] == 'x' || label[0] == 'X') && label[1] == '-')
		label += 2;
	for (; *label != '\0' && n < LABEL_MAX_BYTES; label++)
		if (g_ascii_isalnum(*label))
			folded[n++] = g_ascii_tolower(*label);
	folded[n] = '\0';
}

static int
compare_labels(const void *label, const void *name)
{
	return strcmp(label, ((const struct name *)name)->label);
}

enum charset_kind
charset_name(const char *label, const char **iconv_name)
{
	char folded[LABEL_MAX_BYTES + 1];
	const struct name *name;

	*iconv_name = NULL;
	if (label == NULL)
		return CHARSET_UNKNOWN;
	fold_label(label, folded);
	name = bsearch(folded, names, G_N_ELEMENTS(names), sizeof(names[0]),
	    compare_labels);
	if (name == NULL)
		return CHARSET_UNKNOWN;
	*iconv_name = name->iconv;
	return name->kind;
}
