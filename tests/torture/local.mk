# Kills, waits and silent hosts, with a peer that keeps its own ledger: short
# in `make check`, long by `make torture`.

torture_tests = \
	%D%/test_away.py \
	%D%/test_silent.py \
	%D%/test_torture.py \
	%D%/test_waiting.py

TESTS += $(torture_tests)
EXTRA_DIST += $(torture_tests) \
	%D%/ledger_peer.py \
	%D%/peer.py \
	%D%/traffic.py

.PHONY: torture torture-kills torture-workers
torture: torture-kills torture-workers

# Four workers on PostgreSQL.
torture-workers: dripscore$(EXEEXT)
	@$(AM_TESTS_ENVIRONMENT) \
	SECONDS=$${SECONDS:-600} INVITATIONS=$${INVITATIONS:-20000}; \
	export SECONDS INVITATIONS; \
	$(PYTHON) -B $(srcdir)/tests/integration/test_workers.py

torture-kills: dripscore$(EXEEXT)
	@$(AM_TESTS_ENVIRONMENT) \
	KILLS=$${KILLS:-1000} INVITATIONS=$${INVITATIONS:-20000}; \
	WAITING=$${WAITING:-1000000} RESTARTS=$${RESTARTS:-20}; \
	RESTART_S=$${RESTART_S:-2}; \
	MAILS=$${MAILS:-20000} SILENT=$${SILENT:-100000}; \
	KEEPS=$${KEEPS:-0.95}; \
	export KILLS INVITATIONS WAITING RESTARTS RESTART_S MAILS SILENT \
		KEEPS; \
	failed=0; \
	for test in $(torture_tests); do \
		$(PYTHON) -B $(srcdir)/$$test || failed=1; \
	done; \
	exit $$failed
