/*
 * text.c - see text.h. Called where values enter and addresses are judged.
 */
#include "base/text.h"

#include <gio/gio.h>

gboolean
text_has_control(const char *text)
{
	for (; *text != '\0'; text = g_utf8_next_char(text)) {
		if (g_unichar_iscntrl(g_utf8_get_char(text)))
			return TRUE;
	}
	return FALSE;
}

gboolean
text_is_loopback(const char *host)
{
	g_autoptr(GInetAddress) address = g_inet_address_new_from_string(host);

	if (address != NULL)
		return g_inet_address_get_is_loopback(address);
	return g_ascii_strcasecmp(host, "localhost") == 0;
}
