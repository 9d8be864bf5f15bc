/*
 * colour.h - which colour can be read on another. Pure.
 */
#ifndef TEMPLATES_COLOUR_H
#define TEMPLATES_COLOUR_H

/*
 * "#ffffff" or "#1c1c1e", whichever has the higher contrast (WCAG 2.1, 1.4.3)
 * on a colour written as "#rrggbb".
 */
const char *colour_of_text_on(const char *colour);

#endif
