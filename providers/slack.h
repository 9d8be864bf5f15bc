/*
 * slack.h - the provider `slack`: posts alerts into a channel by an incoming
 * webhook of Slack, or of what understands the same (Mattermost, Rocket.Chat).
 */
#ifndef PROVIDERS_SLACK_H
#define PROVIDERS_SLACK_H

#include "providers/provider.h"

extern const struct provider_ops slack_provider;

#endif
