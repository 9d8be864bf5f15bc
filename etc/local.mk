# The configuration: installed once, and never over an admin's own; an example
# of it beside the others. The systemd unit. When Prometheus is to alert.

dist_doc_DATA = \
	%D%/dripscore.ini \
	%D%/examples/cadence.ini \
	%D%/examples/holidays-fi.ics \
	%D%/examples/hotel-bookings.ini \
	%D%/examples/kannel.conf \
	%D%/examples/text-gateways.ini \
	%D%/prometheus-alerts.yml

systemdunitdir = $(prefix)/lib/systemd/system
nodist_systemdunit_DATA = %D%/systemd/dripscore.service
EXTRA_DIST += %D%/systemd/dripscore.service.in
CLEANFILES += %D%/systemd/dripscore.service

%D%/systemd/dripscore.service: $(srcdir)/%D%/systemd/dripscore.service.in Makefile
	$(AM_V_GEN)$(MKDIR_P) %D%/systemd && \
	sed -e 's|@bindir[@]|$(bindir)|' -e 's|@sysconfdir[@]|$(sysconfdir)|' \
		$(srcdir)/%D%/systemd/dripscore.service.in >$@.new && \
	mv $@.new $@

install-data-local:
	$(MKDIR_P) '$(DESTDIR)$(sysconfdir)/dripscore'
	test -e '$(DESTDIR)$(sysconfdir)/dripscore/dripscore.ini' || \
	$(INSTALL_DATA) $(srcdir)/%D%/dripscore.ini \
		'$(DESTDIR)$(sysconfdir)/dripscore/dripscore.ini'

# One that was edited stays.
uninstall-local:
	if cmp -s $(srcdir)/%D%/dripscore.ini \
	    '$(DESTDIR)$(sysconfdir)/dripscore/dripscore.ini'; then \
		rm -f '$(DESTDIR)$(sysconfdir)/dripscore/dripscore.ini'; \
	fi

# The demo: `./autogen.sh demo` runs it from the source folder.
EXTRA_DIST += \
	%D%/demo/colleague.py \
	%D%/demo/demo.py \
	%D%/demo/draw_events.py \
	%D%/demo/dripscore.ini \
	%D%/demo/events.csv \
	%D%/demo/guests.py \
	%D%/demo/holidays-pt.ics \
	%D%/demo/mail_programs.py \
	%D%/demo/words.py \
	%D%/demo/world.py
