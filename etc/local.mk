EXTRA_DIST +=

# The demo: `./autogen.sh demo` runs it from the source folder.
EXTRA_DIST += \
	%D%/demo/demo.py \
	%D%/demo/draw_events.py \
	%D%/demo/dripscore.ini \
	%D%/demo/events.csv \
	%D%/demo/guests.py \
	%D%/demo/mail_programs.py \
	%D%/demo/words.py
