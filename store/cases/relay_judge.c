/*
 * relay_judge.c - what follows from a mail about a case; pure. Called by
 * relay.c.
 *
 * Nothing that says to be a machine's is handed on, so that no two machines
 * talk; and if one does not, the day's limit ends it: what is told to the
 * owner's side counts too.
 */
#include "store/cases/relay.h"

#include "store/cases/cases_internal.h"

static void
hold(struct relay_decision *decision, const char *why, const char *tell)
{
	decision->note = "held";
	decision->why_held = why;
	decision->tell = tell;
}

static void
judge_colleague(const struct relay_facts *facts,
    struct relay_decision *decision)
{
	switch (facts->said) {
	case RELAY_WORDS:
		if (!facts->has_mail) {
			hold(decision, "no mail address is known",
			    CASE_FORM_TEXT_ONLY);
		} else if (facts->suppressed) {
			hold(decision, "the customer wants no mails",
			    CASE_FORM_STOPPED);
		} else {
			decision->note = "to customer";
			decision->pass = TRUE;
		}
		return;
	case RELAY_CLOSES:
		decision->close = facts->open;
		return;
	case RELAY_OPT_OUT:
		hold(decision, "it reads as an opt-out", CASE_FORM_UNSENT);
		return;
	case RELAY_CAME_BACK:
		hold(decision, "the mail to a colleague came back", NULL);
		return;
	case RELAY_NOTHING_SAID:
		hold(decision, "nothing can be read in it", NULL);
		return;
	case RELAY_BY_MACHINE:
		hold(decision, "it is an automatic reply", NULL);
		return;
	case RELAY_LIKE_A_MACHINE:
		hold(decision, "it reads like an automatic reply",
		    CASE_FORM_UNSENT);
		return;
	case RELAY_REPORT:
		return;
	}
	g_assert_not_reached();
}

static void
judge_customer(const struct relay_facts *facts,
    struct relay_decision *decision)
{
	switch (facts->said) {
	case RELAY_WORDS:
	case RELAY_CLOSES:
		decision->note = "from customer";
		decision->pass = TRUE;
		decision->reopen = !facts->open;
		return;
	case RELAY_OPT_OUT:
		decision->note = "from customer";
		decision->tell = CASE_FORM_OPTED_OUT;
		return;
	case RELAY_CAME_BACK:
		hold(decision, "the mail to the customer came back",
		    CASE_FORM_BOUNCED);
		return;
	case RELAY_NOTHING_SAID:
		hold(decision, "nothing can be read in it", NULL);
		return;
	case RELAY_BY_MACHINE:
		hold(decision, "it is an automatic reply", NULL);
		return;
	/* A colleague can tell. */
	case RELAY_LIKE_A_MACHINE:
		decision->note = "from customer";
		decision->pass = TRUE;
		return;
	case RELAY_REPORT:
		return;
	}
	g_assert_not_reached();
}

void
relay_judge(const struct relay_facts *facts, struct relay_decision *decision)
{
	*decision = (struct relay_decision){ 0 };
	if (facts->from == CASE_SIDE_OWNER)
		judge_colleague(facts, decision);
	else
		judge_customer(facts, decision);
	if ((!decision->pass && decision->tell == NULL) ||
	    facts->mails_today + 1 < RELAY_MAILS_A_DAY)
		return;
	/* The last one of the day says that it is. */
	decision->tell = facts->mails_today < RELAY_MAILS_A_DAY ?
	    CASE_FORM_LIMIT :
	    NULL;
	if (decision->pass) {
		decision->pass = FALSE;
		decision->note = "held";
		decision->why_held = "too many mails within a day";
	}
}
