/*
 * drip_internal.h - a drip from the inside, for the files drip*.c alone.
 */
#ifndef SCHEDULER_DRIP_INTERNAL_H
#define SCHEDULER_DRIP_INTERNAL_H

#include "scheduler/departure.h"
#include "scheduler/drip.h"
#include "scheduler/outcome.h"
#include "scheduler/pace.h"

struct door {
	struct provider *provider;
	const struct config_section *section;
	GQueue waiting; /* struct send */
	guint busy;
	gint64 halted_until_at; /* 0: works */
	gint64 paused_until_at; /* the other side asked for it; else 0 */
	char *why;		/* while it is halted or paused, for people */
	gboolean tried;		/* since then one of the parked was tried */
	gboolean told;		/* that it has halted */
	guint misses;		/* of its host, in a row */
	guint cuts;		/* of its connections, in a row */
	guint heard; /* answers of its host, and halts: see send.heard */
	guint places; /* until then it is handed no more at once */
	gint64 narrow_until_at;
	gboolean parked;  /* some may be parked for it */
	guint calls;	  /* index of the door whose parked ones it calls */
	gint64 called_id; /* so far */
	/* How far it has looked ahead in the queue: */
	gint64 looked_at, looked_id;
	guint looked;	 /* so many, about */
	gboolean at_end; /* that was all; then: */
	gint64 next_due_at;
	gint64 look_again_at; /* from the head */
	gboolean looks_again; /* something may have come in behind it */
};

/* Messages claimed in one go. */
#define DRIP_CLAIM_MAX 256

struct send {
	struct drip *drip;
	struct door *door; /* NULL: none would take it */
	struct outbox_item *item;
	struct message *message;
	gint64 judged_at; /* whether it may leave */
	gint64 paced_at;  /* it counts for its drips, then; 0: it doesn't */
	guint heard; /* of the door, as it was handed over */
	gint64 attempt_id;
	gboolean kept; /* with it, the bytes */
	struct outcome outcome;
	const char *parked_for; /* a provider, DRIP_FUSE, or NULL */
	char *remote_id;
	char *detail;
	gboolean planned;	/* VERDICT_RETRY: the cadence wants it so */
	gboolean placed;	/* the same: that moment is kept for it */
	gboolean first;		/* the door is the first of its doors */
	gboolean keep;		/* the next try is of the same bytes */
	enum channel fall_back; /* VERDICT_FAILED: it goes on by this */
	gboolean opted_out;	/* VERDICT_FAILED: so the other side says */
};

/* What waits for the admin to reset the fuse is parked for this. */
#define DRIP_FUSE "fuse"

struct drip {
	struct store *store;
	const struct settings *settings;
	const struct composer *composer;
	struct drip_hooks hooks;
	struct pace *pace;
	gboolean pace_read; /* what the store knows of it */
	gboolean follows;   /* another worker leads, and counts */
	GPtrArray *paced;   /* const char *, touchpoints; ends with NULL */
	struct claim_filter filter;
	GPtrArray *doors;
	GHashTable *sends; /* message -> struct send, handed over */
	GPtrArray *ready;  /* struct send: attempt not committed yet */
	GPtrArray *ended;  /* struct send: verdict not committed yet; owned */
	gint64 now_at;
	gboolean leaving;     /* nothing new is taken any more */
	gboolean fuse_met;    /* a text was refused by it: look at it */
	gint64 fuse_blown_at; /* it was told of this one; 0: of none */
};

/* A gpointer, for containers: struct send. */
void drip_send_free(gpointer data);

/* No more is tried now: it waits for its verdict to be on disk. */
void drip_end(struct send *send, enum verdict verdict, gint64 next_at,
    char *detail);

/* Otherwise it has ended, or waits, as the cadence wants it. */
gboolean drip_may_leave(struct drip *drip, struct send *send);

/*
 * Whether it may leave now by its drips; then it counts for them. Else
 * *departure is set: a moment is kept for it.
 */
gboolean drip_has_room(struct drip *drip, struct send *send,
    struct departure *departure);
/* It does not leave: what it counted for, or was kept for it, is free again. */
void drip_give_back(struct drip *drip, struct send *send);
/* The touchpoints that are under any, as struct drip has them. */
GPtrArray *drip_paced(const struct drip *drip);
/* At first what has left and what waits; then what was given back. */
gboolean drip_read_pace(struct drip *drip, GError **error);

void drip_door_free(gpointer data);
/*
 * Into the line of the first of its doors that takes it; ended if none does.
 */
void drip_place(struct drip *drip, struct send *send);
/* Everybody in its line is placed anew. */
void drip_clear_line(struct drip *drip, struct door *door);
/* What a door did not take is due again at once, for the next of its doors; if
 * none is open, it is parked. */
void drip_go_elsewhere(struct drip *drip, struct send *send);
/* It is parked for the door that did not take it. */
void drip_park(struct send *send);
/* It ends without having been tried at any door. */
void drip_turn_away(struct drip *drip, const struct outbox_item *item);
/* What it says of the door that a message came back from there; and where the
 * message goes, if it did not leave for the door's sake. */
void drip_judge_door(struct drip *drip, struct send *send,
    const struct send_result *result, gint64 next_at);
gboolean drip_is_halted(const struct drip *drip, const struct door *door);
/* Its halt is over: one message tries it. */
gboolean drip_is_on_trial(const struct drip *drip, const struct door *door);
/* How many it may have at once. */
guint drip_places(const struct drip *drip, const struct door *door);
/* One to try a door whose halt is over; more as the line of one that works
 * runs low. */
gboolean drip_call_back(struct drip *drip, GError **error);
/* Whether a message of its line may be handed to it now. */
gboolean drip_is_free(const struct drip *drip, const struct door *door);
/* It holds no message, and none waits in its line. */
gboolean drip_is_idle(const struct door *door);
gboolean drip_runs_low(const struct door *door);
gboolean drip_is_full(const struct door *door);
/* Whether an invitation of this touchpoint would go by it now. */
gboolean drip_leads_to(struct drip *drip, const struct touchpoint *touchpoint,
    const struct door *door);
/* What is due and has a door to leave by is claimed. */
gboolean drip_claim(struct drip *drip, GError **error);
/* It looks ahead from the head of the queue again. */
void drip_look_anew(struct door *door);
/* They look at what is due again at this moment. */
void drip_look_on(struct drip *drip);
/* What was claimed: into the lines. */
void drip_admit(struct drip *drip, GPtrArray *items);

/*
 * A message for this door, or none, ended without being tried there: if it was
 * the one to try it after a halt, the next of the parked is.
 */
void drip_try_another(struct drip *drip, struct door *door);

/* What an attempt counts against: nothing, if it is no text. */
void drip_charge(const struct drip *drip, const struct send *send,
    struct text_charge *charge);
/* The attempt was refused for its charge: it waits, or is dropped. */
void drip_refused(struct drip *drip, struct send *send, enum refusal refusal);
/* Tells of the fuse, once, if it has blown. */
gboolean drip_look_at_fuse(struct drip *drip, GError **error);

/*
 * The verdicts that came, and the attempts that are ready, in one group. Each
 * verdict is then reported, each attempt finished.
 */
gboolean drip_settle(struct drip *drip, GError **error);
/* What waits for a free place goes back into the outbox. */
gboolean drip_return_waiting(struct drip *drip, GError **error);

#endif
