# Unit tests: tests/unit/test_NAME.c, one program each, over the library.

LDADD = libdripscore.a $(DEPS_LIBS) $(CHECK_LIBS)

unit_tests = \
	%D%/unit/test_alarm \
	%D%/unit/test_alert \
	%D%/unit/test_attributes \
	%D%/unit/test_auto_reply \
	%D%/unit/test_backup \
	%D%/unit/test_bounce \
	%D%/unit/test_bounce_mails \
	%D%/unit/test_bounce_prose \
	%D%/unit/test_bounce_servers \
	%D%/unit/test_bounce_words \
	%D%/unit/test_cadence \
	%D%/unit/test_calendar \
	%D%/unit/test_calendar_clocks \
	%D%/unit/test_calendar_closures \
	%D%/unit/test_case_rule \
	%D%/unit/test_case_words \
	%D%/unit/test_catalog \
	%D%/unit/test_chart \
	%D%/unit/test_clock \
	%D%/unit/test_compose \
	%D%/unit/test_compose_mould \
	%D%/unit/test_compose_text \
	%D%/unit/test_condition \
	%D%/unit/test_condition_answer \
	%D%/unit/test_condition_bias \
	%D%/unit/test_condition_parse \
	%D%/unit/test_config \
	%D%/unit/test_config_manual \
	%D%/unit/test_config_value \
	%D%/unit/test_conversation \
	%D%/unit/test_csv \
	%D%/unit/test_db \
	%D%/unit/test_delivery \
	%D%/unit/test_departure \
	%D%/unit/test_dialect \
	%D%/unit/test_digest \
	%D%/unit/test_digest_gather \
	%D%/unit/test_digest_signs \
	%D%/unit/test_drip \
	%D%/unit/test_drip_claim \
	%D%/unit/test_drip_doors \
	%D%/unit/test_drip_missed \
	%D%/unit/test_drip_pace \
	%D%/unit/test_drip_refused \
	%D%/unit/test_drip_text \
	%D%/unit/test_due \
	%D%/unit/test_fingerprint \
	%D%/unit/test_follow_up \
	%D%/unit/test_form \
	%D%/unit/test_group \
	%D%/unit/test_gsm \
	%D%/unit/test_history \
	%D%/unit/test_hook_secret \
	%D%/unit/test_html \
	%D%/unit/test_http_answer \
	%D%/unit/test_http_client \
	%D%/unit/test_http_hook \
	%D%/unit/test_http_template \
	%D%/unit/test_ical \
	%D%/unit/test_imap_frame \
	%D%/unit/test_import \
	%D%/unit/test_import_ical \
	%D%/unit/test_import_ical_told \
	%D%/unit/test_inbox_maildir \
	%D%/unit/test_ini \
	%D%/unit/test_kannel \
	%D%/unit/test_lookups \
	%D%/unit/test_mail \
	%D%/unit/test_mime \
	%D%/unit/test_model \
	%D%/unit/test_money \
	%D%/unit/test_mustache \
	%D%/unit/test_noise \
	%D%/unit/test_nps \
	%D%/unit/test_opt_out \
	%D%/unit/test_outcome \
	%D%/unit/test_overview \
	%D%/unit/test_pace \
	%D%/unit/test_page \
	%D%/unit/test_outlook \
	%D%/unit/test_period \
	%D%/unit/test_phone \
	%D%/unit/test_poll_set \
	%D%/unit/test_pleading \
	%D%/unit/test_proof \
	%D%/unit/test_quote \
	%D%/unit/test_quote_announced \
	%D%/unit/test_quote_block \
	%D%/unit/test_quote_footer \
	%D%/unit/test_rate \
	%D%/unit/test_read \
	%D%/unit/test_reading_pack \
	%D%/unit/test_recurrence \
	%D%/unit/test_recurrence_list \
	%D%/unit/test_recurring \
	%D%/unit/test_report \
	%D%/unit/test_report_gather \
	%D%/unit/test_return_date \
	%D%/unit/test_score \
	%D%/unit/test_score_none \
	%D%/unit/test_score_romance \
	%D%/unit/test_score_said \
	%D%/unit/test_settings \
	%D%/unit/test_settings_cadence \
	%D%/unit/test_settings_scores \
	%D%/unit/test_significance \
	%D%/unit/test_smtp_dialogue \
	%D%/unit/test_spread \
	%D%/unit/test_state \
	%D%/unit/test_steps \
	%D%/unit/test_store_acts \
	%D%/unit/test_store_asks \
	%D%/unit/test_store_cases \
	%D%/unit/test_store_conversations \
	%D%/unit/test_store_crew \
	%D%/unit/test_store_copy \
	%D%/unit/test_store_deliveries \
	%D%/unit/test_store_digests \
	%D%/unit/test_store_events \
	%D%/unit/test_store_feeds \
	%D%/unit/test_store_fence \
	%D%/unit/test_store_first_texts \
	%D%/unit/test_store_follow_up_texts \
	%D%/unit/test_store_follow_ups \
	%D%/unit/test_store_home \
	%D%/unit/test_store_journey \
	%D%/unit/test_store_migration \
	%D%/unit/test_store_moved \
	%D%/unit/test_store_outbox \
	%D%/unit/test_store_replies \
	%D%/unit/test_store_reply_mails \
	%D%/unit/test_store_responses \
	%D%/unit/test_store_scores \
	%D%/unit/test_store_spending \
	%D%/unit/test_store_stopped \
	%D%/unit/test_store_tags \
	%D%/unit/test_store_texts \
	%D%/unit/test_store_turns \
	%D%/unit/test_store_upgrade \
	%D%/unit/test_tag_rule \
	%D%/unit/test_take \
	%D%/unit/test_talk \
	%D%/unit/test_talk_again \
	%D%/unit/test_text \
	%D%/unit/test_text_none \
	%D%/unit/test_text_races \
	%D%/unit/test_text_reading \
	%D%/unit/test_text_wish \
	%D%/unit/test_texting \
	%D%/unit/test_timezone \
	%D%/unit/test_token \
	%D%/unit/test_twilio_hook \
	%D%/unit/test_twilio_list \
	%D%/unit/test_twilio_words \
	%D%/unit/test_unlinked \
	%D%/unit/test_verify \
	%D%/unit/test_verify_chain \
	%D%/unit/test_vonage \
	%D%/unit/test_web \
	%D%/unit/test_webhook \
	%D%/unit/test_whose \
	%D%/unit/test_window \
	%D%/unit/test_worker

check_PROGRAMS += $(unit_tests)
TESTS += $(unit_tests)
EXTRA_DIST += %D%/unit/balance.h %D%/unit/balance_counts.h %D%/unit/composed.h %D%/unit/doors.h \
	%D%/unit/forged.h %D%/unit/furnished.h %D%/unit/gateway.h %D%/unit/journey.h \
	%D%/unit/overview_sample.h \
	%D%/unit/place.h %D%/unit/scored.h %D%/unit/staged.h %D%/unit/talk.h %D%/unit/texted.h \
	%D%/unit/unit.h %D%/unit/web_house.h %D%/unit/world.h \
	%D%/unit/zones.h \
	%D%/data/mails %D%/valgrind.supp

# Fuzz targets: tests/fuzz/fuzz_NAME.c; without libFuzzer the corpus is
# replayed.

fuzz_tests = \
	%D%/fuzz/fuzz_bounce \
	%D%/fuzz/fuzz_calendar \
	%D%/fuzz/fuzz_condition \
	%D%/fuzz/fuzz_csv \
	%D%/fuzz/fuzz_form \
	%D%/fuzz/fuzz_hook \
	%D%/fuzz/fuzz_html \
	%D%/fuzz/fuzz_ical \
	%D%/fuzz/fuzz_ini \
	%D%/fuzz/fuzz_kannel \
	%D%/fuzz/fuzz_mail \
	%D%/fuzz/fuzz_mustache \
	%D%/fuzz/fuzz_quote \
	%D%/fuzz/fuzz_score \
	%D%/fuzz/fuzz_smtp \
	%D%/fuzz/fuzz_tag \
	%D%/fuzz/fuzz_text \
	%D%/fuzz/fuzz_twilio \
	%D%/fuzz/fuzz_vonage

check_PROGRAMS += $(fuzz_tests)
EXTRA_DIST += %D%/fuzz/corpus
if FUZZERS
fuzz_main =
fuzz_ldflags = -fsanitize=fuzzer
else
fuzz_main = %D%/fuzz/replay.c
fuzz_ldflags =
TESTS += $(fuzz_tests)
endif

%C%_fuzz_fuzz_bounce_SOURCES = %D%/fuzz/fuzz_bounce.c $(fuzz_main)
%C%_fuzz_fuzz_bounce_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
%C%_fuzz_fuzz_tag_SOURCES = %D%/fuzz/fuzz_tag.c $(fuzz_main)
%C%_fuzz_fuzz_tag_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
%C%_fuzz_fuzz_html_SOURCES = %D%/fuzz/fuzz_html.c $(fuzz_main)
%C%_fuzz_fuzz_html_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
%C%_fuzz_fuzz_condition_SOURCES = %D%/fuzz/fuzz_condition.c $(fuzz_main)
%C%_fuzz_fuzz_condition_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
%C%_fuzz_fuzz_calendar_SOURCES = %D%/fuzz/fuzz_calendar.c $(fuzz_main)
%C%_fuzz_fuzz_calendar_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
%C%_fuzz_fuzz_csv_SOURCES = %D%/fuzz/fuzz_csv.c $(fuzz_main)
%C%_fuzz_fuzz_csv_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
%C%_fuzz_fuzz_form_SOURCES = %D%/fuzz/fuzz_form.c $(fuzz_main)
%C%_fuzz_fuzz_form_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
%C%_fuzz_fuzz_hook_SOURCES = %D%/fuzz/fuzz_hook.c $(fuzz_main)
%C%_fuzz_fuzz_hook_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
%C%_fuzz_fuzz_ical_SOURCES = %D%/fuzz/fuzz_ical.c $(fuzz_main)
%C%_fuzz_fuzz_ical_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
%C%_fuzz_fuzz_ini_SOURCES = %D%/fuzz/fuzz_ini.c $(fuzz_main)
%C%_fuzz_fuzz_ini_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
%C%_fuzz_fuzz_kannel_SOURCES = %D%/fuzz/fuzz_kannel.c $(fuzz_main)
%C%_fuzz_fuzz_kannel_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
%C%_fuzz_fuzz_mail_SOURCES = %D%/fuzz/fuzz_mail.c $(fuzz_main)
%C%_fuzz_fuzz_mail_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
%C%_fuzz_fuzz_mustache_SOURCES = %D%/fuzz/fuzz_mustache.c $(fuzz_main)
%C%_fuzz_fuzz_mustache_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
%C%_fuzz_fuzz_quote_SOURCES = %D%/fuzz/fuzz_quote.c $(fuzz_main)
%C%_fuzz_fuzz_quote_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
%C%_fuzz_fuzz_score_SOURCES = %D%/fuzz/fuzz_score.c $(fuzz_main)
%C%_fuzz_fuzz_score_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
%C%_fuzz_fuzz_smtp_SOURCES = %D%/fuzz/fuzz_smtp.c $(fuzz_main)
%C%_fuzz_fuzz_smtp_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
%C%_fuzz_fuzz_text_SOURCES = %D%/fuzz/fuzz_text.c $(fuzz_main)
%C%_fuzz_fuzz_text_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
%C%_fuzz_fuzz_twilio_SOURCES = %D%/fuzz/fuzz_twilio.c $(fuzz_main)
%C%_fuzz_fuzz_twilio_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)
%C%_fuzz_fuzz_vonage_SOURCES = %D%/fuzz/fuzz_vonage.c $(fuzz_main)
%C%_fuzz_fuzz_vonage_LDFLAGS = $(AM_LDFLAGS) $(fuzz_ldflags)

# Integration tests: programs that speak TAP and use the built dripscore.

integration_tests = \
	%D%/integration/test_adopt.py \
	%D%/integration/test_alerts.py \
	%D%/integration/test_anonymous.py \
	%D%/integration/test_autogen.sh \
	%D%/integration/test_backup.py \
	%D%/integration/test_cadence_crash.py \
	%D%/integration/test_cadence.py \
	%D%/integration/test_case_list.py \
	%D%/integration/test_check.py \
	%D%/integration/test_contact.py \
	%D%/integration/test_daemon.py \
	%D%/integration/test_demo.py \
	%D%/integration/test_disk_full.py \
	%D%/integration/test_doubt.py \
	%D%/integration/test_feed.py \
	%D%/integration/test_http_doubt.py \
	%D%/integration/test_http_texts.py \
	%D%/integration/test_import.py \
	%D%/integration/test_kannel.py \
	%D%/integration/test_mailserver.py \
	%D%/integration/test_metrics.py \
	%D%/integration/test_plan.py \
	%D%/integration/test_polls.py \
	%D%/integration/test_postgresql.py \
	%D%/integration/test_preview.py \
	%D%/integration/test_providers.py \
	%D%/integration/test_reading.py \
	%D%/integration/test_read_texts.py \
	%D%/integration/test_relay.py \
	%D%/integration/test_record.py \
	%D%/integration/test_reminders.py \
	%D%/integration/test_replies_mail.py \
	%D%/integration/test_report.py \
	%D%/integration/test_roundtrip.py \
	%D%/integration/test_score.py \
	%D%/integration/test_smtp_faults.py \
	%D%/integration/test_smtp_login.py \
	%D%/integration/test_staged.py \
	%D%/integration/test_tags.py \
	%D%/integration/test_test_send.py \
	%D%/integration/test_text_crash.py \
	%D%/integration/test_texts.py \
	%D%/integration/test_thread.py \
	%D%/integration/test_twilio.py \
	%D%/integration/test_twilio_daemon.py \
	%D%/integration/test_vonage.py \
	%D%/integration/test_web.py \
	%D%/integration/test_webhook.py \
	%D%/integration/test_why.py \
	%D%/integration/test_workers.py

TESTS += $(integration_tests)
EXTRA_DIST += $(integration_tests) \
	%D%/integration/draw_cadence.py \
	%D%/integration/fake_imap.py \
	%D%/integration/fault_peer.py \
	%D%/integration/feed_peer.py \
	%D%/integration/house.py \
	%D%/integration/http_peer.py \
	%D%/integration/http_texts.py \
	%D%/integration/kannel.py \
	%D%/integration/mail_programs.py \
	%D%/integration/mailserver.py \
	%D%/integration/oracle.py \
	%D%/integration/oracle_rules.py \
	%D%/integration/postgres.py \
	%D%/integration/probe.py \
	%D%/integration/promises.py \
	%D%/integration/servers.py \
	%D%/integration/smtp_cases.py \
	%D%/integration/tap.py \
	%D%/integration/twilio_peer.py
check_PROGRAMS += %D%/integration/imap_probe
check_PROGRAMS += %D%/integration/provider_probe
%C%_integration_provider_probe_SOURCES = %D%/integration/probe_json.c \
	%D%/integration/probe_open.c \
	%D%/integration/provider_probe.c \
	%D%/integration/provider_probe.h

# Lint: tests that read the sources.

lint_tests = \
	%D%/lint/test_banned.sh \
	%D%/lint/test_includes.sh \
	%D%/lint/test_man.sh \
	%D%/lint/test_manual.sh \
	%D%/lint/test_names.sh \
	%D%/lint/test_style.sh

TESTS += $(lint_tests)
EXTRA_DIST += $(lint_tests) \
	%D%/lint/c_code.awk \
	%D%/lint/lint.sh

.PHONY: lint
lint: $(dist_man_MANS) dripscore$(EXEEXT)
	@$(MAKE) $(AM_MAKEFLAGS) check-TESTS TESTS='$(lint_tests)'

# What sanitizers have nothing to find in, or find in another test too, and what
# takes its time by the clock.
unsanitized = tests/lint/% tests/torture/% tests/faults/sabotage.py \
	tests/faults/test_program_faults.py tests/integration/test_cadence.py \
	tests/integration/test_disk_full.py tests/integration/test_plan.py \
	tests/integration/test_postgresql.py

.PHONY: check-sanitized
check-sanitized:
	@$(MAKE) $(AM_MAKEFLAGS) check \
		TESTS='$(filter-out $(unsanitized),$(TESTS))'

# The unit tests under valgrind, each by the same driver as in `make check`.
# Those that compute long and allocate little are left to the sanitizers.
# With QUICK=1 so are most that work on a store, or have much to read: they take
# a quarter of an hour.
arithmetic = %/test_compose_mould %/test_noise %/test_pace %/test_timezone %/test_window
slow_under_valgrind = $(if $(QUICK), \
	$(addprefix %D%/unit/test_,backup compose drip% html pleading proof \
		spread talk% text_races unlinked verify%) \
	$(filter-out $(addprefix %D%/unit/test_store_,acts replies responses), \
		$(filter %D%/unit/test_store_%,$(unit_tests))))
valgrind_results = $(patsubst %,%.valgrind.trs, \
	$(filter-out $(arithmetic) $(slow_under_valgrind),$(unit_tests)))
CLEANFILES += $(valgrind_results) $(valgrind_results:.trs=.log)

.PHONY: check-valgrind check-valgrind-quick always
check-valgrind-quick:
	@$(MAKE) $(AM_MAKEFLAGS) check-valgrind QUICK=1

$(valgrind_results): %.valgrind.trs: % always
	@$(AM_TESTS_ENVIRONMENT) \
	CK_FORK=no; export CK_FORK; \
	TEST_WORKER_PROGRAM='$(abs_builddir)/tests/unit/test_worker'; \
	export TEST_WORKER_PROGRAM; \
	G_SLICE=always-malloc; export G_SLICE; \
	CUTS=5; FAULTS=few; \
	export CUTS FAULTS; \
	echo "  VALGRIND $*"; \
	$(LOG_DRIVER) --test-name $*.valgrind --trs-file $@ \
		--log-file $*.valgrind.log --color-tests no \
		--enable-hard-errors yes --expect-failure no -- \
		valgrind -q --suppressions='$(top_srcdir)/tests/valgrind.supp' \
		--error-exitcode=1 --leak-check=full \
		--show-leak-kinds=definite --errors-for-leak-kinds=definite \
		./$* | { grep -v '^PASS: ' || :; }

check-valgrind: $(valgrind_results)
	@if grep -q '^.define SANITIZERS 1' config-host.h; then \
		echo 'valgrind cannot run what was built with sanitizers'; \
		exit 1; \
	fi; \
	! grep -lE '^:test-result: (FAIL|XPASS|ERROR)' $(valgrind_results)
