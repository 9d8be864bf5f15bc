/*
 * phone.h - telephone numbers: read, judged, and where they are. libphonenumber
 * (Google's, as Android uses it) behind C; phone.cc is our only C++.
 */
#ifndef BASE_PHONE_H
#define BASE_PHONE_H

#include <glib.h>

/*
 * E.164 (ITU-T), "+358401234567", of what people write. country: of national
 * numbers, "FI"; NULL: only numbers with + are read. NULL with error set if it
 * is no number; a national one must have a length of its country, one with + is
 * taken as it is with 7 to 15 digits (see phone_look). Nothing of it stands in
 * the error. Owned.
 */
char *phone_normalise(const char *text, const char *country, GError **error);

enum phone_kind {
	PHONE_MOBILE, /* or may be: where mobile and fixed look the same */
	PHONE_FIXED,
	PHONE_PREMIUM, /* premium rate, shared cost, personal (+44 70) */
	PHONE_OTHER,   /* toll-free, pager, VoIP, voicemail, company-wide */
	PHONE_UNKNOWN, /* of no range that is known */
};

struct phone_facts {
	enum phone_kind kind;
	char country[3]; /* ISO 3166, "FI"; "" if it is of none */
};
/* Of an E.164 number. */
void phone_look(const char *e164, struct phone_facts *facts);

/* TRUE for a code of a country that has telephone numbers: "FI". */
gboolean phone_is_country(const char *code);

/*
 * The IANA names of the time zones in which the number may be: those of its
 * country, by tzdata's zone.tab. NULL-terminated, empty if not known; owned.
 */
char **phone_zones(const char *e164);

#endif
