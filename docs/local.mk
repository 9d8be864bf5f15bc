# The manual pages. What dripscore.ini(5) says of keys, and etc/dripscore.ini,
# comes from the tables of the program: after a change to them, `make manual`.
# tests/lint/test_manual.sh fails as long as they differ.

dist_man_MANS += \
	%D%/dripscore.1 \
	%D%/dripscore.ini.5

EXTRA_DIST += \
	%D%/digest.png \
	%D%/manual.sh \
	%D%/promises.md \
	%D%/scaling.md \
	%D%/webhooks.md

.PHONY: manual
manual: dripscore$(EXEEXT)
	$(AM_V_at)$(SHELL) $(srcdir)/%D%/manual.sh ./dripscore$(EXEEXT) \
		$(srcdir)/%D%/dripscore.ini.5 $(srcdir)/etc/dripscore.ini
