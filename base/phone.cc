/*
 * phone.cc - telephone numbers by libphonenumber, behind the C of phone.h.
 *
 * The only C++ of the house: what the library throws or owns stays in here.
 * Countries' zones are read from tzdata's zone.tab, once. Called by the intake,
 * by what judges a text before it leaves, and by who reads texts that came in.
 *
 * BUGS: libphonenumber knows the numbering plans of the day it was packaged. A
 * number of a range that was opened later is PHONE_UNKNOWN.
 */
#include <glib.h>
#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

#include <cstring>
#include <set>
#include <string>

extern "C" {
#include "base/errors.h"
#include "base/phone.h"
}

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace
{

constexpr gsize max_bytes = 64; /* of what people write for a number */
constexpr std::size_t min_digits = 7;
constexpr std::size_t max_digits = 15; /* E.164 */
constexpr char zone_file[] = "/usr/share/zoneinfo/zone.tab";
constexpr char no_region[] = "ZZ"; /* so the library calls it */
constexpr std::size_t known_numbers = 1 << 18; /* 8 MiB, if all are used */

/* Regions that the numbering plans know and zone.tab does not. */
struct region_zone {
	const char *region, *zone;
};
constexpr region_zone more_zones[] = {
	{ "AC", "Atlantic/St_Helena" },
	{ "TA", "Atlantic/St_Helena" },
	{ "XK", "Europe/Belgrade" },
};

const PhoneNumberUtil &
util()
{
	return *PhoneNumberUtil::GetInstance();
}

/* Letters would be dialled ("0800 FLOWERS") or taken for an extension. */
bool
has_letter_or_control(const char *text)
{
	for (; *text != '\0'; text = g_utf8_next_char(text)) {
		gunichar c = g_utf8_get_char(text);

		if (g_unichar_isalpha(c) || g_unichar_iscntrl(c))
			return true;
	}
	return false;
}

/* Also in full width, U+FF0B. */
bool
has_plus(const char *text)
{
	return std::strstr(text, "+") != nullptr ||
	    std::strstr(text, "\xEF\xBC\x8B") != nullptr;
}

/* A literal each, so that none of the number stands in the message. */
const char *
parse_refusal(PhoneNumberUtil::ErrorType error, const char *text)
{
	switch (error) {
	case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR:
		return has_plus(text) ?
		    "this telephone number has a country code that is none" :
		    "this telephone number has no country code; allowed is + "
		    "and the whole number, as +358401234567 (national numbers "
		    "need `country` in [sms])";
	case PhoneNumberUtil::TOO_SHORT_AFTER_IDD:
	case PhoneNumberUtil::TOO_SHORT_NSN:
		return "this telephone number is too short";
	case PhoneNumberUtil::TOO_LONG_NSN:
		return "this telephone number is too long";
	case PhoneNumberUtil::NOT_A_NUMBER:
	case PhoneNumberUtil::NO_PARSING_ERROR:
		break;
	}
	return "this is no telephone number; allowed is + and the whole "
	       "number, as +358401234567";
}

const char *
length_refusal(PhoneNumberUtil::ValidationResult result)
{
	switch (result) {
	case PhoneNumberUtil::IS_POSSIBLE:
		return nullptr;
	case PhoneNumberUtil::IS_POSSIBLE_LOCAL_ONLY:
		return "this telephone number lacks its area code";
	case PhoneNumberUtil::INVALID_COUNTRY_CODE:
		return "this telephone number has a country code that is none";
	case PhoneNumberUtil::TOO_SHORT:
		return "this telephone number is too short for its country";
	case PhoneNumberUtil::TOO_LONG:
		return "this telephone number is too long for its country";
	case PhoneNumberUtil::INVALID_LENGTH:
		break;
	}
	return "no telephone number of its country has this length";
}

/*
 * Of a number as it was meant to be dialled from abroad only what can be no
 * E.164 is refused: a wrong one in a file must not cost the event it stands in.
 * Of what was read as a national one, a wrong length is a mistake.
 */
const char *
number_refusal(const PhoneNumber &number, const std::string &e164,
    bool international)
{
	std::size_t digits = e164.length() - 1;

	if (number.has_extension())
		return "this telephone number has an extension, which no text "
		       "reaches";
	if (!international)
		return length_refusal(
		    util().IsPossibleNumberWithReason(number));
	if (digits < min_digits)
		return "this telephone number is too short";
	return digits > max_digits ? "this telephone number is too long" :
				     nullptr;
}

phone_kind
kind_of(PhoneNumberUtil::PhoneNumberType type)
{
	switch (type) {
	case PhoneNumberUtil::MOBILE:
	case PhoneNumberUtil::FIXED_LINE_OR_MOBILE:
		return PHONE_MOBILE;
	case PhoneNumberUtil::FIXED_LINE:
		return PHONE_FIXED;
	case PhoneNumberUtil::PREMIUM_RATE:
	case PhoneNumberUtil::SHARED_COST:
	/* +44 70 and its like: dear, and a fraudster's darling. */
	case PhoneNumberUtil::PERSONAL_NUMBER:
		return PHONE_PREMIUM;
	case PhoneNumberUtil::TOLL_FREE:
	case PhoneNumberUtil::VOIP:
	case PhoneNumberUtil::PAGER:
	case PhoneNumberUtil::UAN:
	case PhoneNumberUtil::VOICEMAIL:
		return PHONE_OTHER;
	case PhoneNumberUtil::UNKNOWN:
		break;
	}
	return PHONE_UNKNOWN;
}

/*
 * What is known of a number that was asked for before. libphonenumber takes
 * 20 us for one, and each is asked for a few times on its way out; the last of
 * two that share a place keeps it.
 */
struct known_number {
	char e164[max_digits + 2];
	struct phone_facts facts;
};

known_number &
known(const char *e164)
{
	static known_number numbers[known_numbers];

	return numbers[g_str_hash(e164) % known_numbers];
}

/* As Parse() does: a zero in front is of the number, as in Italy. */
void
set_national(const char *digits, PhoneNumber *number)
{
	std::size_t zeros = std::strspn(digits, "0");

	if (zeros > 0 && digits[zeros] == '\0')
		zeros--;
	number->set_national_number(g_ascii_strtoull(digits, nullptr, 10));
	if (zeros > 0)
		number->set_italian_leading_zero(true);
	if (zeros > 1)
		number->set_number_of_leading_zeros(
		    static_cast<gint32>(zeros));
}

/*
 * What phone_normalise() wrote needs none of the regular expressions of
 * Parse(), which take most of its time. No country code begins with another.
 */
bool
divide(const char *e164, PhoneNumber *number)
{
	std::size_t n = std::strlen(e164);
	std::string region;
	int code = 0;

	if (*e164 != '+' || e164[1] == '0' || n > max_digits + 1 ||
	    std::strspn(e164 + 1, "0123456789") != n - 1)
		return false;
	for (std::size_t i = 1; i <= 3 && i + 1 < n; i++) {
		code = code * 10 + g_ascii_digit_value(e164[i]);
		util().GetRegionCodeForCountryCode(code, &region);
		if (region == no_region)
			continue;
		number->set_country_code(code);
		set_national(e164 + i + 1, number);
		return true;
	}
	return false;
}

void
look(const char *e164, struct phone_facts *facts)
{
	PhoneNumber number;
	std::string region;

	facts->kind = PHONE_UNKNOWN;
	facts->country[0] = '\0';
	if (divide(e164, &number))
		facts->kind = kind_of(util().GetNumberType(number));
	/* It may hold more than a number does: a prefix of the country. */
	if (facts->kind == PHONE_UNKNOWN) {
		if (std::strlen(e164) > max_bytes ||
		    util().Parse(e164, no_region, &number) !=
			PhoneNumberUtil::NO_PARSING_ERROR)
			return;
		facts->kind = kind_of(util().GetNumberType(number));
	}
	util().GetRegionCodeForNumber(number, &region);
	/* "001" is of the world: +800, +882. */
	if (region.length() == 2 && region != no_region &&
	    g_ascii_isalpha(region[0]))
		g_strlcpy(facts->country, region.c_str(),
		    sizeof(facts->country));
}

void
zone_add(GHashTable *zones, const char *region, const char *zone)
{
	auto *names = static_cast<GPtrArray *>(
	    g_hash_table_lookup(zones, region));

	if (names == nullptr) {
		names = g_ptr_array_new();
		g_hash_table_insert(zones, g_strdup(region), names);
	}
	g_ptr_array_add(names, g_strdup(zone));
}

/* Lines of zone.tab: country, coordinates, zone, perhaps a remark. */
GHashTable *
zones_read()
{
	GHashTable *zones = g_hash_table_new(g_str_hash, g_str_equal);
	g_autofree char *text = nullptr;
	g_auto(GStrv) lines = nullptr;

	for (const region_zone &more : more_zones)
		zone_add(zones, more.region, more.zone);
	if (!g_file_get_contents(zone_file, &text, nullptr, nullptr))
		return zones;
	lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line != nullptr; line++) {
		g_auto(GStrv) fields = g_strsplit(*line, "\t", 4);

		if (**line != '#' && g_strv_length(fields) >= 3)
			zone_add(zones, fields[0], fields[2]);
	}
	return zones;
}

} // namespace

char *
phone_normalise(const char *text, const char *country, GError **error)
{
	PhoneNumber number;
	PhoneNumberUtil::ErrorType parsed = PhoneNumberUtil::NOT_A_NUMBER;
	const char *refusal;
	std::string e164;

	if (std::strlen(text) <= max_bytes &&
	    g_utf8_validate(text, -1, nullptr) && !has_letter_or_control(text))
		parsed = util().Parse(text,
		    country != nullptr ? country : no_region, &number);
	if (parsed == PhoneNumberUtil::NO_PARSING_ERROR) {
		util().Format(number, PhoneNumberUtil::E164, &e164);
		refusal = number_refusal(number, e164, has_plus(text));
	} else {
		refusal = parse_refusal(parsed, text);
	}
	if (refusal == nullptr)
		return g_strdup(e164.c_str());
	data_refuse(error, "%s", refusal);
	return nullptr;
}

void
phone_look(const char *e164, struct phone_facts *facts)
{
	known_number &number = known(e164);

	if (*e164 == '\0' || std::strlen(e164) >= sizeof(number.e164)) {
		look(e164, facts);
		return;
	}
	if (std::strcmp(number.e164, e164) != 0) {
		look(e164, &number.facts);
		g_strlcpy(number.e164, e164, sizeof(number.e164));
	}
	*facts = number.facts;
}

gboolean
phone_is_country(const char *code)
{
	static const std::set<std::string> regions = [] {
		std::set<std::string> all;

		util().GetSupportedRegions(&all);
		return all;
	}();

	return regions.count(code) > 0;
}

char **
phone_zones(const char *e164)
{
	static GHashTable *const zones = zones_read();
	GStrvBuilder *names = g_strv_builder_new();
	struct phone_facts facts;
	GPtrArray *known;
	char **all;

	phone_look(e164, &facts);
	known = static_cast<GPtrArray *>(
	    g_hash_table_lookup(zones, facts.country));
	for (guint i = 0; known != nullptr && i < known->len; i++)
		g_strv_builder_add(names,
		    static_cast<const char *>(known->pdata[i]));
	all = g_strv_builder_end(names);
	g_strv_builder_unref(names);
	return all;
}
