/*
 * report_columns.c - which columns of a report's table fit a terminal, and how
 * wide they are. Knows no figures. Called by report_table.c.
 */
#include "scores/table/report_internal.h"

#define NAME_MIN 10
#define NAME_WANTED 16
#define BAR_MIN 10
#define BAR_MAX 24

/* What goes first comes first; those of a rank go together. */
static const guint ranks[COLUMNS] = {
	[COLUMN_HEARD] = 1,
	[COLUMN_COMMENTS] = 2,
	[COLUMN_MEAN] = 3,
	[COLUMN_PROMOTERS] = 4,
	[COLUMN_PASSIVES] = 4,
	[COLUMN_DETRACTORS] = 4,
	[COLUMN_BAND] = 5,
	[COLUMN_BAR] = 6,
	[COLUMN_RATE] = 7,
};
#define RANKS 7

guint
report_gap(enum column column)
{
	switch (column) {
	case COLUMN_NAME:
		return 0;
	case COLUMN_MARGIN:
		return 1;
	case COLUMN_NPS:
	case COLUMN_BAND:
	case COLUMN_ANSWERS:
	case COLUMN_PROMOTERS:
	case COLUMN_PASSIVES:
	case COLUMN_DETRACTORS:
	case COLUMN_BAR:
	case COLUMN_MEAN:
	case COLUMN_COMMENTS:
	case COLUMN_RATE:
	case COLUMN_HEARD:
	case COLUMN_CHANGE:
		return 2;
	case COLUMNS:
		break;
	}
	g_assert_not_reached();
}

/* Of all columns, with the name as wide as given. */
static guint
needed(const guint width[COLUMNS], guint name)
{
	guint sum = name;

	for (enum column i = 0; i < COLUMNS; i++)
		if (i != COLUMN_NAME && width[i] > 0)
			sum += report_gap(i) + width[i];
	return sum;
}

void
report_share_columns(guint width[COLUMNS], guint columns)
{
	guint wanted = MIN(width[COLUMN_NAME], NAME_WANTED);
	guint left;

	width[COLUMN_BAR] = BAR_MIN;
	for (guint rank = 1;
	     rank <= RANKS && needed(width, wanted) > columns; rank++)
		for (enum column i = 0; i < COLUMNS; i++)
			if (ranks[i] == rank)
				width[i] = 0;
	left = needed(width, 0);
	left = columns > left + NAME_MIN ? columns - left : NAME_MIN;
	if (width[COLUMN_BAR] > 0 && left > width[COLUMN_NAME])
		width[COLUMN_BAR] = MIN(BAR_MAX,
		    BAR_MIN + left - width[COLUMN_NAME]);
	width[COLUMN_NAME] = MIN(width[COLUMN_NAME], left);
}
